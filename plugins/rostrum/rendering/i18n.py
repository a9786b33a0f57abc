"""Translate templates during compilation instead of at each rendering."""

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
MAX_CACHED_PLURALS = 1024  # cached phrases with a number


class Phrases(InternationalizationExtension):
    """Jinja's `{% trans %}` for an environment with one language: the one of `translations`.

    A message is replaced by its translation, as literal text and variables, escaped as usual.
    A phrase with a number as its only variable is formatted once per number and cached. All
    other messages are left to Jinja.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.count = lru_cache(MAX_CACHED_PLURALS, typed=True)(self._count)

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """Return the nodes of a `{% trans %}` block, translated if possible."""
        node = super().parse(parser)
        if isinstance(node, nodes.Output) and isinstance(node.nodes[0], nodes.Call):
            parts = self._translate(node.nodes[0])
            return nodes.Output(parts).set_lineno(node.lineno) if parts else node
        return node

    def _translate(self, call: nodes.Call) -> list[nodes.Expr]:
        """Return the parts of a translated phrase; empty if it is left to Jinja."""
        assert isinstance(call.node, nodes.Name)
        values = {keyword.key: keyword.value for keyword in call.kwargs}
        if call.node.name in ("gettext", "pgettext"):
            find = getattr(self._translations, call.node.name)
            message = find(*(text.as_const() for text in call.args))
            return list(_fill(message, values)) if _can_fill(message, values) else []
        if call.node.name == "ngettext" and [*values.values()] == call.args[2:]:
            return [self.call_method("count", [*call.args, nodes.Const(*values)])]
        return []

    def _count(self, singular: str, plural: str, number: int, name: str) -> str:
        message = Markup(self._translations.ngettext(singular, plural, number))
        return message % {"num": number, name: number}

    @property
    def _translations(self) -> NullTranslations:
        translations: NullTranslations = self.environment.translations  # type: ignore[attr-defined]
        return translations


def _can_fill(message: str, names: Container[str]) -> bool:
    return "%" not in _PLACEHOLDER.sub("", message) and all(
        sign or name in names for sign, name in _PLACEHOLDER.findall(message)
    )


def _fill(message: str, values: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    end = 0
    for match in _PLACEHOLDER.finditer(message):
        yield nodes.TemplateData(message[end : match.start()])
        yield values[match[2]] if match[2] else nodes.TemplateData("%")
        end = match.end()
    yield nodes.TemplateData(message[end:])
