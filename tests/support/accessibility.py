"""Accessibility violations found by axe-core, and the width of a page."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules of axe-core that can have another result in dark colours."""


OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"


WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def find_violations(page: Page) -> list[str]:
    """Return a page's axe-core violations, one line each: rule, element, reason."""
    page.evaluate(AXE)
    result = _run(page, RULES)
    assert len(result["passes"]) > 20  # rules were checked
    return _list_violations(result)


def find_violations_in_dark(page: Page) -> list[str]:
    """Return what is wrong with the dark colours of a page that `find_violations` has seen."""
    page.emulate_media(color_scheme="dark")
    result = _run(page, COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    assert [rule["id"] for rule in result["passes"] + result["violations"]]
    return _list_violations(result)


def _run(page: Page, rules: dict[str, Any]) -> dict[str, Any]:
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})
    result: dict[str, Any] = page.evaluate(f"axe.run(document, {options})")
    return result


def _list_violations(result: dict[str, Any]) -> list[str]:
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
