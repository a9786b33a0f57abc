"""All pages of the demo against the Nu HTML checker (needs Java) and html-validate (Node.js)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from support.demo import build_demo, list_pages
from support.npm_programs import find_program
from support.page_kinds import PAGES

pytestmark = pytest.mark.referee

RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {
        # The role list may be named (WAI-ARIA 1.2, 5.2.8.6); the rule only recommends not to.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
        # A header cell in the only row of a thead is of the scope col (HTML, 4.9.12.2).
        "wcag/h63": "off",
    },
}


@pytest.fixture(name="output")
def demo_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory)


def check_html(*files: Path) -> list[str]:
    """Return the errors and warnings of the Nu checker."""
    jar = find_program("vnu-jar/build/dist/vnu.jar")
    command = ["java", "-jar", jar, "--format", "json", *files]
    # With options in the environment, Java writes a line of its own before the JSON.
    environment = {key: text for key, text in os.environ.items() if key != "JAVA_TOOL_OPTIONS"}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    messages = json.loads(ended.stderr)["messages"]
    # The rest is of the kind "info": an author's <hr /> is HTML, too.
    grave = [each for each in messages if each["type"] != "info" or "subType" in each]
    return [f"{each['url']}:{each['lastLine']}: {each['message']}" for each in grave]


def validate_html(rules: Path, *files: Path) -> list[str]:
    """Return what html-validate finds."""
    program = find_program("html-validate/bin/html-validate.mjs")
    command = ["node", program, "--config", rules, "--formatter", "json", *files]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{file['filePath']}:{each['line']}: {each['ruleId']}: {each['message']}"
        for file in json.loads(ended.stdout)
        for each in file["messages"]
    ]


def test_the_demo_has_a_page_of_each_kind(output: Path) -> None:
    names = {page.relative_to(output).as_posix() for page in list_pages(output)}
    paths = (path.lstrip("/") for path in PAGES.values())
    assert {path if path.endswith(".html") else f"{path}index.html" for path in paths} <= names


def test_the_nu_checker_finds_nothing_in_any_page(output: Path) -> None:
    assert check_html(*list_pages(output)) == []


def test_html_validate_finds_nothing_in_any_page(output: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES), "utf-8")
    assert validate_html(rules, *list_pages(output)) == []


def test_both_find_a_page_that_is_wrong(tmp_path: Path) -> None:
    page, rules = tmp_path / "wrong.html", tmp_path / "rules.json"
    page.write_text("<!doctype html><title>x</title><p id=a><div id=a></p>", "utf-8")
    rules.write_text(json.dumps(RULES), "utf-8")
    assert any("Duplicate ID" in each for each in check_html(page))
    assert any("no-dup-id" in each for each in validate_html(rules, page))
