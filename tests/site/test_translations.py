"""Translations of each other: by id, else by the file, else by the slug."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA}
DE, EN = {"title": "Mut"}, {"title": "Courage", "lang": "en"}


def pairs(site: Built) -> set[tuple[str, str]]:
    """Return the paths of each two posts or pages that link to each other as translations."""
    assert (site.exitcode, site.findings) == (0, [])
    made = site.outcome.site
    by_id = {item.id: item.path for item in made.posts}
    posts = {
        (by_id[key], other.path) for key, others in made.translations.items() for other in others
    }
    return posts | {
        (page.path, other.path) for page in made.pages for other in made.translations_of(page)
    }


def both(first: str, second: str) -> set[tuple[str, str]]:
    return {(first, second), (second, first)}


def test_translations_have_the_same_id(build: Build) -> None:
    files = {
        "posts/a.md": post(id="mut", slug="x", **DE),
        "posts/b.md": post(id="mut", slug="y", **EN),
        "posts/c.en.md": post(title="Not this one", slug="x"),
        "comments/mut/1.md": source("Ja.", author="Zora", date="2026-11-19"),
    }
    site = build({**PEOPLE, **files})
    assert pairs(site) == both("posts/a.md", "posts/b.md")
    assert {item.path: item.id for item in site.outcome.site.posts} == {
        "posts/a.md": "mut",
        "posts/b.md": "mut.en",
        "posts/c.en.md": "c.en",
    }
    assert site.page("2026/11/x/").find("link", hreflang="en")["href"].endswith("/en/2026/11/y/")
    assert "Zora" in site.read("2026/11/x/")
    assert "Zora" not in site.read("en/2026/11/y/")


def test_id_twice_in_a_language_is_an_error(build: Build) -> None:
    files = {"posts/a.md": post(id="mut", slug="x", **DE), "posts/b.md": post(id="mut", slug="y")}
    assert build({**PEOPLE, **files}).codes == ["id-twice"]


@pytest.mark.parametrize("kind", ["posts", "pages"])
def test_translations_have_the_same_file_name(build: Build, kind: str) -> None:
    make = post if kind == "posts" else source
    files = {
        f"{kind}/x/mut.md": make(**DE),
        f"{kind}/x/mut.en.md": make(title="Courage"),
        f"{kind}/y/mut.en.md": make(title="Courage again"),
        "posts/z.md": post(title="Z"),
    }
    site = build({**PEOPLE, **files})
    assert pairs(site) == both(f"{kind}/x/mut.md", f"{kind}/x/mut.en.md")


@pytest.mark.parametrize("kind", ["posts", "pages"])
def test_translations_have_the_same_slug(build: Build, kind: str) -> None:
    make = post if kind == "posts" else source
    files = {
        f"{kind}/a.md": make(slug="mut", **DE),
        f"{kind}/b.md": make(slug="mut", **EN),
        "posts/z.md": post(title="Z"),
    }
    assert pairs(build({**PEOPLE, **files})) == both(f"{kind}/a.md", f"{kind}/b.md")


def test_same_slug_at_other_addresses_is_no_error(build: Build) -> None:
    files = {
        "posts/a.md": post(slug="ausblick", title="A", date="2024-01-02"),
        "posts/b.md": post(slug="ausblick", title="B", date="2025-01-02"),
    }
    site = build({**PEOPLE, **files})
    assert pairs(site) == set()
    assert {"2024/01/ausblick/index.html", "2025/01/ausblick/index.html"} <= set(site.files)
    assert site.read("atom.xml").count("<entry") == 2
    assert build({}, {"ARTICLE_SAVE_AS": "{slug}.html"}).codes == ["slug-twice"]


def test_same_slug_twice_pairs_by_file_name(build: Build) -> None:
    files = {
        f"posts/{year}{code}.md": post(slug="ausblick", title=f"{year}", date=f"{year}-01-02")
        for year in (2024, 2025)
        for code in ("", ".en")
    }
    expected = both("posts/2024.md", "posts/2024.en.md") | both("posts/2025.md", "posts/2025.en.md")
    assert pairs(build({**PEOPLE, **files})) == expected


def test_slug_of_several_posts_is_no_sign_of_a_translation(build: Build) -> None:
    files = {
        "posts/a.md": post(slug="ausblick", title="A", date="2024-01-02"),
        "posts/b.md": post(slug="ausblick", title="B", date="2025-01-02"),
        "posts/c.md": post(slug="ausblick", title="C", lang="en"),
    }
    site = build({**PEOPLE, **files})
    assert site.findings == [
        (
            "content/posts/c.md:5:7: error[translation-ambiguous]: it is open which text this is a "
            "translation of: posts/a.md and posts/b.md have the same slug"
        )
    ]


def test_pelicans_key_of_translations_is_honoured(build: Build) -> None:
    files = {
        "posts/a.md": post(tid="m", slug="x", **DE),
        "posts/b.md": post(tid="m", slug="y", **EN),
        "posts/c.md": post(slug="x", title="C", lang="en"),
        "pages/a.md": source(title="A", slug="p"),
        "pages/b.md": source(title="B", slug="p", lang="en"),
    }
    site = build({**PEOPLE, **files}, {"ARTICLE_TRANSLATION_ID": "tid"})
    expected = both("posts/a.md", "posts/b.md")
    assert pairs(site) == expected | both("pages/a.md", "pages/b.md")
    none = build({}, {"ARTICLE_TRANSLATION_ID": None, "ROSTRUM": {"extra_keys": ["tid"]}})
    assert pairs(none) == both("pages/a.md", "pages/b.md")


def test_pelicans_keys_of_translations_may_be_several(build: Build) -> None:
    files = {
        "posts/a.md": post(slug="x", category="A", **DE),
        "posts/b.md": post(slug="x", category="B", date="2025-01-01", **DE),
        "posts/c.md": post(slug="x", category="B", **EN),
    }
    site = build({**PEOPLE, **files}, {"ARTICLE_TRANSLATION_ID": ["slug", "category"]})
    assert pairs(site) == both("posts/b.md", "posts/c.md")


def test_translation_that_is_not_out_is_not_told_of(build: Build) -> None:
    files = {
        "posts/mut.md": post(**DE),
        "posts/mut.en.md": post(title="Courage", date="2027-01-10"),
    }
    assert pairs(build({**PEOPLE, **files})) == set()


def test_translations_are_paired_under_another_theme(build: Build) -> None:
    files = {
        "posts/mut.md": post(**DE),
        "posts/mut.en.md": post(title="Courage"),
        "posts/a.md": post(slug="x", title="A", date="2024-01-02"),
        "posts/b.md": post(slug="x", title="B", date="2025-01-02"),
    }
    site = build({**PEOPLE, **files})
    folder = site.root / "theme" / "templates"
    folder.mkdir(parents=True)
    template = "{% for each in article.translations %}{{ each.title }}{% endfor %}"
    (folder / "article.html").write_text(template, "utf-8")
    theme = {"THEME": "simple", "THEME_TEMPLATES_OVERRIDES": ["theme/templates"]}
    other = build({}, {**theme, "ROSTRUM": {"render": False}})
    assert other.read("2026/11/mut/").strip() == "Courage"
    assert other.read("2024/01/x/").strip() == ""
