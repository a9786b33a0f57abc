"""Dates as authors and other systems write them, in front matter, file names and file times."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime

import pytest
from support.sites import ANNA, Built, post, source

from rostrum.core.model import Post
from rostrum.reading.front_matter_edits import set_value
from rostrum.schema.dates import AmbiguousDate, parse_date

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA}
BY_FILE = {"DEFAULT_DATE": "fs"}
CHANGED = datetime.fromisoformat("2026-11-03 07:08:09+01:00")


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run like on the machine of an author, also in CI."""
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-18", "2026-11-18"),
        ("2026-11-18 9:00", "2026-11-18 09:00"),
        ("2026-11-18 4:00pm", "2026-11-18 16:00"),
        ("2026-11-18 4 p.m.", "2026-11-18 16:00"),
        ("2026-11-18 12am", "2026-11-18 00:00"),
        ("2026-11-18 12:30 PM", "2026-11-18 12:30"),
        ("2026/11/18", "2026-11-18"),
        ("2026/1/8, 9:05:07", "2026-01-08 09:05:07"),
        ("2026.11.18T9:00", "2026-11-18 09:00"),
        ("2026/11/18 9:00 +0200", "2026-11-18 09:00+02:00"),
        ("2026-11-18 14:00:00 -5", "2026-11-18 14:00-05:00"),
        ("2026-11-18 9:00 +5:30", "2026-11-18 09:00+05:30"),
        ("2026-11-18 9:00 UTC", "2026-11-18 09:00+00:00"),
        ("18.11.2026", "2026-11-18"),
        ("18. 11. 2026, 9:30", "2026-11-18 09:30"),
        ("11/18/2026 9:30am", "2026-11-18 09:30"),
        ("3/3/2026", "2026-03-03"),
        ("05/21/17", "2017-05-21"),
        ("4/4/17", "2017-04-04"),
        ("31.12.99, 9:00", "1999-12-31 09:00"),
        ("18 November 2026", "2026-11-18"),
        ("Nov 8th, 2026", "2026-11-08"),
        ("Wed, 18 Nov 2026 08:00:00 GMT", "2026-11-18 08:00+00:00"),
    ],
)
def test_date_forms_of_other_systems_are_read(written: str, moment: str) -> None:
    assert parse_date(written) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("written", "day_first", "month_first"),
    [
        ("03.04.2026", "2026-04-03", "2026-03-04"),
        ("3/4/2026", "2026-04-03", "2026-03-04"),
        ("3-4-2026 4:00pm", "2026-04-03 16:00", "2026-03-04 16:00"),
    ],
)
def test_date_with_two_orders_shows_both(written: str, day_first: str, month_first: str) -> None:
    with pytest.raises(AmbiguousDate) as ambiguous:
        parse_date(written)
    assert ambiguous.value.readings == (day_first, month_first)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("5.4.17", ("2017-04-05", "2017-05-04")),
        ("17/05/21", ("2021-05-17", "2017-05-21")),
        ("04/04/17", ("2017-04-04", "2004-04-17")),
        ("01-02-03", ("2003-02-01", "2003-01-02", "2001-02-03")),
    ],
)
def test_date_with_a_short_year_shows_each_order(
    build: Build, written: str, days: tuple[str, ...]
) -> None:
    site = build({**PEOPLE, "posts/a.md": post(date=written)})
    assert (site.exitcode, site.codes) == (1, ["date"])
    hint = str(next(iter(site.report)).hint)
    assert all(day in hint for day in days)


@pytest.mark.parametrize(
    "written",
    [
        *("31.02.2026", "13/13/2026", "2026/13/01", "2026-11-18 25:00", "3/4/2026 25:00"),
        *("2026-11-18 9", "2026-11-18 13pm", "26. November 2026", "heute", "2026-11/18"),
        *("2026-11-18 +01:00", "18 Brumaire 2026", "1" * 500),
    ],
)
def test_text_that_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError) as wrong:  # noqa: PT011 - AmbiguousDate is one, too
        parse_date(written)
    assert not isinstance(wrong.value, AmbiguousDate)


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_date_forms_reach_page_feed_and_structured_data(build: Build, dialect: str) -> None:
    lines = (
        "Title: A",
        "Date: 2026/11/18 4:00pm",
        "Modified: 19.11.2026",
        "Author: anna",
        "",
        "A.",
    )
    files = {**PEOPLE, "posts/a.md": "\n".join(lines)}
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert (site.exitcode, site.findings) == (0, [])
    data = json.loads(site.page("2026/11/a/").find("script", type="application/ld+json").string)
    assert data["datePublished"] == "2026-11-18T16:00:00+01:00"
    assert data["dateModified"] == "2026-11-19T00:00:00+01:00"
    assert "<published>2026-11-18T16:00:00+01:00</published>" in site.read("atom.xml")


def test_comment_date_with_two_orders_is_an_error(build: Build) -> None:
    comment = source("Ja.", author="Zora", date="3/4/2026")
    site = build({**PEOPLE, "posts/a.md": post(), "comments/a/1.md": comment})
    assert site.findings == [
        'content/comments/a/1.md:3:7: error[date]: date: "3/4/2026" can be two days'
    ]


@pytest.mark.parametrize("pattern", [None, r"(?P<slug>.*)"])
def test_date_in_a_file_name_as_in_jekyll(build: Build, pattern: str | None) -> None:
    settings = {"FILENAME_METADATA": pattern} if pattern else {}
    files = {**PEOPLE, "posts/2019-06-26-ein-titel.md": post(title="Ein Titel", date=None)}
    site = build(files, settings)
    assert (site.exitcode, site.findings) == (0, [])
    (written,) = site.outcome.sources.library.posts
    assert written.date.isoformat() == "2019-06-26T00:00:00+02:00"


def test_wrong_date_in_a_file_name_is_an_error(build: Build) -> None:
    site = build({**PEOPLE, "posts/2019-02-30-a.md": post(date=None)}, {"FILENAME_METADATA": ""})
    assert (site.exitcode, site.codes) == (1, ["date"])


def undated(build: Build, **wish: object) -> Built:
    """Build a site with a post that has no date, in a file last changed at CHANGED."""
    build({**PEOPLE, "posts/a.md": post(date=None)}, BY_FILE, check_only=True)
    os.utime("content/posts/a.md", (0, CHANGED.timestamp()))
    return build({}, BY_FILE, **wish)


def read_post(site: Built) -> Post:
    (written,) = site.outcome.sources.library.posts
    return written


def test_date_of_a_file_is_used_with_a_warning(build: Build) -> None:
    site = undated(build)
    assert site.exitcode == 0
    assert site.findings == [
        (
            "content/posts/a.md:1:1: warning[date-from-file]: the post has no date; that of its "
            "file is used: 2026-11-03 07:08:09+01:00"
        )
    ]
    assert "2026/11/hallo/index.html" in site.files
    assert (read_post(site).date, read_post(site).modified) == (CHANGED, None)


@pytest.mark.parametrize("is_ci", [True, False])
@pytest.mark.parametrize(
    ("text", "can_write"),
    [
        ("---\ntitle: A\nauthor: anna\n---\nText.\n", True),
        ("Title: A\nAuthor: anna\n\nText.\n", True),
        ("---\n{title: A, author: anna}\n---\nText.\n", False),
        ("---\ntitle: A\nauthor: anna\ndate: null\n---\nText.\n", True),
        ("Text.\n", True),
    ],
)
def test_hint_at_writing_dates_where_they_can_be_written(
    build: Build, monkeypatch: pytest.MonkeyPatch, text: str, *, can_write: bool, is_ci: bool
) -> None:
    given = {**BY_FILE, "EXTRA_PATH_METADATA": {"posts/a.md": {"title": "A", "author": "anna"}}}
    files = {**PEOPLE, "posts/a.md": text}
    build(files, given, check_only=True)
    os.utime("content/posts/a.md", (0, CHANGED.timestamp()))
    monkeypatch.setenv("CI", "true" if is_ci else "")
    site = build({}, given, check_only=True)
    assert site.codes == (["date"] if is_ci else ["date-from-file"])
    (hint,) = (str(found.hint) for found in site.report)
    assert ("--write-dates" in hint) == can_write
    assert ('Write "date: 2026-11-03 07:08:09+01:00" into its front matter' in hint) != can_write
    written = set_value(text.encode(), "date", "2026-11-03 07:08")
    assert (written is not None) == can_write


def test_date_of_a_file_follows_the_file(build: Build) -> None:
    undated(build)
    os.utime("content/posts/a.md", (0, CHANGED.timestamp() - 40 * 86_400))
    site = build({}, BY_FILE)
    assert "2026/09/hallo/index.html" in site.files
    assert "2026/11/hallo/index.html" not in site.files


def test_date_of_a_file_is_refused_in_ci(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    undated(build)
    monkeypatch.setenv("CI", "true")
    site = build({}, BY_FILE)
    assert (site.exitcode, site.codes) == (1, ["date"])
    assert "checkout" in site.findings[0]
    dated = build({"posts/a.md": post()}, BY_FILE)
    assert (dated.exitcode, dated.findings) == (0, [])


def test_date_of_a_file_gives_way_to_any_other(build: Build) -> None:
    files = {
        **PEOPLE,
        "posts/a.md": post(title="A"),
        "posts/2026-11-02-b.md": post(title="B", date=None),
        "posts/werk/c.md": post(title="C", date=None),
    }
    given = {"EXTRA_PATH_METADATA": {"posts/werk": {"date": "2026-11-03"}}}
    site = build(files, {**BY_FILE, **given})
    assert (site.exitcode, site.findings) == (0, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: A\n---\nB\n", "---\ntitle: A\ndate: 2026-11-03 07:08\n---\nB\n"),
        ("---\r\ntitle: A\r\n---\r\nB", "---\r\ntitle: A\r\ndate: 2026-11-03 07:08\r\n---\r\nB"),
        ("\ufeffTitle: A\n\nB\n", "\ufeffTitle: A\nDate: 2026-11-03 07:08\n\nB\n"),
        ("Title: A\nNo key\n\nB\n", "Title: A\nDate: 2026-11-03 07:08\nNo key\n\nB\n"),
        ("---\ntitle: A\ndate:  \n---\n", "---\ntitle: A\ndate: 2026-11-03 07:08\n---\n"),
        ("Title: A\nDate:\n\nB", "Title: A\nDate: 2026-11-03 07:08\n\nB"),
        (
            "---\ntags: [a,\n  b]\nx: y # z\n---\n",
            "---\ntags: [a,\n  b]\nx: y # z\ndate: 2026-11-03 07:08\n---\n",
        ),
        ("---\n{title: A}\n---\nB\n", None),
        ("---\ntitle: A\ndate: null\n---\nB\n", "---\ntitle: A\ndate: 2026-11-03 07:08\n---\nB\n"),
        ("---\ntitle: A\n", None),
    ],
)
def test_written_date_changes_nothing_else(before: str, after: str | None) -> None:
    written = set_value(before.encode(), "date", "2026-11-03 07:08")
    assert written == (after.encode() if after else None)


@pytest.mark.parametrize(
    "date",
    ["2026-11-03", "2026-11-03 07:08", "2026-10-25 02:30+02:00", "2026-11-03 07:08:09+01:00"],
)
def test_a_date_is_written_without_quotes(date: str) -> None:
    assert set_value(b"---\n---\n", "date", date) == f"---\ndate: {date}\n---\n".encode()
