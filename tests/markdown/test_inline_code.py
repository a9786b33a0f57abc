"""Styles and scripts within texts: each is a finding at its place, in both dialects."""

from __future__ import annotations

import pytest

from rostrum.core.diagnostics import Report
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS

DIALECTS = ["gfm", "python-markdown"]


@pytest.fixture(params=DIALECTS, name="find")
def find_findings(request: pytest.FixtureRequest):
    renderer = RENDERERS[request.param](MARKDOWN_OPTIONS)

    def find(text: str) -> list[str]:
        report = Report()
        renderer.render_body(text, "a.md", 5, report=report)
        return [f"{it.place}: {it.code}" for it in report if it.code.startswith("inline")]

    return find


def test_a_style_attribute_is_found_at_its_place(find) -> None:
    text = 'Ein Absatz.\n\n<p class="x" style="color: red">Rot</p>\n'
    assert find(text) == ["a.md:7:14: inline-style"]


def test_a_style_within_a_paragraph_is_found(find) -> None:
    assert find('Ein <b style="color: red">Wort</b> hier.\n') == ["a.md:5:8: inline-style"]


def test_styles_in_code_are_passed_over(find) -> None:
    tag = '<p style="color: red">Rot</p>'
    assert find(f"`{tag}`\n\n```html\n{tag}\n```\n") == []
    assert find(f"`{tag}`\n\n```html\n{tag}\n```\n\n{tag}\n") == ["a.md:11:4: inline-style"]


def test_a_stylesheet_within_a_text_is_found(find) -> None:
    assert find("Text.\n\n<style>\n.a { color: red }\n</style>\n") == ["a.md:7:1: inline-style"]


def test_a_script_within_a_text_is_found(find) -> None:
    assert find("Text.\n\n<script>\nalert(1)\n</script>\n") == ["a.md:7:1: inline-script"]


def test_a_handler_is_found(find) -> None:
    text = 'Text.\n\n<p><button ONCLICK="go()">Los</button></p>\n'
    assert find(text) == ["a.md:7:12: inline-script"]


def test_data_and_script_files_are_no_inline_code(find) -> None:
    text = '<script type="application/ld+json">{}</script>\n\n<script src="/x.js"></script>\n'
    assert find(text) == []


def test_a_table_with_aligned_columns_is_fine(find) -> None:
    assert find("| a | b |\n|:--|--:|\n| 1 | 2 |\n") == []


def test_words_that_look_like_attributes_are_fine(find) -> None:
    assert find('Wir schreiben style="x" und onclick="y" im Text.\n') == []


def test_further_places_are_listed(find) -> None:
    report = Report()
    text = '<p style="a: b">1</p>\n\n<p style="a: b">2</p>\n'
    RENDERERS["gfm"]({}).render_body(text, "a.md", 1, report=report)
    (finding,) = report
    assert str(finding.message).endswith("1 more in this text, line 3")


def test_an_attribute_list_of_python_markdown_is_found() -> None:
    report = Report()
    renderer = RENDERERS["python-markdown"](MARKDOWN_OPTIONS)
    renderer.render_body('Ein Absatz.\n\nRot\n{: style="color: red" }\n', "a.md", 1, report=report)
    assert [f"{it.place}: {it.code}" for it in report] == ["a.md:4:10: inline-style"]
