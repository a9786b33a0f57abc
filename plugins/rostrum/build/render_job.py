"""Printing a site's pages and feeds: only those that changed, shared out among workers.

Each worker makes the views of its own share of the sheets: a site is handed over once, views
never are. What comes back is no more than what each file was made of, and whether it changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from rostrum.cache.bodies import LostText
from rostrum.cache.file_access import is_known
from rostrum.cache.file_stamps import changed_at, mark
from rostrum.cache.fingerprints import digest_code, digest_files
from rostrum.cache.output_manifest import Memory
from rostrum.config.settings import Settings
from rostrum.config.site_info import SiteInfo
from rostrum.core.hashing import SIZE, describe, digest
from rostrum.core.locale_formats import Wording, find_locale
from rostrum.core.parallel import Crew, Lost
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.feeds.model import Feed
from rostrum.output.atomic_move import Refused
from rostrum.output.writer import Output, stage
from rostrum.pages.context import Language, ViewContext
from rostrum.pages.output_file import Content, Sheet
from rostrum.pages.routes import Plan
from rostrum.rendering.template_errors import find_fault
from rostrum.rendering.templates import Renderer, find_words
from rostrum.site.links import LinkResolver
from rostrum.site.site import Site
from rostrum.site.urls import Addresses
from rostrum.views.components import View

_SHARE = 32  # sheets that a worker gets at once
_FEW = 64  # sheets to print that are no reason to start workers
_SLOW_HINT = "Look at what the page shows; the setting cpu_seconds allows more time."
_MANY = 4_000  # sheets of which to find those that changed is one


@dataclass(frozen=True, eq=False)
class Press:
    """What rendering depends on besides the views: the theme and the site's additions to Jinja.

    Two are equal if nothing that pages depend on has changed between them.
    """

    theme: Path
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def key(self) -> bytes:
        """A digest of everything that all pages depend on: templates, words, code, libraries.

        Where code of the site's own takes part, it is never the same again.
        """
        if not self.is_known:
            return os.urandom(SIZE)
        templates = (self.theme / "templates", self.theme / "locale", *self.overrides)
        additions = [*map(describe, (self.filters, self.globals))]
        return digest(digest_files(templates), digest_code(), additions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Press) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def plain_key(self) -> bytes:
        """A digest of everything that all but pages depend on: no template has a part in them."""
        return digest(digest_code())

    @property
    def is_known(self) -> bool:
        """Whether the site adds nothing to Jinja but values and what libraries define."""
        return is_known(self.filters) and is_known(self.globals)

    def stands(self) -> bool:
        """Say whether the templates still are those that the key was made of."""
        return not self.is_known or replace(self).key == self.key


class Printer:
    """Turns views and feeds into bytes; each process has its own, with templates and entries."""

    def __init__(self, press: Press) -> None:
        self._renderer = Renderer(press.theme, press.overrides, press.filters, press.globals)

    def print(self, content: Content, format: str = "") -> bytes:
        """Return the bytes of a file; raises Fault for what is wrong with a template."""
        if isinstance(content, View):
            return self._render(content)
        return self._write(content, format) if isinstance(content, Feed) else content.write()

    def _render(self, view: View) -> bytes:
        try:
            return self._renderer.render(view).encode()
        except LostText:  # no fault of the template that asked for it
            raise
        except Exception as error:  # an expression in a template can raise whatever it likes
            fault = find_fault(error)
            if fault is None:
                raise
            raise fault from error

    def _write(self, feed: Feed, format: str) -> bytes:
        return self._writers[format](feed, self._entries)

    @cached_property
    def _writers(self) -> Mapping[str, Callable[[Feed, Any], bytes]]:
        # feedgen takes longer to import than a build in which no feed has changed can spare.
        from rostrum.feeds.writer import WRITERS

        return WRITERS

    @cached_property
    def _entries(self) -> Any:
        from rostrum.feeds.entries import EntryCache

        return EntryCache()


@lru_cache(maxsize=1)
def _make_printer(press: Press) -> Printer:
    """Return a process' printer, the same as long as the press is.

    `serve` builds again and again: to compile the templates takes longer than to use them.
    """
    return Printer(press)


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a share: each file, the digest of what it is made of, and what happened to it.

    `files` are triples; the last is None for one that was left alone, else whether it differs
    from what stood there. `assets` are the content files that the pages show.
    """

    files: tuple[tuple[str, bytes, bool | None], ...]
    assets: frozenset[str]


@dataclass(frozen=True)
class Workshop:
    """Everything from which any sheet of a site can be printed, in whichever process."""

    site: Site
    info: SiteInfo
    settings: Settings
    addresses: Addresses
    links: LinkResolver
    press: Press
    memory: Memory
    staging: Path

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets, in an order that is the same in each process."""
        return tuple(Plan(self.context).list_sheets())

    @cached_property
    def context(self) -> ViewContext:
        """What the views are made from."""
        press = self.press
        folders = (press.theme, *reversed(press.overrides))
        began = mark(self.staging)
        return ViewContext(
            site=self.site,
            info=self.info,
            settings=self.settings,
            addresses=self.addresses,
            links=self.links,
            pictures=self.links.pictures,
            languages={lang: _speak(lang, folders) for lang in self._list_languages()},
            began=changed_at(began) if began else 0,
        )

    def warm_up(self) -> None:
        """Compile the templates of every kind of page; workers that are forked later inherit it."""
        kinds = {getattr(sheet.make, "func", None): sheet for sheet in self.sheets}
        for sheet in kinds.values():
            _make_printer(self.press).print(sheet.make(), sheet.format)

    def print(self, share: range) -> Printed:
        """Print some of the sheets, those that have changed; raises Fault, Refused."""
        before = set(self.links.assets)
        files = tuple(self._print_one(self.sheets[n]) for n in share)
        return Printed(files, frozenset(self.links.assets - before))

    def _print_one(self, sheet: Sheet) -> tuple[str, bytes, bool | None]:
        content = sheet.make()
        key = digest(self.press.plain_key if sheet.format else self.press.key, content)
        if self.memory.holds(sheet.file, key):
            return sheet.file, key, None
        raw = self._print_in_time(sheet, content)
        return sheet.file, key, stage(self.memory.root, self.staging, sheet.file, raw)

    def _print_in_time(self, sheet: Sheet, content: Content) -> bytes:
        """Return a file's bytes; raises Refused if that takes too long."""
        seconds = self.settings.cpu_seconds
        try:
            with limit_time(seconds):
                return _make_printer(self.press).print(content, sheet.format)
        except OutOfTime:
            words = f"rendering takes more than {seconds} s of the processor's time"
            raise Refused("too-slow", sheet.file, words, _SLOW_HINT) from None

    def _list_languages(self) -> set[str]:
        site = self.site
        found = {*(post.lang for post in site.posts), *(page.lang for page in site.pages)}
        return {*site.languages, *found}


def print_sheets(workshop: Workshop, output: Output, crew: Crew) -> Iterator[Sheet]:
    """Print every page and feed that has changed; yield each sheet when its turn is over.

    Notes the content files that pages show. Raises Fault for a template that is missing or broken.
    """
    sheets, memory = workshop.sheets, workshop.memory
    shares = [range(n, min(n + _SHARE, len(sheets))) for n in range(0, len(sheets), _SHARE)]
    assets = set(workshop.links.assets)
    count = 0
    for printed in _print_shares(workshop, shares, crew):
        if isinstance(printed, Lost):
            raise _refuse_lost([sheets[n].file for n in printed.share], printed.reason)
        assets |= printed.assets
        part = sheets[count : count + len(printed.files)]
        for sheet, (file, key, changed) in zip(part, printed.files, strict=True):
            memory.note(file, key, is_kept=changed is None)
            output.note(file, bool(changed), sheet.entry)
        yield from part
        count += len(part)
    workshop.links.assets.update(assets)


def _refuse_lost(files: Sequence[str], reason: str) -> Refused:
    others = f", and {len(files) - 1} files after it" if len(files) > 1 else ""
    words = f"the process that rendered this file{others} {reason}"
    hint = "If memory is short, lower the setting jobs; else look at what the page shows."
    return Refused("worker", files[0], words, hint)


def _print_shares(
    workshop: Workshop, shares: Sequence[range], crew: Crew
) -> Iterator[Printed | Lost[range]]:
    """Print shares of the sheets in their order, those of a small site alone as long as it can be.

    To start workers takes longer than to see that hardly anything has changed.
    """
    rest, changed = list(shares), 0
    while rest and changed < _FEW and len(workshop.sheets) < _MANY:
        printed = workshop.print(rest.pop(0))
        changed += sum(is_new is not None for *_, is_new in printed.files)
        yield printed
    yield from crew.share_out(Workshop.print, workshop, rest)


def _speak(lang: str, folders: tuple[Path, ...]) -> Language:
    name = find_locale(lang).get_language_name(lang) or lang
    return Language(lang, name[:1].upper() + name[1:], find_words(lang, folders), Wording(lang))
