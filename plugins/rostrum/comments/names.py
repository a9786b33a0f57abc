"""Validate the names of commenters, and find names similar to those of people of the blog.

A comment file does not prove its author: the person merging it vouches for it. A warning is
therefore reported if the name of a stranger looks like that of a person in `people/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from rostrum.comments.confusables import find_prototype
from rostrum.comments.sanitizer import plain_line
from rostrum.core.diagnostics import Report, shorten
from rostrum.core.invisible_characters import describe_character
from rostrum.core.model import Comment, Person
from rostrum.core.text import spell_german
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import shapes, types
from rostrum.schema.schema import Invalid
from rostrum.schema.source_value import SourceValue

LONGEST_NAME = 100
"""Maximum graphemes in the name or source of a commenter; a role may have twice as many."""

_MOST_MARKS = 4  # maximum on one letter: UTS #39, section 5.4
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # invisible letters and symbols
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
_MARKS = frozenset({"Me", "Mn"})
_BETWEEN = re.compile(r"[\s,;:./()\[\]{}<>·•–—\"„“”«»‹›@+&_~*=!?]+")
_TITLES = (
    *("ba", "bsc", "ceo", "cfo", "coo", "cto", "di", "dipl", "dkfm", "dr", "frau", "gf", "hc"),
    *("herr", "ing", "jun", "llb", "llm", "ma", "mag", "mba", "mmag", "mr", "mrs", "ms", "msc"),
    *("pd", "phd", "prof", "sen", "techn", "univ", "vorstand", "vorständin"),
)
_PARTS_OF_TITLES = frozenset(
    (
        *_TITLES,
        *("bakk", "ddr", "doz", "em", "habil", "iur", "jur", "kfm", "lic", "med", "nat"),
        *("oec", "phil", "priv", "rer", "theol"),
    )
)
_ALSO_NAMES = frozenset({"di", "jun", "ma", "med", "nat", "phil", "sen"})
_HONORARY = re.compile(r"\b(?:h\. ?c|e\. ?h|i\. ?r)\.", re.IGNORECASE)
_FEMALE = re.compile(r"(?<=\w)\.(?:a|in)$")  # Mag.a, Dr.in


def read_line(longest: int) -> Callable[[SourceValue], str]:
    """Return a reader for a line shown beside a comment, of at most `longest` graphemes.

    The reader raises Invalid if the line is too long or invisible, if it contains control
    characters or characters changing the text direction, or if a letter has too many marks.
    """

    @shapes.describe(shapes.TEXT)
    def read(value: SourceValue) -> str:
        line = types.text(value)
        _check_line(line, longest)
        return line

    return read


def _check_line(text: str, longest: int) -> None:
    if text.isascii() and text.isprintable() and len(text) <= longest:
        return
    wrong = next((char for char in text if char in _TURNING or _is_control(char)), None)
    if wrong:
        message = _(
            "%(character)s is not shown, or turns what follows it around",
            character=describe_character(wrong),
        )
        raise Invalid("comment-name", message, _("Type the line anew."))
    if all(char in _BLANK or unicodedata.category(char) in _UNSEEN for char in text):
        raise Invalid(
            "comment-name", _("nothing of this can be seen"), _("Write it as it is shown.")
        )
    if any(len(run) > _MOST_MARKS for run in _list_runs_of_marks(text)):
        message = _("more than %(maximum)s marks stand on one letter", maximum=_MOST_MARKS)
        raise Invalid("comment-name", message, _("Remove them."))
    count = len(text) if len(text) <= longest else _count_graphemes(text)
    if count > longest or len(text) > 8 * longest:
        message = _(
            "this is longer than the %(maximum)s characters that find room beside a comment",
            maximum=longest,
        )
        raise Invalid("comment-name", message, _("Shorten it."))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs")


def _list_runs_of_marks(text: str) -> Iterator[list[str]]:
    marked = groupby(text, lambda char: unicodedata.category(char) in _MARKS)
    return (list(run) for is_mark, run in marked if is_mark)


def _count_graphemes(text: str) -> int:
    import regex  # slow to import, and rarely needed for names

    return len(regex.findall(r"\X", text[:10_000]))


def check_namesakes(
    comments: Iterable[Comment], people: Mapping[str, Mapping[str, Person]], report: Report
) -> None:
    """Report comments of strangers with the name of a person in `people/`, or a similar one.

    `people` is keyed by the names used in comments. Comments with `namesake: true` are skipped. A
    person known from bylines alone is not meant by the name of a file that does not exist.
    """
    known = {key for key, faces in people.items() if any(face.has_file for face in faces.values())}
    strangers = [
        comment for comment in comments if not comment.namesake and comment.author not in known
    ]
    if not strangers:
        return
    names = KnownNames(face for faces in people.values() for face in faces.values())
    for comment in strangers:
        if person := names.find(comment.author):
            _report_namesake(comment, person, report)


def _report_namesake(comment: Comment, person: Person, report: Report) -> None:
    name = shorten(plain_line(comment.author))
    if not person.has_file:
        warning = _(
            '"%(name)s" looks like "%(person)s", an author, and nothing proves who wrote this',
            name=name,
            person=person.name,
        )
        remedy = _('If somebody else bears the name, add "namesake: true".')
        report.warning("namesake", comment.where("author"), warning, remedy)
        return
    is_same = comment.author.casefold() == person.name.casefold()
    message = _(
        '"%(name)s" is the name of %(path)s, and nothing proves who wrote this',
        name=name,
        path=person.place.path,
    )
    if not is_same:
        message = _(
            '"%(name)s" looks like "%(person)s", the name of %(path)s, and nothing proves '
            "who wrote this",
            name=name,
            person=person.name,
            path=person.place.path,
        )
    hint = _(
        'If somebody else bears the name, add "namesake: true". Whoever merges vouches for the '
        'writer: write "author: %(key)s" only if you know that it is that person.',
        key=person.key,
    )
    report.warning("namesake", comment.where("author"), message, hint)


class KnownNames:
    """An index of the names of people, for lookup by similar spellings."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._whole: dict[str, Person] = {}
        self._within: dict[str, Person] = {}
        self._longest = 1
        for person in people:
            for text in dict.fromkeys(_list_spellings(person)):
                self._add(person, _split(text))

    def _add(self, person: Person, parts: Sequence[str]) -> None:
        for n in range(len(parts)):
            turned = "".join((*parts[n:], *parts[:n]))  # Öllinger, Anna
            self._whole.setdefault(turned, person)
            if len(parts) > 1:
                self._within.setdefault(turned, person)
        self._longest = max(self._longest, len(parts))

    def find(self, name: str) -> Person | None:
        """Return the person with a name equal to, contained in, or similar to `name`, or None."""
        for text in dict.fromkeys((name, spell_german(name))):
            parts = _split(text)
            if person := self._whole.get("".join(parts)) or self._find_within(parts):
                return person
        return None

    def _find_within(self, parts: Sequence[str]) -> Person | None:
        """Return the person with a name among other words, e.g. Anna Öllinger, Traunwerk AG."""
        for size in range(1, min(self._longest, len(parts)) + 1):
            for start in range(len(parts) - size + 1):
                if person := self._within.get("".join(parts[start : start + size])):
                    return person
        return None


def _list_spellings(person: Person) -> Iterator[str]:
    """Yield the name of a person in a language, and the key if it has several words."""
    for text in (person.name, person.key if re.search(r"[-_.]", person.key) else ""):
        yield from filter(None, (text, spell_german(text)))


def _split(name: str) -> list[str]:
    """Return the parts of a name in normalised form (see `_find_look`), without titles."""
    parts = _find_look(_BETWEEN.sub(" ", name)).split(" ")
    return [part for part in parts if part and part not in _looks_of_titles()]


def drop_titles(name: str) -> list[str]:
    """Return the words of a name without titles: Anna and Leitner of Prof. Dr. Anna Leitner, MBA.

    A word that is also a name, such as Ma or Sen, is a title with a full stop, in capitals, or
    after a comma. A name of titles only is returned whole.
    """
    words, is_behind = list[str](), False
    for word in _HONORARY.sub("", name).split():
        parts = {it for it in re.split(r"[.,\-/]+", _FEMALE.sub("", word.casefold())) if it}
        is_title = parts <= _PARTS_OF_TITLES
        is_name = not (is_behind or "." in word or word.isupper()) and bool(parts & _ALSO_NAMES)
        if is_name or not is_title:
            words.append(word)
        is_behind = is_behind or word.endswith(",")
    return words or name.split()


@cache
def _looks_of_titles() -> frozenset[str]:
    return frozenset(map(_find_look, _TITLES))


def _find_look(text: str) -> str:
    """Return a key shared by texts of similar look: lower-case letters, digits and blanks.

    The key is a coarser form of the skeleton of UTS #39 (section 4): it ignores capitals, accents
    and signs.
    """
    text = text.replace("ß", "ss").replace("ẞ", "ss")
    look = _make_skeleton(_make_skeleton(text).casefold()).casefold()
    return _SIGNS.sub("", look).replace("i", "l")


def _make_skeleton(text: str) -> str:
    """Return the skeleton of a text, without marks and invisible characters."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if not text.isascii():
        prototypes = unicodedata.normalize("NFKD", "".join(map(find_prototype, text)))
        visible = (char for char in prototypes if char not in _BLANK)
        text = "".join(char for char in visible if unicodedata.category(char) not in _SHOWN_NOT)
    return text.translate(_ASCII)


_ACCENTS = re.compile("[\u0300-\u036f]+")
_SHOWN_NOT = _MARKS | {"Cf"}
_SIGNS = re.compile(r"[^\w ]|_")
_ASCII: Mapping[int, Any] = str.maketrans({"0": "O", "1": "l", "I": "l", "|": "l", "m": "rn"})
"""Confusables of ASCII characters from the Unicode data, to avoid loading it on most sites."""
