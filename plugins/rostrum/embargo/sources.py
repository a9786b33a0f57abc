"""What published sources say themselves is no secret: which files these are, and what they say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from rostrum.cache.file_stamps import walk
from rostrum.embargo.spellings import fold

_LARGEST = 5_000_000  # bytes of a text; a larger file is no source

_LONGEST = 200  # characters of a value that may be a short title, with others
_VALUES = (
    re.compile(
        r"""^\s*(?:[\w-]+\s*[:=]|-|\#+|msgid|msgstr|\*|>)\s*(.*)$""", re.M
    ),  # of a key, an item
    re.compile(r"\[([^\]\n]*)\]"),  # the words of a link, or a list
    re.compile(r"[\"']([^\"'\n]*)[\"']"),
    re.compile(r">\s*([^<>]*?)\s*<"),
)
_ITEM = re.compile(r"[,\[\]{}|]")


def list_sources(
    folders: Iterable[str], files: Iterable[str], withheld: Collection[str]
) -> Iterator[str]:
    """Yield the paths of the files that say what is out; `withheld` are those of what is not.

    Hidden files and folders are left out.
    """
    seen = set(withheld)
    for path in (*files, *(path for folder in folders for path in _list_shown(folder))):
        if path not in seen:
            seen.add(path)
            yield path


def _list_shown(folder: str) -> Iterator[str]:
    start = len(folder) + 1
    return (path for path in walk(folder) if "/." not in f"/{path[start:]}")


def says_title(content: bytes, wanted: Collection[str]) -> set[str]:
    """Return which titles, as `fold` returns them, a source file has as whole values.

    These are values of front matter, headings, the words of links, and texts of a template.
    """
    if not wanted or len(content) > _LARGEST:
        return set()
    text = content.decode("utf-8", "replace")
    said: set[str] = set()
    for match in (match for values in _VALUES for match in values.finditer(text)):
        value = match[1]
        if len(value) < _LONGEST:
            said.update(item for item in map(fold, _ITEM.split(value)) if item in wanted)
            said.update({fold(value)} & set(wanted))
    return said
