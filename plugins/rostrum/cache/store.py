"""Content cache of earlier builds in one SQLite file, safe to delete.

Each key is a digest of all inputs of its value, so branches can share the file and entries never
become stale. Values with a wrong checksum are treated as missing; a file unreadable for SQLite is
replaced by a new one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

BATCH_SIZE = 500  # keys per statement; SQLite allows at least 999 (sqlite.org/limits.html)
LOCK_TIMEOUT_SECONDS = 10.0  # seconds to wait for the lock of another build
MAX_UNUSED_BUILDS = 20  # entries unused for so many builds are dropped
USE_RECORD_INTERVAL_BUILDS = (
    5  # builds between two records of used keys: it costs as much as all reading
)
_CLOSED = (  # unavailable, but not damaged
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM),
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS entries (
    key BLOB PRIMARY KEY, run INTEGER NOT NULL, checksum BLOB NOT NULL, value BLOB NOT NULL,
    text BLOB NOT NULL, proof BLOB NOT NULL
);
"""


class Cache:
    """Values by key. After an error with the file it is empty; `trouble` has the reason."""

    def __init__(
        self, file: Path, limit: int, lock_timeout_seconds: float = LOCK_TIMEOUT_SECONDS
    ) -> None:
        self.trouble = ""
        self.file, self._limit, self._lock_timeout = file, limit, lock_timeout_seconds
        self._connection: sqlite3.Connection | None = None
        self._connection = self._open() or self._open_anew()
        self._run = 0
        with self._guarded() as connection:
            connection.execute("INSERT INTO runs DEFAULT VALUES")
            (self._run,) = connection.execute("SELECT max(number) FROM runs").fetchone()

    @property
    def is_empty(self) -> bool:
        """Return True if no key has a value."""
        rows: list[tuple[int]] = []
        with self._guarded() as connection:
            rows = connection.execute("SELECT 1 FROM entries LIMIT 1").fetchall()
        return not rows

    def fetch(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return the cached values, by key."""
        values: dict[bytes, bytes] = {}
        for start in range(0, len(keys), BATCH_SIZE):
            values.update(self._fetch_some(keys[start : start + BATCH_SIZE]))
        return values

    def store(self, values: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Store triples of key, value and text; `fetch` does not load the texts."""
        rows = (
            (key, self._run, checksum(key + value), value, text, checksum(key + text))
            for key, value, text in values
        )
        columns = "(key, run, checksum, value, text, proof) VALUES (?, ?, ?, ?, ?, ?)"
        with self._guarded() as connection:
            connection.executemany(f"INSERT OR REPLACE INTO entries {columns}", rows)

    def close(self, wanted: Iterable[bytes]) -> None:
        """Record the keys used, drop old entries and any beyond the limit, close the file."""
        with self._guarded() as connection:
            if self._run % USE_RECORD_INTERVAL_BUILDS == 0:
                rows = ((self._run, key) for key in wanted)
                connection.executemany("UPDATE entries SET run = ? WHERE key = ?", rows)
            connection.execute(
                "DELETE FROM entries WHERE run <= ?", (self._run - MAX_UNUSED_BUILDS,)
            )
            connection.execute("DELETE FROM runs WHERE number < ?", (self._run,))
            self._drop_beyond_limit(connection)
        if self._connection:
            self._connection.close()

    def _fetch_some(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        marks = ", ".join("?" * len(keys))
        rows: list[tuple[bytes, bytes, bytes]] = []
        with self._guarded() as connection:
            query = f"SELECT key, value, checksum FROM entries WHERE key IN ({marks})"
            rows = connection.execute(query, keys).fetchall()
        return ((key, value) for key, value, check in rows if _is_whole(key, value, check))

    def _drop_beyond_limit(self, connection: sqlite3.Connection) -> None:
        size = "length(value) + length(text)"
        total = connection.execute(f"SELECT coalesce(sum({size}), 0) FROM entries")
        beyond = total.fetchone()[0] - self._limit
        if beyond <= 0:
            return
        oldest = connection.execute(f"SELECT key, {size} FROM entries ORDER BY run, key")
        rows: list[tuple[bytes]] = []
        for key, length in oldest:
            if beyond <= 0:
                break
            rows.append((key,))
            beyond -= length
        connection.executemany("DELETE FROM entries WHERE key = ?", rows)

    def _open(self) -> sqlite3.Connection | None:
        connection = None
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.file, timeout=self._lock_timeout)
            connection.text_factory = bytes  # damaged text may be invalid
            # A lost cache is no loss. The next line would wait for the disk.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            if connection:
                connection.close()
            self._give_up(error)
            return None
        return connection

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection and end its transaction; stop using a damaged file."""
        connection = self._connection or sqlite3.connect(":memory:")
        try:
            with connection:
                yield connection
        except (sqlite3.Error, TypeError, OverflowError) as error:  # damaged numbers
            if self._connection:
                self._connection = None
                connection.close()
                self._give_up(error)
        finally:
            if connection is not self._connection:
                connection.close()

    def _open_anew(self) -> sqlite3.Connection | None:
        """Create a new file if a damaged one was removed."""
        return None if self.file.exists() else self._open()

    def _give_up(self, error: Exception) -> None:
        """Record the error; remove the file if it is damaged, not just locked or inaccessible."""
        self.trouble = str(error)
        if isinstance(error, OSError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _CLOSED:
            return
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)


class TextReader:
    """Read texts of a cache over a separate, read-only connection."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(
            f"{file.as_uri()}?mode=ro", timeout=LOCK_TIMEOUT_SECONDS, uri=True
        )
        self._connection.text_factory = bytes

    def read(self, key: bytes) -> str | None:
        """Return the text stored with a value, None if it is damaged or missing."""
        query = "SELECT text, proof FROM entries WHERE key = ?"
        try:
            row = self._connection.execute(query, (key,)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not _is_whole(key, *row):
            return None
        text: bytes = row[0]
        return text.decode()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _is_whole(key: object, value: object, check: object) -> bool:
    if not isinstance(key, bytes) or not isinstance(value, bytes):
        return False
    return checksum(key + value) == check


def checksum(stored: bytes) -> bytes:
    """Return a checksum of eight bytes for a key and its value."""
    return blake2b(stored, digest_size=8).digest()
