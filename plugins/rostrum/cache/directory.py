"""The user's cache folder, with one subfolder per site.

Cached data affects the published site. Folders from a repository or in a published folder must
not be used as the cache: docs/decisions/0017-the-cache-belongs-to-the-user.md.

Import only fast modules here, for rostrum.cache.up_to_date.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from rostrum.cache.git_index import find_git, is_tracked
from rostrum.core.file_owners import is_open_to_others, is_own, name_user
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _

VARIABLE = "ROSTRUM_CACHE_DIR"
"""Name of the environment variable to override the user's cache folder."""

FORMER = ".rostrum"
"""Cache folder of earlier versions, inside the site; no longer read."""

SERVED = "served"
"""Subfolder of a site's cache folder for the output of `rostrum serve`."""

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n"  # bford.info/cachedir: backups leave it out
_NOWHERE = Path(os.devnull)  # no file below it can be opened: builds and checks run without a cache
_MAX_SITE_NAME_LETTERS = 40  # letters of a site's name in its folder's name


@dataclass(frozen=True, slots=True)
class CacheProblem:
    """Reason for rejecting a folder; `code` is the diagnostic code, empty for a notice."""

    code: str
    path: Path
    message: Translatable
    hint: Translatable = NO_TEXT


@dataclass(frozen=True, slots=True)
class CacheDir:
    """A site's cache folder, writable only by the user, and the problems of rejected folders.

    Problems must be reported, so a build with any of them is never skipped as up to date.
    """

    folder: Path
    problems: tuple[CacheProblem, ...] = ()


def open_cache_dir(site: Path) -> CacheDir:
    """Return the cache folder of the site in a folder; create it if missing.

    Fall back to a temporary folder if the user's cache folder is unusable.
    """
    problems = [*_check_former(site / FORMER)]
    name = name_folder(site)
    for root in (_find_root(), _find_temporary()):
        if isinstance(root, CacheProblem):
            problems.append(root)
            continue
        problem = _check_git(root) or _prepare(root) or _prepare(root / name)
        if problem is None:
            _tag(root)
            drop_links(root / name, depth=2)
            return CacheDir(root / name, tuple(problems))
        problems.append(problem)
    try:
        folder = _make_private() / name
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        message = _("There is no folder for the cache: %(error)s.", error=str(error))
        problems.append(_notice(Path("TMPDIR"), message))
        folder = _NOWHERE / name
    return CacheDir(folder, tuple(problems))


def name_folder(path: Path) -> str:
    """Return the unique name of a path's cache folder."""
    return f"{path.name[:_MAX_SITE_NAME_LETTERS]}-{sha256(os.fsencode(path)).hexdigest()[:16]}"


def _find_root() -> Path | CacheProblem:
    """Return the user's cache folder for this program, as platformdirs does.

    Sources: XDG Base Directory Specification 0.8, "Environment variables" (relative
    paths are invalid); macOS' File System Programming Guide, "The Library Directory".
    """
    if chosen := os.environ.get(VARIABLE):
        return Path(os.path.abspath(os.path.expanduser(chosen)))  # noqa: PTH100, PTH111
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        home = os.path.expanduser("~") if os.environ.get("HOME", "/") else ""  # noqa: PTH111
        if not home.startswith("/"):
            message = _(
                "The cache lies in a folder for temporary files: HOME is not set, nor "
                "%(variable)s.",
                variable=VARIABLE,
            )
            return _notice(Path("~"), message)
        base = f"{home}/{'Library/Caches' if sys.platform == 'darwin' else '.cache'}"
    return Path(base, "rostrum")


def _find_temporary() -> Path | CacheProblem:
    import tempfile  # seldom needed, and slow

    try:
        return Path(tempfile.gettempdir(), f"rostrum-{name_user()}")
    except OSError as error:
        message = _("There is no folder for temporary files: %(error)s.", error=str(error))
        return _notice(Path("TMPDIR"), message)


@cache
def _make_private() -> Path:
    """Return a temporary folder; it is removed at the end of this process."""
    import atexit
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="rostrum-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _check_former(folder: Path) -> Iterator[CacheProblem]:
    if not os.path.lexists(folder):
        return
    if is_tracked(folder):
        message = _("Git tracks this folder, in which earlier versions kept texts of drafts too")
        hint = _(
            "Take it out of Git: git rm -r --cached %(folder)s. Then delete it.", folder=FORMER
        )
        yield CacheProblem("cache-tracked", folder, message, hint)
    else:
        message = _("%(folder)s/ is not used any more, and can be deleted.", folder=FORMER)
        yield _notice(folder, message)


def _prepare(folder: Path) -> CacheProblem | None:
    """Create a folder if missing; return the problem with it, None if it is usable."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError as error:
        reason = describe_error(error)
        if os.path.lexists(folder):
            return _refuse(
                folder,
                _(
                    "the cache folder is not a folder that can be used: %(reason)s; it is not used",
                    reason=reason,
                ),
            )
        message = _(
            'The cache lies in a folder for temporary files: "%(folder)s" can\'t be made: '
            "%(reason)s.",
            folder=str(folder),
            reason=reason,
        )
        return _notice(folder, message)
    if not stat.S_ISDIR(status.st_mode):
        return _refuse(folder, _("the cache folder is a link; it is not used"))
    if not is_own(status):
        return _refuse(folder, _("the cache folder belongs to another user; it is not used"))
    if is_open_to_others(status):
        return _refuse(
            folder,
            _("the cache folder may be written by other users; it is not used"),
            _('Run: chmod go-w "%(folder)s"', folder=str(folder)),
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return _refuse(folder, _("the cache folder can't be read and written; it is not used"))
    return None


def _tag(root: Path) -> None:
    with suppress(OSError), (root / "CACHEDIR.TAG").open("x", encoding="utf-8") as file:
        file.write(_TAG)


def _refuse(folder: Path, message: Translatable, hint: Translatable = NO_TEXT) -> CacheProblem:
    another = _("Remove it, or name another folder in %(variable)s.", variable=VARIABLE)
    return CacheProblem("cache-dir", folder, message, hint or another)


def _notice(folder: Path, message: Translatable) -> CacheProblem:
    return CacheProblem("", folder, message)


def _check_git(folder: Path) -> CacheProblem | None:
    """Return the problem with a folder in a Git working tree, None if there is none."""
    repository = find_git(folder)
    if repository is None:
        return None
    tree = repository[0]
    if _resolve(folder) != tree.resolve() / folder.relative_to(tree):
        return _refuse(
            folder, _("the cache folder lies behind a link in a Git repository; it is not used")
        )
    tracked = is_tracked(folder)
    if tracked is None:
        return _refuse(
            folder,
            _(
                "the cache folder lies in a Git repository whose index can't be read; "
                "it is not used"
            ),
        )
    if tracked:
        message = _("Git tracks this folder: whoever commits to it could decide what is published")
        hint = _(
            "Name a folder outside of the repository in %(variable)s, or take this out of Git.",
            variable=VARIABLE,
        )
        return CacheProblem("cache-tracked", folder, message, hint)
    return None


def _resolve(folder: Path) -> Path | None:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # cyclic links
        return None


def drop_links(folder: Path, depth: int = 1) -> None:
    """Remove symbolic links from a cache folder; the kit never creates any there.

    A link from elsewhere, such as a restored archive, would redirect a build's writes.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                os.unlink(entry.path)  # noqa: PTH108
            elif depth > 1 and entry.is_dir(follow_symlinks=False):
                drop_links(Path(entry.path), depth - 1)
