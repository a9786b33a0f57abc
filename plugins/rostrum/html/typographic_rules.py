"""What typography looks for in a text, by language: one pattern, and the quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rostrum.core.languages import find_fallback, list_fallbacks
from rostrum.html.tags import ATTRIBUTES

NO_BREAK = "\u00a0"

UNTOUCHED = (
    "pre|code|kbd|samp|tt|var|script|style|textarea|math|svg|title|iframe|noembed|noframes|xmp|"
    "template|select|object|audio|video"
)
"""Elements whose content is no prose."""

_QUOTES: Mapping[str, tuple[str, str, str, str]] = {
    "de": ("„", "“", "‚", "‘"),
    "de-CH": ("«", "»", "‹", "›"),  # as Swiss newspapers print; CLDR has the German marks
    "de-LI": ("«", "»", "‹", "›"),
    "en": ("“", "”", "‘", "’"),
    "fr": (f"«{NO_BREAK}", f"{NO_BREAK}»", "“", "”"),
    "fr-CH": ("«", "»", "‹", "›"),
    "da": ("“", "”", "‘", "’"),
    "es": ("“", "”", "‘", "’"),
    "hu": ("„", "”", "»", "«"),
    "it": ("«", "»", "“", "”"),
    "nl": ("“", "”", "‘", "’"),  # CLDR has the single ones for both
    "pl": ("„", "”", "«", "»"),
    "pt": ("“", "”", "‘", "’"),
    "pt-PT": ("«", "»", "“", "”"),
    "sl": ("„", "“", "‚", "‘"),
}
"""Quotation marks for `"` and for `'`, opening and closing (Unicode CLDR 45, if not noted)."""

_ELISIONS: Mapping[str, str] = {
    "de": "s|n|ne|nem|nen|ner|nes",
    "en": "tis|twas|twere|em|til|cause|bout|n",
}
"""Words that begin with an apostrophe: `'s ist`, `'tis`."""

_MONTHS: Mapping[str, str] = {
    "de": (
        r"Jan(?:uar|\.)|Jänner|Jän\.|Feber|Feb(?:ruar|\.)|März|Apr(?:il|\.)|Mai|Jun[io]|Jul[io]|"
        r"Aug(?:ust|\.)|Sep(?:tember|t?\.)|Okt(?:ober|\.)|Nov(?:ember|\.)|Dez(?:ember|\.)"
    ),
    "en": ("January|February|March|April|May|June|July|August|September|October|November|December"),
}
_BEFORE_NUMBERS: Mapping[str, str] = {
    "de": "Nr. Nrn. S. Abs. Art. Abb. Bd. Kap. Tab. Ziff. Rz. lit. ca. Seite Teil Kapitel",
    "en": (
        "No. Nos. p. pp. para. Fig. Figs. Vol. vol. ch. Ch. ca. page Part Chapter "
        + _MONTHS["en"].replace("|", " ")
    ),
}
"""Words that a number follows."""

_BEFORE_NAMES: Mapping[str, str] = {
    "de": "Dr. Prof. Mag. Ing. Hr. Fr. St.",
    "en": "Mr. Mrs. Ms. Dr. Prof. St.",
}
"""Titles, which a name or another title follows."""

_TITLES: Mapping[str, str] = {"en": "rs?|s|rof|t"}
"""Those without a period, as the British write them, after their first letter: `Mr`, `Dr`."""

_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "de": (
        *("z. B.", "d. h.", "u. a.", "u. U.", "u. Ä.", "o. Ä.", "o. a.", "s. o.", "s. u.", "z. T."),
        *("v. a.", "i. d. R.", "n. Chr.", "v. Chr.", "e. V.", "a. D.", "i. A.", "i. V.", "m. E."),
        *("z. Hd.", "u. v. m.", "e. U."),
    ),
    "en": ("e. g.", "i. e.", "a. m.", "p. m."),
}
"""Abbreviations of several letters, whose parts stay together."""

_UNITS = "[kcmnµ]?m[²³]?|[kmµ]?g|[cmh]l|[kMGT]?Wh?|[kMG]?Hz|[kMGT]i?B|h|min|ha|bar|dB|Ω"
_AFTER_NUMBERS: Mapping[str, str] = {
    "de": r"Uhr|Euro|Prozent|Mio\.|Mrd\.|Std\.|Min\.|Sek\.",
    "en": r"[ap]m|[ap]\.m\.|million|billion|per cent|percent|" + _MONTHS["en"],
}
_SPACED_SIGNS: Mapping[str, str] = {"fr": "[:;!?»]"}
"""Signs with a space before them that does not break."""

_FIRST: Mapping[str, str] = {"en": "MDPS", "fr": ":;!?»"}
"""First characters of what only this language looks for."""


_BLANK = "[ \n]"
_LETTER = r"[^\W\d_]"
_TAGS = (
    rf"(?<=<)(?:(?P<untouched>(?i:{UNTOUCHED}))(?=[\s/>]){ATTRIBUTES}"
    r"(?:>.*?(?:</(?P=untouched)\s*>|\Z))?"
    rf"|(?P<tag>/?[a-z0-9]+>|/?[a-zA-Z][^\s/>]*{ATTRIBUTES}>?)|!--.*?(?:-->|\Z))"
)
_DASHES: Mapping[str, str] = {
    "-": (
        rf"(?P<dash>(?<={_BLANK}-)-{{0,2}}(?={_BLANK}))"
        rf"|(?P<long_dash>(?<={_LETTER}-)--?(?={_LETTER}))"
    ),
    ".": r"(?P<dots>(?<=(?<!\.)\.)\.\.(?!\.))",
}
"""Dashes and ellipses, by their first character."""

_CURRENCIES = "§€£$"
_DIGIT = "0"  # stands for all of them
_FIRST_IN_ALL = f".{_DIGIT}-{_CURRENCIES}…"

_SIGNS_OF_QUOTES = ("&quot;", "'", r'"(?<!=")(?![\s>/])')
"""Quotation marks that may open, and apostrophes; seldom the marks around an attribute."""


@dataclass(frozen=True, slots=True)
class TypographicRules:
    """The rules of a language.

    `places` matches tags, and all places where something may be done. `signs` find these, and some
    more, without looking at tags: one pattern for each first character, quick because of it.
    `quotes` are the marks for `"` and `'`, opening and closing; None for a language whose marks
    are unknown. `has_long_dash` is True if `--` between letters is a dash: `word--word`.
    """

    places: re.Pattern[str]
    signs: tuple[re.Pattern[str], ...]
    quotes: tuple[str, str, str, str] | None
    has_long_dash: bool


@cache
def find_rules(lang: str) -> TypographicRules:
    """Return the rules for a language, or the first language that it falls back to."""
    before_spaces, behind_spaces = (*_list_before_spaces(lang),), (*_list_behind_spaces(lang),)
    bindings = before_spaces + behind_spaces
    after, before = (
        "|".join(pattern for _, pattern in each) for each in (before_spaces, behind_spaces)
    )
    own = find_fallback(_FIRST, lang) or ""
    places = "|".join(
        (f"(?P<after>{after})|(?P<before>{before})", *_DASHES.values(), _TAGS, *_list_quotes(lang))
    )
    signs = [
        _escape(char) + f"(?:{'|'.join(_list_behind(char, bindings))})"
        for char in (*_FIRST_IN_ALL, *own)
    ]
    return TypographicRules(
        re.compile(rf"""[<"'.\d&§€£$…{own}-](?:{places})""", re.DOTALL),
        tuple(re.compile(sign) for sign in (*signs, *_SIGNS_OF_QUOTES)),
        find_fallback(_QUOTES, lang),
        has_long_dash="en" in list_fallbacks(lang),
    )


def _list_quotes(lang: str) -> Iterator[str]:
    elisions = find_fallback(_ELISIONS, lang)
    elided = rf"(?:{elisions})(?!\w)|" if elisions else ""
    yield r"""(?P<feet>(?<=\d')\d{1,2}(?:"|&quot;))"""
    yield rf"(?P<apostrophe>(?<=(?<!\w)')(?:{elided}\d\d(?:s|er|ern|ers)?(?![\w'])))"
    yield r"""(?P<quote>(?<=["'])|(?<=&)quot;)"""


_Binding = tuple[str, str]
"""The first characters of a place, and the pattern behind them."""


def _list_behind(char: str, bindings: Iterable[_Binding]) -> Iterator[str]:
    """Yield the patterns of what may begin with a character."""
    yield from (pattern for first, pattern in bindings if char in first)
    if char in _DASHES:
        yield _DASHES[char]


def _escape(char: str) -> str:
    return "[0-9]" if char == _DIGIT else re.escape(char)


def _list_before_spaces(lang: str) -> Iterator[_Binding]:
    """Yield what precedes a space where no line breaks."""
    units = "|".join(filter(None, (_UNITS, find_fallback(_AFTER_NUMBERS, lang))))
    yield _DIGIT, rf"(?<=\d)(?={_BLANK}(?:[%‰€£$¥]|°{_BLANK}?[CF]|(?:{units})(?!\w)))"
    yield _CURRENCIES, rf"(?<=[{_CURRENCIES}])(?={_BLANK}\d)"
    if after_period := "|".join(_list_periods(lang)):
        yield ".", rf"(?<=\.)(?={_BLANK})(?:{after_period})"
    if titles := find_fallback(_TITLES, lang):
        yield "MDPS", rf"(?<=\b[MDPS])(?:{titles})(?={_BLANK}[A-ZÀ-Þ])"


def _list_periods(lang: str) -> Iterator[str]:
    if months := find_fallback(_MONTHS, lang):
        yield rf"(?<=\d\.)(?={_BLANK}(?:{months})(?!\w))"
    if abbreviations := find_fallback(_ABBREVIATIONS, lang):
        yield rf"(?<=\b\w\.)(?:{'|'.join(_bind_abbreviations(abbreviations))})"
    if words := find_fallback(_BEFORE_NUMBERS, lang):
        behind = _behind(word for word in words.split() if word[-1] == ".")
        yield rf"(?={_BLANK}\d)(?:{behind})"
    if words := find_fallback(_BEFORE_NAMES, lang):
        yield rf"(?={_BLANK}[A-ZÀ-Þ])(?:{_behind(words.split())})"


def _list_behind_spaces(lang: str) -> Iterator[_Binding]:
    """Yield what follows a space where no line breaks."""
    yield "…", rf"(?<={_BLANK}…)(?![\w…])"
    if words := find_fallback(_BEFORE_NUMBERS, lang):
        behind = _behind((f"{word} " for word in words.split() if word[-1] != "."), then=r"\d")
        yield _DIGIT, rf"(?<={_BLANK}\d)(?:{behind})"
    if signs := find_fallback(_SPACED_SIGNS, lang):
        yield signs, rf"(?<={_BLANK}{signs})"


def _behind(words: Iterable[str], then: str = "") -> str:
    """Return a pattern for a place behind one of some words, and a character that follows it.

    Words of one length are one test.
    """
    by_length: dict[int, list[str]] = {}
    for word in words:
        pattern = re.escape(word).replace(r"\ ", _BLANK)
        by_length.setdefault(len(word), []).append(pattern)
    return "|".join(rf"(?<=\b(?:{'|'.join(each)}){then})" for each in by_length.values())


def _bind_abbreviations(abbreviations: Iterable[str]) -> Iterator[str]:
    """Yield a pattern for each space within abbreviations; their first letter may be a capital."""
    for abbreviation in abbreviations:
        letters = abbreviation.split()
        for place in range(1, len(letters)):
            before = "[ \n\u00a0]".join(map(re.escape, letters[:place]))
            after = "[ \n\u00a0]".join(map(re.escape, letters[place:]))
            yield rf"(?<=\b[{before[0]}{before[0].upper()}]{before[1:]})(?={_BLANK}{after})"
