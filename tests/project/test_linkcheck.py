"""The check of links itself: what it must find, and what is none of its business."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.linkcheck import read_site
from support.sites import write_files

SITE = "https://blog.example"
TARGET = "<html><body><h1 id='da'>Da</h1></body></html>"
FEED = "<rss><link>{link}</link><item><description>{text}</description></item></rss>"


def broken(root: Path, **files: str) -> list[str]:
    names = {name.replace("_", ".", 1): text for name, text in files.items()}
    write_files(root, {"da/index.html": TARGET, "a b.jpg": "", **names})
    return read_site(root, SITE).broken


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/da/">',
        '<a href="da/#da">',
        '<a href="https://blog.example/da/?x=1">',
        '<a href="#da"><b id="da">',
        '<img src="/a%20b.jpg">',
        '<p class="e-content"><a href="/da/#weg">',
        '<a href="https://elsewhere.example/weg/">',
        '<a href="mailto:a@blog.example">',
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(tmp_path: Path, link: str) -> None:
    assert broken(tmp_path, index_html=f"<html><body>{link}") == []


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ('<a href="/weg/">', "/weg/"),
        ('<a href="/da">', "/da"),
        ('<a href="/da/#weg">', "/da/#weg"),
        ('<a href="#weg">', "/index.html#weg"),
        ('<a href="https://blog.example/weg/">', "https://blog.example/weg/"),
        ('<img srcset="/da/ 1x, /weg.jpg 2x">', "/weg.jpg"),
        ('<meta property="og:image" content="https://blog.example/weg.jpg">', "/weg.jpg"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, link: str, target: str) -> None:
    assert broken(tmp_path, index_html=f"<html><body>{link}") == [
        f"/index.html: {target.removeprefix(SITE)}"
    ]


@pytest.mark.parametrize(
    ("link", "text", "found"),
    [
        ("https://blog.example/da/", '&lt;a href="https://blog.example/da/#weg"&gt;', []),
        ("https://blog.example/da/#weg", "", ["/rss.xml: /da/#weg"]),
        ("https://blog.example/da/", '&lt;a href="/da/"&gt;', ["/rss.xml: relative: /da/"]),
        ("https://blog.example/da/", '&lt;img src="a.jpg"&gt;', ["/rss.xml: relative: a.jpg"]),
    ],
)
def test_a_feed_is_read_with_the_texts_in_it(
    tmp_path: Path, link: str, text: str, found: list[str]
) -> None:
    assert broken(tmp_path, rss_xml=FEED.format(link=link, text=text)) == found
