"""Exceptions of a settings file, in plain words: the file is a Python program."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

from rostrum.core.diagnostics import shorten
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _


class Explanation(NamedTuple):
    """The reason why a settings file can't be read, and what to do about it."""

    reason: Translatable
    hint: Translatable


_CORRECT = _("The settings are a Python program: correct this line, or remove it.")


def explain(error: BaseException) -> Explanation:
    """Return the reason of an exception that a settings file raised, and a hint."""
    found = next((describe(error) for kind, describe in _KINDS if isinstance(error, kind)), None)
    reason, hint = found or Explanation(_describe_any(error), _CORRECT)
    return Explanation(_("the settings can't be read: %(reason)s", reason=reason), hint)


def _describe_any(error: BaseException) -> Translatable:
    name, text = type(error).__name__, describe_text(error)
    return verbatim(name if text == name else f"{name}: {text}")


def describe_text(error: BaseException) -> str:
    """Return the text of an exception; its name if it has none that can be read."""
    try:
        return shorten(str(error)) or type(error).__name__
    except Exception:  # the settings may define exceptions
        return type(error).__name__


def _describe_name(error: NameError) -> Explanation | None:
    if not error.name:
        return None
    name = shorten(error.name)
    return Explanation(
        _('the name "%(name)s" is not defined', name=name),
        _('A text stands in quotes: "%(name)s". A name is imported or set above.', name=name),
    )


def _describe_module(error: ModuleNotFoundError) -> Explanation | None:
    if not error.name:
        return None
    return Explanation(
        _('there is no module "%(name)s"', name=shorten(error.name)),
        _("Install what contains it where the kit is installed, or remove this line."),
    )


def _describe_import(error: ImportError) -> Explanation | None:
    if not error.name:
        return None
    name = shorten(error.name)
    return Explanation(
        _('the module "%(name)s" does not have what this line imports', name=name), _CORRECT
    )


def _describe_attribute(error: AttributeError) -> Explanation | None:
    if not error.name:
        return None
    name = shorten(error.name)
    if isinstance(error.obj, ModuleType):
        module = shorten(error.obj.__name__)
        reason = _('the module "%(module)s" has no "%(name)s"', module=module, name=name)
    else:
        kind = type(error.obj).__name__
        reason = _('a value of the type "%(type)s" has no "%(name)s"', type=kind, name=name)
    return Explanation(reason, _CORRECT)


def _describe_key(error: KeyError) -> Explanation | None:
    if not error.args or not isinstance(error.args[0], str):
        return None
    key = shorten(error.args[0])
    return Explanation(
        _('there is no entry "%(key)s"', key=key),
        _(
            "Correct this line. If it is an environment variable, set it, or write "
            'os.environ.get("%(key)s", "").',
            key=key,
        ),
    )


def _describe_file(error: OSError) -> Explanation | None:
    if not error.filename:
        return None
    file, reason = shorten(str(error.filename)), describe_error(error)
    return Explanation(_('"%(file)s": %(reason)s', file=file, reason=reason), _CORRECT)


def _describe_exit(error: SystemExit) -> Explanation:
    return Explanation(
        _("they end the program (%(code)s)", code=describe_text(error)),
        _("Remove the call that ends it."),
    )


_KINDS: tuple[tuple[type[BaseException], Callable[[Any], Explanation | None]], ...] = (
    (NameError, _describe_name),
    (ModuleNotFoundError, _describe_module),
    (ImportError, _describe_import),
    (AttributeError, _describe_attribute),
    (KeyError, _describe_key),
    (OSError, _describe_file),
    (SystemExit, _describe_exit),
)
"""How to describe exceptions; the first kind that fits, so that special ones come first."""
