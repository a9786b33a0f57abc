"""The folder that a running server builds into: its own for as long as it runs."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path

from rostrum.build.options import BuildOptions
from rostrum.cache.directory import SERVED, open_cache_dir


@contextmanager
def claim_folder(options: BuildOptions) -> Iterator[Path]:
    """Give a folder that no other server uses, and that none with other options has used.

    The next server with the same options finds what this one built: a preview never stands
    where the public site is shown. Raises OSError where no folder can be made.
    """
    folder = open_cache_dir(options.folder).folder / SERVED
    folder.mkdir(mode=0o700, exist_ok=True)
    kind = "preview" if options.preview else "public"
    name = f"{kind}-{sha256(options.call.encode()).hexdigest()[:8]}"
    for number in count(1):
        with (folder / f"{name}-{number}.lock").open("w") as lock:
            try:  # The lock falls with the process, however it ends (flock(2)).
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield folder / f"{name}-{number}"
            return
