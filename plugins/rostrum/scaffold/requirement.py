"""How a blog names the kit that it is built with: the line of its `requirements.txt`.

An installed package records where it came from (PEP 610, `direct_url.json`), so the line names the
same source, pinned to the same version. A package without such a record came from an index.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

NAME = "pelican-rostrum"
"""The name of the distribution."""

EXTRA = "[publish]"
"""The extra with what CI needs besides the kit: the proof before a publication."""

VENDOR_FOLDER = "vendor"
"""The folder of a blog for a wheel that was installed from a file."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A line for pip; empty if nobody else could install the kit from where it came from.

    `wheel` is the file to be copied into `VENDOR_FOLDER`, None if the line needs none.
    """

    line: str
    wheel: Path | None = None


def find_requirement(distribution: Distribution) -> Requirement:
    """Return the requirement for the kit as it is installed here."""
    record = distribution.read_text("direct_url.json")
    if not record:
        return Requirement(f"{NAME}{EXTRA}=={distribution.version}")
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        return _read_record(json.loads(record))
    return Requirement("")


def _read_record(record: Mapping[str, Any]) -> Requirement:
    url = str(record["url"])
    parts = urlsplit(url)
    if "vcs_info" in record and parts.scheme != "file":
        source = f"{record['vcs_info']['vcs']}+{url}@{record['vcs_info']['commit_id']}"
        return Requirement(f"{NAME}{EXTRA} @ {source}")
    if "archive_info" not in record:
        return Requirement("")
    if parts.scheme == "file":
        wheel = Path(url2pathname(parts.path))
        is_usable = wheel.suffix == ".whl" and wheel.is_file()
        return (
            Requirement(f"./{VENDOR_FOLDER}/{wheel.name}{EXTRA}", wheel)
            if is_usable
            else Requirement("")
        )
    hashes = record["archive_info"].get("hashes", {})
    digest = f"#sha256={hashes['sha256']}" if "sha256" in hashes else ""
    return Requirement(f"{NAME}{EXTRA} @ {url}{digest}")
