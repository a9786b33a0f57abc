"""Files copied to the output folder: static files, files used by texts, and the theme's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from rostrum.build.assembly import AssembledSite
from rostrum.cache.file_stamps import changed_at, stamp
from rostrum.cache.fingerprints import digest_code, digest_file
from rostrum.cache.output_manifest import OutputManifest
from rostrum.core.hashing import digest
from rostrum.image_metadata.active_svg import clean, is_drawing
from rostrum.image_metadata.formats import strip
from rostrum.image_metadata.stripped import Unusable
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import Output
from rostrum.pages import robots


def copy_files(
    assembled: AssembledSite, assets: Iterable[str], output: Output, manifest: OutputManifest
) -> None:
    """Stage all changed files to copy, stylesheet and fonts, and robots.txt.

    `assets` are the content files in use by pages. Raises OutputError for a picture that can't be
    published, and OSError.
    """
    config = assembled.config
    files = assembled.static_files.find(assets)
    for name in assembled.brand.replaced:
        files.pop(name, None)
    for name, content in assembled.brand.files.items():
        output.write(name, content)
    keep_credits, is_preview = config.settings.picture_credits, config.visibility.preview
    rules = digest(digest_code(), keep_credits)
    if is_preview or robots.FILE not in files:
        files.pop(robots.FILE, None)
        output.write(robots.FILE, robots.make_robots(assembled.sitemap, preview=is_preview))
    began = stamp(output.staging)
    now = changed_at(began) if began else 0
    for name, source in sorted(files.items()):
        key = digest(digest_file(source, now), rules)
        is_kept = manifest.holds(name, key)
        manifest.note(name, key, is_kept=is_kept)
        if is_kept:
            output.note(name, changed=False)
        else:
            output.write(name, read_copy(source, keep_credits))


def read_copy(source: Path, keep_credits: bool) -> bytes:
    """Return the bytes of a file as published: a picture without metadata.

    Raises OutputError for a picture that can't be published, and OSError.
    """
    return strip_metadata(str(source), source.read_bytes(), keep_credits)


def strip_metadata(path: str, content: bytes, keep_credits: bool) -> bytes:
    """Return the bytes of a file without a picture's metadata, except its credits if kept.

    A drawing has no scripts. Raises OutputError for a picture that can't be published.
    """
    try:
        if is_drawing(PurePath(path)):
            return clean(content)[0]
        return strip(content, keep_credits).content
    except Unusable as error:
        raise OutputError(error.code, path, error.reason, error.hint) from None
