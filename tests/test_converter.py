"""The quicker Python-Markdown writes what `markdown.Markdown` itself writes, to the byte."""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.inlinepatterns import SimpleTagInlineProcessor, SimpleTagPattern
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from rostrum.markdown.accelerated import converter
from rostrum.markdown.accelerated.converter import COMPARED, Converter, make_converter
from rostrum.markdown.options import MARKDOWN_OPTIONS, slugify_heading

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("ROSTRUM_CORPUS", ROOT.parent / "shared/corpora/digitalgov"))
FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)


class Struck(Extension):
    """A site's own patterns, of the new kind and the old, one of them not within links."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        struck = SimpleTagInlineProcessor(r"()~~(.+?)~~", "del")
        struck.ANCESTOR_EXCLUDES = ("A", "em")
        md.inlinePatterns.register(struck, "struck", 105)
        md.inlinePatterns.register(SimpleTagPattern(r"(\^)([^^]+)\^", "sup"), "raised", 65)


class Numbered(Extension):
    """A site's own tree processor, which reads the table of contents."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        class Number(Treeprocessor):
            def run(self, root: Element) -> None:
                for heading in root.iter("h2"):
                    heading.set("n", str(len(md.toc_tokens)))  # type: ignore[attr-defined]

        md.treeprocessors.register(Number(md), "number", 3)


class Shouted(Extension):
    """A site's own postprocessor, which sees the words of headings as well."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        class Shout(Postprocessor):
            def run(self, text: str) -> str:
                return text.replace("word", "WORD")

        md.postprocessors.register(Shout(md), "shout", 1)


class Boxed(Extension):
    """A site's own block processor."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        class Box(BlockProcessor):
            def test(self, parent: Element, block: str) -> bool:
                return block.startswith("%%")

            def run(self, parent: Element, blocks: list[str]) -> None:
                self.parser.parseChunk(SubElement(parent, "aside"), blocks.pop(0)[2:])

        md.parser.blockprocessors.register(Box(md.parser), "box", 95)


def add(*extensions: Any, **configs: Any) -> dict[str, Any]:
    """Return the kit's options with more extensions and settings of extensions."""
    known = MARKDOWN_OPTIONS
    merged = {
        key: {**known["extension_configs"].get(key, {}), **configs.get(key, {})}
        for key in {*known["extension_configs"], *configs}
    }
    extended = [*known["extensions"], *extensions]
    return {**known, "extensions": extended, "extension_configs": merged}


NOTES = {"UNIQUE_IDS": True, "USE_DEFINITION_ORDER": False}
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "the kit's": MARKDOWN_OPTIONS,
    "none": {},
    "extra as XHTML": {"extensions": ["extra"]},
    "line breaks": add("nl2br"),
    "others": add("smarty", "wikilinks", "admonition", "meta"),
    "old ones": add("legacy_em", "legacy_attrs"),
    "permalinks": add(toc={"permalink": True, "title": "T"}, codehilite={"linenums": True}),
    "anchors": add(toc={"anchorlink": True, "baselevel": 3, "toc_depth": "2-4"}),
    "notes": add(extra={"footnotes": NOTES, "abbr": {"glossary": {"ab": "alpha"}}}),
    "short tabs": {**MARKDOWN_OPTIONS, "tab_length": 2},
    "a site's own patterns": add(Struck()),
    "a site's own trees": add(Numbered()),
    "a site's own postprocessor": add(Shouted()),
    "a site's own blocks": add(Boxed()),
}

# fmt: off
TEXTS = {
    "escapes": r"\* \_ \\ \` \[a](b) \# 1\. &copy; &amp;amp; A & B < C > D \&lt;",
    "emphasis": (
        "*a* **b** ***c*** *d **e** f* **g *h* i** ***j** k* *l **m*** _n_ __o__ _p "
        "__q__ r_"
    ),
    "emphasis within words": 'a*b*c a_b_c (*a*) "*b*," *a*b **c**d* * e * ** f ** *g*: 2*3*4 **h*i',
    "code": "`a` ``b`c`` `d *e* f` \\`g` ``h` `` i `` ` *j `k* l` `m",
    "links": (
        "[a](b) [a](<b c>) [a](b 'T') [*a*](b_c_d) [a [b] c](d) [a](b(c)d) [a]() [](a) "
        "[a] (b)"
    ),
    "links in links": "[a [b](c) d](e) ![i](j) [![k](l)](m) *[n](o)* [p](q*r*) `[s](t)`",
    "references": "[a] [a][] [b][a] [B] [a](u) ![a] ![x][a] [none][y]\n\n[a]: /u 'T'\n[b]:\n  /v\n",
    "notes": "Eins[^1] [^1](b) zwei[^b] ![^1](c) `[^1]` [^none]\n\n[^1]: n *o*\n\n    p\n[^b]: q\n",
    "abbreviations": "HTML *HTML* `HTML` [HTML](HTML)\n\n*[HTML]: Sprache\n\n*[x]\n",
    "attributes": (
        "# A {#x .y}\n\n*a*{: .b} [c](d){title='e'}\n{: .f}\n\n"
        "| a {: .b} |\n|---|\n| c |\n"
    ),
    "tables": "| a | `b|c` |\n|:--|--:|\n| *d* | \\| |\n\na | b\n- | -\n1 | 2\n\n|a|\nno|\n",
    "lists": "- a\n- b\n    - c\n\n    d\n\n1. e\n2. f\n\n* g\n+ h\n\n3) i\n\n-j\n\n1.k\n\n١. l\n",
    "definitions": "a\nb\n:   c\n\n    d\n\n:   e\n\n: f\n",
    "headings": (
        "# a\n## b ##\nc\n===\nd\n---\n#e\n\n# *f* `g` [h](i)\n\n# a\n\n"
        "# <b>x</b> &amp; y\n\n# \\*"
    ),
    "contents": "[TOC]\n\n# a\n\n## b[^1]\n\n# <i>c</i>\n\n[TOC]\n\n[^1]: n",
    "rules": "a\n***\nb\n\n- - -\n\n___\n\n*a*\n---\n\n_ _ _ x",
    "quotes": "> a\n> > b\nc\n\n>d\n\ne\n> f\n\n" + ">" * 400 + "g",
    "fences": (
        "```py\nx = '*a*'\n```\n~~~\n`y`\n~~~\na\n```{ .py hl_lines='1' }\nz\n```\n "
        "```\nno\n```"
    ),
    "open fences": "a\n```\nb\n\n~~~\nc\n```\nd ```\n",
    "code by indentation": "a\n\n    b <c> *d*\n\n    e\n\n\tf\n",
    "HTML": (
        '<div>\n*a*\n</div>\n\n<p markdown="1">*b*</p> <b>*c*</b> <br> <!-- *d* --> <?e '
        '*f* ?>\n\n<hr>x'
    ),
    "HTML with a comment": (
        "a <!-- b\n\nc --> d\n\n<script>*e*</script>\n\n<h2 id='z'>f</h2>\n\n"
        "# z"
    ),
    "autolinks": "<https://a.b/c_d_e?f=*g*> <a@b.c> <not this> < x>",
    "line breaks": "a  \nb\\\nc   \n\n*d  \ne*  \n`f  \ng`",
    "blank lines": "a\n \nb\n  \n   \nc\n\n\n\nd\n\t\ne\r\nf\rg\n   \n",
    "control characters": (
        "\x02klzzwxh:0000\x03 *a* \x02wzxhzdk:0\x03 \x02amp\x03 \x0b \x0c \x85 \u2028 "
        "x"
    ),
    "openings": "\n\n".join(
        f"{mark}{word}"
        for mark in "*_[]#>:=+-|!<&\\`~'\"(1"
        for word in ("a", " b", "*c", "[d]: e")
    ),
    "second lines": "\n\n".join(f"a\n {mark} b" for mark in "*_[#>:=+-|1"),
    "a placeholder left over": (
        "[a](b) c\n\n<b>\\\\*`a`**em*<i>%*a*b*\n\n"
        "*`a`**[a](b)*``a`*a **b***#"
    ),
}
# fmt: on


def read_all(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.md")):
        yield FRONT_MATTER.sub("", path.read_text("utf-8"), count=1)


def convert(md: markdown.Markdown, text: str) -> str:
    """Return what comes out, or what goes wrong."""
    try:
        md.reset()
        return md.convert(text)
    except Exception as error:
        return repr(error)


def plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with Python-Markdown's own slugs of headings in the place of the kit's."""
    configs = {key: dict(each) for key, each in options.get("extension_configs", {}).items()}
    if configs.get("toc", {}).get("slugify") is slugify_heading:
        configs["toc"]["slugify"] = slugify_unicode
    return {**options, "extension_configs": configs}


def find_differences(options: Mapping[str, Any], texts: Iterator[str]) -> list[str]:
    theirs, ours = markdown.Markdown(**plain(options)), make_converter(options)
    assert isinstance(ours, Converter)
    return [text for text in texts if convert(ours, text) != convert(theirs, text)]


def test_the_release_that_is_installed_was_compared():
    # If not, the kit is right and slow. Run these tests with it in COMPARED, and leave it there.
    assert markdown.__version__ in COMPARED


@pytest.mark.parametrize("name", SETTINGS)
def test_odd_texts_are_as_before(name):
    assert find_differences(SETTINGS[name], iter(TEXTS.values())) == []


@pytest.mark.parametrize("name", SETTINGS)
def test_the_demo_is_as_before(name):
    assert find_differences(SETTINGS[name], read_all(ROOT / "content")) == []


def test_the_benchmark_is_as_before(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    blog = __import__("blog").make_blog(60)
    assert find_differences(MARKDOWN_OPTIONS, (blog.body(post) for post in blog.posts)) == []
    sys.modules.pop("blog")


@pytest.mark.corpus
def test_real_posts_are_as_before():
    if not CORPUS.is_dir():
        pytest.skip("the digitalgov posts are not beside the repository; ROSTRUM_CORPUS names them")
    assert find_differences(MARKDOWN_OPTIONS, read_all(CORPUS)) == []


PIECES = sorted({part for text in TEXTS.values() for part in re.split(r"(\n\n|\s)", text) if part})
MARKS = "ab *_#[](){}<>!|`~=-+&;:^.\"'\\/%\n\t\x02\x03\x0b\x85\u2028€1١"


@pytest.fixture(scope="module")
def pairs() -> list[tuple[markdown.Markdown, markdown.Markdown]]:
    return [(markdown.Markdown(**plain(each)), make_converter(each)) for each in SETTINGS.values()]


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from(PIECES)
        | st.sampled_from(list(TEXTS.values()))
        | st.text(MARKS, max_size=6),
        max_size=12,
    ).map("".join),
    st.integers(0, len(SETTINGS) - 1),
)
def test_no_text_tells_them_apart(pairs, text, which):
    theirs, ours = pairs[which]
    assert convert(ours, text) == convert(theirs, text)


def test_random_texts_in_a_row_are_as_before(pairs):
    # One after the other: what a text leaves behind in a pattern must not reach the next.
    rng = random.Random(12)
    for _ in range(1500):
        theirs, ours = rng.choice(pairs)
        text = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 25)))
        assert convert(ours, text) == convert(theirs, text), text


@given(st.text("aÄİß1٣ _-.!\t\xa0\n", max_size=12) | st.text(max_size=8))
def test_a_heading_gets_the_slug_that_it_always_got(words):
    assert slugify_heading(words, "-") == slugify_unicode(words, "-")


def test_an_unknown_release_is_used_as_it_is(monkeypatch):
    monkeypatch.setattr(converter, "COMPARED", ("3.0",))
    assert type(make_converter(MARKDOWN_OPTIONS)) is markdown.Markdown


def test_where_an_extension_changed_the_order_all_stays_as_it_is():
    class Moved(Extension):
        def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
            md.treeprocessors.register(md.treeprocessors["inline"], "inline", 9)

    assert type(make_converter(add(Moved()))) is markdown.Markdown


def test_it_takes_less_than_half_of_the_time(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    blog = __import__("blog").make_blog(40)
    texts = [blog.body(post) for post in blog.posts]
    sys.modules.pop("blog")

    def measure(md: markdown.Markdown) -> float:
        start = process_time()
        for text in texts:
            convert(md, text)
        return process_time() - start

    both = (make_converter(MARKDOWN_OPTIONS), markdown.Markdown(**MARKDOWN_OPTIONS))
    ours, theirs = (min(measure(md) for _ in range(3)) for md in both)
    assert ours < theirs / 2  # a fifth, on the machine it was written on
