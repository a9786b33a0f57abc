"""Rendering and staging pages, in worker processes where there are many.

A view holds plain values only, so that it can go to another process; what comes back is no
more than whether the file has changed.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from rostrum.output import Output, stage
from rostrum.pages.plan import Page
from rostrum.rendering import Renderer

_BATCH = 24  # pages that a worker gets at once
_AHEAD = 4  # batches for each worker that may wait, so that views don't pile up in memory
_PARALLEL_FROM = 240  # pages; below that, starting processes costs more than it saves


@dataclass(frozen=True)
class Press:
    """What rendering depends on besides the views: the theme and the site's additions to Jinja."""

    theme: Path
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)

    def make_renderer(self) -> Renderer:
        """Return a renderer with this theme."""
        return Renderer(self.theme, self.overrides, self.filters, self.globals)


def print_pages(pages: Iterable[Page], press: Press, output: Output, jobs: int) -> None:
    """Render every page and give it to the output.

    Raises jinja2.TemplateError for a template that is missing or broken.
    """
    waiting = iter(pages)
    first = list(islice(waiting, _PARALLEL_FROM))
    workers = jobs or os.cpu_count() or 1
    frozen = _freeze(press)
    if workers == 1 or len(first) < _PARALLEL_FROM or frozen is None:
        _print_here(_chain(first, waiting), press, output)
        return
    with ProcessPoolExecutor(workers) as pool:
        _print_there(_chain(first, waiting), frozen, output, pool, workers * _AHEAD)


def _print_here(pages: Iterable[Page], press: Press, output: Output) -> None:
    renderer = press.make_renderer()
    for page in pages:
        output.write(page.file, renderer.render(page.view).encode())


def _print_there(
    pages: Iterator[Page], press: bytes, output: Output, pool: Executor, ahead: int
) -> None:
    pending: deque[Future[list[tuple[str, bool]]]] = deque()
    while batch := list(islice(pages, _BATCH)):
        pending.append(pool.submit(_print_batch, batch, press, output.root, output.staging))
        if len(pending) >= ahead:
            _note(pending.popleft(), output)
    while pending:
        _note(pending.popleft(), output)


def _note(done: Future[list[tuple[str, bool]]], output: Output) -> None:
    for file, changed in done.result():
        output.note(file, changed)


def _print_batch(
    pages: list[Page], press: bytes, root: Path, staging: Path
) -> list[tuple[str, bool]]:
    renderer = _thaw(press)
    return [
        (page.file, stage(root, staging, page.file, renderer.render(page.view).encode()))
        for page in pages
    ]


@cache
def _thaw(press: bytes) -> Renderer:
    """Return the worker's renderer, made once from what was sent."""
    found: Press = pickle.loads(press)
    return found.make_renderer()


def _freeze(press: Press) -> bytes | None:
    """Return a press for other processes; None where a site's filter, a lambda say, can't go."""
    try:
        return pickle.dumps(press)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None


def _chain(first: list[Page], rest: Iterator[Page]) -> Iterator[Page]:
    yield from first
    yield from rest
