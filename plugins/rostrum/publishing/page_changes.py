"""Which pages differ between two builds of a site, for those who review a change."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from html import unescape

from rostrum.output.manifest import FileKind
from rostrum.publishing.snapshot import Snapshot

_HOME = "index.html"
_LANG = re.compile(r"<html\b[^>]*?\slang=[\"']?(?P<lang>[\w-]+)", re.IGNORECASE)
_HOMES = re.compile(r"(?:[a-z]{2,3}(?:-[a-z0-9]+)*/)?index\.html")
_DOT = " · "  # between the title of a page and the name of the site
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page that differs: its path below the output folder, and its title without the site's name.

    The title of a page that is gone is its last one.
    """

    path: str
    title: str
    is_post: bool


@dataclass(frozen=True, slots=True)
class PageChanges:
    """The pages that are new, changed or gone, and the number of all other files that differ."""

    added: tuple[ChangedPage, ...]
    changed: tuple[ChangedPage, ...]
    removed: tuple[ChangedPage, ...]
    others: int

    @property
    def lists(self) -> Mapping[str, tuple[ChangedPage, ...]]:
        """The lists of pages by name."""
        return {"added": self.added, "changed": self.changed, "removed": self.removed}


def compare_pages(before: Snapshot, after: Snapshot) -> PageChanges:
    """Return the pages that differ between two builds; raises OSError."""
    old, new = before.files, after.files
    changed = [
        path
        for path in sorted(old.keys() & new.keys())
        if old[path].size != new[path].size or old[path].read() != new[path].read()
    ]
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    pages = [path for path in (*added, *changed, *removed) if path.endswith(".html")]
    return PageChanges(
        _list_pages(after, added),
        _list_pages(after, changed),
        _list_pages(before, removed),
        len(added) + len(changed) + len(removed) - len(pages),
    )


def find_language(snapshot: Snapshot) -> str:
    """Return the language of a site's home page; empty if it names none. Raises OSError."""
    home = snapshot.files.get(_HOME)
    found = _LANG.search(home.read().decode("utf-8", "replace")) if home else None
    return found["lang"] if found else ""


def _list_pages(snapshot: Snapshot, paths: list[str]) -> tuple[ChangedPage, ...]:
    """Return the pages among some files, posts first."""
    names = {_read_title(snapshot, path) for path in snapshot.files if _HOMES.fullmatch(path)}
    pages = [_read_page(snapshot, path, names) for path in paths if path.endswith(".html")]
    return tuple(sorted(pages, key=lambda page: (not page.is_post, page.path)))


def _read_page(snapshot: Snapshot, path: str, site_names: Container[str]) -> ChangedPage:
    text = _read_title(snapshot, path)
    title, _dot, name = text.rpartition(_DOT)
    title = title if name in site_names else text
    return ChangedPage(path, title or text, snapshot.manifest.find(path) is FileKind.POST)


def _read_title(snapshot: Snapshot, path: str) -> str:
    html = snapshot.files[path].read().decode("utf-8", "replace")
    title = _TITLE.search(html)
    return unescape(title[1]).strip() if title else ""
