"""Builds one synthetic blog with Rostrum, plain Pelican and Hugo in turns, and compares the cost.

python benchmarks/run.py [--posts 1000 10000] [--runs 3] [--peers rostrum pelican hugo]
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from blog import make_blog
from forms import write_blog
from measure import CommandError, Cost, measured
from peers import ENVIRONMENT, PEERS, Peer
from report import Comparison, Result, data, machine, markdown
from work import Work, asked, shortfall, written

REHEARSAL_POSTS: Final = 50


class MissingWorkError(Exception):
    """A builder ended well, and wrote less than the blog asks for."""


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the command line's options; a wrong one ends the program with exit code 2."""
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--posts", type=positive, nargs="+", default=[1_000, 10_000], help="sizes of the blog")
    add("--runs", type=positive, default=3, help="builds of each builder and size (default: 3)")
    add("--peers", nargs="+", default=list(PEERS), choices=PEERS, help="the first is compared")
    add("--seed", type=int, default=1, help="another one gives another blog (default: 1)")
    add("--json", type=Path, metavar="FILE", help="write every run's figures there as well")
    add("--work", type=Path, metavar="DIR", help="build below DIR (default: the temporary folder)")
    return parser.parse_args(words)


def positive(word: str) -> int:
    """Return a whole number above 0."""
    number = int(word)
    if number < 1:
        raise ValueError(word)
    return number


def build(peer: Peer, content: Path, folder: Path) -> tuple[Cost, Work]:
    """Build in a new folder and remove it again; return the cost and what was written."""
    scratch = folder / "scratch"
    scratch.mkdir()
    command = peer.command(content / peer.form, scratch / "output")
    cost = measured(command, scratch, ENVIRONMENT)
    work = written(scratch / "output")
    shutil.rmtree(scratch)
    return cost, work


def checked(peer: Peer, want: Work, have: Work) -> Work:
    """Return what was written, or say what is missing from it."""
    if missing := shortfall(want, have):
        raise MissingWorkError(f"{peer.name} left work out. Missing {missing}.")
    return have


def compare(peers: Sequence[Peer], posts: int, runs: int, seed: int, folder: Path) -> Comparison:
    """Return what it costs each peer to build the same blog, ``runs`` times in turns."""
    blog = make_blog(posts, seed)
    want, content = asked(blog), folder / f"content-{posts}"
    say(f"{posts:,} posts: writing them")
    write_blog(blog, content)
    costs: dict[str, list[Cost]] = {peer.name: [] for peer in peers}
    works: dict[str, Work] = {}
    for turn in range(1, runs + 1):
        for peer in peers:
            cost, work = build(peer, content, folder)
            works[peer.name] = checked(peer, want, work)
            costs[peer.name].append(cost)
            say(f"{posts:,} posts, run {turn} of {runs}: {peer.name} {cost.wall:.2f} s")
    shutil.rmtree(content)
    results = [
        Result(peer.name, peer.release(), works[peer.name], costs[peer.name]) for peer in peers
    ]
    return Comparison(blog.counts, want, results)


def say(text: str) -> None:
    """Report progress where it does not get into the tables."""
    print(text, file=sys.stderr, flush=True)


def run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Print a table for each size, and return all figures as plain data."""
    peers = [PEERS[name] for name in dict.fromkeys(options.peers)]
    about = machine()
    print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in about.items()), "\n")
    compare(peers, REHEARSAL_POSTS, 1, options.seed, folder)  # fills the bytecode caches
    sizes = []
    for posts in options.posts:
        comparison = compare(peers, posts, options.runs, options.seed, folder)
        print(markdown(comparison), flush=True)
        sizes.append(data(comparison))
    return {"machine": about, "seed": options.seed, "sizes": sizes}


def main() -> int:
    """Run the comparison and return the exit code: 1 where a builder failed or left work out."""
    options = arguments()
    try:
        with TemporaryDirectory(prefix="rostrum-benchmark-", dir=options.work) as folder:
            figures = run(options, Path(folder))
    except (CommandError, MissingWorkError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
