"""The setting of the places to which a site is published, and its reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rostrum.config import admin_settings
from rostrum.config.setting_types import word_of
from rostrum.core.diagnostics import SourceLocation, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import types
from rostrum.schema.schema import Field, Invalid, Schema
from rostrum.schema.source_value import SourceValue

COMPRESSIONS = ("gzip", "brotli")
"""The formats in which texts may be published compressed."""
_NAME = r"[^@:/\s\[\]-][^@:/\s\[\]]*"  # never with a hyphen at its beginning, as an option has
_PLACE = re.compile(
    rf"(?P<host>(?:{_NAME}@)?(?:{_NAME}|\[[0-9a-fA-F:.]+\])):"
    r"(?P<folder>[^:\x00-\x1f-][^\x00-\x1f]*)"
)
TARGET_KINDS = ("folder", "rsync", "s3", "git", "sftp")


def split_place(to: str) -> tuple[str, str] | None:
    """Return host (with user) and folder of `user@host:/folder`, None for anything else."""
    match = _PLACE.fullmatch(to)
    if match is None:
        return None
    host = match["host"].replace("[", "").replace("]", "")
    return host, match["folder"].rstrip("/") or "/"


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """A place to which a site is published.

    `to` is the place in the form of its `kind`: a folder, `user@host:/folder`, `bucket/prefix`, the
    address of a repository. `url` is the address at which readers find the site there, empty for
    `SITEURL`. `branch` and `history`, the number of publications that stay on it (0 for all), are
    for `git`; `endpoint` and `region` are for `s3`; `releases` is for `rsync`: with False, files
    are replaced one by one. `compress` are formats in COMPRESSIONS in which texts are published
    besides.
    """

    kind: str
    to: str
    url: str = ""
    branch: str = "gh-pages"
    history: int = 3
    endpoint: str = ""
    region: str = ""
    compress: tuple[str, ...] = ()
    releases: bool = True


def _make(place: SourceLocation, **values: Any) -> TargetSettings:
    return TargetSettings(**values)


_target = types.mapping_of(
    Schema(
        _("a target of publication"),
        _("the target of publication"),
        {
            "kind": Field(word_of(TARGET_KINDS), required=True),
            "to": Field(types.text, required=True),
            "url": Field(types.web_address, default=""),
            "branch": Field(admin_settings.branch, default="gh-pages"),
            "history": Field(types.count, default=3),
            "endpoint": Field(types.web_address, default=""),
            "region": Field(types.text, default=""),
            "compress": Field(types.list_of(word_of(COMPRESSIONS)), default=()),
            "releases": Field(types.flag, default=True),
        },
        how=_('Add "%(key)s" to it.'),
    ),
    _make,
)
_OF_KIND = {
    "branch": "git",
    "history": "git",
    "endpoint": "s3",
    "region": "s3",
    "releases": "rsync",
}


def targets(cell: SourceValue) -> tuple[tuple[str, TargetSettings], ...]:
    """Read the places to which a site is published, by their names."""
    read: tuple[tuple[str, TargetSettings], ...] = types.mapping_to(_target)(cell)
    cells = cell.data if isinstance(cell.data, dict) else {}
    for name, target in read:
        data = cells[name].data
        written = data if isinstance(data, dict) else {}
        wrong = _find_wrong(written, target)
        if wrong:
            key, part = wrong
            message = _(
                '"%(key)s" is for targets of the kind "%(kind)s"', key=key, kind=_OF_KIND[key]
            )
            raise Invalid("setting", message, place=part.place)
        if target.kind == "rsync" and split_place(target.to) is None:
            place = shorten(target.to)
            message = _('"%(place)s" is no folder on another machine', place=place)
            raise Invalid("setting", message, _PLACES, place=written["to"].place)
    return read


_PLACES = _('Write user, host and folder: "user@host:/var/www/blog".')


def _find_wrong(
    written: dict[str, SourceValue], target: TargetSettings
) -> tuple[str, SourceValue] | None:
    """Return a key that is for another kind of target, with its value."""
    keys = (key for key, kind in _OF_KIND.items() if key in written and kind != target.kind)
    key = next(keys, None)
    return (key, written[key]) if key else None
