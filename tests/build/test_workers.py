"""Whoever shares the work, the site is the same."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from support.sites import ANNA, SETTINGS, post

from rostrum.build import render_job
from rostrum.core.parallel import Lost, WorkerPool
from rostrum.core.time_limit import OutOfTime, limit_time
from rostrum.core.translatable import gettext_lazy as _

FILES = {
    "people/anna.md": ANNA,
    **{
        f"posts/p{number}.md": post(
            f"Text {number}, [zum Nächsten]({{filename}}p{(number + 1) % 8}.md).\n",
            title=f"Teil {number}",
            slug=f"teil-{number}",
            date=f"2026-11-{number + 1:02}",
        )
        for number in range(8)
    },
}


FEW = 2  # files in a chunk: the work of a small site is shared out as that of a large one

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


def test_a_site_is_the_same_whoever_shares_its_work(build, executor):
    forked = build(FILES, jobs=2, chunk_size=FEW)
    before = {file: file.read_bytes() for file in forked.output.rglob("*") if file.is_file()}
    site = build({}, executor, jobs=2, chunk_size=FEW, no_cache=True)
    assert site.findings == []
    assert (site.root / "asked").exists() == ("serial" not in executor)
    assert site.outcome.written.changed == 0
    assert {file: file.read_bytes() for file in before} == before


def test_worker_unpicklable_filter_keeps_work_in_this_process(build):
    own = 'JINJA_FILTERS = {"loud": lambda text: text.upper()}\n'
    site = build(FILES, HEAD + THREADS + own + ASKED, jobs=2, chunk_size=FEW)
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
    assert list(WorkerPool(2).map(add, 100, range(50))) == list(range(100, 150))


def test_one_worker_or_one_share_needs_no_other_process():
    assert set(WorkerPool(1).map(tell_process, None, [1, 2, 3])) == {os.getpid()}
    assert set(WorkerPool(2).map(tell_process, None, [1])) == {os.getpid()}


def test_two_workers_are_other_processes():
    assert os.getpid() not in set(WorkerPool(2).map(tell_process, None, range(8)))


def test_an_error_in_a_worker_ends_the_work():
    with pytest.raises(TypeError):
        list(WorkerPool(2).map(add, 1, [1, "x", 3]))


# Workers that die


def die_of(deadly: Sequence[int], share: Sequence[int]) -> list[int]:
    if set(deadly) & set(share):
        os.kill(os.getpid(), signal.SIGKILL)
    return list(share)


SHARES = [range(n, n + 4) for n in range(0, 40, 4)]
KILLED = _("was killed; most often, memory ran out")


def test_worker_crash_loses_only_the_items_that_cause_it():
    made = list(WorkerPool(2).map(die_of, [5, 6, 30], SHARES))
    lost = [one for one in made if isinstance(one, Lost)]
    assert lost == [Lost(range(n, n + 1), KILLED) for n in (5, 6, 30)]
    flat = [n for one in made for n in (one.share if isinstance(one, Lost) else one)]
    assert flat == list(range(40))


def test_where_every_worker_dies_the_rest_is_given_up():
    made = list(WorkerPool(2).map(die_of, range(40), SHARES))
    assert all(isinstance(one, Lost) for one in made)
    assert str(made[-1].reason) == "was not started: 8 others died"
    assert [n for one in made for n in one.share] == list(range(40))


def exit_at(deadly: int, share: Sequence[int]) -> list[int]:
    if deadly in share:
        os._exit(7)
    return list(share)


@pytest.mark.parametrize("make", ["spawned", "own"])
def test_a_worker_of_any_pool_may_die(make):
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial
    from multiprocessing import get_context

    own = partial(ProcessPoolExecutor, mp_context=get_context("spawn"))
    crew = WorkerPool(2, own if make == "spawned" else None)
    made = list(crew.map(exit_at, 2, SHARES[:2]))
    assert made == [
        [0],
        [1],
        Lost(range(2, 3), _("ended with exit code %(code)s", code="7")),
        [3],
        [4, 5, 6, 7],
    ]


DEADLY = (
    HEAD
    + """
import os
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

class Deadly(Preprocessor):
    def run(self, lines):
        if "STERBEN" in lines[0]:
            os._exit(9)
        return lines

class DeadlyExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Deadly(md), "deadly", 100)

MARKDOWN = {"extensions": [DeadlyExtension()], "output_format": "html"}
"""
)


def test_worker_crash_over_a_file_is_a_finding_that_names_it(build):
    site = build(
        {**FILES, "posts/p5.md": post("STERBEN", title="Teil 5")}, DEADLY, jobs=2, chunk_size=FEW
    )
    # p4 links to it, and is told so, too.
    assert [one for one in site.findings if " error[" in one] == [
        (
            "content/posts/p5.md:1:1: error[worker]: the process that read this file ended with "
            "exit code 9"
        )
    ]
    assert (site.exitcode, site.files) == (1, [])


def test_worker_crash_over_a_page_is_a_finding_without_output(build, monkeypatch):
    def die(self, sheet):
        if sheet.file == "2026/11/teil-5/index.html":
            os.kill(os.getpid(), signal.SIGKILL)
        return render_file(self, sheet)

    render_file = render_job.RenderJob._render_file
    monkeypatch.setattr(render_job.RenderJob, "_render_file", die)
    site = build(FILES, jobs=2, chunk_size=FEW)
    assert site.findings == [
        (
            "output/2026/11/teil-5/index.html:1:1: error[worker]: the process that rendered this "
            "file was killed; most often, memory ran out"
        )
    ]
    assert (site.exitcode, site.files) == (1, [])


# Work that takes too long


def spin(seconds: float, share: Sequence[int]) -> int:
    with limit_time(seconds):
        while 2 in share:
            pass
    return len(share)


def hold_on(seconds: float, share: Sequence[int]) -> int:
    """Ignore what Python can raise, as C code does that never comes back to it."""
    with limit_time(seconds):
        while 2 in share:
            with suppress(OutOfTime):
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])
                while True:
                    pass
    return len(share)


def test_work_that_takes_too_long_is_broken_off():
    began = time.process_time()
    with pytest.raises(OutOfTime):
        spin(0.2, [2])
    assert time.process_time() - began < 1


def test_time_that_is_not_used_up_does_no_harm():
    with limit_time(0.1):
        pass
    began = time.process_time()
    while time.process_time() - began < 0.3:
        pass
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_a_worker_that_never_comes_back_is_killed():
    made = list(WorkerPool(2).map(hold_on, 0.2, [range(2), range(2, 4)]))
    assert made[1] == Lost(range(2, 3), _("took too much time of the processor"))


SLOW = DEADLY.replace("os._exit(9)", "\n            while True: pass")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_text_that_takes_too_long_is_a_finding_that_names_it(build, jobs):
    slow = SLOW + 'ROSTRUM = {"cpu_seconds": 1}\n'
    site = build(
        {**FILES, "posts/p5.md": post("STERBEN", title="Teil 5")}, slow, jobs=jobs, chunk_size=FEW
    )
    assert site.findings == [
        (
            "content/posts/p5.md:6:1: error[too-slow]: reading takes more of the processor's time "
            "than the setting cpu_seconds allows"
        )
    ]
    assert (site.exitcode, site.files) == (1, [])


def test_a_page_that_takes_too_long_is_a_finding(build, monkeypatch):
    def spin_on(self, content, format=""):
        article = getattr(content, "article", None)
        while article and article.url == "/2026/11/teil-5/":
            pass
        return render_file(self, content, format)

    render_file = render_job.FileWriter.render
    monkeypatch.setattr(render_job.FileWriter, "render", spin_on)
    site = build(FILES, {"ROSTRUM": {"cpu_seconds": 1}}, jobs=2, chunk_size=FEW)
    assert site.findings == [
        (
            "output/2026/11/teil-5/index.html:1:1: error[too-slow]: rendering takes more than 1 s "
            "of the processor's time"
        )
    ]
    assert (site.exitcode, site.files) == (1, [])
