"""What published sources say themselves is no secret: which files these are, and what they say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from rostrum.cache.file_stamps import walk
from rostrum.embargo.spellings import fold

_LARGEST = 5_000_000  # bytes of a text; a larger file is no source

_VALUE = re.compile(
    r"""^\s*(?:[\w-]+\s*[:=]|-|\#+|msgid|msgstr|\*|>)\s*(.*)$   # a value, an item, a heading
    |\[([^\]\n]*)\]                                            # words of a link, or a list
    |["']([^"'\n]*)["']
    |>\s*([^<>]*?)\s*<""",
    re.M | re.X,
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
    for match in _VALUE.finditer(text):
        value = next((group for group in match.groups() if group), "")
        if len(value) < 200:
            said.update(item for item in map(fold, _ITEM.split(value)) if item in wanted)
            said.update({fold(value)} & set(wanted))
    return said
