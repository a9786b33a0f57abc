"""Published addresses last: a build tells of one that is gone, and titles may change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.sites import ANNA, Built, post, wait_a_tick

from rostrum.core.diagnostics import Report
from rostrum.site.published import hash_text, read_addresses

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA}
RECORD = "a\tde\t2026/11/hallo/\n"


def test_a_post_keeps_its_address_when_its_title_changes(build: Build):
    files = {**PEOPLE, "posts/a.md": post(title="Hallo Welt"), "addresses.tsv": RECORD}
    site = build(files)
    assert site.findings == []
    assert site.page("2026/11/hallo/").h1.get_text() == "Hallo Welt"
    assert "2026/11/hallo-welt/index.html" not in site.files
    assert "2026/11/hallo/" in site.read("sitemap.xml")


def test_without_a_record_the_title_makes_the_address(build: Build):
    assert build({**PEOPLE, "posts/a.md": post(title="Hallo Welt")}).page("2026/11/hallo-welt/")


@pytest.mark.parametrize("keys", [{"slug": "neu"}, {"url": "neu/"}, {"save_as": "neu.html"}])
def test_what_the_author_writes_wins_over_the_record(build: Build, keys: dict):
    site = build({**PEOPLE, "posts/a.md": post(**keys), "addresses.tsv": RECORD})
    assert "2026/11/hallo/index.html" not in site.files
    assert site.codes == ["address-gone"]


@pytest.mark.parametrize(
    "patterns",
    [
        {"ARTICLE_URL": "{slug}.html", "ARTICLE_SAVE_AS": "{slug}.html"},
        {"ARTICLE_URL": "{slug}", "ARTICLE_SAVE_AS": "{slug}.html"},
        {"ARTICLE_URL": "{slug}/{slug}/", "ARTICLE_SAVE_AS": "{slug}/{slug}/index.html"},
        {
            "ARTICLE_URL": "b.c/{category}-{slug}/",
            "ARTICLE_SAVE_AS": "b.c/{category}-{slug}/i.html",
        },
    ],
)
def test_every_pattern_of_addresses_keeps_them(build: Build, patterns: dict):
    first = build({**PEOPLE, "posts/a.md": post(category="Werk")}, patterns)
    url = first.outcome.config.addresses.post(first.outcome.site.posts[0]).url
    assert "hallo" in url
    site = build(
        {"posts/a.md": post(title="Anders", category="Werk"), "addresses.tsv": f"a\tde\t{url}\n"}
    )
    assert site.findings == []
    assert site.outcome.config.addresses.post(site.outcome.site.posts[0]).url == url


def test_a_file_renamed_keeps_its_address_by_its_id(build: Build):
    settings = {"SLUGIFY_SOURCE": "basename"}
    site = build({**PEOPLE, "posts/neu.md": post(id="a"), "addresses.tsv": RECORD}, settings)
    assert (site.findings, "2026/11/hallo/index.html" in site.files) == ([], True)


def test_a_translation_keeps_its_own_address(build: Build):
    files = {
        **PEOPLE,
        "posts/a.md": post(id="a", title="Neu"),
        "posts/a.en.md": post(id="a", title="New"),
        "addresses.tsv": RECORD + "a\ten\ten/2026/11/hello/\n",
    }
    site = build(files)
    assert site.findings == []
    assert site.page("2026/11/hallo/").html["lang"] == "de"
    assert site.page("en/2026/11/hello/").html["lang"] == "en"


def test_other_plugins_of_pelican_leave_the_address(build: Build, tmp_path: Path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "mine.py").write_text("def register(): ...\n")
    settings = {"PLUGIN_PATHS": ["plugins"], "PLUGINS": ["rostrum", "mine"]}
    files = {**PEOPLE, "posts/a.md": post(title="Neu"), "addresses.tsv": RECORD}
    site = build(files, settings)
    assert (site.findings, "2026/11/hallo/index.html" in site.files) == ([], True)


def test_another_post_has_no_address_that_is_kept(build: Build):
    files = {**PEOPLE, "posts/a.md": post(title="Neu"), "addresses.tsv": RECORD}
    site = build({**files, "posts/b.md": post(title="Hallo")})
    assert site.findings == ['content/posts/b.md:2:8: error[slug-twice]: the slug "hallo" is taken']


def test_a_wrong_address_is_told_of_in_the_record(build: Build):
    settings = {"ARTICLE_URL": "{slug}/", "ARTICLE_SAVE_AS": "{slug}/index.html"}
    files = {**PEOPLE, "posts/a.md": post(), "addresses.tsv": "a\tde\tarchive/\n"}
    assert build(files, settings).findings == [
        (
            "content/addresses.tsv:1:6: error[address-taken]: archive/index.html is a page that "
            "the kit makes"
        )
    ]
    files |= {"posts/a.md": post(), "posts/0.md": post(title="B", slug="b")}
    assert build({**files, "addresses.tsv": "x\tde\tx/\na\tde\tb/\n"}, settings).findings[1] == (
        'content/addresses.tsv:2:6: error[slug-twice]: the slug "b" is taken'
    )


# A published address that is gone


def test_an_address_that_a_new_slug_leaves_is_told(build: Build):
    files = {**PEOPLE, "posts/a.md": post(slug="neu"), "addresses.tsv": RECORD}
    site = build(files)
    assert site.findings == [
        (
            "content/posts/a.md:5:7: warning[address-gone]: nothing is at the published address "
            '"/2026/11/hallo/" of this post any more'
        )
    ]
    assert (
        'hint: Add a line to it: aliases: ["/2026/11/hallo/"]. rostrum check --fix does. If the '
        "address on record is wrong, correct it: content/addresses.tsv:1:6." in site.text
    )
    assert build({"posts/a.md": post(slug="neu", aliases=["/2026/11/hallo/"])}).findings == []


def test_an_address_that_a_new_date_leaves_is_told(build: Build):
    files = {**PEOPLE, "posts/a.md": post(date="2026-10-01"), "addresses.tsv": RECORD}
    assert build(files).codes == ["address-gone"]


@pytest.mark.parametrize("keys", [{"status": "draft"}, {"date": "2027-11-18"}])
def test_an_address_of_a_post_taken_off_is_told(build: Build, keys: dict):
    files = {**PEOPLE, "posts/a.md": post(**keys), "posts/b.md": post(title="B")}
    site = build({**files, "addresses.tsv": "b\tde\t2026/11/b/\n" + RECORD})
    assert site.findings == [
        (
            "content/addresses.tsv:2:1: warning[address-gone]: nothing is at the published address "
            '"/2026/11/hallo/" any more'
        )
    ]
    assert (
        'hint: Add a line to what takes its place: aliases: ["/2026/11/hallo/"]. If nothing does, '
        "remove this line." in site.text
    )
    assert build({"posts/b.md": post(title="B", aliases=["2026/11/hallo"])}).findings == []


def test_an_address_of_a_hidden_post_is_told_without_it(build: Build):
    hidden = hash_text("a")
    address = hash_text(f"{hidden}\n2026/11/hallo/")
    line = f"{hidden}\tde\t{address}\n"
    files = {**PEOPLE, "posts/b.md": post(title="B"), "addresses.tsv": line}
    there = {**files, "posts/a.md": post(status="hidden")}
    assert build(there).findings == []
    assert build({"posts/a.md": post(status="hidden", slug="neu")}).findings == [
        "content/posts/a.md:6:7: warning[address-gone]: the address of this hidden post has changed"
    ]
    aliases = ["/2026/11/hallo"]
    assert build({"posts/a.md": post(status="hidden", slug="neu", aliases=aliases)}).findings == []
    assert build({"posts/a.md": post()}).findings == []
    assert build({"posts/a.md": None}).findings == [
        "content/addresses.tsv:1:1: warning[address-gone]: a hidden post is not published any more"
    ]


def test_a_post_that_cant_be_read_is_no_deleted_one(build: Build):
    files = {**PEOPLE, "posts/a.md": "---\ntitle: [\n---\n", "addresses.tsv": RECORD}
    assert "address-gone" not in build(files).codes


def test_the_record_is_never_published(build: Build):
    files = {**PEOPLE, "posts/a.md": post(), "addresses.tsv": RECORD}
    site = build(files, {"STATIC_PATHS": ["", "addresses.tsv"]})
    assert "addresses.tsv" not in site.files


@pytest.mark.parametrize(
    ("record", "place", "message"),
    [
        (
            f"<<<<<<< HEAD\n{RECORD}",
            ":1:1",
            "this is no published address: an id, a language and a path",
        ),
        (
            f"{RECORD}b de x/\n",
            ":2:1",
            "this is no published address: an id, a language and a path",
        ),
        (b"\xff\n", ":1:1", "the published addresses can't be read: it is not UTF-8"),
    ],
)
def test_a_record_that_cant_be_read_is_an_error(build: Build, record, place: str, message: str):
    site = build({**PEOPLE, "posts/a.md": post(), "addresses.tsv": record})
    assert site.findings == [f"content/addresses.tsv{place}: error[addresses]: {message}"]
    assert (
        "hint: Restore the file from its last good version. After a merge, keep the lines of both "
        "sides." in site.text
    )


def test_lines_of_both_sides_of_a_merge_may_stay(build: Build):
    record = f"{RECORD}\n{RECORD}a\tde\t2025/01/alt/\r\n"
    files = {**PEOPLE, "posts/a.md": post(), "addresses.tsv": record}
    assert build(files).findings == [
        (
            "content/posts/a.md:2:8: warning[address-gone]: nothing is at the published address "
            '"/2025/01/alt/" of this post any more'
        )
    ]


# Incremental builds


def test_a_new_record_changes_what_an_earlier_build_left(build: Build):
    changed = {**PEOPLE, "posts/a.md": post(title="Hallo Welt"), "posts/b.md": post(title="B")}
    build({**changed, "posts/b.md": post("[x]({filename}a.md)", title="B")})
    wait_a_tick()
    later = build({"addresses.tsv": RECORD})
    clean = build({}, no_cache=True)
    assert later.files == clean.files
    assert "2026/11/hallo/index.html" in later.files
    assert '<a href="/2026/11/hallo/">' in later.read("2026/11/b/")
    assert later.read("2026/11/b/") == clean.read("2026/11/b/")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("eins\tde\t/../../evil/", 9),
        ("eins\tde\t../x/", 9),
        ("eins\tde\thttps://evil.example/", 9),
        ('eins\tde\t2026/"><script>/', 9),
        ("eins\tde\ta\x1b/", 9),
        ("e\x00ins\tde\ta/", 1),
        ("eins\tno language\ta/", 6),
        ("#0123456789abcdef01234567\tde\ta/", 30),
    ],
)
def test_a_line_that_the_kit_never_writes_is_an_error(tmp_path, line, column):
    file = tmp_path / "addresses.tsv"
    file.write_text(f"{line}\n", encoding="utf-8")
    report = Report()
    assert not read_addresses(file, "addresses.tsv", report).entries
    assert [(one.code, str(one.place)) for one in report] == [
        ("addresses", f"addresses.tsv:1:{column}")
    ]


def test_two_lines_of_one_post_count_alike_in_either_order(tmp_path):
    file, lines = tmp_path / "addresses.tsv", ["eins\tde\ta/", "eins\tde\tb/"]
    named = SimpleNamespace(id="eins", shared_id="", lang="de")
    found = set()
    for text in (lines, lines[::-1]):
        file.write_text("\n".join(text), encoding="utf-8")
        found.add(read_addresses(file, "addresses.tsv", Report()).find(named).url)
    assert found == {"b/"}


@pytest.mark.parametrize("alias", ["/.rostrum-manifest", "/.git/x", "/CNAME", "/a/*", "/cname/"])
def test_an_alias_at_a_file_of_the_host_is_refused(build, alias):
    site = build({"people/anna.md": ANNA, "posts/a.md": post(aliases=[alias])})
    assert "address" in site.codes
