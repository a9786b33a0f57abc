"""Wheels of the kit, and environments of their own to install them into, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from support.served import LONG

ROOT = Path(__file__).resolve().parents[2]


def build_wheel(source: Path, folder: Path) -> Path:
    """Build the wheel of a source tree into a folder; return its file."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    command = [*build, "--directory", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return wheel


class Environment:
    """A Python of its own, with an empty HOME; libraries alone are those of the tests."""

    def __init__(self, folder: Path) -> None:
        venv, self._home = folder / "venv", folder / "home"
        self._home.mkdir()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
        self.python = venv / "bin" / "python"
        [packages] = (venv / "lib").glob("python*/site-packages")
        # A path in a .pth file is searched, but the .pth files in it are not: not the one that
        # leads to the package under development.
        (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def install(self, wheel: Path) -> None:
        """Install a wheel, in place of an earlier one."""
        uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet"]
        options = ["--offline", "--no-deps", "--reinstall", "--python", str(self.python)]
        subprocess.run([*uv, *options, str(wheel)], check=True)

    def rostrum(self, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `rostrum` in a folder, without a terminal."""
        return subprocess.run(
            [self.python.with_name("rostrum"), *words],
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "HOME": str(self._home)},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=5 * LONG,
        )
