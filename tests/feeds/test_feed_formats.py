import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rostrum.feeds.entries import EntryCache
from rostrum.feeds.model import FORMATS, Entry, Feed, Format, Writer
from rostrum.feeds.writer import WRITERS, write_atom, write_rss

VIENNA = timezone(timedelta(hours=1))
MORNING = datetime(2026, 11, 3, 8, 30, tzinfo=VIENNA)

POST = Entry(
    id="tag:blog.example,2026:posts/2026/wochenfehler",
    title="Der Fehler der Woche: 3 < 4 & mehr",
    url="https://blog.example/2026/11/fehler-der-woche/",
    html='<p>Wir reden <em>offen</em> &amp; oft: <a href="https://blog.example/x/">hier</a>.</p>',
    published=MORNING,
    updated=MORNING + timedelta(days=2),
    summary="Wir reden über Fehler & lernen.",
    authors=(
        Writer("Anna Öllinger", "https://blog.example/people/anna-oellinger/"),
        Writer("Bela Kun"),
    ),
    categories=("Kultur", "Fehler & Mut"),
    lang="de",
    image_url="https://blog.example/images/fehler.jpg",
    comments_url="https://blog.example/2026/11/fehler-der-woche/#comments",
    comments_feed="https://blog.example/2026/11/fehler-der-woche/comments/rss.xml",
    comments=2,
)
OLDER = replace(
    POST,
    id="https://blog.example/2026/10/start/",
    url="https://blog.example/2026/10/start/",
    title="Start",
    published=MORNING - timedelta(days=30),
    updated=MORNING - timedelta(days=30),
)
FEED = Feed(
    id="tag:blog.example,2026:feed",
    title="Werkstatt",
    url="https://blog.example/feed.xml",
    home="https://blog.example/",
    lang="de",
    updated=MORNING + timedelta(days=2),
    author=Writer("Maschinenbau AG", "https://blog.example/"),
    subtitle="Das Blog",
    entries=(POST, OLDER),
    icon="https://blog.example/theme/icon.png",
    logo="https://blog.example/theme/logo.png",
)
XML = "{http://www.w3.org/XML/1998/namespace}"
ATOM = "{http://www.w3.org/2005/Atom}"
THR = "{http://purl.org/syndication/thread/1.0}"


@pytest.fixture(params=FORMATS, ids=lambda row: row.name)
def feed_format(request: pytest.FixtureRequest) -> Format:
    return request.param


def read(written: bytes) -> Any:
    parsed = feedparser.parse(written, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def write(row: Format, feed: Feed, cache: EntryCache | None = None) -> bytes:
    return WRITERS[row.name](feed, cache)


def test_a_reader_sees_the_feed_and_its_posts_newest_first(feed_format: Format) -> None:
    parsed = read(write(feed_format, FEED))
    feed = parsed.feed
    assert (feed.title, feed.subtitle, feed.link) == ("Werkstatt", "Das Blog", FEED.home)
    assert feed.language == "de"
    assert feed.updated_parsed[:5] == (2026, 11, 5, 7, 30)
    own = [(link.href, link.type) for link in feed.links if link.rel == "self"]
    assert own == [("https://blog.example/feed.xml", feed_format.media_type)]
    assert [entry.title for entry in parsed.entries] == [
        "Der Fehler der Woche: 3 < 4 & mehr",
        "Start",
    ]


def test_an_entry_carries_the_whole_post(feed_format: Format) -> None:
    entry = read(write(feed_format, FEED)).entries[0]
    assert entry.id == "tag:blog.example,2026:posts/2026/wochenfehler"
    assert entry.link == "https://blog.example/2026/11/fehler-der-woche/"
    assert entry.content[0].value == POST.html
    assert entry.content[0].type == "text/html"
    assert [tag.term for tag in entry.tags] == ["Kultur", "Fehler & Mut"]
    assert entry.published_parsed[:5] == (2026, 11, 3, 7, 30)
    assert entry.media_content[0]["url"] == "https://blog.example/images/fehler.jpg"


def test_atom_feed_names_every_author_and_both_dates() -> None:
    entry = read(write_atom(FEED)).entries[0]
    assert [(a.name, a.get("href")) for a in entry.authors] == [
        ("Anna Öllinger", "https://blog.example/people/anna-oellinger/"),
        ("Bela Kun", None),
    ]
    assert entry.updated == "2026-11-05T08:30:00+01:00"


def test_a_summary_is_html_as_rss_reads_it_and_atom_is_told(feed_format: Format) -> None:
    entry = read(write(feed_format, FEED)).entries[0]
    assert entry.summary == "Wir reden über Fehler &amp; lernen."
    assert entry.summary_detail.type == "text/html"


def test_rss_names_every_author() -> None:
    root = etree.fromstring(write_rss(FEED))
    item = root.find("channel/item")
    creators = item.findall("{http://purl.org/dc/elements/1.1/}creator")
    assert [creator.text for creator in creators] == ["Anna Öllinger", "Bela Kun"]
    assert item.findtext("pubDate") == "Tue, 03 Nov 2026 08:30:00 +0100"
    assert root.findtext("channel/lastBuildDate") == "Thu, 05 Nov 2026 08:30:00 +0100"


def test_rss_says_which_ids_are_addresses() -> None:
    guids = etree.fromstring(write_rss(FEED)).findall("channel/item/guid")
    assert [guid.get("isPermaLink") for guid in guids] == ["false", "true"]


def test_the_language_of_each_entry_is_told() -> None:
    feed = replace(FEED, entries=(replace(POST, lang="en"),))
    item = etree.fromstring(write_rss(feed)).find("channel/item")
    assert item.findtext("{http://purl.org/dc/elements/1.1/}language") == "en"
    entry = etree.fromstring(write_atom(feed)).find(f"{ATOM}entry")
    assert entry.get(f"{XML}lang") == "en"


def test_rss_leads_to_the_conversation_about_a_post() -> None:
    entry = read(write_rss(FEED)).entries[0]
    assert entry.comments == "https://blog.example/2026/11/fehler-der-woche/#comments"
    assert entry.slash_comments == "2"
    assert entry.wfw_commentrss == (
        "https://blog.example/2026/11/fehler-der-woche/comments/rss.xml"
    )


def test_atom_leads_to_the_conversation_about_a_post() -> None:
    entry = etree.fromstring(write_atom(FEED)).find(f"{ATOM}entry")
    replies = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "replies"]
    assert [(link.get("type"), link.get("href")) for link in replies] == [
        ("text/html", "https://blog.example/2026/11/fehler-der-woche/#comments"),
        (
            "application/rss+xml",
            "https://blog.example/2026/11/fehler-der-woche/comments/rss.xml",
        ),
    ]
    assert entry.findtext(f"{THR}total") == "2"


def test_a_post_without_conversation_says_nothing_of_one(feed_format: Format) -> None:
    quiet = replace(POST, comments_url="", comments_feed="", comments=None)
    written = write(feed_format, replace(FEED, entries=(quiet,)))
    root = etree.fromstring(written)
    names = {etree.QName(element).localname for element in root.iter()}
    assert not names & {"comments", "commentRss", "total", "in-reply-to"}
    assert not root.xpath("//@rel[. = 'replies']")


def test_a_comment_says_what_it_answers(feed_format: Format) -> None:
    comment = Entry(
        id="tag:blog.example,2026:comments/2026/wochenfehler/002",
        title="Zora Novak",
        url=f"{POST.url}#comment-002",
        html="<p>Stimmt.</p>",
        published=MORNING,
        updated=MORNING,
        reply_to=POST.id,
        reply_to_url=POST.url,
    )
    root = etree.fromstring(write(feed_format, replace(FEED, entries=(comment,))))
    answered = root.find(f".//{THR}in-reply-to")
    assert dict(answered.attrib) == {"ref": POST.id, "href": POST.url, "type": "text/html"}


def test_an_entry_of_nobody_is_the_feeds_author(feed_format: Format) -> None:
    feed = replace(FEED, entries=(replace(POST, authors=(Writer(" "),)),))
    parsed = read(write(feed_format, feed))
    assert "authors" not in parsed.entries[0] or parsed.entries[0].authors == [
        {"name": "Maschinenbau AG", "href": "https://blog.example/"}
    ]


def test_a_post_without_a_text_is_its_summary(feed_format: Format) -> None:
    feed = replace(FEED, entries=(replace(POST, html="\n"),))
    entry = read(write(feed_format, feed)).entries[0]
    assert "content" not in entry
    assert entry.summary.replace("&amp;", "&") == POST.summary


def test_a_feed_without_entries_is_a_feed(feed_format: Format) -> None:
    parsed = read(write(feed_format, replace(FEED, entries=(), subtitle="")))
    assert (parsed.feed.title, parsed.entries) == ("Werkstatt", [])


def test_equal_input_gives_equal_bytes_with_and_without_a_cache(feed_format: Format) -> None:
    alone = write(feed_format, FEED)
    cache = EntryCache()
    first = write(feed_format, FEED, cache)
    write(feed_format, replace(FEED, entries=(OLDER, POST)), cache)
    assert alone == first == write(feed_format, FEED, cache)


def test_an_entry_that_is_listed_twice_is_there_twice(feed_format: Format) -> None:
    feed = replace(FEED, entries=(POST, OLDER, POST))
    assert len(read(write(feed_format, feed)).entries) == 3


def test_a_feed_tells_no_time_but_those_it_was_given(feed_format: Format) -> None:
    written = write(feed_format, FEED).decode()
    assert set(re.findall(r"\d\d:\d\d:\d\d", written)) == {"08:30:00"}


@pytest.mark.parametrize(
    ("date", "written"),
    [
        (datetime(2026, 11, 3, 8, 30, 0, 123456, tzinfo=UTC), "2026-11-03T08:30:00+00:00"),
        (
            datetime(2026, 11, 3, 8, 30, tzinfo=timezone(timedelta(hours=1, seconds=5))),
            "2026-11-03T07:29:55+00:00",
        ),
    ],
)
def test_moments_are_written_in_a_form_that_readers_know(date: datetime, written: str) -> None:
    feed = replace(FEED, entries=(replace(POST, published=date),))
    assert read(write_atom(feed)).entries[0].published == written


def test_an_address_with_umlauts_and_spaces_becomes_a_uri(feed_format: Format) -> None:
    feed = replace(FEED, entries=(replace(POST, url="https://blog.example/öl und%20gas/"),))
    link = read(write(feed_format, feed)).entries[0].link
    assert link == "https://blog.example/%C3%B6l%20und%20gas/"


def test_a_tag_in_a_title_is_text_to_every_reader(feed_format: Format) -> None:
    feed = replace(FEED, entries=(replace(POST, title="Zora: <script>x()</script> <b>&"),))
    title = feedparser.parse(write(feed_format, feed)).entries[0].title
    assert BeautifulSoup(title, "html.parser").find_all(True) == []
    assert title.replace("\u200b", "") == "Zora: <script>x()</script> <b>&"


def test_characters_that_xml_forbids_are_dropped(feed_format: Format) -> None:
    post = replace(
        POST, title="Ein\x00 Titel\x1b[31m\ud800", html="<p>a\x08b\r\nc\ufffe ]]> 🦆</p>"
    )
    entry = read(write(feed_format, replace(FEED, entries=(post,)))).entries[0]
    assert entry.title == "Ein Titel[31m"
    assert entry.content[0].value == "<p>ab\nc ]]> 🦆</p>"


ANY_TEXT = st.text(st.characters(codec=None))


@given(title=ANY_TEXT, html=ANY_TEXT, name=ANY_TEXT, term=ANY_TEXT, key=ANY_TEXT)
def test_whatever_people_write_the_feed_is_well_formed(
    title: str, html: str, name: str, term: str, key: str
) -> None:
    post = replace(
        POST,
        id=f"tag:blog.example,2026:{key}",
        title=title,
        html=html,
        summary=title,
        authors=(Writer(name, f"https://blog.example/{name}"),),
        categories=(term,),
        url=f"https://blog.example/{key}",
        lang=term,
    )
    feed = replace(FEED, title=title, subtitle=html, entries=(post,), author=Writer(name))
    for row in FORMATS:
        root = etree.fromstring(write(row, feed))
        assert len(root.xpath("//*[local-name() = 'item' or local-name() = 'entry']")) == 1
