"""The proof: search all files of a site for what is not out, and judge what is found.

What published sources say themselves is no secret, nor what the settings allow by name. Files
searched before, and not changed since, are not read again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from rostrum.cache.checksummed_file import read_cache_file, read_clock, write_cache_file
from rostrum.cache.file_stamps import FileStamp, is_racy, stamp
from rostrum.cache.fingerprints import digest_code
from rostrum.config.embargo_settings import AllowedText
from rostrum.core.hashing import digest, digest_bytes
from rostrum.core.parallel import Lost, WorkerPool
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.embargo.contents import Unsearchable, iter_parts
from rostrum.embargo.record import EmbargoRecord
from rostrum.embargo.search import SearchedSite, Searcher, make_searcher
from rostrum.embargo.secrets import Secret, SecretKind
from rostrum.embargo.sources import says_title
from rostrum.embargo.spellings import fold
from rostrum.output.inventory import list_output
from rostrum.output.manifest import MANIFEST

_SHARE = 200  # files in a task of a worker
_FEW = 400  # files that are searched sooner than a worker is started
_SAMPLE = 150  # files that are searched first
_NONE: set[bytes] = set()
_FILE = "embargo-proof"

Place = tuple[bytes, str, int]
"""The key of a secret, the part of the file in which it was found, and its offset there."""

_Files = dict[str, tuple[FileStamp, list[Place]]]


@dataclass
class Memory:
    """What earlier proofs of a folder found, by file; `secrets` are the keys of those searched.

    `said` are the source files that say a secret themselves, `digests` those of withheld files.
    """

    secrets: set[bytes] = field(default_factory=set)
    files: _Files = field(default_factory=dict)
    said: dict[bytes, tuple[str, FileStamp]] = field(default_factory=dict)
    digests: dict[str, tuple[FileStamp, str]] = field(default_factory=dict)


_DECODER = msgspec.msgpack.Decoder(Memory)


@dataclass(frozen=True, slots=True)
class Found:
    """A secret in a file: the path below the output folder, the part of the file, and the offset.

    The offset is in bytes; `part` is empty for the file itself.
    """

    secret: Secret
    path: str
    part: str
    offset: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of a proof.

    `leaks` are secrets in the files, `said` those that a published source says, with its path,
    `allowed` the uses of each allowance, and `unsearched` files with the reason. `files` were
    searched, `read` of them anew; `size` is that of all in bytes.
    """

    leaks: tuple[Found, ...]
    said: Mapping[Secret, str]
    allowed: Mapping[AllowedText, int]
    unsearched: Mapping[str, Translatable]
    secrets: Mapping[SecretKind, int]
    files: int
    read: int
    size: int

    @property
    def holds(self) -> bool:
        """Whether nothing of what is not out is in the files."""
        return not (self.leaks or self.unsearched)


@dataclass(frozen=True)
class ProvenFolder:
    """A folder to be proven, and what the proof needs besides the record of its build.

    `content` is the content folder and `list_sources` returns all files that may say a secret
    themselves; `read_copy` returns the bytes of a file as they would be published.
    """

    root: Path
    state_dir: Path
    content: Path
    list_sources: Callable[[], Iterable[str]]
    read_copy: Callable[[Path], bytes]
    allowed: tuple[AllowedText, ...] = ()
    workers: WorkerPool = field(default_factory=WorkerPool)


def prove(folder: ProvenFolder, record: EmbargoRecord, *, is_full: bool = False) -> Proof:
    """Return the proof for a folder; `is_full` reads all files again. Raises OSError."""
    file = folder.state_dir / _FILE
    version = (digest_code(), digest(str(folder.root), record.site))
    now = read_clock(file)
    memory = Memory() if is_full else _read_memory(file, version)
    secrets = tuple(_add_digests(record.secrets, folder, memory, now))
    stamps = {
        path: at
        for path in list_output(folder.root)
        if path != MANIFEST and (at := stamp(f"{folder.root}/{path}"))
    }
    said = _recall_said(secrets, memory)
    search = _Search(folder, record.site, stamps, memory)
    sample = [*stamps][:: len(stamps) // _SAMPLE + 1] if len(stamps) > 2 * _SAMPLE else []
    if sample:  # what each page says need not be found in each page
        found = search.run(_leave_out(secrets, said), sample)
        leaks, _allowed = _drop_allowed(found, folder.allowed)
        said |= _find_said({each.secret for each in leaks}, folder, record.site)
    sought = _leave_out(secrets, said)
    leaks, allowed = _drop_allowed(search.run(sought, [*stamps]), folder.allowed)
    said |= _find_said({each.secret for each in leaks}, folder, record.site)
    search.remember(sought, said, now)
    write_cache_file(file, msgspec.msgpack.encode(memory), *version)
    return Proof(
        tuple(each for each in leaks if each.secret not in said),
        said,
        allowed,
        search.unsearched,
        Counter(secret.kind for secret in secrets),
        len(stamps),
        len(search.read),
        sum(at[0] for at in stamps.values()),
    )


@dataclass(frozen=True)
class _Task:
    """What the search of a share of files needs, in any process."""

    root: Path
    secrets: tuple[Secret, ...]
    site: SearchedSite


@dataclass
class _Search:
    """The search of the files of a folder, given by their stamps.

    `places` are those of secrets in files that are searched, `searched` the keys of the secrets
    for which they are; `read` are the files read, `unsearched` those that can't be searched.
    """

    folder: ProvenFolder
    site: SearchedSite
    stamps: Mapping[str, FileStamp]
    memory: Memory
    places: dict[str, list[Place]] = field(default_factory=dict)
    searched: dict[str, set[bytes]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    unsearched: dict[str, Translatable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take over what is known of files that have not changed."""
        for path, (at, places) in self.memory.files.items():
            if self.stamps.get(path) == at:
                self.places[path] = list(places)
                self.searched[path] = self.memory.secrets

    def run(self, secrets: Sequence[Secret], paths: Sequence[str]) -> list[Found]:
        """Search files for secrets, those known only for what they were not searched for yet."""
        keys = {secret.key: secret for secret in secrets}
        shares: dict[frozenset[bytes], list[str]] = defaultdict(list)
        known: dict[int, frozenset[bytes]] = {}
        for path in paths:
            done = self.searched.get(path, _NONE)
            if id(done) not in known:
                known[id(done)] = frozenset(keys.keys() - done)
            shares[known[id(done)]].append(path)
        for wanted, files in shares.items():
            if wanted:
                self._search(tuple(keys[key] for key in keys if key in wanted), files)
        return [
            Found(keys[key], path, part, offset)
            for path in paths
            for key, part, offset in self.places.get(path, ())
            if key in keys
        ]

    def _search(self, secrets: tuple[Secret, ...], paths: Sequence[str]) -> None:
        task = _Task(self.folder.root, secrets, self.site)
        keys = {secret.key for secret in secrets}
        searched: dict[int, set[bytes]] = {}
        for path, places, reason in _run(task, paths, self.folder.workers):
            before = self.searched.get(path, _NONE)
            self.places.setdefault(path, []).extend(places)
            self.searched[path] = searched.setdefault(id(before), keys | before)
            if reason:
                self.unsearched[path] = reason
        self.read.update(paths)

    def remember(self, secrets: Iterable[Secret], said: Mapping[Secret, str], now: int) -> None:
        """Put into the memory what the next search need not find again."""
        memory, keys = self.memory, {secret.key for secret in secrets}
        memory.secrets = keys
        memory.files = {
            path: (at, [place for place in self.places.get(path, ()) if place[0] in keys])
            for path, at in self.stamps.items()
            if path not in self.unsearched and not is_racy(at, now)
        }
        memory.said = {
            secret.key: (path, at) for secret, path in said.items() if (at := stamp(path))
        }


def _leave_out(secrets: Iterable[Secret], said: Mapping[Secret, str]) -> list[Secret]:
    return [secret for secret in secrets if secret not in said]


def _recall_said(secrets: Iterable[Secret], memory: Memory) -> dict[Secret, str]:
    """Return the secrets that a source said at the last proof, and still does: it is the same."""
    known = ((secret, *memory.said.get(secret.key, ("", None))) for secret in secrets)
    return {secret: path for secret, path, at in known if path and stamp(path) == at}


_Searched = tuple[str, list[Place], Translatable | None]


def _run(task: _Task, paths: Sequence[str], workers: WorkerPool) -> Iterator[_Searched]:
    shares = [paths[n : n + _SHARE] for n in range(0, len(paths), _SHARE)]
    pool = workers if len(paths) > _FEW else WorkerPool(1)
    for result in pool.map(_search_share, task, shares):
        if isinstance(result, Lost):
            for path in result.share:
                yield path, [], _("the process that searched it %(reason)s", reason=result.reason)
        else:
            yield from result


def _search_share(task: _Task, paths: Sequence[str]) -> list[_Searched]:
    searcher = make_searcher(task.secrets, task.site)
    return [_search_file(task, searcher, path) for path in paths]


def _search_file(task: _Task, searcher: Searcher, path: str) -> _Searched:
    """Return the places of secrets in a file, each secret once, and the reason if it failed."""
    places: dict[int, tuple[str, int]] = {}
    reason: Translatable | None = None
    try:
        with open(f"{task.root}/{path}", "rb") as stream:  # noqa: PTH123 - this runs for each file
            content = stream.read()
        for part in iter_parts(path, content):
            for number in searcher.find_digest(part.content):
                places.setdefault(number, (part.name, 0))
            for number, offset in searcher.find_named(part.name or path, part.content).items():
                places.setdefault(number, (part.name, offset))
    except Unsearchable as error:
        reason = error.reason
    except OSError as error:
        reason = describe_error(error)
    found = [(task.secrets[n].key, *place) for n, place in sorted(places.items())]
    return path, found, reason


def _drop_allowed(
    found: Sequence[Found], allowed: Iterable[AllowedText]
) -> tuple[list[Found], dict[AllowedText, int]]:
    """Return what is not allowed by name, and the number of uses of each allowance."""
    uses = dict.fromkeys(allowed, 0)
    left = []
    for each in found:
        names = {each.secret.source, each.secret.text}
        folded = fold(each.secret.text)
        fitting = [item for item in uses if item.text in names or fold(item.text) == folded]
        for item in fitting:
            uses[item] += 1
        if not fitting:
            left.append(each)
    return left, uses


@dataclass(frozen=True)
class _SourceTask:
    """What the search of source files needs: secrets that were found in the output."""

    secrets: tuple[Secret, ...]
    site: SearchedSite


def _find_said(
    secrets: Collection[Secret], folder: ProvenFolder, site: SearchedSite
) -> dict[Secret, str]:
    """Return the secrets that a published source says itself, with the path of one that does."""
    said: dict[Secret, str] = {}
    if not secrets:
        return said
    task = _SourceTask(tuple(sorted(secrets, key=lambda secret: secret.key)), site)
    paths = [*folder.list_sources()]
    shares = [paths[n : n + _SHARE] for n in range(0, len(paths), _SHARE)]
    pool = folder.workers if len(paths) > _FEW else WorkerPool(1)
    for result in pool.map(_search_sources, task, shares):
        if isinstance(result, Lost):
            continue  # what it would say counts as a secret
        for number, path in result:
            said.setdefault(task.secrets[number], path)
    return said


def _search_sources(task: _SourceTask, paths: Sequence[str]) -> list[tuple[int, str]]:
    """Return the numbers of the secrets that source files say, each with the path."""
    searcher = make_searcher(task.secrets, task.site)
    shorts = {fold(each.text): n for n, each in enumerate(task.secrets) if each.is_short}
    said: list[tuple[int, str]] = []
    for path in paths:
        with suppress(OSError):
            content = Path(path).read_bytes()
            numbers = {*searcher.find(content), *searcher.find_digest(content)}
            numbers |= {shorts[text] for text in says_title(content, shorts.keys())}
            said.extend((number, path) for number in numbers)
    return said


def _add_digests(
    secrets: Iterable[Secret], folder: ProvenFolder, memory: Memory, now: int
) -> Iterator[Secret]:
    """Yield the secrets, files with the digests of their bytes as they are and as published."""
    digests: dict[str, tuple[FileStamp, str]] = {}
    for secret in secrets:
        if secret.kind is not SecretKind.FILE:
            yield secret
            continue
        file = folder.content / secret.text
        at = stamp(file)
        known = memory.digests.get(secret.text)
        if known and known[0] == at:
            value = known[1]
        else:
            value = " ".join(dict.fromkeys(_list_digests(file, secret.digest, folder.read_copy)))
        if at and not is_racy(at, now):
            digests[secret.text] = (at, value)
        yield replace(secret, digest=value)
    memory.digests = digests


def _list_digests(file: Path, known: str, read_copy: Callable[[Path], bytes]) -> Iterator[str]:
    if known:
        yield known
    with suppress(OSError):
        yield digest_bytes(file.read_bytes()).hex()
    try:
        yield digest_bytes(read_copy(file)).hex()
    except Exception:  # a picture that can't be published
        return


def _read_memory(file: Path, version: tuple[bytes, ...]) -> Memory:
    content = read_cache_file(file, *version)
    with suppress(msgspec.DecodeError, msgspec.ValidationError):
        return _DECODER.decode(content) if content else Memory()
    return Memory()
