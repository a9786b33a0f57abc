"""Run the jobs of a blog's CI files on this machine, with what their hosts provide faked.

The repository of a blog is at `origin`; each job works in a fresh clone of it. Instead of packages
from an index, jobs get the kit of this working copy; instead of a host's API, a program `gh` that
keeps its calls.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

PLUGINS = Path(__file__).parents[2] / "plugins"
JQ = shutil.which("jq")

_PYTHON = f"""\
#!/bin/sh
# Python of a job: it installs nothing.
echo "python $*" >> "$CALLS/python"
case "$1 $2" in
"-m pip") exit 0 ;;
"-m venv") mkdir -p "$3/bin" && cp "$0" "$(dirname "$0")/rostrum" "$3/bin"; exit ;;
esac
exec {sys.executable} "$@"
"""
_ROSTRUM = f"""\
#!/bin/sh
echo "rostrum $*" >> "$CALLS/rostrum"
if [ "$1" = publish ]; then ssh-add -l > "$CALLS/keys" 2>&1; fi
PYTHONPATH={PLUGINS} exec {sys.executable} -m rostrum "$@"
"""
_GH = f"""\
#!{sys.executable}
import json, os, pathlib, subprocess, sys
calls = pathlib.Path(os.environ["CALLS"])
words = sys.argv[1:]
fields = [words[n + 1] for n, word in enumerate(words) if word == "--field"]
body = "".join(pathlib.Path(it.partition("=@")[2]).read_text() for it in fields)
with (calls / "gh").open("a") as stream:
    stream.write(json.dumps({{"words": words, "body": body}}) + "\\n")
answers = json.loads((calls / "answers.json").read_text())
path = next(word for word in words if word.startswith("repos/"))
if path not in answers:
    sys.exit(1)
if "--jq" in words:
    query = words[words.index("--jq") + 1]
    subprocess.run(["{JQ}", "-r", query], input=json.dumps(answers[path]), text=True, check=True)
"""


@dataclass
class Job:
    """What a job did: its folders, what it printed, and whether it succeeded."""

    workspace: Path
    temp: Path
    succeeded: bool = True
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


class Machine:
    """A machine for jobs: a folder with the origin, programs, artifacts and recorded calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = folder / "origin"
        self.artifacts = folder / "artifacts"
        self.calls = folder / "calls"
        self._jobs = 0
        for name in ("bin", "home", "artifacts", "calls"):
            (folder / name).mkdir()
        self.answer({})
        for name, text in {"python": _PYTHON, "rostrum": _ROSTRUM, "gh": _GH}.items():
            program = folder / "bin" / name
            program.write_text(text, "utf-8")
            program.chmod(0o755)

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Set what the host's API answers for each path; another path is not found."""
        (self.calls / "answers.json").write_text(json.dumps(answers), "utf-8")

    def list_calls(self, program: str) -> list[str]:
        """Return the calls of a program so far."""
        file = self.calls / program
        return file.read_text("utf-8").splitlines() if file.exists() else []

    @property
    def api_calls(self) -> list[dict[str, Any]]:
        """The calls of the host's API: the words of each, and the body that was sent."""
        return [json.loads(line) for line in self.list_calls("gh")]

    def begin(self, ref: str, depth: int) -> Job:
        """Return a job in a fresh clone of a branch; depth 0 is the whole history."""
        self._jobs += 1
        job = Job(self.folder / f"job{self._jobs}", self.folder / f"temp{self._jobs}")
        job.temp.mkdir()
        limit = [f"--depth={depth}"] if depth else []
        command = ["git", "clone", "--quiet", *limit, "--branch", ref, self.origin.as_uri()]
        subprocess.run([*command, job.workspace], check=True, capture_output=True)
        return job

    def run(self, job: Job, script: str, variables: Mapping[str, str], *, options: str) -> bool:
        """Run commands in bash; return whether they succeeded."""
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder / "home"),
            "CALLS": str(self.calls),
            "LANG": "C.UTF-8",
            "CI": "true",
            **variables,
        }
        file = job.temp / "script.sh"
        file.write_text(script, "utf-8")
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", *options.split(), file],
            cwd=job.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        job.log += ended.stdout
        return ended.returncode == 0


class GitHub:
    """Runs jobs of a workflow of GitHub Actions. `context` has the values of expressions.

    A name that is not in it is an error, but for variables and secrets, which may be missing.
    """

    def __init__(self, machine: Machine, variables: Mapping[str, str], context: Mapping[str, Any]):
        self.machine = machine
        self.variables = {"GITHUB_ACTIONS": "true", **variables}
        self.context = context

    def run(self, path: str, name: str, *, ref: str) -> Job | None:
        """Run a job of a workflow on a branch; return None if its condition does not hold."""
        text = (self.machine.origin / path).read_text("utf-8")
        described = yaml.safe_load(text)["jobs"][name]
        if not evaluate(described.get("if", "true"), self.context):
            return None
        job = self._begin(described, ref)
        values = dict(self.context)
        for step in described["steps"]:
            if not self._take(step, job, described.get("env", {}), values):
                job.succeeded = False
                break
        return job

    def _begin(self, described: Mapping[str, Any], ref: str) -> Job:
        checkouts = [it for it in described["steps"] if "actions/checkout@" in it.get("uses", "")]
        if checkouts:
            return self.machine.begin(ref, checkouts[0]["with"].get("fetch-depth", 1))
        job = self.machine.begin(ref, 1)
        shutil.rmtree(job.workspace)
        job.workspace.mkdir()
        return job

    def _take(
        self, step: Mapping[str, Any], job: Job, shared: Mapping[str, str], values: dict[str, Any]
    ) -> bool:
        if "uses" in step:
            outputs = self._use(step, job)
            succeeded = True
        else:
            files = {name: job.temp / name for name in ("OUTPUT", "PATH", "STEP_SUMMARY")}
            for file in files.values():
                file.write_text("", "utf-8")
            variables = {
                **self.variables,
                "RUNNER_TEMP": str(job.temp),
                **{f"GITHUB_{name}": str(file) for name, file in files.items()},
                **{key: fill(it, values) for key, it in (shared | step.get("env", {})).items()},
            }
            succeeded = self.machine.run(job, fill(step["run"], values), variables, options="-e")
            job.summary += files["STEP_SUMMARY"].read_text("utf-8")
            lines = files["OUTPUT"].read_text("utf-8").splitlines()
            outputs = dict(line.split("=", 1) for line in lines)
        job.outputs |= outputs
        for key, value in outputs.items():
            values[f"steps.{step.get('id')}.outputs.{key}"] = value
        return succeeded or step.get("continue-on-error", False)

    def _use(self, step: Mapping[str, Any], job: Job) -> dict[str, str]:
        """Do what an action does; return its outputs."""
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        artifacts = self.machine.artifacts
        if action == "actions/download-artifact":
            shutil.copytree(artifacts / given["name"], job.workspace / given["path"])
        elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
            name, source = given.get("name", "github-pages"), job.workspace / given["path"]
            shutil.rmtree(artifacts / name, ignore_errors=True)
            if source.is_dir():
                shutil.copytree(source, artifacts / name)
            else:
                (artifacts / name).mkdir()
                shutil.copy(source, artifacts / name)
            return {"artifact-url": f"https://github.example/acme/blog/artifacts/{name}"}
        elif action == "actions/deploy-pages":
            return {"page_url": "https://acme.github.example/"}
        else:
            assert action in ("actions/checkout", "actions/setup-python"), action
        return {}


class GitLab:
    """Runs jobs of a pipeline of GitLab with some predefined variables."""

    def __init__(self, machine: Machine, variables: Mapping[str, str]) -> None:
        self.machine = machine
        self.variables = {"GITLAB_CI": "true", **variables}

    def run(self, path: str, name: str, *, ref: str) -> Job | None:
        """Run a job on a branch; return None if its rules do not hold."""
        described = yaml.safe_load((self.machine.origin / path).read_text("utf-8"))
        if not all(
            passes(part["rules"], self.variables)
            for part in (described["workflow"], described[name])
        ):
            return None
        job_variables = {key: str(it) for key, it in described[name].get("variables", {}).items()}
        variables = {**self.variables, **job_variables}
        job = self.machine.begin(ref, int(variables.get("GIT_DEPTH", 20)))
        lines = [*described["default"]["before_script"], *described[name]["script"]]
        job.succeeded = self.machine.run(job, "\n".join(lines), variables, options="-e -o pipefail")
        return job


def fill(text: Any, values: Mapping[str, Any]) -> str:
    """Return a text of a workflow with the values of its expressions."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda it: str(evaluate(it[1], values)), str(text))


_TOKEN = re.compile(r"\s*('[^']*'|[\w.-]+|==|!=|&&|\|\||!|[()])")


def evaluate(expression: str, values: Mapping[str, Any]) -> Any:
    """Return the value of an expression of GitHub Actions, with its comparisons and logic."""

    def translate(token: str) -> str:
        if token[0] == "'" or token in ("==", "!=", "(", ")"):
            return token
        words = {"&&": " and ", "||": " or ", "!": " not ", "true": "True", "false": "False"}
        return words.get(token) or f"look_up({token!r})"

    def look_up(name: str) -> Any:
        return values.get(name, "") if name.startswith(("vars.", "secrets.")) else values[name]

    tokens = _TOKEN.findall(expression)
    assert "".join(tokens) == re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", expression), expression
    return eval(" ".join(map(translate, tokens)), {"look_up": look_up})


def passes(rules: list[dict[str, str]], variables: Mapping[str, str]) -> bool:
    """Return whether one of GitLab's rules holds: comparisons with `==`, joined by `&&`."""
    return any(all(_holds(it, variables) for it in rule["if"].split(" && ")) for rule in rules)


def _holds(comparison: str, variables: Mapping[str, str]) -> bool:
    def value(written: str) -> str | None:
        if written == "null":
            return None
        return variables.get(written[1:]) if written[0] == "$" else written.strip('"')

    sides = [value(side) for side in comparison.split(" == ")]
    return bool(sides[0]) if len(sides) == 1 else sides[0] == sides[1]
