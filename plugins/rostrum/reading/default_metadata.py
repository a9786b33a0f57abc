"""Default metadata from the settings, for keys missing in the front matter of a post or page.

DEFAULT_METADATA, DEFAULT_DATE, EXTRA_PATH_METADATA, FILENAME_METADATA, PATH_METADATA and
USE_FOLDER_AS_CATEGORY work as in Pelican 4.12 (pelican/readers.py: default_metadata,
path_metadata, parse_path_metadata). A later setting in this list overrides an earlier one,
except among the last three: there the earlier one takes precedence. Front matter overrides all
of them. Sites use these settings to withhold content, so an unusable setting is an error.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rostrum.config.setting_locations import to_cell
from rostrum.core.diagnostics import Report, SourceLocation, suggest
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.reading.fields import PAGE, POST
from rostrum.reading.own_keys import SLIPS, is_own_key
from rostrum.schema.renames import FormerNames
from rostrum.schema.schema import Schema
from rostrum.schema.source_value import SourceValue

STATIC_KEYS = frozenset({"path", "save_as", "url"})
"""The keys of EXTRA_PATH_METADATA for static files."""

_SCHEMAS = {"post": POST, "page": PAGE}
_SCHEMA_KEYS = POST.fields.keys() | PAGE.fields.keys()
_OWN = _('A site\'s own keys stand in "extra_keys" of ROSTRUM.')


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A regular expression for a file's path, or its name alone; its groups are metadata keys."""

    regex: str
    place: SourceLocation | None
    of_name: bool = False

    def match(self, path: str, display_path: str) -> dict[str, SourceValue]:
        """Return the metadata in a path; `display_path` is the file's path in messages."""
        name = posixpath.splitext(posixpath.basename(path))[0]
        match = re.match(self.regex, name if self.of_name else path)
        location = self.place or SourceLocation(display_path)
        values = match.groupdict() if match else {}
        return {
            key.lower(): SourceValue(_clean_value(key.lower(), value), location)
            for key, value in values.items()
            if value
        }


@dataclass(frozen=True)
class GivenMetadata:
    """The metadata for posts and pages from the settings.

    `defaults` apply to all posts and pages; `by_path` apply to a path and all files below it;
    `author` is the author of posts without any. With `dates_by_file`, a post without a date has
    that of its file, which is an error if `refuses_file_dates`.
    """

    defaults: Mapping[str, SourceValue] = field(default_factory=dict)
    by_path: tuple[tuple[str, Mapping[str, SourceValue]], ...] = ()
    patterns: tuple[PathPattern, ...] = ()
    folder_is_category: bool = False
    author: SourceValue | None = None
    dates_by_file: bool = False
    refuses_file_dates: bool = False

    def find(self, path: str, display_path: str) -> dict[str, SourceValue]:
        """Return the metadata for a file by key; `path` is relative to the content folder."""
        metadata = dict(self.defaults)
        for start, cells in self.by_path:
            if start == "." or path == start or path.startswith(f"{start}/"):
                metadata |= cells
        from_path: dict[str, SourceValue] = {}
        for pattern in self.patterns:
            from_path = pattern.match(path, display_path) | from_path
        folder = posixpath.basename(posixpath.dirname(path))
        if self.folder_is_category and folder:
            from_path.setdefault("category", SourceValue(folder, SourceLocation(display_path)))
        return metadata | from_path

    @property
    def rules(self) -> Any:
        """All metadata as plain values, for comparison."""
        return (
            _describe(self.defaults),
            [(path, _describe(cells)) for path, cells in self.by_path],
            [(each.regex, each.of_name, str(each.place)) for each in self.patterns],
            self.folder_is_category,
            repr(self.author),
            (self.dates_by_file, self.refuses_file_dates),
        )


def read_metadata(
    settings: Mapping[str, Any],
    content: Path,
    kinds_at: Callable[[str], Collection[str]],
    places_in: Callable[[str], Mapping[tuple[str, ...], SourceLocation]],
    place_of: Callable[[str], SourceLocation],
    report: Report,
    *,
    extra_keys: tuple[str, ...] = (),
    is_ci: bool = False,
    renames: FormerNames | None = None,
) -> GivenMetadata:
    """Return the metadata from the settings, after reporting unusable settings.

    `kinds_at` returns the kinds of sources at or below a path. `places_in` returns the locations
    of a setting's keys by path, with the setting itself under the empty path. `place_of`
    returns the location of a setting. In CI, a file's time is that of the checkout. `renames` are
    the changed names of keys.
    """
    reader = _MetadataReader(
        *(settings, content, kinds_at, places_in, place_of, report),
        *(extra_keys, renames or FormerNames()),
    )
    return GivenMetadata(
        defaults=reader.read_defaults() | reader.read_date(),
        by_path=reader.read_paths(),
        patterns=reader.read_patterns(),
        folder_is_category=bool(settings.get("USE_FOLDER_AS_CATEGORY")),
        author=reader.read_author(),
        dates_by_file=settings.get("DEFAULT_DATE") == "fs",
        refuses_file_dates=is_ci,
    )


@dataclass(frozen=True, slots=True)
class _MetadataReader:
    settings: Mapping[str, Any]
    content: Path
    kinds_at: Callable[[str], Collection[str]]
    places_in: Callable[[str], Mapping[tuple[str, ...], SourceLocation]]
    place_of: Callable[[str], SourceLocation]
    report: Report
    extra_keys: tuple[str, ...]
    renames: FormerNames

    def read_defaults(self) -> dict[str, SourceValue]:
        """Return DEFAULT_METADATA."""
        cell = self._cell("DEFAULT_METADATA", _to_mapping(self.settings.get("DEFAULT_METADATA")))
        assert isinstance(cell.data, dict)  # rostrum.pelican_plugin.setting_kinds has checked it
        return self._read_keys("DEFAULT_METADATA", cell.data, (POST, PAGE))

    def read_date(self) -> dict[str, SourceValue]:
        """Return the date of DEFAULT_DATE."""
        value = self.settings.get("DEFAULT_DATE")
        if not value or value == "fs":
            return {}
        cell = self._cell("DEFAULT_DATE", value)
        if isinstance(value, list | tuple):
            try:
                cell = replace(cell, data=str(datetime(*value)), plain=None)  # noqa: DTZ001
            except (TypeError, ValueError):
                message = _("DEFAULT_DATE is no date: %(value)s", value=repr(value))
                self.report.error("setting", cell.place, message, _("Write (2026, 11, 18)."))
                return {}
        return self._read_keys("DEFAULT_DATE", {"date": cell}, (POST,))

    def read_author(self) -> SourceValue | None:
        """Return AUTHOR: one name, even with a comma in it."""
        cell = self._cell("AUTHOR", self.settings.get("AUTHOR") or "")
        if cell.is_empty:
            return None
        cell = replace(cell, data=[cell])
        POST.read_value("authors", cell, self.report)
        return cell

    def read_paths(self) -> tuple[tuple[str, Mapping[str, SourceValue]], ...]:
        """Return EXTRA_PATH_METADATA for posts and pages, with the most specific path last."""
        cell = self._cell("EXTRA_PATH_METADATA", self.settings["EXTRA_PATH_METADATA"])
        entries = cell.data if isinstance(cell.data, dict) else {}
        by_path = [(path, self._read_path(path, entry)) for path, entry in sorted(entries.items())]
        return tuple((clean_path(path), cells) for path, cells in by_path if cells)

    def read_patterns(self) -> tuple[PathPattern, ...]:
        """Return FILENAME_METADATA and PATH_METADATA."""
        patterns = (
            self._read_pattern("FILENAME_METADATA", of_name=True),
            self._read_pattern("PATH_METADATA", of_name=False),
        )
        return tuple(pattern for pattern in patterns if pattern)

    def _read_pattern(self, setting: str, *, of_name: bool) -> PathPattern | None:
        start = self._cell(setting, "").start
        regex: Any = self.settings.get(setting)
        if not regex:
            return None
        compiled: Any = re.compile(regex)  # rostrum.pelican_plugin.setting_kinds has tried it
        self._keep_known(
            setting, {name: SourceValue("x", start) for name in compiled.groupindex}, (POST, PAGE)
        )
        return PathPattern(compiled.pattern, self.places_in(setting).get(()), of_name)

    def _read_path(self, path: str, entry: SourceValue) -> dict[str, SourceValue]:
        assert isinstance(entry.data, dict)  # rostrum.pelican_plugin.setting_kinds has checked it
        clean = clean_path(path)
        file = self.content / clean
        kinds = self.kinds_at(clean)
        schemas = tuple(_SCHEMAS[kind] for kind in _SCHEMAS if kind in kinds)
        # A post or page may be given an address, a folder of them may not.
        is_text = bool(schemas) and file.is_file()
        useless = STATIC_KEYS - POST.fields.keys() if is_text else STATIC_KEYS
        static = {key: cell for key, cell in entry.data.items() if key in useless}
        given = {key: cell for key, cell in entry.data.items() if key not in useless}
        if static and file.exists() and (schemas or file.is_dir()):
            message = _(
                'EXTRA_PATH_METADATA can\'t give "%(key)s" to "%(path)s": it holds for static '
                "files alone, each by its own path"
            )
            self._report_useless(path, static, message)
        if not given:
            return {}
        if not file.exists():
            message = _(
                'EXTRA_PATH_METADATA names "%(path)s", and there is no such file or folder',
                path=path,
            )
            self.report.error("setting", entry.start, message, _("Correct the path, or remove it."))
        elif not schemas:
            message = _(
                'EXTRA_PATH_METADATA can\'t give "%(key)s" to "%(path)s": it holds for posts and '
                "pages alone"
            )
            self._report_useless(path, given, message)
        else:
            return self._read_keys("EXTRA_PATH_METADATA", given, schemas)
        return {}

    def _report_useless(
        self, path: str, cells: Mapping[str, SourceValue], message: Translatable
    ) -> None:
        key = min(cells)
        hint = _("To keep a file off the site, move it out of STATIC_PATHS.")
        self.report.error("setting", cells[key].start, message.fill(key=key, path=path), hint)

    def _read_keys(
        self, setting: str, cells: Mapping[str, SourceValue], schemas: Sequence[Schema]
    ) -> dict[str, SourceValue]:
        """Return the values under keys of the schemas, after checking each value."""
        known = self._keep_known(setting, cells, schemas)
        for key, cell in known.items():
            schema = next((schema for schema in schemas if key in schema.fields), None)
            if schema:
                schema.read_value(key, cell, self.report)
        return known

    def _keep_known(
        self, setting: str, cells: Mapping[str, SourceValue], schemas: Sequence[Schema]
    ) -> dict[str, SourceValue]:
        known: dict[str, SourceValue] = {}
        fields = {key for schema in schemas for key in schema.fields}
        for written, cell in self._rename(cells, schemas).items():
            key = POST.aliases.get(written.lower(), written.lower())
            is_other = key in _SCHEMA_KEYS and key not in fields
            if key in fields and cell.is_empty:
                continue
            if not is_other and (key in fields or is_own_key(key, self.extra_keys, _SCHEMA_KEYS)):
                known[key] = replace(cell, data=_clean_value(key, cell.data))
                continue
            message = _(
                '%(setting)s gives "%(written)s", which no %(noun)s has',
                setting=setting,
                written=written,
                noun=_name(schemas),
            )
            slip = SLIPS.get(key)
            hint = slip.advise(cell) if slip else suggest(key, fields, _OWN)
            self.report.error("setting", cell.start, message, hint)
        return known

    def _rename(
        self, cells: Mapping[str, SourceValue], schemas: Sequence[Schema]
    ) -> Mapping[str, SourceValue]:
        """Return metadata with its keys under their present names; report former ones."""
        for kind in (kind for kind, schema in _SCHEMAS.items() if schema in schemas):
            formers = {rename.former for rename in self.renames.of(kind)} - {*self.extra_keys}
            cells = {
                key.lower() if key.lower() in formers else key: cell for key, cell in cells.items()
            }
            cells = self.renames.rename_cells(kind, cells, self.report)
        return cells

    def _cell(self, setting: str, value: Any) -> SourceValue:
        places = self.places_in(setting)
        return to_cell(value, (), places, places.get((), self.place_of(setting)))


def clean_path(path: str) -> str:
    """Return a path from a setting, normalised like paths below the content folder."""
    return posixpath.normpath(path) if path else "."


def _clean_value(key: str, value: Any) -> Any:
    # As in Pelican: file names can't contain blanks on all systems.
    return value.replace("_", " ") if key == "date" and isinstance(value, str) else value


def _name(schemas: Sequence[Schema]) -> Translatable:
    if len(schemas) > 1:
        return _("post or page")
    return _("post") if schemas[0] is POST else _("page")


def _to_mapping(value: Any) -> Any:
    """Return a mapping from a mapping or, as in Pelican, from pairs; other values unchanged."""
    if value is None:
        return {}
    try:
        return dict(value)
    except (TypeError, ValueError):
        return value


def _describe(cells: Mapping[str, SourceValue]) -> list[tuple[str, str]]:
    return sorted((key, repr(cell)) for key, cell in cells.items())
