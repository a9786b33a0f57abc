"""The theme as a whole: usable by everybody, asking nobody else, short enough to be edited."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from rostrum.core.lazy_html import LazyHtml
from rostrum.rendering.templates import TemplateRenderer
from rostrum.server.samples import ARTICLE, SAMPLES, post
from rostrum.views.pages import View

THEME = Path(__file__).parents[2] / "theme"
RENDERER = TemplateRenderer(THEME)


def see(view: View) -> BeautifulSoup:
    return BeautifulSoup(RENDERER.render(view), "html.parser")


@pytest.fixture(params=SAMPLES, name="page")
def rendered_sample(request: pytest.FixtureRequest) -> BeautifulSoup:
    return see(SAMPLES[request.param])


def test_every_kind_of_page_has_a_sample() -> None:
    kinds = {kind.template for kind in View.__subclasses__()}
    assert {view.template for view in SAMPLES.values()} == kinds


def test_every_page_can_be_used_without_seeing_it(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "de" or page.html["lang"] == "en"
    first = page.body.find(True)
    assert first["class"] == ["skip-link"]
    assert page.select_one(first["href"]) == page.main
    assert len(page.select("h1")) == 1
    assert len(page.select("body > header, main, body > footer")) == 3
    names = [nav["aria-label"] for nav in page.select("nav")]
    assert len(names) == len(set(names))
    levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for tag in page.select("[aria-labelledby]"):
        assert tag["aria-labelledby"] in ids


def test_theme_loads_no_other_host_and_passes_strict_csp(page: BeautifulSoup) -> None:
    fetched = [
        tag.get("src") or tag.get("href") for tag in page.select("[src], link[rel=stylesheet]")
    ]
    assert fetched
    assert all(str(address).startswith("/") for address in fetched)
    assert not page.select("style, [style]")
    assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    inline = [tag for tag in page.select("script") if not tag.get("src")]
    assert [tag["type"] for tag in inline] == ["application/ld+json"]


def test_wide_code_and_tables_scroll_with_the_keyboard() -> None:
    shown = see(SAMPLES["post"])
    assert shown.select_one(".prose pre")["tabindex"] == "0"
    box = shown.select_one(".prose table").parent
    assert (box["tabindex"], box["aria-label"]) == ("0", "Tabelle, seitlich scrollbar")
    odd = see(post(replace(ARTICLE, text=LazyHtml(("odd",), lambda: "<table><tr><td>offen"))))
    assert not odd.select(".scroll")


def test_templates_are_short_and_say_what_they_take() -> None:
    for path in sorted((THEME / "templates").rglob("*.html")):
        text = path.read_text("utf-8")
        if path.name.startswith("extra_") or path.name == "post_footer.html":
            assert text == ""
            continue
        assert text.startswith("{# "), path.name
        assert len(text.splitlines()) <= 75, path.name


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2, definitions)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_words_can_be_read_on_every_ground(scheme: int) -> None:
    css = (THEME / "static" / "css" / "rostrum.css").read_text("utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    colours = {name: both[scheme] for name, *both in pairs}
    inks = ["ink", "quiet", "accent", "mark", *(name for name in colours if name[:5] == "code-")]
    assert len(inks) == 8
    for ink in inks:
        for ground in ("paper", "sheet", "tint"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["on-mark"], colours["mark"]) >= 4.5
