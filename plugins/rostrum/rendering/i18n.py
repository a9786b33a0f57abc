"""The words of a template: looked up when it is compiled, not each time it is used."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache

from babel.support import NullTranslations
from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension
from jinja2.parser import Parser
from markupsafe import Markup

_PLACEHOLDER = re.compile(r"%(?:(%)|\((\w+)\)s)")
MAX_CACHED_PLURALS = 1024  # phrases with a number that are kept


class Phrases(InternationalizationExtension):
    """Jinja's `{% trans %}` for an environment that always speaks the language of its `words`.

    A message turns into what a template without translation would hold: words, and between
    them variables, escaped as everywhere. A phrase that depends on a number alone is put
    together once for each number. Whatever is neither stays as Jinja has it.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.count = lru_cache(MAX_CACHED_PLURALS, typed=True)(self._count)

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """Return a `{% trans %}` as a page gets it."""
        node = super().parse(parser)
        if isinstance(node, nodes.Output) and isinstance(node.nodes[0], nodes.Call):
            parts = self._translate(node.nodes[0])
            return nodes.Output(parts).set_lineno(node.lineno) if parts else node
        return node

    def _translate(self, call: nodes.Call) -> list[nodes.Expr]:
        """Return the parts of a phrase; none for one that Jinja is to translate."""
        assert isinstance(call.node, nodes.Name)
        values = {keyword.key: keyword.value for keyword in call.kwargs}
        if call.node.name in ("gettext", "pgettext"):
            find = getattr(self._words, call.node.name)
            message = find(*(text.as_const() for text in call.args))
            return list(_fill(message, values)) if _can_fill(message, values) else []
        if call.node.name == "ngettext" and [*values.values()] == call.args[2:]:
            return [self.call_method("count", [*call.args, nodes.Const(*values)])]
        return []

    def _count(self, singular: str, plural: str, number: int, name: str) -> str:
        message = Markup(self._words.ngettext(singular, plural, number))
        return message % {"num": number, name: number}

    @property
    def _words(self) -> NullTranslations:
        words: NullTranslations = self.environment.words  # type: ignore[attr-defined]
        return words


def _can_fill(message: str, names: Container[str]) -> bool:
    return "%" not in _PLACEHOLDER.sub("", message) and all(
        sign or name in names for sign, name in _PLACEHOLDER.findall(message)
    )


def _fill(message: str, values: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    end = 0
    for place in _PLACEHOLDER.finditer(message):
        yield nodes.TemplateData(message[end : place.start()])
        yield values[place[2]] if place[2] else nodes.TemplateData("%")
        end = place.end()
    yield nodes.TemplateData(message[end:])
