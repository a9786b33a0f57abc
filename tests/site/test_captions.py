"""Credits and licences in the captions of pictures in texts, from metadata and from the title."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from PIL import PngImagePlugin
from support.photographs import draw
from support.sites import ANNA, Built, post

from rostrum.image_metadata.xmp import _write
from rostrum.renditions.credits import PictureCredit
from rostrum.site.captions import complete_captions

Build = Callable[..., Built]

BY = "https://creativecommons.org/licenses/by/4.0/"
HOSTILE = '"><script>alert(1)</script>'
NAMES = {
    "credit": "photoshop:Credit",
    "license": "xmpRights:UsageTerms",
    "web": "xmpRights:WebStatement",
    "creator": "dc:creator",
}


def photograph(kind: str = "JPEG", **texts: str) -> bytes:
    """Return a photograph whose XMP has some credits."""
    packet = _write({NAMES[key]: [("", text)] for key, text in texts.items()})
    raw = BytesIO()
    options: dict[str, Any] = {"xmp": packet.encode()}
    if kind == "PNG":
        chunks = PngImagePlugin.PngInfo()
        chunks.add_itxt("XML:com.adobe.xmp", packet)
        options = {"pnginfo": chunks}
    elif kind == "TIFF":
        options = {"tiffinfo": {700: packet.encode()}}
    draw((400, 300)).save(raw, kind, **options)
    return raw.getvalue()


def show(build: Build, title: str, picture: bytes, **settings: Any) -> Tag:
    """Return the caption of a figure in a post."""
    files = {
        "people/anna.md": ANNA,
        "images/a.jpg": picture,
        "posts/a.md": post(f'![Halle](/images/a.jpg "{title}")\n', title="Mut"),
    }
    site = build(files, {"ROSTRUM": settings})
    assert site.exitcode == 0, site.text
    return site.page("2026/11/mut/").select_one(".prose figcaption")


def links(caption: Tag) -> list[tuple[str, str]]:
    return [(link.get_text(), link["href"]) for link in caption.select("a")]


@pytest.mark.parametrize("markdown", ["gfm", "python-markdown"])
def test_caption_has_credit_and_license_of_the_picture(build: Build, markdown: str) -> None:
    picture = photograph(credit="Nina Berger", license="CC BY 4.0", creator="Nina")
    caption = show(build, "Halle 4", picture, markdown=markdown)
    assert caption.get_text() == "Halle 4 · Nina Berger, CC BY 4.0"
    assert links(caption) == [("CC BY 4.0", BY)]
    assert caption.a["rel"] == ["license"]


@pytest.mark.parametrize(
    ("texts", "shown", "linked"),
    [
        ({"creator": "Nina Berger"}, "Halle 4 · Nina Berger", []),
        (
            {"credit": "Nina", "license": "Frei", "web": "https://x.example/l"},
            "Halle 4 · Nina, Frei",
            [("Frei", "https://x.example/l")],
        ),
        (
            {"credit": "Nina", "web": "https://x.example/l"},
            "Halle 4 · Nina, https://x.example/l",
            [("https://x.example/l", "https://x.example/l")],
        ),
        (
            {"license": "CC BY 4.0", "web": "https://x.example/l"},
            "Halle 4 · CC BY 4.0, https://x.example/l",
            [("CC BY 4.0", BY), ("https://x.example/l", "https://x.example/l")],
        ),
        ({"license": BY}, f"Halle 4 · {BY}", [(BY, BY)]),
        ({"web": "javascript:alert(1)"}, "Halle 4 · javascript:alert(1)", []),
        ({"web": "https://bank.example@evil.example/"}, None, []),
        ({"license": "data:text/html,x", "web": "//x.example"}, None, []),
        ({"credit": HOSTILE, "license": HOSTILE, "web": HOSTILE}, None, []),
    ],
)
def test_only_web_addresses_of_metadata_are_links(
    build: Build, texts: dict[str, str], shown: str | None, linked: list[tuple[str, str]]
) -> None:
    caption = show(build, "Halle 4", photograph(**texts))
    assert caption.get_text() == (shown or f"Halle 4 · {', '.join(texts.values())}")
    assert links(caption) == linked
    assert not caption.select("script")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_credit_is_read_from_each_format(build: Build, kind: str) -> None:
    caption = show(build, "Halle 4", photograph(kind, credit="Nina Berger"))
    assert caption.get_text() == "Halle 4 · Nina Berger"


def test_what_the_caption_says_is_not_repeated(build: Build) -> None:
    picture = photograph(credit="Nina Berger", license="CC BY 4.0")
    caption = show(build, "Halle 4, Foto: Nina Berger, CC BY 4.0", picture)
    assert caption.get_text() == "Halle 4, Foto: Nina Berger, CC BY 4.0"
    assert links(caption) == [("CC BY 4.0", BY)]


def test_setting_without_credits_shows_none(build: Build) -> None:
    picture = photograph(credit="Nina Berger")
    assert show(build, "Halle 4", picture, picture_credits=False).get_text() == "Halle 4"


def test_changed_metadata_change_the_page(build: Build) -> None:
    assert "Nina" in show(build, "Halle 4", photograph(credit="Nina")).get_text()
    assert "Anna" in show(build, "Halle 4", photograph(credit="Anna")).get_text()


@pytest.mark.parametrize(
    ("title", "linked"),
    [
        ("Foto: https://x.example/a?b=1&c=2.", [("https://x.example/a?b=1&c=2",) * 2]),
        ("(https://x.example/a), CC0", [("https://x.example/a",) * 2, ("CC0", None)]),
        ("CC BY-SA 3.0 AT", [("CC BY-SA 3.0 AT", None)]),
        ("CC BY 4.0 AT", [("CC BY 4.0", None)]),
        ("ACC BY 4.0, CC BY 4.0.1", []),
        ("javascript:alert(1)", []),
        ("https://bank.example@evil.example/", []),
    ],
)
def test_addresses_and_licenses_in_a_title_are_links(
    build: Build, title: str, linked: list[tuple[str, str | None]]
) -> None:
    caption = show(build, title, photograph())
    assert caption.get_text() == title
    found = links(caption)
    assert [text for text, _ in found] == [text for text, _ in linked]
    for (_, href), (_, expected) in zip(found, linked, strict=True):
        assert href == expected if expected else href.startswith("https://creativecommons.org/")


def test_feeds_and_books_show_the_same_caption(build: Build) -> None:
    show(build, "Halle 4", photograph(credit="Nina Berger", license="CC BY 4.0"))
    site = build({})
    assert "Nina Berger" in site.read("atom.xml")
    assert BY in site.read("atom.xml")


CREDITS = {"/a.jpg": PictureCredit("Nina", "CC BY 4.0", "https://x.example/l")}
PIECES = ("<figure>", "</figure>", '<img src="/a.jpg">', "<figcaption>", "</figcaption>", "Halle ")


@given(st.lists(st.sampled_from((*PIECES, "<em>", "</em>", "CC0", "&amp;")), max_size=30))
def test_no_word_of_a_caption_is_lost(pieces: list[str]) -> None:
    html = "".join(pieces)
    done = BeautifulSoup(complete_captions(html, CREDITS), "html.parser")
    for added in done.select(".credit"):
        added.previous_sibling.replace_with(str(added.previous_sibling).removesuffix(" · "))
        added.extract()
    assert done.get_text() == BeautifulSoup(html, "html.parser").get_text()


@pytest.mark.parametrize(
    "piece",
    [
        "<figure>",
        '<figure><img src="/a.jpg"><figcaption>',
        "https://a.example.",
        "CC BY ",
        "<figure><picture><source>",
    ],
)
def test_hostile_captions_take_linear_time(piece: str, cpu_seconds: Callable[[], float]) -> None:
    complete_captions(f'<figure><img src="/a.jpg"><figcaption>{piece * 20_000}', CREDITS)
    text = f'<figure><img src="/a.jpg"><figcaption>{piece * 20_000}</figcaption></figure>'
    complete_captions(text, CREDITS)
    assert cpu_seconds() < 5
