"""Cache compiled templates between builds and among the processes of a build."""

from __future__ import annotations

import marshal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from rostrum.cache.checksummed_file import read_cache_file, write_cache_file


@dataclass(frozen=True, slots=True)
class BytecodeFolder:
    """The folder of compiled templates. `key` is a digest of the dependencies of compilation.

    These are the code, libraries, catalogs and filters, but not the template's source.
    """

    folder: Path
    key: bytes


class CheckedBytecodeCache(BytecodeCache):
    """Jinja's bytecode cache for one language. Its messages are compiled into the templates.

    A file is loaded only if its digest matches: marshal may crash on damaged bytes
    (docs.python.org/3/library/marshal.html). There is one file per template and language.
    """

    def __init__(self, place: BytecodeFolder, lang: str) -> None:
        self._place, self._lang = place, lang

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template's code, if cached for the same source."""
        content = read_cache_file(self._find_file(bucket), *self._list_versions(bucket))
        with suppress(EOFError, ValueError, TypeError):
            code = marshal.loads(content)
            bucket.code = code if isinstance(code, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a template's code to the cache."""
        content = marshal.dumps(bucket.code)
        write_cache_file(self._find_file(bucket), content, *self._list_versions(bucket))

    def _find_file(self, bucket: Bucket) -> Path:
        return self._place.folder / f"{bucket.key}-{self._lang}"

    def _list_versions(self, bucket: Bucket) -> tuple[bytes, ...]:
        name = f"{bucket.key}-{self._lang}"
        return self._place.key, name.encode(), bucket.checksum.encode()
