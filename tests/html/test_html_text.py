"""The text of HTML: one function for headings, summaries, keywords and titles of feed entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.html.text import html_text
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS

TEXTS = {
    "paragraphs": ("<p>a</p><p>b</p>", "a b"),
    "an inline element in a word": ("<p>un<em>glaub</em>lich <B>W</B>ort</p>", "unglaublich Wort"),
    "an inline element with attributes": ('<span class="a">W</span >ort', "Wort"),
    "a link with > in its address": ('<a href="https://x.example/?a>b">x</a>y', "xy"),
    "a block with > in an attribute": ("<p title='a > b' class=c>x</p>y", "x y"),
    "a line break": ("a<br>b<BR/>c", "a b c"),
    "a possible break": ("Donau<wbr>dampf", "Donaudampf"),
    "a list": ("<ul><li>a</li><li>b</ul>", "a b"),
    "a table": ("<table><tr><th>a</th><td>b</td></tr></table>", "a b"),
    "an element of a script's own": ("a<x-y>b</x-y>c", "a b c"),
    "a picture": ('a <img src="a.png" alt="b"> c', "a c"),
    "entities": ("<p>3 &lt; 4 &amp;amp; 5&nbsp;&euro;</p>", "3 < 4 &amp; 5 €"),
    "entities without a tag": ("&lt;b&gt; &#8364;", "<b> €"),
    "signs that open no tag": ("3 < 4 und 5 > 4 <", "3 < 4 und 5 > 4 <"),
    "whitespace": ("\n a\t\xa0<b>\nb </b>", "a b"),
    "scripts and styles": ("vor<script>x(1 < 2)</script><STYLE>p{}</STYLE>nach", "vornach"),
    "a drawing and a template": ("a <svg><text>b</text></svg><template><p>c</template>", "a"),
    "an open script": ("a<script>b", "a"),
    "comments": ("a<!-- <p>b</p> --><!-->c<!-- d --!>e<!-- f", "ace"),
    "an instruction and a type": ("<!DOCTYPE html><?php a ?>b", "b"),
    "deleted and inserted text": ("<del>drei</del> <ins>vier</ins>", "drei vier"),
    "an open tag": ('a <b title="b', "a"),
    "a note of Python-Markdown": (
        'Wort<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.',
        "Wort.",
    ),
    "a note of cmark": (
        'Wort<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>.',
        "Wort.",
    ),
    "the way back": ('Quelle&#160;<a class="footnote-backref" href="#">↩</a>', "Quelle"),
    "a way back of cmark": ('Quelle <a href="#" class="footnote-backref">↩</a>', "Quelle"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("html", "text"), TEXTS.values(), ids=TEXTS)
def test_the_text_of_html(html: str, text: str) -> None:
    assert html_text(html) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="&<")))
def test_the_text_of_plain_text_is_its_words(text: str) -> None:
    assert html_text(text) == " ".join(text.split())
    assert html_text(f"<p>{text}</p>") == " ".join(text.split())


@pytest.mark.parametrize("dialect", sorted(RENDERERS))
def test_the_lead_and_the_words_of_a_post_count_no_footnotes(dialect: str) -> None:
    renderer = RENDERERS[dialect](MARKDOWN_OPTIONS)
    text = "Das **W**ort gilt.[^1] Es\\\nbleibt.\n\n## Teil[^1]\n\n[^1]: Eine Quelle.\n"
    body = renderer.render_body(text.replace("\\\n", "  \n"), "a.md", 1)
    assert body.lead == "Das Wort gilt. Es bleibt."
    assert body.words == 8  # with those of the heading and of the note
