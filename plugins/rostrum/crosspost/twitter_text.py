"""The library twitter-text-parser, loaded when a text is first counted."""

from __future__ import annotations

import sys
from importlib import resources
from types import ModuleType


def load_twitter_text() -> ModuleType:
    """Return the module `twitter_text`, a port of twitter-text 3 that passes its conformance tests.

    Its version 3.0 reads one file through `pkg_resources`, which setuptools 82 has dropped and new
    environments lack: during the import, and only then, a stand-in takes that place.
    """
    loaded = sys.modules.get("twitter_text")
    return loaded if loaded is not None else _import()


def _import() -> ModuleType:
    absent = object()
    before = sys.modules.get("pkg_resources", absent)
    sys.modules["pkg_resources"] = _stand_in()
    try:
        import twitter_text
    finally:
        del sys.modules["pkg_resources"]
        if before is not absent:
            sys.modules["pkg_resources"] = before  # type: ignore[assignment]
    module: ModuleType = twitter_text
    return module


def _stand_in() -> ModuleType:
    module = ModuleType("pkg_resources")
    module.resource_string = _read_beside  # type: ignore[attr-defined]
    return module


def _read_beside(module: str, name: str) -> bytes:
    return resources.files(module.rpartition(".")[0]).joinpath(name).read_bytes()
