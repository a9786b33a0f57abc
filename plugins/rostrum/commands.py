"""The commands, once: `rostrum build` and, in a repository, `invoke build` are the same."""

from __future__ import annotations

import sys
from datetime import datetime, time
from pathlib import Path

from invoke import Collection, Exit, Program, task
from invoke.context import Context

from rostrum.build import describe
from rostrum.crosspost.page import format_html
from rostrum.crosspost.plan import format_json as format_plan_json
from rostrum.crosspost.site import make_site_plan
from rostrum.crosspost.table import format_table
from rostrum.diagnostics import Place, format_json, format_text
from rostrum.frontmatter import Cell
from rostrum.runs import Outcome, Wish, carry_out
from rostrum.schema import Invalid, moment

_HELP = {
    "content": "folder of the content; builds it with the kit's default settings",
    "output": "folder to write to (default: output, or preview with --preview)",
    "settings": "settings file (default: pelicanconf.py)",
    "site-url": "address at which the site will stand, instead of SITEURL",
    "preview": "show drafts and scheduled posts too; never publish that",
    "as-of": "build as at this moment, such as 2026-11-22 or '2026-11-22 09:00' (default: now)",
    "jobs": "worker processes (default: one for each processor)",
    "strict": "count warnings as errors",
    "format": "how findings are printed: text or json",
}


@task(help={key: _HELP[key] for key in _HELP})
def build(
    context: Context,
    content: str = "",
    output: str = "",
    settings: str = "",
    site_url: str = "",
    preview: bool = False,
    as_of: str = "",
    jobs: int = -1,
    strict: bool = False,
    format: str = "text",
) -> None:
    """Build the site."""
    wish = make_wish(content, output, settings, site_url, preview, as_of, jobs, strict)
    outcome = carry_out(wish)
    _print_report(outcome, format)
    if outcome.exitcode == 0 and outcome.run and format == "text":
        folder = _short(outcome.run.config.output)
        print(f"Built {folder}: {describe(outcome.run)}.")
    _leave(outcome)


@task(help={key: _HELP[key] for key in ("content", "settings", "as-of", "strict", "format")})
def check(
    context: Context,
    content: str = "",
    settings: str = "",
    as_of: str = "",
    strict: bool = False,
    format: str = "text",
) -> None:
    """Report what is wrong in the content and settings, and write nothing."""
    wish = make_wish(content, "", settings, "", False, as_of, -1, strict, check_only=True)
    outcome = carry_out(wish)
    _print_report(outcome, format)
    _leave(outcome)


@task(
    help={"port": "port on 127.0.0.1", "preview": _HELP["preview"]} | {"browser": "open it there"}
)
def serve(context: Context, port: int = 8000, preview: bool = False, browser: bool = True) -> None:
    """Build, serve on 127.0.0.1, and build and reload again whenever a file changes."""
    from rostrum.serving import serve_site

    serve_site(port, preview, browser)


@task(
    name="plan",
    help={key: _HELP[key] for key in ("settings", "as-of", "format")}
    | {
        "format": "what is printed: table or json",
        "page": "the same as a page to open, written here; never inside output/",
        "days": "how many days a post is new (default: the setting crosspost_days)",
    },
)
def plan_crossposts(
    context: Context,
    settings: str = "",
    as_of: str = "",
    format: str = "table",
    page: str = "crossposts.html",
    days: int = 0,
) -> None:
    """Show what each new post would say on each network. Sends nothing."""
    wish = make_wish("", "", settings, "", False, as_of, -1, False, check_only=True)
    outcome = carry_out(wish)
    if outcome.exitcode or outcome.run is None:
        _print_report(outcome, "text")
        _leave(outcome)
        return
    if _is_inside(Path(page), outcome.run.config.output):
        raise Exit("--page: the plan holds what is not out; it never goes into output/", code=2)
    plan = make_site_plan(outcome.run, days)
    _print_report(outcome, "text")
    print(format_plan_json(plan) if format == "json" else format_table(plan))
    Path(page).write_text(format_html(plan, outcome.run.config.reading.lang), "utf-8")
    if format == "table":
        print(f"\nAlso as a page: {page}. Nothing was sent.")
    raise Exit(code=1 if outcome.report.errors else 0)


def make_wish(
    content: str,
    output: str,
    settings: str,
    site_url: str,
    preview: bool,
    as_of: str,
    jobs: int,
    strict: bool,
    check_only: bool = False,
) -> Wish:
    """Return a command's options as a wish; ends with exit code 2 where one can't be read."""
    return Wish(
        settings=Path(settings) if settings else None,
        content=Path(content) if content else None,
        output=Path(output) if output else _preview_folder(preview),
        site_url=site_url or None,
        preview=preview,
        moment=read_moment(as_of) if as_of else None,
        jobs=jobs if jobs >= 0 else None,
        strict=strict,
        check_only=check_only,
    )


def read_moment(written: str) -> datetime:
    """Return the moment of `--as-of`; a day without a time means its end."""
    try:
        found = moment(Cell(written, Place("--as-of")))
    except Invalid as wrong:
        raise Exit(f"--as-of: {wrong.message}. {wrong.hint}", code=2) from None
    is_day = len(written.strip()) == len("2026-11-22")
    return datetime.combine(found.date(), time(23, 59, 59)) if is_day else found


def _preview_folder(preview: bool) -> Path | None:
    # A preview in output/ would be published by the next careless upload.
    return Path("preview") if preview else None


def _print_report(outcome: Outcome, format: str) -> None:
    if format == "json":
        print(format_json(outcome.report))
    elif len(outcome.report):
        sys.stderr.write(format_text(outcome.report, Path.cwd()) + "\n")


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _leave(outcome: Outcome) -> None:
    if outcome.exitcode:
        raise Exit(code=outcome.exitcode)


def _short(path: Path) -> str:
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


namespace = Collection(build, check, serve)
namespace.add_collection(Collection("crosspost", plan_crossposts))


def main() -> None:
    """Run the program `rostrum`."""
    Program(name="Rostrum", binary="rostrum", namespace=namespace, version=_version()).run()


def _version() -> str:
    from importlib.metadata import version

    return version("pelican-rostrum")
