"""Build a complete site in a test, from its files and settings, and inspect the output.

def test_a_post_shows_its_title(build):
    site = build({"people/anna.md": ANNA, "posts/a.md": post(title="Hallo")})
    assert site.exitcode == 0
    assert site.page("2026/11/hallo/").h1.get_text() == "Hallo"
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any

from bs4 import BeautifulSoup

from rostrum.build.options import BuildOptions
from rostrum.build.result import BuildResult
from rostrum.cache.directory import open_cache_dir
from rostrum.cache.file_stamps import TICK_NS
from rostrum.core.diagnostics import Report, format_json, format_text
from rostrum.core.translatable import ENGLISH
from rostrum.output.manifest import MANIFEST
from rostrum.output.writer import state_dir_for
from rostrum.pelican_plugin.runner import run_build

AS_OF = "2026-11-22 09:00"
ANNA = "---\nname: Anna Öllinger\nrole: Vorständin\nlevel: executive\n---\nAnna leitet das Werk.\n"
BEN = "---\nname: Ben Kovač\nrole: Meister\n---\nBen leitet die Halle 4.\n"
SETTINGS = {
    "SITENAME": "Offen gesagt",
    "SITEURL": "https://blog.example",
    "TIMEZONE": "Europe/Vienna",
    "DEFAULT_LANG": "de",
}


def post(text: str = "Ein Text.\n", /, **keys: Any) -> str:
    """Return a post's source: title, date and author unless given, then the other keys.

    Keys with the value None are omitted.
    """
    given = {"title": "Hallo", "date": "2026-11-18 09:30", "authors": ["anna"], **keys}
    return source(text, **given)


def source(text: str = "", /, **keys: Any) -> str:
    """Return a source file: YAML front matter, one key per line, and the text."""
    lines = [f"{key}: {_yaml(value)}" for key, value in keys.items() if value is not None]
    return "\n".join(["---", *lines, "---", text])


def _yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # JSON is YAML


_GENERATED = re.compile(
    r"media/card-\w+\.(png|jpg)|apple-touch-icon\.png|favicon\.ico|icon-[\w-]+\.png|"
    r"manifest\.webmanifest"
)


@dataclass(frozen=True)
class Built:
    """A site after a build: its result, report and output files."""

    root: Path
    output: Path
    outcome: BuildResult

    @property
    def exitcode(self) -> int:
        return self.outcome.exitcode

    @property
    def report(self) -> Report:
        return self.outcome.report

    @property
    def text(self) -> str:
        """The report in text format, as in a terminal."""
        return format_text(self.report, self.root, ENGLISH)

    @property
    def json(self) -> Any:
        """The parsed report in JSON format, as from `--format json`."""
        return json.loads(format_json(self.report))

    @property
    def findings(self) -> list[str]:
        """Each diagnostic in one line, `path:line:column: level[code]: message`."""
        return [f"{it.place}: {it.level}[{it.code}]: {it.message}" for it in self.report]

    @property
    def codes(self) -> list[str]:
        return [found.code for found in self.report]

    @property
    def all_files(self) -> list[str]:
        """Every file below `output/`, except the kit's manifest."""
        paths = (file for file in self.output.rglob("*") if file.is_file())
        names = sorted(file.relative_to(self.output).as_posix() for file in paths)
        return [name for name in names if name != MANIFEST]

    @property
    def files(self) -> list[str]:
        """The same without social cards and icons, which every site has."""
        return [name for name in self.all_files if not _GENERATED.fullmatch(name)]

    @property
    def notes(self) -> Path:
        """The state directory for `output/`."""
        return state_dir_for(self.output, cache_of(self.root))

    def read(self, path: str) -> str:
        """Return a file's text; an empty path or one ending in `/` is a page."""
        name = f"{path}index.html" if path.endswith("/") or not path else path
        return (self.output / name).read_text("utf-8")

    def page(self, path: str = "") -> BeautifulSoup:
        """Return a parsed page."""
        return BeautifulSoup(self.read(path), "html.parser")


def cache_of(root: Path) -> Path:
    """Return the cache folder of the site in a folder."""
    return open_cache_dir(root).folder


def write_files(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files below a folder; None deletes a file."""
    for name, content in files.items():
        file = root / name
        if content is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def write_settings(file: Path, settings: Mapping[str, Any]) -> None:
    """Write a site's settings file, one key per line."""
    lines = [f"{key} = {value!r}" for key, value in {**SETTINGS, **settings}.items()]
    head = "from rostrum.defaults import *\n\n"
    file.write_text(head + "\n".join(lines) + "\n", "utf-8")


def wait_a_tick() -> None:
    """Wait until the files written so far are no longer too recent to be trusted."""
    sleep(1.5 * TICK_NS / 1e9)


def build_site(
    root: Path,
    files: Mapping[str, str | bytes | None],
    settings: Mapping[str, Any] | str | None = None,
    *,
    as_of: str = AS_OF,
    **wish: Any,
) -> Built:
    """Write files below `content/` and build the site, like `rostrum build` in `root`.

    `root` must be the current folder, since paths in diagnostics are relative to it. `settings`
    are Pelican's keys and ROSTRUM, or the text of the settings file. `wish` takes other fields of
    `BuildOptions`, such as `preview=True`. A second call builds again in the same folder.
    """
    (root / "content").mkdir(exist_ok=True)
    write_files(root / "content", files)
    file = root / "pelicanconf.py"
    if isinstance(settings, str):
        file.write_text(settings, "utf-8")
    elif settings is not None or not file.exists():
        write_settings(file, settings or {})
    wanted = {"settings": Path("pelicanconf.py"), "jobs": 1, **wish}
    outcome = run_build(BuildOptions(moment=datetime.fromisoformat(as_of), **wanted))
    output = outcome.config.output if outcome.config else root / "output"
    return Built(root, output, outcome)
