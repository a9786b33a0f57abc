"""Keys of a site's own, keys in capitals, and keys that other systems write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

from rostrum.core.model import CommentStatus

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA}
EXTRA = {"ROSTRUM": {"extra_keys": ["Sumary", "draft", "cover"]}}


def test_own_key_is_kept_under_extra_with_one_warning(build: Build) -> None:
    files = {
        "posts/a.md": post(title="A", Cover="a.jpg", extra={"colour": "blue"}),
        "posts/b.md": post(title="B", cover="b.jpg"),
        "pages/p.md": "Title: P\nCover: p.jpg\n\nP.\n",
    }
    site = build({**PEOPLE, **files})
    assert site.exitcode == 0
    assert site.findings == [
        (
            'content/pages/p.md:2:8: warning[key-own]: "cover" is not a key of the kit: it is kept '
            "as extra.cover, in 3 files"
        )
    ]
    by_path = site.outcome.sources.by_path
    assert by_path["posts/a.md"].extra == {"colour": "blue", "cover": "a.jpg"}
    assert by_path["pages/p.md"].extra == {"cover": "p.jpg"}


def test_own_key_is_available_to_templates(build: Build) -> None:
    files = {
        **PEOPLE,
        "posts/a.md": post(title="A", cover="a.jpg"),
        "pages/p.md": source("P", title="P", cover="p.jpg"),
    }
    site = build(files)
    folder = site.root / "theme" / "templates"
    folder.mkdir(parents=True)
    (folder / "article.html").write_text("{{ article.extra.cover }}", "utf-8")
    (folder / "page.html").write_text("{{ page.extra.cover }}", "utf-8")
    own = build({}, {"THEME_TEMPLATES_OVERRIDES": ["theme/templates"], **EXTRA})
    assert (own.exitcode, own.findings) == (0, [])
    assert (own.read("2026/11/a/").strip(), own.read("p/").strip()) == ("a.jpg", "p.jpg")


@pytest.mark.parametrize("kind", ["posts", "pages"])
@pytest.mark.parametrize("key", ["sumary", "tag", "draft", "updated", "language", "Titel", "autor"])
def test_slip_in_a_key_is_an_error(build: Build, kind: str, key: str) -> None:
    files = {"posts/z.md": post(title="Z"), f"{kind}/a.md": post(**{key: "x"})}
    site = build({**PEOPLE, **files})
    assert (site.exitcode, site.codes) == (1, ["key-unknown"])


def test_slip_in_a_key_is_kept_if_a_setting_names_it(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(sumary="x", draft=True)}, EXTRA)
    assert (site.exitcode, site.findings) == (0, [])
    assert site.outcome.sources.by_path["posts/a.md"].extra == {"sumary": "x", "draft": True}


def test_key_with_a_better_one_says_so(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(excerpt="x")})
    assert (site.exitcode, site.codes) == (0, ["key-own"])
    assert str(next(iter(site.report)).hint).startswith('The kit shows "summary".')


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_description_is_the_summary_where_there_is_none(build: Build, dialect: str) -> None:
    files = {
        "posts/a.md": post(title="A", description="Von der *Halle*."),
        "posts/b.md": post(title="B", description="Nicht dies.", summary="Sondern dies."),
        "posts/c.md": post(title="C", summary="", description="Leer ersetzt."),
        "pages/d.md": source("Text.\n", title="D", description="Über uns."),
    }
    site = build({**PEOPLE, **files}, {"ROSTRUM": {"markdown": dialect}})
    assert site.codes == ["key-own"]
    assert str(next(iter(site.report)).hint).startswith("It is the summary where there is none.")
    for path, summary in {
        "2026/11/a/": "Von der Halle.",
        "2026/11/b/": "Sondern dies.",
        "2026/11/c/": "Leer ersetzt.",
        "d/": "Über uns.",
    }.items():
        page = site.page(path)
        assert page.find("meta", attrs={"name": "description"})["content"] == summary
    assert ">Von der Halle.</summary>" in site.read("atom.xml")
    assert site.outcome.sources.by_path["posts/b.md"].extra == {"description": "Nicht dies."}


def test_description_that_is_no_text_is_no_summary(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post("Ein Text.\n", description=["x", "y"])})
    assert (site.exitcode, site.codes) == (0, ["key-own"])
    assert site.outcome.sources.by_path["posts/a.md"].summary == "Ein Text."


def test_damaged_description_is_blamed_on_its_own_line(build: Build) -> None:
    text = "---\ntitle: A\ndate: 2026-11-18\ndescription: x <!-- y\nauthors: anna\n---\nText.\n"
    site = build({**PEOPLE, "posts/a.md": text})
    first = next(iter(site.report))
    assert (first.code, str(first.place)) == ("html-comment-open", "content/posts/a.md:4:14")


def test_own_key_given_by_a_setting_is_one_warning(build: Build) -> None:
    files = {**PEOPLE, "posts/a.md": post(title="A"), "posts/b.md": post(title="B", mood="sad")}
    site = build(files, {"DEFAULT_METADATA": {"mood": "happy"}})
    assert (site.exitcode, site.codes) == (0, ["key-own"])
    by_path = site.outcome.sources.by_path
    assert [by_path[f"posts/{name}.md"].extra["mood"] for name in "ab"] == ["happy", "sad"]


def test_own_key_in_extra_as_well_is_an_error(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post(mood="sad", extra={"mood": "happy"})})
    assert (site.exitcode, site.codes) == (1, ["key-twice", "key-own"])


def test_own_key_on_a_person_is_an_error_still(build: Build) -> None:
    site = build({"people/anna.md": source(name="Anna", mood="sad"), "posts/a.md": post()})
    assert site.codes == ["key-unknown"]


def test_keys_in_capitals_are_read_between_fences(build: Build) -> None:
    lines = "---\nTitle: A\nDATE: 2026-11-18\nAuthor: anna\nTags: [X]\nStatus: hidden\n---\nA.\n"
    site = build({"people/anna.md": "---\nName: Anna\n---\n", "posts/a.md": lines})
    assert (site.exitcode, site.findings) == (0, [])
    written = site.outcome.sources.by_path["posts/a.md"]
    assert (written.title, written.tags, written.status) == ("A", ("X",), "hidden")


def test_key_in_capitals_and_small_is_told_as_twice(build: Build) -> None:
    site = build({**PEOPLE, "posts/a.md": post().replace("---\n", "---\nTitle: X\n", 1)})
    assert site.findings == ['content/posts/a.md:3:1: error[key-twice]: "title" stands here twice']


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("true", CommentStatus.OPEN),
        ("yes", CommentStatus.OPEN),
        ("false", CommentStatus.OFF),
        ("off", CommentStatus.OFF),
        ("closed", CommentStatus.CLOSED),
    ],
)
@pytest.mark.parametrize("form", ["---\n{}comments: {}\n---\nA.\n", "{}Comments: {}\n\nA.\n"])
def test_comments_are_true_or_false_as_elsewhere(
    build: Build, form: str, written: str, status: CommentStatus
) -> None:
    head = "title: A\ndate: 2026-11-18\nauthor: anna\n"
    site = build({**PEOPLE, "posts/a.md": form.format(head, written)}, check_only=True)
    assert (site.exitcode, site.findings) == (0, [])
    assert site.outcome.sources.by_path["posts/a.md"].comments is status


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        *(("draft", "true", "draft"), ("draft", "false", ""), ("hidden", "true", "hidden")),
        *(("published", "true", ""), ("published", "false", "draft"), ("private", "no", "")),
    ],
)
def test_hint_for_a_flag_keeps_what_is_published(build, key, value, hint):
    site = build({"people/anna.md": ANNA, "posts/a.md": post(**{key: value})})
    assert site.codes == ["key-unknown"]
    wanted = f'Write "status: {hint}".' if hint else "Remove it: the text is published without it."
    assert [str(found.hint) for found in site.report] == [wanted]
