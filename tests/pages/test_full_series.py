"""All of a series on one page: nothing collides, links stay inside, odd HTML spills nowhere."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from support.sites import ANNA, BEN, Built, post, source

from rostrum.core.lazy_html import LazyHtml
from rostrum.html.fragments import parse_html, serialize
from rostrum.html.merge import MergedSection, merge_into_page

PAGE = "series/lernen/all/"
NOTES = "[TOC]\n\n# Anfang\n\nEin Satz.[^1]\n\n[^1]: Eine Quelle.\n"


def part(n: int, text: str = NOTES, /, **keys: Any) -> str:
    return post(text, **{"title": f"Teil {n}", "slug": f"teil-{n}", "part": n, **keys}).replace(
        "---\ntitle", "---\nseries: lernen\ntitle", 1
    )


def series(*texts: str, **keys: Any) -> dict[str, str | bytes | None]:
    """Return a site with a series of some parts."""
    found = {f"posts/teil-{n}.md": part(n, text) for n, text in enumerate(texts, 1)}
    face = {"title": "Lernen", "summary": "Wie wir lernen", **keys}
    return {"people/anna.md": ANNA, "series/lernen.md": source("Eine Serie.\n", **face), **found}


def whole(site: Built, path: str = PAGE) -> BeautifulSoup:
    """Return the page, after a look at what holds for each of them."""
    page = site.page(path)
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    assert [id for id, count in ids.items() if count > 1] == []
    targets = {link["href"][1:] for link in page.find_all("a", href=lambda to: to and to[0] == "#")}
    assert targets <= set(ids)
    return page


def test_it_has_every_part_in_order_under_one_table_of_contents(build):
    page = whole(build(series(NOTES, NOTES, NOTES)))
    assert [title.get_text() for title in page.select(".chapter h2")] == [
        "Teil\N{NO-BREAK SPACE}1",
        "Teil\N{NO-BREAK SPACE}2",
        "Teil\N{NO-BREAK SPACE}3",
    ]
    links = page.select(".contents a")
    assert [link["href"] for link in links] == ["#part-1", "#part-2", "#part-3"]
    assert len(page.select(".toc, .contents")) == 1
    assert page.h1.get_text() == "Lernen"
    assert page.select_one("#introduction").get_text(strip=True) == "Eine Serie."


def test_footnotes_of_two_parts_lead_to_their_own(build):
    page = whole(
        build(series("Eins.[^1]\n\n[^1]: Die erste.\n", "Zwei.[^1]\n\n[^1]: Die zweite.\n"))
    )
    for n, words in ((1, "Die erste."), (2, "Die zweite.")):
        reference = page.select_one(f"#part-{n} sup a")
        note = page.find(id=reference["href"][1:])
        assert words in note.get_text()
        back = page.find(id=note.select_one(".footnote-backref")["href"][1:])
        assert back.find_parent(id=f"part-{n}")


def test_headings_stand_below_the_title_of_their_part(build):
    page = whole(build(series("# Anfang\n\n### Mehr\n\n###### Tief\n", NOTES)))
    names = [(tag.name, tag.get_text()) for tag in page.select("#part-1 .prose :is(h3, h4, h6)")]
    assert names == [("h3", "Anfang"), ("h4", "Mehr"), ("h6", "Tief")]


def test_a_link_to_another_part_stays_on_the_page(build):
    link = "[a]({filename}teil-2.md) [b]({filename}teil-2.md#anfang) [c]({filename}teil-2.md#weg)\n"
    page = whole(build(series(link, NOTES)))
    assert [a["href"] for a in page.select("#part-1 .prose a")] == [
        "#part-2",
        "#part-2.anfang",
        "https://blog.example/2026/11/teil-2/#weg",
    ]


def test_a_link_to_a_post_outside_leads_there(build):
    links = "[a]({filename}andere.md#x) [b](https://x.example/?a=1&b=2) [c](#comments)\n"
    site = series(links, NOTES)
    page = whole(build(site | {"posts/andere.md": post(title="Andere")}))
    assert [a["href"] for a in page.select("#part-1 .prose a")] == [
        "/2026/11/andere/#x",
        "https://x.example/?a=1&b=2",
        "https://blog.example/2026/11/teil-1/#comments",
    ]


def test_series_single_page_part_has_author_date_and_permalink(build):
    site = series(NOTES, NOTES) | {
        "people/ben.md": BEN,
        "posts/teil-2.md": part(2, authors=["anna", "ben"], date="2026-11-19 08:00"),
    }
    head = whole(build(site)).select_one("#part-2 header")
    words = " ".join(head.get_text(" ", strip=True).split())
    assert "Teil 2 von 2" in words
    assert "Anna Öllinger , Vorständin ; Ben Kovač , Meister" in words
    assert head.find("a", href="/2026/11/teil-2/").get_text() == "19. November 2026"


def test_a_picture_has_its_credit_and_licence(build, pixel):
    image = {"src": "images/a.png", "alt": "Eine Halle", "credit": "Eva", "license": "CC BY 4.0"}
    site = series(NOTES, NOTES) | {"posts/teil-1.md": part(1, image=image), "images/a.png": pixel}
    figure = whole(build(site)).select_one("#part-1 figure")
    assert figure.img["alt"] == "Eine Halle"
    assert figure.figcaption.get_text(strip=True) == "Bild: Eva,CC BY 4.0"
    assert figure.find("a", rel="license")["href"].startswith("https://creativecommons.org/")


def test_search_engines_are_led_to_the_parts_and_not_to_it(build):
    site = build(series(NOTES, NOTES))
    assert site.page(PAGE).find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "/all/" not in site.read("sitemap.xml")


def test_what_is_not_out_is_not_on_it(build):
    later = part(3, "Quittenmus\n", title="Zirbenholz", date="2026-12-24")
    site = build(series(NOTES, NOTES) | {"posts/teil-3.md": later})
    assert "Zirbenholz" not in site.read(PAGE)
    assert "Quittenmus" not in site.read(PAGE)


def test_a_part_that_is_not_translated_is_named_and_led_to(build):
    english = {f"posts/teil-{n}.en.md": part(n, lang="en", title=f"Part {n}") for n in (1, 2)} | {
        "series/lernen.en.md": source(title="Learning", lang="en")
    }
    page = whole(build(series(NOTES, NOTES, NOTES) | english), "en/series/lernen/all/")
    assert [title.get_text() for title in page.select(".chapter h2")] == [
        "Part\N{NO-BREAK SPACE}1",
        "Part\N{NO-BREAK SPACE}2",
    ]
    link = page.select_one('.contents a[lang="de"]')
    assert (link.get_text(), link["href"]) == ("Teil\N{NO-BREAK SPACE}3", "/2026/11/teil-3/")
    german = page.find("link", rel="alternate", hreflang="de")
    assert german["href"] == "https://blog.example/series/lernen/all/"


def test_odd_html_of_one_part_does_not_spill_into_the_next(build):
    odd = "<div><b>offen\n\n</div></section></main><table><td>eins\n"
    page = whole(build(series(odd, "Zwei bleibt zwei.\n")))
    assert page.select_one("main article > #part-2 .prose").get_text(strip=True) == (
        "Zwei bleibt zwei."
    )


def test_what_plays_or_runs_becomes_a_link_or_nothing(build):
    text = (
        '<iframe src="https://film.example/1" title="Ein Film"></iframe>\n'
        '<video><source src="https://film.example/2.mp4"></video>\n'
        '<script>alert(1)</script><p onclick="x()">Text</p>\n'
    )
    prose = whole(build(series(text, NOTES))).select_one("#part-1 .prose")
    links = [(link.get_text(), link["href"]) for link in prose.find_all("a")]
    assert links == [
        ("Ein Film", "https://film.example/1"),
        ("https://film.example/2.mp4", "https://film.example/2.mp4"),
    ]
    assert prose.find(["script", "iframe", "video", "source"]) is None
    assert "onclick" not in str(prose)


def test_a_series_of_one_part_has_no_such_page(build):
    site = build(series(NOTES))
    assert f"{PAGE}index.html" not in site.files
    assert "/all/" not in site.read("series/lernen/")


def test_the_series_leads_to_it_unless_the_site_does_not_want_it(build):
    site = build(series(NOTES, NOTES))
    assert site.page("series/lernen/").find("a", href=f"/{PAGE}")
    off = build({}, settings={"ROSTRUM": {"whole_series": False}})
    assert f"{PAGE}index.html" not in off.files
    assert off.page("series/lernen/").find("a", href=f"/{PAGE}") is None


def test_an_author_can_link_to_it(build):
    site = build(series(NOTES, f"[Alles](/{PAGE})\n"))
    assert site.codes == []
    assert site.page("2026/11/teil-2/").find("a", href=f"/{PAGE}")


def test_it_is_made_again_when_a_part_changes_and_only_then(build):
    build(series(NOTES, NOTES))
    same = build({"posts/andere.md": post(title="Andere", date="2026-11-01")})
    before = (same.output / PAGE / "index.html").stat().st_mtime_ns
    changed = build({"posts/teil-2.md": part(2, "## Neu\n\nNeues.\n")})
    assert (changed.output / PAGE / "index.html").stat().st_mtime_ns > before
    assert whole(changed).find(id="part-2.neu")


names = st.sampled_from(["a", "b", "div", "h2", "li", "p", "section", "span", "table", "td", "ul"])
pieces = st.one_of(
    names.map(lambda name: f"<{name}>"),
    names.map(lambda name: f"</{name}>"),
    st.sampled_from(['<a href="#x">', '<i id="x">', '<a name="x">', '<a href="https://b/2#x">']),
    st.sampled_from(["<!--", "-->", "<", "&amp;", "Wort", "<script>", "<p id=x", "]]>", "\n"]),
)


@given(st.lists(pieces, max_size=30).map("".join), st.lists(pieces, max_size=30).map("".join))
def test_whatever_two_texts_hold_they_stay_apart(first, second):
    texts = [LazyHtml((each,), each.__str__) for each in (first, second)]
    parts = [MergedSection(f"part-{n}", f"https://b/{n}", text) for n, text in enumerate(texts, 1)]
    bound = [str(text) for text in merge_into_page(parts, 1)]
    page = BeautifulSoup(f"<i>{bound[0]}</i><u>{bound[1]}</u>", "html.parser")
    assert [tag.name for tag in page.contents] == ["i", "u"]
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    inside = [link["href"][1:] for link in page.select("a[href^='#']")]
    assert set(inside) <= {*ids, "part-1", "part-2"}


@pytest.mark.parametrize("depth", [10, 100_000])
def test_deeply_nested_html_keeps_its_words(depth):
    text = serialize(parse_html("<div>" * depth + "Wort" + "</div>" * depth + "Ende"))
    assert "Wort" in text
    assert text.endswith("Ende")
