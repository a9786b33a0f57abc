from support.sites import ANNA, post


def test_a_site_of_two_files_is_built_and_read(build):
    site = build({"people/anna.md": ANNA, "posts/a.md": post("Ein *Text*.", title="Hallo Welt")})
    assert (site.exitcode, site.findings) == (0, [])
    assert site.page("2026/11/hallo-welt/").h1.get_text(strip=True) == "Hallo Welt"
    assert "rss.xml" in site.files


def test_a_second_build_stands_beside_the_first(build):
    build({"people/anna.md": ANNA, "posts/a.md": post(title="Eins")})
    site = build({"posts/b.md": post(title="Zwei"), "posts/a.md": None})
    assert "2026/11/zwei/index.html" in site.files
    assert "2026/11/eins/index.html" not in site.files
