"""A company's look by settings: what its readers get, and what its editors are told."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from support.sites import ANNA, post

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"/>'
FILES = {"people/anna.md": ANNA, "posts/a.md": post()}


def make_font(letters: str = "aбα") -> bytes:
    """Return a TrueType font with a square for each letter."""
    pen = TTGlyphPen(None)
    for at, point in enumerate([(0, 0), (0, 500), (500, 500), (500, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    square, names = pen.glyph(), [".notdef", *(f"letter{n}" for n in range(len(letters)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(sign): names[n] for n, sign in enumerate(letters, 1)})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    raw = BytesIO()
    builder.save(raw)
    return raw.getvalue()


def read_css(site) -> str:
    return site.read("theme/css/rostrum.css")


def settings(**keys: object) -> dict[str, object]:
    return {"ROSTRUM": {"languages": ["de"], **keys}}


def test_without_settings_the_stylesheet_is_the_themes(build) -> None:
    css = read_css(build(FILES))
    assert "@layer brand;@layer base{" in css
    assert "@layer brand{" not in css
    assert "/*" not in css


def test_the_address_of_the_stylesheet_changes_with_it(build) -> None:
    links = [
        build(FILES, settings(radius=radius)).page().select_one("link[rel=stylesheet]")["href"]
        for radius in (0, 1, 0)
    ]
    assert links[0] == links[2] != links[1]
    assert all(re.fullmatch(r"/theme/css/rostrum\.css\?v=[0-9a-f]{10}", link) for link in links)


def test_colors_and_radius_are_custom_properties(build) -> None:
    colors = {"accent": {"light": "#003a70", "dark": "#9cc9ff"}, "mark": "#a02040"}
    site = build(FILES, settings(colors=colors, radius=0))
    assert site.codes == []
    rules = read_css(site).partition("@layer brand{")[2]
    assert "--accent:light-dark(#003a70,#9cc9ff)" in rules
    assert "--mark:light-dark(#a02040," in rules
    assert "--radius:0px" in rules


def test_a_color_that_is_hard_to_read_is_told_with_another(build) -> None:
    site = build(FILES, settings(colors={"accent": "#ffcc00"}))
    assert site.codes == ["contrast"]
    assert "1.4 to 1" in site.text
    assert "#846a00" in site.text
    assert "--accent:" in read_css(site)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colors", {"accent": "teal"}),
        ("colors", {"red": "#ff0000"}),
        ("colors", {"accent": {"dark": "#ffffff"}}),
        ("radius", 7),
        ("fonts", {"text": "Arial; } body { color: red"}),
        ("fonts", {"text": {"family": "Square", "files": {"400": "fonts/missing.woff2"}}}),
        ("fonts", {"text": {"family": "Square", "files": {"bold": "fonts/x.woff2"}}}),
        ("fonts", {"text": {"family": "Square", "files": {"400": "fonts/x.otf"}}}),
        ("fonts", {"text": {"family": "Square", "files": {"400": "../x.ttf"}}}),
        ("menu_links", [("Careers", "javascript:alert(1)")]),
        ("menu_links", [("Careers",)]),
        ("company_url", "company.example"),
        ("logo", {"light": "images/missing.svg"}),
    ],
)
def test_a_wrong_value_is_an_error(build, key: str, value: object) -> None:
    site = build(FILES, settings(**{key: value}))
    assert site.exitcode == 2
    assert site.text.startswith("pelicanconf.py:")


def test_a_stack_of_fonts_is_a_custom_property(build) -> None:
    css = read_css(build(FILES, settings(fonts={"text": '"Source Serif 4", Georgia, serif'})))
    assert '--text:"Source Serif 4", Georgia, serif' in css


def test_a_font_file_is_published_by_its_content(build) -> None:
    raw = make_font()
    own = {"family": "Square", "files": {"400": "fonts/square.ttf"}, "license": "OFL-1.1"}
    site = build({**FILES, "fonts/square.ttf": raw}, settings(fonts={"text": own, "ui": own}))
    assert site.codes == []
    (name,) = (file for file in site.files if file.endswith(".ttf"))
    assert re.fullmatch(r"theme/fonts/square\.[0-9a-f]{12}\.ttf", name)
    assert (site.output / name).read_bytes() == raw
    css = read_css(site)
    assert css.count("@font-face") == 1
    assert re.search(rf"url\(/{re.escape(name)}\) ?format\(.?truetype", css)
    assert "font-display:swap" in css
    assert '--text:"Square", sans-serif' in css
    (preload,) = site.page().select("link[rel=preload]")
    assert (preload["href"], preload["as"]) == (f"/{name}", "font")


def test_a_font_without_a_licence_is_told(build) -> None:
    own = {"family": "Square", "files": {"400": "fonts/square.ttf"}}
    site = build({**FILES, "fonts/square.ttf": make_font()}, settings(fonts={"ui": own}))
    assert site.codes == ["font-license"]


def test_a_file_that_is_no_font_is_an_error(build) -> None:
    own = {"family": "Square", "files": {"400": "fonts/square.ttf"}, "license": "OFL-1.1"}
    site = build({**FILES, "fonts/square.ttf": b"PK\3\4"}, settings(fonts={"ui": own}))
    assert site.exitcode == 2
    assert "is no font" in site.text


def test_a_subset_has_the_characters_of_its_name_alone(build) -> None:
    own = {"family": "Square", "files": {"400": "fonts/square.ttf"}, "license": "OFL-1.1"}
    given = settings(fonts={"text": {**own, "subset": ["latin", "greek"]}})
    for _time in range(2):  # made, then taken from the cache
        site = build({**FILES, "fonts/square.ttf": make_font()}, given)
        (name,) = (file for file in site.files if file.endswith(".ttf"))
        assert set(TTFont(site.output / name).getBestCmap()) == {ord("a"), ord("α")}
    assert "U+370-3FF" in read_css(site)


def test_a_damaged_font_is_an_error_of_its_file(build) -> None:
    own = {"family": "Square", "files": {"400": "fonts/square.ttf"}, "license": "OFL-1.1"}
    given = settings(fonts={"text": {**own, "subset": ["latin"]}})
    site = build({**FILES, "fonts/square.ttf": make_font()[:60]}, given)
    assert site.exitcode == 1
    assert "the font can't be read" in site.text


def test_a_dark_logo_is_chosen_by_the_scheme(build) -> None:
    logos = {"light": "images/a.svg", "dark": "images/b.svg"}
    site = build({**FILES, "images/a.svg": SVG, "images/b.svg": SVG}, settings(logo=logos))
    picture = site.page().select_one(".masthead picture")
    assert picture.source["media"] == "(prefers-color-scheme: dark)"
    assert (picture.source["srcset"], picture.img["src"]) == ("/images/b.svg", "/images/a.svg")
    assert {"images/a.svg", "images/b.svg"} <= set(site.files)


def test_names_and_links_are_those_of_the_language(build) -> None:
    files = {**FILES, "posts/b.md": post(lang="en", title="Hello")}
    given = {
        "ROSTRUM": {
            "languages": ["de", "en"],
            "names": {"en": "Frankly"},
            "menu_links": {"de": [("Karriere", "/k/")], "en": [("Careers", "/c/")]},
            "footer_links": [("Press", "https://company.example/press")],
            "organisation": "Traunwerk AG",
            "company_url": "https://company.example/",
            "social": [("Mastodon", "https://mastodon.example/@traunwerk")],
        }
    }
    site = build(files, given)
    german, english = site.page(), site.page("en/")
    assert english.title.get_text() == "Frankly"
    assert german.title.get_text() == "Offen gesagt"
    assert english.select(".menu a")[-1].get_text() == "Deutsch"
    assert [page.select_one('.menu a[href^="/c/"]') is None for page in (german, english)] == [
        True,
        False,
    ]
    footer = german.select_one("footer")
    assert footer.select_one('[href="https://company.example/press"]').get_text() == "Press"
    assert footer.select_one('[href="https://company.example/"]').get_text() == "Traunwerk AG"
    assert footer.select_one("[rel=me]")["href"] == "https://mastodon.example/@traunwerk"
    assert "<title>Frankly</title>" in site.read("en/rss.xml")


def test_links_of_pelicans_settings_are_shown(build) -> None:
    given = {
        "MENUITEMS": (("Karriere", "/k/"),),
        "LINKS": (("Pelican", "https://getpelican.com/"), ("Sample", "#")),
        "SOCIAL": (("Mastodon", "https://mastodon.example/@a", "icon"),),
    }
    site = build(FILES, given)
    assert site.codes == []
    page = site.page()
    assert page.select_one('.menu a[href="/k/"]')
    assert [a.get_text() for a in page.select("footer a") if "example" in a["href"]] == ["Mastodon"]
    assert page.select_one('footer a[href="https://getpelican.com/"]')
    assert not page.select('[href="#"]')


def test_what_is_no_link_in_pelicans_settings_is_told(build) -> None:
    site = build(FILES, {"LINKS": ({"name": "x"}, ("a", "javascript:b"))})
    assert site.codes == ["pelican", "pelican"]
    assert site.exitcode == 0


def test_templates_beside_the_settings_win(build) -> None:
    files = {"../templates/partials/extra_head.html": '<meta name="ours" content="1">\n'}
    files |= {"../templates/partials/post_footer.html": '<p class="ours">Fuß</p>\n'}
    files |= {"../templates/partials/extra_body.html": '<p class="end">Ende</p>\n'}
    page = build({**FILES, **files}).page("2026/11/hallo/")
    assert page.head.select_one("meta[name=ours]")
    assert page.select_one("article .ours").get_text() == "Fuß"
    assert page.body.find_all(True)[-1]["class"] == ["end"]


def test_static_files_beside_the_settings_win(build) -> None:
    files = {"../static/css/site.css": "a { color: red }\n", "../static/favicon.svg": SVG}
    files["../static/js/ours.js"] = "1;\n"
    site = build({**FILES, **files})
    assert site.read("theme/favicon.svg") == SVG
    assert site.read("theme/js/ours.js") == "1;\n"
    assert read_css(site).endswith("a{color:red}")
    assert "theme/css/site.css" not in site.files


def test_a_mistake_in_a_stylesheet_has_a_line(build) -> None:
    site = build({**FILES, "../static/css/site.css": "a { color: red }\n\n}} b { c: d }\n"})
    assert site.exitcode == 1
    assert site.findings[0].startswith("static/css/site.css:3:1: error[template]")
    assert "the stylesheet is invalid" in site.text


def test_former_names_of_templates_are_read_and_told(build) -> None:
    files = {"../templates/partials/custom_head.html": '<meta name="ours" content="1">\n'}
    site = build({**FILES, **files})
    assert site.page().select_one("meta[name=ours]")
    assert site.codes == ["template-renamed"]
    assert "partials/extra_head.html" in site.text


def test_own_templates_may_include_former_names(build) -> None:
    own = (
        '{% extends "!theme/base.html" %}{% block head %}{% include "partials/custom_head.html" %}'
    )
    files = {"../templates/404.html": own + "<!-- ours -->{% endblock %}"}
    site = build({**FILES, **files})
    assert site.exitcode == 0
    assert "<!-- ours -->" in site.read("404.html")
