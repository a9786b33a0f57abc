"""Damaged sites for the fuzz tests: a small site, and mutations of its files and settings.

All choices use a seeded `random.Random`, so each number always gives the same site.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PIL import Image

from support.sites import ANNA, BEN, SETTINGS, post, source

# A site with most features of the kit.


def _draw_picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("1", (300, 157)).save(drawn, "PNG")  # the smallest one for a card
    return drawn.getvalue()


PICTURE = _draw_picture()
LONG = """\
Der erste Absatz, *betont* und **stark**, mit `Code`[^1] und [einem Link]({filename}/posts/b.md).

<!-- more -->

## Über uns

> Ein Zitat.
> — Eva

- eins
    - zwei
1. drei

| a | b |
|---|---|
| 1 | 2 |

```python
print("<b>")
```

![Ein Bild]({static}/images/a.png "Titel") <span class="x">HTML</span> & <https://example.org/>

<figure>
<figcaption>Halle 4</figcaption>
</figure>

`{{ nichts }} {% auch nichts %}` [^2] H~2~O ~~weg~~

[^1]: Eine Fußnote.
[^2]: Noch eine.
"""
GERMAN = post(
    LONG,
    title="Mut: ein Anfang",
    summary="Warum wir offen schreiben.",
    category="Produktion",
    tags=["Führung", "Lernen"],
    series="schritte",
    part=1,
    image={"src": "images/a.png", "alt": "Halle 4", "credit": "Nina", "license": "CC BY 4.0"},
    crosspost={"linkedin": "Offen. #Führung", "x": False},
    related=["b"],
    extra={"farbe": "rot"},
)
# Front matter in YAML and in Pelican's format.
BLOCK = """\
---
title: Zahlen, die niemand kennt
date: 2026-11-19 08:00
modified: 2026-11-20
authors:
  - anna
written_with: [ben]
slug: zahlen
tags:
  - Zahlen
  - Führung
series: schritte
part: 2
comments: closed
image:
  src: images/a.png
  alt: Zahlen an der Tafel
---
Text mit <b>HTML</b> und {tag}. [Mut]({filename}/posts/a.md)

[TOC]

## Eins
## Eins
"""
PELICAN = """\
Title: Gruß aus der Halle
Date: 2026-11-16 07:00
Author: ben
Tags: Lernen, Halle
Category: Halle
Summary: Ein Gruß.

Guten Morgen. Siehe [oben](a.md).
"""
FILES: dict[str, str | bytes] = {
    "posts/a.md": GERMAN,
    "posts/b.md": BLOCK,
    "posts/c.md": PELICAN,
    "posts/a.en.md": post(
        "An *English* text.\n", title="Courage", slug="mut-ein-anfang", lang="en"
    ),
    "posts/draft.md": post("Noch nicht.\n", title="Entwurf", status="draft"),
    "posts/later.md": post("Später.\n", title="Bald", date="2026-12-24 09:00"),
    "pages/impressum.md": source("Traunwerk AG, Linz\n", title="Impressum", slug="impressum"),
    "people/anna.md": ANNA,
    "people/ben.md": BEN,
    "series/schritte.md": source(
        "Zwei Schritte.\n",
        title="Schritte",
        summary="Eine Serie.",
        total=3,
        planned=[{"part": 3, "title": "Drei", "date": "2026-12-02"}],
    ),
    "comments/a/001.md": source("Danke! <b>x</b>\n", author="Eva", date="2026-11-19 08:00"),
    "comments/a/002.md": source(
        "Gern.\n", author="anna", date="2026-11-19 09:00", reply_to="001", url="https://a.example"
    ),
    "topics.yaml": "tags:\n  Führung: Wie entschieden wird.\ncategories:\n  Halle: Aus Halle 4.\n",
    "images/a.png": PICTURE,
}
MODES: Mapping[str, dict[str, Any]] = {
    "python-markdown": {},
    "gfm": {"ROSTRUM": {"markdown": "gfm"}},
    "another theme": {"THEME": "simple", "ROSTRUM": {"render": False}},
}

EVERY = frozenset(range(5))
"""Possible numbers of mutations per site."""


@dataclass(frozen=True)
class Damaged:
    """A mutated site: files below `content/`, settings file, and list of mutations."""

    number: int
    mode: str
    files: Mapping[str, bytes] = field(repr=False)
    settings: bytes = field(repr=False)
    done: tuple[str, ...] = ()

    @property
    def changed(self) -> dict[str, bytes]:
        """The changed files, and the settings file if changed."""
        found = {name: raw for name, raw in self.files.items() if raw != _encode(FILES.get(name))}
        if self.settings != _write_settings(self.mode):
            found["pelicanconf.py"] = self.settings
        return found


def damage(seed: str, number: int, leave_out: frozenset[int] = frozenset()) -> Damaged:
    """Return the damaged site with a number, without the mutations in `leave_out`.

    Each mutation has its own random generator, so omitting one does not change the others.
    """
    rng = random.Random(f"{seed}:{number}")
    mode = rng.choice(list(MODES))
    raw = {name: _encode(content) for name, content in FILES.items()}
    site = Damaged(number, mode, raw, _write_settings(mode))
    for index in range(rng.choice((1, 1, 1, 2, 3, len(EVERY)))):
        if index not in leave_out:
            site = _damage_once(site, random.Random(f"{seed}:{number}:{index}"))
    return site


def _damage_once(site: Damaged, rng: random.Random) -> Damaged:
    kind = rng.random()
    if kind < 0.2:
        settings, word = damage_settings(site.settings, rng)
        return replace(site, settings=settings, done=(*site.done, f"settings: {word}"))
    name = rng.choice([name for name in sorted(site.files) if name.endswith((".md", ".yaml"))])
    files = dict(site.files)
    if kind < 0.25:
        folder = name.rpartition("/")[0]
        new = f"{folder}/{rng.choice(NAMES)}".lstrip("/")
        files[new] = files.pop(name)
        return replace(site, files=files, done=(*site.done, f"{name}: renamed to {new!r}"))
    mutator = rng.choice(MUTATORS)
    files[name] = mutator(files[name], rng)
    return replace(site, files=files, done=(*site.done, f"{name}: {mutator.__name__}"))


def _encode(content: str | bytes | None) -> bytes:
    return content.encode() if isinstance(content, str) else content or b""


def _write_settings(mode: str) -> bytes:
    lines = [f"{key} = {value!r}" for key, value in {**SETTINGS, **MODES[mode]}.items()]
    return "\n".join(["from rostrum.defaults import *", "", *lines, ""]).encode()


# Bytes and lines

NASTY = (
    # YAML
    *("&a [*a]", "*a", "!!python/object:os.system x", "!x y", "{a: {a: {a: ", "[[[", "? "),
    *("- - - ", "<<: *a", "~", "null", ".nan", "0x1f", "1e999", "2026-13-45", "0001-01-01"),
    *("9999-12-31", "--- \n", "...\n", "%YAML 9.9\n", "\t", "|2\n x", ">-\n", "'", '"'),
    *('"\\ud800"', "yes", "on"),
    # Markdown, Jinja and Pelican
    *("![](", "[a](", "](<", "**", "_*_*_*", "````", "~~~", "<!--", "-->", "[^1]:", "[^1]"),
    *("[TOC]", "{filename}", "{static}/../../x", "{attach}a.png", "{tag}", "|a|\n|-|\n"),
    *("\n\n\n    x", "> > >", "{{ 1/0 }}", "{% raw %}", "{% include 'x' %}", "\\", "&#0;"),
    *("&#x110000;", "&lt;", "<!-- more -->"),
    # HTML
    *("<script>alert(1)</script>", "<img src=x onerror=a()>", "<a href='javascript:x'>"),
    *("<![CDATA[", "<?", "<iframe srcdoc='<b'>", "</body></html>", "<svg/onload=x>"),
    *("<style>*{}</style>", "<base href=//x>", "<details open ontoggle=x>", "<template>"),
    *("<plaintext>", "<textarea>", "<title>", "]]>", "<math>"),
    # Unicode
    *("\x00", "\x1b[2J", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe"),
    *("\ud83d\ude00", "é", "e\u0301", "İ", "ß", "ﷺ"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U000e0041", "a" * 300),
    # Workflow commands, paths, addresses
    *("::error::x", "##[error]x", "../../etc/passwd", "C:\\x", "CON", "https://[bad", "//x"),
    *("%00", "%ff"),
)  # fmt: skip
KEYS = (
    *("title", "date", "authors", "author", "slug", "lang", "tags", "category", "image", "id"),
    *("url", "series", "part", "status", "comments", "crosspost", "extra", "summary", "modified"),
    *("name", "canonical", "role", "photo", "profiles", "planned", "total", "reply_to", "source"),
    *("menu", "related", "written_with", "level", "categories", "license", "alt", "src"),
    *("save_as", "template"),
)  # fmt: skip
NAMES = (
    *("A.md", "x.MD", "ä.md", "a\u0308.md", "a b.md", "a\nb.md", "a\u202eb.md", "-.md"),
    *("CON.md", "a.de.md", "a.xx.md", "a.en.en.md", "::error::.md", "%2e%2e.md"),
    *("a" * 240 + ".md", "\udcff.md", "<b>.md", "{slug}.md", "a?b#c.md", "index.md"),
    *("a.markdown", "'.md", "\x1b[2J.md"),
)  # fmt: skip


def _word(rng: random.Random) -> bytes:
    return rng.choice(NASTY).encode("utf-8", "surrogatepass")


def flip_bytes(raw: bytes, rng: random.Random) -> bytes:
    found = bytearray(raw)
    for _ in range(rng.randint(1, 8)):
        if found:
            found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)


def cut_bytes(raw: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
    return raw[:start] + raw[end:] if rng.random() < 0.5 else raw[:end]


def insert_word(raw: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(raw) + 1)
        raw = raw[:at] + _word(rng) + raw[at:]
    return raw


def insert_word_in_front_matter(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = rng.randrange(min(len(lines), 14))
    column = rng.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:column] + _word(rng) + lines[at][column:]
    return b"\n".join(lines)


# Texts known to cause long parsing or deep recursion if repeated many times.
COSTLY = (
    *("[", "(", "<", "*", "_", "`", "~", "#", ">", "- ", "> ", "| ", "\\", "&", "!", "^", "=", "-"),
    *("[a](", "![", "![a](", "[[", "](", "[^", "[a]: <", "_a ", "*a **", "a**b", "`a", "``", "~~a"),
    *("<img ", "<a ", "<b>", "<!--", "<!-", "<?", "<![CDATA[", "</", "<div>\n", "&amp", "{"),
    *("{{", "{%"),
    *("? ", "- - ", "{a: ", "[a, ", "a: ", "&a ", "*a ", "!a ", "'", '"', "\n", "\n\n"),
    *("  \n", "\t", "\r", "1. ", "* a\n", "    ", "a\n    b\n", "|a", "a\n-\n", "x:\n ", "\u202e"),
    *("\u0301", "\u200d", "http://"),
)  # fmt: skip
TIMES = (10, 100, 1_000, 5_000, 20_000, 80_000)


def repeat_word(raw: bytes, rng: random.Random) -> bytes:
    """Insert one text many times at a random position, as in denial-of-service input."""
    at = rng.randrange(len(raw) + 1)
    word = _word(rng) if rng.random() < 0.3 else rng.choice(COSTLY).encode()
    return raw[:at] + word * rng.choice(TIMES) + raw[at:]


def repeat_word_in_front_matter(raw: bytes, rng: random.Random) -> bytes:
    """Set a key to one text repeated many times, sometimes with closing brackets."""
    word = rng.choice(COSTLY).encode()
    value = word * rng.choice(TIMES) + rng.choice((b"", b"x", b"]" * 1_000))
    return raw.replace(b"\n", b"\n" + rng.choice(KEYS).encode() + b": " + value + b"\n", 1)


def move_lines(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    for _ in range(rng.randint(1, 4)):
        line = lines.pop(rng.randrange(len(lines))) if lines else b""
        at = rng.randrange(len(lines) + 1)
        copies = rng.choice((0, 1, 1, 2))
        lines[at:at] = [line] * copies
    return b"\n".join(lines)


def indent_lines(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    start = rng.randrange(len(lines))
    blank = rng.choice((b" ", b"  ", b"\t", b"    ", b"\xc2\xa0", b"> ", b"- "))
    for at in range(start, min(len(lines), start + rng.randint(1, 5))):
        lines[at] = blank + lines[at] if rng.random() < 0.7 else lines[at].lstrip()
    return b"\n".join(lines)


def change_value(raw: bytes, rng: random.Random) -> bytes:
    """Change the value of a front matter key, or add a key."""
    key = rng.choice(KEYS).encode()
    value = _word(rng) if rng.random() < 0.7 else rng.choice(VALUES).encode()
    line = key + b": " + value
    head, found = re.subn(rb"(?im)^" + key + rb":.*$", lambda _: line, raw, count=1)
    return head if found else raw.replace(b"\n", b"\n" + line + b"\n", 1)


VALUES = (
    *("[]", "{}", "[[a]]", "{a: b}", "''", "draft", "hidden", "published", "Draft "),
    *("2026-11-18", "2027-01-01", "2026-10-25 02:30", "2026-03-29 02:30", "anna", "[anna, anna]"),
    *("nobody", "en", "xx", "images/a.png", "{src: images/a.png}", "{src: ../x.png, alt: a}"),
    *("0", "-1", "99999999999999999999", "true", "off", "mut-ein-anfang", "zahlen", "Ä/Ö", "."),
    *("..", "index", "feed", "https://a.example/x"),
)  # fmt: skip


def rename_key(raw: bytes, rng: random.Random) -> bytes:
    keys = list(re.finditer(rb"(?m)^ *([A-Za-z_]+):", raw))
    if not keys:
        return raw
    chosen = rng.choice(keys)
    new = rng.choice((*KEYS, "Title", "STATUS", "titel", "", "a b", "~", "1")).encode()
    return raw[: chosen.start(1)] + new + raw[chosen.end(1) :]


def drop_fence(raw: bytes, rng: random.Random) -> bytes:
    fences = [found.start() for found in re.finditer(rb"(?m)^---$", raw)]
    if not fences:
        return b"---\n" + raw
    at = rng.choice(fences)
    return raw[:at] + rng.choice((b"", b"----", b"--- ", b"...", b"+++", b"***")) + raw[at + 3 :]


def encode_otherwise(raw: bytes, rng: random.Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    codec = rng.choice(
        ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "mac-roman")
    )
    if rng.random() < 0.4:
        return text.replace("\n", rng.choice(("\r\n", "\r", "\u2028", "\x0b", "\n\r"))).encode()
    return text.encode(codec, "replace")


def mix(raw: bytes, rng: random.Random) -> bytes:
    """Replace the end of a file by the end of another, from a random line."""
    other = _encode(FILES[rng.choice([n for n in sorted(FILES) if not n.endswith(".png")])])
    mine, theirs = raw.split(b"\n"), other.split(b"\n")
    return b"\n".join(mine[: rng.randrange(len(mine) + 1)] + theirs[rng.randrange(len(theirs)) :])


def empty(raw: bytes, rng: random.Random) -> bytes:
    return rng.choice((b"", b"\n", b" ", b"---", b"---\n---\n", PICTURE, b"\x00" * 100))


Mutator = Callable[[bytes, random.Random], bytes]
MUTATORS: tuple[Mutator, ...] = (
    *(flip_bytes, cut_bytes, insert_word, insert_word_in_front_matter),
    *(insert_word_in_front_matter, repeat_word, repeat_word, repeat_word_in_front_matter),
    *(move_lines, indent_lines, change_value, change_value, change_value, rename_key),
    *(drop_fence, encode_otherwise, mix, empty),
)  # fmt: skip


# Settings. No value, even if truncated, is a path outside the site's folder.

SETTING_KEYS = (
    *("SITENAME", "SITEURL", "TIMEZONE", "DEFAULT_LANG", "PATH", "OUTPUT_PATH", "THEME"),
    *("PLUGINS", "ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "ARTICLE_EXCLUDES"),
    *("PAGE_EXCLUDES", "IGNORE_FILES", "EXTRA_PATH_METADATA", "DEFAULT_METADATA"),
    *("PATH_METADATA", "FILENAME_METADATA", "MARKDOWN", "ARTICLE_URL", "ARTICLE_SAVE_AS"),
    *("ARTICLE_LANG_SAVE_AS", "PAGE_SAVE_AS", "TAG_SAVE_AS", "AUTHOR_URL", "DEFAULT_PAGINATION"),
    *("DEFAULT_DATE", "DEFAULT_CATEGORY", "SLUG_REGEX_SUBSTITUTIONS", "READERS"),
    *("JINJA_ENVIRONMENT", "JINJA_FILTERS", "THEME_TEMPLATES_OVERRIDES", "TEMPLATE_PAGES"),
    *("FORMATTED_FIELDS", "OUTPUT_RETENTION", "DELETE_OUTPUT_DIRECTORY", "STATIC_SAVE_AS"),
    *("SLUGIFY_SOURCE", "DATE_FORMATS", "DIRECT_TEMPLATES", "PAGINATED_TEMPLATES"),
    *("FEED_ALL_ATOM", "WITH_FUTURE_DATES", "INDEX_SAVE_AS", "ROSTRUM", "PLUGIN_PATHS"),
    *("CACHE_PATH", "LOCALE", "TYPOGRIFY", "SUMMARY_MAX_LENGTH", "LINKS"),
)  # fmt: skip
OWN_KEYS = (
    *("organisation", "subtitle", "subtitles", "languages", "home_posts", "feed_items"),
    *("feed_authority", "more_by", "related", "small_lists", "discussed_days", "cloud_steps"),
    *("cloud_order", "logo", "icon", "cards", "card_font", "featured", "whole_series", "epub"),
    *("giscus", "reply_mail", "admin"),
    *("networks", "crosspost_days", "levels", "strict", "markdown", "render", "jobs", "executor"),
    *("cache_megabytes", "unknown"),
)  # fmt: skip
SETTING_VALUES = (
    *("None", "True", "False", "0", "-1", "10**30", "1.5", "float('nan')", "''", "'\\0'", "b'x'"),
    *("'x' * 5000", "[]", "[[]]", "[['a']]", "[('a', 'b')]", "[1]", "[None]", "()", "{}"),
    *("{1: 2}", "{'a': {'b': ['c']}}", "'posts'", "['posts']", "['posts', 'pages']"),
    *("['nowhere']", "['.']", "['posts/a.md']", "'draft'", "'{'", "'{slug}'", "'{date}.html'"),
    *("'{date:%Y}/{x}'", "'{slug.__class__}'", "'%(x)s'", "'\\\\'", "'en'", "'xx'", "'de_AT'"),
    *("'Europe/Vienna'", "'Mars/Base'", "'https://b.example/blog'", "'ftp:x'", "object()"),
    *("lambda x: x", "print", "int", "Exception", "{'status': 'draft'}", "'\\ud800'"),
    *("'ä\\u202e'", "range(3)", "{'x'}", "iter([])", "__import__('pathlib').Path('content')"),
    *("'(?P<slug>'", "'(a+)+$'"),
)  # fmt: skip


def damage_settings(raw: bytes, rng: random.Random) -> tuple[bytes, str]:
    """Return a settings file with an invalid setting or a damaged line, and its description."""
    choice = rng.random()
    if choice < 0.5:
        line = f"{rng.choice(SETTING_KEYS)} = {rng.choice(SETTING_VALUES)}"
        return raw + line.encode() + b"\n", line
    if choice < 0.85:
        line = f"ROSTRUM = {{{rng.choice(OWN_KEYS)!r}: {rng.choice(SETTING_VALUES)}}}"
        return raw + line.encode() + b"\n", line
    if choice < 0.93:
        return move_lines(raw, rng), "move_lines"
    at = rng.randrange(len(raw))
    return raw[:at] + rng.choice((b"", b"'", b"(", b"]", b"\x00", b"\xff", b"\n", b" ")) + raw[
        at + 1 :
    ], "a byte"
