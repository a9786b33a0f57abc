"""Compiled templates are kept between builds, and never change what a build writes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment
from support.sites import ANNA, cache_of, post, write_files

from rostrum.rendering.bytecode import BytecodeFolder
from rostrum.rendering.templates import TemplateRenderer
from rostrum.server.samples import SAMPLES

THEME = Path(__file__).parents[2] / "theme"
EXPECTED = TemplateRenderer(THEME).render(SAMPLES["post"])


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Return the templates that are compiled from now on."""
    names: list[str | None] = []
    compile_source = Environment.compile

    def note(environment, source, name=None, filename=None, **options):
        names.append(name)
        return compile_source(environment, source, name, filename, **options)

    monkeypatch.setattr(Environment, "compile", note)
    return names


@pytest.fixture
def place(tmp_path: Path) -> BytecodeFolder:
    """Return a folder for compiled templates that does not exist yet."""
    return BytecodeFolder(tmp_path / "templates", b"key")


def render(place: BytecodeFolder, *overrides: Path) -> str:
    return TemplateRenderer(THEME, overrides, bytecode=place).render(SAMPLES["post"])


def test_a_second_process_compiles_no_template(place, compiled):
    assert render(place) == EXPECTED
    assert compiled
    compiled.clear()
    assert render(place) == EXPECTED
    assert compiled == []


def test_bytecode_of_other_code_is_not_used(place, compiled):
    render(place)
    compiled.clear()
    render(BytecodeFolder(place.folder, b"other"))
    assert compiled


def test_a_changed_template_is_compiled_anew(place, compiled, tmp_path):
    write_files(tmp_path, {"mine/partials/extra_head.html": "<!-- 1 -->\n"})
    assert "<!-- 1 -->" in render(place, tmp_path / "mine")
    compiled.clear()
    write_files(tmp_path, {"mine/partials/extra_head.html": "<!-- 2 -->\n"})
    assert "<!-- 2 -->" in render(place, tmp_path / "mine")
    assert compiled == ["partials/extra_head.html"]


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "link", "pipe", "shared", "swap"])
def test_damaged_or_foreign_bytecode_is_not_loaded(place, compiled, tmp_path, harm):
    render(place)
    files = sorted(place.folder.iterdir())
    raws = [file.read_bytes() for file in files]
    for file, raw, other in zip(files, raws, reversed(raws), strict=True):
        file.unlink()
        if harm == "link":
            (tmp_path / file.name).write_bytes(raw)
            file.symlink_to(tmp_path / file.name)
        elif harm == "pipe":
            os.mkfifo(file)
        else:
            changed = {"cut": raw[:-9], "flip": raw[:-1] + bytes([raw[-1] ^ 1]), "empty": b""}
            file.write_bytes(changed.get(harm, other if harm == "swap" else raw))
            file.chmod(0o622 if harm == "shared" else 0o600)
    names = set(compiled)
    compiled.clear()
    assert render(place) == EXPECTED
    assert len(set(compiled)) >= len(names) - 1  # reversed, the middle one is its own


def test_each_language_has_its_own_bytecode(tmp_path):
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(lang="de"),
        "posts/b.md": post(title="B", lang="en"),
    }
    write_files(tmp_path / "content", files)
    command = [sys.executable, "-m", "rostrum", "build", "--content", "content"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    names = {file.name.rpartition("-")[2] for file in (cache_of(tmp_path) / "templates").iterdir()}
    assert names == {"de", "en"}


def test_a_filter_of_the_site_keeps_no_bytecode(build):
    code = "from rostrum.defaults import *\nJINJA_FILTERS = {'part': lambda text: text}\n"
    site = build({"people/anna.md": ANNA, "posts/a.md": post()}, code)
    assert site.read("2026/11/hallo/")
    assert not (cache_of(site.root) / "templates").exists()
