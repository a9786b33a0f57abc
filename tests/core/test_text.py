"""Text: what XML can carry, German in ASCII, texts cut at a blank, English numbers and nouns."""

from __future__ import annotations

import pytest

from rostrum.core.text import (
    clean,
    clean_line,
    pluralize,
    shorten_words,
    spell_german,
)


def test_clean_removes_what_xml_can_not_carry():
    assert clean("a\x00b\x0bc\x7fd\ufffee\tf\r\ng\rh") == "abcde\tf\ng\nh"
    assert clean_line(" a\r\n\x00b \t c ") == "a b c"


def test_spell_german_also_spells_letters_of_two_characters():
    assert spell_german("Öffnung, gro\u0308ße, STRAẞE") == "Oeffnung, groesse, STRASSE"


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (13, "Eins zwei, x."),
        (12, "Eins zwei…"),
        (11, "Eins…"),
        (10, "Eins…"),
        (6, "Eins…"),
        (4, "Ein…"),
    ],
)
def test_shorten_words_cuts_at_a_blank_within_the_limit(limit, expected):
    assert shorten_words("Eins zwei, x.", limit) == expected
    assert len(expected) <= limit


def test_shorten_words_leaves_no_sign_before_the_ellipsis():
    assert [shorten_words(f"Eins {sign} zwei", 8) for sign in ",;:–-"] == ["Eins…"] * 5


def test_pluralize_counts_in_english():
    assert [pluralize(n, "post") for n in (0, 1, 2)] == ["no posts", "1 post", "2 posts"]
