"""Check a library for references to missing content and for duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import MAXYEAR, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from rostrum.core.diagnostics import Report, SourceLocation, list_known, suggest
from rostrum.core.model import Comment, Page, Person, Post, Series, Status
from rostrum.core.portable_names import fold
from rostrum.core.translatable import Translatable, join_sentences, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.people.bylines import check_authors, check_bylines
from rostrum.people.translations import (
    F,
    check_translated,
    find_main,
    gather_translations,
    is_draft,
)
from rostrum.reading.own_keys import BETTER, SECOND_SUMMARY
from rostrum.site.renames import find_renamed
from rostrum.site.translations import TranslationKeys, check_translations
from rostrum.site.urls import Addresses
from rostrum.topics.checks import check_vocabulary

if TYPE_CHECKING:
    from rostrum.core.content import Library, Visibility
    from rostrum.site.moved_links import MovedLinks

T = TypeVar("T", Post, Page)
_YEAR = timedelta(days=366)


_TAKEN = {"id": _('the id "%(value)s" is taken'), "slug": _('the slug "%(value)s" is taken')}
_DOUBLED = {
    "person": _('there are two files of the person "%(key)s" in the language "%(lang)s"'),
    "series": _('there are two files of the series "%(key)s" in the language "%(lang)s"'),
}
_DRAFTS = {
    "person": _('the person "%(key)s" is a draft, and this is not'),
    "series": _('the series "%(key)s" is a draft, and this is not'),
}


def check_library(
    library: Library,
    people: Mapping[str, Mapping[str, Person]],
    addresses: Addresses,
    keys: TranslationKeys,
    report: Report,
) -> None:
    """Report references to missing content, and ids, slugs and keys claimed by two files."""
    slugify = addresses.slugify
    series = {item.key for item in library.series}
    for post in library.posts:
        _check_helpers(post, report)
        _check_series(post, series, library, report)
    check_authors(library.posts, report)
    check_bylines(library, slugify, report)
    _check_unique(library.posts, "id", lambda post: post.id, report)
    _check_slugs(library.posts, addresses, report)
    _check_slugs(library.pages, addresses, report)
    check_translations(library.posts, keys.posts, report)
    check_translations(library.pages, keys.pages, report)
    _check_faces(library.people, "person", report)
    _check_faces(library.series, "series", report)
    _check_names(people, report)
    check_vocabulary(library.posts, library.topics, slugify, report)


def check_changes(library: Library, visibility: Visibility, report: Report) -> None:
    """Report changes in the future, before the publication, and later than `modified`."""
    items: list[Post | Page] = [*library.posts, *library.pages]
    for item in items:
        if item.status is Status.DRAFT:
            continue
        changes = item.changes if isinstance(item, Post) else ()
        for change in changes:
            hint = _("Correct its date, or remove the change.")
            _check_change(change.date, change.place, item, hint, visibility, report)
        if item.modified is not None:
            place = item.where("modified")
            hint = _('Correct "modified", or remove it: readers see no change.')
            _check_change(item.modified, place, item, hint, visibility, report)
            if any(_is_before(item.modified, change.date) for change in changes):
                message = _('the last change is dated before one of those in "changes"')
                hint = _('Remove "modified": the latest of the changes counts.')
                report.warning("modified-early", place, message, hint)


def check_far_dates(library: Library, visibility: Visibility, report: Report) -> None:
    """Report posts, comments and announcements dated more than a year after the build."""
    dates = [
        (post.date, post.where("date")) for post in library.posts if post.status is not Status.DRAFT
    ]
    dates += [(comment.date, comment.where("date")) for comment in library.comments]
    dates += [
        (item.date, item.place) for series in library.series for item in series.planned if item.date
    ]
    latest = visibility.moment + _YEAR if visibility.moment.year < MAXYEAR else visibility.moment
    for date, place in dates:
        if date > latest:
            message = _(
                "the date is more than a year ahead: %(date)s", date=date.date().isoformat()
            )
            report.warning("date-far", place, message, _("Is the year right?"))


def _check_change(
    date: datetime,
    place: SourceLocation,
    item: Post | Page,
    hint: Translatable,
    visibility: Visibility,
    report: Report,
) -> None:
    if date > visibility.moment:
        message = _("the change is dated in the future")
        hint = _("Readers see no change before. Write the day on which the text was changed.")
        report.warning("modified-future", place, message, hint)
    elif item.date is not None and item.date <= visibility.moment and _is_before(date, item.date):
        message = _("the change is dated before the publication")
        report.warning("modified-early", place, message, hint)


def _is_before(date: datetime, other: datetime) -> bool:
    """Return True if a date is before another; a day without an hour is not before its hours."""
    return date < other and not (date.time() == time() and date.date() == other.date())


def _check_series(post: Post, series: Collection[str], library: Library, report: Report) -> None:
    if post.part is not None and not post.series:
        message = _("a part needs a series: this number is shown nowhere")
        report.warning("part-alone", post.where("part"), message, _('Add a line "series: …".'))
    if post.series and post.series not in series and not library.has_unread("series", post.series):
        message = _('there is no series "%(series)s"', series=post.series)
        hint = _near(post.series, series, _("Add a file series/%(series)s.md.", series=post.series))
        report.error("series-unknown", post.where("series"), message, hint)


def _near(word: str, known: Iterable[str], otherwise: Translatable) -> Translatable:
    """Return a hint with the known word nearest to `word`.

    Without a near one, return `otherwise` and the list of known words.
    """
    choices = set(known)
    return suggest(word, choices, join_sentences(otherwise, list_known(choices)))


def _check_helpers(post: Post, report: Report) -> None:
    for name in post.written_with:
        if name in post.authors:
            message = _('"%(name)s" is an author of this post already', name=name)
            hint = _("Name everyone once: in authors, or in written_with.")
            place = post.where_item("written_with", name)
            report.warning("author-twice", place, message, hint)


def _check_unique(
    items: Iterable[T], key: str, value_of: Callable[[T], object], report: Report
) -> None:
    seen: dict[object, T] = {}
    for item in sorted(items, key=lambda item: item.path):
        first = seen.setdefault(value_of(item), item)
        if first is not item:
            message = _TAKEN[key].fill(value=getattr(item, key))
            hint = _("%(place)s has it already.", place=str(first.where(key)))
            report.error(f"{key}-twice", item.where(key), message, hint)


def _check_slugs(items: Sequence[T], addresses: Addresses, report: Report) -> None:
    """Report two posts or pages with the same slug and the same address.

    Capitals are ignored, as some hosts do. Each may have an address of its own in front matter.
    """
    seen: dict[str, T] = {}
    for item in sorted(items, key=lambda item: item.path):
        first = seen.setdefault(fold(addresses.of(item).file), item)
        is_same = (item.lang, item.slug.casefold()) == (first.lang, first.slug.casefold())
        if first is not item and is_same and not (item.save_as or item.url):
            message = _('the slug "%(slug)s" is taken', slug=item.slug)
            hint = _(
                '%(first)s has it already. Choose another one; for a translation, add "lang: …".',
                first=str(first.where("slug")),
            )
            report.error("slug-twice", item.where("slug"), message, hint)


def check_own_keys(items: Iterable[Post | Page], declared: Collection[str], report: Report) -> None:
    """Report each key of a site's own once, where it is first written, unless it is declared."""
    users: dict[str, list[Post | Page]] = {}
    for item in sorted(items, key=lambda item: item.path):
        for key in item.own_keys:
            if key not in declared:
                users.setdefault(key, []).append(item)
    for key, using in sorted(users.items()):
        message = ngettext_lazy(
            '"%(key)s" is not a key of the kit: it is kept as extra.%(key)s',
            '"%(key)s" is not a key of the kit: it is kept as extra.%(key)s, in %(count)s files',
            len(using),
            key=key,
        )
        hint = _('If that is intended, name it in "extra_keys" of ROSTRUM.')
        if key == SECOND_SUMMARY:
            hint = _(
                'It is the summary where there is none. Write "summary", or name it in '
                '"extra_keys" of ROSTRUM.'
            )
        elif better := BETTER.get(key):
            hint = _(
                'The kit shows "%(better)s". If the key is your own, name it in "extra_keys" of '
                "ROSTRUM.",
                better=better,
            )
        report.warning("key-own", using[0].where(key), message, hint)


def _check_faces(items: Iterable[Person | Series], noun: str, report: Report) -> None:
    """Report two files for the same person or series in the same language.

    Keys are compared without regard to case: many hosts treat such addresses as equal.
    """
    seen: dict[tuple[str, str], Person | Series] = {}
    for item in sorted(items, key=lambda item: item.path):
        first = seen.setdefault((item.key.casefold(), item.lang), item)
        if first is not item:
            message = _DOUBLED[noun].fill(key=item.key, lang=item.lang)
            hint = _("%(path)s is the other one.", path=first.place.path)
            report.error(f"{noun}-twice", item.place, message, hint)


def _check_names(people: Mapping[str, Mapping[str, Person]], report: Report) -> None:
    """Report people with a translation but no main file to complete it."""
    for key, translations in people.items():
        if not any(translation.name for translation in translations.values()):
            translation = next(iter(translations.values()))
            message = _(
                'this only translates "%(key)s", and there is no file people/%(key)s.md', key=key
            )
            hint = _(
                "Rename it to %(key)s.md, and add: lang: %(lang)s.", key=key, lang=translation.lang
            )
            report.error("person-untranslated", translation.place, message, hint)


def check_roles(
    people: Mapping[str, Mapping[str, Person]], default_lang: str, report: Report
) -> None:
    """Report translations of people with roles different from those in the main file."""
    for translations in people.values():
        main = find_main(translations, default_lang)
        for translation in translations.values():
            if translation is not main:
                check_translated(main, translation, report)


def check_drafts(library: Library, default_lang: str, report: Report) -> None:
    """Report published or scheduled posts and comments naming a draft person or series."""
    people = _list_drafts(library.people, default_lang)
    series = _list_drafts(library.series, default_lang)
    if not people and not series:
        return
    posts = {post.id: post for post in library.posts if post.status is not Status.DRAFT}
    for post in posts.values():
        named = [("authors", key) for key in post.authors]
        named += [("written_with", key) for key in post.written_with]
        for field, key in named:
            _check_draft(key, people, "person", post.where_item(field, key), report)
        _check_draft(post.series, series, "series", post.where("series"), report)
    for comment in library.comments:
        if comment.post in posts:
            _check_draft(comment.author, people, "person", comment.where("author"), report)


def _list_drafts(items: Iterable[F], default_lang: str) -> Mapping[str, F]:
    """Return the main translation of each draft person or series, by key."""
    return {
        key: find_main(translations, default_lang)
        for key, translations in gather_translations(items).items()
        if is_draft(translations, default_lang)
    }


def _check_draft(
    key: str,
    drafts: Mapping[str, Person] | Mapping[str, Series],
    noun: str,
    location: SourceLocation,
    report: Report,
) -> None:
    if key in drafts:
        message = _DRAFTS[noun].fill(key=key)
        hint = _('Remove the line "status: draft" from %(path)s.', path=drafts[key].place.path)
        report.error(f"{noun}-draft", location, message, hint)


def check_page_dates(
    pages: Iterable[Page], addresses: Addresses, visibility: Visibility, report: Report
) -> None:
    """Report pages dated later than the build: a page is not scheduled, as in Pelican.

    Report pages without a date if their address has one.
    """
    for page in pages:
        if page.date is None and (setting := addresses.needs_date(page)):
            message = _(
                'the page has no "date", and its address has one by %(setting)s', setting=setting
            )
            hint = _('Add "date: …" to the page, or take {date} out of the setting.')
            report.error("key-missing", page.place, message, hint)
        is_later = page.date is not None and page.date > visibility.moment
        if is_later and page.status is not Status.DRAFT and not visibility.preview:
            message = _("this page would be out at once: only posts wait for their date")
            hint = _('Write "status: draft" until then, or make it a post.')
            report.error("page-scheduled", page.where("date"), message, hint)


def check_comments(library: Library, moved: MovedLinks, report: Report) -> None:
    """Report the comments without a post, once for each id, with the links to a renamed post."""
    ids = {post.id for post in library.posts}
    orphans: dict[str, list[Comment]] = defaultdict(list)
    for comment in library.comments:
        if comment.post not in ids:
            orphans[comment.post].append(comment)
    for comment in orphans.pop("", ()):
        hint = _("Put it into comments/ID/, where ID is the post's id or its path below posts/.")
        report.error(
            "post-unknown", comment.place, _("this comment lies in no post's folder"), hint
        )
    if library.has_unread("post"):  # its id may be in it
        return
    taken = {comment.post for comment in library.comments}
    for post_id, comments in sorted(orphans.items()):
        first = min(comments, key=lambda comment: comment.path)
        counted = ngettext_lazy(
            'there is no post "%(post)s" that this could be a comment on',
            'there is no post "%(post)s" that these %(count)s comments could be on',
            len(comments),
            post=post_id,
        )
        renamed = find_renamed(post_id, library.posts, taken)
        if renamed is None:
            hint = suggest_id(post_id, renamed)
        else:
            hint = _(
                "Was %(file)s renamed? Then write into it: id: %(id)s. Otherwise name the folder "
                "comments/%(now)s/.",
                file=renamed.place.path,
                id=post_id,
                now=renamed.id,
            )
            hint = join_sentences(hint, moved.take(renamed.path))
        report.error("post-unknown", first.place, counted, hint)


def suggest_id(post_id: str, renamed: Post | None) -> Translatable:
    """Return the hint for an id without its post; `renamed` is the post that may be meant."""
    if renamed is not None:
        return _(
            "Was %(file)s renamed? Then write into it: id: %(id)s",
            file=renamed.place.path,
            id=post_id,
        )
    return _("If its post was renamed, write into that file: id: %(id)s", id=post_id)
