"""An error in writing names the file that the person knows, never a temporary one."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from rostrum.cli.content_files import FileChanges, change_file, create_file
from rostrum.cli.printing import refuse_to_write

LONG = "a" * 300


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_that_cant_be_created_is_named(folder: Path) -> None:
    with pytest.raises(OSError, match="too long") as caught:
        create_file(folder / LONG, b"x")
    assert (caught.value.filename, caught.value.filename2) == (str(folder / LONG), None)
    assert [*folder.iterdir()] == []


def test_a_file_in_a_folder_that_takes_none_is_named(folder: Path) -> None:
    """/proc takes no files, not even from the administrator, who runs these tests in containers."""
    file = Path("/proc/self/a.md")
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the message depends on the system
        create_file(file, b"x")
    assert caught.value.filename == str(file)


def test_a_file_with_the_longest_possible_name_can_be_changed(folder: Path) -> None:
    file = folder / f"{'a' * 252}.md"
    create_file(file, b"x")
    change_file(file, b"y")
    assert file.read_bytes() == b"y"


def test_changes_that_fail_name_the_file_and_are_undone(folder: Path) -> None:
    file = folder / "a.md"
    file.write_bytes(b"x")
    with pytest.raises(OSError, match="too long") as caught:
        FileChanges({file: b"y"}, {file: folder / LONG}).make()
    assert caught.value.filename == str(folder / LONG)
    assert file.read_bytes() == b"x"


def test_the_refusal_shows_the_path_as_the_person_sees_it(folder: Path) -> None:
    error = OSError(errno.EACCES, "Permission denied", str(folder / "content" / "a.md"))
    assert (
        str(refuse_to_write(error).message) == "content/a.md can't be written: Permission denied."
    )
    named = refuse_to_write(error, folder / "blog")
    assert str(named.message) == "blog can't be written: Permission denied."
