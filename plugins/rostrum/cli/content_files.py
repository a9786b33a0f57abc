"""Write source files on request: files of people, dates of posts, and published addresses.

A file is written completely or not at all, and an existing one is never replaced by another.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from rostrum.authoring.addresses import collect_addresses, list_moves
from rostrum.build.assembly import AssembledSite
from rostrum.build.config import Config
from rostrum.core.content import Library
from rostrum.core.diagnostics import Report
from rostrum.core.files import read_raw
from rostrum.core.model import Post
from rostrum.core.time_zones import place_in_zone
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.people.bylines import list_unwritten
from rostrum.reading.files import KINDS, list_files
from rostrum.reading.front_matter_edits import set_value
from rostrum.reading.present_names import rename_keys
from rostrum.reading.source_file import SourceFile
from rostrum.site.published import ADDRESSES, identify, write_addresses


def write_people(config: Config, library: Library) -> Iterator[Translatable]:
    """Write a file for each person without one; yield a sentence about each.

    Raises OSError if a file can't be written.
    """
    folder = config.content / config.folders.people
    for key, name in sorted(list_unwritten(library, config.reading.slugify).items()):
        file = folder / f"{key}.md"
        front_matter = yaml.safe_dump({"name": name}, allow_unicode=True, width=10_000)
        try:
            create_file(file, f"---\n{front_matter}---\n".encode())
        except FileExistsError:
            yield _("%(file)s is left as it is: it exists.", file=config.show(file))
        else:
            yield _("Wrote %(file)s: %(name)s.", file=config.show(file), name=name)


def write_dates(config: Config, library: Library) -> Iterator[Translatable]:
    """Write the date of its file into each post without a date; yield a sentence about each.

    Raises OSError if a file can't be read or written.
    """
    for post in library.posts:
        if post.is_undated:
            file, written = config.content / post.path, _format_date(post, config.reading.timezone)
            changed = set_value(read_raw(file), "date", written)
            if changed is None:
                yield _(
                    '%(file)s is left as it is: write "date: %(date)s" yourself.',
                    file=config.show(file),
                    date=written,
                )
            else:
                change_file(file, changed)
                yield _(
                    "Wrote the date into %(file)s: %(date)s.",
                    file=config.show(file),
                    date=written,
                )


def rename_former_keys(config: Config) -> Iterator[Translatable]:
    """Write the present names of keys into the content files; yield a sentence about each.

    Raises OSError if a file can't be read or written.
    """
    renames = config.renames
    for source in _list_files(config) if any(map(renames.of, KINDS)) else ():
        file = config.content / source.path
        found = rename_keys(read_raw(file), source.kind, renames.of(source.kind))
        for rename in found.former if found.changed is None else ():
            yield _(
                '%(file)s is left as it is: write "%(name)s" instead of "%(former)s" yourself.',
                file=config.show(file),
                name=rename.name,
                former=rename.former_key,
            )
        if found.former and found.changed is not None:
            change_file(file, found.changed)
            names = dict.fromkeys(rename.name for rename in found.former)
            yield _(
                "Wrote the present names of keys into %(file)s: %(names)s.",
                file=config.show(file),
                names=", ".join(names),
            )


def _list_files(config: Config) -> list[SourceFile]:
    shown = config.show(config.content)
    return list_files(config.content, config.folders, shown, Report(), config.statics.besides)


def record_addresses(assembled: AssembledSite) -> Iterator[Translatable]:
    """Write former addresses into the posts that have moved, and the addresses of all posts.

    Yield a sentence about each file. Raises OSError if a file can't be read or written.
    """
    config, check = assembled.config, assembled.address_check
    moved: set[tuple[str, str]] = set()
    for move in list_moves(check, lambda post: read_raw(config.content / post.path)):
        file = config.content / move.post.path
        if move.changed is None:
            yield _(
                '%(file)s is left as it is: write "aliases: [/%(former)s]" yourself.',
                file=config.show(file),
                former=move.former,
            )
        else:
            change_file(file, move.changed)
            moved.add((identify(move.post), move.former))
            yield _(
                "Wrote the former address into %(file)s: /%(former)s.",
                file=config.show(file),
                former=move.former,
            )
    gone = [entry for entry, _post in check.list_gone() if (entry.id, entry.url) not in moved]
    written = write_addresses(collect_addresses(check, gone))
    yield from write_record(config.content, config.show(config.content / ADDRESSES), written)


def record_present(assembled: AssembledSite) -> Iterator[Translatable]:
    """Write the addresses of all published posts, and keep those that are gone.

    Yield a sentence about it. Raises OSError if the file can't be read or written.
    """
    config = assembled.config
    file = config.show(config.content / ADDRESSES)
    yield from write_record(config.content, file, format_present(assembled))


def format_present(assembled: AssembledSite) -> bytes:
    """Return the record of the addresses of all published posts, and of those that are gone."""
    check = assembled.address_check
    gone = [entry for entry, _post in check.list_gone()]
    return write_addresses(collect_addresses(check, gone))


def is_record(content: Path, written: bytes) -> bool:
    """Return True if the record of addresses in a content folder is as it should be."""
    file = content / ADDRESSES
    return read_raw(file) == written if file.exists() else not written


def write_record(content: Path, name: str, written: bytes) -> Iterator[Translatable]:
    """Write the record of addresses if it is not as it should be; yield a sentence about it.

    `name` is its file as it is shown. Raises OSError if the file can't be read or written.
    """
    if is_record(content, written):
        return
    file = content / ADDRESSES
    if file.exists():
        change_file(file, written)
    else:
        create_file(file, written)
    yield _("Wrote %(file)s.", file=name)


def _format_date(post: Post, timezone: str) -> str:
    """Return the date of a post in its time zone, with the offset where it is needed."""
    local = post.date.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    is_clear = place_in_zone(local, ZoneInfo(timezone)) == post.date
    moment = local if is_clear else post.date
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")


def create_file(file: Path, content: bytes) -> None:
    """Create a file; raises FileExistsError if there is one, OSError if it can't be written."""
    if file.parent.exists() and not file.parent.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "it is no folder", str(file.parent))
    file.parent.mkdir(parents=True, exist_ok=True)

    def link(new: Path) -> None:
        try:
            file.hardlink_to(new)  # unlike a rename, it never replaces a file
        except FileExistsError:
            raise
        except OSError:  # FAT and some network drives have no links
            with file.open("xb") as stream:
                stream.write(content)

    _write_beside(file, content, link)


def change_file(file: Path, content: bytes) -> None:
    """Replace the content of a file, and keep its permissions and its time."""
    real = file.resolve()
    stat = real.stat()

    def move(new: Path) -> None:
        shutil.copymode(real, new)
        os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        new.replace(real)

    _write_beside(real, content, move)


@dataclass
class FileChanges:
    """Changes of several files, of which all are made or none: new contents, and renamed files.

    `moved` maps a file to its new name; its content may change, too.
    """

    contents: dict[Path, bytes] = field(default_factory=dict)
    moved: dict[Path, Path] = field(default_factory=dict)
    _before: dict[Path, bytes] = field(default_factory=dict)
    _created: list[Path] = field(default_factory=list)

    def make(self) -> None:
        """Make all changes; raises OSError after undoing those that were made."""
        try:
            for file, new in self.moved.items():
                raw = read_raw(file)
                create_file(new, self.contents.get(file, raw))
                self._created.append(new)
                stat = file.stat()
                os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
                shutil.copymode(file, new)
                self._before[file] = raw
            for file, content in self.contents.items():
                if file not in self.moved:
                    self._before[file] = read_raw(file)
                    change_file(file, content)
            for file in self.moved:
                file.unlink()
        except OSError:
            self.undo()
            raise

    def undo(self) -> None:
        """Restore all files; raises OSError if that can't be done."""
        for file in self._created:
            file.unlink(missing_ok=True)
        for file, raw in self._before.items():
            if file.exists():
                change_file(file, raw)
            else:
                create_file(file, raw)


def _write_beside(file: Path, content: bytes, publish: Callable[[Path], None]) -> None:
    """Write a hidden file in the same folder, and publish it under the name of the other."""
    new = file.with_name(f".rostrum-{os.getpid()}")  # not longer than the name of the file
    try:
        with new.open("xb") as stream:
            stream.write(content)
        publish(new)
    except OSError as error:
        if error.filename == str(new):  # a name that nobody knows
            error.filename, error.filename2 = str(file), None
        raise
    finally:
        new.unlink(missing_ok=True)
