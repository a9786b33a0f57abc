"""Compose the announcement of a post for a network, from the author's text or from the post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import regex

from rostrum.core.diagnostics import Diagnostic, Severity, SourceLocation
from rostrum.core.translatable import gettext_lazy
from rostrum.crosspost.hashtags import make_hashtags
from rostrum.crosspost.messages import PROBLEMS, UNITS
from rostrum.crosspost.networks import Network
from rostrum.crosspost.shorten import clean, clean_line, shorten
from rostrum.i18n.catalogs import ENGLISH, Messages


@dataclass(frozen=True, slots=True)
class Announcement:
    """The plain-text data of a post for its announcements; `url` is absolute.

    `authors` holds pairs of name and role, `part` the part of a series in words. `custom_texts` is
    the `crosspost` value from the front matter: for each network the author's text, or False to
    exclude the network.
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
    part: str = ""
    custom_texts: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageProblem:
    """A problem with a message: a diagnostic without a source location."""

    level: Severity
    code: str
    values: Mapping[str, int | str]

    def message(self, messages: Messages = ENGLISH) -> str:
        """Return a description of the problem."""
        return messages.gettext(PROBLEMS[self.code][0], **self._values(messages))

    def hint(self, messages: Messages = ENGLISH) -> str:
        """Return advice on how to solve the problem."""
        return messages.gettext(PROBLEMS[self.code][1], **self._values(messages))

    def _values(self, messages: Messages) -> dict[str, object]:
        unit = self.values.get("unit")
        return {**self.values, "unit": messages.gettext(UNITS[str(unit)]) if unit else ""}

    def at(self, place: SourceLocation) -> Diagnostic:
        """Return the problem as a diagnostic with the location `place` in the front matter."""
        unit = self.values.get("unit")
        values = {**self.values, "unit": gettext_lazy(UNITS[str(unit)]) if unit else ""}
        message, hint = (gettext_lazy(text, **values) for text in PROBLEMS[self.code])
        return Diagnostic(place, self.level, self.code, message, hint)


@dataclass(frozen=True, slots=True)
class Count:
    """A measured length: `used` of `maximum`; `unit` is a key of `messages.UNITS`."""

    unit: str
    used: int
    maximum: int

    @property
    def over(self) -> int:
        """The excess over the maximum, or 0 if within it."""
        return max(0, self.used - self.maximum)


@dataclass(frozen=True, slots=True)
class Message:
    """The message for one post on one network.

    `text` is the visible text, `payload` the fields of the request.
    """

    network: Network
    text: str
    payload: Mapping[str, Any]
    counts: tuple[Count, ...]
    hashtags: tuple[str, ...]
    link: str
    is_custom: bool
    problems: tuple[MessageProblem, ...] = ()

    @property
    def sent_text(self) -> str:
        """The text in the network's own format, as sent in the request."""
        return str(self.payload[self.network.field])


def compose(announcement: Announcement, network: Network) -> Message:
    """Return the message of an announcement for a network.

    The author's own text remains unchanged, except for the link, added if missing. If the text is
    too long, `problems` contains an error. A composed text always fits.
    """
    custom_text = announcement.custom_texts.get(network.key)
    written = clean(custom_text) if isinstance(custom_text, str) else ""
    text = _with_link(written, announcement.url) if written else _make_text(announcement, network)
    problems = _find_problems(text, announcement.url, network)
    if isinstance(custom_text, str) and not written:
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
        is_custom=bool(written),
        problems=tuple(problems),
    )


def _with_link(text: str, url: str) -> str:
    return text if _has_link(text, url) else f"{text}\n\n{url}"


def _has_link(text: str, url: str) -> bool:
    # Match the whole URL, alone or before punctuation, but not as the prefix of a longer URL.
    return bool(regex.search(rf"(?<![\w/]){regex.escape(url)}(?=[.,;:!?)\]»“”\"']*(?:\s|$))", text))


def _measure(text: str, network: Network) -> tuple[Count, ...]:
    return tuple(Count(limit.unit, limit.count(text), limit.maximum) for limit in network.limits)


def _find_problems(text: str, url: str, network: Network) -> list[MessageProblem]:
    problems = [_too_long(count, network) for count in _measure(text, network) if count.over]
    named = {"network": network.name, "link": url}
    if not _has_link(text, url):
        problems.append(MessageProblem(Severity.ERROR, "crosspost-link-too-long", named))
    elif not network.links(url):
        problems.append(MessageProblem(Severity.WARNING, "crosspost-link-plain", named))
    return problems


def _too_long(count: Count, network: Network) -> MessageProblem:
    values = {"used": count.used, "maximum": count.maximum, "over": count.over}
    named = {"network": network.name, "key": network.key, "unit": count.unit}
    return MessageProblem(Severity.ERROR, "crosspost-too-long", {**named, **values})


@dataclass(frozen=True, slots=True)
class _MessageShape:
    """The fixed parts of a message around the shortenable text."""

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
    # From most to least detailed. The first, with the series' name, requires the whole summary.
    title = clean_line(announcement.title)
    tags = make_hashtags(announcement.tags, network.tags)
    part, series = announcement.part, clean_line(announcement.series)
    if series:
        yield _join_heading(", ".join(filter(None, (series, part))), title), tags, True
    for number in range(len(tags), -1, -1):
        yield _join_heading(part, title), tags[:number], False
    yield title, (), False


def _join_heading(kicker: str, title: str) -> str:
    return ": ".join(filter(None, (kicker, title)))
