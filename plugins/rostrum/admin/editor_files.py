"""The files of Sveltia CMS, if the extra `admin` is installed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

DISTRIBUTION, PACKAGE = "pelican-rostrum-admin", "rostrum_admin"
"""The package of the extra, as it is installed and imported; packages/ has it."""

SCRIPT = "sveltia-cms.js"


def find_files() -> Mapping[str, Path]:
    """Return the files of the editor by their path below its folder; empty if there are none."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return {}
    folder = Path(spec.origin).parent / "files"
    if not (folder / SCRIPT).is_file():  # not fetched yet
        return {}
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file for file in files}
