import locale
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, settings
from pelican.plugins import signals
from support.sites import Built, build_site

# A shell has a command in the background ignore Ctrl+C, and the commands started here with it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test, and no command that one starts, touches the cache of whoever runs the tests.
os.environ["ROSTRUM_CACHE_DIR"] = tempfile.mkdtemp(prefix="rostrum-tests-")

# EPUBCheck runs for seconds: thorough compilation of its code takes longer than it saves.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

# Findings are in English whatever the language of whoever runs the tests.
os.environ |= {"LANGUAGE": "", "LC_ALL": "C.UTF-8"}

# A busy machine is no failure: no example has to be ready by a time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# Single files of these folders take the longest. With the last of them, one process ends long after
# the others, so that they come first.
SLOWEST = ("browser", "build", "epub", "scaffold", "server")

EVERY_SIGNAL = [value for value in vars(signals).values() if hasattr(value, "receivers")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders whose files take the longest."""
    items.sort(key=lambda item: item.path.parent.name not in SLOWEST)


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: None) -> Callable[..., Built]:
    """Build a site of a few files in an empty folder: see `sites.build_site`."""
    monkeypatch.chdir(tmp_path)
    return partial(build_site, tmp_path)


@pytest.fixture(scope="session", autouse=True)
def cache_root() -> Iterator[Path]:
    """Return the folder in which the sites of all tests have their caches."""
    root = Path(os.environ["ROSTRUM_CACHE_DIR"])
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def alone() -> Iterator[None]:
    """Run Pelican without the receivers that an earlier test's plugins left behind."""
    for each in EVERY_SIGNAL:
        each._clear_state()
    yield
    for each in EVERY_SIGNAL:
        each._clear_state()


@pytest.fixture(autouse=True)
def own_locale() -> Iterator[None]:
    """Undo what Pelican does in this process: it takes the locale of a test's environment.

    In the locale C, for one, Python reads what later commands print as ASCII.
    """
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.fixture
def cpu_seconds() -> Callable[[], float]:
    """Return what tells how many seconds of this process' time a test has taken so far."""
    start = process_time()
    return lambda: process_time() - start


@pytest.fixture
def pixel() -> bytes:
    """A picture, the smallest there is."""
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
