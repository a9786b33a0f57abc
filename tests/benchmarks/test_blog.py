"""The synthetic blog of the benchmark: the same from one run to the next, and as large as said."""

from collections import Counter
from pathlib import Path
from statistics import mean

import pytest
from blog import Blog, make_blog, slug
from forms import write_blog
from work import Work, asked


@pytest.fixture(scope="module")
def blog() -> Blog:
    return make_blog(1_000, seed=1)


def files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_seed_gives_the_same_files_twice(tmp_path: Path) -> None:
    for name in ("once", "again"):
        write_blog(make_blog(20, seed=7), tmp_path / name)
    assert files(tmp_path / "once") == files(tmp_path / "again")


def test_another_seed_gives_another_blog() -> None:
    one, other = make_blog(20, seed=1), make_blog(20, seed=2)
    assert not {post.title for post in one.posts} & {post.title for post in other.posts}


def test_benchmark_thousand_posts_have_the_promised_counts(blog: Blog) -> None:
    assert blog.counts == {
        "posts": 1_000,
        "people": 50,
        "categories": 12,
        "tags": 60,
        "months": 120,
    }


def test_benchmark_ten_thousand_posts_double_people_not_tags() -> None:
    counts = make_blog(10_000, seed=1).counts
    assert (counts["people"], counts["tags"], counts["months"]) == (100, 60, 120)


def test_posts_are_of_4900_characters_on_average_and_differ(blog: Blog) -> None:
    lengths = [len(blog.body(post)) for post in blog.posts]
    assert mean(lengths) == pytest.approx(4_900, rel=0.03)
    assert min(lengths) < 3_000
    assert max(lengths) > 9_000


def test_bodies_hold_what_posts_hold(blog: Blog) -> None:
    bodies = [blog.body(post) for post in blog.posts]

    def share(mark: str) -> float:
        return mean(mark in body for body in bodies)

    assert share("\n## ") > 0.95
    assert 0.7 < share("\n- ") < 1
    assert 0.1 < share("\n```") < 0.4
    assert 0.1 < share("\n|---|") < 0.4
    assert 0.5 < share("]({filename}/posts/") < 0.9


def test_benchmark_slugs_and_dates_are_unique_and_ascending() -> None:
    posts = make_blog(5_000, seed=3).posts
    moments = [post.date for post in posts]
    assert len({post.slug for post in posts}) == 5_000
    assert moments == sorted(set(moments))
    assert (moments[0].year, moments[-1].year) == (2016, 2025)


def test_the_first_tag_is_by_far_the_most_frequent(blog: Blog) -> None:
    (_, most), *_, (_, least) = Counter(
        tag for post in blog.posts for tag in post.tags
    ).most_common()
    assert most > 20 * least


def test_links_lead_to_older_posts_that_are_there(tmp_path: Path) -> None:
    blog = make_blog(30, seed=1)
    write_blog(blog, tmp_path)
    for post in blog.posts:
        older = {other.path for other in blog.posts[: post.number]}
        targets = [part.partition(")")[0] for part in blog.body(post).split("]({filename}/")[1:]]
        assert set(targets) <= older
        for form in ("hugo", "eleventy"):
            text = (tmp_path / form / post.path).read_text("utf-8")
            assert text.count("](/posts/") == len(targets)


def test_all_forms_hold_the_same_posts(tmp_path: Path) -> None:
    blog = make_blog(10, seed=1)
    write_blog(blog, tmp_path)
    for form in ("rostrum", "pelican", "hugo", "eleventy"):
        found = {path.name for path in (tmp_path / form / "posts").rglob("*.md")}
        assert found == {f"{post.slug}.md" for post in blog.posts}


def test_the_work_asked_for_is_counted_from_the_blog() -> None:
    # One post: its page, home, a month, 4 indexes, and a list for each tag, category and person.
    blog = make_blog(1, seed=1)
    (post,) = blog.posts
    lists = 1 + 1 + len(post.tags) + len(post.people)
    assert asked(blog) == Work(pages=1 + 1 + 4 + lists, feeds=2 * lists, entries=2 * lists)


def test_slugs_are_plain_ascii() -> None:
    assert slug("Zoë Čapek: “İzmir”, 12 %") == "zoe-capek-izmir-12"
