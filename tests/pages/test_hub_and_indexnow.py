"""The hub of WebSub in feeds, and the key file of IndexNow."""

from __future__ import annotations

import feedparser
import pytest
from support.sites import ANNA, post

FILES = {"people/anna.md": ANNA, "posts/a.md": post(title="Hallo")}
HUB = "https://hub.example/"
KEY = "0123456789abcdef"


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
def test_feeds_name_their_websub_hub(build, file: str) -> None:
    links = feedparser.parse(build(FILES, {"ROSTRUM": {"hub": HUB}}).read(file)).feed.links
    assert [link["href"] for link in links if link["rel"] == "hub"] == [HUB]
    assert next(link["href"] for link in links if link["rel"] == "self").endswith(file)


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
def test_feeds_without_a_hub_name_none(build, file: str) -> None:
    assert 'rel="hub"' not in build(FILES).read(file)


def test_the_indexnow_key_is_a_file_of_the_site(build) -> None:
    site = build(FILES, {"ROSTRUM": {"indexnow": KEY}})
    assert (site.exitcode, site.read(f"{KEY}.txt")) == (0, KEY)


@pytest.mark.parametrize(
    "key", ["short", "with space 123", "umläute-und-mehr", "../../secret-file"]
)
def test_a_wrong_indexnow_key_is_an_error(build, key: str) -> None:
    site = build(FILES, {"ROSTRUM": {"indexnow": key}})
    assert site.exitcode == 2
    assert f'error[setting]: indexnow: "{key}" is not a key of IndexNow' in site.findings[0]
