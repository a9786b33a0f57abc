"""Format the plan as Markdown, for a comment on a pull request or merge request.

Texts stand in fenced code, in which a host turns nothing into mentions and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rostrum.core.diagnostics import printable_text
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import ngettext_lazy
from rostrum.crosspost.compose import Message
from rostrum.crosspost.messages import UNITS
from rostrum.crosspost.plan import Plan, PlannedPost
from rostrum.crosspost.table import summarise
from rostrum.i18n.catalogs import ENGLISH, Messages
from rostrum.reports.markdown import write_code

MOST = 10
"""The number of posts shown; GitHub takes 65,536 characters in a comment."""

_BACKTICKS = re.compile("`{3,}")


def format_markdown(plan: Plan, messages: Messages = ENGLISH, most: int = MOST) -> str:
    """Return a heading and the texts of the first posts; `messages` are of both domains."""
    heading = _("Cross-posts").translate(messages.translations)
    blocks = [f"### {heading}", summarise(plan, messages)]
    for post in plan.posts[:most]:
        blocks += _format_post(post, messages)
    if (left := len(plan.posts) - most) > 0:
        more = ngettext_lazy("And %(count)s more post.", "And %(count)s more posts.", left)
        blocks.append(more.translate(messages.translations))
    return "\n\n".join(blocks)


def _format_post(post: PlannedPost, messages: Messages) -> Iterator[str]:
    announcement = post.announcement
    yield f"**{write_code(announcement.title) or write_code(announcement.id)}**"
    problems = [*post.problems, *(it for message in post.messages for it in message.problems)]
    for problem in problems:
        yield f"- {problem.level}: {write_code(problem.message(messages))}"
    for message in post.messages:
        yield "\n".join(_format_message(message, messages))


def _format_message(message: Message, messages: Messages) -> Iterator[str]:
    counts = ", ".join(
        f"{count.used}/{count.maximum} {messages.gettext(UNITS[count.unit])}"
        for count in message.counts
    )
    text = printable_text(message.sent_text)
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    yield f"{message.network.name}, {counts}:"
    yield ""
    yield f"{fence}text"
    yield text
    yield fence
