import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.sites import ANNA as ANNA_FILE
from support.sites import Built, post, source

from rostrum.comments.names import KnownNames, check_namesakes
from rostrum.comments.sanitizer import (
    ATTRIBUTES,
    LINK_REL,
    LONGEST,
    TAGS,
    CommentRenderer,
    plain_line,
    safe_url,
)
from rostrum.comments.threads import DEEPEST, build_thread, latest
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.model import Comment, Person, Reply, Thread
from rostrum.html.text import html_text

START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
KEYS = ("id", "author", "date", "url", "reply_to")
ANNA = Person(
    key="anna-oellinger",
    path="people/anna-oellinger.md",
    place=SourceLocation("people/anna-oellinger.md"),
    name="Anna Öllinger",
    lang="de",
    role="CEO",
)
RENDERER = CommentRenderer()


def comment(id_: str, hour: int = 0, reply_to: str = "", author: str = "Zora") -> Comment:
    path = f"comments/2026/fehler/{id_}.md"
    return Comment(
        id=id_,
        post="2026/fehler",
        path=path,
        place=SourceLocation(path),
        author=author,
        date=START + timedelta(hours=hour),
        text=f"Text {id_}",
        reply_to=reply_to,
        places={key: SourceLocation(path, line) for line, key in enumerate(KEYS, 2)},
    )


def thread_of(
    *comments: Comment, report: Report | None = None, authors: Sequence[str] = ()
) -> Thread:
    report = Report() if report is None else report
    return build_thread(comments, {ANNA.key: ANNA}, authors, report, RENDERER)


def outline(replies: Sequence[Reply]) -> list[object]:
    return [
        [reply.comment.id, outline(reply.replies)] if reply.replies else reply.comment.id
        for reply in replies
    ]


def found(*comments: Comment) -> list[tuple[str, str, str, str, str]]:
    report = Report()
    thread = thread_of(*comments, report=report)
    assert thread.count == len(comments), "no comment may vanish"
    return [(f.level, f.code, str(f.place), str(f.message), str(f.hint)) for f in report]


# Threads


def test_replies_stand_below_what_they_answer_oldest_first() -> None:
    thread = thread_of(comment("d", 4, "a"), comment("c", 3), comment("b", 2, "a"), comment("a", 1))
    assert outline(thread.replies) == [["a", ["b", "d"]], "c"]


def test_comments_of_one_moment_are_ordered_by_id() -> None:
    assert outline(thread_of(comment("b"), comment("a")).replies) == ["a", "b"]


def test_a_post_without_comments_has_an_empty_thread() -> None:
    assert thread_of() == Thread()


def test_a_person_answers_under_their_name_and_role() -> None:
    reply = thread_of(comment("a", author="anna-oellinger")).replies[0]
    assert (reply.comment.author, reply.comment.role) == ("Anna Öllinger", "CEO")
    assert reply.person == ANNA


def test_the_role_in_the_comment_goes_first() -> None:
    guest = replace(comment("a", author="anna-oellinger"), role="damals Leiterin Montage")
    assert thread_of(guest).replies[0].comment.role == "damals Leiterin Montage"


def test_comment_by_post_author_is_marked_and_namesake_is_not() -> None:
    thread = thread_of(
        comment("a", 1, author="anna-oellinger"),
        comment("b", 2, author="Anna Öllinger"),
        authors=("anna-oellinger",),
    )
    assert [reply.by_author for reply in thread.replies] == [True, False]
    assert thread.replies[1].person is None


def test_a_person_who_did_not_write_the_post_is_not_its_author() -> None:
    assert not thread_of(comment("a", author="anna-oellinger")).replies[0].by_author


def test_a_very_long_exchange_stays_whole_and_readable() -> None:
    chain = [comment("0000")] + [
        comment(f"{n:04}", n, reply_to=f"{n - 1:04}") for n in range(1, 3000)
    ]
    walked = thread_of(*chain).walk()
    assert [reply.comment.id for reply in walked] == [c.id for c in chain]
    level, depth = thread_of(*chain).replies, 0
    while level:
        level, depth = level[0].replies, depth + 1
    assert depth == DEEPEST


def test_the_latest_comments_of_all_posts() -> None:
    first = thread_of(comment("a", 1), comment("b", 4, "a"))
    second = thread_of(comment("c", 3), comment("d", 2))
    assert [reply.comment.id for reply in latest([first, second], 3)] == ["b", "c", "d"]


# Diagnostics


def test_comment_with_unknown_reply_to_suggests_likely_comment() -> None:
    assert found(comment("hallo-welt"), comment("b", 1, "hallo-wlt")) == [
        (
            "error",
            "reply-unknown",
            "comments/2026/fehler/b.md:6:1",
            'No comment on this post has the id "hallo-wlt"',
            'Did you mean "hallo-welt"?',
        )
    ]


def test_an_unknown_reply_to_lists_the_comments_there_are() -> None:
    hints = [hint for *_, hint in found(comment("001"), comment("002"), comment("c", 1, "x"))]
    assert hints == ["Known: 001, 002."]


def test_a_comment_that_answers_nothing_known_stands_at_the_top() -> None:
    assert outline(thread_of(comment("a"), comment("b", 1, "x")).replies) == ["a", "b"]


def test_a_comment_that_replies_to_itself() -> None:
    assert found(comment("a", 0, "a")) == [
        (
            "error",
            "reply-cycle",
            "comments/2026/fehler/a.md:6:1",
            'The comment "a" replies to itself',
            "Name the comment that it answers, or remove `reply_to`.",
        )
    ]


def test_comment_reply_cycle_is_reported_once_and_all_shown() -> None:
    circle = (comment("a", 1, "c"), comment("b", 2, "a"), comment("c", 3, "b"))
    assert found(*circle, comment("d", 4, "c")) == [
        (
            "error",
            "reply-cycle",
            "comments/2026/fehler/a.md:6:1",
            'The comments "a", "b", "c" reply to each other in a circle',
            "Name the comment that it answers, or remove `reply_to`.",
        )
    ]
    shown = outline(thread_of(*circle, comment("d", 4, "c")).replies)
    assert shown == [["a", [["b", [["c", ["d"]]]]]]]


def test_two_comments_of_one_id() -> None:
    second = replace(
        comment("001", -1),
        path="z.md",
        place=SourceLocation("z.md"),
        places={"id": SourceLocation("z.md", 3)},
    )
    assert found(second, comment("001")) == [
        (
            "error",
            "duplicate-id",
            "z.md:3:1",
            'The comment id "001" is already taken at comments/2026/fehler/001.md:2:1',
            "Give each comment on a post its own id.",
        )
    ]


def test_a_reply_that_is_older_than_what_it_answers() -> None:
    assert found(comment("a", 5), comment("b", 1, "a")) == [
        (
            "warning",
            "reply-early",
            "comments/2026/fehler/b.md:4:1",
            'The reply is older than the comment "a" that it answers',
            "That one is dated 2026-11-03 14:00+00:00.",
        )
    ]


def test_a_comment_that_is_too_long() -> None:
    assert found(replace(comment("a"), text="x" * (LONGEST + 1))) == [
        (
            "error",
            "comment-long",
            "comments/2026/fehler/a.md:1:1",
            "The comment has 10,001 characters, more than 10,000",
            "Shorten it, or publish it as a post.",
        )
    ]
    assert found(replace(comment("a"), text="x" * LONGEST)) == []


def test_an_address_that_no_name_may_link_to() -> None:
    hostile = replace(comment("a"), url="javascript:alert(1)")
    assert found(hostile) == [
        (
            "warning",
            "comment-url",
            "comments/2026/fehler/a.md:5:1",
            'The address "javascript:alert(1)" is not shown',
            "Write a web address that starts with https://.",
        )
    ]
    assert thread_of(hostile).replies[0].comment.url == ""


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefg"), st.sampled_from(["", *"abcdefgx"]), st.integers(0, 3))
    )
)
def test_whoever_answers_whom_every_comment_is_shown_once(
    drawn: list[tuple[str, str, int]],
) -> None:
    comments = [
        replace(comment(id_, hour, reply_to), path=f"{number}.md")
        for number, (id_, reply_to, hour) in enumerate(drawn)
    ]
    walked = thread_of(*comments).walk()
    assert sorted(reply.comment.path for reply in walked) == sorted(c.path for c in comments)


# Markup


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "Das ist *gut* und **wichtig**.",
            "<p>Das ist <em>gut</em> und <strong>wichtig</strong>.</p>",
        ),
        ("> Zitat", "<blockquote>\n<p>Zitat</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("```python\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>"),
        ("`a<b`", "<p><code>a&lt;b</code></p>"),
        ("#offen im Alltag", "<p>#offen im Alltag</p>"),
        ("Gruß\n---", "<p>Gruß<br>\n---</p>"),
        ("<b>fett</b>", "<p>&lt;b&gt;fett&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](/admin)", "<p>[x](/admin)</p>"),
        ("[x](//evil.example/)", "<p>[x](//evil.example/)</p>"),
        ("", ""),
    ],
)
def test_the_markdown_that_a_comment_may_use(text: str, html: str) -> None:
    assert RENDERER.render(text) == html


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("[hier](https://x.example/a_(b)?c=1&d=2)", "https://x.example/a_(b)?c=1&d=2", "hier"),
        ('[hier](https://x.example/ "Titel")', "https://x.example/", "hier"),
        ("<https://x.example/>", "https://x.example/", "https://x.example/"),
        ("Siehe https://x.example/a_b_c.", "https://x.example/a_b_c", "https://x.example/a_b_c"),
        ("„https://x.example/ä“", "https://x.example/ä", "https://x.example/ä"),
        (
            "[https://bank.example](https://x.example/)",
            "https://x.example/",
            "https://bank.example",
        ),
        ("[Post](mailto:a@b.example)", "mailto:a@b.example", "Post"),
    ],
)
def test_links_lead_where_they_say_and_give_no_credit(text: str, address: str, words: str) -> None:
    links = BeautifulSoup(RENDERER.render(text), "html.parser").find_all("a")
    assert [(link["href"], link.get_text(), " ".join(link["rel"])) for link in links] == [
        (address, words, "nofollow ugc noopener")
    ]


def test_a_picture_becomes_a_link() -> None:
    html = RENDERER.render("![Bild](https://x.example/p.png)")
    assert "<img" not in html
    assert 'href="https://x.example/p.png"' in html


def test_one_comment_leaves_nothing_behind_for_the_next() -> None:
    RENDERER.render("```\noffen\n\n[x]: https://x.example/")
    assert RENDERER.render("[x] und `a`") == CommentRenderer().render("[x] und `a`")


HOSTILE = st.text(
    st.one_of(st.characters(codec=None), st.sampled_from("<>\"'`*_[]()!#&;:/\\=~-+.\n\t \x02\x03"))
)
ATTACK = st.lists(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            "[x](",
            ")",
            "<javascript:alert(1)>",
            "<a href='javascript:alert(1)' onclick=x>",
            "data:text/html,x",
            "&#106;avascript:",
            "![x](https://x.example/)",
            "https://x.example/",
            '" onmouseover="x',
            "\x02wzxhzdk:0\x03",
            "```",
            "\n",
            "    ",
            "> ",
            "- ",
            "`",
            "*",
        ]
    )
).map("".join)


@settings(max_examples=300)
@given(st.one_of(HOSTILE, ATTACK))
@example('[x](https://x.example/" onclick="alert(1))')
@example("<<script>script>alert(1)<</script>/script>")
def test_whatever_a_stranger_writes_the_html_is_harmless(text: str) -> None:
    soup = BeautifulSoup(RENDERER.render(text), "html5lib").body
    assert soup is not None
    for element in soup.find_all(True):
        assert element.name in TAGS
        allowed = set(ATTRIBUTES.get(element.name, ())) | (
            {"rel"} if element.name == "a" else set()
        )
        assert set(element.attrs) <= allowed
        if element.name == "a":
            assert " ".join(element["rel"]) == LINK_REL
            address = str(element.get("href", "https:"))
            assert address.lower().startswith(("http:", "https:", "mailto:"))


@pytest.mark.parametrize(
    "piece",
    [
        *("[", "(", "[](", "[a](((", '[a](b "', "http://", "<", "&", "*", "_", "`", "**a "),
        *(">", "> ", "- ", "1. ", "12345678901. ", "> - ", "    ", "\t", "\n>", "\r>"),
        *("\n```a\n", "```- `"),
    ],
)
def test_a_megabyte_of_one_thing_is_rendered_at_once(piece, cpu_seconds) -> None:
    RENDERER.render(piece * (1_000_000 // len(piece)))
    assert cpu_seconds() < 5


def test_what_is_too_long_is_cut() -> None:
    assert len(html_text(RENDERER.render("a" * 1_000_000))) == LONGEST


def test_how_deep_a_text_nests_does_not_depend_on_who_calls() -> None:
    def deeper(levels: int) -> str:
        return deeper(levels - 1) if levels else RENDERER.render("> - " * 200 + "tief")

    assert deeper(400) == RENDERER.render("> - " * 200 + "tief")


# Plain text and addresses


def test_a_name_cannot_turn_the_line_around() -> None:
    assert plain_line("Zora\u202e \x1b[2J\n Novak\u2066") == "Zora [2J Novak"
    reply = thread_of(comment("a", author="\u202eZora")).replies[0]
    assert reply.comment.author == "Zora"


@pytest.mark.parametrize(
    "url", ["https://x.example/ä?b=1#c", "http://x.example", " https://x.example "]
)
def test_web_addresses_may_be_linked(url: str) -> None:
    assert safe_url(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "//x.example/",
        "/x",
        "x.example",
        "https://",
        "https:///x",
        "https://bank.example@evil.example/",
        "https://[broken/",
        "https://x.example/\x00",
        "https://x.example/ onclick=x",
        "https://x.example/" + "a" * 2000,
        "",
    ],
)
def test_other_addresses_may_not(url: str) -> None:
    assert safe_url(url) == ""


# Names


def settle(name: str, key: str = "anna-oellinger", named: str = "Anna Öllinger") -> str:
    """Return the code that a stranger's name gets where there is one person, else nothing."""
    report = Report()
    person = replace(ANNA, key=key, name=named)
    stranger = replace(comment("a"), author=name)
    check_namesakes([stranger], {key: {"de": person}}, report)
    return " ".join(each.code for each in report)


@pytest.mark.parametrize(
    "name",
    [
        *("Anna Öllinger", "anna ollinger", "ANNA OELLINGER", "Anna O\u0308llinger"),
        *("Öllinger, Anna", "Öllinger Anna", "AnnaÖllinger", "A n n a  Ö l l i n g e r"),
        *("Anna-Öllinger", "Anna_Öllinger", "@anna.oellinger", "Anna-Oellinger"),
        *("Dr. Anna Öllinger", "Mag.a Anna Öllinger, MBA", "Vorständin Anna Öllinger"),
        *("Anna Öllinger (Vorständin)", "Anna Öllinger, Traunwerk AG", "★ Anna Öllinger ★"),
        *("Аnna Öllinger", "Αnna Öllinger", "Аnnа Ӧllіngеr", "ᎪNNA ÖLLINGER", "ɑnna öllinger"),
        *("𝐀𝐧𝐧𝐚 Öllinger", "Ａｎｎａ Öllinger", "Anna Øllinger", "Ännä Öllinger", "Anna Öⅼⅼinger"),
        *("Anna Ö1linger", "Anna ÖIIinger", "Anna 0llinger", "Anna Ö|linger"),
        *(
            "Anna\u200bÖllinger",
            "Anna Ö\u00adllinger",
            "Anna Öl\u2060linger",
            "A\ufe0fnna Öllinger",
        ),
        *(
            "Anna Öllinger\u202e",
            "\u2066Anna Öllinger",
            "Anna O\u0308\u0336llinger",
            "An\u034fna Öllinger",
        ),
    ],
)
def test_comment_author_name_that_resembles_a_person_is_found(name: str) -> None:
    assert settle(name) == "namesake"


@pytest.mark.parametrize(
    ("name", "named"),
    [
        *(("INGRID HUMMEL", "Ingrid Hummel"), ("lngrid Hurnrnel", "Ingrid Hummel")),
        *(("НUММЕL, Ingrid", "Ingrid Hummel"), ("FRANZ GROSS", "Franz Groß")),
        *(("Sean ONeil", "Sean O’Neil"), ("Юpий Кузнецoв", "Юрий Кузнецов")),
        *(("Max Muster", "Dr. Max Muster"), ("Jorg Muller", "Jörg Müller")),
    ],
)
def test_capitals_signs_and_scripts_hide_no_namesake(name: str, named: str) -> None:
    assert settle(name, "x", named) == "namesake"


@pytest.mark.parametrize(
    "name",
    [
        *("Zora Hölzl", "Anna", "Öllinger", "Hanna Öllinger", "Anna Öllinger-Huber"),
        *("Anna Maria Öllinger", "Joanna Öllinger", "Anna Bollinger", "A. Ö.", "🌟", "Dr."),
    ],
)
def test_another_name_is_none_of_a_persons(name: str) -> None:
    assert settle(name) == ""


def test_a_first_name_is_no_key_of_a_person() -> None:
    assert settle("Anna", key="anna") == ""


def test_the_warning_says_what_proves_who_wrote_a_comment() -> None:
    report = Report()
    stranger = replace(comment("a"), author="Аnna Öllinger")
    check_namesakes([stranger], {ANNA.key: {"de": ANNA}}, report)
    assert [(str(each.place), str(each.message), str(each.hint)) for each in report] == [
        (
            "comments/2026/fehler/a.md:3:1",
            (
                '"Аnna Öllinger" looks like "Anna Öllinger", the name of people/anna-oellinger.md, '
                "and nothing proves who wrote this"
            ),
            (
                'If somebody else bears the name, add "namesake: true". Whoever merges vouches '
                'for the writer: write "author: anna-oellinger" only if you know that it is that '
                "person."
            ),
        )
    ]


def test_a_stranger_s_name_is_not_compared_with_each_person() -> None:
    """Ten thousand names take a second, however many people there are."""

    def count_calls(count: int) -> int:
        people = [replace(ANNA, key=f"p{n}", name=f"Vor {n} Name") for n in range(count)]
        names, calls = KnownNames(people), 0

        def profile(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(profile)
        try:
            for n in range(100):
                names.find(f"Größe Müller {n}, Firma")
        finally:
            sys.setprofile(None)
        return calls

    count_calls(1)  # what is looked up once and kept
    assert count_calls(500) == count_calls(5)


FILES = {
    "people/anna.md": ANNA_FILE,
    "posts/a.md": post(slug="a"),
}


def names_told(build: Callable[..., Built], settings: object = None, **keys: object) -> list[str]:
    text = source("Ja.", **{"author": "Zora", "date": "2026-11-19", **keys})
    return build(FILES | {"comments/a/1.md": text}, settings, check_only=True).findings


def test_comment_under_name_of_a_person_is_a_warning(build) -> None:
    assert names_told(build, author="Anna Öllinger") == [
        (
            'content/comments/a/1.md:2:9: warning[namesake]: "Anna Öllinger" is the name of '
            "content/people/anna.md, and nothing proves who wrote this"
        )
    ]
    assert names_told(build, author="anna") == []
    assert names_told(build, author="Anna Öllinger", namesake=True) == []


def test_a_namesake_is_an_error_where_a_site_wants_it(build) -> None:
    settings = {"ROSTRUM": {"levels": {"namesake": "error"}}}
    assert "error[namesake]" in names_told(build, settings, author="Аnna Öllinger")[0]


def test_comment_namesake_in_other_language_or_later_is_reported(build) -> None:
    files = FILES | {
        "people/anna.en.md": source(name="Ann Ollinger"),
        "comments/a/1.md": source("Ja.", author="Ann Öllinger", date="2027-01-10"),
    }
    assert build(files, check_only=True).codes == ["namesake"]


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("author", "\u200b\u2060", "nothing of this can be seen"),
        ("author", "\u3164", "nothing of this can be seen"),
        ("author", "\u0301\u0302", "nothing of this can be seen"),
        ("author", "\u2800 \ufe0f", "nothing of this can be seen"),
        ("role", "\u00ad\u200d", "nothing of this can be seen"),
        (
            "author",
            "Zora\u202e",
            "U+202E (right-to-left override) is not shown, or turns what follows it around",
        ),
        ("role", "Chefin\u2066", "U+2066 (left-to-right isolate) is not shown, or turns"),
        ("source", "Mastodon\u200f", "U+200F (right-to-left mark) is not shown, or turns"),
        ("author", "Z" + "\u0301" * 9 + "ora", "more than 4 marks stand on one letter"),
        ("author", "Zora " * 21, "this is longer than the 100 characters that find room"),
        ("role", "Chefin " * 40, "this is longer than the 200 characters that find room"),
    ],
)
def test_comment_name_role_or_source_that_breaks_page_is_error(build, key, text, told) -> None:
    found = names_told(build, **{key: text})
    assert len(found) == 1
    assert f": error[comment-name]: {key}: {told}" in found[0]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Zora Hölzl",
            "Nguyễn Văn Ân",
            "محمد علی\u200cزاده",
            "Юрий",
            "山田 太郎",
            "שָׁלוֹם",
            "👩‍👩‍👧‍👦",
        ),
        *("x" * 100, "👩‍👩‍👧‍👦" * 20, "e\u0301" * 100),
    ],
)
def test_names_of_all_scripts_are_taken(build, name: str) -> None:
    assert names_told(build, author=name) == []
