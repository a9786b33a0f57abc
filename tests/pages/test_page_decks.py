"""The deck of a page is what its author wrote; the beginning of its text is not shown twice."""

TEXT = "Wer diese Seiten verantwortet und wie Sie uns erreichen, steht auf dieser Seite."


def test_a_page_without_a_summary_shows_its_text_once(build) -> None:
    site = build({"pages/impressum.md": f"---\ntitle: Impressum\n---\n{TEXT}\n"})
    page = site.page("impressum/")
    assert not page.select(".deck")
    assert page.select_one('meta[name="description"]')["content"] == TEXT


def test_a_page_shows_its_written_summary(build) -> None:
    site = build({"pages/impressum.md": f"---\ntitle: Impressum\nsummary: Kurz.\n---\n{TEXT}\n"})
    assert site.page("impressum/").select_one(".deck").text == "Kurz."
