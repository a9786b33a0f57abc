"""Quotations, pull quotes and plain quotes: the same HTML from both dialects."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from rostrum.core.diagnostics import Report
from rostrum.html.text import html_text
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.options import MARKDOWN_OPTIONS
from rostrum.markdown.quotes import dress_quotes, hang_quotes

MADE = {name: make(MARKDOWN_OPTIONS) for name, make in RENDERERS.items()}


@pytest.fixture(params=MADE)
def dialect(request):
    return request.param


def render(dialect: str, text: str) -> Tag:
    html = MADE[dialect].render_body(text, "a.md", 1).html
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("> Ein Satz.\n>\n> — Nina Berger", "— Nina Berger"),
        ("> Ein Satz\n>\n> – Nina Berger, Konstruktion", "– Nina Berger, Konstruktion"),
        ("> Ein Satz.\n> -- Nina", "-- Nina"),
        ("> „Ein Satz.“\n> — *Nina* [Seite](a.md)", "— Nina Seite"),
        ("> Ein Satz  \n> — Nina", "— Nina"),
        ("> - Punkt\n>\n> — Nina", "— Nina"),
    ],
)
def test_a_dash_and_a_name_are_the_caption_of_a_quotation(dialect, text, name):
    figure = render(dialect, text).select_one("figure.quotation")
    assert figure.figcaption.get_text() == name
    assert "Nina" not in figure.blockquote.get_text()
    assert figure.blockquote.get_text().strip() in ("Ein Satz.", "Ein Satz", "„Ein Satz.“", "Punkt")


@pytest.mark.parametrize(
    "text",
    [
        "> Ein Satz.",
        "> Er war\n> – wie immer – da.",
        "> — Ja?\n> — Nein.",
        "> — allein",
        "> Ein Satz.\n>\n> —Nina",
        "> Ein Satz.\n>\n> - Nina",
        f"> Ein Satz.\n>\n> — {'x' * 200}",
        "> [!PULL]",
        "> Text [!PULL] mittendrin",
        '<blockquote class="alt"><p>Ein Satz.</p><p>— Nina</p></blockquote>',
    ],
)
def test_every_other_quote_stays_a_plain_one(dialect, text):
    soup = render(dialect, text)
    assert soup.select("figure") == []
    assert len(soup.select("blockquote")) == 1


@pytest.mark.parametrize("text", ["> [!PULL]\n> Wer *nie*.", "> [!pull]\n>\n> Wer *nie*."])
def test_a_mark_makes_a_pull_quote(dialect, text):
    soup = render(dialect, text)
    assert [tag.get_text().strip() for tag in soup.select(".pull-quote > blockquote")] == [
        "Wer nie."
    ]
    assert soup.select_one("blockquote em")
    assert "PULL" not in soup.get_text()


def test_a_class_makes_a_pull_quote_in_python_markdown():
    soup = render("python-markdown", "> Wer nie.\n> {.pull}")
    assert str(soup.blockquote.p) == "<p>Wer nie.</p>"
    assert soup.select(".pull-quote")


def test_a_class_is_told_in_githubs_dialect():
    report = Report()
    html = MADE["gfm"].render_body("> Wer nie.\n> {.pull}", "a.md", 1, report=report).html
    assert [found.code for found in report] == ["markup-left"]
    assert "pull-quote" not in html


def test_a_pull_quote_may_name_who_said_it(dialect):
    soup = render(dialect, "> [!PULL]\n> Wer nie.\n>\n> — Nina")
    assert soup.select_one(".pull-quote figcaption").get_text() == "— Nina"


def test_quotes_within_quotes_have_names_of_their_own(dialect):
    soup = render(dialect, "> aussen\n>\n> > innen\n> >\n> > — B\n>\n> — C")
    outer, inner = soup.select("figure.quotation")
    assert [tag.find_all("figcaption")[-1].get_text() for tag in (outer, inner)] == ["— C", "— B"]
    assert inner in outer.blockquote.descendants


def test_both_dialects_write_the_same_quotation():
    text = "> [!PULL]\n> Eins.\n\na\n\n> Zwei.\n>\n> — Nina\n\nb\n\n> Drei."
    written = {MADE[name].render_body(text, "a.md", 1).html for name in MADE}
    assert len(written) == 1


@pytest.mark.parametrize(
    ("lang", "text", "class_name"),
    [
        ("de", '> "Los", sagte sie.', "hanging-quote"),
        ("de", '> [!PULL]\n> *"Los*, sagte" sie.', "hanging-quote"),
        ("en", '> "Go."\n>\n> — Nina', "hanging-quote"),
        ("de-CH", '> "Los", sagte sie.', "hanging-guillemet"),
        ("fr", '> "Allez", dit-elle.', "hanging-guillemet"),
        ("de", "> ‚Los‘, sagte sie.", "hanging-single"),
        ("", '> "Los", sagte sie.', "hanging-quote"),
    ],
)
def test_quotation_mark_at_the_start_of_a_quote_hangs(dialect, lang, text, class_name):
    html = MADE[dialect].render_body(text, "a.md", 1, typography=lang).html
    assert BeautifulSoup(html, "html.parser").blockquote.p["class"] == [class_name]


@pytest.mark.parametrize(
    "text", ["> Los, „sagte“ sie.", "> ’s ist gut.", "„Los“, sagte sie.", "> - „Los“"]
)
def test_nothing_else_hangs(dialect, text):
    assert "hanging" not in str(render(dialect, text))


def test_only_the_first_paragraph_of_a_quote_hangs(dialect):
    quote = render(dialect, "> „Los.“\n>\n> „Jetzt.“\n>\n> > „Nie.“")
    assert [p.get("class") for p in quote.select("p")] == [
        *(["hanging-quote"], None, ["hanging-quote"])
    ]


PIECES = ("<blockquote>", "</blockquote>", "<p>", "</p>", "\n", "— A", "[!PULL]", "<br>", "x.", " ")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_word_of_any_html_is_lost(html):
    before = html_text(html).replace("[!PULL]", "").split()
    after = html_text(dress_quotes(html)).replace("[!PULL]", "").split()
    assert "".join(after) == "".join(before)


@pytest.mark.parametrize("piece", ["<blockquote>", "<blockquote><p>— A\n", "<p>[!PULL]", "</p>\n"])
def test_hostile_quotes_take_linear_time(piece, cpu_seconds):
    hang_quotes(dress_quotes(f"<blockquote>{piece * 20_000}</blockquote>" * 2))
    assert cpu_seconds() < 5
