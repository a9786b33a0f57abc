"""The bytes of renditions: orientation, colours, metadata."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, TiffImagePlugin
from support import photographs
from support.photographs import COPYRIGHT, CREATOR, CREDIT, SECRETS

from rostrum.image_metadata.stripped import Unusable
from rostrum.renditions.encoder import digest_encoder, encode
from rostrum.renditions.plan import Original, RenditionSet, Shape, plan_renditions

PHOTO = (800, 400)


def plan(size: tuple[int, int], fallback: str = "jpg", shape: Shape = Shape.WHOLE) -> RenditionSet:
    planned = plan_renditions(Original("a", *size, fallback), shape, True)
    assert planned is not None
    return planned


def render(
    content: bytes,
    size: tuple[int, int] = PHOTO,
    fallback: str = "jpg",
    shape: Shape = Shape.WHOLE,
    *,
    keep_credits: bool = True,
) -> dict[str, bytes]:
    """Return the largest rendition of a picture in each format."""
    planned = plan(size, fallback, shape)
    made = dict(zip(planned, encode(content, planned, keep_credits), strict=True))
    for file, raw in made.items():
        assert read(raw).size == (file.width, file.height)
    return {files[-1].suffix: made[files[-1]] for files in planned.formats}


def read(raw: bytes) -> Image.Image:
    with Image.open(io.BytesIO(raw)) as image:
        image.load()
        return image


def halves(size: tuple[int, int] = PHOTO, mode: str = "RGB", **colors: Any) -> Image.Image:
    """Return a picture with a left and a right half."""
    image = Image.new(mode, size, colors.get("left", "black"))
    image.paste(colors.get("right", "white"), (size[0] // 2, 0, *size))
    return image


def is_near(color: Any, expected: tuple[int, ...], most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(color, expected, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG", "TIFF", "AVIF"])
def test_a_rendition_is_upright(format: str, orientation: int) -> None:
    upright = Image.new("RGB", (400, 200), "black")
    upright.paste("red", (0, 0, 100, 50))
    turned = upright
    for method in _INVERSE[orientation]:
        turned = turned.transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    raw = photographs.encode(turned, format, exif=exif)
    for made in render(raw, (400, 200)).values():
        image = read(made).convert("RGB")
        assert image.size == (400, 200)
        assert is_near(image.getpixel((50, 25)), (255, 0, 0), 40)
        assert is_near(image.getpixel((350, 25)), (0, 0, 0), 40)
        assert is_near(image.getpixel((50, 175)), (0, 0, 0), 40)
        assert read(made).getexif().get(0x0112, 1) == 1


_T = Image.Transpose
_INVERSE = {
    1: (),
    2: (_T.FLIP_LEFT_RIGHT,),
    3: (_T.ROTATE_180,),
    4: (_T.FLIP_TOP_BOTTOM,),
    5: (_T.TRANSPOSE,),
    6: (_T.ROTATE_90,),
    7: (_T.TRANSVERSE,),
    8: (_T.ROTATE_270,),
}


SOURCES = {
    "JPEG": photographs.jpeg,
    "PNG": photographs.png,
    "WebP": photographs.webp,
    "TIFF": photographs.tiff,
    "AVIF": photographs.avif,
}


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("fallback", ["jpg", "png"])
def test_metadata_go_and_credits_stay(make: Any, fallback: str) -> None:
    planned = RenditionSet(
        tuple((file,) for file in (f[0] for f in plan((240, 360), fallback).formats))
    )
    for raw in encode(make(), planned, True):
        assert not any(secret in raw for secret in SECRETS)
        assert not read(raw).getexif().get_ifd(0x8825)
        for text in (CREATOR, COPYRIGHT, CREDIT):
            assert text.encode() in raw, text
    for raw in encode(make(), planned, False):
        assert not any(secret in raw for secret in SECRETS)
        for text in (CREATOR, COPYRIGHT, CREDIT):
            assert text.encode() not in raw, text


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_credits_in_iptc_alone_are_kept(format: str, charset: str) -> None:
    sets = b"\x1c\x02\x5a\0\x06Secret"
    for number, text in ((80, CREATOR), (110, CREDIT), (116, COPYRIGHT)):
        raw = text.encode(charset)
        sets += bytes((0x1C, 2, number)) + len(raw).to_bytes(2, "big") + raw
    if format == "JPEG":
        block = b"8BIM\x04\x04\0\0" + len(sets).to_bytes(4, "big") + sets + b"\0" * (len(sets) % 2)
        made = photographs.encode(halves(), "JPEG")
        segment = photographs.segment(0xED, b"Photoshop 3.0\0" + block)
        content = made[:2] + segment + made[2:]
    else:
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[33723], tags.tagtype[33723] = sets, 7
        content = photographs.encode(halves(), "TIFF", tiffinfo=tags)
    for raw in (*render(content).values(), *render(content, fallback="png").values()):
        assert b"Secret" not in raw
        for text in (CREATOR, COPYRIGHT, CREDIT):
            assert text.encode() in raw, text
    for raw in render(content, keep_credits=False).values():
        assert CREATOR.encode() not in raw


def swap_colors() -> bytes:
    """Return a profile of RGB in which red is green, and green is red."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = raw.index(b"rXYZ"), raw.index(b"gXYZ")
    raw[red + 4 : red + 8], raw[green + 4 : green + 8] = (
        raw[green + 4 : green + 8],
        raw[red + 4 : red + 8],
    )
    return bytes(raw)


def test_a_colour_profile_stays_and_srgb_goes() -> None:
    swapped = swap_colors()
    for raw in render(photographs.encode(halves(), "JPEG", icc_profile=swapped)).values():
        assert read(raw).info["icc_profile"] == swapped
    srgb = photographs.PROFILE
    for raw in render(photographs.encode(halves(), "JPEG", icc_profile=srgb)).values():
        assert "icc_profile" not in read(raw).info


def test_a_damaged_colour_profile_goes() -> None:
    broken = photographs.PROFILE[:16] + b"RGB " + photographs.PROFILE[20:90]
    for raw in render(photographs.encode(halves(), "JPEG", icc_profile=broken)).values():
        assert "icc_profile" not in read(raw).info


@pytest.mark.parametrize("broken", [b"", b"no profile", b"\0" * 16 + b"CMYK" + b"\0" * 200])
def test_inks_are_shown_as_colours(broken: bytes) -> None:
    inks = halves(mode="CMYK", left=(0, 255, 255, 0), right=(0, 0, 0, 0))
    content = photographs.encode(inks, "JPEG", **({"icc_profile": broken} if broken else {}))
    for raw in render(content).values():
        image = read(raw)
        assert image.mode == "RGB"
        assert "icc_profile" not in image.info
        assert is_near(image.getpixel((100, 200)), (255, 0, 0), 40)
        assert is_near(image.getpixel((700, 200)), (255, 255, 255))


def test_a_gray_picture_of_16_bits_keeps_its_steps() -> None:
    row = b"".join(bytes(pair) * 200 for pair in ((0, 0), (0, 0x40), (0, 0x80), (0xFF, 0xFF)))
    deep = Image.frombytes("I;16", PHOTO, row * 400)
    for fallback in ("jpg", "png"):
        for raw in render(photographs.encode(deep, "PNG"), fallback=fallback).values():
            image = read(raw).convert("L")
            levels = [image.getpixel((100 + n * 200, 200)) for n in range(4)]
            assert is_near(levels, (0, 64, 128, 255), 5)


def test_a_colour_picture_of_16_bits_is_shown_in_8() -> None:
    rows = b"".join(b"\0" + b"\xff\xff\x80\0\0\0" * 800 for _ in range(400))
    head = (800).to_bytes(4, "big") + (400).to_bytes(4, "big") + b"\x10\x02\0\0\0"
    for raw in render(make_png(head, rows)).values():
        assert is_near(read(raw).convert("RGB").getpixel((400, 200)), (255, 128, 0))


def make_png(head: bytes, rows: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + crc

    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "RGB with a colour"])
def test_transparency_stays(mode: str) -> None:
    clear = halves(mode="RGBA", left=(0, 0, 0, 0), right=(200, 0, 0, 255))
    options: dict[str, Any] = {}
    if mode == "P":
        clear = clear.quantize(16)
    elif mode == "LA":
        clear = clear.convert("LA")
    elif mode != "RGBA":
        clear = halves(left=(1, 2, 3), right=(200, 0, 0))
        options = {"transparency": (1, 2, 3)}
    made = render(photographs.encode(clear, "PNG", **options), fallback="png")
    for raw in made.values():
        image = read(raw).convert("RGBA")
        assert image.getpixel((100, 200))[3] <= 5
        assert image.getpixel((700, 200))[3] >= 250
    face = render(photographs.encode(clear, "PNG", **options), (400, 400), shape=Shape.PORTRAIT)
    assert is_near(read(face["jpg"]).getpixel((50, 200)), (255, 255, 255))


def test_a_picture_of_few_colours_stays_one() -> None:
    content = photographs.encode(halves().quantize(2), "PNG")
    made = render(content, fallback="png")
    assert read(made["png"]).mode == "P"
    assert len(made["png"]) < 3000


def test_a_face_is_the_middle_of_a_picture() -> None:
    wide = Image.new("RGB", (900, 300), "blue")
    wide.paste("yellow", (300, 0, 600, 300))
    for raw in render(photographs.encode(wide, "JPEG"), (900, 300), shape=Shape.PORTRAIT).values():
        image = read(raw).convert("RGB")
        assert image.size == (300, 300)
        assert is_near(image.getpixel((10, 150)), (255, 255, 0), 40)


def test_a_large_jpeg_decoded_smaller_looks_alike() -> None:
    big = photographs.draw((900, 600)).resize((7200, 4800))
    content = photographs.encode(big, "JPEG", quality=90)
    made = read(render(content, (7200, 4800))["webp"]).convert("RGB")
    whole = big.resize((1800, 1200))
    small, expected = (image.resize((90, 60)).tobytes() for image in (made, whole))
    difference = sum(abs(a - b) for a, b in zip(small, expected, strict=True))
    assert difference / (90 * 60 * 3) < 4


def test_the_same_picture_has_the_same_bytes() -> None:
    content = photographs.encode(photographs.draw((700, 500)), "PNG")
    assert render(content, (700, 500)) == render(content, (700, 500))
    assert digest_encoder() == digest_encoder()


def test_one_pixel_and_a_line_are_encoded() -> None:
    assert render(photographs.encode(Image.new("RGB", (1, 400)), "PNG"), (1, 400))
    assert render(photographs.encode(Image.new("RGB", (400, 1)), "PNG"), (400, 1))
    assert render(
        photographs.encode(Image.new("L", (2, 300), 9), "PNG"), (2, 300), shape=Shape.FACE
    )


def test_a_picture_that_can_not_be_decoded_raises() -> None:
    head = (800).to_bytes(4, "big") + (400).to_bytes(4, "big") + b"\x08\2\0\0\0"
    with pytest.raises((OSError, SyntaxError)):
        list(encode(make_png(head, b""), plan(PHOTO), True))
    with pytest.raises(Unusable):
        list(encode(photographs.jpeg()[:300], plan(PHOTO), True))
