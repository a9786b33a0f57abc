"""Nothing changed: said at once where it is so, and never where it isn't."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from invoke import Exit
from invoke.context import Context
from support.sites import (
    ANNA,
    SETTINGS,
    cache_of,
    post,
    source,
    wait_a_tick,
    write_files,
    write_settings,
)
from support.warm_process import run_module

from rostrum.cache import inputs
from rostrum.cache.up_to_date import describe_place
from rostrum.cli import commands
from rostrum.core.files import PACKAGE

STILL = "Nothing has changed since the last build: output/ holds"
FILES = {
    "content/people/anna.md": ANNA,
    "content/posts/a.md": post("[Bald]({filename}b.md)\n"),
    "content/posts/b.md": post(title="B", date="2026-11-23 10:00"),
    "content/comments/a/001.md": source("Danke!\n", author="Eva", date="2026-11-22 12:00"),
    "mine/partials/extra_head.html": "<!-- 1 -->\n",
}
LONG = 60  # seconds that a command may take on a busy machine

Build = Callable[..., tuple[str, str]]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a site."""
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, FILES)
    write_settings(tmp_path / "pelicanconf.py", {"THEME_TEMPLATES_OVERRIDES": ["mine"]})
    return tmp_path


@pytest.fixture
def build(site: Path, alone: None, capsys: pytest.CaptureFixture[str]) -> Build:
    """Build as the command does; return what it prints to stdout and stderr."""

    def run(as_of: str = "2026-11-22 09:00", **options: object) -> tuple[str, str]:
        wait_a_tick()
        commands.build.body(Context(), as_of=as_of, jobs="1", lang="en", **options)
        said = capsys.readouterr()
        return said.out, said.err

    return run


def is_still(said: tuple[str, str]) -> bool:
    return said[0].startswith(STILL)


# What is said


def test_a_second_build_says_that_nothing_has_changed(build):
    assert build()[0].startswith("Built output/ with 1 post, 1 person, no series")
    waiting = "1 post waits until 23 November 10:00. 1 comment waits until 22 November 12:00."
    assert build()[0] == f"{STILL} 1 post, 1 person, no series.\n{waiting}\n"


def test_what_there_was_to_report_is_reported_again(build):
    first = build()[1]
    assert "warning[link-unpublished]" in first
    assert build()[1] == first


def test_what_there_was_to_report_is_reported_as_json_too(build):
    first = build()[1]
    out, err = build(format="json")
    assert first.count("warning[") == json.loads(out)["warnings"] == 1
    assert err == ""


def test_an_error_is_reported_by_each_build(build, site):
    write_files(site, {"content/posts/c.md": post(authors=["nix"])})
    for _ in range(2):
        with pytest.raises(Exit) as end:
            build()
        assert end.value.code == 1


def test_ci_refuses_dates_of_files_that_a_build_before_used(build, site, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    write_settings(site / "pelicanconf.py", {"DEFAULT_DATE": "fs"})
    (site / "content/posts/c.md").write_text("Title: C\nAuthor: anna\n\nC.\n", "utf-8")
    os.utime(site / "content/posts/c.md", (0, 1_000_000_000))
    assert "date-from-file" in build()[1]
    assert is_still(build())
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Exit) as stopped:
        build()
    assert stopped.value.code == 1


def test_nothing_heavy_is_imported_to_say_so(site):
    code = (
        "import sys; from rostrum.cli import commands\n"
        "sys.argv = ['rostrum', 'build', '--as-of', '2026-11-22', '--jobs', '1', '--lang', 'en']\n"
        "try: commands.main()\n"
        "finally: print({'pelican', 'jinja2', 'markdown', 'babel'} & set(sys.modules))\n"
    )
    command = [sys.executable, "-c", code]
    wait_a_tick()
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONG, check=True)
    assert done.stdout.startswith(STILL)
    assert done.stdout.endswith("set()\n")


# What is seen

CHANGES = {
    "a post's text": {"content/posts/a.md": post("Neu.\n")},
    "a post that is new": {"content/posts/c.md": post(title="C")},
    "a post that is gone": {"content/posts/b.md": None},
    "a comment": {"content/comments/a/001.md": source("Oh!\n", author="Eva", date="2026-11-20")},
    "a picture": {"content/images/x.png": b"x"},
    "a template": {"mine/partials/extra_head.html": "<!-- 2 -->\n"},
    "a template that is new": {"mine/partials/extra_body.html": "<!-- 2 -->\n"},
    "a setting": {"pelicanconf.py": "from rostrum.defaults import *\n"},
    "a page that somebody changed": {"output/index.html": "x"},
    "a page that somebody removed": {"output/index.html": None},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(build, site, change):
    build()
    assert is_still(build())
    write_files(site, change)
    assert not is_still(build())
    assert is_still(build())


def test_a_change_is_seen_although_the_file_s_time_was_put_back(build, site):
    build()
    file = site / "content/posts/a.md"
    stat = file.stat()
    file.write_text(file.read_text("utf-8").replace("Bald", "Dann"), "utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not is_still(build())


@pytest.mark.parametrize(
    ("comes", "due"), [("a comment", "2026-11-22 12:00"), ("a post", "2026-11-23 10:00")]
)
def test_what_comes_due_is_seen(build, comes, due):
    before = due.replace(":00", ":59").replace("12:", "11:").replace("10:", "09:")
    build(before)
    assert is_still(build(before))
    assert not is_still(build(due))
    assert is_still(build(due))
    assert not is_still(build(before))


def test_change_that_comes_due_is_seen(site, build):
    page = source("Ein Text.\n", title="Wir", modified="2026-11-22 15:00")
    write_files(site, {"content/pages/wir.md": page})
    build("2026-11-22 14:59")
    assert is_still(build("2026-11-22 14:59"))
    assert not is_still(build("2026-11-22 15:00"))
    assert "15:00" in (site / "output/sitemap.xml").read_text("utf-8")


def test_another_call_is_another_build(build):
    build()
    assert not is_still(build(strict=False, site_url="https://other.example"))
    assert not is_still(build())


def test_what_another_call_added_to_the_output_is_seen(build, site):
    write_settings(site / "more.py", {"THEME_TEMPLATES_OVERRIDES": ["mine"], "STATIC_PATHS": ["x"]})
    write_files(site, {"content/x/plan.csv": "a;b"})
    build()
    build(settings="more.py")
    assert (site / "output/x/plan.csv").exists()
    build()
    assert not (site / "output/x/plan.csv").exists()


def test_full_builds_all_the_same(build):
    build()
    assert not is_still(build(full=True))
    assert is_still(build())


@pytest.mark.parametrize("raw", [b"", b"x", b"\n{}", b"\n"])
def test_notes_that_are_damaged_are_no_notes(build, site, raw):
    build()
    (notes,) = (file for file in (cache_of(site) / "calls").iterdir() if file.suffix != ".now")
    whole = notes.read_bytes()
    notes.write_bytes(whole[: len(whole) // 2] + raw)
    assert not is_still(build())


def test_a_changed_kit_builds_anew(tmp_path):
    write_files(tmp_path, {"code.py": "1"})
    before = describe_place(tmp_path)
    assert describe_place(tmp_path) == before
    write_files(tmp_path, {"code.py": "22"})
    assert describe_place(tmp_path) != before


def test_another_library_builds_anew(build, monkeypatch, tmp_path):
    libraries = tmp_path / "my-packages"
    libraries.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(libraries)])
    build()
    assert is_still(build())
    (libraries / "markdown-99.dist-info").mkdir()
    assert not is_still(build())


def test_a_file_written_during_a_build_is_not_trusted(build, site):
    """The build may have read it before it was written."""
    settings = (site / "pelicanconf.py").read_text("utf-8")
    touch = "from pathlib import Path\nPath('content/posts/a.md').touch()\n"
    write_files(site, {"pelicanconf.py": touch + settings})
    build()
    assert not is_still(build())


# A settings file is a program

HEAD = "from rostrum.defaults import *\n" + "".join(
    f"{key} = {value!r}\n" for key, value in SETTINGS.items()
)


def build_twice(site: Path, **environment: str) -> str:
    """Build in processes of their own until nothing changes; return what the first one said."""
    said = [run_build(site, **environment) for _ in range(2)]
    assert said[1].startswith(STILL), said
    return said[0]


def run_build(site: Path, **environment: str) -> str:
    words = ("rostrum", "build", "--as-of", "2026-11-22", "--jobs", "1", "--lang", "en")
    wait_a_tick()
    return run_module(site, *words, environment=environment, check=True).stdout


SETTINGS_FILES = {
    "imports a module": ("from words import NAME\nSITENAME = NAME\n", "words.py", "NAME = '{}'\n"),
    "reads a file": ("SITENAME = open('name.txt').read()\n", "name.txt", "{}"),
    "reads a folder": (
        "from pathlib import Path\nSITENAME = min(it.stem for it in Path('names').iterdir())\n",
        "names/{}.txt",
        "",
    ),
}


@pytest.mark.parametrize(("code", "name", "text"), SETTINGS_FILES.values(), ids=SETTINGS_FILES)
def test_what_a_settings_file_looks_at_is_seen(site, code, name, text):
    for word in ("Zwei", "Eins"):
        write_files(site, {"pelicanconf.py": HEAD + code, name.format(word): text.format(word)})
        build_twice(site)
        assert f"<title>{word}" in (site / "output/index.html").read_text("utf-8")


def test_unchanged_check_sees_missing_settings_import_appear(site):
    code = "try:\n    from words import SITENAME\nexcept ImportError:\n    SITENAME = 'Ohne'\n"
    write_files(site, {"pelicanconf.py": HEAD + code})
    build_twice(site)
    write_files(site, {"words.py": "SITENAME = 'Mit'\n"})
    build_twice(site)
    assert "<title>Mit" in (site / "output/index.html").read_text("utf-8")


def test_an_environment_variable_is_seen(site):
    code = "import os\nSITENAME = os.environ['NAME']\n"
    write_files(site, {"pelicanconf.py": HEAD + code})
    for word in ("Eins", "Zwei"):
        build_twice(site, NAME=word)
        assert f"<title>{word}" in (site / "output/index.html").read_text("utf-8")


def test_up_to_date_checks_the_answer_of_another_program(site):
    code = "import subprocess\nSITENAME = subprocess.check_output(['cat', 'n.txt'], text=True)\n"
    for word in ("Zwei", "Eins"):
        write_files(site, {"pelicanconf.py": HEAD + code, "n.txt": word})
        build_twice(site)
        assert f"<title>{word}" in (site / "output/index.html").read_text("utf-8")


def test_a_setting_that_asks_the_clock_is_known_by_its_answer(site):
    code = "import time\nSITENAME = str(time.time_ns())\n"
    write_files(site, {"pelicanconf.py": HEAD + code})
    run_build(site)
    assert not run_build(site).startswith(STILL)


SETTINGS_VALUES = {
    "a set": "ROSTRUM_WORDS = {open('n.txt').read()}",
    "a path": "from pathlib import Path\nROSTRUM_WORDS = [Path(open('n.txt').read())]",
    "a day": "from datetime import date\nDAY = date(2026, 1, len(open('n.txt').read()))",
}


@pytest.mark.parametrize("code", SETTINGS_VALUES.values(), ids=SETTINGS_VALUES)
def test_settings_of_any_kind_are_compared_by_value(site, code):
    write_files(site, {"pelicanconf.py": f"{HEAD}{code}\n", "n.txt": "Eins"})
    build_twice(site)
    write_files(site, {"n.txt": "Sieben"})
    assert not run_build(site).startswith(STILL)


def test_a_variable_that_no_setting_reads_builds_nothing_anew(site):
    build_twice(site, OTHER="Eins")
    assert run_build(site, OTHER="Zwei").startswith(STILL)


def test_a_settings_file_is_silent_while_it_is_compared(site):
    write_files(site, {"pelicanconf.py": f"{HEAD}print('Gelesen')\n"})
    run_build(site)
    assert run_build(site).startswith(STILL)


# Code of the site's own, and inputs

FILTER = "JINJA_FILTERS = {'part': lambda name: open(name).read()}\n"
OFF = "Each build does all work anew: JINJA_FILTERS or JINJA_GLOBALS may read any file."


def test_a_filter_that_declares_no_inputs_switches_the_check_off(build, site):
    write_files(site, {"pelicanconf.py": HEAD + FILTER})
    for _ in range(2):
        said = build()[0]
        assert said.startswith("Built")
        assert f'{OFF} Name them in ROSTRUM["inputs"], [] for none.' in said


@pytest.mark.parametrize("pattern", ["data/*.csv", "data", "**/*.csv", "data/a.csv"])
def test_declared_inputs_are_compared(build, site, pattern):
    declared = f"ROSTRUM = {{'inputs': [{pattern!r}]}}\n"
    write_files(site, {"pelicanconf.py": HEAD + FILTER + declared, "data/a.csv": "1"})
    assert OFF not in build()[0]
    assert is_still(build())
    for content in ("2", None, "3"):
        write_files(site, {"data/a.csv": content})
        assert not is_still(build())
        assert is_still(build())


def test_inputs_are_compared_although_all_code_is_the_kits(build, site):
    declared = "ROSTRUM = {'inputs': ['data/*.csv']}\n"
    write_files(site, {"pelicanconf.py": HEAD + declared})
    build()
    write_files(site, {"data/new.csv": "1"})
    assert not is_still(build())


def test_empty_inputs_declare_that_nothing_else_is_read(build, site):
    write_files(site, {"pelicanconf.py": HEAD + FILTER + "ROSTRUM = {'inputs': []}\n"})
    build()
    assert is_still(build())


def test_pelicans_own_way_switches_the_check_off(build, site):
    write_files(site, {"pelicanconf.py": HEAD + "DATE_FORMATS = {'de': '%d'}\n"})
    said = build()[0]
    assert "Each build does all work anew: plugins or settings need the compatibility mode." in said
    assert not is_still(build())


def test_code_beside_the_kit_s_is_the_site_s_own():
    kit = str(PACKAGE)
    mine = f"{kit}-plugins/mine.py"
    assert inputs.select_own([f"{kit}/build.py", json.__file__, mine]) == (mine,)
