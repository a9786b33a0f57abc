"""Images in several sizes and formats, from which a browser chooses (HTML, 4.8.4)."""

from __future__ import annotations

from dataclasses import dataclass

from rostrum.html.tags import Attributes, write_tag

_GIVEN = frozenset({"srcset", "sizes"})


@dataclass(slots=True)
class SizedImages:
    """Tells which images of a text may get sizes, one tag after another in order.

    An author's own `srcset` or `<picture>` is left alone.
    """

    _has_sources: bool = False

    def includes(self, tag: str, attributes: Attributes) -> bool:
        """Return True for an `<img>` whose only address is its `src`."""
        if tag == "source" and "srcset" in attributes:
            self._has_sources = True
        if tag != "img":
            return False
        has_sources, self._has_sources = self._has_sources, False
        return not has_sources and _GIVEN.isdisjoint(attributes)


@dataclass(frozen=True, slots=True)
class ImageSource:
    """The files of an image in one format, as the `type` and `srcset` of a `<source>`."""

    media_type: str
    srcset: str


def write_picture(
    attributes: Attributes, sources: tuple[ImageSource, ...], srcset: str, sizes: str
) -> str:
    """Return an `<img>` with the attributes, within a `<picture>` with its sources.

    `srcset` are the files in the format of the image itself, `sizes` the widths of the layout.
    """
    written = "".join(
        write_tag("source", {"type": source.media_type, "srcset": source.srcset, "sizes": sizes})
        for source in sources
    )
    chosen = {"srcset": srcset, "sizes": sizes} if srcset else {}
    image = write_tag("img", {**attributes, **chosen})
    return f"<picture>{written}{image}</picture>"
