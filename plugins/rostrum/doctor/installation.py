"""The versions of the kit, of what it builds with, and of its extras."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec

from rostrum.core.translatable import NO_TEXT, Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _

_NAME = "pelican-rostrum"
_SHOWN = ("pelican", "markdown", "comrak-ext", "jinja2", "feedgen", "pillow", "lightningcss")
"""The libraries on whose versions the pages depend most."""

_EXTRAS = {"fonts": "fontTools", "icons": "resvg_py", "spelling": "hunspell"}
"""The module that each extra brings."""


def describe() -> Iterator[tuple[Translatable, Translatable]]:
    """Yield a label and a value for each fact about the installation."""
    yield verbatim("Rostrum"), _describe_kit()
    yield verbatim("Python"), verbatim(f"{platform.python_version()}, {sys.executable}")
    yield _("system"), verbatim(platform.platform(terse=True))
    found = [f"{name} {_find_version(name)}" for name in _SHOWN]
    yield _("libraries"), verbatim(", ".join(found))
    for extra, module in _EXTRAS.items():
        name = verbatim(f"pelican-rostrum[{extra}]")
        yield name, _("installed") if find_spec(module) else _("not installed")


def _describe_kit() -> Translatable:
    """Return the version of the kit, and where it was installed from if that is recorded."""
    installed = distribution(_NAME)
    source = NO_TEXT
    with suppress(ValueError, TypeError, AttributeError):
        record = json.loads(installed.read_text("direct_url.json") or "{}")
        commit = record.get("vcs_info", {}).get("commit_id", "")
        source = verbatim(f"{record['url']}{'@' * bool(commit)}{commit}" if "url" in record else "")
    if not source:
        return verbatim(installed.version)
    return _("%(version)s, from %(source)s", version=installed.version, source=source)


def _find_version(name: str) -> str:
    with suppress(PackageNotFoundError):
        return version(name)
    return ""
