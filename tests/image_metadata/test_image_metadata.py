"""Metadata: what goes, what stays, and what is made of pictures that make no sense."""

from __future__ import annotations

import io
import random
import shutil
import struct
import subprocess
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin
from support import photographs
from support.photographs import COPYRIGHT, CREATOR, CREDIT, SECRETS, decode

from rostrum.image_metadata import xmp
from rostrum.image_metadata.exif import Exif, has_location, read_exif, write_exif
from rostrum.image_metadata.formats import find_format, strip
from rostrum.image_metadata.stripped import Unusable

SAMPLES: dict[str, Callable[[], bytes]] = {
    "JPEG": photographs.jpeg,
    "JPEG, progressive": lambda: photographs.jpeg(progressive=True),
    "JPEG, restart markers": lambda: photographs.jpeg(restart_marker_blocks=1),
    "JPEG, grey": lambda: photographs.jpeg(mode="L"),
    "JPEG, CMYK": lambda: photographs.jpeg(mode="CMYK"),
    "PNG": photographs.png,
    "PNG, palette": lambda: photographs.png(mode="P"),
    "PNG, animated": lambda: photographs.png(save_all=True, append_images=[photographs.draw()]),
    "WebP": photographs.webp,
    "WebP, lossless": lambda: photographs.webp(lossless=True),
    "WebP, with transparency": lambda: photographs.webp(mode="RGBA"),
    "WebP, animated": lambda: photographs.webp(
        save_all=True, append_images=[photographs.draw().rotate(180)]
    ),
    "TIFF": photographs.tiff,
    "TIFF, big": lambda: photographs.tiff(big_tiff=True),
    "TIFF, LZW": lambda: photographs.tiff(compression="tiff_lzw"),
    "TIFF, JPEG": lambda: photographs.tiff(compression="jpeg"),
    "TIFF, big-endian": lambda: swapped_tiff(),
    "GIF": photographs.gif,
    "AVIF": photographs.avif,
}
EACH = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
RULES = pytest.mark.parametrize("keep_credits", [True, False], ids=["credits", "no credits"])


def swapped_tiff() -> bytes:
    """Return the smallest TIFF whose numbers begin with their highest byte, with a place in it."""
    rows = [(256, 3, 1, 2 << 16), (257, 3, 1, 1 << 16), (258, 3, 1, 8 << 16), (259, 3, 1, 1 << 16)]
    rows += [(262, 3, 1, 1 << 16), (271, 2, 7, 0), (273, 4, 1, 0), (274, 3, 1, 6 << 16)]
    rows += [(277, 3, 1, 1 << 16), (278, 3, 1, 1 << 16), (279, 4, 1, 2), (0x8825, 4, 1, 0)]
    end = 8 + 2 + 12 * len(rows) + 4
    places = {271: end, 273: end + 8, 0x8825: end + 10}
    body = b"".join(struct.pack(">HHII", t, k, n, places.get(t, v)) for t, k, n, v in rows)
    gps = struct.pack(">HHHI4sI", 1, 1, 2, 2, b"N\0\0\0", 0)
    head = b"MM\0*\0\0\0\x08" + struct.pack(">H", len(rows))
    return head + body + b"\0\0\0\0" + b"Secret\0\0" + b"\x10\xf0" + gps


def open_quietly(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Image.open(io.BytesIO(content))


@EACH
@RULES
def test_nothing_secret_stays_in_a_picture(sample, keep_credits):
    content = sample()
    assert any(secret in content for secret in SECRETS)
    stripped = strip(content, keep_credits).content
    assert not any(secret in stripped for secret in SECRETS)
    with open_quietly(stripped) as image:
        assert image.getexif().get_ifd(0x8825) == {}
        assert image.getexif().get_ifd(0x8769) == {}
        assert set(image.getexif()) <= {0x0112, 0x013B, 0x8298} or image.format == "TIFF"


@EACH
@RULES
def test_the_picture_and_its_colours_stay_as_they_are(sample, keep_credits):
    content = sample()
    stripped = strip(content, keep_credits).content
    assert decode(stripped) == decode(content)
    with open_quietly(content) as before, open_quietly(stripped) as after:
        assert after.info.get("icc_profile") == before.info.get("icc_profile")
        for key in ("duration", "loop", "transparency", "adobe_transform"):
            assert after.info.get(key) == before.info.get(key)
        assert after.getexif().get(0x0112, 1) == before.getexif().get(0x0112, 1)


@EACH
@RULES
def test_a_second_pass_changes_nothing(sample, keep_credits):
    once = strip(sample(), keep_credits).content
    assert strip(once, keep_credits).content == once


def test_the_compressed_data_of_a_jpeg_stay_byte_for_byte():
    content = photographs.jpeg(progressive=True)
    end = content.index(b"\xff\xd9", content.rindex(b"\xff\xda")) + 2
    scans = content[content.index(b"\xff\xdb") : end]
    assert strip(content, True).content.endswith(scans)


def test_the_compressed_data_of_a_png_stay_byte_for_byte():
    content = photographs.png()
    start = content.index(b"IDAT") - 4
    data = content[start : start + 12 + int.from_bytes(content[start : start + 4], "big")]
    assert data in strip(content, True).content


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WebP", "TIFF", "GIF", "AVIF"])
def test_image_metadata_keeps_credits_unless_setting_says_no(name):
    content = SAMPLES[name]()
    kept, bare = strip(content, True).content, strip(content, False).content
    for words in (CREATOR, COPYRIGHT, CREDIT):
        assert words.encode() in kept
        assert words.encode() not in bare
    with open_quietly(kept) as image:
        packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or kept
    text = packet if isinstance(packet, str) else packet.decode("utf-8", "replace")
    assert f"<dc:creator><rdf:Seq><rdf:li>{CREATOR}</rdf:li></rdf:Seq></dc:creator>" in text


def test_iptc_credits_can_be_read_in_a_jpeg():
    with open_quietly(strip(photographs.jpeg(), True).content) as image:
        found = IptcImagePlugin.getiptcinfo(image)
    assert found == {
        (1, 90): b"\x1b%G",
        (2, 80): CREATOR.encode(),
        (2, 110): CREDIT.encode(),
        (2, 116): COPYRIGHT.encode(),
    }


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "tiff"])
def test_the_size_is_that_after_turning(name, orientation):
    stripped = strip(getattr(photographs, name)(orientation), True)
    assert stripped.size == ((60, 40) if orientation < 5 else (40, 60))
    with open_quietly(stripped.content) as image:
        assert image.getexif().get(0x0112, 1) == orientation


def test_image_metadata_keeps_adobe_transform_for_cmyk():
    with open_quietly(strip(photographs.jpeg(mode="CMYK"), False).content) as image:
        assert image.info["adobe"] == 100


def test_a_thumbnail_in_jfif_goes():
    thumbnail = b"JFIF\0\1\2\1\0\x48\0\x48\1\1" + b"Sec"
    made = photographs.encode(photographs.draw(), "JPEG")
    start = made.index(b"JFIF") - 4
    content = made[:start] + photographs.segment(0xE0, thumbnail) + made[start + 18 :]
    stripped = strip(content, True).content
    assert b"Sec" not in stripped
    with open_quietly(stripped) as image:
        assert image.info["dpi"] == (72, 72)
        image.load()


def test_metadata_between_the_scans_of_a_jpeg_goes():
    content = photographs.jpeg(progressive=True)
    second = content.rindex(b"\xff\xda")
    changed = content[:second] + photographs.segment(0xE1, b"Exif\0\0Secret") + content[second:]
    assert strip(changed, True).content == strip(content, True).content


def test_a_picture_without_metadata_stays_as_it_is():
    for format in ("JPEG", "PNG", "WEBP", "GIF"):
        content = photographs.encode(photographs.draw(), format)
        assert strip(content, True).content == content


def test_what_is_no_picture_stays_as_it_is():
    assert strip(b"a;b\n", True).content == b"a;b\n"
    assert strip(b"", True).content == b""


def test_thumbnail_pages_of_a_tiff_go_and_other_pages_stay():
    pages = [photographs.draw((50, 30)), photographs.draw((6, 4))]
    pages[1].encoderinfo = {"tiffinfo": {254: 1}}  # a smaller version of another page
    content = photographs.encode(photographs.draw(), "TIFF", save_all=True, append_images=pages)
    assert len(decode(content)) == 3
    assert decode(strip(content, True).content) == decode(content)[:2]


def test_the_picture_of_a_raw_file_is_refused():
    raw = photographs.encode(photographs.draw(), "TIFF", tiffinfo={50706: b"\1\4\0\0"})
    with pytest.raises(Unusable) as error:
        strip(raw, True)
    assert error.value.code == "image-format"


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"hevc"])
def test_heic_is_refused_with_a_hint(brand):
    content = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + b"\0" * 40
    with pytest.raises(Unusable) as error:
        strip(content, True)
    assert error.value.code == "image-format"
    assert "JPEG" in str(error.value.hint)


@EACH
def test_a_picture_that_is_cut_off_is_told_wherever_it_ends(sample):
    content = strip(sample(), True).content
    last = 1 if content.startswith(b"GIF") else 0  # browsers do not ask for the last byte
    for end in sorted({*range(64, len(content) - last, 17), len(content) - 1 - last}):
        with pytest.raises(Unusable):
            strip(content[:end], True)


@EACH
def test_a_picture_with_changed_bytes_is_stripped_or_told(sample, cpu_seconds):
    content, chance = sample(), random.Random(8)
    for _ in range(300):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.choice((0, 1, 127, 128, 255))
        try:
            stripped = strip(bytes(changed), True).content
        except Unusable:
            continue
        assert len(stripped) <= 2 * len(content)
    assert cpu_seconds() < 60  # a fraction of a second, unless one of them takes for ever


@given(st.binary(max_size=200), st.sampled_from(list(SAMPLES)))
def test_whatever_follows_a_beginning_is_no_traceback(rest, name):
    content = SAMPLES[name]()[:20]
    with suppress(Unusable):
        assert strip(content + rest, True).content.startswith(content[:2])


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xda\0\4\0\0" + b"\xff" * 4_000_000,
        b"\xff\xd8\xff\xda\0\4\0\0" + b"\xff\0" * 2_000_000,
        b"\xff\xd8" + b"\xff\xed\0\x10Photoshop 3.0\0" * 200_000,
        b"\xff\xd8\xff\xe1" + b"\xff\xd0" * 2_000_000,
        b"GIF89a\1\0\1\0\0\0\0" + b"\x21\xff\x01\0\0" * 800_000,
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0tEXt\0\0\0\0" * 300_000,
        b"II*\0\x08\0\0\0" + b"\xff" * 4_000_000,
        b"II+\0\x08\0\0\0" + b"\xff" * 4_000_000,
        b"RIFF\x80\x84\x1e\0WEBP" + b"SECR\0\0\0\0" * 250_000,
        b"\0\0\0\x10ftypavif\0\0\0\0" + b"\0\0\0\x08free" * 400_000,
    ],
    ids=["FF", "stuffed", "segments", "RST", "GIF", "PNG", "TIFF", "BigTIFF", "WebP", "AVIF"],
)
def test_hostile_repetition_in_a_picture_takes_no_time(content, cpu_seconds):
    with pytest.raises(Unusable):
        strip(content, True)
    assert cpu_seconds() < 20  # quadratic time would be hours


def test_a_compressed_packet_does_not_fill_the_memory():
    bomb = b"<x>" + b" " * 50_000_000
    info = photographs.PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", bomb.decode(), zip=True)
    content = photographs.encode(photographs.draw(), "PNG", pnginfo=info)
    assert len(strip(content, True).content) < len(content)


def test_entities_of_a_packet_are_not_expanded():
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    packet = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>' + photographs.XMP.decode()
    assert xmp.keep_credits(packet.encode()) == b""


def test_credits_of_the_pictures_that_a_picture_is_made_of_go():
    inner = (
        '<xmpMM:Ingredients xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:Bag><rdf:li>'
        "<rdf:Description><dc:creator><rdf:Seq><rdf:li>Secret</rdf:li></rdf:Seq></dc:creator>"
        "</rdf:Description></rdf:li></rdf:Bag></xmpMM:Ingredients>"
    )
    packet = photographs.XMP.decode().replace("<dc:creator>", inner + "<dc:creator>", 1)
    kept = xmp.keep_credits(packet.encode())
    assert CREATOR.encode() in kept
    assert b"Secret" not in kept


@given(st.integers(1, 8), st.binary(max_size=40), st.binary(max_size=40))
def test_an_exif_block_says_what_was_written(orientation, artist, copyright):
    exif = Exif(orientation, artist.strip(b"\0 "), copyright.strip(b"\0 "))
    assert read_exif(write_exif(exif)) == exif


@given(st.binary(max_size=300))
def test_an_exif_block_that_makes_no_sense_is_an_empty_one(raw):
    read_exif(b"II*\0" + raw)
    has_location(b"MM\0*" + raw)


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
@EACH
def test_exiftool_finds_nothing_but_credits(sample, tmp_path: Path):
    file = tmp_path / "picture"
    file.write_bytes(strip(sample(), True).content)
    asked = ["exiftool", "-a", "-G1", "-s", "-ee", "-u", "-ExifIFD:all", "-GPS:all", "-IFD1:all"]
    asked += ["-MakerNotes:all", "-MPF:all", "-IPTC:all", "-XMP:all", "-Photoshop:all", "-IFD0:all"]
    lines = subprocess.run([*asked, file], capture_output=True, text=True, check=True).stdout
    assert "Secret" not in lines
    assert "GPS" not in lines
    names = {line.split("]")[1].split(":")[0].strip() for line in lines.splitlines()}
    credits = {"Artist", "Copyright", "Creator", "Rights", "Credit", "By-line", "CopyrightNotice"}
    credits |= {"Orientation", "CodedCharacterSet", "XMPToolkit"}
    if find_format(file.read_bytes()[:64]) != "TIFF":
        assert names <= credits
