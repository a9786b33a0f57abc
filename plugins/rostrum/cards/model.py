"""What a card shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

WIDTH, HEIGHT = 1200, 630
"""The size of a card in pixels: that of all networks."""


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A picture of the content folder: its path there, and the digest of its content.

    `is_whole` is True for a drawing, which is not cut to fill its room.
    """

    path: str
    digest: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class CardFace:
    """The face of a person: a photo, or initials without one."""

    initials: str
    photo: CardPicture | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card: `title` in large, `kicker` above it, `words` below it, `brand` at the end.

    `steps` has a letter for each installment of a series: `o` out, `h` here, `s` soon. `names` and
    `note` stand beside the faces. `picture` fills a side of the card; without it, `portrait` does.
    """

    title: str
    brand: str
    kicker: str = ""
    words: str = ""
    steps: str = ""
    faces: tuple[CardFace, ...] = ()
    names: str = ""
    note: str = ""
    picture: CardPicture | None = None
    portrait: str = ""


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Card)


def encode_card(card: Card) -> bytes:
    """Return the values of a card as JSON; equal cards have equal bytes."""
    return _ENCODER.encode(card)


def decode_card(encoded: bytes) -> Card:
    """Return the card of `encode_card`."""
    return _DECODER.decode(encoded)
