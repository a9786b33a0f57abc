"""Alt texts that are the name of a file, as editors and cameras write them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.model import Reference
from rostrum.core.translatable import gettext_lazy as _
from rostrum.markdown.source_text import SourceText

_FILE = re.compile(
    r"[^/\n]{1,200}\.(?:apng|avif|bmp|gif|heic|jfif|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE
)
_BY_DEVICE = re.compile(
    # cameras (DCF, JEITA CP-3461), telephones, screenshots, and what programs call a new picture
    r"(?:DSC[FN]?|IMG|MVI|PXL|P|GOPR|DJI|VID)[_-]?\d{3,}[\w-]*"
    r"|(?:image|bild|foto|photo|picture|screenshot)[_-]?\(?\d+\)?"
    r"|(?:unbenannt|untitled|unnamed)[ _-]?\(?\d*\)?"
    r"|(?:bildschirmfoto|screen ?shot|whatsapp image) .*\d.*",
    re.IGNORECASE,
)


def is_file_name(alt: str, target: str) -> bool:
    """Return True if an alt text is the name of a file, or that of the picture at an address."""
    alt = alt.strip()
    if _FILE.fullmatch(alt) or _BY_DEVICE.fullmatch(alt):
        return True
    stem = posixpath.splitext(posixpath.basename(unquote(target.partition("?")[0])))[0]
    return "_" in alt and " " not in alt and alt.casefold() == stem.casefold()


def report_alt_texts(references: Iterable[Reference], source: SourceText, report: Report) -> None:
    """Report the images of a text whose alt text is the name of a file."""
    for each in references:
        is_image = each.tag == "img" and each.attribute == "src" and each.alt
        if is_image and is_file_name(each.alt, each.target):
            report_alt(each.alt, _find_alt(each, source), report)


def report_alt(alt: str, place: SourceLocation, report: Report) -> None:
    """Report an alt text that is the name of a file."""
    message = _('the alt text "%(alt)s" is the name of a file', alt=shorten(alt.strip()))
    hint = _("Describe the picture in a sentence: this is what readers get who do not see it.")
    report.warning("alt-file-name", place, message, hint)


def _find_alt(reference: Reference, source: SourceText) -> SourceLocation:
    """Return the location of an alt text in Markdown before the address, else of the address."""
    end = source.find_offset(reference.place)
    before = source.text[:end].rstrip("(<").removesuffix("]")
    if before.endswith(f"![{reference.alt}"):
        return source.locate(len(before) - len(reference.alt))
    return reference.place
