"""What an editor sees of the plan: in a terminal, as JSON, as a page."""

import json
import unicodedata
from datetime import UTC, datetime
from itertools import pairwise

import html5lib
import pytest
from bs4 import BeautifulSoup

from rostrum.crosspost.compose import Announcement
from rostrum.crosspost.html_page import format_html
from rostrum.crosspost.ledger import Sent
from rostrum.crosspost.networks import NETWORKS, X
from rostrum.crosspost.plan import Plan, format_json, make_plan
from rostrum.crosspost.table import format_table
from rostrum.i18n.catalogs import ENGLISH, Catalogs

GERMAN = Catalogs().load("de")
URL = "https://blog.wiesinger-linz.at/2026/11/fehler/"


def announce(number: int = 4, **fields) -> Announcement:
    usual = {"id": f"post-{number}", "title": "Ein Fehler", "summary": "Wir lernen.", "url": URL}
    date = datetime(2026, 11, number, tzinfo=UTC)
    return Announcement(**usual | {"lang": "de", "date": date} | fields)


def sent(post: str, network: str) -> dict[tuple[str, str], Sent]:
    moment = datetime(2026, 11, 5, 9, tzinfo=UTC)
    return {(post, network): Sent(post, network, moment, "https://x.com/w/status/1")}


def keys(plan: Plan) -> list[tuple[str, str]]:
    return [(p.announcement.id, m.network.key) for p in plan.posts for m in p.messages]


def test_a_post_is_planned_once_for_each_network_oldest_first() -> None:
    plan = make_plan([announce(6), announce(5)], [X, NETWORKS["mastodon"]])
    assert keys(plan) == [
        ("post-5", "x"),
        ("post-5", "mastodon"),
        ("post-6", "x"),
        ("post-6", "mastodon"),
    ]


def test_what_the_ledger_holds_is_not_planned_again() -> None:
    plan = make_plan([announce(4), announce(5)], [X], sent("post-4", "x"))
    assert keys(plan) == [("post-5", "x")]
    assert format_table(make_plan([announce(4)], [X], sent("post-4", "x"))) == (
        "Nothing new: every post is out on every network."
    )


def test_crosspost_plan_omits_refused_network_with_its_reason() -> None:
    plan = make_plan([announce(custom_texts={"x": False})])
    assert ("post-4", "x") not in keys(plan)
    assert "X         left out: the post says x: false" in format_table(plan)
    assert "im Beitrag steht x: false" in format_html(plan, GERMAN)


def test_a_post_that_goes_nowhere_is_named_once() -> None:
    plan = make_plan([announce(custom_texts=dict.fromkeys(NETWORKS, False))])
    assert plan.posts == ()
    assert "Posts that go to no network\n  Ein Fehler · post-4" in format_table(plan)
    assert json.loads(format_json(plan))["apart"] == ["post-4"]


def test_posts_before_the_ledger_began_are_old() -> None:
    plan = make_plan([announce(4), announce(6)], [X], since=datetime(2026, 11, 5, tzinfo=UTC))
    assert keys(plan) == [("post-6", "x")]


def test_a_misspelt_network_is_an_error() -> None:
    plan = make_plan([announce(custom_texts={"mastodn": False})])
    table = format_table(plan)
    assert 'error[crosspost-unknown]: there is no network "mastodn"' in table
    assert "hint: Known: bluesky, linkedin, mastodon, x." in table
    assert table.endswith("1 post, 4 texts, 1 error.")


def test_the_table_shows_the_whole_text_under_its_length() -> None:
    table = format_table(make_plan([announce(tags=("Lernen",))], [X]))
    assert table == (
        "Ein Fehler\n"
        "  2026-11-04 · de · post-4\n"
        "\n"
        "  X         57/280 · composed · #Lernen\n"
        "    | Ein Fehler\n"
        "    |\n"
        "    | Wir lernen.\n"
        "    |\n"
        "    | #Lernen\n"
        "    |\n"
        f"    | {URL}\n"
        f"    link: {URL}\n"
        "\n"
        "1 post, 1 text."
    )


def test_the_table_shows_linkedins_escapes() -> None:
    table = format_table(make_plan([announce(title="C# (neu)")], [NETWORKS["linkedin"]]))
    assert "    | C# (neu)\n" in table
    assert "    as sent:\n    | C\\# \\(neu\\)\n" in table


def test_crosspost_table_fits_80_columns_without_control_chars() -> None:
    hostile = "\x1b[2J\u202e" + "Wörter und 日本語 und 👩‍👩‍👧‍👦 " * 30 + "Donau" * 60
    post = announce(
        title=hostile,
        summary=hostile,
        id="a\x07b",
        authors=((hostile, hostile),),
        custom_texts={"\x1by": True},
    )
    for line in format_table(make_plan([post])).split("\n"):
        assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cs")]
        assert "\u202e" not in line
        assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) <= 110
        assert len(line) <= 80 or "👩" in line or URL in line


def test_json_says_what_will_be_sent() -> None:
    content = json.loads(format_json(make_plan([announce()], [NETWORKS["bluesky"]])))
    text = content["posts"][0]["texts"][0]
    assert text["payload"]["text"] == text["text"]
    assert text["counts"][0] == {"unit": "graphemes", "used": 71, "maximum": 300}
    assert text["payload"]["facets"][0]["index"] == {"byteStart": 25, "byteEnd": 71}
    assert (content["errors"], content["warnings"]) == (0, 0)


@pytest.fixture(name="page")
def fixture_page() -> str:
    posts = [
        announce(4, title="<b>fett</b> & mehr", custom_texts={"x": "a" * 300, "mastodon": False}),
        announce(5, summary='"><script>alert(1)</script>', authors=(("Anna Leitner", "CEO"),)),
    ]
    return format_html(make_plan(posts, ledger=sent("post-5", "x")), GERMAN)


def test_the_page_is_valid_self_contained_and_not_indexed(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html["lang"] == "de"
    assert "noindex" in soup.find("meta", attrs={"name": "robots"})["content"]
    assert not soup.find_all(["script", "img", "link", "iframe"])
    assert not soup.find_all(src=True)
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    named = {tag["aria-labelledby"] for tag in soup.find_all(attrs={"aria-labelledby": True})}
    assert named <= set(ids)


@pytest.mark.parametrize("quiet", [(), (7,), (7, 8)])
@pytest.mark.parametrize("posts", [(), (4,), (4, 5)])
def test_no_heading_of_the_page_skips_a_level(posts, quiet) -> None:
    nowhere = [announce(n, custom_texts=dict.fromkeys(NETWORKS, False)) for n in quiet]
    plan = make_plan([*map(announce, posts), *nowhere])
    soup = BeautifulSoup(format_html(plan, GERMAN), "html.parser")
    levels = [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise([0, *levels]))
    named = {link["href"].removeprefix("#") for link in soup.select("nav a")}
    assert named <= {tag["id"] for tag in soup.find_all(id=True)}
    assert len(named) == (len(posts) + bool(quiet) if len(posts) + bool(quiet) > 1 else 0)


def test_the_page_words_the_day_of_a_sent_message(page: str) -> None:
    said = [out.get_text() for out in BeautifulSoup(page, "html.parser").select(".out li")]
    assert any("schon veröffentlicht am 5. November 2026" in text for text in said)


def test_the_page_shows_texts_as_text(page: str) -> None:
    soup = BeautifulSoup(page, "html.parser")
    assert soup.h2.find_next("section").h2.get_text() == "<b>fett</b> & mehr"
    assert any('"><script>' in said.get_text() for said in soup.select(".said"))


def test_the_page_shows_exactly_the_message(page: str) -> None:
    said = BeautifulSoup(page, "html.parser").select_one("#post-1 .said")
    assert said.get_text() == f"<b>fett</b> & mehr\n\nWir lernen.\n\n{URL}"
    assert said.a["href"] == URL


def test_the_page_says_lengths_in_words_beside_the_meter(page: str) -> None:
    card = BeautifulSoup(page, "html.parser").select_one("[aria-labelledby=post-1-x]")
    assert card.meter["value"] == "325"
    assert card.select_one(".over").get_text() == "325 von 280 Zeichen (gewichtet), 45 zu viel"
    assert "Fehler: der Text für X hat 325 Zeichen (gewichtet), 45 mehr" in card.get_text()


def test_an_address_that_is_no_web_address_never_becomes_a_link() -> None:
    page = format_html(make_plan([announce(url="javascript:alert(1)")], [X]), ENGLISH)
    assert "href=" not in page.split("<main>")[1]


@pytest.mark.parametrize("key", NETWORKS)
def test_the_documentation_names_every_network_and_limit(key: str, request) -> None:
    text = (request.config.rootpath / "docs/crosspost.md").read_text("utf-8")
    network = NETWORKS[key]
    row = next(line for line in text.splitlines() if line.startswith(f"| {network.name} "))
    assert f"`{key}`" in row
    for limit in network.limits:
        assert f"{limit.maximum:,}" in row
