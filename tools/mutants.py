"""Break the code in small ways, one at a time, and list the mutants that no test notices.

    make mutants                                       every pure package (takes a night)
    make mutants MODULES=html/tags.py                  one module, with the tests that import it
    make mutants MODULES=people TESTS="tests/people"   a package, with these tests

It works on a copy of the files in Git, tracked or untracked but not ignored, in a temporary folder.
A mutant is killed if a test fails or exceeds the timeout (10 s plus 4 times the usual time).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PURE_PACKAGES = (
    *("core", "schema", "i18n", "html", "markdown", "people", "series", "topics", "feeds"),
)
CONFIG = """\
[cosmic-ray]
module-path = {module!r}
timeout = {timeout:.1f}
excluded-modules = []
test-command = {command}
[cosmic-ray.distributor]
name = "local"
"""


def main() -> None:
    """Print the surviving mutants of each module, and their number."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", default=PURE_PACKAGES, help="below plugins/rostrum/")
    parser.add_argument("--tests", nargs="+", help="default: the tests that import the module")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        copy_files(copy)
        os.environ["PYTHONPATH"] = str(copy / "plugins")  # also for commands started by tests
        for module in list_modules(copy, options.modules):
            tests = options.tests or find_tests(copy, module)
            print(f"{module}, with {' '.join(tests)}", flush=True)
            survivors, count = run(copy, module, tests)
            for line in survivors:
                print(line)
            print(f"{len(survivors)} of {count} mutants survive.\n", flush=True)


def copy_files(folder: Path) -> None:
    """Copy the files tracked by Git, and untracked files not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def list_modules(folder: Path, names: list[str]) -> Iterator[str]:
    """Yield the modules of packages, as paths below `folder`."""
    for name in names:
        path = folder / "plugins/rostrum" / name
        if not path.exists():
            sys.exit(f"There is no plugins/rostrum/{name}.")
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if file.name != "__init__.py":
                yield file.relative_to(folder).as_posix()


def find_tests(folder: Path, module: str) -> list[str]:
    """Return the test files that import a module; the whole suite if none does."""
    package, _, name = module.removeprefix("plugins/").removesuffix(".py").rpartition("/")
    package = package.replace("/", r"\.")
    pattern = re.compile(rf"from {package}\.{name} import|from {package} import .*\b{name}\b")
    files = sorted((folder / "tests").rglob("test_*.py"))
    matching = [file for file in files if pattern.search(file.read_text("utf-8"))]
    return [file.relative_to(folder).as_posix() for file in matching] or ["tests"]


def run(folder: Path, module: str, tests: list[str]) -> tuple[list[str], int]:
    """Return a description of each surviving mutant, and the number of mutants."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    began = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    limit = 10 + 4 * (time.monotonic() - began)
    config = CONFIG.format(module=module, timeout=limit, command=json.dumps(" ".join(command)))
    (folder / "cosmic-ray.toml").write_text(config, "utf-8")
    session = folder / "mutants.sqlite"
    session.unlink(missing_ok=True)
    for step in (["init", "cosmic-ray.toml"], ["exec", "cosmic-ray.toml"]):
        subprocess.run(["cosmic-ray", *step, session.name], cwd=folder, check=True)
    dump = ["cosmic-ray", "dump", session.name]
    lines = subprocess.run(dump, cwd=folder, check=True, capture_output=True, text=True).stdout
    results = [json.loads(line) for line in lines.splitlines()]
    lost = [work for work, result in results if result is None or result["test_outcome"] is None]
    if lost:
        sys.exit(f"{len(lost)} mutants were not tried.")
    survivors = [pair for pair in results if pair[1]["test_outcome"] == "survived"]
    return [describe(*pair) for pair in survivors], len(results)


def describe(work: dict[str, Any], result: dict[str, Any]) -> str:
    """Return a mutant's location and its changed lines."""
    mutation = work["mutations"][0]
    line, column = mutation["start_pos"]
    location = f"{mutation['module_path']}:{line}:{column + 1}: {mutation['operator_name']}"
    changed = [it for it in result["diff"].splitlines() if re.match(r"[-+](?![-+])", it)]
    return "\n".join([location, *(f"    {it}" for it in changed)])


if __name__ == "__main__":
    main()
