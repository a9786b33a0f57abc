"""The file that publishes on merge: whether it is older than the one that the kit writes today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import read_raw
from rostrum.core.translatable import gettext_lazy as _
from rostrum.scaffold.files import CI_FILES, CI_VERSION

_VERSION = re.compile(rb"^# rostrum init, version (?P<version>\d+)\b", re.MULTILINE)


def list_ci_files(root: Path) -> Iterator[tuple[str, int]]:
    """Yield the path and version of each file for CI that `rostrum init` wrote below a folder."""
    for path in CI_FILES.values():
        try:
            found = _VERSION.search(read_raw(root / path))
        except OSError:
            continue
        if found:
            yield path, int(found["version"])


def report_ci_files(root: Path, report: Report) -> None:
    """Report files for CI that are older than the kit's."""
    for path, version in list_ci_files(root):
        if version < CI_VERSION:
            message = _(
                "this file is that of version %(old)s; the kit writes version %(new)s",
                old=version,
                new=CI_VERSION,
            )
            ci = next(name for name, file in CI_FILES.items() if file == path)
            hint = _(
                "Move it away, write the present one, and compare the two: %(call)s",
                call=f"rostrum init . --ci {ci} --only-ci",
            )
            report.warning("ci-outdated", SourceLocation(path), message, hint)
