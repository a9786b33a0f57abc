"""What is printed steers neither the terminal that shows it nor the CI runner that reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sites import ANNA, post, source, write_files, write_settings
from support.warm_process import run_printed

from rostrum.core.diagnostics import format_plain_json, printable_line, printable_text

COMMANDS = ("::stop-commands::x", "\u2003::add-mask::x", "##[command]x", "##vso[task.x]y")
BIDI = "\u202e\u2066\u200f\u061c"
STEERING = f"\x1b]0;x\x07 \x85 \x9b31m {BIDI} \u2028"


def obeyed(printed: str) -> list[str]:
    """Return the lines that a runner of GitHub, Azure or TeamCity would take for a command."""
    lines = printed.replace("\r", "\n").split("\n")
    return [
        line
        for line in lines
        if line.lstrip().startswith("::")
        or any(sign in line for sign in ("##[", "##vso[", "##teamcity["))
    ]


def steering(printed: str) -> list[str]:
    """Return the characters that a terminal obeys, or that turn its text around."""
    return [
        char
        for char in printed
        if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160 or char in BIDI
    ]


@given(st.text())
@pytest.mark.parametrize("show", [printable_line, printable_text])
def test_no_text_becomes_a_command(show, text):
    for command in COMMANDS:
        assert obeyed(show(f"{text}{command}{text}")) == []
        assert obeyed(show(f"  {command}{text}")) == []


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_plain_json_is_the_same_data_and_harmless(content):
    told = [content, *COMMANDS, STEERING, "\udce4", "👩\u200d💻 Öl"]
    text = format_plain_json(told)
    assert json.loads(text) == told
    assert (obeyed(text), steering(text)) == ([], [])
    assert "💻 Öl" in text
    assert text.encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a site whose every text tries to give orders."""
    comment = "\n".join([*COMMANDS, STEERING])
    write_files(
        tmp_path / "content",
        {
            "people/anna.md": ANNA,
            "posts/a.md": post(title=f"::warning::{STEERING}##[x]", slug="a", id="a"),
            f"posts/{COMMANDS[0]}\x1b[31m\u202e.md": post(),
            f"posts/{COMMANDS[2]}.md": source("::warning::x", title="x", x=COMMANDS[1]),
            **{f"comments/a/{n}.md": f"{line}\n\nx\n" for n, line in enumerate(COMMANDS)},
            "comments/a/long.md": f"---\nauthor: a\ndate: {STEERING}\n---\n{comment}\n",
            "static/::error::x.txt": "x",
        },
    )
    write_settings(tmp_path / "pelicanconf.py", {"ROSTRUM": {"crosspost_days": 30}})
    return tmp_path


def run(folder: Path, *words: str) -> str:
    """Return all that a command prints."""
    _, printed = run_printed(folder, *words)
    assert printed
    assert "Traceback" not in printed
    return printed


CALLS = [
    ("rostrum", "check"),
    ("rostrum", "check", "--format", "json"),
    ("rostrum", "build", "--as-of", "2026-11-22"),
    ("rostrum", "build", "::stop-commands::x"),
    ("rostrum", "build", "--as-of", "\n::stop-commands::\x1b[31m"),
    ("rostrum", "check", "--settings", "::x::\u202e.py"),
    ("rostrum", "check", "--content", "::x::\udce4"),
    ("rostrum", "crosspost.plan", "--page", "\n::x"),
    ("pelican", "content", "-s", "pelicanconf.py"),
]


@pytest.mark.parametrize("words", CALLS)
def test_no_command_prints_what_others_obey(folder, words):
    printed = run(folder, *words)
    assert (obeyed(printed), steering(printed)) == ([], [])


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_plan_of_crossposts_prints_nothing_that_others_obey(folder, form):
    for file in (folder / "content").rglob("*"):
        if file.is_file() and file.name not in ("a.md", "anna.md"):
            file.unlink()
    own = {"linkedin": "\n".join([*COMMANDS, STEERING]), "mastodon": "##[x] {url}"}
    hostile = post(title="::warning::x ##[x]", slug="a", crosspost=None)
    hostile = hostile.replace("\n---\n", f"\ncrosspost: {json.dumps(own)}\n---\n")
    write_files(folder / "content", {"posts/a.md": hostile})
    printed = run(folder, "rostrum", "crosspost.plan", "--as-of", "2026-11-22", "--format", form)
    assert "stop-commands" in printed
    assert (obeyed(printed), steering(printed)) == ([], [])


def test_what_a_plugin_logs_is_harmless_where_pelican_prints_it(folder):
    (folder / "shout.py").write_text(
        "import logging\n"
        "from pelican.plugins import signals\n"
        "def shout(pelican):\n"
        "    for words in ('::stop-commands::x', 'x ' * 38 + '::error::y', '##[g]z \\x1b[1m'):\n"
        "        logging.getLogger('pelican.shout').warning('%s', words)\n"
        "def register():\n"
        "    signals.get_generators.connect(shout)\n"
    )
    write_settings(folder / "pelicanconf.py", {"PLUGINS": ["rostrum", "shout"]})
    printed = run(folder, "pelican", "content", "-s", "pelicanconf.py")
    assert "stop-commands" in printed
    assert (obeyed(printed), steering(printed)) == ([], [])


def test_a_file_outside_is_not_quoted(build, tmp_path):
    (tmp_path.parent / "secret.txt").write_text("the secret of somebody else\n")
    (tmp_path / "content/static").mkdir(parents=True)
    (tmp_path / "content/static/x.txt").symlink_to("../../../secret.txt")
    site = build({"people/anna.md": ANNA, "posts/a.md": post()})
    assert site.codes == ["file-outside"]
    assert "secret" not in site.text


def test_a_post_that_is_a_link_to_a_file_outside_is_not_read(build, tmp_path):
    (tmp_path.parent / "secret.md").write_text("the secret of somebody else\n")
    (tmp_path.parent / "secrets").mkdir()
    (tmp_path.parent / "secrets/b.md").write_text(post("the secret of another one"))
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/x.md").symlink_to("../../../secret.md")
    (tmp_path / "content/posts/y").symlink_to("../../../secrets")
    site = build({"people/anna.md": ANNA, "posts/a.md": post()})
    assert site.findings == [
        "content/posts/x.md:1:1: error[file-outside]: this link leads out of the content folder",
        "content/posts/y:1:1: error[file-outside]: this link leads out of the content folder",
    ]
    assert "secret" not in site.text


def test_a_folder_of_posts_may_lie_elsewhere(build, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.md").write_text(post())
    (tmp_path / "content").mkdir()
    (tmp_path / "content/posts").symlink_to("../elsewhere")
    site = build({"people/anna.md": ANNA})
    assert (site.exitcode, site.findings) == (0, [])
