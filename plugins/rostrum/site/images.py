"""Examine the images and other files used by content: existence, dimensions and flaws."""

from __future__ import annotations

import os
import posixpath
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import msgspec
from PIL import Image, features

from rostrum.cache.checksummed_file import read_cache_file, read_clock, write_cache_file
from rostrum.cache.file_stamps import FileStamp, is_racy, stamp
from rostrum.cache.fingerprints import digest_code
from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.hashing import digest_bytes
from rostrum.core.portable_names import Spelling, compose, is_text
from rostrum.core.system_errors import describe_error, suggest_remedy
from rostrum.core.translatable import Translatable, group_digits, join_names
from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata.active_svg import clean, is_drawing
from rostrum.image_metadata.drawings import find_metadata
from rostrum.image_metadata.exif import ORIENTATION
from rostrum.image_metadata.formats import BEGINNING, find_format, strip
from rostrum.image_metadata.locations import find_location, is_located_picture
from rostrum.image_metadata.stripped import Unusable, not_image
from rostrum.output.static_files import is_inside
from rostrum.renditions.credits import NO_CREDIT, PictureCredit, read_credit
from rostrum.renditions.plan import (
    FEW_COLORS,
    MODES,
    Original,
    RenditionSet,
    Shape,
    plan_renditions,
)

LARGEST = 89_478_485
"""Maximum number of pixels. Pillow warns of a decompression bomb above it."""

LARGEST_SIDE, HEAVIEST = 2_500, 1_000_000
"""Maximum pixels in width or height, and maximum bytes, of a picture published as it is."""

_SHOWN = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif", ".tif", ".tiff"),
    *(".avif", ".bmp", ".ico", ".svg"),
)
_MOST_NAMES = 5  # of what a drawing lacks, in a message
_SINGLE = ("ICO",)
"""Formats of Pillow for files that hold several pictures, from which a browser chooses."""
_FOREIGN = (
    *(".heic", ".heif", ".jxl", ".jp2", ".psd", ".svgz"),
    *(".dng", ".nef", ".cr2", ".cr3", ".arw", ".orf", ".rw2", ".raf"),
)
"""Suffixes of image formats with metadata and with little or no support in browsers."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem with a file: a diagnostic without its location."""

    code: str
    message: Translatable
    hint: Translatable


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts known about a file.

    Width and height are in pixels, after rotation; 0 if unknown. `original` is a picture that can
    be shown in other sizes, `credit` what its metadata say of credit and licence. `size` is that of
    a picture in bytes, 0 for other files; `is_located` is True if its metadata tell where it was
    taken.
    """

    width: int = 0
    height: int = 0
    flaws: tuple[Flaw, ...] = ()
    original: Original | None = None
    credit: PictureCredit = NO_CREDIT
    size: int = 0
    is_located: bool = False

    @property
    def is_heavy(self) -> bool:
        """Whether a picture is too large to be loaded by a page as it is."""
        return max(self.width, self.height) > LARGEST_SIDE or self.size > HEAVIEST


_Known = dict[str, tuple[FileStamp, Facts]]
_DECODER = msgspec.msgpack.Decoder(_Known)


@dataclass
class Pictures:
    """The files below the content folder. Each is examined once, and again after a change.

    `file` is the cache file for the next build. `now` is the file system's time at the start of
    this build, in ns since 1970; without it, no file stamp is trusted. `root` is the path of the
    site on its host, such as `/blog/`: an address may begin with it. `keep_credits` keeps
    creator, copyright and credit in the metadata of published pictures.
    """

    content: Path
    file: Path | None = None
    now: int = 0
    root: str = "/"
    keep_credits: bool = True
    before: _Known = field(default_factory=dict)
    known: _Known = field(default_factory=dict)
    _spelling: Spelling = field(init=False, repr=False)
    _exists: dict[str, bool] = field(default_factory=dict)
    _inside: dict[Path, bool] = field(default_factory=dict)
    _facts: dict[str, Facts] = field(default_factory=dict)
    _plans: dict[tuple[str, Shape], RenditionSet | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._spelling = Spelling(self.content)

    def exists(self, path: str) -> bool:
        """Return True if the path is a file inside the content folder, symbolic links resolved."""
        if path not in self._exists:
            try:
                file = self.content / path
                self._exists[path] = file.is_file() and self._is_inside(file)
            except (OSError, ValueError):  # a name too long, a NUL byte
                self._exists[path] = False
        return self._exists[path]

    def _is_inside(self, file: Path) -> bool:
        """Return True if a file is inside the content folder; each folder is resolved once."""
        if file.is_symlink():
            return is_inside(file, self.content)
        folder = file.parent
        if folder not in self._inside:
            self._inside[folder] = is_inside(folder, self.content)
        return self._inside[folder]

    def find(self, path: str) -> str:
        """Return the path of a file below the content folder as its name is stored.

        Only the composition of its letters may differ: macOS stores `ö` as `o` and `¨` (UAX 15).
        Without such a file, the path is returned, without a slash at its beginning.
        """
        clean = path.lstrip("/")
        below = path.removeprefix(self.root)
        if below != path and not self.exists(clean):
            clean = below
        if clean.isascii() or self.exists(clean):
            return clean
        stored = self._spelling.find(posixpath.normpath(clean))
        return stored if compose(stored) == compose(clean) else clean

    def find_in_any_case(self, path: str) -> str:
        """Return the path of a file as find() does; its letters may differ in case as well."""
        stored = self.find(path)
        return self._spelling.find(posixpath.normpath(stored)) or stored

    def measure(self, path: str) -> tuple[int, int]:
        """Return width and height in pixels after rotation, or (0, 0) if unknown (SVG)."""
        facts = self.look(self.content / path)
        return facts.width, facts.height

    def plan(self, path: str, shape: Shape) -> RenditionSet | None:
        """Return the renditions of a picture; None for a file that is published as it is."""
        if (path, shape) not in self._plans:
            original = self.look(self.content / path).original
            self._plans[path, shape] = (
                plan_renditions(original, shape, self.keep_credits) if original else None
            )
        return self._plans[path, shape]

    def read_credit(self, path: str) -> PictureCredit:
        """Return what the metadata of a picture say of its credit, if they are published."""
        return self.look(self.content / path).credit if self.keep_credits else NO_CREDIT

    def find_original(self, path: str) -> Original | None:
        """Return a picture that can be encoded anew; None for any other file."""
        return self.look(self.content / path).original

    def check_weight(self, path: str, place: SourceLocation, report: Report) -> None:
        """Report a picture published as it is if it is too large for that."""
        facts = self.look(self.content / path)
        if not facts.is_heavy or any(flaw.code == "image-large" for flaw in facts.flaws):
            return
        message = _(
            "the picture is published as it is, with %(bytes)s bytes",
            bytes=group_digits(facts.size),
        )
        if facts.width:
            message = _(
                "the picture is published as it is, with %(width)s × %(height)s pixels and "
                "%(bytes)s bytes",
                width=group_digits(facts.width),
                height=group_digits(facts.height),
                bytes=group_digits(facts.size),
            )
        hint = _(
            "Save a smaller copy: %(pixels)s pixels in width and %(bytes)s bytes fill any screen.",
            pixels=group_digits(LARGEST_SIDE),
            bytes=group_digits(HEAVIEST),
        )
        report.warning("image-heavy", place, message, hint)

    def check_location(self, path: str, place: SourceLocation, report: Report) -> None:
        """Note a picture whose metadata tell where it was taken: they stay in the repository."""
        if self.look(self.content / path).is_located:
            message = _("the file of the picture tells where it was taken")
            hint = _(
                "It is published without that, but the repository keeps it. Remove it from the "
                "file."
            )
            report.note("image-location", place, message, hint)

    def look(self, file: Path) -> Facts:
        """Return the facts about a file. Dimensions are 0 if the file can't be read."""
        path = str(file)
        if path not in self._facts:
            self._facts[path] = self._look(file)
        return self._facts[path]

    def save(self) -> None:
        """Write the facts to the cache file for the next build, if there is one."""
        if self.file is None or self.known == self.before:
            return
        write_cache_file(self.file, msgspec.msgpack.encode(self.known), digest_code())

    def _look(self, file: Path) -> Facts:
        path, current = str(file), stamp(file)
        known = self.before.get(path)
        if known and known[0] == current:
            self.known[path] = known
            return known[1]
        try:
            facts = examine(file)
        except OSError as error:
            message = _("the file can't be read: %(reason)s", reason=describe_error(error))
            return Facts(flaws=(Flaw("unreadable", message, suggest_remedy(error)),))
        except ValueError:  # an impossible file name
            return Facts()
        # A name outside UTF-8 can't be cached; it is reported elsewhere.
        if current and not is_racy(current, self.now) and is_text(path):
            self.known[path] = (current, facts)
        return facts


def load_pictures(
    content: Path,
    notes: Path,
    no_cache: bool = False,
    root: str = "/",
    keep_credits: bool = True,
) -> Pictures:
    """Return the images below a folder, with the facts cached by the last build.

    Facts cached by other versions of the code are ignored. With `no_cache`, all are ignored.
    """
    file = notes / f"pictures-{digest_bytes(os.fsencode(content)).hex()[:12]}"
    pictures = Pictures(content, file, read_clock(file), root, keep_credits)
    cached = b"" if no_cache else read_cache_file(file, digest_code())
    with suppress(msgspec.DecodeError):
        pictures.before = _DECODER.decode(cached) if cached else {}
    return pictures


def is_picture(file: Path) -> bool:
    """Return True if the file is a drawing, or in an image format supported by metadata removal.

    Raises OSError.
    """
    if is_drawing(file):
        return True
    with file.open("rb") as opened:
        return bool(find_format(opened.read(BEGINNING)))


def examine(file: Path) -> Facts:
    """Return the facts about a file: its dimensions, if it is an image, and its flaws.

    An image is parsed to its end without being decoded. Raises OSError.
    """
    try:
        width, height, found = _examine(file)
    except Unusable as error:
        return Facts(flaws=(_to_flaw(error),))
    flaws = (*found, *_weigh(width, height))
    if not width and file.suffix.lower() not in _SHOWN:
        return Facts(width, height, flaws)
    content = file.read_bytes()
    is_located = is_located_picture(content, find_format(content[:BEGINNING]))
    original = (None, NO_CREDIT) if flaws or not width else _find_original(file, width, height)
    return Facts(width, height, flaws, *original, len(content), is_located)


def _find_original(file: Path, width: int, height: int) -> tuple[Original | None, PictureCredit]:
    """Return a picture that can be encoded, and its credit.

    The picture is None if it is animated, or unknown to Pillow.
    """
    content = file.read_bytes()
    try:
        # A photograph may hold another one as its preview, which does not make it animated.
        with Image.open(BytesIO(strip(content, keep_credits=True).content)) as image:
            credit = read_credit(image)
            is_other = image.format in _SINGLE or image.mode not in MODES
            if is_other or getattr(image, "is_animated", False):
                return None, credit
            is_drawn = image.mode in FEW_COLORS and image.format in ("PNG", "GIF")
            fallback = "png" if is_drawn or image.has_transparency_data else "jpg"
    except Exception:  # Pillow's plugins may raise any exception
        return None, NO_CREDIT
    return Original(digest_bytes(content).hex(), width, height, fallback), credit


def _examine(file: Path) -> tuple[int, int, tuple[Flaw, ...]]:
    suffix = file.suffix.lower()
    with file.open("rb") as opened:
        beginning = opened.read(BEGINNING)
    if not beginning and suffix in (*_SHOWN, *_FOREIGN):
        raise not_image(_("the picture is empty"))
    format = find_format(beginning)
    if format == "AVIF" and not features.check("avif"):
        message = _("Pillow is installed without AVIF, so this picture can't be measured")
        hint = _("Install Pillow from PyPI, or export the picture as JPEG, PNG or WebP.")
        raise Unusable("image-format", message, hint)
    if format:
        stripped = strip(file.read_bytes(), keep_credits=True)
        width, height = _open(file) if format == "AVIF" else stripped.size
        return width, height, ()
    if suffix in _FOREIGN:
        message = _(
            "browsers do not show pictures of the kind %(format)s", format=suffix[1:].upper()
        )
        raise Unusable("image-format", message, _("Export it as JPEG, PNG or WebP."))
    if is_drawing(file):
        return 0, 0, tuple(_examine_drawing(file.read_bytes()))
    if suffix in _SHOWN:
        return *_open(file), ()
    located = find_location(file)
    return 0, 0, (_to_flaw(located),) if located else ()


def _examine_drawing(content: bytes) -> Iterator[Flaw]:
    """Yield what the published drawing lacks, and what it tells of its author."""
    if removed := clean(content)[1]:
        message = _(
            "the drawing is published without what runs in it or loads other files: %(names)s",
            names=join_names([shorten(name) for name in removed[:_MOST_NAMES]]),
        )
        yield Flaw("image-active", message, _("Save it as a plain or optimized SVG."))
    if reason := find_metadata(content):
        hint = _("Save it as a plain or optimized SVG, without metadata.")
        yield Flaw("image-metadata", reason, hint)


def _open(file: Path) -> tuple[int, int]:
    """Return the dimensions of an image according to Pillow, after rotation.

    Raises Unusable if Pillow can't open the file, or if the image has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                width, height = image.size
                # Pillow converts AVIF's own rotation to this EXIF tag.
                is_turned = image.getexif().get(ORIENTATION, 1) >= 5
                return (height, width) if is_turned else (width, height)
    except Image.DecompressionBombError:
        raise Unusable("image-large", _TOO_LARGE, _SMALLER) from None
    except Exception:  # Pillow's plugins may raise any exception
        raise not_image(_("this is no picture that browsers know, or it is cut off")) from None


def _weigh(width: int, height: int) -> Iterator[Flaw]:
    if width * height > LARGEST:
        yield Flaw("image-large", _TOO_LARGE, _SMALLER)


def _to_flaw(error: Unusable) -> Flaw:
    return Flaw(error.code, error.reason, error.hint)


_TOO_LARGE = _("the picture has so many pixels that it may exhaust a reader's memory")
_SMALLER = _("Make it smaller: 3,000 pixels in width are enough for any page.")
