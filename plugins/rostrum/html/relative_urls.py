"""Make the addresses of a page relative, so that it works without a server."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from functools import partial
from html import escape, unescape
from urllib.parse import quote, unquote

from rostrum.html.addresses import replace_addresses
from rostrum.html.tags import Attributes, rewrite_tags

_PAGE = "index.html"
_REFRESH = re.compile(
    r"""(?P<before><meta\s+http-equiv="?refresh"?\s+content="[\d.]+;\s*url=)(?P<url>[^"]*)""",
    re.IGNORECASE,
)


def relative_html(html: str, path: str, root: str, files: Container[str]) -> str:
    """Return the HTML of a page with relative addresses of the site's files.

    `path` is that of the page below the output folder, `root` the path of the site on its host, and
    `files` are the paths of all files. The address of a folder becomes that of its page; addresses
    of other hosts, and those at which there is no file, are unchanged.
    """
    relate = partial(_relate, posixpath.dirname(path), root, files)
    html = _REFRESH.sub(lambda tag: f"{tag['before']}{_relate_escaped(relate, tag['url'])}", html)
    return rewrite_tags(html, partial(_rewrite, relate))


def _relate_escaped(relate: partial[str], address: str) -> str:
    return escape(relate(unescape(address)))


def _rewrite(relate: partial[str], tag: str, attributes: Attributes) -> Attributes:
    if action := attributes.get("action"):
        attributes["action"] = relate(action)
    return replace_addresses(tag, attributes, lambda _name, address: relate(address))


def _relate(folder: str, root: str, files: Container[str], address: str) -> str:
    if not address.startswith(root) or address.startswith("//"):
        return address
    before, hash_sign, fragment = address.partition("#")
    file = unquote(before.partition("?")[0].removeprefix(root))
    if not file or file.endswith("/"):
        file += _PAGE
    elif file not in files:
        file += f"/{_PAGE}"
    if file not in files:
        return address
    return quote(posixpath.relpath(file, folder or ".")) + hash_sign + fragment
