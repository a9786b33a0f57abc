"""Stage the icons of a site, and the manifest that lists them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from rostrum.build.assembly import AssembledSite
from rostrum.build.encoded_pictures import refuse_picture
from rostrum.cache.fingerprints import digest_code
from rostrum.cache.output_manifest import OutputManifest
from rostrum.core.hashing import digest
from rostrum.core.languages import find_direction, find_fallback
from rostrum.icons.plan import MANIFEST, MASKABLE, IconSource, list_icons
from rostrum.output.writer import Output


def write_icons(
    assembled: AssembledSite, source: IconSource, output: Output, manifest: OutputManifest
) -> None:
    """Stage the icons of a site unless they are as in the last build; the site's own files win.

    Raises OutputError for a picture that can't be decoded.
    """
    own = assembled.static_files.find(())
    names = [*(icon.name for icon in list_icons(source)), MANIFEST]
    wanted = [name for name in names if name not in own]
    key = digest(digest_code(), source.initials, source.colors, source.digest, *_name(assembled))
    kept = {name for name in wanted if manifest.holds(name, digest(key, name))}
    made = {} if len(kept) == len(wanted) else dict(_make(assembled, source))
    for name in wanted:
        manifest.note(name, digest(key, name), is_kept=name in kept)
        if name in kept:
            output.note(name, changed=False)
        else:
            output.write(name, made[name])


def draw_icons(source: IconSource) -> Mapping[str, bytes]:
    """Return the bytes of each icon; raises OutputError for a picture that can't be decoded."""
    from rostrum.icons.draw import make_icons

    try:
        return make_icons(source)
    except Exception as error:  # Pillow's plugins may raise any exception
        if not source.file:
            raise
        raise refuse_picture(source.file, error) from None


def _make(assembled: AssembledSite, source: IconSource) -> Iterator[tuple[str, bytes]]:
    yield from draw_icons(source).items()
    yield MANIFEST, _write_manifest(assembled, source)


def _name(assembled: AssembledSite) -> tuple[str, str, str]:
    info, settings = assembled.config.info, assembled.config.settings
    name = find_fallback(settings.names, info.default_lang) or info.name
    return name, info.default_lang, assembled.config.addresses.root


def _write_manifest(assembled: AssembledSite, source: IconSource) -> bytes:
    """Return the web application manifest (W3C, "Web Application Manifest")."""
    name, lang, root = _name(assembled)
    icons = [
        {
            "src": root + icon.name,
            "type": icon.media_type,
            "sizes": icon.sizes,
            "purpose": "maskable" if icon.name == MASKABLE else "any",
        }
        for icon in list_icons(source)
        if icon.side != 180
    ]
    data = {
        "name": name,
        "short_name": name,
        "lang": lang,
        "dir": find_direction(lang),
        "start_url": root,
        "scope": root,
        "display": "browser",
        "background_color": source.colors.paper.light,
        "theme_color": source.colors.paper.light,
        "icons": icons,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
