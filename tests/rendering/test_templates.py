"""What a person sees of each kind of page, rendered from sample views."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import UndefinedError

from rostrum.rendering.templates import TemplateRenderer
from rostrum.server.samples import (
    ARTICLE,
    HOFER,
    KAYA,
    PLAIN_ARTICLE,
    QUIET,
    SAMPLES,
    TEASERS,
    THREAD,
    head,
    home,
    in_preview,
    installment,
    post,
    site,
)
from rostrum.views.pages import View

THEME = Path(__file__).parents[2] / "theme"
RENDERER = TemplateRenderer(THEME)
ENGLISH = post(replace(PLAIN_ARTICLE, thread=THREAD, minutes=1))


def see(view: View) -> BeautifulSoup:
    return BeautifulSoup(RENDERER.render(view), "html.parser")


def words(soup: BeautifulSoup, selector: str) -> str:
    """Return the text of the first match, blanks and line ends as one blank."""
    found = soup.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text().split())


def links(soup: BeautifulSoup, selector: str) -> list[tuple[str, str]]:
    return [(" ".join(a.get_text().split()), str(a["href"])) for a in soup.select(f"{selector} a")]


def test_the_head_says_what_machines_ask() -> None:
    shown = see(SAMPLES["post"]).head
    assert words(shown, "title") == "Warum ich meine Wochenfehler veröffentliche · Offen gesagt"
    canonical = "https://blog.traunwerk.example/2026/11/wochenfehler/"
    assert shown.select_one("link[rel=canonical]")["href"] == canonical
    others = {link["hreflang"] for link in shown.select("link[rel=alternate][hreflang]")}
    assert others == {"de", "en"}
    feeds = {link["type"] for link in shown.select("link[rel=alternate][type]")}
    assert feeds == {"application/rss+xml", "application/atom+xml"}
    cards = {meta["property"]: meta["content"] for meta in shown.select("meta[property]")}
    assert cards["og:image"] == "https://blog.traunwerk.example/images/halle-abend.jpg"
    assert cards["article:published_time"] == "2026-11-18T07:30:00+01:00"
    assert '"@type": "BlogPosting"' in shown.select_one("script").string


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_heading_of_a_page_skips_a_level(kind: str) -> None:
    levels = [int(tag.name[1]) for tag in see(SAMPLES[kind]).select("h1, h2, h3, h4, h5, h6")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise([0, *levels]))


def test_a_title_with_markup_is_shown_as_text() -> None:
    title = "<script>alert('Häferl')</script>"
    text = RENDERER.render(post(replace(ARTICLE, title=title)))
    assert "<script>alert" not in text
    assert words(BeautifulSoup(text, "html.parser"), "h1") == title


def test_a_name_that_a_view_lacks_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "article.html").write_text("{{ article.titel }}")
    with pytest.raises(UndefinedError, match="titel"):
        TemplateRenderer(THEME, (tmp_path,)).render(SAMPLES["post"])


def test_a_site_changes_one_block_of_a_template_and_one_word(tmp_path: Path) -> None:
    template = '{% extends "!theme/404.html" %}{% block main %}<h1>Weg!</h1>{% endblock %}'
    (tmp_path / "404.html").write_text(template)
    catalog = tmp_path / "locale" / "de" / "LC_MESSAGES" / "rostrum.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid "Skip to content"\nmsgstr "Gleich zum Text"\n')
    shown = BeautifulSoup(
        TemplateRenderer(THEME, (tmp_path,)).render(SAMPLES["404"]), "html.parser"
    )
    assert words(shown, "h1") == "Weg!"
    assert words(shown, ".skip-link") == "Gleich zum Text"
    assert words(shown, ".masthead .menu").startswith("Neu Serien")


def test_a_site_gives_its_own_filters_and_globals(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("{{ slogan|shout }}")
    own = TemplateRenderer(THEME, (tmp_path,), {"shout": str.upper}, {"slogan": "offen"})
    assert own.render(SAMPLES["404"]) == "OFFEN\n"


def test_a_masthead_is_made_once_for_the_pages_that_share_a_site(tmp_path: Path) -> None:
    seen: list[str] = []
    folder = tmp_path / "partials"
    folder.mkdir()
    (folder / "masthead.html").write_text("<header>{{ SITENAME|seen }} {{ SITEURL }}</header>")
    renderer = TemplateRenderer(
        THEME, (tmp_path,), {"seen": lambda name: seen.append(name) or name}
    )
    first, second = SAMPLES["404"], replace(SAMPLES["tags"], site=SAMPLES["404"].site)
    pages = [renderer.render(view) for view in (first, second)]
    assert all(f"<header>{first.SITENAME} {first.SITEURL}</header>" in page for page in pages)
    assert seen == [first.SITENAME]
    away = replace(second, site=replace(site(), lang="en"))
    assert f"<header>{first.SITENAME}" in renderer.render(away)


def test_a_part_of_all_pages_that_asks_for_one_page_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials" / "footer.html").write_text("{{ output_file }}")
    with pytest.raises(UndefinedError, match="output_file"):
        TemplateRenderer(THEME, (tmp_path,)).render(SAMPLES["post"])


def test_a_page_says_the_same_however_many_were_made_before() -> None:
    other = TemplateRenderer(THEME)
    for name in [*SAMPLES, *reversed(SAMPLES)]:
        again = pickle.loads(pickle.dumps(SAMPLES[name]))  # equal, and no part of it is the same
        assert RENDERER.render(SAMPLES[name]) == RENDERER.render(again) == other.render(again)


def test_a_site_changes_how_all_lists_show_a_post(tmp_path: Path) -> None:
    macros = (THEME / "templates" / "partials" / "teaser.html").read_text()
    own = "{% macro teaser(item, heading) %}<i>{{ item.title }}</i>{% endmacro %}"
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials" / "teaser.html").write_text(macros + own)
    shown = BeautifulSoup(
        TemplateRenderer(THEME, (tmp_path,)).render(SAMPLES["tag"]), "html.parser"
    )
    assert words(shown, ".post-row i") == SAMPLES["tag"].articles_page.object_list[0].title


def test_equal_views_give_equal_text_in_another_process() -> None:
    view = pickle.loads(pickle.dumps(SAMPLES["post"]))
    assert TemplateRenderer(THEME).render(view) == RENDERER.render(SAMPLES["post"])


def test_dates_and_numbers_speak_the_language_of_the_page() -> None:
    assert "18. November 2026 6 Minuten 4 Antworten" in words(see(SAMPLES["post"]), ".post-header")
    assert "November 18, 2026 1 minute 4 replies" in words(see(ENGLISH), ".post-header")


def test_a_regional_language_takes_the_words_of_its_language() -> None:
    january = replace(ARTICLE, date=ARTICLE.date.replace(month=1))
    shown = see(replace(post(january), site=replace(site(), lang="de-AT")))
    assert "18. Jänner 2026 6 Minuten" in words(shown, ".post-header")


def test_a_language_without_a_catalog_speaks_english_words() -> None:
    shown = see(replace(SAMPLES["404"], site=replace(site(), lang="fr")))
    assert words(shown, "h1") == "There is no page here"


def test_a_post_names_its_authors_with_their_roles_and_links() -> None:
    shown = see(post(replace(ARTICLE, authors=(HOFER, KAYA))))
    cards = [" ".join(card.get_text().split()) for card in shown.select(".post-header .h-card")]
    assert cards == [
        "Magdalena Hofer Vorstandsvorsitzende",
        "Tarik Kaya Schichtleiter, Halle 4",
        "Nina Berger",  # who helped
    ]
    assert shown.select_one(".p-author a")["href"] == "/people/magdalena-hofer/"


def test_a_post_carries_microformats() -> None:
    entry = see(SAMPLES["post"]).select_one(".h-entry")
    assert words(entry, ".p-name") == ARTICLE.title
    assert entry.select_one(".dt-published")["datetime"] == "2026-11-18T07:30:00+01:00"
    assert entry.select_one(".u-url:has(.dt-published)")["href"] == "/2026/11/wochenfehler/"
    assert "Nachtschicht" in words(entry, ".e-content")
    photos = entry.select(".u-photo")
    assert photos
    assert all(photo.find_parent(class_="h-card") for photo in photos)


def test_a_picture_names_who_made_it_and_its_licence() -> None:
    shown = see(SAMPLES["post"])
    assert words(shown, "figcaption") == "Illustration: Rostrum-Demo, CC BY 4.0"
    anna = replace(ARTICLE.image, credit="Anna Leitner", license="")
    assert words(see(post(replace(ARTICLE, image=anna))), "figcaption") == "Bild: Anna Leitner"


def test_a_translation_is_offered_in_its_language() -> None:
    line = see(SAMPLES["post"]).select_one(".post-header a[hreflang]")
    assert (line["lang"], line["hreflang"]) == ("en", "en")
    assert "Auch auf Englisch: Why I publish" in words(see(SAMPLES["post"]), ".post-header")


def test_an_installment_shows_its_place_and_the_way_on() -> None:
    shown = see(post(replace(ARTICLE, installment=installment(3))))
    assert words(shown, ".series-line") == "Zwölf Schritte ins Offene Teil 3 von 12 Vorstand"
    marks = [mark["class"][0] for mark in shown.select(".series-line .steps li")]
    assert marks == ["out", "out", "here"] + ["out"] * 7 + ["soon", "soon"]
    assert shown.select_one(".up-next a[rel=next]")["href"] == "/2026/11/teil-4/"
    assert shown.select_one(".up-next a[rel=prev]")["href"] == "/2026/11/teil-2/"
    listed = shown.select("details .installments li")
    assert len(listed) == 12
    assert listed[2].select_one("a")["aria-current"] == "page"


def test_an_announced_installment_is_a_promise_without_a_link() -> None:
    shown = see(SAMPLES["post"])
    announced = "Angekündigt für Mittwoch, 25. November 2026"
    assert words(shown, ".up-next .kicker") == f"{announced}, eine Woche nach diesem Teil"
    assert words(shown, ".up-next-title") == "Reverse Mentoring: Was mir Lehrlinge beibringen"
    assert not shown.select(".up-next-title a, .installments .soon a")
    assert shown.select_one(".up-next .kicker time")["datetime"] == "2026-11-25"
    bare = replace(installment(10), upcoming=replace(installment(10).upcoming, date=None))
    assert words(see(post(replace(ARTICLE, installment=bare))), ".up-next .kicker") == "Angekündigt"


def test_home_page_starts_with_newest_post_and_running_series() -> None:
    shown = see(SAMPLES["home"])
    assert words(shown, ".lead .kicker") == "Zwölf Schritte ins Offene Teil 10 von 12"
    assert words(shown, ".lead h2") == "Warum ich meine Wochenfehler veröffentliche"
    panel = words(shown, ".series-band")
    assert "10 von 12 Teilen erschienen" in panel
    assert "Angekündigt für Mittwoch, 25. November 2026: Reverse Mentoring" in panel
    assert ("Von vorn lesen", "/2026/11/teil-1/") in links(shown, ".series-band")
    quote = ".sidebar-section .comment-quote:nth-of-type(2)"
    assert "„In unserer Firma undenkbar. Leider.“" in words(shown, quote)
    answered = "zu Wochenfehler · beantwortet von Magdalena Hofer"
    assert answered in words(shown, ".comment-quote figcaption")
    assert [a["aria-current"] for a in shown.select(".menu [aria-current]")] == ["true"]


def test_a_later_page_of_the_list_says_which_it_is() -> None:
    shown = see(SAMPLES["home-2"])
    assert words(shown, "h1") == "Beiträge, Seite 2"
    assert links(shown, ".pager") == [
        ("Neuere Beiträge", "/page/1/"),
        ("Seite 1", "/page/1/"),
        ("Seite 2", "/page/2/"),
        ("Seite 3", "/page/3/"),
        ("Ältere Beiträge", "/page/3/"),
    ]


def test_a_blog_without_posts_says_so() -> None:
    shown = see(SAMPLES["home-empty"])
    assert "Hier ist noch nichts erschienen." in words(shown, "main")


def test_the_cloud_says_its_counts_in_words() -> None:
    shown = see(SAMPLES["tags"])
    sizes = [item["class"][0] for item in shown.select(".tag-cloud li")]
    assert sizes == ["w4", "w1", "w6", "w3", "w5", "w2"]
    assert shown.select_one(".tag-cloud .w6 small").get_text() == "18 Beiträge"
    assert shown.select_one(".tag-cloud .w6 .visually-hidden").get_text() == " Beiträge"


def test_a_tag_lists_its_posts_and_feeds() -> None:
    shown = see(SAMPLES["tag"])
    assert words(shown, "h1") == "Dialog"
    assert len(shown.select(".h-entry")) == 4
    assert links(shown, ".feed-links") == [
        ("RSS", "/tag/dialog/rss.xml"),
        ("Atom", "/tag/dialog/atom.xml"),
    ]
    assert "Nina Berger und Tarik Kaya" in words(shown, ".h-entry:nth-of-type(3)")


def test_a_month_and_the_archive_count_their_posts() -> None:
    month = see(SAMPLES["month"])
    assert (words(month, "h1"), words(month, ".page-header .ui")) == ("November 2026", "5 Beiträge")
    assert links(month, ".pager") == [
        ("Das ganze Jahr 2026", "/2026/"),
        ("Älter: Oktober 2026", "/2026/10/"),
    ]
    archive = see(SAMPLES["archive"])
    assert [h2.get_text() for h2 in archive.select(".period h2 a")] == ["2026", "2025"]
    assert words(archive, ".count-list li") == "November 2026 5 Beiträge"


def test_a_person_is_shown_with_role_profiles_and_posts() -> None:
    shown = see(SAMPLES["person"])
    assert words(shown, ".h-card h1") == "Magdalena Hofer"
    assert words(shown, ".deck") == "Vorstandsvorsitzende · Traunwerk AG"
    assert [a["href"] for a in shown.select("a[rel=me]")] == [p.url for p in HOFER.profiles]
    assert "/people/magdalena-hofer/rss.xml" in [
        address for _, address in links(shown, ".feed-links")
    ]


def test_the_directory_groups_people_and_marks_those_who_left() -> None:
    shown = see(SAMPLES["people"])
    assert [h2.get_text() for h2 in shown.select("h2")] == [
        *("Leitung", "Halle 4", "Weitere aus der Belegschaft", "Gäste", "Ehemalige")
    ]
    assert "ehemals Meister" in words(shown, "main")


def test_a_series_lists_what_is_out_and_what_comes() -> None:
    shown = see(SAMPLES["series"])
    assert words(shown, ".kicker") == "Laufende Serie · 10 von 12 Teilen erschienen"
    last = words(shown, ".installments li:last-child")
    announced = "Angekündigt für Mittwoch, 2. Dezember 2026"
    assert f"Was bleibt, wenn niemand mehr hinschaut {announced}" in last
    index = see(SAMPLES["series-index"])
    assert "Abgeschlossen, 3 Teile" in words(index, ".series-card:nth-of-type(3)")
    paused = words(index, ".series-card:nth-of-type(2)")
    assert "Pausiert seit 18. November 2026, bisher 3 Teile, davon 2 auf Deutsch" in paused


def test_the_page_of_feeds_lists_each_in_its_formats() -> None:
    shown = see(SAMPLES["feeds"])
    assert ("RSS – Alle Beiträge", "/rss.xml") in links(shown, ".split-list")
    assert len(shown.select(".split-list li")) == 4
    assert "/series/zwoelf-schritte/calendar.ics" in [
        place for _, place in links(shown, ".split-list")
    ]


def test_replies_are_nested_with_addresses_and_marks() -> None:
    shown = see(SAMPLES["post"])
    answer = shown.select_one("#comment-001").find_parent("li").select_one("#comment-002")
    assert answer["class"][:2] == ["comment", "by-author"]
    assert words(answer, ".badge") == "Autor:in"
    assert words(shown, "#comment-004 .badge") == "Leitung"
    assert "via Mastodon" in words(shown, "#comment-003 header")
    gathered = words(shown, ".comments > p")
    assert gathered == (
        "4 Antworten, 1 davon von Magdalena Hofer. Zusammengetragen aus diesem Blog und Mastodon."
    )


def test_the_old_anchor_talk_still_leads_to_the_comments() -> None:
    anchor = see(SAMPLES["post"]).select_one("#comments > h2 > #talk")
    assert anchor is not None
    assert (anchor.get_text(), anchor.attrs) == ("", {"id": "talk"})


def test_a_comment_system_waits_for_a_click() -> None:
    shown = see(SAMPLES["post"])
    sources = [script["src"] for script in shown.select("script[src]")]
    assert sources == ["/theme/js/comments.js"]
    button = shown.select_one("button[data-script]")
    assert button.has_attr("hidden")
    assert button["data-script"] == "https://giscus.app/client.js"
    assert button["data-attributes"] == '[["data-repo", "traunwerk/blog"], ["data-lang", "de"]]'
    assert "Ein Klick lädt giscus von giscus.app. Vorher wird nichts übertragen." in words(
        shown, ".reply-options"
    )
    assert links(shown, ".reply-options") == [
        ("Auf GitHub weiterlesen", "https://github.com/traunwerk/blog/discussions"),
        ("Per E-Mail antworten", "mailto:blog@traunwerk.example?subject=Wochenfehler"),
    ]


@pytest.mark.parametrize("state", ["closed", "off"])
def test_a_conversation_that_is_over_takes_no_replies(state: str) -> None:
    shown = see(post(replace(ARTICLE, thread=replace(THREAD, state=state))))
    assert not shown.select(".comments button, .reply-options, script[src]")
    if state == "closed":
        assert "Dieses Gespräch ist geschlossen." in words(shown, ".comments")
        assert shown.select("#comment-001")
    else:
        assert not shown.select(".comments")


def test_an_open_post_without_replies_invites_some() -> None:
    quiet = replace(QUIET, state="open", mail="mailto:blog@traunwerk.example")
    shown = see(post(replace(ARTICLE, thread=quiet)))
    assert "Noch hat niemand geantwortet." in words(shown, ".comments")


def test_preview_banner_is_on_every_page_and_marks_unpublished() -> None:
    shown = see(SAMPLES["post-draft"])
    assert words(shown, ".preview-notice").startswith("Vorschau. Hier sind auch Entwürfe")
    assert words(shown, ".notice") == "Geplant. Erscheint am 18. November 2026, 07:30."
    draft = home(cards=(replace(TEASERS[0], draft=True),))
    assert words(see(in_preview(draft)), ".post-card .badge") == "Unveröffentlicht"
    plain = see(SAMPLES["post"])
    assert not plain.select(".preview-notice, .badge:-soup-contains(Unver)")
    assert "Geplant" not in words(plain, ".notice")


def test_an_empty_head_leaves_nothing_behind() -> None:
    bare = replace(
        head("x"),
        description="",
        canonical="",
        image=None,
        data=None,
        alternates=(),
        feeds=(),
    )
    shown = see(post(head=bare)).head
    assert not shown.select("[content=''], [href=''], script, link[rel=canonical]")
