"""List the source files of a content folder, and report files not recognised as sources."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.portable_names import Spelling, TakenNames, is_text, show_name
from rostrum.core.translatable import Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.traversal import Walk, report_name, report_unreadable
from rostrum.reading.default_metadata import clean_path
from rostrum.reading.source_file import NOUNS, SUFFIXES, SourceFile

OTHER_TEXTS = (".rst", ".adoc", ".textile", ".org", ".mdx", ".html", ".htm")
_NOTES = ("README", "LICENSE", "CONTRIBUTING", "CHANGELOG")  # notes for editors about a folder
TOPICS = re.compile(r"topics(?:\.[\w-]+)?\.yaml")  # directly in the content folder
_NEARLY_TOPICS = re.compile(r"(?i:topics?|tags?|categor(?:y|ies))(?:\.[\w-]+)?\.ya?ml")
_MAYBE_TEXTS = (".txt", ".text", ".docx", ".doc", ".odt", ".rtf", ".pages")


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of each kind of file, below the content folder.

    `unread` are the suffixes of texts that the site reads nowhere, in small letters.
    """

    posts: tuple[str, ...] = ("posts",)
    pages: tuple[str, ...] = ("pages",)
    people: str = "people"
    series: str = "series"
    comments: str = "comments"
    ignore: tuple[str, ...] = ("**/.*",)
    post_excludes: tuple[str, ...] = ()
    page_excludes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def excludes(self, path: str, folder: str, kind: str) -> bool:
        """Return True if a file of the given folder and kind is excluded by the settings."""
        excluded = {"post": self.post_excludes, "page": self.page_excludes}.get(kind, ())
        # Pelican adds post folders to PAGE_EXCLUDES and page folders to ARTICLE_EXCLUDES.
        inner = [name for name in excluded if folder == "." or name.startswith(f"{folder}/")]
        return any(path.startswith(f"{name}/") for name in inner if name != ".")

    def kinds_at(self, path: str) -> set[str]:
        """Return the kinds of sources possible at or below a path."""
        homes = [(clean_path(folder), kind) for kind, folder in self.kinds()]
        below = {kind for folder, kind in homes if path == "." or folder.startswith(f"{path}/")}
        return below | {find_home(f"{path}/", homes)[1]} - {""}

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of a kind and one of its folders."""
        yield from (("post", folder) for folder in self.posts)
        yield from (("page", folder) for folder in self.pages)
        yield from (("person", self.people), ("series", self.series), ("comment", self.comments))


def list_files(
    content: Path,
    folders: Folders,
    display_path: str,
    report: Report,
    besides: Collection[str] = (),
) -> list[SourceFile]:
    """Return all source files in a stable order.

    `display_path` is the content folder's path in messages. `besides` are static files and folders;
    in them, only Markdown sources are read. Text files not recognised as sources are reported,
    as their authors may expect them to be posts.
    """
    files: list[SourceFile] = []
    unread: list[str] = []
    kinds = [(clean_path(folder), kind) for kind, folder in folders.kinds()]
    homes = [*kinds, *((clean_path(folder), "") for folder in besides)]
    names = TakenNames(display_path, report)
    for path in _walk(content, homes, folders.ignore, display_path, report):
        is_source = path.lower().endswith((*SUFFIXES, *OTHER_TEXTS))
        folder, kind = find_home(path, kinds)
        if not (kind and is_source):
            folder, kind = find_home(path, homes)
        place = _place(display_path, path)
        if not (path.isprintable() if kind else is_text(path)):
            report_name(place, report, is_published=bool(kind) or folder is not None)
            continue
        names.check(path)
        if TOPICS.fullmatch(path):
            files.append(SourceFile("topics", path, place.path))
        elif kind and folder and path.endswith(SUFFIXES):
            files.append(SourceFile(kind, path, place.path, folder))
        elif path in besides or (folder and folders.excludes(path, folder, kind)):
            continue
        elif (folder is None or kind) and not path.lower().endswith(folders.unread):
            _report_unread(path, place, kind, report)
            unread.append(path)
    named = [*folders.kinds(), *(("static file", path) for path in besides)]
    errors = report.errors
    _check_folders(content, named, display_path, report)
    if report.errors == errors:  # else the folder of the posts may be the wrong one
        _report_none(files, unread, folders, display_path, report)
    return sorted(files, key=_order)


def date_posts(files: Iterable[SourceFile], content: Path) -> list[SourceFile]:
    """Return source files; each post has the time of its file's last change."""
    return [
        replace(file, changed=_read_change(content / file.path)) if file.kind == "post" else file
        for file in files
    ]


def _read_change(path: Path) -> int:
    try:
        return int(path.stat().st_mtime)
    except OSError:  # the reader reports it
        return 0


def _order(file: SourceFile) -> tuple[int, str]:
    return (KINDS.index(file.kind), file.path)


KINDS = ("post", "page", "person", "series", "comment", "topics")
"""The kinds of source files."""

# A site may lack any of these folders.
_USUAL = ("", "posts", "pages", "people", "series", "comments", "static", "images")


def _place(display_path: str, path: str) -> SourceLocation:
    parts = (part for part in (display_path, path) if part not in ("", "."))
    return SourceLocation("/".join(parts) or ".")


def find_home(path: str, kinds: Iterable[tuple[str, str]]) -> tuple[str | None, str]:
    """Return the innermost folder around a path and its kind, or None and an empty kind."""
    homes = [item for item in kinds if item[0] == "." or path.startswith(f"{item[0]}/")]
    # If two kinds share a folder, max() returns the first.
    return max(homes, key=lambda item: len(item[0]) if item[0] != "." else 0, default=(None, ""))


def is_doubtful(path: str, kind: str) -> bool:
    """Return True if an unread file looks like a text; `kind` is the kind of its folder.

    Directly in the content folder, a file without suffix is none: CNAME, LICENSE.
    """
    stem, suffix = posixpath.splitext(path)
    lowered = suffix.lower()
    if kind:
        return lowered in _MAYBE_TEXTS or (not suffix and "/" in path)
    is_note = posixpath.basename(stem) in _NOTES
    return (lowered in SUFFIXES and not is_note) or bool(_NEARLY_TOPICS.fullmatch(path))


def _report_unread(path: str, place: SourceLocation, kind: str, report: Report) -> None:
    lowered = posixpath.splitext(path)[1].lower()
    if kind and (lowered in OTHER_TEXTS or lowered in SUFFIXES):
        message = _("a %(noun)s is written in Markdown; this file is not read", noun=NOUNS[kind])
        hint = _('Convert it to Markdown, and let its name end in ".md".')
        report.error("not-markdown", place, message, hint)
    elif not is_doubtful(path, kind):
        return
    elif kind:
        message = _(
            'this is not read as a %(noun)s: its name does not end in ".md"', noun=NOUNS[kind]
        )
        report.warning("unread", place, message, _("Rename it, or keep it in another folder."))
    elif lowered in SUFFIXES:
        message = _("this is not read: it lies in no folder for posts, pages, people or series")
        report.warning("unread", place, message, _("Move it, for a post to posts/."))
    else:
        message = _("this is not read: what tags and categories are about stands in topics.yaml")
        hint = _("Rename it to topics.yaml, in another language to topics.LANG.yaml.")
        report.warning("unread", place, message, hint)


def _check_folders(
    content: Path, named: Iterable[tuple[str, str]], display_path: str, report: Report
) -> None:
    """Report missing folders, files in place of folders, and differently spelled folders.

    `named` are pairs of kind and path; a static path may be a file.
    """
    spelling = Spelling(content)
    for kind, folder in named:
        place = _place(display_path, folder)
        path = clean_path(folder)
        if path == "." or path.startswith(("/", "../")) or path == "..":
            continue
        actual = spelling.find(path)
        if actual and actual != path:
            message = _(
                'there is no folder "%(path)s", but one that is named "%(actual)s"',
                path=path,
                actual=actual,
            )
            hint = _(
                'Name it "%(path)s", or write "%(actual)s" in the settings if they name it.',
                path=path,
                actual=actual,
            )
            report.error("folder", _place(display_path, actual), message, hint)
        elif actual and kind != "static file" and not (content / path).is_dir():
            message = _(
                "this is no folder, and nothing is read from it as a %(noun)s", noun=NOUNS[kind]
            )
            report.error("folder", place, message, _("Make it a folder, or name another one."))
        elif not actual and folder not in _USUAL:
            message = _('there is no folder "%(path)s", which the settings name', path=path)
            hint = _("Correct the name. Git keeps no empty folder: put a file .gitkeep into it.")
            # Without a folder of static files, no text is missing.
            if kind == "static file":
                report.warning("folder-missing", place, message, hint)
            else:
                report.error("folder-missing", place, message, hint)


def _report_none(
    files: Sequence[SourceFile],
    unread: Iterable[str],
    folders: Folders,
    display_path: str,
    report: Report,
) -> None:
    """Report a site without posts: it is an error if Markdown files are elsewhere.

    A site whose ARTICLE_PATHS is empty has pages only.
    """
    if not folders.posts or any(file.kind == "post" for file in files):
        return
    location = SourceLocation(display_path or ".")
    searched = _join_or([f"{folder}/" for folder in folders.posts])
    count = sum(is_doubtful(path, "") for path in unread)
    if count:
        message = ngettext_lazy(
            "there is no post in %(folders)s, and %(count)s Markdown file elsewhere is not read",
            "there is no post in %(folders)s, and %(count)s Markdown files elsewhere are not read",
            count,
            folders=searched,
        )
        setting = _('Set ARTICLE_PATHS to the folders of the posts; [""] stands for all folders.')
        report.error("no-posts", location, message, setting)
    else:
        report.warning(
            "no-posts",
            location,
            _("there is no post in %(folders)s", folders=searched),
            _("Write the first one: a file that ends in .md, such as posts/hello.md."),
        )


def _join_or(names: Sequence[str]) -> str | Translatable:
    *first, last = names
    return _("%(names)s or %(last)s", names=" or ".join(first), last=last) if first else last


def _walk(
    content: Path,
    kinds: Sequence[tuple[str, str]],
    ignore: Sequence[str],
    display_path: str,
    report: Report,
) -> Iterator[str]:
    """Yield the path of each file below the content folder.

    Report unreadable files and links to sources outside the folder.
    """

    def fail(path: str, reason: Translatable) -> None:
        report_unreadable(_place(display_path, show_name(path)), reason, report)

    def leave(path: str) -> None:
        kind = find_home(f"{path}/", kinds)[1]  # the link may be a folder of static files
        if kind or TOPICS.fullmatch(path):
            message = _("this link leads out of the content folder")
            place = _place(display_path, show_name(path))
            report.error("file-outside", place, message, _("Put a copy of the file here."))

    trusted = {folder for folder, kind in kinds if kind}
    return iter(Walk(content, lambda name: _is_ignored(name, ignore), fail, leave, trusted))


def _is_ignored(name: str, patterns: Sequence[str]) -> bool:
    return name.startswith(".") or any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
