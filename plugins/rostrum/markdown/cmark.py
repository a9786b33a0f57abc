"""GitHub's Markdown renderer in C, through cmarkgfm, with its memory freed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from cmarkgfm import _cmark
from cmarkgfm.cmark import core_extensions_ensure_registered, find_syntax_extension

_Free = Callable[[int], object]


class Cmark:
    """The renderer with the extensions and options of a dialect; one serves many texts."""

    def __init__(self, extensions: Sequence[str], options: int) -> None:
        core_extensions_ensure_registered()
        self._extensions = [find_syntax_extension(name) for name in extensions]
        self._options = options
        self._free_tree, self._free_text = _find_releases()

    def render(self, text: str) -> str:
        """Return the HTML of a text."""
        library, encoded = _cmark.lib, text.encode("utf-8", "replace")
        parser = library.cmark_parser_new(self._options)
        try:
            for extension in self._extensions:
                library.cmark_parser_attach_syntax_extension(parser, extension)
            library.cmark_parser_feed(parser, encoded, len(encoded))
            tree = library.cmark_parser_finish(parser)
            used = library.cmark_parser_get_syntax_extensions(parser)
            found = library.cmark_render_html(tree, self._options, used)
            html = _cmark.ffi.string(found).decode("utf-8", "replace")
            self._free_text(_address(found))
            self._free_tree(_address(tree))
        finally:
            library.cmark_parser_free(parser)
        return str(html)


def _address(pointer: Any) -> int:
    return int(_cmark.ffi.cast("uintptr_t", pointer))


def _find_releases() -> tuple[_Free, _Free]:
    """Return the functions to free a syntax tree and a text.

    cmarkgfm 2025.10.22 frees neither, some 37 KB for each text of 4,900 characters. Its library
    has the functions, and exports them except on Windows, where the memory stays taken.
    """
    library = ctypes.CDLL(_cmark.__file__)
    try:
        free_tree = library.cmark_node_free
        find_memory = library.cmark_get_default_mem_allocator
    except AttributeError:
        return _keep, _keep
    free_tree.argtypes, free_tree.restype = [ctypes.c_void_p], None
    find_memory.argtypes, find_memory.restype = [], ctypes.c_void_p
    memory = _cmark.ffi.cast("cmark_mem *", find_memory())
    return free_tree, lambda address: memory.free(_cmark.ffi.cast("void *", address))


def _keep(address: int) -> None:
    """Do nothing."""
