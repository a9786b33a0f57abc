"""The command `rostrum init`: a repository for a company's own blog."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from invoke import task
from invoke.context import Context

from rostrum.cli.option_values import (
    check_choice,
    read_choice,
    read_path,
    read_url,
    read_value,
)
from rostrum.cli.printing import (
    load_site_language,
    print_lines,
    refuse_to_write,
    show_folder,
)
from rostrum.cli.program import Command, Refusal, use_language
from rostrum.cli.questions import Ask, ask_until, choose_ask, find_git_name
from rostrum.core.diagnostics import shorten
from rostrum.core.translatable import Translatable, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.keys import make_key
from rostrum.schema.types import display_name

if TYPE_CHECKING:  # slow, and of this command alone
    from rostrum.scaffold.blog import NewBlog

_LANGUAGES = ("de", "en")
_CI_SYSTEMS = ("github", "gitlab", "none")
_ZONES: Mapping[str, str] = {"de": "Europe/Berlin", "en": "Europe/London"}
"""The time zone of a language, if that of the machine is unknown."""


@task(
    klass=Command,
    positional=["folder"],
    help={
        "folder": "folder of the new blog; it may hold .git, README, LICENSE and .gitignore",
        "name": "name of the blog, as readers see it (default: that of the folder)",
        "lang": "language of the blog: de or en (default: yours)",
        "author": "name of the first author (default: whom git knows)",
        "url": "address at which the blog will stand, such as https://blog.example.com",
        "ci": "publication on merge: github, gitlab or none (default: none)",
        "series": "title of a first series; none without it",
        "example": "bring the posts, people and pictures of the demo",
        "only-ci": "write the file for publishing on merge alone, into an existing blog",
    },
)
def init(
    context: Context,
    folder: str | None = None,  # Invoke fills it with the first word of the call
    name: str = "",
    lang: str = "",
    author: str = "",
    url: str = "",
    ci: str = "",
    series: str = "",
    example: bool = False,
    only_ci: bool = False,
) -> None:
    """Write the repository of a new blog, ready to build."""
    from rostrum.scaffold.files import list_example_files, list_files
    from rostrum.scaffold.folder import create

    if lang:
        check_choice("lang", lang, _LANGUAGES)
    if ci:
        check_choice("ci", ci, _CI_SYSTEMS)
    if only_ci:
        _add_ci_file(folder or "", ci)
        return
    target = _read_folder(folder or "")
    ask = choose_ask()
    given = {"name": name, "lang": lang, "author": author, "url": url, "ci": ci, "series": series}
    blog = _make_blog(target, ask, given)
    try:
        files = list_example_files(blog) if example else list_files(blog)
        written = create(target, files)
    except OSError as error:
        raise refuse_to_write(error, target) from None
    print_lines(_tell(target, blog, len(written), is_example=example), None)


def _add_ci_file(written: str, ci: str) -> None:
    """Write the file that publishes on merge into the folder of a blog; raises Refusal."""
    from rostrum.build.options import SETTINGS, BuildOptions
    from rostrum.cli.content_files import create_file
    from rostrum.cli.execution import carry_out
    from rostrum.scaffold.files import CI_FILES, make_ci_file
    from rostrum.scaffold.requirement import EXTRA, NAME

    if ci not in CI_FILES:
        raise Refusal(_("--only-ci needs --ci github or --ci gitlab."))
    folder = read_path("folder", written) or Path()
    if not (folder / SETTINGS).is_file():
        raise Refusal(
            _(
                "%(folder)s is no blog: it has no %(file)s.",
                folder=shorten(str(folder)),
                file=SETTINGS,
            )
        )
    options = BuildOptions(settings=folder / SETTINGS, check_only=True)
    use_language(load_site_language(carry_out(options)))
    path, content = make_ci_file(ci)
    shown = show_folder(folder.resolve() / path)
    try:
        create_file(folder / path, content)
    except FileExistsError:
        raise Refusal(_("%(file)s is left as it is: it exists.", file=shown)) from None
    except OSError as error:
        raise refuse_to_write(error) from None
    lines = [_("Wrote %(file)s.", file=shown)]
    others = [other for name, other in CI_FILES.items() if name != ci]
    lines += [
        _("Remove %(file)s if the blog is no longer published by it.", file=other)
        for other in others
        if (folder / other).is_file()
    ]
    if EXTRA not in _read_requirements(folder):
        lines.append(
            _(
                "requirements.txt has to name %(name)s: CI installs what it names, and proves "
                "that nothing is published too early.",
                name=f"{NAME}{EXTRA}",
            )
        )
    print_lines(lines, None)


def _read_requirements(folder: Path) -> str:
    with suppress(OSError):
        return (folder / "requirements.txt").read_text(encoding="utf-8", errors="replace")
    return ""


def _read_folder(written: str) -> Path:
    """Return the folder for a blog; raises Refusal for none, and for one with other content."""
    from rostrum.scaffold.folder import list_obstacles

    if not written:
        raise Refusal(_("Name the folder of the new blog: rostrum init my-blog."))
    path = read_path("folder", written)
    assert path is not None
    try:
        found = list_obstacles(path)
    except NotADirectoryError:
        raise Refusal(_("%(folder)s is a file.", folder=shorten(str(path)))) from None
    except OSError as error:
        raise refuse_to_write(error, path) from None
    if found:
        shown = ", ".join(shorten(name) for name in found[:3]) + (", …" if found[3:] else "")
        message = _(
            "%(folder)s is not empty: it holds %(names)s. Choose a new folder; one may hold .git, "
            "README, LICENSE and .gitignore. In an existing blog, --only-ci writes the file "
            "for CI.",
            folder=shorten(str(path)),
            names=shown,
        )
        raise Refusal(message)
    return path


def _make_blog(folder: Path, ask: Ask, given: Mapping[str, str]) -> NewBlog:
    """Return what the new blog is about, from the options, and by asking for what they leave out.

    Raises Refusal for a wrong answer.
    """
    from rostrum.scaffold.blog import NewBlog
    from rostrum.scaffold.requirement import find_requirement

    def answer(
        option: str, question: Translatable, default: str, read: Callable[[str], str]
    ) -> str:
        return read(given[option]) if given[option] else ask_until(ask, question, default, read)

    def read_name(option: str) -> Callable[[str], str]:
        return partial(read_value, option, read=display_name)

    name = answer("name", _("Name of the blog"), _name(folder), read_name("name"))
    read_lang = partial(read_choice, "lang", _LANGUAGES)
    lang = answer("lang", _("Language, de or en"), _find_language(), read_lang)
    author = answer("author", _("Who writes first"), _find_author(lang), read_name("author"))
    example = f"https://{_make_key(name)}.example"
    url = answer("url", _("Address of the blog"), example, partial(read_url, "url"))
    read_ci = partial(read_choice, "ci", _CI_SYSTEMS)
    ci = answer("ci", _("Publish by github, gitlab or none"), "none", read_ci)
    series = read_name("series")(given["series"]) if given["series"] else ""
    zone = _find_zone(lang)
    return NewBlog(
        name=name,
        lang=lang,
        author=author,
        author_key=_make_key(author),
        url=url,
        timezone=zone,
        # The day on which the first post is published: today where the blog is.
        day=datetime.now(ZoneInfo(zone)).date(),  # noqa: TID251 - no build
        requirement=find_requirement(distribution("pelican-rostrum")),
        ci=ci,
        series=series,
        series_key=_make_key(series) if series else "",
    )


def _make_key(name: str) -> str:
    """Return the name of a file for a person or series: `Jörg Müller` is `joerg-mueller`."""
    from rostrum.pelican_plugin.settings import make_slugs

    return make_key(name, make_slugs()) or "blog"


def _name(folder: Path) -> str:
    """Return a name for a blog after its folder: `our-blog` is `Our Blog`."""
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    return " ".join(word[:1].upper() + word[1:] for word in words) or "Blog"


def _find_language() -> str:
    """Return the language of the person, if texts of a new blog exist in it."""
    from rostrum.i18n.user_language import list_languages

    languages = [tag.partition("-")[0] for tag in list_languages(os.environ)]
    return next((lang for lang in languages if lang in _LANGUAGES), "en")


def _find_author(lang: str) -> str:
    """Return the name that git knows, or one to be replaced."""
    if name := find_git_name():
        return name
    return {"de": "Erika Muster"}.get(lang, "Jane Doe")


def _find_zone(lang: str) -> str:
    """Return the time zone of this machine; that of the language if it has none or UTC."""
    candidates = [os.environ.get("TZ", "").removeprefix(":")]
    with suppress(OSError):
        candidates.append(str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2])
    for name in candidates:
        with suppress(ValueError, OSError, ZoneInfoNotFoundError):
            if name and "/" in name and not name.startswith("Etc/"):
                return ZoneInfo(name).key
    return _ZONES[lang]


def _tell(folder: Path, blog: NewBlog, written: int, *, is_example: bool) -> Iterator[Translatable]:
    """Yield what was written, and the next step."""
    is_here = folder.resolve() == Path.cwd()
    shown = folder.resolve().name if is_here else show_folder(folder.resolve())
    yield ngettext_lazy(
        "Wrote %(count)s file into %(folder)s/.",
        "Wrote %(count)s files into %(folder)s/.",
        written,
        folder=shown,
    )
    if not blog.requirement.line:
        yield _(
            "Complete %(file)s: it has to name where pelican-rostrum is installed from. Here it "
            "comes from a folder of this machine.",
            file=f"{shown}/requirements.txt",
        )
    if not is_example:
        yield _("Before the first publication, complete the pages marked TODO in content/pages/.")
    change = "" if is_here else f"cd {shlex.quote(shown)} && "
    yield _("Next: %(call)s", call=f"{change}rostrum serve")
