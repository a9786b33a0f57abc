"""Typography on pages and in feeds: the same words everywhere, and the same ids as before."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from support.sites import ANNA, Built, post, source

Build = Callable[..., Built]

TEXT = """\
## "Los" -- jetzt

Sie sagte: "Das gilt seit 1. September", um 16:40 Uhr, § 5. Und `"so"`, $f'(x) - "a" ...$ nicht.
"""
FILES = {
    "posts/mut.md": post(
        TEXT,
        title='Mut "im" Werk - heute',
        summary='Wer fragt, "gewinnt" ...',
        authors=["anna"],
        series="lernen",
        part=1,
    ),
    "people/anna.md": ANNA.replace("---\n", "---\nsummary: '\"Ich frage.\"'\n", 1),
    "series/lernen.md": source(
        "Text.\n", title='Lernen - "neu"', planned=[{"title": 'Das "Ende"', "date": "2099-01-01"}]
    ),
    "topics.yaml": 'categories:\n  Werk: "Was im Werk geschieht - und warum."\n',
}
NO_BREAK = "\u00a0"


def make(build: Build, files: dict[str, str], **settings: object) -> Built:
    return build(files, {"ROSTRUM": {"levels": {"not-rendered": "off"}, **settings}})


@pytest.mark.parametrize("markdown", ["gfm", "python-markdown"])
def test_post_is_set_alike_in_each_dialect(build: Build, markdown: str) -> None:
    site = make(build, FILES, markdown=markdown)
    text = site.page("2026/11/mut-im-werk-heute/").select_one(".prose")
    assert text.h2.get_text().strip("¶") == "„Los“ – jetzt"
    assert f"„Das gilt seit 1.{NO_BREAK}September“, um 16:40{NO_BREAK}Uhr, §{NO_BREAK}5." in str(
        text
    )
    assert '<code>"so"</code>' in str(text).replace("&quot;", '"')


def test_formula_keeps_its_signs(build: Build) -> None:
    text = make(build, FILES).page("2026/11/mut-im-werk-heute/").select_one(".prose")
    assert '$f\'(x) - "a" ...$' in text.get_text()


def test_title_is_the_same_on_pages_and_in_feeds(build: Build) -> None:
    site = make(build, FILES)
    title = "Mut „im“ Werk – heute"
    page = site.page("2026/11/mut-im-werk-heute/")
    assert page.h1.get_text() == title
    assert page.select_one('meta[property="og:title"]')["content"].startswith(title)
    for file in ("atom.xml", "rss.xml", "feed.json", "index.html", "series/lernen/index.html"):
        if file in site.files:
            assert title in site.read(file), file
    data = [json.loads(it.string) for it in page.select('script[type="application/ld+json"]')]
    assert title in json.dumps(data, ensure_ascii=False)
    assert f"Wer fragt, „gewinnt“{NO_BREAK}…" in site.read("index.html")


def test_address_and_heading_ids_come_from_the_written_text(build: Build) -> None:
    shown = make(build, FILES)
    written = make(build, FILES, typography=False)
    address = "2026/11/mut-im-werk-heute/"
    ids = [[it.get("id") for it in site.page(address).select("h2")] for site in (shown, written)]
    assert ids[0] == ids[1]
    assert written.page(address).h1.get_text() == 'Mut "im" Werk - heute'
    assert shown.files == written.files


def test_event_of_an_announcement_keeps_its_id(build: Build) -> None:
    def find_ids(site: Built) -> set[str]:
        calendars = [site.read(name) for name in site.files if name.endswith(".ics")]
        lines = "".join(calendars).replace("\r\n ", "").splitlines()
        return {line for line in lines if line.startswith("UID:")}

    shown = find_ids(make(build, FILES))
    assert shown
    assert shown == find_ids(make(build, FILES, typography=False))


def test_change_of_the_setting_sets_cached_texts_anew(build: Build) -> None:
    address = "2026/11/mut-im-werk-heute/"
    assert "„Das gilt" in make(build, FILES).read(address)
    assert "„Das gilt" not in make(build, FILES, typography=False).read(address)
    assert "«Das gilt" in make(build, FILES, locales={"de": "de-CH"}).read(address)


@pytest.mark.parametrize("markdown", ["gfm", "python-markdown"])
@pytest.mark.parametrize("said", [True, False])
def test_post_says_itself_if_it_has_typography(build: Build, said: bool, markdown: str) -> None:
    own = post(
        'Sie "fragt" ...\n',
        title='Das "Wort"',
        summary='Es "gilt".',
        typography=said,
        key_points=['Ein "Punkt"'],
        changes=[{"date": "2026-11-19", "text": 'Ein "Wort" ergänzt.'}],
    )
    files = {"posts/own.md": own, "posts/other.md": post('Er "hört".\n', title='Das "Ohr"')}
    site = make(build, files, typography=not said, markdown=markdown)
    address = "2026/11/das-wort/"
    texts = (site.page(address).main.get_text(), site.read("atom.xml"), site.read("index.html"))
    for text in texts:
        assert ("„Wort“" in text) is said
        assert ("„Ohr“" in text) is not said
    assert ("„Punkt“" in texts[0]) is ("Ein „Wort“ ergänzt" in texts[0]) is said
    meta = site.page(address).select_one('meta[name="description"]')["content"]
    assert ("„gilt“" in meta) is said


def test_page_is_shown_as_it_is_written(build: Build) -> None:
    written = source('Er "hört" ...\n', title='Das "Ohr"', typography=False)
    main = make(build, {"pages/ohr.md": written}).page("das-ohr/").main
    assert main.h1.get_text() == 'Das "Ohr"'
    assert 'Er "hört" ...' in main.get_text()


@pytest.mark.parametrize(
    ("locales", "shown"),
    [
        ({}, "18. Januar 2026"),
        ({"de": "de-AT"}, "18. Jänner 2026"),
        ({"de": "de-CH"}, "18. Januar 2026"),
    ],
)
def test_locale_words_dates_without_other_addresses(
    build: Build, locales: dict[str, str], shown: str
) -> None:
    files = {"posts/mut.md": post(title="Mut", date="2026-01-18 09:00")}
    page = make(build, files, locales=locales).page("2026/01/mut/")
    assert shown in page.main.get_text(" ", strip=True)
    assert page.html["lang"] == "de"
    region = locales.get("de", "de-DE").replace("-", "_")
    assert page.select_one('meta[property="og:locale"]')["content"] == region


def test_locale_of_another_language_is_an_error(build: Build) -> None:
    site = make(build, FILES, locales={"de": "en-GB"})
    assert '"en-GB" is no form of "de"' in site.text


def test_path_of_one_link_is_not_shown(build: Build) -> None:
    site = make(build, FILES)
    assert not site.page("archive/").select(".breadcrumbs")
    assert site.page("people/anna/").select(".breadcrumbs")
