"""HTML comments: an author's notes are published nowhere, what looks like one in code is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from support.embargo import traces
from support.sites import ANNA, Built, post, source

from rostrum.html.comments import CommentError, TokenKind, split_html
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS
from rostrum.markdown.renderer import Renderer

Build = Callable[..., Built]

GFM = {"ROSTRUM": {"markdown": "gfm"}}
DIALECTS = {"python-markdown": {}, "gfm": GFM}
NOTE = "<!-- Zahl Vogelbeere > 300 -->"

HIDDEN = {
    "a block": f"{NOTE}\n\nText",
    "in a line": f"Text {NOTE} more",
    "several in a line": f"{NOTE} {NOTE}\n\nText {NOTE} more {NOTE}",
    "two dashes in it": "Text <!-- Zahl -- Vogelbeere --> more",
    "an empty line in a block": "<!-- Zahl\n\nVogelbeere -->\n\nText",
    "an empty line in a paragraph": "Text <!-- Zahl\n\nVogelbeere --> more",
    "a block of code in it": "Text <!-- Zahl\n\n```\nVogelbeere\n```\n\n--> more `code`",
    "a backtick before one": "Text ` <!-- Zahl -- Vogelbeere --> more",
    "a quote": f"> Text {NOTE}\n\n> {NOTE}\n",
    "begun in a quote": "> Text <!-- Zahl\n\nVogelbeere --> more",
    "a list": f"- Text {NOTE}\n- {NOTE}\n\n    {NOTE}\n",
    "a table": f"| a |\n|---|\n| Text {NOTE} |\n",
    "a heading": f"## Text {NOTE}\n\n[TOC]",
    "a footnote": f"Text[^1]\n\n[^1]: more {NOTE}\n",
    "a link": f"[Text {NOTE}](https://example.org/)",
    "the words of a picture": f"![Text {NOTE}](https://example.org/a.png)",
    "a block of HTML": f'<div title="Text">\n{NOTE}\n<p>more {NOTE}</p>\n</div>',
    "closed with --!>": "Text\n\n<div><!-- Vogelbeere --!></div>",
    "for an old browser": "Text\n\n<!--[if IE]><p>Vogelbeere</p><![endif]-->",
    "for all but an old browser": "<!--[if !IE]><!-->\nText\n<!--<![endif] Vogelbeere -->",
    "a processing instruction": "Text\n\n<?php Vogelbeere ?>\n",
    "a document type": "Text\n\n<!DOCTYPE Vogelbeere>\n",
    "character data": "Text\n\n<![CDATA[ Vogelbeere ]]>\n",
    "an end tag without a name": "<div>\nText </ Vogelbeere >\n</div>",
    "behind a tag that has no end": '<div>\nText <a title="\n\n<!-- Vogelbeere -->\n\n</div>',
    "a mark of the summary": "Text\n\n<!-- more Vogelbeere -->\n\nmore",
}
SHOWN = {
    "a fence": "```html\n<!-- Vogelbeere -->\n```",
    "a fence without language": "```\n<!-- Vogelbeere\n```",
    "indented": "Text\n\n    <!-- Vogelbeere -->\n",
    "in a line": "Text `<!-- Vogelbeere -->` and `<!--`.",
    "behind a comment": "<!-- a ` b -->\n\nText `<!-- Vogelbeere -->` <!-- c -- d -->",
    "an entity": "Text &lt;!-- Vogelbeere -->",
    "a script": "<script>\n<!-- Vogelbeere -->\n</script>",
    "a style": "<style>\n<!-- .Vogelbeere {} -->\n</style>",
    "a field": "<textarea><!-- Vogelbeere --></textarea>",
    "an attribute": '<a title="<!-- Vogelbeere -->" href="https://example.org/">Text</a>',
    "a drawing": "<svg><style><![CDATA[ .Vogelbeere > a {} ]]></style></svg>",
    "behind an empty one": "<div><!--> Vogelbeere --></div>",
    "behind another empty one": "<div><!---> Vogelbeere --></div>",
}


@pytest.fixture(scope="module", params=sorted(RENDERERS))
def renderer(request: pytest.FixtureRequest) -> Renderer:
    return RENDERERS[request.param](MARKDOWN_OPTIONS)


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_comment_is_gone_and_what_stands_around_it_is_there(
    renderer: Renderer, text: str
) -> None:
    html = renderer.render(text)
    assert "Vogelbeere" not in html
    assert "Zahl" not in html
    assert "Text" in html
    assert ("more" in html) is ("more" in re.sub("<!--.*?-->", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN)
def test_what_is_no_comment_to_a_browser_stays(renderer: Renderer, text: str) -> None:
    assert "Vogelbeere" in renderer.render(text)


@pytest.mark.parametrize("text", ["a <!-- b", "a &lt; b", "`<!--`"])
def test_a_text_without_a_comment_is_as_markdown_has_it(renderer: Renderer, text: str) -> None:
    plain = text.replace("<!-- b", "b")
    assert renderer.render(plain) == renderer.dress(renderer.convert(plain))


def test_github_shows_what_a_backslash_stands_before() -> None:
    assert RENDERERS["gfm"]({}).render(r"\<!-- a -->") == "<p>&lt;!-- a --&gt;</p>"


def test_a_paragraph_of_nothing_but_comments_is_none() -> None:
    html = RENDERERS["python-markdown"](MARKDOWN_OPTIONS).render("a\n\n&#8203;<!-- b -->\n\nc")
    assert html.count("<p>") == 3
    html = RENDERERS["gfm"]({}).render("<p>\n<!-- b -->\n</p>\n\n<p></p>")
    assert html == "<p></p>"


OPEN = {
    "in a line": ("Text\n\nMehr <!-- Vogelbeere\n\nund mehr", (9, 6)),
    "a block": ("Text\n\n<!-- Vogelbeere\n\nund mehr", (9, 1)),
    "in a quote": ("> <!-- Vogelbeere\n\nund mehr", (7, 3)),
    "one in another": ("Text <!-- Vogelbeere\n\n<!-- und --> mehr", (7, 6)),
    "behind a closed one": ("<!-- a -->\nText <!-- b -- c -->\n\nText <!-- d", (10, 6)),
    "behind code": ("`<!-- a`\n\nText <!-- b", (9, 6)),
}


@pytest.mark.parametrize("settings", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize(("text", "place"), OPEN.values(), ids=OPEN)
def test_a_comment_without_an_end_is_an_error_where_it_begins(
    build: Build, settings: dict[str, object], text: str, place: tuple[int, int]
) -> None:
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text)}, settings)
    [found] = site.findings
    line, column = place
    start = f"content/posts/a.md:{line - 1}:{column}: error[html-comment-open]: "
    assert found.startswith(f"{start}the HTML comment that begins here has no end")
    assert site.files == []


def test_an_instruction_without_an_end_is_one_too() -> None:
    with pytest.raises(CommentError) as caught:
        RENDERERS["gfm"]({}).render("Text\n\n<?php Vogelbeere\n")
    assert caught.value.offset == 6


def test_a_comment_in_which_another_begins_is_told_so(renderer: Renderer) -> None:
    with pytest.raises(CommentError, match="no end before the next one begins"):
        renderer.render("<!-- a\n\nb\n\n<!-- c -->")


def test_html_comments_shown_by_markdown_are_removed_together(renderer: Renderer) -> None:
    assert "b" not in renderer.render("a <!-- b\n\nb --> c\n\n" * 500)


def test_html_comments_too_many_with_code_signs_are_an_error(renderer: Renderer) -> None:
    with pytest.raises(CommentError, match="too many"):
        renderer.render("a <!-- `\n\n` --> c\n\n" * 3000)


EVERYWHERE = {
    "people/anna.md": ANNA.replace("level:", f"summary: Leitet {NOTE} das Werk.\nlevel:")
    + f"\n{NOTE}\n",
    "series/s.md": source(f"So {NOTE} war es.\n", title="S", summary=f"Kurz {NOTE}.", lang="de"),
    "pages/wir.md": source(f"Wir {NOTE} hier.\n", title="Wir", summary=f"Wer {NOTE} wir sind"),
    "topics.yaml": f'tags:\n  Halle: "Alles {NOTE} aus der Halle"\n',
    "posts/a.md": post(f"{NOTE}\n\nText {NOTE}\n", title="A", tags=["Halle"], series="s", part=1),
    "posts/b.md": post(
        f"Text {NOTE}\n", title="B", summary=f"Kurz {NOTE} gesagt", series="s", part=2
    ),
}
SECRETS = ["vogelbeere", "&lt;!-- zahl", "300 --"]


@pytest.mark.parametrize("settings", DIALECTS.values(), ids=DIALECTS)
def test_a_note_stands_in_no_page_feed_card_book_or_list(
    build: Build, settings: dict[str, object]
) -> None:
    site = build(EVERYWHERE, settings)
    assert site.findings == []
    assert any(name.endswith(".epub") for name in site.files)
    assert traces(site, SECRETS) == []
    head = site.page("2026/11/b/").find("meta", {"name": "description"})
    assert head["content"] == "Kurz gesagt"
    assert "Alles aus der Halle" in site.read("tag/halle/")


@pytest.mark.parametrize("settings", DIALECTS.values(), ids=DIALECTS)
def test_a_note_stands_in_no_page_of_another_theme(
    build: Build, settings: dict[str, object]
) -> None:
    own = {**settings.get("ROSTRUM", {}), "render": False}  # type: ignore[dict-item]
    site = build(EVERYWHERE, {"THEME": "simple", "ROSTRUM": own, "DIRECT_TEMPLATES": ["index"]})
    assert site.exitcode == 0
    assert "2026/11/a/index.html" in site.files
    assert traces(site, SECRETS) == []


def test_a_summary_that_does_not_end_its_comment_is_an_error(build: Build) -> None:
    files = {
        "people/anna.md": ANNA.replace("level:", "summary: Leitet <!-- was\nlevel:"),
        "posts/a.md": post(summary="Kurz <!-- gesagt"),
        "topics.yaml": 'tags:\n  Halle: "Alles <!-- daraus"\n',
    }
    words = "the HTML comment that begins here has no end"
    assert build(files).findings == [
        f"content/people/anna.md:4:10: error[html-comment-open]: summary: {words}",
        f"content/posts/a.md:5:10: error[html-comment-open]: summary: {words}",
        f"content/topics.yaml:2:10: error[html-comment-open]: tags: {words}",
    ]


def test_html_comments_publish_no_image_and_check_no_link(
    build: Build,
) -> None:
    text = "<!-- ![Halle]({static}/images/halle.png) [dort](nirgends.md) -->\n\nText"
    files = {"people/anna.md": ANNA, "images/halle.png": b"\x89PNG", "posts/a.md": post(text)}
    site = build(files)
    assert site.findings == []
    assert "images/halle.png" not in site.files


def test_pieces_of_html_have_no_gaps() -> None:
    html = "a<b c='>'>d<!-- e --><svg/><script>f<</script></ g><!--> <code>&lt;</code><i j=\"k"
    pieces = list(split_html(html))
    assert "".join(html[it.start : it.end] for it in pieces) == html
    assert [it.kind for it in pieces if it.kind in (TokenKind.COMMENT, TokenKind.RAW)] == [
        TokenKind.COMMENT,
        TokenKind.RAW,
        TokenKind.COMMENT,
        TokenKind.COMMENT,
    ]


@pytest.mark.parametrize("dialect", ["python-markdown", "gfm"])
def test_html_comment_in_summary_that_fails_is_not_published(build, dialect):
    summary = "Hallo <!-- geheim123 --> " + "[" * 20_000
    files = {"people/anna.md": ANNA, "posts/a.md": post(summary=summary)}
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    assert site.exitcode == 1 or all(
        b"geheim123" not in (site.output / name).read_bytes() for name in site.files
    )


def test_a_summary_of_openings_alone_is_told_at_once(build, cpu_seconds):
    files = {"people/anna.md": ANNA, "posts/a.md": post()}
    files["people/ben.md"] = source(name="Ben", summary="<!--" * 20_000)
    site = build(files)
    assert "html-comment-open" in site.codes
    assert cpu_seconds() < 3
