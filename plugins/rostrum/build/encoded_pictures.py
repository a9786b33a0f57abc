"""What renditions, cards and icons have in common: how they are registered, and how one fails."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rostrum.cache.output_manifest import OutputManifest
from rostrum.core.hashing import digest
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata.stripped import AGAIN
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import Output


def note_encoded(
    paths: Collection[str],
    changed: Mapping[str, bool],
    version: bytes,
    output: Output,
    manifest: OutputManifest,
) -> None:
    """Register files with the output and the manifest.

    `changed` are the staged ones, and whether their bytes differ from the published ones; all
    others are kept. `version` is the digest of the code that made them.
    """
    for path in sorted(paths):
        manifest.note(path, digest(version, path), is_kept=path not in changed)
        output.note(path, changed.get(path, False))


def refuse_picture(file: str, error: Exception) -> OutputError:
    """Return the error for a picture that Pillow can't decode: its plugins may raise anything."""
    words = describe_error(error) if isinstance(error, OSError) else str(error)
    reason = _("the picture can't be decoded: %(reason)s", reason=words or repr(error))
    return OutputError("image-damaged", file, reason, AGAIN)
