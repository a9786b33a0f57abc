"""Make the fonts of social cards from Charis SIL and Lato; needs fontTools.

    python tools/card-fonts/subset.py CharisSIL-Bold.ttf Lato-Regular.ttf Lato-Bold.ttf FOLDER

The originals are in Debian's packages fonts-sil-charis and fonts-lato. Both families reserve their
names, so a subset has another one (SIL Open Font License, condition 3).
"""

from __future__ import annotations

import string
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 Supplement, Latin Extended-A
    *((0x018F, 0x018F), (0x0192, 0x0192), (0x01A0, 0x01A1), (0x01AF, 0x01B0), (0x01C4, 0x01DC)),
    *((0x01E6, 0x01F0), (0x0218, 0x021B), (0x0259, 0x0259)),
    *((0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EA0, 0x1EF9)),  # Welsh, German, Vietnamese
    (0x0384, 0x03CE),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x0490, 0x04FF),  # Cyrillic of Ukraine, Central Asia and the Caucasus
    *((0x2010, 0x2015), (0x2018, 0x2022), (0x2026, 0x2026), (0x202F, 0x202F), (0x2030, 0x2033)),
    *((0x2039, 0x203A), (0x2044, 0x2044), (0x2070, 0x2089), (0x20AC, 0x20AC), (0x20B4, 0x20BD)),
    *((0x2116, 0x2116), (0x2122, 0x2122), (0x2153, 0x215E), (0x2190, 0x2193)),
    *((0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265)),
)
KERNED = frozenset(map(ord, string.ascii_letters + string.digits + " .,:;!?-ÄÖÜäöüßéèàç–—’“”„"))
NAMES = ("Rostrum Serif", "Rostrum Sans", "Rostrum Sans")
STYLES = ("Bold", "Regular", "Bold")
LICENSE = "SIL Open Font License, Version 1.1", "https://openfontlicense.org"


def main(sources: list[str], folder: Path) -> None:
    """Write the subset of each source into a folder."""
    for source, family, style in zip(sources, NAMES, STYLES, strict=True):
        font = TTFont(source, recalcTimestamp=False)
        options = subset.Options(hinting=False, legacy_kern=True, layout_features=[])
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "DSIG", "Silf", "Sill", "Glat", "Gloc"]
        options.drop_tables += ["Feat", "FFTM"]
        options.name_IDs = [0]
        options.glyph_names = False
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[code for a, b in RANGES for code in range(a, b + 1)])
        subsetter.subset(font)
        thin_out(font)
        rename(font, family, style)
        file = folder / f"{family.replace(' ', '')}-{style}.ttf"
        font.save(file)
        print(f"{file}: {file.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")


def thin_out(font: TTFont) -> None:
    """Keep the kerning of Latin letters and punctuation alone: it is the largest table."""
    if "kern" in font:
        names = {name for code, name in font.getBestCmap().items() if code in KERNED}
        for table in font["kern"].kernTables:
            table.kernTable = {
                pair: value for pair, value in table.kernTable.items() if names.issuperset(pair)
            }


def rename(font: TTFont, family: str, style: str) -> None:
    """Give a font another name, and none of the names of its original."""
    full, plain = f"{family} {style}", f"{family.replace(' ', '')}-{style}"
    for number, text in (
        (1, family),
        (2, style),
        (3, plain),
        (4, full),
        (6, plain),
        *zip((13, 14), LICENSE, strict=True),
    ):
        font["name"].setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    *files, target = sys.argv[1:]
    main(files, Path(target))
