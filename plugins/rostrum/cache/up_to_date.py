"""Check if a site is up to date from the stamps of all declared inputs, before heavy imports.

Each build records its inputs: the call, the files of content, theme and settings, the evaluated
settings, the declared input files, the code and libraries, and the output files. If all of them
are the same, and no post or comment became due since, a build would write the same bytes again.

Import only fast modules here: reading the stamps of 10,000 posts and their output files takes
less time than importing Pelican.
"""

from __future__ import annotations

import json
import os
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rostrum.cache.file_stamps import FileStamp, is_racy, stamp, walk
from rostrum.cache.inputs import evaluate_settings, list_importable, list_inputs
from rostrum.core.files import PACKAGE
from rostrum.core.time_zones import place_in_zone

_FLEETING = frozenset({"_", "COLUMNS", "LINES", "OLDPWD", "SHLVL", "WINDOWID"})
_KIT_VARIABLES = ("ROSTRUM_", "TZ", "LANG", "LC_")  # names or prefixes


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """The inputs of a build: files, folders, and due dates in seconds since 1970 (`dues`).

    `settings` is the settings file, empty for none, `evaluated` the digest of its values.
    `modules` are the project's, `inputs` the patterns declared by the site. If the site's own
    code is involved (`has_own_code`), all environment variables count. `listed` is the inventory
    of the `written` files: another call may have added to it.
    """

    settings: str
    evaluated: str
    modules: tuple[str, ...]
    inputs: tuple[str, ...]
    has_own_code: bool
    folders: tuple[str, ...]
    output: str
    listed: str
    written: tuple[str, ...]
    dues: tuple[float, ...]
    moment: float
    zone: str


@dataclass
class UpToDateCheck:
    """The record of the last build of one call in one folder.

    Without `is_trusted`, the site is never up to date.
    """

    file: Path
    call: str
    is_trusted: bool = True
    _known: dict[str, Any] = field(default_factory=dict)

    def lasts(self, moment: datetime) -> bool:
        """Return True if a build at a moment would change nothing."""
        known = self._known = _read(self.file) if self.is_trusted else {}
        if known.get("call") != self.call or known.get("place") != describe_place():
            return False
        ground = _to_ground(known["ground"])
        aware = place_in_zone(moment, ZoneInfo(ground.zone))
        due = bisect_right(ground.dues, aware.timestamp())
        if bisect_right(ground.dues, ground.moment) != due:
            return False
        if known["environment"] != _digest_environment(ground):
            return False
        if known["inputs"] != _digest_marks(_look_at_inputs(ground)):
            return False
        if known["output"] != _digest_output(ground):
            return False
        # Last, as it runs the site's code: the project's files are unchanged at this point.
        file = Path(ground.settings) if ground.settings else None
        return evaluate_settings(file) == ground.evaluated != ""

    @property
    def messages(self) -> Mapping[str, str]:
        """The last build's messages, by kind: findings in each format, and the summary."""
        messages: Mapping[str, str] = self._known["messages"]
        return messages

    def save(self, ground: BuildInputs, messages: Mapping[str, str], started: int) -> None:
        """Save the inputs of a build; nothing if any file is too recent to be trusted.

        `started` is the start of the build in nanoseconds since 1970.
        """
        self.forget()
        seen = _look_at_inputs(ground)
        if any(at and is_racy(at, started) for _, at in seen):
            return
        known = {
            "call": self.call,
            "place": describe_place(),
            "ground": asdict(ground),
            "environment": _digest_environment(ground),
            "inputs": _digest_marks(seen),
            "output": _digest_output(ground),
            "messages": dict(messages),
        }
        with suppress(OSError):
            content = json.dumps(known)
            self.file.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.file.with_name(f"{self.file.name}.new")
            temporary.write_text(f"{_digest(content.encode())}\n{content}", "utf-8")
            temporary.replace(self.file)

    def forget(self) -> None:
        """Remove the record: a running build may be killed at any moment."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


def describe_place() -> str:
    """Return a digest of the environment of a build: folder, Python, code, libraries."""
    libraries = [path for path in sys.path if path.endswith("-packages")]
    parts = [str(Path.cwd()), sys.version, sys.executable]
    code = _digest_marks((path, stamp(path)) for path in (*walk(str(PACKAGE)), *libraries))
    return _digest(json.dumps([*parts, code]).encode())


def _look_at_inputs(ground: BuildInputs) -> list[tuple[str, FileStamp | None]]:
    """Return every input file of a build with its stamp."""
    paths = [path for folder in ground.folders for path in walk(folder)]
    paths += [*ground.modules, *list_inputs(ground.inputs)]
    if ground.settings:
        paths += [ground.settings, *list_importable(os.path.dirname(ground.settings))]  # noqa: PTH120
    return [(path, stamp(path)) for path in paths]


def _digest_environment(ground: BuildInputs) -> str:
    """Return a digest of the relevant environment variables.

    Variables read by the settings file are covered by the values of the settings.
    """
    counted = [
        item
        for item in sorted(os.environ.items())
        if item[0] not in _FLEETING and (ground.has_own_code or item[0].startswith(_KIT_VARIABLES))
    ]
    return _digest(json.dumps(counted).encode())


def _digest_output(ground: BuildInputs) -> str:
    hasher = blake2b(repr(stamp(ground.listed)).encode(), digest_size=16)
    for path in ground.written:
        hasher.update(repr(stamp(f"{ground.output}/{path}")).encode())
    return hasher.hexdigest()


def _digest_marks(seen: Iterable[tuple[str, FileStamp | None]]) -> str:
    hasher = blake2b(digest_size=16)
    for path, at in seen:
        hasher.update(f"{path}\0{at}\n".encode("utf-8", "surrogateescape"))
    return hasher.hexdigest()


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _read(file: Path) -> dict[str, Any]:
    try:
        check, _, content = file.read_text("utf-8").partition("\n")
        known: dict[str, Any] = json.loads(content)
    except (OSError, ValueError):
        return {}
    return known if check == _digest(content.encode()) else {}


def _to_ground(known: Mapping[str, Any]) -> BuildInputs:
    return BuildInputs(
        settings=known["settings"],
        evaluated=known["evaluated"],
        modules=tuple(known["modules"]),
        inputs=tuple(known["inputs"]),
        has_own_code=known["has_own_code"],
        folders=tuple(known["folders"]),
        output=known["output"],
        listed=known["listed"],
        written=tuple(known["written"]),
        dues=tuple(known["dues"]),
        moment=known["moment"],
        zone=known["zone"],
    )
