"""Encode and stage the renditions of pictures: only the missing ones, in worker processes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rostrum.build.assembly import AssembledSite
from rostrum.build.encoded_pictures import note_encoded, refuse_picture
from rostrum.cache.output_manifest import OutputManifest
from rostrum.core.assets import Asset, CardUse, PictureUse
from rostrum.core.hashing import digest, digest_bytes
from rostrum.core.parallel import Lost
from rostrum.core.translatable import gettext_lazy as _
from rostrum.image_metadata.stripped import AGAIN, Unusable
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import Output, stage
from rostrum.renditions.plan import Rendition, RenditionSet, Shape
from rostrum.renditions.store import RenditionStore
from rostrum.site.images import Pictures

_FOLDER = "renditions"  # beside the caches of sites: the names follow from the content alone


@dataclass(frozen=True, slots=True)
class EncodeTask:
    """A picture to encode: its file, its renditions, and which of them the output lacks.

    `digest` is that of the content for which the renditions were planned.
    """

    path: str
    digest: str
    renditions: RenditionSet
    missing: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class EncodeJob:
    """All data needed to encode any picture of a site, in any process."""

    content: Path
    store: RenditionStore
    keep_credits: bool
    root: Path
    staging: Path

    def encode(self, pictures: Sequence[EncodeTask]) -> list[tuple[str, bool]]:
        """Stage the missing renditions; return the path of each, and whether it has changed.

        Raises OutputError for a picture that can't be decoded, or a file that can't be written.
        """
        return [staged for picture in pictures for staged in self._stage(picture)]

    def _stage(self, picture: EncodeTask) -> Iterator[tuple[str, bool]]:
        known = {item.path: self.store.read(item.path) for item in picture.missing}
        if not all(known.values()):
            known = dict(self._encode(picture))
        for item in picture.missing:
            yield item.path, stage(self.root, self.staging, item.path, known[item.path])

    def _encode(self, picture: EncodeTask) -> Iterator[tuple[str, bytes]]:
        file = self.content / picture.path
        from rostrum.renditions.encoder import encode

        try:
            content = file.read_bytes()
            encoded = list(encode(content, picture.renditions, self.keep_credits))
        except Unusable as error:
            raise OutputError(error.code, str(file), error.reason, error.hint) from None
        except Exception as error:  # Pillow's plugins may raise any exception
            raise refuse_picture(str(file), error) from None
        # A file written during the build: the next build plans the renditions of its new content.
        is_planned = digest_bytes(content).hex() == picture.digest
        for item, raw in zip(picture.renditions, encoded, strict=True):
            if is_planned:
                self.store.write(item.path, raw)
            yield item.path, raw


def write_renditions(
    assembled: AssembledSite,
    uses: Collection[PictureUse],
    output: Output,
    manifest: OutputManifest,
) -> None:
    """Stage the renditions of all pictures in use by pages, and forget those unused for long.

    Raises OutputError for a picture that can't be decoded, or a file that can't be written.
    """
    if not uses:
        return
    # A site without pictures needs neither Pillow's codecs nor the time to load them.
    from rostrum.renditions.encoder import digest_encoder

    config, version = assembled.config, digest_encoder()
    store = RenditionStore(config.notes.parent / _FOLDER, version, config.no_cache)
    pictures = list(_list_pictures(assembled.pictures, uses, manifest, version))
    work = [[picture] for picture in pictures if picture.missing]
    job = EncodeJob(
        *(config.content, store, config.settings.picture_credits, output.root, output.staging)
    )
    changed: dict[str, bool] = {}
    for result in config.workers.map(EncodeJob.encode, job, work):
        if isinstance(result, Lost):
            message = _("the process that encoded this picture %(reason)s", reason=result.reason)
            file = config.content / result.share[0].path
            raise OutputError("worker", str(file), message, AGAIN)
        changed |= result
    used = {item.path: item for picture in pictures for item in picture.renditions}
    note_encoded(used, changed, version, output, manifest)
    if work:
        store.prune({PurePosixPath(path).name for path in used})


def list_paths(asset: Asset, pictures: Pictures) -> Iterator[str]:
    """Yield the paths below the output folder of the files of an asset."""
    if isinstance(asset, str):
        yield asset
    elif isinstance(asset, CardUse):
        yield asset.path
    elif plan := pictures.plan(asset.path, Shape(asset.shape)):
        yield from (item.path for item in plan)


def _list_pictures(
    pictures: Pictures, uses: Collection[PictureUse], manifest: OutputManifest, version: bytes
) -> Iterator[EncodeTask]:
    """Yield each different picture once: copies of a file have the same renditions.

    The output lacks those that another `version` of the encoder made.
    """
    known: set[RenditionSet] = set()
    for use in sorted(uses):
        plan = pictures.plan(use.path, Shape(use.shape))
        original = pictures.look(pictures.content / use.path).original
        if plan and original and plan not in known:
            known.add(plan)
            missing = tuple(
                item for item in plan if not manifest.holds(item.path, digest(version, item.path))
            )
            yield EncodeTask(use.path, original.digest, plan, missing)
