"""What an author is told, word for word."""

# ruff: noqa: E501 - the words stand here as a terminal shows them

import json
from pathlib import Path

import pytest
from support.images import PIXEL
from support.sites import ANNA, BEN, post, source

from rostrum.core.diagnostics import Report, SourceLocation, format_json, format_text, suggest
from rostrum.core.translatable import ENGLISH, NO_TEXT, verbatim

PEOPLE = {"people/anna.md": ANNA, "people/ben.md": BEN}


def head(*lines: str, text: str = "Ein Text.") -> str:
    """Return a post whose front matter is these lines."""
    return "\n".join(["---", *lines, "---", text, ""])


GOOD = ("title: Hallo", "date: 2026-11-18", "authors: anna")
WRONG_POSTS = {
    "title missing": (
        head(*GOOD[1:]),
        """
content/posts/a.md:1:1: error[key-missing]: the post has no "title"
    ---
    ^
    hint: Add a line "title: …" to the front matter.
""",
    ),
    "title empty": (
        head("title:", *GOOD[1:]),
        """
content/posts/a.md:2:1: error[key-empty]: the post's "title" is empty
    title:
    ^
    hint: Write something after the colon.
""",
    ),
    "date missing": (
        head(GOOD[0], GOOD[2]),
        """
content/posts/a.md:1:1: error[key-missing]: the post has no "date"
    ---
    ^
    hint: Add a line "date: …" to the front matter.
""",
    ),
    "date empty": (
        head(GOOD[0], 'date: ""', GOOD[2]),
        """
content/posts/a.md:3:1: error[key-empty]: the post's "date" is empty
    date: ""
    ^
    hint: Write something after the colon.
""",
    ),
    "date with two possible orders": (
        head(GOOD[0], "date: 8.11.2026, 9:30", GOOD[2]),
        """
content/posts/a.md:3:7: error[date]: date: "8.11.2026, 9:30" can be two days
    date: 8.11.2026, 9:30
          ^
    hint: Write 2026-11-08 09:30 if the first number is the day, 2026-08-11 09:30 if it is the month.
""",
    ),
    "date that no calendar has": (
        head(GOOD[0], "date: 2026-13-45", GOOD[2]),
        """
content/posts/a.md:3:7: error[date]: date: "2026-13-45" is not a date
    date: 2026-13-45
          ^
    hint: Write it as 2026-11-18 or 2026-11-18 09:30.
""",
    ),
    "date of another age": (
        head(GOOD[0], "date: 0026-11-18", GOOD[2]),
        """
content/posts/a.md:3:7: error[date]: date: "0026-11-18" can't be the date of anything here
    date: 0026-11-18
          ^
    hint: A year has four digits: 2026-11-18.
""",
    ),
    "unknown person": (
        head(*GOOD[:2], "authors: [anna, bn]"),
        """
content/posts/a.md:4:17: error[person-unknown]: there is no person "bn"
    authors: [anna, bn]
                    ^
    hint: Did you mean "ben"? If not, rostrum check --write-people writes people/bn.md.
""",
    ),
    "unknown person, none near": (
        head(*GOOD[:2], "authors: zacharias"),
        """
content/posts/a.md:4:10: error[person-unknown]: there is no person "zacharias"
    authors: zacharias
             ^
    hint: Add a file people/zacharias.md, or let rostrum check --write-people write it. Known: anna, ben.
""",
    ),
    "a slip in a displayed name": (
        head(*GOOD[:2], "authors: Anna Ölinger"),
        """
content/posts/a.md:4:10: error[person-unknown]: there is no person "Anna Ölinger"
    authors: Anna Ölinger
             ^
    hint: Did you mean "anna"? If not, rostrum check --write-people writes people/anna-oelinger.md.
""",
    ),
    "a name of signs alone": (
        head(*GOOD[:2], 'authors: "***"'),
        """
content/posts/a.md:4:10: error[name]: authors: "***" is not a name
    authors: "***"
             ^
    hint: Write it as readers see it, or as the name of its file.
""",
    ),
    "unknown series": (
        head(*GOOD, "series: zwoelf"),
        """
content/posts/a.md:5:9: error[series-unknown]: there is no series "zwoelf"
    series: zwoelf
            ^
    hint: Add a file series/zwoelf.md.
""",
    ),
    "unknown key": (
        head(*GOOD, "sumary: Kurz"),
        """
content/posts/a.md:5:1: error[key-unknown]: a post has no key "sumary"
    sumary: Kurz
    ^
    hint: Did you mean "summary"? If the key is your own, name it in "extra_keys" of ROSTRUM.
""",
    ),
    "key of another system": (
        head(*GOOD, "draft: true"),
        """
content/posts/a.md:5:1: error[key-unknown]: a post has no key "draft"
    draft: true
    ^
    hint: Write "status: draft".
""",
    ),
    "unknown key within a picture": (
        head(*GOOD, "image: {src: a.jpg, atl: x}"),
        """
content/posts/a.md:5:21: error[key-unknown]: image: a picture has no key "atl"
    image: {src: a.jpg, atl: x}
                        ^
    hint: Did you mean "alt"?
""",
    ),
    "unknown status": (
        head(*GOOD, "status: publishd"),
        """
content/posts/a.md:5:9: error[status]: status: "publishd" is not one of published, draft, hidden
    status: publishd
            ^
    hint: Did you mean "published"?
""",
    ),
    "unknown language": (
        head(*GOOD, "lang: fr"),
        """
content/posts/a.md:5:7: error[lang-unknown]: the site has no language "fr"
    lang: fr
          ^
    hint: Add "fr" to "languages" in ROSTRUM, or use one of them: de, en.
""",
    ),
    "unknown network": (
        head(*GOOD, "crosspost:", "  linkdin: Neu"),
        """
content/posts/a.md:6:3: error[key-unknown]: crosspost: there is no "linkdin" here
      linkdin: Neu
      ^
    hint: Did you mean "linkedin"?
""",
    ),
    "a slug that is a path": (
        head(*GOOD, "slug: ../../x"),
        """
content/posts/a.md:5:7: error[slug]: slug: "../../x" is not a slug
    slug: ../../x
          ^
    hint: Letters, digits, hyphens and the signs . _ ~ ! $ & ' ( ) + , ; = @ only: it becomes a part of the address.
""",
    ),
    "a list where a text is wanted": (
        head("title: [Neu, Alt]", *GOOD[1:]),
        """
content/posts/a.md:2:8: error[value-kind]: title: a text is wanted here, not a list or mapping
    title: [Neu, Alt]
           ^
    hint: Write it without brackets, or put it in quotes.
""",
    ),
    "the same key twice": (
        head(*GOOD, "title: Noch einmal"),
        """
content/posts/a.md:5:1: error[key-twice]: "title" stands here twice
    title: Noch einmal
    ^
    hint: Keep one of them.
""",
    ),
    "author and authors": (
        head(*GOOD, "author: ben"),
        """
content/posts/a.md:5:1: error[key-twice]: "author" says the same as another key here
    author: ben
    ^
    hint: Keep "authors" alone.
""",
    ),
    "a colon in a title": (
        head("title: Mut: ein Anfang", *GOOD[1:]),
        """
content/posts/a.md:2:11: error[yaml]: a colon stands where none may stand
    title: Mut: ein Anfang
              ^
    hint: A text with a colon wants quotes (title: "Mut: ein Anfang"), a key a line of its own.
""",
    ),
    "a quotation mark never closed": (
        head('title: "Hallo', *GOOD[1:]),
        """
content/posts/a.md:2:8: error[yaml]: a quotation mark is opened here and never closed
    title: "Hallo
           ^
    hint: Close it on the same line.
""",
    ),
    "words after a quotation": (
        head('title: "Mut" und mehr', *GOOD[1:]),
        """
content/posts/a.md:2:14: error[yaml]: this does not fit what stands before it
    title: "Mut" und mehr
                 ^
    hint: After a closing quotation mark or bracket nothing follows; keys stand below each other.
""",
    ),
    "a list never closed": (
        head(*GOOD, "tags: [a, b", "status: draft"),
        """
content/posts/a.md:5:7: error[yaml]: a list is opened here and not closed
    tags: [a, b
          ^
    hint: Close it with ], and put commas between its parts.
""",
    ),
    "a line without a colon": (
        head("title: Hallo", "Welt", *GOOD[1:]),
        """
content/posts/a.md:3:1: error[yaml]: this line has no colon
    Welt
    ^
    hint: Write key: value; a text of several lines wants quotes.
""",
    ),
    "a tab": (
        head(*GOOD, "tags:", "\t- a"),
        """
content/posts/a.md:6:1: error[yaml]: a tab stands here
     - a
    ^
    hint: YAML indents with blanks only.
""",
    ),
    "a sign that YAML keeps for itself": (
        head(*GOOD, "summary: @ben sagt etwas"),
        """
content/posts/a.md:5:10: error[yaml]: a text can't begin with "@"
    summary: @ben sagt etwas
             ^
    hint: Put the text in quotes: "…".
""",
    ),
    "emphasis in a summary": (
        head(*GOOD, "summary: *Neu* und gut"),
        """
content/posts/a.md:5:10: error[yaml]: a text can't begin with "*"
    summary: *Neu* und gut
             ^
    hint: Put the text in quotes: "…".
""",
    ),
    "an anchor": (
        head(*GOOD, "summary: &Co ist neu"),
        """
content/posts/a.md:5:10: error[yaml]: YAML anchors and aliases are not read here
    summary: &Co ist neu
             ^
    hint: A text that starts with & wants quotes. Put the text in quotes: "…".
""",
    ),
    "an exclamation": (
        head(*GOOD, "summary: !Neu ist das"),
        """
content/posts/a.md:5:10: error[yaml]: "!Neu" is not a kind of value
    summary: !Neu ist das
             ^
    hint: A text that starts with ! wants quotes. Put the text in quotes: "…".
""",
    ),
    "a Windows path": (
        head(*GOOD, r'summary: "C:\daten"'),
        r"""
content/posts/a.md:5:13: error[yaml]: a backslash in double quotes begins a special character
    summary: "C:\daten"
                ^
    hint: Use single quotes, or write the backslash twice.
""",
    ),
    "brackets without end": (
        head(*GOOD, "tags: " + "[" * 5000 + "]" * 5000),
        """
content/posts/a.md:5:38: error[yaml]: the front matter nests lists or mappings too deeply
    tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
                                         ^
    hint: Remove some of the brackets.
""",
    ),
    "a control character": (
        head(*GOOD, "summary: a\x08b"),
        """
content/posts/a.md:5:11: error[yaml]: the front matter holds a character that is no text (U+0008)
    summary: a b
              ^
    hint: Delete it and type it anew.
""",
    ),
    "a list instead of keys": (
        head("- title", "- date"),
        """
content/posts/a.md:2:1: error[yaml]: the front matter is not a list of keys and values
    - title
    ^
    hint: Write one key a line: title: …
""",
    ),
    "front matter without end": (
        "---\ntitle: Hallo\n\nEin Text.\n",
        """
content/posts/a.md:1:1: error[frontmatter-open]: the front matter has no end
    ---
    ^
    hint: Write a line "---" below the last key.
""",
    ),
    "no front matter": (
        "# Hallo\n\nEin Text.\n",
        """
content/posts/a.md:1:1: error[frontmatter-missing]: the post has no front matter
    # Hallo
    ^
    hint: Begin with "---", title:, date:, authors:, "---", each on a line of its own.
""",
    ),
    "an empty line before the front matter": (
        "\n" + head(*GOOD),
        """
content/posts/a.md:2:1: error[frontmatter-missing]: the post has no front matter
    ---
    ^
    hint: The first line of the file must be "---".
""",
    ),
    "an empty file": (
        "",
        """
content/posts/a.md:1:1: error[frontmatter-missing]: the file is empty
    hint: Begin with "---", title:, date:, authors:, "---", each on a line of its own.
""",
    ),
    "not UTF-8": (
        head("title: Öffnung", *GOOD[1:]).encode("latin-1"),
        """
content/posts/a.md:2:8: error[not-utf8]: the file is not UTF-8: the byte 0xd6 stands here
    title: \ufffdffnung
           ^
    hint: Save it again with the encoding UTF-8.
""",
    ),
    "a NUL byte": (
        head(*GOOD, text="Ein\0Text").encode(),
        """
content/posts/a.md:6:4: error[not-text]: the file is no text: it holds a NUL byte
    Ein Text
       ^
    hint: Save it again as plain text with the encoding UTF-8.
""",
    ),
    "lists without end in the text": (
        head(*GOOD, text="\n".join("    " * n + "* a" for n in range(300))),
        """
content/posts/a.md:6:1: error[markdown]: the text nests quotes, lists or emphasis too deeply
    * a
    ^
    hint: Take some of the levels of quotes, lists or emphasis out.
""",
    ),
    "a picture in the front matter that is missing": (
        head(*GOOD, "image: {src: images/halle.jpg, alt: Halle 4}"),
        """
content/posts/a.md:5:8: error[image-missing]: there is no picture "images/halle.jpg" in the content folder
    image: {src: images/halle.jpg, alt: Halle 4}
           ^
""",
    ),
    "a picture in the front matter without words": (
        head(*GOOD, "image: images/punkt.png"),
        """
content/posts/a.md:5:8: error[image-alt]: the picture has no alt text
    image: images/punkt.png
           ^
    hint: Say in a sentence what it shows, under image: alt.
""",
    ),
    "a title too long for an address": (
        head("title: " + "Wort " * 60, *GOOD[1:]),
        """
content/posts/a.md:2:8: error[slug]: the title is too long to make an address of it
    title: Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wor
           ^
    hint: Add a line "slug: …" to the front matter.
""",
    ),
    "a title without a letter": (
        head('title: "…"', "slug: '!'", *GOOD[1:]),
        """
content/posts/a.md:3:7: error[slug]: slug: "!" is not a slug
    slug: '!'
          ^
    hint: Letters, digits, hyphens and the signs . _ ~ ! $ & ' ( ) + , ; = @ only: it becomes a part of the address.
""",
    ),
}


@pytest.mark.parametrize("case", WRONG_POSTS)
def test_an_author_is_told_what_is_wrong_with_a_post(build, case):
    written, told = WRONG_POSTS[case]
    settings = {"ROSTRUM": {"levels": {"image-card": "off"}}}  # a picture of one pixel
    site = build({**PEOPLE, "images/punkt.png": PIXEL, "posts/a.md": written}, settings)
    assert site.exitcode == 1
    assert site.text.rsplit("\n", 1)[0] == told.strip("\n")
    assert site.text.endswith("\n1 error, no warnings.")
    assert site.files == []


REMARKS = {
    "a relative link": (
        "Siehe [Plan](b.md).",
        """
content/posts/a.md:6:14: warning[link-missing]: there is no file "b.md"
    Siehe [Plan](b.md).
                 ^
""",
    ),
    "{filename}": (
        "[Plan]({filename}/posts/drft.md)",
        """
content/posts/a.md:6:8: warning[link-missing]: there is no file "/posts/drft.md"
    [Plan]({filename}/posts/drft.md)
           ^
    hint: Write "{filename}/posts/draft.md".
""",
    ),
    "{static}": (
        "[Plan]({static}/images/pnkt.png)",
        """
content/posts/a.md:6:8: warning[link-missing]: there is no file "/images/pnkt.png"
    [Plan]({static}/images/pnkt.png)
           ^
    hint: Did you mean "punkt.png"?
""",
    ),
    "a rooted link": (
        "[Plan](/2026/nix/)",
        """
content/posts/a.md:6:8: warning[link-missing]: the site has no page "/2026/nix/"
    [Plan](/2026/nix/)
           ^
""",
    ),
    "a rooted link to a source": (
        "[Plan](/posts/draft.md)",
        """
content/posts/a.md:6:8: warning[file-withheld]: "posts/draft.md" is a source, and never published
    [Plan](/posts/draft.md)
           ^
    hint: Readers see the words without the link.
""",
    ),
    "a way out of the content folder": (
        "[Plan]({static}../../../etc/passwd)",
        """
content/posts/a.md:6:8: warning[link-missing]: there is no file "../../../etc/passwd"
    [Plan]({static}../../../etc/passwd)
           ^
""",
    ),
    "a link to a draft": (
        "[Plan](draft.md)",
        """
content/posts/a.md:6:8: warning[link-unpublished]: "posts/draft.md" is not out yet
    [Plan](draft.md)
           ^
    hint: Until then readers see the words without the link.
""",
    ),
    "a link without target": (
        "[Plan]()",
        """
content/posts/a.md:6:1: warning[link-empty]: the link has no target
    [Plan]()
    ^
""",
    ),
    "a scheme mistyped": (
        "[Plan](htps://example.org/)",
        """
content/posts/a.md:6:8: warning[link-scheme]: "htps:" is not a kind of address that a link may have
    [Plan](htps://example.org/)
           ^
    hint: Did you mean "https"?
""",
    ),
    "a script": (
        "[Plan](javascript:alert(1))",
        """
content/posts/a.md:6:8: warning[link-scheme]: "javascript:" is not a kind of address that a link may have
    [Plan](javascript:alert(1))
           ^
""",
    ),
    "a picture that is missing": (
        "Neu: ![Halle]({static}/images/pnkt.png)",
        """
content/posts/a.md:6:15: warning[image-missing]: there is no file "/images/pnkt.png"
    Neu: ![Halle]({static}/images/pnkt.png)
                  ^
    hint: Did you mean "punkt.png"?
""",
    ),
    "a picture without words": (
        "Neu: ![]({static}/images/punkt.png)",
        """
content/posts/a.md:6:10: warning[image-alt]: the picture has no alt text
    Neu: ![]({static}/images/punkt.png)
             ^
    hint: Say what it shows: ![Halle 4 am Abend](…), in HTML alt="Halle 4 am Abend".
""",
    ),
    "a picture from elsewhere": (
        "![Halle](https://cdn.example/x.png)",
        """
content/posts/a.md:6:10: warning[remote-file]: cdn.example learns who reads this: the page loads a file from there
    ![Halle](https://cdn.example/x.png)
             ^
    hint: Keep a copy below content/images, or link to it.
""",
    ),
    "a picture from an impossible address": (
        "![Halle](http://[bad)",
        """
content/posts/a.md:6:10: warning[remote-file]: another host learns who reads this: the page loads a file from there
    ![Halle](http://[bad)
             ^
    hint: Keep a copy below content/images, or link to it.
""",
    ),
    "the caret below wide signs": (
        "日本語 [Plan](/nix/)",
        """
content/posts/a.md:6:12: warning[link-missing]: the site has no page "/nix/"
    日本語 [Plan](/nix/)
                  ^
""",
    ),
}


@pytest.mark.parametrize("case", REMARKS)
def test_an_author_is_told_what_is_wrong_with_a_link_or_picture(build, case):
    text, told = REMARKS[case]
    site = build(
        {
            **PEOPLE,
            "images/punkt.png": PIXEL,
            "posts/a.md": head(*GOOD, text=text),
            "posts/draft.md": post(title="Entwurf", status="draft"),
        }
    )
    assert site.exitcode == 0
    assert site.text.rsplit("\n", 1)[0] == told.strip("\n")
    assert site.text.endswith("\nNo errors, 1 warning.")


def test_a_text_cut_at_a_hash_is_told(build):
    site = build({**PEOPLE, "posts/a.md": head(*GOOD, "summary: Unser #1 Ziel")})
    assert site.text.rsplit("\n", 1)[0] == (
        'content/posts/a.md:5:16: warning[yaml-comment]: the text ends before "#": '
        "what follows is lost\n"
        "    summary: Unser #1 Ziel\n"
        "                   ^\n"
        '    hint: Put the text in quotes: "…". A remark stands on a line of its own.'
    )


def test_an_entity_in_a_title_is_told_and_resolved(build):
    site = build({**PEOPLE, "posts/a.md": head("title: Mut &amp; Maß", *GOOD[1:])})
    assert site.findings == [
        "content/posts/a.md:2:8: warning[title-entity]: the title holds an HTML entity"
    ]
    assert [str(found.hint) for found in site.report] == ["Write the character itself: Mut & Maß"]
    assert site.page("2026/11/mut-mass/").h1.get_text(strip=True) == "Mut & Maß"


def test_an_entity_in_a_name_or_series_is_told_and_resolved(build):
    files = {
        "people/anna.md": source(name="Anna O&#39;Neill"),
        "posts/a.md": head(*GOOD, "series: mut"),
        "series/mut.md": source(title="Mut &amp; Maß"),
    }
    site = build(files)
    assert site.findings == [
        "content/people/anna.md:2:7: warning[title-entity]: the name holds an HTML entity",
        "content/series/mut.md:2:8: warning[title-entity]: the title holds an HTML entity",
    ]
    assert site.page("people/anna/").h1.get_text(strip=True) == "Anna O'Neill"
    assert site.page("series/mut/").h1.get_text(strip=True) == "Mut & Maß"


def test_key_values_are_placed_as_yaml_is(build):
    site = build({**PEOPLE, "posts/a.md": "Title: Hallo\nDate: morgen\nAutor: anna\n\nText\n"})
    assert site.findings == [
        'content/posts/a.md:2:7: error[date]: date: "morgen" is not a date',
        'content/posts/a.md:3:1: error[key-unknown]: a post has no key "autor"',
    ]


@pytest.mark.parametrize(
    ("name", "lines", "finding", "hint"),
    [
        (
            "posts/a.md",
            "Titel: Mut\ndate: 2026-11-18\nauthors: anna",
            'posts/a.md:2:1: error[key-missing]: the post has no "title", but "titel"',
            'Write "title: …".',
        ),
        (
            "comments/b/1.md",
            "name: Max\ndate: 2026-11-19",
            'comments/b/1.md:2:1: error[key-missing]: the comment has no "author", but "name"',
            'Write "author: …".',
        ),
        (
            "people/ben.md",
            "nmae: Ben",
            'people/ben.md:2:1: error[key-missing]: the person has no "name", but "nmae"',
            'Did you mean "name"?',
        ),
    ],
)
def test_a_slip_in_a_required_key_is_one_finding(build, name, lines, finding, hint):
    files = {**PEOPLE, "posts/b.md": post(title="B"), name: f"---\n{lines}\n---\n\nText.\n"}
    site = build(files)
    assert site.findings == [f"content/{finding}"]
    assert [str(found.hint) for found in site.report] == [hint]
    site = build({}, {"ROSTRUM": {"levels": {"key-unknown": "off"}}})
    assert site.findings == [f"content/{finding}"]


def test_a_key_value_that_stands_twice_is_told(build):
    lines = "Title: Hallo\nDate: 2026-11-18\nAuthor: anna\nTitle: Noch einmal\n\nText\n"
    site = build({**PEOPLE, "posts/a.md": lines})
    assert site.findings == ['content/posts/a.md:4:1: error[key-twice]: "Title" stands here twice']


TOGETHER = {
    "a slug twice": (
        {"posts/a.md": post(slug="neu"), "posts/b.md": post(slug="neu")},
        'content/posts/b.md:5:7: error[slug-twice]: the slug "neu" is taken',
        'content/posts/a.md:5:7 has it already. Choose another one; for a translation, add "lang: …".',
    ),
    "a title twice": (
        {"posts/a.md": post(title="Neu"), "posts/b.md": post(title="Neu!")},
        'content/posts/b.md:2:8: error[slug-twice]: the slug "neu" is taken',
        'content/posts/a.md:2:8 has it already. Choose another one; for a translation, add "lang: …".',
    ),
    "a title and a slug": (
        {"posts/a.md": post(title="Neu"), "posts/b.md": post(slug="neu")},
        'content/posts/b.md:5:7: error[slug-twice]: the slug "neu" is taken',
        'content/posts/a.md:2:8 has it already. Choose another one; for a translation, add "lang: …".',
    ),
    "titles of pages": (
        {"pages/a.md": source(title="Neu"), "pages/b.md": source(title="Neu")},
        'content/pages/b.md:2:8: error[slug-twice]: the slug "neu" is taken',
        'content/pages/a.md:2:8 has it already. Choose another one; for a translation, add "lang: …".',
    ),
    "slugs that differ in capitals only": (
        {"posts/a.md": post(slug="neu"), "posts/b.md": post(slug="Neu")},
        'content/posts/b.md:5:7: error[slug-twice]: the slug "Neu" is taken',
        'content/posts/a.md:5:7 has it already. Choose another one; for a translation, add "lang: …".',
    ),
    "an id twice": (
        {"posts/a.md": post(id="x7"), "posts/b.md": post(title="Zwei", id="x7")},
        'content/posts/b.md:5:5: error[id-twice]: the id "x7" is taken',
        "content/posts/a.md:5:5 has it already.",
    ),
    "a part twice": (
        {
            "series/s.md": source(title="Reihe"),
            "posts/a.md": post(series="s", part=1),
            "posts/b.md": post(title="Zwei", series="s", part=1),
        },
        'content/posts/b.md:6:7: error[part-twice]: part 1 of the series "s" is taken',
        "content/posts/a.md:6:7 has it already.",
    ),
    "a person twice": (
        {"people/alt/ben.md": BEN},
        (
            'content/people/ben.md:1:1: error[person-twice]: there are two files of the person "ben" '
            'in the language "de"'
        ),
        "content/people/alt/ben.md is the other one.",
    ),
    "a series twice": (
        {"series/s.md": source(title="Reihe"), "series/s.de.md": source(title="Reihe")},
        (
            'content/series/s.md:1:1: error[series-twice]: there are two files of the series "s" '
            'in the language "de"'
        ),
        "content/series/s.de.md is the other one.",
    ),
    "a person in translation only": (
        {"people/carla.en.md": source(role="Engineer")},
        (
            'content/people/carla.en.md:1:1: error[person-untranslated]: this only translates "carla", '
            "and there is no file people/carla.md"
        ),
        "Rename it to carla.md, and add: lang: en.",
    ),
    "a key that a person's translation can't have": (
        {"people/ben.en.md": source(role="Foreman", level="guest")},
        'content/people/ben.en.md:3:1: error[key-unknown]: a translated person has no key "level"',
        "Known: aliases, lang, name, quote, role, roles, summary, unit.",
    ),
    "a person whom no post can name": (
        {"people/Eva Sturm.md": source(name="Eva Sturm")},
        (
            "content/people/Eva Sturm.md:1:1: error[file-name]: no post can name this person: "
            '"Eva Sturm" is not a name'
        ),
        "Rename the file: letters, digits and hyphens, no blanks.",
    ),
    "an unknown level": (
        {"people/eva.md": source(name="Eva", level="chef")},
        'content/people/eva.md:3:8: error[level]: level: "chef" is not one of executive, staff, guest',
        "",
    ),
    "a profile that is no address": (
        {"people/eva.md": source(name="Eva", profiles={"linkedin": "eva-sturm"})},
        (
            'content/people/eva.md:3:24: error[address]: profiles: "eva-sturm" is not an address in '
            "the web"
        ),
        "It starts with https:// or http:// and the name of a host.",
    ),
    "an announced part without a title": (
        {"series/s.md": source(title="Reihe", planned=[{"part": 3}])},
        'content/series/s.md:3:11: error[key-missing]: planned: the planned installment has no "title"',
        'Add "title" to the planned installment.',
    ),
    "a reply to nobody": (
        {
            "posts/a.md": post(),
            "comments/a/001.md": source("Ja.", author="Zora", date="2026-11-19", reply_to="7"),
        },
        'content/comments/a/001.md:4:11: error[reply-unknown]: No comment on this post has the id "7"',
        "",
    ),
    "a reply to an id mistyped": (
        {
            "posts/a.md": post(),
            "comments/a/001.md": source("Ja.", author="Zora", date="2026-11-19"),
            "comments/a/002.md": source("Ja.", author="Zora", date="2026-11-20", reply_to="01"),
        },
        'content/comments/a/002.md:4:11: error[reply-unknown]: No comment on this post has the id "01"',
        'Did you mean "001"?',
    ),
    "a comment on no post": (
        {
            "posts/2026/wochenfehler.md": post(),
            "comments/2026/wochnfehler/001.md": source("Ja.", author="Zora", date="2026-11-19"),
        },
        (
            "content/comments/2026/wochnfehler/001.md:1:1: error[post-unknown]: there is no post "
            '"2026/wochnfehler" that this could be a comment on'
        ),
        (
            "Was content/posts/2026/wochenfehler.md renamed? Then write into it: "
            "id: 2026/wochnfehler. Otherwise name the folder comments/2026/wochenfehler/."
        ),
    ),
    "a comment without an author": (
        {"posts/a.md": post(), "comments/a/001.md": source("Ja.", date="2026-11-19")},
        'content/comments/a/001.md:1:1: error[key-missing]: the comment has no "author"',
        'Add a line "author: …" to the front matter.',
    ),
    "a page without a title": (
        {"pages/impressum.md": source("Text", slug="impressum")},
        'content/pages/impressum.md:1:1: error[key-missing]: the page has no "title"',
        'Add a line "title: …" to the front matter.',
    ),
    "a page where the kit has one": (
        {"posts/a.md": post(), "pages/p.md": source("Text", title="Leute", slug="people")},
        "content/pages/p.md:3:7: error[address-taken]: people/index.html is a page that the kit makes",
        'Choose another "slug".',
    ),
    "a page named like a file": (
        {"pages/p.md": source("Text", title="Feed", slug="rss.xml")},
        'content/pages/p.md:3:7: error[slug]: slug: "rss.xml" is not a slug',
        "Letters, digits, hyphens and the signs . _ ~ ! $ & ' ( ) + , ; = @ only: it becomes a part of the address.",
    ),
    "another format than Markdown": (
        {"posts/b.rst": "Hallo\n=====\n"},
        (
            "content/posts/b.rst:1:1: error[not-markdown]: a post is written in Markdown; this file is "
            "not read"
        ),
        'Convert it to Markdown, and let its name end in ".md".',
    ),
    "capitals in the suffix": (
        {"posts/b.MD": post()},
        (
            "content/posts/b.MD:1:1: error[not-markdown]: a post is written in Markdown; this file is "
            "not read"
        ),
        'Convert it to Markdown, and let its name end in ".md".',
    ),
    "a file name that is no text": (
        {"posts/neu\u00a0er.md": post()},
        (
            "content/posts/neu\ufffder.md:1:1: error[file-name]: the name of this file or its folder "
            "holds characters that are no text"
        ),
        "Rename it: letters, digits and hyphens.",
    ),
}


@pytest.mark.parametrize("case", TOGETHER)
def test_an_editor_is_told_what_does_not_fit_together(build, case):
    files, told, hint = TOGETHER[case]
    site = build({**PEOPLE, "posts/z.md": post(title="Noch einer"), **files})
    assert site.exitcode == 1
    assert site.findings == [told]
    assert [str(found.hint) for found in site.report] == [hint]
    assert site.files == []


LOOSE = {
    "a post outside the folders": (
        {"blog/b.md": post(title="Zwei")},
        (
            "content/blog/b.md:1:1: warning[unread]: this is not read: it lies in no folder for posts, "
            "pages, people or series"
        ),
        "Move it, for a post to posts/.",
    ),
    "a post without its suffix": (
        {"posts/b.md.txt": post(title="Zwei")},
        (
            "content/posts/b.md.txt:1:1: warning[unread]: this is not read as a post: its name does not "
            'end in ".md"'
        ),
        "Rename it, or keep it in another folder.",
    ),
    "a part without a series": (
        {"posts/b.md": post(title="Zwei", part=2)},
        (
            "content/posts/b.md:5:7: warning[part-alone]: a part needs a series: this number is shown "
            "nowhere"
        ),
        'Add a line "series: …".',
    ),
    "a tag of signs": (
        {"posts/b.md": post(title="Zwei", tags=["!!!", "Mut"])},
        (
            'content/posts/b.md:5:8: warning[topic-slug]: no address can be made of "!!!": it gets no '
            "page"
        ),
        "Use letters and digits, at most 200.",
    ),
}


@pytest.mark.parametrize("case", LOOSE)
def test_what_readers_would_miss_is_told_and_the_rest_is_built(build, case):
    files, told, hint = LOOSE[case]
    site = build({**PEOPLE, "posts/a.md": post(), **files})
    assert site.exitcode == 0
    assert site.findings == [told]
    assert [str(found.hint) for found in site.report] == [hint]
    assert "2026/11/hallo/index.html" in site.files


def test_a_folder_without_posts_is_told(build):
    site = build(PEOPLE)
    assert site.findings == ["content:1:1: warning[no-posts]: there is no post in posts/"]


def test_a_link_to_nowhere_among_the_posts_is_told(build, tmp_path):
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/b.md").symlink_to("nix.md")
    site = build({**PEOPLE, "posts/a.md": post()})
    assert site.findings == [
        (
            "content/posts/b.md:1:1: error[unreadable]: the file can't be read: it is no file, or a "
            "link to none"
        )
    ]


def test_diagnostics_are_sorted_before_one_summary_line(build):
    site = build(
        {
            **PEOPLE,
            "posts/b.md": head("title: Zwei", "date: heute", "authors: bn", text="[x](nix.md)"),
            "posts/a.md": head("title: Eins", *GOOD[1:], text="![](a.jpg)"),
        }
    )
    assert [line for line in site.text.split("\n") if line[:1] not in (" ", "")] == [
        "content/posts/a.md:6:5: warning[image-alt]: the picture has no alt text",
        'content/posts/a.md:6:5: warning[image-missing]: there is no file "a.jpg"',
        'content/posts/b.md:3:7: error[date]: date: "heute" is not a date',
        "1 error, 2 warnings.",
    ]


def test_a_program_gets_the_same_as_json(build):
    site = build({**PEOPLE, "posts/a.md": head(*GOOD, "sumary: Kurz")})
    assert format_json(site.report) == (
        '{\n  "diagnostics": [\n    {\n'
        '      "path": "content/posts/a.md",\n      "line": 5,\n      "column": 1,\n'
        '      "level": "error",\n      "code": "key-unknown",\n'
        '      "message": "a post has no key \\"sumary\\"",\n'
        '      "hint": "Did you mean \\"summary\\"? '
        'If the key is your own, name it in \\"extra_keys\\" of ROSTRUM."\n    }\n  ],\n'
        '  "errors": 1,\n  "warnings": 0,\n  "notes": 0\n}'
    )


def test_nothing_found_is_said_in_one_line_too(build):
    site = build({**PEOPLE, "posts/a.md": post()})
    assert site.text == "No errors, no warnings."
    counts = {"errors": 0, "warnings": 0, "notes": 0}
    assert json.loads(format_json(site.report)) == {"diagnostics": [], **counts}


def test_a_message_cannot_steer_the_terminal(build):
    site = build({**PEOPLE, "posts/a.md": head(*GOOD, r'status: "\e[2J\u202edraft"')})
    assert site.exitcode == 1
    assert "\x1b" not in site.text
    assert "\u202e" not in site.text


def test_a_long_line_is_cut_around_the_place(build):
    text = "Wort " * 100 + "[Plan](/nix/)" + " Wort" * 100
    site = build({**PEOPLE, "posts/a.md": head(*GOOD, text=text)})
    _, shown, caret, _ = site.text.split("\n")
    assert len(shown) == 4 + 120
    assert shown[caret.index("^") :].startswith("/nix/)")


def test_a_place_in_a_file_with_a_form_feed_shows_the_right_line(build):
    site = build({**PEOPLE, "posts/a.md": head(*GOOD, text="Eins\x0czwei\n\n[Plan](/nix/)")})
    assert "\n    [Plan](/nix/)\n" in site.text


def test_a_site_sets_the_level_of_a_code(build):
    wrong = head(*GOOD, text="[Plan](nix.md)")
    files = {**PEOPLE, "posts/a.md": wrong}
    assert build(files, {"ROSTRUM": {"levels": {"link-missing": "error"}}}).exitcode == 1
    quiet = build(files, {"ROSTRUM": {"levels": {"link-missing": "off"}}})
    assert (quiet.exitcode, quiet.findings) == (0, [])


def test_strict_makes_every_warning_an_error(build):
    files = {**PEOPLE, "posts/a.md": head(*GOOD, text="[Plan](nix.md)")}
    assert build(files, strict=True).exitcode == 1
    assert build(files, {"ROSTRUM": {"strict": True}}).exitcode == 1


def test_drafts_are_checked_like_everything(build):
    site = build({**PEOPLE, "posts/a.md": post(status="draft", authors=["bn"])})
    assert site.codes == ["person-unknown"]


def test_a_suggestion_is_near_or_the_whole_short_list():
    assert str(suggest("Sumary", ["summary", "slug"])) == 'Did you mean "summary"?'
    assert str(suggest("xyz", ["b", "a"])) == "Known: a, b."
    assert suggest("xyz", map(str, range(13))) is NO_TEXT


def test_the_same_finding_is_told_once():
    report = Report()
    for _ in range(2):
        report.error("yaml", SourceLocation("a.md"), verbatim("words"))
    assert (len(report), report.errors) == (1, 1)
    assert format_text(report, Path(), ENGLISH).count("words") == 1


def test_a_note_is_shown_and_fails_no_strict_build(build):
    files = {**PEOPLE, "posts/a.md": head(*GOOD, text="[x](nix.md)")}
    site = build(files, {"ROSTRUM": {"levels": {"link-missing": "note"}, "strict": True}})
    assert (site.exitcode, site.json["notes"]) == (0, 1)
    assert 'note[link-missing]: there is no file "nix.md"' in site.text
    assert site.text.endswith("\nNo errors, no warnings. 1 note.")
