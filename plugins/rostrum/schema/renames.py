"""Names of the kit that have changed. Each former name is read for at least a year.

`RENAMES` is the table of all of them: settings, keys of front matter and templates. What counts is
the day of the kit's release, never that of a build: an installed kit does not change its mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.source_value import SourceValue

SETTING = "setting"
TEMPLATE = "template"
_READ_FOR = timedelta(days=366)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Rename:
    """A name that has changed with the release of the day `since`; until then, today's date.

    `kinds` are SETTING, TEMPLATE, or kinds of source files, such as `post` and `page`. The path of
    a key within another one is written with dots: `giscus.repository`. `name` is the present name
    of the key alone, without the path.
    """

    kinds: tuple[str, ...]
    former: str
    name: str
    since: date

    @property
    def until(self) -> date:
        """The first day whose releases no longer read the former name."""
        return self.since + _READ_FOR

    @property
    def former_key(self) -> str:
        """The former name of the key alone, without the path."""
        return self.former if TEMPLATE in self.kinds else self.former.rpartition(".")[2]


RELEASED = date(2026, 11, 27)
"""The day of this release, as in the change log."""

RENAMES = (
    Rename(
        (TEMPLATE,), "partials/custom_head.html", "partials/extra_head.html", date(2026, 11, 24)
    ),
    Rename(
        (TEMPLATE,), "partials/custom_foot.html", "partials/extra_body.html", date(2026, 11, 24)
    ),
)
"""All changed names. An entry is removed no earlier than a year after `until`."""


@dataclass(frozen=True, slots=True)
class FormerKey:
    """A key under its former name: the path of keys to it, and its value.

    `is_twice` is True if the present name is there too, `differs` if it has another value.
    """

    rename: Rename
    path: tuple[str, ...]
    value: Any
    is_twice: bool = False
    differs: bool = False

    @property
    def present_path(self) -> tuple[str, ...]:
        """The path with the present name of the key."""
        return (*self.path[:-1], self.rename.name)


@dataclass(frozen=True, slots=True)
class FormerNames:
    """The changed names as a release reads them; `released` is its day."""

    table: tuple[Rename, ...] = RENAMES
    released: date = RELEASED

    def reads(self, rename: Rename) -> bool:
        """Return True if this release reads a former name."""
        return self.released < rename.until

    def of(self, kind: str) -> tuple[Rename, ...]:
        """Return the changed names of a kind of things."""
        return tuple(rename for rename in self.table if kind in rename.kinds)

    @property
    def templates(self) -> dict[str, str]:
        """The present names of templates, by the former ones that are read."""
        return {each.former: each.name for each in self.of(TEMPLATE) if self.reads(each)}

    @property
    def rules(self) -> Any:
        """The table as plain values, for comparison."""
        entries = [(each.kinds, each.former, each.name, str(each.since)) for each in self.table]
        return (entries, str(self.released))

    def rename_cells(
        self, kind: str, cells: Mapping[str, SourceValue], report: Report
    ) -> Mapping[str, SourceValue]:
        """Return a front matter with its keys under their present names; report former ones."""
        renamed, found = rename_cells(cells, self.of(kind))
        for former in found:
            self.report_key(former, former.value.start, report)
        return renamed

    def report_key(self, former: FormerKey, place: SourceLocation, report: Report) -> None:
        """Report a key of a front matter under its former name."""
        hint = _(
            'Write "%(name)s", or run rostrum check --fix. Releases from %(day)s on do not read '
            "the former name.",
            name=former.rename.name,
            day=former.rename.until.isoformat(),
        )
        self._report(
            *(former, place, report, hint),
            code="key-renamed",
            code_of_both="key-twice",
            code_at_end="key-unknown",
        )

    def report_setting(self, former: FormerKey, place: SourceLocation, report: Report) -> None:
        """Report a setting under its former name."""
        hint = _(
            'Write "%(name)s". Releases from %(day)s on do not read the former name.',
            name=former.rename.name,
            day=former.rename.until.isoformat(),
        )
        self._report(
            *(former, place, report, hint),
            code="setting-renamed",
            code_of_both="setting",
            code_at_end="setting",
        )

    def _report(
        self,
        former: FormerKey,
        place: SourceLocation,
        report: Report,
        hint: Translatable,
        *,
        code: str,
        code_of_both: str,
        code_at_end: str,
    ) -> None:
        names = {"former": former.rename.former_key, "name": former.rename.name}
        alone = _('Keep "%(key)s" alone.', key=former.rename.name) if former.is_twice else NO_TEXT
        if former.differs:
            message = _('"%(former)s" is the former name of "%(name)s": both stand here', **names)
            report.error(code_of_both, place, message, alone)
        elif self.reads(former.rename):
            message = _('"%(former)s" is called "%(name)s" now', **names)
            report.warning(code, place, message, alone or hint)
        else:
            since = former.rename.since.isoformat()
            message = _('"%(former)s" has been called "%(name)s" since %(day)s', **names, day=since)
            report.error(code_at_end, place, message, alone or _('Write "%(name)s".', **names))


def rename_cells(
    cells: Mapping[str, SourceValue], renames: Iterable[Rename]
) -> tuple[Mapping[str, SourceValue], list[FormerKey]]:
    """Return source values with their keys under present names, and those with former ones."""

    def put(cell: SourceValue, data: Any) -> SourceValue:
        return replace(cell, data=data)

    def is_same(one: SourceValue, other: SourceValue) -> bool:
        return bool(one.to_plain() == other.to_plain())

    return _Renamer(lambda cell: cell.data, put, is_same).rename_all(cells, renames)


def rename_settings(
    written: Mapping[str, Any], renames: Iterable[Rename]
) -> tuple[Mapping[str, Any], list[FormerKey]]:
    """Return settings with their keys under present names, and those with former ones."""
    renamer = _Renamer[Any](
        lambda value: value, lambda _value, data: data, lambda one, other: bool(one == other)
    )
    return renamer.rename_all(written, renames)


@dataclass(frozen=True)
class _Renamer(Generic[Value]):
    """FormerNames keys in nested values: `get` returns what is in one, `put` it with another."""

    get: Callable[[Value], Any]
    put: Callable[[Value, Any], Value]
    is_same: Callable[[Value, Value], bool]

    def rename_all(
        self, values: Mapping[str, Value], renames: Iterable[Rename]
    ) -> tuple[Mapping[str, Value], list[FormerKey]]:
        """Return values with their keys under present names, and those with former ones."""
        found: list[FormerKey] = []
        for rename in renames:
            values = self._rename(values, rename.former.split("."), rename, (), found)
        return values, found

    def _rename(
        self,
        values: Mapping[str, Value],
        steps: list[str],
        rename: Rename,
        path: tuple[str, ...],
        found: list[FormerKey],
    ) -> Mapping[str, Value]:
        key, *further = steps
        if key not in values:
            return values
        value, path = values[key], (*path, key)
        if further:
            return {**values, key: self._rename_in(value, further, rename, path, found)}
        is_twice = rename.name in values
        differs = is_twice and not self.is_same(value, values[rename.name])
        found.append(FormerKey(rename, path, value, is_twice, differs))
        if is_twice:
            return {name: each for name, each in values.items() if name != key}
        return {rename.name if name == key else name: each for name, each in values.items()}

    def _rename_in(
        self,
        value: Value,
        steps: list[str],
        rename: Rename,
        path: tuple[str, ...],
        found: list[FormerKey],
    ) -> Value:
        data = self.get(value)
        if isinstance(data, Mapping):
            return self.put(value, self._rename(data, steps, rename, path, found))
        if isinstance(data, list | tuple):
            parts = [
                self._rename_in(part, steps, rename, (*path, str(number)), found)
                for number, part in enumerate(data)
            ]
            return self.put(value, parts)
        return value
