"""Read dates: ISO 8601, and further forms that Pelican reads, if only one day can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"  # tells nothing new
)
_DAYS = (
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
    r"(?P<first>\d{1,2})(?P<sign>[-/.]) ?(?P<second>\d{1,2})(?P=sign) ?(?P<year>\d{4}|\d\d)",
    rf"(?P<day>\d{{1,2}}) {_MONTH},? (?P<year>\d{{4}})",
    rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
)
_TIME = (
    r"(?:(?:t|,? )(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second_of_minute>\d\d))?)?"
    r" ?(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = r" ?(?P<zone>z|utc|gmt|[+-]\d\d:?\d\d|[+-]\d{1,2}(?::\d\d)?)?"
_FORMS = tuple(re.compile(f"{_WEEKDAY}{day}{_TIME}{_ZONE}", re.IGNORECASE) for day in _DAYS)
_HAS_TIME = re.compile(r"\dT\d|:|\d ?[ap]\.?m\b", re.IGNORECASE)
_ZONE_WITHOUT_TIME = re.compile(r"[\d-]{8,10} ?[+-]\d\d:")  # to datetime, a time after any sign
_LONGEST = 60  # characters of a date


class AmbiguousDate(ValueError):
    """Raised for a date with several possible days; `readings` are all of them, in ISO 8601.

    There are two, the first with the day before the month, the second with the month before the
    day. If `is_year_open`, the first number may be the year, and there may be three.
    """

    def __init__(self, readings: tuple[str, ...], *, is_year_open: bool = False) -> None:
        super().__init__(" or ".join(readings))
        self.readings, self.is_year_open = readings, is_year_open


def parse_date(text: str) -> datetime:
    """Return the moment of a date with or without a time, aware only if it has a time zone.

    Raises ValueError for other texts, and AmbiguousDate if the order of day and month is open.
    """
    if len(text) > _LONGEST or _ZONE_WITHOUT_TIME.match(text):
        raise ValueError("too long, or no time")
    try:
        return datetime.fromisoformat(re.sub(r" (?=[+-]\d\d:?\d\d$|Z$)", "", text))
    except ValueError:
        pass
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _read_match(match.groupdict())
    raise ValueError(text)


def has_time(text: str) -> bool:
    """Return True if a date is written with a time of day."""
    return bool(_HAS_TIME.search(text))


def _read_match(parts: dict[str, str]) -> datetime:
    days = [*_list_days(parts)]
    if not days:
        raise ValueError("there is no such day")
    readings = [_add_time(day, parts) for day in days]
    if len(readings) == 1:
        return datetime.fromisoformat(readings[0])
    datetime.fromisoformat(readings[0])  # an impossible time is no question of the order
    raise AmbiguousDate(tuple(readings), is_year_open=_is_year_open(parts))


def _list_days(parts: dict[str, str]) -> Iterator[str]:
    """Yield each possible day in ISO 8601, the one with the day before the month first.

    With three numbers of two digits, the year may come first as well.
    """
    year = parts["year"]
    if "first" not in parts:
        orders = {(int(year), _number_month(parts["month"]), int(parts["day"])): None}
    else:
        first, second = int(parts["first"]), int(parts["second"])
        orders = dict.fromkeys([(_complete(year), second, first), (_complete(year), first, second)])
        if _is_year_open(parts):
            orders |= {(_complete(parts["first"]), second, int(year)): None}
    for order in orders:
        try:
            yield date(*order).isoformat()
        except ValueError:
            continue


def _is_year_open(parts: dict[str, str]) -> bool:
    return len(parts["year"]) == len(parts["first"]) == len(parts["second"]) == 2


def _complete(year: str) -> int:
    """Return a year of two digits in 1969 to 2068, as strptime() does (POSIX)."""
    number = int(year)
    return number if len(year) > 2 else number + (1900 if number > 68 else 2000)


def _number_month(written: str) -> int:
    return int(written) if written.isdecimal() else _MONTHS.index(written[:3].lower()) + 1


def _add_time(day: str, parts: dict[str, str]) -> str:
    """Return a day with the time and the zone in ISO 8601; raise ValueError for a wrong time."""
    hour = parts["hour"]
    if hour is None:
        if parts["zone"]:
            raise ValueError("a zone without a time")
        return day
    half = (parts["half"] or "").replace(".", "").lower()
    if not half and parts["minute"] is None:
        raise ValueError("an hour without minutes")
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            raise ValueError("an hour of twelve")
        number = number % 12 + (12 if half == "pm" else 0)
    seconds = f":{parts['second_of_minute']}" if parts["second_of_minute"] else ""
    return f"{day} {number:02}:{parts['minute'] or '00'}{seconds}{_read_zone(parts['zone'] or '')}"


def _read_zone(written: str) -> str:
    """Return a zone as an offset in ISO 8601; hours may be written with one digit."""
    if written.isalpha():
        return "+00:00"
    return re.sub(r"^([+-])(\d)(?!\d)", r"\g<1>0\2", written)
