"""Hints for values written in German or in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from rostrum.core.diagnostics import suggest
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _

_GERMAN: Mapping[str, str] = {
    "entwurf": "draft",
    "veröffentlicht": "published",
    "öffentlich": "published",
    "versteckt": "hidden",
    "verborgen": "hidden",
    "offen": "open",
    "geschlossen": "closed",
    "aus": "off",
    "keine": "off",
    "ja": "true open",
    "wahr": "true",
    "nein": "false off",
    "falsch": "false",
    "vorstand": "executive",
    "führungskraft": "executive",
    "mitarbeiter": "staff",
    "mitarbeiterin": "staff",
    "belegschaft": "staff",
    "gast": "guest",
}
"""Words with the values that they mean, by key: `ja` is `true`, or `open` for comments."""

_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jänner", "january"),
            ("februar", "feber", "february"),
            ("märz", "maerz", "march"),
            ("april",),
            ("mai", "may"),
            ("juni", "june"),
            ("juli", "july"),
            ("august",),
            ("september",),
            ("oktober", "october"),
            ("november",),
            ("dezember", "december"),
        ),
        start=1,
    )
    for name in names
}
_SHORTEST_MONTH = 3  # letters of an abbreviation: Jän., Okt
_DAY_IN_WORDS = re.compile(
    r"(?:\w+, ?)?(\d{1,2})\. ?([^\W\d]+)\.? (\d{4})(?:,?(?: um)? (\d{1,2})[:.](\d\d)(?: Uhr)?)?$"
)
_TIME_IN_WORDS = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]|,? um |, )([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?: ?Uhr)?$"
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?$")
_QUOTES = "“”„‟‘’‚‛«»\"'"
_MOST_DIGITS = 6  # of a number in front matter
_RELATIVE_DAYS = frozenset(
    {"heute", "morgen", "gestern", "übermorgen", "jetzt", "sofort"}
    | {"today", "tomorrow", "yesterday", "now"}
)


def suggest_value(written: str, known: Iterable[str]) -> Translatable:
    """Return a hint naming the known value meant by a German word, else the nearest one."""
    values = [*known]
    meant = [word for word in _GERMAN.get(written.casefold(), "").split() if word in values]
    return _('Write "%(value)s".', value=meant[0]) if meant else suggest(written, values, NO_TEXT)


def suggest_number(written: str, minimum: int) -> Translatable:
    """Return a hint for a number written with other words, such as `Teil 11`, or below a limit."""
    numbers = re.findall(r"\d+", written)
    if len(numbers) == 1 and len(numbers[0]) <= _MOST_DIGITS and int(numbers[0]) > 0:
        return _("Write the number alone: %(number)s.", number=str(int(numbers[0])))
    if numbers == ["0"] and minimum > 0:
        return _("The smallest number is %(minimum)s.", minimum=minimum)
    return _("Write it in digits: 3.")


def suggest_date(written: str) -> Translatable:
    """Return a hint with the author's date in a valid format, if it is unambiguous."""
    if written.casefold() in _RELATIVE_DAYS:
        return _("Write the day itself, such as 2026-11-18 or 2026-11-18 09:30.")
    bare = written.strip(_QUOTES).strip()
    if bare != written and _ISO_DAY.match(bare):
        return _("Write it without quotes: %(date)s.", date=bare)
    if match := _TIME_IN_WORDS.match(written):
        return _write(f"{match[1]} {int(match[2]):02}:{match[3] or '00'}")
    if match := _DAY_IN_WORDS.match(written):
        day = f"{match[3]}-{_find_month(match[2].casefold()):02}-{int(match[1]):02}"
        moment = f"{day} {int(match[4]):02}:{match[5]}" if match[4] else day
        if _is_moment(moment):
            return _write(moment)
    return _("Write it as 2026-11-18 or 2026-11-18 09:30.")


def _write(moment: str) -> Translatable:
    return _("Write it as %(date)s.", date=moment)


def _find_month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it; 0 for other words."""
    names = [name for name in _MONTHS if name.startswith(word)]
    return _MONTHS[names[0]] if names and len(word) >= _SHORTEST_MONTH else 0


def _is_moment(written: str) -> bool:
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True
