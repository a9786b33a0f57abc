"""Whatever an author writes: no traceback, and no file that vanishes without a word."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sites import ANNA, Built, build_site, post, source

NAMES = ("title", "date", "authors", "author", "slug", "lang", "tags", "category", "image", "id")
NAMES += ("series", "part", "status", "comments", "crosspost", "extra", "summary", "modified")
NAMES += ("canonical", "name", "role", "photo", "profiles", "planned", "total", "reply_to", "url")
VALUES = (
    *("Hallo", "2026-11-18", "anna", "0001-01-01", "9999-12-31 23:59-12:00", "[[a]]", "{a: b}"),
    *("../../x", "~", "''", "!!!", "&a x", "*a", "|", "- a", "@x", "'", '"', "[", "{", "%", "# x"),
    *("9" * 50, "true", "de", "en", "../x", "draft", "index.html", "https://[bad", "<script>"),
    *("\\", '"\\ud800"', "{src: x.jpg, alt: y}", "[{part: 1, title: x}]", "2026-11-18 25:00"),
)
FOLDERS = ("posts", "pages", "people", "series", "comments/a")
TEXTS = st.text(st.sampled_from("ab *_#[](){}<>!|`~=-+&;:\"'\\/%\n\t\x00\x0b\x85\u2028\u202e€😀"))
LINES = st.builds("{}: {}".format, st.sampled_from(NAMES), st.sampled_from(VALUES) | TEXTS)
MATTER = st.lists(LINES, max_size=8).map(lambda lines: "\n".join(["---", *lines, "---", ""]))
SOURCES = (
    st.binary(max_size=200)
    | TEXTS.map(str.encode)
    | st.builds("{}{}".format, MATTER, TEXTS).map(lambda text: text.encode("utf-8", "replace"))
    | st.builds(lambda text: post(text).encode("utf-8", "replace"), TEXTS)
)
# One folder for all examples: what is tested needs no empty one, and each must be quick.
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def folder() -> Iterator[Path]:
    """Give an empty folder as the current one."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def build_with(kind: str, raw: bytes) -> Built:
    with folder() as root:
        files = {"people/anna.md": ANNA, "posts/a.md": post(title="Gut", slug="gut")}
        site = build_site(root, {**files, f"{kind}/hostile.md": raw}, check_only=True)
        assert site.text
        assert site.json
        return site


def is_named_or_read(site: Built, kind: str) -> bool:
    """Return whether a diagnostic names the hostile file, or the site holds what is in it."""
    path = f"{kind}/hostile.md"
    library = site.outcome.run.library
    items = [*library.posts, *library.pages, *library.people, *library.series, *library.comments]
    named = any(found.place.path == f"content/{path}" for found in site.report)
    return named or (site.exitcode == 0 and any(item.path == path for item in items))


@QUICK
@given(st.sampled_from(FOLDERS), SOURCES)
@example("posts", b"")
@example("posts", b"---")
@example("posts", b"---\n---\n")
@example("posts", b"\xff\xfe-\x00-\x00-\x00")
@example("posts", b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n")
@example("comments/a", b"---\nauthor: x\ndate: 0001-01-01 00:00+14:00\n---\n")
@example("people", b"---\n? [a]\n: b\n---\n")
def test_any_file_is_read_or_told_of(kind, raw):
    assert is_named_or_read(build_with(kind, raw), kind)


def front(*lines: str, **over: str) -> str:
    """Return a post with these lines in its front matter."""
    base = {"title": "Hallo", "date": "2026-11-18", "authors": "anna", **over}
    return "\n".join(["---", *(f"{key}: {value}" for key, value in base.items()), *lines, "---\n"])


HARMLESS = {
    "CRLF": front().replace("\n", "\r\n"),
    "CR": front().replace("\n", "\r"),
    "byte order mark": "\ufeff" + front(),
    "an emoji for a title": front(title="😀", slug="hallo"),
    "a script for a title": front(title="'<script>alert(1)</script>'", slug="hallo"),
    "a template for a title": front(title="'{{ 1/0 }} {% x %} {slug} %(x)s {0}'", slug="hallo"),
    "a word that YAML takes for false": front(title="No", slug="hallo"),
    "a huge number of the site's own": front("extra: {n: " + "9" * 6000 + ", m: .inf}"),
    "HTML that ends nowhere": front() + "<a href=\"x\n\n<img src='\n\n<!- \n\n</",
    "Markdown's own marks": front() + "\x02klzzwxh:0000\x03 \x02wzxhzdk:99\x03\n",
    "quotes in quotes": front() + ">" * 2000 + " x\n",
    "brackets in brackets": front() + "[" * 500 + "a" + "](x)" * 500,
    "entities of no character": front() + "&#xd800; &#0; &#x110000; &#99999999999;\n",
    "a long line": front() + "wort " * 20_000,
    "addresses of nothing": front()
    + "[a](http://[bad) [b](//[bad) ![c](http://[bad) [d]({filename}%00) [e]({filename}%ff.md)\n"
    + "[f]({static}/%2e%2e/%2e%2e/etc/passwd) [g]({tag}) [h]({author}..) [i](C:\\x) [j](?)\n"
    + f"[k]({'x' * 5000}) ![l]({{static}}/{'y/' * 3000})\n",
    "key and value": "Title: Hallo\nDate: 2026-11-18\nAuthor: anna\nTags: [[[[\n\nText\n",
    "no line end after the keys": "Title: Hallo\nDate: 2026-11-18\nAuthor: anna",
    "every tag wrong": front("tags: ['', '!!!', a/b, ../x, 'a b', '<b>', '" + "x" * 400 + "']"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_looks_dangerous_is_published_as_it_is(build, case):
    site = build({"people/anna.md": ANNA, "posts/a.md": HARMLESS[case]})
    assert site.exitcode == 0, site.text
    page = site.page("2026/11/hallo/")
    assert page.h1 is not None
    assert not [
        tag for tag in page("script") if "alert(1)" in tag.get_text() and "src" in tag.attrs
    ]
    assert "root:" not in page.get_text()


def test_keys_without_a_text_are_not_the_text(build):
    written = HARMLESS["no line end after the keys"]
    site = build({"people/anna.md": ANNA, "posts/a.md": written})
    assert "Author: anna" not in site.page("2026/11/hallo/").get_text()


def test_a_picture_never_comes_from_outside_the_content(build, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    image = {"src": "images/../../secret.jpg", "alt": "Geheim"}
    site = build(
        {"people/anna.md": ANNA, "posts/a.md": post(image=image), "images/x.jpg": b""},
        {"ROSTRUM": {"levels": {"image-missing": "warning"}}},
    )
    assert site.codes == ["image-missing"]
    assert [file for file in site.files if "secret" in file] == []


def test_a_source_is_never_published(build):
    draft = post(title="Geheim", status="draft")
    text = "[a](/posts/b.md) ![b]({static}/people/anna.md) [c]({attach}b.md)"
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text), "posts/b.md": draft})
    assert site.exitcode == 0
    assert [file for file in site.files if file.endswith(".md")] == []


def test_a_folder_that_holds_itself_is_read_once(build, tmp_path):
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/loop").symlink_to("..")
    site = build({"people/anna.md": ANNA, "posts/a.md": post()})
    assert (site.exitcode, site.findings) == (0, [])


def test_a_pipe_among_the_posts_is_told_and_not_waited_for(build, tmp_path):
    (tmp_path / "content/posts").mkdir(parents=True)
    os.mkfifo(tmp_path / "content/posts/pipe.md")
    site = build({"people/anna.md": ANNA, "posts/a.md": post()})
    assert site.codes == ["unreadable"]
    assert "pipe.md:1:1" in site.text


def test_a_folder_with_the_name_of_a_post_is_a_folder(build):
    site = build({"people/anna.md": ANNA, "posts/x.md/a.md": post()})
    assert (site.exitcode, site.findings) == (0, [])
    assert "2026/11/hallo/index.html" in site.files


def test_decomposed_letters_in_a_file_name_are_the_same_name(build):
    person = source(name="Özge")
    site = build({"people/o\u0308zge.md": person, "posts/a.md": post(authors=["özge"])})
    assert (site.exitcode, site.findings) == (0, [])


def test_markdown_goes_on_after_a_text_that_it_could_not_take(build):
    deep = "\n".join("    " * n + "* a" for n in range(300))
    site = build(
        {
            "people/anna.md": ANNA,
            "posts/a.md": post(deep, title="Tief"),
            "posts/b.md": post("*Gut* [x](nix.md)", title="Gut"),
        }
    )
    assert site.findings == [
        (
            "content/posts/a.md:6:1: error[markdown]: the text nests quotes, lists or emphasis too "
            "deeply"
        ),
        'content/posts/b.md:6:11: warning[link-missing]: there is no file "nix.md"',
    ]
