"""Format the plan as plain text for a terminal with 80 columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rostrum.core.diagnostics import Severity
from rostrum.core.translatable import NO_TEXT, ngettext_lazy
from rostrum.core.translatable import gettext_lazy as _
from rostrum.crosspost.compose import Announcement, Message, MessageProblem
from rostrum.crosspost.messages import UNITS
from rostrum.crosspost.networks import find_links
from rostrum.crosspost.plan import Plan, PlannedPost
from rostrum.crosspost.shorten import clean_line, graphemes
from rostrum.i18n.catalogs import ENGLISH, Messages

_WIDTH = 78
_BAR, _MORE = "    | ", "    . "


def format_table(plan: Plan, most: int = 0, messages: Messages = ENGLISH) -> str:
    """Return the plan for a terminal, with the full text of each message below its length.

    `messages` are those of both domains, in the language of the person at the terminal.

    Of the first `most` posts, which wait longest, the texts are shown; 0 shows those of all.
    Each line of a text starts with `|`, and each continuation of a wrapped line with `.`. URLs
    are never wrapped, to keep them clickable, and are the only content wider than 80 columns.
    """
    in_full = plan.posts[: most or None]
    blocks = ["\n".join(_format_post(post, messages)) for post in in_full]
    blocks += ["\n".join(_format_short(post, messages)) for post in plan.posts[len(in_full) :]]
    blocks += ["\n".join(_format_apart(plan.apart, messages))] if plan.apart else []
    return "\n\n".join([*blocks, summarise(plan, messages)])


def summarise(plan: Plan, messages: Messages = ENGLISH) -> str:
    """Return a one-line summary with the numbers of posts, texts, errors and warnings."""
    if not plan.posts:
        return messages.gettext("Nothing new: every post is out on every network.")
    ngettext = messages.ngettext
    parts = [
        ngettext("%(count)s post", "%(count)s posts", len(plan.posts)),
        ngettext("%(count)s text", "%(count)s texts", len(plan.messages)),
    ]
    if errors := plan.count(Severity.ERROR):
        parts.append(ngettext("%(count)s error", "%(count)s errors", errors))
    if warnings := plan.count(Severity.WARNING):
        parts.append(ngettext("%(count)s warning", "%(count)s warnings", warnings))
    return ", ".join(parts) + "."


def _format_post(post: PlannedPost, messages: Messages) -> Iterator[str]:
    announcement = post.announcement
    yield from _wrap(clean_line(announcement.title) or announcement.id, "", "  ")
    yield from _wrap(_about(announcement), "  ", "  ")
    yield from _format_problems(post.problems, messages)
    for message in post.messages:
        yield ""
        yield from _format_message(message, messages)
    if post.left_out:
        yield ""
    for left in post.left_out:
        said = _("left out: %(reason)s", reason=left.reason(messages))
        yield f"  {left.network.name:<10}{said.translate(messages.translations)}"


def _format_short(post: PlannedPost, messages: Messages) -> Iterator[str]:
    announcement = post.announcement
    yield from _wrap(clean_line(announcement.title) or announcement.id, "", "  ")
    yield from _wrap(_about(announcement), "  ", "  ")
    networks = ", ".join(message.network.name for message in post.messages)
    problems = [*post.problems, *(item for text in post.messages for item in text.problems)]
    errors = sum(problem.level is Severity.ERROR for problem in problems)
    warnings = sum(problem.level is Severity.WARNING for problem in problems)
    parts = [
        _("for %(networks)s", networks=networks),
        ngettext_lazy("%(count)s error", "%(count)s errors", errors) if errors else NO_TEXT,
        ngettext_lazy("%(count)s warning", "%(count)s warnings", warnings) if warnings else NO_TEXT,
    ]
    said = [part.translate(messages.translations) for part in parts if part]
    yield from _wrap(" · ".join(said), "  ", "    ")


def _about(announcement: Announcement) -> str:
    people = ", ".join(f"{name} ({role})" if role else name for name, role in announcement.authors)
    about = (announcement.date.date().isoformat(), announcement.lang, people, announcement.id)
    return clean_line(" · ".join(filter(None, about)))


def _format_message(message: Message, messages: Messages) -> Iterator[str]:
    language = messages.translations
    units = [messages.gettext(UNITS[count.unit]) for count in message.counts]
    counts = ", ".join(
        f"{count.used}/{count.maximum}" + (f" {unit}" if number else "")
        for number, (count, unit) in enumerate(zip(message.counts, units, strict=True))
    )
    origin = (_("own text") if message.is_custom else _("composed")).translate(language)
    tags = " ".join(message.hashtags) or _("no hashtags").translate(language)
    header = f"{message.network.name:<10}{counts} · {origin} · {tags}"
    yield from _wrap(header, "  ", "            ")
    yield from _format_text(message.text)
    link = clean_line(message.link)
    said = _("link: %(address)s", address=link) if link else _("no link")
    yield f"    {said.translate(language)}"
    if message.sent_text != message.text:
        as_sent = _("as sent:")
        yield f"    {as_sent.translate(language)}"
        yield from _format_text(message.sent_text)
    yield from _format_problems(message.problems, messages)


def _format_text(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from _wrap(line, _BAR, _MORE)


def _format_problems(problems: tuple[MessageProblem, ...], messages: Messages) -> Iterator[str]:
    for problem in problems:
        message = f"{problem.level}[{problem.code}]: {problem.message(messages)}"
        yield from _wrap(clean_line(message), "    ", "      ")
        if hint := clean_line(problem.hint(messages)):
            labelled = _("hint: %(hint)s", hint=hint).translate(messages.translations)
            yield from _wrap(labelled, "      ", "      ")


def _format_apart(apart: tuple[Announcement, ...], messages: Messages) -> Iterator[str]:
    yield _("Posts that go to no network").translate(messages.translations)
    for announcement in apart:
        yield from _wrap(f"{clean_line(announcement.title)} · {announcement.id}", "  ", "    ")


def _wrap(text: str, first: str, later: str) -> Iterator[str]:
    indent, line = first, ""
    for piece in _pieces(text, _WIDTH - len(later)):
        if line and _cells(indent + line + piece.rstrip()) > _WIDTH:
            yield (indent + line).rstrip()
            indent, line = later, ""
        line += piece
    yield (indent + line).rstrip()


def _pieces(text: str, room: int) -> Iterator[str]:
    # Yield words with their trailing space. Split words wider than a line into graphemes.
    for word in _split_words(text):
        if _cells(word) <= room or find_links(word):
            yield word
        else:
            yield from graphemes(word)


def _split_words(text: str) -> Iterator[str]:
    *words, last = text.split(" ")
    yield from (f"{word} " for word in words)
    yield last


def _cells(text: str) -> int:
    # East Asian wide characters and emoji take two columns in a terminal (UAX 11).
    return sum(_width(cluster) for cluster in graphemes(text))


def _width(cluster: str) -> int:
    wide = any(unicodedata.east_asian_width(char) in "WF" for char in cluster)
    return 2 if wide or "\ufe0f" in cluster else 1
