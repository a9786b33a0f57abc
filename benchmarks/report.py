"""Figures of a comparison: medians, ratios turn by turn, as Markdown and as plain data."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from measure import Cost
from work import Work

MEGABYTE: Final = 1_000_000
MEASURES: Final[dict[str, Callable[[Cost], float]]] = {
    "wall s": lambda cost: cost.wall,
    "CPU s": lambda cost: cost.cpu,
    "memory MB": lambda cost: cost.memory / MEGABYTE,
    "shared once MB": lambda cost: cost.shared_once / MEGABYTE,
}


@dataclass(frozen=True)
class Result:
    """What a builder wrote, and what each of its runs cost, turn by turn."""

    name: str
    release: str
    work: Work
    costs: Sequence[Cost]


@dataclass(frozen=True)
class Comparison:
    """One blog, built by several builders in turns; the first is held against the others."""

    counts: dict[str, int]
    asked: Work
    results: Sequence[Result]

    @property
    def turns(self) -> int:
        """Return how often each builder built."""
        return len(self.results[0].costs)


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the builders."""
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def processor() -> str:
    """Return the processor's name as Linux reports it, else its kind."""
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def ratios(first: Result, other: Result) -> dict[str, float]:
    """Return for each measure the median of first/other, each ratio from one turn."""
    turns = list(zip(first.costs, other.costs, strict=True))
    return {
        name: median(measure(mine) / measure(theirs) for mine, theirs in turns)
        for name, measure in MEASURES.items()
    }


def row(cells: Iterable[str]) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def header(first: str, others: Sequence[str]) -> list[str]:
    """Return the head of a table whose columns but the first hold figures."""
    return [row([first, *others]), row(["---", *["---:"] * len(others)])]


def figure(values: Sequence[float]) -> str:
    """Return the median, and in brackets the least and the most where there are several."""
    digits = 0 if median(values) >= 100 else 1 if median(values) >= 10 else 2
    texts = [f"{value:,.{digits}f}" for value in (median(values), min(values), max(values))]
    return texts[0] if len(values) == 1 else f"{texts[0]} ({texts[1]} to {texts[2]})"


def result_row(result: Result) -> str:
    """Return a builder's row: the measures, then what it wrote."""
    figures = [figure([measure(cost) for cost in result.costs]) for measure in MEASURES.values()]
    return row([f"{result.name} {result.release}", *figures, *work_cells(result.work)])


def work_cells(work: Work) -> list[str]:
    """Return the counts of pages, feeds and entries."""
    return [f"{count:,}" for count in (work.pages, work.feeds, work.entries)]


def markdown(comparison: Comparison) -> str:
    """Return a comparison as a heading and two tables."""
    first, *others = comparison.results
    counts = ", ".join(f"{count:,} {what}" for what, count in comparison.counts.items())
    empty = ["" for _ in MEASURES]
    runs = f"Medians of {comparison.turns} runs in turns (least to most)"
    runs = "One run" if comparison.turns == 1 else runs
    lines = [
        f"## {comparison.counts['posts']:,} posts",
        "",
        f"{counts}. {runs}.",
        "",
        *header("builder", [*MEASURES, "pages", "feeds", "entries in feeds"]),
        *[result_row(result) for result in comparison.results],
        row(["the work asked for", *empty, *work_cells(comparison.asked)]),
    ]
    if others:
        lines += ["", *header("ratio, median over the turns", list(MEASURES))]
        lines += [ratio_row(first, other) for other in others]
    return "\n".join(lines) + "\n"


def ratio_row(first: Result, other: Result) -> str:
    """Return the row that holds one builder against another."""
    figures = [f"{ratio:.2f}" for ratio in ratios(first, other).values()]
    return row([f"{first.name} / {other.name}", *figures])


def data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data, each run with its cost in seconds and bytes."""
    first, *others = comparison.results
    return asdict(comparison) | {
        "ratios": {f"{first.name}/{other.name}": ratios(first, other) for other in others}
    }
