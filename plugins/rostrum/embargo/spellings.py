"""How a text may be written in a file: escaped, decomposed, with other blanks or with markup.

A search compares letters alone. `keep_letters` takes everything else from the bytes of a file, so
that blanks, punctuation and most escapes make no difference; `find_text` then confirms what was
found in the decoded text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape
from html.entities import codepoint2name
from itertools import pairwise, product
from json import dumps
from urllib.parse import quote, unquote

LONGEST = 80
"""Letters and digits of a long text that are searched: what begins alike counts as the same."""

_BARRIER = "\0"
_KEPT = b'<>"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
_DROPPED = bytes(byte for byte in range(256) if byte not in _KEPT)
_LOWER = bytes(range(256)).lower()

_ROUNDS = 4  # an HTML text in a feed is escaped twice, an address in it three times
_INLINE = re.compile(
    r"</?(?:a(?:bbr|cronym)|b(?:d[io])?|bdo|c(?:ite|ode)|d(?:ata|el|fn)|em|font|i(?:ns)?|kbd|mark|q|"
    r"ruby|s(?:amp|mall|pan|trong|u[bp])?|time|tt|u|var|wbr)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.I | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_FOLDED_LINE = re.compile(r"\r\n[ \t]")  # RFC 5545, 3.1
_JSON_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[nrtbf/\"'\\,;]")
_CONTROLS = {"n": "\n", "N": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
# Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without blanks between words.
_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\uff66-\uff9d\U00020000-\U000323af]"
)


def keep_letters(content: bytes) -> bytes:
    """Return the ASCII letters of some bytes in lower case, with `<`, `>` and `"`."""
    return content.translate(_LOWER, _DROPPED)


def locate_letter(content: bytes, index: int) -> int:
    """Return where in some bytes a byte of `keep_letters` comes from."""
    first, last = 0, len(content)
    start, passed = 0, 0
    while last - first > 1:
        middle = (first + last) // 2
        count = passed + count_letters(content[start:middle])
        if count <= index:
            first, start, passed = middle, middle, count
        else:
            last = middle
    return first


def count_letters(content: bytes) -> int:
    """Return how many bytes of some bytes `keep_letters` keeps."""
    return len(content.translate(None, _DROPPED))


def fold(text: str) -> str:
    """Return the letters and digits of a text without regard to case and composition."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in composed if sign.isalnum())


def find_text(folded: str, content: bytes) -> bool:
    """Return True if a text, as `fold` returns it, is in some bytes in any spelling.

    It begins and ends with whole words, but a text of `LONGEST` letters may go on.
    """
    is_cut = len(folded) >= LONGEST
    return any(_is_within(folded, text, is_cut) for text in decode(content))


def decode(content: bytes) -> Iterator[str]:
    """Yield the texts that some bytes stand for: as they are, without tags, and unescaped."""
    text = _FOLDED_LINE.sub("", content.decode("utf-8", "replace"))
    if b"\0" in content:
        text = text.replace("\0", "")  # UTF-16, as far as it is ASCII
    for _round in range(_ROUNDS):
        yield text
        if "<" in text:
            yield _TAG.sub(_BARRIER, _INLINE.sub("", text))
        plain = _unescape(text)
        if plain == text:
            return
        text = plain


def _unescape(text: str) -> str:
    if "\\" in text:
        text = _JSON_ESCAPE.sub(_unescape_json, text)
    if "%" in text:
        text = unquote(text)
    return unescape(text) if "&" in text else text


def _unescape_json(match: re.Match[str]) -> str:
    written = match[0]
    if not written.startswith("\\u"):
        return _CONTROLS.get(written[1], written[1])
    units = bytes.fromhex(written.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _is_within(folded: str, text: str, is_cut: bool) -> bool:
    composed = unicodedata.normalize("NFKC", text).casefold()
    places = [n for n, sign in enumerate(composed) if sign.isalnum() or sign == _BARRIER]
    letters = "".join([composed[n] for n in places])
    start = letters.find(folded)
    while start >= 0:
        first, last = places[start], places[start + len(folded) - 1]
        if _begins_word(composed, first) and (is_cut or _begins_word(composed, last + 1)):
            return True
        start = letters.find(folded, start + 1)
    return False


def _begins_word(text: str, index: int) -> bool:
    """Return True if no word goes on at an index of a text."""
    if not 0 < index < len(text):
        return True
    before, after = text[index - 1], text[index]
    if not (before.isalnum() and after.isalnum()):
        return True
    return bool(_WITHOUT_BLANKS.match(before) or _WITHOUT_BLANKS.match(after))


# What follows makes the needles of a text: parts of its letters as they are left of each spelling.

_PIECE = 12  # letters of a needle; fewer are in many texts by chance
_LEAST = 8  # letters of the shortest needle
_MOST = 6  # needles of a text
_PLAIN = re.compile(r"[A-Za-z0-9 ._!()*\n-]+")
"""What has the same letters in each spelling: other signs are escaped with letters somewhere."""

_GAPS = ("", "nbsp", "ua", "ca")
"""What is left of a no-break space: of its bytes, `&nbsp;`, `\\u00a0` and `%C2%A0`."""

_MOST_GAPS = 3  # blanks of which each may be another one
Speller = Callable[[str], str]


def _spell_json(text: str) -> str:
    return dumps(text)[1:-1]


def _spell_script(text: str) -> str:
    """Return a text as JSON that is safe within HTML, as Jinja's filter tojson writes it."""
    spelled = _spell_json(text)
    for sign in "<>&'":
        spelled = spelled.replace(sign, f"\\u{ord(sign):04x}")
    return spelled


def _spell_names(text: str) -> str:
    return "".join(
        f"&{codepoint2name[ord(sign)]};" if ord(sign) in codepoint2name else sign for sign in text
    )


def _spell_numbers(text: str) -> str:
    return "".join(
        sign if sign.isalnum() and sign.isascii() else f"&#{ord(sign)};" for sign in text
    )


def _spell_hexadecimal(text: str) -> str:
    return "".join(
        sign if sign.isalnum() and sign.isascii() else f"&#x{ord(sign):x};" for sign in text
    )


def _quote_lower(text: str) -> str:
    return re.sub(
        "%[0-9A-F]{2}", lambda code: code[0].lower(), quote(text, safe="", errors="replace")
    )


SPELLERS: tuple[Speller, ...] = (
    str,
    escape,
    lambda text: escape(escape(text)),
    lambda text: escape(escape(escape(text))),
    _spell_names,
    lambda text: escape(_spell_names(text)),
    _spell_numbers,
    lambda text: escape(_spell_numbers(text)),
    _spell_hexadecimal,
    _spell_json,
    _spell_script,
    lambda text: escape(_spell_json(text)),
    lambda text: quote(text, safe="", errors="replace"),
    _quote_lower,
    lambda text: quote(quote(text, safe="", errors="replace"), safe=""),
)
"""Functions that return the spellings of a text; a search that compares letters needs no more."""


@lru_cache(maxsize=1000)
def spell(text: str) -> tuple[str, ...]:
    """Return the spellings of a text, each once."""
    forms = dict.fromkeys((text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD"))))
    return tuple(dict.fromkeys(speller(form) for form in forms for speller in SPELLERS))


def list_needles(text: str) -> list[bytes]:
    """Return needles for the letters of a file; whatever has the text has one of them.

    Return none for a text with too few Latin letters.
    """
    runs = [run for run in _PLAIN.findall(text) if len(spell_letters(run)) >= _LEAST]
    if runs:
        pieces = [piece for run in runs for piece in _cut(run)][:_MOST]
        return [*dict.fromkeys(needle for piece in pieces for needle in _vary_gaps(piece))]
    spelled = dict.fromkeys(spell_letters(spelling) for spelling in spell(text))
    wholes = [whole for whole in spelled if len(whole) >= _LEAST]
    if len(wholes) < len(spelled):  # a spelling with too few letters would not be found
        return []
    pieces = [whole[start : start + _PIECE] for whole in wholes for start in (0, -_PIECE)]
    return [*dict.fromkeys(piece.encode() for piece in pieces if piece)]


def list_words(text: str) -> list[bytes]:
    """Return needles for the bytes of a file: the longest word of a text, in each spelling."""
    words = re.findall(r"[^\W_]+", text) or [text.strip()]
    word = max(words, key=lambda found: (sum(map(str.isalpha, found)), len(found)))[:_PIECE]
    cases = dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))
    return [
        *dict.fromkeys(form.encode("utf-8", "replace") for case in cases for form in spell(case))
    ]


def spell_letters(text: str) -> str:
    """Return what `keep_letters` leaves of a text, without the signs of markup."""
    return keep_letters(text.encode("utf-8", "replace")).decode().translate(_NO_MARKS)


_NO_MARKS = str.maketrans("", "", '<>"')


def _cut(run: str) -> list[str]:
    """Return the pieces of a run, each with about as many letters as a needle."""
    places = [n for n, sign in enumerate(run) if sign.isalpha()]
    count = max(1, len(places) // _PIECE)
    ends = [len(places) * n // count for n in range(count + 1)]
    return [run[places[first] : places[last - 1] + 1] for first, last in pairwise(ends)]


def _vary_gaps(piece: str) -> Iterator[bytes]:
    """Yield the letters of a piece, with each way of writing its blanks."""
    words = [keep_letters(word.encode()) for word in piece.split()]
    if len(words) - 1 > _MOST_GAPS:
        yield from (gap.encode().join(words) for gap in _GAPS)
        return
    for gap in _GAPS[1:] if len(words) > 1 else ("",):
        for chosen in product(("", gap), repeat=len(words) - 1):
            yield b"".join(
                word + between.encode() for word, between in zip(words, (*chosen, ""), strict=True)
            )
