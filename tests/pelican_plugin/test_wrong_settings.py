"""Every setting with every kind of wrong value: it works, or it is told; never a traceback.

`make soak` tries all of them; here a sample is tried, another one each day.
"""

from __future__ import annotations

import os
import random
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pelican.settings import DEFAULT_CONFIG
from support.sites import ANNA, SETTINGS, Built, build_site, post, source, write_files
from support.warm_process import run_module

from rostrum import defaults
from rostrum.config.settings import Settings
from rostrum.pelican_plugin.setting_kinds import KINDS, find_kind

FILES = {
    "people/anna.md": ANNA,
    "posts/a.md": post("[a]({tag}werk) ![b]({static}/static/b.txt)", tags=["Werk"], series="reihe"),
    "posts/b.md": post(title="Zwei", lang="en", category="Halle"),
    "pages/c.md": source("Ein Text.\n", title="Seite"),
    "series/reihe.md": source("Ein Text.\n", title="Reihe"),
    "static/b.txt": "b",
}
PELICANS = {key for key in {*DEFAULT_CONFIG, *vars(defaults), *KINDS} if key.isupper()}
KITS = {field.name for field in fields(Settings)}
VALUES = (
    *("None", "True", "False", "0", "1", "-1", "7", "10**30", "10**5000", "3.5", "float('nan')"),
    *("''", "'x'", "'\\0'", "'\\ud800'", "'\\udce4'", "'\\x1b[31m'", "'../x'", "'/'", "'{'"),
    *("'{x}'", "'{slug:>9999999999}'", "'%'", "'['", "'(?P<x'", "' '", "'x' * 5000", "'x/' * 3000"),
    *("[]", "['x']", "[['a']]", "[None]", "[1]", "['\\0']", "['\\udce4']", "[[]]", "['x' * 5000]"),
    *("()", "('a', 'b')", "[('a', 'b')]", "[('a', 'b', 'c')]", "set()", "{'x'}", "{}", "{'x': 1}"),
    *("{1: 2}", "{'x': {'y': 'z'}}", "{'x': {'path': 1}}", "{'x': None}", "{'extensions': 'x'}"),
    *("{'extension_configs': [1]}", "print", "lambda *x: 1 / 0", "object()", "int", "Path('x')"),
    *("['static', Path('static')]", "[lambda: 1]", "DEEP", "CIRCLE", "range(3)", "NotImplemented"),
    *("b'x'",),
)
HEAD = """from pathlib import Path
from rostrum.defaults import *
DEEP = []
for _ in range(3000):
    DEEP = [DEEP]
CIRCLE = {}
CIRCLE["x"] = CIRCLE
"""
OTHER_THEME = {"THEME": "simple", "ROSTRUM": {"render": False}}


def mutate(key: str, value: str, *, is_other: bool) -> str:
    """Return a settings file in which one setting is wrong."""
    right = {**SETTINGS, "PLUGINS": ["rostrum"], **(OTHER_THEME if is_other else {})}
    lines = [f"{name} = {written!r}" for name, written in right.items()]
    if key in KITS:
        lines.append(f"ROSTRUM = {{'render': {not is_other}, {key!r}: {value}}}")
    else:
        lines.append(f"{key} = {value}")
    return "\n".join([HEAD, *lines, ""])


def choose(mutations: list[tuple[str, str, bool]], size: int) -> list[tuple[str, str, bool]]:
    """Return all mutations where long tests are asked for, else some."""
    if "ROSTRUM_SEQUENCES" in os.environ:
        return mutations
    day = datetime.now(UTC).date().isoformat()
    return random.Random(os.environ.get("ROSTRUM_SEED", day)).sample(mutations, size)


MUTATIONS = [
    (key, value, is_other)
    for is_other in (False, True)
    for key in sorted({*PELICANS, *KITS, "ROSTRUM"})
    for value in VALUES
    if not (is_other and key in ("THEME", "render"))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which all mutations are built, one after the other."""
    return tmp_path_factory.mktemp("site")


@pytest.mark.parametrize(("key", "value", "is_other"), choose(MUTATIONS, 150))
def test_a_wrong_setting_works_or_is_told(folder, monkeypatch, alone, key, value, is_other):
    monkeypatch.chdir(folder)
    site = build_site(folder, FILES, mutate(key, value, is_other=is_other))
    assert is_told(site), (site.exitcode, site.findings)


def is_told(site: Built) -> bool:
    """Return whether a build went well, or says what is wrong, in each form."""
    assert site.text.encode()
    assert site.json["errors"] == site.report.errors
    assert site.exitcode in (0, 1, 2)
    return bool(site.exitcode == 0 or site.report.errors)


WORST = [
    ("IGNORE_FILES", "[['a']]"),
    ("PAGE_PATHS", "[('a', 'b')]"),
    ("THEME_TEMPLATES_OVERRIDES", "[['a']]"),
    ("READERS", "'x'"),
    ("OUTPUT_PATH", "'\\0'"),
    ("logo", "'\\0'"),
    ("small_lists", "10**30"),
    ("ARTICLE_EXCLUDES", "[1]"),
    ("PLUGINS", "['rostrum', '']"),
    ("PLUGINS", "['rostrum', '.x']"),
    ("TAG_URL", "'{slug:>9999999999}'"),
    ("organisation", "b'x'"),
    ("languages", "{'de'}"),
    ("ROSTRUM", "CIRCLE"),
    ("SITENAME", "'\\ud800'"),
    ("crosspost_days", "10**6"),
    ("DEFAULT_PAGINATION", "'10'"),
    ("ARTICLE_PATHS", "'posts'"),
    ("TYPOGRIFY", "'no'"),
    ("MARKDOWN", "{'extension_configs': [1]}"),
    ("MARKDOWN", "CIRCLE"),
    ("JINJA_GLOBALS", "DEEP"),
]


@pytest.mark.parametrize(("key", "value"), WORST)
@pytest.mark.parametrize("is_other", [False, True])
def test_a_setting_that_can_not_work_is_told_and_nothing_is_read(build, key, value, is_other):
    site = build(FILES, mutate(key, value, is_other=is_other))
    assert site.exitcode == 2, site.findings
    assert {found.code for found in site.report} <= {"setting", "number", "value-kind", "name"}
    assert key in " ".join(str(found.message) for found in site.report)
    assert site.files == []


AS_PATHS = {
    "ARTICLE_PATHS": "[Path('posts')]",
    "PAGE_PATHS": "[Path('pages')]",
    "STATIC_PATHS": "[Path('static')]",
    "THEME": "Path(THEME)",
    "THEME_TEMPLATES_OVERRIDES": "[Path('content')]",
    "PATH": "Path('content')",
    "OUTPUT_PATH": "Path('output')",
    "PLUGIN_PATHS": "[Path('plugins')]",
    "ARTICLE_SAVE_AS": "Path('x/{slug}.html')",
}


@pytest.mark.parametrize("key", AS_PATHS)
def test_a_setting_may_be_a_path_of_pathlib(build, key):
    lines = f"from pathlib import Path\nfrom rostrum.defaults import *\n{key} = {AS_PATHS[key]}\n"
    site = build(FILES, f"{lines}SITEURL = 'https://blog.example'\n")
    assert (site.exitcode, site.findings) == (0, [])
    assert "static/b.txt" in site.files


def test_each_setting_of_pelican_and_the_kit_has_a_kind():
    written = {key for key in vars(defaults) if key.isupper()}
    known = {*DEFAULT_CONFIG, *written}
    assert [key for key in sorted(known) if find_kind(key, known) is None] == []


@pytest.mark.parametrize(("key", "value"), WORST[:8])
def test_the_plain_program_tells_a_wrong_setting(tmp_path, key, value):
    write_files(tmp_path / "content", FILES)
    (tmp_path / "pelicanconf.py").write_text(mutate(key, value, is_other=False))
    done = run_module(tmp_path, "pelican", "content", "-s", "pelicanconf.py")
    printed = done.stdout + done.stderr
    assert done.returncode == 2, printed
    assert "error[" in printed
    assert "Traceback" not in printed
