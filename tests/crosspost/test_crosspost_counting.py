"""How each network counts, in lengths worked out by hand."""

import subprocess
import sys

import pytest

from rostrum.crosspost.networks import (
    BLUESKY,
    LINKEDIN,
    MASTODON,
    X,
    count_bytes,
    count_graphemes,
    count_mastodon,
    count_utf16,
    count_weighted,
    escape_little,
)

FAMILY = "👩‍👩‍👧‍👦"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Grüße", 5),
        ("Gru\u0308ße", 5),  # NFC
        ("Straßenbahn – „Linz“ …", 23),  # U+2026 is in no range of weight 1
        ("日本語", 6),
        ("\u10ff", 1),
        ("\u1100", 2),
        ("a\u200db", 3),
        ("\u2032", 1),
        ("€", 2),
        ("😷", 2),
        (FAMILY, 2),
        (SCOTLAND, 2),
        ("👍🏽", 2),
        ("🇦🇹", 2),
        ("1️⃣", 2),
        ("https://example.com", 23),
        ("https://example.com/" + "a" * 300, 23),
        ("http://a.at", 23),
        ("example.com", 23),
        ("Siehe example.com/a, bitte", 6 + 23 + 7),
        ("https://blog.example/", 21),  # no such top-level domain: no link, every letter counts
        ("https://localhost/", 18),
        ("a\r\nb", 3),
    ],
)
def test_x_counts(text: str, length: int) -> None:
    assert count_weighted(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Grüße", 5),
        ("Gru\u0308ße", 5),
        ("日本語", 3),
        (FAMILY + SCOTLAND + "🇦🇹", 3),
        ("https://example.com/" + "a" * 300, 23),
        ("example.com", 11),  # only addresses with a protocol
        ("@anna@fosstodon.org", 5),
        ("@anna", 5),
        ("Dank an @anna.b@sub.example.org!", 8 + 7 + 1),
        ("mail@fosstodon.org", 18),  # no mention
        ("https://mastodon.social/@anna", 23),
    ],
)
def test_mastodon_counts(text: str, length: int) -> None:
    assert count_mastodon(text) == length


@pytest.mark.parametrize(
    ("text", "seen", "size"),
    [("Grüße", 5, 7), (FAMILY, 1, 25), ("日本語", 3, 9), ("e\u0301", 1, 3), ("a\r\nb", 3, 4)],
)
def test_bluesky_counts_graphemes_and_bytes(text: str, seen: int, size: int) -> None:
    assert (count_graphemes(text), count_bytes(text)) == (seen, size)


@pytest.mark.parametrize(("text", "length"), [("Grüße", 5), ("😷", 2), (FAMILY, 11)])
def test_linkedin_counts_as_a_browser(text: str, length: int) -> None:
    assert count_utf16(text) == length


def test_linkedin_escapes_all_reserved_characters() -> None:
    assert escape_little("\\|{}@[]()<>#*_~") == "\\\\\\|\\{\\}\\@\\[\\]\\(\\)\\<\\>\\#\\*\\_\\~"
    assert escape_little("C# und #Neu, nicht a#b") == "C\\# und #Neu, nicht a\\#b"


@pytest.mark.parametrize(
    ("network", "at_limit"),
    [
        (LINKEDIN, "a" * 3000),
        (X, "a" * 280),
        (X, "語" * 140),
        (MASTODON, FAMILY * 500),
        (BLUESKY, "a" * 300),
        (BLUESKY, "🇦🇹" * 300),
    ],
)
def test_a_text_at_the_limit_fits_and_one_more_does_not(network, at_limit: str) -> None:
    assert network.fits(at_limit)
    assert not network.fits(at_limit + "b")


def test_bluesky_refuses_too_many_bytes() -> None:
    assert not BLUESKY.fits(FAMILY * 121)  # 121 graphemes, 3,025 bytes


@pytest.mark.parametrize(
    ("network", "text", "found"),
    [
        (X, "#Größe #2026 #a_b, (#c) d#e #日本語", ("#Größe", "#a_b", "#c", "#日本語")),
        (MASTODON, "#Größe #2026 #a_b, d#e", ("#Größe", "#a_b")),
        (BLUESKY, "#Größe, #2026 #a-b! d#e", ("#Größe", "#a-b")),
        (LINKEDIN, "#Größe #2026 #a4 d#e", ("#Größe", "#a4")),
    ],
)
def test_each_network_sees_its_own_hashtags(network, text: str, found: tuple[str, ...]) -> None:
    assert network.hashtags(text) == found


def test_counting_works_without_setuptools() -> None:
    code = (
        "import sys; sys.modules['pkg_resources'] = None\n"
        "from rostrum.crosspost.networks import count_weighted\n"
        "print(count_weighted('👩‍👩‍👧‍👦'), sys.modules['pkg_resources'])"
    )
    paths = {"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=paths, capture_output=True, text=True
    )
    assert result.stdout == "2 None\n", result.stderr
