"""The card of a page: what networks show of a link to it."""

import io
import re

import pytest
from PIL import Image
from support.sites import ANNA, post, source

FILES = {"people/anna.md": ANNA}
OFF = {"ROSTRUM": {"cards": False}}
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def png(width, height):
    """Return a picture of a size."""
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def card(site, page="2026/11/hallo/"):
    """Return the size of the picture, and the kind of the card, of a page."""
    head = site.page(page).head
    width, height = (
        head.select_one(f'meta[property="og:image:{name}"]') for name in ("width", "height")
    )
    kind = head.select_one('meta[name="twitter:card"]')["content"]
    size = (int(width["content"]), int(height["content"])) if width else None
    return size, kind


def test_card_of_a_post_shows_its_image(build):
    image = {"src": "images/a.png", "alt": "A"}
    site = build({**FILES, "posts/a.md": post(image=image), "images/a.png": png(300, 157)}, OFF)
    assert site.findings == []
    assert card(site) == ((300, 157), "summary_large_image")
    assert card(site, "") == (None, "summary")


def test_card_of_a_small_image_is_small_and_told(build):
    image = {"src": "images/a.png", "alt": "A"}
    site = build({**FILES, "posts/a.md": post(image=image), "images/a.png": png(299, 157)}, OFF)
    told = "the picture has 299 × 157 pixels, too few for a large card"
    assert site.findings == [f"content/posts/a.md:5:8: warning[image-card]: {told}"]
    assert card(site) == ((299, 157), "summary")


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
    assert card(site) == ((400, 300), "summary_large_image")
    assert card(site, "2026/11/b/") == ((400, 300), "summary_large_image")
    assert re.search(r'"image": "https://blog.example/media/\w+-400.png"', site.read("2026/11/b/"))
    assert '"image": "https://blog.example/images/a.svg"' in site.read("2026/11/hallo/")


def test_card_of_a_page_without_picture_shows_the_logo(build):
    files = {**FILES, "posts/a.md": post(), "pages/p.md": source("x", title="Seite")}
    settings = {"ROSTRUM": {"logo": "images/logo.png", "cards": False}}
    site = build({**files, "images/logo.png": png(400, 300)}, settings)
    assert site.findings == []
    assert card(site) == card(site, "seite/") == card(site, "") == ((400, 300), "summary")


def test_card_image_of_the_settings_is_preferred_to_the_logo(build):
    settings = {
        "ROSTRUM": {"logo": "logo.png", "card_image": "karte.png", "cards": False},
        "STATIC_PATHS": [],
    }
    files = {**FILES, "posts/a.md": post(), "logo.png": png(400, 300), "karte.png": png(1200, 630)}
    site = build(files, settings)
    assert site.findings == []
    assert card(site) == ((1200, 630), "summary_large_image")


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
