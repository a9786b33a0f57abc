"""Writing pages and feeds, in worker processes where there are many.

Views and feeds hold plain values only, so that they can go to another process; what comes
back is no more than whether a file has changed.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from rostrum.digests import SIZE, describe, digest, digest_code, digest_files
from rostrum.faults import find_fault
from rostrum.feeds.entries import EntryCache
from rostrum.feeds.formats import FORMATS
from rostrum.memory import Memory
from rostrum.output import Output, stage
from rostrum.pages.feeds import FeedFile
from rostrum.pages.plan import Page
from rostrum.rendering import Renderer
from rostrum.traces import is_known
from rostrum.views import View
from rostrum.workers import start_workers

Sheet = Page | FeedFile

_BATCH = 24  # sheets that a worker gets at once
_AHEAD = 4  # batches for each worker that may wait, so that views don't pile up in memory
_PARALLEL_FROM = 240  # sheets; below that, starting processes costs more than it saves


@dataclass(frozen=True)
class Press:
    """What rendering depends on besides the views: the theme and the site's additions to Jinja."""

    theme: Path
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def key(self) -> bytes:
        """A digest of everything that all sheets depend on: templates, words, code, libraries.

        Where code of the site's own takes part, it is never the same again.
        """
        if not self.is_known:
            return os.urandom(SIZE)
        templates = (self.theme / "templates", self.theme / "locale", *self.overrides)
        additions = [*map(describe, (self.filters, self.globals))]
        return digest(digest_files(templates), digest_code(), additions)

    @property
    def is_known(self) -> bool:
        """Whether the site adds nothing to Jinja but values and what libraries define."""
        return is_known(self.filters) and is_known(self.globals)

    def stands(self) -> bool:
        """Say whether the templates still are those that the key was made of."""
        return not self.is_known or replace(self).key == self.key


class Printer:
    """Turns sheets into bytes; each process has its own, with its templates and feed entries."""

    def __init__(self, press: Press) -> None:
        self._renderer = Renderer(press.theme, press.overrides, press.filters, press.globals)
        self._formats = {format.name: format for format in FORMATS}
        self._entries = EntryCache()

    def print(self, sheet: Sheet) -> bytes:
        """Return the bytes of a page or feed; raises Fault for what is wrong with a template."""
        if isinstance(sheet, Page):
            return self._render(sheet.view).encode()
        return self._formats[sheet.format].write(sheet.feed, self._entries)

    def _render(self, view: View) -> str:
        try:
            return self._renderer.render(view)
        except Exception as error:  # an expression in a template can raise whatever it likes
            fault = find_fault(error)
            if fault is None:
                raise
            raise fault from error


def keep_unchanged(
    sheets: Iterable[Sheet], press: Press, output: Output, memory: Memory
) -> Iterator[Sheet]:
    """Yield the sheets that have to be printed; the others stay in the output as they are."""
    for sheet in sheets:
        content = sheet.view if isinstance(sheet, Page) else sheet.feed
        if memory.holds(sheet.file, digest(press.key, content)):
            output.note(sheet.file, changed=False)
        else:
            yield sheet


def print_sheets(sheets: Iterable[Sheet], press: Press, output: Output, jobs: int) -> None:
    """Write every page and feed to the output.

    Raises Fault for a template that is missing or broken.
    """
    waiting = iter(sheets)
    first = list(islice(waiting, _PARALLEL_FROM))
    workers = jobs or os.cpu_count() or 1
    frozen = _freeze(press)
    if workers == 1 or len(first) < _PARALLEL_FROM or frozen is None:
        printer = Printer(press) if frozen is None else _thaw(frozen)
        _print_here(chain(first, waiting), printer, output)
        return
    with start_workers(workers) as pool:
        _print_there(chain(first, waiting), frozen, output, pool, workers * _AHEAD)


def _print_here(sheets: Iterable[Sheet], printer: Printer, output: Output) -> None:
    for sheet in sheets:
        output.write(sheet.file, printer.print(sheet))


def _print_there(
    sheets: Iterator[Sheet], press: bytes, output: Output, pool: Executor, ahead: int
) -> None:
    pending: deque[Future[list[tuple[str, bool]]]] = deque()
    while batch := list(islice(sheets, _BATCH)):
        pending.append(pool.submit(_print_batch, batch, press, output.root, output.staging))
        if len(pending) >= ahead:
            _note(pending.popleft(), output)
    while pending:
        _note(pending.popleft(), output)


def _note(done: Future[list[tuple[str, bool]]], output: Output) -> None:
    for file, changed in done.result():
        output.note(file, changed)


def _print_batch(
    sheets: list[Sheet], press: bytes, root: Path, staging: Path
) -> list[tuple[str, bool]]:
    printer = _thaw(press)
    return [
        (sheet.file, stage(root, staging, sheet.file, printer.print(sheet))) for sheet in sheets
    ]


@lru_cache(maxsize=1)
def _thaw(press: bytes) -> Printer:
    """Return a process' printer, made once as long as the press, and with it its key, is the same.

    `serve` builds again and again: to compile the templates takes longer than to use them.
    """
    return Printer(pickle.loads(press))


def _freeze(press: Press) -> bytes | None:
    """Return a press for other processes; None where a site's filter, a lambda say, can't go."""
    try:
        return pickle.dumps(press)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
