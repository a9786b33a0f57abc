"""`rostrum publish` to a real server like S3: faults, kills, and two publishers at once."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from support.object_store import BUCKET, Answer, ObjectStore, describe_error, find_moto, run_store
from support.sites import ANNA, post, write_files, write_settings

pytestmark = pytest.mark.e2e

LONG = 120
DOCS = Path(__file__).parents[2] / "docs" / "publishing.md"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAROSTRUM", "AWS_SECRET_ACCESS_KEY": "geheim"}
POSTS = 25


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with run_store(tmp_path_factory.mktemp("store")) as store:
        yield store


@pytest.fixture
def store(shared: ObjectStore) -> ObjectStore:
    shared.restart()
    return shared


@pytest.fixture
def site(store: ObjectStore, tmp_path: Path) -> Path:
    """Write a site whose target is a folder of the bucket, and return its folder."""
    write_site(tmp_path, store.endpoint)
    return tmp_path


def write_site(folder: Path, endpoint: str, bucket: str = BUCKET) -> None:
    target = {"kind": "s3", "to": f"{bucket}/{folder.name}", "endpoint": endpoint}
    write_settings(
        folder / "pelicanconf.py", {"ROSTRUM": {"targets": {"live": target}, "cards": False}}
    )
    write_files(folder, {"content/people/anna.md": ANNA})
    write_edition(folder, "Werk")


def write_edition(folder: Path, word: str) -> None:
    """Write posts, some of which only this edition has."""
    for file in (folder / "content").glob("posts/*.md"):
        file.unlink()
    for number in range(POSTS):
        name = word if number % 5 == 0 else "Post"
        text = post(f"{word}\n", title=f"{name} {number}", date=f"2020-01-{number + 1:02}")
        write_files(folder, {f"content/posts/{name}{number}.md": text})


def start(folder: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "rostrum", "publish", "--lang", "en", *words]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**plain, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **KEYS, **environment},
    )


def publish(folder: Path, *words: str, **environment: str) -> tuple[int, str]:
    process = start(folder, *words, **environment)
    out, _ = process.communicate(timeout=LONG)
    assert "Traceback" not in out
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in out
    return process.returncode, out


def read_output(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder / "output").as_posix(): file.read_bytes()
        for file in (folder / "output").rglob("*")
        if file.is_file() and not file.name.startswith(".rostrum-")
    }


def test_bucket_equals_output_and_is_known_again(store: ObjectStore, site: Path) -> None:
    code, out = publish(site)
    assert code == 0, out
    assert store.list(site.name) == read_output(site)
    store.restart()
    code, out = publish(site)
    assert (code, out) == (0, "live has output/ already: nothing to publish.\n")
    assert not [
        line for line in store.seen if line.startswith("PUT") and "rostrum-lock" not in line
    ]


def test_only_a_changed_page_is_transferred(store: ObjectStore, site: Path) -> None:
    publish(site)
    write_files(site, {"content/pages/about.md": post("Eins\n", title="Über uns")})
    publish(site)
    store.restart()
    write_files(site, {"content/pages/about.md": post("Zwei\n", title="Über uns")})
    code, out = publish(site)
    assert code == 0, out
    written = {unquote(line.partition(f"{site.name}/")[2]) for line in store.seen if "PUT" in line}
    pages = {path for path in written if not path.startswith(".rostrum-")}
    changed = int(re.findall(r"(\d+) changed", out)[0])
    assert len(pages) == changed < 8
    assert store.list(site.name) == read_output(site)


def test_objects_have_their_headers(store: ObjectStore, site: Path) -> None:
    publish(site)
    for path, type in (
        ("index.html", "text/html; charset=utf-8"),
        ("atom.xml", "application/atom+xml; charset=utf-8"),
    ):
        _, _, headers = store.ask("GET", f"/{BUCKET}/{site.name}/{path}")
        assert headers["Content-Type"] == type
        assert headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("share", [0.02, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.97, 1])
def test_killed_publication_is_completed(share: float, store: ObjectStore, site: Path) -> None:
    publish(site)
    write_edition(site, "Halle")
    requests = count_requests(store, site)
    process = None

    def kill(number: int, method: str, path: str) -> Answer | None:
        if number == max(1, int(share * requests)):
            process.kill()
        return None

    store.restart(kill)
    process = start(site)
    process.communicate(timeout=LONG)
    assert process.returncode == -9
    store.restart()
    code, out = publish(site)
    assert code == 0, out
    assert store.list(site.name) == read_output(site)


def count_requests(store: ObjectStore, site: Path) -> int:
    """Return about how many requests a publication takes: one for each change, and some more."""
    _, out = publish(site, "--dry-run")
    added, changed = (
        int(re.findall(rf"(\d+) {word}", out)[-1]) for word in ("files new", "changed")
    )
    return added + changed + 10


def test_reader_sees_no_page_without_its_files(store: ObjectStore, site: Path) -> None:
    publish(site)
    is_over, seen, missing = threading.Event(), [], []

    def read() -> None:
        while not is_over.is_set():
            page = store.ask("GET", f"/{BUCKET}/{site.name}/index.html")[1].decode()
            for path in set(re.findall(r'(?:src|href)="/((?:20|media|theme)[^"?#]*)', page)):
                file = f"{path}index.html" if path.endswith("/") else path
                status = store.ask("GET", f"/{BUCKET}/{site.name}/{file}")[0]
                seen.append(file)
                if status != 200:
                    missing.append(file)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(POSTS, POSTS + 3):
        text = post("Neu\n", title=f"Neu {number}", date=f"2020-02-{number:02}")
        write_files(site, {f"content/posts/p{number}.md": text})
        assert publish(site)[0] == 0
    is_over.set()
    reader.join()
    assert seen
    assert missing == []


def test_second_publisher_is_refused(store: ObjectStore, site: Path) -> None:
    publish(site)
    write_edition(site, "Halle")
    publish(site, "--dry-run")  # builds
    other = site / "other"  # a clone: two publishers of one output folder wait for each other
    shutil.copytree(site, other)
    is_held, may_go = threading.Event(), threading.Event()

    def hold(number: int, method: str, path: str) -> Answer | None:
        if method == "PUT" and "index.html" in path and not is_held.is_set():
            is_held.set()
            may_go.wait(LONG)
        return None

    store.restart(hold)
    first = start(site)
    try:
        assert is_held.wait(LONG)
        code, out = publish(other)
    finally:
        may_go.set()
    first_out, _ = first.communicate(timeout=LONG)
    assert (code, first.returncode) == (1, 0), first_out
    assert "has been publishing there since" in out
    assert store.list(site.name) == read_output(site)


def test_store_that_slows_down_is_asked_again(store: ObjectStore, site: Path) -> None:
    publish(site)
    write_edition(site, "Halle")
    store.restart(lambda number, *_: (503, describe_error("SlowDown")) if number % 3 == 0 else None)
    code, out = publish(site)
    assert code == 0, out
    assert store.list(site.name) == read_output(site)


def test_store_that_stays_busy_is_given_up(store: ObjectStore, site: Path) -> None:
    store.restart(lambda *_: (503, describe_error("SlowDown")))
    began = time.monotonic()
    code, out = publish(site)
    assert code == 1
    assert "is too busy, also after some repetitions" in out
    assert time.monotonic() - began < 90


@pytest.mark.parametrize(
    ("method", "part", "said"),
    [
        ("GET", "list-type", "the credentials do not allow to list s3://"),
        ("PUT", "index.html", "the credentials do not allow to write to s3://"),
        ("POST", "delete", "the credentials do not allow to remove anything from s3://"),
    ],
)
def test_missing_right_is_told(
    method: str, part: str, said: str, store: ObjectStore, site: Path
) -> None:
    publish(site)
    write_edition(site, "Halle")

    def forbid(number: int, asked: str, path: str) -> Answer | None:
        is_meant = asked == method and part in path and "lock" not in path
        return (403, describe_error("AccessDenied")) if is_meant else None

    store.restart(forbid)
    code, out = publish(site)
    assert code == 1
    assert said in out
    store.restart()
    assert publish(site)[0] == 0
    assert store.list(site.name) == read_output(site)


def test_missing_bucket_is_told(store: ObjectStore, tmp_path: Path) -> None:
    write_site(tmp_path, store.endpoint, "nowhere")
    code, out = publish(tmp_path)
    assert code == 1
    assert "there is no bucket for s3://nowhere/" in out


def test_killed_server_is_told(tmp_path: Path) -> None:
    with run_store(tmp_path) as store:
        write_site(tmp_path, store.endpoint)
    code, out = publish(tmp_path)
    assert code == 1
    assert "can't be reached: Connection refused" in out


SETUP = """
import sys
import boto3
words = dict(region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="y")
iam, s3 = (boto3.client(each, endpoint_url=sys.argv[1], **words) for each in ("iam", "s3"))
iam.create_user(UserName="publisher")
iam.put_user_policy(UserName="publisher", PolicyName="publish", PolicyDocument=sys.argv[2])
s3.create_bucket(Bucket=sys.argv[3])
key = iam.create_access_key(UserName="publisher")["AccessKey"]
print(key["AccessKeyId"], key["SecretAccessKey"])
"""


def test_policy_of_the_docs_suffices(tmp_path: Path) -> None:
    found = re.search(r"```json\n(\{\s+\"Version\".+?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert found
    policy = json.loads(found[1].replace("example-bucket", BUCKET))
    objects = policy["Statement"][1]
    # moto asks for this right at the bucket, AWS at each object.
    objects["Resource"] = [objects["Resource"], f"arn:aws:s3:::{BUCKET}"]
    with run_store(tmp_path, {"INITIAL_NO_AUTH_ACTION_COUNT": "4"}) as store:
        endpoint = f"http://127.0.0.1:{store.port}"
        words = ["-c", SETUP, endpoint, json.dumps(policy), BUCKET]
        made = subprocess.check_output([find_moto("python"), *words], timeout=LONG, text=True)
        keys = dict(zip(KEYS, made.split(), strict=True))
        write_site(tmp_path, endpoint)
        code, out = publish(tmp_path, **keys)
        assert code == 0, out
        write_edition(tmp_path, "Halle")
        code, out = publish(tmp_path, **keys)
        assert code == 0, out
        code, out = publish(tmp_path, **{**keys, "AWS_SECRET_ACCESS_KEY": "wrong"})
        assert code == 1
        assert "the store does not accept the credentials for s3://" in out
        code, out = publish(tmp_path, **{**keys, "AWS_ACCESS_KEY_ID": "AKIANOBODY"})
        assert code == 1
        assert "the store does not accept the credentials for s3://" in out
