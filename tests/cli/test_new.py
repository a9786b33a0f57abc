"""`rostrum new`: what it writes passes `rostrum check`, and never replaces a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.sites import post, source, write_files

Run = Callable[..., tuple[int, str, str]]
POST = ("new", "post", "--title", "Die Öffnung: größer", "--author", "Anna Öllinger")
DAY = "2026-11-18"
SERIES = "content/series/umbau.md"


def list_content(root: Path) -> set[str]:
    files = (root / "content").rglob("*")
    return {file.relative_to(root / "content").as_posix() for file in files if file.is_file()}


def test_a_new_post_is_a_draft_in_the_folder_of_its_year(rostrum: Run, authored: Path):
    code, out, err = rostrum(*POST, "--date", "2026-11-18 09:30")
    assert (code, err) == (0, "")
    assert out == (
        "Wrote content/posts/2026/die-oeffnung-groesser.md.\n"
        "Its address: /2026/11/die-oeffnung-groesser/.\n"
    )
    assert (authored / "content/posts/2026/die-oeffnung-groesser.md").read_text("utf-8") == (
        "---\n"
        'title: "Die Öffnung: größer"\n'
        "date: 2026-11-18 09:30\n"
        "authors: [anna]\n"
        "id: 2026/die-oeffnung-groesser\n"
        "status: draft\n"
        "---\n"
    )


@pytest.mark.parametrize(
    "call",
    [
        ("post", "--title", "Eins", "--author", "anna"),
        ("post", "--title", "- a: [b] # 'c'", "--author", "ben", "--slug", "x"),
        ("post", "--title", "true", "--author", "ben", "--status", "published", "--text", "Ja."),
        ("post", "--title", "-Test", "--author", "ben", "--status", "published", "--text", "Ja."),
        ("post", "--title", "- [x]", "--author", "ben", "--status", "published", "--text", "Ja."),
        (
            "post",
            "--title",
            "2026-01-01",
            "--author",
            "ben",
            "--status",
            "published",
            "--text",
            "Ja.",
        ),
        ("page", "--title", "-Test", "--status", "published", "--text", "Ja."),
        ("series", "--title", "-Test"),
        ("post", "--title", "Later", "--author", "ben", "--status", "draft", "--lang", "en"),
        ("page", "--title", "Über uns", "--text", "Wir."),
        ("page", "--title", "About", "--lang", "EN", "--slug", "about"),
        ("person", "--title", "Jörg Groß", "--text", "Er."),
        ("person", "--title", "Eva", "--status", "draft"),
        ("series", "--title", "Q & A"),
        ("comment", "--post", "a", "--author", "Zoe", "--text", "Schön."),
        (
            "comment",
            "--post",
            "a",
            "--author",
            "anna",
            "--text",
            "# Ja",
            "--date",
            "2026-11-19",
        ),
    ],
)
def test_what_is_written_passes_the_check(rostrum: Run, authored: Path, call: tuple[str, ...]):
    write_files(authored, {"content/posts/a.md": post(comments="open")})
    before = list_content(authored)
    assert rostrum("new", *call)[0] == 0
    assert len(list_content(authored) - before) == 1
    code, _, err = rostrum("check", "--strict")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("files", "path"),
    [
        (["posts/a.md", "posts/b.md"], "posts/neu.md"),
        (["posts/2026/11/a.md"], "posts/2027/02/neu.md"),
        (
            ["posts/2026-11-18-a.md", "posts/b.md", "posts/2026-11-18-c.md"],
            "posts/2027-02-03-neu.md",
        ),
        (["posts/werk/a.md"], "posts/werk/neu.md"),
        ([], "posts/2027/neu.md"),
    ],
)
def test_a_new_post_lies_where_most_posts_do(
    rostrum: Run, authored: Path, files: list[str], path: str
):
    posts = {f"content/{name}": post(title=str(n)) for n, name in enumerate(files)}
    write_files(authored, posts)
    call = ("new", "post", "--title", "Neu", "--author", "anna", "--date", "2027-02-03")
    assert rostrum(*call)[1].splitlines()[0] == f"Wrote content/{path}."


def test_a_translated_post_is_told_by_its_name(rostrum: Run):
    out = rostrum("new", "post", "--title", "News", "--author", "anna", "--lang", "en")[1]
    assert "/news.en.md." in out
    assert "Its address: /en/20" in out


def test_a_post_of_a_series_is_its_next_part(rostrum: Run, authored: Path):
    planned = [{"part": 3, "title": "Das Dach"}]
    files = {
        SERIES: source(title="Umbau", planned=planned),
        "content/posts/a.md": post(series="umbau", part=1),
        "content/posts/b.md": post(title="B", series="umbau", part=2, status="draft"),
    }
    write_files(authored, files)
    assert rostrum("new", "post", "--series", "UMBAU", "--author", "ben")[0] == 0
    written = (authored / "content/posts/das-dach.md").read_text()
    assert "title: Das Dach\n" in written
    assert "series: umbau\npart: 3\n" in written
    assert rostrum("check", "--strict")[0] == 0


def test_a_post_of_a_series_without_numbers_has_none(rostrum: Run, authored: Path):
    write_files(authored, {SERIES: source(title="Umbau")})
    write_files(authored, {"content/posts/a.md": post(series="umbau")})
    assert rostrum("new", "post", "--title", "B", "--series", "umbau", "--author", "ben")[0] == 0
    assert "part" not in (authored / "content/posts/b.md").read_text()


def test_comments_are_numbered(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/2026/a.md": post(id="x/y")})
    write_files(
        authored, {"content/comments/x/y/007.md": source("Hm.", author="Z", date="2026-11-19")}
    )
    call = (
        "new",
        "comment",
        "--post",
        "content/posts/2026/a.md",
        "--author",
        "Zoe",
        "--text",
        "Ja",
    )
    assert rostrum(*call)[1] == "Wrote content/comments/x/y/008.md.\n"


# In a terminal


def test_a_person_at_the_terminal_is_asked(rostrum: Run, authored: Path, monkeypatch):
    answers = iter(["", "Hallo", "", "", "gestern", "2026-11-18", "published"])
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("rostrum.cli.new.find_git_name", lambda: "anna  ÖLLINGER")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert rostrum("new", "post")[0] == 0
    assert [question.partition(" [")[0] for question in asked] == [
        "Series: ",
        "Title: ",
        "Author",
        "Language",
        "Date",
        "Date",
        "Status, draft or published",
    ]
    written = (authored / "content/posts/2026/hallo.md").read_text()
    assert "authors: [anna]\n" in written
    assert "date: 2026-11-18\n" in written


def test_the_end_of_the_input_ends_the_questions(rostrum: Run, authored: Path, monkeypatch):
    def answer(_question: str) -> str:
        raise EOFError

    before = list_content(authored)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert rostrum("new", "page")[0] == 2
    assert list_content(authored) == before


def test_the_editor_opens_the_new_file(rostrum: Run, authored: Path, monkeypatch):
    monkeypatch.setenv("EDITOR", "sh -c 'echo Text >> \"$0\"'")
    monkeypatch.delenv("VISUAL", raising=False)
    assert rostrum("new", "page", "--title", "Seite", "--open")[0] == 0
    assert (authored / "content/pages/seite.md").read_text().endswith("---\nText\n")


# Wrong calls


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ((), "KIND is missing. rostrum --help new tells what there is."),
        (("pots",), 'There is no "pots" to write. Did you mean "post"?'),
        (
            ("film",),
            'There is no "film" to write. Write one of these: post, page, person, series, comment.',
        ),
        (("post", "--author", "anna"), "A title is missing: --title."),
        (("post", "--title", "A"), "Name who writes: --author."),
        (
            ("post", "--title", "A", "--author", "ana"),
            'There is no person "ana". Did you mean "anna"?',
        ),
        (
            ("post", "--title", "A", "--author", "Zoe"),
            'There is no person "Zoe". rostrum new person --title "…" writes the file of one.',
        ),
        (
            ("post", "--title", "A", "--author", "anna", "--series", "x"),
            'There is no series "x". rostrum new series --title "…" writes the file of one.',
        ),
        (
            ("post", "--title", "?!", "--author", "anna"),
            '--title: no address can be made of "?!". Add --slug.',
        ),
        (
            ("post", "--title", "Wort " * 60, "--author", "anna"),
            "--title: the title is too long to make an address of it. Add --slug.",
        ),
        (
            ("post", "--title", "A", "--author", "anna", "--slug", "../x"),
            '--slug: "../x" is not a slug.',
        ),
        (
            ("post", "--title", "A", "--author", "anna", "--date", "gestern"),
            '--date: "gestern" is not a date',
        ),
        (
            ("post", "--title", "A", "--author", "anna", "--lang", "fr"),
            'The site has no language "fr". Add "fr" to "languages" in ROSTRUM, or use one of ',
        ),
        (
            ("post", "--title", "A", "--author", "anna", "--status", "x"),
            '--status: there is no status "x".',
        ),
        (("post", "--title", "a" * 1001, "--author", "anna"), "--title: "),
        (
            ("page", "--title", "A", "--author", "anna"),
            "--author is no option of rostrum new page. Its options: --title, --lang, --slug, ",
        ),
        (
            ("comment", "--author", "Zoe"),
            "Name a post: by its file, the name of its file, its id or its slug.",
        ),
        (("comment", "--post", "hallo", "--text", "x"), "Name who writes: --author."),
        (("comment", "--post", "halo"), 'There is no post "halo". Did you mean "hallo"?'),
        (
            ("comment", "--post", "hallo", "--author", "Anna Öllinger"),
            (
                '"Anna Öllinger" is the name of a person of this blog. If it is that person, '
                "write --author anna."
            ),
        ),
        (("comment", "--post", "zu"), 'The comments on content/posts/zu.md are "closed".'),
        (
            ("comment", "--post", "hallo", "--author", "Zoe"),
            "A comment needs a text: --text, or --open to write it.",
        ),
        (("person", "--title", "Anna"), "content/people/anna.md exists already."),
        (
            ("post", "--title", "Hallo", "--author", "anna", "--date", "2026-11-02"),
            (
                'The address "/2026/11/hallo/" or the id "hallo" is that of content/posts/a.md. '
                "Choose another title or --slug."
            ),
        ),
    ],
)
def test_a_wrong_call_writes_nothing(
    rostrum: Run, authored: Path, call: tuple[str, ...], said: str
):
    write_files(
        authored,
        {"content/posts/a.md": post(), "content/posts/zu.md": post(title="Zu", comments="closed")},
    )
    before = list_content(authored)
    code, out, err = rostrum("new", *call)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert list_content(authored) == before


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("", "--open: no editor is set. Set the environment variable EDITOR to one.\n"),
        ("'", "--open: no editor is set. Set the environment variable EDITOR to one.\n"),
        (
            "nix-editor -w",
            '--open: there is no program "nix-editor". Set the environment variable EDITOR.\n',
        ),
    ],
)
def test_without_an_editor_nothing_is_written(
    rostrum: Run, authored: Path, monkeypatch, editor: str, said: str
):
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.delenv("VISUAL", raising=False)
    assert rostrum("new", "page", "--title", "Seite", "--open") == (2, "", said)
    assert "pages/seite.md" not in list_content(authored)


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        ("post", ("--title", "CON", "--author", "anna")),
        ("post", ("--title", "Eins", "--author", "anna", "--slug", "-x")),
        ("page", ("--title", "Eins", "--slug", "aux")),
        (
            "person",
            (
                "--title",
                "Con",
            ),
        ),
    ],
)
def test_what_no_text_can_be_named_is_refused(
    rostrum: Run, authored: Path, kind: str, call: tuple[str, ...]
):
    before = list_content(authored)
    code, _, err = rostrum("new", kind, *call)
    assert (code, "Choose another" in err or "is not an id" in err) == (2, True)
    assert list_content(authored) == before


def test_a_title_without_letters_at_its_start_keeps_a_valid_id(rostrum: Run, authored: Path):
    code, out, _ = rostrum("new", "post", "--title", "-Test", "--author", "anna", "--date", DAY)
    assert (code, out) == (
        0,
        "Wrote content/posts/2026/test.md.\nIts address: /2026/11/test/.\n",
    )
    text = (authored / "content/posts/2026/test.md").read_text()
    assert "slug: test\nid: 2026/test\n" in text


def test_a_title_of_blanks_is_missing(rostrum: Run):
    assert rostrum("new", "post", "--title", "  ") == (2, "", "A title is missing: --title.\n")


def test_a_title_that_yaml_reads_as_a_date_is_quoted(rostrum: Run, authored: Path):
    rostrum("new", "page", "--title", "2026-01-01")
    [file] = (authored / "content/pages").iterdir()
    assert 'title: "2026-01-01"\n' in file.read_text()
