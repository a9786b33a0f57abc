"""`rostrum init`: the repository of a new blog builds at once, today and in ten years."""

import io
import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator
from support.program import Run, make_run

from rostrum.scaffold.editor import list_schemas
from rostrum.scaffold.files import CI_FILES, CI_VERSION
from rostrum.scaffold.folder import create
from rostrum.scaffold.requirement import Requirement, find_requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path) -> Run:
    """Run `rostrum …` without a terminal; return its exit code, and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())  # workers close it

    return make_run(monkeypatch, capsys)


def list_tree(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    )


# A new blog


def list_kinds(findings: str) -> set[str]:
    """Return the level and code of each finding; its imprint and privacy page are templates."""
    return set(re.findall(r"^\S+: (\w+\[[a-z-]+\]):", findings, re.MULTILINE))


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("ci", ["github", "gitlab", "none"])
def test_a_new_blog_has_notes_of_its_templates_alone(run, tmp_path, lang, ci):
    call = ("init", "blog", "--lang", lang, "--ci", ci, "--author", "Jörg Groß")
    assert run(*call, "--series", "Q & A")[0] == 0
    for moment in ("2027-11-27", "2031-11-27", "2036-11-27"):
        settings = ("--settings", "blog/pelicanconf.py", "--as-of", moment)
        code, _, findings = run("check", "--strict", *settings)
        assert code == 0
        assert list_kinds(findings) == {"note[placeholder]", "note[address-unrecorded]"}
    code, _, findings = run("build", "--strict", "--settings", "blog/pelicanconf.py")
    assert (code, list_kinds(findings)) == (0, {"note[placeholder]"})
    assert "Jörg Groß" in (tmp_path / "blog" / "output" / "index.html").read_text("utf-8")


def test_a_new_blog_is_the_companys_alone(run, tmp_path):
    run("init", "blog", "--lang", "de", "--ci", "github", "--author", "Erika Muster")
    texts = {
        path: (tmp_path / "blog" / path).read_text("utf-8") for path in list_tree(tmp_path / "blog")
    }
    assert {"pelicanconf.py", "requirements.txt", ".gitignore", "README.md"} <= texts.keys()
    assert ".github/workflows/publish.yml" in texts
    assert len(texts["pelicanconf.py"].splitlines()) <= 15
    assert not [path for path, text in texts.items() if "traunwerk" in text.lower()]
    assert not [path for path, text in texts.items() if "make " in text and path[-3:] == "yml"]


@pytest.mark.parametrize(
    "name",
    ['Das "Blatt"', "O'Brien: #1", "[[ x ]]", "Ünïcödé 💡", "back\\slash", "- a: b"],
)
def test_any_name_is_written_as_it_is(run, tmp_path, name):
    assert run("init", "blog", "--name", name, "--author", name, "--lang", "en")[0] == 0
    code, _, findings = run("build", "--settings", "blog/pelicanconf.py")
    assert (code, list_kinds(findings)) == (0, {"note[placeholder]"})
    settings: dict[str, object] = {}
    exec((tmp_path / "blog" / "pelicanconf.py").read_text("utf-8"), settings)
    assert settings["SITENAME"] == name


def test_a_name_with_a_dot_keeps_it_in_the_name_of_its_file(run, tmp_path):
    assert run("init", "blog", "--author", "Dot Meier", "--series", "Dot by dot", "--lang", "en")
    names = list_tree(tmp_path / "blog" / "content")
    assert {"people/dot-meier.md", "series/dot-by-dot.md"} <= {*names}


def test_the_example_is_the_demo(run, tmp_path):
    assert run("init", "blog", "--example", "--lang", "de")[0] == 0
    code, _, findings = run("check", "--settings", "blog/pelicanconf.py")
    assert (code, findings) == (0, "")
    names = list_tree(tmp_path / "blog" / "content")
    assert names == list_tree(ROOT / "content")


# Where it is written


def test_a_fresh_repository_of_a_host_is_kept(run, tmp_path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "blog")], check=True)
    (tmp_path / "blog" / "README.md").write_text("Mine\n")
    (tmp_path / "blog" / "LICENSE").write_text("Mine\n")
    assert run("init", "blog")[0] == 0
    assert (tmp_path / "blog" / "README.md").read_text() == "Mine\n"
    assert (tmp_path / "blog" / "pelicanconf.py").is_file()


def test_a_folder_with_other_files_is_refused(run, tmp_path):
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "notes.txt").write_text("Mine\n")
    code, _, message = run("init", "blog")
    expected = (
        "blog is not empty: it holds notes.txt. Choose a new folder; one may hold .git, README, "
        "LICENSE and .gitignore. In an existing blog, --only-ci writes the file for CI.\n"
    )
    assert (code, message) == (2, expected)
    assert list_tree(tmp_path / "blog") == ["notes.txt"]


def test_a_failed_write_leaves_nothing(tmp_path, monkeypatch):
    (tmp_path / "blog").mkdir()
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name == "pelicanconf.py":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="No space"):
        create(tmp_path / "blog", {"content/a.md": b"a", "pelicanconf.py": b"b"})
    assert list_tree(tmp_path) == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("init",), "FOLDER is missing. rostrum --help init tells what there is.\n"),
        (("init", "x", "--lang", "fr"), '--lang: there is no lang "fr". Known: de, en.\n'),
        (("init", "x", "--ci", "gihub"), '--ci: there is no ci "gihub". Did you mean "github"?\n'),
        (
            ("init", "x", "--url", "blog.example.com"),
            (
                '--url: "blog.example.com" is not the address of a site. It looks like '
                '"https://blog.example.com".\n'
            ),
        ),
        (
            ("init", "x", "--author", "???"),
            (
                '--author: "???" is not a name. Write it as readers see it, or as the name of '
                "its file.\n"
            ),
        ),
    ],
)
def test_a_wrong_call_writes_nothing(run, tmp_path, call, message):
    code, _, said = run(*call)
    assert (code, said) == (2, message)
    assert list(tmp_path.iterdir()) == []


# The line for pip


def record(text: str | None, version: str = "1.2.3") -> Requirement:
    installed = SimpleNamespace(read_text=lambda name: text, version=version)
    return find_requirement(installed)  # type: ignore[arg-type]


def test_a_kit_from_an_index_is_pinned_to_its_version():
    assert record(None).line == "pelican-rostrum[publish]==1.2.3"


def test_a_kit_from_a_repository_is_pinned_to_its_commit():
    url = {"url": "https://git.example/rostrum.git"}
    found = record(json.dumps(url | {"vcs_info": {"vcs": "git", "commit_id": "abc"}}))
    assert found.line == "pelican-rostrum[publish] @ git+https://git.example/rostrum.git@abc"


def test_a_kit_from_a_wheel_in_a_folder_is_copied(tmp_path):
    wheel = tmp_path / "pelican_rostrum-1-py3-none-any.whl"
    wheel.write_bytes(b"")
    found = record(json.dumps({"url": wheel.as_uri(), "archive_info": {}}))
    assert found == Requirement(f"./vendor/{wheel.name}[publish]", wheel)


@pytest.mark.parametrize(
    "text",
    [
        '{"url": "file:///home/me/rostrum", "dir_info": {"editable": true}}',
        '{"url": "file:///gone.whl", "archive_info": {}}',
        "no JSON",
        "[]",
    ],
)
def test_a_kit_that_others_can_not_install_has_no_line(text):
    assert record(text).line == ""


# Schemas for editors


def test_the_schemas_list_every_key_of_front_matter():
    schemas = list_schemas()
    assert {"title", "date", "authors", "author"} <= schemas["post"]["properties"].keys()
    assert schemas["post"]["properties"]["status"]["anyOf"][0]["enum"] == [
        *("published", "draft", "hidden"),
    ]
    assert schemas["comment"]["required"] == ["author", "date"]


class CoreLoader(yaml.SafeLoader):
    """Reads dates as text, as the core schema of YAML 1.2 does that editors go by."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize(
    ("kind", "folder"),
    [("post", "posts"), ("page", "pages"), ("series", "series"), ("person", "people")],
)
def test_the_demo_fits_the_schemas(kind, folder):
    validator = Draft202012Validator(list_schemas()[kind])
    for file in sorted((ROOT / "content" / folder).rglob("*.md")):
        if kind == "person" and file.name.endswith(".en.md"):
            continue  # a translation has no name of its own
        front_matter = file.read_text("utf-8").split("---\n")[1]
        data = yaml.load(front_matter, CoreLoader)
        assert [error.message for error in validator.iter_errors(data)] == []


# Files for CI


def test_the_files_for_ci_pin_what_this_repository_pins(run, tmp_path):
    """Dependabot and Renovate renew the pins of this repository; those of new blogs follow."""
    for ci, path in CI_FILES.items():
        assert run("init", ci, "--ci", ci)[0] == 0
        new, ours = ((root / path).read_text("utf-8") for root in (tmp_path / ci, ROOT))
        for pinned in (r"uses: (\S+ # .*)", r"image: (\S+)", r'python-version: "(.*)"'):
            assert re.findall(pinned, new) == re.findall(pinned, ours)
        assert f"# rostrum init, version {CI_VERSION}:" in new
        assert yaml.safe_load(new)


# Questions in a terminal


def test_a_terminal_asks_again_after_a_wrong_answer(run, tmp_path, monkeypatch):
    answers = iter(["Unser Blog", "deutsch", "de", "", "blog.example", "https://b.example", ""])
    asked: list[str] = []

    def reply(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", reply)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    code, out, _ = run("init", "blog")
    assert code == 0
    assert '--lang: there is no lang "deutsch". Known: de, en.' in out
    assert len(asked) == 7
    settings = (tmp_path / "blog" / "pelicanconf.py").read_text("utf-8")
    assert 'SITENAME = "Unser Blog"' in settings
    assert 'SITEURL = "https://b.example"' in settings


# A file for CI in an existing blog


@pytest.mark.parametrize(("ci", "other"), [("github", "gitlab"), ("gitlab", "github")])
def test_an_existing_blog_gets_the_file_for_another_host(run, tmp_path, ci, other):
    assert run("init", "blog", "--lang", "en", "--ci", other, "--author", "Ann")[0] == 0
    assert run("init", "fresh", "--lang", "de", "--ci", ci, "--author", "Ann")[0] == 0
    before = list_tree(tmp_path / "blog")
    code, out, _ = run("init", "blog", "--ci", ci, "--only-ci")
    assert (code, out.splitlines()) == (
        0,
        [
            f"Wrote blog/{CI_FILES[ci]}.",
            f"Remove {CI_FILES[other]} if the blog is no longer published by it.",
        ],
    )
    assert list_tree(tmp_path / "blog") == sorted([*before, CI_FILES[ci]])
    written = (tmp_path / "blog" / CI_FILES[ci]).read_bytes()
    assert written == (tmp_path / "fresh" / CI_FILES[ci]).read_bytes()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("blog", "--ci", "gitlab"), "blog/.gitlab-ci.yml is left as it is: it exists."),
        (("blog",), "--only-ci needs --ci github or --ci gitlab."),
        (("blog", "--ci", "none"), "--only-ci needs --ci github or --ci gitlab."),
        (("nowhere", "--ci", "gitlab"), "nowhere is no blog: it has no pelicanconf.py."),
    ],
)
def test_the_file_for_ci_is_refused_where_it_has_no_place(run, tmp_path, call, message):
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "pelicanconf.py").touch()
    (tmp_path / "blog" / ".gitlab-ci.yml").write_text("mine")
    code, _, err = run("init", *call, "--only-ci")
    assert (code, err) == (2, f"{message}\n")
    assert (tmp_path / "blog" / ".gitlab-ci.yml").read_text() == "mine"


def test_a_file_for_ci_needs_to_know_what_to_install(run, tmp_path, monkeypatch):
    (tmp_path / "pelicanconf.py").touch()
    code, out, _ = run("init", ".", "--ci", "gitlab", "--only-ci")
    message = (
        "requirements.txt has to name pelican-rostrum[publish]: CI installs what it names, and "
        "proves that nothing is published too early."
    )
    assert (code, out.splitlines()[-1]) == (0, message)
