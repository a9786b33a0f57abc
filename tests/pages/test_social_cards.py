"""The social card of each page: what networks read in the head, and the picture itself."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from support.sites import ANNA, BEN, post, source

from rostrum.cards.fonts import SANS

FILES = {"people/anna.md": ANNA, "people/ben.md": BEN}
SERIES = source("Eine Serie.", title="Umbau", summary="Drei Blicke.")


def picture(width: int = 900, height: int = 600) -> bytes:
    raw = BytesIO()
    Image.new("RGB", (width, height), "red").save(raw, "JPEG")
    return raw.getvalue()


def meta(site, name, page="2026/11/hallo/"):
    """Return the contents of the meta elements with a name, of a page."""
    found = site.page(page).head.select(f'meta[property="{name}"], meta[name="{name}"]')
    return [element["content"] for element in found]


def card_of(site, page="2026/11/hallo/") -> str:
    (url,) = meta(site, "og:image", page)
    assert url.startswith("https://blog.example/media/card-")
    return url.removeprefix("https://blog.example/")


def test_each_post_series_and_person_has_a_card(build):
    posts = {"posts/a.md": post(series="umbau", part=1)}
    site = build({**FILES, **posts, "series/umbau.md": SERIES})
    assert site.findings == []
    pages = ("2026/11/hallo/", "series/umbau/", "people/anna/", "people/ben/")
    names = {card_of(site, page) for page in pages}
    assert len(names) == 4
    for name in names:
        with Image.open(site.output / name) as card:
            assert card.size == (1200, 630)
    assert names == {name for name in site.all_files if "card-" in name}


def test_the_head_describes_the_card(build):
    site = build({**FILES, "posts/a.md": post(category="Werk", tags=["Halle"])})
    assert meta(site, "og:image:width") + meta(site, "og:image:height") == ["1200", "630"]
    (alt,) = meta(site, "og:image:alt")
    assert alt == "Werk · Hallo · Anna Öllinger · Vorständin · 18. November 2026 · Offen gesagt"
    assert meta(site, "twitter:card") == ["summary_large_image"]
    assert meta(site, "article:author") == ["https://blog.example/people/anna/"]
    assert meta(site, "article:section") == ["Werk"]
    assert meta(site, "article:tag") == ["Halle"]
    assert meta(site, "og:locale") == ["de_DE"]


def test_a_card_tells_the_part_and_the_progress_of_a_series(build):
    posts = {"posts/a.md": post(series="umbau", part=1)}
    site = build({**FILES, **posts, "series/umbau.md": SERIES})
    assert meta(site, "og:image:alt")[0].startswith("Teil 1 von 1 · Umbau · Hallo")
    words = meta(site, "og:image:alt", "series/umbau/")[0]
    assert words == (
        "Laufende Serie · Umbau · Drei Blicke. · Anna Öllinger · Bisher 1 Teil · Offen gesagt"
    )


def test_translations_have_cards_in_their_language(build):
    other = post(title="Hello", lang="en", slug="hallo")
    site = build({**FILES, "posts/a.md": post(), "posts/a.en.md": other})
    assert meta(site, "og:locale:alternate") == ["en_US"]
    assert card_of(site) != card_of(site, "en/2026/11/hallo/")
    assert "November 18, 2026" in meta(site, "og:image:alt", "en/2026/11/hallo/")[0]


def test_json_ld_keeps_the_own_picture_of_a_post(build):
    image = {"src": "images/a.jpg", "alt": "Die Halle"}
    site = build({**FILES, "posts/a.md": post(image=image), "images/a.jpg": picture()})
    assert card_of(site).endswith(".jpg")
    data = json.loads(site.page("2026/11/hallo/").select_one("script[type$=json]").string)
    addresses = json.dumps(data["image"])
    assert "/media/" in addresses
    assert "card-" not in addresses


def test_a_card_is_drawn_again_only_if_it_changes(build):
    files = {**FILES, "posts/a.md": post()}
    first = build(files)
    name = card_of(first)
    stamp = (first.output / name).stat().st_mtime_ns
    second = build({**files, "posts/b.md": post(title="Zweiter")})
    assert card_of(second) == name
    assert (second.output / name).stat().st_mtime_ns == stamp
    third = build({**files, "posts/a.md": post(title="Anders", slug="hallo")})
    assert card_of(third) != name
    assert name not in third.all_files


def test_nothing_unpublished_has_a_card(build):
    posts = {"posts/a.md": post(), "posts/b.md": post(title="Geheim", status="draft")}
    posts["posts/c.md"] = post(title="Morgen", date="2099-01-01 08:00", authors=["ben"])
    site = build({**FILES, **posts})
    pages = ["2026/11/hallo/", *(f"people/{key}/" for key in ("anna", "ben"))]
    known = {card_of(site, page) for page in pages if f"{page}index.html" in site.all_files}
    assert known == {name for name in site.all_files if "card-" in name}


def test_without_the_setting_there_are_no_cards(build):
    site = build({**FILES, "posts/a.md": post()}, {"ROSTRUM": {"cards": False}})
    assert meta(site, "og:image") == []
    assert not [name for name in site.all_files if "card-" in name]


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_a_card_shows_the_picture_of_a_text(build, dialect):
    files = {"posts/a.md": post("![Halle](../images/a.jpg)"), "images/a.jpg": picture()}
    site = build({**FILES, **files}, {"ROSTRUM": {"markdown": dialect}})
    with Image.open(site.output / card_of(site)) as card:
        assert card.getpixel((1100, 250))[0] > 200


def test_titles_without_letters_are_told_once(build):
    files = {
        "posts/a.md": post(title="الشركة", slug="a"),
        "posts/b.md": post(title="开放", slug="b"),
    }
    site = build({**FILES, **files})
    told = "lacks letters of this title and of 1 other; these cards have no title"
    assert site.findings == [
        f"content/posts/a.md:2:8: warning[card-letters]: the font of social cards {told}"
    ]
    assert "card_font" in site.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fehlt.ttf", 'there is no font "fehlt.ttf" in the content folder'),
        ("../x.ttf", 'there is no font "../x.ttf" in the content folder'),
        ("posts/a.md", '"posts/a.md" is no font that can be read'),
    ],
)
def test_a_font_that_is_none_is_an_error(build, name, words):
    site = build({**FILES, "posts/a.md": post()}, {"ROSTRUM": {"card_font": name}})
    assert [finding.partition("error[setting]: ")[2] for finding in site.findings] == [words]


def test_the_font_of_the_company_is_used(build):
    files = {**FILES, "posts/a.md": post()}
    usual = card_of(build(files))
    own = build(
        {**files, "fonts/own.ttf": Path(SANS).read_bytes()},
        {"ROSTRUM": {"card_font": "fonts/own.ttf"}},
    )
    assert own.findings == []
    assert card_of(own) != usual
    assert "fonts/own.ttf" not in own.all_files


def test_a_card_has_the_name_and_colours_of_the_company(build):
    settings = {"names": {"de": "Werkblatt"}, "colors": {"accent": "#7a1f3d"}}
    site = build({**FILES, "posts/a.md": post()}, {"ROSTRUM": settings})
    assert site.findings == []
    assert meta(site, "og:image:alt")[0].endswith(" · Werkblatt")
    with Image.open(site.output / card_of(site)) as card:
        assert card.convert("RGB").getpixel((10, 10)) == (0x7A, 0x1F, 0x3D)
    assert json.loads(site.read("manifest.webmanifest"))["name"] == "Werkblatt"
