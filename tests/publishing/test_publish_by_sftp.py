"""A folder of a host as target, by SFTP, with a real sshd."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sites import ANNA, post, write_files, write_settings
from support.snapshots import NOON, make_owner, publish_all, write_output
from support.ssh_server import SshServer, run_ssh_server

from rostrum.output.inventory import PARTIAL
from rostrum.publishing.digests import RECORD
from rostrum.publishing.in_place import InPlaceTarget
from rostrum.publishing.sftp import SftpStore
from rostrum.publishing.sftp_connection import HostFolder, connect, parse_address
from rostrum.publishing.target import Difference, TargetError

pytest.importorskip("paramiko", reason="the extra sftp is not installed")

LONG = 120
SITE = {
    "index.html": "1",
    "2026/a/index.html": "a",
    'über "a"/b c#d.html': "x",
    "media/a.webp": b"\x00\xff\n",
}


class Host:
    """A host with a folder `www`, and what publishes to it."""

    def __init__(self, server: SshServer, folder: Path) -> None:
        self.server, self.folder, self.www = server, folder, folder / "www"
        self.www.mkdir()
        self.environment = {"HOME": str(folder / "home")}
        keys = server.config.parent
        home = folder / "home/.ssh"
        home.mkdir(parents=True, mode=0o700)
        shutil.copy(keys / "known_hosts", home / "known_hosts")
        (home / "config").write_text(
            f"Host web\n HostName 127.0.0.1\n Port {server.port}\n User {getpass.getuser()}\n"
            f" IdentityFile {keys}/key\n"
        )

    def open(self, to: str = "") -> InPlaceTarget:
        address = parse_address(to or f"web:{self.www}")
        client = connect(address, self.environment)
        store = SftpStore(client, address.folder, "web:www", self.folder / "notes")
        return InPlaceTarget(store, make_owner())

    def publish(self, site: dict[str, str | bytes], to: str = "") -> Difference:
        target = self.open(to)
        try:
            return publish_all(target, write_output(self.folder / "output", site), NOON)
        finally:
            target.close()

    def read(self) -> dict[str, bytes]:
        """Return the files that readers see."""
        return read_files(self.www)


def read_files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(".rostrum-")
    }


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    folder = tmp_path_factory.mktemp("ssh") / "server"
    with run_ssh_server(folder, "Subsystem sftp internal-sftp\n") as running:
        yield running


@pytest.fixture
def host(server: SshServer, tmp_path: Path) -> Host:
    return Host(server, tmp_path)


def as_bytes(site: dict[str, str | bytes]) -> dict[str, bytes]:
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in site.items()}


def test_folder_has_each_file_with_its_bytes(host: Host) -> None:
    assert len(host.publish(SITE).added) == len(SITE)
    assert host.read() == as_bytes(SITE)


def test_unchanged_files_are_known_by_their_content(host: Host) -> None:
    host.publish(SITE)
    for file in (host.folder / "output").rglob("*"):
        os.utime(file)  # as after a build on another machine
    shutil.rmtree(host.folder / "notes")
    assert host.publish(SITE).is_empty


def test_change_of_the_same_size_is_transferred(host: Host) -> None:
    host.publish(SITE)
    new = {**SITE, "index.html": "2"}
    assert host.publish(new).changed == ("index.html",)
    assert host.read() == as_bytes(new)


def test_file_that_another_changed_is_written_again(host: Host) -> None:
    host.publish(SITE)
    (host.www / "index.html").write_text("longer")
    assert host.publish(SITE).changed == ("index.html",)
    assert host.read() == as_bytes(SITE)


def test_lost_record_costs_one_transfer(host: Host) -> None:
    host.publish(SITE)
    (host.www / RECORD).unlink()
    assert len(host.publish(SITE).changed) == len(SITE)
    assert host.publish(SITE).is_empty


def test_empty_folders_leave_with_their_files(host: Host) -> None:
    write_files(host.www, {"theirs/a.txt": "y"})
    host.publish({**SITE, "theirs/b.html": "b", "x/y/z.html": "z"})
    host.publish({"index.html": "1"})
    assert host.read() == {"index.html": b"1", "theirs/a.txt": b"y"}
    assert sorted(each.name for each in host.www.iterdir() if each.is_dir()) == ["theirs"]


def test_file_becomes_a_folder_and_back(host: Host) -> None:
    for site in ({"a": "1"}, {"a/b.html": "2"}, {"a": "3"}):
        host.publish(site)
        assert host.read() == as_bytes(site)


def test_half_files_of_a_killed_publication_leave(host: Host) -> None:
    host.publish(SITE)
    write_files(host.www, {f"2026/a/index.html{PARTIAL}": "ha"})
    host.publish({**SITE, "index.html": "2"})
    assert not list(host.www.rglob(f"*{PARTIAL}"))


def test_second_publisher_is_refused(host: Host) -> None:
    target = host.open()
    with target.lock(), pytest.raises(TargetError, match="has been publishing there"):
        host.publish(SITE)
    target.close()
    assert host.publish(SITE).added


def test_missing_folder_is_told(host: Host) -> None:
    with pytest.raises(TargetError, match="web:www: No such file or directory"):
        host.publish(SITE, f"web:{host.folder}/nowhere")


def test_unknown_host_is_refused(host: Host) -> None:
    (host.folder / "home/.ssh/known_hosts").unlink()
    with pytest.raises(TargetError, match="is not in known_hosts"):
        host.publish(SITE)
    assert host.read() == {}


def test_host_with_another_key_is_refused(host: Host) -> None:
    other = (host.server.config.parent / "other_key.pub").read_text()
    (host.folder / "home/.ssh/known_hosts").write_text(f"[127.0.0.1]:{host.server.port} {other}")
    with pytest.raises(TargetError, match="has another key than in known_hosts"):
        host.publish(SITE)


def test_wrong_key_and_password_are_told(host: Host) -> None:
    config = host.folder / "home/.ssh/config"
    config.write_text(config.read_text().replace("/key\n", "/other_key\n"))
    with pytest.raises(TargetError, match="does not let the user in"):
        host.publish(SITE)
    host.environment["ROSTRUM_SFTP_PASSWORD"] = "geheim"
    with pytest.raises(TargetError, match="does not let the user in") as caught:
        host.publish(SITE)
    assert "geheim" not in f"{caught.value} {caught.value.hint}"


def test_host_that_is_down_is_told(host: Host) -> None:
    config = host.folder / "home/.ssh/config"
    config.write_text(config.read_text().replace(str(host.server.port), "1"))
    with pytest.raises(TargetError, match="web can't be reached"):
        host.publish(SITE)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@web.example:/htdocs", HostFolder("web.example", "/htdocs", "anna")),
        ("web:htdocs", HostFolder("web", "htdocs")),
        ("web:", HostFolder("web", "")),
        ("sftp://anna@web.example:2222/htdocs", HostFolder("web.example", "/htdocs", "anna", 2222)),
        ("sftp://web.example", HostFolder("web.example", "")),
    ],
)
def test_address_of_a_folder(text: str, address: HostFolder) -> None:
    assert parse_address(text) == address


def test_address_without_a_host_is_refused() -> None:
    with pytest.raises(TargetError, match='"/htdocs" is not a folder of a host'):
        parse_address("/htdocs")


@pytest.mark.e2e
@pytest.mark.parametrize("share", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_killed_publication_is_completed(share: float, host: Host, tmp_path: Path) -> None:
    """Kill a real process after a share of its files are there."""
    target = {"kind": "sftp", "to": f"web:{host.www}"}
    rostrum = {"targets": {"live": target}, "cards": False}
    write_settings(tmp_path / "pelicanconf.py", {"ROSTRUM": rostrum})
    write_files(tmp_path, {"content/people/anna.md": ANNA})
    write_edition(tmp_path, "Werk")
    assert start(host).wait(LONG) == 0
    write_edition(tmp_path, "Halle")
    subprocess.run(command("--dry-run"), cwd=tmp_path, env=environment(host), check=True)
    before = read_files(host.www)
    changed = sum(before.get(path) != raw for path, raw in read_files(tmp_path / "output").items())
    process = start(host)
    end = time.monotonic() + LONG
    while count_new(host, before) < share * changed and time.monotonic() < end:
        time.sleep(0.01)
    process.kill()
    assert process.wait(LONG) in (-9, 0)  # it may have ended just before
    done = subprocess.run(
        command(), cwd=tmp_path, env=environment(host), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert read_files(host.www) == read_files(tmp_path / "output")
    assert not list(host.www.rglob(f"*{PARTIAL}"))


def count_new(host: Host, before: dict[str, bytes]) -> int:
    return sum(before.get(path) != raw for path, raw in read_files(host.www).items())


def write_edition(folder: Path, word: str) -> None:
    for file in (folder / "content").glob("posts/*.md"):
        file.unlink()
    for number in range(40):
        name = word if number % 5 == 0 else "Post"
        text = post(f"{word}\n", title=f"{name} {number}", date=f"2020-01-{number % 28 + 1:02}")
        write_files(folder, {f"content/posts/{name}{number}.md": text})


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "rostrum", "publish", "--lang", "en", *words]


def environment(host: Host) -> dict[str, str]:
    return {**os.environ, **host.environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def start(host: Host) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(), cwd=host.folder, env=environment(host), stdout=subprocess.DEVNULL
    )
