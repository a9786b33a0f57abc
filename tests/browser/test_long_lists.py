"""142 parts of a series and 671 people in a browser: short at first, whole by choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.accessibility import OPEN_ALL, WIDTHS, find_violations, find_violations_in_dark
from support.sites import build_site, post, source

pytestmark = pytest.mark.browser

PARTS, PEOPLE, UNITS = 142, 671, 38
NAMES = ("Aigner", "Berger", "Čech", "Dorner", "Öllinger", "Pichler", "Yilmaz")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
HEIGHT = "document.documentElement.scrollHeight"
SUMMARY = (
    "Seit März schreibe ich freitags auf, was mir misslungen ist, und wer mir geantwortet hat."
)


def write_person(number: int) -> str:
    name = f"{NAMES[number % len(NAMES)]}{number:03}"
    return source(
        "Arbeitet hier.\n",
        name=f"Vorname {name}",
        role="Schichtleitung in der Montage",
        unit=f"Abteilung X{number % UNITS} für Montage und Versand" if number % 9 else None,
        level="executive" if number < 12 else "staff",
    )


def write_part(number: int) -> str:
    return post(
        title=f"Offene Fragen {number}: Wer hat das damals in der Halle entschieden?",
        slug=f"frage-{number}",
        date=str(date(2023, 10, 4) + timedelta(weeks=number)),
        authors=[f"p{number % 60}"],
        series="fragen",
        part=number,
        summary=SUMMARY,
    )


@pytest.fixture(scope="module")
def long_address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of a site with a long series and many people."""
    files = {f"people/p{n}.md": write_person(n) for n in range(PEOPLE)}
    files |= {f"posts/{n}.md": write_part(n) for n in range(1, PARTS + 1)}
    files["series/fragen.md"] = source("Im Herbst.\n", title="Offene Fragen", summary=SUMMARY)
    folder = tmp_path_factory.mktemp("long")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        site = build_site(folder, files, {"ROSTRUM": {"cards": False}}, as_of="2026-11-22")
    assert site.exitcode == 0
    return serve(site.output)


@pytest.fixture
def open_page(visit_at: Callable[..., Any], long_address: str) -> Iterator[Callable[..., Page]]:
    """Open a page of that site in a tab of its own; it must complain of nothing."""
    tabs: list[Any] = []

    def open_in_tab(path: str, **options: Any) -> Page:
        tabs.append(visit_at(long_address, **options))
        return tabs[-1].open(path)

    yield open_in_tab
    assert [(tab.complaints, tab.foreign) for tab in tabs] == [([], [])] * len(tabs)


Opens = Callable[..., Page]


def test_142_parts_take_6000_pixels_on_a_desk(open_page: Opens) -> None:
    page = open_page("/series/fragen/", viewport=DESK)
    assert page.locator(".installments li").count() == PARTS
    assert page.evaluate(HEIGHT) <= 6_000


def test_671_people_take_10000_pixels_on_a_phone(open_page: Opens) -> None:
    page = open_page("/people/", viewport=PHONE)
    assert page.locator(".people-group .people > li").count() == PEOPLE
    assert page.evaluate(HEIGHT) <= 10_000


@pytest.mark.parametrize("path", ["/series/fragen/", "/people/"])
def test_a_long_list_is_accessible_and_fits(open_page: Opens, path: str) -> None:
    page = open_page(path, viewport=PHONE, color_scheme="light")
    page.evaluate(OPEN_ALL)
    assert find_violations(page) == []
    assert find_violations_in_dark(page) == []
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        needed, given = page.evaluate(WIDTHS)
        assert needed <= given, width


@pytest.mark.parametrize("path", ["/series/fragen/", "/people/"])
def test_a_long_list_fits_a_phone_in_text_twice_as_large(open_page: Opens, path: str) -> None:
    page = open_page(path, viewport=PHONE)
    page.add_style_tag(content="html { font-size: 34px !important; }")
    page.evaluate(OPEN_ALL)
    needed, given = page.evaluate(WIDTHS)
    assert needed <= given


def test_a_link_of_the_jump_list_unfolds_its_year(open_page: Opens) -> None:
    page = open_page("/series/fragen/", viewport=DESK, java_script_enabled=False)
    last = page.locator("#parts-2026 li").first
    expect(last).to_be_hidden()
    page.locator(".jump-list a", has_text="2026").click()
    expect(last).to_be_visible()
    expect(page.locator("summary", has_text="2026")).to_be_in_viewport()


def test_summaries_of_a_long_series_show_by_choice(open_page: Opens) -> None:
    page = open_page("/series/fragen/", viewport=DESK, java_script_enabled=False)
    summary = page.locator(".installments .summary").first
    expect(summary).to_be_hidden()
    page.get_by_label("Zusammenfassungen zeigen").check()
    expect(summary).to_be_visible()


def test_a_letter_unfolds_the_names_below_it(open_page: Opens) -> None:
    page = open_page("/people/", viewport=PHONE, java_script_enabled=False)
    letters = [text[0] for text in page.locator(".letters summary").all_text_contents()]
    assert letters == ["A", "B", "C", "D", "O", "P", "Y"]
    page.locator(".letters summary").nth(4).click()
    expect(page.locator(".letters").get_by_text("Vorname Öllinger004", exact=True)).to_be_visible()


def test_the_filter_box_finds_names_roles_and_units(open_page: Opens) -> None:
    page = open_page("/people/", viewport=PHONE)
    box, shown = page.get_by_role("searchbox"), page.locator(".people-group li:visible")
    box.fill("ollinger004")  # neither the case nor the dots matter
    expect(shown).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("Gefunden: 1")
    expect(page.locator(".people-index")).to_be_hidden()
    box.fill("abteilung x37 schichtleitung")
    expect(page.locator(".people-group:visible")).to_have_count(1)
    expect(shown).not_to_have_count(0)
    box.fill("niemand hier")
    expect(shown).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Gefunden: 0")
    box.fill("")
    expect(page.locator(".people-index")).to_be_visible()
    expect(page.locator(".people-group[open]")).to_have_count(0)


def test_without_script_there_is_no_filter_box(open_page: Opens) -> None:
    page = open_page("/people/", viewport=PHONE, java_script_enabled=False)
    expect(page.locator(".people-search")).to_be_hidden()
    page.locator(".people-group summary").first.click()
    expect(page.locator(".people-group li").first).to_be_visible()


def test_the_script_of_the_directory_is_small() -> None:
    script = Path(__file__).parents[2] / "theme" / "static" / "js" / "people.js"
    assert script.stat().st_size <= 2_048


def test_on_paper_every_part_of_a_long_series_stands(open_page: Opens) -> None:
    page = open_page("/series/fragen/", viewport=DESK)
    page.emulate_media(media="print")
    expect(page.locator("#parts-2026 li").last).to_be_visible()
    expect(page.locator(".jump-list")).to_be_hidden()
