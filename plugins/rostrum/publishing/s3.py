"""A bucket of S3, or of a compatible store, as target.

Objects are replaced one by one. What is there is told by the bucket's own list: the ETag of an
object is the MD5 of its bytes, except with some kinds of encryption. There, a record beside the
objects says which bytes got which ETag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rostrum.config.target_settings import TargetSettings
from rostrum.core.translatable import gettext_lazy as _
from rostrum.publishing.aws_profile import read_profile
from rostrum.publishing.digests import Digests, hash_content
from rostrum.publishing.media_types import find_attributes
from rostrum.publishing.s3_errors import explain, is_missing_bucket
from rostrum.publishing.snapshot import LocalFile
from rostrum.publishing.target import RemoteFile, TargetError

if TYPE_CHECKING:
    from obstore.store import ObjectStore, S3Config

_TASKS = 16
_OWN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Patience:
    """How long a store is asked: seconds for a request, repetitions, and seconds for these."""

    request: float = 180
    repetitions: int = 6
    repeating: float = 60


class BucketStore:
    """The objects below a prefix of a bucket, by the library obstore.

    `place` names it in messages, `notes` is a folder for the digests of local files.
    """

    def __init__(self, store: ObjectStore, place: str, notes: Path) -> None:
        self._store, self._place = store, place
        self._digests = Digests(notes, self.read, self.write)

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return all objects by path, also those of others."""
        with self._explaining("list"):
            files = {
                each["path"]: RemoteFile(each["size"], digest=_clean(each["e_tag"]))
                for chunk in self._store.list()
                for each in chunk
            }
        self._digests.note_list((path, file.digest) for path, file in files.items())
        return files

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True if an object has the bytes of a local file."""
        return local.size == remote.size and self._digests.is_same(local, remote.digest)

    def read(self, path: str) -> bytes:
        """Return the bytes of an object, empty if there is none."""
        import obstore

        with self._explaining("read"):
            try:
                return bytes(obstore.get(self._store, path).bytes())
            except FileNotFoundError as error:
                if is_missing_bucket(error):
                    raise
                return b""

    def create(self, path: str, content: bytes) -> bool:
        """Write an object that is not there; return False, and write nothing, if it is."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        with self._explaining("write"):
            try:
                obstore.put(self._store, path, content, attributes=dict(_OWN), mode="create")
            except AlreadyExistsError:
                return False
        return True

    def write(self, path: str, content: bytes) -> None:
        """Write or replace a small object."""
        import obstore

        with self._explaining("write"):
            obstore.put(self._store, path, content, attributes=dict(_OWN), use_multipart=False)

    def upload(self, files: Sequence[LocalFile]) -> Iterator[None]:
        """Write or replace objects, several at a time; yield after each."""
        written: dict[tuple[str, str], str] = {}
        pool = ThreadPoolExecutor(_TASKS)
        try:
            tasks = [pool.submit(self._put, file) for file in files]
            with self._explaining("write"):
                for task in as_completed(tasks):
                    written |= task.result()
                    yield
        finally:
            pool.shutdown(cancel_futures=True)
            self._digests.save(written)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove objects; one that is missing is no error."""
        import obstore

        with self._explaining("remove"):
            obstore.delete(self._store, list(paths))

    def close(self) -> None:
        """Save the digests of local files for the next publication."""
        self._digests.close()

    def _put(self, file: LocalFile) -> dict[tuple[str, str], str]:
        """Write an object; return its path and ETag with the digest of its bytes."""
        import obstore

        content = file.read()
        attributes = dict(find_attributes(file.path, content))
        done = obstore.put(
            self._store, file.path, content, attributes=attributes, use_multipart=False
        )
        return {(file.path, _clean(done["e_tag"])): hash_content(content)}

    @contextmanager
    def _explaining(self, action: str) -> Iterator[None]:
        """Turn an error of the library within the context into a TargetError."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, FileNotFoundError, PermissionError, ValueError) as error:
            raise explain(str(error), action, self._place) from None


def open_bucket(
    settings: TargetSettings,
    environ: Mapping[str, str],
    notes: Path,
    patience: Patience = Patience(),
) -> BucketStore:
    """Return the store of a target; raises TargetError."""
    try:
        from obstore.exceptions import BaseError
        from obstore.store import S3Store
    except ImportError:
        raise TargetError(
            _("targets of the kind s3 need the library obstore"),
            _('Install it: pip install "pelican-rostrum[publish]".'),
        ) from None
    place = f"s3://{settings.to.removeprefix('s3://').strip('/')}"
    bucket, _slash, prefix = place.removeprefix("s3://").partition("/")
    named = {"region": settings.region, "endpoint": settings.endpoint}
    config: dict[str, Any] = {"region": _find_region(environ), **read_profile(environ)}
    config |= {key: value for key, value in named.items() if value}
    endpoint = config.get("endpoint") or environ.get("AWS_ENDPOINT_URL", "")
    try:
        store = S3Store(
            bucket,
            prefix=prefix or None,
            config=cast("S3Config", config),
            client_options={
                "allow_http": endpoint.startswith("http:"),
                "connect_timeout": timedelta(seconds=min(10, patience.request)),
                "timeout": timedelta(seconds=patience.request),
            },
            retry_config={
                "max_retries": patience.repetitions,
                "retry_timeout": timedelta(seconds=patience.repeating),
            },
        )
    except BaseError as error:
        raise explain(str(error), "read", place) from None
    return BucketStore(store, place, notes)


def _find_region(environ: Mapping[str, str]) -> str:
    return environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def _clean(etag: str | None) -> str:
    return (etag or "").removeprefix("W/").strip('"')
