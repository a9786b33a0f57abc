"""Text: what XML can carry, German in ASCII, texts cut at a blank, English numbers and nouns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.core.text import (
    clean,
    clean_line,
    count_words,
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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Wir haben das – gelernt.", 5),  # as they are split at blanks
        ("字" * 800, 400),
        ("我们今天宣布 new product，谢谢。", 6),
        ("こんにちは、世界。", 4),
        ("안녕하세요 여러분", 4),
        ("", 0),
    ],
)
def test_words_of_chinese_japanese_and_korean_are_two_characters(text, count):
    assert count_words(text.split()) == count


@given(st.text("ab 字あ", max_size=40), st.text("ab 字あ", max_size=40))
def test_words_of_mixed_texts_are_added(one, other):
    apart = count_words(one.split()) + count_words(other.split())
    assert abs(count_words([*one.split(), *other.split()]) - apart) <= 1


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Hallo Welt und alle", 12, "Hallo Welt…"),
        ("字" * 9, 6, "字字字字字…"),
        ("AI 字字字字字字", 6, "AI 字字…"),
        ("日本語。日本語", 6, "日本語。日…"),
        ("字字 Hallo Welt", 8, "字字…"),
        ("字字，字字字", 4, "字字…"),
        ("Donaudampf", 6, "Donau…"),
    ],
)
def test_short_text_ends_after_a_word_or_cjk_character(text, limit, short):
    assert shorten_words(text, limit) == short
