"""Make the source of a new text: its file by the pattern of the site, and its front matter."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from rostrum.core.model import AnnouncedInstallment, Post, Series
from rostrum.reading.front_matter_edits import format_value

_RECENT = 50  # posts that show the pattern of the files
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[-_.]")


@dataclass(frozen=True, slots=True)
class FilePattern:
    """Where a site has its posts: a folder, with `{year}` and `{month}`, and a dated name."""

    folder: str
    is_dated: bool = False

    def name(self, slug: str, date: datetime, suffix: str) -> str:
        """Return the path of a new file below the content folder."""
        folder = self.folder.format(year=f"{date:%Y}", month=f"{date:%m}")
        start = f"{date:%Y-%m-%d}-" if self.is_dated else ""
        return posixpath.join(folder, f"{start}{slug}{suffix}.md")


def find_pattern(posts: Iterable[Post], folders: Sequence[str]) -> FilePattern:
    """Return the pattern that most of the newest posts follow, by default one folder a year.

    `folders` are those of posts. A folder named otherwise than by the date stays as it is.
    """
    newest = sorted(posts, key=lambda post: post.date, reverse=True)[:_RECENT]
    found = Counter(map(_read_pattern, newest))
    if found:
        return found.most_common(1)[0][0]
    return FilePattern(posixpath.join(folders[0] if folders else "posts", "{year}"))


def _read_pattern(post: Post) -> FilePattern:
    *folders, name = PurePosixPath(post.path).parts
    by_date = {f"{post.date:%Y}": "{year}", f"{post.date:%m}": "{month}"}
    named = [by_date.get(folder, _escape(folder)) for folder in folders]
    return FilePattern("/".join(named), bool(_DATE.match(name)))


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@dataclass(frozen=True, slots=True)
class NextPart:
    """The next part of a series; None without numbers. `planned` is its announcement, if any."""

    part: int | None
    planned: AnnouncedInstallment | None = None


def find_next_part(series: Series, posts: Iterable[Post]) -> NextPart:
    """Return the next part of a series after all of its posts, also drafts and scheduled ones."""
    members = [post for post in posts if post.series == series.key]
    parts = [post.part for post in members if post.part is not None]
    if members and not parts:
        return NextPart(None)
    number = max(parts, default=0) + 1
    planned = [item for item in series.planned if item.part is not None and item.part >= number]
    if not parts and planned:
        number = min(item.part or number for item in planned)
    return NextPart(number, next((item for item in planned if item.part == number), None))


def write_source(values: Mapping[str, Any], text: str = "") -> bytes:
    """Return the bytes of a source file: each key with a value on a line, and the text."""
    lines = [f"{key}: {_write_value(value)}" for key, value in values.items() if value is not None]
    body = f"\n{text.strip()}\n" if text.strip() else ""
    return "\n".join(["---", *lines, "---", body]).encode()


def _write_value(value: Any) -> str:
    """Return a value as YAML; a list of names without quotes where they need none."""
    if isinstance(value, list | tuple) and not isinstance(value, str):
        texts = [format_value(item) for item in value]
        if not any(re.search(r"[\[\]{},]", text) for text in texts):
            return f"[{', '.join(texts)}]"
    return format_value(value)
