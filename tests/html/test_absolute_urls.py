import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from rostrum.html.absolute_urls import absolute_html

PAGE = "https://blog.example/2026/11/fehler/"


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ('<a href="/people/">x</a>', '<a href="https://blog.example/people/">x</a>'),
        ('<a href="../x/">x</a>', '<a href="https://blog.example/2026/11/x/">x</a>'),
        ("<A HREF='x.pdf'>x</A>", f'<A HREF="{PAGE}x.pdf">x</A>'),
        ("<a href=x.pdf>x</a>", f'<a href="{PAGE}x.pdf">x</a>'),
        ("<a href = 'x.pdf' >x</a>", f'<a href = "{PAGE}x.pdf" >x</a>'),
        ('<a href="//cdn.example/x">x</a>', '<a href="https://cdn.example/x">x</a>'),
        ('<a href="#teil">x</a>', f'<a href="{PAGE}#teil">x</a>'),
        ('<a href="?q=1">x</a>', f'<a href="{PAGE}?q=1">x</a>'),
        ('<a href="">x</a>', f'<a href="{PAGE}">x</a>'),
        ('<a\nhref="/a"\ntitle="b">x</a>', '<a\nhref="https://blog.example/a"\ntitle="b">x</a>'),
        ('<img/src="/x.png"/>', '<img/src="https://blog.example/x.png"/>'),
        ('<video poster="/p.jpg">', '<video poster="https://blog.example/p.jpg">'),
        ('<blockquote cite="/q">', '<blockquote cite="https://blog.example/q">'),
        ('<object data="/o.pdf">', '<object data="https://blog.example/o.pdf">'),
        (
            '<img srcset="/a.jpg, /b.jpg 2x,/c.jpg 3x" src="/a.jpg">',
            (
                '<img srcset="https://blog.example/a.jpg, https://blog.example/b.jpg 2x,'
                'https://blog.example/c.jpg 3x" src="https://blog.example/a.jpg">'
            ),
        ),
        (
            '<img srcset="data:image/png;base64,AAAA 1x, b.jpg 480w">',
            f'<img srcset="data:image/png;base64,AAAA 1x, {PAGE}b.jpg 480w">',
        ),
        ("<script src=/x.js></script>", '<script src="https://blog.example/x.js"></script>'),
    ],
)
def test_addresses_become_absolute(written: str, absolute: str) -> None:
    assert absolute_html(written, PAGE) == absolute


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://other.example/a/../b?x#">x</a>',
        '<a href="mailto:a@b.example">x</a>',
        '<a href="tel:+4373212345">x</a>',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="" alt="">',
        '<svg><use href="#sign"/></svg>',
        '<a data-href="/x" title="href=/x">x</a>',
        '<a name="x">href="/x"</a>',
        'Ein href="/x" im Text, 3 < 4, <3 und <',
        '<!-- <a href="/x"> -->',
        "<script>link = '<a href=\"/x\">';</script>",
        '<textarea><a href="/x"></textarea>',
        '<a href="https://[broken/">x</a>',
        '<a href="//[broken/">x</a>',
        '<div data="/x">x</div>',
        "<p>kein Tag",
        "",
    ],
)
def test_everything_else_stays_as_it_is(html: str) -> None:
    assert absolute_html(html, PAGE) == html


def test_absolute_urls_greater_than_in_attribute_keeps_tag_open() -> None:
    html = absolute_html('<img alt="a > b" src="/x.png"><img alt=\'"\' src="/y.png">', PAGE)
    sources = [image["src"] for image in BeautifulSoup(html, "html.parser").find_all("img")]
    assert sources == ["https://blog.example/x.png", "https://blog.example/y.png"]


def test_absolute_urls_decode_references_as_browsers_do() -> None:
    html = absolute_html('<a href="/s?a=1&amp;b=2&section=3&copy=4">x</a>', PAGE)
    expected = "https://blog.example/s?a=1&amp;b=2&amp;section=3&amp;copy=4"
    assert html == f'<a href="{expected}">x</a>'


def test_a_quote_hidden_in_an_address_cannot_open_an_attribute() -> None:
    html = absolute_html("<a href='/&quot; onclick=\"alert(1)'>x</a>", PAGE)
    link = BeautifulSoup(html, "html.parser").a
    assert link is not None
    assert set(link.attrs) == {"href"}


@given(st.text(alphabet="<>ahref src='\"=/#&;-!\n\\x,"))
def test_a_second_pass_changes_nothing(html: str) -> None:
    once = absolute_html(html, PAGE)
    assert absolute_html(once, PAGE) == once
