"""Builds a real blog, as it lies in a folder: from nothing, and after a change of one post."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from measure import Cost
from peers import settings_text
from report import MEASURES, figures, header, row
from verify import differences
from warm import run_command
from work import Work, written

NAME: Final = "corpus"


@dataclass(frozen=True)
class Corpus:
    """What builds of a real blog cost and wrote, and what was wrong with them."""

    posts: int
    work: Work
    full: list[Cost]
    changed: list[Cost]
    faults: list[str]


def measure_corpus(source: Path, folder: Path, runs: int, verify: bool) -> Corpus:
    """Copy a content folder, and return what a full build and one change cost, in turns.

    Raises ValueError where there are no posts in it.
    """
    content = folder / "content"
    shutil.copytree(source, content)
    posts = sorted((content / "posts").rglob("*.md"))
    if not posts:
        raise ValueError(f"{source} has no posts/ with Markdown files")
    warm = new_site(folder / "warm", content)
    build(warm)
    full, changed, faults = [], [], []
    text = posts[-1].read_text("utf-8")
    for turn in range(1, runs + 1):
        words = f"Correction {turn} of this post."
        posts[-1].write_text(f"{text}\n\n{words}\n", encoding="utf-8")
        changed.append(build(warm))
        clean = new_site(folder / "clean", content)
        full.append(build(clean))
        faults += [] if shown(warm / "output", words) else [f"no page shows “{words}”"]
        faults += differences(warm / "output", clean / "output") if verify else []
        work = written(clean / "output")
        shutil.rmtree(clean)
    return Corpus(len(posts), work, full, changed, faults)


def new_site(folder: Path, content: Path) -> Path:
    """Return a folder with settings for a content that lies elsewhere."""
    folder.mkdir()
    settings = {"PATH": str(content), "OUTPUT_PATH": str(folder / "output")}
    (folder / "pelicanconf.py").write_text(settings_text(settings), encoding="utf-8")
    return folder


def build(folder: Path) -> Cost:
    """Build a site and return what it cost."""
    return run_command(folder, "build")


def shown(output: Path, words: str) -> bool:
    """Return whether any page shows the words."""
    return any(words in page.read_text("utf-8") for page in output.rglob("*.html"))


def markdown(corpus: Corpus) -> str:
    """Return the costs as a heading and a table."""
    work = corpus.work
    return "\n".join(
        [
            f"## A real blog, {corpus.posts:,} posts",
            "",
            f"{work.pages:,} pages, {work.feeds:,} feeds with {work.entries:,} entries.",
            "",
            *header("build", list(MEASURES)),
            row(["full, no cache", *figures(corpus.full)]),
            row(["one post's text changed, new process", *figures(corpus.changed)]),
            *[f"\nWRONG: {fault}" for fault in corpus.faults],
            "",
        ]
    )
