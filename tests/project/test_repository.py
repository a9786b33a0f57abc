"""The repository itself: what it pins, documents and keeps out."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from shutil import copytree
from typing import Any
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = (
    "requirements-build.lock",
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-moto.lock",
    "requirements-mutants.lock",
    "requirements-release.lock",
)
# Used without an import of ours: codehilite calls Pygments, zoneinfo reads tzdata.
USED_BY_OTHERS = {"pygments", "tzdata"}


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: Iterable[str]) -> set[str]:
    """Return the names of distributions, without their versions."""
    return {canonical(re.split(r"[<>=!~;\[ ]", requirement)[0]) for requirement in requirements}


def canonical(name: str) -> str:
    """Return a distribution's name as PEP 503 normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*groups: str) -> set[str]:
    """Return the direct dependencies of the program, and of the groups that are named."""
    settings = project()
    requirements = list(settings["project"]["dependencies"])
    for group in groups:
        requirements += settings["dependency-groups"][group]
    return names(requirements)


def extras() -> set[str]:
    """Return the dependencies that a site may install as well."""
    return names(chain.from_iterable(project()["project"]["optional-dependencies"].values()))


def locked(lock: str) -> dict[str, str]:
    """Return each requirement of a lock file, up to the next one, under its first line."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    return {block.splitlines()[0].rstrip(" \\"): block for block in blocks}


def imported(*folders: str) -> Iterator[str]:
    """Yield the distributions that the modules in some folders import, ours left out."""
    known = packages_distributions()
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    beside = [path for path in paths if "rostrum" not in path.parts]
    ours = {"rostrum"} | {path.stem for path in beside} | {path.parent.name for path in beside}
    for path in paths:
        for name in imports(path) - sys.stdlib_module_names - ours:
            yield from map(canonical, known.get(name, [f"unknown:{name}"]))


def imports(path: Path) -> set[str]:
    """Return the top-level modules that a file imports, absolutely."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def shipped(folder: str) -> list[str]:
    """Return what a folder holds of code, templates, styles and text, relative to it."""
    kinds = {".css", ".html", ".md", ".mo", ".po", ".py", ".svg", ".yaml"}
    found = [path.relative_to(ROOT / folder) for path in sorted((ROOT / folder).rglob("*"))]
    return [path.as_posix() for path in found if path.suffix in kinds and path.parts[0][0] != "."]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_library_has_one_version_and_its_hashes(lock: str) -> None:
    requirements = locked(lock)
    assert requirements
    for line, block in requirements.items():
        assert re.match(r"[a-z0-9.-]+==[0-9][0-9A-Za-z.]*( ; .+)?$", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), line


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_place_to_load_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|@|^\s*-[a-z]|--(index|extra|find|trusted)", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "groups"),
    [("requirements.lock", []), ("requirements-dev.lock", ["test", "bench"])],
)
def test_a_lock_file_holds_every_declared_library(lock: str, groups: list[str]) -> None:
    assert declared(*groups) <= names(list(locked(lock)))


def test_the_build_back_ends_are_pinned_with_their_hashes() -> None:
    """pip and uv check no hash of what they fetch to build a package in isolation."""
    groups = project()["dependency-groups"]
    assert names(groups["build"]) <= names(list(locked("requirements-build.lock")))
    assert {"hatchling", "setuptools"} <= names(groups["build"])


def test_the_package_itself_is_built_with_the_pinned_back_end() -> None:
    [required] = project()["build-system"]["requires"]
    assert required in locked("requirements-build.lock")


def test_the_lock_files_agree() -> None:
    assert set(locked("requirements.lock")) <= set(locked("requirements-dev.lock"))
    shared = set(LOCKS) - {"requirements-moto.lock"}  # for an environment of its own
    every = {line for lock in shared for line in locked(lock)}
    assert len({re.sub(r"==\S+", "", line) for line in every}) == len(every)


def test_dependencies_are_exactly_the_documented_ones() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (.{20,}) \|$", page, flags=re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(
        declared("build", "test", "release", "bench", "mutants", "moto")
    )


def test_what_the_code_imports_is_declared() -> None:
    assert set(imported("plugins/rostrum")) <= declared() | extras()
    assert set(imported("tests", "benchmarks")) <= declared("test", "bench")


def test_what_a_site_installs_is_used() -> None:
    assert declared() - set(imported("plugins/rostrum")) <= USED_BY_OTHERS


def test_the_wheel_carries_the_kit_the_theme_and_the_demo(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(tmp_path)], cwd=ROOT, check=True)
    [wheel] = tmp_path.glob("pelican_rostrum-*.whl")
    files = ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in files} == {"rostrum", "pelican_rostrum"}
    for folder, inside in {
        "plugins/rostrum": "",
        "theme": "theme/",
        "content": "demo/content/",
    }.items():
        expected = {f"rostrum/{inside}{path}" for path in shipped(folder)}
        assert expected
        assert expected <= set(files)


def test_the_licence_is_the_whole_agpl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "Version 3, 19 November 2007" in text
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert project()["project"]["license"] == "AGPL-3.0-or-later"


def test_gitignore_keeps_output_folder_and_no_build_files(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / ".gitignore").write_bytes((ROOT / "output" / ".gitignore").read_bytes())
    (tmp_path / "output" / "index.html").write_text("built")
    copytree(tmp_path / "output", tmp_path / "output" / "en")
    git = ["git", "-C", str(tmp_path), "-c", "core.excludesFile="]
    subprocess.run([*git, "init", "--quiet"], check=True)
    listed = subprocess.run(
        [*git, "ls-files", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "output/.gitignore" in listed.stdout.split()
    assert "index.html" not in listed.stdout


def test_the_output_folder_tracks_only_its_gitignore() -> None:
    git = ["git", "-C", str(ROOT), "-c", f"safe.directory={ROOT}", "ls-files", "output"]
    listed = subprocess.run(git, check=True, capture_output=True, text=True)
    assert listed.stdout.split() == ["output/.gitignore"]


def test_every_changelog_fragment_is_named_by_its_kind() -> None:
    kinds = "added|changed|fixed|removed|security"
    for fragment in (ROOT / "changelog.d").iterdir():
        names = rf"README\.md|template\.md\.jinja|[a-z0-9-]+\.({kinds})\.md"
        assert re.fullmatch(names, fragment.name)
        assert fragment.read_text(encoding="utf-8").strip()


def test_the_change_log_of_the_next_release_has_every_fragment() -> None:
    """towncrier adds the sections that its configuration names; a kind without one is lost."""
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "next"]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    fragments = [path for path in (ROOT / "changelog.d").glob("*.md") if path.name != "README.md"]
    for fragment in fragments:
        first = fragment.read_text("utf-8").strip().removeprefix("- ").splitlines()[0]
        assert first in shown, fragment.name
