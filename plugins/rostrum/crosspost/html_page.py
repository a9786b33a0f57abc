"""The plan as one HTML page for an editor, to be opened beside the site, never published."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rostrum.crosspost.compose import Count, Message
from rostrum.crosspost.messages import known_language, say
from rostrum.crosspost.networks import Network, find_links
from rostrum.crosspost.plan import Plan
from rostrum.crosspost.table import summarise

GENERATOR = "Rostrum, crosspost.plan"
"""Stands in the head of each page of a plan: only a file that holds it is ever overwritten."""

_HEAD = 1000  # bytes of a file that are looked at


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text: `kind` is empty, `hashtag` or `link`."""

    text: str
    kind: str = ""


def format_html(plan: Plan, lang: str) -> str:
    """Return the plan as one self-contained HTML page: no script, nothing fetched, not indexed.

    `lang` is the editor's language (`de`, `en`, others get English); texts keep their posts'.
    """
    spoken = known_language(lang)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("plan.html").render(
        plan=plan,
        generator=GENERATOR,
        lang=spoken,
        summary=summarise(plan, spoken),
        say=lambda key, /, **values: say(key, spoken, **values),
        measure=lambda count: _measure(count, spoken),
        over=lambda count: say("over", spoken, over=format_decimal(count.over, locale=spoken)),
        day=lambda date: format_date(date, "long", locale=spoken),
        segments=find_segments,
        pretty=lambda message: json.dumps(message.payload, ensure_ascii=False, indent=2),
    )


def write_page(file: Path, page: str) -> None:
    """Write a page of the plan.

    Raises FileExistsError for anything that this command did not write: a folder, a link, a
    file of somebody else. Raises OSError where nothing can be written.
    """
    check_place(file)
    with file.open("w" if file.exists() else "x", encoding="utf-8") as opened:
        opened.write(page)


def check_place(file: Path) -> None:
    """Raise FileExistsError where something other than a page of the plan lies at a path."""
    if not os.path.lexists(file):
        return
    if file.is_symlink() or not file.is_file():
        kind = "a link" if file.is_symlink() else "no file"
        raise FileExistsError(errno.EEXIST, f"it is {kind}", str(file))
    with file.open("rb") as opened:
        is_ours = f'content="{GENERATOR}"'.encode() in opened.read(_HEAD)
    if not is_ours:
        raise FileExistsError(errno.EEXIST, "another program or a person wrote it", str(file))


def _measure(count: Count, lang: str) -> str:
    return say(
        "of",
        lang,
        used=format_decimal(count.used, locale=lang),
        maximum=format_decimal(count.maximum, locale=lang),
        unit=say(count.unit, lang),
    )


def find_segments(message: Message) -> list[Segment]:
    """Return the text in stretches, so that links and hashtags show as the network shows them."""
    segments, at = [], 0
    for start, part, kind in _find_parts(message.text, message.network):
        if start >= at:
            segments += [Segment(message.text[at:start]), Segment(part, kind)]
            at = start + len(part)
    return [segment for segment in (*segments, Segment(message.text[at:])) if segment.text]


def _find_parts(text: str, network: Network) -> list[tuple[int, str, str]]:
    links = [(start, url, "link") for start, url in find_links(text)]
    tags = [(found.start(), found[0], "hashtag") for found in network.hashtag.finditer(text)]
    return sorted(links + tags)
