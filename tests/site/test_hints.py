"""Hints name what the author meant, never something that does harm."""

import json
from collections.abc import Mapping

import pytest
from support.sites import ANNA, post, source

TEXTS = {"people/anna.md": ANNA}
DIALECTS = ("gfm", "python-markdown")


def hints_of(site) -> dict[str, str]:
    """Return the hint of each finding by its code; fails for two findings with one code."""
    hints = {found.code: str(found.hint) for found in site.report}
    assert len(hints) == len(site.codes), site.findings
    return hints


# Renamed posts


def ledger(*networks: str, name: str = "mut") -> str:
    entry: Mapping[str, str] = {
        "post": name,
        "at": "2026-11-20T10:00:00+01:00",
        "url": "https://x.com/x",
    }
    return json.dumps([{**entry, "network": network} for network in networks])


def test_ledger_of_a_renamed_post_is_one_finding(build):
    files = {"posts/2026-mut.md": post(title="Mut"), "crossposts.json": ledger("linkedin", "x")}
    site = build(TEXTS | files)
    assert (site.exitcode, site.findings) == (
        0,
        [
            (
                "content/crossposts.json:1:2: warning[ledger-post-unknown]: the ledger has 2 "
                'entries for a post "mut", which does not exist'
            )
        ],
    )
    hint = "Was content/posts/2026-mut.md renamed? Then write into it: id: mut"
    assert hints_of(site) == {"ledger-post-unknown": hint}


def test_comments_of_a_renamed_post_are_one_finding(build):
    comments = {
        f"comments/mut/{n}.md": source("Ja.", author="Zora", date="2026-11-19") for n in range(7)
    }
    files = {"posts/2026-mut.md": post(title="Mut"), "posts/muster.md": post(title="Muster")}
    site = build(TEXTS | files | comments | {"crossposts.json": ledger("x")})
    assert hints_of(site) == {
        "post-unknown": "Was content/posts/2026-mut.md renamed? Then write into it: id: mut. "
        "Otherwise name the folder comments/2026-mut/."
    }
    assert "that these 7 comments could be on" in site.findings[0]


def test_a_post_with_its_own_comments_is_no_renamed_one(build):
    comment = source("Ja.", author="Zora", date="2026-11-19")
    files = {
        "posts/mut.md": post(title="Mut"),
        "comments/mut/1.md": comment,
        "comments/mutt/1.md": comment,
    }
    assert hints_of(build(TEXTS | files)) == {
        "post-unknown": "If its post was renamed, write into that file: id: mutt"
    }


def test_a_ledger_entry_without_a_similar_post_is_told(build):
    site = build(TEXTS | {"posts/a.md": post(title="A"), "crossposts.json": ledger("x")})
    assert hints_of(site) == {
        "ledger-post-unknown": "If its post was renamed, write into that file: id: mut"
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_links_to_a_renamed_post_are_one_finding(build, dialect):
    files = {
        "posts/2026-mut.md": post(title="Mut"),
        "posts/muster.md": post("[x](mut.md)\n\n[y]({filename}mut.md#z)", title="Muster"),
        "posts/c.md": post("[x]({filename}/posts/mut.md)", title="C"),
        "posts/d.md": post("[x](mut.md)", title="D", date="2026-12-01"),
        "pages/e.md": source("[x](../posts/mut.md)", title="E"),
    }
    site = build(TEXTS | files, {"ROSTRUM": {"markdown": dialect}})
    (found,) = site.report
    message = '5 links lead to a former name or address of "posts/2026-mut.md"'
    assert (found.code, str(found.message)) == ("link-missing", message)
    hint = str(found.hint)
    assert hint.count("content/") == 5
    assert hint.endswith('Write "{filename}/posts/2026-mut.md".')
    assert "<a>x</a>" in site.read("2026/11/c/")
    files["posts/2026-mut.md"] = None
    site = build({**files, "posts/mut.md": post("## Z", title="Mut")})
    assert site.findings == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("url", ["/2026/11/mut/", "/2026/11/mut", "/2026/11/mut/#x"])
def test_link_to_a_former_address_names_the_post(build, dialect, url):
    files = {
        "posts/mut.md": post(title="Mut zum Wort"),
        "posts/b.md": post(f"[x]({url})"),
        "posts/c.md": post("[x](/2026/11/ganz-anders/)", title="C", slug="c"),
    }
    site = build(TEXTS | files, {"ROSTRUM": {"markdown": dialect}})
    hints = [str(found.hint) for found in site.report if found.place.path.endswith("b.md")]
    assert hints == ['Write "{filename}/posts/mut.md".']
    assert [str(found.hint) for found in site.report if found.place.path.endswith("c.md")] == [""]


@pytest.mark.parametrize("with_comments", [True, False])
def test_links_are_told_with_comments_or_ledger(build, with_comments):
    files = {
        "posts/2026-mut.md": post(title="Mut", slug="2026-mut"),
        "posts/b.md": post("[x](mut.md)", title="B"),
        "posts/c.md": post("[x](/2026/11/mut/)", title="C"),
        "crossposts.json": ledger("x"),
    }
    comment = source("Ja.", author="Zora", date="2026-11-19")
    site = build(TEXTS | files | ({"comments/mut/1.md": comment} if with_comments else {}))
    (found,) = site.report
    assert found.code == ("post-unknown" if with_comments else "ledger-post-unknown")
    assert str(found.hint).endswith(
        "2 links lead to its former name or address: content/posts/b.md:6:5, "
        'content/posts/c.md:6:5. Write "{filename}/posts/2026-mut.md".'
    )
    assert "id: mut. " in str(found.hint)


# Links


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("images/x.txt", "{static}/images/x.txt"),
        (r"..\..\images\x.txt", "{static}/images/x.txt"),
        (r"images\x.txt", "{static}/images/x.txt"),
        ("{statc}/images/x.txt", "{static}/images/x.txt"),
        ("{filname}a.md", "{filename}a.md"),
        ("posts/2026/a.md", "{filename}/posts/2026/a.md"),
        ("www.x.at", "https://www.x.at"),
        ("firma.at/team", "https://firma.at/team"),
        ("a@b.at", "mailto:a@b.at"),
    ],
)
def test_hint_of_a_broken_link_names_the_target_meant(build, dialect, target, meant):
    files = {"posts/2026/a.md": post(f"Ein [Wort]({target}) hier.\n"), "images/x.txt": "x"}
    site = build(TEXTS | files, {"ROSTRUM": {"markdown": dialect}})
    assert hints_of(site) == {"link-missing": f'Write "{meant}".'}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("target", "code"),
    [("(https://x.at/a)", "link-missing"), ("URL:https://x.at/a", "link-scheme")],
)
def test_hint_of_a_url_with_signs_around_it_is_the_url(build, dialect, target, code):
    text = {"posts/a.md": post(f"[x]({target})\n")}
    site = build(TEXTS | text, {"ROSTRUM": {"markdown": dialect}})
    assert hints_of(site) == {code: 'Write "https://x.at/a".'}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[x](<{{ site.url }}/a/>)", "6:6"),
        ('<a href="{{site.baseurl}}/a/">x</a>', "6:10"),
        ('<img src="{{ page.image }}" alt="x">', "6:11"),
        ("[x](<https://x.at/{{ tag }}/>)", "6:6"),
        ("[x](<{% link a.md %}>)", "6:6"),
    ],
)
def test_markup_in_an_address_is_told_as_such(build, dialect, text, place):
    """It is no missing file, and no hint makes a link of it."""
    files = {"posts/a.md": post(f"{text}\n")}
    site = build(TEXTS | files, {"ROSTRUM": {"markdown": dialect}})
    (finding,) = site.findings
    assert finding.startswith(f"content/posts/a.md:{place}: warning[markup-left]: the address ")


def test_a_file_named_like_markup_is_no_markup(build):
    files = {"posts/a.md": post("[x](<../images/{{a}}.txt>)\n"), "images/{{a}}.txt": "x"}
    site = build(TEXTS | files)
    assert site.findings == []
    assert "images/{{a}}.txt" in site.files


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("target", ["{filename}/news/zweiter.md", "zweiter.md", "../zweiter.md"])
def test_hint_of_a_link_to_a_moved_post_names_its_file(build, dialect, target):
    moved = {"posts/news/zweiter.md": post(title="Zwei")}
    site = build(
        {**TEXTS, **moved, "posts/a.md": post(f"[x]({target})")}, {"ROSTRUM": {"markdown": dialect}}
    )
    assert hints_of(site) == {"link-missing": 'Write "{filename}/posts/news/zweiter.md".'}


def test_hint_of_a_missing_post_names_none_of_two_files(build):
    files = {"posts/a/index.md": post(title="A"), "posts/b/index.md": post(title="B")}
    site = build({**TEXTS, **files, "posts/c.md": post("[x](index.md)", title="C")})
    assert hints_of(site) == {"link-missing": ""}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("target", ["C:/Users/Anna/foto.jpg", "file:///home/anna/foto.jpg"])
def test_a_file_on_the_authors_computer_is_missing(build, dialect, target):
    text = f"[x]({target})\n\n![Foto]({target})\n"
    site = build({**TEXTS, "posts/a.md": post(text)}, {"ROSTRUM": {"markdown": dialect}})
    hint = "Copy it into the content folder, and write its path there."
    assert hints_of(site) == {"link-missing": hint, "image-missing": hint}
    assert "Anna/foto" not in site.read("2026/11/hallo/")


def test_a_windows_path_is_told_as_it_is_written(build):
    site = build({**TEXTS, "posts/a.md": post("[x](C:\\Users\\foto.jpg)")})
    assert '"C:\\Users\\foto.jpg" is a file on one computer' in site.findings[0]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_empty_link_is_reported_at_its_own_place(build, dialect):
    site = build(
        TEXTS | {"posts/a.md": post("Ein Text.\n\nUnd [leer]() und [auch](<>).\n")},
        {"ROSTRUM": {"markdown": dialect}},
    )
    columns = {"gfm": (5, 18), "python-markdown": (10, 23)}[dialect]
    assert [(found.code, found.place.line, found.place.column) for found in site.report] == [
        ("link-empty", 8, column) for column in columns
    ]


UNPUBLISHED = post(title="Später", date="2026-12-01 09:00", tags=["Sparen"], category="Werk")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("{tag}Sparen", 'the tag "Sparen" has no post that is out'),
        ("{category}Werk", 'the category "Werk" has no post that is out'),
        ("/tag/sparen/", 'the tag "Sparen" has no post that is out'),
        ("/2026/12/spaeter/", '"posts/b.md" is not out yet'),
        ("{author}ben", 'the person "ben" has no page yet'),
    ],
)
def test_a_link_to_what_is_not_out_yet_is_a_warning(build, target, message):
    ben = "---\nname: Ben\nstatus: draft\n---\nB.\n"
    files = {
        "posts/a.md": post(f"[Wort]({target})"),
        "posts/b.md": UNPUBLISHED,
        "people/ben.md": ben,
    }
    site = build(TEXTS | files, {"ROSTRUM": {"levels": {"link-missing": "error"}}})
    assert site.exitcode == 0
    assert [(found.code, str(found.message)) for found in site.report] == [
        ("link-unpublished", message)
    ]
    assert "Sparen" not in site.read("2026/11/hallo/")


# Values


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("status", "Entwurf", 'Write "draft".'),
        ("comments", "geschlossen", 'Write "closed".'),
        ("date", "26. November 2026", "Write it as 2026-11-26."),
        ("date", "Donnerstag, 3. Jänner 2026 um 9:30 Uhr", "Write it as 2026-01-03 09:30."),
        ("date", "5. Mär. 2026", "Write it as 2026-03-05."),
        ("date", "heute", "Write the day itself, such as 2026-11-18 or 2026-11-18 09:30."),
        ("comments", "nein", 'Write "off".'),
        ("date", "“2026-11-20”", "Write it without quotes: 2026-11-20."),
        ("date", "2026-11-20 9 Uhr", "Write it as 2026-11-20 09:00."),
        ("date", "2026-11-20, um 9.30 Uhr", "Write it as 2026-11-20 09:30."),
        ("date", "2026-11-20 um 25 Uhr", "Write it as 2026-11-18 or 2026-11-18 09:30."),
        ("date", "31. Februar 2026", "Write it as 2026-11-18 or 2026-11-18 09:30."),
        ("part", "Teil 11", "Write the number alone: 11."),
        ("part", "0", "The smallest number is 1."),
    ],
)
def test_hint_of_a_german_value_names_the_right_one(build, key, value, hint):
    files = {"series/s.md": source("S.", title="S"), "posts/a.md": post(series="s", **{key: value})}
    site = build(TEXTS | files)
    assert [*hints_of(site).values()] == [hint]


def test_a_flag_in_german_is_named_in_english(build):
    site = build(TEXTS | {"posts/a.md": post(), "pages/b.md": source(title="B", menu="nein")})
    assert hints_of(site) == {"flag": 'Write "false".'}


@pytest.mark.parametrize(
    ("line", "finding", "hint"),
    [
        (
            "title: #offen",
            '2:8: error[yaml]: what begins with "#" is a remark, and no value',
            'Put the text in quotes: "#offen"',
        ),
        (
            "title:ohne Leerzeichen",
            "2:7: error[yaml]: a blank is missing after the colon",
            'Write "title: ohne Leerzeichen".',
        ),
    ],
)
def test_a_slip_in_yaml_is_reported_once_in_its_line(build, line, finding, hint):
    text = f"---\n{line}\ndate: 2026-11-18\nauthors: [anna]\n---\nText.\n"
    site = build(TEXTS | {"posts/a.md": text})
    assert site.findings == [f"content/posts/a.md:{finding}"]
    assert [str(found.hint) for found in site.report] == [hint]


def test_a_remark_after_an_empty_key_is_no_slip(build):
    text = "---\ntitle: A # kurz\ndate: 2026-11-18\nauthors: [anna]\ntags: # später\n---\nText.\n"
    assert build(TEXTS | {"posts/a.md": text}).codes == ["yaml-comment"]


# Places


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("---\ntitle: A\ndate: 2026-11-18\nauthor: [anna, bnna]\n---\n", "4:16"),
        ("---\ntitle: A\ndate: 2026-11-18\nauthors: anna, bnna\n---\n", "4:16"),
        ("---\ntitle: A\ndate: 2026-11-18\nauthors:\n  - anna\n  - bnna\n---\n", "6:5"),
        ("Title: A\nDate: 2026-11-18\nAuthors: anna; bnna\n\n", "3:16"),
    ],
)
def test_an_unknown_author_is_reported_at_the_item_of_the_list(build, head, place):
    assert build(TEXTS | {"posts/a.md": f"{head}Text.\n"}).findings == [
        f'content/posts/a.md:{place}: error[person-unknown]: there is no person "bnna"'
    ]


# No error follows from another


def test_an_invalid_part_is_no_missing_part_too(build):
    files = {
        "series/s.md": source("S.", title="S"),
        "posts/a.md": post(title="A", series="s", part=0),
        "posts/b.md": post(title="B", series="s", part=1),
        "posts/c.md": post(title="C", series="s", part=3),
    }
    assert build(TEXTS | files).codes == ["number"]


def test_a_broken_post_has_no_following_findings(build):
    planned = [{"part": 2, "title": "B", "date": "2026-11-01"}]
    files = {
        "series/s.md": source("S.", title="S", planned=planned),
        "posts/a.md": post(
            "[B](b.md) [C](/2026/11/b/) [T]({tag}Nurda)",
            title="A",
            series="s",
            part=1,
            date="2026-10-01",
        ),
        "posts/b.md": "---\ntitle: 'B\nseries: s\npart: 2\n---\nText.\n",
        "posts/c.md": post(title="C", series="s", part=3),
        "comments/b/1.md": source("Ja.", author="Zora", date="2026-11-19"),
        "crossposts.json": ledger("x", name="b"),
    }
    assert build(TEXTS | files).codes == ["yaml"]


def test_a_broken_person_or_series_is_not_missing_too(build):
    broken = "---\nname: 'B\n---\nText.\n"
    files = {
        "people/ben.md": broken,
        "series/s.md": broken,
        "posts/a.md": post(authors=["ben"], series="s"),
    }
    assert build(TEXTS | files).codes == ["yaml", "yaml"]


# An empty site


def test_a_site_that_loses_its_only_post_is_not_emptied(build, tmp_path):
    assert build(TEXTS | {"posts/a.md": post()}).exitcode == 0
    (tmp_path / "content" / "posts").rename(tmp_path / "content" / "texte")
    site = build({})
    assert (site.exitcode, "no-posts" in site.codes) == (1, True)
    assert (tmp_path / "output" / "2026/11/hallo/index.html").exists()
    (tmp_path / "content/texte/a.md").unlink()
    site = build({})
    assert (site.exitcode, "removal-large" in site.codes) == (1, True)
    assert (tmp_path / "output" / "2026/11/hallo/index.html").exists()


# Links to a page that the site does not have


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("/artikel/mut/", 'Did you mean "/2026/11/mut/"?'),
        ("/2026/10/mut/", 'Did you mean "/2026/11/mut/"?'),
        ("/2026/11/mutt/", 'Write "{filename}/posts/mut.md".'),
        ("/people/ana/", 'Did you mean "/people/anna/"?'),
        ("/2026/11/versteckt", ""),
        ("/2026/11/morgenn/", ""),
        ("/2026/11/entwurff/", ""),
        ("/ganz/anders/", ""),
    ],
)
def test_missing_page_names_the_nearest_published_one(build, dialect, target, hint):
    files = {
        "posts/a.md": post(f"[x]({target})\n"),
        "posts/mut.md": post(title="Mut"),
        "posts/b.md": post(title="Morgen", date="2026-12-20 10:00", slug="morgen"),
        "posts/c.md": post(title="Entwurf", status="draft"),
        "posts/d.md": post(title="Verstecktes", status="hidden"),
    }
    site = build(TEXTS | files, {"ROSTRUM": {"markdown": dialect}})
    assert hints_of(site) == {"link-missing": hint}


def test_hint_for_a_page_of_a_site_in_a_folder(build):
    files = {"posts/a.md": post("[x](/blog/artikel/mut/)"), "posts/mut.md": post(title="Mut")}
    site = build(TEXTS | files, {"SITEURL": "https://firma.example/blog"})
    assert hints_of(site) == {"link-missing": 'Did you mean "/blog/2026/11/mut/"?'}


# One slip, one finding


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("file", 'Write "src: …".'),
        ("Bild", 'Write "src: …".'),
        ("grafik", 'Did you mean "src"?'),
    ],
)
def test_picture_with_another_key_for_its_file_is_one_finding(build, key, hint):
    files = {"posts/a.md": post(image={key: "images/x.png", "alt": "Ein Bild"})}
    assert hints_of(build(TEXTS | files)) == {"key-missing": hint}


def test_key_that_means_another_is_not_taken_for_the_missing_one(build):
    files = {"posts/a.md": post(image={"Quelle": "https://x.example", "alt": "Ein Bild"})}
    hints = hints_of(build(TEXTS | files))
    assert hints.keys() == {"key-unknown", "key-missing"}
    assert hints["key-unknown"] == 'Write "source: …".'


@pytest.mark.parametrize("key", ["save_as", "url"])
def test_taken_address_names_the_key_that_takes_it(build, key):
    files = {"posts/a.md": post(**{key: "people/anna/index.html"})}
    site = build(TEXTS | files)
    assert hints_of(site) == {"address-taken": f'Choose another "{key}".'}
    assert [found.place.line for found in site.report] == [5]
