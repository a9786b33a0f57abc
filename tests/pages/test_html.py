"""Every page of the demo as a machine reads it: well-formed, linked up, in one language."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import html5lib
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from bs4 import BeautifulSoup, NavigableString, Tag
from support.demo import ROOT, SITE, build_demo, list_pages
from support.linkcheck import read_site

from rostrum.i18n.catalogs import Catalogs

LANGUAGES = ("de", "en")
CATALOG = "plugins/rostrum/i18n/locale/de/LC_MESSAGES/rostrum.po"
REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers", "list")
SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-loading", "data-failed")
# Texts of authors, and names: a person, a tag or a title may be in any language.
AUTHORED = (
    ".e-content, .p-name, .p-summary, .p-category, .up-next-title, .announced, h1, .tags, "
    ".tag-cloud"
)

Demo = dict[str, BeautifulSoup]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory)


@pytest.fixture(scope="module")
def pages(output: Path) -> Demo:
    """Every page by its address below the site's root."""
    return {
        _address(output, file): BeautifulSoup(file.read_text("utf-8"), "lxml")
        for file in list_pages(output)
    }


def _address(output: Path, file: Path) -> str:
    return f"/{file.relative_to(output).as_posix()}".removesuffix("index.html")


def language_of(address: str) -> str:
    return "en" if address.startswith("/en/") else "de"


def test_a_strict_parser_has_nothing_to_say(output: Path) -> None:
    files = list_pages(output)
    assert len(files) > 100
    with ProcessPoolExecutor() as pool:
        assert [words for words in pool.map(_parse, files, chunksize=16) if words] == []


def _parse(file: Path) -> str:
    """Return what is wrong with a page's HTML by the standard's own parsing rules, or nothing."""
    try:
        html5lib.HTMLParser(strict=True).parse(file.read_bytes(), transport_encoding="utf-8")
    except html5lib.html5parser.ParseError as wrong:
        return f"{file}: {wrong}"
    return ""


def test_every_link_leads_somewhere(output: Path) -> None:
    site = read_site(output, SITE)
    assert site.link_count > 5_000
    assert site.broken == []


def test_what_points_at_an_id_finds_it_once(pages: Demo) -> None:
    for address, page in pages.items():
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), address
        for tag, name in itertools.product(page.find_all(True), REFERRING):
            assert set(str(tag.get(name, "")).split()) <= set(ids), (address, tag)


def test_headings_are_an_outline_without_gaps(pages: Demo) -> None:
    for address, page in pages.items():
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, address
        steps = itertools.pairwise([0, *levels])
        assert all(after <= before + 1 for before, after in steps), (address, levels)
        assert all(heading.get_text(strip=True) for heading in page.select("h1, h2, h3, h4"))


def test_a_header_of_a_table_has_words(pages: Demo) -> None:
    headers = [(address, th) for address, page in pages.items() for th in page.select("th")]
    assert headers
    assert [pair for pair in headers if not pair[1].get_text(strip=True)] == []


def test_a_page_says_its_language_and_that_of_pages_in_another(pages: Demo) -> None:
    for address, page in pages.items():
        lang = language_of(address)
        assert page.html["lang"] == lang, address
        for link in page.select("body a[href^='/']"):
            target = str(link["href"])
            if target.startswith(("/images/", "/theme/")) or target.endswith(".xml"):
                continue
            if language_of(target) != lang and link.find_parent(class_="e-content") is None:
                assert link.get("hreflang") == language_of(target), (address, target)


def test_translations_name_each_other_and_themselves(pages: Demo) -> None:
    versions = {
        address: {str(link["hreflang"]): str(link["href"]) for link in page.select(HREFLANG)}
        for address, page in pages.items()
    }
    named = {address: links for address, links in versions.items() if links}
    assert len(named) > 50
    for address, links in named.items():
        assert links[language_of(address)] == SITE + address
        assert links["x-default"] == links["de"]
        for lang, url in links.items():
            assert lang in (language_of(url.removeprefix(SITE)), "x-default")
            assert versions[url.removeprefix(SITE)] == links, address


HREFLANG = "head link[rel=alternate][hreflang]"


def test_a_page_tells_others_its_own_whole_address_and_title(pages: Demo) -> None:
    for address, page in pages.items():
        assert _meta(page, "og:url") == page.select_one("link[rel=canonical]")["href"]
        assert _meta(page, "og:url") == SITE + address
        assert _meta(page, "og:title")
        assert _meta(page, "og:type") in ("website", "article", "profile")
        picture = page.select_one("meta[property='og:image']")
        if picture:
            assert picture["content"].startswith((f"{SITE}/media/", f"{SITE}/images/"))
            assert _meta(page, "og:image:alt")
    titles = [(language_of(address), page.title.get_text()) for address, page in pages.items()]
    assert sorted(titles) == sorted(set(titles))


def _meta(page: BeautifulSoup, name: str) -> str:
    return str(page.select_one(f"meta[property='{name}']")["content"])


def test_noindex_only_on_pages_without_content_of_their_own(pages: Demo) -> None:
    hidden = {address for address, page in pages.items() if page.select_one("meta[name=robots]")}
    posts = {address for address in hidden if re.fullmatch(r"(/en)?/\d{4}/\d\d/[^/]+/", address)}
    whole = {address for address in hidden if re.fullmatch(r"(/en)?/series/[^/]+/all/", address)}
    assert len(whole) == 4  # two series in two languages, whose parts have pages of their own
    assert hidden - posts - whole == {"/404.html", "/en/404.html"}
    assert posts == {"/2026/01/textwerkstatt/"}  # the demo's one hidden post


def test_a_post_says_to_search_engines_what_it_says_to_readers(pages: Demo) -> None:
    posts = {address: page for address, page in pages.items() if page.select(POST)}
    assert len(posts) > 30
    for address, page in posts.items():
        data = _data(page)
        assert data["@type"] == "BlogPosting"
        assert data["headline"] == page.h1.get_text()
        assert data["inLanguage"] == language_of(address)
        assert data["mainEntityOfPage"] == SITE + address
        assert data["publisher"]["@type"] == "Organization"
        head = page.select_one(".post-header")
        assert data["datePublished"] == head.select_one(".dt-published")["datetime"]
        bylines = [name.get_text(strip=True) for name in head.select(".p-author .p-name")]
        assert [author["name"] for author in data["author"]] == bylines
        assert {author["@type"] for author in data["author"]} == {"Person"}
        assert data["commentCount"] == len(page.select(".comments article.comment"))


POST = "article.post > .e-content ~ .topics, article.post > .post-header .p-author"


def _data(page: BeautifulSoup) -> Any:
    return json.loads(page.select_one("script[type='application/ld+json']").string)


def test_json_ld_describes_a_person_and_a_blog(pages: Demo) -> None:
    people = [address for address in pages if re.fullmatch(r"(/en)?/people/[^/]+/", address)]
    assert len(people) == 26
    for address in people:
        page, data = pages[address], _data(pages[address])
        person = data["mainEntity"]
        assert (data["@type"], person["@type"]) == ("ProfilePage", "Person")
        assert person["name"] == page.h1.get_text(strip=True)
        assert person["url"] == SITE + address
    assert [_data(pages[home])["@type"] for home in ("/", "/en/")] == ["Blog", "Blog"]


def test_all_structured_data_can_be_read_and_is_of_a_known_kind(pages: Demo) -> None:
    scripts = [script for page in pages.values() for script in page.select("script[type*=json]")]
    kinds = {json.loads(script.string)["@type"] for script in scripts}
    assert kinds == {"Blog", "BlogPosting", "BreadcrumbList", "ProfilePage"}


def test_microformats_mark_posts_people_and_replies(pages: Demo) -> None:
    page = pages["/2026/11/fehlerliste/"]
    (entry,) = page.select("article.post.h-entry")
    assert entry.select_one(".p-name").get_text() == "Unsere Fehlerliste ist jetzt öffentlich"
    assert entry.select_one(".p-author.h-card .u-url")["href"] == "/people/daniel-okafor/"
    assert entry.select_one("a.u-url:has(> .dt-published)")["href"] == "/2026/11/fehlerliste/"
    assert len(entry.select(".u-comment.h-cite .p-author.h-card")) == 6
    for reply in entry.select(".u-comment"):
        assert reply.select_one(".u-url:has(> .dt-published)")["href"] == f"#{reply['id']}"
        assert reply.select_one(".e-content").get_text(strip=True)
    card = pages["/people/daniel-okafor/"].select_one(".h-card h1 .p-name.u-url")
    assert card.get_text(strip=True) == "Daniel Okafor"
    for address, page in pages.items():
        for entry in page.select(".h-entry"):
            assert entry.select_one(".p-name"), address
            assert entry.select_one("time.dt-published[datetime]"), address


@pytest.mark.parametrize(("lang", "other"), [("de", "en"), ("en", "de")])
def test_no_page_speaks_the_other_language(pages: Demo, lang: str, other: str) -> None:
    own, foreign = wordings(lang), wordings(other)
    mine = [address for address in pages if language_of(address) == lang]
    for address in mine:
        said = list(_sayings(pages[address]))
        assert sum(1 for words in said if own.fullmatch(words)) >= 8, address
        strange = {w for w in said if foreign.fullmatch(w) and not own.fullmatch(w)}
        assert strange == set(), address


def _sayings(page: BeautifulSoup) -> Iterator[str]:
    """Yield what the kit says on a page, with an ellipsis for each text and name of an author."""
    skipped = {id(tag) for part in page.select(AUTHORED) for tag in (part, *part.find_all(True))}
    lang = page.html["lang"]
    for tag in page.body.find_all(True):
        if id(tag) in skipped or tag.name == "script" or _is_in_another(tag, lang):
            continue
        yield from (_tidy(str(tag[name])) for name in SPOKEN if tag.get(name))
        yield _tidy("".join(_strings(tag, skipped, lang)))
        yield from (_tidy(part) for part in tag.children if type(part) is NavigableString)


def _strings(tag: Tag, skipped: set[int], lang: str) -> Iterator[str]:
    for part in tag.children:
        if isinstance(part, Tag):
            authored = id(part) in skipped or _is_in_another(part, lang)
            yield from ("…",) if authored else _strings(part, skipped, lang)
        elif type(part) is NavigableString:
            yield part


def _is_in_another(tag: Tag, lang: str) -> bool:
    holder = tag if tag.get("lang") else tag.find_parent(lang=True)
    return holder is not None and holder["lang"] != lang


def _tidy(words: str) -> str:
    return " ".join(words.split())


@cache
def wordings(lang: str) -> re.Pattern[str]:
    """Return what matches each wording of the theme in a language, whatever it is about."""
    catalog = read_po(BytesIO((ROOT / CATALOG).read_bytes()))
    messages = [it for it in catalog if any("theme/" in path for path, _ in it.locations)]
    translations = Catalogs().load(lang).translations
    strings = [text for message in messages for text in _translate(message, translations)]
    return re.compile("|".join(_match_any(text) for text in strings if len(_plain(text)) >= 3))


def _translate(message: Message, translations: NullTranslations) -> tuple[str, ...]:
    if message.context:
        return (translations.pgettext(message.context, message.id),)
    if isinstance(message.id, str):
        return (translations.gettext(message.id),)
    return tuple(translations.ngettext(*message.id, number) for number in (1, 2))


def _plain(text: str) -> str:
    return re.sub(r"%\(\w+\)s|\W", "", text)


def _match_any(text: str) -> str:
    return ".+".join(re.escape(_tidy(part)) for part in re.split(r"\s?%\(\w+\)s\s?", text))
