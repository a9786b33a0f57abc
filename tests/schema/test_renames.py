"""A renamed setting, key or template works for a year, with a warning that names the new one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.sites import ANNA, post, source, write_files

from rostrum.cli.content_files import rename_former_keys
from rostrum.reading.fields import COMMENT, PAGE, PERSON, POST, SERIES, TOPICS
from rostrum.reading.present_names import rename_keys
from rostrum.schema.renames import (
    RELEASED,
    RENAMES,
    SETTING,
    TEMPLATE,
    FormerNames,
    Rename,
    rename_settings,
)

ROOT = Path(__file__).parents[2]
SINCE = date(2026, 1, 1)
TABLE = (
    Rename(("post", "page"), "abstract_of", "summary", SINCE),
    Rename(("post",), "image.picture", "src", SINCE),
    Rename(("post",), "headline", "title", SINCE),
    Rename(("person",), "roles.position", "title", SINCE),
    Rename(("series",), "planned.on", "date", SINCE),
    Rename(("topics",), "labels", "tags", SINCE),
    Rename(("comment",), "by", "author", SINCE),
    Rename((SETTING,), "publisher", "organisation", SINCE),
    Rename((SETTING,), "giscus.repository", "repo", SINCE),
    Rename((SETTING,), "favicon", "icon", SINCE),
    Rename((SETTING,), "formats", "feeds", SINCE),
    Rename((TEMPLATE,), "partials/end.html", "partials/footer.html", SINCE),
)
NOW = FormerNames(TABLE, date(2026, 12, 31))
LATER = FormerNames(TABLE, date(2027, 1, 2))
FILES = {"people/anna.md": ANNA}


@pytest.mark.parametrize("released", ["2026-12-31", "2027-01-01"])
def test_a_former_name_is_read_for_a_year(released):
    renames = FormerNames(TABLE, date.fromisoformat(released))
    assert all(renames.reads(rename) for rename in TABLE)
    assert not any(LATER.reads(rename) for rename in TABLE)


def test_the_day_of_a_build_changes_nothing(build):
    files = {**FILES, "posts/a.md": post(abstract_of="Kurz.")}
    site = build(files, as_of="2036-11-22 09:00", renames=NOW)
    assert (site.exitcode, site.codes) == (0, ["key-renamed"])


# Keys of front matter


def test_a_former_key_is_read_and_told_at_its_place(build):
    site = build({**FILES, "posts/a.md": post(abstract_of="Kurz und gut.")}, renames=NOW)
    assert site.findings == [
        ('content/posts/a.md:5:1: warning[key-renamed]: "abstract_of" is called "summary" now')
    ]
    assert 'hint: Write "summary", or run rostrum check --fix. Releases from 2027-01-02 on' in (
        site.text
    )
    meta = site.page("2026/11/hallo/").select_one("meta[name=description]")
    assert meta["content"] == "Kurz und gut."


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("posts/a.md", post(image={"picture": "a.png", "alt": "x"}), "5:9"),
        ("posts/a.md", "Title: A\nDate: 2026-11-18\nAuthor: anna\nAbstract_of: B\n\nC\n", "4:1"),
        ("posts/a.md", post(title=None, headline="A"), "4:1"),
        ("pages/a.md", source("B", title="A", abstract_of="C"), "3:1"),
        ("people/ben.md", "---\nname: Ben\nroles:\n  - {position: A}\n  - title: B\n---\n", "4:6"),
        ("series/s.md", "---\ntitle: S\nplanned:\n- title: A\n  on: 2027-01-01\n---\n", "5:3"),
        ("topics.yaml", "labels:\n  Lernen: Wie wir lernen.\n", "1:1"),
        ("comments/a/1.md", source("Ja.", by="Eva", date="2026-11-19"), "2:1"),
    ],
)
def test_every_kind_of_file_reads_former_keys(build, file, text, place):
    site = build({**FILES, "posts/a.md": post(tags=["Lernen"]), file: text}, renames=NOW)
    found = [it for it in site.report if it.code == "key-renamed"]
    assert [str(it.place) for it in found] == [f"content/{file}:{place}"]
    assert not {"key-unknown", "key-missing", "key-own"} & {*site.codes}


def test_an_expired_key_is_an_error_that_names_the_new_one(build):
    site = build({**FILES, "posts/a.md": post(abstract_of="Kurz.")}, renames=LATER)
    assert site.exitcode == 1
    assert site.findings == [
        (
            "content/posts/a.md:5:1: error[key-unknown]: "
            '"abstract_of" has been called "summary" since 2026-01-01'
        )
    ]


def test_an_expired_required_key_is_one_finding(build):
    site = build({**FILES, "posts/a.md": post(title=None, headline="A")}, renames=LATER)
    assert site.codes == ["key-unknown"]


def test_both_names_with_one_value_are_a_warning(build):
    site = build({**FILES, "posts/a.md": post(abstract_of="A.", summary="A.")}, renames=NOW)
    assert (site.exitcode, site.codes) == (0, ["key-renamed"])
    assert 'hint: Keep "summary" alone.' in site.text


def test_both_names_with_different_values_are_an_error(build):
    site = build({**FILES, "posts/a.md": post(abstract_of="A.", summary="B.")}, renames=NOW)
    assert site.findings == [
        (
            "content/posts/a.md:5:1: error[key-twice]: "
            '"abstract_of" is the former name of "summary": both stand here'
        )
    ]


def test_a_key_of_the_sites_own_may_have_a_former_name(build):
    settings = {"ROSTRUM": {"extra_keys": ["abstract_of"]}}
    for renames in (NOW, LATER):
        site = build({**FILES, "posts/a.md": post(abstract_of="A.")}, settings, renames=renames)
        assert (site.exitcode, site.findings) == (0, [])


@pytest.mark.parametrize(
    "settings",
    [
        {"DEFAULT_METADATA": {"Abstract_of": "Kurz und gut."}},
        {"EXTRA_PATH_METADATA": {"posts/a.md": {"abstract_of": "Kurz und gut."}}},
        {"PATH_METADATA": "(?P<abstract_of>.*)"},
    ],
)
def test_settings_may_give_former_keys(build, settings):
    site = build({**FILES, "posts/a.md": post()}, settings, renames=NOW)
    assert (site.exitcode, {*site.codes}) == (0, {"key-renamed"})
    assert all(it.place.path == "pelicanconf.py" for it in site.report)
    meta = site.page("2026/11/hallo/").select_one("meta[name=description]")
    assert meta["content"] in ("Kurz und gut.", "posts/a.md")


# Settings


def settings_of(site) -> dict:
    return site.outcome.config.settings


def test_a_former_setting_is_read_and_told_at_its_place(build):
    site = build(
        {**FILES, "posts/a.md": post()},
        "from rostrum.defaults import *\nSITEURL = 'https://a.example'\n"
        "ROSTRUM = {\n    'publisher': 'Werk AG',\n}\n",
        renames=NOW,
    )
    assert site.findings == [
        'pelicanconf.py:4:5: warning[setting-renamed]: "publisher" is called "organisation" now'
    ]
    assert settings_of(site).organisation == "Werk AG"


def test_a_former_key_in_a_setting_is_read(build):
    giscus = {"repository": "a/b", "repo_id": "1", "category": "c", "category_id": "2"}
    site = build({**FILES, "posts/a.md": post()}, {"ROSTRUM": {"giscus": giscus}}, renames=NOW)
    assert [it.split(": ", 1)[1] for it in site.findings] == [
        'warning[setting-renamed]: "repository" is called "repo" now'
    ]
    assert settings_of(site).giscus.repo == "a/b"


def test_what_is_wrong_under_a_former_name_is_at_its_place(build):
    head = "from rostrum.defaults import *\nSITEURL = 'https://a.example'\n"
    text = head + "ROSTRUM = {\n    'favicon': 'none.svg',\n}\n"
    site = build({**FILES, "posts/a.md": post()}, text, renames=NOW)
    assert [str(it.place) for it in site.report] == ["pelicanconf.py:4:5"] * 2
    assert site.codes == ["setting", "setting-renamed"]


def test_an_empty_list_under_a_former_name_is_none(build):
    site = build({**FILES, "posts/a.md": post()}, {"ROSTRUM": {"formats": []}}, renames=NOW)
    assert settings_of(site).feeds == ()


@pytest.mark.parametrize(
    ("kit", "message"),
    [
        (
            {"publisher": "A", "organisation": "B"},
            '"publisher" is the former name of "organisation": both stand here',
        ),
        ({"publisher": "A"}, '"publisher" has been called "organisation" since 2026-01-01'),
    ],
)
def test_former_settings_that_cant_be_read_are_errors(build, kit, message):
    site = build({**FILES, "posts/a.md": post()}, {"ROSTRUM": kit}, renames=LATER)
    assert site.exitcode == 2
    assert [it.split(": ", 1)[1] for it in site.findings] == [f"error[setting]: {message}"]


def test_settings_keep_their_order_and_other_values():
    def run():
        return None

    written = {"a": 1, "publisher": "x", "executor": run, "giscus": "wrong", 3: ()}
    renamed, found = rename_settings(written, NOW.of(SETTING))
    assert list(renamed) == ["a", "organisation", "executor", "giscus", 3]
    assert renamed["executor"] is run
    assert [it.path for it in found] == [("publisher",)]
    assert rename_settings({"a": 1}, NOW.of(SETTING)) == ({"a": 1}, [])


# Templates


def test_a_former_template_is_read_and_told(build):
    files = {**FILES, "posts/a.md": post(), "../templates/partials/end.html": "<del>mine</del>"}
    site = build(files, renames=NOW)
    assert site.codes == ["template-renamed"]
    assert site.page()("del")[0].get_text() == "mine"
    later = build(files, renames=LATER)
    assert later.exitcode == 1
    assert later.findings == [
        (
            "templates/partials/end.html:1:1: error[template]: this template has been called "
            '"partials/footer.html" since 2026-01-01, and is not read under its former name'
        )
    ]


def test_a_former_template_beside_the_present_one_is_not_read(build):
    own = {"partials/end.html": "<del>old</del>", "partials/footer.html": "<del>new</del>"}
    files = {f"../templates/{name}": text for name, text in own.items()}
    site = build({**FILES, "posts/a.md": post(), **files}, renames=NOW)
    assert site.page()("del")[0].get_text() == "new"
    assert "there is one of this name too: this one is not read" in site.text


def test_the_use_of_a_former_template_is_told_at_its_place(build):
    text = '{% extends "!theme/404.html" %}\n{% block foot %}{% include "partials/end.html" %}'
    files = {**FILES, "posts/a.md": post(), "../templates/404.html": text + "{% endblock %}"}
    site = build(files, renames=NOW)
    assert site.findings == [
        (
            "templates/404.html:2:28: warning[template-renamed]: "
            '"partials/end.html" is called "partials/footer.html" now'
        )
    ]
    later = build(files, renames=LATER)
    assert {it.code for it in later.report} == {"template"}
    assert 'has been called "partials/footer.html" since 2026-01-01' in later.findings[0]


# rostrum check --fix


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("post", post(abstract_of="A: B"), post(summary="A: B")),
        ("post", "\ufeff---\r\nabstract_of: >\r\n  A\r\n---\r\nB", None),
        ("post", '---\n"abstract_of" : A # B\n---\n', '---\n"summary" : A # B\n---\n'),
        (
            "post",
            "Title: A\nAbstract_of: B\n\nabstract_of: C",
            "Title: A\nSummary: B\n\nabstract_of: C",
        ),
        ("post", "---\nimage: {alt: ä, picture: b}\n---\n", "---\nimage: {alt: ä, src: b}\n---\n"),
        ("post", "---\nsummary: A\nabstract_of: A\n---\n", "---\nsummary: A\n---\n"),
        ("topics", "# ja\nlabels:\n  labels: B\n", "# ja\ntags:\n  labels: B\n"),
        ("person", "---\nname: A\n---\nabstract_of: B\n", "---\nname: A\n---\nabstract_of: B\n"),
        (
            "person",
            "---\nroles:\n- position: A\n- {position: B}\n---\n",
            "---\nroles:\n- title: A\n- {title: B}\n---\n",
        ),
    ],
)
def test_a_fix_renames_keys_and_changes_nothing_else(kind, before, after):
    after = before.replace("abstract_of", "summary") if after is None else after
    assert rename_keys(before.encode(), kind, NOW.of(kind)).changed == after.encode()


@pytest.mark.parametrize(
    "text", ["---\nabstract_of: A\nsummary: B\n---\n", "---\nimage: {picture: a, src: a}\n---\n"]
)
def test_a_fix_leaves_what_it_cant_decide(text):
    found = rename_keys(text.encode(), "post", NOW.of("post"))
    assert (len(found.former), found.changed) == (1, None)


@pytest.mark.parametrize("raw", [b"\xff", b"---\ntitle: [\n---\n", b"---\na: b\n", b""])
def test_a_fix_passes_over_what_cant_be_read(raw):
    assert rename_keys(raw, "post", NOW.of("post")).former == ()


@pytest.mark.parametrize("renames", [NOW, LATER])
def test_a_fix_writes_the_files_of_a_site(build, renames):
    files = {
        **FILES,
        "posts/a.md": post(abstract_of="A."),
        "posts/b.md": post(title="B", abstract_of="A.", summary="B."),
        "topics.yaml": "labels: {}\n",
    }
    config = build(files, renames=renames, check_only=True).outcome.config
    said = [str(line) for line in rename_former_keys(config)]
    assert said == [
        "Wrote the present names of keys into content/posts/a.md: summary.",
        'content/posts/b.md is left as it is: write "summary" instead of "abstract_of" yourself.',
        "Wrote the present names of keys into content/topics.yaml: tags.",
    ]
    write_files(Path("content"), {"posts/b.md": None})
    assert build({}, renames=renames, check_only=True).findings == []


# The table of the kit


def test_every_present_name_of_the_kit_is_one():
    schemas = {
        "post": POST,
        "page": PAGE,
        "person": PERSON,
        "series": SERIES,
        "comment": COMMENT,
        "topics": TOPICS,
    }
    for rename in RENAMES:
        for kind in rename.kinds:
            if kind == TEMPLATE:
                assert (ROOT / "theme" / "templates" / rename.name).is_file()
                assert not (ROOT / "theme" / "templates" / rename.former).exists()
            elif kind != SETTING and "." not in rename.former:
                assert rename.name in schemas[kind].fields
                assert rename.former not in schemas[kind].fields
        assert rename.until - rename.since >= timedelta(days=365)


def test_the_day_of_the_release_is_that_of_the_change_log():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    days = re.findall(r"^## \S+, (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert days[:1] in ([], [RELEASED.isoformat()])
    fragments = {file.name for file in (ROOT / "changelog.d").glob("*.md")} - {"README.md"}
    assert fragments or all(rename.since <= RELEASED for rename in RENAMES)


def test_the_documentation_lists_every_changed_name():
    text = (ROOT / "docs" / "upgrading.md").read_text("utf-8")
    table = text.split("## Renamed names")[1].split("\n## ")[0]
    rows = [tuple(row.split(" | ")) for row in re.findall(r"^\| (.+ \| \d.+) \|$", table, re.M)]
    assert rows == [
        (
            *(", ".join(it.kinds), f"`{it.former}`", f"`{it.name}`"),
            *(it.since.isoformat(), it.until.isoformat()),
        )
        for it in RENAMES
    ]
