"""Random edits of a site, each followed by an incremental build and a clean build."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import fields
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from invoke import Exit
from invoke.context import Context
from PIL import Image

from rostrum.cli import commands
from rostrum.output.manifest import MANIFEST
from rostrum.output.writer import state_dir_for
from rostrum.views import pages
from support.sites import ANNA, BEN, SETTINGS, cache_of, post, source, wait_a_tick, write_files

HOME = Path(tempfile.gettempdir()) / f"rostrum-incremental-{os.getpid()}"


SEQUENCES = int(os.environ.get("ROSTRUM_SEQUENCES", "6"))


STEPS = 12


def picture(side: int, colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(made, "PNG")
    return made.getvalue()


PICTURES = [picture(4, "red"), picture(4, "tan"), picture(6, "red"), b"no picture"]


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Home"\nmsgstr "{}"\n'


LONG_LIST = "".join(f"Absatz {number}.\n\n" for number in range(4))


BESIDE = (
    "![Nah](nah.png) ![Tief](tief/tief.png) [Plan]({attach}plan.csv)\n\n"
    "<img srcset='nah.png 2x, /posts/halle/tief/tief.png 3x' src='{attach}nah.png' alt='Nah'>\n"
)


TEXTS = [
    "Ein Text.\n",
    "Ein Taxt.\n",
    "",
    "# Kopf\n\nMit ![Bild](../images/x.png) und [Plan]({static}/static/plan.csv).\n",
    "[b]({filename}b.md), [c](c.en.md), [nichts](nichts.md), ![](/images/y.png)\n",
    "[Tag]({tag}Halle) [Person]({filename}/people/ben.md) [Reihe]({filename}/series/lernen.md)\n",
    "Fußnote[^1]. <b>HTML</b> & `Code`\n\n[^1]: Da.\n\n    a = 1\n",
    LONG_LIST,
    BESIDE,
    "![Ihr Bild](halle/nah.png), [ihr Plan]({static}/posts/halle/plan.csv)\n",
    "[Eigene](/blog/2026/11/a/), [auch](/2026/11/a/), [fremde](/werk/), [alle](/blog/tags/)\n",
]


DATES = [
    *("2026-11-18 09:30", "2026-11-18 09:30+02:00", "2026-10-25 02:30", "2025-03-30"),
    *("2026-11-22 09:00", "2026-11-22 09:01", "2026-12-01", "2999-01-01", "gestern"),
    "1880-01-01",  # UTC offset in Vienna: 1 h 5 min 21 s
]


MOMENTS = ["2026-11-22 09:00", "2026-11-22 09:01", "2026-12-02", "2025-06-01", "2026-11-22"]


WORDS = st.sampled_from(
    ["Hallo", "Halle 4", "Öl & Eisen", "<b>Fett</b>", "«Ä» \u2028 x", "Helle 4"]
)


ALIASES = st.sampled_from([None, ["alt/"], ["Ältere.html", "b"], ["eins"], "alt, alt/x.php"])


KEYS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "posts": {
        "title": WORDS,
        "slug": st.sampled_from([None, "eins", "zwei", "halle-4"]),
        "tags": st.sampled_from([None, ["Halle"], ["halle", "Öl"], ["Oel", "Markt", "Halle"]]),
        "category": st.sampled_from([None, "Werk", "Markt"]),
        "authors": st.sampled_from(
            [["anna"], ["ben", "anna"], ["anna", "ben"], ["nix"], ["Eva Sturm", "anna"]]
        ),
        "date": st.sampled_from(DATES),
        "modified": st.sampled_from([None, "2026-11-20", "2026-11-21 12:00"]),
        "status": st.sampled_from([None, "published", "draft", "hidden"]),
        "series": st.sampled_from([None, "lernen", "bauen", "Neue Wege"]),
        "part": st.sampled_from([None, 1, 2, 3]),
        "comments": st.sampled_from([None, "open", "closed", "off"]),
        "lang": st.sampled_from([None, "de", "en", "de-AT"]),
        "summary": st.sampled_from([None, "Kurz *und* gut", "Kurz"]),
        "image": st.sampled_from(
            [
                *(None, {"src": "images/x.png", "alt": "X"}, "images/y.png"),
                {"src": "posts/halle/nah.png", "alt": "Nah"},
            ]
        ),
        "id": st.sampled_from([None, "fest"]),
        "extra": st.sampled_from([None, {"raum": 4, "am": "2026-11-18"}, {"raum": [4.0, None]}]),
        "canonical": st.sampled_from([None, "https://anders.example/x"]),
        "related": st.sampled_from([None, ["b"], ["posts/a.md", "c"], ["nix"]]),
        "titel": st.sampled_from([None, None, "Hallo"]),
        "raum": st.sampled_from([None, None, 4]),
        "save_as": st.sampled_from([None, None, "eigen/index.html"]),
        "aliases": ALIASES,
    },
    "people": {
        "name": WORDS,
        "role": st.sampled_from([None, "Vorständin", "Head"]),
        "level": st.sampled_from([None, "executive", "guest"]),
        "former": st.sampled_from([None, True]),
        "photo": st.sampled_from([None, "images/x.png", "images/y.png"]),
        "aliases": ALIASES,
        "summary": st.sampled_from([None, "Kurz"]),
        "profiles": st.sampled_from([None, {"mastodon": "https://social.example/@anna"}]),
    },
    "series": {
        "title": WORDS,
        "summary": st.sampled_from([None, "Kurz"]),
        "planned": st.sampled_from(
            [
                None,
                [{"title": "Drei", "part": 3}],
                [{"title": "Drei", "date": "2026-11-22 09:01"}, {"title": "Vier", "part": 4}],
            ]
        ),
        "total": st.sampled_from([None, 5]),
        "complete": st.sampled_from([None, True]),
        "aliases": ALIASES,
        "image": st.sampled_from([None, {"src": "images/x.png", "alt": "X"}]),
    },
    "comments": {
        "author": st.sampled_from(["anna", "Eva", "Eva <i>"]),
        "date": st.sampled_from(DATES),
        "reply_to": st.sampled_from([None, "001", "002", "009"]),
        "source": st.sampled_from([None, "Mastodon"]),
        "url": st.sampled_from([None, "https://eva.example/"]),
    },
    "pages": {
        "title": WORDS,
        "slug": st.sampled_from([None, "wir", "eins"]),
        "status": st.sampled_from([None, "draft"]),
        "menu": st.sampled_from([None, False]),
        "aliases": ALIASES,
        "lang": st.sampled_from([None, "en"]),
    },
}


FILES = {
    "posts": [
        *("a.md", "a.en.md", "b.md", "c.md", "c.en.md", "b.de-at.md"),
        *("halle/d.md", "halle/d.en.md", "halle/d.de-at.md"),
    ],
    "people": ["anna.md", "anna.en.md", "anna.de-at.md", "ben.md"],
    "series": ["lernen.md", "lernen.en.md", "lernen.de-at.md", "bauen.md"],
    "comments": ["a/001.md", "a/002.md", "b/001.md", "a.en/001.md"],
    "pages": ["wir.md", "wir.en.md"],
}


CHOICES = [
    (f"{folder}/{name}", key)
    for folder, names in FILES.items()
    for name in names
    for key in KEYS[folder]
]


FRONT: dict[str, dict[str, Any]] = {
    "posts": {"title": "Hallo", "date": "2026-11-18 09:30", "authors": ["anna"]},
    "people": {"name": "Neu"},
    "series": {"title": "Neu"},
    "comments": {"author": "Eva", "date": "2026-11-19"},
    "pages": {"title": "Wir"},
}


OWN: dict[str, list[Any]] = {
    "organisation": ["Werk", "Werk AG"],
    "feed_items": [1, 2, 20],
    "home_posts": [1, 3],
    "languages": [["de", "en"], ["de"], ["de", "de-AT"], ["en", "de-AT", "zh-Hant"]],
    "levels": [
        {"link-missing": "error"},
        {"image-alt": "off", "image-missing": "warning"},
        {"x": 1},
    ],
    "featured": ["a", "c"],
    "subtitle": ["Aus dem Werk"],
    "cache_megabytes": [1],
    "site_roots": [["/blog/"], ["/blog/", "/werk/"], ["/"]],
    "strict": [True],
}


READING: list[tuple[str, Any]] = [
    ("TIMEZONE", "Asia/Tokyo"),
    ("TIMEZONE", "UTC"),
    ("SLUGIFY_SOURCE", "basename"),
    ("MARKDOWN", {"extensions": ["extra"]}),
    ("MARKDOWN", {"extensions": ["extra", "toc"]}),
]


SITES = ["https://blog.example", "https://blog.example/blog"]


PELICANS: dict[str, list[Any]] = {
    "DEFAULT_LANG": ["de", "de-AT"],
    "SITENAME": ["Offen", "Offen gesagt", "Offen & ehrlich"],
    "SITEURL": [*SITES, "x"],
    "ARTICLE_URL": ["{date:%Y}/{date:%m}/{slug}/", "p/{slug}/", "p/{nix}/"],
    "ARTICLE_SAVE_AS": ["{date:%Y}/{date:%m}/{slug}/index.html", "p/{slug}/index.html"],
    "DEFAULT_PAGINATION": [1, 2, 20],
    "STATIC_PATHS": [["static"], ["static", "images"], ["posts"], []],
    "EXTRA_PATH_METADATA": [
        {"static/plan.csv": {"path": "plan.csv"}},
        {"static/mehr.csv": {"path": "plan.csv"}},
    ],
    "THEME_TEMPLATES_OVERRIDES": [["mine"], ["mine", "yours"], ["yours", "mine"], []],
    "DIRECT_TEMPLATES": [[], ["nix"]],  # builds with Pelican's generators
}


FILTER = "def laut(text):\n    return {}\n\nJINJA_FILTERS = {{'laut': laut}}\n"


EXTENSION = """
from markdown import Extension
from markdown.preprocessors import Preprocessor

class Words(Preprocessor):
    def run(self, lines):
        return [line.replace("Text", "{}") for line in lines]

class Wording(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Words(md), "words", 1)

MARKDOWN = {{"extensions": ["extra", Wording()]}}
"""


READS = """
from pathlib import Path
try:
    SITENAME = Path("name.txt").read_text("utf-8")
except OSError:
    SITENAME = "Ohne"
"""


CODE = [
    *("", READS, READS, FILTER.format("text.upper()"), FILTER.format("text.lower()")),
    "def stil(text):\n    return text + '!'\n\n" + FILTER.format("stil(text)"),
    "def stil(text):\n    return text + '?'\n\n" + FILTER.format("stil(text)"),
    *(EXTENSION.format("Wort"), EXTENSION.format("Satz")),
]


HEAD = "mine/partials/head.html"


HEADS = ["<b>{{ _('Home') }}</b>", "<i>{{ _('Home') }}</i>", "{{ site.name }}", "{% if %}", None]


WORDS_FILE = "mine/locale/de/LC_MESSAGES/rostrum.po"


TEMPLATES: dict[str, list[str | None]] = {
    "yours/partials/head.html": ["<u>{{ _('Home') }}</u>", None],
    "mine/article.html": [None, "{% extends '!theme/article.html' %}", "{{ article.titel }}"],
    "mine/page.html": [None, "{{ page.title|laut }}", "{{ page.title }}"],
    "theme/templates/page.html": [None, "{{ page.title }}"],
    "theme/templates/partials/head.html": ["<em>{{ _('Home') }}</em>", "<h6>{{ _('Home') }}</h6>"],
    "theme/locale/de/LC_MESSAGES/rostrum.po": [PO.format("Start"), PO.format("Titel")],
    "theme/static/a.css": ["a{}", "b{}", None],
    "theme/static/b/c.css": ["c{}", None],
    "name.txt": [None, "Eins", "Zwei"],
}


PLAIN: dict[str, list[bytes | None]] = {
    "images/x.png": [*PICTURES, None],
    "images/y.png": [*PICTURES, None],
    "static/plan.csv": [b"a;b", b"c;d", None],
    "static/mehr.csv": [b"e;f", b"g;h", None],
    "static/robots.txt": [b"Mine.", None],
    "posts/notiz.txt": [b"Notiz", None],
    "posts/halle/nah.png": [*PICTURES, None],
    "posts/halle/tief/tief.png": [*PICTURES, None],
    "posts/halle/plan.csv": [b"i;j", b"k;l", None],
    "topics.yaml": [b"tag_aliases: {Halle: hallen}\n", b"tags: {Markt: Handel.}\n", None],
    "addresses.tsv": [
        b"a\tde\t2026/11/zuerst/\nb\tde\tp/zweiter/\n",
        b"c\tde\t2026/11/dritter/\nfest\tde\tfest/\n",
        b"kaputt",
        None,
    ],
    "posts/kaputt.md": [b"---\ntitle: [\n---\n", b"\xff\xfe", b"", None],
}


LANGUAGES = [("de", ["de", "en"]), ("de-AT", ["de-AT", "en", "zh-Hant"])]


def make_theme(folder: Path) -> None:
    """Write a theme with all template data on its pages."""
    names: dict[str, dict[str, None]] = {}
    for kind in vars(pages).values():
        if template := getattr(kind, "template", ""):
            names.setdefault(template, {}).update(dict.fromkeys(each.name for each in fields(kind)))
    files = {
        f"templates/{template}": "".join(
            ["{% include 'partials/head.html' %}\n"]
            + [f"<p>{{{{ {name}|string if {name} is defined }}}}</p>\n" for name in shown]
        )
        for template, shown in names.items()
    }
    files["templates/partials/head.html"] = "<em>{{ _('Home') }}</em>"
    write_files(folder, {**files, "static/a.css": "a{}"})


START: dict[str, str | bytes] = {
    "people/anna.md": ANNA,
    "people/ben.md": BEN,
    "people/anna.en.md": source("Anna leads.\n", role="Head"),
    "series/lernen.md": source("Wie.\n", title="Lernen", planned=[{"title": "Drei", "part": 3}]),
    "posts/a.md": post(TEXTS[3], tags=["Halle", "Öl"], series="lernen", slug="a"),
    "posts/a.en.md": post(TEXTS[0], title="Hello", slug="a", lang="en"),
    "posts/b.md": post(TEXTS[4], title="B", category="Werk", date="2026-11-22 09:01"),
    "posts/halle/d.md": post(BESIDE, title="D"),
    "posts/halle/nah.png": PICTURES[0],
    "posts/halle/tief/tief.png": PICTURES[2],
    "posts/halle/plan.csv": b"g;h",
    "comments/a/001.md": source("Danke!\n", author="Eva", date="2026-11-19"),
    "comments/a/002.md": source("Gern.\n", author="anna", date="2026-11-20", reply_to="001"),
    "pages/wir.md": source("Wir.\n", title="Wir"),
    "images/x.png": PICTURES[0],
    "static/plan.csv": b"a;b",
}


class Edits(RuleBasedStateMachine):
    """State machine: edit, damage and build a site repeatedly."""

    def __init__(self) -> None:
        super().__init__()
        self.was = Path.cwd()
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir()
        os.chdir(HOME)
        make_theme(Path("theme"))
        write_files(Path("content"), START)
        write_files(Path(), {HEAD: HEADS[0]})
        self.own: dict[str, Any] = {}
        self.code = ""
        self.pelicans = {**SETTINGS, "THEME": "theme", "THEME_TEMPLATES_OVERRIDES": ["mine"]}
        self.front: dict[str, dict[str, Any]] = {}
        self.moment, self.preview, self.is_edited = MOMENTS[0], False, False
        self.write_settings()

    @initialize(site=st.sampled_from(SITES), language=st.sampled_from(LANGUAGES))
    def choose_site(self, site: str, language: tuple[str, list[str]]) -> None:
        default, languages = language
        self.pelicans |= {"SITEURL": site, "DEFAULT_LANG": default}
        self.own["languages"] = languages
        self.write_settings()

    def teardown(self) -> None:
        os.chdir(self.was)
        shutil.rmtree(HOME, ignore_errors=True)

    # Edits by authors

    @rule(choice=st.sampled_from(CHOICES), data=st.data())
    def set_key(self, choice: tuple[str, str], data: st.DataObject) -> None:
        file, key = choice
        folder = file.partition("/")[0]
        known = self.front.setdefault(file, dict(FRONT[folder]))
        known[key] = data.draw(KEYS[folder][key], label=f"{file} {key}")
        self.write(file, self.text_of(file))

    @rule(
        file=st.sampled_from([f"{folder}/{name}" for folder in FILES for name in FILES[folder]]),
        text=st.sampled_from(TEXTS),
    )
    def set_text(self, file: str, text: str) -> None:
        self.front.setdefault(file, dict(FRONT[file.partition("/")[0]]))
        self.write(file, text)

    @rule(place=st.integers(0, 99))
    def delete(self, place: int) -> None:
        if file := pick(Path("content"), place):
            file.unlink()
            self.front.pop(file.relative_to("content").as_posix(), None)

    @rule(place=st.integers(0, 99), name=st.sampled_from(["a.md", "c.md", "b.en.md", "neu.md"]))
    def rename(self, place: int, name: str) -> None:
        if (file := pick(Path("content"), place)) and file.suffix == ".md":
            file.replace(file.with_name(name))
            known = self.front.pop(file.relative_to("content").as_posix(), None)
            if known:
                self.front[file.with_name(name).relative_to("content").as_posix()] = known

    @rule(place=st.integers(0, 9), name=st.sampled_from(["halle", "neue halle", "halle/tief"]))
    def move_folder(self, place: int, name: str) -> None:
        """Move the folder of a post, or the one with its pictures."""
        found = sorted(folder for folder in Path("content/posts").rglob("*") if folder.is_dir())
        old, new = found[place % len(found)], Path("content/posts") / name
        if not new.exists() and new.parent.exists() and old not in new.parents:
            old.replace(new)

    @rule(place=st.integers(0, 9), content=st.sampled_from([*PICTURES, None]))
    def put_beside(self, place: int, content: bytes | None) -> None:
        """Change or delete a picture beside a post."""
        if file := pick(Path("content/posts"), place, "*.png"):
            put(file, content)

    @rule(place=st.integers(0, 99), other=st.integers(0, 99))
    def swap(self, place: int, other: int) -> None:
        one, two = pick(Path("content"), place), pick(Path("content"), other)
        if one and two and one != two:
            first, second = one.read_bytes(), two.read_bytes()
            one.write_bytes(second)
            two.write_bytes(first)

    @rule(choice=st.sampled_from(sorted((f, c) for f in PLAIN for c in range(len(PLAIN[f])))))
    def put_file(self, choice: tuple[str, int]) -> None:
        put(Path("content") / choice[0], PLAIN[choice[0]][choice[1]])

    @rule(choice=st.sampled_from([(f, c) for f in TEMPLATES for c in range(len(TEMPLATES[f]))]))
    def put_template(self, choice: tuple[str, int]) -> None:
        put(Path(choice[0]), TEMPLATES[choice[0]][choice[1]])

    @rule(text=st.sampled_from(HEADS))
    def put_override(self, text: str | None) -> None:
        put(Path(HEAD), text)

    @rule(word=st.sampled_from(["Anfang", "Beginn", None]))
    def put_words(self, word: str | None) -> None:
        put(Path(WORDS_FILE), word and PO.format(word))

    @rule(word=st.sampled_from(["Beginn", "Jänner", None]))
    def put_regional_words(self, word: str | None) -> None:
        put(Path(WORDS_FILE.replace("/de/", "/de_AT/")), word and PO.format(word))

    @rule(choice=st.sampled_from([(k, v) for k in PELICANS for v in range(len(PELICANS[k]))]))
    def set_pelicans(self, choice: tuple[str, int]) -> None:
        self.pelicans[choice[0]] = PELICANS[choice[0]][choice[1]]
        self.write_settings()

    @rule(choice=st.sampled_from(READING))
    def set_reading(self, choice: tuple[str, Any]) -> None:
        self.pelicans[choice[0]] = choice[1]
        self.write_settings()

    @rule(choice=st.sampled_from([(k, v) for k in OWN for v in range(len(OWN[k]))]))
    def set_own(self, choice: tuple[str, int]) -> None:
        self.own[choice[0]] = OWN[choice[0]][choice[1]]
        self.write_settings()

    @rule(code=st.sampled_from(CODE))
    def set_code(self, code: str) -> None:
        self.code = code
        self.write_settings()

    @rule()
    def forget_settings(self) -> None:
        self.own, self.code = {}, ""
        self.pelicans = {**SETTINGS, "THEME": "theme", "THEME_TEMPLATES_OVERRIDES": ["mine"]}
        self.write_settings()

    @rule(moment=st.sampled_from(MOMENTS))
    def wait_until(self, moment: str) -> None:
        self.moment = moment

    @rule()
    def toggle_preview(self) -> None:
        self.preview = not self.preview

    @rule()
    def change_nothing(self) -> None:
        pass

    # Damage to files of earlier builds

    @rule(
        place=st.integers(0, 9), how=st.sampled_from(["cut", "flip", "delete"]), at=st.floats(0, 1)
    )
    def damage_notes(self, place: int, how: str, at: float) -> None:
        notes = [file for file in self.list_notes() if file.name not in ("files", "lock")]
        if notes:
            damage(notes[place % len(notes)], how, at)

    @rule(
        place=st.integers(0, 99), how=st.sampled_from(["cut", "flip", "delete"]), at=st.floats(0, 1)
    )
    def damage_output(self, place: int, how: str, at: float) -> None:
        file = pick(Path("output"), place)
        if file and file.name != MANIFEST:  # without it, the files count as foreign
            damage(file, how, at)

    # Invariants

    @invariant()
    def both_builds_give_the_same(self) -> None:
        # A preview must have its own output folder.
        folder = "shown" if self.preview else "output"
        before = read_tree(Path(folder))
        wait_a_tick()
        code, said = self.build(folder)
        after = read_tree(Path(folder))
        with self.without_notes():
            clean_code, clean_said = self.build("clean", "full")
            clean = read_tree(Path("clean"))
            shutil.rmtree("clean", ignore_errors=True)
        assert (code, said) == (clean_code, clean_said)
        self.check_first(code, said)
        if code:
            assert after == before
        else:
            assert sorted(after) == sorted(clean)
            differing = [name for name in clean if after[name] != clean[name]]
            assert differing == []

    def check_first(self, code: int, said: object) -> None:
        """Assert that the site is published before its first edit: else nothing is compared."""
        assert self.is_edited or code == 0, said
        self.is_edited = True

    def build(self, output: str, *flags: str) -> tuple[int, Any]:
        """Run the build command; return its exit code and diagnostics."""
        words, said = io.StringIO(), io.StringIO()
        options = dict.fromkeys(flags, True)
        code = 0
        with redirect_stdout(words), redirect_stderr(said):
            try:
                commands.build.body(
                    Context(),
                    output=output,
                    as_of=self.moment,
                    jobs="1",
                    format="json",
                    preview=self.preview,
                    allow_removal=True,
                    **options,
                )
            except Exit as end:
                code = end.code
        return code, json.loads(words.getvalue())

    @contextmanager
    def without_notes(self) -> Iterator[None]:
        with patch.dict(os.environ, ROSTRUM_CACHE_DIR=str(Path("aside").absolute())):
            yield
        shutil.rmtree("aside")

    def list_notes(self) -> list[Path]:
        cache = cache_of(Path.cwd())
        notes = state_dir_for(Path("output").absolute(), cache)
        return [*files_in(cache), *files_in(notes)]

    def text_of(self, file: str) -> str:
        found = Path("content") / file
        raw = found.read_bytes().decode("utf-8", "replace") if found.exists() else "Neu.\n"
        return raw.rpartition("---\n")[2]

    def write(self, file: str, text: str) -> None:
        write_files(Path("content"), {file: source(text, **self.front[file])})

    def write_settings(self) -> None:
        lines = [f"{key} = {value!r}" for key, value in self.pelicans.items()]
        head = "from rostrum.defaults import *\n"
        text = "\n".join([head, *lines, f"ROSTRUM = {self.own!r}", self.code])
        Path("pelicanconf.py").write_text(text, "utf-8")


def files_in(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(file for file in folder.rglob(pattern) if file.is_file())


def pick(folder: Path, place: int, pattern: str = "*") -> Path | None:
    found = files_in(folder, pattern)
    return found[place % len(found)] if found else None


def read_tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files_in(folder)}


def put(file: Path, content: str | bytes | None) -> None:
    if content is None:
        file.unlink(missing_ok=True)
    else:
        write_files(file.parent, {file.name: content})


def damage(file: Path, how: str, at: float) -> None:
    raw = file.read_bytes()
    place = min(int(len(raw) * at), len(raw) - 1)
    if how == "delete" or not raw:
        file.unlink()
    elif how == "cut":
        file.write_bytes(raw[:place])
    else:
        file.write_bytes(raw[:place] + bytes([raw[place] ^ (1 << place % 8)]) + raw[place + 1 :])
