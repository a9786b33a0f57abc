"""`rostrum next`: the editorial calendar, in the site's time zone and language."""

import json
import re
from pathlib import Path

import pytest
from support.sites import ANNA, post, source, write_files, write_settings
from support.warm_process import run_module

AS_OF = ("--as-of", "2026-11-22 09:00")
PLANNED = [
    {"title": "Der Anfang", "date": "2026-11-10"},
    {"title": "Die Mitte", "date": "2026-12-03", "part": 2},
    {"title": "Das Ende", "date": "2027-01-15", "part": 3},
    {"title": "Ohne Tag"},
]
FILES = {
    "people/anna.md": ANNA,
    "posts/eins.md": post(title="Eins", series="werk", part=1, date="2026-11-01"),
    "posts/zwei.md": post(title="Die Mitte", series="werk", part=2, status="draft"),
    "posts/spaet.md": post(title="Spät", date="2026-11-26 22:30+00:00"),
    "posts/fern.md": post(title="Fern", date="2027-03-01 08:00"),
    "posts/alt.md": post(title="Alt", series="ruhe", part=1, date="2026-02-01"),
    "posts/pause.md": post(title="Pause", series="pause", part=1, date="2026-11-02"),
    "posts/fertig.md": post(title="Fertig", series="fertig", part=1, date="2026-01-02"),
    "series/werk.md": source(title="Das Werk", planned=PLANNED),
    "series/ruhe.md": source(title="Ruhe"),
    "series/pause.md": source(title="Pausen", paused=True),
    "series/fertig.md": source(title="Vorbei", complete=True),
    "comments/spaet/1.md": source("Gut.", author="Cem", date="2026-11-28 10:00"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_files(folder / "content", FILES)
    write_settings(folder / "pelicanconf.py", {})
    return folder


def run(folder, *words):
    done = run_module(folder, "rostrum", "next", *words, environment={"TZ": "Asia/Tokyo"})
    return done.returncode, done.stdout, done.stderr


def test_next_tells_what_is_ahead_in_the_sites_time_zone(folder):
    code, out, err = run(folder, *AS_OF, "--lang", "en")
    assert (code, err) == (0, "")
    assert out == (
        "Goes out\n"
        '  26 November 23:30   "Spät" by Anna Öllinger  content/posts/spaet.md\n'
        '  28 November 10:00   Comment by Cem on "Spät"  content/comments/spaet/1.md\n'
        '  1 March 2027 08:00  "Fern" by Anna Öllinger  content/posts/fern.md\n'
        "\n"
        "Announced, not written\n"
        '  3 December       "Die Mitte", part 2 of "Das Werk"  content/posts/zwei.md\n'
        '  15 January 2027  "Das Ende", part 3 of "Das Werk"  content/series/werk.md\n'
        "\n"
        "Overdue\n"
        '  10 November  "Der Anfang", in "Das Werk"  content/series/werk.md\n'
        "\n"
        "Drafts\n"
        '  4 days  "Die Mitte" by Anna Öllinger, part 2 of "Das Werk"  content/posts/zwei.md\n'
        "\n"
        "Series that rest\n"
        '  294 days  "Ruhe"  content/series/ruhe.md\n'
        '  20 days   "Pausen", paused  content/series/pause.md\n'
    )


def test_next_is_in_the_language_of_the_site(folder):
    out = run(folder, *AS_OF, "--days", "7")[1]
    assert out.startswith(
        "Erscheint\n"
        "  26. November 23:30  „Spät“ von Anna Öllinger  content/posts/spaet.md\n"
        "  28. November 10:00  Kommentar von Cem zu „Spät“  content/comments/spaet/1.md\n"
        "\nÜberfällig\n"
    )


def test_days_limit_what_is_ahead(folder):
    calendar = json.loads(run(folder, *AS_OF, "--days", "12", "--format", "json")[1])
    ahead = (*calendar["scheduled"], *calendar["announced"])
    assert [entry["title"] for entry in ahead] == ["Spät", "Spät", "Die Mitte"]
    assert [entry["title"] for entry in calendar["overdue"]] == ["Der Anfang"]


def test_the_fields_of_the_data_are_documented(folder):
    calendar = json.loads(run(folder, *AS_OF, "--format", "json")[1])
    entries = [entry for name, entries in calendar.items() if name != "moment" for entry in entries]
    text = (Path(__file__).parents[2] / "docs" / "checking.md").read_text("utf-8")
    table = text.split("### The calendar as data")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    assert {key for entry in entries for key in entry} == {*re.findall(r"`(\w+)`", " ".join(rows))}
    assert {entry["kind"] for entry in entries} <= {*re.findall(r"`(\w+)`", table)}


def test_next_as_json_is_english_data(folder):
    calendar = json.loads(run(folder, *AS_OF, "--format", "json")[1])
    assert calendar["moment"] == "2026-11-22T09:00:00+01:00"
    assert calendar["announced"][0] == {
        "kind": "installment",
        "title": "Die Mitte",
        "path": "content/series/werk.md",
        "line": 3,
        "date": "2026-12-03",
        "days": 0,
        "lang": "de",
        "authors": [],
        "series": "Das Werk",
        "part": 2,
        "draft": "content/posts/zwei.md",
    }
    assert [entry["paused"] for entry in calendar["resting"]] == [False, True]


def test_next_as_markdown_keeps_titles_in_inline_code(folder):
    out = run(folder, *AS_OF, "--format", "markdown", "--lang", "en")[1]
    assert out.startswith(
        "### Goes out\n\n| When | What | File |\n| --- | --- | --- |\n"
        '| 26 November 23:30 | `"Spät" by Anna Öllinger` | `content/posts/spaet.md` |\n'
    )


def test_next_writes_nothing(folder):
    before = sorted(folder.rglob("*"))
    run(folder, *AS_OF)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--days", "x"), '--days: "x" is not a whole number.\n'),
        (("--days", "1000000"), "--days: 1000000 is too much; it may be up to "),
        (
            ("--format", "html"),
            '--format: there is no format "html". Known: json, markdown, text.\n',
        ),
        (("--lang", "xx"), '--lang: error[setting]: there are no messages in the language "xx"\n'),
        (("--lang",), "--lang needs a value.\n"),
        (("--day",), 'There is no --day. Did you mean "--days"?\n'),
        (("more",), "There is no more. rostrum --help next tells what there is.\n"),
    ],
)
def test_a_wrong_call_of_next_is_answered_in_plain_words(folder, words, said):
    code, out, err = run(folder, *words)
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_an_empty_calendar_says_so(tmp_path):
    write_files(tmp_path / "content", {"people/anna.md": ANNA, "posts/a.md": post()})
    write_settings(tmp_path / "pelicanconf.py", {"DEFAULT_LANG": "en"})
    assert run(tmp_path, *AS_OF) == (0, "Nothing waits.\n", "")


def test_next_says_that_errors_may_hide_something(tmp_path):
    files = {"people/anna.md": ANNA, "posts/a.md": post(), "posts/b.md": post(date="bald")}
    write_files(tmp_path / "content", files)
    write_settings(tmp_path / "pelicanconf.py", {"DEFAULT_LANG": "en"})
    code, out, err = run(tmp_path, *AS_OF)
    assert (code, out) == (1, "Nothing waits.\n")
    assert err == (
        "1 error, no warnings. What has an error may be missing here: rostrum check shows it.\n"
    )
