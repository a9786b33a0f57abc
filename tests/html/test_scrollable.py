"""The boxes of tables: which of them are stops for the keyboard."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from rostrum.html.scrollable import make_scrollable


def table(*rows: str) -> str:
    """Return a table of rows with cells divided by `|`; the first row is its head."""
    written = ["".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows]
    head = written[0].replace("td>", "th>")
    body = "".join(f"<tr>{row}</tr>" for row in written[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def find_stops(html: str) -> list[str]:
    soup = BeautifulSoup(make_scrollable(html, "Tabelle"), "html.parser")
    assert len(soup.select(".scroll > table")) == len(soup.select(".scroll"))
    return [box["aria-label"] for box in soup.select(".scroll[tabindex]")]


@pytest.mark.parametrize(
    "html",
    [
        table("Was|Euro", "an Lieferanten: Stahl, Antriebe und alles Zugekaufte|47"),
        table("a|b|c", "1|2|3"),
        table("Von hundert Euro gehen\xa0…|Euro", "zum\u202fTeil|4\xa0%"),
        "<table><tr><td>a</td></tr></table>",
    ],
)
def test_a_table_that_fits_a_narrow_screen_is_no_stop(html):
    assert find_stops(html) == []


@pytest.mark.parametrize(
    "html",
    [
        table("a|b|c|d", "1|2|3|4"),
        table("a|b", "Donaudampfschifffahrtsgesellschaftskapitän|1"),
        table("a|b", f"{'Wort&nbsp;' * 6}|1"),
        table("a|b", '<img src="a.png" alt="">|1'),
        table("a|b", "<code>a_very_long_name</code>|1"),
        "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>",
    ],
)
def test_a_table_that_may_scroll_is_a_stop_once(html):
    assert find_stops(html) == ["Tabelle"]


def test_each_table_is_judged_by_itself():
    html = table("a|b", "1|2") + "<p>x</p>" + table("a|b|c|d", "1|2|3|4")
    assert find_stops(html) == ["Tabelle"]
    assert make_scrollable(html, "x").count("</table></div>") == 2


@pytest.mark.parametrize("piece", ["<table><tr>", "<table>", "<td>", "</table>", "<tr "])
def test_hostile_tables_take_linear_time(piece, cpu_seconds):
    make_scrollable(piece * 20_000, "x")
    make_scrollable(piece * 20_000 + "</table>" * 20_000, "x")
    assert cpu_seconds() < 5
