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

from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.cache.file_stamps import FileStamp, is_racy, stamp, walk
from rostrum.cache.inputs import evaluate_settings, list_importable, list_inputs
from rostrum.core.files import PACKAGE
from rostrum.core.time_zones import place_in_zone

_FLEETING = frozenset({"_", "COLUMNS", "LINES", "OLDPWD", "SHLVL", "WINDOWID"})
_KIT_VARIABLES = ("ROSTRUM_", "TZ", "LANG", "LC_", "CI=")  # names or prefixes


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
    _record: dict[str, Any] = field(default_factory=dict)

    def lasts(self, moment: datetime) -> bool:
        """Return True if a build at a moment would change nothing."""
        record = self._record = _read(self.file) if self.is_trusted else {}
        if record.get("call") != self.call or record.get("place") != describe_place():
            return False
        inputs = _to_inputs(record["inputs"])
        aware = place_in_zone(moment, ZoneInfo(inputs.zone))
        due = bisect_right(inputs.dues, aware.timestamp())
        if bisect_right(inputs.dues, inputs.moment) != due:
            return False
        if record["environment"] != _digest_environment(inputs):
            return False
        if record["stamps"] != _digest_stamps(_list_stamps(inputs)):
            return False
        if record["output"] != _digest_output(inputs):
            return False
        # Last, as it runs the site's code: the project's files are unchanged at this point.
        file = Path(inputs.settings) if inputs.settings else None
        return evaluate_settings(file) == inputs.evaluated != ""

    @property
    def messages(self) -> Mapping[str, str]:
        """The last build's messages, by kind: findings in each format, and the summary."""
        messages: Mapping[str, str] = self._record["messages"]
        return messages

    def save(self, inputs: BuildInputs, messages: Mapping[str, str], started: int) -> None:
        """Save the inputs of a build; nothing if any file is too recent to be trusted.

        `started` is the start of the build in nanoseconds since 1970.
        """
        self.forget()
        seen = _list_stamps(inputs)
        if any(at and is_racy(at, started) for _, at in seen):
            return
        record = {
            "call": self.call,
            "place": describe_place(),
            "inputs": asdict(inputs),
            "environment": _digest_environment(inputs),
            "stamps": _digest_stamps(seen),
            "output": _digest_output(inputs),
            "messages": dict(messages),
        }
        write_cache_file(self.file, json.dumps(record).encode())

    def forget(self) -> None:
        """Remove the record: a running build may be killed at any moment."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


def describe_place(kit: Path = PACKAGE) -> str:
    """Return a digest of the environment of a build: folder, Python, the kit's code, libraries."""
    libraries = [path for path in sys.path if path.endswith("-packages")]
    parts = [str(Path.cwd()), sys.version, sys.executable]
    code = _digest_stamps((path, stamp(path)) for path in (*walk(str(kit)), *libraries))
    return _digest(json.dumps([*parts, code]).encode())


def _list_stamps(inputs: BuildInputs) -> list[tuple[str, FileStamp | None]]:
    """Return every input file of a build with its stamp."""
    paths = [path for folder in inputs.folders for path in walk(folder)]
    paths += [*inputs.modules, *list_inputs(inputs.inputs)]
    if inputs.settings:
        paths += [inputs.settings, *list_importable(os.path.dirname(inputs.settings))]  # noqa: PTH120
    return [(path, stamp(path)) for path in paths]


def _digest_environment(inputs: BuildInputs) -> str:
    """Return a digest of the relevant environment variables.

    Variables read by the settings file are covered by the values of the settings.
    """
    counted = [
        item
        for item in sorted(os.environ.items())
        if item[0] not in _FLEETING
        and (inputs.has_own_code or f"{item[0]}=".startswith(_KIT_VARIABLES))
    ]
    return _digest(json.dumps(counted).encode())


def _digest_output(inputs: BuildInputs) -> str:
    hasher = blake2b(repr(stamp(inputs.listed)).encode(), digest_size=16)
    for path in inputs.written:
        hasher.update(repr(stamp(f"{inputs.output}/{path}")).encode())
    return hasher.hexdigest()


def _digest_stamps(seen: Iterable[tuple[str, FileStamp | None]]) -> str:
    hasher = blake2b(digest_size=16)
    for path, at in seen:
        hasher.update(f"{path}\0{at}\n".encode("utf-8", "surrogateescape"))
    return hasher.hexdigest()


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _read(file: Path) -> dict[str, Any]:
    content = read_cache_file(file)
    record: dict[str, Any] = json.loads(content) if content else {}
    return record


def _to_inputs(known: Mapping[str, Any]) -> BuildInputs:
    values: dict[str, Any] = {
        key: tuple(it) if isinstance(it, list) else it for key, it in known.items()
    }
    return BuildInputs(**values)
