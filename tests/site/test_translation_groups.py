"""Which posts are translations of each other: by the names of their files, then by slug."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from rostrum.core.diagnostics import SourceLocation
from rostrum.core.model import Body, Post
from rostrum.site.translations import pair_translations

LANGUAGES = ("de", "de-AT", "en", "zh-Hant")


def make_post(path: str, lang: str = "de", slug: str = "") -> Post:
    date = datetime(2026, 11, 18, tzinfo=UTC)
    place = SourceLocation(f"content/{path}")
    return Post(path, path, place, path, date, ("anna",), lang, slug or path, Body())


def group(*posts: Post) -> list[set[str]]:
    """Return the paths of posts in groups of translations, in the order of their first paths."""
    groups: dict[str, set[str]] = {}
    for post in pair_translations(sorted(posts, key=lambda post: post.path), ("slug",)):
        groups.setdefault(post.translation_key or post.path, set()).add(post.path)
    return list(groups.values())


def test_translations_by_file_name_need_no_common_slug():
    german, english = make_post("posts/mut.md"), make_post("posts/mut.en.md", "en")
    chinese = make_post("posts/mut.ZH-hant.md", "zh-Hant")
    assert group(german, english, chinese) == [{german.path, english.path, chinese.path}]


def test_translations_by_slug_lie_anywhere():
    german = make_post("posts/2026/mut.md", slug="mut")
    english = make_post("english/courage.md", "en", slug="mut")
    assert group(german, english) == [{german.path, english.path}]


def test_translations_by_file_name_are_of_one_folder():
    assert len(group(make_post("posts/a/mut.md"), make_post("posts/b/mut.en.md", "en"))) == 2


def test_translation_suffix_of_a_file_is_its_language():
    """`asp.net.md` and `asp.md` are two posts, whatever their languages."""
    assert len(group(make_post("posts/asp.net.md", "en"), make_post("posts/asp.md"))) == 2


def test_translations_by_file_name_go_before_those_by_slug():
    german = make_post("posts/mut.md", slug="x")
    english = make_post("posts/mut.en.md", "en", slug="y")
    other = make_post("posts/other.md", "en", slug="x")
    assert group(german, english, other) == [{german.path, english.path}, {other.path}]


def test_translations_by_slug_extend_those_by_file_name():
    german = make_post("posts/mut.md", slug="x")
    english = make_post("posts/mut.en.md", "en", slug="y")
    regional = make_post("austria/schneid.md", "de-AT", slug="y")
    assert group(german, english, regional) == [{german.path, english.path, regional.path}]


def test_translations_are_never_of_one_language():
    assert len(group(make_post("posts/a.md", slug="x"), make_post("posts/b.md", slug="x"))) == 2


@given(
    st.lists(
        st.builds(
            lambda folder, stem, lang, slug, is_marked: make_post(
                f"{folder}/{stem}{f'.{lang}' if is_marked else ''}.md", lang, slug
            ),
            *(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from(LANGUAGES)),
            *(st.sampled_from("stu"), st.booleans()),
        ),
        unique_by=lambda post: post.path,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_translation_groups_hold_each_post_once(posts, chance):
    groups = group(*posts)
    paths = [path for members in groups for path in members]
    assert sorted(paths) == sorted(post.path for post in posts)
    langs = {post.path: post.lang for post in posts}
    for members in groups:
        assert len({langs[path] for path in members}) == len(members)
    shuffled = list(posts)
    chance.shuffle(shuffled)
    paired = {post.path: post.translation_key for post in pair_translations(posts, ("slug",))}
    again = {post.path: post.translation_key for post in pair_translations(shuffled, ("slug",))}
    assert again == paired
