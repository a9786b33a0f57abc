"""What a build has to write for a blog, and what it wrote: pages, feeds, entries of feeds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError, iterparse

from blog import Blog

POSTS_OF_A_PAGE: Final = 20
ENTRIES_OF_A_FEED: Final = 20
FEEDS_OF_A_LIST: Final = 2  # RSS and Atom
INDEXES: Final = 4  # of the tags, the categories, the people, and the months or all posts
FEED_ROOTS: Final = {"rss", "{http://www.w3.org/2005/Atom}feed"}
ENTRIES: Final = {"item", "{http://www.w3.org/2005/Atom}entry"}


@dataclass(frozen=True)
class Work:
    """How many HTML pages, feeds and entries in those feeds."""

    pages: int
    feeds: int
    entries: int


def lists(blog: Blog) -> list[int]:
    """Return the number of posts in each list that has feeds: all, categories, tags, people."""
    categories = Counter(post.category for post in blog.posts)
    tags = Counter(tag for post in blog.posts for tag in post.tags)
    people = Counter(person.key for post in blog.posts for person in post.people)
    return [len(blog.posts), *categories.values(), *tags.values(), *people.values()]


def asked(blog: Blog) -> Work:
    """Return what every builder has to write: a page for each post, month and page of a list …"""
    sizes = lists(blog)
    list_pages = sum(ceil(size / POSTS_OF_A_PAGE) for size in sizes)
    entries = sum(min(size, ENTRIES_OF_A_FEED) for size in sizes)
    return Work(
        pages=len(blog.posts) + blog.counts["months"] + list_pages + INDEXES,
        feeds=FEEDS_OF_A_LIST * len(sizes),
        entries=FEEDS_OF_A_LIST * entries,
    )


def written(folder: Path) -> Work:
    """Return what a build left in a folder; a feed that is not well-formed is an error."""
    feeds = list(feed_entries(folder.rglob("*.xml")))
    pages = sum(1 for _ in folder.rglob("*.html"))
    return Work(pages=pages, feeds=len(feeds), entries=sum(feeds))


def feed_entries(paths: Iterable[Path]) -> Iterable[int]:
    """Yield the number of entries of each file that is an RSS or Atom feed."""
    for path in paths:
        try:
            tags = [element.tag for _, element in iterparse(path)]
        except ParseError as error:
            raise ValueError(f"{path} is not well-formed: {error}") from error
        if tags[-1] in FEED_ROOTS:
            yield sum(tag in ENTRIES for tag in tags)


def shortfall(want: Work, have: Work) -> str:
    """Return in words what a build left out, or an empty text."""
    missing = {
        "pages": want.pages - have.pages,
        "feeds": want.feeds - have.feeds,
        "feed entries": want.entries - have.entries,
    }
    return ", ".join(f"{what}: {count:,}" for what, count in missing.items() if count > 0)
