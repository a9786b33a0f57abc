"""Declared inputs of a build besides content and theme.

These are the settings file and its evaluated values, the project's modules, and the files listed
in the setting `inputs`: docs/decisions/0023-inputs-are-declared.md.

Import only the standard library and fast modules here, to keep rostrum.cache.up_to_date fast.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import partial
from glob import escape, iglob
from hashlib import blake2b
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import BuiltinFunctionType, FunctionType
from typing import Any

from rostrum.cache.file_stamps import walk
from rostrum.core.files import PACKAGE
from rostrum.core.hashing import describe, digest_bytes

_DEFAULTS = "rostrum.defaults"


def evaluate_settings(file: Path | None) -> str:
    """Return the digest of a settings file's current values, empty if evaluation fails.

    Output of the file is discarded: the following build prints it, too.
    """
    if file is None:
        return digest_settings({})
    if _DEFAULTS in sys.modules:  # a settings file changes the lists that it imports
        importlib.reload(sys.modules[_DEFAULTS])
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        return ""
    module = sys.modules[file.stem] = module_from_spec(spec)
    try:
        with (
            import_beside(file),
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),
        ):
            spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a settings file is a program, and may raise anything
        return ""
    return digest_settings(vars(module))


@contextmanager
def import_beside(file: Path) -> Iterator[None]:
    """Let a settings file import modules in its folder, such as pelicanconf, in the context.

    No bytecode is kept: Python takes it for current if a file of the same length was written in
    the same second.
    """
    folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120 - keep links
    sys.path.append(folder)
    was, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = was
        with suppress(ValueError):  # the file may have changed the list
            sys.path.remove(folder)


def digest_settings(settings: Mapping[str, Any]) -> str:
    """Return a digest of all settings (upper-case names), empty for cyclic values."""
    written = {key: value for key, value in settings.items() if key.isupper()}
    try:
        content = json.dumps(describe(written))
    except (RecursionError, ValueError):
        return ""
    return blake2b(content.encode(), digest_size=16).hexdigest()


def list_inputs(patterns: Iterable[str]) -> list[str]:
    """Return the files matching some path patterns, and all files below matching folders."""
    paths = {path for pattern in patterns for path in _glob(pattern)}
    return sorted({file for path in paths for file in _list_files(path)})


def _list_files(path: str) -> Iterator[str]:
    yield from walk(path) if os.path.isdir(path) else (path,)  # noqa: PTH112 - for every file


def _glob(pattern: str) -> Iterator[str]:
    return iglob(pattern, recursive=True)  # noqa: PTH207 - a pattern may be an absolute path


def digest_inputs(patterns: Iterable[str]) -> bytes:
    """Return a digest of the names and bytes of the files matching some patterns."""
    parts: list[bytes] = []
    for file in list_inputs(patterns):
        try:
            parts += (os.fsencode(file), Path(file).read_bytes())
        except OSError:  # missing or unreadable: no input
            continue
    return digest_bytes(*parts)


def list_importable(folder: str) -> list[str]:
    """Return the modules in a folder, imported or not.

    A settings file may try to import a module before it exists.
    """
    folder = escape(folder)
    return sorted([*_glob(f"{folder}/*.py"), *_glob(f"{folder}/*/__init__.py")])


def list_project_modules() -> tuple[str, ...]:
    """Return the files of the imported modules outside of Python, libraries and the kit."""
    modules = [
        getattr(module, "__file__", None)
        for name, module in [*sys.modules.items()]
        if name != "__main__"
    ]
    # There are a thousand, and to normalize a path takes longer than to compare it.
    libraries = _list_prefixes()
    files = (file for file in modules if file and (".." in file or not file.startswith(libraries)))
    return select_own(map(os.path.abspath, files))


def select_own(files: Iterable[str]) -> tuple[str, ...]:
    """Return the site's own files: those outside of Python, libraries and the kit."""
    prefixes = _list_prefixes()
    return tuple(sorted({file for file in files if not f"{file}/".startswith(prefixes)}))


def _list_prefixes() -> tuple[str, ...]:
    """Return what the paths of files of Python, libraries and the kit begin with."""
    excluded = [os.path.dirname(os.__file__), str(PACKAGE)]  # noqa: PTH120
    excluded += [path for path in sys.path if path.endswith(("-packages", ".zip"))]
    return tuple(f"{folder}/" for folder in excluded)


def is_known(value: Any) -> bool:
    """Return True if a value consists of plain values and names defined by libraries.

    The site's own functions may have any other inputs.
    """
    if isinstance(value, str | int | float | None):
        return True
    if isinstance(value, Mapping):
        return all(map(is_known, value.values()))
    if isinstance(value, list | tuple):
        return all(map(is_known, value))
    if isinstance(value, partial):
        return is_known((value.func, value.args, value.keywords))
    if not isinstance(value, type | FunctionType | BuiltinFunctionType):
        return False
    return "<" not in value.__qualname__ and not is_own_module(value.__module__ or "")


def is_own_module(name: str) -> bool:
    """Return True if a module is the site's own, or not found."""
    if name in sys.modules:
        file = getattr(sys.modules[name], "__file__", None)
        return bool(file and select_own([file]))
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return True
    return spec is None or spec.origin is None or bool(select_own([spec.origin]))
