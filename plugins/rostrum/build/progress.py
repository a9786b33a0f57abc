"""Stages of a build: timing, and progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TextIO, TypeVar

from rostrum.core.terminal_colors import is_controllable
from rostrum.core.translatable import ENGLISH, Translatable, Translator, group_digits
from rostrum.core.translatable import gettext_lazy as _

DELAY_SECONDS = 1.0  # seconds before progress is first displayed
INTERVAL_SECONDS = 0.1  # seconds between updates

T = TypeVar("T")


@dataclass
class Progress:
    """Time the stages of one build; write progress to `stream` if it is a terminal.

    Progress is first written after `delay` seconds, then every `interval` seconds, in a language.
    `seconds` maps the English name of each stage to its duration.
    """

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    delay: float = DELAY_SECONDS
    interval: float = INTERVAL_SECONDS
    language: Translator = ENGLISH
    seconds: dict[str, float] = field(default_factory=dict)
    _began: float = field(default_factory=perf_counter)
    _last_shown: float = 0.0
    _name: str = ""
    _count: int = 0
    _total: int = 0

    @contextmanager
    def stage(self, stage: Translatable, total: int = 0) -> Iterator[None]:
        """Time the enclosed code; `total` is the number of items to process, 0 if unknown."""
        start, name = perf_counter(), str(stage)
        self._name, self._count, self._total = name, 0, total
        try:
            self._show()
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start
            self._clear()

    def counted(self, items: Iterable[T]) -> Iterator[T]:
        """Yield items, and count each as done."""
        for item in items:
            self._count += 1
            self._show()
            yield item

    def _show(self) -> None:
        now = perf_counter()
        if now - self._began < self.delay or now - self._last_shown < self.interval:
            return
        if is_controllable(self.stream):
            self.stream.write(f"\r\x1b[K{self._describe().translate(self.language)}")
            self.stream.flush()
        self._last_shown = now

    def _describe(self) -> Translatable:
        name, count = Translatable(self._name), group_digits(self._count)
        if self._total:
            total = group_digits(self._total)
            return _("%(stage)s %(count)s of %(total)s", stage=name, count=count, total=total)
        return _("%(stage)s %(count)s", stage=name, count=count) if self._count else name

    def _clear(self) -> None:
        if self._last_shown and is_controllable(self.stream):
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def format_seconds(stages: Progress) -> list[str]:
    """Return lines with each stage's duration, and their sum."""
    in_all = _("in all").translate(stages.language)
    rows = [(stages.language.gettext(name), spent) for name, spent in stages.seconds.items()]
    rows.append((in_all, sum(stages.seconds.values())))
    return [f"{seconds:8.2f} s  {name}" for name, seconds in rows]
