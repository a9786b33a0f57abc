"""Draw cards with Pillow: what all cards share is drawn once, and a card takes milliseconds."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageOps, features

from rostrum.cards.brand import CardBrand
from rostrum.cards.fonts import CardFonts, Typeface
from rostrum.cards.model import HEIGHT, WIDTH, Card, CardFace, CardPicture
from rostrum.cards.palette import (
    EDGE_STEPS,
    INK,
    MARK,
    ON_PANEL,
    ON_TINT,
    PANEL,
    PAPER,
    PHOTOS,
    TINT,
    TINT_EDGE,
    blend,
    make_palette,
)
from rostrum.cards.text import Setting, set_text, shorten_first, shorten_line
from rostrum.core.hashing import digest
from rostrum.core.theme_colors import to_rgb
from rostrum.renditions.encoder import decode, digest_encoder

# All lengths are in pixels of a card of 1200 × 630.
_MARGIN = 64
_PANEL_HEIGHT = 502  # the ground of the title; below it are the face and the brand
_SIDE = 432  # the width of a picture
_INSET = 28  # around a drawing
_GAP = 44  # from a text to a picture
_KICKER, _KICKER_BASE = 30, 90
_RAIL_TOP, _RAIL_HEIGHT, _RAIL_GAP = 120, 16, 6
_MARK_WIDTH = 8  # at least
_DENSE = 40  # steps; more of them are drawn without gaps, as in the theme
_TITLE_SIZES = (120, 112, 104, 96, 88, 80, 72, 66, 60, 54, 48, 44)
_TITLE_LEADING, _WORDS_LEADING = 1.1, 1.3
_WORDS_SIZES = (34, 32, 30)
_WORDS_HEIGHT, _WORDS_GAP = 96, 22
_RISE = 0.42  # the part of the free room above a title: a little less than half
_ASCENT = 0.86  # of a size; from the top of a line to its base line
_BOTTOM = 44  # from the end of a title to the end of its ground
_FACE = 84
_FACE_STEP = 94  # from a face to the next one
_NAME, _NOTE = 30, 26
_BRAND_SIZES = (36, 32, 28, 24)
_BRAND_WIDTH = 420
_PORTRAIT = 190
_VERSION = 2  # to be increased whenever the same card is drawn in another way
_SMOOTH = 4  # a shape is drawn this many times as large, and made smaller
_MOST_FACES = 3
_KEPT_PHOTOS = 256
_REDUCING_GAP = 2.0  # as in rostrum.renditions.encoder, for pictures that are smaller still
_RUNS = zlib.Z_RLE  # half the time of zlib's level 4, for files that are 8 % larger
# All colours in full, since letters have sharp edges.
_JPEG: dict[str, Any] = {"format": "JPEG", "quality": 84, "subsampling": "4:4:4"}

_UNUSED = (0,) * 256
_Box = tuple[float, float, float, float]

Pasted = tuple[int, int, Image.Image]
"""A picture with colours of its own, and its place on a card."""


def digest_artist() -> bytes:
    """Return the digest of what decides on the bytes of a card, apart from what it shows."""
    return digest(digest_encoder(), features.version("freetype2"), _VERSION)


class CardArtist:
    """Draws the cards of a site; `read` returns the content of a file of the content folder."""

    def __init__(self, brand: CardBrand, read: Callable[[str], bytes]) -> None:
        self._brand, self._read = brand, read
        self._fonts = CardFonts(brand.font)
        self._palette = make_palette(brand.colors)
        self._paper = to_rgb(brand.colors.paper.light)
        # Of a few people most posts are; the cache is as old as this object.
        self._crop_face = lru_cache(_KEPT_PHOTOS)(self._make_face)
        self._reduced: dict[tuple[int, int], _Reduced] = {}

    def draw(self, card: Card) -> bytes:
        """Return a card: a JPEG with a picture, else a PNG with a palette.

        Raises OSError, ValueError or SyntaxError for a picture that can't be decoded.
        """
        has_side = bool(card.picture or card.portrait)
        width = WIDTH - 2 * _MARGIN - ((_SIDE + _GAP - _MARGIN) if has_side else 0)
        canvas = self._ground.copy()
        draw = ImageDraw.Draw(canvas)
        self._draw_texts(draw, card, width)
        if card.steps:
            self._draw_rail(canvas, draw, card.steps, width)
        photos = self._draw_foot(canvas, draw, card)
        if card.portrait and not card.picture:
            self._draw_portrait(draw, card.portrait)
        return self._finish(canvas, card.picture, photos)

    @cached_property
    def _ground(self) -> Image.Image:
        """What is the same on all cards."""
        ground = Image.new("L", (WIDTH, HEIGHT), PANEL)
        ground.paste(PAPER, (0, _PANEL_HEIGHT, WIDTH, HEIGHT))
        return ground

    def _draw_texts(self, draw: ImageDraw.ImageDraw, card: Card, width: int) -> None:
        """Draw kicker, title and the words below it, on the panel."""
        fonts = self._fonts
        kicker, title, words = map(fonts.clean, (card.kicker, card.title, card.words))
        if kicker and (typeface := fonts.for_name(kicker)):
            quiet = blend(PANEL, ON_PANEL, 0.8)
            self._write(draw, kicker, typeface, _KICKER, (_MARGIN, _KICKER_BASE), quiet, width)
        top = _find_top(card)
        height = _PANEL_HEIGHT - _BOTTOM - top
        title_face = fonts.for_title(title) if title else None
        words_face = fonts.for_note(words) if words else None
        parts: list[tuple[Setting, Typeface, int]] = []
        if title_face:
            room = height - (_WORDS_HEIGHT + _WORDS_GAP if words_face else 0)
            set_title = set_text(title, title_face, width, room, _TITLE_SIZES, _TITLE_LEADING)
            parts.append((set_title, title_face, ON_PANEL))
        if words_face:
            room = _WORDS_HEIGHT
            set_words = set_text(words, words_face, width, room, _WORDS_SIZES, _WORDS_LEADING)
            parts.append((set_words, words_face, blend(PANEL, ON_PANEL, 0.85)))
        used = sum(part.height for part, *_ in parts) + _WORDS_GAP * (len(parts) - 1)
        top += max(0, int((height - used) * _RISE))
        for part, typeface, ink in parts:
            _draw_lines(draw, part, typeface, top, ink)
            top += part.height + _WORDS_GAP

    def _write(
        self,
        draw: ImageDraw.ImageDraw,
        text: str,
        typeface: Typeface,
        size: int,
        place: tuple[int, int],
        ink: int,
        width: int,
    ) -> None:
        """Write a line from a place on its base line, shortened to a width."""
        line = shorten_line(text, partial(typeface.measure, size=size), width)
        draw.text(place, line, fill=ink, font=typeface.at(size), anchor="ls")

    def _draw_rail(
        self, canvas: Image.Image, draw: ImageDraw.ImageDraw, steps: str, width: int
    ) -> None:
        """Draw a bar for each installment of a series: full, marked, or hatched."""
        gap = _RAIL_GAP if len(steps) <= _DENSE else 0
        each = (width + gap) / len(steps)
        top, bottom = _RAIL_TOP, _RAIL_TOP + _RAIL_HEIGHT
        out, edge = blend(PANEL, ON_PANEL, 0.72), blend(PANEL, ON_PANEL, 0.5)
        for number in sorted(range(len(steps)), key=lambda number: steps[number] == "h"):
            left = _MARGIN + round(number * each)
            right = max(left + 1, _MARGIN + round((number + 1) * each) - gap)
            if steps[number] == "s":
                box = (left - _MARGIN, 0, right - _MARGIN, _RAIL_HEIGHT)
                canvas.paste(self._hatching.crop(box), (left, top))
                draw.rectangle((left, top, right - 1, bottom - 1), outline=edge)
            else:
                is_here = steps[number] == "h"  # over its neighbours if there are many
                right = max(right, left + _MARK_WIDTH) if is_here else right
                draw.rectangle((left, top, right - 1, bottom - 1), fill=MARK if is_here else out)

    @cached_property
    def _hatching(self) -> Image.Image:
        """The pattern of an announced installment, as wide as a card."""
        size = WIDTH * _SMOOTH, _RAIL_HEIGHT * _SMOOTH
        large = Image.new("L", size, PANEL)
        draw = ImageDraw.Draw(large)
        line = blend(PANEL, ON_PANEL, 0.6)
        for left in range(-size[1], size[0], 9 * _SMOOTH):
            draw.line((left, size[1], left + size[1], 0), fill=line, width=2 * _SMOOTH)
        return large.resize((WIDTH, _RAIL_HEIGHT), Image.Resampling.BOX)

    def _draw_foot(
        self, canvas: Image.Image, draw: ImageDraw.ImageDraw, card: Card
    ) -> list[Pasted]:
        """Draw faces, names and brand; return what has colours of its own."""
        middle, left = (_PANEL_HEIGHT + HEIGHT) // 2, _MARGIN
        pasted: list[Pasted] = []
        for number, face in enumerate(card.faces[:_MOST_FACES]):
            place = _MARGIN + number * _FACE_STEP, middle - _FACE // 2
            if face.photo:
                pasted.append((*place, self._crop_face(face.photo)))
            else:
                self._draw_initials(canvas, draw, face, place)
            left = place[0] + _FACE + 22
        has_names = bool(card.names or card.note or card.faces)
        edge = self._place_logo(pasted, middle, is_left=not has_names)
        edge = edge or self._draw_brand(draw, card.brand, middle, is_left=not has_names)
        if has_names:
            self._draw_names(draw, card, (left, middle, edge - 48 - left))
        return pasted

    def _draw_names(
        self, draw: ImageDraw.ImageDraw, card: Card, place: tuple[int, int, int]
    ) -> None:
        """Draw names and note in a place: left edge, middle, width."""
        left, middle, width = place
        names, note = self._fonts.clean(card.names), self._fonts.clean(card.note)
        name_face = self._fonts.for_name(names) if names else None
        note_face = self._fonts.for_note(note) if note else None
        if name_face:
            base = middle - 6 if note_face else middle + 11
            self._write(draw, names, name_face, _NAME, (left, base), INK, width)
        if note_face:
            base, ink = middle + (30 if name_face else 9), blend(PAPER, INK, 0.78)
            note = shorten_first(note, partial(note_face.measure, size=_NOTE), width)
            self._write(draw, note, note_face, _NOTE, (left, base), ink, width)

    def _draw_brand(
        self, draw: ImageDraw.ImageDraw, name: str, middle: int, *, is_left: bool
    ) -> int:
        """Draw the name of the site at an end of the foot; return its left edge."""
        name = self._fonts.clean(name)
        typeface = self._fonts.for_title(name) if name else None
        if typeface is None:
            return WIDTH - _MARGIN
        fitting = (size for size in _BRAND_SIZES if typeface.measure(name, size) <= _BRAND_WIDTH)
        size = next(fitting, _BRAND_SIZES[-1])
        line = shorten_line(name, partial(typeface.measure, size=size), _BRAND_WIDTH)
        x, anchor = (_MARGIN, "ls") if is_left else (WIDTH - _MARGIN, "rs")
        draw.text((x, middle + 12), line, fill=INK, font=typeface.at(size), anchor=anchor)
        return x - (0 if is_left else round(typeface.measure(line, size)))

    def _place_logo(self, pasted: list[Pasted], middle: int, *, is_left: bool) -> int:
        """Add the logo to what is pasted; return its left edge, 0 without a logo."""
        logo = self._logo
        if logo is None:
            return 0
        left = _MARGIN if is_left else WIDTH - _MARGIN - logo.width
        pasted.append((left, middle - logo.height // 2, logo))
        return left

    @cached_property
    def _logo(self) -> Image.Image | None:
        """The logo on paper, in RGB."""
        logo = self._brand.open_logo()
        return self._put_on_paper(logo) if logo else None

    def _draw_initials(
        self,
        canvas: Image.Image,
        draw: ImageDraw.ImageDraw,
        face: CardFace,
        place: tuple[int, int],
    ) -> None:
        canvas.paste(self._blank_face, place, self._blank_mask)
        x, y = place[0] + _FACE // 2, place[1] + _FACE // 2
        self._write_centered(draw, face.initials, (x, y), 32)

    def _write_centered(
        self, draw: ImageDraw.ImageDraw, initials: str, center: tuple[int, int], size: int
    ) -> None:
        if typeface := self._fonts.for_name(initials):
            font = typeface.at(size)
            place = center[0], center[1] + round(size * 0.36)
            draw.text(place, initials, fill=ON_TINT, font=font, anchor="ms")

    @cached_property
    def _disc(self) -> Image.Image:
        """A disc of the size of a face, with smooth edges."""
        side = _FACE * _SMOOTH
        large = Image.new("L", (side, side), 0)
        ImageDraw.Draw(large).ellipse((0, 0, side - 1, side - 1), fill=255)
        return large.resize((_FACE, _FACE), Image.Resampling.BOX)

    @cached_property
    def _blank_face(self) -> Image.Image:
        """The ground of initials: the colours of the edge, and inside that of the ramp."""
        steps = [TINT_EDGE + value * EDGE_STEPS // 255 for value in range(255)]
        return self._disc.point([*steps, TINT])

    @cached_property
    def _blank_mask(self) -> Image.Image:
        return self._disc.point([0, *[255] * 255])

    def _draw_portrait(self, draw: ImageDraw.ImageDraw, initials: str) -> None:
        """Fill the side of a card with the initials of a person."""
        left = WIDTH - _SIDE
        draw.rectangle((left, 0, WIDTH, _PANEL_HEIGHT - 1), fill=TINT)
        self._write_centered(draw, initials, (left + _SIDE // 2, _PANEL_HEIGHT // 2), _PORTRAIT)

    def _make_face(self, photo: CardPicture) -> Image.Image:
        """Return a photo as a disc on paper, in RGB."""
        ground = Image.new("RGB", (_FACE, _FACE), self._paper)
        ground.paste(self._open(photo, (_FACE, _FACE)), mask=self._disc)
        return ground

    def _open(self, picture: CardPicture, size: tuple[int, int]) -> Image.Image:
        """Return a picture in RGB, cut to a size."""
        decoded = decode(self._read(picture.path), size)
        box = _find_crop(decoded.size, size)
        kind = Image.Resampling.BICUBIC
        return self._put_on_paper(decoded.resize(size, kind, box, reducing_gap=_REDUCING_GAP))

    def _open_side(self, picture: CardPicture) -> Image.Image:
        """Return a picture for the side of a card: its middle, or the whole of a drawing."""
        size = _SIDE, _PANEL_HEIGHT
        if not picture.is_whole:
            return self._open(picture, size)
        room = _SIDE - 2 * _INSET, _PANEL_HEIGHT - 2 * _INSET
        drawing = ImageOps.contain(decode(self._read(picture.path), room), room)
        ground = Image.new("RGB", size, self._paper)
        place = (size[0] - drawing.width) // 2, (size[1] - drawing.height) // 2
        ground.paste(self._put_on_paper(drawing), place)
        return ground

    def _put_on_paper(self, picture: Image.Image) -> Image.Image:
        if picture.mode != "RGBA":
            return picture
        ground = Image.new("RGB", picture.size, self._paper)
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground

    def _finish(
        self, canvas: Image.Image, picture: CardPicture | None, pasted: list[Pasted]
    ) -> bytes:
        """Return the bytes of a card, with what has colours of its own."""
        raw = BytesIO()
        if picture:
            canvas.putpalette(self._palette)
            card = canvas.convert("RGB")
            for left, top, image in pasted:
                card.paste(image, (left, top))
            card.paste(self._open_side(picture), (WIDTH - _SIDE, 0))
            card.save(raw, **_JPEG)
            return raw.getvalue()
        palette = list(self._palette)
        for number, (left, top, image) in enumerate(pasted):
            count = PHOTOS // len(pasted)
            numbers, colors = self._reduce_colors(image, count)
            start = PHOTOS + number * count
            canvas.paste(
                numbers.point([*range(start, start + count), *_UNUSED[count:]]), (left, top)
            )
            palette += colors
        canvas.putpalette(palette)
        canvas.save(raw, "PNG", compress_type=_RUNS)
        return raw.getvalue()

    def _reduce_colors(self, image: Image.Image, count: int) -> tuple[Image.Image, list[int]]:
        """Return a picture as the numbers of some colours, and as many colours."""
        known = self._reduced.get((id(image), count))
        if known is None or known.image is not image:
            known = self._reduced[id(image), count] = _reduce(image, count)
        return known.numbers, known.colors


class _Reduced(NamedTuple):
    """A picture, and the same as numbers of colours."""

    image: Image.Image
    numbers: Image.Image
    colors: list[int]


def _reduce(image: Image.Image, count: int) -> _Reduced:
    reduced = image.quantize(count, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colors = (reduced.getpalette() or [])[: count * 3]
    numbers = Image.frombytes("L", reduced.size, reduced.tobytes())
    return _Reduced(image, numbers, colors + [0] * (count * 3 - len(colors)))


def _find_crop(size: tuple[int, int], target: tuple[int, int]) -> _Box:
    """Return the middle of a picture, in the proportion of a target."""
    scale = min(size[0] / target[0], size[1] / target[1])
    width, height = target[0] * scale, target[1] * scale
    left, top = (size[0] - width) / 2, (size[1] - height) / 2
    return left, top, left + width, top + height


def _draw_lines(
    draw: ImageDraw.ImageDraw, text: Setting, typeface: Typeface, top: int, ink: int
) -> None:
    base, font = top + round(text.size * _ASCENT), typeface.at(text.size)
    for line in text.lines:
        draw.text((_MARGIN, base), line, fill=ink, font=font, anchor="ls")
        base += text.leading


def _find_top(card: Card) -> int:
    """Return where the room of a title begins: below rail and kicker, if there are any."""
    if card.steps:
        return _RAIL_TOP + _RAIL_HEIGHT + 34
    return _KICKER_BASE + 30 if card.kicker else _MARGIN
