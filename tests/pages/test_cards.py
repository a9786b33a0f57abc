"""The card of a page: what networks show of a link to it."""

import io
import json
import re

import pytest
from PIL import Image
from support.sites import ANNA, post, source

FILES = {"people/anna.md": ANNA}
OFF = {"ROSTRUM": {"cards": False}}
DIGEST = re.compile(r"(?<=media/)[0-9a-f]{16}")
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def png(width, height):
    """Return a picture of a size."""
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def card(site, page="2026/11/hallo/"):
    """Return the picture, without the digest in its name, and the kind of the card of a page."""
    head = site.page(page).head
    image = head.select_one('meta[property="og:image"]')
    kind = head.select_one('meta[name="twitter:card"]')["content"]
    address = image["content"].removeprefix("https://blog.example/") if image else ""
    assert not address or address in site.files
    return DIGEST.sub("…", address), kind


URL = "https://blog.example/"


def described(site, page):
    """Return the structured data of a post's picture."""
    script = site.page(page).select_one('script[type="application/ld+json"]')
    return json.loads(script.string)["image"]


def test_card_of_a_post_shows_its_image(build):
    image = {"src": "images/a.png", "alt": "A"}
    site = build({**FILES, "posts/a.md": post(image=image), "images/a.png": png(300, 157)}, OFF)
    assert site.findings == []
    assert card(site) == ("media/…-300.png", "summary_large_image")
    assert card(site, "") == ("", "summary")


def test_card_of_a_small_image_is_small_and_told(build):
    image = {"src": "images/a.png", "alt": "A"}
    site = build({**FILES, "posts/a.md": post(image=image), "images/a.png": png(299, 157)}, OFF)
    told = "the picture has 299 × 157 pixels, too few for a large card"
    assert site.findings == [f"content/posts/a.md:5:8: warning[image-card]: {told}"]
    assert card(site) == ("media/…-299.png", "summary")


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_card_of_a_drawing_shows_a_picture_of_the_text(build, dialect):
    text = "![Klein](../images/b.png) ![Plan](../images/a.svg) ![Gross](../images/c.png)"
    files = {"images/a.svg": SVG, "images/b.png": png(20, 20), "images/c.png": png(400, 300)}
    image = {"src": "images/a.svg", "alt": "A"}
    files |= {"posts/a.md": post(text, image=image), "posts/b.md": post(text, title="B")}
    site = build({**FILES, **files}, {"ROSTRUM": {"markdown": dialect, "cards": False}})
    assert site.findings == [
        "content/posts/a.md:5:8: warning[image-card]: networks show no picture of the kind SVG"
    ]
    assert card(site) == ("media/…-400.png", "summary_large_image")
    assert card(site, "2026/11/b/") == ("media/…-400.png", "summary_large_image")
    addresses = described(site, "2026/11/b/")["contentUrl"]
    assert [DIGEST.sub("…", address.removeprefix(URL)) for address in addresses] == [
        "media/…-400.png",
        "media/…-400.avif",
        "media/…-400.webp",
    ]
    assert described(site, "2026/11/hallo/") == {
        "@type": "ImageObject",
        "contentUrl": "https://blog.example/images/a.svg",
        "caption": "A",
    }


@pytest.mark.parametrize("format", ["AVIF", "TIFF", "BMP"])
def test_card_of_a_format_unknown_to_networks_is_a_jpeg(build, format):
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(file, format)
    image = {"src": f"images/a.{format.lower()}", "alt": "A"}
    files = {"posts/a.md": post(image=image), image["src"]: file.getvalue()}
    site = build({**FILES, **files}, OFF)
    assert site.findings == []
    assert card(site) == ("media/…-400.jpg", "summary_large_image")


def test_credit_and_licence_are_in_the_structured_data(build):
    image = {
        "src": "images/a.png",
        "alt": "Halle 4",
        "credit": "Anna Öllinger",
        "license": "CC BY 4.0",
        "source": "https://bilder.example/4",
    }
    site = build({**FILES, "posts/a.md": post(image=image), "images/a.png": png(1000, 500)}, OFF)
    data = described(site, "2026/11/hallo/")
    addresses = data.pop("contentUrl")
    assert data == {
        "@type": "ImageObject",
        "width": 1000,
        "height": 500,
        "caption": "Halle 4",
        "creditText": "Anna Öllinger",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "acquireLicensePage": "https://bilder.example/4",
    }
    files = {address.removeprefix(URL) for address in addresses}
    assert files == {name for name in site.files if name.startswith("media/")}
    caption = site.page("2026/11/hallo/").select_one("figure.featured-image figcaption").text
    assert "Anna Öllinger" in caption
    assert "CC BY 4.0" in caption


def test_card_of_a_page_without_picture_shows_the_logo(build):
    files = {**FILES, "posts/a.md": post(), "pages/p.md": source("x", title="Seite")}
    settings = {"ROSTRUM": {"logo": "images/logo.png", "cards": False}}
    site = build({**files, "images/logo.png": png(400, 300)}, settings)
    assert site.findings == []
    assert (
        card(site)
        == card(site, "seite/")
        == card(site, "")
        == (
            "media/…-400.png",
            "summary",
        )
    )


def test_card_image_of_the_settings_is_preferred_to_the_logo(build):
    settings = {
        "ROSTRUM": {"logo": "logo.png", "card_image": "karte.png", "cards": False},
        "STATIC_PATHS": [],
    }
    files = {**FILES, "posts/a.md": post(), "logo.png": png(400, 300), "karte.png": png(1200, 630)}
    site = build(files, settings)
    assert site.findings == []
    assert card(site) == ("media/…-1200.png", "summary_large_image")


@pytest.mark.parametrize("name", ["fehlt.png", "logo.svg"])
def test_card_image_that_no_network_shows_is_an_error(build, name):
    settings = {"ROSTRUM": {"card_image": name}}
    site = build({**FILES, "posts/a.md": post(), "logo.svg": SVG}, settings)
    assert site.codes == ["setting"]
    assert name in site.text


def test_image_of_a_draft_is_not_told_of(build):
    image = {"src": "images/a.png", "alt": "A"}
    files = {"posts/a.md": post(image=image, status="draft"), "posts/b.md": post(title="B")}
    site = build({**FILES, **files, "images/a.png": png(20, 20)}, {**OFF, "STATIC_PATHS": []})
    assert site.findings == []


def test_title_of_a_card_is_without_the_name_of_the_site(build):
    head = build({**FILES, "posts/a.md": post()}).page("2026/11/hallo/").head
    assert head.title.text == "Hallo · Offen gesagt"
    assert head.select_one('meta[property="og:title"]')["content"] == "Hallo"
    assert head.select_one('meta[property="og:site_name"]')["content"] == "Offen gesagt"
