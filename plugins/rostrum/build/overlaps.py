"""Which folders must not lie in each other: what is published, and what is not to be."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

from rostrum.build.config import Config
from rostrum.cache.directory import FORMER, SERVED
from rostrum.cache.git_index import find_git
from rostrum.cache.inputs import list_project_modules
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _

_Identity = tuple[int, int, tuple[str, ...]]


def is_within(inner: Path, outer: Path) -> bool:
    """Say whether a path is another one or lies below it, whether they exist or not.

    What exists is compared as the disk has it: by device and inode, so that neither links nor the
    case of letters hide anything. Of what does not exist, case makes no difference.
    """
    return _identify(outer) in _identify_upwards(inner)


def _identify_upwards(path: Path) -> Iterator[_Identity | None]:
    """Yield the identity of a path and those of the folders above it."""
    return map(_identify, chain((path,), path.parents))


def _identify(path: Path) -> _Identity | None:
    rest: list[str] = []
    for place in chain((path,), path.parents):
        try:
            status = os.stat(place)  # noqa: PTH116
        except (OSError, ValueError):
            rest.insert(0, place.name.casefold())
        else:
            return status.st_dev, status.st_ino, tuple(rest)
    return None


def find_owner(file: Path, config: Config) -> tuple[Translatable, Path] | None:
    """Return which folder of a site that has its own use a file lies in, with its name."""
    folders = [(_("the output folder"), config.output), *_list_folders(file, config)]
    return next((owner for owner in folders if is_within(file, owner[1])), None)


def find_overlap(
    output: Path, config: Config, settings: Path | None, public: Path | None = None
) -> Translatable:
    """Return what of a site shares a place with a folder to be published; NO_TEXT for nothing.

    `public` is where the site itself is published, if `output` is that of a preview.

    Allowed are an output folder below the site's own one, and one that is a Git working tree
    of its own.
    """
    # The settings file comes first: it exists, which folders beside it may not.
    if _overlaps_any(output, _list_settings(settings)):
        return _("the settings file")
    places = [*_list_folders(output, config)]
    if public is not None:
        places.append((_("the folder of the public site"), public))
    git = find_git(settings.resolve().parent if settings else config.root)
    if git and not _are_same(git[0], output):
        places.append((_("the Git folder"), git[1]))
    overlaps = (
        name for name, place in places if is_within(place, output) or is_within(output, place)
    )
    return next(overlaps, NO_TEXT)


def _list_folders(place: Path, config: Config) -> Iterator[tuple[Translatable, Path]]:
    """Yield the folders of a site in which a place must not lie, with their names."""
    above = (folder for folder in (place, *place.parents) if folder.name.casefold() == ".git")
    yield from ((_("Git's own folder"), folder) for folder in above)
    yield _("the content folder"), config.content
    yield _("the theme"), config.theme
    yield from ((_("the template overrides"), folder) for folder in config.overrides)
    if config.own_static:
        yield _("the site's own static files"), config.own_static
    if not is_within(place, config.notes / SERVED):
        yield _("the cache folder"), config.notes.parent


def _overlaps_any(output: Path, files: Collection[Path]) -> bool:
    """Say whether one of some files lies in a folder, or is it or one above it."""
    above = {*_identify_upwards(output)}
    folders = {file.parent for file in files}  # fewer: many modules share one
    return any(is_within(folder, output) for folder in folders) or any(
        _identify(file) in above for file in files
    )


def _list_settings(settings: Path | None) -> Collection[Path]:
    """Return the settings file and what it imports: modules that are no library's."""
    files = [settings.resolve()] if settings else []
    return [*files, *map(Path, list_project_modules())]


def _are_same(one: Path, other: Path) -> bool:
    return _identify(one) == _identify(other)


def has_former_notes(output: Path) -> bool:
    """Say whether an earlier version left its notes, with texts of drafts, in an output folder."""
    return os.path.lexists(output / FORMER)
