import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pelican.plugins import signals
from sites import Built, build_site

# A shell has a command in the background ignore Ctrl+C, and the commands started here with it.
signal.signal(signal.SIGINT, signal.default_int_handler)

EVERY_SIGNAL = [value for value in vars(signals).values() if hasattr(value, "receivers")]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: None) -> Callable[..., Built]:
    """Build a site of a few files in an empty folder: see `sites.build_site`."""
    monkeypatch.chdir(tmp_path)
    return partial(build_site, tmp_path)


@pytest.fixture
def alone() -> Iterator[None]:
    """Run Pelican without the receivers that an earlier test's plugins left behind."""
    for each in EVERY_SIGNAL:
        each._clear_state()
    yield
    for each in EVERY_SIGNAL:
        each._clear_state()
