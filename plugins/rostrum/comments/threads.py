"""Build threads from comments: replies, authors, and consistency checks."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rostrum.comments.sanitizer import LONGEST, CommentRenderer, plain_line, safe_url
from rostrum.core.diagnostics import Report, suggest
from rostrum.core.model import Comment, Person, Reply, Thread
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import group_digits
from rostrum.people.roles import person_at

# Maximum levels of a thread. Deeper replies continue at the last level, in order of time: deeper
# nesting is unreadable, and could exceed the recursion limit in code walking a thread.
DEEPEST = 20
_MARKUP = " >*_+-#`~"  # signs of Markdown that show nothing by themselves


def build_thread(
    comments: Sequence[Comment],
    people: Mapping[str, Person],
    authors: Sequence[str],
    report: Report,
    renderer: CommentRenderer | None = None,
) -> Thread:
    """Return the thread of one post: replies below their parent comments, oldest first.

    `people` is keyed by the names used in comments, `authors` are the keys of the authors of the
    post. The comments in the thread contain the display text: for a person, the name, and the
    role unless the comment has its own; the address only if it is a web address.

    Reports `duplicate-id`, `reply-unknown`, `reply-cycle`, `comment-long` as errors, and
    `reply-early`, `comment-empty`, `comment-url` as warnings. No comment is left out, even with
    errors.
    """
    ordered = sorted(comments, key=lambda comment: (comment.date, comment.id, comment.path))
    parents = _find_parents(ordered, _index(ordered, report), report)
    _open_circles(ordered, parents, report)
    _check_dates(ordered, parents, report)
    for comment in ordered:
        _check_words(comment, report)
    presented = [_present(comment, people) for comment in ordered]
    renderer = renderer or CommentRenderer()
    replies = [
        Reply(
            comment=comment,
            html=renderer.render(comment.text),
            person=_find_person(original, people),
            by_author=original.author in authors,
        )
        for original, comment in zip(ordered, presented, strict=True)
    ]
    return Thread(_nest(replies, parents))


def check_scheduled(comments: Iterable[Comment], moment: datetime, report: Report) -> None:
    """Report future errors in a thread, caused by comments dated after `moment`.

    `comments` are all comments on one post. The codes are those of `build_thread`.
    """
    ordered = sorted(comments, key=lambda comment: (comment.date, comment.id, comment.path))
    parents = _find_parents(ordered, _index(ordered, report), report)
    for comment, parent in zip(ordered, parents, strict=True):
        if parent is not None and ordered[parent].date > max(comment.date, moment):
            _report_early_reply(comment, ordered[parent], report)
        if comment.date > moment:
            _check_words(comment, report)
    _open_circles(ordered, parents, report)
    _check_dates(ordered, parents, report)


def _report_early_reply(comment: Comment, parent: Comment, report: Report) -> None:
    """Report a reply published before its parent comment."""
    report.error(
        "reply-unknown",
        comment.where("reply_to"),
        _('The comment "%(id)s" is not out when this reply to it is', id=parent.id),
        _(
            "%(place)s dates it %(date)s.",
            place=str(parent.where("date")),
            date=parent.date.isoformat(" ", "minutes"),
        ),
    )


def latest(threads: Iterable[Thread], count: int) -> tuple[Reply, ...]:
    """Return the newest comments of several threads, newest first."""
    replies = (reply for thread in threads for reply in thread.walk())
    return tuple(heapq.nlargest(count, replies, key=_age))


def _age(reply: Reply) -> tuple[object, ...]:
    return (reply.comment.date, reply.comment.post, reply.comment.id)


def _index(ordered: Sequence[Comment], report: Report) -> dict[str, int]:
    """Return the index of each comment id; of comments with the same id, the first by path."""
    index: dict[str, int] = {}
    for number in sorted(range(len(ordered)), key=lambda number: ordered[number].path):
        comment = ordered[number]
        first = ordered[index.setdefault(comment.id, number)]
        if first is not comment:
            report.error(
                "duplicate-id",
                comment.where("id"),
                _(
                    'The comment id "%(id)s" is already taken at %(place)s',
                    id=comment.id,
                    place=str(first.where("id")),
                ),
                _("Give each comment on a post its own id."),
            )
    return index


def _find_parents(
    ordered: Sequence[Comment], index: Mapping[str, int], report: Report
) -> list[int | None]:
    parents: list[int | None] = []
    for comment in ordered:
        parents.append(index.get(comment.reply_to) if comment.reply_to else None)
        if comment.reply_to and parents[-1] is None:
            report.error(
                "reply-unknown",
                comment.where("reply_to"),
                _('No comment on this post has the id "%(reply_to)s"', reply_to=comment.reply_to),
                suggest(comment.reply_to, index.keys() - {comment.id}),
            )
    return parents


def _open_circles(ordered: Sequence[Comment], parents: list[int | None], report: Report) -> None:
    """Break each reply cycle: detach its oldest comment, and report the cycle there."""
    seen: set[int] = set()
    for start in range(len(ordered)):
        path: dict[int, None] = {}
        current: int | None = start
        while current is not None and current not in seen:
            seen.add(current)
            path[current] = None
            current = parents[current]
        if current is not None and current in path:
            walked = list(path)
            circle = sorted(walked[walked.index(current) :])
            parents[circle[0]] = None
            _report_circle([ordered[number] for number in circle], report)


def _report_circle(circle: Sequence[Comment], report: Report) -> None:
    names = ", ".join(f'"{comment.id}"' for comment in circle)
    report.error(
        "reply-cycle",
        circle[0].where("reply_to"),
        _("The comment %(names)s replies to itself", names=names)
        if len(circle) == 1
        else _("The comments %(names)s reply to each other in a circle", names=names),
        _("Name the comment that it answers, or remove `reply_to`."),
    )


def _check_dates(ordered: Sequence[Comment], parents: Sequence[int | None], report: Report) -> None:
    for comment, parent in zip(ordered, parents, strict=True):
        if parent is not None and comment.date < ordered[parent].date:
            report.warning(
                "reply-early",
                comment.where("date"),
                _(
                    'The reply is older than the comment "%(id)s" that it answers',
                    id=ordered[parent].id,
                ),
                _(
                    "That one is dated %(date)s.",
                    date=ordered[parent].date.isoformat(" ", "minutes"),
                ),
            )


def _check_words(comment: Comment, report: Report) -> None:
    """Report an empty or overlong text, and an address rejected by `safe_url`."""
    if not plain_line(comment.text).strip(_MARKUP):
        report.warning(
            "comment-empty",
            comment.place,
            _("the comment has no text"),
            _('Write it below the second "---", or remove the file.'),
        )
    if len(comment.text) > LONGEST:
        report.error(
            "comment-long",
            comment.place,
            _(
                "The comment has %(number)s characters, more than %(maximum)s",
                number=group_digits(len(comment.text)),
                maximum=group_digits(LONGEST),
            ),
            _("Shorten it, or publish it as a post."),
        )
    if comment.url and not safe_url(comment.url):
        report.warning(
            "comment-url",
            comment.where("url"),
            _('The address "%(url)s" is not shown', url=plain_line(comment.url)[:80]),
            _("Write a web address that starts with https://."),
        )


def _present(comment: Comment, people: Mapping[str, Person]) -> Comment:
    """Return the comment with its fields as display text, each on one line."""
    person = _find_person(comment, people)
    return replace(
        comment,
        author=person.name if person else plain_line(comment.author),
        role=plain_line(comment.role) or (person.role if person else ""),
        source=plain_line(comment.source),
        url=safe_url(comment.url),
    )


def _find_person(comment: Comment, people: Mapping[str, Person]) -> Person | None:
    """Return the author if a person of the blog, with the role on the day of the comment."""
    person = people.get(comment.author)
    return person_at(person, comment.date.date()) if person else None


def _nest(replies: Sequence[Reply], parents: Sequence[int | None]) -> tuple[Reply, ...]:
    """Return the top-level replies of the thread, nested at most `DEEPEST` levels.

    Works without recursion, for threads of any depth.
    """
    below: list[list[int]] = [[] for _ in replies]
    top: list[int] = []
    for number, parent in enumerate(parents):
        (top if parent is None else below[parent]).append(number)
    levels = _flatten(top, below)
    built: dict[int, Reply] = {}
    for number in reversed(levels):
        answers = tuple(built.pop(answer) for answer in sorted(levels[number]))
        built[number] = replace(replies[number], replies=answers)
    return tuple(built[number] for number in top)


def _flatten(top: Sequence[int], below: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Return the displayed replies of each comment; parents come before their children."""
    levels: dict[int, list[int]] = {number: [] for number in top}
    waiting = [(number, number, 1) for number in top]
    for number, host, level in waiting:
        for answer in below[number]:
            levels[answer] = []
            if level < DEEPEST:
                levels[number].append(answer)
                waiting.append((answer, number, level + 1))
            else:
                levels[host].append(answer)
                waiting.append((answer, host, level))
    return levels
