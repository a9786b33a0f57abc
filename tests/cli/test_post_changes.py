"""`rostrum rename`, `translate`, `unpublish`: what hangs on a post stays right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import post, source, write_files, write_settings

Run = Callable[..., tuple[int, str, str]]
RECORD = "content/addresses.tsv"
BEFORE = "a\tde\t2026/11/hallo/\n"
COMMENT = source("Ja.", author="Zoe", date="2026-11-19")
LEDGER = '[{"post": "2026/a", "network": "x", "at": "2026-11-19T09:00:00+01:00", "url": ""}]'


def read(root: Path, path: str) -> str:
    return (root / "content" / path).read_text("utf-8")


# Another slug


def test_a_new_slug_leaves_the_former_address_behind(rostrum: Run, authored: Path):
    text = "---\n# oben\ntitle: Hallo\ndate: 2026-11-18\nauthors: anna\n---\nText\n"
    write_files(authored, {"content/posts/a.md": text})
    code, out, err = rostrum("rename", "hallo", "--slug", "neu")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "content/posts/a.md has the address /2026/11/neu/ now.",
        "Its former one, /2026/11/hallo/, leads there.",
        "Wrote content/addresses.tsv.",
    ]
    assert read(authored, "posts/a.md") == text.replace(
        "---\nText", 'slug: neu\naliases: ["/2026/11/hallo/"]\n---\nText'
    )
    assert read(authored, "addresses.tsv") == "a\tde\t2026/11/neu/\n"
    assert rostrum("check", "--strict")[0] == 0


def test_a_slug_that_comes_back_is_no_former_one(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post(slug="hallo"), RECORD: BEFORE})
    rostrum("rename", "a", "--slug", "neu")
    assert rostrum("rename", "a", "--slug", "hallo")[0] == 0
    assert 'slug: hallo\naliases: ["/2026/11/neu/"]\n' in read(authored, "posts/a.md")
    assert rostrum("check", "--strict")[0] == 0


def test_a_draft_has_no_former_address(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post(status="draft")})
    assert rostrum("rename", "a", "--slug", "neu")[0] == 0
    assert "aliases" not in read(authored, "posts/a.md")
    assert not (authored / RECORD).exists()


def test_a_published_title_is_renamed_by_its_kept_slug(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post(title="Anders"), RECORD: BEFORE})
    rostrum("rename", "a", "--slug", "anders")
    assert 'aliases: ["/2026/11/hallo/"]' in read(authored, "posts/a.md")


# Another file


def test_a_file_renamed_keeps_all_that_hangs_on_it(rostrum: Run, authored: Path):
    files = {
        "posts/2026/a.md": post("[B](../b.md#x) ![Text](p.png) [selbst](a.md)"),
        "posts/2026/a.en.md": post("[B](../b.md)", title="Hello"),
        "posts/b.md": post(
            "## X\n\n[1]({filename}/posts/2026/a.md) [2](2026/a.md?y) [3][r] [4](2026/a.en.md)\n\n"
            "`2026/a.md` [r]: x\n\n[r]: <2026/a.md> 'T'\n",
            title="B",
            related=["posts/2026/a.md", "2026/a"],
        ),
        "pages/p.md": source("[5]({filename}../posts/2026/a.md)", title="Seite"),
        "people/eva.md": source("[6]({filename}/posts/2026/a.md)", name="Eva"),
        "series/s.md": source("[7]({filename}/posts/2026/a.md)", title="Reihe"),
        "comments/2026/a/1.md": COMMENT,
        "crossposts.json": LEDGER,
    }
    write_files(authored / "content", files)
    picture = Path(__file__).parents[2] / "content/images/grundriss.png"
    (authored / "content/posts/2026/p.png").write_bytes(picture.read_bytes())
    before = rostrum("check")[2]
    code, out, _ = rostrum("rename", "2026/a", "--file", "content/posts/alt/neu")
    assert code == 0
    assert out.splitlines() == [
        "content/posts/2026/a.en.md is named content/posts/alt/neu.en.md now.",
        "content/posts/2026/a.md is named content/posts/alt/neu.md now.",
        "The links in 4 other files lead to it.",
        "Wrote content/addresses.tsv.",
    ]
    assert not (authored / "content/posts/2026/a.md").exists()
    moved = read(authored, "posts/alt/neu.md")
    assert "id: 2026/a\n" in moved
    assert "[B](../b.md#x) ![Text](../2026/p.png) [selbst](neu.md)" in moved
    assert "id: 2026/a.en\n" in read(authored, "posts/alt/neu.en.md")
    other = read(authored, "posts/b.md")
    assert 'related: ["posts/alt/neu.md", "2026/a"]' in other
    assert "[1]({filename}/posts/alt/neu.md) [2](alt/neu.md?y) [3][r] [4](alt/neu.en.md)" in other
    assert "`2026/a.md` [r]: x\n\n[r]: <alt/neu.md> 'T'\n" in other
    for path in ("pages/p.md", "people/eva.md", "series/s.md"):
        assert "posts/alt/neu.md)" in read(authored, path)
    assert rostrum("check")[2].replace("alt/neu", "2026/a") == before
    assert (
        rostrum("check", "--fix", "--lang", "en")[1].splitlines()[0] == "There is nothing to write."
    )


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_links_lead_to_the_renamed_file_in_each_dialect(rostrum: Run, authored: Path, dialect: str):
    write_settings(authored / "pelicanconf.py", {"ROSTRUM": {"markdown": dialect}})
    text = "[1](a.md) [2](a.md 'T') und [3](<a.md>) <a href=\"a.md\">4</a>\n"
    write_files(
        authored, {"content/posts/a.md": post(), "content/posts/b.md": post(text, title="B")}
    )
    assert rostrum("rename", "a", "--file", "neu.md")[0] == 0
    assert text.replace("a.md", "neu.md") in read(authored, "posts/b.md")
    assert rostrum("check", "--strict")[0] == 0


def test_a_file_that_makes_the_slug_keeps_the_address(rostrum: Run, authored: Path):
    write_settings(authored / "pelicanconf.py", {"SLUGIFY_SOURCE": "basename"})
    write_files(authored, {"content/posts/alt.md": post()})
    assert rostrum("rename", "alt", "--file", "neu.md")[0] == 0
    assert "slug: alt\n" in read(authored, "posts/neu.md")
    assert read(authored, "addresses.tsv") == "alt\tde\t2026/11/alt/\n"


def test_a_name_that_would_change_the_date_is_refused(rostrum: Run, authored: Path):
    text = post(date=None)
    write_files(authored, {"content/posts/2026-11-18-a.md": text})
    code, out, err = rostrum("rename", "2026-11-18-a", "--file", "2026-11-01-a.md")
    assert (code, out) == (2, "")
    assert err == (
        "Nothing was changed: the address, date, language or translation of 2026-11-18-a would "
        "be another one.\n"
    )
    assert read(authored, "posts/2026-11-18-a.md") == text
    assert not (authored / "content/posts/2026-11-01-a.md").exists()


# A translation, and a draft again


def test_a_translation_is_a_draft_beside_the_post(rostrum: Run, authored: Path):
    text = post("Ein Text.\n", tags=["Werk"], slug="hallo", id="x", aliases=["alt/"])
    write_files(authored, {"content/posts/a.md": text})
    code, out, _ = rostrum("translate", "x", "EN", "--title", "Hello")
    assert (code, out) == (
        0,
        (
            "Wrote content/posts/a.en.md.\n"
            "It is a draft with the text of the original: translate it, then publish it.\n"
        ),
    )
    assert read(authored, "posts/a.en.md") == (
        '---\ntitle: Hello\ndate: "2026-11-18 09:30"\nauthors: ["anna"]\ntags: ["Werk"]\n'
        "id: x\nstatus: draft\n---\nEin Text.\n"
    )
    assert rostrum("check", "--strict")[0] == 0
    assert rostrum("translate", "x", "en")[2] == (
        "content/posts/a.en.md is the post in this language.\n"
    )


def test_what_is_taken_off_stays_on_record(rostrum: Run, authored: Path):
    write_files(
        authored, {"content/posts/a.md": post(), "content/posts/a.en.md": post(title="Hello")}
    )
    code, out, _ = rostrum("unpublish", "a")
    assert code == 0
    assert out.splitlines() == [
        "Wrote content/addresses.tsv.",
        "content/posts/a.md is a draft now.",
        "The next build takes it off; nothing is at /2026/11/hallo/ then.",
        "Still published: content/posts/a.en.md.",
    ]
    assert 'authors: ["anna"]\nstatus: draft\n---\n' in read(authored, "posts/a.md")
    assert BEFORE in read(authored, "addresses.tsv")
    assert "content/addresses.tsv:1:1: warning[address-gone]" in rostrum("check")[2]


# Wrong calls


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("rename", "a"), "Name either a new slug or a new file: --slug or --file."),
        (
            ("rename", "a", "--slug", "x", "--file", "x.md"),
            "Name either a new slug or a new file: --slug or --file.",
        ),
        (("rename", "nix", "--slug", "x"), 'There is no post "nix".'),
        (("rename", "halo", "--slug", "x"), 'There is no post "halo". Did you mean "hallo"?'),
        (("rename", "a", "--slug", "b/c"), '--slug: "b/c" is not a slug.'),
        (("rename", "c", "--slug", "c"), 'content/posts/c.md has the slug "c" already.'),
        (
            ("rename", "a", "--slug", "b"),
            'The address "/2026/11/b/" is that of content/posts/b.md.',
        ),
        (("rename", "a", "--slug", "alt"), 'The address "/2026/11/alt/" is in use.'),
        (
            ("rename", "d", "--slug", "x"),
            'content/posts/d.md has its address by "url": change that.',
        ),
        (("rename", "a", "--file", "b.md"), "content/posts/b.md exists already."),
        (("rename", "a", "--file", "a.md"), "--file: the file has this name already."),
        (
            ("rename", "a", "--file", "/tmp/x.md"),
            "--file: the file has to lie in the folder of posts.",
        ),
        (
            ("rename", "a", "--file", "content/people/x.md"),
            "--file: the file has to lie in the folder of posts.",
        ),
        (
            ("rename", "a", "--file", "x y.md"),
            (
                '--file: "x y.md" is not the name of a file. It has letters, digits, hyphens and '
                "dots, no blanks."
            ),
        ),
        (
            ("rename", "a", "--file", "x.en.md"),
            '--file: the name ends in ".en", which is another language.',
        ),
        (("translate", "a"), "LANG is missing. rostrum --help translate tells what there is."),
        (("translate", "a", "fr"), '--lang: there is no lang "fr".'),
        (("translate", "a", "de"), "content/posts/a.md is the post in this language."),
        (("unpublish",), "POST is missing. rostrum --help unpublish tells what there is."),
        (("unpublish", ""), "Name a post: by its file, the name of its file, its id or its slug."),
        (("unpublish", "c"), "content/posts/c.md is a draft already."),
    ],
)
def test_a_wrong_call_changes_nothing(
    rostrum: Run, authored: Path, call: tuple[str, ...], said: str
):
    files = {
        "posts/a.md": post(),
        "posts/b.md": post(title="B", aliases=["/2026/11/alt/"]),
        "posts/c.md": post(title="C", slug="c", status="draft"),
        "posts/d.md": post(title="D", url="eigen/"),
    }
    write_files(authored / "content", files)
    code, out, err = rostrum(*call)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert {path: read(authored, path) for path in files} == files
    assert not (authored / RECORD).exists()
