"""What tools/fetch-admin.py accepts, and what it changes in the script."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "fetch-admin.py"
PACKAGE = ROOT / "packages" / "pelican-rostrum-admin"


@pytest.fixture(name="tool", scope="module")
def load_tool() -> ModuleType:
    spec = spec_from_file_location("fetch_admin", TOOL)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_another_tarball_is_refused(tmp_path: Path) -> None:
    tarball = tmp_path / "other.tgz"
    tarball.write_bytes(b"other")
    ended = subprocess.run(
        [sys.executable, TOOL, tarball], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "has another hash than expected: sha512-" in ended.stderr


def test_the_addresses_of_others_are_replaced(tool: ModuleType) -> None:
    script = " ".join(f"load('{text}')" for text in {**tool.MOVED, **tool.MENDED})
    moved = tool.move(script)
    assert "https://" not in moved
    assert moved.count("load(") == len(tool.MOVED) + len(tool.MENDED)


def test_a_script_without_one_of_them_is_refused(tool: ModuleType) -> None:
    first, *others = {**tool.MOVED, **tool.MENDED}
    for script in (" ".join(others), " ".join([first, first, *others])):
        with pytest.raises(SystemExit, match="does not have"):
            tool.move(script)


def test_the_package_has_the_version_of_the_editor(tool: ModuleType) -> None:
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == tool.VERSION
    assert tool.VERSION in (PACKAGE / "README.md").read_text("utf-8")
    kit = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (required,) = kit["optional-dependencies"]["admin"]
    assert re.match(r"[\w-]+", required)[0] == project["name"]


def test_no_file_of_the_editor_is_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "packages"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {Path(name).name for name in listed.stdout.split()} == {
        "README.md",
        "__init__.py",
        "pyproject.toml",
    }


def test_both_packages_are_built_by_the_same_back_end() -> None:
    built = [
        tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["build-system"]
        for folder in (ROOT, PACKAGE)
    ]
    assert built[0] == built[1]
