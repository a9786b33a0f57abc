"""The output folder of a running server, locked while the server runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path

from rostrum.build.options import BuildOptions
from rostrum.cache.directory import SERVED, open_cache_dir
from rostrum.core.file_locks import lock_file


@contextmanager
def claim_folder(options: BuildOptions) -> Iterator[Path]:
    """Lock and yield an output folder for these options, released on exit.

    No other running server uses the folder. Servers with the same options reuse it later,
    servers with other options never do: a preview is never built into a public site's folder.
    Raise OSError if no folder can be created.
    """
    folder = open_cache_dir(options.folder).folder / SERVED
    folder.mkdir(mode=0o700, exist_ok=True)
    kind = "preview" if options.preview else "public"
    name = f"{kind}-{sha256(options.call.encode()).hexdigest()[:8]}"
    for number in count(1):
        with (folder / f"{name}-{number}.lock").open("w") as lock:
            try:  # The lock ends with the process, even if it is killed (flock(2)).
                lock_file(lock, wait=False)
            except BlockingIOError:
                continue
            yield folder / f"{name}-{number}"
            return
