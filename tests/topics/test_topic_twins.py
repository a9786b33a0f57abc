"""Tags, categories, months and years link to their twins in other languages."""

import pytest
from support.sites import ANNA, post

LANGUAGES = {"ROSTRUM": {"languages": ["de", "en", "en-GB"]}}
SITE = {
    "people/anna.md": ANNA,
    "posts/a.md": post(title="A", tags=["Fehlerkultur", "Software"], category="Werk"),
    "posts/b.md": post(title="B", lang="en", tags=["Mistakes", "Software"], category="Works"),
    "topics.en.yaml": "tag_translations:\n  Mistakes: Fehlerkultur\n"
    "category_translations:\n  Works: Werk\n",
}


def find_twin(site, page, lang="en"):
    """Return the link to another language in the menu, and the words behind it."""
    link = site.page(page).select_one(f'.menu a[hreflang="{lang}"]')
    note = link.find_next_sibling("span")
    return link["href"], note.get_text() if note else ""


@pytest.mark.parametrize(
    ("page", "twin"),
    [
        ("tag/fehlerkultur/", "/en/tag/mistakes/"),
        ("tag/software/", "/en/tag/software/"),
        ("category/werk/", "/en/category/works/"),
        ("2026/11/", "/en/2026/11/"),
        ("2026/", "/en/2026/"),
    ],
)
def test_page_of_a_topic_or_month_links_to_its_twin(build, page, twin):
    site = build(SITE, LANGUAGES)
    assert not site.codes
    assert find_twin(site, page) == (twin, "")
    assert find_twin(site, twin.lstrip("/"), "de") == (f"/{page}", "")
    alternates = site.page(page).head.select("link[hreflang]")
    languages = [link["hreflang"] for link in alternates]
    assert languages == ["de", "en", "x-default"]


def test_page_without_a_twin_says_that_it_leads_home(build):
    files = SITE | {"posts/c.md": post(title="C", tags=["Lehre"], date="2026-10-01")}
    site = build(files, LANGUAGES)
    for page in ("tag/lehre/", "2026/10/"):
        assert find_twin(site, page) == ("/en/", "(Startseite)")
        assert not site.page(page).head.select("link[hreflang]")


def test_regional_language_uses_the_translations_of_its_language(build):
    files = SITE | {"posts/d.md": post(title="D", lang="en-GB", tags=["Mistakes"])}
    site = build(files, LANGUAGES)
    assert find_twin(site, "tag/fehlerkultur/", "en-GB")[0] == "/en-gb/tag/mistakes/"


def test_translation_of_an_unused_topic_is_a_warning(build):
    files = SITE | {
        "topics.en.yaml": "tag_translations:\n  Mistakes: Fehlerkultr\n  Trust: Dialog\n"
    }
    site = build(files, LANGUAGES)
    assert site.codes == ["topic-unknown"] * 3
    assert site.findings[0].startswith("content/topics.en.yaml:2:3: warning[topic-unknown]")
    assert "Fehlerkultur" in site.text


def test_two_topics_with_one_twin_choose_the_larger(build):
    files = SITE | {
        "posts/e.md": post(title="E", lang="en", tags=["Errors", "Mistakes"]),
        "topics.en.yaml": "tag_translations:\n  Errors: Fehlerkultur\n  Mistakes: Fehlerkultur\n",
    }
    site = build(files, LANGUAGES)
    assert find_twin(site, "tag/fehlerkultur/")[0] == "/en/tag/mistakes/"
