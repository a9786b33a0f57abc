"""What earlier runs have read, by the bytes that went in: one SQLite file, safe to delete.

A value is found by a key that is made of everything it depends on, so that branches can share
the file and nothing in it ever has to be declared stale. What is damaged is left out: a value
whose checksum is wrong is one that isn't there, a file that SQLite can't read begins anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

_AT_ONCE = (
    500  # keys asked for in one statement; SQLite takes at least 999 (sqlite.org/limits.html)
)
_WAIT = 10.0  # seconds to wait for another build that is writing
_RUNS = 20  # a value that so many runs did not want is dropped
_NOTED = 5  # runs from one noting of what was wanted to the next: it costs as much as all reading
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS entries (
    key BLOB PRIMARY KEY, value BLOB NOT NULL, checksum BLOB NOT NULL, run INTEGER NOT NULL
) WITHOUT ROWID;
"""


class Cache:
    """Values by key. After anything goes wrong with the file it holds nothing, and says why."""

    def __init__(self, file: Path, limit: int) -> None:
        self.trouble = ""
        self._file, self._limit = file, limit
        self._connection = self._open() or self._begin_anew()
        self._run = 0
        with self._guarded() as connection:
            connection.execute("INSERT INTO runs DEFAULT VALUES")
            (self._run,) = connection.execute("SELECT max(number) FROM runs").fetchone()

    def fetch(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return the values that are there, by key."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _AT_ONCE):
            found.update(self._fetch_some(keys[start : start + _AT_ONCE]))
        return found

    def store(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values by key."""
        rows = [(key, value, checksum(value), self._run) for key, value in values.items()]
        with self._guarded() as connection:
            connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)

    def close(self, wanted: Iterable[bytes]) -> None:
        """Note which keys this run wanted, drop what is old or too much, and close the file."""
        with self._guarded() as connection:
            if self._run % _NOTED == 0:
                rows = ((self._run, key) for key in wanted)
                connection.executemany("UPDATE entries SET run = ? WHERE key = ?", rows)
            connection.execute("DELETE FROM entries WHERE run <= ?", (self._run - _RUNS,))
            connection.execute("DELETE FROM runs WHERE number < ?", (self._run,))
            self._drop_beyond_limit(connection)
        if self._connection:
            self._connection.close()

    def _fetch_some(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        marks = ", ".join("?" * len(keys))
        rows: list[tuple[bytes, bytes, bytes]] = []
        with self._guarded() as connection:
            asked = f"SELECT key, value, checksum FROM entries WHERE key IN ({marks})"
            rows = connection.execute(asked, keys).fetchall()
        return ((key, value) for key, value, check in rows if checksum(value) == check)

    def _drop_beyond_limit(self, connection: sqlite3.Connection) -> None:
        total = connection.execute("SELECT coalesce(sum(length(value)), 0) FROM entries")
        (size,) = total.fetchone()
        oldest = connection.execute("SELECT key, length(value) FROM entries ORDER BY run, key")
        rows: list[tuple[bytes]] = []
        while size > self._limit:
            key, length = oldest.fetchone()
            rows.append((key,))
            size -= length
        connection.executemany("DELETE FROM entries WHERE key = ?", rows)

    def _open(self) -> sqlite3.Connection | None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._file, timeout=_WAIT)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # a lost cache is no loss
            connection.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            self.trouble = str(error)
            return None
        return connection

    def _begin_anew(self) -> sqlite3.Connection | None:
        """Put a new file in the place of one that can't be read; do without where that fails."""
        for suffix in ("", "-wal", "-shm"):
            try:
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
            except OSError:
                return None
        return self._open()

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        """Give the connection and end its transaction; a damaged file is not used any more."""
        connection = self._connection or sqlite3.connect(":memory:")
        try:
            with connection:
                yield connection
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.Error) -> None:
        if self._connection is None:
            return
        self._connection.close()
        self._connection = None
        self.trouble = str(error)
        if not isinstance(error, sqlite3.OperationalError):
            self._file.unlink(missing_ok=True)


def checksum(value: bytes) -> bytes:
    """Return eight bytes that tell whether a value is still the one that was stored."""
    return blake2b(value, digest_size=8).digest()
