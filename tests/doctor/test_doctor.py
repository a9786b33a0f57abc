"""`rostrum doctor` and `rostrum override`: what in a blog is older than the kit."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.program import Run, make_run
from support.sites import ANNA, post, write_files, write_settings

from rostrum.core.diagnostics import Report
from rostrum.doctor.ci_files import report_ci_files
from rostrum.doctor.overrides import copy_template, list_overrides, report_overrides
from rostrum.doctor.requirements import report_requirement
from rostrum.rendering.templates import CONTRACT
from rostrum.scaffold.files import CI_VERSION


@pytest.fixture
def run(monkeypatch, capsys, tmp_path, alone) -> Run:
    """Run `rostrum …` in the folder of a small site; return its exit code and what it printed."""
    write_files(tmp_path / "content", {"people/anna.md": ANNA, "posts/eins.md": post()})
    write_settings(tmp_path / "pelicanconf.py", {"DEFAULT_LANG": "en"})
    monkeypatch.chdir(tmp_path)

    return make_run(monkeypatch, capsys)


def codes(report: Report) -> list[str]:
    return [found.code for found in report]


# The installation


def test_doctor_lists_what_is_installed(run):
    code, out, findings = run("doctor")
    assert (code, findings) == (0, "")
    labels = [line.split("  ")[0] for line in out.splitlines()]
    assert labels[:4] == ["Rostrum", "Python", "system", "libraries"]
    assert re.search(r"^libraries +pelican \d.*, jinja2 \d", out, re.MULTILINE)
    assert out.endswith("Nothing is out of date.\n")


def test_doctor_reports_wrong_settings(run, tmp_path):
    settings = tmp_path / "pelicanconf.py"
    settings.write_text(settings.read_text() + "ROSTRUM = {'langages': ['de']}\n")
    code, _, findings = run("doctor")
    assert code == 2
    assert "langages" in findings


def test_doctor_repeats_warnings_about_settings_alone(run, tmp_path):
    settings = tmp_path / "pelicanconf.py"
    settings.write_text(settings.read_text() + "INDEX_SAVE_AS = 'start.html'\n")
    write_files(tmp_path / "content", {"posts/zwei.md": post(title="Zwei", tags=["Eins", "eins"])})
    run("check")
    code, _, findings = run("doctor")
    assert code == 0
    assert re.findall(r"warning\[([a-z-]+)\]", findings) == ["setting-unused"]


def test_doctor_prints_findings_as_json(run, tmp_path):
    (tmp_path / "requirements.txt").write_text("requests==2\n")
    code, out, _ = run("doctor", "--format", "json")
    assert [found["code"] for found in json.loads(out)["diagnostics"]] == ["kit-unnamed"]
    assert code == 0


# Overridden templates


def test_override_copies_a_template_with_its_origin(run, tmp_path):
    code, out, _ = run("override", "partials/post_footer.html")
    file = tmp_path / "templates" / "partials" / "post_footer.html"
    assert code == 0
    assert out.startswith("Wrote templates/partials/post_footer.html.")
    assert file.read_text().startswith("{# Copied from Rostrum ")
    assert run("build")[0] == 0


def test_override_never_replaces_a_template(run, tmp_path):
    file = tmp_path / "templates" / "404.html"
    write_files(file.parent, {"404.html": "mine"})
    code, _, message = run("override", "404.html")
    assert code == 2
    assert message.startswith("templates/404.html is left as it is: it exists.")
    assert file.read_text() == "mine"


def test_an_unknown_template_is_refused_with_the_nearest(run):
    code, _, message = run("override", "partials/foter.html")
    expected = (
        'The kit has no template "partials/foter.html". Did you mean "partials/footer.html"?\n'
    )
    assert (code, message) == (2, expected)


def test_renew_notes_the_present_template_and_keeps_the_text(run, tmp_path):
    run("override", "404.html")
    file = tmp_path / "templates" / "404.html"
    text = file.read_text()
    file.write_text(re.sub(r", [0-9a-f]{16}", ", " + "0" * 16, text, count=1) + "<!-- mine -->\n")
    assert "template-outdated" in run("doctor")[2]
    assert run("override", "404.html", "--diff")[1].endswith("+<!-- mine -->\n")
    assert run("override", "404.html", "--renew")[0] == 0
    assert file.read_text() == text + "<!-- mine -->\n"
    assert "template-" not in run("doctor")[2]


def test_renew_keeps_the_ends_of_lines(run, tmp_path):
    write_files(tmp_path, {"templates/404.html": b"<p>Mine</p>\r\n<p>Too</p>\r\n"})
    assert run("override", "404.html", "--renew")[0] == 0
    raw = (tmp_path / "templates" / "404.html").read_bytes()
    assert raw.startswith(b"{# Copied from Rostrum ")
    assert raw.endswith(b"#}\n<p>Mine</p>\r\n<p>Too</p>\r\n")


@pytest.mark.parametrize("option", ["--diff", "--renew"])
@pytest.mark.parametrize(
    ("content", "reason"), [(None, "it is no file"), (b"\xfc", "it is not UTF-8")]
)
def test_a_template_that_can_not_be_read_is_refused(run, tmp_path, option, content, reason):
    write_files(tmp_path, {"templates/404.html": content} if content else {})
    code, _, message = run("override", "404.html", option)
    assert (code, reason in message) == (2, True)


@pytest.mark.parametrize(
    ("kits", "own", "code"),
    [
        ("old", copy_template("old", "a.html", "1.0") + "mine", []),
        ("new", copy_template("old", "a.html", "1.0") + "mine", ["template-outdated"]),
        ("new", "new\n", ["template-same"]),
        ("new", copy_template("new", "a.html", "1.0"), ["template-same"]),
        ("new", "of unknown origin", ["template-origin"]),
        ("new", '{% extends "!theme/a.html" %}', []),
        ("{# for additions #}\n", "an addition", []),
        ("old", "{# Copied from Rostrum 1: a.html, " + "0" * 16 + " #}\n", ["template-outdated"]),
    ],
)
def test_a_copy_is_compared_with_the_present_template(tmp_path, kits, own, code):
    write_files(tmp_path, {"theme/a.html": kits, "own/a.html": own, "own/other.html": "x"})
    report = Report()
    overrides = list_overrides([tmp_path / "own"], tmp_path / "theme")
    report_overrides(overrides, str, report)
    assert codes(report) == code


def report_copies(tmp_path: Path) -> Report:
    report = Report()
    report_overrides(list_overrides([tmp_path / "own"], tmp_path / "theme"), str, report)
    return report


def test_a_copy_of_an_older_contract_is_reported(tmp_path):
    copy = copy_template("kit", "a.html", "1.0")
    assert copy.startswith("{# Copied from Rostrum 1.0: a.html, ")
    assert f", contract {CONTRACT} #}}\n" in copy
    older = copy.replace(f"contract {CONTRACT} ", f"contract {CONTRACT - 1} ")
    write_files(tmp_path, {"theme/a.html": "kit", "own/a.html": older + "mine"})
    report = report_copies(tmp_path)
    assert codes(report) == ["template-contract"]
    assert f"under version {CONTRACT - 1} of the contract" in str(next(iter(report)).message)


def test_a_copy_of_unknown_origin_tells_how_it_differs(tmp_path):
    write_files(tmp_path, {"theme/a.html": "a\nb\nc\n", "own/a.html": "a\nB\nc\nd\n"})
    (found,) = report_copies(tmp_path)
    assert (found.level, found.code) == ("note", "template-origin")
    assert str(found.message).endswith("3 lines differ from the present one")
    assert "rostrum override a.html --diff" in str(found.hint)


def test_an_unnecessary_copy_is_a_note(tmp_path):
    write_files(tmp_path, {"theme/a.html": "a\n", "own/a.html": "a"})
    assert [(it.level, it.code) for it in report_copies(tmp_path)] == [("note", "template-same")]


# Files for CI, and the line for pip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# rostrum init, version 1: …\n", ["ci-outdated"]),
        (f"# rostrum init, version {CI_VERSION}: …\n", []),
        ("# of the company\n", []),
    ],
)
def test_a_file_for_ci_older_than_the_kits_is_reported(tmp_path, text, code):
    write_files(tmp_path, {".gitlab-ci.yml": text})
    report = Report()
    report_ci_files(tmp_path, report)
    assert codes(report) == code


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("pelican-rostrum==1.2.3\n", []),
        ("requests\nPelican_Rostrum == 1.2.3  # the kit\n", []),
        ("pelican-rostrum[publish]==1.2.3\n", []),
        ("pelican-rostrum>=1\n", []),
        ("pelican-rostrum==1.2.2\n", ["kit-differs"]),
        ("pelican-rostrum @ git+https://git.example/a@abc\n", ["kit-differs"]),
        ("requests==2\n", ["kit-unnamed"]),
        ("", ["kit-unnamed"]),
    ],
)
def test_the_line_for_pip_is_compared_with_what_is_installed(tmp_path: Path, lines, code):
    write_files(tmp_path, {"requirements.txt": lines})
    installed = SimpleNamespace(read_text=lambda name: None, version="1.2.3")
    report = Report()
    report_requirement(tmp_path, installed, report)  # type: ignore[arg-type]
    assert codes(report) == code
