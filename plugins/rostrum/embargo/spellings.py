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
from itertools import accumulate, pairwise, product
from json import dumps
from urllib.parse import quote, unquote

LONGEST = 100
"""Letters and digits of a long text that are searched: what begins alike counts as the same."""

FOLDED_LINE, FOLD = re.compile(rb"\r\n[ \t]"), 3
"""Where a line of a calendar goes on (RFC 5545, 3.1), and the bytes of it."""

_BARRIER = "\0"
_KEPT = b'<>"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
_DROPPED = bytes(byte for byte in range(256) if byte not in _KEPT)
_LOWER = bytes(range(256)).lower()

_MOST_TEXTS = 20  # texts that some bytes may stand for
_ROUNDS = 4  # an HTML text in a feed is escaped twice, an address in it three times
_INLINE = re.compile(
    r"</?(?:a(?:bbr|cronym)|b(?:d[io])?|bdo|c(?:ite|ode)|d(?:ata|el|fn)|em|font|i(?:ns)?|kbd|mark|q|"
    r"ruby|s(?:amp|mall|pan|trong|u[bp])?|time|tt|u|var|wbr)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.I | re.DOTALL,
)
_TAG = re.compile(r"<([a-zA-Z/!?][^<>]*)>")
_CUT_TAG = re.compile(r"\A[^<>]*[\"']\s*/?>")  # of which the beginning is not in a part of a file
_NO_LETTERS = re.compile(r"[^\w\0]+|_+")
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
    return drop_others(compose(text)).replace(_BARRIER, "")


def decode(content: bytes) -> Iterator[str]:
    """Yield the texts that some bytes stand for: as they are, without tags, and unescaped.

    A tag that ends a word is a NUL.
    """
    text = FOLDED_LINE.sub(b"", content).decode("utf-8", "replace")
    if b"\0" in content:
        text = text.replace("\0", "")  # UTF-16, as far as it is ASCII
    texts, start = {text: None}, 0
    for _round in range(_ROUNDS):
        # One kind of escape after the other: a text may have what looks like another kind.
        rounds = [*texts][start:]
        start = len(texts)
        for known in rounds:
            texts |= dict.fromkeys(unescape_one(known) for unescape_one in _UNESCAPERS)
        if len(texts) == start or len(texts) > _MOST_TEXTS:
            break
    for found in texts:
        yield found
        if "<" in found:
            yield _TAG.sub(_BARRIER, _INLINE.sub("", _CUT_TAG.sub(_BARRIER, found)))


def _part_tags(text: str) -> str:
    """Return a text in which each tag is a text of its own, with its attributes."""
    if ">" not in text:
        return text
    text = _CUT_TAG.sub(lambda tag: tag[0] + _BARRIER, text)
    return _TAG.sub(lambda tag: _BARRIER + tag[1] + _BARRIER, text)


def _unescape_json(match: re.Match[str]) -> str:
    written = match[0]
    if not written.startswith("\\u"):
        return _CONTROLS.get(written[1], written[1])
    units = bytes.fromhex(written.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


_UNESCAPERS = (unescape, unquote, lambda text: _JSON_ESCAPE.sub(_unescape_json, text))


def compose(text: str) -> str:
    """Return a text as it is compared: without regard to case and composition."""
    return unicodedata.normalize("NFKC", text).casefold()


def drop_others(text: str) -> str:
    """Return the letters and digits of a text, and the ends of words that `decode` marks."""
    return _NO_LETTERS.sub("", text)


class ComparedText:
    """A text without what is no letter or digit, which knows where its words begin."""

    def __init__(self, text: str, *, has_tags: bool = True) -> None:
        parted = _part_tags(text) if has_tags else text
        marked = _NO_LETTERS.sub(" ", compose(parted)).replace(_BARRIER, f" {_BARRIER} ")
        words = marked.split()
        self.letters = "".join(words)
        self._begins = {0, *accumulate(map(len, words))}

    def has(self, folded: str) -> bool:
        """Return True if it has a text, as `fold` returns it, from word to word.

        A text of `LONGEST` letters may go on within a word.
        """
        start, is_cut = self.letters.find(folded), len(folded) >= LONGEST
        while start >= 0:
            end = start + len(folded)
            if self._begins_word(start) and (is_cut or self._begins_word(end)):
                return True
            start = self.letters.find(folded, start + 1)
        return False

    def _begins_word(self, index: int) -> bool:
        if index in self._begins:
            return True
        return any(map(_WITHOUT_BLANKS.match, self.letters[index - 1 : index + 1]))


# What follows makes the needles of a text: parts of its letters as they are left of each spelling.

_PIECE = 12  # letters of a needle; fewer are in many texts by chance
_LEAST = 8  # letters of the shortest needle
_FEWER = 6  # letters of the shortest needle beside a longer one: markup may part that
_MOST = 6  # needles of a text
_PLAIN = re.compile(r"[A-Za-z0-9 ._!()*\n-]+")
"""What has the same letters in each spelling: other signs are escaped with letters somewhere."""

_GAPS = ("", "nbsp", "ua", "ca", "x", "amp")
"""What is left of a blank: of a no-break space its bytes, `&nbsp;`, `\\u00a0` and `%C2%A0`.

The others are of references, such as `&#x20;` and `&amp;#32;`.
"""

_MOST_GAPS = 2  # blanks of which each may be another one
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


def lower_codes(text: str) -> str:
    """Return a text with its percent-encoded bytes in small letters, as some write them."""
    return re.sub("%[0-9A-F]{2}", lambda code: code[0].lower(), text)


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
    lambda text: lower_codes(quote(text, safe="", errors="replace")),
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
    if pieces := _list_pieces(text):
        return [*dict.fromkeys(needle for piece in pieces for needle in _vary_gaps(piece))]
    needles: dict[bytes, None] = {}
    for spelling in spell(text):
        letters = keep_letters(spelling.encode("utf-8", "replace"))
        longest = max(_MARKS.split(letters), key=len)
        if len(longest) < _FEWER:  # a spelling that would not be found
            return []
        needles |= dict.fromkeys((longest[:_PIECE], longest[-_PIECE:]))
    return [*needles]


def count_pieces(text: str) -> int:
    """Return into how many needles with different letters `list_needles` cuts a text."""
    return len(dict.fromkeys(map(spell_letters, _list_pieces(text))))


def _list_pieces(text: str) -> list[str]:
    """Return the parts of a text with the same letters in each spelling, none if it has too few."""
    runs = {run: len(spell_letters(run)) for run in _PLAIN.findall(text)}
    least = _LEAST if sum(count >= _LEAST for count in runs.values()) > 1 else _FEWER
    if max(runs.values(), default=0) < _LEAST:
        return []
    return [piece for run, count in runs.items() if count >= least for piece in _cut(run)][:_MOST]


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


_MARKS = re.compile(b'[<>"]')
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
