"""Limits on the removal of files, and reports of files not written by any build.

A build is stopped before it removes most of a site: a missing checkout or a wrong path looks like
a thousand deleted posts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.translatable import NO_TEXT, Translatable, join_names, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.inventory import FileEntry
from rostrum.output.manifest import FileKind

CONFIRM_REMOVAL = _(
    "Is all of the content there? If this is meant: rostrum build --allow-removal "
    "(in CI: ROSTRUM_ALLOW_REMOVAL=1)."
)
_LARGE_SITE = 100  # minimum pages for the limit by share
_NAMED = 5  # maximum number of files named in a message


@dataclass(frozen=True, slots=True)
class Removal:
    """Files to be removed by a build: those `before` it, those `gone`, those `written`."""

    before: Mapping[str, FileEntry]
    gone: Mapping[str, FileEntry]
    written: Mapping[str, FileEntry]

    def describe_excess(self, withheld: Collection[str], share: float) -> Translatable:
        """Return the reason if the removal exceeds the limit, else NO_TEXT.

        `withheld` are sources read but not published, and the files of their pages: these do not
        count. `share` is the largest removable fraction of the posts, and of the pages, of a site
        of at least 100 pages.
        """
        gone = {
            path: entry
            for path, entry in self.gone.items()
            if path in self.before and path not in withheld and entry.source not in withheld
        }
        posts, posts_gone = _count(self.before, FileKind.POST), _count(gone, FileKind.POST)
        is_emptied = posts_gone and not self._has_posts()
        if is_emptied and posts == 1:
            return _("this build would remove the only post from the site")
        if is_emptied or (posts > 1 and posts_gone == posts):
            return _("this build would remove all %(posts)s posts from the site", posts=posts)
        pages, pages_gone = posts + _count(self.before, FileKind.PAGE), posts_gone
        if len(gone) == len(self.gone):  # else lists are gone because of withheld sources
            pages_gone += _count(gone, FileKind.PAGE)
        if pages < _LARGE_SITE:
            return NO_TEXT
        if posts_gone > share * posts:
            return _(
                "this build would remove %(gone)s of %(posts)s posts from the site",
                gone=posts_gone,
                posts=posts,
            )
        if pages_gone > share * pages:
            return _(
                "this build would remove %(gone)s of %(pages)s pages from the site",
                gone=pages_gone,
                pages=pages,
            )
        return NO_TEXT

    def _has_posts(self) -> bool:
        return any(entry.kind is FileKind.POST for entry in self.written.values())


def _count(entries: Mapping[str, FileEntry], kind: FileKind) -> int:
    return sum(entry.kind is kind for entry in entries.values())


def report_foreign(paths: Sequence[str], display_path: str, report: Report) -> None:
    """Report files of others at paths of a build's files.

    `display_path` is the output folder as displayed in messages.
    """
    if paths:
        files = _name_files(paths)
        if len(paths) == 1:
            message = _("no build wrote %(file)s, and this one would overwrite it", file=files)
            hint = _("Move it away, or take over what stands there: rostrum build --adopt")
        else:
            message = _("no build wrote %(files)s, and this one would overwrite them", files=files)
            hint = _("Move them away, or take over what stands there: rostrum build --adopt")
        location = SourceLocation(f"{display_path}/{min(paths)}")
        report.error("output-foreign", location, message, hint)


def report_clean(paths: Sequence[str], display_path: str, report: Report) -> None:
    """Report an attempt to clean a folder without a manifest of an earlier build."""
    message = _(
        "--clean would remove %(files)s from a folder that no build wrote to",
        files=_name_files(paths),
    )
    hint = _("Is it the right folder? If this is meant: rostrum build --clean --adopt")
    report.error("removal-large", SourceLocation(f"{display_path}/{min(paths)}"), message, hint)


def report_unknown(paths: Sequence[str], display_path: str, report: Report) -> None:
    """Report files in the output folder not written by any build: they would be published too."""
    if paths:
        files = _name_files(paths)
        message = _(
            "no build wrote %(files)s, and whoever publishes the folder publishes them", files=files
        )
        if len(paths) == 1:
            message = _(
                "no build wrote %(file)s, and whoever publishes the folder publishes it", file=files
            )
        hint = _("rostrum build --clean removes all of them but what OUTPUT_RETENTION names.")
        location = SourceLocation(f"{display_path}/{min(paths)}")
        report.warning("output-unknown", location, message, hint)


def _name_files(paths: Iterable[str]) -> str | Translatable:
    """Return a short list of paths for a message: `a.html, b.html and 3 more files`."""
    names = sorted(paths)
    named, more = names[:_NAMED], len(names) - _NAMED
    if more <= 0:
        return join_names(named)
    return ngettext_lazy(
        "%(names)s and %(count)s more file",
        "%(names)s and %(count)s more files",
        more,
        names=", ".join(named),
    )
