"""The language of a file: written in it, or said by its name."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from support.sites import ANNA, BEN, Built, post, source

Build = Callable[..., Built]

PEOPLE = {"people/anna.md": ANNA}
LANGUAGES = {"ROSTRUM": {"languages": ["de", "en", "de-AT"]}}


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("brief.md", "2026/11/hallo/"),
        ("brief.en.md", "en/2026/11/hallo/"),
        ("brief.EN.md", "en/2026/11/hallo/"),
        ("brief.de-at.md", "de-at/2026/11/hallo/"),
        ("brief.de-AT.md", "de-at/2026/11/hallo/"),
        ("asp.net.md", "2026/11/hallo/"),
        ("v1.2.md", "2026/11/hallo/"),
        ("install.sh.md", "2026/11/hallo/"),
        ("a.b.en.md", "en/2026/11/hallo/"),
    ],
)
def test_file_name_says_the_language(build: Build, name: str, page: str) -> None:
    site = build({**PEOPLE, f"posts/{name}": post()}, LANGUAGES)
    assert site.codes == []
    assert f"{page}index.html" in site.files


ADD = 'Add "{}" to "languages" in ROSTRUM, or say in the file what it is: lang: de.'


@pytest.mark.parametrize(
    ("suffix", "hint"),
    [
        (".nl", ADD.format("nl")),
        (".de-ch", ADD.format("de-CH")),
        (".de_AT", 'Let the name end in ".de-at".'),
    ],
)
def test_file_name_of_an_absent_language_is_a_warning(build: Build, suffix: str, hint: str) -> None:
    site = build({**PEOPLE, f"posts/brief{suffix}.md": post()}, LANGUAGES)
    assert site.exitcode == 0
    message = f'"{suffix}", and the site has no such language: this is read as "de"'
    place = f"content/posts/brief{suffix}.md:1:1: warning[file-language]"
    assert site.findings == [f"{place}: the file's name ends in {message}"]
    assert [str(finding.hint) for finding in site.report] == [hint]


def test_file_name_warning_is_settled_by_lang(build: Build) -> None:
    files = {
        "posts/brief.nl.md": post(title="Brief", lang="de"),
        "posts/nota.nl.md": post(title="Nota", lang="en"),
        "people/ben.nl.md": BEN.replace("role:", "lang: de\nrole:"),
    }
    assert build({**PEOPLE, **files}, LANGUAGES).codes == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people/ben.nl.md", BEN),
        ("series/lernen.nl.md", source(title="Lernen")),
        ("pages/wir.nl.md", source(title="Wir")),
    ],
)
def test_file_name_of_each_kind_is_checked(build: Build, name: str, text: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(), name: text}, LANGUAGES)
    assert site.codes == ["file-language"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("de_AT", "de-AT"), ("deutsch", "de"), ("deu", "de"), ("jp", "ja"), ("en-UK", "en-GB")),
        *((value, "") for value in ("xx", "x-private", "5", "5.5", "true", "de/at", "../de")),
    ],
)
@pytest.mark.parametrize("kind", ["posts/b", "pages/b", "people/b", "series/b"])
def test_lang_that_is_none_is_told_at_its_place(
    build: Build, kind: str, written: str, meant: str
) -> None:
    text = (
        f"---\nlang: {written}\ntitle: B\nname: B\ndate: 2026-11-18\nauthors: [anna]\n---\nText.\n"
    )
    wanted = {"posts": "title date authors", "people": "name"}.get(kind[:-2], "title").split()
    lines = text.split("\n")
    text = "\n".join(
        line for line in lines if line[:2] in ("--", "la", "Te", "") or line.split(":")[0] in wanted
    )
    site = build({**PEOPLE, "posts/a.md": post(), f"{kind}.md": text})
    assert site.findings == [
        f'content/{kind}.md:2:7: error[lang-unknown]: lang: there is no language "{written}"'
    ]
    hint = str(next(iter(site.report)).hint)
    assert hint == f'Did you mean "{meant}"?' if meant else hint.startswith("Languages look like")


@pytest.mark.parametrize("value", [["de"], {"a": 1}])
def test_lang_that_is_no_text_is_an_error(build: Build, value: object) -> None:
    site = build({**PEOPLE, "posts/a.md": post(lang=value)})
    assert site.codes == ["value-kind"]


@pytest.mark.parametrize("value", ["", '""', "~"])
def test_empty_lang_is_the_default(build: Build, value: str) -> None:
    text = post().replace("title:", f"lang: {value}\ntitle:")
    site = build({**PEOPLE, "posts/a.md": text})
    assert site.exitcode == 0
    assert site.page("2026/11/hallo/").html["lang"] == "de"


def test_lang_the_site_does_not_have_is_an_error_with_a_relative(build: Build) -> None:
    site = build(
        {**PEOPLE, "posts/a.md": post(lang="de-ch"), "posts/b.md": post(title="B", lang="no")}
    )
    assert site.findings == [
        'content/posts/a.md:5:7: error[lang-unknown]: the site has no language "de-CH"',
        'content/posts/b.md:5:7: error[lang-unknown]: the site has no language "no"',
    ]
    assert [str(finding.hint) for finding in site.report] == [
        'Did you mean "de"? Otherwise add "de-CH" to "languages" in ROSTRUM.',
        'Add "no" to "languages" in ROSTRUM, or use one of them: de, en.',
    ]


# Settings

WRONG = {
    "de_AT": "de-AT",
    "deutsch": "de",
    "i-klingon": "tlh",
    "x-private": "",
    "xx": "",
    "de AT": "de-AT",
}


@pytest.mark.parametrize("written", WRONG)
@pytest.mark.parametrize("where", ["DEFAULT_LANG", "languages", "subtitles"])
def test_setting_with_no_language_is_told_at_the_value(
    build: Build, where: str, written: str
) -> None:
    settings = {
        "DEFAULT_LANG": ("DEFAULT_LANG = {}", 16, ""),
        "languages": ('ROSTRUM = {{"languages": ["de", {}]}}', 32, "languages: "),
        "subtitles": ('ROSTRUM = {{"subtitles": {{"de": "x", {}: "y"}}}}', 37, "subtitles: "),
    }
    line, column, key = settings[where]
    head = 'from rostrum.defaults import *\nSITEURL = "https://blog.example"\n'
    site = build({**PEOPLE, "posts/a.md": post()}, head + line.format(json.dumps(written)) + "\n")
    assert site.exitcode == 2
    assert [str(finding.place) for finding in site.report] == [f"pelicanconf.py:3:{column}"]
    (finding,) = site.report
    assert str(finding.message).casefold() == f'{key}there is no language "{written}"'.casefold()
    meant = WRONG[written]
    hint = f'Did you mean "{meant}"?' if meant else "Languages look like"
    assert str(finding.hint).startswith(hint)


@pytest.mark.parametrize("value", [5, 5.5, True, None, ["de"], {"a": 1}, b"de", "de\0", "a" * 999])
@pytest.mark.parametrize("where", ["DEFAULT_LANG", "languages"])
def test_setting_of_any_type_for_a_language_is_no_traceback(
    build: Build, where: str, value: object
) -> None:
    settings = {where: value} if where == "DEFAULT_LANG" else {"ROSTRUM": {where: ["de", value]}}
    site = build({**PEOPLE, "posts/a.md": post()}, settings)
    if value is None and where == "languages":
        assert site.exitcode == 0  # an empty value
    else:
        assert site.exitcode == 2
        assert len(site.report) == 1


@pytest.mark.parametrize("name", ["topics.de_at.yaml", "topics.deutsch.yaml", "topics.nl.yaml"])
def test_topics_in_no_language_of_the_site_are_an_error(build: Build, name: str) -> None:
    site = build({**PEOPLE, "posts/a.md": post(tags=["a"]), name: "tags: {a: b}\n"})
    assert site.codes == ["lang-unknown"]
