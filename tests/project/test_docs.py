"""The documentation: its links lead somewhere, its index is whole, its commands exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from textwrap import dedent
from urllib.parse import unquote, urlsplit

import pytest
from support.sites import Built
from support.warm_process import run_module

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

_FENCE = re.compile(r"^(\s*)(```+|~~~+).*?^\s*\2[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_CALL = re.compile(
    r"(?<![\w./-])(?:\.venv/bin/)?(?:rostrum|invoke) ([a-z]+(?:\.[a-z]+)*)((?: [^`|\n#]*)?)"
)
_OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """Return a page's text without its code."""
    return _CODE.sub("", _FENCE.sub("", read(page)))


def code(page: Path) -> list[str]:
    """Return the blocks of code of a page, and what stands in backticks."""
    text = read(page)
    blocks = [found.group() for found in _FENCE.finditer(text)]
    return blocks + [found.group().strip("`") for found in _CODE.finditer(_FENCE.sub("", text))]


def links(page: Path) -> list[str]:
    """Return where the links and pictures of a page lead, addresses in the web left out."""
    found = [unescape(target) for target in _LINK.findall(prose(page))]
    return [target for target in found if not urlsplit(target).scheme]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and GitLab make them."""
    headings = _HEADING.findall(_FENCE.sub("", read(page)))
    return {anchor(re.sub(_LINK, lambda link: link[0][1:].split("]")[0], it)) for it in headings}


def anchor(heading: str) -> str:
    words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").casefold())
    return words.replace(" ", "-")


def calls(page: Path) -> list[tuple[str, list[str]]]:
    """Return the commands of ours that a page shows, each with its options."""
    found = [match for piece in code(page) for match in _CALL.findall(piece)]
    return [(name, _OPTION.findall(rest)) for name, rest in found]


@cache
def options(command: str) -> frozenset[str]:
    """Return what options `rostrum --help COMMAND` names; none where there is no such command."""
    words = filter(None, ["rostrum", "--help", command])
    run = run_module(ROOT, *words, environment={"COLUMNS": "200"})
    return frozenset(_OPTION.findall(run.stdout)) if run.returncode == 0 else frozenset()


@EACH_PAGE
def test_every_link_between_pages_leads_to_a_file_that_is_there(page: Path) -> None:
    targets = [urlsplit(link).path for link in links(page)]
    missing = [path for path in targets if path and not (page.parent / unquote(path)).exists()]
    assert missing == []


@EACH_PAGE
def test_every_link_to_a_part_of_a_page_leads_to_a_heading(page: Path) -> None:
    for link in links(page):
        path, part = urlsplit(link).path, unquote(urlsplit(link).fragment)
        target = page.parent / path if path else page
        if part and target.suffix == ".md" and target.exists():
            assert part in anchors(target), link


def test_the_index_names_every_page_and_nothing_twice() -> None:
    listed = [DOCS / link for link in links(DOCS / "README.md")]
    wanted = {page for page in PAGES if page.parent != DOCS / "decisions"} - {DOCS / "README.md"}
    wanted.add(DOCS / "decisions" / "README.md")
    assert sorted(page.resolve() for page in listed) == sorted(wanted)


def test_the_index_of_decisions_names_each_of_them_in_order() -> None:
    folder = DOCS / "decisions"
    records = sorted(page.name for page in folder.glob("0*.md"))
    assert [link for link in links(folder / "README.md") if link[0] == "0"] == records


@pytest.mark.parametrize("record", sorted((DOCS / "decisions").glob("0*.md")), ids=lambda p: p.name)
def test_decision_record_is_short_with_context_and_consequences(record: Path) -> None:
    text = read(record)
    assert len(text.splitlines()) <= 40
    assert text.startswith(f"# {int(record.name[:4])}. ")
    assert _HEADING.findall(text)[1:4] == ["Context", "Decision", "Consequences"]


def test_the_pages_show_commands() -> None:
    shown = {name for page in PAGES for name, _ in calls(page)}
    assert {"build", "check", "serve", "crosspost.plan"} <= shown


@EACH_PAGE
def test_every_command_and_option_that_a_page_shows_exists(page: Path) -> None:
    for name, given in calls(page):
        assert options(name), f"there is no command: rostrum {name}"
        unknown = set(given) - options(name)
        assert not unknown, f"rostrum {name} has no {', '.join(sorted(unknown))}"


def test_the_readme_shows_what_the_terminal_says(build: Callable[..., Built]) -> None:
    person, post, said = re.findall(
        r"^   ```(?:markdown|text)\n(.*?)^   ```", read(ROOT / "README.md"), re.M | re.S
    )
    site = build(
        {
            "people/erika-muster.md": dedent(person),
            "posts/2026/mein-erster.md": dedent(post).replace("erika-muster", "erika-mustr"),
        }
    )
    assert f"{site.text}\n" == dedent(said)
