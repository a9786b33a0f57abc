"""The built wheel in an environment of its own, with an empty HOME: a company's first day."""

import re
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from support.served import LONG
from support.wheels import ROOT, Environment, build_wheel


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Environment:
    folder = tmp_path_factory.mktemp("wheel")
    environment = Environment(folder)
    environment.install(build_wheel(ROOT, folder))
    return environment


@pytest.fixture(scope="module")
def rostrum(environment) -> Callable[..., subprocess.CompletedProcess[str]]:
    return environment.rostrum


@pytest.fixture(scope="module")
def blog(rostrum, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    words = ("--name", "Werkbank", "--author", "Erika Muster", "--lang", "de", "--ci", "github")
    done = rostrum(folder, "init", "blog", *words)
    assert done.returncode == 0, done.stderr
    return folder / "blog"


def test_it_is_not_the_package_under_development(environment):
    python = environment.python
    command = [python, "-P", "-c", "import rostrum; print(rostrum.__file__)"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert str(python.parent.parent) in found


def test_a_blog_builds_and_names_its_kit(rostrum, blog):
    done = rostrum(blog, "build", "--strict")
    assert done.returncode == 0
    assert find_codes(done.stderr) == {"placeholder"}
    assert "output/" in done.stdout
    [wheel] = (blog / "vendor").iterdir()
    assert (blog / "requirements.txt").read_text() == f"./vendor/{wheel.name}[publish]\n"
    checked = rostrum(blog, "check", "--strict")
    assert checked.returncode == 0
    assert find_codes(checked.stderr) == {"address-unrecorded", "placeholder"}


def find_codes(findings: str) -> set[str]:
    """Return the codes of findings; the pages to be completed are noted."""
    return set(re.findall(r"^\S+:\d+:\d+: \w+\[([a-z-]+)\]", findings, re.MULTILINE))


def test_a_template_of_the_blog_wins(rostrum, blog):
    override = blog / "templates" / "partials" / "post_footer.html"
    override.parent.mkdir(parents=True)
    override.write_text("<p>Eine eigene Zeile</p>\n")
    assert rostrum(blog, "build", "--strict").returncode == 0
    [post] = (blog / "output").glob("2*/*/*/index.html")
    assert "Eine eigene Zeile" in post.read_text("utf-8")


def test_another_language_and_a_plugin_are_added(rostrum, blog):
    settings = blog / "pelicanconf.py"
    text = settings.read_text("utf-8").replace('["de"]', '["de", "en"]')
    settings.write_text(text + '\nPLUGINS = [*PLUGINS, "shout"]\nPLUGIN_PATHS = ["plugins"]\n')
    (blog / "plugins").mkdir()
    (blog / "plugins" / "shout.py").write_text(
        "from pelican import signals\n\n\n"
        "def add(generators):\n    print('the plugin ran')\n\n\n"
        "def register():\n    signals.all_generators_finalized.connect(add)\n"
    )
    [post] = (blog / "content" / "posts").rglob("*.md")
    english = post.read_text("utf-8").replace("title: Warum wir hier schreiben", "title: Why")
    post.with_name(f"{post.stem}.en.md").write_text(english.replace("id: ", "lang: en\nid: "))
    done = rostrum(blog, "build")
    assert done.returncode == 0, done.stderr
    assert "the plugin ran" in done.stdout
    assert (blog / "output" / "en" / "index.html").is_file()


def test_the_example_comes_with_the_wheel(rostrum, tmp_path):
    assert rostrum(tmp_path, "init", "demo", "--example", "--lang", "de").returncode == 0
    done = rostrum(tmp_path / "demo", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "demo" / "content" / "series" / "zwoelf-schritte.md").is_file()


def test_a_blog_is_served_at_once(environment, blog, tmp_path):
    log = tmp_path / "log"
    with log.open("wb") as stream:
        words = [environment.python.with_name("rostrum"), "serve", "--port", "0"]
        process = subprocess.Popen(words, cwd=blog, stdout=stream, stderr=subprocess.STDOUT)
    try:
        with urllib.request.urlopen(wait_for_address(log)) as page:
            assert "Werkbank" in page.read().decode()
    finally:
        process.terminate()
        process.wait(LONG)


def wait_for_address(log: Path) -> str:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if found := re.search(r"(http://127\S+)", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))
