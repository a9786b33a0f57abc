"""Sites in regional languages: addresses, dates, and what is taken from a more general language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import feedparser
import pytest
from bs4 import BeautifulSoup
from support.linkcheck import read_site
from support.served import serving
from support.sites import ANNA, BEN, Built, post, source, write_files, write_settings

from rostrum.crosspost.html_page import format_html
from rostrum.crosspost.site_plan import make_site_plan

Build = Callable[..., Built]

JANUARY = "2026-01-18 17:12"
PEOPLE = {
    "people/anna.de.md": ANNA,
    "people/anna.zh.md": source("安娜領導工廠。\n", role="執行長"),
    "people/ben.md": BEN,
    "people/ben.es.md": source("Ben dirige la nave.\n", role="Maestro", unit="Nave 4"),
    "people/ben.es-419.md": source(role="Capataz"),
}
FILES: dict[str, str | bytes | None] = {
    **PEOPLE,
    "series/lernen.de.md": source("Wie wir lernen.\n", title="Lernen", summary="Kurz."),
    "series/lernen.es.md": source("Cómo.\n", title="Aprender"),
    "topics.de.yaml": "tags:\n  Halle: Was in den Hallen geschieht.\n",
    "posts/mut.md": post(
        "Ein Satz.[^1]\n\n[^1]: Die Quelle.\n",
        title="Mut",
        date=JANUARY,
        authors=["anna", "ben"],
        tags=["Halle"],
        series="lernen",
        part=1,
    ),
    "posts/zwei.md": post(title="Zwei", date=JANUARY, series="lernen", part=2),
    "posts/mut.zh-hant.md": post("勇氣" * 500, title="勇氣", date=JANUARY),
    "posts/mut.es-419.md": post("Valor.\n", title="Valor", date=JANUARY, series="lernen", part=1),
    "posts/mut.en-gb.md": post("Dare.\n", title="Courage", date=JANUARY, authors=["ben"]),
    "pages/wir.md": source("Wir.\n", title="Wir"),
    "pages/wir.EN-GB.md": source("We.\n", title="About us"),
    "comments/mut/001.md": source("Danke!\n", author="Eva", date="2026-01-19 08:30"),
}
SETTINGS = {
    "DEFAULT_LANG": "de-at",
    "ROSTRUM": {
        "languages": ["zh-hant", "es-419", "en-GB"],
        "subtitle": "Aus dem Werk",
        "subtitles": {"zh": "部落格"},
        "levels": {"catalog-missing": "off", "card-letters": "off"},
        "networks": ["x"],
    },
}


@pytest.fixture
def site(build: Build) -> Built:
    site = build(FILES, SETTINGS)
    assert site.exitcode == 0
    assert site.codes == []
    return site


def test_regional_addresses_are_lower_case_and_tags_canonical(site: Built) -> None:
    assert site.page("2026/01/mut/").html["lang"] == "de-AT"
    assert site.page("zh-hant/").html["lang"] == "zh-Hant"
    assert site.page("en-gb/about-us/").html["lang"] == "en-GB"
    assert not [name for name in site.files if name != name.lower()]
    assert read_site(site.output, "https://blog.example").broken == []


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("2026/01/mut/", "18. Jänner 2026"),
        ("2026/01/mut/", "19. Jänner 2026, 08:30"),
        ("2026/01/", "Jänner 2026"),
        ("en-gb/2026/01/courage/", "18 January 2026"),
        ("zh-hant/", "2026年1月18日"),
        ("es-419/2026/01/valor/", "18 de enero de 2026"),
    ],
)
def test_regional_dates_on_pages(site: Built, page: str, shown: str) -> None:
    assert shown in site.page(page).body.get_text(" ", strip=True)


def test_reading_time_counts_chinese_characters(site: Built) -> None:
    """1,000 characters at 400 a minute."""
    page = site.page("zh-hant/2026/01/yong-qi/")
    assert "2 minutes" in page.select_one("header").parent.get_text(" ", strip=True)
    assert '"wordCount":500' in site.read("zh-hant/2026/01/yong-qi/").replace(" ", "")


def test_regional_menu_and_labels_are_those_of_the_language(site: Built) -> None:
    page = site.page("2026/01/mut/")
    assert "Archiv" in [link.get_text() for link in page.select("nav a")]
    assert page.select_one(".footnote-backref")["aria-label"] == "Zurück zum Text: Fußnote 1"
    assert [link.get_text() for link in page.select(".masthead a[hreflang]")] == [
        *("English", "Español", "中文"),
    ]


def test_file_names_make_posts_and_pages_translations(site: Built) -> None:
    assert site.page("2026/01/mut/").select('link[rel="alternate"][hreflang]') == site.page(
        "es-419/2026/01/valor/"
    ).select('link[rel="alternate"][hreflang]')
    alternates = site.page("2026/01/mut/").select('link[rel="alternate"][hreflang]')
    assert {link["hreflang"]: link["href"].split("example")[1] for link in alternates} == {
        "de-AT": "/2026/01/mut/",
        "en-GB": "/en-gb/2026/01/courage/",
        "es-419": "/es-419/2026/01/valor/",
        "zh-Hant": "/zh-hant/2026/01/yong-qi/",
        "x-default": "/2026/01/mut/",
    }
    about = site.page("en-gb/about-us/").select_one('link[hreflang="de-AT"]')
    assert about["href"] == "https://blog.example/wir/"


def test_person_in_a_general_language_serves_the_regional_one(site: Built) -> None:
    assert "Anna leitet das Werk." in site.page("people/anna/").main.get_text()
    chinese = site.page("zh-hant/people/anna/").main.get_text(" ", strip=True)
    assert "Anna Öllinger" in chinese
    assert "執行長" in chinese
    assert "安娜領導工廠。" in chinese


def test_regional_person_falls_back_to_the_general_one(site: Built) -> None:
    spanish = site.page("es-419/people/ben/").main.get_text(" ", strip=True)
    assert "Capataz" in spanish
    assert "Nave 4" in spanish
    assert "Ben dirige la nave." in spanish
    assert "Maestro" not in spanish
    english = site.page("en-gb/people/ben/").main.get_text(" ", strip=True)
    assert "Meister" in english


def test_series_in_a_general_language_serves_the_regional_one(site: Built) -> None:
    assert site.page("series/lernen/").h1.get_text() == "Lernen"
    spanish = site.page("es-419/series/lernen/")
    assert spanish.h1.get_text() == "Aprender"
    assert "Cómo." in spanish.main.get_text()
    assert len(spanish.select(".other-language")) >= 1  # part 2


def test_topics_in_a_general_language_describe_regional_tags(site: Built) -> None:
    assert "Was in den Hallen geschieht." in site.page("tag/halle/").main.get_text()


def test_subtitle_in_a_general_language_serves_the_regional_one(site: Built) -> None:
    assert "部落格" in site.page("zh-hant/").header.get_text()
    assert "Aus dem Werk" in site.page("es-419/").header.get_text()


def test_regional_feeds_and_calendars_name_their_language(site: Built) -> None:
    assert feedparser.parse(site.read("rss.xml")).feed.language == "de-AT"
    assert feedparser.parse(site.read("zh-hant/rss.xml")).feed.language == "zh-Hant"
    assert 'xml:lang="es-419"' in site.read("es-419/atom.xml")
    assert "LANGUAGE=es-419:" in site.read("es-419/series/lernen/calendar.ics")
    assert '"language": "zh-Hant"' in site.read("zh-hant/people.json")


def test_regional_book_has_regional_dates(site: Built) -> None:
    with ZipFile(site.output / "series/lernen/lernen.epub") as book:
        part = book.read("EPUB/part-001.xhtml").decode()
        package = book.read("EPUB/content.opf").decode()
    assert "18. Jänner 2026" in part
    assert "Teil 1 von 2" in part
    assert "<dc:language>de-AT</dc:language>" in package


def test_crossposts_fall_back_to_the_general_language(build: Build) -> None:
    site = build(FILES, SETTINGS, as_of=JANUARY)
    outcome, config = site.outcome, site.outcome.config
    assert outcome.site is not None
    assert config is not None
    parts = (outcome.site, config.addresses, config.content, config.settings, config.messages)
    plan = make_site_plan(*parts, outcome.report)
    texts = [message.text.split("\n")[0] for message in plan.messages]
    assert "Lernen, Teil 1 von 2: Mut" in texts
    page = BeautifulSoup(format_html(plan, config.messages["de-AT"]), "html.parser")
    assert page.html["lang"] == "de"
    assert "18. Jänner 2026" in page.get_text(" ", strip=True)


def test_live_preview_has_labels_for_a_regional_page(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_files(folder / "content", FILES)
    write_settings(folder / "pelicanconf.py", SETTINGS)
    with serving(folder) as served:
        assert served.url
        with served.tab() as tab:
            served.save({"posts/zwei.md": post(title="Zwei", status="nix")})
            labels = tab.hears("findings", errors=1)["labels"]["de-at"]
            assert labels["lang"] == "de"
            assert labels["counts"] == "1 Fehler"


def test_main_and_regional_language_stand_side_by_side(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(title="Kartoffel"),
        "posts/a.de-at.md": post(title="Erdapfel"),
    }
    site = build(files, {"ROSTRUM": {"languages": ["de", "de-AT"]}})
    assert site.codes == []
    link = site.page("de-at/2026/11/erdapfel/").select_one(".masthead a[hreflang]")
    assert link.get_text() == "Deutsch"
    assert "Anna leitet das Werk." in site.page("de-at/people/anna/").main.get_text()


def test_planned_part_in_a_general_language_is_not_overdue(build: Build) -> None:
    planned = [{"title": "Zwei", "part": 2, "date": "2026-11-20"}]
    files = {
        "people/anna.md": ANNA,
        "series/lernen.de.md": source(title="Lernen", planned=planned),
        "posts/eins.md": post(title="Eins", series="lernen", part=1),
        "posts/zwei.md": post(title="Zwei", series="lernen", part=2),
    }
    assert build(files, {"DEFAULT_LANG": "de-AT"}).codes == []
    site = build({"posts/zwei.md": None})
    assert site.codes == ["planned-overdue"]


def test_page_of_a_right_to_left_language_has_its_direction(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(title="Mut"),
        "posts/a.ar.md": post("نص.\n", title="شجاعة", slug="mut"),
    }
    levels = {"catalog-missing": "off"}
    site = build(files, {"ROSTRUM": {"languages": ["de", "ar"], "levels": levels}})
    assert site.page("ar/2026/11/mut/").html["dir"] == "rtl"
    assert "dir" not in site.page("2026/11/mut/").html.attrs
    assert site.page("2026/11/mut/").select_one(".masthead a[lang=ar]")["dir"] == "rtl"


def test_language_without_a_locale_is_published(build: Build) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post(title="Qapla", lang="tlh")}
    site = build(files, {"ROSTRUM": {"languages": ["de", "tlh"]}})
    assert site.exitcode == 0
    assert site.codes == ["catalog-missing"]
    assert "November 18, 2026" in site.page("tlh/2026/11/qapla/").main.get_text()


# A language whose words the kit lacks


def test_catalog_that_is_missing_is_told_once_for_a_language(build: Build) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post(), "posts/b.md": post(title="B")}
    rostrum = {"languages": ["de", "es-419", "de-AT", "en-GB"]}
    site = build(files, {"DEFAULT_LANG": "fr-CA", "ROSTRUM": rostrum})
    assert [(str(it.place), it.code) for it in site.report] == [
        ("pelicanconf.py:6:16", "catalog-missing"),
        ("pelicanconf.py:7:32", "catalog-missing"),
    ]
    assert [str(it.message) for it in site.report] == [
        'there is no catalog for "fr-CA": menus and labels are in English',
        'there is no catalog for "es-419": menus and labels are in English',
    ]


def test_catalog_of_the_general_language_is_not_missing(build: Build, tmp_path: Path) -> None:
    words = 'msgid "Archive"\nmsgstr "Archivo"\n'
    write_files(tmp_path, {"mine/locale/es/LC_MESSAGES/rostrum.po": words})
    files = {"people/anna.md": ANNA, "posts/a.md": post()}
    site = build(files, {"DEFAULT_LANG": "es-419", "THEME_TEMPLATES_OVERRIDES": ["mine"]})
    assert site.codes == []
    assert "Archivo" in [link.get_text() for link in site.page().select("nav a")]


# Other themes and plugins


def test_other_theme_knows_translations_by_file_name(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/mut.md": post(title="Mut"),
        "posts/mut.de-at.md": post(title="Schneid"),
        "pages/wir.md": source(title="Wir"),
        "pages/wir.de-at.md": source(title="Mir"),
    }
    rostrum = {"languages": ["de", "de-AT"], "render": False}
    site = build(files, {"THEME": "simple", "ROSTRUM": rostrum})
    assert site.exitcode == 0
    link = site.page("2026/11/mut/").select_one('a[hreflang="de-AT"]')
    assert link["href"] == "https://blog.example/de-at/2026/11/schneid/"
    link = site.page("wir/").select_one('a[hreflang="de-AT"]')
    assert link["href"] == "https://blog.example/de-at/mir/"


def test_regional_site_is_the_same_with_pelicans_generators(build: Build, tmp_path: Path) -> None:
    direct = build(FILES, SETTINGS)
    before = {name: (direct.output / name).read_bytes() for name in direct.files}
    write_files(tmp_path, {"idle.py": "def register():\n    pass\n"})
    plugins = {"PLUGINS": ["rostrum", "idle"], "PLUGIN_PATHS": ["."]}
    site = build({}, {**SETTINGS, **plugins}, no_cache=True)
    assert site.exitcode == 0
    assert {name: (site.output / name).read_bytes() for name in site.files} == before


def test_other_theme_lists_posts_in_the_regional_main_language(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(title="Courage", slug="mut", lang="en"),
        "posts/b.md": post(title="Mut", slug="mut"),
    }
    theme = {"THEME": "simple", "DIRECT_TEMPLATES": ["index"]}
    rostrum = {"languages": ["de-AT", "en"], "render": False}
    site = build(files, {**theme, "DEFAULT_LANG": "de-AT", "ROSTRUM": rostrum})
    assert site.exitcode == 0
    links = site.page().select("main a[rel=bookmark]")
    assert [link.get_text(strip=True) for link in links] == ["Mut"]


def test_hidden_translation_by_file_name_is_in_no_list(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/mut.md": post(title="Mut"),
        "posts/mut.en.md": post(title="Hagebutte", status="hidden"),
        "posts/zwei.en.md": post(title="Two"),
    }
    site = build(files)
    assert "Hagebutte" not in site.read("2026/11/mut/")
    assert site.page("en/2026/11/hagebutte/").select_one('[hreflang="de"][href$="/2026/11/mut/"]')


def test_installment_is_borrowed_from_the_general_language_first(build: Build) -> None:
    series = {"series": "lernen", "part": 2}
    files = {
        "people/anna.md": ANNA,
        "series/lernen.md": source(title="Learning"),
        "series/lernen.de.md": source(title="Lernen"),
        "posts/eins.de-at.md": post(title="Eins", series="lernen", part=1),
        "posts/two.md": post(title="Two", **series),
        "posts/two.de.md": post(title="Zwei", **series),
    }
    rostrum = {"languages": ["en", "de", "de-AT"]}
    site = build(files, {"DEFAULT_LANG": "en", "ROSTRUM": rostrum})
    page = site.page("de-at/series/lernen/")
    assert page.h1.get_text() == "Lernen"
    assert page.select_one(".other-language a")["href"] == "/de/2026/11/zwei/"


def test_person_link_leads_to_the_general_language(build: Build) -> None:
    link = "[Ben]({filename}/people/ben.md)\n"
    files = {
        "people/anna.md": ANNA,
        "people/ben.md": BEN,
        "posts/a.md": post(title="A"),
        "posts/b.de.md": post(title="B", authors=["ben"]),
        "posts/c.de-at.md": post(link, title="C", status="hidden"),
    }
    rostrum = {"languages": ["en", "de", "de-AT"]}
    site = build(files, {"DEFAULT_LANG": "en", "ROSTRUM": rostrum})
    page = site.page("de-at/2026/11/c/")
    assert page.select_one(".prose a")["href"] == "/de/people/ben/"
    assert page.select_one(".masthead a")["href"] == "/de/"
