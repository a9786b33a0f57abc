import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.program import Run, make_run
from support.sites import ANNA, cache_of, post, write_files, write_settings
from support.warm_process import run_module

from rostrum.cli.commands import namespace
from rostrum.cli.option_values import read_moment
from rostrum.cli.program import SHORT_OPTIONS

FILES = {"people/anna.md": ANNA, "posts/eins.md": post(title="Eins")}
BROKEN = {"posts/zwei.md": post(title="Zwei", date="gestern")}
LONG = 60  # seconds that a command may take on a busy machine
AS_OF = ("--as-of", "2026-11-22")


@pytest.fixture
def folder(tmp_path, monkeypatch, alone):
    """Return the folder of a small site, which is the current folder."""
    write_files(tmp_path / "content", FILES)
    write_settings(tmp_path / "pelicanconf.py", {"DEFAULT_LANG": "en"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(monkeypatch, capsys) -> Run:
    """Run `rostrum …` in this process; return its exit code, and what it printed on each way."""
    return make_run(monkeypatch, capsys)


# Help


def test_rostrum_alone_says_what_there_is(run):
    code, out, _ = run()
    assert code == 0
    assert [name for name in namespace.task_names if f"  {name} " not in out] == []
    assert out == run("--help")[1]


def test_the_help_is_short_and_says_nothing_of_shell_commands(run):
    _, out, _ = run("--help")
    assert len(out.splitlines()) <= 7 + 2 * len(namespace.task_names)
    assert not re.search(r"--(prompt|pty|echo|dry|warn-only|command-timeout|config)", out)
    assert max(map(len, out.splitlines())) <= 90


@pytest.mark.parametrize("name", namespace.task_names)
def test_every_option_of_a_command_is_explained(name):
    # Invoke forgets its explanations once it has made a parser, so each is asked for alone.
    out = run_module(Path.cwd(), "rostrum", "--help", name, check=True).stdout
    arguments = namespace[name].get_arguments()
    options = [option.name.replace("_", "-") for option in arguments if not option.positional]
    explained = re.findall(r"^  .*--(?:\[no-\])?([a-z-]+)(?:=[A-Z]+)? +\S", out, re.MULTILINE)
    assert sorted(explained) == sorted(options)
    files = {"check": " [FILE…]", "publish": " [TARGET]"}.get(name, "")
    words = [option.name.upper() for option in arguments if option.positional]
    given = "".join(f" {word}" for word in words)
    assert out.startswith(f"Usage: rostrum {name}{given} [OPTIONS]{files}\n")
    assert [word for word in words if not re.search(rf"^  {word} +\S", out, re.MULTILINE)] == []


def test_the_version_is_the_distributions(run):
    from importlib.metadata import version

    assert run("--version")[1] == f"Rostrum {version('pelican-rostrum')}\n"


def test_invoke_has_the_same_commands_and_options(folder):
    (folder / "tasks.py").write_text("from rostrum.cli.commands import namespace\n")
    invoke = Path(sys.executable).with_name("invoke")
    done = subprocess.run(
        [invoke, "build", *AS_OF, "--jobs", "1"],
        cwd=folder, capture_output=True, text=True, timeout=LONG, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Built output/ with 1 post, 1 person, no series: ")
    assert (folder / "output/index.html").exists()


# Wrong calls: exit 2, in plain words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["biuld"], 'There is no biuld. Did you mean "build"?'),
        (["build", "--stict"], 'There is no --stict. Did you mean "--strict"?'),
        (["build", "more"], "There is no more. rostrum --help build tells what there is."),
        (["--nix"], "There is no --nix. rostrum --help tells what there is."),
        (["--help", "nix"], "There is no nix. rostrum --help tells what there is."),
        (["build", "--output"], "--output needs a value."),
        (["build", "--as-of", "gestern"], '--as-of: "gestern" is not a date. '),
        (["build", "--as-of", "2026-13-40"], '--as-of: "2026-13-40" is not a date. '),
        (["build", "--jobs", "viele"], '--jobs: "viele" is not a whole number.'),
        (["build", "--format", "jsn"], '--format: there is no format "jsn". Did you mean "json"?'),
        (["check", "--format", "xml"], '--format: there is no format "xml". '),
        (["crosspost.plan", "--days", "x"], '--days: "x" is not a whole number.'),
        (["serve", "--port", "http"], '--port: "http" is not a whole number.'),
        (["serve", "--port", "70000"], "--port: 70000 is no port; they go up to 65535."),
        (["build", "--settings", "my.py"], "my.py:1:1: error[setting]: there is no such settings"),
        (
            ["build", "--content", "nix"],
            '--content: error[setting]: there is no content folder "nix"',
        ),
        (["build", "--site-url", "nix"], '"nix" is not the address of a site'),
        (["build", "--output", "content"], "and the content folder lie in each other"),
        (["build", "--site-url", "https://blog.example:x"], "--site-url: "),
        (["build", "--site-url", "https://a b"], '--site-url: "https://a b" is not the address'),
        (["build", "--jobs", "1000000000"], "--jobs: 1000000000 is too much; it may be up to 512."),
        (["build", "--jobs", "9" * 5000], " is too much; it may be up to 512."),
        (["build", "--jobs=-1"], '--jobs: "-1" is not a whole number.'),
        (["build", "--as-of", "9999-99-99T99:99"], "--as-of: "),
        (["build", "--as-of", "9" * 5000], "--as-of: "),
        (["build", "--content", "x" * 5000], " is no path: File name too long."),
        (["build", "--output", "x" * 5000], " is no path: File name too long."),
        (["check", "--settings", "x" * 5000], " is no path: File name too long."),
        (["build", "--content", "~nobody-here/x"], '--content: "~nobody-here/x" is no path: '),
        (["build", "--content", "pelicanconf.py"], 'there is no content folder "pelicanconf.py"'),
        (["build", "--output", "pelicanconf.py"], '"pelicanconf.py" is a file'),
        (["check", "--settings", "content"], "there is no such settings file"),
        (["serve", "--port=-1"], '--port: "-1" is not a whole number.'),
        (["crosspost.plan", "--days", "1000000"], "--days: 1000000 is too much; it may be up to"),
        (
            ["build", "--content", "\udce4"],
            '--content: error[setting]: there is no content folder "\ufffd"',
        ),
    ],
)
def test_a_wrong_call_is_answered_in_plain_words(folder, run, words, said):
    code, _, err = run(*words)
    assert code == 2
    assert said in err
    assert not (folder / "output").exists()


# build


def test_build_says_what_it_did_and_what_to_do_next(folder, run):
    code, out, err = run("build", *AS_OF)
    assert (code, err) == (0, "")
    first, dialect, after = out.splitlines()
    assert re.fullmatch(
        r"Built output/ with 1 post, 1 person, no series: "
        r"(\d+) files, \1 changed, 0 removed\.", first
    )  # fmt: skip
    assert dialect == "Texts are in GitHub's Markdown (gfm)."
    assert after == "Next: publish output/, or read it with: rostrum serve"


def test_build_command_reports_errors_and_writes_nothing(folder, run):
    write_files(folder / "content", BROKEN)
    code, out, err = run("build")
    assert code == 1
    assert err.startswith('content/posts/zwei.md:3:7: error[date]: date: "gestern" is not a date\n')
    assert err.endswith("1 error, no warnings.\n")
    assert out == "Nothing was written. Repair what is reported above, then build again.\n"


def test_a_preview_goes_to_its_own_folder_and_warns(folder, run):
    write_files(folder / "content", {"posts/zwei.md": post(title="Zwei", status="draft")})
    code, out, _ = run("build", "--preview", *AS_OF)
    assert code == 0
    assert "Built preview/ with 2 posts" in out
    assert "never to be published" in out
    assert not (folder / "output").exists()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22", "2026-11-22T23:59:59"),
        ("20261122", "2026-11-22T23:59:59"),
        ("2026-11-22 00:00", "2026-11-22T00:00:00"),
        ("2026-11-22T09:00+01:00", "2026-11-22T09:00:00+01:00"),
    ],
)
def test_a_day_means_its_end(written, meant):
    assert read_moment(written).isoformat() == meant


def test_a_post_of_the_last_minute_is_out_on_its_day(folder, run):
    write_files(folder / "content", {"posts/eins.md": post(title="Eins", date="2026-11-22 23:59")})
    assert "Built output/ with 1 post," in run("build", "--as-of", "2026-11-22")[1]
    assert "Built output/ with no posts," in run("build", "--as-of", "2026-11-22 23:58")[1]


def test_the_address_of_the_site_can_be_given(folder, run):
    run("build", *AS_OF, "--site-url", "https://pages.example/blog")
    page = (folder / "output/2026/11/eins/index.html").read_text()
    assert '<link rel="canonical" href="https://pages.example/blog/2026/11/eins/">' in page


def test_a_content_folder_alone_has_the_kits_defaults(folder, run):
    write_files(folder / "apart/other", FILES)
    code, out, err = run("build", "--content", "apart/other", "--output", "there", *AS_OF)
    assert code == 0
    assert "There is no pelicanconf.py at apart/other/: the kit's default settings apply.\n" in err
    assert out.startswith("Built there/ with 1 post")
    assert '<html lang="en"' in (folder / "there/index.html").read_text()
    assert "<title>Blog" in (folder / "there/index.html").read_text()


def test_paths_are_seen_from_where_the_command_is_given(folder, run):
    (folder / "deep").mkdir()
    shutil.move(folder / "pelicanconf.py", folder / "deep/pelicanconf.py")
    code, _, err = run(
        "build", "--settings", "deep/pelicanconf.py", "--content", "content", "--output", "there",
        *AS_OF,
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert (folder / "there/index.html").exists()
    assert (cache_of(folder / "deep") / "cache.sqlite").exists()


def test_strict_makes_errors_of_warnings(folder, run):
    write_files(folder / "content", {"posts/zwei.md": post("[x](nix.md)\n", title="Zwei")})
    assert run("build", *AS_OF)[0] == 0
    code, out, err = run("build", *AS_OF, "--strict")
    assert code == 1
    assert "error[link-missing]" in err
    assert out.startswith("Nothing was written.")


# check


def test_check_reports_and_writes_nothing(folder, run):
    code, out, _ = run("check", *AS_OF)
    assert code == 0
    assert out.splitlines() == [
        "Checked 1 post, 1 person, no series: nothing to repair.",
        "Texts are in GitHub's Markdown (gfm).",
        "Next: rostrum build --as-of '2026-11-22 23:59:59'",
    ]
    write_files(folder / "content", BROKEN)
    code, out, err = run("check")
    assert (code, out) == (1, "Repair what is reported above, then check again.\n")
    assert "error[date]" in err
    visible = {path.name for path in folder.iterdir() if path.name[0] not in "._"}
    assert visible == {"content", "pelicanconf.py"}


# JSON


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(("files", "code"), [({}, 0), (BROKEN, 1)])
def test_json_is_all_that_is_printed(folder, command, files, code):
    write_files(folder / "content", files)
    done = run_module(folder, "rostrum", command, "--format", "json", *AS_OF)
    assert (done.returncode, done.stderr) == (code, "")
    found = json.loads(done.stdout)
    assert found["errors"] == code
    assert [item["code"] for item in found["diagnostics"]] == ["date"] * code


def test_wrong_settings_are_json_too(folder, run):
    write_settings(folder / "pelicanconf.py", {"TIMEZONE": "Wien"})
    code, out, _ = run("build", "--format", "json")
    assert code == 2
    (found,) = json.loads(out)["diagnostics"]
    assert (found["path"], found["line"], found["code"]) == ("pelicanconf.py", 5, "setting")


# crosspost.plan


def test_the_plan_is_printed_and_written_beside_the_site(folder, run):
    write_settings(folder / "pelicanconf.py", {"SITEURL": "https://blog.example.com"})
    code, out, err = run("crosspost.plan", *AS_OF, "--lang", "en")
    assert (code, err) == (0, "")
    assert "https://blog.example.com/2026/11/eins/" in out
    assert out.endswith("All texts as a page: crossposts.html. Nothing was sent.\n")
    assert "https://blog.example.com/2026/11/eins/" in (folder / "crossposts.html").read_text()
    assert not (folder / "output").exists()


def test_the_plan_as_json_is_all_that_is_printed(folder, run):
    write_settings(folder / "pelicanconf.py", {"SITEURL": "https://blog.example.com"})
    code, out, err = run("crosspost.plan", *AS_OF, "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)
    assert not (folder / "crossposts.html").exists()


def test_without_a_new_post_there_is_nothing_to_say(folder, run):
    code, out, err = run("crosspost.plan", "--as-of", "2027-11-22")
    assert (code, err) == (0, "")
    assert "Nothing was sent." in out
    assert "blog.example" not in out


@pytest.mark.parametrize(
    ("settings", "options", "day"),
    [({}, [], 8), ({"crosspost_days": 3}, [], 19), ({"crosspost_days": 3}, ["--days", "2"], 20)],
)
def test_crosspost_days_says_how_long_a_post_is_new(folder, run, settings, options, day):
    """A post is new up to the minute in which that many days are over."""
    write_settings(folder / "pelicanconf.py", {"ROSTRUM": settings})
    files = {
        "alt.md": post(title="Alt", date=f"2026-11-{day:02} 08:59"),
        "neu.md": post(title="Neu", date=f"2026-11-{day:02} 09:00"),
    }
    write_files(folder / "content/posts", files)
    (folder / "content/posts/eins.md").unlink()
    asked = ["crosspost.plan", "--as-of", "2026-11-22 09:00", "--format", "json", *options]
    _, out, _ = run(*asked)
    assert re.findall(r'"title": "(.*?)"', out) == ["Neu"]


@pytest.mark.parametrize("page", ["output/plan.html", "output/a/plan.html", "content/plan.html"])
def test_the_plan_is_never_written_where_it_would_be_published(folder, run, page):
    (folder / "output/a").mkdir(parents=True)
    code, _, err = run("crosspost.plan", *AS_OF, "--page", page)
    assert code == 2
    folder_named = page.split("/")[0]
    assert f"--page: the {folder_named} folder, {folder_named}/, is no place for {page}." in err
    assert not (folder / page).exists()


def test_a_page_of_the_plan_that_can_not_be_written_is_said(folder, run):
    code, _, err = run("crosspost.plan", *AS_OF, "--page", "nix/plan.html")
    assert code == 2
    assert "--page: nix/plan.html can't be written: No such file or directory." in err


def test_the_plan_takes_the_place_of_an_older_plan_only(folder, run):
    page = folder / "plan.html"
    run("crosspost.plan", *AS_OF, "--page", "plan.html")
    written = page.read_text()
    page.write_text(f"{written}<!-- older -->")
    run("crosspost.plan", *AS_OF, "--page", "plan.html")
    assert page.read_text() == written


@pytest.mark.parametrize("page", ["pelicanconf.py", "tasks.py", "drafts", "link.html", "lost.html"])
def test_the_plan_overwrites_nothing_that_it_did_not_write(folder, run, page):
    (folder / "tasks.py").write_text("# a program of ours\n")
    (folder / "drafts").mkdir()
    (folder / "link.html").symlink_to("tasks.py")
    (folder / "lost.html").symlink_to("nowhere.html")
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    code, _, err = run("crosspost.plan", *AS_OF, "--page", page)
    assert code == 2
    assert f"--page: {page} is left as it is: " in err
    assert before == {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_check_dialect_lists_what_would_change(folder, run):
    write_files(folder / "content", {"posts/b.md": post("Text:\n- a\n- beta", slug="b")})
    write_settings(folder / "pelicanconf.py", {"ROSTRUM": {"markdown": "python-markdown"}})
    code, out, err = run("check", "--dialect", "gfm", *AS_OF, "--lang", "en")
    assert code == 0
    place = "content/posts/b.md:8:1: warning[dialect]"
    assert f"{place}: in gfm this becomes (2 blocks in a row): <p>Text:</p><ul>" in err
    assert "Texts are in Python-Markdown (python-markdown).\n" in out
    code, _, err = run("check", "--dialect", "gfn")
    assert code == 2
    assert 'there is no dialect "gfn". Did you mean "gfm"?' in err


def test_the_plan_of_a_broken_site_is_its_errors(folder, run):
    write_files(folder / "content", BROKEN)
    code, out, err = run("crosspost.plan")
    assert (code, out) == (1, "")
    assert "error[date]" in err


def test_a_build_by_another_theme_says_so(folder, run):
    write_settings(folder / "pelicanconf.py", {"THEME": "simple", "ROSTRUM": {"render": False}})
    code, out, _ = run("build", *AS_OF, "--lang", "en")
    assert (code, out) == (
        0,
        (
            "Built output/ with 1 post, 1 person, no series, by Pelican and its theme.\n"
            "Texts are in GitHub's Markdown (gfm).\n"
        ),
    )


# Writing people and dates


def test_check_writes_files_of_missing_people(folder, run):
    authors = ["Eva Sturm", "hanna-lenz", "anna", "Mag. Jo: Öl"]
    write_files(folder / "content", {"posts/eins.md": post(title="Eins", authors=authors)})
    code, out, _ = run("check", "--write-people")
    assert code == 0
    assert out.splitlines()[:4] == [
        "Wrote content/people/eva-sturm.md: Eva Sturm.",
        "Wrote content/people/hanna-lenz.md: Hanna Lenz.",
        "Wrote content/people/mag-jo-oel.md: Mag. Jo: Öl.",
        "Checked 1 post, 4 people, no series: nothing to repair.",
    ]
    people = {file.name: file.read_text("utf-8") for file in (folder / "content/people").iterdir()}
    assert people == {
        "anna.md": ANNA,
        "eva-sturm.md": "---\nname: Eva Sturm\n---\n",
        "hanna-lenz.md": "---\nname: Hanna Lenz\n---\n",
        "mag-jo-oel.md": "---\nname: 'Mag. Jo: Öl'\n---\n",
    }
    assert run("check", "--write-people")[1].startswith("There is nothing to write.")


def test_check_overwrites_no_file_of_a_person(folder, run):
    broken = "---\nrole: Meisterin\n---\n"
    files = {"people/eva.md": broken, "posts/eins.md": post(title="Eins", authors=["Eva"])}
    write_files(folder / "content", files)
    code, out, _ = run("check", "--write-people")
    assert (code, out.splitlines()[0]) == (
        1,
        "content/people/eva.md is left as it is: it exists.",
    )
    assert (folder / "content/people/eva.md").read_text("utf-8") == broken


def test_check_writes_a_person_without_links_too(folder, run, monkeypatch):
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_files(folder / "content", {"posts/eins.md": post(title="Eins", authors=["Eva Sturm"])})
    assert run("check", "--write-people")[0] == 0
    people = sorted(file.name for file in (folder / "content/people").iterdir())
    assert people == ["anna.md", "eva-sturm.md"]


def test_check_writes_no_person_into_a_file(folder, run):
    shutil.rmtree(folder / "content/people")
    files = {"people": "x", "posts/eins.md": post(title="Eins", authors=["Eva Sturm"])}
    write_files(folder / "content", files)
    code, _, err = run("check", "--write-people")
    assert (code, err) == (2, "content/people can't be written: it is no folder.\n")


@pytest.fixture
def undated(folder, monkeypatch) -> Path:
    """Return a post without a date, in a site whose posts are dated by their files."""
    monkeypatch.delenv("CI", raising=False)
    write_settings(folder / "pelicanconf.py", {"DEFAULT_DATE": "fs"})
    file = folder / "content/posts/eins.md"
    file.write_bytes(b"\xef\xbb\xbf---\r\ntitle: Eins\r\nauthor: anna\r\n---\r\nEins.\r\n")
    file.chmod(0o640)
    os.utime(file, (0, datetime(2026, 11, 3, 6, 8, 9, tzinfo=UTC).timestamp()))
    return file


def test_check_writes_the_dates_of_files(undated, run):
    before = undated.stat()
    code, out, err = run("check", "--write-dates", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == (
        "Wrote the date into content/posts/eins.md: 2026-11-03 07:08:09."
    )
    assert undated.read_bytes() == (
        b"\xef\xbb\xbf---\r\ntitle: Eins\r\nauthor: anna\r\ndate: 2026-11-03 07:08:09\r\n---\r\n"
        b"Eins.\r\n"
    )
    after = undated.stat()
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    assert [file.name for file in undated.parent.iterdir()] == ["eins.md"]


def test_check_that_writes_prints_json_alone(undated, run):
    code, out, err = run("check", "--write-dates", "--format", "json", "--lang", "en")
    assert (code, json.loads(out)["warnings"]) == (0, 0)
    assert err.startswith("Wrote the date into content/posts/eins.md: ")


def test_check_writes_no_dates_in_ci(undated, run, monkeypatch):
    before = undated.read_bytes()
    monkeypatch.setenv("CI", "true")
    code, _, err = run("check", "--write-dates")
    assert (code, undated.read_bytes()) == (2, before)
    assert err == "--write-dates: in CI, the time of a file is that of the checkout.\n"


# Options


def test_short_options_mean_the_same_in_each_command():
    letters: dict[str, set[str]] = {}
    for name in namespace.task_names:
        for option in namespace[name].get_arguments(ignore_unknown_help=True):
            long_name, *short = option.names
            for letter in short:
                letters.setdefault(letter, set()).add(long_name)
    assert {letter: len(names) for letter, names in letters.items() if len(names) > 1} == {}
    assert {letter: next(iter(names)) for letter, names in letters.items()} == {
        letter: name for name, letter in SHORT_OPTIONS.items()
    }


@pytest.mark.parametrize(
    ("command", "option"), [("build", "-j INT, --jobs=INT"), ("serve", "--port=INT")]
)
def test_numbers_are_shown_as_numbers_in_the_help(command, option):
    done = run_module(Path.cwd(), "rostrum", "--help", command, check=True)
    assert f"  {option} " in done.stdout
    assert "STRING" not in done.stdout


@pytest.mark.parametrize("output", ["content", "pelicanconf.py", "content/posts", "/dev/null"])
def test_a_wrong_output_is_blamed_on_the_option(folder, run, output):
    code, _, err = run("build", "--output", output)
    assert code == 2
    assert err.startswith("--output: error[setting]: the output folder ")
    assert "pelicanconf.py:" not in err


def test_a_wrong_site_url_is_blamed_on_the_option(folder, run):
    for url in ("blog.example", "https://", "https://anna:geheim@blog.example"):
        code, out, err = run("build", "--site-url", url)
        assert (code, out) == (2, "")
        assert err.startswith(f'--site-url: "{url}" is not the address of a site.')
    assert run("build", "--site-url", "https://blog.example/", *AS_OF)[2] == ""


def test_a_wrong_content_folder_is_blamed_on_the_option(folder, run):
    assert run("check", "--content", "contnt")[2].startswith(
        "--content: error[setting]: there is no content folder"
    )


# Folders without a site


def test_an_empty_folder_says_what_to_do(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    for call in (
        *("build", "check", "next", "serve", "doctor", "crosspost.plan", "new post --title x"),
        *("override 404.html", "rename a --slug b", "translate a de", "unpublish a"),
    ):
        code, _, err = run(*call.split())
        assert code == 2
        first = "no blog is in this folder: neither pelicanconf.py nor content/"
        assert err.startswith(f".:1:1: error[setting]: {first}\n")
        assert "hint: Go to the folder of your blog, or make a new one: rostrum init FOLDER." in err
    assert [*tmp_path.iterdir()] == []


def test_a_folder_within_a_site_names_the_sites_folder(folder, run, monkeypatch):
    monkeypatch.chdir(folder / "content" / "posts")
    assert (
        "hint: The site seems to be in the folder ../..: go there, then try again."
        in run("check")[2]
    )


# Findings


MANY = {
    f"posts/p{n}.md": post(f"[A](fehlt-{n}.md) [B](auch-{n}.md)", title=f"P {n}") for n in range(4)
} | {"posts/q.md": post(title="Q", sumary=1)}


def test_findings_of_a_kind_are_counted_after_five(folder, run):
    write_files(folder / "content", MANY)
    _, _, err = run("check", *AS_OF)
    assert err.count("warning[link-missing]: there is no file") == 5
    assert err.count("error[key-unknown]: a post has no key") == 1
    assert err.splitlines()[-5:] == [
        "All findings by code:",
        "      1  error[key-unknown]",
        "      8  warning[link-missing], 3 of them not shown",
        "The option --all-findings shows all, --format json has them as data.",
        "1 error, 8 warnings.",
    ]


@pytest.mark.parametrize(("number", "shown"), [(5, 5), (6, 6), (7, 7), (8, 5)])
def test_one_or_two_findings_are_never_hidden(folder, run, number, shown):
    links = "".join(f"[A](fehlt-{n}.md)\n" for n in range(number))
    write_files(folder / "content", {"posts/p.md": post(links, title="P")})
    _, _, err = run("check", *AS_OF)
    assert err.count("warning[link-missing]: there is no file") == shown
    assert ("not shown" in err) == (shown < number)


def test_all_findings_are_shown_if_asked_for(folder, run):
    write_files(folder / "content", MANY)
    _, _, err = run("check", "--all-findings", *AS_OF)
    assert err.count("warning[link-missing]: there is no file") == 8
    assert "--all-findings" not in err
    assert len(json.loads(run("check", "--format", "json", *AS_OF)[1])["diagnostics"]) == 9


def test_findings_of_a_site_without_changes_are_all_shown(folder, run):
    write_files(folder / "content", {**MANY, "posts/q.md": post(title="Q")})
    run("build", *AS_OF)
    out, err = run("build", "--all-findings", *AS_OF)[1:]
    assert out.startswith("Nothing has changed") or "changed" in out
    assert err.count("warning[link-missing]: there is no file") == 8


def test_check_of_files_reports_these_only(folder, run):
    write_files(folder / "content", MANY)
    code, out, err = run("check", "content/posts/p0.md", "content/posts/eins.md", *AS_OF)
    assert (code, out) == (0, "Checked 2 files: no errors.\n")
    assert err.count("warning[link-missing]") == 2
    assert err.endswith("no errors, 2 warnings.\n")
    assert run("check", "content/posts/q.md", *AS_OF)[0] == 1
    assert run("check", "content/people", *AS_OF)[1] == "Checked 1 file: nothing to repair.\n"


def test_check_of_a_missing_file_names_the_nearest(folder, run):
    code, _, err = run("check", "content/posts/eisn.md")
    assert (code, err) == (
        2,
        'There is no file "content/posts/eisn.md". Did you mean "eins.md"?\n',
    )


def test_check_of_one_file_knows_the_links_to_others(folder, run):
    write_files(folder / "content", {"posts/zwei.md": post("[Eins](eins.md)", title="Zwei")})
    out = run("check", "content/posts/zwei.md", *AS_OF)[1]
    assert out == "Checked 1 file: nothing to repair.\n"


# What waits, and what is next


def test_a_build_says_which_posts_and_drafts_wait(folder, run):
    later = post(title="Später", date="2026-11-26 23:30")
    files = {"posts/spaeter.md": later, "posts/entwurf.md": post(title="E", status="draft")}
    write_files(folder / "content", files)
    said = "1 post waits until 26 November 23:30. 1 draft waits."
    assert said in run("build", *AS_OF)[1].splitlines()
    assert said in run("check", *AS_OF)[1].splitlines()
    assert "waits" not in run("build", "--preview", *AS_OF)[1]


def test_of_several_waiting_posts_the_next_is_named(folder, run):
    dates = ("2027-01-02 08:00", "2026-12-01 09:00")
    files = {f"posts/p{n}.md": post(title=f"P {n}", date=date) for n, date in enumerate(dates)}
    write_files(folder / "content", files)
    assert "2 posts wait, the next until 1 December 09:00." in run("build", *AS_OF)[1]
    (folder / "content/posts/p1.md").unlink()
    assert "1 post waits until 2 January 2027 08:00." in run("build", *AS_OF)[1]


def test_the_next_step_keeps_the_options_given(folder, run):
    (folder / "pelicanconf.py").rename(folder / "meine conf.py")
    out = run("build", "-s", "meine conf.py", *AS_OF)[1]
    assert out.endswith("or read it with: rostrum serve --settings 'meine conf.py'\n")
    out = run("check", "-s", "meine conf.py", "--strict")[1]
    assert out.endswith("Next: rostrum build --settings 'meine conf.py' --strict\n")


# Files to check


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([""], "The name of a file is empty. To check the whole site, name none.\n"),
        (["/etc/passwd"], '"/etc/passwd" lies outside of the site: only its files are checked.\n'),
        (["../x.md"], 'There is no file "../x.md".\n'),
        (["content/posts/a.m"], 'There is no file "content/posts/a.m". Did you mean "a.md"?\n'),
        (["--foo"], "There is no --foo. rostrum --help check tells what there is.\n"),
        (["--strickt"], 'There is no --strickt. Did you mean "--strict"?\n'),
        (["--setings=x"], 'There is no --setings. Did you mean "--settings"?\n'),
    ],
)
def test_a_wrong_file_or_option_of_check_is_refused(folder, run, words, said):
    write_files(folder / "content", {"posts/a.md": post()})
    assert run("check", *words) == (2, "", said)


@pytest.mark.parametrize("name", ["content", "content/posts", "content/posts/a.md"])
def test_a_folder_of_the_site_is_checked(folder, run, name):
    write_files(folder / "content", {"posts/a.md": post(sumary=1)})
    code, _, err = run("check", name, *AS_OF)
    assert code == 1
    assert "key-unknown" in err


def test_a_file_that_is_no_content_is_told(folder, run):
    (folder / "README.md").write_text("Wir")
    code, out, _ = run("check", "README.md", *AS_OF)
    assert (code, out) == (0, "Nothing of this is read as content of the site.\n")
