"""Invisible characters left in titles, names, addresses and alt texts are told at their place."""

from __future__ import annotations

import pytest
from support.sites import ANNA, post, source

from rostrum.core.invisible_characters import find_misplaced

RLO, RLI, PDI, ZWSP, ZWJ, ZWNJ, LRM, RLM = "\u202e\u2067\u2069\u200b\u200d\u200c\u200e\u200f"
PARENT, CHILD, FLAG = "\U0001f468", "\U0001f467", "\U0001f3f3\ufe0f"
WELSH = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
SEEN = {
    "a family, and a rainbow flag": f"{PARENT}{ZWJ}{CHILD} {FLAG}{ZWJ}\U0001f308",
    "a skin tone": "\U0001f44d\U0001f3fd\u200d\U0001f91d\u200d\U0001f44d",
    "the flag of Wales": f"Cymru {WELSH}",
    "Persian": f"می{ZWNJ}خواهم",
    "Hindi": f"क्{ZWJ}ष और श्री",
    "German without a ligature": f"Auf{ZWNJ}lage",
    "Hebrew with a mark": f"שלום{RLM}!",
    "Arabic with Latin": f"{RLM}C++{LRM} في العمل",
    "an isolate in Arabic": f"العنوان \u2066Rostrum 1.0{PDI} جديد",
    "an embedding in Hebrew": "\u202bשלום\u202c",
    "Thai": f"สวัสดี{ZWSP}ครับ",
    "a word joiner in a number": "10\u2060–\u206012",
    "a soft hyphen": "Donau\u00addampfschiff",
}
LEFT = {
    "an override": (f"Bericht {RLO}fdp.exe", 8),
    "an override in Hebrew": (f"שלום {RLO}abc", 5),
    "an isolate in Latin": (f"Mut {RLI}zur{PDI} Lücke", 4),
    "an isolate left open": (f"שלום {RLI}abc", 5),
    "a mark in Latin": (f"Mut{RLM}, ja", 3),
    "a blank of no width": (f"Mü{ZWSP}ll", 2),
    "a byte order mark": ("Mut\ufeff zur Lücke", 3),
    "a joiner in Latin": (f"Mut{ZWJ}ig", 3),
    "a joiner alone": (ZWJ, 0),
    "a non-joiner before a blank": (f"Mut{ZWNJ} ja", 3),
    "a word joiner at the end": ("Mut\u2060", 3),
    "tags behind nothing": ("Mut\U000e0067\U000e007f", 3),
}


@pytest.mark.parametrize("case", SEEN)
def test_what_scripts_and_emoji_need_belongs_in_a_text(case):
    assert find_misplaced(SEEN[case]) is None


@pytest.mark.parametrize("case", LEFT)
def test_what_was_left_by_copying_is_found(case):
    text, at = LEFT[case]
    assert find_misplaced(text) == at


@pytest.mark.parametrize("dialect", ["gfm", "python-markdown"])
def test_each_value_is_told_of_at_its_character(build, pixel, dialect):
    files = {
        "people/anna.md": f"---\nname: An{ZWSP}na\naliases: [bo{ZWSP}ss]\n---\n",
        "series/s.md": f"---\ntitle: Die Rei{ZWSP}he\n---\n",
        "pages/p.md": f"---\ntitle: Impres{RLO}sum\nslug: impressum\n---\nText\n",
        "posts/a.md": (
            f'---\ntitle: "Mut{ZWSP} zur Lücke"\ndate: 2026-11-18\nauthors: [anna]\nseries: s\n'
            f"tags: [Werk, Bau{ZWSP}]\ncategory: Hal{ZWSP}le\nimage:\n  src: images/a.png\n"
            f"  alt: Das T{LRM}or\n---\nText\n\n![Die Hal{RLO}le](../images/a.png) x{ZWSP}y\n"
        ),
        "images/a.png": pixel,
    }
    site = build(files, {"ROSTRUM": {"markdown": dialect}})
    places = {str(it.place) for it in site.report if it.code == "invisible-character"}
    assert places == {
        "content/people/anna.md:2:9",
        "content/people/anna.md:3:13",
        "content/series/s.md:2:15",
        "content/pages/p.md:2:14",
        "content/posts/a.md:2:12",
        "content/posts/a.md:6:17",
        "content/posts/a.md:7:14",
        "content/posts/a.md:10:13",
        "content/posts/a.md:14:10",
    }
    assert site.exitcode == 0
    message = "U+202E (right-to-left override) can't be seen here"
    assert f"content/pages/p.md:2:14: warning[invisible-character]: {message}" in site.findings


def test_a_character_written_as_an_escape_is_told_of_at_its_key(build):
    files = {"people/anna.md": ANNA, "posts/a.md": post(slug="a").replace("Hallo", "Ha\\u202ello")}
    site = build(files)
    assert [(it.code, str(it.place)) for it in site.report] == [
        ("invisible-character", "content/posts/a.md:2:8")
    ]


def test_the_rule_can_be_switched_off(build):
    files = {"people/anna.md": ANNA, "posts/a.md": post(title=f"Hal{ZWSP}lo", slug="a")}
    assert build(files).codes == ["invisible-character"]
    off = {"ROSTRUM": {"levels": {"invisible-character": "off"}}}
    assert build({}, off).findings == []


def test_a_persian_site_has_no_finding(build):
    files = {
        "people/anna.md": source(name="آنا"),
        "posts/a.md": post(title=f"می{ZWNJ}خواهم{RLM}", slug="a", tags=[f"کتاب{ZWNJ}ها"]),
    }
    assert "invisible-character" not in build(files, {"DEFAULT_LANG": "fa"}).codes
