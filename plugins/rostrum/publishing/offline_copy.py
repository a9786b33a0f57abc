"""A copy of a built site whose pages are opened from the disk, for reviewers."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from rostrum.html.relative_urls import relative_html
from rostrum.publishing.snapshot import Snapshot

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_ROBOTS = '<meta name="robots" content="noindex">'
MARK = ".rostrum-offline"
"""Name of the empty file by which a copy is known."""


class NotACopyError(Exception):
    """The folder for a copy has files that are no copy of a site."""


def write_offline_copy(snapshot: Snapshot, folder: Path, root: str) -> None:
    """Write a copy of a site into a folder, in place of an earlier copy.

    `root` is the path of the site on its host. Its pages link each other by relative addresses and
    tell search engines to stay away. Raises NotACopyError and OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / MARK).is_file() and any(folder.iterdir()):
        raise NotACopyError
    (folder / MARK).touch()  # before all else, so that an interrupted copy is known as one
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != MARK:
            entry.unlink()
    for path, file in snapshot.files.items():
        place = folder / path
        os.makedirs(place.parent, exist_ok=True)  # noqa: PTH103 - this runs for each file
        if path.endswith(".html"):
            html = file.read().decode("utf-8")
            place.write_bytes(_write_page(html, path, root, snapshot).encode("utf-8"))
        else:
            shutil.copyfile(file.file, place)


def _write_page(html: str, path: str, root: str, snapshot: Snapshot) -> str:
    html = relative_html(html, path, root, snapshot.files)
    if _ROBOTS in html.partition("</head>")[0]:
        return html
    return _HEAD.sub(lambda head: f"{head[0]}\n{_ROBOTS}", html, count=1)
