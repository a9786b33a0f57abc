"""Findings that a comment or a setting ignores, and what is told of such a comment."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post, source

PEOPLE = {"people/anna.md": ANNA}
LINK = "[hier](https://x.example/)"
DIALECTS = [{"ROSTRUM": {"markdown": dialect}} for dialect in ("gfm", "python-markdown")]


@pytest.mark.parametrize("settings", DIALECTS)
@pytest.mark.parametrize(
    "text",
    [
        f"{LINK} <!-- rostrum: ignore link-text: der Knopf heißt so -->\n",
        f"<!-- rostrum: ignore link-text: der Knopf heißt so -->\n\n{LINK}\n",
        f"Text.\n\n<!-- rostrum: ignore image-alt, link-text: so -->\n{LINK} ![](https://x.example/a)\n",
        f"<!-- rostrum: ignore\nlink-text: ein Grund,\nder länger ist -->\n\n{LINK}\n",
    ],
)
def test_a_comment_ignores_a_finding_and_is_not_shown(build, settings, text: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(text)}, settings)
    assert [code for code in site.codes if code != "remote-file"] == []
    assert not [name for name in site.files if b"ignore" in (site.output / name).read_bytes()]


def test_a_comment_is_for_its_line_alone(build) -> None:
    text = f"{LINK} <!-- rostrum: ignore link-text: so -->\n\n{LINK}\n"
    assert build({**PEOPLE, "posts/a.md": post(text)}).findings == [
        'content/posts/a.md:8:1: warning[link-text]: the link "hier" says nothing of its target'
    ]


def test_findings_of_links_are_ignored_as_those_of_texts(build) -> None:
    text = "[Plan](nix.md) <!-- rostrum: ignore link-missing: kommt noch -->\n"
    settings = {"ROSTRUM": {"levels": {"link-missing": "error"}}}
    assert build({**PEOPLE, "posts/a.md": post(text)}, settings).exitcode == 0


def test_comments_of_each_kind_of_text_ignore(build) -> None:
    text = f"{LINK} <!-- rostrum: ignore link-text: so -->\n"
    files = {
        "posts/a.md": post(text, series="s"),
        "pages/b.md": source(text, title="B"),
        "people/anna.md": ANNA + text,
        "series/s.md": source(text, title="S"),
    }
    assert build(files).findings == []


@pytest.mark.parametrize(
    "date",
    [
        "date: 2062-11-18  # rostrum: ignore date-far: ein Beispiel",
        "# rostrum: ignore date-far: ein Beispiel\ndate: 2062-11-18",
    ],
)
def test_a_remark_in_front_matter_ignores_a_finding(build, date: str) -> None:
    text = f"---\ntitle: A\n{date}\nauthors: anna\n---\nText.\n"
    assert build({**PEOPLE, "posts/a.md": text}).findings == []


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("ignore link-text", "warning[ignore-wrong]: this comment gives no reason"),
        ("ignore: weil", "warning[ignore-wrong]: this comment names no code of a finding"),
        (
            "ignore link-txt, link-text: so",
            'warning[ignore-wrong]: there is no finding of the code "link-txt"',
        ),
        (
            "ignore yaml, link-text: so",
            'warning[ignore-wrong]: an error of the code "yaml" can\'t be ignored',
        ),
        ("disable x", 'warning[ignore-wrong]: a comment for the kit can\'t say "disable"'),
        (
            "ignore link-text, image-alt: so",
            'note[ignore-unused]: this ignores "image-alt", and there is nothing to ignore',
        ),
    ],
)
def test_what_is_wrong_with_a_comment_is_told(build, comment: str, says: str) -> None:
    text = f"{LINK} <!-- rostrum: {comment} -->\n"
    site = build({**PEOPLE, "posts/a.md": post(text)})
    told = [found for found in site.findings if "link-text]" not in found]
    assert told == [f"content/posts/a.md:6:28: {says}"]


def test_an_error_that_no_site_may_change_is_not_ignored(build) -> None:
    text = post(slug="../x").replace('slug: "../x"', 'slug: "../x"  # rostrum: ignore slug: so')
    assert build({**PEOPLE, "posts/a.md": text}).codes == ["slug", "ignore-wrong"]


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<!-- rostrum: ignore link-text: so -->\n```\n",
        "`<!-- rostrum: ignore link-text: so -->`\n",
        "Mit rostrum: ignore link-text geht es.\n",
    ],
)
def test_a_comment_that_is_shown_as_code_ignores_nothing(build, text: str) -> None:
    assert build({**PEOPLE, "posts/a.md": post(text)}).findings == []


def test_a_reader_ignores_nothing(build) -> None:
    said = source("<!-- rostrum: disable -->", author="Anna Öllinger", date="2026-11-19")
    files = {**PEOPLE, "posts/a.md": post(slug="a"), "comments/a/1.md": said}
    assert "ignore-wrong" not in build(files).codes


@pytest.mark.parametrize("pattern", ["posts/alt", "posts/*lt/a.md", "*", "/posts/alt/"])
def test_a_setting_ignores_the_findings_of_a_folder(build, pattern: str) -> None:
    files = {**PEOPLE, "posts/alt/a.md": post(LINK), "posts/b.md": post("Text", slug="b")}
    assert build(files, {"ROSTRUM": {"ignore": {pattern: ["link-text"]}}}).findings == []
    again = build(files, {"ROSTRUM": {"ignore": {"posts/neu": ["link-text"]}}})
    assert again.codes == ["link-text", "ignore-unused"]


def test_a_setting_that_ignores_nothing_is_noted_at_its_place(build) -> None:
    settings = (
        'from rostrum.defaults import *\nROSTRUM = {\n    "ignore": {"posts": ["image-alt"]}\n}\n'
    )
    site = build({**PEOPLE, "posts/a.md": post()}, settings)
    says = 'this ignores "image-alt", and there is nothing to ignore'
    assert f"pelicanconf.py:3:16: note[ignore-unused]: {says}" in site.findings


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (["link-txt"], 'ignore: there is no finding of the code "link-txt"'),
        (["yaml"], 'ignore: "yaml" is always an error'),
    ],
)
def test_a_wrong_code_in_the_setting_is_an_error(build, codes: list[str], says: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post()}, {"ROSTRUM": {"ignore": {"posts": codes}}})
    assert site.exitcode == 2
    assert says in site.findings[0]


def test_a_cached_text_keeps_its_comments(build) -> None:
    files = {**PEOPLE, "posts/a.md": post(f"{LINK} <!-- rostrum: ignore link-text: so -->\n")}
    assert build(files).findings == []
    assert build({"posts/b.md": post(slug="b")}).findings == []
