"""Files published unchanged: the theme's, the site's own, and files used by texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import is_file
from rostrum.core.translatable import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """Files to copy: `statics` are files below `content`, as chosen by rostrum.site.static_files.

    `names` maps some of them to other paths below `output/`; `theme_url` is the theme's path there.
    `own` is the folder of the site's own files in place of the theme's.
    """

    content: Path
    theme: Path
    theme_url: str
    statics: Sequence[str] = ()
    names: Mapping[str, str] | None = None
    own: Path | None = None

    def find(self, assets: Iterable[str]) -> dict[str, Path]:
        """Return the files by their path below `output/`; `assets` are the files used by texts."""
        folders = (self.theme, self.own) if self.own else (self.theme,)
        files = {
            self.theme_url + name: folder / name
            for folder in folders
            for name in _names_below(folder)
        }
        files |= {asset: self.content / asset for asset in assets}
        names = self.names or {}
        return files | {names.get(path, path): self.content / path for path in self.statics}

    def check(self, display_path: str, assets: Iterable[str], report: Report) -> None:
        """Report each static file unreadable, outside the content folder, or in conflict.

        `display_path` is the content folder as displayed in messages, `assets` are the files used
        by texts. A conflict is another file with the same address.
        """
        self._check_places(display_path, assets, report)
        for path in self.statics:
            location = SourceLocation(f"{display_path}/{path}")
            if not is_inside(self.content / path, self.content):
                message = _(
                    "this link leads out of the content folder; what it shows would be public"
                )
                report.error("file-outside", location, message, _("Put a copy of the file here."))
            elif not _is_readable(self.content / path):
                report.error(
                    "unreadable", location, _("the file can't be read"), _("May you read it?")
                )

    def _check_places(self, display_path: str, assets: Iterable[str], report: Report) -> None:
        """Report files with a backslash in their name, and pairs of files with the same address."""
        names, taken = self.names or {}, {asset: asset for asset in assets}
        for path in [*taken, *self.statics]:
            name = names.get(path, path)
            if "\\" in name:
                message = _("a file that is published can't have a backslash in its name")
                location = SourceLocation(f"{display_path}/{path}")
                report.error("file-name", location, message, _("Rename it."))
        for path in self.statics:
            name = names.get(path, path)
            other = taken.setdefault(name, path)
            if other != path:
                message = _("%(other)s is published as %(name)s too", other=other, name=name)
                hint = _(
                    "Give one of them another place, with EXTRA_PATH_METADATA or by renaming it."
                )
                location = SourceLocation(f"{display_path}/{path}")
                report.error("address-taken", location, message, hint)

    def list_places(self, display_path: str) -> dict[str, SourceLocation]:
        """Return the static files by their path below `output/`."""
        names = self.names or {}
        return {
            names.get(path, path): SourceLocation(f"{display_path}/{path}") for path in self.statics
        }


def is_inside(file: Path, folder: Path) -> bool:
    """Return True if a file is below a folder, after resolving all symbolic links."""
    try:
        return file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # cyclic symbolic links
        return False


def _names_below(folder: Path) -> list[str]:
    if folder.is_file():
        return [""]
    files = (file for file in folder.rglob("*") if is_file(file) and file.name[0] != ".")
    return sorted(file.relative_to(folder).as_posix() for file in files)


def _is_readable(file: Path) -> bool:
    try:
        with file.open("rb"):
            return True
    except OSError:
        return False
