"""Tags and categories: the cloud, names that look alike, what topics.yaml says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG
from support.sites import ANNA, Built, post

from rostrum.config.setting_types import SIZES
from rostrum.pelican_plugin.settings import Slugs
from rostrum.schema.keys import fold_spelling
from rostrum.topics.similar_names import group_alike, group_merged
from rostrum.topics.topics import weigh

Build = Callable[..., Built]
EN = {"ROSTRUM": {"languages": ["de", "en"]}}


def tagged(*counts: tuple[str, int], **keys: Any) -> dict[str, str]:
    """Return posts by Anna so that each tag is used as often as the number says."""
    files = {"people/anna.md": ANNA}
    for tag, count in counts:
        for n in range(count):
            title = f"{tag} {n} {keys.get('lang', '')}"
            slug = f"p-{len(files)}-{keys.get('lang', 'de')}"
            name = f"posts/{len(files):03}{keys.get('lang', '')}.md"
            files[name] = post(title=title, slug=slug, tags=[tag], **keys)
    return files


def read_cloud(site: Built, path: str = "topics/") -> list[str]:
    """Return each entry of a page's cloud as a reader who sees hears and counts it."""
    items = site.page(path).select(".tag-cloud li")
    return [f"{item['class'][0]} {' '.join(item.a.get_text(' ').split())}" for item in items]


# The cloud


def test_the_cloud_sizes_tags_by_how_many_posts_they_have(build: Build) -> None:
    site = build(tagged(("Dialog", 8), ("Lehre", 4), ("Umbau", 1)), {"DEFAULT_PAGINATION": 50})
    assert read_cloud(site) == [
        "w10 Dialog 8 Beiträge",
        "w6 Lehre 4 Beiträge",
        "w1 Umbau 1 Beitrag",
    ]
    assert read_cloud(site, "") == read_cloud(site)


def test_a_cloud_has_as_many_sizes_as_a_site_wants(build: Build) -> None:
    files = tagged(("A", 9), ("B", 5), ("C", 2), ("D", 1))
    site = build(files, {"ROSTRUM": {"cloud_steps": 2}})
    assert [entry.split()[0] for entry in read_cloud(site)] == ["w10", "w10", "w1", "w1"]


def test_more_sizes_than_the_stylesheet_has_are_refused(build: Build) -> None:
    site = build({}, {"ROSTRUM": {"cloud_steps": 11}})
    assert site.exitcode == 2
    assert "error[setting]: cloud_steps: 11 is too much" in site.text
    assert "It may be up to 10." in site.text


def test_what_the_cloud_leaves_out_is_listed_below_it(build: Build) -> None:
    files = tagged(("Dialog", 3), ("Lehre", 2), ("Umbau", 2), ("Öfen", 1))
    site = build(files, {"ROSTRUM": {"cloud_minimum": 2, "cloud_maximum": 2}})
    assert read_cloud(site) == ["w10 Dialog 3 Beiträge", "w1 Lehre 2 Beiträge"]
    listed = site.page("topics/").select("#all-title + ul li a")
    assert [a.get_text() for a in listed] == ["Dialog", "Lehre", "Öfen", "Umbau"]
    assert not build({}, {}).page("topics/").select("#all-title")


def test_a_cloud_can_begin_with_what_is_used_most(build: Build) -> None:
    files = tagged(("Dialog", 1), ("Lehre", 3), ("Umbau", 2))
    site = build(files, {"ROSTRUM": {"cloud_order": "weight"}})
    assert [entry.split()[1] for entry in read_cloud(site)] == ["Lehre", "Umbau", "Dialog"]


def test_a_blog_without_a_cloud_lists_its_tags(build: Build) -> None:
    site = build(tagged(("Dialog", 1)), {"ROSTRUM": {"cloud_maximum": 0}})
    assert not site.page("topics/").select(".tag-cloud")
    assert not site.page("").select("#tags-title")
    assert site.page("topics/").select_one("#all-title + ul a")["href"] == "/tag/dialog/"


def test_each_language_has_a_cloud_of_its_own(build: Build) -> None:
    files = tagged(("Dialog", 2)) | tagged(("Dialogue", 1), lang="en")
    site = build(files, EN)
    assert read_cloud(site) == ["w1 Dialog 2 Beiträge"]
    assert read_cloud(site, "en/topics/") == ["w1 Dialogue 1 post"]


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(1, SIZES), st.data())
def test_more_posts_never_make_a_tag_smaller(
    least: int, span: int, steps: int, data: st.DataObject
) -> None:
    most = least + span
    some = data.draw(st.integers(least, most))
    more = data.draw(st.integers(some, most))
    sizes = [weigh(count, least, most, steps) for count in (least, some, more, most)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 1
    assert sizes[-1] == (SIZES if steps > 1 else 1)
    taken = {weigh(count, 1, 2**12, steps) for count in (2**n for n in range(13))}
    assert len(taken) == steps


# Names that look alike


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("de", "Dialog dialog Dialoge"),
        ("de", "Start-up Startup"),
        ("de", "Führung FÜHRUNG Fuehrung Führungen"),
        ("de", "Café Cafe"),
        ("de", "Haus Häuser"),
        ("de", "Vorschlag Vorschläge"),
        ("de", "Arbeitsplatz Arbeitsplätze"),
        ("de", "Leitbild Leitbilder"),
        ("de", "Maschine Maschinen"),
        ("de", "Ergebnis Ergebnisse"),
        ("de", "Lehrerin Lehrerinnen"),
        ("de", "Team Teams"),
        ("de", "Community Communities"),
        ("de-AT", "Amt Ämter"),
        ("en", "story stories"),
        ("en", "process processes"),
        ("en", "social-media Social_Media socialmedia"),
        ("en", "Zürich Zurich"),
        ("fr", "Élan elan"),
    ],
)
def test_these_look_alike(lang: str, names: str) -> None:
    assert [sorted(group) for group in group_alike(names.split(), lang)] == [sorted(names.split())]


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("de", "Haus Hausbau Hausarzt"),
        ("de", "Arbeit Arbeiter Technik Techniker Handwerk Handwerker"),
        ("de", "Kauf Käufer Wahl Wähler Zahl Zähler"),
        ("de", "Bar Bär Kuchen Küchen fordern fördern Zahlen Zählen"),
        ("de", "Handel Handeln Wandel Wandeln"),
        ("de", "Lehre Lehrer Not Note Post Poster Bau Bauer"),
        ("de", "C C++ C# Web-2.0 Web-20 Halle-4 Halle-41"),
        ("en", "new news good goods research search bus busy"),
        ("en", "blog blogger blogging use user"),
        ("fr", "dialogue dialogues"),
    ],
)
def test_these_do_not(lang: str, names: str) -> None:
    assert group_alike(names.split(), lang) == []


def test_and_is_read_as_the_language_has_it() -> None:
    assert group_alike(["F&E", "F und E"], "de") == [["F&E", "F und E"]]
    assert group_alike(["R&D", "R and D"], "en") == [["R&D", "R and D"]]
    assert group_alike(["R&D", "R und D"], "en") == []


@given(st.lists(st.text(max_size=12), unique=True, max_size=8), st.sampled_from(["de", "en", "fr"]))
def test_a_name_is_in_one_group_at_most_whatever_the_order(names: list[str], lang: str) -> None:
    groups = group_alike(names, lang)
    grouped = [name for group in groups for name in group]
    assert len(grouped) == len(set(grouped))
    there = sorted(sorted(group) for group in groups)
    assert sorted(sorted(group) for group in group_alike(names[::-1], lang)) == there


def test_names_alike_are_one_warning_where_the_rarest_stands(build: Build) -> None:
    files = tagged(("Dialog", 3), ("Dialoge", 2), ("dialog", 1))
    site = build(files)
    assert site.exitcode == 0
    assert site.findings == [
        (
            "content/posts/006.md:6:8: warning[tags-similar]: the tags "
            '"dialog" (1 post), "Dialoge" (2 posts) and "Dialog" (3 posts) look alike'
        )
    ]
    hint = site.json["diagnostics"][0]["hint"]
    assert hint == (
        'Is "Dialog" meant? "Dialoge" also stands in content/posts/004.md, content/posts/005.md.'
    )


def test_a_name_that_many_use_is_told_with_some_of_its_files(build: Build) -> None:
    site = build(tagged(("Team", 6), ("Teams", 5)))
    assert site.json["diagnostics"][0]["hint"].endswith(
        "content/posts/008.md, content/posts/009.md, content/posts/010.md, 1 more."
    )


def test_topic_names_are_not_compared_across_language_or_kind(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(tags=["Dialog"], category="Dialoge"),
        "posts/b.md": post(title="B", lang="en", tags=["dialog"]),
    }
    assert build(files, EN).findings == []


def test_categories_are_compared_as_well(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(category="Produktion"),
        "posts/b.md": post(title="B", category="produktion"),
    }
    assert build(files).findings == [
        (
            "content/posts/b.md:5:11: warning[tags-similar]: the categories "
            '"produktion" (1 post) and "Produktion" (1 post) look alike'
        )
    ]


def test_two_names_that_are_described_are_both_meant(build: Build) -> None:
    files = tagged(("Team", 1), ("Teams", 1))
    files["topics.yaml"] = "tags:\n  Team: Wir.\n  Teams: Das Programm.\n"
    assert build(files).findings == []
    assert build({"topics.yaml": "tags:\n  Team: Wir.\n"}).codes == ["tags-similar"]


# Names that share an address


def test_names_that_would_share_a_page_stop_the_build(build: Build) -> None:
    site = build(tagged(("C++", 2), ("C#", 1)))
    assert site.exitcode == 1
    assert site.findings == [
        (
            'content/posts/003.md:6:8: error[tags-merged]: the tags "C#" (1 post) and '
            '"C++" (2 posts) would share one page, "c"'
        )
    ]
    assert site.files == []


def test_signs_that_a_site_spells_make_addresses_of_their_own(build: Build) -> None:
    rules = [(r"\+", "-plus"), (r"#", "-sharp"), *DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]]
    site = build(tagged(("C++", 1), ("C#", 1)), {"SLUG_REGEX_SUBSTITUTIONS": rules})
    assert site.findings == []
    links = [a["href"] for a in site.page("topics/").select(".tag-cloud a")]
    assert links == ["/tag/c-sharp/", "/tag/c-plus-plus/"]
    assert site.page("tag/c-sharp/").h1.get_text() == "C#"


def test_the_documentation_spells_signs_as_they_work() -> None:
    text = Path(__file__).parents[2].joinpath("docs", "topics.md").read_text("utf-8")
    shown = text.partition("SLUG_REGEX_SUBSTITUTIONS = ")[2].partition("\n```")[0]
    rules: dict[str, Any] = {}
    exec(f"rules = {shown}", rules)
    slugify = Slugs(regex_subs=rules["rules"], preserve_case=False, use_unicode=False)
    assert [slugify(name) for name in ("C++", "C#", "C", "F & E")] == [
        "c-plus-plus",
        "c-sharp",
        "c",
        "f-e",
    ]


@given(st.lists(st.text(max_size=8), unique=True, max_size=8))
def test_no_two_names_share_a_page_without_being_told(names: list[str]) -> None:
    slugify = Slugs(
        regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"],
        preserve_case=False,
        use_unicode=False,
    )
    told = [set(group) for group in group_merged(names, "de", slugify)]
    told += [set(group) for group in group_alike(names, "de")]
    for one in names:
        for other in names:
            if one != other and slugify(one) and slugify(one) == slugify(other):
                keys = {fold_spelling(one, "de")[0], fold_spelling(other, "de")[0]}
                assert "" in keys or len(keys) == 1 or _are_told(keys, told)


def _are_told(keys: set[str], told: list[set[str]]) -> bool:
    return any(keys <= {fold_spelling(name, "de")[0] for name in group} for group in told)


# What topics.yaml says


def test_topic_description_is_on_page_and_in_meta_description(build: Build) -> None:
    files = tagged(("Dialog", 25))
    files["posts/x.md"] = post(title="X", category="Produktion")
    files["topics.yaml"] = (
        "tags:\n  dialog: Wie wir reden.\ncategories:\n  Produktion: Aus den Hallen.\n"
    )
    site = build(files)
    assert site.findings == []
    for path, words in (
        ("tag/dialog/", "Wie wir reden."),
        ("category/produktion/", "Aus den Hallen."),
    ):
        page = site.page(path)
        assert page.select_one("h1 + .deck").get_text() == words
        assert page.select_one("meta[name=description]")["content"] == words
    assert "Wie wir reden." not in site.read("tag/dialog/page/2/")
    assert (
        site.page("topics/").select_one(".split-list .description").get_text() == "Aus den Hallen."
    )


def test_each_language_has_descriptions_of_its_own(build: Build) -> None:
    files = tagged(("Dialog", 1)) | tagged(("Dialog", 1), lang="en")
    files |= {
        "topics.yaml": "tags:\n  Dialog: Wie wir reden.\n",
        "topics.en.yaml": "tags:\n  Dialog: How we talk.\n",
    }
    site = build(files, EN)
    assert site.findings == []
    assert site.page("tag/dialog/").select_one(".deck").get_text() == "Wie wir reden."
    assert site.page("en/tag/dialog/").select_one(".deck").get_text() == "How we talk."


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "tags:\n  Dailog: Wie wir reden.\n",
            'topics.yaml:2:3: warning[topic-unknown]: no post has the tag "Dailog"',
        ),
        (
            "categories:\n  Dialog: Wie wir reden.\n",
            'topics.yaml:2:3: warning[topic-unknown]: no post has the category "Dialog"',
        ),
        (
            "tags:\n  Dialog: Eins.\n  dialog: Zwei.\n",
            'topics.yaml:3:3: error[key-twice]: "dialog" is described twice',
        ),
        (
            "tags:\n  Dialog:\n",
            "topics.yaml:2:3: error[key-empty]: tags: a description is empty",
        ),
        (
            "tags:\n  Dialog: [Eins]\n",
            (
                "topics.yaml:2:11: error[value-kind]: tags: a text is wanted here, "
                "not a list or mapping"
            ),
        ),
        (
            "tag:\n  Dialog: Eins.\n",
            'topics.yaml:1:1: error[key-unknown]: a list of topics has no key "tag"',
        ),
        ("- Dialog\n", "topics.yaml:1:1: error[yaml]: the file is not a list of keys and values"),
        ("tags: {\n", "topics.yaml:2:1: error[yaml]: a list or mapping is opened and not closed"),
    ],
)
def test_what_is_wrong_with_descriptions_is_told(build: Build, text: str, finding: str) -> None:
    site = build({**tagged(("Dialog", 1)), "topics.yaml": text})
    assert site.findings == [f"content/{finding}"]


def test_a_misspelt_name_is_told_with_the_right_one(build: Build) -> None:
    site = build({**tagged(("Dialog", 1)), "topics.yaml": "tags:\n  Dailog: Wie wir reden.\n"})
    assert site.json["diagnostics"][0]["hint"] == 'Did you mean "Dialog"?'


def test_a_draft_counts_as_a_post_that_has_the_tag(build: Build) -> None:
    files = {
        "people/anna.md": ANNA,
        "posts/a.md": post(tags=["Dialog"], status="draft"),
        "topics.yaml": "tags:\n  Dialog: Streng geheim.\n",
    }
    site = build(files)
    assert site.findings == []
    assert not [name for name in site.files if "Streng" in site.read(name) and name[-4:] == "html"]


def test_topic_description_in_unknown_language_is_an_error(build: Build) -> None:
    site = build({**tagged(("Dialog", 1)), "topics.fr.yaml": "tags:\n  Dialog: Parler.\n"}, EN)
    assert site.findings == [
        'content/topics.fr.yaml:1:1: error[lang-unknown]: the site has no language "fr"'
    ]


@pytest.mark.parametrize("name", ["topics.yml", "tags.yaml", "categories.en.yml", "Topic.yaml"])
def test_a_file_that_is_nearly_named_right_is_told(build: Build, name: str) -> None:
    site = build({**tagged(("Dialog", 1)), name: "tags:\n  Dialog: Wie wir reden.\n"})
    assert site.codes == ["unread"]
    assert site.json["diagnostics"][0]["path"] == f"content/{name}"


def test_a_changed_description_is_built_and_one_that_is_gone_too(build: Build) -> None:
    site = build({**tagged(("Dialog", 1)), "topics.yaml": "tags:\n  Dialog: Eins.\n"})
    assert "Eins." in site.read("tag/dialog/")
    assert "Zwei." in build({"topics.yaml": "tags:\n  Dialog: Zwei.\n"}).read("tag/dialog/")
    site = build({"posts/later.md": post(title="Später", tags=["Dialog"])})
    assert "Zwei." in site.read("tag/dialog/")
    site = build({"topics.yaml": None})
    assert site.page("tag/dialog/").select_one("h1 + .deck") is None
    assert "Zwei." not in site.read("tag/dialog/")


def test_descriptions_are_text_never_markup(build: Build) -> None:
    words = "<script>alert(1)</script> & </script>"
    files = {**tagged(("Dialog", 1)), "topics.yaml": f"tags:\n  Dialog: {json.dumps(words)}\n"}
    page = build(files).page("tag/dialog/")
    assert page.select_one("h1 + .deck").get_text() == words
    assert page.select_one("meta[name=description]")["content"] == words
