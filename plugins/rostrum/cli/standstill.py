"""The last build with the same options: whether it is up to date, and what it printed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from rostrum.build.options import BuildOptions
from rostrum.build.summary import summarize
from rostrum.cache.directory import open_cache_dir
from rostrum.cache.up_to_date import UpToDateCheck
from rostrum.cli.printing import (
    format_report,
    load_site_language,
    print_findings,
    show_folder,
)
from rostrum.cli.results import tell_waiting
from rostrum.core.diagnostics import SHOWN_OF_A_KIND, format_json, printable_text
from rostrum.core.translatable import gettext_lazy as _

if TYPE_CHECKING:  # slow imports, not needed if the site is up to date
    from rostrum.build.result import BuildResult


def find_standstill(options: BuildOptions) -> UpToDateCheck:
    """Return the up-to-date check for the last build with the same options."""
    name = hashlib.sha256(options.call.encode()).hexdigest()[:16]
    cache = open_cache_dir(options.folder)
    return UpToDateCheck(cache.folder / "calls" / name, options.call, is_trusted=not cache.problems)


def remember_build(last: UpToDateCheck, result: BuildResult, started: datetime) -> None:
    """Save the inputs of a successful build if no code with unknown inputs took part in it."""
    config, site = result.config, result.site
    if result.exitcode or config is None or site is None:
        return
    if result.written is None or not result.is_direct:
        return
    if config.removals_only:  # it omits content published by an ordinary build
        return
    from rostrum.build.inputs import find_undeclared, list_build_inputs
    from rostrum.cli.published_site import describe_built_site

    if find_undeclared(config) and config.inputs is None:
        return
    short = format_report(result.report, result, all_findings=False)
    is_whole = len(result.report) <= SHOWN_OF_A_KIND
    language = load_site_language(result)
    lines = [
        _(
            "Nothing has changed since the last build: %(folder)s/ holds %(site)s.",
            folder=show_folder(config.output),
            site=summarize(site),
        ),
        tell_waiting(result),
    ]
    site_to_publish = describe_built_site(result)
    outputs = {
        "text": short,
        "all": short if is_whole else format_report(result.report, result, all_findings=True),
        "json": format_json(result.report),
        "site": site_to_publish.format() if site_to_publish else "",
        "state": "\n".join(line.translate(language) for line in lines if line),
    }
    last.save(list_build_inputs(config, site.library), outputs, int(started.timestamp() * 1e9))


def print_standstill(outputs: Mapping[str, str], format: str, *, all_findings: bool) -> None:
    """Print what the last build printed."""
    if format == "json":
        print(outputs["json"])
        return
    print_findings(outputs["all" if all_findings else "text"])
    print(printable_text(outputs["state"]))
