"""The workflows that publish on a merge: what they run, from where, and what they never publish."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
Workflow = dict[Any, Any]


@pytest.fixture
def github() -> Workflow:
    return load(".github/workflows/publish.yml")


@pytest.fixture
def gitlab() -> Workflow:
    return load(".gitlab-ci.yml")


def load(path: str) -> Workflow:
    """Return a workflow; `on` is true in it, as YAML 1.1 has it."""
    workflow = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
    assert isinstance(workflow, dict)
    return workflow


def github_commands(job: Workflow) -> list[str]:
    """Return the shell commands of a GitHub job."""
    return [step["run"] for step in job["steps"] if "run" in step]


def gitlab_commands(workflow: Workflow, job: str) -> list[str]:
    """Return the shell commands of a GitLab job, those before each job first."""
    return [*workflow["default"]["before_script"], *workflow[job]["script"]]


def uses(job: Workflow, action: str) -> list[Workflow]:
    """Return the steps of a GitHub job that use an action."""
    return [step for step in job["steps"] if step.get("uses", "").startswith(f"{action}@")]


def passes(rules: list[dict[str, str]], variables: dict[str, str]) -> bool:
    """Say whether GitLab's rules, each `$A == $B` or `$A == "text"`, let something run."""

    def value(written: str) -> str:
        return variables.get(written[1:], "") if written[0] == "$" else written.strip('"')

    sides = [rule["if"].split(" == ") for rule in rules]
    return any(value(left) == value(right) for left, right in sides)


def all_commands() -> list[str]:
    """Return every shell command of both workflows."""
    github, gitlab = load(".github/workflows/publish.yml"), load(".gitlab-ci.yml")
    here = [command for job in github["jobs"].values() for command in github_commands(job)]
    return here + [
        command for job in ("preview", "pages") for command in gitlab_commands(gitlab, job)
    ]


@cache
def usage(command: str) -> str:
    """Return what `rostrum COMMAND --help` prints; fails when there is no such command."""
    run = subprocess.run(
        [sys.executable, "-c", "from rostrum.commands import main; main()", command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_github_publishes_only_what_is_on_main(github: Workflow) -> None:
    jobs = github["jobs"]
    assert github[True]["push"] == {"branches": ["main"]}
    assert jobs["site"]["if"] == "github.ref == 'refs/heads/main'"
    assert jobs["publish"]["needs"] == "site"
    assert [name for name, job in jobs.items() if uses(job, "actions/deploy-pages")] == ["publish"]
    assert [n for n, job in jobs.items() if uses(job, "actions/upload-pages-artifact")] == ["site"]


def test_github_only_reads_where_it_builds(github: Workflow) -> None:
    assert "pull_request_target" not in github[True]
    assert github["permissions"] == {"contents": "read"}
    assert "permissions" not in github["jobs"]["preview"]
    assert "write" not in github["jobs"]["site"]["permissions"].values()
    assert github["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert not any("run" in step for step in github["jobs"]["publish"]["steps"])


def test_github_puts_no_expression_into_a_command(github: Workflow) -> None:
    commands = [line for job in github["jobs"].values() for line in github_commands(job)]
    assert not any("${{" in line for line in commands)


def test_github_pins_every_action_to_a_version(github: Workflow) -> None:
    steps = [step for job in github["jobs"].values() for step in job["steps"]]
    actions = [step["uses"] for step in steps if "uses" in step]
    assert actions
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in actions)


def test_github_keeps_the_preview_for_its_reviewers(github: Workflow) -> None:
    preview = github["jobs"]["preview"]
    assert preview["if"] == "github.event_name == 'pull_request'"
    [build] = [line for line in github_commands(preview) if "rostrum build" in line]
    # Its readers unpack it and serve it at the root of their machine, whatever SITEURL's folder.
    assert build.endswith("build --preview --output preview --site-url http://127.0.0.1:8000")
    [upload] = uses(preview, "actions/upload-artifact")
    assert upload["with"]["path"] == "preview"


def test_github_builds_the_site_for_the_address_it_is_published_at(github: Workflow) -> None:
    site = github["jobs"]["site"]
    [build] = [step for step in site["steps"] if "rostrum build" in step.get("run", "")]
    assert build["run"] == '.venv/bin/rostrum build --site-url "$SITE_URL"'
    assert build["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}"}
    [upload] = uses(site, "actions/upload-pages-artifact")
    assert upload["with"]["path"] == "output"


def test_gitlab_publishes_only_from_the_default_branch(gitlab: Workflow) -> None:
    assert gitlab["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    assert '--output public --site-url "$CI_PAGES_URL"' in gitlab["pages"]["script"][0]


def test_gitlab_keeps_the_preview_out_of_pages(gitlab: Workflow) -> None:
    preview = gitlab["preview"]
    assert preview["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert preview["artifacts"]["paths"] == ["preview/"]
    assert "pages" not in preview
    assert not any("public" in command for command in preview["script"])


def test_gitlab_links_to_the_preview_of_a_project_in_a_subgroup(gitlab: Workflow) -> None:
    [assignment] = [line for line in gitlab["preview"]["script"] if line.startswith("PREVIEW_URL=")]
    variables = {
        "CI_PROJECT_ROOT_NAMESPACE": "acme",
        "CI_PAGES_DOMAIN": "pages.example",
        "CI_PROJECT_PATH": "acme/communications/blog",
        "CI_JOB_ID": "42",
    }
    run = subprocess.run(
        ["sh", "-c", f'{assignment}; printf %s "$PREVIEW_URL"'],
        capture_output=True, text=True, check=True, env=variables,
    )  # fmt: skip
    expected = "https://acme.pages.example/-/communications/blog/-/jobs/42/artifacts/preview"
    assert run.stdout == expected


def test_github_builds_again_every_day_for_posts_that_were_scheduled(github: Workflow) -> None:
    [schedule] = github[True]["schedule"]
    minute, hour, *days = schedule["cron"].split()
    assert days == ["*", "*", "*"]
    assert re.fullmatch(r"\*(/\d+)?|\d+(,\d+)*", hour)
    assert 0 < int(minute) < 60  # at the full hour, hosts are busy and start late
    # A schedule runs on the default branch, and neither job looks at the event.
    assert "event" not in github["jobs"]["site"]["if"]
    assert "if" not in github["jobs"]["publish"]


def test_gitlab_publishes_when_a_pipeline_schedule_runs(gitlab: Workflow) -> None:
    schedule = {
        "CI_PIPELINE_SOURCE": "schedule",
        "CI_COMMIT_BRANCH": "main",
        "CI_DEFAULT_BRANCH": "main",
    }
    assert passes(gitlab["workflow"]["rules"], schedule)
    assert passes(gitlab["pages"]["rules"], schedule)
    assert not passes(gitlab["preview"]["rules"], schedule)


def test_gitlab_runs_one_pipeline_for_a_merge_request_and_publishes_nothing(
    gitlab: Workflow,
) -> None:
    request = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_DEFAULT_BRANCH": "main"}
    push = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "draft", "CI_DEFAULT_BRANCH": "main"}
    assert passes(gitlab["workflow"]["rules"], request)
    assert passes(gitlab["preview"]["rules"], request)
    assert not passes(gitlab["pages"]["rules"], request)
    assert not passes(gitlab["workflow"]["rules"], push)


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_the_content_is_tested_before_anything_is_built(
    host: str, github: Workflow, gitlab: Workflow
) -> None:
    if host == "github":
        builds = [github_commands(github["jobs"][job]) for job in ("preview", "site")]
    else:
        builds = [gitlab_commands(gitlab, job) for job in ("preview", "pages")]
    for commands in builds:
        build = next(n for n, command in enumerate(commands) if "rostrum build" in command)
        assert commands.index("make setup UV=") < commands.index("make check") < build


def test_only_the_previews_show_drafts() -> None:
    for command in all_commands():
        if "rostrum build" in command:
            assert ("--preview" in command) == ("--output preview" in command), command


def test_every_make_target_that_they_call_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = {target for line in all_commands() for target in re.findall(r"\bmake ([a-z]+)", line)}
    assert called
    assert called <= set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))


def test_every_rostrum_command_and_option_that_they_call_exists() -> None:
    calls = [
        found for line in all_commands() for found in re.findall(r"bin/rostrum (\S+)(.*)", line)
    ]
    assert calls
    for command, arguments in calls:
        for option in re.findall(r"--[a-z-]+", arguments):
            assert re.search(rf"{option}\b", usage(command)), f"rostrum {command} {option}"
