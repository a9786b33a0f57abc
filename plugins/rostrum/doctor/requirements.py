"""The line of `requirements.txt` that names the kit, compared with what is installed."""

from __future__ import annotations

import re
from importlib.metadata import Distribution
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import read_raw
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import join_sentences
from rostrum.scaffold.requirement import NAME, find_requirement

FILE = "requirements.txt"
_KIT = re.compile(r"^(?:\./\S*/)?pelican[-_.]rostrum\b", re.IGNORECASE)


def report_requirement(root: Path, installed: Distribution, report: Report) -> None:
    """Report a `requirements.txt` without the kit, or with another version than the one here.

    A site without such a file declares its packages elsewhere, and is left alone.
    """
    try:
        lines = read_raw(root / FILE).decode("utf-8", "replace").splitlines()
    except OSError:
        return
    expected = find_requirement(installed).line
    named = [(number, line.split(" #")[0].strip()) for number, line in enumerate(lines, 1)]
    named = [(number, line) for number, line in named if _KIT.match(line)]
    hint = (
        _("Here it is installed from: %(line)s", line=expected)
        if expected
        else _("Here it is installed from a folder of this machine.")
    )
    if not named:
        message = _("%(name)s is not named, so CI can't install it", name=NAME)
        report.warning("kit-unnamed", SourceLocation(FILE), message, hint)
        return
    number, line = named[0]
    if _names_another(line, expected, installed.version):
        message = _("the kit installed here is another one than this line names")
        hint = join_sentences(hint, _("Install what the line names, or change it."))
        report.warning("kit-differs", SourceLocation(FILE, number), message, hint)


def _names_another(line: str, expected: str, version: str) -> bool:
    """Return True if a line is pinned to another source than the expected one, or version."""
    if pinned := re.search(r"==\s*([^\s;#]+)", line):
        return pinned[1] != version
    is_pinned = "@" in line or line.startswith("./")
    return is_pinned and bool(expected) and _normalize(line) != _normalize(expected)


def _normalize(line: str) -> str:
    """Return a line without its extras, in one spelling."""
    line = re.sub(r"\[[^\]]*\]", "", line)
    return re.sub(r"[-_.]+", "-", line.replace(" ", "").lower())
