"""The tree of a text: cleaned, with the structure that a browser gives it, and written as XHTML."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rostrum.html.fragments import parse_html, serialize

WRITTEN = {
    "an open paragraph": ("<p>a<p>b<br>", "<p>a</p><p>b<br/></p>"),
    "an empty element": ("<i id=a></i>", '<i id="a"></i>'),
    "overlapping elements": ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b><i>c</i>"),
    "a block in a link": ("<a><p>a</p></a>", "<a><p>a</p></a>"),
    "entities": ("&nbsp;&lt;&bogus;&auml;", "\xa0&lt;&amp;bogus;ä"),
    "signs in attributes": ('<img alt="a > b &quot;">', '<img alt="a &gt; b &quot;"/>'),
    "scripts": ("a<script>b</script><p onclick=c>d", "a<p>d</p>"),
    "a script in an address": ('<a href="javascript:b">a</a>', "<a>a</a>"),
    "markup in an iframe": (
        "<iframe src=a><script>b</script></p>&c;<",
        '<iframe src="a"></iframe>',
    ),
    "characters that XML lacks": ("a\x00\x08\ufffeb\r", "ab\n"),
    "nothing": ("", ""),
}
PIECES = ("<p>", "</p>", "<a href='x'>", "</a>", "<iframe>", "</iframe>", "<td>", "<table>", "<br>")


@pytest.mark.parametrize(("html", "written"), WRITTEN.values(), ids=WRITTEN)
def test_html_is_written_as_a_browser_reads_it(html: str, written: str) -> None:
    assert serialize(parse_html(html)) == written


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text("a<>&;\x08!-"))).map("".join))
def test_what_is_written_is_xml_and_the_same_html(html: str) -> None:
    written = serialize(parse_html(html))
    read = etree.tostring(etree.fromstring(f"<body>{written}</body>"), method="text", encoding=str)
    assert read == BeautifulSoup(written, "html5lib").body.get_text()
