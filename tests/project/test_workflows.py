"""The workflows that publish on a merge: what they run, from where, and what they never publish."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.ci_runs import passes
from support.warm_process import run_module

from rostrum.output.manifest import MANIFEST
from rostrum.scaffold.files import make_ci_file

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
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


def all_commands() -> list[str]:
    """Return every shell command of both workflows."""
    github, gitlab = load(".github/workflows/publish.yml"), load(".gitlab-ci.yml")
    here = [command for job in github["jobs"].values() for command in github_commands(job)]
    return here + [
        command
        for job in ("preview", "pages", "target")
        for command in gitlab_commands(gitlab, job)
    ]


INSTALL = "python -m pip install --quiet --requirement requirements.txt"
SET_UP = {
    "github": {
        f"- run: {INSTALL}\n": (
            '- run: make setup UV= && echo "$PWD/.venv/bin" >> "$GITHUB_PATH"\n'
        ),
        f"          python -m venv .venv\n          .venv/bin/{INSTALL}\n": (
            "          make setup UV=\n"
        ),
    },
    "gitlab": {
        f"    - {INSTALL}\n": ('    - make setup UV=\n    - export PATH="$PWD/.venv/bin:$PATH"\n'),
        f"            python -m venv .venv &&\n            .venv/bin/{INSTALL} &&\n": (
            "            make setup UV= &&\n"
        ),
    },
}


@pytest.mark.parametrize("host", SET_UP)
def test_this_repository_publishes_as_a_new_blog_does(host: str) -> None:
    """The files are equal but for the first two lines, and how the kit is installed."""
    path, content = make_ci_file(host)
    _version, _empty, expected = content.decode().split("\n", 2)
    for blogs, ours in SET_UP[host].items():
        assert blogs in expected
        expected = expected.replace(blogs, ours)
    assert (ROOT / path).read_text(encoding="utf-8") == expected


@cache
def usage(command: str) -> str:
    """Return what `rostrum --help COMMAND` prints; fails when there is no such command."""
    run = run_module(ROOT, "rostrum", "--help", command)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_github_publishes_only_what_is_on_main(github: Workflow) -> None:
    jobs = github["jobs"]
    assert github[True]["push"] == {"branches": ["main"]}
    for job in ("site", "target"):
        assert jobs[job]["if"].startswith("github.ref == 'refs/heads/main' && ")
    assert jobs["publish"]["needs"] == "site"
    assert [name for name, job in jobs.items() if uses(job, "actions/deploy-pages")] == ["publish"]
    assert [n for n, job in jobs.items() if uses(job, "actions/upload-pages-artifact")] == ["site"]


def test_gitlab_does_not_publish_the_manifest() -> None:
    pages = load(".gitlab-ci.yml")["pages"]
    assert pages["artifacts"]["exclude"] == [f"public/{MANIFEST}"]


def test_github_only_reads_where_it_builds(github: Workflow) -> None:
    assert "pull_request_target" not in github[True]
    assert github["permissions"] == {}
    assert github["jobs"]["preview"]["permissions"] == {"contents": "read"}
    assert github["jobs"]["site"]["permissions"] == {"contents": "read", "pages": "read"}
    assert github["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert not any("run" in step for step in github["jobs"]["publish"]["steps"])
    assert github["jobs"]["target"]["permissions"] == {"contents": "read"}


def test_github_comments_without_running_code_of_the_repository(github: Workflow) -> None:
    comment = github["jobs"]["comment"]
    assert comment["permissions"] == {"pull-requests": "write"}
    [download] = [step for step in comment["steps"] if "uses" in step]
    assert download["uses"].startswith("actions/download-artifact@")
    [command] = github_commands(comment)
    words = {line.split()[0] for line in command.splitlines() if line[:2] != "if"}
    assert words <= {"#", "{", "gh", "else", "fi"} | {w for w in words if "=" in w}


def test_only_the_step_that_publishes_has_secrets(github: Workflow) -> None:
    for name, job in github["jobs"].items():
        with_secrets = [step for step in job["steps"] if "secrets." in yaml.safe_dump(step)]
        assert [step.get("name") for step in with_secrets] == ["Publish"] * (name == "target")
    assert github["jobs"]["target"]["environment"] == {"name": "live"}


def test_github_puts_no_expression_into_a_command(github: Workflow) -> None:
    commands = [line for job in github["jobs"].values() for line in github_commands(job)]
    assert not any("${{" in line for line in commands)


def test_github_leaves_no_token_in_the_checkout(github: Workflow) -> None:
    checkouts = [step for job in github["jobs"].values() for step in uses(job, "actions/checkout")]
    assert len(checkouts) == 3
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_github_shows_a_pull_request_no_secret(github: Workflow) -> None:
    assert not re.search(r"secrets\.|github\.token", yaml.safe_dump(github["jobs"]["preview"]))


@pytest.mark.parametrize("file", WORKFLOWS)
def test_workflow_actions_are_pinned_to_commit_with_tag_and_date(file: Path) -> None:
    """A tag can be moved to another commit, as those of tj-actions/changed-files were in 2025."""
    lines = file.read_text(encoding="utf-8").splitlines()
    actions = [line.split("uses:")[1].strip() for line in lines if "uses:" in line]
    pinned = r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+, \d{4}-\d\d-\d\d"
    for action in actions:
        assert re.fullmatch(pinned, action), f"{file.name}: {action}"
    commits = {tuple(action.split("@")) for action in actions}
    assert len({name for name, _ in commits}) == len(commits), "an action in two versions"


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.stem)
def test_no_page_shows_an_action_or_image_that_is_not_pinned(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for action in re.findall(r"\buses: *(\S+)", text):
        assert re.search(r"@[0-9a-f]{40}$", action), action
    for image in re.findall(r"\bimage: *([\w./-]+:[\w.-]+)|`(python:[\w.-]+)`", text):
        assert re.search(r":\d+\.\d+\.\d+", "".join(image)), image


def test_dependabot_renews_the_pinned_actions() -> None:
    [update] = load(".github/dependabot.yml")["updates"]
    assert (update["package-ecosystem"], update["directory"]) == ("github-actions", "/")


def images(described: Any) -> Iterator[str]:
    """Yield the container images that a workflow names, at any depth."""
    if isinstance(described, dict):
        for key, value in described.items():
            if key in ("image", "services", "container"):
                yield from names(value)
            else:
                yield from images(value)
    elif isinstance(described, list):
        for value in described:
            yield from images(value)


def names(value: Any) -> Iterator[str]:
    """Yield the names in an `image:` or `services:`, each a text or a mapping with a name."""
    for item in value if isinstance(value, list) else [value]:
        yield item if isinstance(item, str) else item.get("name") or item["image"]


def test_every_container_image_has_an_exact_version(gitlab: Workflow, github: Workflow) -> None:
    found = [*images(gitlab), *images(github)]
    assert found
    for image in found:
        assert re.fullmatch(r"[\w./-]+:\d+\.\d+\.\d+-[a-z]+(@sha256:[0-9a-f]{64})?", image), image


def test_renovate_pins_the_images_of_gitlab() -> None:
    settings = json.loads((ROOT / "renovate.json").read_text(encoding="utf-8"))
    assert settings["enabledManagers"] == ["gitlabci"]
    assert "docker:pinDigests" in settings["extends"]


def test_both_hosts_build_with_the_same_exact_python(gitlab: Workflow, github: Workflow) -> None:
    steps = [step for job in github["jobs"].values() for step in uses(job, "actions/setup-python")]
    [version] = {step["with"]["python-version"] for step in steps}
    assert re.fullmatch(r"3\.\d+\.\d+", version)
    assert gitlab["default"]["image"].startswith(f"python:{version}-")


def test_github_runs_on_a_named_system(github: Workflow) -> None:
    assert not any("latest" in job["runs-on"] for job in github["jobs"].values())


def test_every_job_ends_in_time_and_two_never_publish_at_once(
    gitlab: Workflow, github: Workflow
) -> None:
    assert all(job["timeout-minutes"] <= 30 for job in github["jobs"].values())
    assert "github.ref" in github["concurrency"]["group"]
    assert gitlab["default"]["timeout"]
    assert gitlab["pages"]["resource_group"] == gitlab["target"]["resource_group"]


def test_no_run_takes_anything_from_a_cache(gitlab: Workflow, github: Workflow) -> None:
    """A merge request could leave something there for the job that publishes."""
    steps = [step for job in github["jobs"].values() for step in job["steps"]]
    assert not any("actions/cache" in step.get("uses", "") for step in steps)
    assert not any("cache" in step.get("with", {}) for step in steps)
    assert not any("cache" in part for part in gitlab.values())
    assert all("--full" in command for command in all_commands() if "rostrum build" in command)


@pytest.mark.parametrize(("uv", "option"), [("", "--no-cache-dir"), ("uv", "--no-cache")])
def test_the_set_up_in_ci_takes_no_package_from_a_cache(uv: str, option: str) -> None:
    installs = [line for line in set_up(f"UV={uv}", "CI=true") if " pip install " in line]
    assert len(installs) == 4
    assert all(option in line.split() for line in installs)


def test_workflow_setup_checks_hashes_and_builds_only_feedgen() -> None:
    """Build isolation would fetch a back-end that no lock file pins."""
    installs = [line for line in set_up("UV=") if " pip install " in line]
    *locked, editable = sorted(installs, key=lambda line: "--editable" in line)
    assert all("--no-build-isolation" in line for line in installs)
    assert all("--require-hashes --only-binary :all: --no-binary feedgen" in li for li in locked)
    assert [line.split()[-1] for line in locked] == [
        "requirements-build.lock",
        "requirements.lock",
        "requirements-dev.lock",
    ]
    assert "--no-deps" in editable


def set_up(*variables: str) -> list[str]:
    """Return the commands with which make sets up everything, none of them carried out."""
    command = ["make", "--dry-run", "--always-make", *variables, ".venv/.dev"]
    # A make around these tests hands its own options down, and CI would change the answer.
    environment = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "CI")}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout.splitlines()


def test_github_builds_the_preview_for_the_disk(github: Workflow) -> None:
    preview = github["jobs"]["preview"]
    assert preview["if"] == "github.event_name == 'pull_request'"
    build, base = [line for line in github_commands(preview) if "rostrum build" in line]
    assert build.endswith("--offline preview")
    assert base.startswith("git worktree add")
    upload, review = uses(preview, "actions/upload-artifact")
    assert (upload["with"]["path"], review["with"]["path"]) == ("preview", "review.md")


def test_workflow_github_builds_for_its_published_address(github: Workflow) -> None:
    site = github["jobs"]["site"]
    [build] = [step for step in site["steps"] if "rostrum build" in step.get("run", "")]
    assert build["run"] == 'rostrum build --full --site-url "$SITE_URL"'
    assert build["env"] == {"SITE_URL": "${{ steps.pages.outputs.url }}"}
    [upload] = uses(site, "actions/upload-pages-artifact")
    assert upload["with"]["path"] == "output"


@pytest.mark.parametrize("answer", ["https://acme.github.io/blog/", "https://blog.example"])
def test_github_asks_for_the_address_and_fails_without_one(
    answer: str, github: Workflow, tmp_path: Path
) -> None:
    [ask] = [step for step in github["jobs"]["site"]["steps"] if step.get("id") == "pages"]
    program = tmp_path / "gh"
    program.write_text(f'#!/bin/sh\n[ "$2" = repos/acme/blog/pages ] && echo {answer}\n')
    program.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_OUTPUT": "outputs"}

    def run(repository: str) -> int:
        variables = {**environment, "GITHUB_REPOSITORY": repository}
        command = ["bash", "-e", "-c", ask["run"]]  # the shell that GitHub runs steps with
        return subprocess.run(command, cwd=tmp_path, check=False, env=variables).returncode

    assert run("acme/unknown") == 1
    assert not (tmp_path / "outputs").exists()
    assert run("acme/blog") == 0
    assert (tmp_path / "outputs").read_text() == f"url={answer.rstrip('/')}\n"


def test_gitlab_publishes_only_from_the_default_branch(gitlab: Workflow) -> None:
    for job in ("pages", "target"):
        [rule] = gitlab[job]["rules"]
        assert rule["if"].startswith("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && ")
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    [build] = [line for line in gitlab["pages"]["script"] if "rostrum build" in line]
    assert build.endswith('--output public --site-url "$CI_PAGES_URL"')


def test_gitlab_keeps_the_preview_out_of_pages(gitlab: Workflow) -> None:
    preview = gitlab["preview"]
    assert preview["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert preview["artifacts"]["paths"] == ["review.md", "preview/"]
    assert "pages" not in preview
    assert not any("public" in command.partition("rostrum")[2] for command in preview["script"])


def test_workflow_github_builds_daily_for_scheduled_posts(github: Workflow) -> None:
    [schedule] = github[True]["schedule"]
    minute, hour, *days = schedule["cron"].split()
    assert days == ["*", "*", "*"]
    assert re.fullmatch(r"\*(/\d+)?|\d+(,\d+)*", hour)
    assert 0 < int(minute) < 60  # at the full hour, hosts are busy and start late
    # A schedule runs on the default branch, and neither job looks at the event.
    assert "event" not in github["jobs"]["site"]["if"] + github["jobs"]["target"]["if"]
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


def test_workflow_gitlab_merge_request_runs_once_unpublished(
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
        builds = [github_commands(github["jobs"][job]) for job in ("preview", "site", "target")]
    else:
        builds = [gitlab_commands(gitlab, job) for job in ("preview", "pages", "target")]
    for commands in builds:
        kinds = [
            next(
                (
                    kind
                    for kind in ("make setup", "rostrum check", "rostrum build", "rostrum publish")
                    if kind in command.partition("worktree")[0]
                ),
                "",
            )
            for command in commands
        ]
        first = [kind for kind in kinds if kind][:3]
        assert first[:2] == ["make setup", "rostrum check"]
        assert first[2] in ("rostrum build", "rostrum publish")


def test_what_is_published_is_proven_before(github: Workflow, gitlab: Workflow) -> None:
    """`rostrum publish` does it by itself."""
    site, pages = github["jobs"]["site"]["steps"], gitlab["pages"]["script"]
    assert site[-2]["run"] == "rostrum prove --full"
    assert pages[-1] == "rostrum prove --full --output public"


def test_only_the_previews_show_drafts(github: Workflow, gitlab: Workflow) -> None:
    jobs = {**github["jobs"], **{name: gitlab[name] for name in ("preview", "pages", "target")}}
    assert [name for name, job in jobs.items() if "PREVIEW" in yaml.safe_dump(job)] == ["preview"]
    assert not any("--preview" in yaml.safe_dump(jobs[name]) for name in jobs if name != "preview")


def test_every_make_target_that_they_call_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = {target for line in all_commands() for target in re.findall(r"\bmake ([a-z]+)", line)}
    assert called
    assert called <= set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))


def test_every_rostrum_command_and_option_that_they_call_exists() -> None:
    calls = [
        found
        for line in all_commands()
        for found in re.findall(
            r"\brostrum (build|check|prove|compare|publish|crosspost\.plan) (.*)", line
        )
    ]
    assert calls
    for command, arguments in calls:
        for option in re.findall(r"--[a-z-]+", arguments):
            assert re.search(rf"{option}\b", usage(command)), f"rostrum {command} {option}"


RELEASES = (".github/workflows/release.yml", ".github/workflows/release-admin.yml")


@pytest.mark.parametrize("file", RELEASES)
def test_a_release_has_no_right_where_code_of_ours_runs(file: str) -> None:
    workflow = load(file)
    jobs = workflow["jobs"]
    assert workflow["permissions"] == {}
    assert list(jobs) == ["build", "attest", "publish"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert not github_commands(jobs["attest"])
    assert not uses(jobs["attest"], "actions/checkout")
    [checkout] = uses(jobs["publish"], "actions/checkout")
    assert checkout["with"]["sparse-checkout"] == "requirements-release.lock"
    assert jobs["publish"]["permissions"] == {"contents": "read", "id-token": "write"}
    assert jobs["publish"]["environment"] == {"name": "pypi"}
    assert (jobs["attest"]["needs"], jobs["publish"]["needs"]) == ("build", "attest")


@pytest.mark.parametrize("file", RELEASES)
def test_a_release_takes_nothing_from_outside_into_a_command(file: str) -> None:
    jobs = load(file)["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    assert not any("${{" in step.get("run", "") for step in steps)
    assert not any("cache" in step.get("uses", "") for step in steps)
    checkouts = [step for job in jobs for step in uses(job, "actions/checkout")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert all(job["timeout-minutes"] <= 60 and "latest" not in job["runs-on"] for job in jobs)


def test_both_releases_attest_and_upload_by_the_same_steps() -> None:
    kit, admin = (load(file) for file in RELEASES)
    assert admin[True] == {"push": {"tags": ["admin-v*"]}}
    assert kit[True] == {"push": {"tags": ["v*"]}}
    for name in ("attest", "publish"):
        assert admin["jobs"][name] == kit["jobs"][name]


@pytest.mark.parametrize(
    ("tag", "code"), [("admin-v1.2.3", 0), ("admin-v1.2.4", 1), ("v1.2.3", 1), ("admin-v", 1)]
)
def test_the_editor_is_released_under_its_version(tmp_path: Path, tag: str, code: int) -> None:
    [step] = [it for it in load(RELEASES[1])["jobs"]["build"]["steps"] if "env" in it][:1]
    package = tmp_path / "packages" / "pelican-rostrum-admin"
    package.mkdir(parents=True)
    (package / "pyproject.toml").write_text('version = "1.2.3" # that of Sveltia CMS\n')
    run = subprocess.run(
        ["bash", "-e", "-c", step["run"]], cwd=tmp_path, env={**os.environ, "TAG": tag}, check=False
    )
    assert run.returncode == code
