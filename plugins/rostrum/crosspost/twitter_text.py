"""The library twitter-text-parser, imported at the first use."""

from __future__ import annotations

import sys
from importlib import resources
from types import ModuleType


def load_twitter_text() -> ModuleType:
    """Return the module `twitter_text`, a port of twitter-text 3 that passes its conformance tests.

    Version 3.0 reads a file through `pkg_resources`, removed in setuptools 82 and absent from new
    environments. Replace `pkg_resources` by a stub during the import only.
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
