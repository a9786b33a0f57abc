"""Rules that hold for every text, whatever people write."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from rostrum.core.diagnostics import Severity, SourceLocation
from rostrum.crosspost.compose import Announcement, compose
from rostrum.crosspost.hashtags import make_hashtag
from rostrum.crosspost.networks import NETWORKS, Network
from rostrum.crosspost.shorten import clean, clean_line, graphemes, shorten

URL = "https://blog.wiesinger-linz.at/2026/11/fehler/"
PIECES = [
    "👩‍👩‍👧‍👦",
    "🇦🇹",
    "👍🏽",
    "e\u0301",
    "\u0301",
    "日本語。",
    "example.com",
    "http://a.at/(x)",
    "#",
    "@a@b.at",
]
PIECES += [
    ". ",
    "\n",
    "Straßenbahn ",
    "z. B. ",
    "…",
    "\ud83d",
    "\u202e",
    "क्षि",
    "\u200d",
    "\ufe0f",
    "x" * 90,
]
SMALL = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map("".join)
LARGE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=90).map("".join)


def announce(**fields) -> Announcement:
    usual = {"id": "a", "title": "T", "summary": "", "url": URL, "lang": "de"}
    return Announcement(**usual | {"date": datetime(2026, 11, 4, tzinfo=UTC)} | fields)


@settings(max_examples=40)
@given(
    title=st.one_of(SMALL, LARGE),
    summary=LARGE,
    tags=st.lists(SMALL, max_size=5),
    series=SMALL,
    part=st.sampled_from(["", "Teil 3", "Part 998 of 999"]),
    lang=st.sampled_from(["de", "en", "ja"]),
)
@pytest.mark.parametrize("network", NETWORKS.values(), ids=list(NETWORKS))
def test_a_composed_text_always_fits_and_ends_with_its_link(
    network: Network, title, summary, tags, series, part, lang
) -> None:
    post = announce(
        title=title, summary=summary, tags=tuple(tags), series=series, part=part, lang=lang
    )
    message = compose(post, network)
    assert network.fits(message.text)
    assert message.text.endswith(URL)
    assert message.link == URL
    assert not message.problems
    assert not regex.search(r"\p{Cs}|[^\P{Cc}\n]", message.text)


@settings(max_examples=150)
@given(text=LARGE, room=st.integers(0, 120), lang=st.sampled_from(["de", "en"]))
def test_shortening_never_cuts_inside_a_grapheme(text: str, room: int, lang: str) -> None:
    text = clean_line(text)
    short = shorten(text, lambda part: len(graphemes(part)) <= room, lang)
    assert len(graphemes(short)) <= room
    kept = short if text.startswith(short) else short.removesuffix("…").rstrip("\u00a0")
    assert text.startswith(kept)
    whole = {0}
    for cluster in graphemes(text):
        whole.add(max(whole) + len(cluster))
    assert len(kept) in whole


@given(LARGE)
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(max_examples=200)
@given(SMALL)
def test_every_network_takes_a_made_hashtag_whole(tag: str) -> None:
    hashtag = make_hashtag(tag)
    if hashtag:
        for network in NETWORKS.values():
            assert network.hashtags(f"Text.\n\n{hashtag} #Anderes") == (hashtag, "#Anderes")


@pytest.mark.parametrize(
    ("tag", "hashtag"),
    [
        ("Fehlerkultur", "#Fehlerkultur"),
        ("offene Kultur", "#OffeneKultur"),
        ("straßen-bahn", "#StraßenBahn"),
        ("KI", "#KI"),
        ("iPhone", "#iPhone"),
        ("Industrie 4.0", "#Industrie40"),
        ("溶接", "#溶接"),
        ("2026", ""),
        ("24/7", ""),
        ("C++", ""),
        ("F&E", ""),
        ("🚀", ""),
        ("1️⃣ Mal", ""),
        ("", ""),
        ("x" * 64, ""),
    ],
)
def test_hashtags(tag: str, hashtag: str) -> None:
    assert make_hashtag(tag) == hashtag


def fits(room: int):
    return lambda text: len(text) <= room


def test_a_sentence_is_kept_whole_when_it_fills_half_the_room() -> None:
    text = "Das war der Anfang. Danach kam alles anders, als wir dachten."
    assert shorten(text, fits(40), "de") == "Das war der Anfang."
    assert (
        shorten(text, fits(58), "de")
        == "Das war der Anfang. Danach kam alles anders, als wir\u00a0…"
    )
    assert shorten(text, fits(len(text)), "de") == text


def test_a_rest_too_short_to_say_anything_is_dropped() -> None:
    assert shorten("Wir haben lange gewartet.", fits(9), "de") == ""


def test_a_problem_becomes_a_diagnostic_of_the_post() -> None:
    message = compose(announce(custom_texts={"x": "a" * 300}), NETWORKS["x"])
    found = message.problems[0].at(SourceLocation("posts/a.md", 7, 3))
    assert (found.level, str(found.place)) == (Severity.ERROR, "posts/a.md:7:3")
    assert (
        str(found.message)
        == "the text for X has 325 characters (weighted), 45 more than the 280 it takes"
    )
    assert str(found.hint) == "Shorten the text under crosspost: x in the front matter."


def test_what_is_shown_is_what_is_sent() -> None:
    text = "Grüße aus Linz"
    sent = {
        key: compose(announce(custom_texts={key: text}), network).payload
        for key, network in NETWORKS.items()
    }
    whole = f"{text}\n\n{URL}"
    assert sent["x"] == {"text": whole}
    assert sent["linkedin"] == {"commentary": whole}
    assert sent["mastodon"] == {"status": whole, "language": "de"}
    assert sent["bluesky"]["text"] == whole
    assert sent["bluesky"]["langs"] == ["de"]


@pytest.mark.parametrize("piece", ["a", "a.", ".", "a ", "…", "a. "])
def test_a_text_of_one_endless_word_is_shortened_at_once(
    piece: str, cpu_seconds: Callable[[], float]
) -> None:
    found = shorten(piece * (100_000 // len(piece)), lambda text: len(text) <= 500)
    assert len(found) <= 500
    assert cpu_seconds() < 2
