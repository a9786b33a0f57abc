"""Comments dated by day, empty ones, their line breaks, and the initials beside them."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post, source

from rostrum.comments.names import drop_titles
from rostrum.comments.sanitizer import CommentRenderer
from rostrum.pages.person_views import initials

PAGE = "2026/11/hallo/"


def comment(text="Gut.\n", /, **keys):
    return source(text, **{"author": "Carl", "date": "2026-11-18", **keys})


@pytest.fixture
def talk(build):
    def build_talk(*comments, **settings):
        files = {"people/anna.md": ANNA, "posts/a.md": post()}
        files |= {f"comments/a/00{n}.md": text for n, text in enumerate(comments, 1)}
        return build(files, **settings)

    return build_talk


def dates(site):
    return [(str(it["datetime"]), it.get_text()) for it in site.page(PAGE).select(".comment time")]


def test_a_comment_dated_by_day_is_shown_without_an_hour(talk):
    site = talk(comment(date="2026-11-19"), comment(date="2026-11-19 11:20"))
    assert dates(site) == [
        ("2026-11-19", "19. November 2026"),
        ("2026-11-19T11:20:00+01:00", "19. November 2026, 11:20"),
    ]


def test_a_comment_on_the_day_of_the_post_is_sorted_after_it(talk):
    site = talk(comment())
    assert "<pubDate>Wed, 18 Nov 2026 09:30:00 +0100</pubDate>" in site.read("comments/rss.xml")
    assert dates(site) == [("2026-11-18", "18. November 2026")]


def test_a_reply_dated_by_day_is_not_older_than_its_comment(talk):
    site = talk(comment(date="2026-11-19 11:20"), comment(date="2026-11-19", reply_to="001"))
    assert site.findings == []
    assert [day for day, _ in dates(site)] == ["2026-11-19T11:20:00+01:00", "2026-11-19"]


def test_replies_dated_by_day_to_each_other_are_one_reply_cycle(talk):
    site = talk(comment(reply_to="002"), comment(reply_to="001"))
    assert site.codes == ["reply-cycle"]


def test_a_comment_of_an_earlier_day_than_the_post_keeps_its_day(talk):
    assert dates(talk(comment(date="2026-11-17"))) == [("2026-11-17", "17. November 2026")]


@pytest.mark.parametrize("text", ["", "  \n\n", "> \n", "\u200b\n", "**\n"])
def test_an_empty_comment_is_a_warning(talk, text):
    assert talk(comment(text)).findings == [
        "content/comments/a/001.md:1:1: warning[comment-empty]: the comment has no text"
    ]


@pytest.mark.parametrize("text", ["👍", "1", "`x`", "好"])
def test_a_comment_of_one_sign_is_not_empty(talk, text):
    assert talk(comment(text)).findings == []


def test_line_breaks_of_a_comment_stay():
    html = CommentRenderer().render("Danke!\nLG\nCarl\n\n```\na\nb\n```")
    assert html.startswith("<p>Danke!<br>\nLG<br>\nCarl</p>")
    assert "<code>a\nb\n</code>" in html


def test_many_line_breaks_of_a_comment_take_no_time(cpu_seconds):
    assert CommentRenderer().render("a\n" * 5_000).count("<br>") == 4_999
    assert cpu_seconds() < 3


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dr. Anna Leitner", "AL"),
        ("Univ.-Prof. Dipl.-Ing. Dr. techn. Anna Leitner, MBA MSc", "AL"),
        ("DI Anna Maria Leitner", "AL"),
        ("Mag.a Anna Leitner", "AL"),
        ("Herr Ben Kovač", "BK"),
        ("Dr. h. c. Ben Kovač", "BK"),
        ("H. Müller", "HM"),
        ("Jack Ma", "JM"),
        ("Amartya Sen", "AS"),
        ("Dr. Huber", "H"),
        ("Dr. Prof.", "DP"),
    ],
)
def test_initials_ignore_titles(name, letters):
    assert initials(name) == letters


def test_titles_alone_are_a_name():
    assert drop_titles("Dr. Mag.") == ["Dr.", "Mag."]
