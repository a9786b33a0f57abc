"""Reading and rewriting the tags of HTML that may hold an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.html.tags import Attributes, read_attributes, read_tags, rewrite_tags, write_tag


def leave_out_links(_: str, attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if name != "href"}


@pytest.mark.parametrize(
    ("written", "attributes"),
    [
        (" href=\"a\" TITLE='b' class=c/ d", {"href": "a", "title": "b", "class": "c/", "d": None}),
        ('/href="a"/', {"href": "a"}),
        (' href="a" href="b"', {"href": "a"}),
        (' alt="" src=', {"alt": "", "src": ""}),
        (' href = "?a=1&amp;b&section=2&copy;"', {"href": "?a=1&b&section=2©"}),
        (' a-b="1" a="2" b', {"a-b": "1", "a": "2", "b": None}),
        ("", {}),
    ],
)
def test_attributes_are_read_as_browsers_read_them(written: str, attributes: Attributes) -> None:
    assert read_attributes(written) == attributes


def test_tags_without_addresses_and_those_in_text_are_skipped() -> None:
    html = """
    <p id="a"><A href="b">c</A><!-- <a href="d"> --></p> <article src="e">
    <script src="f">"<img src='g'>"</script> <textarea><a href="h"></textarea>
    <svg><image href="i"/><use href="#j"/></svg> <img> </a href="k">
    """
    assert list(read_tags(html)) == [
        ("a", {"href": "b"}),
        ("script", {"src": "f"}),
        ("textarea", {}),
        ("image", {"href": "i"}),
        ("use", {"href": "#j"}),
        ("img", {}),
    ]


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ("<a  title=b\thref='c'>", '<a  title=b\thref="d&amp;e">'),
        ('<A HREF = c id="f">', '<A HREF = "d&amp;e" id="f">'),
        ("<a href=c/>", '<a href="d&amp;e">'),
        ("<use href=c />", '<use href="d&amp;e" />'),
        ("<a href=c href=g>", '<a href="d&amp;e" href="d&amp;e">'),
        ("<a href>", '<a href="d&amp;e">'),
        ("<a/>", '<a href="d&amp;e"/>'),
        ("<img src='b' />", "<img src='b' href=\"d&amp;e\" />"),
        ('<a href="d&e">', '<a href="d&e">'),
        ("<script>'<a href=c>'</script>", "<script href=\"d&amp;e\">'<a href=c>'</script>"),
        ("<a href='c", "<a href='c"),
    ],
)
def test_only_changed_attributes_are_written_anew(written: str, rewritten: str) -> None:
    assert rewrite_tags(written, lambda _, old: {**old, "href": "d&e"}) == rewritten


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ('<a href="b">', "<a>"),
        ('<a href="b" title="c">', '<a title="c">'),
        ('<a href="b"title="c">', '<a title="c">'),
        ('<a title="c" href="b" href="d">', '<a title="c">'),
        ('<image href="b"/>', "<image/>"),
    ],
)
def test_an_attribute_that_is_left_out_leaves_the_others(written: str, rewritten: str) -> None:
    assert rewrite_tags(written, leave_out_links) == rewritten


@given(st.text(alphabet="<>ahref src='\"=/#&;-!\n"))
def test_tags_that_stay_are_as_they_were_written(html: str) -> None:
    assert rewrite_tags(html, lambda _, attributes: attributes) == html


@given(st.text(alphabet="<>ahref src='\"=/#&;-!\n"))
def test_no_link_is_left_where_links_are_left_out(html: str) -> None:
    tags = [attributes for _, attributes in read_tags(rewrite_tags(html, leave_out_links))]
    assert not any("href" in attributes for attributes in tags[:-1])  # the last one may be open


def test_a_tag_is_written_with_its_values_escaped() -> None:
    assert write_tag("img", {"alt": '"&', "hidden": None}) == '<img alt="&quot;&amp;" hidden>'
