"""Fetch Sveltia CMS from the npm registry into packages/pelican-rostrum-admin/.

    python tools/fetch-admin.py [TARBALL]

It runs `npm pack`, or takes a tarball that it once wrote. The tarball must have the integrity hash
below. In the script, the addresses of `MOVED` are changed from hosts of others to the folder in
which the script is published, and an error is mended (`MENDED`). Nothing else is changed.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

NAME = "@sveltia/cms"
VERSION = "0.221.1"  # also in packages/pelican-rostrum-admin/pyproject.toml
INTEGRITY = (
    "sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/"
    "jGGbVlM//Pg/WIgmkpswqoo3gQ=="
)
"""As in the registry (W3C, "Subresource Integrity")."""

TARGET = Path(__file__).parents[1] / "packages/pelican-rostrum-admin/rostrum_admin/files"
SCRIPT = "package/dist/sveltia-cms.js"
FONTS = {
    "material-symbols-outlined": "material-symbols-outlined-latin-wght-normal-",
    "noto-mono": "noto-mono-latin-400-normal-",
    "source-sans-3": "source-sans-3-latin-wght-normal-",
}
_CDN = "https://cdn.jsdelivr.net/fontsource/fonts/"
MOVED = {
    "https://unpkg.com/@sveltia/cms": "cms",  # with @VERSION/locales/…
    f"{_CDN}material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2": (
        "fonts/material-symbols-outlined.woff2"
    ),
    f"{_CDN}noto-mono@5.3.0/latin-400-normal.woff2": "fonts/noto-mono.woff2",
    f"{_CDN}source-sans-3:vf@5.3.0/latin-wght-normal.woff2": "fonts/source-sans-3.woff2",
    "https://www.githubstatus.com/api/v2/status.json": "status.json",
    "https://status-api.hostedstatus.com/1.0/status/5b36dc6502d06804c08349f7": "status.json",
}
"""Each address that the script loads from by itself, and its place below /admin/."""

MENDED = {"Object.values(R(l)[t])": "Object.values(R(l)[t]??{})"}
"""An error: after a wrong value, texts without a translation could no longer be edited."""

UNKNOWN = ("cms/package.json", "status.json")
"""Places of the newest version and of the state of the Git host: the editor learns neither."""


def main() -> None:
    """Fetch, verify and unpack; leave the former files if anything is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        tarball = Path(sys.argv[1]) if sys.argv[1:] else fetch(Path(folder))
        verify(tarball.read_bytes())
        files = Path(folder) / "files"
        with tarfile.open(tarball) as archive:
            unpack(archive, files)
        shutil.rmtree(TARGET, ignore_errors=True)
        shutil.copytree(files, TARGET)
    print(f"{NAME} {VERSION} is in {TARGET}")


def fetch(folder: Path) -> Path:
    """Return the tarball as npm has fetched it."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{NAME}@{VERSION}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def verify(content: bytes) -> None:
    """End the program if the bytes are not those of the hash."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != INTEGRITY:
        sys.exit(f"{NAME} {VERSION} has another hash than expected: {found}")


def unpack(archive: tarfile.TarFile, files: Path) -> None:
    """Write the script, its locales, fonts and licences."""

    def put(member: str, path: str) -> None:
        place = files / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(read(archive, member))

    place = files / "sveltia-cms.js"
    place.parent.mkdir(parents=True)
    place.write_bytes(move(read(archive, SCRIPT).decode()).encode())
    for place in UNKNOWN:
        (files / place).parent.mkdir(exist_ok=True)
        (files / place).write_text("{}\n", encoding="utf-8")
    put("package/LICENSE.txt", "licenses/sveltia-cms.txt")
    names = archive.getnames()
    for name in names:
        if name.startswith("package/locales/") and name.endswith(".json"):
            put(name, f"cms@{VERSION}/locales/{Path(name).name}")
    for font, start in FONTS.items():
        assets = "package/npm/assets/"
        (found,) = (name for name in names if name.startswith(assets + start))
        put(found, f"fonts/{font}.woff2")
        put(f"{assets}{font}.LICENSE.txt", f"licenses/{font}.txt")


def read(archive: tarfile.TarFile, member: str) -> bytes:
    """Return the bytes of a member."""
    file = archive.extractfile(member)
    assert file is not None
    return file.read()


def move(script: str) -> str:
    """Return the script as it is published; end the program if a text is not there once."""
    for former, new in {**MOVED, **MENDED}.items():
        if script.count(former) != 1:
            sys.exit(f"{NAME} {VERSION} does not have {former} once")
        script = script.replace(former, new)
    return script


if __name__ == "__main__":
    main()
