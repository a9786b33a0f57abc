"""The files of a company's look: the stylesheet of the site, and its fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from rostrum.branding.fonts import (
    Font,
    FontFile,
    NoFontToolsError,
    name_file,
    subset_font,
    write_rule,
)
from rostrum.branding.stylesheet import InvalidStylesheetError, minify, version, write_look
from rostrum.build.config import Config
from rostrum.cache.checksummed_file import read_cache_file, write_cache_file
from rostrum.config.site_info import SiteInfo
from rostrum.core.hashing import digest_bytes
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import verbatim
from rostrum.output.atomic_move import OutputError
from rostrum.rendering.template_errors import TemplateFault

SITE_RULES = "css/site.css"
"""The stylesheet of the site's own, below its `static/`, added behind that of the theme."""
_FOLDER = "fonts"  # in the theme's folder of the output, and in the site's cache folder


@dataclass(frozen=True)
class BrandFiles:
    """The stylesheet and fonts of a site, and what pages say of them.

    `files` are the bytes by their path below the output folder; `replaced` are the paths of files
    of the theme that are not copied, being part of these. `info` has the addresses for the pages.
    """

    info: SiteInfo
    files: Mapping[str, bytes] = field(default_factory=dict)
    replaced: frozenset[str] = frozenset()


def make_brand_files(config: Config, theme_files: Mapping[str, Path]) -> BrandFiles:
    """Return the files of a company's look; `theme_files` are those of the theme by their path.

    In the live preview the addresses of stylesheet and script stay the same when these change, so
    that no page has to be rendered again. Raises OutputError for a font that can't be read,
    TemplateFault for an invalid stylesheet, and OSError.
    """
    look, info = config.settings.look, config.info
    fonts = [*_publish_fonts(config)]
    own = info.theme + SITE_RULES
    paths = [path for path in (info.stylesheet, own) if path in theme_files]
    texts = {path: _read_stylesheet(theme_files[path]) for path in paths}
    rules = write_look(look, dict.fromkeys(rule for _path, _raw, rule, _is_first in fonts))
    if not texts and not rules:
        return BrandFiles(info)
    parts = (texts.get(info.stylesheet, ""), minify(rules), texts.get(own, ""))
    content = "".join(parts).encode()
    files = {info.stylesheet: content, **{path: raw for path, raw, _rule, _is_first in fonts}}
    first = (path for path, _raw, _rule, is_first in fonts if is_first)
    info = replace(info, preloads=tuple(dict.fromkeys(first)))
    if config.priority is None:
        info = replace(info, stylesheet=f"{info.stylesheet}?v={version(content)}")
        info = replace(
            info,
            comments_script=_add_version(info.comments_script, theme_files),
            people_script=_add_version(info.people_script, theme_files),
        )
    return BrandFiles(info, files, frozenset(texts))


def _add_version(path: str, theme_files: Mapping[str, Path]) -> str:
    """Return the path of a script with its version; without one if the theme does not have it."""
    file = theme_files.get(path)
    return f"{path}?v={version(file.read_bytes())}" if file else path


def _read_stylesheet(file: Path) -> str:
    """Return a stylesheet without comments and blanks; raises TemplateFault for an invalid one."""
    try:
        return minify(file.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise TemplateFault(str(file), 1, verbatim(str(error))) from None
    except InvalidStylesheetError as error:
        raise TemplateFault(str(file), error.line, verbatim(error.reason)) from None


def _publish_fonts(config: Config) -> Iterator[tuple[str, bytes, str, bool]]:
    """Yield the path of each font file, its bytes, its CSS rule, and whether pages preload it.

    The first file of a family is that of the running text.
    """
    for _key, font in config.settings.look.fonts.list_fonts():
        for number, file in enumerate(font.files):
            content = _read_font(config, font, file)
            path = f"{config.info.theme}{_FOLDER}/{name_file(file.file, content)}"
            url = config.addresses.href(path)
            yield path, content, write_rule(font.family, file, url, font.subset), number == 0


def _read_font(config: Config, font: Font, file: FontFile) -> bytes:
    """Return the bytes of a font file as published: its subset, if there is fontTools."""
    content = (config.content / file.file).read_bytes()
    if not font.subset:
        return content
    name = digest_bytes(content, *(subset.encode() for subset in font.subset)).hex()
    kept = config.notes / _FOLDER / name
    if known := read_cache_file(kept):
        return known
    try:
        subset = subset_font(content, PurePosixPath(file.file).suffix.lower(), font.subset)
    except NoFontToolsError:
        return content  # reported with the settings
    except ValueError as error:
        message = _("the font can't be read: %(reason)s", reason=str(error))
        hint = _('Replace the file, or remove "subset".')
        raise OutputError("setting", file.file, message, hint) from None
    write_cache_file(kept, subset)
    return subset
