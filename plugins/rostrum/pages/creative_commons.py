"""Licences of pictures: the deed's address of a Creative Commons licence by its short name."""

from __future__ import annotations

import re

_NAME = re.compile(r"CC[ -](BY(?:-(?:NC|SA|ND|NC-SA|NC-ND))?)[ -](\d\.\d)(?:[ -](AT|DE|CH))?", re.I)
_ZERO = re.compile(r"CC0(?:[ -]1\.0)?", re.I)


def find_license(written: str) -> tuple[str, str]:
    """Return a licence's name and the address of its deed, which is empty if unknown.

    https://creativecommons.org/share-your-work/cclicenses/ lists the deeds.
    """
    if _ZERO.fullmatch(written):
        return written, "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _NAME.fullmatch(written)
    if not found or (found[3] and found[2] >= "4"):  # 4.0 is the same in every country
        return written, ""
    port = f"{found[3].lower()}/" if found[3] else ""
    return written, f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/{port}"
