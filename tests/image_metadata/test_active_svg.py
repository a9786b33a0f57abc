"""Drawings are published without scripts, and without files from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.sites import ANNA, Built, post
from support.warm_process import run_module

from rostrum.image_metadata.active_svg import clean
from rostrum.image_metadata.stripped import Unusable

Build = Callable[..., Built]

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XHTML = "http://www.w3.org/1999/xhtml"
SCRIPT = f"{HEAD}><script>alert(1)</script><rect onclick='x()' width='9'/></svg>"

REMOVED = {
    "a script": ("><script>alert(1)</script></svg>", "script"),
    "a script of HTML": (f'><h:script xmlns:h="{XHTML}">alert(1)</h:script></svg>', "script"),
    "a script from elsewhere": ('><script href="https://x.example/a.js"/></svg>', "script"),
    "a handler": ('><rect onclick="alert(1)"/></svg>', "onclick"),
    "a handler of the drawing": (' onload="alert(1)"/>', "onload"),
    "a handler in other capitals": ('><rect ONCLICK="alert(1)"/></svg>', "ONCLICK"),
    "a page": (f'><foreignObject><p xmlns="{XHTML}">x</p></foreignObject></svg>', "foreignObject"),
    "a frame": (f'><i:iframe xmlns:i="{XHTML}" src="https://x.example"/></svg>', "iframe"),
    "a link that runs": ('><a href="javascript:alert(1)"><text>x</text></a></svg>', "href"),
    "a link with a line break": ('><a xlink:href="java&#10;script:alert(1)"/></svg>', "href"),
    "a link to a page as data": ('><a href="data:text/html,x"/></svg>', "href"),
    "a handler by animation": ('><set attributeName="onclick" to="alert(1)"/></svg>', "set"),
    "a link by animation": (
        '><a><animate attributeName="xlink:href" values="javascript:alert(1)"/></a></svg>',
        "animate",
    ),
    "a listener": (
        '><rect xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="click"/></svg>',
        "event",
    ),
    "a picture from elsewhere": ('><image href="https://x.example/a.png"/></svg>', "href"),
    "a drawing as data": ('><use href="data:image/svg+xml,x#a"/></svg>', "href"),
    "another base": (' xml:base="https://x.example/"/>', "base"),
    "an import": ("><style>@import 'https://x.example/a.css';</style></svg>", "@import, url()"),
    "a font": (
        "><style>@font-face{src:url(https://x.example/a.woff)}</style></svg>",
        "@import, url()",
    ),
    "an escaped import": (r"><style>@\69mport 'https://x.example/a';</style></svg>", "@import"),
    "a set of pictures": (
        '><style>a{background:image-set("https://x.example/a" 1x)}</style></svg>',
        "@import",
    ),
    "a filter": ('><g filter="url(https://x.example/f.svg#a)"/></svg>', "url()"),
    "an escaped style": (r'><g style="fill:u\72l(//x.example/a)"/></svg>', "url()"),
}


@pytest.mark.parametrize(("rest", "name"), REMOVED.values(), ids=REMOVED)
def test_what_runs_or_loads_is_removed(rest: str, name: str) -> None:
    cleaned, removed = clean(f"{HEAD}{rest}".encode())
    assert any(name in each for each in removed)
    for sign in (b"alert", b"x.example", b"javascript", b"foreignObject", b"data:"):
        assert sign not in cleaned
    etree.fromstring(cleaned)
    assert clean(cleaned) == (cleaned, ())


KEPT = {
    "links": '><a href="https://x.example/">x</a><a href="#a"/><a href="../seite/?x=a:b"/></svg>',
    "uses": '><defs><g id="a"/></defs><use href="#a"/><use xlink:href="#a"/></svg>',
    "a picture in it": '><image href="data:image/png;base64,AAAA"/></svg>',
    "colours": '><rect fill="url(#a)" style="filter:url( \'#b\' )"/></svg>',
    "a style": "><style>a &gt; b { fill: url(#c); content: '\\201C' }</style></svg>",
    "a font in it": "><style>@font-face{src:url(data:font/woff2;base64,AAAA)}</style></svg>",
    "an animation": '><animate attributeName="x" values="0;9" dur="1s"/></svg>',
    "names": '><g id="image(1)" class="src(2)" aria-label="url(x)" data-a="url(x)"/></svg>',
    "words": "><title>javascript: @import &lt;script></title><text>onclick=</text></svg>",
    "a comment": "><!-- <script>alert(1)</script> --></svg>",
}


@pytest.mark.parametrize("rest", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("before", ["", "\ufeff", "<?xml version='1.0'?>\n<!-- CC0 -->\n"])
def test_a_drawing_without_is_unchanged(rest: str, before: str) -> None:
    content = f"{before}{HEAD}{rest}".encode()
    assert clean(content) == (content, ())


def test_the_text_behind_a_script_stays() -> None:
    cleaned, _ = clean(f"{HEAD}><text>a<script/>b<tspan/><script/>c</text></svg>".encode())
    assert "".join(etree.fromstring(cleaned).itertext()) == "abc"


def test_a_style_sheet_beside_the_drawing_goes() -> None:
    before = "<?xml-stylesheet href='https://x.example/a.xsl' type='text/xsl'?>"
    cleaned, removed = clean(f"{before}<!-- CC BY Anna -->{HEAD}/>".encode())
    assert removed == ("<?xml-stylesheet?>",)
    assert b"x.example" not in cleaned
    assert b"<!-- CC BY Anna -->" in cleaned


def test_a_script_in_an_entity_is_found() -> None:
    for markup in ("<script>alert(1)</script>", "&#60;script>alert(1)&#60;/script>"):
        cleaned, removed = clean(
            f'<!DOCTYPE svg [<!ENTITY x "{markup}">]>{HEAD}>&x;</svg>'.encode()
        )
        assert removed == ("script",)
        assert b"alert" not in cleaned
        assert b"ENTITY" not in cleaned


def test_an_illustrators_names_of_namespaces_are_understood() -> None:
    names = '<!ENTITY ns_svg "http://www.w3.org/2000/svg">'
    cleaned, removed = clean(f'<!DOCTYPE svg [{names}]><svg xmlns="&ns_svg;"><g/></svg>'.encode())
    assert removed == ()
    assert etree.fromstring(cleaned)[0].tag == "{http://www.w3.org/2000/svg}g"


def test_a_drawing_in_another_encoding_is_written_in_utf_8() -> None:
    content = f'<?xml version="1.0" encoding="UTF-16"?>{HEAD}><title>Größe</title></svg>'
    cleaned, removed = clean(content.encode("utf-16"))
    assert removed == ()
    assert "Größe" in cleaned.decode("utf-8")


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(12))
UNREADABLE = {
    "no end": f"{HEAD}><script>alert(1)</script>",
    "a file of this machine": (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}>&x;</svg>'
    ),
    "an unknown entity": f"{HEAD}>&x;</svg>",
    "a bomb of entities": f"<!DOCTYPE svg [{BOMB}]>{HEAD}>&l11;</svg>",
    "a page": "<!DOCTYPE html><title>404</title><script>alert(1)</script>",
    "a page in XML": f'<html xmlns="{XHTML}"><script>alert(1)</script></html>',
    "a bad attribute": f"{HEAD} a=1/>",
    "two drawings": f"{HEAD}/>{HEAD}/>",
    "an unknown encoding": f'<?xml version="1.0" encoding="X-9"?>{HEAD}/>',
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_can_not_be_checked_is_refused(content: str) -> None:
    with pytest.raises(Unusable) as raised:
        clean(content.encode())
    assert raised.value.code == "image-damaged"


PIECES = st.sampled_from(
    [
        *("<script>", "</script>", "<g>", "</g>", "<style>", "</style>", "<a href='", "'>", "x"),
        *("onload='", "<!--", "-->", "<![CDATA[", "]]>", "&#60;", "&amp;", "url(", ")", "//x"),
        *("javascript:", "<?xml-stylesheet", "?>", "<foreignObject/>", "@import", ";", "\\72"),
    ]
)


@given(st.lists(PIECES, max_size=12))
def test_no_input_leaves_a_script_or_fails(pieces: list[str]) -> None:
    try:
        cleaned, _ = clean(f"{HEAD}>{''.join(pieces)}</svg>".encode())
    except Unusable:
        return
    root = etree.fromstring(cleaned)
    assert not list(root.iter("{*}script", "{*}foreignObject"))
    assert not root.xpath("//*[@onload]")


WAYS = {
    "shown": ("![x](/images/a.svg)\n", "images/a.svg"),
    "linked": ("[x](/images/a.svg)\n", "images/a.svg"),
    "in a static folder": ("Text.\n", "static/a.SVG"),
    "embedded": ('<object data="/images/a.svg"></object>\n', "images/a.svg"),
}


@pytest.mark.parametrize(("text", "name"), WAYS.values(), ids=WAYS)
def test_a_drawing_with_a_script_is_cleaned_and_told(build: Build, text: str, name: str) -> None:
    site = build({"people/anna.md": ANNA, "posts/a.md": post(text), name: SCRIPT})
    words = "the drawing is published without what runs in it or loads other files"
    told = f"warning[image-active]: {words}: onclick and script"
    assert site.findings == [f"content/{name}:1:1: {told}"]
    assert site.exitcode == 0
    published = (site.output / name).read_bytes()
    assert b"alert" not in published
    assert b"onclick" not in published
    assert b"<rect" in published
    assert build({}).outcome.written.changed == 0
    assert (site.root / "content" / name).read_text("utf-8") == SCRIPT


def test_a_drawing_that_can_not_be_checked_stops_the_build(build: Build) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post(), "static/a.svg": f"{HEAD}><script>"}
    site = build(files)
    assert site.codes == ["image-damaged"]
    assert site.findings[0].startswith("content/static/a.svg:1:1: error")
    assert site.files == []


@pytest.mark.parametrize("render", [True, False])
def test_no_theme_and_program_publishes_a_script(
    build: Build, tmp_path: Path, render: bool
) -> None:
    files = {"people/anna.md": ANNA, "posts/a.md": post("![x](/static/a.svg)\n")}
    settings = {"ROSTRUM": {"render": render}} | ({} if render else {"THEME": "simple"})
    site = build({**files, "static/a.svg": SCRIPT}, settings)
    assert b"alert" not in (site.output / "static/a.svg").read_bytes()
    (site.output / "static/a.svg").unlink()
    run_module(tmp_path, "pelican", "-s", "pelicanconf.py", check=True)
    assert b"alert" not in (site.output / "static/a.svg").read_bytes()
