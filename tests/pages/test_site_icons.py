"""The icons of a site: files, links, the manifest."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from PIL import Image
from support.sites import ANNA, post

FILES = {"people/anna.md": ANNA, "posts/a.md": post()}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="x()"><script>x()</script>'
    '<image href="https://evil.example/a.png"/><circle fill="#c00" cx="5" cy="5" r="5"/></svg>'
)


def png(width: int, height: int) -> bytes:
    raw = BytesIO()
    Image.new("RGBA", (width, height), (200, 0, 0, 255)).save(raw, "PNG")
    return raw.getvalue()


def links(site, rel):
    return [link["href"] for link in site.page("").head.select(f'link[rel="{rel}"]')]


def test_initials_are_the_icons_of_a_site_without_a_logo(build):
    site = build(FILES)
    assert site.findings == []
    assert links(site, "icon") == ["/favicon.ico", "/theme/favicon.svg"]
    assert links(site, "apple-touch-icon") == ["/apple-touch-icon.png"]
    with Image.open(site.output / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    for name, side in (("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)):
        with Image.open(site.output / f"{name}.png") as icon:
            assert icon.size == (side, side)


def test_the_manifest_names_site_language_and_icons(build):
    site = build(FILES, {"SITEURL": "https://blog.example/blog"})
    (href,) = links(site, "manifest")
    assert href == "/blog/manifest.webmanifest"
    data = json.loads(site.read("manifest.webmanifest"))
    assert (data["name"], data["lang"], data["start_url"]) == ("Offen gesagt", "de", "/blog/")
    for icon in data["icons"]:
        assert icon["src"].removeprefix("/blog/") in site.all_files
    assert [icon["purpose"] for icon in data["icons"]].count("maskable") == 1


def test_the_colours_of_browsers_are_those_of_the_theme(build):
    metas = build(FILES).page("").head.select('meta[name="theme-color"]')
    assert [(meta["content"], meta["media"][-6:-1]) for meta in metas] == [
        ("#fbfaf7", "light"),
        ("#14171a", " dark"),
    ]


def test_a_square_logo_becomes_the_icons(build):
    site = build(
        {**FILES, "images/logo.png": png(300, 300)}, {"ROSTRUM": {"logo": "images/logo.png"}}
    )
    assert links(site, "icon") == ["/favicon.ico"]
    with Image.open(site.output / "icon-512.png") as icon:
        assert icon.getpixel((256, 256)) == (200, 0, 0, 255)
    with Image.open(site.output / "icon-maskable-512.png") as icon:
        red = [x for x in range(512) if icon.getpixel((x, x)) == (200, 0, 0)]
        assert (red[-1] - red[0]) * 2**0.5 <= 512 * 0.8 + 2


def test_a_wide_logo_is_no_icon_unless_it_is_named(build):
    files = {**FILES, "images/logo.png": png(600, 100)}
    wide = build(files, {"ROSTRUM": {"logo": "images/logo.png"}})
    assert links(wide, "icon")[-1] == "/theme/favicon.svg"
    named = build(files, {"ROSTRUM": {"icon": "images/logo.png"}})
    assert links(named, "icon") == ["/favicon.ico"]


def test_a_drawing_is_cleaned_and_made_into_pictures(build):
    pytest.importorskip("resvg_py")
    site = build({**FILES, "icon.svg": SVG}, {"ROSTRUM": {"icon": "icon.svg"}, "STATIC_PATHS": []})
    assert site.findings == []
    assert links(site, "icon") == ["/favicon.ico", "/icon.svg"]
    drawing = site.read("icon.svg")
    assert "circle" in drawing
    assert not any(word in drawing for word in ("script", "onload", "evil"))
    with Image.open(site.output / "icon-512.png") as icon:
        assert icon.getpixel((256, 256)) == (204, 0, 0, 255)


def test_a_drawing_without_the_library_stays_alone_and_is_told(build, monkeypatch):
    monkeypatch.setattr("rostrum.cards.drawings.find_spec", lambda name: None)
    from rostrum.cards.drawings import can_rasterize

    can_rasterize.cache_clear()
    try:
        site = build({**FILES, "icon.svg": SVG}, {"ROSTRUM": {"icon": "icon.svg"}})
    finally:
        can_rasterize.cache_clear()
    told = "no icons in PNG and ICO are made from a drawing, as a library is missing"
    assert [finding.partition("[icon-drawing]: ")[2] for finding in site.findings] == [told]
    assert "pip install resvg-py" in site.text
    assert links(site, "icon") == ["/icon.svg"]
    assert "favicon.ico" not in site.all_files


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fehlt.svg", 'there is no picture "fehlt.svg" in the content folder'),
        ("posts/a.md", 'the icon "posts/a.md" is no picture'),
    ],
)
def test_an_icon_that_is_none_is_an_error(build, name, words):
    site = build(FILES, {"ROSTRUM": {"icon": name}})
    assert [finding.partition("error[setting]: ")[2] for finding in site.findings] == [words]


def test_an_icon_of_the_site_itself_stays(build):
    own = {"extra/favicon.ico": b"\0\0\1\0own"}
    settings = {
        "STATIC_PATHS": ["extra"],
        "EXTRA_PATH_METADATA": {"extra/favicon.ico": {"path": "favicon.ico"}},
    }
    site = build({**FILES, **own}, settings)
    assert (site.output / "favicon.ico").read_bytes() == own["extra/favicon.ico"]


def test_icons_are_made_once(build):
    first = build(FILES)
    stamp = (first.output / "icon-512.png").stat().st_mtime_ns
    second = build({**FILES, "posts/b.md": post(title="Zwei")})
    assert (second.output / "icon-512.png").stat().st_mtime_ns == stamp
    assert "icon-512.png" in second.all_files
