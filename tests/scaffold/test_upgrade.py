"""An upgrade: a blog that an earlier version began builds alike, and says what to look at."""

import io
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
from support.wheels import ROOT, Environment, build_wheel

from rostrum.doctor.overrides import copy_template

FIRST = "plugins/rostrum/scaffold/folder.py"
"""A file that the first version with `rostrum init` brought."""


def checkout_first(folder: Path) -> None:
    """Write the tree of the first version with `rostrum init` into a folder."""
    git = ["git", "-C", str(ROOT), "-c", f"safe.directory={ROOT}"]
    log = [*git, "log", "--diff-filter=A", "--format=%H", "--", FIRST]
    added = subprocess.run(log, capture_output=True, text=True, check=True).stdout.split()
    archive = [*git, "archive", added[-1]]
    packed = subprocess.run(archive, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder)  # made by git a moment ago, so there is nothing to filter


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory) -> tuple[Environment, Path, set[str]]:
    """Begin a blog with an earlier wheel, then install today's; return its earlier pages, too."""
    folder = tmp_path_factory.mktemp("upgrade")
    (source := folder / "source").mkdir()
    (earlier := folder / "earlier").mkdir()
    (today := folder / "today").mkdir()
    checkout_first(source)
    environment = Environment(folder)
    environment.install(build_wheel(source, earlier))
    words = ("--lang", "de", "--author", "Erika Muster", "--series", "Reihe", "--ci", "gitlab")
    assert environment.rostrum(folder, "init", "blog", *words).returncode == 0
    assert environment.rostrum(folder / "blog", "build", "--strict").returncode == 0
    pages = list_pages(folder / "blog")
    environment.install(build_wheel(ROOT, today))
    return environment, folder / "blog", pages


def list_pages(blog: Path) -> set[str]:
    output = blog / "output"
    return {page.relative_to(output).as_posix() for page in output.rglob("index.html")}


def test_an_upgraded_blog_builds_to_the_same_addresses(upgraded):
    environment, blog, pages = upgraded
    done = environment.rostrum(blog, "build")
    assert done.returncode == 0, done.stderr
    assert pages <= list_pages(blog)


def test_doctor_tells_what_an_upgrade_left_behind(upgraded):
    environment, blog, _ = upgraded
    own = blog / "templates" / "404.html"
    own.parent.mkdir()
    own.write_text(copy_template("of an earlier version", "404.html", "0.0.1") + "<p>Mine</p>")
    workflow = blog / ".gitlab-ci.yml"
    earlier = re.sub(r"^# rostrum init, version \d+", "", workflow.read_text())
    workflow.write_text(f"# rostrum init, version 0: ...\n{earlier}")
    done = environment.rostrum(blog, "doctor")
    assert re.findall(r"warning\[([a-z-]+)\]", done.stderr) == ["ci-outdated", "template-outdated"]
    assert done.returncode == 0
