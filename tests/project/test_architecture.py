"""What docs/architecture.md and CONTRIBUTING.md say of the package, as far as code can tell."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "rostrum"
FOLDERS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
PURE = ["comments", "feeds", "people", "schema", "series", "topics", "views"]
FILE_CALLS = {"iterdir", "glob", "open", "read_bytes", "read_text", "rglob", "scandir", "stat"}
FILE_CALLS |= {"mkdir", "rename", "unlink", "write_bytes", "write_text"}
CLOCKS = {"monotonic", "now", "perf_counter", "time_ns", "today", "utcnow"}
READ_CLOCKS = {
    "build/progress.py": "how long each stage takes",
    "cli/commands.py": "when the build began",
    "cli/init.py": "the date of a new blog's first post",
    "cli/new.py": "the date of a new post or comment",
    "cli/publish.py": "when the publication began",
    "pelican_plugin/settings.py": "the moment of a build without --as-of",
    "publishing/lock.py": "how long a lock has not been renewed",
    "publishing/owner.py": "how long ago the publication began",
    "server/serve.py": "what is saved during a build",
    "server/watcher.py": "what is saved before the watch began",
}


def modules(folder: str = "") -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and tree of each module, below one folder or all."""
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def calls(tree: ast.Module) -> set[str]:
    """Return the names of the functions and methods that a module calls."""
    functions = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = (getattr(function, "attr", getattr(function, "id", "")) for function in functions)
    return set(names)


@pytest.mark.parametrize("folder", FOLDERS)
def test_architecture_page_lists_each_folder(folder):
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert len(re.findall(rf"`{folder}/`", text.partition("## From a file")[0])) >= 1


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_docstring_says_purpose_entry_and_limit(folder):
    docstring = ast.get_docstring(ast.parse((PACKAGE / folder / "__init__.py").read_text("utf-8")))
    assert docstring is not None
    assert len(re.findall(r"[.:](?:\s|$)", docstring)) >= 2


@pytest.mark.parametrize("folder", PURE)
def test_pure_folder_touches_no_file(folder):
    assert {name: calls(tree) & FILE_CALLS for name, tree in modules(folder)} == {
        name: set() for name, _ in modules(folder)
    }


def test_clock_is_read_in_known_modules_only():
    assert {name for name, tree in modules() if calls(tree) & CLOCKS} <= {*READ_CLOCKS}


def test_values_of_a_build_are_frozen():
    changeable = {
        node.name
        for _, tree in modules("build")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator) and "frozen=True" not in ast.unparse(decorator)
    }
    assert changeable == {"Progress"}


def test_class_names_are_unique():
    classes = Counter(
        node.name
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, number in classes.items() if number > 1] == []


def test_names_of_tests_have_at_most_60_characters():
    paths = (ROOT / "tests").rglob("*.py")
    names = [
        name for path in paths for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    ]
    assert [name for name in names if len(name) > 60] == []


def patched_constants(path: Path) -> Iterator[str]:
    """Yield the constants of the package that a test sets to another value."""
    tree = ast.parse(path.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    package = {
        alias.asname or alias.name
        for node in imports
        if (node.module or "").partition(".")[0] == "rostrum"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setattr":
            owner, name = node.args[0], getattr(node.args[1], "value", "")
            if isinstance(owner, ast.Constant) and str(owner.value).startswith("rostrum."):
                name = str(owner.value).rpartition(".")[2]
            elif ast.unparse(owner).partition(".")[0] not in package:
                continue
            if isinstance(name, str) and name.isupper():
                yield f"{path.name}: {name}"


def test_no_test_patches_a_constant_of_the_package():
    paths = (ROOT / "tests").rglob("*.py")
    assert [patch for path in paths for patch in patched_constants(path)] == []


def test_patched_constants_are_recognised(tmp_path):
    test = tmp_path / "test_x.py"
    test.write_text(
        "from rostrum.reading import batch\n"
        "monkeypatch.setattr(batch, 'CHUNK_SIZE', 1)\n"
        "monkeypatch.setattr('rostrum.cache.store.LIMIT', 1)\n"
        "monkeypatch.setattr(batch, 'read_files', list)\n"
        "monkeypatch.setattr(os, 'SEEK_SET', 1)\n"
    )
    assert [*patched_constants(test)] == ["test_x.py: CHUNK_SIZE", "test_x.py: LIMIT"]


def test_no_test_imports_another_test():
    importing = re.compile(r"^(?:from|import) (?:\w+\.)*test_", re.MULTILINE)
    paths = (ROOT / "tests").rglob("*.py")
    assert [path.name for path in paths if importing.search(path.read_text("utf-8"))] == []


def test_files_of_tests_have_names_of_their_own():
    # Pytest imports test files of the same name as one module.
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
