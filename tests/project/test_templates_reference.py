"""docs/templates.md names every template, partial and filter, and none that is gone.

The tables of fields are written by tools/reference.py.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import jinja2.filters
import pytest

from rostrum.rendering.templates import TemplateRenderer
from rostrum.views import pages
from rostrum.views.pages import View

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "templates.md").read_text("utf-8")
VIEWS = {
    name: view
    for name, view in inspect.getmembers(pages, inspect.isclass)
    if issubclass(view, View)
}


@pytest.mark.parametrize("name", VIEWS)
def test_every_page_names_its_template(name: str) -> None:
    template = VIEWS[name].template
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
