"""The plan: all pending messages, and the networks excluded for each post."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from rostrum.core.diagnostics import Severity, format_plain_json
from rostrum.crosspost.compose import Announcement, Message, MessageProblem, compose
from rostrum.crosspost.ledger import Ledger, Sent
from rostrum.crosspost.networks import NETWORKS, Network
from rostrum.i18n.catalogs import ENGLISH, Messages


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A network excluded for a post.

    `sent` is the ledger's entry if the post was already sent. None means excluded by the author.
    """

    network: Network
    sent: Sent | None = None

    def reason(
        self,
        messages: Messages = ENGLISH,
        word_date: Callable[[datetime], str] = lambda moment: moment.date().isoformat(),
    ) -> str:
        """Return the reason as text; `word_date` writes the day of a message that was sent."""
        if self.sent is None:
            return messages.gettext("the post says %(network)s: false", network=self.network.key)
        return messages.gettext("already posted on %(date)s", date=word_date(self.sent.at))


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post with its pending messages, one per network."""

    announcement: Announcement
    messages: tuple[Message, ...]
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[MessageProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The planned posts, oldest first.

    `apart` holds the posts without pending messages, with a network excluded by the author.
    """

    posts: tuple[PlannedPost, ...] = ()
    apart: tuple[Announcement, ...] = ()

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of all posts, in order."""
        return tuple(message for post in self.posts for message in post.messages)

    def problems(self) -> Iterator[tuple[Announcement, MessageProblem]]:
        """Yield each problem together with the announcement of its post."""
        for post in self.posts:
            post_problems = [
                *post.problems,
                *(problem for message in post.messages for problem in message.problems),
            ]
            yield from ((post.announcement, problem) for problem in post_problems)

    def count(self, level: Severity) -> int:
        """Return the number of problems with the given severity."""
        return sum(problem.level is level for _, problem in self.problems())


def make_plan(
    announcements: Iterable[Announcement],
    networks: Iterable[Network] = tuple(NETWORKS.values()),
    ledger: Ledger | None = None,
    since: datetime | None = None,
) -> Plan:
    """Return the plan for published posts, with a message for each network not in the ledger.

    Posts dated before `since` are left out, for example those of a blog older than its ledger.
    """
    chosen = tuple(networks)
    posts, apart = [], []
    for announcement in sorted(announcements, key=lambda post: (post.date, post.id)):
        if since is None or announcement.date >= since:
            planned = _plan_post(announcement, chosen, ledger or {})
            if planned.messages or planned.problems:
                posts.append(planned)
            elif any(left.sent is None for left in planned.left_out):
                apart.append(announcement)
    return Plan(tuple(posts), tuple(apart))


def apply_levels(plan: Plan, levels: Mapping[str, str]) -> Plan:
    """Return a plan with the levels of a site's settings, without problems that are `off`."""

    def select(problems: tuple[MessageProblem, ...]) -> tuple[MessageProblem, ...]:
        return tuple(
            replace(problem, level=Severity(levels.get(problem.code, problem.level)))
            for problem in problems
            if levels.get(problem.code) != "off"
        )

    posts = tuple(
        replace(
            post,
            problems=select(post.problems),
            messages=tuple(
                replace(message, problems=select(message.problems)) for message in post.messages
            ),
        )
        for post in plan.posts
    )
    return replace(plan, posts=posts)


def _plan_post(
    announcement: Announcement, networks: tuple[Network, ...], ledger: Ledger
) -> PlannedPost:
    messages, left_out = [], []
    for network in networks:
        sent = ledger.get((announcement.id, network.key))
        if sent or announcement.custom_texts.get(network.key) is False:
            left_out.append(LeftOut(network, sent))
        else:
            messages.append(compose(announcement, network))
    return PlannedPost(announcement, tuple(messages), tuple(left_out), _find_unknown(announcement))


def _find_unknown(announcement: Announcement) -> tuple[MessageProblem, ...]:
    # A typo like "twiter: false" must not lead to an announcement against the author's intent.
    unknown = [key for key in announcement.custom_texts if key not in NETWORKS]
    return tuple(
        MessageProblem(
            Severity.ERROR,
            "crosspost-unknown",
            {"network": key, "known": ", ".join(sorted(NETWORKS))},
        )
        for key in unknown
    )


def format_json(plan: Plan) -> str:
    """Return the plan as a JSON object with `posts`, `apart` (ids), `errors` and `warnings`.

    The `payload` of each text contains the fields of the request, exactly as sent.
    """
    content = {
        "posts": [_post_content(post) for post in plan.posts],
        "apart": [announcement.id for announcement in plan.apart],
        "errors": plan.count(Severity.ERROR),
        "warnings": plan.count(Severity.WARNING),
    }
    return format_plain_json(content)


def _post_content(post: PlannedPost) -> dict[str, Any]:
    announcement = post.announcement
    return {
        "id": announcement.id,
        "title": announcement.title,
        "url": announcement.url,
        "lang": announcement.lang,
        "date": announcement.date.isoformat(),
        "authors": [{"name": name, "role": role} for name, role in announcement.authors],
        "texts": [_message_content(message) for message in post.messages],
        "left_out": [_left_out_content(left) for left in post.left_out],
        "problems": [_problem_content(problem) for problem in post.problems],
    }


def _message_content(message: Message) -> dict[str, Any]:
    return {
        "network": message.network.key,
        "own": message.is_custom,
        "text": message.text,
        "counts": [asdict(count) for count in message.counts],
        "hashtags": list(message.hashtags),
        "link": message.link,
        "payload": dict(message.payload),
        "problems": [_problem_content(problem) for problem in message.problems],
    }


def _left_out_content(left: LeftOut) -> dict[str, Any]:
    sent = {"at": left.sent.at.isoformat(), "url": left.sent.url} if left.sent else None
    return {"network": left.network.key, "reason": left.reason(), "sent": sent}


def _problem_content(problem: MessageProblem) -> Mapping[str, str]:
    return {
        "level": problem.level.value,
        "code": problem.code,
        "message": problem.message(),
        "hint": problem.hint(),
    }
