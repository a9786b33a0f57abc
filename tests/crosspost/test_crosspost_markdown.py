"""The plan in Markdown, for a comment: what an author wrote is code and nothing else."""

from datetime import UTC, datetime

import comrak
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from rostrum.crosspost.compose import Announcement
from rostrum.crosspost.markdown import MOST, format_markdown
from rostrum.crosspost.networks import NETWORKS, X
from rostrum.crosspost.plan import make_plan
from rostrum.i18n.user_language import load_diagnostics

URL = "https://blog.wiesinger-linz.at/2026/11/fehler/"
HOSTILE = [
    "@everyone look at #12 and [this](https://evil.example)",
    "```\n@everyone\n```",
    "`````text\n@everyone `` x",
    "~~~\n@everyone\n~~~",
    "<img src=x onerror=alert(1)><!-- rostrum -->",
    "\r\r@everyone\x1b[31m\u2028@everyone\u202e",
    "</details>\n\n# @everyone\n\n| a | b |",
    "`",
    " ",
]


def announce(number: int = 4, **fields) -> Announcement:
    usual = {"id": f"post-{number}", "title": "Ein Fehler", "summary": "Wir lernen.", "url": URL}
    date = datetime(2026, 11, number % 28 + 1, tzinfo=UTC)
    return Announcement(**usual | {"lang": "de", "date": date} | fields)


def render(text: str) -> BeautifulSoup:
    """Return Markdown as GitHub shows it, without what is code."""
    options = comrak.ExtensionOptions(table=True, autolink=True, strikethrough=True)
    html = comrak.markdown_to_html(text, options, None, None)
    page = BeautifulSoup(html, "html.parser")
    for code in page.find_all(["pre", "code"]):
        code.decompose()
    return page


def assert_only_code(text: str) -> None:
    page = render(text)
    assert "everyone" not in page.get_text()
    assert page.find(["a", "img", "table", "details", "h1"]) is None
    assert [heading.get_text() for heading in page.find_all("h3")] == ["Cross-posts"]


def test_a_plan_shows_each_text_in_a_block() -> None:
    text = format_markdown(make_plan([announce()], [X]))
    head, block = text.split(" characters (weighted):\n\n")
    assert head == "### Cross-posts\n\n1 post, 1 text.\n\n**`Ein Fehler`**\n\nX, 48/280"
    assert block == f"```text\nEin Fehler\n\nWir lernen.\n\n{URL}\n```"


def test_a_plan_is_in_the_language_of_the_site() -> None:
    words = load_diagnostics(["de"])
    assert format_markdown(make_plan([announce()], [X]), words).startswith("### Cross-Posts\n")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_are_code_in_a_plan(hostile: str) -> None:
    own = {"x": hostile, "mastodon": f"{hostile} {{url}}"}
    posts = [
        announce(4, title=hostile, summary=hostile, tags=(hostile,), authors=((hostile, hostile),)),
        announce(5, custom_texts=own),
        announce(6, custom_texts={hostile: "x"}),
    ]
    assert_only_code(format_markdown(make_plan(posts)))


@given(st.text(st.sampled_from("`~@e\n\r #>-*[]()<!x\\\t"), max_size=40))
def test_any_text_is_code_in_a_plan(text: str) -> None:
    own = {"x": f"{text}\n@everyone"}
    assert_only_code(format_markdown(make_plan([announce(title=text, custom_texts=own)], [X])))


def test_a_plan_tells_of_posts_that_it_leaves_out() -> None:
    text = format_markdown(make_plan([announce(number) for number in range(MOST + 2)], [X]))
    assert text.count("```text") == MOST
    assert text.endswith("And 2 more posts.")


def test_a_plan_of_nothing_says_so() -> None:
    text = format_markdown(make_plan([], NETWORKS.values()))
    assert text == "### Cross-posts\n\nNothing new: every post is out on every network."


def test_a_plan_tells_of_errors() -> None:
    own = {"x": "Lang " * 100}
    text = format_markdown(make_plan([announce(custom_texts=own)], [X]))
    assert "\n\n- error: `" in text
