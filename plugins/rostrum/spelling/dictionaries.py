"""Dictionaries of hunspell: where they are, and what they say of a word.

The library is an extra, `pelican-rostrum[spelling]`. The dictionaries are those of the system.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from rostrum.core.hashing import digest_bytes
from rostrum.core.languages import write_og_locale

SUGGESTED = 3
"""The maximum of suggestions for a word."""

# Where hunspell, the systems and LibreOffice keep dictionaries; the last ones are patterns.
_SYSTEM = (
    "/usr/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "/Library/Spelling",
)
_OF_USER = ("Library/Spelling", ".local/share/hunspell")
_LIBREOFFICE = (
    "/usr/lib/libreoffice/share/extensions",
    "/opt/libreoffice*/share/extensions",
    "/Applications/LibreOffice.app/Contents/Resources/extensions",
    "C:/Program Files/LibreOffice/share/extensions",
)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary: its language (BCP 47), the files without their suffix, and their digest."""

    lang: str
    stem: Path
    digest: bytes

    @property
    def name(self) -> str:
        """The name by which hunspell knows it, such as `de_DE`."""
        return self.stem.name


def list_folders(environ: Mapping[str, str]) -> list[Path]:
    """Return the folders with dictionaries, those of the variable DICPATH first."""
    named = [Path(folder) for folder in environ.get("DICPATH", "").split(os.pathsep) if folder]
    home = environ.get("HOME", "")
    own = [Path(home, folder) for folder in _OF_USER if home]
    office = [folder for pattern in _LIBREOFFICE for folder in _expand(pattern)]
    return [folder for folder in (*named, *own, *map(Path, _SYSTEM), *office) if folder.is_dir()]


def _expand(pattern: str) -> Iterator[Path]:
    root = Path(Path(pattern).anchor)
    if Path(pattern).is_absolute() and root.is_dir():  # a drive is a name elsewhere
        yield from sorted(root.glob(f"{Path(pattern).relative_to(root).as_posix()}/dict-*"))


def find_dictionary(lang: str, name: str, folders: Iterable[Path], base: Path) -> Dictionary | None:
    """Return the dictionary of a name, or without one the usual one of a language; None if absent.

    A name with a slash is a path below the folder `base`.
    """
    if "/" in name:
        return _open(lang, base / name)
    folders = list(folders)
    for pattern in (name,) if name else _list_patterns(lang):
        for folder in folders:
            for file in sorted(folder.glob(f"{pattern}.dic")):
                if found := _open(lang, file.with_suffix("")):
                    return found
    return None


def _list_patterns(lang: str) -> tuple[str, ...]:
    """Return the names of the dictionaries of a language, the usual one first."""
    usual, primary = write_og_locale(lang), lang.partition("-")[0]
    return (usual, f"{usual}_*", primary, f"{primary}_*")


def _open(lang: str, stem: Path) -> Dictionary | None:
    try:
        parts = [stem.with_name(f"{stem.name}{suffix}").read_bytes() for suffix in (".aff", ".dic")]
        str(stem).encode(sys.getfilesystemencoding())
    except (OSError, UnicodeEncodeError):  # the library takes no name that is not Unicode
        return None
    return Dictionary(lang, stem, digest_bytes(*parts))


def find_library() -> Any:
    """Return the class of the library chunspell, None if it is not installed or unusable."""
    try:
        return import_module("hunspell").Hunspell
    except (ImportError, AttributeError):  # other packages have a module of this name, too
        return None


class Speller:
    """Says which words a dictionary knows, and what may be meant by others."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._hunspell = find_library()(
            dictionary.name,
            hunspell_data_dir=str(dictionary.stem.parent),
            system_encoding=sys.getfilesystemencoding(),
        )

    def knows(self, word: str) -> bool:
        """Return True for a word of the dictionary, or with letters that it can't hold."""
        try:
            return bool(self._hunspell.spell(word))
        except UnicodeEncodeError:  # such as a Polish name in a dictionary in ISO 8859-1
            return True

    def suggest(self, word: str) -> tuple[str, ...]:
        """Return what may be meant by a word, the likeliest first."""
        try:
            return tuple(filter(None, self._hunspell.suggest(word)))[:SUGGESTED]
        except UnicodeEncodeError:
            return ()
