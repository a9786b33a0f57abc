"""Related posts: what is found, what authors name, what is never told; and the small lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.embargo import DRAFT, PUBLIC, SCHEDULED, contents, secret, traces
from support.sites import ANNA, BEN, Built, post, source, write_files

from rostrum.markdown.keywords import MOST, add_words, extract_keywords, number_words, read_terms
from rostrum.site.similarity import Features, make_index

Build = Callable[..., Built]
PEOPLE = {"people/anna.md": ANNA, "people/ben.md": BEN}
NO_TAG = "Andere Sachen.\n"


def blog(*posts: tuple[str, dict[str, Any]], text: str = NO_TAG) -> dict[str, str]:
    """Return a site of posts by name, the first one the newest."""
    return PEOPLE | {
        f"posts/{name}.md": post(keys.pop("text", text), title=name.title(), **_dated(n, keys))
        for n, (name, keys) in enumerate(posts)
    }


def _dated(n: int, keys: dict[str, Any]) -> dict[str, Any]:
    return {"date": f"2026-10-{28 - n:02} 09:00", **keys}


def related(site: Built, name: str, folder: str = "2026/10/") -> list[str]:
    """Return the titles below a post under "Dazu passt"."""
    section = site.page(f"{folder}{name}/").find("section", {"aria-labelledby": "related-title"})
    return [title.get_text() for title in section.select("h3")] if section else []


def tagged(*tags: str, **keys: Any) -> dict[str, Any]:
    return {"tags": list(tags), **keys}


# What is found


def test_posts_that_share_a_tag_lead_to_each_other(build: Build) -> None:
    site = build(blog(("a", tagged("Halle")), ("b", tagged("Halle")), ("c", tagged("Wasser"))))
    assert (related(site, "a"), related(site, "b"), related(site, "c")) == (["B"], ["A"], [])
    assert site.page("2026/10/a/").select_one("#related-title").get_text() == "Dazu passt"


def test_a_rare_tag_counts_more_than_a_common_one(build: Build) -> None:
    often = [(name, tagged("Alles")) for name in "defghijklmnop"]
    rare = [("a", tagged("Alles", "Halle")), ("b", tagged("Alles")), ("c", tagged("Halle"))]
    assert related(build(blog(*rare, *often)), "a")[0] == "C"


def test_equal_ones_come_newest_first_and_not_more_than_wanted(build: Build) -> None:
    files = blog(*((name, tagged("Halle")) for name in "abcdef"))
    assert related(build(files), "f") == ["A", "B", "C"]
    assert related(build({}, {"ROSTRUM": {"related": 1}}), "f") == ["A"]
    assert related(build({}, {"ROSTRUM": {"related": 0}}), "f") == []


def test_equal_ones_of_a_moment_come_by_their_ids(build: Build) -> None:
    same = {"date": "2026-10-01 09:00"}
    files = blog(*((name, tagged("Halle", **same)) for name in "dbca"))
    assert related(build(files), "d") == ["A", "B", "C"]


def test_words_of_the_text_relate_posts_without_any_tag(build: Build) -> None:
    about = "Die Zirbe in Freistadt trägt Harz. Zirbe, Freistadt, Harz und Sägewerk.\n"
    other = "Der Kran hebt Balken. Kran und Balken.\n"
    filler = [(name, {"text": f"Thema {name} ist {name * 6}.\n"}) for name in "cdefghijkl"]
    site = build(
        blog(("a", {"text": about}), ("b", {"text": about}), ("m", {"text": other}), *filler)
    )
    assert related(site, "a") == ["B"]
    assert related(site, "m") == []


def test_words_that_all_posts_use_relate_nothing(build: Build) -> None:
    text = "Traunwerk Maschinen Kundschaft Belegschaft Vorstand.\n"
    site = build(blog(*((name, {"text": text}) for name in "abcdefgh")))
    assert related(site, "a") == []


def test_a_single_word_in_common_may_be_chance(build: Build) -> None:
    texts = [(name, {"text": f"Zirbenholz und {name * 6}.\n"}) for name in "ab"]
    filler = [(name, {"text": f"Etwas {name * 6}.\n"}) for name in "cdefghijkl"]
    assert related(build(blog(*texts, *filler)), "a") == []


@pytest.mark.parametrize(("users", "found"), [("abcd", ["B", "C", "D"]), ("abcdef", [])])
def test_words_of_one_post_in_a_few_tell_nothing(
    build: Build, users: str, found: list[str]
) -> None:
    text = "Zirbenholz Sägewerk Donau Pfeiler Kranbahn.\n"
    names = "abcdefghijklmnopqrstuvwx"
    site = build(blog(*((name, {"text": text if name in users else NO_TAG}) for name in names)))
    assert related(site, "a") == found


def test_related_posts_rank_by_people_and_category_on_ties(build: Build) -> None:
    site = build(
        blog(
            ("a", tagged("Halle", authors=["ben"], category="Werk")),
            ("b", tagged("Halle")),
            ("c", tagged("Halle")),
            ("d", tagged("Halle", authors=["ben"])),
            ("e", tagged("Halle", category="Werk")),
            ("f", tagged("Wasser", authors=["ben"], category="Werk")),
        )
    )
    assert related(site, "a") == ["D", "E", "B"]
    assert related(site, "f") == []


def test_each_language_keeps_to_itself(build: Build) -> None:
    site = build(
        blog(
            ("a", tagged("Halle")),
            ("b", tagged("Halle")),
            ("c", tagged("Halle", lang="en")),
            ("d", tagged("Halle", lang="en")),
        )
    )
    assert related(site, "a") == ["B"]
    assert related(site, "c", "en/2026/10/") == ["D"]


def test_related_posts_omit_series_neighbours_and_all_but_one(
    build: Build,
) -> None:
    parts = [(name, tagged("Halle", series="umbau", part=5 - n)) for n, name in enumerate("abcde")]
    files = blog(*parts, ("x", tagged("Halle"))) | {"series/umbau.md": source(title="Umbau")}
    site = build(files)
    assert related(site, "a") == ["C", "X"]
    assert related(site, "c") == ["A", "X"]
    assert related(site, "x") == ["A", "B", "C"]


def test_a_post_that_fits_far_worse_than_the_best_is_left_out(build: Build) -> None:
    good = tagged("Roboter", "Zirbe", "Donau", "Kran")
    others = [(name, tagged("Halle")) for name in "defghijk"]
    site = build(blog(("a", good | tagged(*good["tags"], "Halle")), ("b", good), *others))
    assert related(site, "a") == ["B"]


def test_hidden_posts_are_related_to_nothing(build: Build) -> None:
    files = blog(("a", tagged("Halle")), ("b", tagged("Halle", status="hidden")))
    site = build(files)
    assert (related(site, "a"), related(site, "b")) == ([], [])


def test_more_by_the_author_does_not_repeat_them(build: Build) -> None:
    others = (("c", tagged("Wasser")), ("d", tagged("Wasser")))
    site = build(blog(("a", tagged("Halle")), ("b", tagged("Halle")), *others))
    more = site.page("2026/10/a/").find("section", {"aria-labelledby": "more-1"})
    assert [title.get_text() for title in more.select("h3")] == ["C", "D"]


def test_related_posts_leave_no_more_by_author_if_all_are_listed(build: Build) -> None:
    site = build(blog(("a", tagged("Halle")), ("b", tagged("Halle"))))
    page = site.page("2026/10/a/")
    assert [heading.get_text() for heading in page.select(".more-posts > h2")] == ["Dazu passt"]


def test_related_posts_follow_changed_post_in_incremental_build(build: Build) -> None:
    build(blog(("a", tagged("Halle")), ("b", tagged("Halle")), ("c", tagged("Wasser"))))
    new = post(NO_TAG, title="C", date="2026-10-26 09:00", tags=["Halle"])
    changed = build({"posts/c.md": new})
    assert related(changed, "a") == ["B", "C"]
    assert contents(build({}, no_cache=True)) == contents(changed)


# Named by hand


def test_named_posts_come_first_in_the_order_given(build: Build) -> None:
    files = blog(
        ("a", tagged("Halle", related=["posts/d.md", "vom-dach"])),
        ("b", tagged("Halle")),
        ("c", {"id": "vom-dach"}),
        ("d", {}),
    )
    site = build(files)
    assert (related(site, "a"), site.findings) == (["D", "C", "B"], [])
    assert related(build({}, {"ROSTRUM": {"related": 0}}), "a") == ["D", "C"]


@pytest.mark.parametrize(
    "name", ["2025/dach", "posts/2025/dach.md", "/posts/2025/dach.md", "../2025/dach.md",
             "{filename}../2025/dach.md", "{filename}/posts/2025/dach.md"]
)  # fmt: skip
def test_a_post_is_named_by_its_id_or_by_a_path_as_a_link_has_it(build: Build, name: str) -> None:
    dach = post(NO_TAG, title="Dach", date="2026-10-01 09:00")
    here = post(NO_TAG, title="A", date="2026-10-02 09:00", related=[name])
    site = build(PEOPLE | {"posts/2025/dach.md": dach, "posts/2026/a.md": here})
    assert (related(site, "a"), site.findings) == (["Dach"], [])


def test_a_named_post_may_be_in_another_language(build: Build) -> None:
    site = build(blog(("a", {"related": ["b"]}), ("b", {"lang": "en"})))
    section = site.page("2026/10/a/").find("section", {"aria-labelledby": "related-title"})
    assert section.article["lang"] == "en"
    assert section.h3.a["href"] == "/en/2026/10/b/"


def test_a_name_that_leads_nowhere_is_reported_at_its_line(build: Build) -> None:
    site = build(blog(("dachstuhl", {}), ("a", {"related": ["dachstul"]})))
    where, _, words = site.findings[0].partition(" ")
    assert where == "content/posts/a.md:5:11:"
    assert words.endswith('there is no post "dachstul" that could be related')
    assert site.codes == ["related-unknown"]
    assert str(next(iter(site.report)).hint) == 'Did you mean "dachstuhl"?'


def test_a_common_folder_makes_no_post_the_one_meant(build: Build) -> None:
    plain = post(NO_TAG, title="C", date="2026-10-02 09:00")
    naming = post(NO_TAG, title="A", date="2026-10-02 09:00", related=["2026/alt"])
    site = build(PEOPLE | {"posts/2026/c.md": plain, "posts/2026/a.md": naming})
    assert site.codes == ["related-unknown"]
    assert "Did you mean" not in str(next(iter(site.report)).hint)
    renamed = post(NO_TAG, title="Neu", date="2026-10-02 09:00", slug="alt")
    site = build({"posts/2026/neu.md": renamed})
    assert str(next(iter(site.report)).hint) == 'Did you mean "2026/neu"?'


def test_a_post_that_names_itself_is_told_so(build: Build) -> None:
    site = build(blog(("a", {"related": ["a"]}), ("b", {})))
    assert site.codes == ["related-unknown"]
    assert related(site, "a") == []


@pytest.mark.parametrize("why", [DRAFT, SCHEDULED, {"status": "hidden"}])
def test_related_setting_of_hidden_post_is_reported_to_authors(
    build: Build, why: dict[str, Any]
) -> None:
    naming = {"posts/eins.md": post(title="Eins", tags=["Halle"], related=["erlkoenig"])}
    site = build(PUBLIC | secret(**why) | naming)
    assert "related-unpublished" in site.codes
    assert "Zirbenholz" not in site.read("2026/11/eins/")
    if "status" not in why or why == DRAFT:
        assert traces(site) == []


def test_a_named_post_takes_its_place_on_its_day(build: Build) -> None:
    naming = {"posts/eins.md": post(title="Eins", related=["erlkoenig"])}
    build(PUBLIC | secret(**SCHEDULED) | naming)
    site = build({}, as_of="2026-12-24 09:00")
    assert related(site, "eins", "2026/11/")[0] == "Zirbenholz"


def test_what_is_not_out_has_no_part_in_what_is_rare(build: Build) -> None:
    """A draft with a rare tag would make it less rare, and change what stands below others."""
    files = blog(("a", tagged("Halle", "Dach")), ("b", tagged("Halle")), ("c", tagged("Dach")))
    drafts = {
        f"posts/draft-{n}.md": post(title=f"Draft {n}", tags=["Halle"], status="draft")
        for n in range(9)
    }
    without = contents(build(files))
    assert contents(build(drafts)) == without


# Under another theme


def test_another_theme_gets_the_articles(build: Build, tmp_path: Any) -> None:
    lines = "{% for it in article.related %}<a href='{{ it.url }}'>{{ it.title }}</a>{% endfor %}"
    write_files(tmp_path, {"mine/article.html": lines})
    theirs = {
        "THEME": "simple",
        "THEME_TEMPLATES_OVERRIDES": ["mine"],
        "DIRECT_TEMPLATES": ["index"],
        "ROSTRUM": {"render": False},
    }
    site = build(
        blog(("a", tagged("Halle", related=["c"])), ("b", tagged("Halle")), ("c", {})), theirs
    )
    assert site.exitcode == 0
    links = [(link["href"], link.text) for link in site.page("2026/10/a/").select("a")]
    assert links == [("2026/10/c/", "C"), ("2026/10/b/", "B")]


# In general

GROUPS = st.lists(st.lists(st.integers(0, 29), min_size=1, max_size=30, unique=True), max_size=12)


def make_traits(tags: Sequence[Sequence[int]], series: Sequence[Sequence[int]]) -> Features:
    taken: set[int] = set()
    parts = []
    for group in series:  # a post is in one series at most
        parts.append(tuple(sorted(set(group) - taken)))
        taken.update(group)
    groups = tuple(tuple(sorted(group)) for group in tags)
    none: tuple[tuple[int, ...], ...] = ()
    return Features(("",) * 30, (b"",) * 30, groups, tuple(filter(None, parts)), none, none)


@given(tags=GROUPS, series=GROUPS, here=st.integers(0, 29))
@settings(max_examples=60)
def test_closeness_is_mutual_and_never_to_oneself(
    tags: list[list[int]], series: list[list[int]], here: int
) -> None:
    index = make_index(make_traits(tags, series))
    ranked = list(index.rank(here, set()))
    assert here not in ranked
    assert len(ranked) == len(set(ranked))
    assert len(index.series.get(here, frozenset()).intersection(ranked)) <= 1
    mine = frozenset(index.features[here])
    for other in ranked:
        theirs = frozenset(index.features[other])
        assert mine & theirs
        assert index.weigh(mine & theirs, here, other) == index.weigh(theirs & mine, other, here)


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=200))
def test_the_terms_of_a_text_are_few_and_always_the_same(words: list[str]) -> None:
    written = [word for text in words for word in text.split()]
    terms = extract_keywords(written)
    assert len(read_terms(terms)) <= MOST
    assert terms == extract_keywords(written)
    assert list(read_terms(terms)) == sorted(set(read_terms(terms)))


def test_inflected_words_and_those_in_quotes_are_one_term() -> None:
    assert number_words(["„Werkstätten“", "Werkstätte,"]) == number_words(["Werkstätten"])
    assert number_words(["agencies"]) == number_words(["Agency’s", "agency"])
    assert number_words(["und", "Ja!", "42.000"]) == set()
    assert len(number_words(["API"])) == 1


def test_a_title_counts_even_where_the_text_never_says_it() -> None:
    terms = add_words(extract_keywords(["Kran", "Balken"]), ["Zirbenholz"])
    assert number_words(["Zirbenholz"]) < set(read_terms(terms))


# Small lists


def comment(author: str = "Eva", date: str = "2026-11-19", text: str = "Danke!\n") -> str:
    return source(text, author=author, date=date)


TALK = blog(("a", {}), ("b", {"authors": ["ben"]}), ("c", {}), ("d", {})) | {
    "comments/b/1.md": comment(date="2026-11-01", text="Erste.\n"),
    "comments/b/2.md": comment(date="2026-11-02", text="Zweite.\n"),
    "comments/c/1.md": comment(date="2026-11-03", text="Dritte.\n"),
    "comments/d/1.md": comment(date="2026-11-04", text="Vierte.\n"),
    "comments/d/2.md": comment("anna", "2026-11-05", "Fünfte.\n"),
}


def listed(site: Built, name: str, page: str = "archive/") -> list[str]:
    section = site.page(page).find("section", {"aria-labelledby": f"{name}-title"})
    return (
        [" ".join(item.get_text(" ").split()) for item in section.select("li")] if section else []
    )


def test_the_most_discussed_come_first_and_the_newer_of_equals(build: Build) -> None:
    site = build(TALK)
    assert listed(site, "discussed") == ["B 2 Antworten", "D 2 Antworten", "C 1 Antwort"]
    assert listed(site, "discussed", "404.html") == listed(site, "discussed")
    assert listed(build({}, {"ROSTRUM": {"small_lists": 1}}), "discussed") == ["B 2 Antworten"]
    assert listed(build({}, {"ROSTRUM": {"small_lists": 0}}), "discussed") == []


def test_old_posts_are_discussed_no_more_unless_all_days_count(build: Build) -> None:
    old = post(title="Alt", date="2024-01-01")
    files = TALK | {"posts/alt.md": old}
    files |= {f"comments/alt/{n}.md": comment(text=f"Wort {n}.\n") for n in range(3)}
    assert "Alt 3 Antworten" not in listed(build(files), "discussed")
    assert (
        listed(build({}, {"ROSTRUM": {"discussed_days": 0}}), "discussed")[0] == "Alt 3 Antworten"
    )


def test_the_newest_comments_are_readers_own(build: Build) -> None:
    said = [quote.get_text() for quote in build(TALK).page().select(".sidebar-section blockquote")]
    assert said == ["„Vierte.“", "„Dritte.“", "„Zweite.“"]


def test_executives_are_those_who_were_when_they_wrote(build: Build) -> None:
    assert listed(build(TALK), "executives") == [
        "A Anna Öllinger, 28. Oktober 2026",
        "C Anna Öllinger, 26. Oktober 2026",
        "D Anna Öllinger, 25. Oktober 2026",
    ]


def test_home_page_lists_no_post_twice(build: Build) -> None:
    site = build(TALK | blog(*((name, {}) for name in "efghijklmnop")))
    lists = ".lead h2 a, .post-card h3 a, .title-list a, .link-list a"
    links = [link["href"] for link in site.page().select(lists)]
    assert len(links) == len(set(links)) >= 10
    assert listed(site, "executives")
    assert not listed(site, "executives", "")


def test_lists_without_entries_are_not_there(build: Build) -> None:
    site = build({"people/ben.md": BEN, "posts/a.md": post(authors=["ben"])})
    assert site.page().select(".sidebar-section") == []
    assert site.page("archive/").select(".sidebar") == []


def test_a_site_places_a_list_below_its_posts(build: Build, tmp_path: Any) -> None:
    lines = (
        '{% extends "!theme/article.html" %}'
        '{% from "partials/sidebar.html" import most_discussed %}'
        "{% block foot %}{{ most_discussed|once(lists) }}{% endblock %}"
    )
    write_files(tmp_path, {"mine/article.html": lines})
    settings = {"THEME_TEMPLATES_OVERRIDES": ["mine"]}
    assert listed(build(TALK, settings), "discussed", "2026/10/a/") == []
    site = build({}, {**settings, "ROSTRUM": {"lists_everywhere": True}})
    assert listed(site, "discussed", "2026/10/a/")[0] == "B 2 Antworten"


def test_hidden_posts_and_other_languages_are_in_no_list(build: Build) -> None:
    hidden = {"posts/x.md": post(title="Hidden", status="hidden")}
    english = {"posts/y.md": post(title="English", lang="en")}
    talk = {f"comments/{name}/1.md": comment() for name in "xy"}
    site = build(TALK | hidden | english | talk)
    assert not {"Hidden", "English"} & {line.split()[0] for line in listed(site, "discussed")}
    assert listed(site, "discussed", "en/archive/")[0].startswith("English")
