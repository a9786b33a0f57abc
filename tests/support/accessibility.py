"""Accessibility violations found by axe-core, and the width of a page."""

from __future__ import annotations

import json
from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"


WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def find_violations(page: Page) -> list[str]:
    """Return a page's axe-core violations, one line each: rule, element, reason."""
    page.evaluate(AXE)
    rules = {"type": "tag", "values": RULES}
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})
    result = page.evaluate(f"axe.run(document, {options})")
    assert len(result["passes"]) > 20  # rules were checked
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
