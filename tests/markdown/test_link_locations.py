"""The places of addresses in raw HTML: of the address itself, not of the same word elsewhere."""

from __future__ import annotations

import pytest

from rostrum.core.diagnostics import Report
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS


@pytest.mark.parametrize("dialect", RENDERERS)
@pytest.mark.parametrize(
    ("html", "column"),
    [
        ('<p style="color: red; background: url(x)">P</p>', 39),
        ("<p style=\"background: url('x')\">P</p>", 28),
        ('<p><img src="x" alt="P"></p>', 14),
        ("<p><img src='x' alt='P'></p>", 14),
    ],
)
def test_address_in_html_has_its_place_after_a_word_like_it(dialect, html, column):
    text = f'Er sagt "x" und \'x\'.\n\n<script>print("x")</script>\n\n{html}\n'
    body = RENDERERS[dialect](MARKDOWN_OPTIONS).render_body(text, "a.md", 1, report=Report())
    (place,) = [each.place for each in body.references if each.target == "x"]
    assert (place.line, place.column) == (5, column)


@pytest.mark.parametrize("dialect", RENDERERS)
@pytest.mark.parametrize(
    ("image", "is_told"),
    [
        ("![](x)", True),
        ("![ ](x)", True),
        ('<img src="x">', True),
        ('<img src="x" alt>', True),
        ('<img src="x" alt=" ">', True),
        ('<img src="x" alt="">', False),
        ("<p>\n<img alt=''\n src='x'>\n</p>", False),
    ],
)
def test_empty_alt_in_html_is_a_picture_that_decorates(dialect, image, is_told):
    text = f"Vor dem Bild.\n\n{image}\n"
    body = RENDERERS[dialect](MARKDOWN_OPTIONS).render_body(text, "a.md", 7, report=Report())
    assert [each.attribute for each in body.references] == ["src", *(["alt"] if is_told else [])]


@pytest.mark.parametrize("dialect", RENDERERS)
def test_image_in_markdown_before_the_same_in_html_is_told(dialect):
    text = '![](x)\n\n<img src="x" alt="">\n\n![](x)\n'
    body = RENDERERS[dialect](MARKDOWN_OPTIONS).render_body(text, "a.md", 1, report=Report())
    assert [each.place.line for each in body.references if each.attribute == "alt"] == [1, 5]
