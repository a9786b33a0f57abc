import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.sites import ANNA, SETTINGS, Built, cache_of, post, write_files
from support.warm_process import run_module

from rostrum.build.options import BuildOptions
from rostrum.build.result import BuildResult
from rostrum.output.atomic_move import OutputError
from rostrum.output.manifest import MANIFEST
from rostrum.output.writer import Written, open_output, state_dir_for
from rostrum.pelican_plugin.runner import run_build

FILES = {"people/anna.md": ANNA, "posts/a.md": post(title="Eins")}
ROSTRUM = (sys.executable, "-m", "rostrum")
BUILD = ("rostrum", "build", "--jobs", "1")
LONG = 60  # seconds that a command may take on a busy machine


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and the time of the last change of every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


def only_line(site: Built | BuildResult) -> str:
    (found,) = site.report
    return f"{found.place}: {found.level}[{found.code}]: {found.message}"


# An error changes nothing


def test_an_error_leaves_every_byte_and_time_in_the_output(build):
    before = state(build(FILES).output)
    site = build({"posts/b.md": post(title="Zwei", date="gestern"), "posts/a.md": post("Neu")})
    assert site.exitcode == 1
    assert state(site.output) == before


def test_a_first_build_with_an_error_makes_no_output_folder(build):
    site = build({**FILES, "posts/b.md": post(authors=["nix"])})
    assert site.exitcode == 1
    assert not site.output.exists()


def test_a_check_writes_nothing(build):
    site = build(FILES, check_only=True)
    assert site.exitcode == 0
    assert not site.output.exists()


BROKEN_TEMPLATES = [
    ("\n{{ article.titel }}", "mine/article.html:2:1: {} has no attribute 'titel'"),
    ("\n{{ 1 + 'a' }}", "mine/article.html:2:1: {}TypeError: unsupported operand type"),
    ("{{ article.title|nix }}", "mine/article.html:1:1: {}No filter named 'nix'."),
    ("<p>\n{% if %}\n", "mine/article.html:2:1: {}Expected an expression"),
    ("{% extends 'nix.html' %}", 'mine/article.html:1:1: {}there is no template "nix.html"'),
]


@pytest.mark.parametrize(("template", "said"), BROKEN_TEMPLATES)
def test_template_error_is_reported_at_its_line_without_output(build, tmp_path, template, said):
    before = state(build(FILES).output)
    write_files(tmp_path, {"mine/article.html": template})
    site = build({"posts/a.md": post("Neu")}, {"THEME_TEMPLATES_OVERRIDES": ["mine"]})
    assert site.exitcode == 1
    place, words = said.split("{}")
    assert only_line(site).startswith(f"{place}error[template]: the template can't be rendered: ")
    assert words in only_line(site)
    assert state(site.output) == before


def test_template_error_in_worker_is_reported_at_its_line(build, tmp_path):
    write_files(tmp_path, {"mine/article.html": BROKEN_TEMPLATES[0][0]})
    many = {f"posts/{number}.md": post(title=f"Nummer {number}") for number in range(300)}
    settings = {"THEME_TEMPLATES_OVERRIDES": ["mine"]}
    site = build({"people/anna.md": ANNA, **many}, settings, jobs=2)
    assert (site.exitcode, site.output.exists()) == (1, False)
    assert only_line(site).startswith("mine/article.html:2:1: error[template]: ")


def test_output_write_error_is_reported_and_changes_nothing(build):
    first = build(FILES)
    blocked = first.output / "2026" / "11" / "zwei"
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("mine")
    before = state(first.output)
    site = build({"posts/b.md": post(title="Zwei"), "posts/a.md": post("Neu")})
    assert site.exitcode == 1
    (found,) = (found for found in site.report if found.code == "output")
    assert (found.code, str(found.hint)) == (
        "output",
        'Move "2026/11/zwei" out of the output folder.',
    )
    assert state(site.output) == before


# What goes, what stays


def test_a_file_whose_bytes_are_the_same_is_not_touched(build):
    first = build(FILES)
    old = first.output / "feeds/index.html"
    os.utime(old, (1, 1))
    second = build({"posts/a.md": post("Ein ganz anderer Text.", title="Eins")})
    assert old.stat().st_mtime == 1
    assert "ganz anderer" in second.read("2026/11/eins/")
    assert second.outcome.written.changed < second.outcome.written.files


def test_a_second_build_of_the_same_changes_nothing(build):
    before = state(build(FILES).output)
    site = build({})
    assert state(site.output) == before
    assert (site.outcome.written.changed, site.outcome.written.removed) == (0, 0)


def test_the_manifest_changes_with_the_address_of_the_site(build):
    before = (build(FILES).output / MANIFEST).read_bytes()
    moved = {"SITEURL": "https://other.example"}
    after = (build({}, moved).output / MANIFEST).read_bytes()
    clean = build({}, moved, output="clean")
    assert before != after == (clean.output / MANIFEST).read_bytes()


def test_what_others_put_there_stays_and_what_no_page_owns_goes(build):
    site = build({**FILES, "posts/b.md": post(title="Zwei")})
    for name in (".gitignore", "CNAME", "2026/11/zwei/mine.txt"):
        (site.output / name).write_text("mine")
    site = build({"posts/b.md": None})
    assert site.read(".gitignore") == site.read("CNAME") == "mine"
    assert [name for name in site.files if "zwei" in name] == ["2026/11/zwei/mine.txt"]


def test_an_empty_folder_does_not_stay(build):
    build({**FILES, "posts/b.md": post(title="Zwei", date="2024-01-01")})
    assert not (build({"posts/b.md": None}).output / "2024").exists()


def test_output_has_no_file_of_the_kit_except_the_manifest(build):
    site = build(FILES)
    hidden = [file.name for file in site.output.rglob("*") if file.name.startswith(".")]
    assert hidden == [MANIFEST]


def test_nothing_of_the_kit_itself_stands_in_the_site(build):
    site = build(FILES)
    assert {path.name for path in site.root.iterdir()} == {"content", "output", "pelicanconf.py"}


def test_a_site_that_is_moved_still_knows_its_files(build, tmp_path, monkeypatch):
    build({**FILES, "posts/b.md": post(title="Zwei")})
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("content", "output", "pelicanconf.py"):
        (tmp_path / name).rename(moved / name)
    monkeypatch.chdir(moved)
    (moved / "content/posts/b.md").unlink()
    outcome = run_build(BuildOptions(jobs=1))
    assert outcome.exitcode == 0
    assert not (moved / "output/2026/11/zwei").exists()


def test_two_outputs_of_one_site_do_not_disturb_each_other(build, tmp_path):
    build({**FILES, "posts/b.md": post(title="Zwei")})
    build({}, output=tmp_path / "public")
    build({"posts/b.md": None})
    assert (tmp_path / "public/2026/11/zwei/index.html").exists()
    assert not (tmp_path / "output/2026/11/zwei").exists()


# Nothing leads out of the output folder


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", "a\\..\\b", "a/", "", "a\nb", "a\0b"])
def test_a_path_that_leads_out_is_refused(tmp_path, path):
    output = tmp_path / "output"
    with pytest.raises(OutputError), open_output(output, tmp_path / "notes") as opened:
        opened.write(path, b"x")
    assert not output.exists()


def test_a_link_in_the_output_leads_nothing_out(build, tmp_path):
    site = build(FILES)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site.output / "2025").symlink_to(elsewhere)
    site = build({"posts/b.md": post(title="Zwei", date="2025-03-01")})
    assert (site.exitcode, site.codes) == (1, ["output-unknown", "address-outside"])
    assert list(elsewhere.iterdir()) == []


def test_a_list_that_was_tampered_with_removes_nothing_elsewhere(build, tmp_path):
    site = build(FILES)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    listed = site.notes / "files"
    rows = listed.read_text() + f"file\t\t../mine.txt\nfile\t\t{mine}\n"
    listed.write_text(rows)
    assert build({}).exitcode == 0
    assert mine.exists()


@pytest.mark.parametrize("slug", ["../oben", "a/../../oben", "//oben", "..", "oben\\unten"])
def test_no_slug_leads_out_of_the_output(build, tmp_path, slug):
    site = build({**FILES, "posts/b.md": post(title="Zwei", slug=slug)})
    assert site.exitcode == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"content", "pelicanconf.py"}


@pytest.mark.parametrize("src", ["../geheim.txt", "images/../../geheim.txt", "/../geheim.txt"])
def test_no_picture_is_taken_from_outside_the_content(build, tmp_path, src):
    (tmp_path / "geheim.txt").write_text("quittenmus")
    image = {"src": src, "alt": "Bild"}
    site = build({**FILES, "posts/b.md": post(f"![Bild]({src})\n", title="Zwei", image=image)})
    written = [file for file in tmp_path.rglob("*") if file.is_file() and "output" in file.parts]
    assert all(b"quittenmus" not in file.read_bytes() for file in written)
    assert site.exitcode == 1


def test_two_things_at_one_place_are_reported(build):
    names = {"static/eigenes.txt": {"path": "rss.xml"}}
    files = {**FILES, "static/eigenes.txt": "x"}
    site = build(files, {"EXTRA_PATH_METADATA": names})
    assert (site.exitcode, site.codes) == (1, ["address-taken"])


# Settings that can't work: exit 2, in plain words


def refused(build, options: dict[str, object] | str | None = None, **wish: object) -> str:
    """Build a site that must end with exit code 2, and return what is said, in one line each."""
    site = build(FILES, options, **wish)
    assert site.exitcode == 2
    assert not (site.root / "output").is_dir()
    return "\n".join(site.findings)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (
            BuildOptions(settings=Path("my.yp")),
            "my.yp:1:1: error[setting]: there is no such settings file",
        ),
        (
            BuildOptions(content=Path("nix")),
            '--content: error[setting]: there is no content folder "nix"',
        ),
    ],
)
def test_a_file_or_folder_that_is_not_there(tmp_path, monkeypatch, wish, said):
    monkeypatch.chdir(tmp_path)
    outcome = run_build(wish)
    assert outcome.exitcode == 2
    assert only_line(outcome) == said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("x = (\n", "pelicanconf.py:1:5: error[setting]: the settings are not valid Python: "),
        ("a = 1\nb = a / 0\n", "pelicanconf.py:2:1: error[setting]: the settings can't be read: "),
        ("PATH = 'content'\n", 'pelicanconf.py:1:1: error[setting]: PLUGINS does not name "rostr'),
        ({"PATH": "nix"}, "pelicanconf.py:7:1: error[setting]: there is no content folder"),
        ({"THEME": "nix"}, "pelicanconf.py:7:1: error[setting]: there is no theme "),
        ({"OUTPUT_PATH": "pelicanconf.py"}, 'made: "pelicanconf.py" is a file'),
        ({"OUTPUT_PATH": "pelicanconf.py/a/b"}, 'made: "pelicanconf.py" is a file'),
        ({"OUTPUT_PATH": "."}, "the output folder"),
        ({"OUTPUT_PATH": "content/out"}, "and the content folder lie in each other"),
        ({"SITEURL": "blog.example"}, '"blog.example" is not the address of a site'),
        ({"SITEURL": "https://b.example/?x"}, "is not the address of a site"),
        ({"TIMEZONE": "Wien"}, 'there is no time zone "Wien"'),
        ({"DEFAULT_LANG": "xx-yy-zz"}, 'there is no language "xx-yy-zz"'),
        ({"EXTRA_PATH_METADATA": []}, "EXTRA_PATH_METADATA is to be a mapping, not list"),
        ({"MARKDOWN": ["extra"]}, "MARKDOWN is to be a mapping, not list"),
        ({"DEFAULT_PAGINATION": "viele"}, "DEFAULT_PAGINATION is to be a whole number from 0"),
        ({"ROSTRUM": {"home_post": 3}}, "home_post"),
        ({"ROSTRUM": "nix"}, "pelicanconf.py:7:11: error[setting]: ROSTRUM "),
    ],
)
def test_settings_that_can_not_work_are_said_in_plain_words(build, settings, said):
    assert said in refused(build, settings)


def test_a_wrong_setting_is_reported_at_its_line(build):
    lines = ["from rostrum.defaults import *", "SITENAME = 'x'", "TIMEZONE = 'Wien'"]
    assert refused(build, "\n".join(lines)).startswith("pelicanconf.py:3:1: error[setting]: ")


def test_every_wrong_setting_is_reported_at_once(build):
    found = refused(build, {"TIMEZONE": "Wien", "SITEURL": "x", "ROSTRUM": {"nix": 1}})
    assert len(found.splitlines()) == 3


def test_an_output_folder_that_may_not_be_written(build, tmp_path, monkeypatch):
    locked = tmp_path / "locked"
    locked.mkdir()
    may = os.access  # root may write everywhere, so the system is played here
    monkeypatch.setattr(os, "access", lambda path, *how: path != locked and may(path, *how))
    found = refused(build, {"OUTPUT_PATH": "locked/output"})
    assert found.endswith('error[setting]: nothing can be written to "locked"')


def test_a_full_disk_is_reported_and_nothing_changes(build, monkeypatch):
    before = state(build(FILES).output)

    def open_new(file: str, *where: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), file)

    monkeypatch.setattr("rostrum.output.writer._open_new", open_new)
    site = build({}, {"SITENAME": "Anders"})
    assert site.exitcode == 1
    assert site.findings == [
        (
            "output/2026/11/eins/index.html:1:1: error[output]: the file can't be written: "
            "No space left on device"
        )
    ]
    assert state(site.output) == before


# A build that is killed


SLOW = """
import os, time
from pathlib import Path
from rostrum.defaults import *
def wait(text):
    Path("waits").touch()
    while os.environ.get("SLOW"):
        time.sleep(0.05)
    return text
JINJA_FILTERS = {"wait": wait}
THEME_TEMPLATES_OVERRIDES = ["mine"]
"""
WAITING = '{% extends "!theme/page.html" %}{% block content %}{{ "x"|wait }}{% endblock %}'


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_build_that_is_killed_leaves_the_output_as_it_was(tmp_path, ending):
    settings = SLOW + "\n".join(f"{key} = {value!r}" for key, value in SETTINGS.items())
    write_files(tmp_path, {"pelicanconf.py": settings, "mine/page.html": WAITING})
    write_files(tmp_path / "content", {**FILES, "pages/wir.md": "---\ntitle: Wir\n---\nWir.\n"})
    run_module(tmp_path, *BUILD, check=True)
    before = state(tmp_path / "output")
    (tmp_path / "waits").unlink()
    new = {"posts/a.md": post("Neu"), "posts/b.md": post(title="B")}
    write_files(tmp_path / "content", {**new, "pages/wir.md": "---\ntitle: Wir\n---\nWir alle.\n"})

    slow = {**os.environ, "SLOW": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", *BUILD],
        cwd=tmp_path, env=slow, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            wait_for((tmp_path / "waits").exists)
            process.send_signal(ending)
            process.wait(LONG)
        finally:
            process.kill()  # a build that goes on would be waited for without an end
    assert process.returncode != 0
    assert state(tmp_path / "output") == before

    run_module(tmp_path, *BUILD, check=True)
    assert "Neu" in (tmp_path / "output/2026/11/hallo/index.html").read_text()
    assert not (state_dir_for(tmp_path / "output", cache_of(tmp_path)) / "new").exists()


def test_ctrl_c_while_files_are_put_in_place_waits_until_all_are(tmp_path, monkeypatch):
    output, notes = tmp_path / "output", tmp_path / "notes"
    moved = Path.replace

    def replace(self: Path, target: Path) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        return moved(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    done = threading.Event()
    other = threading.Thread(target=done.wait)  # it, too, can be the one that the signal reaches
    other.start()
    with pytest.raises(KeyboardInterrupt):
        publish(output, notes, "abc")
    done.set()
    assert names_in(output) == ["a", "b", "c"]


PUBLISHING = """
import os, signal, sys
from pathlib import Path
from rostrum.output.writer import open_output
moved = Path.replace
def replace(self, target):
    os.kill(os.getpid(), int(sys.argv[1]))
    return moved(self, target)
with open_output(Path("output"), Path("notes")) as opened:
    for name in "abc":
        opened.write(name, b"x")
    Path.replace = replace
    opened.publish(opened.survey())
print("went on")
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_while_publishing_waits_until_all_is_in_place(tmp_path, ending):
    write_files(tmp_path, {"publish.py": PUBLISHING})
    command = [sys.executable, "publish.py", str(int(ending))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=LONG)
    assert (done.returncode, done.stdout) == (-ending, "")
    assert names_in(tmp_path / "output") == ["a", "b", "c"]


def test_output_file_of_build_killed_in_publishing_is_known(tmp_path, monkeypatch):
    output, notes = tmp_path / "output", tmp_path / "notes"
    count = iter(range(100))
    moved = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if next(count) == 3:  # manifest, inventory, the first file, then the power is gone
            raise SystemExit
        return moved(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(SystemExit):
        publish(output, notes, "abc")
    assert names_in(output) == ["a"]
    monkeypatch.undo()
    assert publish(output, notes, "b").removed == 1
    assert names_in(output) == ["b"]


def test_a_second_build_of_the_same_output_waits_for_the_first(tmp_path):
    output = tmp_path / "output"
    notes = state_dir_for(output, tmp_path / "cache" / "site")
    code = (
        "import sys; from pathlib import Path; from rostrum.output.writer import *\n"
        f"with open_output(Path({str(output)!r}), Path({str(notes)!r})) as opened:\n"
        "    opened.write('second', b'x'); opened.publish(opened.survey())\n"
    )
    with open_output(output, notes) as opened:
        opened.write("first", b"x")
        second = subprocess.Popen([sys.executable, "-c", code])
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(3)
        opened.publish(opened.survey())
    assert second.wait(LONG) == 0
    assert names_in(output) == ["second"]


HOLDING = """
import os, time
from pathlib import Path
def hold(text):
    Path("holds").touch()
    while Path("hold").exists():
        time.sleep(0.02)
    return text
JINJA_FILTERS = {"hold": hold}
THEME_TEMPLATES_OVERRIDES = ["mine"]
SITENAME = "Die eine"
"""


def test_output_lock_makes_builds_with_other_settings_wait(tmp_path):
    """Each is built whole, one after the other, also where the settings lie elsewhere."""
    head = "from rostrum.defaults import *\n"
    head += "".join(f"{key} = {value!r}\n" for key, value in SETTINGS.items())
    place = f"PATH = {str(tmp_path / 'content')!r}\nOUTPUT_PATH = {str(tmp_path / 'output')!r}\n"
    other = f"{head}{place}SITENAME = 'Die andere'\n"
    files = {"one.py": head + HOLDING, "other.py": other, "deep/pelicanconf.py": other}
    held = '{% extends "!theme/index.html" %}{% block content %}{{ "x"|hold }}{% endblock %}'
    write_files(tmp_path, {**files, "mine/index.html": held, "hold": ""})
    write_files(tmp_path / "content", FILES)

    def start(settings: str) -> subprocess.Popen[bytes]:
        command = [*ROSTRUM, "build", "--jobs", "1", "--settings", settings]
        return subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)

    began = time.monotonic()
    processes = [start("one.py")]
    try:
        wait_for((tmp_path / "holds").exists)
        enough = 2 + 2 * (time.monotonic() - began)  # to come as far, two at once
        processes += [start("other.py"), start("deep/pelicanconf.py")]
        time.sleep(enough)
        assert [process.poll() for process in processes] == [None] * 3
        assert not (tmp_path / "output").exists()
        (tmp_path / "hold").unlink()
        assert [process.wait(LONG) for process in processes] == [0, 0, 0]
    finally:
        for process in processes:
            process.kill()
    pages = [page.read_text() for page in (tmp_path / "output").rglob("*.html")]
    assert ["Die andere" in page for page in pages] == [True] * len(pages)
    assert not any("Die eine" in page for page in pages)


def publish(output: Path, notes: Path, names: str) -> Written:
    with open_output(output, notes) as opened:
        for name in names:
            opened.write(name, b"x")
        return opened.publish(opened.survey())


def names_in(output: Path) -> list[str]:
    return sorted(file.name for file in output.iterdir() if file.name != MANIFEST)


def wait_for(happened: object) -> None:
    """Wait until something has happened; fail when it does not within a minute."""
    end = time.monotonic() + LONG
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)
