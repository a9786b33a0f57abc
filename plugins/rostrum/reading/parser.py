"""Read posts, pages, people, series, comments and topics from their source files."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from rostrum.core.diagnostics import Diagnostic, Report, SourceLocation
from rostrum.core.languages import (
    UnknownLanguageError,
    has_locale,
    list_fallbacks,
    read_language,
    suggest_language,
)
from rostrum.core.model import (
    LISTS,
    AnnouncedInstallment,
    Body,
    Change,
    Comment,
    Image,
    Page,
    Person,
    Post,
    Series,
    Status,
    Topics,
)
from rostrum.core.portable_names import compose
from rostrum.core.text import shorten_words
from rostrum.core.time_limit import OutOfTime
from rostrum.core.time_zones import place_in_zone
from rostrum.core.translatable import Translatable, group_digits
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import CommentError, blank_comments
from rostrum.html.summaries import summary_text
from rostrum.html.typography import typeset_html, typeset_text
from rostrum.markdown.alt_texts import is_file_name, report_alt
from rostrum.markdown.complexity import find_heaviest
from rostrum.markdown.dialects import RENDERERS
from rostrum.markdown.keywords import add_words
from rostrum.markdown.labels import ENGLISH
from rostrum.markdown.placeholders import report_placeholder
from rostrum.markdown.renderer import Unrenderable
from rostrum.reading.editor_form import check_form
from rostrum.reading.fields import COMMENT, PAGE, PERSON, PERSON_TRANSLATION, POST, SERIES, TOPICS
from rostrum.reading.front_matter import Matter, decode, split_source
from rostrum.reading.front_matter_edits import set_value
from rostrum.reading.ignore_comments import add_ignore_comments
from rostrum.reading.merge_conflicts import has_conflicts
from rostrum.reading.own_keys import SECOND_SUMMARY, is_own_key
from rostrum.reading.role_fields import check_own
from rostrum.reading.source_file import NOUNS, ReadOptions, Source, SourceFile
from rostrum.reading.yaml_reader import WHOLE_FILE, read_yaml, report_twice
from rostrum.schema.dates import has_time
from rostrum.schema.renames import rename_cells
from rostrum.schema.schema import Schema
from rostrum.schema.source_value import SourceValue
from rostrum.schema.types import LONGEST_SLUG, is_name

LARGEST_COMMENT = 64_000
"""Maximum bytes of a comment's file: enough for the longest comment shown and its keys."""

SLOW = "too-slow"
"""The code of a diagnostic possibly absent when the same file is read again."""

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_.]")  # jekyllrb.com/docs/posts/
_KNOWN_KEYS = POST.fields.keys() | POST.aliases.keys() | PAGE.fields.keys()
_SHARED_KEYS = ("aliases", "authors", "category", "save_as", "status", "tags", "template", "url")
"""Keys of posts and pages whose values need no more than their reader."""
_SUMMARY_LENGTH = 280  # characters of a summary taken from the text
_FENCE = re.compile(r"\s*-{3,}\s*$")
_BEGINNINGS = {
    "post": _('Begin with "---", title:, date:, authors:, "---", each on a line of its own.'),
    "page": _('Begin with "---", title:, "---", each on a line of its own.'),
    "person": _('Begin with "---", name:, "---", each on a line of its own.'),
    "series": _('Begin with "---", title:, "---", each on a line of its own.'),
    "comment": _('Begin with "---", author:, date:, "---", each on a line of its own.'),
}


class SourceReader:
    """Reads source files of every kind, with one Markdown renderer for all of them."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._markdown = RENDERERS[options.dialect](options.markdown)
        self._zone = ZoneInfo(options.timezone)
        self._languages = {lang.lower(): lang for lang in options.languages}
        # Texts about people, series and topics also serve more special languages of the site.
        self._fallbacks = {
            tag.lower(): tag for lang in options.languages for tag in list_fallbacks(lang)
        }
        self._read: dict[str, Callable[[SourceFile, Matter, Report], Source | None]] = {
            "post": self._read_post,
            "page": self._read_page,
            "person": self._read_person,
            "series": self._read_series,
            "comment": self._read_comment,
        }

    def read(self, file: SourceFile, raw: bytes, report: Report) -> Source | None:
        """Return a file's content, or None after reporting an error."""
        if file.kind == "comment" and len(raw) > LARGEST_COMMENT:
            message = _(
                "the comment has %(number)s bytes, more than %(maximum)s",
                number=group_digits(len(raw)),
                maximum=group_digits(LARGEST_COMMENT),
            )
            report.error(
                "too-large",
                SourceLocation(file.display_path),
                message,
                _("Shorten it, or remove it."),
            )
            return None
        # What a commenter writes is no conflict, and ignores nothing.
        is_comment = file.kind == "comment"
        if not is_comment and has_conflicts(raw, file.display_path, report):
            return None
        if file.kind == "topics":
            return self._read_topics(file, raw, report)
        matter = self._split(file, raw, report)
        if matter is None:
            return None
        matter = matter if is_comment else add_ignore_comments(matter, raw, report)
        if matter.is_broken:
            self._check_text(file, matter, report)
            return None
        matter = self._rename_keys(file.kind, matter, report)
        given = self._given_to(file, matter)
        if not matter.cells and "title" not in given and not self._is_face(file):
            _report_bare(file, matter, raw, report)
            return None
        if not given:
            return self._read[file.kind](file, matter, report)
        diagnostics = Report()
        matter = replace(matter, cells=_without_empty(matter.cells, given) | given)
        source = self._read[file.kind](file, matter, diagnostics)
        for diagnostic in diagnostics:
            report.add(_name_file(diagnostic, given, file.display_path))
        if isinstance(source, Post) and source.is_undated:
            self._report_file_date(file, raw, report)
        return source

    def _rename_keys(self, kind: str, matter: Matter, report: Report) -> Matter:
        """Return a matter with its keys under their present names; report former ones."""
        if not self._options.renames.of(kind):
            return matter
        own = {key: cell for key, cell in matter.cells.items() if key in self._options.extra_keys}
        cells = {key: cell for key, cell in matter.cells.items() if key not in own}
        renamed = self._options.renames.rename_cells(kind, cells, report)
        return replace(matter, cells={**renamed, **own})

    def _split(self, file: SourceFile, raw: bytes, report: Report) -> Matter | None:
        """Return the parts of a file; report forms that the site's editor does not know."""
        matter = split_source(raw, file.display_path, report)
        if matter and self._options.has_editor:
            check_form(file.kind, matter, raw, report)
        return matter

    def _check_text(self, file: SourceFile, matter: Matter, report: Report) -> None:
        """Report what is wrong in the text below a front matter that can't be read."""
        if file.kind != "comment":
            self._body(matter, self._split_stem(file)[1] or self._options.lang, "", report)

    def _given_to(self, file: SourceFile, matter: Matter) -> dict[str, SourceValue]:
        """Return the metadata from the settings for keys missing in the front matter."""
        schema = {"post": POST, "page": PAGE}.get(file.kind)
        if schema is None:
            return {}
        written = {
            schema.aliases.get(key, key) for key, cell in matter.cells.items() if not cell.is_empty
        }
        if self._split_stem(file)[1]:
            written.add("lang")
        metadata = self._options.metadata
        found = metadata.find(file.path, file.display_path)  # its former keys are reported already
        present, _former = rename_cells(found, self._options.renames.of(file.kind))
        given = {
            key: cell
            for key, cell in present.items()
            if key not in written and (key in schema.fields or key not in _KNOWN_KEYS)
        }
        if file.kind == "post" and metadata.author and "authors" not in written:
            given.setdefault("authors", metadata.author)
        if file.kind == "post" and "date" not in written | given.keys():
            given |= self._find_date(file)
        return given

    def _find_date(self, file: SourceFile) -> dict[str, SourceValue]:
        """Return the date in the name of a post's file, as in Jekyll, or the time of the file."""
        if match := _DATED_NAME.match(PurePosixPath(file.path).name):
            return {"date": SourceValue(match[1], SourceLocation(file.display_path))}
        return {"date": self._date_of_file(file)} if file.changed else {}

    def _date_of_file(self, file: SourceFile) -> SourceValue:
        moment = datetime.fromtimestamp(file.changed, self._zone)
        return SourceValue(moment.isoformat(" "), SourceLocation(file.display_path))

    def _report_file_date(self, file: SourceFile, raw: bytes, report: Report) -> None:
        """Report that a post is dated by its file."""
        date = self._date_of_file(file)
        can_write = set_value(raw, "date", str(date.data)) is not None
        by_hand = _(
            'Write "date: %(date)s" into its front matter, between two lines "---".',
            date=str(date.data),
        )
        if self._options.metadata.refuses_file_dates:
            message = _("the post has no date, and the time of its file is that of the checkout")
            hint = _("On the machine where you write: rostrum check --write-dates, then commit.")
            report.error("date", date.place, message, hint if can_write else by_hand)
            return
        message = _("the post has no date; that of its file is used: %(date)s", date=str(date.data))
        hint = _("rostrum check --write-dates writes it into the post.")
        report.warning("date-from-file", date.place, message, hint if can_write else by_hand)

    def _read_post(self, file: SourceFile, matter: Matter, report: Report) -> Post | None:
        cells, own = self._separate(POST, matter.cells)
        values = POST.read(cells, SourceLocation(file.display_path), report)
        if not values["title"] or not values["date"]:
            return None
        stem, lang = self._split_lang(values["lang"], file, matter, report)
        rules = self._find_rules(lang, values["typography"])
        body = self._body(matter, lang, rules, report)
        title = self._clean_title(values["title"], matter, report)
        body = replace(body, terms=add_words(body.terms, title.split()))
        places = self._locate_keys(matter, POST)
        if not (body.words or body.references):
            _check_empty(values, matter, places["title"], report)
        _check_placeholders(values, places, report)
        _check_alt(values["image"], places, report)
        return Post(
            id=values["id"] or file.id,
            title=_typeset(title, rules),
            date=self._aware(values["date"]),
            written_with=values["written_with"],
            lang=lang,
            slug=values["slug"] or self._derive_slug(title, stem, matter, report),
            body=body,
            summary=self._summary(values["summary"], rules, body, matter, report),
            summary_written=bool(values["summary"]),
            canonical=values["canonical"],
            series=values["series"],
            part=values["part"],
            image=values["image"],
            comments=values["comments"],
            crosspost=dict(values["crosspost"]),
            related=values["related"],
            key_points=tuple(
                self._plain_line(point, "key_points", rules, places["key_points"], report)
                for point in values["key_points"]
            ),
            changes=tuple(self._read_change(change, rules, report) for change in values["changes"]),
            contents=values["contents"],
            is_undated=bool(file.changed) and matter.cells["date"] == self._date_of_file(file),
            places=places,
            **self._read_shared(file, values, own, report),
        )

    def _read_page(self, file: SourceFile, matter: Matter, report: Report) -> Page | None:
        cells, own = self._separate(PAGE, matter.cells)
        values = PAGE.read(cells, SourceLocation(file.display_path), report)
        if not values["title"]:
            return None
        stem, lang = self._split_lang(values["lang"], file, matter, report)
        rules = self._find_rules(lang, values["typography"])
        body = self._body(matter, lang, rules, report)
        places = self._locate_keys(matter, PAGE)
        _check_placeholders(values, places, report)
        return Page(
            title=_typeset(self._clean_title(values["title"], matter, report), rules),
            lang=lang,
            slug=values["slug"] or self._derive_slug(values["title"], stem, matter, report),
            body=body,
            summary=self._summary(values["summary"], rules, body, matter, report),
            summary_written=bool(values["summary"]),
            menu=values["menu"],
            date=self._aware(values["date"]) if values["date"] else None,
            places=places,
            **self._read_shared(file, values, own, report),
        )

    def _locate_keys(self, matter: Matter, schema: Schema) -> dict[str, SourceLocation]:
        """Return the location of each key; a slug without a key is where its title is written."""
        places = _places(matter, schema.aliases)
        title = places["title"]
        if self._options.slug_from != "basename" and title.path == matter.path:
            places.setdefault("slug", title)
        return places

    def _read_shared(
        self,
        file: SourceFile,
        values: Mapping[str, Any],
        own: Mapping[str, SourceValue],
        report: Report,
    ) -> dict[str, Any]:
        """Return the fields that posts and pages have alike; `own` are the site's own keys."""
        return {key: values[key] for key in _SHARED_KEYS} | {
            "path": file.path,
            "place": SourceLocation(file.display_path),
            "modified": self._aware(values["modified"]) if values["modified"] else None,
            "extra": _join_extra(values["extra"] or {}, own, report),
            "own_keys": tuple(own),
        }

    def _separate(
        self, schema: Schema, cells: Mapping[str, SourceValue]
    ) -> tuple[Mapping[str, SourceValue], Mapping[str, SourceValue]]:
        """Return the values of the kit's keys, and those of the site's own keys."""
        kit, own = schema.separate(
            cells, lambda key: is_own_key(key, self._options.extra_keys, _KNOWN_KEYS - {key})
        )
        summary = _find_summary(cells)
        return ({**kit, "summary": summary} if summary else kit), own

    def _read_person(self, file: SourceFile, matter: Matter, report: Report) -> Person | None:
        key = self._key(file, report)
        is_translation = self._is_face(file) and not self._is_main(file, matter)
        schema = PERSON_TRANSLATION if is_translation else PERSON
        values = schema.read(matter.cells, SourceLocation(file.display_path), report)
        if not is_translation and not values["name"]:
            return None
        values["name"] = self._clean_name(values["name"], matter, report)
        _stem, lang = self._split_lang(values.pop("lang"), file, matter, report)
        rules = self._find_rules(lang)
        values["summary"] = _typeset(values["summary"], rules)
        places = _places(matter)
        _check_placeholders(values, places, report)
        person = Person(
            key=key,
            path=file.path,
            place=SourceLocation(file.display_path),
            lang=lang,
            body=self._body(matter, lang, rules, report),
            places=places,
            **values,
        )
        check_own(person, report)
        return person

    def _read_series(self, file: SourceFile, matter: Matter, report: Report) -> Series | None:
        values = SERIES.read(matter.cells, SourceLocation(file.display_path), report)
        if not values["title"]:
            return None
        key = self._key(file, report)
        values["title"] = self._clean_title(values["title"], matter, report)
        _stem, lang = self._split_lang(values.pop("lang"), file, matter, report)
        rules = self._find_rules(lang)
        values |= {key: _typeset(values[key], rules) for key in ("title", "summary")}
        values["planned"] = tuple(self._place_planned(item, rules) for item in values["planned"])
        places = _places(matter)
        _check_placeholders(values, places, report)
        _check_alt(values["image"], places, report)
        return Series(
            key=key,
            path=file.path,
            place=SourceLocation(file.display_path),
            lang=lang,
            body=self._body(matter, lang, rules, report),
            places=places,
            **values,
        )

    def _read_comment(self, file: SourceFile, matter: Matter, report: Report) -> Comment | None:
        values = COMMENT.read(matter.cells, SourceLocation(file.display_path), report)
        if not values["author"] or not values["date"]:
            return None
        post, _slash, name = file.id.rpartition("/")
        values["id"] = values["id"] or name
        values["reply_to"] = compose(values["reply_to"])
        values["date"] = self._aware(values["date"])
        values["has_hour"] = has_time(str(matter.cells["date"].data))
        return Comment(
            post=post,
            path=file.path,
            place=SourceLocation(file.display_path),
            text=matter.body,
            places=_places(matter),
            **values,
        )

    def _read_topics(self, file: SourceFile, raw: bytes, report: Report) -> Topics | None:
        """Return the descriptions of tags and categories in one language from a YAML file."""
        text = decode(raw, file.display_path, report)
        cells = None
        if text is not None:
            cells = read_yaml(text, file.display_path, 1, report, WHOLE_FILE)
        if cells is None:
            return None
        stem, lang = self._split_stem(file)
        if stem != "topics":
            tag = stem.removeprefix("topics.")
            self._report_absent(tag, SourceLocation(file.display_path), report)
            return None
        renamed = self._options.renames.rename_cells(file.kind, cells, report)
        values = TOPICS.read(renamed, SourceLocation(file.display_path), report)
        place = SourceLocation(file.display_path)
        lang = lang or self._options.lang
        rules = self._find_rules(lang)
        for key, items in values.items():
            if key in ("tag_aliases", "category_aliases"):
                continue
            values[key] = tuple(replace(it, text=_typeset(it.text, rules)) for it in items)
        return Topics(file.path, place, lang, **values)

    def _find_rules(self, lang: str, wanted: bool | None = None) -> str:
        """Return the language of a file's typographic rules; empty if it is shown as written.

        `wanted` is what the file says; None takes the setting of the site.
        """
        has_typography = self._options.has_typography if wanted is None else wanted
        return self._options.typography.get(lang, "") if has_typography else ""

    def _body(self, matter: Matter, lang: str, rules: str, report: Report) -> Body:
        body = self._render(matter, lang, rules, report)
        return replace(body, ignores=matter.ignores) if matter.ignores else body

    def _render(self, matter: Matter, lang: str, rules: str, report: Report) -> Body:
        labels = self._options.labels.get(lang, ENGLISH)
        try:
            return self._markdown.render_body(
                *(matter.body, matter.path, matter.body_line, labels, report),
                typography=rules,
            )
        except CommentError as wrong:
            place = wrong.place(matter.body, matter.path, matter.body_line)
            report.error("html-comment-open", place, wrong.message, wrong.hint)
        except Unrenderable as wrong:
            place = SourceLocation(matter.path, matter.body_line + wrong.line)
            report.error("markdown", place, wrong.message, wrong.hint)
        except OutOfTime:
            line = matter.body_line + find_heaviest(matter.body)
            report_slow(SourceLocation(matter.path, line), report)
        return Body()

    def _is_face(self, file: SourceFile) -> bool:
        """Return True if the file is a translation of a person."""
        suffix = self._split_stem(file)[1]
        return file.kind == "person" and suffix not in ("", self._options.lang)

    def _is_main(self, file: SourceFile, matter: Matter) -> bool:
        """Return True if the file of a person in a more general language is the main one.

        `anna.de.md` with a name is the main file of a site in `de-AT`.
        """
        suffix = self._split_stem(file)[1]
        return suffix in list_fallbacks(self._options.lang) and "name" in matter.cells

    def _key(self, file: SourceFile, report: Report) -> str:
        """Return the key of a person or series in posts: the name of its file."""
        key, _suffix = self._split_stem(file)
        if not is_name(key):
            message = _(
                'no post can name this %(noun)s: "%(key)s" is not a name',
                noun=NOUNS[file.kind],
                key=key,
            )
            hint = _("Rename the file: letters, digits and hyphens, no blanks.")
            report.error("file-name", SourceLocation(file.display_path), message, hint)
        return key

    def _summary(self, written: str, rules: str, body: Body, matter: Matter, report: Report) -> str:
        """Return the author's summary as plain text, or the beginning of the text without one."""
        summary = self._plain_line(written, "summary", rules, _place_summary(matter), report)
        return summary or shorten_words(body.lead, _SUMMARY_LENGTH)

    def _render_summary(self, written: str, rules: str) -> str:
        fragment = self._markdown.render_inline(written)
        if rules:
            return typeset_text(summary_text(typeset_html(fragment, rules)), rules)
        return summary_text(fragment)

    def _plain_line(
        self, written: str, key: str, rules: str, place: SourceLocation, report: Report
    ) -> str:
        """Return a line of Markdown in the front matter as plain text; report what it can't be."""
        try:
            return self._render_summary(written, rules) if written else ""
        except CommentError as wrong:
            message = _("%(key)s: %(message)s", key=key, message=wrong.message)
            report.error("html-comment-open", place, message, wrong.hint)
            return written
        except Unrenderable as wrong:
            message = _("%(key)s: %(message)s", key=key, message=wrong.message)
            report.error("markdown", place, message, wrong.hint)
            return ""

    def _read_change(self, change: Change, rules: str, report: Report) -> Change:
        text = self._plain_line(change.text, "changes", rules, change.place, report)
        return replace(change, date=self._aware(change.date), text=text)

    def _clean_title(self, title: str, matter: Matter, report: Report) -> str:
        message = _("the title holds an HTML entity")
        return _resolve_entities(title, matter.cells.get("title"), message, report)

    def _clean_name(self, name: str, matter: Matter, report: Report) -> str:
        message = _("the name holds an HTML entity")
        return _resolve_entities(name, matter.cells.get("name"), message, report)

    def _aware(self, moment: datetime) -> datetime:
        """Return a moment in the site's time zone; a moment without a zone is in the site's zone.

        The result has a fixed offset only, to be equal after storage. The offset is rounded to
        whole minutes as in RFC 3339 (before 1893 Vienna was 1 h 5 min 21 s ahead).
        """
        local = place_in_zone(moment, self._zone)
        minutes = round((local.utcoffset() or timedelta()) / timedelta(minutes=1))
        return local.replace(tzinfo=timezone(timedelta(minutes=minutes)), fold=0)

    def _place_planned(self, item: AnnouncedInstallment, rules: str) -> AnnouncedInstallment:
        """Return an announcement in the site's time zone, with its title as it is shown."""
        date = self._aware(item.date) if item.date else None
        title = _typeset(item.title, rules)
        return AnnouncedInstallment(title, date, item.part, item.place, item.title)

    def _split_stem(self, file: SourceFile) -> tuple[str, str]:
        """Return a file's name and the language from its suffix, empty without a suffix."""
        # macOS may write ö as two characters; front matter uses one (Unicode, UAX 15).
        stem = compose(PurePosixPath(file.path).stem)
        name, dot, suffix = stem.rpartition(".")
        known = self._languages if file.kind in ("post", "page") else self._fallbacks
        lang = known.get(suffix.lower(), "") if dot else ""
        return (name, lang) if lang else (stem, "")

    def _split_lang(
        self, written: str, file: SourceFile, matter: Matter, report: Report
    ) -> tuple[str, str]:
        """Return a file's name without its language suffix, and its language."""
        stem, suffix = self._split_stem(file)
        known = self._languages if file.kind in ("post", "page") else self._fallbacks
        if written and written.lower() not in known:
            self._report_absent(written, matter.cells["lang"].place, report)
            written = ""
        elif not suffix and "lang" not in matter.cells:
            self._check_suffix(stem, SourceLocation(file.display_path), report)
        return stem, written or suffix or self._options.lang

    def _report_absent(self, tag: str, place: SourceLocation, report: Report) -> None:
        """Report a language that is not one of the site's."""
        try:
            lang = read_language(tag)
        except UnknownLanguageError as wrong:
            report.error("lang-unknown", place, wrong.message, wrong.hint)
            return
        hint = _(
            'Add "%(tag)s" to "languages" in ROSTRUM, or use one of them: %(known)s.',
            tag=lang,
            known=", ".join(self._options.languages),
        )
        if meant := suggest_language(lang, self._options.languages):
            hint = _(
                'Did you mean "%(meant)s"? Otherwise add "%(tag)s" to "languages" in ROSTRUM.',
                meant=meant,
                tag=lang,
            )
        message = _('the site has no language "%(tag)s"', tag=lang)
        report.error("lang-unknown", place, message, hint)

    def _check_suffix(self, stem: str, place: SourceLocation, report: Report) -> None:
        """Report a file whose name seems to name a language that the site does not have."""
        _name, dot, suffix = stem.rpartition(".")
        try:
            lang = read_language(suffix.replace("_", "-")) if dot else ""
        except UnknownLanguageError:
            return
        if not lang or not has_locale(lang):
            return
        default = self._options.lang
        message = _(
            'the file\'s name ends in "%(suffix)s", and the site has no such language: this is '
            'read as "%(lang)s"',
            suffix=f".{suffix}",
            lang=default,
        )
        hint = _(
            'Add "%(tag)s" to "languages" in ROSTRUM, or say in the file what it is: '
            "lang: %(lang)s.",
            tag=lang,
            lang=default,
        )
        if lang.lower() in self._languages:
            hint = _('Let the name end in ".%(tag)s".', tag=lang.lower())
        report.warning("file-language", place, message, hint)

    def _derive_slug(self, title: str, stem: str, matter: Matter, report: Report) -> str:
        source = stem if self._options.slug_from == "basename" else title
        slug = self._options.slugify(source) or self._options.slugify(stem)
        if 0 < len(slug.encode()) <= LONGEST_SLUG:
            return slug
        message = (
            _("the title is too long to make an address of it")
            if slug
            else _("no slug can be made of the title")
        )
        place = self._locate_keys(matter, POST).get("slug", SourceLocation(matter.path))
        report.error("slug", place, message, _('Add a line "slug: …" to the front matter.'))
        return slug[:LONGEST_SLUG]


def _typeset(text: str, rules: str) -> str:
    """Return a plain text with the typography of a language; without one as it is written."""
    return typeset_text(text, rules) if rules and text else text


def _resolve_entities(
    text: str, cell: SourceValue | None, message: Translatable, report: Report
) -> str:
    """Return a text of front matter with the characters of its HTML entities, and report them."""
    clean = html.unescape(text)
    if clean != text and cell:
        hint = _("Write the character itself: %(clean)s", clean=clean)
        report.warning("title-entity", cell.place, message, hint)
    return clean


def _check_empty(
    values: Mapping[str, Any], matter: Matter, place: SourceLocation, report: Report
) -> None:
    """Report a post without a text, unless it is a draft, or the text is elsewhere."""
    is_shown = values["template"] or values["canonical"] or values["status"] is Status.DRAFT
    if not is_shown and not blank_comments(matter.body).strip():
        hint = _("Write it, or make the post a draft: status: draft.")
        report.warning("post-empty", place, _("the post has no text"), hint)


def _check_placeholders(
    values: Mapping[str, Any], places: Mapping[str, SourceLocation], report: Report
) -> None:
    """Report the placeholders in the texts of a front matter."""
    for key in ("title", "name", "summary"):
        if (text := values.get(key)) and key in places:
            report_placeholder(text, places[key], report)


def _check_alt(image: Image | None, places: Mapping[str, SourceLocation], report: Report) -> None:
    """Report an alt text in front matter that is the name of a file."""
    if image is not None and is_file_name(image.alt, image.src):
        report_alt(image.alt, places["image"], report)


def report_slow(place: SourceLocation, report: Report) -> None:
    """Report a file over the time limit for reading."""
    message = _("reading takes more of the processor's time than the setting cpu_seconds allows")
    report.error(SLOW, place, message, _("Halve the text to find the place; is MARKDOWN set?"))


def _report_bare(file: SourceFile, matter: Matter, raw: bytes, report: Report) -> None:
    """Report a file without front matter, or with a fence below the first line."""
    message = _("the %(noun)s has no front matter", noun=NOUNS[file.kind])
    hint = _BEGINNINGS[file.kind]
    line = next((n for n, line in enumerate(matter.body.split("\n"), 1) if _FENCE.match(line)), 0)
    if not raw.strip():
        message = _("the file is empty")
    elif 0 < line <= 3:
        hint = _('The first line of the file must be "---".')
    report.error(
        "frontmatter-missing", SourceLocation(file.display_path, max(line, 1)), message, hint
    )


def _without_empty(
    cells: Mapping[str, SourceValue], given: Mapping[str, SourceValue]
) -> dict[str, SourceValue]:
    """Return the values of a front matter without empty keys overridden by the settings."""
    return {
        key: cell
        for key, cell in cells.items()
        if not (cell.is_empty and POST.aliases.get(key, key) in given)
    }


def _name_file(
    diagnostic: Diagnostic, given: Mapping[str, SourceValue], display_path: str
) -> Diagnostic:
    """Return a diagnostic; add the source file's name if it is located in the settings."""
    if diagnostic.place.path == display_path or diagnostic.place.path not in {
        cell.place.path for cell in given.values()
    }:
        return diagnostic
    return replace(
        diagnostic,
        message=_("%(message)s (for %(file)s)", message=diagnostic.message, file=display_path),
    )


def _join_extra(
    extra: Mapping[str, Any], own: Mapping[str, SourceValue], report: Report
) -> Mapping[str, Any]:
    """Return the values of `extra` and of a site's own keys; report a key in both."""
    for key in own.keys() & extra.keys():
        report_twice(key, own[key].start, report)
    return {**extra, **{key: cell.to_plain() for key, cell in own.items()}}


def _find_summary(cells: Mapping[str, SourceValue]) -> SourceValue | None:
    """Return the summary, or the description that stands for it; None if neither is a text."""
    written = cells.get("summary")
    if written and not written.is_empty:
        return written
    other = cells.get(SECOND_SUMMARY)
    return other if other and isinstance(other.data, str) and not other.is_empty else written


def _place_summary(matter: Matter) -> SourceLocation:
    cell = _find_summary(matter.cells)
    return cell.place if cell else SourceLocation(matter.path)


def _places(
    matter: Matter, aliases: Mapping[str, str] = MappingProxyType({})
) -> dict[str, SourceLocation]:
    """Return the location of each key, and of each item of the lists in LISTS.

    A key written with one of the `aliases`, such as `author`, has its usual name.
    """
    places: dict[str, SourceLocation] = {}
    for written, cell in matter.cells.items():
        key = aliases.get(written, written)
        places.setdefault(key, cell.place)
        if key in LISTS:
            places |= {f"{key}: {name}": place for name, place in _locate_items(cell)}
    if SECOND_SUMMARY in places:
        places.setdefault("summary", places[SECOND_SUMMARY])
    return places


def _locate_items(cell: SourceValue) -> Iterator[tuple[object, SourceLocation]]:
    """Yield each item of a list, or of a text with commas, with its location."""
    if isinstance(cell.data, list):
        yield from ((item.data, item.place) for item in cell.data)
    elif isinstance(cell.data, str) and "\n" not in cell.data:
        for match in re.finditer(r"[^;,\s][^;,]*", cell.data):
            place = replace(cell.place, column=cell.place.column + match.start())
            yield match[0].rstrip(), place
