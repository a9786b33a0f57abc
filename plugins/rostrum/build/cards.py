"""Draw and stage social cards: only the missing ones, in worker processes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rostrum.build.assembly import AssembledSite
from rostrum.build.encoded_pictures import note_encoded, refuse_picture
from rostrum.cache.output_manifest import OutputManifest
from rostrum.cards.brand import CardBrand
from rostrum.cards.model import decode_card
from rostrum.core.assets import CardUse
from rostrum.core.hashing import digest
from rostrum.core.parallel import Lost
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import Output, stage
from rostrum.renditions.store import RenditionStore

if TYPE_CHECKING:
    from rostrum.cards.draw import CardArtist

_FOLDER = "cards"  # beside the caches of sites: the names follow from the content alone
_SHARE = 16  # cards that a worker draws at a time
_FEW = 8  # fewer cards take less time than starting workers


@dataclass(frozen=True)
class DrawJob:
    """All data needed to draw any card of a site, in any process."""

    content: Path
    store: RenditionStore
    brand: CardBrand
    root: Path
    staging: Path

    @cached_property
    def _artist(self) -> CardArtist:
        from rostrum.cards.draw import CardArtist

        return CardArtist(self.brand, lambda path: (self.content / path).read_bytes())

    def draw(self, cards: Sequence[CardUse]) -> list[tuple[str, bool]]:
        """Stage some cards; return the path of each, and whether it has changed.

        Raises OutputError for a picture that can't be decoded, or a file that can't be written.
        """
        return [(use.path, self._stage(use)) for use in cards]

    def _stage(self, use: CardUse) -> bool:
        raw = self.store.read(use.path)
        if not raw:
            raw = self._draw(use)
            self.store.write(use.path, raw)
        return stage(self.root, self.staging, use.path, raw)

    def _draw(self, use: CardUse) -> bytes:
        card = decode_card(use.encoded)
        try:
            return self._artist.draw(card)
        except Exception as error:  # Pillow's plugins may raise any exception
            pictures = (card.picture, *(face.photo for face in card.faces))
            shown = [str(self.content / picture.path) for picture in pictures if picture]
            if not shown:
                raise
            raise refuse_picture(shown[0], error) from None


def write_cards(
    assembled: AssembledSite,
    brand: CardBrand,
    uses: Collection[CardUse],
    output: Output,
    manifest: OutputManifest,
) -> None:
    """Stage all cards in use by pages, and forget those unused for long.

    Raises OutputError for a picture that can't be decoded, or a file that can't be written.
    """
    if not uses:
        return
    # A site without cards needs neither Pillow's codecs nor the time to load them.
    from rostrum.cards.draw import digest_artist

    config, version = assembled.config, digest_artist()
    store = RenditionStore(config.notes.parent / _FOLDER, version, config.no_cache)
    job = DrawJob(config.content, store, brand, output.root, output.staging)
    missing = sorted(use for use in uses if not manifest.holds(use.path, digest(version, use.path)))
    changed: dict[str, bool] = {}
    for result in _draw_all(job, missing, assembled):
        changed |= result
    note_encoded([use.path for use in uses], changed, version, output, manifest)
    if missing:
        store.prune({PurePosixPath(use.path).name for use in uses})


def _draw_all(
    job: DrawJob, missing: Sequence[CardUse], assembled: AssembledSite
) -> Iterator[list[tuple[str, bool]]]:
    if len(missing) <= _FEW:
        yield job.draw(missing)
        return
    shares = [missing[n : n + _SHARE] for n in range(0, len(missing), _SHARE)]
    for result in assembled.config.workers.map(DrawJob.draw, job, shares):
        if isinstance(result, Lost):
            message = _("the process that drew this card %(reason)s", reason=result.reason)
            hint = _("If memory is short, lower the setting jobs.")
            raise OutputError("worker", result.share[0].path, message, hint)
        yield result
