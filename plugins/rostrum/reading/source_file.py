"""Source files, and the options for reading them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from rostrum.core.model import Comment, Page, Person, Post, Series, Topics
from rostrum.core.portable_names import compose
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.labels import TextLabels
from rostrum.markdown.options import MARKDOWN_OPTIONS
from rostrum.reading.default_metadata import GivenMetadata
from rostrum.schema.renames import FormerNames

Source = Post | Page | Person | Series | Comment | Topics
SUFFIXES = (".md", ".markdown", ".mkd", ".mdown")

NOUNS: Mapping[str, Translatable] = {
    "post": _("post"),
    "page": _("page"),
    "person": _("person"),
    "series": _("series"),
    "comment": _("comment"),
    "static file": _("static file"),
}
"""Nouns for messages by the kind of a file or folder."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """All dependencies of reading besides the file itself; each value can be pickled.

    `labels` holds the labels of footnotes and alerts by language; English without an entry.
    `extra_keys` are the keys of the site's own in posts and pages. `typography` holds the language
    of typographic rules by language (`de-AT` for `de`). Texts that do not say themselves are shown
    as written without `has_typography`. With `has_editor`, forms of front matter are reported that
    the editor in the browser does not know. `renames` are the changed names of keys.
    """

    lang: str
    languages: tuple[str, ...]
    timezone: str
    slugify: Callable[[str], str]
    slug_from: str = "title"
    dialect: str = "python-markdown"
    markdown: Mapping[str, Any] = field(default_factory=lambda: MARKDOWN_OPTIONS)
    metadata: GivenMetadata = field(default_factory=GivenMetadata)
    extra_keys: tuple[str, ...] = ()
    labels: Mapping[str, TextLabels] = field(default_factory=dict)
    typography: Mapping[str, str] = field(default_factory=dict)
    has_typography: bool = True
    has_editor: bool = False
    renames: FormerNames = field(default_factory=FormerNames)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: its kind, its path below the content folder, its path in messages.

    `root` is the folder of its kind below the content folder, such as `posts`. `changed` is the
    time of its last change in seconds since 1970, if posts without a date are dated by it.
    """

    kind: str
    path: str
    display_path: str
    root: str = ""
    changed: int = 0

    @property
    def id(self) -> str:
        """The path below `root` without the suffix: an id independent of the settings.

        It is in composed Unicode (NFC), however the file system stores the name.
        """
        below = PurePosixPath(self.path).relative_to(self.root or ".")
        return re.sub(r"[^\w./-]+", "-", compose(below.with_suffix("").as_posix()))
