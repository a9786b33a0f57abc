"""Damaged files and settings: no traceback, no hang, no post that vanishes without a word.

`ROSTRUM_FUZZED` says how many damaged sites are built (`make soak`: 3,000), `ROSTRUM_FUZZ_SEED`
which ones. A failure names its number, what was done, and the files that are needed for it.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import tempfile
import traceback
from contextlib import chdir, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.mutations import EVERY, MODES, Damaged, damage
from support.sites import AS_OF, Built

from rostrum.build.options import BuildOptions
from rostrum.cli.results import tell_build
from rostrum.core.diagnostics import Diagnostic
from rostrum.pelican_plugin.runner import run_build

FUZZED = int(os.environ.get("ROSTRUM_FUZZED", "40"))
SEED = os.environ.get("ROSTRUM_FUZZ_SEED", "rostrum")
SLOW = 2.0  # seconds of CPU time that a damaged site may take longer than the whole one
HUNG = 20  # seconds of CPU time after which it is ended
MEMORY = 4 << 30  # bytes of address space that it may take
SOURCES = ("posts", "pages", "people", "series", "comments")
# Settings that say themselves which files are read as what, or with which date and status.
CHOOSING = (
    *("PATH", "ARTICLE_PATHS", "ARTICLE_EXCLUDES", "PAGE_PATHS", "PAGE_EXCLUDES", "IGNORE_FILES"),
    *("DEFAULT_METADATA", "PATH_METADATA", "FILENAME_METADATA", "EXTRA_PATH_METADATA", "READERS"),
    *("DEFAULT_DATE", "WITH_FUTURE_DATES", "OUTPUT_PATH", "DELETE_OUTPUT_DIRECTORY"),
)


@dataclass(frozen=True)
class Ended:
    """How the build of a damaged site ended: what is wrong with that, and its CPU time."""

    faults: tuple[str, ...]
    seconds: float


@pytest.fixture(scope="module")
def usual() -> float:
    """Return how much CPU time the site takes that nothing was done to, in seconds.

    It is built in this process first: its children then need not load modules and templates again.
    """
    for mode in MODES:
        with tempfile.TemporaryDirectory() as name, chdir("."):
            assert find_faults(Path(name, "site"), make_whole(mode), best=True) == []
    return max(build_apart(make_whole(mode)).seconds for mode in MODES)


@pytest.mark.parametrize("number", range(FUZZED))
def test_a_damaged_site_is_published_or_told_of(number: int, usual: float) -> None:
    if not is_well(build_apart(damage(SEED, number)), usual):
        pytest.fail(describe(*reduce(number, usual)), pytrace=False)


@pytest.mark.parametrize("mode", MODES)
def test_the_site_that_is_damaged_is_a_good_one(mode: str) -> None:
    whole = make_whole(mode)
    assert whole.changed == {}
    assert build_apart(whole, best=True).faults == ()


def make_whole(mode: str) -> Damaged:
    """Return the site that is damaged in the other tests, as it is before."""
    number = next(number for number in count() if damage(SEED, number).mode == mode)
    return damage(SEED, number, EVERY)


def is_well(ended: Ended, usual: float) -> bool:
    return not ended.faults and ended.seconds < usual + SLOW


def reduce(number: int, usual: float) -> tuple[Damaged, Ended]:
    """Return a damaged site that fails with as few of its mutations as possible, and how."""
    left_out: frozenset[int] = frozenset()
    for index in EVERY:
        if not is_well(build_apart(damage(SEED, number, left_out | {index})), usual):
            left_out |= {index}
    site = damage(SEED, number, left_out)
    return site, build_apart(site)


def describe(site: Damaged, ended: Ended) -> str:
    """Return what a person needs to see a failure again."""
    changed = [f"{name}: {_shorten(raw)}" for name, raw in site.changed.items()]
    head = f"number {site.number} of {SEED!r}, {site.mode}: {', '.join(site.done)}"
    return "\n".join([head, f"{ended.seconds:.1f} s of CPU time", *ended.faults, *changed])


def _shorten(raw: bytes) -> str:
    words = re.sub(rb"(.{1,30}?)\1{20,}", lambda it: b"%b (repeated)" % it[1], raw, flags=re.DOTALL)
    return repr(words)


def build_apart(site: Damaged, best: bool = False) -> Ended:
    """Build a damaged site in a process of its own, which may crash, and look at the result."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            _build_and_leave(Path(name), site, answer.fileno(), best)
        _, status, used = os.wait4(child, 0)
        answer.seek(0)
        faults = json.loads(answer.read() or "[]")
    if os.WIFSIGNALED(status):
        faults.append(f"the build was ended by signal {os.WTERMSIG(status)}")
    elif os.waitstatus_to_exitcode(status):
        faults.append("the build ended without an answer")
    return Ended(tuple(faults), used.ru_utime + used.ru_stime)


def _build_and_leave(root: Path, site: Damaged, answer: int, best: bool) -> None:
    """Build in this process, which is a child, write what is wrong, and end it."""
    resource.setrlimit(resource.RLIMIT_CPU, (HUNG, HUNG))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        log = os.open(root / "log", os.O_CREAT | os.O_RDWR)
        os.dup2(log, 1)
        os.dup2(log, 2)
        faults = find_faults(root / "site", site, best)
        sys.stdout.flush()
        sys.stderr.flush()
        if b"Traceback (most recent call last)" in os.pread(log, 1 << 24, 0):
            faults.append("a traceback was printed")
    except BaseException:
        faults = [traceback.format_exc()]
    with suppress(BaseException):
        os.write(answer, json.dumps(faults).encode())
        os._exit(0)
    os._exit(1)


def find_faults(root: Path, site: Damaged, best: bool = False) -> list[str]:
    """Build a damaged site in a folder, and return what is wrong with the result."""
    root.mkdir()
    os.chdir(root)
    for name, raw in site.files.items():
        file = Path("content", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    Path("pelicanconf.py").write_bytes(site.settings)
    settings = Path("pelicanconf.py")
    wish = BuildOptions(moment=datetime.fromisoformat(AS_OF), settings=settings, jobs=1)
    outcome = run_build(wish)
    built = Built(root, outcome.config.output if outcome.config else root / "output", outcome)
    said = f"{built.text}\n{json.dumps(built.json)}\n" + "\n".join(map(str, tell_build(outcome)))
    said.encode("utf-8")  # a terminal and a file take no lone surrogates
    if best:
        return [] if built.exitcode == 0 and not built.codes else [said]
    if built.exitcode and not built.report.errors:
        return ["nothing was published, and no error says why"]
    if outcome.site is None or chooses(site.settings):
        return []  # the settings are wrong, or say themselves what is left out
    return [fault for path in sorted(site.files) for fault in find_fault_of(path, site, built)]


def chooses(settings: bytes) -> bool:
    """Return whether damaged settings may leave files out by what they say."""
    words = set(re.findall(rb"\w+", settings))
    return any(word.encode() in words for word in CHOOSING)


def find_fault_of(path: str, site: Damaged, built: Built) -> list[str]:
    """Return what is wrong with what became of one file: it vanished without a word."""
    if not path.lower().endswith((".md", ".markdown")) or path.split("/")[0] not in SOURCES:
        return []
    if any(names(found, path) for found in built.report):
        return []
    library = built.outcome.site.library
    items = [*library.posts, *library.pages, *library.people, *library.series, *library.comments]
    item = next((item for item in items if item.path == path), None)
    if item is None:
        return [f"{path} was not read, and nothing says so"]
    if item in library.posts or item in library.pages:
        return find_fault_of_page(item, site.files[path], built)
    return []


def names(found: Diagnostic, path: str) -> bool:
    """Return whether a finding names a file: as its place, or in what Pelican says of it."""
    return plain(found.place.path) == plain(f"content/{path}") or path in str(found.message)


def plain(path: str) -> str:
    """Return a path without what a terminal must not get, however a finding has replaced it."""
    without = re.sub(r"\\x.{2}|\\u.{4}|\\U.{8}|\\[nrt]", "", path)
    return re.sub(r"[^!-~]", "", without)


def find_fault_of_page(item: Any, raw: bytes, built: Built) -> list[str]:
    """Return what is wrong with a post or page that was read: it is neither out nor withheld."""
    outcome = built.outcome
    if any(other.path == item.path for other in (*outcome.site.posts, *outcome.site.pages)):
        file = outcome.config.addresses.of(item).file
        there = built.exitcode or (built.output / file).is_file()
        return [] if there else [f"{item.path} is out, but not at {file}"]
    text = re.sub(rb"[\s\x00]", b"", raw).decode("utf-8", "replace").lower()
    if item.status == "draft":
        return [] if "draft" in text else [f"{item.path} is held back as a draft it does not name"]
    date = getattr(item, "date", None)
    says_so = date and date > outcome.config.visibility.moment and f"{date.year:04}" in text
    return [] if says_so else [f"{item.path} is held back, and nothing says why"]
