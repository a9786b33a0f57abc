"""What will be wrong on a later day is reported today, with the same code and at the same place."""

from random import Random

import pytest
from support.sites import ANNA, BEN, Built, post, source

from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.core.theme_colors import ThemeColors
from rostrum.icons.plan import MANIFEST, IconSource, list_icons

TODAY, DAY, AFTER = "2026-11-22 09:00", "2027-01-10", "2027-01-11"
OUT = {"people/anna.md": ANNA, "people/ben.md": BEN, "posts/a.md": post(slug="a")}
SERIES = {"series/s.md": source(title="Reihe")}
TWO_EVAS = {"people/eva.md": source(name="Eva"), "people/eva-2.md": source(name="Eva")}


def later(text: str = "Ein Text.\n", /, **keys: object) -> str:
    """Return a post that comes out on `DAY`."""
    return post(text, **{"title": "Später", "date": DAY, **keys})


def said(date: str = DAY, text: str = "Ja.", **keys: object) -> str:
    """Return a comment, one that comes out on `DAY` unless another date is given."""
    return source(text, **{"author": "Zora", "date": date, **keys})


def page(slug: str) -> dict[str, str]:
    return {"pages/p.md": source("Text", title="Seite", slug=slug)}


# Faults of which a build knows nothing before the day, unless it looks ahead.
AHEAD = {
    "a page where the year's page will be": (
        "address-taken",
        {"posts/b.md": later(), **page("2027")},
        {},
    ),
    "a page where the month's page will be": (
        "address-taken",
        {"posts/b.md": later(), **page("01")},
        {"PAGE_SAVE_AS": "2027/{slug}/index.html"},
    ),
    "a page where a tag's page will be": (
        "address-taken",
        {"posts/b.md": later(tags=["Neu"]), **page("neu")},
        {"PAGE_SAVE_AS": "tag/{slug}/index.html"},
    ),
    "a page where the tags' page will be": (
        "address-taken",
        {"posts/b.md": later(tags=["Neu"]), **page("topics")},
        {},
    ),
    "a page where a category's page will be": (
        "address-taken",
        {"posts/b.md": later(category="Neu"), **page("neu")},
        {"PAGE_SAVE_AS": "category/{slug}/index.html"},
    ),
    "a page where the series' page will be": (
        "address-taken",
        {"posts/b.md": later(series="s"), **SERIES, **page("series")},
        {},
    ),
    "a page where all of a series will be": (
        "address-taken",
        {
            "posts/b.md": later(series="s"),
            "posts/c.md": post(title="Eins", series="s"),
            **SERIES,
            **page("all"),
        },
        {"PAGE_SAVE_AS": "series/s/{slug}/index.html"},
    ),
    "a page where a language's home will be": (
        "address-taken",
        {"posts/b.md": later(lang="en"), **page("en")},
        {},
    ),
    "a page where somebody's page will be, once they are in office": (
        "address-taken",
        {
            "people/eva.md": source(name="Eva", roles=[{"title": "Chefin", "from": "2027-01-10"}]),
            **page("eva"),
        },
        {"PAGE_SAVE_AS": "people/{slug}/index.html"},
    ),
    "a page where a unit's page will be between two turns": (
        "address-taken",
        {
            "people/eva.md": source(
                name="Eva",
                roles=[
                    {"title": "A", "unit": "Werk", "until": "2026-12-31"},
                    {"title": "B", "unit": "Montage", "from": "2027-01-01", "until": "2027-01-31"},
                    {"title": "C", "unit": "Werk", "from": "2027-02-01"},
                ],
            ),
            **page("montage"),
        },
        {"PAGE_SAVE_AS": "people/in/{slug}/index.html"},
    ),
    "a page where the second page of a list will be": (
        "address-taken",
        {
            "posts/b.md": later(tags=["Neu"]),
            "posts/c.md": post(slug="c", tags=["Neu"]),
            **page("2"),
        },
        {"PAGE_SAVE_AS": "tag/neu/page/{slug}/index.html", "DEFAULT_PAGINATION": 1},
    ),
    "a post where a page is": (
        "address-taken",
        {"posts/b.md": later(slug="p"), **page("p")},
        {"ARTICLE_SAVE_AS": "{slug}/index.html"},
    ),
    "two languages' posts in one file": (
        "address-taken",
        {"posts/b.md": later(slug="a", lang="en")},
        {"ARTICLE_LANG_SAVE_AS": "2026/11/{slug}/index.html"},
    ),
    "a tag and a category in one file": (
        "address-taken",
        {"posts/b.md": later(tags=["Neu"], category="Neu")},
        {"CATEGORY_SAVE_AS": "tag/{slug}/index.html"},
    ),
    "a static file where a tag's page will be": (
        "address-taken",
        {"posts/b.md": later(tags=["Neu"]), "static/alt.html": "<p>Alt</p>"},
        {
            "STATIC_PATHS": ["static"],
            "EXTRA_PATH_METADATA": {"static/alt.html": {"path": "tag/neu/index.html"}},
        },
    ),
    "a file where a folder will be": (
        "address-taken",
        {"posts/b.md": later(tags=["Neu"]), **page("tag")},
        {"PAGE_SAVE_AS": "{slug}"},
    ),
    "a static file where a folder will be": (
        "address-taken",
        {"posts/b.md": later(tags=["Neu"]), "static/tag": "Alt"},
        {"EXTRA_PATH_METADATA": {"static/tag": {"path": "tag"}}},
    ),
    "an address that begins with an empty category": (
        "address-outside",
        {"posts/a.md": post(slug="a", category="Werk"), "posts/b.md": later()},
        {"ARTICLE_SAVE_AS": "{category}/{slug}/index.html", "ARTICLE_URL": "{category}/{slug}/"},
    ),
    "a name that is too long for a disk": (
        "address-long",
        {"posts/b.md": later(category="x" * 300)},
        {"ARTICLE_SAVE_AS": "{category}/{slug}/index.html"},
    ),
    "a reply to nobody": ("reply-unknown", {"comments/a/1.md": said(reply_to="99")}, {}),
    "a reply that comes out before what it answers": (
        "reply-unknown",
        {"comments/a/1.md": said(), "comments/a/2.md": said("2026-12-24", reply_to="1")},
        {},
    ),
    "replies in a circle": (
        "reply-cycle",
        {"comments/a/1.md": said(reply_to="2"), "comments/a/2.md": said(reply_to="1")},
        {},
    ),
    "a comment's id that is taken": (
        "duplicate-id",
        {"comments/a/1.md": said("2026-11-19"), "comments/a/2.md": said(id="1")},
        {},
    ),
    "a comment without text": ("comment-empty", {"comments/a/1.md": said(text="")}, {}),
    "a link to a part of a later post that has no such part": (
        "fragment-missing",
        {"posts/b.md": later("[x](c.md#nix)"), "posts/c.md": later(title="C")},
        {},
    ),
    "a sign that Python-Markdown loses": (
        "text-lost",
        {"posts/b.md": later("## C#")},
        {"ROSTRUM": {"markdown": "python-markdown"}},
    ),
    "a comment that is too long": (
        "comment-long",
        {"comments/a/1.md": said(text="x" * 10_001)},
        {},
    ),
    "an address that no name may link to": (
        "comment-url",
        {"comments/a/1.md": said(url="javascript:x")},
        {},
    ),
    "a reply that is older than its question": (
        "reply-early",
        {"comments/a/1.md": said(), "comments/a/2.md": said("2026-11-19", reply_to="1")},
        {},
    ),
    "a link to what comes out later still": (
        "link-unpublished",
        {
            "posts/b.md": later("[c]({filename}c.md)"),
            "posts/c.md": later(title="C", date="2027-02-01"),
        },
        {},
    ),
    "a related post that comes out later still": (
        "related-unpublished",
        {
            "posts/b.md": later(related=["c"]),
            "posts/c.md": later(title="C", date="2027-02-01"),
        },
        {},
    ),
}
"""The code, the files and the settings of each."""

# Faults of a scheduled post or comment that do not depend on a day.
ALWAYS = {
    "change-kind": {
        "posts/b.md": later(changes=[{"date": DAY, "text": "Neu.", "kind": "x"}]),
    },
    "inline-style": {"posts/b.md": later('<p style="color: red">x</p>')},
    "alt-file-name": {"posts/b.md": later("![IMG_1.jpg](https://x.example/a.jpg)")},
    "heading-skip": {"posts/b.md": later("## A\n\n#### B")},
    "ignore-unused": {"posts/b.md": later("<!-- rostrum: ignore link-text: x -->\n\nx")},
    "ignore-wrong": {"posts/b.md": later("<!-- rostrum: ignore link-text -->\n\n[hier](/)")},
    "link-text": {"posts/b.md": later("[hier](/)")},
    "list-lost": {"posts/b.md": later("Text\n2. eins\n3. zwei\n")},
    "merge-conflict": {"posts/b.md": later("<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> z\n")},
    "placeholder": {"posts/b.md": later("TODO")},
    "post-empty": {"posts/b.md": later("")},
    "word-html": {"posts/b.md": later('<p class="MsoNormal">x</p>')},
    "inline-script": {"posts/b.md": later('<p onclick="x()">x</p>')},
    "address-gone": {"posts/b.md": later(), "addresses.tsv": "z\tde\tz/\n"},
    "addresses": {"posts/b.md": later(), "addresses.tsv": "z\n"},
    "address": {"posts/b.md": later(canonical="hier")},
    "author-twice": {"posts/b.md": later(written_with=["anna"])},
    "comment-name": {"comments/a/1.md": said(author="\u200b")},
    "comments": {"posts/b.md": later(comments="zu")},
    "date": {"posts/b.md": later(modified="morgen")},
    "file-language": {"posts/b.fr.md": later()},
    "file-withheld": {"posts/b.md": later("[A]({static}/.env)"), ".env": "x"},
    "flag": {"posts/b.md": later("", crosspost=None), "pages/p.md": source(title="P", menu="ja")},
    "frontmatter-missing": {"posts/b.md": "Ein Text.\n"},
    "frontmatter-open": {"posts/b.md": "---\ntitle: B\n"},
    "html-comment-open": {"posts/b.md": later("Ein <!-- Text.")},
    "id": {"posts/b.md": later(id="?")},
    "id-twice": {"posts/b.md": later(id="a")},
    "image-alt": {"posts/b.md": later("![](a.jpg)")},
    "image-missing": {"posts/b.md": later("![A](a.jpg)")},
    "key-empty": {"posts/b.md": later(title="")},
    "key-missing": {"posts/b.md": later(title=None)},
    "key-twice": {"posts/b.md": later(author="anna")},
    "key-unknown": {"posts/b.md": later(sumary="x")},
    "lang-unknown": {"posts/b.md": later(lang="fr")},
    "link-empty": {"posts/b.md": later("[x]()")},
    "link-missing": {"posts/b.md": later("[x](nix.md)")},
    "link-scheme": {"posts/b.md": later("[x](foo:bar)")},
    "markdown": {"posts/b.md": later("\n".join("    " * n + "* a" for n in range(300)))},
    "key-own": {"posts/b.md": later(budget=1)},
    "modified-future": {"posts/b.md": later(modified="2027-06-01")},
    "name": {"posts/b.md": later(authors=["***"])},
    "namesake": {"comments/a/1.md": said(author="Anna Ollinger")},
    "footnote-missing": {"posts/b.md": later("a[^x]\n")},
    "footnote-twice": {"posts/b.md": later("a[^1]\n\n[^1]: b\n\n[^1]: c\n")},
    "code-lost": {"posts/b.md": later("<div>\n```sh\nmake\n```\n</div>")},
    "markup-left": {"posts/b.md": later("{{< x >}}")},
    "tag-unknown": {"posts/b.md": later("Ein <Name>")},
    "footnote-unused": {"posts/b.md": later("a\n\n[^1]: b\n")},
    "heading-id-twice": {"posts/b.md": later("## A {#x}\n\n## B {#x}\n")},
    "not-rendered": {"posts/b.md": later("$a^2$")},
    "not-markdown": {"posts/b.rst": "B\n=\n"},
    "not-text": {"posts/b.md": later("\0")},
    "not-utf8": {"posts/b.md": later().encode() + b"\xff"},
    "number": {"posts/b.md": later(part="x")},
    "part-alone": {"posts/b.md": later(part=1)},
    "part-gap": {"posts/b.md": later(series="s", part=3), **SERIES},
    "part-twice": {
        "posts/b.md": later(series="s", part=1),
        "posts/c.md": later(title="C", series="s", part=1),
        **SERIES,
    },
    "parts-disordered": {
        "posts/b.md": later(series="s", part=1),
        "posts/c.md": post(title="C", series="s", part=2),
        **SERIES,
    },
    "parts-mixed": {
        "posts/b.md": later(series="s", part=1),
        "posts/c.md": post(title="C", series="s"),
        **SERIES,
    },
    "person-draft": {
        "posts/b.md": later(authors=["eva"]),
        "people/eva.md": source(name="Eva", status="draft"),
    },
    "person-unknown": {"posts/b.md": later(authors=["bn"])},
    "post-unknown": {"posts/b.md": later(), "comments/c/1.md": said()},
    "related-unknown": {"posts/b.md": later(related=["zz"])},
    "remote-file": {"posts/b.md": later("![A](https://x.example/a.jpg)")},
    "series-draft": {
        "posts/b.md": later(series="t"),
        "series/t.md": source(title="Reihe", status="draft"),
    },
    "series-lang": {"posts/b.md": later(series="s", lang="en"), **SERIES},
    "series-unknown": {"posts/b.md": later(series="s")},
    "slug": {"posts/b.md": later(slug="../x")},
    "person-ambiguous": {"posts/b.md": later(authors=["Eva"]), **TWO_EVAS},
    "person-without-file": {"posts/b.md": later(authors=["Eva Sturm"])},
    "author-missing": {"posts/b.md": later(authors=None)},
    "names-merged": {
        "posts/b.md": later(authors=["Jörg Maier"]),
        "posts/c.md": post(title="C", authors=["Joerg Maier"]),
    },
    "series-without-file": {"posts/b.md": later(series="Eine Reihe")},
    "slug-twice": {"posts/b.md": later(slug="a"), "posts/c.md": later(slug="a")},
    "template-unknown": {"posts/b.md": later(template="x")},
    "translation-ambiguous": {
        "posts/b.md": later(slug="a"),
        "posts/c.md": later(slug="a", lang="en"),
    },
    "status": {"posts/b.md": later(status="neu")},
    "tags-merged": {"posts/b.md": later(tags=["C++"]), "posts/c.md": post(title="C", tags=["C#"])},
    "tags-similar": {
        "posts/b.md": later(tags=["neu"]),
        "posts/c.md": post(title="C", tags=["Neu"]),
    },
    "invisible-character": {"posts/b.md": later(title="Mut\u200b und Maß")},
    "title-entity": {"posts/b.md": later(title="Mut &amp; Maß")},
    "topic-slug": {"posts/b.md": later(tags=["!!!"])},
    "total-exceeded": {
        "posts/b.md": later(series="s", part=2),
        "posts/c.md": post(title="C", series="s", part=1),
        "series/s.md": source(title="Reihe", total=1),
    },
    "unread": {"posts/b.md.txt": later()},
    "value-kind": {"posts/b.md": later(title=["B"])},
    "yaml": {"posts/b.md": "---\ntitle: a: b\n---\n"},
    "yaml-comment": {"posts/b.md": "---\ntitle: B #1\ndate: 2027-01-10\nauthors: anna\n---\n"},
}

NOT_BY_DAY = {
    # of people, series and topics, which have no day
    *("file-name", "level", "person-twice", "person-untranslated", "roles-both", "roles-overlap"),
    *("roles-reversed", "roles-unlike", "series-status", "series-twice", "topic-unknown"),
    # of the site, its theme and this machine
    *(
        "file-outside",
        "no-posts",
        "output",
        "pelican",
        "setting",
        "setting-unused",
        "template",
        "unreadable",
    ),
    *("writer-twice", "cache-dir", "cache-tracked", "folder", "folder-missing", "name-case"),
    *("name-clash", "name-reserved", "theme-foreign", "template-renamed"),
    *("key-renamed", "setting-renamed"),
    *("admin-form", "admin-missing", "contrast", "font-license", "font-subset"),
    # of `rostrum check --external` alone
    *("link-dead", "link-silent"),
    # of `rostrum check --spelling` alone
    *("spelling", "spelling-missing"),
    # of `rostrum publish` alone
    "target",
    # of `rostrum doctor` alone
    *("template-outdated", "template-same", "template-contract", "template-origin"),
    *("ci-outdated", "kit-unnamed", "kit-differs"),
    # of pictures and other files that are copied: tests/pictures/
    *(
        "card-letters",
        "file-location",
        "icon-drawing",
        "image-active",
        "image-card",
        "image-damaged",
        "image-format",
        "image-heavy",
        "image-large",
        "image-location",
        "image-metadata",
    ),
    "not-image",
    # of the size of a file, and of the time that it takes
    *("too-large", "too-slow", "value-long", "worker"),
    # of what stands in the output folder
    *("output-foreign", "output-unknown", "removal-large", "robots-sitemap"),
    # of a file of translations, there or not
    *("catalog", "catalog-missing"),
    # of pages, which do not wait for their day, and of files without a date
    *("page-scheduled", "date-from-file"),
    # of `check --dialect` alone
    "dialect",
    # said of what is not out, until its day
    "file-public",
    # said of what is out: a text may be changed before
    "modified-early",
    # said of an announcement once its day is over, whatever will come until then
    "planned-overdue",
    # said of what is far ahead
    "date-far",
    # of two texts, which are not out on the same day
    "translation-old",
    # notes of `check` alone: of drafts, and of posts once they are out
    *("address-draft", "address-kept", "address-unrecorded"),
    # of `prove` and `publish` alone
    *("embargo", "embargo-unused"),
    # of `check` alone, on what a killed command has left
    "unfinished",
    # off unless the site asks for it
    "quotes-straight",
    # of the ledger and of what is planned for the networks: tests of their own
    *(
        "ledger-broken",
        "ledger-duplicate",
        "ledger-post-unknown",
        "crosspost-empty",
        "crosspost-link-plain",
    ),
    *("crosspost-link-too-long", "crosspost-too-long", "crosspost-unknown"),
}


def found(site: Built) -> set[tuple[str, str]]:
    return {(each.code, str(each.place)) for each in site.report}


def test_each_code_is_known_to_depend_on_a_day_or_not():
    ahead = {code for code, _, _ in AHEAD.values()}
    assert ahead | {*ALWAYS} | NOT_BY_DAY == FIXED | CHANGEABLE.keys()
    assert not (ahead | {*ALWAYS}) & NOT_BY_DAY


@pytest.mark.parametrize("case", AHEAD)
def test_a_fault_of_a_later_day_is_reported_today(build, case):
    code, files, settings = AHEAD[case]
    today = build(OUT | files, settings, as_of=TODAY, check_only=True)
    assert code in today.codes
    day = build({}, as_of=AFTER, check_only=True)
    assert found(day) <= found(today)


@pytest.mark.parametrize("code", ALWAYS)
def test_scheduled_post_error_is_reported_today_as_on_its_day(build, code):
    today = build(OUT | ALWAYS[code], as_of=TODAY, check_only=True)
    assert code in today.codes
    assert found(build({}, as_of=AFTER, check_only=True)) == found(today)


def test_every_file_of_a_build_is_among_those_that_are_checked(build):
    """What a build writes is what `check_addresses` compares, page by page and feed by feed."""
    files = OUT | {
        "people/eva.md": source(name="Eva", unit="Werk", profiles={"x": "https://x.example/e"}),
        "series/s.md": source(title="Reihe", planned=[{"title": "Drei", "date": "2027-01-01"}]),
        "pages/p.md": source("Text", title="Seite"),
        "comments/a/1.md": said("2026-11-19"),
        "comments/h/1.md": said("2026-11-19"),
        "posts/h.md": post(title="Versteckt", status="hidden", lang="en"),
        "posts/en.md": post(title="English", lang="en", tags=["New"], authors=["eva"]),
    }
    files |= {
        f"posts/s{n}.md": post(title=f"T{n}", series="s", tags=["Neu"], category="Werk")
        for n in range(4)
    }
    for settings in ({"DEFAULT_PAGINATION": 1, "ROSTRUM": {"home_posts": 2}}, {}):
        site = build(files, settings)
        assert site.exitcode == 0
        assembled = site.outcome.checked.assembled
        listed = [it.address.file for it in assembled.files.list_files(assembled.schedule)]
        assert len(listed) == len(set(listed))
        generated = ("theme/", "media/")  # their names follow from their content
        icons = {icon.name for icon in list_icons(IconSource("T", ThemeColors()))} | {
            MANIFEST
        }  # they give way
        written = [name for name in site.files if not name.startswith(generated)]
        assert sorted(listed) == [name for name in written if name not in icons]


RIGHT_ON_THEIR_DAY = {
    "a link to what is out by then": {
        "posts/b.md": later("[c]({filename}c.md)"),
        "posts/c.md": later(title="C", date="2027-01-09"),
    },
    "a link to one that comes out at the same moment": {
        "posts/b.md": later("[c]({filename}c.md)"),
        "posts/c.md": later(title="C"),
    },
    "a link to its own tag's page": {"posts/b.md": later("[Neu]({tag}Neu)", tags=["Neu"])},
    "a link to its own year's page": {"posts/b.md": later("[2027](/2027/)")},
    "a link to its author's page": {
        "people/eva.md": source(name="Eva", roles=[{"title": "Chefin", "from": "2027-01-02"}]),
        "posts/b.md": later("[Eva]({filename}/people/eva.md)"),
    },
    "a related post that is out by then": {
        "posts/b.md": later(related=["c"]),
        "posts/c.md": later(title="C", date="2027-01-09"),
    },
    "a reply to a comment that is out by then": {
        "comments/a/1.md": said("2027-01-09"),
        "comments/a/2.md": said(reply_to="1"),
    },
    "an announcement for a day that is yet to come": {
        "series/s.md": source(title="R", planned=[{"title": "Eins", "date": "2026-12-01"}]),
    },
    "a draft's year": {"posts/b.md": later(status="draft"), **page("2027")},
}


@pytest.mark.parametrize("case", RIGHT_ON_THEIR_DAY)
def test_what_will_be_right_on_its_day_is_not_reported(build, case):
    assert build(OUT | RIGHT_ON_THEIR_DAY[case], as_of=TODAY).findings == []


def test_scheduled_post_linked_from_published_post_is_reported(build):
    files = OUT | {"posts/a.md": post("[b]({filename}b.md)"), "posts/b.md": later()}
    assert build(files, as_of=TODAY).codes == ["link-unpublished"]


def test_draft_is_checked_for_all_that_needs_no_date(build):
    keys = {"status": "draft", "slug": "a", "series": "s", "date": "2026-11-30"}
    files = OUT | {"posts/b.md": later("[a](nix.md)", **keys)}
    site = build(files, as_of=TODAY, check_only=True)
    assert site.codes == ["slug-twice", "series-unknown", "link-missing"]


def test_a_fault_of_today_that_stays_is_reported_once(build):
    files = OUT | {
        "comments/a/1.md": said("2026-11-19", reply_to="99"),
        "comments/a/2.md": said("2026-11-19", id="1"),
        "comments/a/3.md": said(),
    }
    site = build(files, as_of=TODAY, check_only=True)
    assert sorted(site.codes) == ["duplicate-id", "reply-unknown"]


def test_scheduled_crosspost_text_too_long_is_reported_early(build):
    site = build(OUT | {"posts/b.md": later(crosspost={"x": "Wort " * 99})}, as_of=TODAY)
    assert (site.exitcode, site.codes) == (1, ["crosspost-too-long"])
    draft = later(crosspost={"x": "Wort " * 99}, status="draft")
    assert build({"posts/b.md": draft}, as_of=TODAY).findings == []


def test_what_is_looked_at_ahead_leaves_no_trace_in_the_output(build, pixel):
    ahead = {
        "posts/b.md": later("![A]({static}/images/a.png)", tags=["Neu"], authors=["eva"]),
        "posts/c.md": later("[b]({filename}b.md) [Neu]({tag}Neu)", title="C", lang="en"),
        "comments/a/1.md": said(),
        "comments/b/1.md": said(),
    }
    people = {"people/eva.md": source(name="Eva", roles=[{"title": "Neu", "from": "2027-01-01"}])}
    files = OUT | people | {"images/a.png": pixel, "posts/z.md": post("[Neu]({tag}Neu)")}

    def contents(site: Built) -> dict[str, bytes]:
        assert site.exitcode == 0
        return {name: (site.output / name).read_bytes() for name in site.files}

    without = contents(build(files, as_of=TODAY))
    assert contents(build(ahead, as_of=TODAY)) == without
    assert "images/a.png" not in without


@pytest.mark.parametrize("settings", [{"THEME": "simple", "ROSTRUM": {"render": False}}, {}])
def test_scheduled_year_page_collision_is_reported_in_any_theme(build, settings):
    files = OUT | {"posts/b.md": later(), **page("2027")}
    site = build(files, settings, as_of=TODAY)
    assert site.findings == [
        "content/pages/p.md:3:7: error[address-taken]: 2027/index.html is a page that the kit makes"
    ]
    assert site.files == []


def test_a_preview_shows_all_at_once_and_looks_no_further(build):
    site = build(OUT | {"posts/b.md": later(), **page("2027")}, as_of=TODAY, preview=True)
    assert site.codes == ["address-taken"]


DATES = ["2026-11-01", "2026-12-01", "2026-12-31 23:30", "2027-02-03", "2027-02-03 10:00"]
LATER = ["2026-12-01 01:00", "2026-12-31 23:45", "2027-02-03 05:00", "2029-01-01"]
TEXTS = ["x", "[a]({tag}Neu)", "[a]({filename}p1.md)", "[a](/2027/)", "[a]({author}eva)"]
PATTERNS = [
    *({}, {"DEFAULT_PAGINATION": 1}, {"PAGE_SAVE_AS": "tag/{slug}/index.html"}),
    *({"CATEGORY_SAVE_AS": "tag/{slug}/index.html"}, {"PAGE_SAVE_AS": "series/{slug}"}),
    {"ARTICLE_SAVE_AS": "{category}/{slug}/index.html"},
    {"TAG_SAVE_AS": "{slug}/index.html", "TAG_URL": "{slug}/"},
]


def make_site(chance: Random) -> dict[str, str]:
    """Return a site of a few posts and comments on all days, with whatever is wrong with it."""
    roles = [{"title": "A", "unit": "Werk", "from": "2027-01-01", "until": "2027-02-01"}]
    files = {"people/eva.md": source(name="Eva", roles=roles), **SERIES}
    files["pages/p.md"] = source(title="P", slug=chance.choice(["2027", "neu", "s", "werk", "eva"]))
    for n in range(4):
        files[f"posts/p{n}.md"] = post(
            chance.choice(TEXTS),
            title=f"T{n}",
            date=chance.choice(DATES),
            slug=chance.choice(["eins", "01", "2", "drei", "vier"]),
            status=chance.choice(["published", "published", "hidden", "draft"]),
            tags=chance.choice([[], ["Neu"], ["2027"]]),
            category=chance.choice(["", "Werk", "page"]),
            series=chance.choice([None, "s"]),
            lang=chance.choice(["de", "de", "en"]),
            authors=[chance.choice(["anna", "eva"])],
            related=[f"p{chance.randrange(5)}"],
        )
        for c in range(chance.randrange(4)):
            answered = chance.choice([None, "0", "1", "2", "x"])
            files[f"comments/p{n}/{c}.md"] = said(chance.choice(DATES), reply_to=answered)
    return OUT | files


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_later_build_reports_was_reported_before(build, seed):
    chance = Random(seed)
    files, settings = make_site(chance), chance.choice(PATTERNS)
    known = found(build(files, settings, as_of=TODAY, check_only=True))
    for day in LATER:
        later_on = build({}, as_of=day, check_only=chance.random() < 0.5)
        assert found(later_on) <= known, day
