"""Photograph every kind of page of the demo; `make screenshots` runs it.

    PYTHONPATH=tests python tools/screenshots/photograph.py FOLDER [--built OUTPUT] [--only NAME …]

Each page is photographed at three widths, in light and dark, and with the fonts of other systems,
whole, as PNG below FOLDER. `--sheets DIRECTORY` puts the pictures of each page on a small sheet,
for the documentation.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from support.chromium import find_chromium
from support.demo import write_demo
from support.page_kinds import PAGES
from support.web_server import serve_folder

WIDTHS = (320, 768, 1440)
SCHEMES = ("light", "dark")
HEIGHT = 900  # of the window, in CSS pixels
LARGEST = 12_000  # pixels of a picture's height; what is below is not photographed
SYSTEMS: Mapping[str, tuple[str, str]] = {
    # Families with the same metrics as those of the system, or else with the nearest ones: the
    # first is that of texts, the second that of menus, labels and dates.
    "macos": ("Charis SIL", "Lato"),  # Charter has Charis' letters; Seravek's nearest is Lato
    "windows": ("Caladea", "Carlito"),  # the metrics of Cambria and Calibri
    "android": ("Noto Serif", "Roboto"),
}
"""The fonts that stand in for those of another system. Debian has them in the packages
fonts-sil-charis, fonts-lato, fonts-crosextra-caladea, fonts-crosextra-carlito, fonts-noto-core and
fonts-roboto-unhinted."""

LOAD_ALL = """
async () => {
    for (const image of document.images) image.loading = "eager"
    await Promise.all([...document.images].map(image => image.decode().catch(() => null)))
    await document.fonts.ready
}
"""
SET_FONTS = "rule => { document.head.querySelector('style').textContent = rule }"
SHEET_WIDTHS = {320: 150, 768: 250, 1440: 400}  # of each picture on a sheet, in pixels
SHEET_HEIGHT, SHEET_GAP, SHEET_GROUND = 500, 14, "#8a8d91"
README_VIEW = 1200, 760  # the window for the pictures of the README, in CSS pixels
README_SMALL, README_LARGE = (720, 456), README_VIEW
README_PICTURES: Mapping[str, tuple[str, str]] = {
    # the kind of page, and the element at the upper edge of the picture; empty for its beginning
    "home": ("home", ""),
    "post": ("installment", ""),
    "series": ("series", ""),
    "person": ("person", ""),
    "conversation": ("post with comments", "#comments"),
}


@dataclass(frozen=True)
class Shot:
    """A picture to take: of which page, how wide, in which scheme, with whose fonts."""

    name: str
    path: str
    width: int
    scheme: str
    system: str = ""

    @property
    def file(self) -> str:
        """The name of the picture."""
        parts = (self.name, str(self.width), self.scheme, self.system)
        return "-".join(filter(None, parts)).replace(",", "").replace(" ", "-") + ".png"


def list_shots(names: tuple[str, ...] = ()) -> Iterator[Shot]:
    """Yield all pictures of the demo: three widths, two schemes, and the fonts of each system."""
    for name, path in PAGES.items():
        if names and name not in names:
            continue
        for width in WIDTHS:
            yield from (Shot(name, path, width, scheme) for scheme in SCHEMES)
            yield from (Shot(name, path, width, SCHEMES[0], system) for system in SYSTEMS)


def find_missing() -> list[str]:
    """Return the families of SYSTEMS that this machine does not have."""
    listed = subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, text=True, check=True
    ).stdout
    known = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    return [family for pair in SYSTEMS.values() for family in pair if family not in known]


def write_fonts(system: str) -> str:
    """Return the rule that sets the fonts of a system, empty for those of this machine."""
    if not system:
        return ""
    text, ui = SYSTEMS[system]
    return f':root {{ --text: "{text}", serif; --ui: "{ui}", sans-serif }}'


def photograph(browser: Browser, address: str, shots: Iterable[Shot], folder: Path) -> None:
    """Write the pictures of one page."""
    page = browser.new_page(bypass_csp=True)
    loaded = ""
    for shot in shots:
        page.set_viewport_size({"width": shot.width, "height": HEIGHT})
        page.emulate_media(color_scheme=shot.scheme)
        if shot.path != loaded:
            page.goto(address + shot.path)
            page.add_style_tag(content=":root {}")
            loaded = shot.path
        page.evaluate(SET_FONTS, write_fonts(shot.system))
        page.evaluate(LOAD_ALL)
        height = min(page.evaluate("document.documentElement.scrollHeight"), LARGEST)
        clip = {"x": 0, "y": 0, "width": shot.width, "height": height}
        page.screenshot(path=folder / shot.file, clip=clip, full_page=True)
    page.close()


def photograph_readme(browser: Browser, address: str, folder: Path) -> None:
    """Write the pictures of the README: how the home page, a post and others begin."""
    width, height = README_VIEW
    page = browser.new_page(viewport={"width": width, "height": height})
    for name, (kind, element) in README_PICTURES.items():
        page.goto(address + PAGES[kind])
        page.evaluate(LOAD_ALL)
        if element:
            page.locator(element).evaluate("element => element.scrollIntoView()")
        with Image.open(BytesIO(page.screenshot())) as whole:
            size = README_LARGE if name == "home" else README_SMALL
            picture = whole.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        picture.save(folder / f"readme-{name}.webp", quality=70, method=6)
    page.close()


def make_sheet(pictures: Path, name: str) -> Image.Image:
    """Return a sheet with the beginning of a page: three widths, light above dark."""
    width = sum(SHEET_WIDTHS.values()) + SHEET_GAP * (len(SHEET_WIDTHS) + 1)
    height = 2 * SHEET_HEIGHT + 3 * SHEET_GAP
    sheet = Image.new("RGB", (width, height), SHEET_GROUND)
    for row, scheme in enumerate(SCHEMES):
        left, top = SHEET_GAP, SHEET_GAP + row * (SHEET_HEIGHT + SHEET_GAP)
        for wide, target in SHEET_WIDTHS.items():
            with Image.open(pictures / Shot(name, "", wide, scheme).file) as whole:
                part = whole.convert("RGB").crop((0, 0, wide, SHEET_HEIGHT * wide // target))
            small = part.resize((target, SHEET_HEIGHT), Image.Resampling.LANCZOS)
            sheet.paste(small, (left, top))
            left += target + SHEET_GAP
    return sheet


def make_systems_sheet(pictures: Path, name: str) -> Image.Image:
    """Return a sheet with the beginning of a page in the fonts of each system."""
    wide, target = WIDTHS[1], 400
    width = target * len(SYSTEMS) + SHEET_GAP * (len(SYSTEMS) + 1)
    sheet = Image.new("RGB", (width, SHEET_HEIGHT + 2 * SHEET_GAP), SHEET_GROUND)
    for number, system in enumerate(SYSTEMS):
        with Image.open(pictures / Shot(name, "", wide, SCHEMES[0], system).file) as whole:
            part = whole.convert("RGB").crop((0, 0, wide, SHEET_HEIGHT * wide // target))
        small = part.resize((target, SHEET_HEIGHT), Image.Resampling.LANCZOS)
        sheet.paste(small, (SHEET_GAP + number * (target + SHEET_GAP), SHEET_GAP))
    return sheet


def write_sheets(pictures: Path, folder: Path) -> None:
    """Write a sheet for each kind of page, and one with the fonts of other systems, as WebP."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        file = name.replace(",", "").replace(" ", "-").lower()
        make_sheet(pictures, name).save(folder / f"{file}.webp", quality=42, method=6)
    sheet = make_systems_sheet(pictures, "installment")
    sheet.save(folder / "systems.webp", quality=42, method=6)


def main() -> None:
    """Photograph the demo."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--built", type=Path, help="the output of a build; else the demo is built")
    parser.add_argument("--only", action="append", default=[], help="the name of a kind of page")
    parser.add_argument("--sheets", type=Path, help="where to write the sheets")
    parser.add_argument("--readme", type=Path, help="where to write the pictures of the README")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if missing := find_missing():
        print(f"Not installed, so another font is seen: {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as temporary:
        output = given.built
        if output is None:
            write_demo(Path(temporary) / "demo")
            output = Path(temporary) / "demo" / "output"
        with serve_folder(output) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            photograph(browser, server.url, list_shots(tuple(given.only)), given.folder)
            if given.readme:
                photograph_readme(browser, server.url, given.readme)
            browser.close()
    if given.sheets:
        write_sheets(given.folder, given.sheets)


if __name__ == "__main__":
    main()
