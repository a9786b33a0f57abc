"""The targets as rows: what is to be reached, how it follows from the figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from measure import Cost
from report import MEASURES, MEGABYTE, Comparison, figure, header, row

SIZE: Final = 10_000  # posts for which the ratios to Hugo are set
LARGE: Final = 100_000
GIGABYTE: Final = 1_000 * MEGABYTE
OWN: Final = "rostrum"
PYTHON: Final = "rostrum-python-markdown"
BARE: Final = "rostrum-unrelated"
PEER: Final = "hugo"
WALL: Final = MEASURES["wall s"]
CPU: Final = MEASURES["CPU s"]
MEMORY: Final = MEASURES["memory MB"]
SHARED_ONCE: Final = MEASURES["shared once MB"]

Sizes = Mapping[int, Comparison]
"""The comparisons, by their numbers of posts."""


@dataclass(frozen=True)
class Target:
    """A row of the table: the work, the most it may be in a unit, the figures of the turns.

    ``read`` gives nothing where the figures are not there; ``key`` names the builder or change.
    """

    work: str
    at_most: float
    read: Callable[[Sizes], Sequence[float]]
    key: str = ""
    unit: str = ""


def to_hugo(key: str, measure: Callable[[Cost], float] = WALL) -> Callable[[Sizes], list[float]]:
    """Return what reads the ratios of a builder or change to Hugo, a ratio from each turn."""
    return lambda sizes: turn_ratios(judged(sizes), [key], measure)


def turn_ratios(
    comparison: Comparison | None, keys: Sequence[str], measure: Callable[[Cost], float]
) -> list[float]:
    """Return from each turn the largest of some builders' ratios to Hugo."""
    costs = comparison.costs if comparison else {}
    mine = [costs[key] for key in keys if costs.get(key)]
    if not mine or PEER not in costs:
        return []
    turns = zip(*mine, costs[PEER], strict=True)
    return [max(map(measure, own)) / measure(peer) for *own, peer in turns]


def with_and_without(key: str, measure: Callable[[Cost], float]) -> Callable[[Sizes], list[float]]:
    """Return what reads the ratios of Rostrum to a builder that does less, from each turn."""

    def read(sizes: Sizes) -> list[float]:
        costs = comparison.costs if (comparison := judged(sizes)) else {}
        if not costs.get(OWN) or not costs.get(key):
            return []
        turns = zip(costs[OWN], costs[key], strict=True)
        return [measure(more) / measure(less) for more, less in turns]

    return read


def peak_to_hugo(measure: Callable[[Cost], float]) -> Callable[[Sizes], list[float]]:
    """Return what reads the ratios of the most memory that any of Rostrum's builds took."""

    def read(sizes: Sizes) -> list[float]:
        comparison = judged(sizes)
        keys = [key for key in (comparison.costs if comparison else ()) if is_own(key, comparison)]
        return turn_ratios(comparison, keys, measure)

    return read


def is_own(key: str, comparison: Comparison | None) -> bool:
    """Return whether a builder or change is Rostrum's."""
    return key.startswith(OWN) or (comparison is not None and key in comparison.changes)


def judged(sizes: Sizes) -> Comparison | None:
    """Return the comparison that the ratios are read from: of 10,000 posts, else the next best."""
    size = SIZE if SIZE in sizes else max((size for size in sizes if size < SIZE), default=0)
    return sizes.get(size)


def growth(measure: Callable[[Cost], float]) -> Callable[[Sizes], list[float]]:
    """Return what reads how often the cost of 10,000 posts that of 100,000 is, by medians."""

    def read(sizes: Sizes) -> list[float]:
        costs = [sizes[size].costs.get(OWN) for size in (LARGE, SIZE) if size in sizes]
        if len(costs) < 2 or not all(costs):
            return []
        large, small = (median(measure(cost) for cost in found or ()) for found in costs)
        return [large / small]

    return read


def large_memory(sizes: Sizes) -> list[float]:
    """Return the peaks of memory with 100,000 posts, in gigabytes."""
    costs = sizes[LARGE].costs.get(OWN, ()) if LARGE in sizes else ()
    return [cost.memory / GIGABYTE for cost in costs]


def seconds(key: str) -> Callable[[Sizes], list[float]]:
    """Return what reads the seconds of a command after one change, with 10,000 posts."""

    def read(sizes: Sizes) -> list[float]:
        costs = sizes[SIZE].costs.get(key, ()) if SIZE in sizes else ()
        return [cost.wall for cost in costs]

    return read


def refresh(size: int) -> Callable[[Sizes], Sequence[float]]:
    """Return what reads the seconds from a save to the page with so many posts."""

    def read(sizes: Sizes) -> Sequence[float]:
        found = sizes[size].refresh if size in sizes else None
        return found.seconds if found else []

    return read


TARGETS: Final = (
    Target("full build, no cache, GitHub's Markdown", 1.0, to_hugo(OWN), OWN),
    Target("full build, no cache, Python-Markdown", 1.8, to_hugo(PYTHON), PYTHON),
    Target("nothing changed, new process", 0.15, to_hugo("nothing"), "nothing"),
    Target("one post's text changed, new process", 0.25, to_hugo("text"), "text"),
    Target("one post added", 0.3, to_hugo("post"), "post"),
    Target("a template changed", 0.6, to_hugo("template"), "template"),
    Target("a setting changed (SITENAME)", 0.6, to_hugo("setting"), "setting"),
    Target("related posts: CPU, with and without", 1.15, with_and_without(BARE, CPU), BARE),
    Target("peak memory, all processes, any build above", 0.5, peak_to_hugo(SHARED_ONCE)),
    Target("the same, shared pages counted for each process", 0.5, peak_to_hugo(MEMORY)),
    Target("100,000 posts against 10,000: time", 11, growth(WALL)),
    Target("100,000 posts against 10,000: memory", 11, growth(MEMORY)),
    Target("100,000 posts: memory", 24, large_memory, unit=" GB"),
    Target("rostrum check, one post changed, 10,000 posts", 2.0, seconds("check"), "check", " s"),
    Target(
        "rostrum publish, one post changed, 10,000 posts", 1.0, seconds("publish"), "publish", " s"
    ),
    Target("serve: save to page refreshed, 1,000 posts", 0.3, refresh(1_000), "serve", " s"),
    Target("serve: save to page refreshed, 10,000 posts", 1.0, refresh(10_000), "serve", " s"),
)


def markdown(sizes: Sizes, absent: Mapping[str, str]) -> str:
    """Return the table of targets: each with what was measured, and whether it is met."""
    comparison = judged(sizes)
    posts = comparison.counts["posts"] if comparison else 0
    note = "Ratios are to Hugo's full build of comparable pages, unless a row says otherwise,"
    note += f" here with {posts:,} posts"
    note += "." if posts == SIZE else f"; the targets are set for {SIZE:,}."
    faulty = {key for one in sizes.values() for key in one.changes if one.changes[key].faults}
    rows = [target_row(target, sizes, absent, faulty) for target in TARGETS]
    head = header("work", ["at most", "measured", "met?"])
    return "\n".join(["## Targets", "", note, "", *head, *rows]) + "\n"


def target_row(target: Target, sizes: Sizes, absent: Mapping[str, str], faulty: set[str]) -> str:
    """Return a target's row; a build with a wrong output never meets one."""
    limit = f"{target.at_most:g}{target.unit}"
    values = target.read(sizes)
    if not values:
        return row([target.work, limit, "", absent.get(target.key, "not measured")])
    verdict = "wrong output" if target.key in faulty else judge(target, values)
    return row([target.work, limit, figure(values) + target.unit, verdict])


def judge(target: Target, values: Sequence[float]) -> str:
    """Return whether the median is within the limit, or how far it is above."""
    ratio = median(values) / target.at_most
    return "met" if ratio <= 1 else f"missed: {ratio:.2f} × the limit"


def data(sizes: Sizes) -> list[dict[str, object]]:
    """Return the targets with their figures as plain data; met is None where nothing is known."""
    found = [(target, target.read(sizes)) for target in TARGETS]
    return [
        {
            "work": target.work,
            "at_most": target.at_most,
            "measured": median(values) if values else None,
            "met": median(values) <= target.at_most if values else None,
        }
        for target, values in found
    ]
