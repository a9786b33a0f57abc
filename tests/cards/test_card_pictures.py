"""The picture of a card: its size, format, colours, and how it is named."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from rostrum.cards.brand import CardBrand, make_brand
from rostrum.cards.draw import CardArtist
from rostrum.cards.fonts import SANS, SANS_BOLD, SERIF, Typeface
from rostrum.cards.model import Card, CardFace, CardPicture, decode_card, encode_card
from rostrum.cards.plan import identify_brand, plan_card
from rostrum.core.theme_colors import SchemeColors, ThemeColors, read_theme_colors, to_rgb

PETROL, WHITE, PAPER, AMBER = (10, 92, 93), (255, 255, 255), (251, 250, 247), (240, 169, 91)
CARD = Card("Achtzehn Grad", "Offen gesagt", names="Anna Öllinger", note="18. November 2026")


def red(width: int, height: int, mode: str = "RGB", kind: str = "PNG") -> bytes:
    raw = BytesIO()
    Image.new("RGB", (width, height), (200, 20, 20)).convert(mode).save(raw, kind)
    return raw.getvalue()


def draw(card: Card, brand: CardBrand | None = None, **files: bytes) -> Image.Image:
    return Image.open(BytesIO(CardArtist(brand or CardBrand(), files.__getitem__).draw(card)))


def colors_at(picture: Image.Image, box: tuple[int, int, int, int]) -> set[object]:
    part = picture.convert("RGB").crop(box)
    return {color for _, color in part.getcolors(part.width * part.height) or ()}


def test_a_card_is_a_small_png_in_the_colours_of_the_theme() -> None:
    raw = CardArtist(CardBrand(), {}.__getitem__).draw(CARD)
    picture = Image.open(BytesIO(raw))
    assert (picture.format, picture.size, picture.mode) == ("PNG", (1200, 630), "P")
    assert len(raw) < 40_000
    assert {PETROL, WHITE} <= colors_at(picture, (0, 0, 1200, 500))
    assert PAPER in colors_at(picture, (0, 510, 1200, 630))


def test_the_same_card_has_the_same_bytes() -> None:
    first, second = (CardArtist(CardBrand(), {}.__getitem__).draw(CARD) for _ in range(2))
    assert first == second


def test_a_picture_fills_the_side_of_a_jpeg() -> None:
    picture = draw(
        Card("Titel", "Blog", picture=CardPicture("a", "1")), a=red(900, 600, kind="JPEG")
    )
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    red_value, green, blue = picture.getpixel((1000, 250))  # type: ignore[misc]
    assert red_value > 180
    assert max(green, blue) < 60


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK", "I;16"])
def test_pictures_of_any_kind_are_drawn(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    content = deep_picture() if mode == "I;16" else red(500, 400, mode, kind)
    card = Card(
        "Titel",
        "Blog",
        faces=(CardFace("A", CardPicture("a", "1")),),
        picture=CardPicture("a", "1"),
    )
    assert draw(card, a=content).size == (1200, 630)


def deep_picture() -> bytes:
    raw = BytesIO()
    Image.new("I;16", (500, 400), 40_000).save(raw, "PNG")
    return raw.getvalue()


def test_a_drawing_is_shown_whole_on_paper() -> None:
    shown = CardPicture("a", "1", is_whole=True)
    picture = draw(Card("Titel", "Blog", picture=shown), a=red(1000, 100))
    top, middle = picture.getpixel((1000, 30)), picture.getpixel((1000, 250))
    assert min(top) > 240  # type: ignore[arg-type, type-var]
    assert middle[0] > 180 > middle[1]  # type: ignore[index, operator]


def test_a_face_is_a_photo_or_initials() -> None:
    photo = draw(Card("T", "B", faces=(CardFace("AB", CardPicture("a", "1")),)), a=red(200, 200))
    assert photo.convert("RGB").getpixel((64 + 42, 566)) == (200, 20, 20)
    initials = draw(Card("T", "B", faces=(CardFace("AB"),)))
    assert PETROL in colors_at(initials, (64, 520, 148, 610))


def test_the_rail_shows_each_installment() -> None:
    picture = draw(Card("Titel", "Blog", steps="oohs")).convert("RGB")
    middles = [64 + round((number + 0.5) * 1072 / 4) for number in range(4)]
    out, other, here, _ = (picture.getpixel((x, 128)) for x in middles)
    assert out == other != PETROL
    assert here == AMBER


def test_the_mark_is_seen_among_hundreds_of_installments() -> None:
    picture = draw(Card("Titel", "Blog", steps="o" * 200 + "h" + "o" * 199)).convert("RGB")
    marked = [x for x in range(64, 1136) if picture.getpixel((x, 128)) == AMBER]
    assert len(marked) >= 8
    assert all(right - left == 1 for left, right in pairwise(marked))


def test_a_title_that_no_font_can_draw_leaves_no_boxes() -> None:
    picture = draw(Card("الشركة المفتوحة", "Blog"))
    assert colors_at(picture, (0, 0, 1200, 500)) == {PETROL}


def test_a_logo_takes_the_place_of_the_name(tmp_path) -> None:  # type: ignore[no-untyped-def]
    logo = tmp_path / "logo.png"
    logo.write_bytes(red(600, 120))
    picture = draw(CARD, make_brand(ThemeColors(), str(logo), ""))
    assert colors_at(picture, (840, 540, 1130, 590)) == {(200, 20, 20)}


def test_a_name_follows_from_all_that_a_card_shows(tmp_path) -> None:  # type: ignore[no-untyped-def]
    plain = identify_brand(CardBrand())
    font = tmp_path / "own.ttf"
    font.write_bytes(SANS.read_bytes())
    others = (
        ThemeColors(accent=SchemeColors("#800000", "#ff0000")),
        make_brand(ThemeColors(), "", str(font)),
    )
    uses = [
        plan_card(CARD, plain),
        plan_card(Card("Achtzehn Grad", "Offen gesagt"), plain),
        plan_card(CARD, identify_brand(CardBrand(others[0]))),
        plan_card(CARD, identify_brand(others[1])),
    ]
    assert len({use.path for use in uses}) == 4
    assert plan_card(CARD, plain) == uses[0]
    assert decode_card(uses[0].encoded) == CARD
    assert encode_card(CARD) == uses[0].encoded


def test_the_company_has_its_own_font(tmp_path) -> None:  # type: ignore[no-untyped-def]
    font = tmp_path / "own.ttf"
    font.write_bytes(SANS.read_bytes())
    own = draw(CARD, make_brand(ThemeColors(), "", str(font)))
    assert own.tobytes() != draw(CARD).tobytes()


def test_colours_are_read_from_a_stylesheet() -> None:
    css = ":root{--accent:light-dark(#A00,#ff8080);--paper:#fff;--ink:rgb(0 0 0);--accent:#00f;}"
    colors = read_theme_colors(css)
    assert colors.accent == SchemeColors("#aa0000", "#ff8080")
    assert colors.paper == SchemeColors("#ffffff", "#ffffff")
    assert colors.ink == ThemeColors().ink
    assert to_rgb(colors.accent.light) == (170, 0, 0)


def test_the_fonts_of_the_wheel_are_small_and_have_a_licence() -> None:
    assert sum(file.stat().st_size for file in (SERIF, SANS, SANS_BOLD)) < 300_000
    license = (SERIF.parent / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in license
    assert {Typeface(file).at(20).getname()[0] for file in (SERIF, SANS)} == {
        "Rostrum Serif",
        "Rostrum Sans",
    }
