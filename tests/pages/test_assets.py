"""Each output file tells which content files it shows or links to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.sites import ANNA, post, source

from rostrum.core.lazy_html import LazyHtml
from rostrum.pages.assets import AssetFinder
from rostrum.server.samples import ARTICLE, THREAD, picture
from rostrum.server.samples import post as post_view

PHOTO = "people/anna.jpg"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'
DRAWINGS = ("a.svg", "anna.svg", "cover.svg", "in-text.svg", "logo.svg", "page.svg", "series.svg")
FILES = {
    **{f"images/{name}": DRAWING for name in DRAWINGS},
    "people/anna.md": ANNA.replace("role:", "photo: images/anna.svg\nrole:"),
    "series/lernen.md": source(
        "![Text](../images/in-text.svg)\n",
        title="Lernen",
        image={"src": "images/series.svg", "alt": "Serie"},
    ),
    "pages/wir.md": source("![Wir](../images/page.svg)\n", title="Wir"),
    "posts/a.md": post(
        "![A](../images/a.svg), [Plan](plan.csv).\n",
        title="A",
        series="lernen",
        image={"src": "images/cover.svg", "alt": "Umschlag"},
    ),
    "posts/plan.csv": "a;b",
}


def test_a_photo_in_a_reply_to_a_reply_is_an_asset_of_the_page() -> None:
    first = THREAD.replies[0]
    answer = replace(first, photo=replace(picture("x.jpg", "X"), asset=PHOTO), replies=())
    nested = replace(first, replies=(replace(first, replies=(answer,)),))
    article = replace(ARTICLE, thread=replace(THREAD, replies=(nested,)))
    assert AssetFinder().find(post_view(article)) == AssetFinder().find(post_view()) | {PHOTO}


def test_the_files_that_a_text_links_to_are_assets_of_the_page() -> None:
    text = LazyHtml(("x",), lambda: "<p>x</p>", ["images/x.jpg", "plan.pdf"])
    assets = AssetFinder().find(post_view(replace(ARTICLE, text=text)))
    assert assets == {"images/x.jpg", "plan.pdf"}


@pytest.fixture
def rendered(build, monkeypatch: pytest.MonkeyPatch) -> dict[str, frozenset[str]]:
    """Return the assets of each output file of a site."""
    from rostrum.build import render_job

    assets: dict[str, frozenset[str]] = {}
    render_file = render_job.RenderJob._render_file

    def note(self, output_file):
        result = render_file(self, output_file)
        assets[result.path] = result.assets
        return result

    monkeypatch.setattr(render_job.RenderJob, "_render_file", note)
    settings = {"ROSTRUM": {"logo": "images/logo.svg"}, "STATIC_PATHS": []}
    site = build(FILES, settings)
    assert site.exitcode == 0, site.text
    return assets


@pytest.mark.parametrize(
    ("path", "assets"),
    [
        (
            "2026/11/a/index.html",
            ["images/a.svg", "images/anna.svg", "images/cover.svg", "posts/plan.csv"],
        ),
        ("2026/11/a/index.html", ["images/series.svg"]),
        ("index.html", ["images/anna.svg", "images/cover.svg", "images/logo.svg"]),
        ("wir/index.html", ["images/page.svg", "images/logo.svg"]),
        ("people/anna/index.html", ["images/anna.svg", "images/cover.svg"]),
        ("people.json", ["images/anna.svg"]),
        ("series/lernen/index.html", ["images/in-text.svg", "images/series.svg"]),
        ("rss.xml", ["images/a.svg", "images/cover.svg", "posts/plan.csv"]),
    ],
)
def test_each_file_has_its_own_assets_although_views_are_shared(rendered, path, assets) -> None:
    assert set(assets) <= rendered[path]


def test_a_file_has_no_assets_of_others(rendered) -> None:
    assert rendered["404.html"] == {"images/logo.svg", "images/cover.svg", "images/anna.svg"}
    assert rendered["feeds/feeds.opml"] == set()
    assert "images/page.svg" not in rendered["index.html"]


def test_assets_of_a_view_on_many_pages_are_those_of_that_view() -> None:
    finder = AssetFinder()
    for name in ("a.jpg", "b.jpg", "c.jpg") * 3:
        person = replace(ARTICLE.authors[0], photo=replace(picture(name, "A"), asset=name))
        view = post_view(replace(ARTICLE, authors=(person,)))
        for _ in range(2):
            found = finder.find(view)
            assert name in found
            assert not {"a.jpg", "b.jpg", "c.jpg"} - {name} & found
