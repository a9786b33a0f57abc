"""Eleventy as a builder: npm installs the releases of the lock into a folder, without scripts."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).with_name("eleventy")
SETUP: Final = ("package.json", "package-lock.json", "eleventy.config.js")
INSTALL: Final = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
LAST_WORDS: Final = 300  # characters of npm's own output


class NotThereError(Exception):
    """A builder, or what it is asked for, can't be had here; the reason is in words."""


def install(folder: Path) -> None:
    """Install Eleventy and what is set up for it into a folder.

    Raises NotThereError where there is no Node, or npm can't get the packages.
    """
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise NotThereError(f"{program} is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    for name in SETUP:
        shutil.copyfile(HERE / name, folder / name)
    done = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())
        raise NotThereError(f"npm could not install it: {said[-LAST_WORDS:]}")


def release() -> str:
    """Return the version that is set up, as in ``3.0.0``."""
    package = json.loads((HERE / "package.json").read_text("utf-8"))
    return str(package["dependencies"]["@11ty/eleventy"])
