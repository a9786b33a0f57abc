"""What the benchmark measures: a command with its children, and what it wrote."""

import os
import sys
from pathlib import Path

import pytest
from measure import CommandError, Cost, measured
from report import ratios
from work import Work, shortfall, written

MEGABYTE = 1_000_000
HOG = "import time; held = bytearray(b'x') * 60_000_000; time.sleep(0.6)"
TWO_HOGS = f"""
import subprocess, sys
children = [subprocess.Popen([sys.executable, "-c", {HOG!r}]) for _ in range(2)]
[child.wait() for child in children]
"""
BUSY_CHILD = """
import subprocess, sys
busy = "import time\\nwhile time.process_time() < 0.4: pass"
subprocess.run([sys.executable, "-c", busy])
"""


def python(code: str, folder: Path) -> Cost:
    return measured([sys.executable, "-c", code], folder, os.environ)


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    cost = python(TWO_HOGS, tmp_path)
    # A process begins with the memory of the one that started it, here pytest's.
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    ours = pages * os.sysconf("SC_PAGE_SIZE")
    assert 120 * MEGABYTE < cost.memory < 250 * MEGABYTE + ours
    assert 120 * MEGABYTE < cost.shared_once <= cost.memory
    assert cost.largest > 60 * MEGABYTE


def test_cpu_is_that_of_children_as_well(tmp_path: Path) -> None:
    cost = python(BUSY_CHILD, tmp_path)
    assert cost.cpu > 0.4


def test_a_command_that_fails_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"ended with 3:\n(.|\n)*no such post"):
        python("import sys; print('no such post'); sys.exit(3)", tmp_path)


def test_benchmark_counts_pages_feeds_entries_not_other_xml(tmp_path: Path) -> None:
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry/><entry/></feed>"
    (tmp_path / "tag").mkdir()
    (tmp_path / "index.html").write_text("<p>")
    (tmp_path / "tag" / "index.html").write_text("<p>")
    (tmp_path / "tag" / "atom.xml").write_text(atom)
    (tmp_path / "rss.xml").write_text("<rss><channel><item/></channel></rss>")
    (tmp_path / "sitemap.xml").write_text("<urlset><url/></urlset>")
    assert written(tmp_path) == Work(pages=2, feeds=2, entries=3)


def test_a_broken_feed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "rss.xml").write_text("<rss><channel>")
    with pytest.raises(ValueError, match=r"rss\.xml is not well-formed"):
        written(tmp_path)


def test_missing_work_is_named_and_more_work_is_welcome() -> None:
    want = Work(pages=1_468, feeds=246, entries=4_100)
    assert shortfall(want, Work(pages=2_000, feeds=246, entries=9_999)) == ""
    have = Work(pages=100, feeds=246, entries=4_099)
    assert shortfall(want, have) == "pages: 1,368, feed entries: 1"


def test_ratios_are_taken_turn_by_turn() -> None:
    def costs(*walls: float) -> list[Cost]:
        return [Cost(wall, 1.0, MEGABYTE, MEGABYTE, MEGABYTE) for wall in walls]

    # The medians are 4 and 2, but in two turns of three the first was the faster one.
    assert ratios(costs(1.0, 9.0, 4.0), costs(2.0, 1.0, 8.0))["wall s"] == 0.5
