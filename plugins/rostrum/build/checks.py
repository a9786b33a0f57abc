"""Check: all checks of an assembled site, in order.

Checks report findings and never stop a build: all findings are reported together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rostrum.build.assembly import AssembledSite
from rostrum.build.config import Config
from rostrum.build.former_templates import report_former_templates
from rostrum.build.progress import Progress
from rostrum.build.removals_only import SelectedContent
from rostrum.cards.fonts import CardFonts
from rostrum.comments.names import check_namesakes
from rostrum.core.diagnostic_codes import CHANGEABLE
from rostrum.core.diagnostics import Diagnostic, Report, Severity, SourceLocation, shorten
from rostrum.core.files import read_raw
from rostrum.core.model import Page, Person, Post, Series, Status
from rostrum.core.portable_names import compose
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.traversal import check_folder
from rostrum.pages import robots
from rostrum.pages.routes import check_addresses
from rostrum.people.translations import gather_translations
from rostrum.renditions.plan import Shape
from rostrum.series.checks import check_series
from rostrum.site.cards import check_cards, check_letters
from rostrum.site.checks import (
    check_changes,
    check_comments,
    check_drafts,
    check_far_dates,
    check_library,
    check_own_keys,
    check_page_dates,
    check_roles,
)
from rostrum.site.fragments import FragmentChecker
from rostrum.site.invisible_characters import check_invisible
from rostrum.site.moved_links import MovedLinks, find_moved_links
from rostrum.site.related import check_related
from rostrum.site.schedule import ScheduledLinks
from rostrum.site.site import Site
from rostrum.site.static_files import LEDGER
from rostrum.site.translations import check_translation_dates
from rostrum.site.urls import Addresses


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """An assembled site after all checks, to be rendered if the report has no errors.

    `content` is what it was assembled from, `used` the content files in use by texts.
    """

    assembled: AssembledSite
    content: SelectedContent
    used: frozenset[str] = frozenset()


def check_site(
    assembled: AssembledSite, content: SelectedContent, report: Report, progress: Progress
) -> CheckedSite:
    """Return the site, and report all errors and warnings not already reported by reading."""
    config, schedule = assembled.config, assembled.schedule
    with progress.stage(_("Checking")):
        later = ScheduledLinks(assembled.links, schedule, assembled.files.list_urls)
        moved = find_moved_links(later)
        check_content(assembled.site, config, moved, report)
        check_templates(assembled.site, config, report)
        used = check_texts(later, report)
        statics = list_copied(assembled, used)
        fixed = assembled.list_fixed(statics)
        check_addresses(schedule, assembled.files, statics, fixed, report)
        if not config.removals_only:  # it leaves out posts with errors
            assembled.address_check.check(report)
        networks = config.settings.networks
        check_crossposts(schedule.posts, config.addresses, networks, report)
        check_announced(assembled, moved, report)
        moved.check(report)
        check_social_cards(assembled, report)
        check_static_files(assembled, used, report)
        check_theme(config.theme_folders, config.content, config.show, report)
        check_published_files(assembled, used, report)
        report.extend(assembled.sources.ignores.list_unused())
    return CheckedSite(assembled, content, used)


def list_copied(assembled: AssembledSite, used: Collection[str]) -> dict[str, SourceLocation]:
    """Return the files of the content to be copied, by their path below the output folder.

    `used` are the content files in use by texts.
    """
    folder = assembled.config.show(assembled.config.content)
    places = {path: SourceLocation(f"{folder}/{path}") for path in used}
    return places | assembled.static_files.list_places(folder)


def check_content(site: Site, config: Config, moved: MovedLinks, report: Report) -> None:
    """Report inconsistencies in a site's content."""
    library, lang = site.library, site.default_lang
    known = gather_translations(library.people)
    check_library(library, known, config.addresses, config.translation_keys, report)
    check_comments(library, moved, report)
    check_namesakes(library.comments, known, report)
    check_own_keys((*library.posts, *library.pages), config.reading.extra_keys, report)
    check_page_dates(library.pages, config.addresses, site.visibility, report)
    check_changes(library, site.visibility, report)
    check_far_dates(library, site.visibility, report)
    days = config.settings.translation_days
    check_translation_dates(library.posts, days, lang, report)
    check_translation_dates(library.pages, days, lang, report)
    check_roles(known, lang, report)
    check_drafts(library, lang, report)
    check_series(library, site.visibility.moment, lang, report)
    check_related(site, report)
    check_invisible(library, partial(_read_lines, config), report)


def _read_lines(config: Config, path: str) -> list[str]:
    """Return the lines of a content file by its path as displayed; none if it can't be read."""
    folder = config.show(config.content)
    try:
        raw = read_raw(config.content / path.removeprefix(f"{folder}/"))
    except OSError:
        return []
    return compose(raw.decode("utf-8-sig", "replace")).splitlines()


def check_templates(site: Site, config: Config, report: Report) -> None:
    """Report the names of templates that the theme does not have; Pelican reports its own."""
    if not config.settings.render:
        return
    report_former_templates(config.overrides, config.show, config.renames, report)
    items: tuple[Post | Page, ...] = (*site.library.posts, *site.library.pages)
    known = config.environment.list_templates(items)
    for item in items:
        if item.template and item.template not in known:
            message = _('the theme has no template "%(name)s.html"', name=shorten(item.template))
            hint = _("The usual one is used. Put yours into a folder of THEME_TEMPLATES_OVERRIDES.")
            report.warning("template-unknown", item.where("template"), message, hint)


def check_texts(later: ScheduledLinks, report: Report) -> frozenset[str]:
    """Return the content files in use by texts, including unpublished ones.

    Report faulty links and pictures in them.
    """
    links, library = later.links, later.schedule.site.library
    texts: list[Page | Person | Series] = [*library.pages, *library.people, *library.series]
    fragments = FragmentChecker(links)
    used: set[str] = set()
    for item in texts:
        used |= links.check(item.body, item.path, item.lang, report)
        fragments.check(item.body, item.path, item.lang, report)
    for post in library.posts:
        then = later.of(post)
        used |= links.check(post.body, post.path, post.lang, report, then)
        fragments.check(post.body, post.path, post.lang, report, then)
        used |= links.check_image(post.image, post.where("image"), report)
    for series in library.series:
        used |= links.check_image(series.image, series.where("image"), report)
    for person in library.people:
        used |= links.check_photo(person.photo, person.where("photo"), report)
    return frozenset(used)


def check_social_cards(assembled: AssembledSite, report: Report) -> None:
    """Report what networks would not show: letters on cards, or pictures if there are no cards."""
    config, site = assembled.config, assembled.site
    library, settings = site.library, config.settings
    if settings.cards and settings.render:
        runs = [run.series for run in site.series.values()]
        titled: list[Post | Series] = [*site.posts, *runs]
        titles = [(item.title, item.where("title")) for item in titled]
        people = [person for lang in site.languages for person in site.active(lang)]
        titles += [(person.name, person.where("name")) for person in people]
        font = assembled.pictures.find(settings.card_font)
        check_letters(titles, CardFonts(str(config.content / font) if font else ""), report)
        return
    illustrated: list[Post | Series] = [*library.posts, *library.series]
    check_cards(
        ((it.image, it.where("image")) for it in illustrated if it.status is not Status.DRAFT),
        assembled.pictures,
        report,
    )


def check_crossposts(
    posts: Sequence[Post], addresses: Addresses, networks: Sequence[str], report: Report
) -> None:
    """Report custom crosspost texts of scheduled posts if they exceed a network's limits."""
    customized = [post for post in posts if any(post.crosspost.values())]
    if announced := [post for post in customized if post.status is not Status.HIDDEN]:
        # Counting by the rules of the networks takes libraries needed by few builds.
        from rostrum.crosspost.checks import check_own_texts
        from rostrum.crosspost.networks import NETWORKS

        check_own_texts(announced, addresses, [NETWORKS[key] for key in networks], report)


def check_announced(assembled: AssembledSite, moved: MovedLinks, report: Report) -> None:
    """Report entries of the ledger for posts that do not exist."""
    config = assembled.config
    ledger = config.content / LEDGER
    if ledger.is_file():
        from rostrum.crosspost.ledger_checks import check_ledger

        check_ledger(ledger, config.show(ledger), assembled.site.library, moved, report)


def check_theme(
    folders: Sequence[Path], content: Path, display: Callable[[Path], str], report: Report
) -> None:
    """Report unreadable files in a theme's folders, and names not in UTF-8."""
    for folder in folders:
        if folder.exists() and not content.is_relative_to(folder):
            check_folder(folder, display(folder), report)


def check_static_files(assembled: AssembledSite, used: Collection[str], report: Report) -> None:
    """Report static files that can't or should not be published, and robots.txt.

    `used` are the content files in use by texts.
    """
    config, static_files = assembled.config, assembled.static_files
    display_path = config.show(config.content)
    config.statics.check(display_path, report)
    static_files.check(display_path, used, report)
    if location := static_files.list_places(display_path).get(robots.FILE):
        file = static_files.find(())[robots.FILE]
        robots.check_robots(file, location, assembled.sitemap, report)
    assembled.usage.check(frozenset(assembled.static_paths), report)


def check_published_files(assembled: AssembledSite, used: Collection[str], report: Report) -> None:
    """Report flaws of pictures, films and documents to be published.

    Save the facts about them for the next build.
    """
    config, pictures = assembled.config, assembled.pictures
    site_pictures = map(pictures.find, config.settings.pictures)
    assets = {*used, *filter(pictures.exists, site_pictures)}
    for source in sorted(set(assembled.static_files.find(assets).values())):
        place = SourceLocation(config.show(source))
        for flaw in pictures.look(source).flaws:
            level = Severity(CHANGEABLE.get(flaw.code, Severity.ERROR))
            report.add(Diagnostic(place, level, flaw.code, flaw.message, flaw.hint))
    for path in sorted({*assets, *assembled.static_paths}):
        place = SourceLocation(config.show(config.content / path))
        pictures.check_location(path, place, report)
        is_logo = path in config.settings.pictures and not pictures.plan(path, Shape.WHOLE)
        if path in assembled.static_paths or is_logo:
            pictures.check_weight(path, place, report)
    pictures.save()
