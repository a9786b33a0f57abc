"""Seeded English prose in Markdown: sentences, headings, lists, tables, code, quotations."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from string import Formatter
from typing import Final, TypeVar

Pattern = tuple[tuple[str, str | None], ...]
Block = Callable[[Random], str]
T = TypeVar("T")

BEFORE_A_VOWEL: Final = re.compile(r"\b([Aa]) (?=[aeio]|un|hon)")


def compiled(patterns: Sequence[str]) -> tuple[Pattern, ...]:
    """Return each pattern as pairs of literal text and the slot after it, ready to be filled."""
    return tuple(
        tuple((literal, slot) for literal, slot, _, _ in Formatter().parse(pattern))
        for pattern in patterns
    )


LISTS: Final = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
LINES: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(text.splitlines()) for name, text in LISTS["lines"].items()
}
WORDS: Final[dict[str, tuple[str, ...]]] = LINES | {
    name: tuple(text.split()) for name, text in LISTS["words"].items()
}
WORDS_OF_A_SLOT: Final[dict[str, tuple[str, ...]]] = WORDS | {
    f"{slot}_": tuple(word[:1].upper() + word[1:] for word in choices)
    for slot, choices in WORDS.items()
}
PATTERNS: Final = {name: compiled(lines) for name, lines in LINES.items()}
CODE: Final = tuple((language, compiled([text])[0]) for language, text in LISTS["code"].items())


def chosen(choices: Sequence[T], rng: Random) -> T:
    """Return one of the choices, each equally likely."""
    return choices[int(rng.random() * len(choices))]


def filled(pattern: Pattern, rng: Random, given: Mapping[str, str] | None = None) -> str:
    """Return the pattern with a word in each slot: the given one, else one drawn for it."""
    known = given or {}
    text = "".join(
        literal + (known.get(slot) or drawn(slot, rng) if slot else "") for literal, slot in pattern
    )
    return BEFORE_A_VOWEL.sub(r"\1n ", text)


def drawn(slot: str, rng: Random) -> str:
    """Return a word for a slot, or a number below 1,000 for ``digits``."""
    if slot == "digits":
        return str(2 + int(rng.random() * 998))
    return chosen(WORDS_OF_A_SLOT[slot], rng)


def title(rng: Random) -> str:
    """Return a post's title, its first letter in upper case."""
    text = filled(chosen(PATTERNS["titles"], rng), rng)
    return text[:1].upper() + text[1:]


def sentence(rng: Random) -> str:
    """Return a sentence; one in eight has inline Markdown in it."""
    return filled(
        chosen(
            PATTERNS["marked_sentences"] if rng.random() < 1 / 8 else PATTERNS["sentences"], rng
        ),
        rng,
    )


def plain_sentence(rng: Random) -> str:
    """Return a sentence without Markdown, as a summary or a biography needs it."""
    return filled(chosen(PATTERNS["sentences"], rng), rng)


def paragraph(rng: Random) -> str:
    """Return three to six sentences."""
    return " ".join(sentence(rng) for _ in range(3 + int(rng.random() * 4)))


def link_paragraph(rng: Random, title: str, target: str) -> str:
    """Return a paragraph that begins with a link to another post."""
    given = {"title": title, "target": target}
    return f"{filled(chosen(PATTERNS['link_sentences'], rng), rng, given)} {paragraph(rng)}"


def heading(rng: Random) -> str:
    """Return a heading of the second level, or now and then of the third."""
    text = filled(chosen(PATTERNS["headings"], rng), rng)
    return f"{'###' if rng.random() < 0.25 else '##'} {text[:1].upper()}{text[1:]}"


def bullets(rng: Random) -> str:
    """Return a list of three to six points."""
    points = range(3 + int(rng.random() * 4))
    return "\n".join(f"- {filled(chosen(PATTERNS['items'], rng), rng)}" for _ in points)


def steps(rng: Random) -> str:
    """Return a numbered list of three to six steps."""
    numbers = range(1, 4 + int(rng.random() * 4))
    return "\n".join(
        f"{number}. {filled(chosen(PATTERNS['items'], rng), rng)}" for number in numbers
    )


def quotation(rng: Random) -> str:
    """Return a block quotation of one paragraph."""
    return f"> {plain_sentence(rng)} {plain_sentence(rng)}"


def code(rng: Random) -> str:
    """Return a fenced code block in one of five languages."""
    language, pattern = chosen(CODE, rng)
    return f"```{language}\n{filled(pattern, rng)}```"


def table(rng: Random) -> str:
    """Return a table of three columns and three to six rows."""
    vocabulary = WORDS_OF_A_SLOT
    rows = [
        f"| {chosen(vocabulary['place'], rng)} | {chosen(vocabulary['nouns'], rng)} "
        f"| {int(rng.random() * 1000)} |"
        for _ in range(3 + int(rng.random() * 4))
    ]
    return "\n".join(["| Site | What | Count |", "|---|---|---:|", *rows])


CHANCES: Final[tuple[tuple[Block, float], ...]] = (
    (bullets, 0.9),
    (steps, 0.4),
    (quotation, 0.35),
    (code, 0.25),
    (table, 0.2),
)
OVERSHOOT: Final = 310  # half a block: what a text that stops at a block's end runs over


def blocks(rng: Random, links: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a post's blocks without end: an opening, then sections; links come early."""
    extras = [block for block, chance in CHANCES if rng.random() < chance]
    rng.shuffle(extras)
    pending = iter(links)
    yield paragraph(rng)
    while True:
        link = next(pending, None)
        yield link_paragraph(rng, *link) if link else paragraph(rng)
        if extras:
            yield extras.pop()(rng)
        yield f"{heading(rng)}\n\n{paragraph(rng)}"


def body(rng: Random, links: Sequence[tuple[str, str]], length: int) -> str:
    """Return a post's Markdown of about ``length`` characters.

    ``links`` are pairs of a title and a target; those that still find room are linked to.
    """
    written: list[str] = []
    size = 0
    for block in blocks(rng, links):
        written.append(block)
        size += len(block) + 2
        if size + OVERSHOOT >= length:
            break
    return "\n\n".join(written) + "\n"
