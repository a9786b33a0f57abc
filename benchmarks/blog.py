"""A synthetic blog: the same seed and number of posts give the same blog, letter by letter."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Final, Generic, TypeVar

import prose

FIRST_DAY: Final = date(2016, 1, 1)
DAYS: Final = (date(2026, 1, 1) - FIRST_DAY).days
OPENING_MINUTE, WORKING_MINUTES = 7 * 60, 12 * 60  # no post falls into a night's clock change
MEAN_LENGTH: Final = 4_900  # characters of Markdown
LENGTHS: Final = (1_500, 14_000)
PEOPLE_PER_THOUSAND_POSTS: Final = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Who writes: ``key`` names the file, ``biography`` is Markdown."""

    key: str
    name: str
    role: str
    unit: str
    level: str
    biography: str


@dataclass(frozen=True)
class Post:
    """All of a post but its text, which `Blog.body` makes when it is needed."""

    number: int
    title: str
    slug: str
    date: datetime
    category: str
    tags: tuple[str, ...]
    people: tuple[Person, ...]
    summary: str

    @property
    def path(self) -> str:
        """Return the post's file below the content folder, with slashes."""
        return f"posts/{self.date:%Y}/{self.slug}.md"

    @property
    def month(self) -> str:
        """Return the month of publication, as in ``2016-01``."""
        return f"{self.date:%Y-%m}"


@dataclass(frozen=True)
class Blog:
    """Posts from the oldest to the newest, and the people who wrote at least one of them."""

    seed: int
    posts: tuple[Post, ...]
    people: tuple[Person, ...]

    def body(self, post: Post) -> str:
        """Return a post's Markdown; links to older posts are ``{filename}/posts/…``."""
        rng = Random(f"{self.seed}/body/{post.number}")
        older = self.posts[: post.number]
        chances = int(rng.random() * 4) if older else 0
        linked = dict.fromkeys(prose.chosen(older, rng) for _ in range(chances))
        links = [(other.title, f"{{filename}}/{other.path}") for other in linked]
        spread = rng.lognormvariate(-(0.35**2) / 2, 0.35)
        length = min(max(int(MEAN_LENGTH * spread), LENGTHS[0]), LENGTHS[1])
        return prose.body(rng, links, length)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many posts, people, categories, tags and months there are."""
        return {
            "posts": len(self.posts),
            "people": len(self.people),
            "categories": len({post.category for post in self.posts}),
            "tags": len({tag for post in self.posts for tag in post.tags}),
            "months": len({post.month for post in self.posts}),
        }


class Urn(Generic[T]):
    """Draws choices by Zipf's law: the first is the most frequent; ``flat`` evens them out."""

    def __init__(self, choices: Sequence[T], flat: float = 0.0) -> None:
        self.choices = choices
        self.weights = list(accumulate(1 / (1 + flat + rank) for rank in range(len(choices))))

    def draw(self, rng: Random, times: int) -> tuple[T, ...]:
        """Return what came out of the urn, in order, each once."""
        return tuple(dict.fromkeys(rng.choices(self.choices, cum_weights=self.weights, k=times)))


def slug(text: str) -> str:
    """Return the text in ASCII letters, digits and hyphens, as Pelican's own slugs are made."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def staff(seed: int, posts: int) -> list[Person]:
    """Return the people of a blog: 50 for 1,000 posts, 100 for 10,000, 199 for 100,000."""
    rng = Random(f"{seed}/people")
    first, last = prose.WORDS["first"], prose.WORDS["last"]
    names = [f"{given} {family}" for given in first for family in last]
    number = round(PEOPLE_PER_THOUSAND_POSTS * (posts / 1_000) ** 0.3)
    return [person(name, rng) for name in rng.sample(names, min(number, len(names)))]


def person(name: str, rng: Random) -> Person:
    """Return a person of this name; one in eight is an executive, one in eight a guest."""
    role = prose.chosen(prose.WORDS["role"], rng)
    level = prose.chosen(("executive", "guest", *("staff",) * 6), rng)
    unit = prose.chosen(prose.LINES["units"], rng)
    biography = " ".join(prose.plain_sentence(rng) for _ in range(3))
    return Person(slug(name), name, role[:1].upper() + role[1:], unit, level, biography)


def moment(number: int, posts: int, rng: Random) -> datetime:
    """Return when a post was published: evenly over the years, strictly after the one before."""
    days, part = divmod((number + 0.9 * rng.random()) * DAYS / posts, 1)
    minutes = OPENING_MINUTE + int(part * WORKING_MINUTES)
    return datetime.combine(FIRST_DAY + timedelta(days), time(tzinfo=UTC)) + timedelta(
        minutes=minutes
    )


def make_blog(posts: int, seed: int = 1) -> Blog:
    """Return a blog of so many posts."""
    rng = Random(f"{seed}/posts")
    authors = Urn(staff(seed, posts), flat=4)
    tags, categories = Urn(prose.LINES["tags"]), Urn(prose.LINES["categories"], flat=2)
    titles: dict[str, str] = {}
    written = []
    for number in range(posts):
        while (key := slug(title := prose.title(rng))) in titles:
            pass
        titles[key] = title
        written.append(
            Post(
                number=number,
                title=title,
                slug=key,
                date=moment(number, posts, rng),
                category=categories.draw(rng, 1)[0],
                tags=tags.draw(rng, 1 + int(rng.random() * 5)),
                people=authors.draw(rng, 2 if rng.random() < 0.15 else 1),
                summary=f"{prose.plain_sentence(rng)} {prose.plain_sentence(rng)}",
            )
        )
    people = {person.key: person for post in written for person in post.people}
    return Blog(seed, tuple(written), tuple(people[key] for key in sorted(people)))
