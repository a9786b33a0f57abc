"""Measures Rostrum beside Hugo, plain Pelican and Eleventy on one blog, against its targets.

python benchmarks/run.py [--posts 1000 10000] [--runs 3] [--verify] [--quick]
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import corpus
import targets
from changes import CHANGES
from measure import CommandError
from peers import PEERS
from refresh import ServeError
from report import Comparison, data, machine, markdown
from turns import Ground, MissingWorkError, Plan, compare, find_absent, say

SAVES: Final = 7
QUICK: Final = {
    "posts": [200],
    "runs": 1,
    "peers": ["rostrum", "rostrum-python-markdown", "hugo"],
    "saves": 2,
}


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the command line's options; a wrong one ends the program with exit code 2."""
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--posts", type=positive, nargs="+", default=[1_000, 10_000], help="sizes of the blog")
    add("--runs", type=positive, default=3, help="turns of each size (default: 3)")
    add("--peers", nargs="+", choices=PEERS, help="the first is held against the others")
    add("--changes", nargs="*", choices=CHANGES, help="what to change (default: each in turn)")
    add("--saves", type=natural, default=SAVES, help=f"saves with serve (default: {SAVES})")
    add("--verify", action="store_true", help="hold each change's output against a clean build")
    add("--corpus", type=Path, metavar="DIR", help="build the real blog in this folder as well")
    add("--quick", action="store_true", help="see that all works: 200 posts, one run")
    add("--seed", type=int, default=1, help="another one gives another blog (default: 1)")
    add("--json", type=Path, metavar="FILE", help="write every run's figures there as well")
    add("--work", type=Path, metavar="DIR", help="build below DIR (default: the temporary folder)")
    parser.set_defaults(**QUICK if "--quick" in (sys.argv if words is None else words) else {})
    return parser.parse_args(words)


def positive(word: str) -> int:
    """Return a whole number above 0."""
    number = int(word)
    if number < 1:
        raise ValueError(word)
    return number


def natural(word: str) -> int:
    """Return a whole number from 0."""
    return positive(word) if word != "0" else 0


def plans(options: argparse.Namespace) -> list[Plan]:
    """Return a plan for each size; the largest one is Rostrum's only, unless others are named.

    It is held against 10,000 posts, which are therefore measured as well.
    """
    sizes = sorted(set(options.posts))
    everything = Plan(
        posts=0,
        seed=options.seed,
        runs=options.runs,
        peers=list(dict.fromkeys(options.peers or PEERS)),
        changes=list(CHANGES) if options.changes is None else options.changes,
        saves=options.saves,
        verify=options.verify,
    )
    alone = replace(
        everything, peers=options.peers or [targets.OWN], changes=options.changes or [], saves=0
    )
    if max(sizes) >= targets.LARGE and targets.SIZE not in sizes:
        sizes, everything = sorted([targets.SIZE, *sizes]), alone
    return [replace(alone if size >= targets.LARGE else everything, posts=size) for size in sizes]


def run(options: argparse.Namespace, ground: Ground, figures: dict[str, Any]) -> bool:
    """Print tables, add the figures as plain data, and return whether all output was right."""
    print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in machine().items()), "\n")
    figures |= {"machine": machine(), "seed": options.seed, "sizes": []}
    wanted = plans(options)
    absent = find_absent(wanted[0], ground)
    sizes: dict[int, Comparison] = {}
    for plan in wanted:
        there = [key for key in plan.peers if key not in absent]
        sizes[plan.posts] = compare(replace(plan, peers=there), ground)
        print(markdown(sizes[plan.posts]), flush=True)
        figures["sizes"].append(data(sizes[plan.posts]))
    right = run_corpus(options, ground, figures)
    for key, reason in absent.items():
        print(f"{PEERS[key].name}: {reason}\n")
    print(targets.markdown(sizes, absent))
    figures |= {"absent": absent, "targets": targets.data(sizes)}
    return right and not any(comparison.faults for comparison in sizes.values())


def run_corpus(options: argparse.Namespace, ground: Ground, figures: dict[str, Any]) -> bool:
    """Build the real blog where one is named, and return whether its output was right."""
    if not options.corpus:
        return True
    folder = ground.folder / corpus.NAME
    folder.mkdir()
    found = corpus.measure_corpus(options.corpus, folder, options.runs, options.verify)
    print(corpus.markdown(found), flush=True)
    figures[corpus.NAME] = asdict(found)
    return not found.faults


def main() -> int:
    """Run the comparison and return the exit code: 1 where a builder failed or left work out."""
    options = arguments()
    figures: dict[str, Any] = {}
    try:
        with TemporaryDirectory(prefix="rostrum-benchmark-", dir=options.work) as folder:
            ground = Ground(Path(folder, "work"), Path(folder, "tools"))
            return 0 if run(options, ground, figures) else 1
    except (CommandError, MissingWorkError, ServeError, ValueError) as error:
        say(str(error))
        return 1
    finally:
        if options.json and figures:
            options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
