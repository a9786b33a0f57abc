"""Sample photographs with metadata: location, names, device, thumbnails, colours."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

SECRETS = (b"Secret", b"S\0e\0c\0r\0e\0t")
"""Byte strings found in all private metadata of these pictures."""
CREATOR, COPYRIGHT, CREDIT = "Anna Öllinger", "© Traunwerk", "Foto: Werk"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

_GPS, _EXIF = 0x8825, 0x8769
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF {_RDF}><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" exif:GPSLatitude="48,14.Secret"'
    f' xmpMM:DocumentID="Secret" photoshop:City="Secret" photoshop:Credit="{CREDIT}">'
    f"<dc:creator><rdf:Seq><rdf:li>{CREATOR}</rdf:li></rdf:Seq></dc:creator>"
    f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{COPYRIGHT}</rdf:li></rdf:Alt></dc:rights>'
    "<dc:subject><rdf:Bag><rdf:li>Secret</rdf:li></rdf:Bag></dc:subject>"
    "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
).encode()


def draw(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Return a landscape picture with enough detail for compression."""
    width, height = size
    dots = (
        b"%c%c%c" % (x % 256, y % 256, x * y % 256) for y in range(height) for x in range(width)
    )
    return Image.frombytes("RGB", size, b"".join(dots)).convert(mode)


def exif(orientation: int = 6) -> Image.Exif:
    """Return an Exif block with all tags written by a phone."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F], block[0x0110] = "Secret maker", "Secret model"
    block[0x010E], block[0x0131] = "Secret description", "Secret software"
    block[0x013B], block[0x8298] = CREATOR.encode(), COPYRIGHT.encode()
    inner = block.get_ifd(_EXIF)
    inner[0x9003], inner[0x927C] = "2026:11:18 09:30:00", b"Secret maker note" * 9
    inner[0xA430], inner[0xA431] = "Secret owner", "Secret serial"
    gps = block.get_ifd(_GPS)
    gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 14.0, 5.0), "E", (13.0, 59.0, 7.0)
    gps[27] = b"ASCII\0\0\0Secret area"
    return block


def iptc() -> bytes:
    """Return IPTC-IIM data with a city and credits."""
    sets = ((1, 90, b"\x1b%G"), (2, 90, b"Secret city"), (2, 80, CREATOR.encode()))
    sets += ((2, 110, CREDIT.encode()), (2, 116, COPYRIGHT.encode()), (2, 25, b"Secret word"))
    return b"".join(bytes((0x1C, a, b)) + struct.pack(">H", len(v)) + v for a, b, v in sets)


def resources() -> bytes:
    """Return Photoshop's image resources: a thumbnail, a path, and IPTC."""
    rows = ((0x040C, b"Secret thumbnail"), (0x0404, iptc()), (0x07D0, b"Secret path!"))
    return b"".join(
        struct.pack(">4sHHI", b"8BIM", number, 0, len(value)) + value + b"\0" * (len(value) % 2)
        for number, value in rows
    )


def segment(marker: int, body: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(orientation: int = 6, mode: str = "RGB", **options: Any) -> bytes:
    """Return a JPEG with all metadata segments, followed by a video."""
    made = encode(draw(mode=mode), "JPEG", exif=exif(orientation), icc_profile=PROFILE, **options)
    rest = [
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + b"\0" * 8 + b"Secret"),
        segment(0xE2, b"MPF\0" + b"Secret preview"),
        segment(0xEB, b"JP\0\0Secret credentials"),
        segment(0xEC, b"Ducky\0Secret"),
        segment(0xED, b"Photoshop 3.0\0" + resources()),
        segment(0xE7, b"Secret of no known kind"),
        segment(0xFE, b"Secret comment"),
    ]
    return made[:2] + b"".join(rest) + made[2:] + b"\0\0\0\x18ftypmp42Secret film"


def png(orientation: int = 6, mode: str = "RGB", **options: Any) -> bytes:
    """Return a PNG with all text chunks, a date, and trailing data."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "Secret")
    info.add_text("Author", CREATOR)
    info.add_text("Copyright", COPYRIGHT, zip=True)
    info.add_text("Raw profile type exif", "Secret", zip=True)
    info.add_itxt("Description", "Secret")
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    info.add(b"tIME", struct.pack(">HBBBBB", 2026, 11, 18, 9, 30, 0))
    info.add(b"caNv", b"Secret")
    options = {"icc_profile": PROFILE, "dpi": (300, 300), **options}
    made = encode(draw(mode=mode), "PNG", pnginfo=info, exif=exif(orientation), **options)
    return made + b"Secret behind the end"


def webp(orientation: int = 6, mode: str = "RGB", **options: Any) -> bytes:
    """Return a WebP with Exif, XMP, an unknown chunk, and trailing data."""
    options = {"exif": exif(orientation), "xmp": XMP, "icc_profile": PROFILE, **options}
    made = encode(draw(mode=mode), "WEBP", **options)
    body = made[12:] + b"SECR" + struct.pack("<I", 6) + b"Secret"
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body + b"Secret behind the end"


def gif() -> bytes:
    """Return an animated GIF with a comment, XMP and trailing data."""
    frames = [draw((60, 40)).quantize(), draw((60, 40)).rotate(180).quantize()]
    options = {"save_all": True, "append_images": frames[1:], "loop": 0, "comment": b"Secret"}
    made = encode(frames[0], "GIF", **options)
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return made[:-1] + b"\x21\xff\x0bXMP DataXMP" + XMP + trailer + b";Secret behind the end"


def tiff(orientation: int = 6, mode: str = "RGB", **options: Any) -> bytes:
    """Return a TIFF with all kinds of metadata, image resources and trailing data."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    given = exif(orientation)
    for tag, value in given.items():
        if tag not in (_EXIF, _GPS):
            tags[tag] = value
    tags[700], tags[33723], tags[34377] = XMP, iptc(), resources()
    tags.tagtype[700] = tags.tagtype[33723] = tags.tagtype[34377] = 7
    tags[65000] = "Secret of no known kind"
    if "compression" not in options:  # libtiff writes no nested directories
        tags[_EXIF], tags[_GPS] = dict(given.get_ifd(_EXIF)), dict(given.get_ifd(_GPS))
    options = {"tiffinfo": tags, "icc_profile": PROFILE, **options}
    return encode(draw(mode=mode), "TIFF", **options) + b"Secret behind the end"


def avif(orientation: int = 6) -> bytes:
    """Return an AVIF with Exif and XMP; an AVIF property sets the rotation."""
    return encode(draw(), "AVIF", exif=exif(orientation), xmp=XMP, icc_profile=PROFILE)


def encode(image: Image.Image, format: str, **options: Any) -> bytes:
    """Return a picture encoded by Pillow."""
    raw = io.BytesIO()
    image.save(raw, format, **options)
    return raw.getvalue()


def decode(content: bytes) -> list[bytes]:
    """Return the RGBA pixels of every frame or page of a picture, in stored orientation."""
    frames = []
    with Image.open(io.BytesIO(content)) as image:
        for n in range(getattr(image, "n_frames", 1)):
            image.seek(n)
            frames.append(image.convert("RGBA").tobytes())
    return frames
