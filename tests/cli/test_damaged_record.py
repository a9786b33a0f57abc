"""Commands that write the record of addresses: what they can't read of it is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.program import Run
from support.sites import post, write_files, write_settings

RECORD = "content/addresses.tsv"
LINES = "eins\tde\t2026/11/eins/\nzwei\tde\t2026/11/zwei/\n"
DAMAGES = [b"\xff\xfe\n", b"<<<<<<< HEAD\nx\ty\n", b"\xef\xbb\xbfa\tde\n"]


@pytest.fixture
def damaged(authored: Path, request: pytest.FixtureRequest) -> Path:
    """A site with two published posts and a damaged record; the title of one has changed."""
    files = {"posts/eins.md": post(title="Eins"), "posts/zwei.md": post(title="Anders")}
    write_files(authored / "content", files)
    (authored / RECORD).write_bytes(LINES.encode() + request.param)
    return authored


def read_all(folder: Path) -> dict[str, bytes]:
    files = (file for file in (folder / "content").rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


@pytest.mark.parametrize("damaged", DAMAGES, indirect=True)
@pytest.mark.parametrize(
    "call",
    [
        ("rename", "eins", "--slug", "einser"),
        ("rename", "eins", "--file", "einser.md"),
        ("unpublish", "eins"),
        ("check", "--fix", "--lang", "en"),
    ],
)
def test_a_damaged_record_is_never_overwritten(rostrum: Run, damaged: Path, call: tuple[str, ...]):
    before = read_all(damaged)
    code, _out, err = rostrum(*call)
    assert (code, f"{RECORD}:" in err, "error[addresses]" in err) == (1, True, True)
    assert read_all(damaged) == before


@pytest.mark.parametrize("call", [("rename", "eins", "--slug", "einser"), ("unpublish", "eins")])
def test_errors_elsewhere_are_named_when_nothing_is_recorded(
    rostrum: Run, authored: Path, call: tuple[str, ...]
):
    files = {"eins.md": post(title="Eins"), "kaputt.md": "---\ntitle: [\n---\n"}
    write_files(authored / "content/posts", files)
    write_files(authored, {RECORD: LINES})
    code, out, _err = rostrum(*call)
    assert code == 0
    assert (
        "The published addresses are left as they are, because of errors: content/posts/kaputt.md:"
        in out
    )
    assert ". Correct them, then write the addresses: rostrum check --fix.\n" in out
    assert (authored / RECORD).read_text() == LINES


def test_warnings_counted_as_errors_keep_nothing_from_the_record(rostrum: Run, authored: Path):
    write_settings(authored / "pelicanconf.py", {"ROSTRUM": {"levels": {"address-gone": "error"}}})
    write_files(authored, {"content/posts/eins.md": post(title="Eins", slug="neu"), RECORD: LINES})
    rostrum("check", "--fix", "--strict")
    assert "eins\tde\t2026/11/neu/\n" in (authored / RECORD).read_text()
