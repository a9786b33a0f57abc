"""What the demo sends to a reader, compressed: stylesheet, first view, scripts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from support.demo import build_demo, list_pages

MOST_STYLE, MOST_SCRIPT, MOST_FIRST_VIEW = 9_100, 10_000, 14_336  # bytes
POSTS = ("2026/11/fehlerliste", "2026/08/gastbeitrag-hotline", "2026/11/roboter")


@pytest.fixture(name="output")
def demo_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory)


def measure(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def measure_style(output: Path) -> int:
    return measure((output / "theme/css/rostrum.css").read_bytes())


def test_the_stylesheet_is_small_and_the_only_one(output: Path) -> None:
    assert [file.name for file in output.rglob("*.css")] == ["rostrum.css"]
    assert 5_000 < measure_style(output) <= MOST_STYLE


@pytest.mark.parametrize("page", ["index.html", "en/index.html"])
def test_all_of_home_comes_with_the_first_packets(output: Path, page: str) -> None:
    content = (output / page).read_bytes()
    assert measure(content) + measure_style(output) <= MOST_FIRST_VIEW


@pytest.mark.parametrize("name", POSTS)
def test_the_first_view_of_a_post_comes_with_them(output: Path, name: str) -> None:
    """The first view ends with the third paragraph of the text at the latest."""
    whole = (output / name / "index.html").read_text("utf-8")
    head, found, text = whole.partition('<div class="prose e-content">')
    paragraphs = text.split("</p>", 3)
    assert found
    assert len(paragraphs) == 4
    first = head + found + "</p>".join(paragraphs[:3])
    assert measure(first.encode()) + measure_style(output) <= MOST_FIRST_VIEW


def test_a_page_has_one_deferred_script_at_most(output: Path) -> None:
    for page in list_pages(output):
        scripts = BeautifulSoup(page.read_bytes(), "html.parser").select("script[src]")
        assert len(scripts) <= 1, page
        assert all(script.has_attr("defer") for script in scripts), page


def test_the_scripts_are_small(output: Path) -> None:
    scripts = [file.read_bytes() for file in output.rglob("*.js")]
    assert scripts
    assert sum(map(measure, scripts)) <= MOST_SCRIPT


def test_stylesheet_and_script_can_be_kept_for_ever(output: Path) -> None:
    page = (output / "2026/11/fehlerliste/index.html").read_text("utf-8")
    named = re.findall(r'"/theme/(?:css|js)/[^"]*"', page)
    assert named
    assert all(re.fullmatch(r'"/theme/[\w./]+\?v=[0-9a-f]{10}"', each) for each in named)


def test_the_gallery_is_in_no_published_site(output: Path) -> None:
    assert not (output / "_gallery").exists()
