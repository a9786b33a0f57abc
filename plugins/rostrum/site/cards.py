"""The picture of a page in the previews ("cards") of networks and messengers."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from rostrum.cards.fonts import CardFonts
from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.model import Body, Image
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import ngettext_lazy
from rostrum.renditions.plan import Shape
from rostrum.site.images import Pictures
from rostrum.site.links import LinkResolver, is_remote

FORMATS = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif")  # of all networks
)
SMALLEST_WIDTH, SMALLEST_HEIGHT = 300, 157
"""The smallest picture of a large card, in pixels (X, "Summary Card with Large Image")."""


def is_shown(src: str) -> bool:
    """Return True if networks show pictures of this format: JPEG, PNG, WebP and GIF.

    The format of a remote picture without a suffix is unknown, and it counts as shown.
    """
    suffix = posixpath.splitext(src.partition("?")[0])[1].lower()
    return suffix in FORMATS or (not suffix and is_remote(src))


def is_large(width: int, height: int) -> bool:
    """Return True if a picture fills a large card; unknown dimensions (0) count as large."""
    return not width or not height or (width >= SMALLEST_WIDTH and height >= SMALLEST_HEIGHT)


def find_picture(body: Body, path: str, lang: str, links: LinkResolver) -> Image | None:
    """Return the picture of a text for its card, or None if it has none.

    The first one that fills a large card is preferred to the first one.
    """
    images = list(_list_pictures(body, path, lang, links))
    large = (image for image in images if is_large(*links.pictures.measure(image.src)))
    return next(large, next(iter(images), None))


def _list_pictures(body: Body, path: str, lang: str, links: LinkResolver) -> Iterator[Image]:
    for reference in body.references:
        if reference.tag == "img" and reference.attribute == "src":
            asset = links.resolve(reference.target, path, lang).asset
            if asset and _can_be_shown(asset, links.pictures):
                yield Image(asset, " ".join(reference.alt.split()))


def _can_be_shown(asset: str, pictures: Pictures) -> bool:
    """Return True for a picture that networks show, in its own format or in that of a rendition."""
    if pictures.plan(asset, Shape.WHOLE):
        return True
    return is_shown(asset) and pictures.measure(asset) != (0, 0)


def check_cards(
    images: Iterable[tuple[Image | None, SourceLocation]], pictures: Pictures, report: Report
) -> None:
    """Report pictures of front matter that networks do not show, or not in a large card."""
    for image, place in images:
        if image is None:
            continue
        file = pictures.find_in_any_case(image.src)
        if not is_remote(image.src) and not pictures.exists(file):
            continue  # reported as missing
        is_file = not is_remote(image.src)
        width, height = pictures.measure(file) if is_file else (0, 0)
        if not (is_file and pictures.plan(file, Shape.WHOLE)) and not is_shown(image.src):
            kind = posixpath.splitext(image.src)[1].lstrip(".").upper()
            message = _("networks show no picture of the kind %(kind)s", kind=kind)
            hint = _("Add a JPEG, PNG or WebP, and show the drawing in the text.")
            report.warning("image-card", place, message, hint)
        elif not is_large(width, height):
            message = _(
                "the picture has %(width)s × %(height)s pixels, too few for a large card",
                width=width,
                height=height,
            )
            hint = _("Networks show it small. 1,200 × 630 pixels fit all of them.")
            report.warning("image-card", place, message, hint)


def check_letters(
    titles: Iterable[tuple[str, SourceLocation]], fonts: CardFonts, report: Report
) -> None:
    """Report the first title with letters that no font of cards has, and the number of others."""
    known: dict[str, bool] = {}
    missing: list[tuple[str, SourceLocation]] = []
    for title, place in titles:
        text = fonts.clean(title)
        if text.isascii() or known.setdefault(text, fonts.for_title(text) is not None):
            continue
        missing.append((title, place))
    if missing:
        title, place = missing[0]
        message = _(
            'the font of social cards lacks letters of "%(title)s"; the card has no title',
            title=shorten(title),
        )
        if others := len(missing) - 1:
            message = ngettext_lazy(
                "the font of social cards lacks letters of this title and of %(count)s other; "
                "these cards have no title",
                "the font of social cards lacks letters of this title and of %(count)s others; "
                "these cards have no title",
                others,
            )
        hint = _(
            "Name a font file with these letters in the setting card_font. Scripts that run from "
            "right to left, or join their letters, can't be drawn."
        )
        report.warning("card-letters", place, message, hint)
