"""In a German terminal the program speaks German: not only its findings, each of its lines."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from support.sites import ANNA, post, write_files, write_settings
from support.warm_process import run_printed

GERMAN = {"LANG": "de_AT.UTF-8", "LC_ALL": "", "LANGUAGE": "", "TZ": "Europe/Vienna"}
FILES = {
    "content/people/anna.md": ANNA,
    "content/posts/a.md": post(),
    "content/posts/b.md": post(title="Später", date="2099-01-02 09:30").replace(
        '09:30"', '09:30"  # rostrum: ignore date-far: this test is for each year'
    ),
    "content/posts/c.md": post(title="Entwurf", status="draft"),
}
LONG = 100  # seconds that a command may take on a busy machine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_files(folder, FILES)
    write_settings(folder / "pelicanconf.py", {"MARKDOWN": {}, "ROSTRUM": {"markdown": "gfm"}})
    return folder


def run(folder: Path, *words: str) -> str:
    return run_printed(folder, "rostrum", *words, environment=GERMAN)[1]


def test_a_build_tells_its_result_in_german(folder):
    said = run(folder, "build").splitlines()
    assert said[0] == (
        "MARKDOWN wird nicht verwendet. Dialekt der Texte: Markdown von GitHub (gfm)."
    )
    assert said[1].startswith("output/ gebaut (1 Beitrag, 1 Person, keine Serien): ")
    assert said[3:] == [
        "1 Beitrag wartet bis 2. Jänner 2099 09:30. 1 Entwurf wartet.",
        "Als Nächstes: output/ veröffentlichen, oder ansehen mit: rostrum serve",
    ]


def test_a_check_tells_its_verdict_in_german(folder):
    said = run(folder, "check")
    assert "Geprüft (1 Beitrag, 1 Person, keine Serien): nichts zu beheben." in said
    assert "Als Nächstes: rostrum build" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "--jobs", "x"), "--jobs: „x“ ist keine ganze Zahl."),
        (("serve", "--port", "99999"), "--port: 99999 ist kein Port; sie reichen bis 65535."),
        (("build", "--foo"), "--foo gibt es nicht."),
        (("build", "--jobs"), "--jobs braucht einen Wert."),
        (("check", "--format", "jso"), "--format: Für format gibt es „jso“ nicht. "),
        (("check", "--as-of", "gestern"), "--as-of: "),
        (("build", "--site-url", "x"), "--site-url: „x“ ist keine Adresse einer Site."),
        (("check", "fehlt.md"), "Die Datei „fehlt.md“ gibt es nicht."),
        (("bild",), "bild gibt es nicht. Meinten"),
    ],
)
def test_a_refusal_is_in_german(folder, words, said):
    printed = run(folder, *words)
    assert printed.startswith(said.removesuffix("Meinten")), printed
    assert not {"There", "is", "you", "mean"} & {*printed.split()}


def test_serving_and_a_port_in_use_are_told_in_german(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        said = run(folder, "serve", "--port", str(port), "--no-browser")
        assert said.startswith(f"Port {port} kann auf 127.0.0.1 nicht verwendet werden: Die Adr")
    with subprocess.Popen(
        [sys.executable, "-m", "rostrum", "serve", "--port", str(port), "--no-browser"],
        cwd=folder,
        env={**os.environ, **GERMAN},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        lines = [server.stdout.readline() for _line in range(4)]
        server.send_signal(signal.SIGINT)
        server.wait(LONG)
    assert lines[0] == "Gebaut: 1 Beitrag, 1 Person, keine Serien.\n"
    assert lines[3].startswith(f"Die Site läuft unter http://127.0.0.1:{port}/ (Strg+C beendet).")


def test_the_plan_is_in_german(folder):
    said = run(folder, "crosspost.plan", "--as-of", "2026-11-18 12:00")
    assert "keine Hashtags" in said
    assert "zusammengestellt" in said
    assert "1 Beitrag, " in said
    assert "Gesendet wurde nichts." in said


def test_json_stays_english(tmp_path):
    write_files(tmp_path, {**FILES, "content/posts/d.md": post(authors=["ana"])})
    write_settings(tmp_path / "pelicanconf.py", {})
    report = json.loads(run(tmp_path, "check", "--format", "json"))
    hints = [found["hint"] for found in report["diagnostics"]]
    assert any(hint.startswith('Did you mean "anna"?') for hint in hints), hints
