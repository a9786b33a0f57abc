"""The documentation as a site: every page is there, in the kit's own theme, without a finding."""

import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]


def test_the_documentation_builds_as_a_site_without_findings(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "docs" / "build.py"), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for page in (ROOT / "docs").glob("*.md"):
        if page.stem != "README":
            assert (tmp_path / "out" / page.stem / "index.html").is_file(), page.name
    series = (tmp_path / "out" / "series" / "index.html").read_text("utf-8")
    assert 'href="/front-matter/' in series
    assert "site-header" in series
    home = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser")
    targets = {link["href"] for link in home.select("main a, .site-menu a")}
    assert len(targets) > 10
    assert [it for it in targets if not (tmp_path / "out" / it[1:] / "index.html").is_file()] == []
