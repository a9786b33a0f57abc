"""Compiled templates, kept between builds and shared by the processes of one."""

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
    """Where compiled templates are kept; `key` is a digest of what compiling depends on.

    That is everything but the template's source: code, libraries, catalogs and filters.
    """

    folder: Path
    key: bytes


class CheckedBytecodeCache(BytecodeCache):
    """Jinja's bytecode cache for one language, whose messages are compiled in.

    A file is loaded only if its digest fits: marshal may crash on damaged bytes
    (docs.python.org/3/library/marshal.html). There is one file for each template and language.
    """

    def __init__(self, place: BytecodeFolder, lang: str) -> None:
        self._place, self._lang = place, lang

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of a template, if it was compiled from the same source before."""
        content = read_cache_file(self._find_file(bucket), *self._list_versions(bucket))
        with suppress(EOFError, ValueError, TypeError):
            code = marshal.loads(content)
            bucket.code = code if isinstance(code, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        content = marshal.dumps(bucket.code)
        write_cache_file(self._find_file(bucket), content, *self._list_versions(bucket))

    def _find_file(self, bucket: Bucket) -> Path:
        return self._place.folder / f"{bucket.key}-{self._lang}"

    def _list_versions(self, bucket: Bucket) -> tuple[bytes, ...]:
        name = f"{bucket.key}-{self._lang}"
        return self._place.key, name.encode(), bucket.checksum.encode()
