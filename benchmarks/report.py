"""Figures of a comparison: medians, ratios turn by turn, as Markdown and as plain data."""

import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from measure import Cost
from refresh import Refresh
from verify import told
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
class Changed:
    """A change, what it cost to build it in each turn, and what was wrong with the output."""

    words: str
    costs: Sequence[Cost]
    faults: Sequence[str]


@dataclass(frozen=True)
class Comparison:
    """One blog, built by builders in turns and then changed; the first is held against others."""

    counts: dict[str, int]
    asked: Work
    results: Mapping[str, Result]
    changes: Mapping[str, Changed]
    refresh: Refresh | None = None

    @property
    def turns(self) -> int:
        """Return how often each builder built."""
        return max((len(costs) for costs in self.costs.values()), default=0)

    @property
    def costs(self) -> dict[str, Sequence[Cost]]:
        """Return what each builder and each change cost, turn by turn, by their keys."""
        built = {key: result.costs for key, result in self.results.items()}
        return built | {key: change.costs for key, change in self.changes.items()}

    @property
    def faults(self) -> list[str]:
        """Return what was wrong with the output after changes, a text each."""
        return [f"{one.words}: {told(one.faults)}" for one in self.changes.values() if one.faults]


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


def ratios(first: Sequence[Cost], other: Sequence[Cost]) -> dict[str, float]:
    """Return for each measure the median of first/other, each ratio from one turn."""
    turns = list(zip(first, other, strict=True))
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
    return row(
        [f"{result.name} {result.release}", *figures(result.costs), *work_cells(result.work)]
    )


def figures(costs: Sequence[Cost]) -> list[str]:
    """Return a cell for each measure."""
    return [figure([measure(cost) for cost in costs]) for measure in MEASURES.values()]


def work_cells(work: Work) -> list[str]:
    """Return the counts of pages, feeds and entries."""
    return [f"{count:,}" for count in (work.pages, work.feeds, work.entries)]


def markdown(comparison: Comparison) -> str:
    """Return a comparison as a heading and tables: builders, ratios, changes."""
    counts = ", ".join(f"{count:,} {what}" for what, count in comparison.counts.items())
    runs = f"Medians of {comparison.turns} runs in turns (least to most)"
    runs = "One run" if comparison.turns == 1 else runs
    lines = [f"## {comparison.counts['posts']:,} posts", "", f"{counts}. {runs}."]
    tables = (builders_table(comparison), ratios_table(comparison), changes_table(comparison))
    for table in tables:
        lines += ["", *table] if table else []
    lines += [f"\nWRONG: {fault}" for fault in comparison.faults]
    return "\n".join(lines) + "\n"


def builders_table(comparison: Comparison) -> list[str]:
    """Return what each builder cost and wrote."""
    if not comparison.results:
        return []
    asked = row(["the work asked for", *["" for _ in MEASURES], *work_cells(comparison.asked)])
    rows = [result_row(result) for result in comparison.results.values()]
    return [*header("full build", [*MEASURES, "pages", "feeds", "entries in feeds"]), *rows, asked]


def ratios_table(comparison: Comparison) -> list[str]:
    """Return the first builder held against each of the others."""
    if len(comparison.results) < 2:
        return []
    first, *others = comparison.results.values()
    head = header("ratio, median over the turns", list(MEASURES))
    return [*head, *[ratio_row(first, other) for other in others]]


def ratio_row(first: Result, other: Result) -> str:
    """Return the row that holds one builder against another."""
    found = [f"{ratio:.2f}" for ratio in ratios(first.costs, other.costs).values()]
    return row([f"{first.name} / {other.name}", *found])


def changes_table(comparison: Comparison) -> list[str]:
    """Return what each change cost Rostrum, and how long serving took to show one."""
    rows = [row([one.words, *figures(one.costs)]) for one in comparison.changes.values()]
    if refresh := comparison.refresh:
        words = f"serve: save to page refreshed ({refresh.reader})"
        rows.append(row([words, figure(refresh.seconds), *[""] * (len(MEASURES) - 1)]))
    return [*header("change, built by Rostrum", list(MEASURES)), *rows] if rows else []


def data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data, each run with its cost in seconds and bytes."""
    costs = comparison.costs
    hugo = costs.get("hugo")
    return asdict(comparison) | {
        "ratios_to_hugo": {
            key: ratios(mine, hugo) for key, mine in costs.items() if hugo and key != "hugo"
        }
    }
