"""Whatever happened before, a build gives what a build from nothing gives.

A tiny site is edited at random; after each edit it is built as `rostrum build` does, upon all
that earlier builds have left, and once from nothing, and the two are compared byte by byte. Its
theme shows every field of every view. `make soak` tries many more of them than the tests.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)
from support.edits import SEQUENCES, STEPS, Edits


def test_a_build_upon_earlier_ones_gives_what_a_clean_one_gives(alone: None) -> None:
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            phases=[Phase.generate],  # to make a failing sequence shorter takes minutes
            derandomize="ROSTRUM_SEQUENCES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
