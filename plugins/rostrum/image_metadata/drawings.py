"""SVG: check a drawing for completeness, and for personal data of its author."""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata.stripped import not_image

_SVG = "http://www.w3.org/2000/svg svg"
_PEOPLE = frozenset(
    f"http://purl.org/dc/elements/1.1/ {name}" for name in ("creator", "contributor", "publisher")
)
_PATHS = ("docname", "export-filename", "absref")  # of Inkscape and Sodipodi


@dataclass
class _Look:
    """The findings of a parser so far."""

    root: str = ""
    person: bool = False
    path: bool = False

    def meet(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self.person = self.person or name in _PEOPLE
        for key, value in attributes.items():
            if key.rpartition(" ")[2] in _PATHS and any(sign in value for sign in "/\\"):
                self.path = True


def find_metadata(content: bytes) -> Translatable:
    """Return a message on metadata in an SVG; NO_TEXT if there are none.

    Raises Unusable if the content is not SVG, or truncated.
    """
    look = _Look()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = look.meet
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):  # LookupError: unknown encoding
        raise not_image(_("this is no picture: it is not well-formed SVG")) from None
    if look.root not in (_SVG, "svg"):
        raise not_image(_("this is no picture: it is not SVG"))
    if b"data:image/" in content:
        return _("the drawing holds a photograph, whose place and date stay in it")
    if look.path:
        return _("the drawing tells the folder of whoever made it")
    return _("the drawing names who made it in its metadata") if look.person else NO_TEXT
