"""The dependencies of rendered files that all of them share: theme, Jinja additions and code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from rostrum.cache.fingerprints import digest_code, digest_files
from rostrum.cache.inputs import is_known
from rostrum.core.hashing import SIZE, describe, digest
from rostrum.core.model import Page, Post
from rostrum.i18n.catalogs import Catalogs
from rostrum.rendering.bytecode import BytecodeFolder
from rostrum.rendering.templates import has_template


@dataclass(frozen=True, eq=False)
class RenderEnvironment:
    """The dependencies of rendering besides the views: the theme and the site's Jinja additions.

    Two environments are equal if they render every view alike. `compiled` is the folder of
    compiled templates, `renamed` maps former names of templates to the present ones.
    """

    theme: Path
    overrides: tuple[Path, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    compiled: Path | None = None
    locales: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> bytes:
        """A digest of the common dependencies of all pages: templates, words, code, libraries.

        With code of the site's own it is random, so that no earlier page is reused.
        """
        if not self.is_known:
            return os.urandom(SIZE)
        templates = (self.theme / "templates", self.theme / "locale", *self.overrides)
        additions = [*map(describe, (self.filters, self.globals, self.locales, self.renamed))]
        return digest(digest_files(templates), digest_code(), additions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RenderEnvironment) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def list_templates(self, items: Iterable[Post | Page]) -> frozenset[str]:
        """Return the existing templates of those that posts and pages name."""
        named = {item.template for item in items} - {""}
        return frozenset(name for name in named if has_template(self.theme, self.overrides, name))

    @cached_property
    def bytecode(self) -> BytecodeFolder | None:
        """The folder of compiled templates; None with code of the site's own."""
        if self.compiled is None or not self.is_known:
            return None
        catalogs = Catalogs.of_theme(self.theme, self.overrides).folders
        additions = [*map(describe, (self.filters, self.globals))]
        return BytecodeFolder(
            self.compiled, digest(digest_files(catalogs), digest_code(), additions)
        )

    @cached_property
    def plain_key(self) -> bytes:
        """A digest of the common dependencies of feeds and documents, which use no template."""
        return digest(digest_code())

    @property
    def is_known(self) -> bool:
        """True if the site adds only values and library functions to Jinja."""
        return is_known(self.filters) and is_known(self.globals)

    def stands(self) -> bool:
        """Return True if the templates have not changed since the key was computed."""
        return not self.is_known or replace(self).key == self.key
