"""Write into the tables of `docs/` what the code knows, for `make reference`.

    python tools/reference.py [--check]

A table has a row for each command, option, setting, key, code or field. Names, defaults, types and
levels come from the code. The other words of a row are those of the page, and stay. The row of a
name that is gone is removed. A new name is added at the end, and lacks its words until somebody
writes them, which is an error. With `--check` nothing is written, and a difference is an error.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rostrum import defaults
from rostrum.cli.commands import namespace
from rostrum.cli.program import describe_command, list_options
from rostrum.config.admin_settings import Admin
from rostrum.config.setting_types import Giscus
from rostrum.config.settings import SETTINGS
from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.html.responsive import ImageSource
from rostrum.reading import fields
from rostrum.reading.role_fields import ROLE_FIELDS
from rostrum.schema.schema import Field, Reader
from rostrum.schema.shapes import find_shape
from rostrum.views import components, pages
from rostrum.views.pages import View

DOCS = Path(__file__).resolve().parents[1] / "docs"

Cell = str | Callable[[str], str]
"""The text of a cell, or what makes it of the words on the page."""
Rows = Mapping[str, tuple[Cell, ...]]
"""The cells of each row after the first, by what the first one names."""

_HEADING = re.compile(r"^#{2,4} (.+)$")
_BAR = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"`([^`]+)`")


class Reference(NamedTuple):
    """The tables of a page with the same header, by their heading.

    The rows of the heading "" are spread over all of these tables. Where `is_whole`, the page has
    every row, else those that it chooses; where `is_ordered`, they are in the order of the code.
    """

    page: str
    header: str
    tables: Mapping[str, Rows]
    is_whole: bool = True
    is_ordered: bool = False


def keep(words: str) -> str:
    """Return the words of the page."""
    return words


def list_references() -> Iterator[Reference]:
    """Yield all that the code knows of the tables."""
    contexts = {str(context.name): context for context in namespace.to_contexts()}
    overview: Rows = {
        name: (describe_command(namespace[name]).removesuffix("."),) for name in contexts
    }
    options = {
        f"rostrum {name}": {
            option: (text[:1].upper() + text[1:],) for option, text in list_options(context)
        }
        for name, context in contexts.items()
    }
    yield Reference("commands.md", "command | meaning", {"Commands": overview})
    yield Reference("commands.md", "option | meaning", options, is_ordered=True)

    settings: Rows = {
        key: (_describe_values(it.read, "`True` or `False`"), _show(it.default), keep)
        for key, it in SETTINGS.fields.items()
    }
    mappings = {"giscus": _list_keys_of(Giscus), "admin": _list_keys_of(Admin)}
    own = {"ROSTRUM": settings, **mappings}
    yield Reference("settings.md", "key | value | default | meaning", own)
    presets: Rows = {key: (_show(value), keep) for key, value in vars(defaults).items()}
    pelicans = {"Pelican's settings": presets}
    header = "setting | default of the kit | meaning"
    yield Reference("settings.md", header, pelicans, is_whole=False)

    kinds = {
        "Posts": fields.POST.fields,
        "Pages": fields.PAGE.fields,
        "People": fields.PERSON.fields,
        "Series": fields.SERIES.fields,
        "Comments": fields.COMMENT.fields,
        "Roles with dates": ROLE_FIELDS,
        "Pictures": fields.PICTURE_FIELDS,
    }
    keys = {kind: _list_keys(of_kind) for kind, of_kind in kinds.items()}
    yield Reference("front-matter.md", "key | value | required | meaning", keys)

    codes: Rows = {
        code: (_tell_level(level), keep, keep, "yes" if code in CHANGEABLE else "no")
        for code, level in (dict.fromkeys(FIXED, "error") | dict(CHANGEABLE)).items()
    }
    header = "code | level | meaning | what to do | configurable"
    yield Reference("diagnostics.md", header, {"": codes})

    views = {name: _list_fields(view) for name, view in list_views().items()}
    yield Reference("templates.md", "field | type | meaning", views)


def list_views() -> Mapping[str, type]:
    """Return the classes whose fields templates have, by their names."""
    found: dict[str, type] = {
        name: value
        for module in (components, pages)
        for name, value in inspect.getmembers(module, dataclasses.is_dataclass)
        if value.__module__ == module.__name__
    }
    return found | {"ImageSource": ImageSource}


def _show(value: object) -> str:
    """Return a value as it is written in a settings file."""
    if isinstance(value, str):
        return f"`{json.dumps(value, ensure_ascii=False)}`"
    text = repr(value)
    return "`{}`".format(text.replace("'", '"') if '"' not in text else text)


def _describe_values(reader: Reader, flags: str) -> Cell:
    """Return what a reader accepts, if its shape says so, else the words of the page."""
    shape = find_shape(reader)
    if shape.get("type") == "boolean":
        return flags
    if shape.get("type") == "integer":
        most = f" to {shape['maximum']:,}" if "maximum" in shape else ""
        return f"number from {shape['minimum']}{most}"
    words = [f"`{word}`" for word in shape.get("enum", ()) if isinstance(word, str)]
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else keep


def _list_keys(of_kind: Mapping[str, Field]) -> Rows:
    return {
        key: (_describe_values(it.read, "`true` or `false`"), "yes" if it.required else "no", keep)
        for key, it in of_kind.items()
    }


def _list_keys_of(setting: type[Giscus | Admin]) -> Rows:
    return {
        it.name: (
            keep,
            "required" if it.default is dataclasses.MISSING else _show(it.default),
            keep,
        )
        for it in dataclasses.fields(setting)
    }


def _tell_level(level: str) -> Cell:
    """Return the level of a code, with what the page says about exceptions."""
    return lambda words: words if words.startswith(level) else level


def _list_fields(view: type) -> Rows:
    """Return the fields of a class, without those of `View`, which stand once.

    Templates get HTML that is rendered on demand as Markup: a page's from the renderer, that of
    another view from its property.
    """
    is_page = issubclass(view, View)
    shared = {it.name for it in dataclasses.fields(View)} if is_page and view is not View else ()
    kinds = {it.name: str(it.type) for it in dataclasses.fields(view) if it.name not in shared}
    if is_page:
        kinds = {name: kind.replace("LazyHtml", "Markup") for name, kind in kinds.items()}
    kinds = {name: kind for name, kind in kinds.items() if not kind.startswith("LazyHtml")} | {
        name: str(value.fget.__annotations__["return"])
        for name, value in vars(view).items()
        if isinstance(value, property)
    }
    return {name: (_show_type(kind), keep) for name, kind in kinds.items()}


def _show_type(kind: str) -> str:
    kept = kind.removesuffix(" | None")
    return f"`{kept}`" + (" or none" if kept != kind else "")


class Table(NamedTuple):
    """The rows of a table of a page: the numbers of its lines, and its cells by their names."""

    heading: str
    start: int
    end: int
    cells: Mapping[str, list[str]]


def fill(text: str, reference: Reference) -> tuple[str, list[str]]:
    """Return a page with its tables filled in, and what is left for somebody to write."""
    lines = text.splitlines()
    tables = list(_find_tables(lines, reference.header))
    by_heading = reference.tables
    if "" in by_heading:
        by_heading = _spread(by_heading[""], tables)
    faults = [f'no table of "{it}"' for it in by_heading.keys() - {it.heading for it in tables}]
    for table in reversed(tables):  # so that the numbers of lines before stay right
        rows = by_heading.get(table.heading)
        if rows is None:
            faults.append(f'a table of "{table.heading}", which does not exist')
            continue
        names = [name for name in table.cells if name in rows]
        if reference.is_whole:
            names += [name for name in rows if name not in table.cells]
        if reference.is_ordered:
            names.sort(key=list(rows).index)
        filled = {name: _fill_row(name, rows[name], table.cells.get(name)) for name in names}
        faults += [f'no words for "{name}"' for name, cells in filled.items() if "" in cells]
        lines[table.start : table.end] = [f"| {' | '.join(cells)} |" for cells in filled.values()]
    return "\n".join(lines) + "\n", faults


def _spread(rows: Rows, tables: list[Table]) -> Mapping[str, Rows]:
    """Return rows by the heading of the first table that has them, new ones by the last."""
    places = {name: table.heading for table in reversed(tables) for name in table.cells}
    found: dict[str, dict[str, tuple[Cell, ...]]] = {table.heading: {} for table in tables}
    for name, cells in rows.items():
        found[places.get(name, tables[-1].heading)][name] = cells
    return found


def _find_tables(lines: list[str], header: str) -> Iterator[Table]:
    heading, is_code, start = "", False, 0
    for number, line in enumerate(lines):
        is_code ^= line.lstrip().startswith("```")
        if (found := _HEADING.match(line)) and not is_code:
            heading = found[1].replace("`", "")
        elif line == f"| {header} |" and not is_code:
            start = end = number + 2
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            rows = [_split(row, header) for row in lines[start:end]]
            yield Table(heading, start, end, {_name(row[0]): row for row in rows})


def _split(row: str, header: str) -> list[str]:
    """Return the cells of a row; raises SystemExit if they are more or less than in the header."""
    cells = [cell.strip() for cell in _BAR.split(row)[1:-1]]
    if len(cells) != len(header.split(" | ")):
        raise SystemExit(f"not as many cells as in the header: {row}")
    return cells


def _name(cell: str) -> str:
    """Return what the first cell of a row names: `key`, [`build`](#its-part), `-p`, `--preview`."""
    return ", ".join(_CODE.findall(cell)) or cell


def _fill_row(name: str, cells: tuple[Cell, ...], written: list[str] | None) -> list[str]:
    """Return the cells of a row, with the words that the page has for it."""
    first, *words = written or [f"`{name.replace(', ', '`, `')}`", *("" for _ in cells)]
    return [
        first,
        *(
            cell(own) if callable(cell) else cell.replace("|", "\\|")
            for cell, own in zip(cells, words, strict=True)
        ),
    ]


def main(*, is_check: bool) -> int:
    """Write the pages, or compare them; return 1 if something is left to do."""
    done = True
    for reference in list_references():
        page = DOCS / reference.page
        before = page.read_text(encoding="utf-8")
        after, faults = fill(before, reference)
        if is_check and after != before:
            faults.append("make reference would change it")
        elif after != before:
            page.write_text(after, encoding="utf-8")
        for fault in faults:
            sys.stderr.write(f"docs/{reference.page}: {fault}\n")
        done = done and not faults
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(is_check="--check" in sys.argv))
