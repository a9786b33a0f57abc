import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pelican.plugins import signals
from support.sites import ANNA, BEN, SETTINGS, Built, post, source, write_files, write_settings
from support.warm_process import run_module

from rostrum.build.options import BuildOptions
from rostrum.pelican_plugin.runner import run_build

FILES = {
    "people/anna.md": ANNA,
    "people/ben.md": BEN,
    "series/lernen.md": source("Wie wir lernen.\n", title="Lernen"),
    "posts/eins.md": post(title="Eins", series="lernen", part=1, tags=["Halle"]),
    "posts/zwei.md": post(title="Zwei", series="lernen", part=2, authors=["ben", "anna"]),
    "comments/eins/001.md": source("Danke!\n", author="Eva", date="2026-11-19"),
}
LONG = 60  # seconds that a command may take on a busy machine


@pytest.fixture
def plugin(tmp_path, monkeypatch, request):
    """Write a plugin, and return the settings of a site that uses it."""
    _forget_plugin()

    def write(code: str, **settings: object) -> dict[str, object]:
        head = "from pelican.plugins import signals\n"
        write_files(tmp_path, {"plugins/mine.py": head + code})
        return {"PLUGIN_PATHS": ["plugins"], "PLUGINS": ["rostrum", "mine"], **settings}

    yield write
    _forget_plugin()


def _forget_plugin() -> None:
    """Let the next import read the plugin anew: tests of other files write one of this name too."""
    for name in [name for name in sys.modules if name.endswith("mine")]:
        del sys.modules[name]


def words(site: Built, path: str) -> str:
    return site.page(path).get_text(" ", strip=True)


# Under another theme

THEIRS = {
    "THEME": "simple",
    "THEME_TEMPLATES_OVERRIDES": ["mine"],
    "DIRECT_TEMPLATES": ["index"],
    "ROSTRUM": {"render": False},
}
ARTICLE = """
<h1>{{ article.title }}</h1>
<p id="people">{% for one in article.people %}{{ one.name }}, {{ one.role }}; {% endfor %}</p>
<p id="series">{{ article.series.series.title }} {{ article.part }}/{{ article.series.total }}</p>
<ol>{% for item in article.series.installments %}<li>{{ item.post.title }}</li>{% endfor %}</ol>
<p id="thread">{{ article.thread.count }}</p>
{% for reply in article.thread.replies %}{{ reply.comment.author }}: {{ reply.html }}{% endfor %}
{{ article.content }}
"""


def test_another_theme_shows_series_people_and_thread(build, tmp_path):
    write_files(tmp_path, {"mine/article.html": ARTICLE})
    site = build(FILES, THEIRS)
    assert (site.exitcode, site.findings) == (0, [])
    first, second = site.page("2026/11/eins/"), site.page("2026/11/zwei/")
    assert first.select_one("#people").text == "Anna Öllinger, Vorständin; "
    assert second.select_one("#people").text.startswith("Ben Kovač, Meister; Anna")
    assert second.select_one("#series").text == "Lernen 2/2"
    assert [item.text for item in second.select("li")] == ["Eins", "Zwei"]
    assert first.select_one("#thread").text == "1"
    assert "Eva: <p>Danke!</p>" in site.read("2026/11/eins/")


def test_a_theme_of_pelicans_own_works_as_it_is(build):
    site = build(FILES, {**THEIRS, "THEME_TEMPLATES_OVERRIDES": []})
    assert (site.exitcode, site.findings) == (0, [])
    assert "Zwei" in words(site, "")
    assert "Ein Text." in [found.text for found in site.page("2026/11/zwei/").select("p")]


def test_another_themes_filters_stay_its_own(build, tmp_path):
    write_files(tmp_path, {"mine/article.html": "{{ 'x'|date }}"})
    text = "\n".join(
        ["from rostrum.defaults import *", "JINJA_FILTERS = {'date': lambda text: 'mine ' + text}"]
        + [f"{key} = {value!r}" for key, value in {**SETTINGS, **THEIRS}.items()]
    )
    assert build(FILES, text).read("2026/11/eins/") == "mine x"


def test_other_theme_error_changes_nothing_in_emptied_output(build):
    settings = {**THEIRS, "THEME_TEMPLATES_OVERRIDES": [], "DELETE_OUTPUT_DIRECTORY": True}
    before = build(FILES, settings).files
    broken = build({"posts/drei.md": post(date="gestern")})
    assert (broken.exitcode, broken.files) == (1, before)
    (broken.output / "alt.html").write_text("old")
    repaired = build({"posts/drei.md": None})
    assert (repaired.exitcode, repaired.files) == (0, before)


# Pelican's settings


def test_pelicans_url_patterns_are_followed(build):
    patterns = {
        "ARTICLE_URL": "blog/{slug}.html",
        "ARTICLE_SAVE_AS": "blog/{slug}.html",
        "CATEGORY_URL": "rubrik/{slug}/",
        "CATEGORY_SAVE_AS": "rubrik/{slug}/index.html",
        "AUTHOR_URL": "von/{slug}/",
        "AUTHOR_SAVE_AS": "von/{slug}/index.html",
    }
    files = {**FILES, "posts/eins.md": post(title="Eins", category="Werk")}
    site = build(files, patterns)
    page = BeautifulSoup(site.read("blog/eins.html"), "html.parser")
    assert page.find("link", rel="canonical")["href"] == "https://blog.example/blog/eins.html"
    assert page.select("a[href='/rubrik/werk/']")
    assert page.select("a[href='/von/anna/']")
    assert {"rubrik/werk/index.html", "von/anna/index.html"} <= set(site.files)
    assert "https://blog.example/blog/eins.html" in site.read("rss.xml")


def test_a_site_in_a_folder_of_its_host(build):
    site = build(FILES, {"SITEURL": "https://example.com/blog/"})
    links = [link["href"] for link in site.page().select("a[href^='/']")]
    assert links
    assert all(link.startswith("/blog/") for link in links)
    assert "https://example.com/blog/2026/11/eins/" in site.read("sitemap.xml")


def test_pelicans_slugs_are_spelled_as_germans_spell(build):
    site = build({**FILES, "posts/drei.md": post(title="Die Öffnung der Straße")})
    assert "2026/11/die-oeffnung-der-strasse/index.html" in site.files


def test_a_filter_of_the_sites_own_goes_before_the_kits(build, tmp_path):
    override = '{% extends "!theme/article.html" %}{% block main %}{{ 1|number }}{% endblock %}'
    write_files(tmp_path, {"mine/article.html": override})
    text = "\n".join(
        ["from rostrum.defaults import *", "JINJA_FILTERS = {'number': lambda value: 'mine'}"]
        + [f"{key} = {value!r}" for key, value in SETTINGS.items()]
        + ["THEME_TEMPLATES_OVERRIDES = ['mine']"]
    )
    assert "mine" in words(build(FILES, text), "2026/11/eins/")


# Other plugins

CHANGES = """
def on_content(content):
    if getattr(content, "slug", "") == "eins":
        content.title = "Von einem Plugin"
        content._content += '<p>Mehr in <a href="{filename}/posts/zwei.md">Teil 2</a>.</p>'
        content._summary = "Kurz vom Plugin"

def on_pretaxonomy(generator):
    from pelican.contents import Tag
    for article in generator.articles:
        article.tags = [*getattr(article, "tags", ()), Tag("Vom Plugin", generator.settings)]

def on_all(generators):
    for article in generators[0].articles:
        article._content += "<p>Zuletzt.</p>"

def register():
    signals.content_object_init.connect(on_content)
    signals.article_generator_pretaxonomy.connect(on_pretaxonomy)
    signals.all_generators_finalized.connect(on_all)
"""


def test_what_another_plugin_changes_in_an_article_is_shown(build, plugin):
    site = build(FILES, plugin(CHANGES))
    assert (site.exitcode, site.findings) == (0, [])
    page = site.page("2026/11/eins/")
    assert page.h1.get_text(strip=True) == "Von einem Plugin"
    assert page.find("a", string="Teil 2")["href"] == "/2026/11/zwei/"
    assert page.find("meta", {"name": "description"})["content"] == "Kurz vom Plugin"
    assert page.select("a[href='/tag/vom-plugin/']")
    assert "Zuletzt." in page.get_text()
    assert "Von einem Plugin" in site.read("rss.xml")
    assert "tag/vom-plugin/index.html" in site.files


def test_a_link_that_another_plugin_breaks_is_reported(build, plugin):
    code = CHANGES.replace("/posts/zwei.md", "/posts/nix.md")
    site = build(FILES, plugin(code))
    assert [(found.code, found.place.path) for found in site.report] == [
        ("link-missing", "content/posts/eins.md")
    ]


WRITES = """
class Pages:
    def __init__(self, context, settings, path, theme, output_path, **more):
        self.context, self.settings, self.output_path = context, settings, output_path
    def generate_output(self, writer):
        from jinja2 import Template
        template = Template("<p>{{ SITENAME }}: {{ articles|length }}</p>")
        template.name = "index.html"
        writer.write_file("eigenes/index.html", template, self.context)
        with open(self.output_path + "/direkt.txt", "w") as file:
            file.write("direkt")

def on_article_writer_finalized(generator, writer):
    from jinja2 import Template
    writer.write_file("spaeter.html", Template("{{ 1 + 1 }}"), generator.context)

def on_get_generators(pelican):
    return Pages

def register():
    signals.get_generators.connect(on_get_generators)
    signals.article_writer_finalized.connect(on_article_writer_finalized)
"""


def test_another_plugins_pages_are_written_with_the_kits(build, plugin):
    site = build(FILES, plugin(WRITES))
    assert (site.exitcode, site.findings) == (0, [])
    assert site.read("eigenes/") == "<p>Offen gesagt: 2</p>"
    assert (site.read("spaeter.html"), site.read("direkt.txt")) == ("2", "direkt")


def test_another_plugins_page_goes_when_the_plugin_goes(build, plugin):
    build(FILES, plugin(WRITES))
    assert "eigenes/index.html" not in build({}, {}).files


def test_another_plugins_page_does_not_come_without_the_kits(build, plugin, tmp_path):
    write_files(tmp_path, {"mine/page.html": "{{ nix }}"})
    settings = plugin(WRITES, THEME_TEMPLATES_OVERRIDES=["mine"])
    site = build({**FILES, "pages/wir.md": source("Wir.\n", title="Wir")}, settings)
    assert (site.exitcode, site.codes, site.output.exists()) == (1, ["template"], False)


def test_plugin_page_that_collides_with_kit_page_is_reported(build, plugin):
    site = build(FILES, plugin(WRITES.replace("spaeter.html", "index.html")))
    assert (site.exitcode, site.codes) == (1, ["address-taken"])


def test_a_template_page_of_pelican_is_written_and_escapes(build, tmp_path):
    write_files(tmp_path / "content", {"kontakt.html": "<p>{{ SITENAME }}</p>"})
    pages = {"kontakt.html": "kontakt/index.html"}
    site = build(FILES, {"TEMPLATE_PAGES": pages, "SITENAME": "Fragen & Antworten"})
    assert site.read("kontakt/") == "<p>Fragen &amp; Antworten</p>"


WRITER = """
from pelican.writers import Writer

class Mine(Writer):
    pass

def on_get_writer(pelican):
    return Mine

def register():
    signals.get_writer.connect(on_get_writer)
"""


def test_a_second_writer_is_reported(build, plugin):
    site = build(FILES, plugin(WRITER))
    assert site.exitcode == 1
    (found,) = site.report
    assert found.code == "writer-twice"
    assert "mine" in str(found.message)
    assert not site.output.exists()


def test_pelican_writer_is_used_with_another_theme(build, plugin):
    settings = plugin(WRITER, **{**THEIRS, "THEME_TEMPLATES_OVERRIDES": []})
    assert build(FILES, settings).exitcode == 0


# Nothing is only logged


def test_a_plugin_that_is_not_there_is_an_error(build):
    site = build(FILES, {"PLUGINS": ["rostrum", "gibtsnicht"]})
    assert (site.exitcode, site.output.exists()) == (1, False)
    assert "gibtsnicht" in "\n".join(site.findings)


def test_a_plugin_that_can_not_start_is_an_error_with_its_reason(build, plugin):
    site = build(FILES, plugin("def register():\n    raise ValueError('zu kalt')\n"))
    assert site.exitcode == 1
    assert "ValueError: zu kalt" in "\n".join(site.findings)


LOGS = """
import logging

def on_initialized(pelican):
    logging.getLogger(__name__).warning("Das war knapp")
    logging.getLogger("pelican.mine").{}("Das war %s", "es")

def register():
    signals.initialized.connect(on_initialized)
"""


@pytest.mark.parametrize(("level", "exitcode"), [("warning", 0), ("error", 1), ("critical", 1)])
def test_what_a_plugin_logs_becomes_a_finding(build, plugin, level, exitcode):
    settings = plugin(LOGS.format(level))
    for _ in range(2):  # Pelican shows the same warning once in a process
        site = build(FILES, settings)
        assert site.exitcode == exitcode
        assert [str(found.message) for found in site.report] == ["Das war knapp", "Das war es"]


def test_a_post_in_another_format_is_reported_and_never_vanishes(build):
    html = "<html><head><title>Drei</title><meta name='date' content='2026-11-18'></head></html>"
    site = build({**FILES, "posts/drei.html": html})
    assert site.exitcode == 1
    assert [(found.code, found.place.path) for found in site.report] == [
        ("not-markdown", "content/posts/drei.html")
    ]


# One run after the other


def test_no_receiver_stays_behind(build, plugin):
    every = [signal for signal in vars(signals).values() if hasattr(signal, "receivers")]
    before = [set(signal.receivers) for signal in every]
    build(FILES, plugin(CHANGES))
    build({"posts/drei.md": post(date="gestern")})
    assert [set(signal.receivers) for signal in every] == before


def test_a_plugin_that_was_taken_out_has_no_say_any_more(build, plugin):
    build(FILES, plugin(CHANGES))
    assert build({}, {}).page("2026/11/eins/").h1.get_text(strip=True) == "Eins"


def test_a_settings_file_that_adds_to_a_list_adds_it_once(build, tmp_path):
    lines = [f"{key} = {value!r}" for key, value in SETTINGS.items()]
    text = "\n".join(["from rostrum.defaults import *", *lines, "STATIC_PATHS += ['mehr']"])
    for _ in range(2):
        site = build({**FILES, "mehr/a.txt": "a"}, text)
        assert site.outcome.config.statics.paths == ("static", "mehr")


# Started by `pelican`


def pelican(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run_module(folder, "pelican", *options)


@pytest.fixture
def site(tmp_path, monkeypatch, alone):
    write_files(tmp_path / "content", FILES)
    write_settings(tmp_path / "pelicanconf.py", {})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_pelican_builds_the_same_bytes(site):
    done = pelican(site, "-o", "theirs")
    assert done.returncode == 0, done.stderr
    assert run_build(BuildOptions(output=site / "ours", jobs=1)).exitcode == 0
    ours, theirs = (
        {file.relative_to(root): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        for root in (site / "ours", site / "theirs")
    )
    assert ours == theirs


def test_pelican_ends_with_diagnostics_and_no_traceback(site):
    write_files(site / "content", {"posts/drei.md": post(authors=["ana"])})
    done = pelican(site)
    assert done.returncode == 1
    # The messages are in the language of the site.
    assert "content/posts/drei.md:4:11: error[person-unknown]: es gibt keine Person „ana“" in (
        done.stderr
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "Nichts wurde geschrieben." in done.stdout
    assert not (site / "output").exists()


def test_pelican_ends_with_exit_code_2_where_a_setting_is_wrong(site):
    write_settings(site / "pelicanconf.py", {"ROSTRUM": {"home_posts": "viele"}})
    done = pelican(site)
    assert done.returncode == 2
    assert "error[number]: home_posts: „viele“ ist keine" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_pelican_reports_what_a_plugin_logs_as_an_error(site):
    write_settings(
        site / "pelicanconf.py", {"PLUGIN_PATHS": ["plugins"], "PLUGINS": ["rostrum", "mine"]}
    )
    write_files(site, {"plugins/mine.py": "from pelican.plugins import signals\n" + LATE})
    done = pelican(site)
    assert (done.returncode, (site / "output").exists()) == (1, False)
    assert "error[pelican]: Das ging schief" in done.stderr


LATE = """
import logging

def on_pretaxonomy(generator):
    logging.getLogger(__name__).error("Das ging schief")

def register():
    signals.article_generator_pretaxonomy.connect(on_pretaxonomy)
"""


def test_pelican_run_twice_in_one_process_reads_the_files_anew(site):
    code = (
        "from pelican import Pelican\n"
        "from pelican.settings import read_settings\n"
        "from pathlib import Path\n"
        "pelican = Pelican(read_settings('pelicanconf.py'))\n"
        "pelican.run()\n"
        "file = Path('content/posts/eins.md')\n"
        "file.write_text(file.read_text().replace('Eins', 'Anders'))\n"
        "pelican.run()\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=site, check=True, timeout=LONG)
    assert (site / "output/2026/11/anders/index.html").exists()
    assert not (site / "output/2026/11/eins/index.html").exists()
