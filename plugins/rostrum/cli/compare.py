"""`rostrum compare`: the pages that differ between two builds, for a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import task
from invoke.context import Context

from rostrum.cli.option_values import check_format
from rostrum.cli.program import Command, Refusal
from rostrum.core.diagnostics import format_plain_json, printable_line, shorten
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translator, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports
    from rostrum.publishing.page_changes import ChangedPage, PageChanges
    from rostrum.publishing.snapshot import Snapshot

_HEADINGS = {"added": _("New"), "changed": _("Changed"), "removed": _("Gone")}
_MOST = 50  # pages of each list; a comment on a merge request is to be read


@task(
    klass=Command,
    positional=["before", "after"],
    help={
        "before": "output folder of the one build",
        "after": "output folder of the other build",
        "format": "what is printed: text, json or markdown",
        "lang": "language of headings, such as de or en (default: that of the site)",
    },
)
def compare(
    context: Context,
    before: str | None = None,  # Invoke fills both with the words of the call
    after: str | None = None,
    format: str = "text",
    lang: str = "",
) -> None:
    """List the pages that differ between two output folders, posts first."""
    from rostrum.publishing.page_changes import compare_pages, find_language

    check_format(format, ("text", "json", "markdown"))
    old, new = _read(before or ""), _read(after or "")
    try:
        changes = compare_pages(old, new)
        language = _load_language(lang or find_language(new))
    except OSError as error:
        raise _refuse(error.filename or "", error) from None
    print(_FORMATS[format](changes, language))


def _load_language(lang: str) -> Translator:
    from rostrum.i18n.user_language import load_diagnostics  # slow

    return load_diagnostics([lang]).translations


def _read(name: str) -> Snapshot:
    """Return the files of an output folder; raises Refusal."""
    from rostrum.output.manifest import MANIFEST
    from rostrum.publishing.snapshot import read_snapshot

    folder = Path(name)
    if not (folder / MANIFEST).is_file():
        raise Refusal(_("%(folder)s is not the output folder of a build.", folder=shorten(name)))
    try:
        return read_snapshot(folder)
    except OSError as error:
        raise _refuse(name, error) from None


def _refuse(name: str, error: OSError) -> Refusal:
    reason = describe_error(error)
    return Refusal(_("%(folder)s can't be read: %(reason)s.", folder=shorten(name), reason=reason))


def _format_text(changes: PageChanges, language: Translator) -> str:
    lines = []
    for name, pages in changes.lists.items():
        heading = _HEADINGS[name].translate(language)
        lines += [f"{heading}: {printable_line(_show(page))}" for page in pages]
    return "\n".join([*lines, *_tell_rest(changes, language)])


def _format_markdown(changes: PageChanges, language: Translator) -> str:
    from rostrum.reports.markdown import write_code

    heading = _("Pages").translate(language)
    blocks = [f"### {heading}"]
    for name, pages in changes.lists.items():
        if pages:
            rows = [f"- {write_code(_show(page))}" for page in pages[:_MOST]]
            rows += [f"- … {len(pages) - _MOST}"] if len(pages) > _MOST else []
            blocks.append("\n".join([f"**{_HEADINGS[name].translate(language)}**", "", *rows]))
    return "\n\n".join([*blocks, *_tell_rest(changes, language)])


def _format_json(changes: PageChanges, language: Translator) -> str:
    lists = {
        name: [{"path": page.path, "title": page.title, "post": page.is_post} for page in pages]
        for name, pages in changes.lists.items()
    }
    return format_plain_json({**lists, "others": changes.others})


_FORMATS: Mapping[str, Callable[[PageChanges, Translator], str]] = {
    "text": _format_text,
    "json": _format_json,
    "markdown": _format_markdown,
}


def _show(page: ChangedPage) -> str:
    path = page.path.removesuffix("index.html") or "/"
    return f"{path} – {page.title}" if page.title else path


def _tell_rest(changes: PageChanges, language: Translator) -> Iterator[str]:
    if not any(changes.lists.values()) and not changes.others:
        yield _("No page differs.").translate(language)
    elif changes.others:
        yield ngettext_lazy(
            "And %(count)s other file: feeds, pictures and such.",
            "And %(count)s other files: feeds, pictures and such.",
            changes.others,
        ).translate(language)
