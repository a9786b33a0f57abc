"""`rostrum build --removals-only`: what is withdrawn goes, although other content has errors."""

from sites import ANNA, post, source

PIXEL_NAME = "images/halle.png"
FILES = {
    "people/anna.md": ANNA,
    "posts/a.md": post(title="Eins"),
    "posts/b.md": post(title="Zwei", tags=["Werk"]),
    "posts/c.md": post("![Halle](../images/halle.png)\n", title="Drei", tags=["Halle"]),
    "comments/c/001.md": source("Danke!\n", author="Eva", date="2026-11-19"),
}
ERROR = {"posts/c.md": post("![Halle](../images/halle.png)\n", title="Drei", authors=["nix"])}
UNREADABLE = {"posts/c.md": "---\ntitle: [Drei\n---\n![Halle](../images/halle.png)\n"}
WITHDRAWN = {"posts/b.md": post(title="Zwei", tags=["Werk"], status="draft")}


def test_removals_only_takes_a_draft_off_although_another_post_has_an_error(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    assert build({**ERROR, **WITHDRAWN}).exitcode == 1
    site = build({}, removals_only=True)
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()
    assert not (site.output / "tag/werk").exists()
    assert "Zwei" not in site.read("") + site.read("atom.xml")


def test_removals_only_keeps_the_page_of_a_post_that_has_an_error_now(build, pixel):
    before = build({**FILES, PIXEL_NAME: pixel})
    page, feed = before.read("2026/11/drei/"), before.read("2026/11/drei/comments/atom.xml")
    for faulty in (ERROR, UNREADABLE):
        site = build({**faulty, **WITHDRAWN}, removals_only=True)
        assert site.exitcode == 0
        assert site.read("2026/11/drei/") == page
        assert site.read("2026/11/drei/comments/atom.xml") == feed
        assert PIXEL_NAME in site.files
        assert "posts/c.md" in site.outcome.run.aside
    repaired = build({"posts/c.md": FILES["posts/c.md"]})
    assert repaired.read("2026/11/drei/") != ""
    assert "Drei" in repaired.read("")


def test_removals_only_removes_the_page_of_a_source_that_was_deleted(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    site = build({**UNREADABLE, "posts/b.md": None}, removals_only=True)
    assert site.exitcode == 0
    assert not (site.output / "2026/11/zwei").exists()
    assert (site.output / "2026/11/drei/index.html").exists()


def test_removals_only_publishes_nothing_new(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    site = build({**WITHDRAWN, "posts/d.md": post(title="Vier")}, removals_only=True)
    assert site.exitcode == 0
    assert "Vier" not in site.read("")
    assert not (site.output / "2026/11/vier").exists()


def test_removals_only_can_not_help_with_an_error_of_no_file(build, pixel):
    build({**FILES, PIXEL_NAME: pixel})
    static = {"STATIC_PATHS": ["static"], "EXTRA_PATH_METADATA": {"static/x": {"path": "rss.xml"}}}
    site = build({**WITHDRAWN, "static/x": "x"}, static, removals_only=True)
    assert site.exitcode == 1
    assert (site.output / "2026/11/zwei/index.html").exists()
