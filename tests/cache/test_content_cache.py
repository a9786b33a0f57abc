"""What was read before is not read again; and whatever happens to the cache, a build is right."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import ANNA, Built, cache_of, post

from rostrum.cache.fingerprints import digest_code
from rostrum.cache.store import Cache
from rostrum.cli.commands import build as build_command
from rostrum.reading.parser import SourceReader

FILES = {"people/anna.md": ANNA, "posts/a.md": post("Ein Text.\n")}
LIMIT = 1_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes" / "cache.sqlite"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files that are read from now on."""
    found: list[str] = []
    read = SourceReader.read

    def read_one(self, file, raw, report):
        found.append(file.path)
        return read(self, file, raw, report)

    monkeypatch.setattr(SourceReader, "read", read_one)
    return found


def keep(file: Path, values: dict[bytes, bytes], limit: int = LIMIT) -> None:
    cache = Cache(file, limit)
    cache.store((key, value, b"") for key, value in values.items())
    cache.close(values)
    assert cache.trouble == ""


def fetch(file: Path, *keys: bytes) -> dict[bytes, bytes]:
    cache = Cache(file, LIMIT)
    found = dict(cache.fetch(keys))
    cache.close(found)
    return found


# Values by key


def test_a_value_is_found_by_its_key_in_another_run(file):
    keep(file, {b"one": b"1", b"two": b"2" * 100_000})
    assert fetch(file, b"one", b"two", b"three") == {b"one": b"1", b"two": b"2" * 100_000}


def test_cache_answers_as_many_keys_as_a_large_site_has(file):
    values = {number.to_bytes(4, "big"): b"x" for number in range(5000)}
    keep(file, values)
    assert fetch(file, *values) == values


def test_the_oldest_values_go_when_there_are_too_many(file):
    for number in range(4):
        keep(file, {bytes([number]): bytes([number]) * 400_000})
    assert set(fetch(file, *(bytes([number]) for number in range(4)))) == {b"\x02", b"\x03"}


def test_cache_drops_long_unused_values_and_keeps_used_ones(file):
    keep(file, {b"old": b"1", b"wanted": b"2"})
    for _ in range(30):
        fetch(file, b"wanted")
    assert fetch(file, b"old", b"wanted") == {b"wanted": b"2"}


def test_two_builds_at_once_share_a_cache(file):
    one, two = Cache(file, LIMIT), Cache(file, LIMIT)
    one.store([(b"a", b"1", b"")])
    two.store([(b"b", b"2", b"")])
    both = {b"a": b"1", b"b": b"2"}
    assert one.fetch([*both]) == two.fetch([*both]) == both
    one.close([])
    two.store([(b"c", b"3", b"")])
    two.close([])
    assert one.trouble == two.trouble == ""
    assert len(fetch(file, b"a", b"b", b"c")) == 3


def test_a_cache_that_another_build_holds_for_long_is_left_to_it(file):
    keep(file, {b"a": b"1"})
    holder = sqlite3.connect(file)
    holder.execute("BEGIN EXCLUSIVE")
    cache = Cache(file, LIMIT, lock_timeout_seconds=0.05)
    assert cache.trouble == "database is locked"
    cache.store([(b"b", b"2", b"")])
    cache.close([])
    holder.rollback()
    holder.close()
    assert fetch(file, b"a", b"b") == {b"a": b"1"}


# Damage


def test_a_value_whose_bytes_have_changed_is_not_there(file):
    keep(file, {b"one": b"A" * 200, b"two": b"B" * 200})
    file.write_bytes(file.read_bytes().replace(b"A" * 200, b"A" * 199 + b"C"))
    assert fetch(file, b"one", b"two") == {b"two": b"B" * 200}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_cache_truncated_file_gives_no_wrong_value_and_recovers(file, share):
    values = {number.to_bytes(4, "big"): bytes([number]) * 2000 for number in range(200)}
    keep(file, values)
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * share)])
    assert fetch(file, *values).items() <= values.items()
    assert fetch(file, *values).items() <= values.items()
    keep(file, values)
    assert fetch(file, *values) == values


def test_no_flipped_bit_gives_a_wrong_value_or_stops_a_build(file):
    values = {number.to_bytes(4, "big"): bytes([number]) * 300 for number in range(40)}
    keep(file, values)
    raw = file.read_bytes()
    for place in range(0, len(raw), 61):
        flipped = raw[place] ^ (1 << place % 8)
        file.write_bytes(raw[:place] + bytes([flipped]) + raw[place + 1 :])
        assert fetch(file, *values).items() <= values.items()
        cache = Cache(file, 5000)
        cache.store([(b"new", b"x", b"")])
        cache.close([b"new"])
        for end in ("-wal", "-shm"):
            file.with_name(file.name + end).unlink(missing_ok=True)


def test_a_text_that_is_damaged_in_the_cache_is_read_again(build, tmp_path):
    build({**FILES, "posts/a.md": post("Unversehrt wie am ersten Tag.\n")})
    file = cache_of(tmp_path) / "cache.sqlite"
    raw = file.read_bytes()
    assert b"<p>Unversehrt" in raw  # as the text has it, which is kept beside what is known of it
    file.write_bytes(raw.replace(b"<p>Unversehrt", b"<p>Unversehrd"))
    site = build({}, {"SITENAME": "Anders"})  # prints every page anew
    assert site.findings == []
    assert "Unversehrt wie am ersten Tag." in site.page("2026/11/hallo/").text


@pytest.mark.parametrize("language", ["python", "mermaid"])
def test_cache_reads_a_post_once_although_its_lexer_is_imported(
    build, reads, monkeypatch, tmp_path, language
):
    """A program's own folder stands first in `sys.path`, and lexers are looked for there too."""
    (tmp_path / "programs").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "programs")
    monkeypatch.delitem(sys.modules, "pygments.lexers.python", raising=False)
    monkeypatch.setattr("pygments.lexers._lexer_cache", {})
    build({**FILES, "posts/a.md": post(f"```{language}\nx = 1\n```\n")})
    reads.clear()
    build({})
    assert reads == []


def test_a_build_with_a_damaged_cache_says_so_and_is_right(build, tmp_path, capsys):
    build(FILES)
    file = cache_of(tmp_path) / "cache.sqlite"
    file.write_bytes(b"no database at all" * 1000)
    build_command.body(None, jobs="1", as_of="2026-11-22", lang="en")
    said = capsys.readouterr()
    assert said.err == "The cache is left out: file is not a database.\n"
    assert said.out.startswith("Built output/ with 1 post, 1 person, no series")
    build_command.body(None, jobs="1", as_of="2026-11-22", lang="en", full=True)
    assert capsys.readouterr().err == ""


def test_cache_that_is_not_writable_is_skipped_with_a_message(build, tmp_path):
    (cache_of(tmp_path) / "cache.sqlite").mkdir(parents=True)
    site = build(FILES)
    assert site.exitcode == 0
    assert tuple(map(str, site.outcome.sources.notices)) == (
        "The cache is left out: unable to open database file.",
    )
    assert site.page("2026/11/hallo/").h1.get_text() == "Hallo"


# What is read again


def test_only_what_changed_is_read(build, reads):
    build(FILES)
    reads.clear()
    build({"posts/b.md": post(title="B")})
    assert reads == ["posts/b.md"]


def test_what_is_read_again_has_the_same_findings(build, reads):
    first = build({**FILES, "posts/b.md": post(title="B &amp; C")})
    reads.clear()
    again = build({})
    assert reads == []
    assert again.findings == first.findings
    assert again.codes == ["title-entity"]


def test_what_was_written_on_another_branch_is_still_there(build, reads):
    build(FILES)
    build({"posts/a.md": post("Anderswo.\n")})
    reads.clear()
    build(FILES)
    assert reads == []


def test_cache_is_bypassed_on_request_or_changed_setting(build, reads):
    build(FILES)
    reads.clear()
    build({}, no_cache=True)
    assert len(reads) == 2
    build({}, {"TIMEZONE": "Asia/Tokyo"})
    assert len(reads) == 4


def test_all_is_read_again_with_another_version_of_a_library(build, reads, monkeypatch, tmp_path):
    build(FILES)
    reads.clear()
    (tmp_path / "more-packages" / "markdown-99.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "more-packages")])
    digest_code.cache_clear()  # the next build is a process of its own
    build({})
    digest_code.cache_clear()
    assert len(reads) == 2


def test_cache_keeps_a_date_long_ago_unchanged(build):
    """Vienna was 1 h 5 min 21 s ahead of Greenwich, and offsets have minutes only (RFC 3339)."""
    first = build({**FILES, "posts/b.md": post(title="Gründung", date="1880-01-01")})
    fresh = first.read("1880/01/gruendung/")
    again = build({"people/anna.md": ANNA + "Seit langem.\n"}, no_cache=False)
    assert again.read("1880/01/gruendung/") == fresh
    assert 'datetime="1880-01-01T00:00:00+01:05"' in fresh


INCLUDE = """
from pathlib import Path
from markdown import Extension
from markdown.preprocessors import Preprocessor

class Include(Preprocessor):
    def run(self, lines):
        return [Path(line[1:]).read_text() if line[:1] == "<" else line for line in lines]

class Including(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Include(md), "include", 99)

def makeExtension(**options):
    return Including(**options)
"""


@pytest.fixture
def including(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Return settings with a library's extension that puts other files into a text."""
    folder = tmp_path / "more-packages"
    folder.mkdir()
    (folder / "including.py").write_text(INCLUDE)
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    yield {"MARKDOWN": {"extensions": ["extra", "including"]}}
    sys.modules.pop("including", None)


def test_a_text_that_includes_a_file_is_read_again(build, including, tmp_path, reads):
    (tmp_path / "part.txt").write_text("Der erste Teil.")
    build({**FILES, "posts/b.md": post("<part.txt\n", title="B")}, including)
    reads.clear()
    (tmp_path / "part.txt").write_text("Der zweite Teil.")
    site = build({})
    assert "Der zweite Teil." in site.read("2026/11/b/")
    assert "posts/b.md" in reads


def test_a_text_that_includes_a_declared_input_is_kept(build, including, tmp_path, reads):
    (tmp_path / "part.txt").write_text("Der erste Teil.")
    including["ROSTRUM"] = {"inputs": ["*.txt"]}
    build({**FILES, "posts/b.md": post("<part.txt\n", title="B")}, including)
    reads.clear()
    build({})
    assert reads == []
    (tmp_path / "part.txt").write_text("Der zweite Teil.")
    site = build({})
    assert "Der zweite Teil." in site.read("2026/11/b/")
    assert "posts/b.md" in reads


OWN = """
from rostrum.defaults import *
from markdown import Extension
from markdown.preprocessors import Preprocessor

class Words(Preprocessor):
    def run(self, lines):
        return [line.replace("Text", "WORD") for line in lines]

class Wording(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Words(md), "words", 99)

MARKDOWN = {"extensions": ["extra", Wording()]}
"""


def test_an_extension_of_the_site_s_own_has_all_read_again(build: Callable[..., Built]):
    build(FILES, OWN.replace("WORD", "Wort"))
    site = build({}, OWN.replace("WORD", "Satz"))
    assert "Ein Satz." in site.read("2026/11/hallo/")


def test_the_cache_holds_plain_values(build, tmp_path):
    build(FILES)
    raw = b"".join(file.read_bytes() for file in cache_of(tmp_path).glob("cache.sqlite*"))
    assert b'"title":"Hallo"' in raw
    assert b"\x80\x04\x95" not in raw  # how pickle begins


def test_reading_in_worker_processes_fills_the_cache_too(build, reads):
    build(FILES, jobs=2, chunk_size=1)
    reads.clear()
    build({}, jobs=1)
    assert reads == []
