"""The description of each page for search engines: from the blog's words, of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from support.sites import ANNA, BEN, Built, post, source

Build = Callable[..., Built]

FILES = {
    "posts/mut.md": post(
        "Mut.\n", title="Mut", tags=["Lernen"], category="Werk", series="wege", part=1
    ),
    "posts/zahlen.md": post(
        "Zahlen.\n", title="Zahlen", date="2025-03-02", authors=["ben"], tags=["Lernen"]
    ),
    "posts/mut.en.md": post(
        "Courage.\n", title="Courage", tags=["Learning"], series="wege", part=1
    ),
    "posts/bild.md": post("![Die Halle](/images/halle.svg)\n", title="Bild", date="2026-01-02"),
    "pages/leer.md": source("", title="Leer"),
    "people/anna.md": ANNA.replace("role:", "profiles: {mastodon: https://m.example/@a}\nrole:"),
    "people/ben.md": BEN.replace("role:", "unit: Halle 4\nrole:"),
    "series/wege.md": source("", title="Wege"),
    "series/wege.en.md": source("", title="Ways"),
    "images/halle.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
}
SETTINGS = {
    "ROSTRUM": {"languages": ["de", "en"], "whole_series": True, "home_posts": 1},
    "DEFAULT_PAGINATION": 1,
}


def describe(site: Built, path: str) -> str:
    tag = site.page(path).select_one('meta[name="description"]')
    return str(tag["content"]) if tag else ""


@pytest.fixture
def site(build: Build) -> Built:
    built = build(FILES, SETTINGS)
    assert built.exitcode == 0, built.text
    return built


def test_each_page_has_a_description_of_its_own(site: Built) -> None:
    pages = [name for name in site.files if name.endswith(".html")]
    found = Counter(describe(site, page) for page in pages)
    assert len(pages) > 40
    assert found.most_common(1)[0][1] == 1, found.most_common(3)
    assert "" not in found


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("2026/11/", "1 Beitrag aus November 2026: Mut"),
        ("2026/", "2 Beiträge aus 2026: Mut; Bild"),
        ("tag/lernen/", "2 Beiträge zum Thema Lernen: Mut"),
        ("tag/lernen/page/2/", "2 Beiträge zum Thema Lernen: Zahlen"),
        ("category/werk/", "1 Beitrag in der Rubrik Werk: Mut"),
        ("archive/", "Alle 3 Beiträge in „Offen gesagt“ seit März 2025, nach Jahr und Monat."),
        ("topics/", "Worum es in „Offen gesagt“ geht: Werk, Lernen"),
        ("people/", "2 Menschen in „Offen gesagt“: Anna Öllinger, Ben Kovač"),
        ("people/in/halle-4/", "Halle 4 in „Offen gesagt“: Ben Kovač"),
        (
            "people/on/mastodon/",
            "Menschen aus „Offen gesagt“, die auf Mastodon sind: Anna Öllinger",
        ),
        ("people/ben/", "Ben Kovač, Meister, Halle 4 in „Offen gesagt“: Zahlen"),
        ("series/", "Die Serien in „Offen gesagt“: Wege"),
        ("series/wege/", "Eine Serie in „Offen gesagt“: Mut"),
        ("2026/01/bild/", "Bild · Anna Öllinger · 2. Januar 2026"),
        ("leer/", "Leer · Offen gesagt"),
        ("en/2026/", "1 post from 2026: Courage"),
        ("en/people/", "1 person in Offen gesagt: Anna Öllinger"),
        ("en/archive/", "1 post in Offen gesagt, from November 2026."),
    ],
)
def test_description_names_what_is_on_the_page(site: Built, path: str, words: str) -> None:
    assert describe(site, path) == words


def test_written_words_come_first(build: Build) -> None:
    files = FILES | {
        "people/ben.md": BEN.replace("role:", "summary: Ben fragt.\nrole:"),
        "series/wege.md": source("", title="Wege", summary="Wir gehen."),
        "topics.yaml": "tags:\n  Lernen: Was wir lernen.\n",
    }
    settings = SETTINGS | {"ROSTRUM": SETTINGS["ROSTRUM"] | {"subtitle": "Der Blog."}}
    site = build(files, settings)
    paths = ("", "people/ben/", "series/wege/", "tag/lernen/")
    assert [describe(site, path) for path in paths] == [
        *("Der Blog.", "Ben fragt.", "Wir gehen.", "Was wir lernen.")
    ]


def test_long_lists_are_cut_between_titles(build: Build) -> None:
    titles = [f"{n} {'Wort ' * 8}Ende" for n in range(1, 6)]
    posts = {f"posts/{n}.md": post(title=title) for n, title in enumerate(titles)}
    words = describe(build(posts | {"people/anna.md": ANNA}), "2026/11/")
    assert len(words) < 160
    assert words.endswith("Ende; …")


def test_one_long_title_is_cut_after_a_word(build: Build) -> None:
    files = {"posts/a.md": post(title="Wort " * 60, slug="lang"), "people/anna.md": ANNA}
    words = describe(build(files), "2026/11/")
    assert len(words) < 160
    assert words.endswith("Wort…")
