"""Each file in cases/ is an announcement and the exact messages that must come of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rostrum.crosspost.compose import Announcement, Message, compose
from rostrum.crosspost.messages import name_part
from rostrum.crosspost.networks import NETWORKS
from rostrum.i18n.catalogs import Catalogs

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def announce(fields: dict[str, Any]) -> Announcement:
    fields = {"tags": (), "part": None, "total": None, **fields}
    messages = Catalogs().load(fields["lang"])
    part = name_part(fields["part"], fields.pop("total"), messages)
    date = datetime(2026, 11, 4, tzinfo=UTC)
    return Announcement(
        id="case", date=date, **fields | {"tags": tuple(fields["tags"]), "part": part}
    )


def describe(message: Message) -> dict[str, Any]:
    found = {
        "text": message.text.split("\n"),
        "used": [count.used for count in message.counts],
        "hashtags": list(message.hashtags),
        "sent": message.sent_text.split("\n"),
        "problems": [problem.code for problem in message.problems],
    }
    if message.network.key == "bluesky":
        found["facets"] = [
            [
                facet["index"]["byteStart"],
                facet["index"]["byteEnd"],
                facet["features"][0].get("uri") or facet["features"][0]["tag"],
            ]
            for facet in message.payload.get("facets", [])
        ]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    for key, expected in case["expected"].items():
        message = compose(announce(case["announcement"]), NETWORKS[key])
        usual = {"hashtags": [], "sent": expected["text"], "problems": []}
        assert describe(message) == usual | expected, case["why"]


def test_there_are_cases_for_every_network() -> None:
    seen = {key for path in CASES for key in json.loads(path.read_text("utf-8"))["expected"]}
    assert seen == set(NETWORKS)
    assert len(CASES) >= 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_facets_cut_out_exactly_what_they_name(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    payload = compose(announce(case["announcement"]), NETWORKS["bluesky"]).payload
    text = payload["text"].encode()
    for facet in payload.get("facets", []):
        part = text[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        feature = facet["features"][0]
        assert part in (feature.get("uri"), f"#{feature.get('tag')}")
