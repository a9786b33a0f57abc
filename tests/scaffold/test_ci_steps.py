"""The CI files of a new blog in fresh clones: what reviewers get, and what is published."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.ci_runs import JQ, PLUGINS, GitHub, GitLab, Job, Machine

from rostrum.scaffold.files import CI_FILES

HOSTILE = "Was $(touch pwned) `touch pwned` \"; touch pwned; ' @everyone [x](http://e.example)"
BRANCH = "x-$(touch${IFS}pwned)`touch${IFS}pwned`'"
DRAFT = "Noch geheim"
SHA = "c0ffee" * 6 + "c0ff"
WORKFLOW, PIPELINE = CI_FILES["github"], CI_FILES["gitlab"]
COMMENTS = "repos/acme/blog/issues/7/comments"

pytestmark = pytest.mark.skipif(
    JQ is None and not os.environ.get("ROSTRUM_REQUIRE_SERVERS"),
    reason="jq is not installed: it stands for the one inside gh",
)


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=Anna", "-c", "user.email=anna@blog.example"]
    command = ["git", *identity, *words]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def write_post(origin: Path, name: str, title: str, *keys: str) -> None:
    lines = ["---", f"title: {json.dumps(title)}", "date: 2020-01-02", "authors: [anna]", *keys]
    text = "\n".join([*lines, "---", "Ein Satz."]) + "\n"
    (origin / "content" / "posts" / name).write_text(text, "utf-8")


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the repository of a blog: `main`, `change` with a hostile post, `merge` of both."""
    origin = tmp_path_factory.mktemp("blog") / "origin"
    program = [sys.executable, "-m", "rostrum", "init", origin]
    for words in (("--ci=github", "--lang=de", "--author=Anna"), ("--ci=gitlab", "--only-ci")):
        subprocess.run(
            [*program, *words],
            env={**os.environ, "PYTHONPATH": str(PLUGINS)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    git(origin, "init", "--quiet", "--initial-branch=main")
    settings = origin / "pelicanconf.py"
    extra = 'ROSTRUM["crosspost_days"] = 36500\nROSTRUM["cards"] = False\n'
    settings.write_text(settings.read_text("utf-8") + extra, "utf-8")
    for page in (origin / "content" / "pages").iterdir():  # to be completed before a publication
        page.write_text(page.read_text("utf-8").replace("TODO", "Musterstraße 1"), "utf-8")
    write_post(origin, "bleibt.md", "Bleibt")
    write_post(origin, "entwurf.md", DRAFT, "status: draft")
    commit(origin)
    git(origin, "checkout", "--quiet", "-b", "change")
    write_post(origin, "neu.md", HOSTILE)
    commit(origin)
    git(origin, "branch", BRANCH)
    git(origin, "checkout", "--quiet", "-b", "merge", "main")
    git(origin, "merge", "--quiet", "--no-ff", "--no-edit", "change")
    git(origin, "checkout", "--quiet", "main")
    return origin


@pytest.fixture
def machine(tmp_path: Path, blog: Path) -> Machine:
    """Return a machine with a copy of the blog."""
    machine = Machine(tmp_path)
    shutil.copytree(blog, machine.origin)
    return machine


def commit(origin: Path) -> None:
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message", HOSTILE)


def change(machine: Machine, branch: str, path: str, text: str) -> None:
    """Commit a file to a branch of the origin."""
    git(machine.origin, "checkout", "--quiet", branch)
    (machine.origin / path).write_text(text, "utf-8")
    commit(machine.origin)
    git(machine.origin, "checkout", "--quiet", "main")


def pull_request(machine: Machine, *, private: bool = False, fork: bool = False) -> GitHub:
    head = "mallory/blog" if fork else "acme/blog"
    variables = {
        "GITHUB_REPOSITORY": "acme/blog",
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_REF_NAME": "7/merge",
        "GITHUB_HEAD_REF": BRANCH,
        "GITHUB_BASE_REF": "main",
    }
    context = {
        "github.event_name": "pull_request",
        "github.ref": "refs/pull/7/merge",
        "github.repository": "acme/blog",
        "github.event.repository.private": private,
        "github.event.pull_request.number": 7,
        "github.event.pull_request.head.sha": SHA,
        "github.event.pull_request.head.repo.full_name": head,
        "github.head_ref": BRANCH,
        "github.event.pull_request.title": HOSTILE,
        "github.token": "t0ken",
    }
    return GitHub(machine, variables, context)


def merged(machine: Machine, **more: str) -> GitHub:
    variables = {"GITHUB_REPOSITORY": "acme/blog", "GITHUB_REF": "refs/heads/main"}
    context = {
        "github.event_name": "push",
        "github.ref": "refs/heads/main",
        "github.repository": "acme/blog",
        "github.token": "t0ken",
    }
    return GitHub(machine, variables, context | more)


def request_variables(machine: Machine, visibility: str) -> dict[str, str]:
    return {
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_DEFAULT_BRANCH": "main",
        "CI_COMMIT_REF_NAME": BRANCH,
        "CI_COMMIT_REF_SLUG": "x-touch-ifs-pwned",
        "CI_MERGE_REQUEST_TITLE": HOSTILE,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": BRANCH,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(machine.origin, "merge-base", "main", "change"),
        "CI_PROJECT_VISIBILITY": visibility,
        "CI_PROJECT_ROOT_NAMESPACE": "acme",
        "CI_PAGES_DOMAIN": "pages.example",
        "CI_PROJECT_PATH": "acme/team/blog",
        "CI_JOB_ID": "42",
    }


def default_branch(**more: str) -> dict[str, str]:
    return {
        "CI_PIPELINE_SOURCE": "push",
        "CI_COMMIT_BRANCH": "main",
        "CI_DEFAULT_BRANCH": "main",
        "CI_PAGES_URL": "https://acme.pages.example/blog",
        **more,
    }


def assert_harmless(machine: Machine) -> None:
    """Fail if a command of a title or of a branch's name was run anywhere."""
    assert not [*machine.folder.rglob("pwned")]


def assert_hostile_is_code(text: str) -> None:
    """Fail if the hostile title stands outside of inline code and code blocks."""
    bare = re.sub(r"^(`{3,})text\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    bare = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", bare)
    assert "@everyone" in text
    assert "@everyone" not in bare
    assert "e.example" not in bare


def read_pages(folder: Path) -> str:
    return "\n".join(page.read_text("utf-8") for page in sorted(folder.rglob("*.html")))


# GitHub: a pull request


def run_preview(machine: Machine, github: GitHub) -> Job:
    job = github.run(WORKFLOW, "preview", ref="merge")
    assert job is not None
    assert job.succeeded, job.log
    return job


def test_github_tells_what_a_pull_request_changes(machine: Machine) -> None:
    job = run_preview(machine, pull_request(machine))
    text = (machine.artifacts / "review" / "review.md").read_text("utf-8")
    preview = f"**[Preview](https://github.example/acme/blog/artifacts/preview)** of {SHA}: "
    assert text.startswith(preview)
    assert job.summary == text
    assert_tells(text)
    assert_readable(machine.artifacts / "preview")
    assert DRAFT not in text + read_pages(machine.artifacts / "preview")
    assert_harmless(machine)


@pytest.mark.e2e
def test_github_shows_drafts_to_members_alone(machine: Machine) -> None:
    job = run_preview(machine, pull_request(machine, private=True))
    assert DRAFT in job.summary
    assert DRAFT in read_pages(machine.artifacts / "preview")
    assert_harmless(machine)


def assert_tells(text: str) -> None:
    """Fail unless a text lists the new post, and its texts for networks."""
    pages, plan = text.split("### Cross-Posts\n")
    assert "Was $(touch pwned)" in pages.split("**Neu**")[1].split("**")[0]
    assert "Bleibt" not in pages.split("**Geändert**")[0]
    assert "Was $(touch pwned)" in plan
    assert_hostile_is_code(text)


def assert_readable(folder: Path) -> None:
    """Fail unless the pages of a folder are for the disk, and not for search engines."""
    pages = read_pages(folder)
    assert "Was $(touch pwned)" in (folder / "index.html").read_text("utf-8")
    assert pages.count('<meta name="robots" content="noindex">') == pages.count("<!doctype html>")
    assert not re.search(r'(?:href|src)="/', pages)


def test_github_annotates_a_finding_and_stops(machine: Machine) -> None:
    change(machine, "merge", "content/posts/neu.md", "---\ntitle: [\n---\n::error::x\n")
    job = pull_request(machine).run(WORKFLOW, "preview", ref="merge")
    assert job is not None
    assert not job.succeeded
    [line] = [line for line in job.log.splitlines() if line.startswith("::")]
    assert line.startswith("::error file=content/posts/neu.md,line=3,")
    assert not (machine.artifacts / "preview").exists()


@pytest.mark.e2e
def test_github_goes_on_without_a_list_if_main_is_broken(machine: Machine) -> None:
    origin = machine.origin
    good = (origin / "content/posts/bleibt.md").read_text("utf-8")
    change(machine, "main", "content/posts/bleibt.md", "---\ntitle: [\n---\n")
    git(origin, "checkout", "--quiet", "-B", "merge", "main")
    git(origin, "merge", "--quiet", "--no-ff", "--no-edit", "change")
    (origin / "content/posts/bleibt.md").write_text(good, "utf-8")
    git(origin, "commit", "--quiet", "--all", "--amend", "--no-edit")
    job = run_preview(machine, pull_request(machine))
    assert "\nNo list of pages: main can not be built as it is before the merge.\n" in job.summary
    assert "### Cross-Posts" in job.summary


def run_comment(machine: Machine, answers: object) -> None:
    machine.answer({COMMENTS: answers, "repos/acme/blog/issues/comments/22": {}})
    job = pull_request(machine).run(WORKFLOW, "comment", ref="merge")
    assert job is not None
    assert job.succeeded, job.log


def test_github_writes_one_comment_and_changes_it(machine: Machine) -> None:
    write_review(machine, f"Erste {HOSTILE}\n")
    run_comment(machine, [])
    asked, sent = machine.api_calls
    assert asked["words"][:3] == ["api", "--paginate", COMMENTS]
    assert sent["words"][:5] == ["api", "--silent", "--method", "POST", COMMENTS]
    assert sent["body"] == f"<!-- rostrum -->\nErste {HOSTILE}\n"
    own = {"login": "github-actions[bot]"}
    comments = [
        {"id": 11, "user": {"login": "mallory"}, "body": "<!-- rostrum -->\nNot ours"},
        {"id": 12, "user": own, "body": "Of another workflow"},
        {"id": 22, "user": own, "body": "<!-- rostrum -->\nErste"},
        {"id": 33, "user": own, "body": "<!-- rostrum -->\nDoppelt"},
    ]
    run_comment(machine, comments)
    sent = machine.api_calls[-1]
    assert sent["words"][:5] == [
        *("api", "--silent", "--method", "PATCH", "repos/acme/blog/issues/comments/22"),
    ]
    assert len(machine.api_calls) == 4
    assert_harmless(machine)


def write_review(machine: Machine, text: str) -> None:
    folder = machine.artifacts / "review"
    folder.mkdir(exist_ok=True)
    (folder / "review.md").write_text(text, "utf-8")


def test_github_shortens_a_comment_to_what_the_host_takes(machine: Machine) -> None:
    write_review(machine, "ä" * 100_000)
    run_comment(machine, [])
    assert 30_000 < len(machine.api_calls[-1]["body"]) < 65_536


def test_github_writes_no_comment_for_a_fork(machine: Machine) -> None:
    assert pull_request(machine, fork=True).run(WORKFLOW, "comment", ref="merge") is None


def test_github_publishes_nothing_of_a_pull_request(machine: Machine) -> None:
    github = pull_request(machine)
    assert github.run(WORKFLOW, "site", ref="merge") is None
    assert github.run(WORKFLOW, "target", ref="merge") is None


# GitHub: a merge


def test_github_publishes_the_proven_site_to_pages(machine: Machine) -> None:
    machine.answer({"repos/acme/blog/pages": {"html_url": "https://blog.example/"}})
    github = merged(machine)
    job = github.run(WORKFLOW, "site", ref="main")
    assert job is not None
    assert job.succeeded, job.log
    assert job.outputs["url"] == "https://blog.example"
    names = [call.split()[1] for call in machine.list_calls("rostrum")]
    assert names == ["check", "build", "prove"]
    pages = read_pages(machine.artifacts / "github-pages")
    assert "Bleibt" in pages
    assert DRAFT not in pages
    assert 'href="https://blog.example/' in pages
    published = github.run(WORKFLOW, "publish", ref="main")
    assert published is not None
    assert published.outputs == {"page_url": "https://acme.github.example/"}
    assert github.run(WORKFLOW, "target", ref="main") is None
    assert github.run(WORKFLOW, "preview", ref="main") is None


def test_github_publishes_nothing_with_a_leak(machine: Machine) -> None:
    machine.answer({"repos/acme/blog/pages": {"html_url": "https://blog.example/"}})
    plant_leak(machine)
    job = merged(machine).run(WORKFLOW, "site", ref="main")
    assert job is not None
    assert not job.succeeded
    assert "error[embargo]" in job.log
    assert not (machine.artifacts / "github-pages").exists()


def plant_leak(machine: Machine) -> None:
    """Publish the title of a draft by a template of the blog, in which it does not stand."""
    (machine.origin / "templates" / "partials").mkdir(parents=True)
    title = "Ein Titel, der noch niemandem bekannt ist"
    write_post(machine.origin, "entwurf.md", title, "status: draft")
    leak = f"<p>{{{{ {title[::-1]!r}|reverse }}}}</p>\n"
    change(machine, "main", "templates/partials/extra_body.html", leak)


@pytest.mark.e2e
def test_github_publishes_to_a_target_with_its_key(machine: Machine) -> None:
    add_target(machine)
    secrets = {"secrets.SSH_KEY": make_key(machine), "vars.SSH_KNOWN_HOSTS": HOST}
    github = merged(machine, **{"vars.ROSTRUM_TARGET": "live", **secrets})
    assert github.run(WORKFLOW, "site", ref="main") is None
    job = github.run(WORKFLOW, "target", ref="main")
    assert_published(machine, job)


HOST = "web.example ssh-ed25519 AAAA"


def add_target(machine: Machine) -> None:
    """Add a folder to the settings of the blog as its target "live"."""
    place = str(machine.folder / "www")
    settings = machine.origin / "pelicanconf.py"
    target = f'ROSTRUM["targets"] = {{"live": {{"kind": "folder", "to": {place!r}}}}}\n'
    change(machine, "main", "pelicanconf.py", settings.read_text("utf-8") + target)


def make_key(machine: Machine) -> str:
    """Return a private key for SSH."""
    file = machine.folder / "key"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "the key of the target"]
    subprocess.run([*command, "-f", file], check=True)
    return file.read_text("utf-8")


def assert_published(machine: Machine, job: Job | None) -> None:
    """Fail unless the target has the site, and ssh had the key and knew the host."""
    assert job is not None
    assert job.succeeded, job.log
    assert "Bleibt" in read_pages(machine.folder / "www" / "current")
    assert DRAFT not in read_pages(machine.folder / "www" / "current")
    [key] = machine.list_calls("keys")
    assert key.endswith("the key of the target (ED25519)")
    known = machine.folder / "home" / ".ssh" / "known_hosts"
    assert known.read_text("utf-8") == f"{HOST}\n"
    assert "OPENSSH PRIVATE KEY" not in job.log


# GitLab: a merge request


def run_request(machine: Machine, visibility: str = "private") -> Job:
    variables = request_variables(machine, visibility)
    job = GitLab(machine, variables).run(PIPELINE, "preview", ref="change")
    assert job is not None
    return job


def list_errors(job: Job) -> list[dict[str, object]]:
    """Return the errors of the report for the merge request."""
    report = json.loads((job.workspace / "codequality.json").read_text("utf-8"))
    return [finding for finding in report if finding["severity"] == "major"]


def test_gitlab_tells_what_a_merge_request_changes(machine: Machine) -> None:
    job = run_request(machine, "public")
    assert job.succeeded, job.log
    text = (job.workspace / "review.md").read_text("utf-8")
    assert text.startswith("### Seiten\n")
    assert text in job.log
    assert_tells(text)
    assert_readable(job.workspace / "preview")
    assert DRAFT not in text + read_pages(job.workspace / "preview")
    address = "https://acme.pages.example/-/team/blog/-/jobs/42/artifacts/preview"
    assert (job.workspace / "preview.env").read_text("utf-8") == f"PREVIEW_URL={address}\n"
    assert list_errors(job) == []
    assert_harmless(machine)


@pytest.mark.e2e
def test_gitlab_shows_drafts_to_members_alone(machine: Machine) -> None:
    job = run_request(machine, "internal")
    assert DRAFT in (job.workspace / "review.md").read_text("utf-8")
    assert DRAFT in read_pages(job.workspace / "preview")


def test_gitlab_reports_a_finding_and_stops(machine: Machine) -> None:
    change(machine, "change", "content/posts/neu.md", "---\ntitle: [\n---\n")
    job = run_request(machine)
    assert not job.succeeded
    [error] = list_errors(job)
    assert error["location"] == {"path": "content/posts/neu.md", "lines": {"begin": 3}}
    assert not (job.workspace / "preview").exists()


def test_gitlab_goes_on_without_a_list_if_the_base_is_broken(machine: Machine) -> None:
    variables = request_variables(machine, "private") | {"CI_MERGE_REQUEST_DIFF_BASE_SHA": SHA}
    job = GitLab(machine, variables).run(PIPELINE, "preview", ref="change")
    assert job is not None
    assert job.succeeded, job.log
    text = (job.workspace / "review.md").read_text("utf-8")
    assert text.startswith("No list of pages: the site can not be built as it is before")
    assert DRAFT in text  # the project is private
    assert "### Cross-Posts" in text


def test_gitlab_publishes_nothing_of_a_merge_request(machine: Machine) -> None:
    gitlab = GitLab(machine, request_variables(machine, "private") | {"ROSTRUM_TARGET": "live"})
    assert gitlab.run(PIPELINE, "pages", ref="change") is None
    assert gitlab.run(PIPELINE, "target", ref="change") is None


# GitLab: a merge


@pytest.mark.e2e
def test_gitlab_publishes_the_proven_site_to_pages(machine: Machine) -> None:
    gitlab = GitLab(machine, default_branch())
    job = gitlab.run(PIPELINE, "pages", ref="main")
    assert job is not None
    assert job.succeeded, job.log
    pages = read_pages(job.workspace / "public")
    assert "Bleibt" in pages
    assert DRAFT not in pages
    assert 'href="https://acme.pages.example/blog/' in pages
    names = [call.split()[1] for call in machine.list_calls("rostrum")]
    assert names == ["check", "build", "prove"]
    assert gitlab.run(PIPELINE, "target", ref="main") is None
    assert gitlab.run(PIPELINE, "preview", ref="main") is None


@pytest.mark.e2e
def test_gitlab_publishes_nothing_with_a_leak(machine: Machine) -> None:
    plant_leak(machine)
    job = GitLab(machine, default_branch()).run(PIPELINE, "pages", ref="main")
    assert job is not None
    assert not job.succeeded
    assert "error[embargo]" in job.log


def test_gitlab_publishes_to_a_target_with_its_key(machine: Machine) -> None:
    add_target(machine)
    secrets = {"SSH_KEY": make_key(machine), "SSH_KNOWN_HOSTS": HOST}
    gitlab = GitLab(machine, default_branch(ROSTRUM_TARGET="live", **secrets))
    assert gitlab.run(PIPELINE, "pages", ref="main") is None
    assert_published(machine, gitlab.run(PIPELINE, "target", ref="main"))
