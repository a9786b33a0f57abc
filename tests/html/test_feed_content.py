"""The HTML of feeds: without scripts, with links in place of what no feed reader shows."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from support.sites import ANNA, post

from rostrum.html.feed_content import feed_html
from rostrum.html.fragments import parse_html, serialize

PAGE = "https://blog.example/hallo/"
FILM = '<iframe src="https://video.example/1" title="Die Rede"></iframe>'
FILM_LINK = '<p><a href="https://video.example/1">Die Rede</a></p>'


@pytest.mark.parametrize(
    ("html", "content"),
    [
        ("<p>Text.</p><script>alert(1)</script>", "<p>Text.</p>"),
        ("<p>Text.</p><style>p { color: red }</style>", "<p>Text.</p>"),
        (FILM, FILM_LINK),
        (f"<p>Hier: {FILM}</p>", '<p>Hier: <a href="https://video.example/1">Die Rede</a></p>'),
        ('<iframe src="/x?a=1&amp;b=2">alt</iframe>',
         '<p><a href="https://blog.example/x?a=1&amp;b=2">https://blog.example/x?a=1&amp;b=2</a></p>'),
        ('<object data="b.pdf"><p>Bericht</p></object>',
         '<p><a href="https://blog.example/hallo/b.pdf">Bericht</a></p>'),
        ('<object><embed src="/b.swf" title="Film"></object>',
         '<p><a href="https://blog.example/b.swf">Film</a></p>'),
        ('<form action="/x"><input name="q"><button>Anmelden</button></form>',
         f'<p><a href="{PAGE}">Anmelden</a></p>'),
        ('<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="x"></iframe>', ""),
        ('<p onclick="x()" onmouseover=y()>P</p>', "<p>P</p>"),
        ('<p style="behavior:url(x)">P</p>', "<p>P</p>"),
        ('<p style="Color: red; position: fixed; width: calc(1px)">P</p>',
         '<p style="color: red">P</p>'),
        ('<li class="task"><label><input type="checkbox" checked disabled> a</label></li>',
         '<li class="task"><label>☑ a</label></li>'),
        ('<svg><title>x</title><path d="M0 0"/></svg><p>P</p>', "<p>P</p>"),
        ('<video src="/a.mp4" controls></video>',
         '<video src="https://blog.example/a.mp4" controls></video>'),
        (f'{FILM.replace("src", "hidden src")}<p>P</p>', "<p>P</p>"),
    ],
)  # fmt: skip
def test_feed_content_has_links_in_place_of_what_readers_refuse(html, content):
    assert feed_html(html, PAGE) == content


def test_plain_text_of_a_feed_stays_as_it_is_written():
    html = "<p>Ein <em>Text</em> &amp; <a href='https://x.example/'>mehr</a><br>on = off</p>\n"
    assert feed_html(html, PAGE) == html


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_feeds_have_no_scripts_frames_and_handlers(build, dialect):
    text = f'Rede:\n\n{FILM}\n\n<script>let x</script>\n\n<p onclick="x()">P</p>\n'
    files = {"people/anna.md": ANNA, "posts/a.md": post(text)}
    site = build(files, {"ROSTRUM": {"markdown": dialect, "levels": {"remote-file": "off"}}})
    for name in ("rss.xml", "atom.xml", "people/anna/rss.xml"):
        feed = site.read(name)
        assert '&lt;a href="https://video.example/1"&gt;Die Rede&lt;/a&gt;' in feed
        assert "iframe" not in feed
        assert "script" not in feed.replace("description", "")
        assert "onclick" not in feed
    assert "<iframe" in site.read("2026/11/hallo/")


@pytest.mark.parametrize(
    "piece", ["<iframe>", "<form>", "<object ", "<div onclick=x>", "<p style=a:b>"]
)
def test_feed_content_takes_time_linear_in_the_text(piece, cpu_seconds):
    feed_html(piece * 20_000, PAGE)
    assert cpu_seconds() < 5


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        *(("<p hidden>intern<p>P", "<p>P</p>"), ("<P/HIDDEN>intern</P>", "")),
        ("<p>a<span hidden>in<span>t</span>ern</span>b</p>", "<p>ab</p>"),
        ('<div style="color: red; Display:none">in<div>tern</div></div><p>P</p>', "<p>P</p>"),
        ('<img hidden src="x.png"><p style="visibility: hidden">intern</p>P', "P"),
        ('<p hidden="until-found">P</p>', "<p>P</p>"),
        ("<p>hidden = <b>P</b></p>", "<p>hidden = <b>P</b></p>"),
    ],
)
def test_hidden_words_are_in_no_feed_and_no_merged_document(html, shown):
    assert feed_html(html, PAGE) == shown
    assert serialize(parse_html(html)) == shown


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_feeds_series_and_books_leave_out_what_a_page_hides(build, dialect):
    text = "Davor <span hidden>intern</span> danach.\n\n<p style='display:none'>intern</p>\n"
    files = {
        "people/anna.md": ANNA,
        "series/plan.md": "---\ntitle: Plan\n---\n",
        "posts/a.md": post(text, series="plan", part=1),
        "posts/b.md": post("Zwei.", title="B", series="plan", part=2),
    }
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    with ZipFile(site.output / "series/plan/plan.epub") as book:
        book_text = book.read("EPUB/part-001.xhtml").decode()
    for read in (
        site.read("rss.xml"),
        site.read("atom.xml"),
        site.read("series/plan/all/"),
        book_text,
    ):
        assert "danach" in read
        assert "intern" not in read
    assert "<span hidden" in site.read("2026/11/hallo/")
