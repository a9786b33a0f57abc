import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import ANNA, cache_of, post, write_files, write_settings

from rostrum.cli.commands import main, namespace, read_moment

FILES = {"people/anna.md": ANNA, "posts/eins.md": post(title="Eins")}
BROKEN = {"posts/zwei.md": post(title="Zwei", date="gestern")}
LONG = 60  # seconds that a command may take on a busy machine
AS_OF = ("--as-of", "2026-11-22")


@pytest.fixture
def folder(tmp_path, monkeypatch, alone):
    """Return the folder of a small site, which is the current folder."""
    write_files(tmp_path / "content", FILES)
    write_settings(tmp_path / "pelicanconf.py", {})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Run `rostrum …` in this process; return its exit code, and what it printed on each way."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rostrum", *words])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return (code, *capsys.readouterr())

    return run


# Help


def test_rostrum_alone_says_what_there_is(run):
    code, out, _ = run()
    assert code == 0
    assert [name for name in namespace.task_names if f"  {name} " not in out] == []
    assert out == run("--help")[1]


def test_the_help_is_short_and_says_nothing_of_shell_commands(run):
    _, out, _ = run("--help")
    assert len(out.splitlines()) < 20
    assert not re.search(r"--(prompt|pty|echo|dry|warn-only|command-timeout|config)", out)
    assert max(map(len, out.splitlines())) <= 90


@pytest.mark.parametrize("name", namespace.task_names)
def test_every_option_of_a_command_is_explained(name):
    # Invoke forgets its explanations once it has made a parser, so each is asked for alone.
    command = [sys.executable, "-m", "rostrum", "--help", name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONG, check=True)
    out = done.stdout
    options = [option.name.replace("_", "-") for option in namespace[name].get_arguments()]
    explained = re.findall(r"^  .*--(?:\[no-\])?([a-z-]+)(?:=STRING)? +\S", out, re.MULTILINE)
    assert sorted(explained) == sorted(options)
    assert out.startswith(f"Usage: rostrum {name} [OPTIONS]\n")


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
        (["build", "more"], "There is no more. rostrum --help tells what there is."),
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
        (["build", "--content", "nix"], '--content:1:1: error[setting]: there is no folder "nix"'),
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
        (["build", "--content", "pelicanconf.py"], 'there is no folder "pelicanconf.py"'),
        (["build", "--output", "pelicanconf.py"], '"pelicanconf.py" is a file'),
        (["check", "--settings", "content"], "there is no such settings file"),
        (["serve", "--port=-1"], '--port: "-1" is not a whole number.'),
        (["crosspost.plan", "--days", "1000000"], "--days: 1000000 is too much; it may be up to"),
        (
            ["build", "--content", "\udce4"],
            '--content:1:1: error[setting]: there is no folder "\ufffd"',
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
        "Next: rostrum build",
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
    done = subprocess.run(
        [sys.executable, "-m", "rostrum", command, "--format", "json", *AS_OF],
        cwd=folder, capture_output=True, text=True, timeout=LONG, check=False,
    )  # fmt: skip
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
    code, out, err = run("crosspost.plan", *AS_OF)
    assert (code, err) == (0, "")
    assert "https://blog.example.com/2026/11/eins/" in out
    assert out.endswith("The same as a page: crossposts.html. Nothing was sent.\n")
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
    assert f"--page: {page} would lie in the {folder_named} folder, {folder_named}/." in err
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
    code, out, err = run("check", "--dialect", "gfm", *AS_OF)
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
    code, out, _ = run("build", *AS_OF)
    assert (code, out) == (
        0,
        (
            "Built output/ with 1 post, 1 person, no series, by Pelican and its theme.\n"
            "Texts are in GitHub's Markdown (gfm).\n"
        ),
    )
