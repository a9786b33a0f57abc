"""Who is to be named for a picture, and under which licence, as its metadata tell it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ImageFile

from rostrum.core.text import clean_line, shorten_words
from rostrum.image_metadata import iptc, xmp
from rostrum.image_metadata.exif import Exif, read_exif, write_exif

_IPTC_RESOURCE, _IPTC_TAG, _XMP_KEY = 0x0404, 33_723, "XML:com.adobe.xmp"
_LONGEST = 200  # characters of a credit or a licence that are shown


@dataclass(frozen=True, slots=True)
class PictureCredit:
    """The credit, the licence and the web statement of a picture; each may be empty.

    They are text from a file: the web statement may be anything but an address.
    """

    credit: str = ""
    license: str = ""
    web_statement: str = ""


NO_CREDIT = PictureCredit()


def read_credit(picture: ImageFile.ImageFile) -> PictureCredit:
    """Return what is to be shown of the credits of a picture that `strip` has kept.

    XMP precedes IPTC-IIM, and a credit line the names of creators.
    """
    rights = xmp.read_rights(_find_xmp(picture))
    named, artist = iptc.read_credits(_find_iptc(picture)), _find_exif(picture).artist
    candidates = (rights.credit, named.credit, rights.creator, named.creator)
    credit = next(filter(str.strip, candidates), "") or iptc.decode(artist)
    return PictureCredit(
        shorten_words(clean_line(credit), _LONGEST),
        shorten_words(clean_line(rights.usage_terms), _LONGEST),
        shorten_words(clean_line(rights.web_statement), _LONGEST),
    )


def read_credit_metadata(picture: ImageFile.ImageFile) -> dict[str, Any]:
    """Return what is left of the metadata after `strip`, but for the orientation.

    The keys are the arguments of Pillow's writers: `exif` and `xmp`.
    """
    named, found = iptc.read_credits(_find_iptc(picture)), _find_exif(picture)
    texts = [str(picture.info.get(key, "")) for key in ("Author", "Copyright")]
    block = write_exif(
        Exif(
            artist=found.artist or (named.creator or texts[0]).encode(),
            copyright=found.copyright or (named.copyright or texts[1]).encode(),
        )
    )
    packet = _find_xmp(picture)
    packet = packet or xmp.write_credits(named.creator, named.credit, named.copyright)
    return {name: value for name, value in (("exif", block), ("xmp", packet)) if value}


def _find_exif(picture: ImageFile.ImageFile) -> Exif:
    if picture.format == "TIFF" and isinstance(picture.fp, BytesIO):
        return read_exif(picture.fp.getvalue())  # a TIFF is itself such a block
    return read_exif(as_bytes(picture.info.get("exif", b"")).removeprefix(b"Exif\0\0"))


def _find_iptc(picture: ImageFile.ImageFile) -> bytes:
    if picture.format == "TIFF":
        return as_bytes(picture.tag_v2.get(_IPTC_TAG, b""))  # type: ignore[attr-defined]
    resources = picture.info.get("photoshop")
    return as_bytes(resources.get(_IPTC_RESOURCE, b"")) if isinstance(resources, dict) else b""


def _find_xmp(picture: ImageFile.ImageFile) -> bytes:
    return as_bytes(picture.info.get("xmp") or picture.info.get(_XMP_KEY) or b"")


def as_bytes(value: Any) -> bytes:
    """Return a value of Pillow's metadata as bytes; empty for another type than text or bytes."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) else b""
