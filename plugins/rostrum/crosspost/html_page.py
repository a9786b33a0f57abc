"""Render the plan as an HTML page for editors. The page is never published."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rostrum.core.locale_formats import Wording
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.crosspost.compose import Count, Message
from rostrum.crosspost.messages import LEVELS, UNITS
from rostrum.crosspost.networks import Network, find_links
from rostrum.crosspost.plan import Plan
from rostrum.crosspost.table import summarise
from rostrum.i18n.catalogs import Messages

GENERATOR = "Rostrum, crosspost.plan"
"""The generator named in the head of each page. Only files containing it are overwritten."""

_HEAD = 1000  # bytes read from the start of a file


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a text: `kind` is empty for plain text, or `hashtag` or `link`."""

    text: str
    kind: str = ""


def format_html(plan: Plan, messages: Messages, locale: str = "") -> str:
    """Return the plan as one self-contained HTML page, in the language of `messages`.

    `locale` is the form of that language for dates and numbers. The page contains no scripts,
    loads no resources and is excluded from search engines. The texts for the networks remain in
    the languages of their posts.
    """
    wording = Wording(messages.region, locale)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(messages.translations, newstyle=True)  # type: ignore[attr-defined]
    return environment.get_template("plan.html").render(
        plan=plan,
        generator=GENERATOR,
        messages=messages,
        levels=LEVELS,
        summary=summarise(plan, messages),
        measure=lambda count: _measure(count, messages, wording),
        decimal=wording.number,
        day=wording.date,
        segments=find_segments,
        pretty=lambda message: json.dumps(message.payload, ensure_ascii=False, indent=2),
    )


class PageTaken(Exception):
    """Raised for a path that exists and is not an earlier page of a plan, with the reason."""

    def __init__(self, reason: Translatable) -> None:
        super().__init__(reason)
        self.reason = reason


def write_page(file: Path, page: str) -> None:
    """Write the HTML page of the plan to a file.

    Raise PageTaken if the path exists and is not an earlier page of a plan: a directory, a
    symbolic link or any other file. Raise OSError if the file is not writable.
    """
    check_place(file)
    with file.open("w" if file.exists() else "x", encoding="utf-8") as opened:
        opened.write(page)


def check_place(file: Path) -> None:
    """Raise PageTaken if the path exists and is not an earlier page of a plan."""
    if not os.path.lexists(file):
        return
    if file.is_symlink() or not file.is_file():
        raise PageTaken(_("it is a link") if file.is_symlink() else _("it is no file"))
    with file.open("rb") as opened:
        is_ours = f'content="{GENERATOR}"'.encode() in opened.read(_HEAD)
    if not is_ours:
        raise PageTaken(_("another program or a person wrote it"))


def _measure(count: Count, messages: Messages, wording: Wording) -> str:
    return messages.gettext(
        "%(used)s of %(maximum)s %(unit)s",
        used=wording.number(count.used),
        maximum=wording.number(count.maximum),
        unit=messages.gettext(UNITS[count.unit]),
    )


def find_segments(message: Message) -> list[Segment]:
    """Split the text into segments, separating links and hashtags from plain text.

    Hashtags follow the rules of the message's network.
    """
    segments, at = [], 0
    for start, part, kind in _find_parts(message.text, message.network):
        if start >= at:
            segments += [Segment(message.text[at:start]), Segment(part, kind)]
            at = start + len(part)
    return [segment for segment in (*segments, Segment(message.text[at:])) if segment.text]


def _find_parts(text: str, network: Network) -> list[tuple[int, str, str]]:
    links = [(start, url, "link") for start, url in find_links(text)]
    tags = [(match.start(), match[0], "hashtag") for match in network.hashtag.finditer(text)]
    return sorted(links + tags)
