"""Draw the demo's pictures and portraits: `python draw.py FOLDER` writes them below FOLDER.

Needs Pillow. The same version of Pillow gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import places
import portraits
import rooms
import things
import work
from brush import Canvas
from PIL import Image

LIMIT = 145_000

PICTURES: dict[str, Callable[[], Canvas]] = {
    "halle-abend.jpg": places.draw_hall,
    "linz-donau.jpg": places.draw_linz,
    "balken.jpg": places.draw_beams,
    "tafel.jpg": rooms.draw_board,
    "tisch.jpg": rooms.draw_table,
    "brief.jpg": things.draw_letter,
    "stillstand.jpg": things.draw_clock,
    "roboter.jpg": work.draw_robot,
    "stuehle.webp": rooms.draw_chairs,
    "lehrwerkstatt.jpg": work.draw_tools,
    "zahlen.jpg": things.draw_figures,
    "grundriss.png": work.draw_plan,
    "gespraech.webp": rooms.draw_talk,
}


def draw_pictures(folder: Path, wanted: set[str]) -> None:
    """Write the wanted pictures (all if none is named) below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        if not wanted or name in wanted:
            save(draw().finish(name, 0 if name.endswith(".png") else 0.05), folder / name)


def draw_portraits(folder: Path, wanted: set[str]) -> None:
    """Write the wanted portraits (all if none is named) below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in portraits.LOOKS:
        if not wanted or name in wanted:
            save(portraits.draw_portrait(name).finish(name, 0.03), folder / f"{name}.jpg")


def save(image: Image.Image, path: Path) -> None:
    """Write a picture: PNG with few colours, else the best quality below the limit."""
    if path.suffix == ".png":
        image.quantize(128).save(path, optimize=True)
    else:
        _save_light(image, path)


def _save_light(image: Image.Image, path: Path) -> None:
    for quality in range(84, 40, -4):
        image.save(path, quality=quality, optimize=True, progressive=True, method=6)
        if path.stat().st_size <= LIMIT:
            return


if __name__ == "__main__":
    draw_pictures(Path(sys.argv[1]), set(sys.argv[2:]))
    draw_portraits(Path(sys.argv[1]) / "people", set(sys.argv[2:]))
