"""A post is named by its file, the name of its file, its id or its slug, in each command alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import post, write_files

Run = Callable[..., tuple[int, str, str]]
POST = "posts/2026/first-week.md"


@pytest.fixture
def files(authored: Path) -> Path:
    """A site with a post, its translation, and two posts with the same name."""
    posts = {
        POST: post(id="x-1", title="Anders", translation="w"),
        "posts/2026/first-week.en.md": post(id="x-2", title="Week", translation="w"),
        "posts/2025/plan.md": post(title="Plan A", slug="plan-a", status="draft"),
        "posts/2026/plan.md": post(title="Plan B", slug="plan-b", status="draft"),
        "posts/2026/only.de.md": post(title="Nur"),
    }
    write_files(authored / "content", posts)
    return authored


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("x-1", POST),
        ("anders", POST),
        ("first-week", POST),
        ("first-week.md", POST),
        ("2026/first-week", POST),
        ("posts/2026/first-week", POST),
        (f"content/{POST}", POST),
        ("content/posts/2026/first-week", POST),
        ("first-week.en", "posts/2026/first-week.en.md"),
        ("first-week.en.md", "posts/2026/first-week.en.md"),
        ("only", "posts/2026/only.de.md"),
        ("only.de", "posts/2026/only.de.md"),
    ],
)
def test_each_way_to_name_a_post_finds_it(rostrum: Run, files: Path, named: str, path: str):
    code, out, err = rostrum("unpublish", named, "--settings", "pelicanconf.py")
    assert (code, err) == (0, "")
    assert f"content/{path} is a draft now." in out


@pytest.mark.parametrize(
    "call",
    [
        ("rename", "{}", "--slug", "neu"),
        ("translate", "{}", "en"),
        ("unpublish", "{}"),
        ("new", "comment", "--post", "{}", "--author", "Zoe", "--text", "Ja."),
    ],
)
def test_a_name_of_two_posts_lists_them_in_each_command(rostrum: Run, files: Path, call: tuple):
    code, _, err = rostrum(*(word.format("plan") for word in call))
    assert code == 2
    assert (
        'Several posts are called "plan": content/posts/2025/plan.md, content/posts/2026/plan.md. '
        "Name the file."
    ) in err


def test_a_wrong_name_gets_the_one_that_is_near(rostrum: Run, files: Path):
    for near, meant in (("frist-week", "first-week"), ("x-3", "x-"), ("plan-c", "plan-")):
        code, _, err = rostrum("unpublish", near)
        assert code == 2
        assert f'There is no post "{near}". Did you mean "{meant}' in err
