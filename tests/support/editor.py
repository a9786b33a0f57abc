"""The editor in the browser on a small site, with the folder of the site as its repository.

Sveltia CMS edits a local repository if the page is on this machine: it asks the browser for its
folder. Here the browser gives it a folder of its own (the origin private file system), filled with
the site's files before, and read afterwards. All else is as it is published.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

PACKAGE = Path(__file__).parents[2] / "packages" / "pelican-rostrum-admin"
ADMIN = {"backend": "github", "repo": "company/blog"}

PREPARE = """
window.violations = [];
addEventListener("securitypolicyviolation", event =>
    violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
window.showDirectoryPicker = () => navigator.storage.getDirectory();
FileSystemDirectoryHandle.prototype.requestPermission = async () => "granted";
"""
FILL = """async files => {
    const root = await navigator.storage.getDirectory();
    for (const [path, text] of Object.entries(files)) {
        const names = path.split("/"), last = names.pop();
        let folder = root;
        for (const name of names) folder = await folder.getDirectoryHandle(name, {create: true});
        const file = await folder.getFileHandle(last, {create: true});
        const writer = await file.createWritable();
        await writer.write(text);
        await writer.close();
    }
}"""
READ = """async () => {
    const files = {};
    const walk = async (folder, path) => {
        for await (const [name, entry] of folder.entries()) {
            if (entry.kind === "directory") await walk(entry, `${path}${name}/`);
            else files[path + name] = [...await (await entry.getFile()).bytes()];
        }
    };
    await walk(await navigator.storage.getDirectory(), "");
    return files;
}"""


def require_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the editor importable, as if the extra were installed; skip if it is not fetched."""
    if not (PACKAGE / "rostrum_admin" / "files").is_dir():
        reason = "Sveltia CMS is not here; python tools/fetch-admin.py fetches it"
        (pytest.fail if os.environ.get("ROSTRUM_REQUIRE_ADMIN") else pytest.skip)(reason)
    monkeypatch.syspath_prepend(str(PACKAGE))
    sys.modules.pop("rostrum_admin", None)


class Editor:
    """A tab with the editor on a folder of files; `page` is the tab."""

    def __init__(self, page: Page, address: str, content: Path) -> None:
        self.page, self._folder = page, content.parent
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self._complain("error", str(error)))
        page.on("request", lambda request: self._note(request.url, address))
        page.on("console", lambda said: self._complain(said.type, said.text))
        page.add_init_script(PREPARE)
        page.goto(f"{address}/robots.txt")
        files = {
            path.relative_to(self._folder).as_posix(): path.read_text("utf-8")
            for path in content.rglob("*.md")
        }
        page.evaluate(FILL, {".git/HEAD": "", **files})
        page.goto(f"{address}/admin/")
        page.get_by_role("button", name="Work with Local Repository").click()
        page.get_by_role("button", name="New").first.wait_for()

    def _note(self, url: str, address: str) -> None:
        if not url.startswith((f"{address}/", "blob:", "data:")):
            self.foreign.append(url)

    def _complain(self, level: str, words: str) -> None:
        if level in ("error", "warning"):
            self.complaints.append(words)

    def open(self, path: str) -> None:
        """Open an entry such as `posts/entries/a`, or `posts/new`."""
        self.page.evaluate("path => { location.hash = `#/collections/${path}` }", path)
        self.page.get_by_role("group", name="Content Editor").wait_for()
        self.page.get_by_role("button", name="Save").wait_for()

    def field(self, label: str) -> Locator:
        """Return the group of a field."""
        return self.page.get_by_role("group", name=label).first

    def save(self) -> None:
        """Save, and write what the editor has written into the site's folder."""
        self.page.get_by_role("button", name="Save").click()
        self.page.get_by_role("group", name="Content Editor").wait_for(state="hidden")
        for path, content in self.page.evaluate(READ).items():
            if path.startswith("content/"):
                place = self._folder / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(bytes(content))
