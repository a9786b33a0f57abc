"""Measures builders and changes in turns on one blog: A B C …, A B C …, each run a new process."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from blog import Blog, make_blog
from changes import CHANGES, unseen
from eleventy import NotThereError
from forms import write_blog
from measure import Cost, measured
from peers import PEERS, Folders, Peer, environment
from refresh import Refresh, refreshed
from report import Changed, Comparison, Result
from verify import differences
from warm import WarmSite, warm_site
from work import Work, asked, shortfall, written

REHEARSAL_POSTS = 50


class MissingWorkError(Exception):
    """A builder ended well, and wrote less than the blog asks for."""


@dataclass(frozen=True)
class Plan:
    """What to compare: a blog's size and seed; builders and changes by their keys; how often.

    ``saves`` are those that `rostrum serve` is measured with; 0 leaves it out. ``verify`` holds
    the output after each change against a clean build.
    """

    posts: int
    seed: int
    runs: int
    peers: Sequence[str]
    changes: Sequence[str]
    saves: int = 0
    verify: bool = False


@dataclass(frozen=True)
class Ground:
    """The folder in which to build, and the one in which builders were installed."""

    folder: Path
    tools: Path


def say(text: str) -> None:
    """Report progress where it does not get into the tables."""
    print(text, file=sys.stderr, flush=True)


def compare(plan: Plan, ground: Ground) -> Comparison:
    """Return what it costs each builder to build the same blog, and Rostrum to follow changes."""
    blog = make_blog(plan.posts, plan.seed)
    course = Course(plan, ground, blog)
    course.prepare()
    for turn in range(1, plan.runs + 1):
        course.run(turn)
    course.clear()
    refresh = serve_blog(plan, blog, ground.folder / "served") if plan.saves else None
    return course.comparison(refresh)


class Course:
    """One comparison while it runs: the builders' content, the warm site, and the figures."""

    def __init__(self, plan: Plan, ground: Ground, blog: Blog) -> None:
        self._plan, self._ground, self._blog = plan, ground, blog
        self._peers = [(key, PEERS[key]) for key in plan.peers]
        self._content = ground.folder / f"content-{plan.posts}"
        self._site: WarmSite | None = None
        self._costs: dict[str, list[Cost]] = {key: [] for key in (*plan.peers, *plan.changes)}
        self._works: dict[str, Work] = {}
        self._faults: dict[str, list[str]] = {key: [] for key in plan.changes}

    def prepare(self) -> None:
        """Write the blog for each builder, and build the site once that changes are made to."""
        say(f"{self._plan.posts:,} posts: writing them")
        write_blog(self._blog, self._content, {peer.form for _, peer in self._peers})
        if self._plan.changes:
            self._site = warm_site(self._ground.folder / f"warm-{self._plan.posts}", self._blog)
            self._tell("the site to be changed", self._site.build())

    def run(self, turn: int) -> None:
        """Let each builder build, then make each change and build it."""
        for key, peer in self._peers:
            cost, work = build(peer, self._content, self._ground, key)
            self._works[key] = checked(peer, asked(self._blog), work)
            self._note(key, peer.name, cost, turn)
        for key in self._plan.changes:
            if self._site:
                cost, faults = follow(key, self._site, turn, self._plan.verify)
                self._faults[key] += faults
                self._note(key, CHANGES[key].words, cost, turn)

    def clear(self) -> None:
        """Remove what was written for the builders and built of changes."""
        for folder in (self._content, *([self._site.folder] if self._site else [])):
            shutil.rmtree(folder, ignore_errors=True)

    def comparison(self, refresh: Refresh | None) -> Comparison:
        """Return all figures."""
        return Comparison(
            counts=self._blog.counts,
            asked=asked(self._blog),
            results={
                key: Result(peer.name, peer.release(), self._works[key], self._costs[key])
                for key, peer in self._peers
            },
            changes={
                key: Changed(CHANGES[key].words, self._costs[key], self._faults[key])
                for key in self._plan.changes
            },
            refresh=refresh,
        )

    def _note(self, key: str, name: str, cost: Cost, turn: int) -> None:
        self._costs[key].append(cost)
        self._tell(f"run {turn} of {self._plan.runs}: {name}", cost)

    def _tell(self, what: str, cost: Cost) -> None:
        say(f"{self._plan.posts:,} posts, {what} {cost.wall:.2f} s")


def build(peer: Peer, content: Path, ground: Ground, key: str) -> tuple[Cost, Work]:
    """Build in a new folder and remove it again; return the cost and what was written."""
    scratch = ground.folder / "scratch"
    scratch.mkdir(parents=True)
    folders = Folders(content / peer.form, scratch / "output", ground.tools / key)
    try:
        cost = measured(peer.command(folders), scratch, environment(scratch))
        return cost, written(scratch / "output")
    finally:
        shutil.rmtree(scratch)


def checked(peer: Peer, want: Work, have: Work) -> Work:
    """Return what was written, or say what is missing from it."""
    if missing := shortfall(want, have):
        raise MissingWorkError(f"{peer.name} left work out. Missing {missing}.")
    return have


def follow(key: str, site: WarmSite, number: int, verify: bool) -> tuple[Cost, list[str]]:
    """Make a change, run its command, and return the cost and what is wrong with the output.

    A change without signs leaves the output as it was: there is nothing to compare.
    """
    change = CHANGES[key]
    signs = change.make(site, number)
    cost = change.run(site)
    faults = unseen(site.output, signs)
    return cost, faults + (clean_differences(site) if verify and signs else [])


def clean_differences(site: WarmSite) -> list[str]:
    """Return in what a site's output differs from that of a clean build of the same."""
    folder = site.folder.with_name("clean")
    twin = site.clean_twin(folder)
    twin.build()
    found = differences(site.output, twin.output)
    shutil.rmtree(folder)
    return found


def serve_blog(plan: Plan, blog: Blog, folder: Path) -> Refresh:
    """Return how long the page of a changed post takes to the browser."""
    site = warm_site(folder, blog)
    say(f"{plan.posts:,} posts: serving them, {plan.saves} saves")
    refresh = refreshed(site, plan.saves)
    say(f"{plan.posts:,} posts, from save to page: {min(refresh.seconds):.2f} s and more")
    shutil.rmtree(folder, ignore_errors=True)
    return refresh


def find_absent(plan: Plan, ground: Ground) -> dict[str, str]:
    """Return which builders can't be had here and why, after a small build with each.

    That also fills Python's bytecode caches, and finds out early whether everything works.
    """
    absent = {}
    for key in plan.peers:
        try:
            PEERS[key].install(ground.tools / key)
            compare(rehearsal(plan, peers=[key]), ground)
        except NotThereError as error:
            absent[key] = f"skipped: {error}"
    compare(rehearsal(plan, changes=plan.changes, saves=min(plan.saves, 1)), ground)
    return absent


def rehearsal(
    plan: Plan, peers: Sequence[str] = (), changes: Sequence[str] = (), saves: int = 0
) -> Plan:
    """Return a small plan of one run."""
    return Plan(REHEARSAL_POSTS, plan.seed, 1, peers, changes, saves, verify=False)
