"""docs/templates.md names every view class and field with its type, and none that is gone."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import jinja2.filters
import pytest

from rostrum.html.responsive import ImageSource
from rostrum.rendering.templates import TemplateRenderer
from rostrum.views import components, pages
from rostrum.views.pages import View

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "templates.md").read_text("utf-8")
CLASSES = {
    name: value
    for module in (components, pages)
    for name, value in inspect.getmembers(module, dataclasses.is_dataclass)
    if value.__module__ == module.__name__
} | {"ImageSource": ImageSource}


def documented() -> dict[str, dict[str, tuple[str, str]]]:
    """Return class → field → type and meaning, as the reference has them."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for section in re.split(r"^### ", REFERENCE, flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", section, re.MULTILINE)
        found[section.split("\n", 1)[0].strip()] = {row[0]: row[1:] for row in rows}
    return found


def own_fields(view: type) -> dict[str, str]:
    """Return a class's fields and types, without those of `View`, which stand once.

    Templates get HTML that is rendered on demand as Markup: a page's from the renderer, that of
    another view from its property.
    """
    shared = set() if view is View else {field.name for field in dataclasses.fields(View)}
    kept = {
        field.name: str(field.type)
        for field in dataclasses.fields(view)
        if not (issubclass(view, View) and field.name in shared)
    }
    made = {
        name: str(value.fget.__annotations__["return"])
        for name, value in vars(view).items()
        if isinstance(value, property)
    }
    if issubclass(view, View):
        return {name: kind.replace("LazyHtml", "Markup") for name, kind in kept.items()} | made
    return {name: kind for name, kind in kept.items() if not kind.startswith("LazyHtml")} | made


def test_every_class_is_in_the_reference_and_no_other() -> None:
    assert set(documented()) == set(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_is_documented_with_its_type(name: str) -> None:
    shown = {
        field: kind.replace("`", "").replace(" or none", " | None")
        for field, (kind, _) in documented()[name].items()
    }
    assert shown == own_fields(CLASSES[name])


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_has_a_meaning_in_words(name: str) -> None:
    assert all(len(meaning.split()) > 1 for _, meaning in documented()[name].values())


@pytest.mark.parametrize("name", [name for name, view in CLASSES.items() if issubclass(view, View)])
def test_every_page_names_its_template(name: str) -> None:
    template = CLASSES[name].template
    if template:
        assert f"### {name}\n\nTemplate: `{template}`." in REFERENCE
        assert (ROOT / "theme" / "templates" / template).is_file()


def test_the_reference_lists_every_partial_of_the_theme() -> None:
    table = REFERENCE.split("## Partials")[1].split("## Filters")[0]
    partials = ROOT / "theme" / "templates" / "partials"
    assert re.findall(r"^\| `(\w+\.html)` \|", table, re.MULTILINE) == sorted(
        path.name for path in partials.iterdir()
    )


def test_the_reference_lists_the_filters_that_templates_have() -> None:
    table = REFERENCE.split("## Filters")[1].split("## Pages")[0]
    shown = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    environment = TemplateRenderer(ROOT / "theme")._speak("de")
    builtin = set(jinja2.filters.FILTERS)
    assert shown == set(environment.filters) - builtin
