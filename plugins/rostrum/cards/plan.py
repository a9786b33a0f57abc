"""Plan cards: the name of a card's file follows from all that the card shows."""

from __future__ import annotations

from rostrum.cards.brand import CardBrand
from rostrum.cards.model import Card, encode_card
from rostrum.core.assets import CardUse
from rostrum.core.hashing import digest, digest_bytes
from rostrum.renditions.plan import FOLDER

_HASH_LETTERS = 16  # hexadecimal digits of a name: 64 bits


def identify_brand(brand: CardBrand) -> bytes:
    """Return the digest of a brand: its colours, and the content of its logo and font."""
    logo, font = (brand.contents.get(file, "") for file in (brand.logo, brand.font))
    return digest(brand.colors, logo, font)


def plan_card(card: Card, brand_id: bytes) -> CardUse:
    """Return the file of a card for a brand, given by its digest.

    A card with a picture is a JPEG, any other a PNG.
    """
    encoded = encode_card(card)
    name = digest_bytes(brand_id, encoded).hex()[:_HASH_LETTERS]
    return CardUse(f"{FOLDER}card-{name}.{'jpg' if card.picture else 'png'}", encoded)
