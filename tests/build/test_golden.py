"""The demo's core pages, byte for byte as they were when somebody last looked at them.

A change of what readers get shows here as a diff; `make golden` takes it on, for the commit.
"""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from support.demo import build_demo, write_demo

GOLDEN = Path(__file__).parents[1] / "golden"
SHOWN = 60  # lines of a difference
FILES = (
    "index.html",
    "en/index.html",
    "2026/08/gastbeitrag-hotline/index.html",
    "2026/11/fehlerliste/index.html",
    "series/zwoelf-schritte/index.html",
    "people/magdalena-hofer/index.html",
    "topics/index.html",
    "feeds/index.html",
    "rss.xml",
    "atom.xml",
    "comments/rss.xml",
    "2026/11/fehlerliste/comments/atom.xml",
    "sitemap.xml",
    "robots.txt",
)


@pytest.mark.parametrize("name", FILES)
def test_the_demo_is_as_it_was(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    made = drop_versions((build_demo(tmp_path_factory) / name).read_bytes())
    kept = (GOLDEN / name).read_bytes()
    if made != kept:
        words = f"{name} has changed. If it should have, `make golden` keeps the new one:"
        pytest.fail(f"{words}\n\n{compare(kept, made)}", pytrace=False)


def drop_versions(page: bytes) -> bytes:
    """Return a page without the versions of stylesheet and script, which change with these."""
    return re.sub(rb"(/theme/[\w./]+)\?v=[0-9a-f]{10}", rb"\1", page)


def test_no_golden_file_is_left_over() -> None:
    kept = (file.relative_to(GOLDEN).as_posix() for file in GOLDEN.rglob("*") if file.is_file())
    assert sorted(kept) == sorted(FILES)


def test_a_difference_is_shown_line_by_line() -> None:
    assert compare(b"a\nb\n", b"a\nc\n") == "--- kept\n+++ made\n@@ -1,2 +1,2 @@\n a\n-b\n+c"
    assert compare(b"a\n", b"a\r\n") == "only in the ends of lines or the encoding"


def compare(kept: bytes, made: bytes) -> str:
    """Return the first lines in which two files differ, as a unified diff."""
    before, after = (text.decode("utf-8", "replace").splitlines() for text in (kept, made))
    lines = list(difflib.unified_diff(before, after, "kept", "made", lineterm=""))
    more = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
    return "\n".join(lines[:SHOWN] + more) or "only in the ends of lines or the encoding"


def renew() -> None:
    """Keep what the demo is made into now."""
    with tempfile.TemporaryDirectory() as folder:
        write_demo(Path(folder) / "demo")
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name in FILES:
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            made = (Path(folder) / "demo" / "output" / name).read_bytes()
            (GOLDEN / name).write_bytes(drop_versions(made))
    print(f"Kept {len(FILES)} files below tests/golden/. Look at them: git diff tests/golden")


if __name__ == "__main__":
    renew()
