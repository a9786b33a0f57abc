"""Setting the title of a card: sizes, lines, long words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.cards.fonts import SERIF, CardFonts, Typeface
from rostrum.cards.text import Setting, set_text, shorten_first, shorten_line

SIZES = (96, 72, 60, 48, 44)
SERIFS = Typeface(SERIF)


def lay_out(text: str, width: int = 640, height: int = 340) -> Setting:
    return set_text(text, SERIFS, width, height, SIZES, 1.1)


def test_a_short_title_is_large_and_in_one_line() -> None:
    assert lay_out("Achtzehn Grad", 1000) == Setting(("Achtzehn Grad",), 96, 106)


def test_lines_are_of_similar_length() -> None:
    text = lay_out("Warum wir Halle 4 stillgelegt haben und was daraus wurde", 1070)
    widths = [SERIFS.measure(line, text.size) for line in text.lines]
    assert len(widths) == 3
    assert min(widths) > max(widths) * 0.7


def test_a_long_title_ends_in_an_ellipsis() -> None:
    text = lay_out("Wir haben gelernt und " * 30)
    assert text.size == SIZES[-1]
    assert text.lines[-1].endswith("…")
    assert "Wir haben gelernt" in text.lines[0]


def test_a_long_word_is_broken_before_its_letters_shrink() -> None:
    text = lay_out("Rindfleischetikettierungsüberwachungsaufgabenübertragung")
    assert text.size > SIZES[-1]
    assert all(line.endswith("-") for line in text.lines[:-1])
    assert "".join(line.removesuffix("-") for line in text.lines) == (
        "Rindfleischetikettierungsüberwachungsaufgabenübertragung"
    )


def test_a_soft_hyphen_says_where_a_word_breaks() -> None:
    text = lay_out("Donaudampfschifffahrts\u00adgesellschaft", 620)
    assert text.lines == ("Donaudampfschifffahrts-", "gesellschaft")


def test_no_break_space_holds_words_together() -> None:
    lines = lay_out("Was uns der Umbau in Halle\u00a04 gebracht hat", 500).lines
    assert any("Halle\u00a04" in line for line in lines)


def test_words_joined_by_a_hyphen_may_part_there() -> None:
    lines = lay_out("Magdalena Hofer-Zwetschkenbaum", 520).lines
    assert lines == ("Magdalena Hofer-", "Zwetschkenbaum")


def test_wide_letters_need_no_spaces() -> None:
    lines = lay_out("開放的企業與員工的對話" * 4, 600, 400).lines
    assert len(lines) > 1
    assert "".join(lines) == "開放的企業與員工的對話" * 4


@given(st.text(st.sampled_from("aeinrstß -–/äÖ\u00ad"), min_size=1, max_size=120))
def test_no_line_is_wider_than_its_room(text: str) -> None:
    cleaned = CardFonts().clean(text)
    found = lay_out(cleaned)
    assert all(SERIFS.measure(line, found.size) <= 640 for line in found.lines)
    assert found.height <= 340
    if not found.lines or not found.lines[-1].endswith("…"):
        kept = "".join(found.lines).replace("-", "").replace(" ", "")
        assert kept == cleaned.replace("-", "").replace(" ", "").replace("\u00ad", "")


@given(st.text(st.sampled_from("abc –."), max_size=60), st.integers(60, 400))
def test_a_shortened_line_fits_and_is_a_beginning(text: str, width: int) -> None:
    line = shorten_line(text, lambda part: SERIFS.measure(part, 30), width)
    assert SERIFS.measure(line, 30) <= width
    assert line == text or text.startswith(line.removesuffix("…"))


def test_an_ellipsis_stands_behind_a_whole_word() -> None:
    line = shorten_line("Was wir aus dem Jahr gelernt haben", len, 25)
    assert line == "Was wir aus dem Jahr…"


def test_a_date_is_kept_behind_a_long_role() -> None:
    line = shorten_first("Leiterin der Unternehmenskommunikation · 18. Mai 2026", len, 34)
    assert line == "Leiterin der Unter… · 18. Mai 2026"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ein  Titel\nin Zeilen", "Ein Titel in Zeilen"),
        ("Fertig! 🎉 Endlich ❤️", "Fertig! Endlich"),
        ("Mu\u0308ller", "Müller"),
        ("Ausbil\u00addung", "Ausbil\u00addung"),
        ("Halle\u00a04", "Halle\u00a04"),
        ("null\u200bbreit", "nullbreit"),
    ],
)
def test_signs_without_a_letter_are_left_out(text: str, shown: str) -> None:
    assert CardFonts().clean(text) == shown


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Größe, Žluťoučký kůň, Đorđe", True),
        ("Відкрита компанія", True),
        ("Η ανοιχτή επιχείρηση", True),
        ("الشركة", False),
        ("שלום", False),
        ("नमस्ते", False),
        ("開放", False),
    ],
)
def test_scripts_without_letters_or_shaping_are_known(text: str, can: bool) -> None:
    assert (CardFonts().for_title(text) is not None) == can
