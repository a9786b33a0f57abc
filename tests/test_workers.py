"""Whoever shares the work, the site is the same."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from sites import ANNA, SETTINGS, post

from rostrum import printing, reading
from rostrum.workers import Crew

FILES = {
    "people/anna.md": ANNA,
    **{
        f"posts/p{number}.md": post(
            f"Text {number}, [weiter]({{filename}}p{(number + 1) % 8}.md).\n",
            title=f"Teil {number}",
            slug=f"teil-{number}",
            date=f"2026-11-{number + 1:02}",
        )
        for number in range(8)
    },
}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share out the work of a small site as that of a large one."""
    monkeypatch.setattr(reading, "_PARALLEL_FROM", 1)
    monkeypatch.setattr(reading, "_CHUNK", 2)
    monkeypatch.setattr(printing, "_SHARE", 2)


# Executors by setting

HEAD = "from rostrum.defaults import *\n" + "".join(
    f"{key} = {value!r}\n" for key, value in SETTINGS.items()
)
THREADS = "from concurrent.futures import ThreadPoolExecutor as make_executor\n"
SPAWNED = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

def make_executor(number):
    return ProcessPoolExecutor(number, get_context("spawn"))
"""
DASK = """
from functools import cache
from distributed import Client

connect = cache(lambda: Client({address!r}))

def make_executor(number):
    return connect().get_executor()
"""
ASKED = """
def ask(number):
    with open("asked", "a") as file:
        file.write(str(number))
    return make_executor(number)

ROSTRUM = {"executor": ask}
"""


@pytest.fixture(scope="module")
def dask() -> Iterator[str]:
    """Return the settings for a cluster of Dask's on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        yield DASK.format(address=cluster.scheduler_address)
        distributed.default_client().close()


@pytest.fixture(params=["serial", "threads", "spawned", "dask"])
def executor(request: pytest.FixtureRequest) -> str:
    """Return the settings that name an executor."""
    if request.param == "serial":
        return HEAD + 'ROSTRUM = {"executor": "serial"}\n'
    known = {"threads": THREADS, "spawned": SPAWNED}
    made: str = known.get(request.param) or request.getfixturevalue("dask")
    return HEAD + made + ASKED


def test_a_site_is_the_same_whoever_shares_its_work(build, few, executor):
    forked = build(FILES, jobs=2)
    before = {file: file.read_bytes() for file in forked.output.rglob("*") if file.is_file()}
    site = build({}, executor, jobs=2, fresh=True)
    assert site.findings == []
    assert (site.root / "asked").exists() == ("serial" not in executor)
    assert site.outcome.run.written.changed == 0
    assert {file: file.read_bytes() for file in before} == before


def test_a_filter_that_cannot_travel_keeps_the_work_in_this_process(build, few):
    own = 'JINJA_FILTERS = {"loud": lambda text: text.upper()}\n'
    site = build(FILES, HEAD + THREADS + own + ASKED, jobs=2)
    assert (site.exitcode, site.findings) == (0, [])
    assert (site.root / "asked").read_text() == "2"  # for reading; printing needs the filter


def test_an_executor_that_is_none_is_reported(build):
    site = build(FILES, {"ROSTRUM": {"executor": "cluster"}})
    assert site.findings == [
        'pelicanconf.py:7:12: error[setting]: executor: "cluster" is not one of processes, serial'
    ]


# The crew


def add(number: int, share: int) -> int:
    return number + share


def tell_process(_: None, share: int) -> int:
    return os.getpid()


def test_results_come_in_the_order_of_the_shares():
    assert list(Crew(2).share_out(add, 100, range(50))) == list(range(100, 150))


def test_one_worker_or_one_share_needs_no_other_process():
    assert set(Crew(1).share_out(tell_process, None, [1, 2, 3])) == {os.getpid()}
    assert set(Crew(2).share_out(tell_process, None, [1])) == {os.getpid()}


def test_two_workers_are_other_processes():
    assert os.getpid() not in set(Crew(2).share_out(tell_process, None, range(8)))


def test_an_error_in_a_worker_ends_the_work():
    with pytest.raises(TypeError):
        list(Crew(2).share_out(add, 1, [1, "x", 3]))
