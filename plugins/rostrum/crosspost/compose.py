"""The text that announces a post on a network: the author's own, or one made from the post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import regex

from rostrum.core.diagnostics import Diagnostic, Severity, SourceLocation
from rostrum.crosspost.hashtags import make_hashtags
from rostrum.crosspost.messages import say
from rostrum.crosspost.networks import Network
from rostrum.crosspost.shorten import clean, clean_line, shorten


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a post gives to its announcements, as plain text; `url` is absolute.

    `authors` are names with roles; `own` is the front matter's `crosspost`: a text, or False
    to leave a network out.
    """

    id: str
    title: str
    summary: str
    url: str
    lang: str
    date: datetime
    tags: tuple[str, ...] = ()
    authors: tuple[tuple[str, str], ...] = ()
    series: str = ""
    part: int | None = None
    total: int | None = None
    own: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageProblem:
    """What is wrong with a message: a kind of diagnostic that knows no file yet."""

    level: Severity
    code: str
    values: Mapping[str, object]

    def message(self, lang: str = "en") -> str:
        """Return what is wrong, in plain words."""
        return say(self.code, lang, **self._values(lang))

    def hint(self, lang: str = "en") -> str:
        """Return what to do about it."""
        return say(f"{self.code}-hint", lang, **self._values(lang))

    def _values(self, lang: str) -> dict[str, object]:
        unit = self.values.get("unit")
        return {**self.values, "unit": say(str(unit), lang) if unit else ""}

    def at(self, place: SourceLocation) -> Diagnostic:
        """Return the diagnostic for the front matter at `place`."""
        return Diagnostic(place, self.level, self.code, self.message(), self.hint())


@dataclass(frozen=True, slots=True)
class Count:
    """A measured length: `used` of `maximum`, in a unit of `words`."""

    unit: str
    used: int
    maximum: int

    @property
    def over(self) -> int:
        """How much is too much, else 0."""
        return max(0, self.used - self.maximum)


@dataclass(frozen=True, slots=True)
class Message:
    """One post's text on one network. `text` is what people will see, `payload` what is sent."""

    network: Network
    text: str
    payload: Mapping[str, Any]
    counts: tuple[Count, ...]
    hashtags: tuple[str, ...]
    link: str
    own: bool
    problems: tuple[MessageProblem, ...] = ()

    @property
    def sent_text(self) -> str:
        """The text in the form in which the network takes it."""
        return str(self.payload[self.network.field])


def compose(announcement: Announcement, network: Network) -> Message:
    """Return the announcement's message for a network.

    The author's own text stands as it is, at most with the link added; when it is too long,
    the message says so in `problems`. A composed text always fits.
    """
    own = announcement.own.get(network.key)
    written = clean(own) if isinstance(own, str) else ""
    text = _with_link(written, announcement.url) if written else _make_text(announcement, network)
    problems = _find_problems(text, announcement.url, network)
    if isinstance(own, str) and not written:
        problems.append(
            MessageProblem(Severity.WARNING, "crosspost-empty", {"network": network.name})
        )
    return Message(
        network=network,
        text=text,
        payload=network.payload(text, announcement.lang),
        counts=_measure(text, network),
        hashtags=network.hashtags(text),
        link=announcement.url if _has_link(text, announcement.url) else "",
        own=bool(written),
        problems=tuple(problems),
    )


def _with_link(text: str, url: str) -> str:
    return text if _has_link(text, url) else f"{text}\n\n{url}"


def _has_link(text: str, url: str) -> bool:
    # The address alone or before punctuation, not as the beginning of a longer one.
    return bool(regex.search(rf"(?<![\w/]){regex.escape(url)}(?=[.,;:!?)\]»“”\"']*(?:\s|$))", text))


def _measure(text: str, network: Network) -> tuple[Count, ...]:
    return tuple(Count(limit.unit, limit.count(text), limit.maximum) for limit in network.limits)


def _find_problems(text: str, url: str, network: Network) -> list[MessageProblem]:
    found = [_too_long(count, network) for count in _measure(text, network) if count.over]
    named = {"network": network.name, "link": url}
    if not _has_link(text, url):
        found.append(MessageProblem(Severity.ERROR, "crosspost-link-too-long", named))
    elif not network.links(url):
        found.append(MessageProblem(Severity.WARNING, "crosspost-link-plain", named))
    return found


def _too_long(count: Count, network: Network) -> MessageProblem:
    values = {"used": count.used, "maximum": count.maximum, "over": count.over}
    named = {"network": network.name, "key": network.key, "unit": count.unit}
    return MessageProblem(Severity.ERROR, "crosspost-too-long", {**named, **values})


@dataclass(frozen=True, slots=True)
class _MessageShape:
    """What stands around the part of a text that may be cut."""

    network: Network
    link: str
    heading: str = ""
    tags: tuple[str, ...] = ()

    def around(self, part: str) -> str:
        parts = (self.heading, part, " ".join(self.tags), self.link)
        return "\n\n".join(filter(None, parts))

    def fits(self, part: str) -> bool:
        return self.network.fits(self.around(part))

    def fill(self, part: str, lang: str) -> str:
        return self.around(shorten(part, self.fits, lang))


def _make_text(announcement: Announcement, network: Network) -> str:
    link = announcement.url if network.fits(announcement.url) else ""
    summary = clean_line(announcement.summary)
    for heading, tags, whole in _shapes(announcement, network):
        frame = _MessageShape(network, link, heading, tags)
        if frame.fits(summary if whole else ""):
            return frame.fill(summary, announcement.lang)
    return _MessageShape(network, link).fill(clean_line(announcement.title), announcement.lang)


def _shapes(
    announcement: Announcement, network: Network
) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    # From the richest to the barest; the first, with the series' name, takes no cut summary.
    title = clean_line(announcement.title)
    tags = make_hashtags(announcement.tags, network.tags)
    part, series = _part(announcement), clean_line(announcement.series)
    if series:
        yield _join_heading(", ".join(filter(None, (series, part))), title), tags, True
    for number in range(len(tags), -1, -1):
        yield _join_heading(part, title), tags[:number], False
    yield title, (), False


def _join_heading(kicker: str, title: str) -> str:
    return ": ".join(filter(None, (kicker, title)))


def _part(announcement: Announcement) -> str:
    if announcement.part is None:
        return ""
    key = "part_of" if announcement.total else "part"
    return say(key, announcement.lang, part=announcement.part, total=announcement.total)
