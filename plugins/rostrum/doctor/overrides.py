"""Templates of a site that take the place of the kit's, and what became of those meanwhile.

`rostrum override NAME` copies a template of the kit, with a line that says which one it was:

    {# Copied from Rostrum 0.1.0: partials/footer.html, 3f9a…, contract 1 #}

The digest in it tells whether the kit's template has changed since, the last number is the version
of what docs/templates.md promises (`CONTRACT`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.files import read_raw
from rostrum.core.hashing import digest_bytes
from rostrum.core.translatable import Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.rendering.templates import CONTRACT

_ORIGIN = re.compile(
    r"\{# Copied from Rostrum (?P<version>\S+): (?P<name>\S+), (?P<digest>[0-9a-f]{16})"
    r"(?:, contract (?P<contract>\d{1,9}))? #\}"
    r"(?:\r?\n)?"
)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Override:
    """A template of a site with the name of one of the kit's.

    `version` is that of the kit it was copied from, empty if it does not say, and `contract` that
    of the contract of templates then. `has_changed` is True if the kit's template is not the one
    it was copied from; `is_same` if it is the kit's own. `different_lines` is the number of lines
    that only one of the two has; 0 for a template that only adds to the kit's.
    """

    file: Path
    name: str
    version: str
    has_changed: bool
    is_same: bool
    contract: int = CONTRACT
    different_lines: int = 0


def copy_template(text: str, name: str, version: str) -> str:
    """Return a template of the kit with the line that says which one it was."""
    origin = f"Copied from Rostrum {version}: {name}, {_digest(text)}, contract {CONTRACT}"
    return f"{{# {origin} #}}\n{text}"


def drop_origin(text: str) -> str:
    """Return a template without the line of `copy_template`."""
    return _ORIGIN.sub("", text, count=1)


def list_overrides(folders: Iterable[Path], theme: Path) -> Iterator[Override]:
    """Yield the templates in some folders that take the place of a template of the theme.

    Files that can't be read are left out: a build reports them.
    """
    for folder in folders:
        for file in sorted(folder.rglob("*.html")):
            name = file.relative_to(folder).as_posix()
            original = theme / name
            try:
                if original.is_file():
                    own, kits = (read_raw(each).decode() for each in (file, original))
                    yield _compare(file, name, own, kits)
            except (OSError, UnicodeDecodeError):
                continue


def _compare(file: Path, name: str, own: str, kits: str) -> Override:
    origin = _ORIGIN.match(own)
    has_changed = origin is not None and origin["digest"] != _digest(kits)
    is_same = drop_origin(own).strip() == kits.strip()
    return Override(
        file,
        name,
        version=origin["version"] if origin else "",
        has_changed=has_changed,
        is_same=is_same,
        contract=int(origin["contract"] or 1) if origin else CONTRACT,
        different_lines=0 if _is_addition(own, name, kits) else _count_different(own, kits),
    )


def _is_addition(own: str, name: str, kits: str) -> bool:
    """Return True for a template that extends the kit's, or fills one that is empty."""
    extends = re.compile(rf"""\{{%-?\s*extends\s+["']!theme/{re.escape(name)}["']""")
    return bool(extends.search(own)) or not _COMMENT.sub("", kits).strip()


def _count_different(own: str, kits: str) -> int:
    lines = difflib.ndiff(drop_origin(own).splitlines(), kits.splitlines())
    return sum(1 for line in lines if line.startswith(("+ ", "- ")))


def report_overrides(
    overrides: Iterable[Override], show: Callable[[Path], str], report: Report
) -> None:
    """Report templates whose original or contract has changed, or that change nothing."""
    for override in overrides:
        place = SourceLocation(show(override.file))
        if override.is_same:
            message = _("this template is the kit's own, word for word")
            hint = _("Remove it, so that changes of the kit arrive.")
            report.note("template-same", place, message, hint)
        elif override.contract < CONTRACT:
            message = _(
                "this template was copied under version %(old)s of the contract of templates; the "
                "kit has version %(new)s",
                old=override.contract,
                new=CONTRACT,
            )
            report.warning("template-contract", place, message, _hint_to_renew(override.name))
        elif override.has_changed:
            message = _(
                "the kit's %(name)s has changed since this copy of version %(version)s",
                name=override.name,
                version=override.version,
            )
            report.warning("template-outdated", place, message, _hint_to_renew(override.name))
        elif not override.version and override.different_lines:
            message = ngettext_lazy(
                "this template was copied from an unknown version of the kit; %(count)s line "
                "differs from the present one",
                "this template was copied from an unknown version of the kit; %(count)s lines "
                "differ from the present one",
                override.different_lines,
            )
            report.note("template-origin", place, message, _hint_to_renew(override.name))


def _hint_to_renew(name: str) -> Translatable:
    return _(
        "Compare them: rostrum override %(name)s --diff. Then take over what you want, "
        "and renew the first line: rostrum override %(name)s --renew.",
        name=name,
    )


def renew_origin(own: str, kits: str, name: str, version: str) -> str:
    """Return a template of a site as a copy of the kit's present one, its text unchanged."""
    first, _newline, _rest = copy_template(kits, name, version).partition("\n")
    return f"{first}\n{drop_origin(own)}"


def _digest(text: str) -> str:
    return digest_bytes(text.encode()).hex()[:16]
