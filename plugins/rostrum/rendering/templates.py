"""Render views as the text of pages with Jinja, in the language of the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
)
from markupsafe import Markup

from rostrum.core.files import is_file
from rostrum.core.lazy_html import LazyHtml
from rostrum.core.locale_formats import Wording
from rostrum.html.scrollable import make_scrollable
from rostrum.i18n.catalogs import Catalogs, Messages
from rostrum.rendering.bytecode import BytecodeFolder, CheckedBytecodeCache
from rostrum.rendering.fragment_cache import Fragments
from rostrum.rendering.i18n import Phrases
from rostrum.views.pages import View

CONTRACT = 1
"""Version of what docs/templates.md promises to templates of a site.

It is raised when a name there is lost or means something else. What is new needs no new version.
"""


class TemplateRenderer:
    """Renders views with a theme. Each worker process creates one from the same arguments.

    `overrides` are folders of templates with priority over the theme's, the first one highest.
    In them, `{% extends "!theme/article.html" %}` extends the theme's own template. Each may
    contain a `locale/` folder with catalogs: see `Catalogs.of_theme`. `filters` and `globals` are
    added to the kit's. `bytecode` is the cache of compiled templates, or None.
    `locales` are the forms of languages whose dates and numbers are used: `de-AT` for `de`.
    `renamed` maps former names of templates to the present ones; sites may use both.
    """

    def __init__(
        self,
        theme: Path,
        overrides: tuple[Path, ...] = (),
        filters: Mapping[str, Callable[..., Any]] | None = None,
        globals: Mapping[str, Any] | None = None,
        bytecode: BytecodeFolder | None = None,
        locales: Mapping[str, str] = MappingProxyType({}),
        renamed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._catalogs = Catalogs.of_theme(theme, overrides)
        self._filters = dict(filters or {})
        self._globals = dict(globals or {})
        self._bytecode = bytecode
        self._locales = locales
        self._loader = _find_templates(theme / "templates", overrides, renamed)
        self._environments: dict[str, Environment] = {}

    def render(self, view: View) -> str:
        """Return the complete text of a page, ending with one newline.

        Raises jinja2.TemplateError if a template is missing or invalid, or uses a field missing
        from the view.
        """
        template = self._speak(view.site.lang).get_template(view.find_template())
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
            cache_size=-1,  # unlimited: a theme has few templates
            extensions=[Phrases],
            bytecode_cache=CheckedBytecodeCache(self._bytecode, lang) if self._bytecode else None,
        )
        equip(environment, lang, self._catalogs.load(lang), self._locales.get(lang, ""))
        environment.filters.update(self._filters)
        environment.globals.update(self._globals)
        return environment


class _Environment(Environment):
    """An environment with all globals set before the first template is compiled."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a template's globals as a dict: Jinja's own mapping is slow to read."""
        return {**self.globals, **(d or {})}


def equip(environment: Environment, lang: str, messages: Messages, locale: str = "") -> None:
    """Install the messages and filters of a language in an environment.

    `locale` is the form of the language for dates and numbers. The environment must have Jinja's
    i18n extension.
    """
    environment.policies["ext.i18n.trimmed"] = True
    translations = messages.translations
    environment.extend(translations=translations)
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    label = messages.gettext("Table, scrolls sideways")
    environment.filters["scrollable"] = partial(make_scrollable, label=label)
    environment.filters["once"] = Fragments().once
    environment.filters.update(Wording(lang, locale).filters)


def read_fields(view: View) -> dict[str, Any]:
    """Return the fields of a view by name, the only variables from it in a template.

    HTML that is rendered on demand is rendered.
    """
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return {
        name: Markup(value) if isinstance(value, LazyHtml) else value
        for name, value in values.items()
    }


def has_template(theme: Path, overrides: tuple[Path, ...], name: str) -> bool:
    """Return True if a theme or its overrides have a template."""
    folders = (*overrides, theme / "templates")
    return any(is_file(folder / f"{name}.html") for folder in folders)


class _TemplateFolder(FileSystemLoader):
    """A folder of templates, which finds one under its other name, too."""

    def __init__(self, folder: Path, other_names: Mapping[str, str]) -> None:
        super().__init__(folder)
        self._other_names = other_names

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the source of a template; raises TemplateNotFound."""
        try:
            return super().get_source(environment, template)
        except TemplateNotFound:
            if template not in self._other_names:
                raise
            return super().get_source(environment, self._other_names[template])


def _find_templates(
    theme: Path, overrides: tuple[Path, ...], renamed: Mapping[str, str]
) -> BaseLoader:
    other_names = {**renamed, **{present: former for former, present in renamed.items()}}
    theme_loader = _TemplateFolder(theme, other_names)
    override_loaders = [_TemplateFolder(folder, other_names) for folder in overrides]
    return ChoiceLoader([*override_loaders, theme_loader, PrefixLoader({"!theme": theme_loader})])
