"""A folder of a host as target, by SFTP, for hosts that offer nothing else.

Each file is written under another name and renamed. What is there is told by the host's own list.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.inventory import PARTIAL
from rostrum.publishing.digests import Digests, hash_content
from rostrum.publishing.in_place import list_folders
from rostrum.publishing.snapshot import LocalFile
from rostrum.publishing.target import RemoteFile, TargetError

if TYPE_CHECKING:
    from paramiko import SFTPClient, SSHClient

_CHANNELS = 4  # at the same time; sshd allows ten, hosts often less
_LONGEST = 60  # seconds until an answer


class SftpStore:
    """The files below a folder of a host, by the library paramiko.

    `place` names it in messages, `notes` is a folder for the digests of local files.
    """

    def __init__(self, client: SSHClient, root: str, place: str, notes: Path) -> None:
        self._client, self._root, self._place = client, root.rstrip("/"), place
        self._digests = Digests(notes, self.read, self.write)
        self._channels = threading.local()
        self._folders: set[str] = set()
        self._partial: list[str] = []
        with self._explaining():
            self._sftp.stat(root or ".")

    def list_files(self) -> Mapping[str, RemoteFile]:
        """Return all files by path, also those of others."""
        files: dict[str, RemoteFile] = {}
        folders = [""]
        with ThreadPoolExecutor(_CHANNELS) as pool, self._explaining():
            while folders:
                self._folders.update(folders)
                below: list[str] = []
                for folder, entries in zip(folders, pool.map(self._list, folders), strict=True):
                    for entry in entries:
                        path = f"{folder}{entry.filename}"
                        if stat.S_ISDIR(entry.st_mode):
                            below.append(f"{path}/")
                        elif path.endswith(PARTIAL):
                            self._partial.append(path)
                        else:
                            files[path] = RemoteFile(entry.st_size, digest=_name_version(entry))
                folders = below
        self._digests.note_list((path, file.digest) for path, file in files.items())
        return files

    def is_same(self, local: LocalFile, remote: RemoteFile) -> bool:
        """Return True if a file there has the bytes of a local one."""
        return local.size == remote.size and self._digests.is_same(local, remote.digest)

    def read(self, path: str) -> bytes:
        """Return the bytes of a small file, empty if there is none."""
        with self._explaining():
            try:
                with self._sftp.open(self._at(path)) as file:
                    return bytes(file.read())
            except FileNotFoundError:
                return b""

    def create(self, path: str, content: bytes) -> bool:
        """Write a small file that is not there; return False, and write nothing, if it is."""
        with self._explaining():
            try:
                with self._sftp.open(self._at(path), "wx") as file:
                    file.write(content)
            except OSError as error:  # the protocol has no code for a file that exists
                if not self._exists(path):
                    raise error from None
                return False
        return True

    def write(self, path: str, content: bytes) -> None:
        """Write or replace a small file."""
        with self._explaining():
            self._put(path, content)

    def upload(self, files: Sequence[LocalFile]) -> Iterator[None]:
        """Write or replace files, several at a time; yield after each."""
        written: dict[tuple[str, str], str] = {}
        with self._explaining():
            self._remove_partial()
            self._make_folders(files)
            pool = ThreadPoolExecutor(_CHANNELS)
            try:
                for task in as_completed([pool.submit(self._upload, file) for file in files]):
                    written |= task.result()
                    yield
            finally:
                pool.shutdown(cancel_futures=True)
        self._digests.save(written)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, and folders that are empty then; one that is missing is no error."""
        with self._explaining():
            for path in paths:
                with suppress(FileNotFoundError):
                    self._sftp.remove(self._at(path))
                for folder in reversed(list(list_folders(path))):
                    try:
                        self._sftp.rmdir(self._at(folder))
                    except OSError:  # it has other files
                        break
                    self._folders.discard(f"{folder}/")

    def close(self) -> None:
        """End the connection, and save the digests of local files."""
        self._digests.close()
        self._client.close()

    @property
    def _sftp(self) -> SFTPClient:
        """The channel of this thread: paramiko's may not be shared."""
        if not hasattr(self._channels, "sftp"):
            self._channels.sftp = self._client.open_sftp()
            self._channels.sftp.get_channel().settimeout(_LONGEST)
        channel: SFTPClient = self._channels.sftp
        return channel

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if self._root else path

    def _exists(self, path: str) -> bool:
        try:
            self._sftp.stat(self._at(path))
        except FileNotFoundError:
            return False
        return True

    def _list(self, folder: str) -> list[Any]:
        return list(self._sftp.listdir_attr(self._at(folder) or "."))

    def _upload(self, file: LocalFile) -> dict[tuple[str, str], str]:
        content = file.read()
        return {(file.path, self._put(file.path, content)): hash_content(content)}

    def _put(self, path: str, content: bytes) -> str:
        """Write a file under another name, rename it, and return its version."""
        place = self._at(path)
        written = self._sftp.putfo(BytesIO(content), f"{place}{PARTIAL}", len(content))
        try:
            self._sftp.posix_rename(f"{place}{PARTIAL}", place)
        except FileNotFoundError:
            raise
        except OSError:  # a host without this extension of OpenSSH renames to new names alone
            with suppress(FileNotFoundError):
                self._sftp.remove(place)
            self._sftp.rename(f"{place}{PARTIAL}", place)
        return _name_version(written)

    def _make_folders(self, files: Iterable[LocalFile]) -> None:
        wanted = {f"{folder}/" for file in files for folder in list_folders(file.path)}
        for folder in sorted(wanted - self._folders):
            try:
                self._sftp.mkdir(self._at(folder.rstrip("/")))
            except OSError:
                self._sftp.listdir_attr(self._at(folder))  # fails unless it is there
            self._folders.add(folder)

    def _remove_partial(self) -> None:
        for path in self._partial:
            with suppress(FileNotFoundError):
                self._sftp.remove(self._at(path))
        self._partial.clear()

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn an error of the library or the system within the context into a TargetError."""
        from paramiko import SSHException

        try:
            yield
        except (SSHException, EOFError) as error:
            raise TargetError(
                _(
                    "the connection to %(place)s broke: %(reason)s",
                    place=self._place,
                    reason=str(error),
                ),
                _("Publish again: what is there already is not transferred again."),
            ) from None
        except OSError as error:
            if error.errno:  # the library has words of its own for some
                error = OSError(error.errno, os.strerror(error.errno))
            reason = describe_error(error)
            raise TargetError(
                _("%(place)s: %(reason)s", place=self._place, reason=reason)
            ) from None


def _name_version(entry: Any) -> str:
    return f"{entry.st_size}-{entry.st_mtime}"
