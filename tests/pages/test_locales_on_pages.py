"""Dates, months and numbers by locale, on each kind of page and in feeds, cards and books."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from support.sites import Built, post, source

from rostrum.core.locale_formats import Wording

Build = Callable[..., Built]


class Words(NamedTuple):
    """18 January 2026 as a date, with the time 17:12, its month; 4 March as a weekday; 12,345."""

    date: str
    moment: str
    month: str
    weekday: str
    number: str


NO_BREAK, NARROW = "\u00a0", "\u202f"
SPANISH = ("18 de enero de 2026", f"18 de enero de 2026, 5:12{NARROW}p.m.", "enero de 2026")
ARGENTINE = (SPANISH[0], f"18 de enero de 2026, 5:12{NARROW}p.{NARROW}m.", SPANISH[2])
PORTUGUESE = ("18 de janeiro de 2026", "18 de janeiro de 2026 17:12", "janeiro de 2026")
CHINESE = ("2026年1月18日", "2026年1月18日 下午5:12", "2026年1月")
BRITISH = ("18 January 2026", "18 January 2026, 17:12", "January 2026")
GERMAN = ("18. Januar 2026", "18. Januar 2026, 17:12", "Januar 2026")
WEDNESDAY = "Mittwoch, 4. März 2026"

LOCALES = {
    "de-AT": Words("18. Jänner 2026", "18. Jänner 2026, 17:12", "Jänner 2026", WEDNESDAY, "12.345"),
    "de-CH": Words(*GERMAN, WEDNESDAY, "12’345"),
    "de-LU": Words(*GERMAN, WEDNESDAY, "12.345"),
    "en-GB": Words(*BRITISH, "Wednesday, 4 March 2026", "12,345"),
    "en-AU": Words(
        "18 January 2026",
        f"18 January 2026, 5:12{NARROW}pm",
        "January 2026",
        "Wednesday, 4 March 2026",
        "12,345",
    ),
    "en-US": Words(
        "January 18, 2026",
        f"January 18, 2026, 5:12{NARROW}PM",
        "January 2026",
        "Wednesday, March 4, 2026",
        "12,345",
    ),
    "es-419": Words(*SPANISH, "miércoles, 4 de marzo de 2026", "12,345"),
    "es-AR": Words(*ARGENTINE, "miércoles, 4 de marzo de 2026", "12.345"),
    "pt-BR": Words(*PORTUGUESE, "quarta-feira, 4 de março de 2026", "12.345"),
    "zh-Hant": Words(*CHINESE, "2026年3月4日 星期三", "12,345"),
    "zh-TW": Words(*CHINESE, "2026年3月4日 星期三", "12,345"),
    "fr-CA": Words(
        "18 janvier 2026",
        "18 janvier 2026, 17 h 12",
        "janvier 2026",
        "mercredi 4 mars 2026",
        f"12{NO_BREAK}345",
    ),
    "sr-Latn": Words(
        "18. januar 2026.",
        "18. januar 2026. 17:12",
        "januar 2026.",
        "sreda, 4. mart 2026.",
        "12.345",
    ),
}
"""As the Unicode CLDR has them."""

CHANGE = {"date": "2026-01-18", "text": "Ein Wort."}
FILES = {
    "people/anna.md": source(
        "Text.\n", name="Anna", roles=[{"title": "Leiterin", "from": "2026-01"}]
    ),
    "posts/a.md": post(
        title="Mut", date="2026-01-18", tags=["T"], series="s", part=1, changes=[CHANGE]
    ),
    "posts/b.md": post(title="Zwei", date="2026-01-18", series="s", part=2),
    "series/s.md": source(
        "Text.\n", title="S", planned=[{"part": 3, "title": "Drei", "date": "2026-03-04"}]
    ),
    "comments/a/1.md": source("Danke", author="Eva", date="2026-01-18 17:12"),
}
BOTH = {"whole_series": True, "levels": {"catalog-missing": "off", "card-letters": "off"}}
PAGES = {
    "": {"date", "weekday"},
    "2026/01/mut/": {"date", "moment"},
    "2026/01/zwei/": {"date", "weekday"},
    "2026/01/": {"date", "month"},
    "2026/": {"date", "month"},
    "archive/": {"month"},
    "series/": {"date", "weekday"},
    "series/s/": {"date", "weekday"},
    "series/s/all/": {"date"},
    "people/": {"date"},
    "people/anna/": {"date", "month"},
    "tag/t/": {"date"},
    "404.html": {"date"},
}


@pytest.mark.parametrize("lang", LOCALES)
def test_each_kind_of_page_has_the_words_of_its_locale(build: Build, lang: str) -> None:
    site = build(FILES, {"DEFAULT_LANG": lang, "ROSTRUM": BOTH}, as_of="2026-02-01")
    assert site.exitcode == 0, site.text
    for path, kinds in PAGES.items():
        text = " ".join(site.page(path).body.get_text(" ", strip=True).split(" "))
        for kind in kinds:
            assert getattr(LOCALES[lang], kind) in text, (path, kind)
    assert LOCALES[lang].month in site.page("2026/01/").title.get_text()


@pytest.mark.parametrize("lang", LOCALES)
def test_words_beside_pages_are_those_of_the_locale(build: Build, lang: str) -> None:
    site = build(FILES, {"DEFAULT_LANG": lang, "ROSTRUM": BOTH}, as_of="2026-02-01")
    date = LOCALES[lang].date
    card = site.page("2026/01/mut/").select_one('meta[property="og:image:alt"]')["content"]
    month = site.page("2026/01/").select_one('meta[name="description"]')["content"]
    assert date in card
    assert LOCALES[lang].month in month
    assert date in site.read("atom.xml")
    assert date in site.read("rss.xml")
    with ZipFile(site.output / "series/s/s.epub") as book:
        assert date in book.read("EPUB/part-001.xhtml").decode()


@pytest.mark.parametrize("lang", LOCALES)
def test_numbers_are_grouped_as_in_the_locale(lang: str) -> None:
    assert Wording(lang).number(12_345) == LOCALES[lang].number


@pytest.mark.parametrize("lang", ["de-AT", "de-CH", "en-GB", "pt-BR"])
def test_setting_gives_a_language_the_words_of_a_locale(build: Build, lang: str) -> None:
    base = lang.partition("-")[0]
    settings = {"DEFAULT_LANG": base, "ROSTRUM": {**BOTH, "locales": {base: lang}}}
    site = build(FILES, settings, as_of="2026-02-01")
    assert site.exitcode == 0, site.text
    for path, kinds in PAGES.items():
        text = site.page(path).body.get_text(" ", strip=True)
        for kind in kinds:
            assert getattr(LOCALES[lang], kind) in text, (path, kind)


@pytest.mark.parametrize(
    ("lang", "heard"),
    [("de-AT", "Jänner 2026"), ("es-419", "enero de 2026"), ("zh-Hant", "2026年1月")],
)
def test_month_below_a_year_is_heard_with_the_year(build: Build, lang: str, heard: str) -> None:
    site = build(FILES, {"DEFAULT_LANG": lang, "ROSTRUM": BOTH}, as_of="2026-02-01")
    link = site.page("archive/").select_one(".count-list a")
    for unheard in link.select("[aria-hidden]"):
        unheard.extract()
    assert link.get_text() == heard
