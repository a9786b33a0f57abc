"""What docs/templates.md promises is not lost without a new version of the contract.

`template_contract.txt` has the names of the present version. What is added needs no new version. To
raise the version, change `CONTRACT` in rostrum.rendering.templates and the number in
docs/templates.md, and write the names anew:
PYTHONPATH=plugins:tests python tests/project/test_template_contract.py
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from jinja2 import nodes

from rostrum.rendering.templates import CONTRACT, TemplateRenderer

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
NAMES = Path(__file__).with_name("template_contract.txt")
REFERENCE = (ROOT / "docs" / "templates.md").read_text("utf-8")


def list_names() -> set[str]:
    """Return the names of the contract: as documented, and the macros of the partials."""
    return {*_list_documented(REFERENCE), *_list_macros()}


def _list_documented(text: str) -> Iterable[str]:
    for section in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        view = section.split("\n", 1)[0].strip()
        yield from (f"template {name}" for name in re.findall(r"^Template: `(.+?)`", section, re.M))
        yield from (f"{view}.{field}" for field in re.findall(r"^\| `(\w+)` \|", section, re.M))
    partials, _, rest = text.split("## Partials")[1].partition("## Filters")
    yield from (
        f"template partials/{name}" for name in re.findall(r"^\| `(.+?)` \|", partials, re.M)
    )
    filters = rest.split("## Pages")[0]
    yield from (f"filter {name}" for name in re.findall(r"^\| `(\w+)` \|", filters, re.M))
    blocks = re.search(r"^ *Blocks of `base\.html`: (.+?)\.$", text, re.M)
    assert blocks
    yield from (f"block base.html {name}" for name in re.findall(r"`(\w+)`", blocks[1]))


def _list_macros() -> Iterable[str]:
    environment = TemplateRenderer(THEME)._speak("en")
    for file in sorted((THEME / "templates" / "partials").glob("*.html")):
        tree = environment.parse(file.read_text("utf-8"))
        for macro in tree.find_all(nodes.Macro):
            if not macro.name.startswith("_"):
                yield f"macro partials/{file.name} {macro.name}"


def find_lost(kept: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the names that are kept, and no longer there."""
    return sorted({*kept} - {*names})


def read_kept() -> tuple[int, list[str]]:
    first, *names = NAMES.read_text("utf-8").splitlines()
    return int(first.removeprefix("version ")), names


def test_no_name_is_lost_without_a_new_version():
    version, kept = read_kept()
    assert version == CONTRACT, "the version has been raised: write the names anew"
    assert find_lost(kept, list_names()) == [], "raise CONTRACT: sites use these names"


def test_the_reference_names_the_version_of_the_contract():
    assert f"This is version {CONTRACT} of the contract." in REFERENCE


@pytest.mark.parametrize(
    ("written", "lost"),
    [
        ("| `article` |", "PostView.article"),
        ("Template: `author.html`", "template author.html"),
        ("| `steps.html` |", "template partials/steps.html"),
        ("| `weekday` |", "filter weekday"),
        ("`main_class` (classes", "block base.html main_class"),
    ],
)
def test_a_renamed_name_is_noticed(written, lost):
    assert REFERENCE.count(written) == 1
    changed = REFERENCE.replace(written, re.sub(r"`(\w+)", r"`x\1", written))
    names = {*_list_documented(changed), *_list_macros()}
    assert find_lost(read_kept()[1], names) == [lost]


def test_the_blocks_of_the_reference_are_those_of_the_theme():
    text = (THEME / "templates" / "base.html").read_text("utf-8")
    blocks = {f"block base.html {name}" for name in re.findall(r"{%-? block (\w+)", text)}
    assert blocks == {name for name in list_names() if name.startswith("block ")}


if __name__ == "__main__":
    NAMES.write_text("\n".join([f"version {CONTRACT}", *sorted(list_names())]) + "\n", "utf-8")
