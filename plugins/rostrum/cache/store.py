"""What earlier runs have read, by the bytes that went in: one SQLite file, safe to delete.

A value is found by a key that is made of everything it depends on, so that branches can share
the file and nothing in it ever has to be declared stale. What is damaged is left out: a value
whose checksum is wrong is one that isn't there, a file that SQLite can't read begins anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

BATCH_SIZE = (
    500  # keys asked for in one statement; SQLite takes at least 999 (sqlite.org/limits.html)
)
LOCK_TIMEOUT_SECONDS = 10.0  # seconds to wait for another build that is writing
MAX_UNUSED_BUILDS = 20  # a value that so many runs did not want is dropped
USE_RECORD_INTERVAL_BUILDS = (
    5  # runs from one noting of what was wanted to the next: it costs as much as all reading
)
_CLOSED = (  # to us, by others, the disk or the system; the file is whole
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
    """Values by key. After anything goes wrong with the file it holds nothing, and says why."""

    def __init__(self, file: Path, limit: int) -> None:
        self.trouble = ""
        self.file, self._limit = file, limit
        self._connection: sqlite3.Connection | None = None
        self._connection = self._open() or self._open_anew()
        self._run = 0
        with self._guarded() as connection:
            connection.execute("INSERT INTO runs DEFAULT VALUES")
            (self._run,) = connection.execute("SELECT max(number) FROM runs").fetchone()

    def fetch(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return the values that are there, by key."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), BATCH_SIZE):
            found.update(self._fetch_some(keys[start : start + BATCH_SIZE]))
        return found

    def store(self, values: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Keep values by key, each with a text that `fetch` leaves where it is."""
        rows = (
            (key, self._run, checksum(key + value), value, text, checksum(key + text))
            for key, value, text in values
        )
        columns = "(key, run, checksum, value, text, proof) VALUES (?, ?, ?, ?, ?, ?)"
        with self._guarded() as connection:
            connection.executemany(f"INSERT OR REPLACE INTO entries {columns}", rows)

    def close(self, wanted: Iterable[bytes]) -> None:
        """Note which keys this run wanted, drop what is old or too much, and close the file."""
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
            asked = f"SELECT key, value, checksum FROM entries WHERE key IN ({marks})"
            rows = connection.execute(asked, keys).fetchall()
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
            connection = sqlite3.connect(self.file, timeout=LOCK_TIMEOUT_SECONDS)
            connection.text_factory = bytes  # what is damaged may be no text
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # a lost cache is no loss
            connection.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            if connection:
                connection.close()
            self._give_up(error)
            return None
        return connection

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        """Give the connection and end its transaction; a damaged file is not used any more."""
        connection = self._connection or sqlite3.connect(":memory:")
        try:
            with connection:
                yield connection
        except (sqlite3.Error, TypeError, OverflowError) as error:  # a number that is none
            if self._connection:
                self._connection = None
                connection.close()
                self._give_up(error)
        finally:
            if connection is not self._connection:
                connection.close()

    def _open_anew(self) -> sqlite3.Connection | None:
        """Begin a new file in the place of one that was damaged and is gone now."""
        return None if self.file.exists() else self._open()

    def _give_up(self, error: Exception) -> None:
        """Note the trouble; what is damaged, and not just busy or closed to us, is removed."""
        self.trouble = str(error)
        if isinstance(error, OSError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _CLOSED:
            return
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)


class TextReader:
    """Reads texts of a cache that another connection writes."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(
            f"{file.as_uri()}?mode=ro", timeout=LOCK_TIMEOUT_SECONDS, uri=True
        )
        self._connection.text_factory = bytes

    def read(self, key: bytes) -> str | None:
        """Return the text that was kept with a value, None if it is damaged or gone."""
        asked = "SELECT text, proof FROM entries WHERE key = ?"
        try:
            found = self._connection.execute(asked, (key,)).fetchone()
        except sqlite3.Error:
            return None
        if found is None or not _is_whole(key, *found):
            return None
        text: bytes = found[0]
        return text.decode()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _is_whole(key: object, value: object, check: object) -> bool:
    if not isinstance(key, bytes) or not isinstance(value, bytes):
        return False
    return checksum(key + value) == check


def checksum(stored: bytes) -> bytes:
    """Return eight bytes that tell whether a key and its value are still what was stored."""
    return blake2b(stored, digest_size=8).digest()
