"""No false alarm in real posts of which a third are drafts or scheduled, nor in the demo."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from pathlib import Path

import pytest
from support.demo import AS_OF, ROOT
from support.program import Run, make_run
from support.sites import write_settings

BESIDE = Path(__file__).parents[3] / "shared" / "corpora" / "digitalgov"


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    monkeypatch.chdir(tmp_path)
    return make_run(monkeypatch, capsys)


@pytest.mark.corpus
def test_no_false_alarm_in_the_corpus(run: Run, tmp_path: Path) -> None:
    corpus = Path(os.environ.get("ROSTRUM_CORPUS", BESIDE))
    if not corpus.is_dir():
        pytest.skip("the digitalgov posts are not beside the repository; ROSTRUM_CORPUS names them")
    shutil.copytree(corpus, tmp_path / "content")
    chance = random.Random(13)
    chosen = [
        file for file in sorted(Path("content/posts").rglob("*.md")) if chance.random() < 1 / 3
    ]
    for number, file in enumerate(chosen):
        text = file.read_text("utf-8")
        if number % 2:
            text = text.replace("---\n", "---\nstatus: draft\n", 1)
        else:
            text = re.sub(r"^date:.*$", "date: 2030-01-01 09:00", text, count=1, flags=re.M)
        file.write_text(text, "utf-8")
    write_settings(tmp_path / "pelicanconf.py", {"DEFAULT_LANG": "en", "ROSTRUM": {"cards": False}})
    assert run("build")[0] == 0
    code, _, err = run("prove", "--report", "report.json")
    assert (code, err) == (0, "")
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert report["secrets"]["title"] > 600
    assert report["files"] > 3000


def test_no_false_alarm_in_the_demo(run: Run, tmp_path: Path) -> None:
    for part in ("content", "theme"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    assert run("build", "--as-of", AS_OF)[0] == 0
    code, _, err = run("prove", "--report", "report.json")
    assert (code, err) == (0, "")
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert sum(report["secrets"].values()) >= 9
    assert report["files"] > 500
