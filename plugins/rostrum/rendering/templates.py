"""From a view to the text of a page: Jinja, with the words of the view's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import fields
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)

from rostrum.core.locale_formats import Wording, find_locale
from rostrum.html.scrollable import make_scrollable
from rostrum.rendering.bytecode import BytecodeFolder, CheckedBytecodeCache
from rostrum.rendering.fragment_cache import Fragments
from rostrum.rendering.i18n import Phrases
from rostrum.views.components import View

DOMAIN = "rostrum"


class TemplateRenderer:
    """Renders views with a theme; made anew in each worker process from the same arguments.

    `overrides` are folders of templates that go before the theme's, first one first; there
    `{% extends "!theme/article.html" %}` reaches the theme's own. Each may hold a `locale/`
    too, whose words go before the theme's. `filters` and `globals` are added to the kit's.
    `bytecode` is where compiled templates are kept, None for nowhere.
    """

    def __init__(
        self,
        theme: Path,
        overrides: tuple[Path, ...] = (),
        filters: Mapping[str, Callable[..., Any]] | None = None,
        globals: Mapping[str, Any] | None = None,
        bytecode: BytecodeFolder | None = None,
    ) -> None:
        self._theme = theme
        self._overrides = overrides
        self._filters = dict(filters or {})
        self._globals = dict(globals or {})
        self._bytecode = bytecode
        self._loader = _find_templates(theme / "templates", overrides)
        self._environments: dict[str, Environment] = {}

    def render(self, view: View) -> str:
        """Return the page's whole text, ending with one newline.

        Raises jinja2.TemplateError where a template is missing, broken, or names a field
        that the view has not.
        """
        template = self._speak(view.site.lang).get_template(view.template)
        return template.render(read_fields(view)).rstrip() + "\n"

    def _speak(self, lang: str) -> Environment:
        if lang not in self._environments:
            self._environments[lang] = self._make_environment(lang)
        return self._environments[lang]

    def _make_environment(self, lang: str) -> Environment:
        environment = _Environment(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,  # all: a theme has few, and to find one is then quick
            extensions=[Phrases],
            bytecode_cache=CheckedBytecodeCache(self._bytecode, lang) if self._bytecode else None,
        )
        equip(environment, lang, self._theme, self._overrides)
        environment.filters.update(self._filters)
        environment.globals.update(self._globals)
        return environment


class _Environment(Environment):
    """An environment whose globals are complete before its first template is compiled."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template sees besides its view, as a dict: Jinja's own is slow to read."""
        return {**self.globals, **(d or {})}


def equip(environment: Environment, lang: str, theme: Path, overrides: tuple[Path, ...]) -> None:
    """Give an environment that has Jinja's i18n extension a language's words and filters."""
    environment.policies["ext.i18n.trimmed"] = True
    words = find_words(lang, (theme, *reversed(overrides)))
    environment.extend(words=words)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    label = words.gettext("Table, scrolls sideways")
    environment.filters["scrollable"] = partial(make_scrollable, label=label)
    environment.filters["once"] = Fragments().once
    environment.filters.update(Wording(lang).filters)


def read_fields(view: View) -> dict[str, Any]:
    """Return what a template sees of a view: its fields by name, and nothing else."""
    return {field.name: getattr(view, field.name) for field in fields(view)}


def find_words(lang: str, folders: tuple[Path, ...]) -> Translations:
    """Return the words of a language, read from each folder's catalogs, later ones first.

    `de-AT` takes what `de` has and its own catalog lacks. Without any catalog the words are
    those in the templates, English.
    """
    words = Translations()
    for folder in folders:
        for name in _widen(lang):
            path = folder / "locale" / name / "LC_MESSAGES" / f"{DOMAIN}.po"
            if path.is_file():
                words.merge(read_catalog(path))
    return words


def read_catalog(path: Path) -> Translations:
    """Return the words of a `.po` file, compiled in memory."""
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


def _widen(lang: str) -> list[str]:
    locale = find_locale(lang)
    return list(dict.fromkeys((locale.language, str(locale))))


def _find_templates(theme: Path, overrides: tuple[Path, ...]) -> BaseLoader:
    own = FileSystemLoader(theme)
    first = [FileSystemLoader(folder) for folder in overrides]
    return ChoiceLoader([*first, own, PrefixLoader({"!theme": own})])
