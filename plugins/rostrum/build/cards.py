"""Draw and stage social cards: only the missing ones, in worker processes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from rostrum.build.assembly import AssembledSite
from rostrum.cache.output_manifest import OutputManifest
from rostrum.cards.brand import CardBrand
from rostrum.cards.draw import CardArtist
from rostrum.cards.model import decode_card
from rostrum.core.assets import CardUse
from rostrum.core.hashing import digest
from rostrum.core.parallel import Lost
from rostrum.core.translatable import gettext_lazy as _
from rostrum.output.atomic_move import OutputError
from rostrum.output.writer import Output, stage
from rostrum.renditions.store import RenditionStore

_FOLDER = "cards"  # in the site's cache folder
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
        except (OSError, ValueError, SyntaxError, MemoryError) as error:  # of Pillow's decoders
            reason = _("the picture can't be read: %(reason)s", reason=str(error))
            pictures = (card.picture, *(face.photo for face in card.faces))
            path = next((picture.path for picture in pictures if picture), use.path)
            hint = _("Open it, and save or export it again.")
            raise OutputError("image-damaged", path, reason, hint) from None


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
    config, store = assembled.config, RenditionStore(assembled.config.notes / _FOLDER)
    job = DrawJob(config.content, store, brand, output.root, output.staging)
    missing = sorted(use for use in uses if not manifest.holds(use.path, _key(use.path)))
    changed: dict[str, bool] = {}
    for result in _draw_all(job, missing, assembled):
        changed |= result
    for path in sorted(use.path for use in uses):
        manifest.note(path, _key(path), is_kept=path not in changed)
        output.note(path, changed.get(path, False))
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


def _key(path: str) -> bytes:
    """Return the key of a card in the manifest: its name follows from its content."""
    return digest("card", path)
