"""`rostrum prove`, and the proof within `rostrum publish`."""

from __future__ import annotations

import gzip
import json
import stat
from pathlib import Path

import pytest
from support.embargo import DRAFT, PUBLIC, SCHEDULED, secret
from support.program import Run, make_run
from support.sites import cache_of, wait_a_tick, write_files, write_settings

from rostrum.embargo.record import read_record
from rostrum.output.writer import state_dir_for

LIVE = {"live": {"kind": "folder", "to": "www"}}
TITLE = "Das Zirbenholz kommt zurück"
ALONE = {"summary": None, "tags": None, "category": None, "series": None, "part": None, **DRAFT}
ADDRESS = "/2026/11/krummholz/"
PAGE = "output/2026/11/eins/index.html"


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    """Run `rostrum …` in a site with two posts and a draft in two languages."""
    monkeypatch.chdir(tmp_path)
    _settings()
    keys = {"title": TITLE, "summary": "Moosbeeren machen das Werk erst schön.", **DRAFT}
    files = {**PUBLIC, **secret(**keys)}
    write_files(tmp_path / "content", files)
    return make_run(monkeypatch, capsys)


def _settings(**own: object) -> None:
    settings = {"targets": LIVE, "cards": False, **own}
    write_settings(Path("pelicanconf.py"), {"ROSTRUM": settings})


def _plant(text: str, path: str = PAGE) -> None:
    file = Path(path)
    file.write_text(file.read_text("utf-8").replace("</article>", f"{text}</article>"), "utf-8")


def test_prove_finds_nothing_in_what_the_kit_built(run: Run) -> None:
    run("build")
    code, out, err = run("prove", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("Nothing that is not out is in output/: ")


def test_prove_names_file_and_byte_but_not_the_secret(run: Run) -> None:
    run("build")
    _plant(f"<p>{TITLE}</p>")
    code, out, err = run("prove", "--lang", "en")
    content = Path(PAGE).read_bytes()
    offset = content.index(b"Das Zirbenholz")
    assert code == 1
    place = f"output/2026/11/eins/index.html:1:{offset + 1}: error[embargo]: the title of "
    assert place in err
    assert "content/posts/erlkoenig" in err
    assert "at byte " in err
    assert "Zirbenholz" not in out + err
    assert out.endswith(
        "output/ is not to be published: 1 place has what is not out, or can't be searched.\n"
    )


def test_prove_writes_a_report_of_what_was_searched(run: Run, tmp_path: Path) -> None:
    run("build")
    _plant(f'<a href="{ADDRESS}">x</a>')
    assert run("prove", "--report", "report.json")[0] == 1
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    files = [file for file in Path("output").rglob("*") if file.is_file()]
    assert report["holds"] is False
    assert report["files"] == len(files) - 1  # the manifest has hashes alone
    assert report["bytes"] > 100_000
    assert report["secrets"]["title"] >= 2
    assert report["secrets"]["file"] == 2
    leak = report["leaks"][0]
    assert (leak["path"], leak["kind"]) == ("2026/11/eins/index.html", "address")
    assert "Zirbenholz" not in json.dumps(report)


def test_prove_prints_findings_as_json(run: Run) -> None:
    run("build")
    _plant(f"<p>{TITLE}</p>")
    code, out, _ = run("prove", "--format", "json")
    assert code == 1
    assert [found["code"] for found in json.loads(out)["diagnostics"]] == ["embargo"]


@pytest.mark.parametrize("words", [(), ("--full",)])
def test_prove_reads_again_what_has_changed(run: Run, words: tuple[str, ...]) -> None:
    run("build")
    wait_a_tick()
    run("prove")
    run("prove", "--report", "report.json")
    assert json.loads(Path("report.json").read_text("utf-8"))["files_read"] == 0
    _plant(f"<p>{TITLE}</p>")
    assert run("prove", *words)[0] == 1
    assert run("prove", *words)[0] == 1  # what was found is not forgotten


def test_prove_searches_known_files_for_new_secrets(run: Run) -> None:
    words = "Ein Wort über Wacholder"
    _plant_source("posts/eins.md", f"{words}.")
    run("build")
    wait_a_tick()
    assert run("prove")[0] == 0
    _plant_source("posts/eins.md", "")
    Path(PAGE).with_name("copy.html").write_text(f"<p>{words}</p>", "utf-8")
    draft = secret(title=words, slug="wacholder", **ALONE)
    write_files(Path("content"), {"posts/neu.md": draft["posts/erlkoenig.md"]})
    run("build")
    assert run("prove")[0] == 1


def _plant_source(path: str, text: str) -> None:
    file = Path("content", path)
    head = file.read_text("utf-8").split("---")[1]
    file.write_text(f"---{head}---\nEin Text. {text}\n", "utf-8")


def test_what_a_published_source_says_is_no_secret(run: Run) -> None:
    _plant_source("posts/eins.md", f"Bald: {TITLE}!")
    run("build")
    code, _, err = run("prove", "--report", "report.json")
    assert (code, err) == (0, "")
    said = json.loads(Path("report.json").read_text("utf-8"))["said_by_sources"]
    assert said[0]["said_by"].endswith("content/posts/eins.md")
    _plant_source("posts/eins.md", "")
    _plant(f"<p>{TITLE}</p>")
    assert run("prove")[0] == 1  # remembered no longer than the source says it


def test_short_titles_may_be_headings_of_published_sources(run: Run) -> None:
    draft = secret(title="Mut", slug="mut", **ALONE)
    write_files(Path("content"), {"posts/mut.md": draft["posts/erlkoenig.md"]})
    _plant_source("posts/eins.md", "\n\n## Mut\n\nEin Text.")
    run("build")
    assert run("prove")[0] == 0
    _plant_source("posts/eins.md", "Wer Mut hat, fragt.")
    run("build")
    _plant("<h2>Mut</h2>")
    assert run("prove")[0] == 1


def test_settings_allow_words_by_name_with_a_reason(run: Run) -> None:
    _settings(embargo_allowed={TITLE.upper(): "the name of a product", "Vogelbeeren": "never said"})
    run("build")
    _plant(f"<p>{TITLE}</p>")
    code, _, err = run("prove", "--lang", "en", "--report", "report.json")
    assert code == 0
    assert "note[embargo-unused]" in err
    allowed = json.loads(Path("report.json").read_text("utf-8"))["allowed"]
    assert [(item["reason"], item["uses"]) for item in allowed] == [
        ("the name of a product", 1),
        ("never said", 0),
    ]


def test_an_allowance_needs_a_reason(run: Run) -> None:
    _settings(embargo_allowed={TITLE: ""})
    code, _, err = run("prove", "--lang", "en")
    assert code == 2
    assert "error[setting]" in err


def test_prove_refuses_what_was_not_built(run: Run, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    code, _, err = run("prove")
    assert code == 2
    assert "Nothing is known of output/" in err


def test_prove_refuses_a_preview(run: Run, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    run("build", "--preview")
    code, _, err = run("prove", "--output", "preview")
    assert code == 2
    assert "preview/ is a preview: it shows drafts and scheduled posts." in err


def test_prove_refuses_the_output_before_a_failed_build(run: Run, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    run("build")
    Path("content/posts/eins.md").write_text("---\ntitle: [\n---\n", "utf-8")
    assert run("build")[0] == 1
    code, _, err = run("prove")
    assert code == 2
    assert "the last build failed" in err


def test_prove_refuses_the_output_of_another_build(run: Run, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    run("build")
    Path("output/.rostrum-manifest").write_text("rostrum manifest 1, salt 00\n")
    code, _, err = run("prove")
    assert code == 2
    assert "output/ is not what the last build wrote." in err


def test_a_check_leaves_the_record_of_the_build(run: Run) -> None:
    run("build")
    run("check")
    assert run("prove")[0] == 0


def test_the_record_is_the_users_alone_and_not_published(run: Run, tmp_path: Path) -> None:
    run("build")
    state = state_dir_for(tmp_path / "output", cache_of(tmp_path))
    file = state / "embargo"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    record = read_record(state)
    assert record is not None
    assert "posts/erlkoenig.md" in record.sources
    assert "comments/erlkoenig/001.md" in record.sources
    for path in Path("output").rglob("*"):
        assert not path.is_file() or b"erlkoenig" not in path.read_bytes()


def test_what_cannot_be_searched_is_an_error(run: Run) -> None:
    run("build")
    Path("output/a.zip").write_bytes(b"PK\x03\x04 not really")
    code, _, err = run("prove", "--lang", "en")
    assert code == 1
    assert "output/a.zip:1:1: error[embargo]: this file can't be searched: it can't be" in err


def test_names_of_files_are_searched(run: Run) -> None:
    run("build")
    write_files(Path("output"), {"2026/11/krummholz/index.html": "<p>Leer.</p>"})
    code, _, err = run("prove", "--lang", "en")
    assert code == 1
    assert "output/2026/11/krummholz/index.html:1:1: error[embargo]: the address of" in err


@pytest.mark.parametrize("keys", [DRAFT, SCHEDULED])
def test_pictures_of_drafts_are_known_by_their_bytes(run: Run, keys: dict[str, str]) -> None:
    write_files(Path("content"), secret(**keys))
    run("build")
    picture = Path("content/images/vorab.png").read_bytes()
    write_files(Path("output"), {"media/x.png": picture, "x.bin.gz": gzip.compress(picture)})
    code, _, err = run("prove", "--lang", "en")
    assert code == 1
    assert "output/media/x.png:1:1: error[embargo]: a picture or file of" in err
    assert "output/x.bin.gz:1:1: error[embargo]: a picture or file of" in err


def test_a_copy_of_a_published_picture_is_no_secret(run: Run) -> None:
    picture = Path("content/images/vorab.png").read_bytes()
    write_files(Path("content"), {"images/oeffentlich.png": picture})
    _plant_source("posts/eins.md", "\n\n![Ein Bild](/images/oeffentlich.png)")
    run("build")
    assert run("prove")[0] == 0


def test_publish_stops_at_what_is_not_out(run: Run) -> None:
    assert run("publish")[0] == 0
    _plant_theme(TITLE)
    code, out, err = run("publish", "--lang", "en")
    assert code == 1
    assert "error[embargo]" in err
    assert out.splitlines()[-1] == "Nothing was published."
    assert TITLE not in Path("www/current/index.html").read_text("utf-8")


def _plant_theme(title: str) -> None:
    """Let a template show what no source of the site says in these words."""
    file = Path("pelicanconf.py")
    lines = [
        "THEME_TEMPLATES_OVERRIDES = ['templates']",
        f"JINJA_GLOBALS = {{'leak': bytes.fromhex('{title.encode().hex()}').decode()}}",
    ]
    file.write_text("\n".join([file.read_text("utf-8"), *lines, ""]), "utf-8")
    write_files(Path("templates"), {"partials/footer.html": "<footer>{{ leak }}</footer>"})


def test_publish_builds_again_without_a_record(run: Run, tmp_path: Path) -> None:
    run("publish")
    (state_dir_for(tmp_path / "output", cache_of(tmp_path)) / "embargo").unlink()
    wait_a_tick()
    assert run("publish")[0] == 0
