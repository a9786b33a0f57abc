"""Notes of `rostrum check` on addresses: of drafts, and of posts that are not on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import post, source, write_files

Run = Callable[..., tuple[int, str, str]]
RECORD = "content/addresses.tsv"
AS_OF = ("--as-of", "2026-11-22 09:00")


def list_findings(printed: str) -> list[str]:
    return re.findall(r"^\S+: \w+\[[a-z-]+\]: .*$", printed, re.MULTILINE)


def check(rostrum: Run, *options: str) -> list[str]:
    code, _, err = rostrum("check", "--strict", "--lang", "en", *AS_OF, *options)
    assert code == 0
    return list_findings(err)


# Posts that are not on record


def test_posts_that_are_not_on_record_are_one_note(rostrum: Run, authored: Path):
    posts = {f"content/posts/{n}.md": post(title=f"T{n}") for n in range(5)}
    late = {"content/posts/z.md": post(title="Z", date="2027-01-01")}
    draft = {"content/posts/y.md": post(title="Y", status="draft")}
    write_files(authored, {**posts, **late, **draft, RECORD: ""})
    files = ", ".join(f"content/posts/{n}.md" for n in range(3))
    [note] = [it for it in check(rostrum) if "unrecorded" in it]
    assert note == (
        f"{RECORD}:1:1: note[address-unrecorded]: the addresses of 5 published posts are not on "
        f"record: {files}, …"
    )
    assert "address-unrecorded" not in rostrum("build")[2]
    assert not [it for it in check(rostrum, "--preview") if "unrecorded" in it]
    assert not [it for it in check(rostrum, "content/posts/0.md") if "unrecorded" in it]
    rostrum("check", "--fix", *AS_OF)
    assert not [it for it in check(rostrum) if "unrecorded" in it]
    assert len((authored / RECORD).read_text().splitlines()) == 5


def test_a_site_without_a_record_has_no_note(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post()})
    assert check(rostrum) == []


def test_a_hidden_post_on_record_is_none_to_write(rostrum: Run, authored: Path):
    write_files(authored, {"content/posts/a.md": post(status="hidden"), RECORD: ""})
    assert len(check(rostrum)) == 1
    rostrum("check", "--fix")
    assert check(rostrum) == []


def test_a_new_blog_records_its_first_post(rostrum: Run, authored: Path):
    assert rostrum("init", "blog", "--lang", "en", "--author", "Ann")[0] == 0
    assert (authored / "blog" / RECORD).read_bytes() == b""
    settings = ("--settings", "blog/pelicanconf.py")
    assert "address-unrecorded" in rostrum("check", *settings)[2]
    assert rostrum("check", "--fix", *settings)[0] == 0
    assert "why-we-write-here" in (authored / "blog" / RECORD).read_text()
    assert "address-" not in rostrum("check", *settings)[2]


# Drafts


def test_an_alias_at_the_address_of_a_draft_is_a_note(rostrum: Run, authored: Path):
    files = {
        "posts/a.md": post(title="Neu", aliases=["/2026/11/HALLO/"]),
        "posts/d.md": post(status="draft"),
    }
    write_files(authored / "content", files)
    message = 'the address "/2026/11/hallo/" of this draft is in use'
    assert check(rostrum) == [f"content/posts/d.md:2:8: note[address-draft]: {message}"]
    _, _, err = rostrum("check", "--lang", "en")
    assert "content/posts/a.md:5:11 has it. Choose another one before the publication." in err
    assert "address-" not in rostrum("build")[2]
    assert "address-taken" in rostrum("check", "--preview")[2]


@pytest.mark.parametrize(
    "keys",
    [
        {"save_as": "archive/index.html"},
        {"save_as": "favicon.ico"},
        {"aliases": ["/seite/"]},
        {"aliases": ["/theme/css/rostrum.css/x", "/Atom.xml/x", "/seite"]},
    ],
)
def test_an_address_that_a_draft_can_not_have_is_a_note(rostrum: Run, authored: Path, keys: dict):
    files = {
        "posts/a.md": post(),
        "posts/d.md": post(title="D", status="draft", **keys),
        "pages/p.md": source("x", title="Seite"),
    }
    write_files(authored / "content", files)
    assert ["address-draft" in it for it in check(rostrum)] == [True] * len(
        keys.get("aliases", "x")
    )


def test_a_draft_with_the_slug_of_a_post_is_told_of_once(rostrum: Run, authored: Path):
    write_files(authored / "content", {"posts/a.md": post(), "posts/d.md": post(status="draft")})
    code, _, err = rostrum("check")
    assert (code, [it.split("[")[1].split("]")[0] for it in list_findings(err)]) == (
        1,
        ["slug-twice"],
    )
