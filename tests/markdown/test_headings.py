"""Ids of headings in GitHub's dialect, and links to them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.gfm import GfmRenderer
from rostrum.markdown.headings import HeadingIds
from rostrum.markdown.options import MARKDOWN_OPTIONS


def list_ids(text: str) -> list[str]:
    html = GfmRenderer().render_body(text, "a.md", 1).html
    return [tag["id"] for tag in BeautifulSoup(html, "html.parser").select("h2[id]")]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Über uns", "über-uns"),
        ("Größe & Maß", "größe--maß"),
        ("`code` im *Titel*", "code-im-titel"),
        ("[Link](x.md)", "link"),
        ("A &amp; B", "a--b"),
        ("C++ und snake_case", "c-und-snake_case"),
        ("1. Schritt: los!", "1-schritt-los"),
        ("日本", "日本"),
        ("Note[^1]", "note"),
        ("Bild ![alt](x.png)", "bild"),
        ("!!!", "section"),
        ("a  b", "a--b"),
        ("m²", "m"),
        ("Gro\u0308ße", "gro\u0308ße"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_heading_id_is_that_of_github(heading, wanted):
    assert list_ids(f"## {heading}\n\n[^1]: a")[0] == wanted


def test_heading_ids_repeated_in_a_text_are_numbered():
    assert list_ids("## Plan\n\n## Plan\n\n## Plan 1\n\n## Plan") == [
        *("plan", "plan-1", "plan-1-1", "plan-2")
    ]


@given(st.lists(st.sampled_from(("a", "a-1", "a-2", "A 1", "", "section", "b!", "b"))))
def test_heading_ids_are_unique(texts):
    ids = HeadingIds()
    assert len({ids.claim(text) for text in texts}) == len(texts)


def test_heading_ids_of_100000_equal_headings_take_linear_time(cpu_seconds):
    ids = HeadingIds()
    for _ in range(100_000):
        ids.claim("Plan")
    assert cpu_seconds() < 2


def test_heading_id_of_the_authors_own_html_is_not_repeated():
    html = GfmRenderer().render_body('<a id="eins"></a>\n\n## Eins', "a.md", 1).html
    assert 'id="eins"' in html
    assert list_ids('<a id="eins"></a>\n\n## Eins') == ["eins-1"]


@pytest.mark.parametrize(
    ("heading", "wanted", "text"),
    [
        ("Der Plan {#plan}", "plan", "Der Plan"),
        ("Der Plan { #plan }", "plan", "Der Plan"),
        ("Der *Plan* {#Plan-2}", "Plan-2", "Der Plan"),
        ("Menge {1, 2}", "menge-1-2", "Menge {1, 2}"),
        ("Code `{#plan}`", "code-plan", "Code {#plan}"),
        ("Klasse {.lead}", "klasse-lead", "Klasse {.lead}"),
    ],
)
def test_heading_attribute_names_the_id(heading, wanted, text):
    html = GfmRenderer().render_body(f"## {heading}\n", "a.md", 1).html
    tag = BeautifulSoup(html, "html.parser").h2
    assert (tag["id"], tag.get_text()) == (wanted, text)


def test_heading_attribute_given_twice_makes_two_ids():
    assert list_ids("## A {#x}\n\n## B {#x}") == ["x", "x-1"]


def test_heading_attribute_goes_before_an_equal_generated_id():
    assert list_ids("## Plan\n\n## Der Plan {#plan}") == ["plan-1", "plan"]


def test_heading_id_is_not_taken_by_words_of_the_text():
    assert list_ids("Write `id=plan` or id=plan here\n\n## Plan") == ["plan"]


@pytest.mark.parametrize(
    "written",
    [
        '<script>document.write("<h2>Hallo</h2>");</script>',
        '<img src="a.jpg" alt="<h2>x</h2>">',
        "<textarea><h2>x</h2></textarea>",
    ],
)
def test_heading_within_a_script_or_attribute_gets_no_id(written):
    html = GfmRenderer().render_body(f"{written}\n\n## Ende\n", "a.md", 1).html
    assert "<h2>" in html
    assert list_ids(f"{written}\n\n## Ende")[-1] == "ende"


def test_heading_with_100000_blanks_takes_linear_time(cpu_seconds):
    list_ids("## a" + " " * 100_000 + "b}\n")
    assert cpu_seconds() < 2


def read_contents(text: str) -> list[object]:
    """Return the table of contents as nested lists: a text, then the list below it, if any."""
    html = GfmRenderer().render_body(text, "a.md", 1).html

    def read(items: Tag) -> list[object]:
        nested: list[object] = []
        for item in items.find_all("li", recursive=False):
            nested.append(item.a.get_text())
            nested += [read(inner) for inner in item.find_all("ul", recursive=False)]
        return nested

    return read(BeautifulSoup(html, "html.parser").select_one(".toc > ul"))


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        ("## A\n\n## B\n\n## C", ["A", "B", "C"]),
        ("## A\n\n#### B\n\n### C\n\n## D", ["A", ["B", "C"], "D"]),
        ("## A\n\n### B\n\n#### C\n\n##### D\n\n## E", ["A", ["B", ["C", ["D"]]], "E"]),
        ("## A\n\n### B\n\n#### C\n\n### D\n\n#### E", ["A", ["B", ["C"], "D", ["E"]]]),
        ("#### A\n\n### B\n\n# C\n\n## D", ["A", "B", "C", ["D"]]),
        ("## A\n\n#### B\n\n##### C\n\n### D\n\n#### E", ["A", ["B", ["C"], "D", ["E"]]]),
    ],
)
def test_contents_nest_headings_below_the_nearest_higher(headings, wanted):
    assert read_contents(f"[TOC]\n\n{headings}\n") == wanted


def test_contents_are_listed_once_with_signs_as_they_are():
    html = GfmRenderer().render_body('[TOC]\n\n[TOC]\n\n## "A" & <b>b</b>\n', "a.md", 1).html
    assert html.count('<nav class="toc" aria-label="Contents">') == 1
    assert '<a href="#a--b">"A" &amp; b</a>' in html
    assert "<p>[TOC]</p>" in html


def test_heading_without_an_end_leaves_the_next_one_alone():
    html = GfmRenderer().render_body("<h2>offen\n\n## Zu\n\n## Plan\n", "a.md", 1).html
    assert 'id="zu"' in html
    assert 'id="plan"' in html


@pytest.mark.parametrize("dialect", RENDERERS)
def test_ids_of_headings_keep_deleted_and_hidden_words(dialect):
    text = "## Der <del>alte</del> Plan\n\n## Das <b hidden>geheime</b> Werk"
    html = RENDERERS[dialect](MARKDOWN_OPTIONS).render(text)
    found = [tag["id"] for tag in BeautifulSoup(html, "html.parser").select("h2")]
    assert found == ["der-alte-plan", "das-geheime-werk"]
