"""The deed URL of a Creative Commons licence, from its short name."""

from __future__ import annotations

import re

_NAME = re.compile(r"CC[ -](BY(?:-(?:NC|SA|ND|NC-SA|NC-ND))?)[ -](\d\.\d)(?:[ -](AT|DE|CH))?", re.I)
_ZERO = re.compile(r"CC0(?:[ -]1\.0)?", re.I)
IN_TEXT = re.compile(
    r"(?<![\w-])(?:CC[ -]BY(?:-(?:NC|SA|ND|NC-SA|NC-ND))?[ -]"
    r"(?:[1-3]\.\d(?:[ -](?-i:AT|DE|CH)(?!\w))?|4\.\d)|CC0(?:[ -]1\.0)?)(?![\w-]|\.\d)",
    re.IGNORECASE,
)
"""The name of a licence in a text, for `find_license`."""


def find_license(written: str) -> tuple[str, str]:
    """Return the name of a licence and the URL of its deed, or "" for an unknown licence.

    https://creativecommons.org/share-your-work/cclicenses/ lists the deeds.
    """
    if _ZERO.fullmatch(written):
        return written, "https://creativecommons.org/publicdomain/zero/1.0/"
    match = _NAME.fullmatch(written)
    if not match or (match[3] and match[2] >= "4"):  # 4.0 is the same in every country
        return written, ""
    port = f"{match[3].lower()}/" if match[3] else ""
    return written, f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/{port}"
