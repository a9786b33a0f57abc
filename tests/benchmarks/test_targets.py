"""The table of targets: which figures a row is read from, and when it is met."""

import pytest
import targets
from measure import Cost
from refresh import Refresh
from report import Changed, Comparison, Result
from run import arguments, plans
from targets import TARGETS, Target, turn_ratios
from work import Work

MEGABYTE = 1_000_000


def cost(wall: float, memory: int = 100, shared: int = 100) -> Cost:
    return Cost(wall, wall, memory * MEGABYTE, shared * MEGABYTE, MEGABYTE)


def comparison(
    posts: int, faults: tuple[str, ...] = (), refresh: Refresh | None = None, **costs: list[Cost]
) -> Comparison:
    """Of builders, and of changes where the name is not a builder's."""
    builders = {key: one for key, one in costs.items() if key.startswith(("rostrum", "hugo"))}
    return Comparison(
        counts={"posts": posts},
        asked=Work(0, 0, 0),
        results={key: Result(key, "1", Work(0, 0, 0), one) for key, one in builders.items()},
        changes={
            key: Changed(key, one, faults) for key, one in costs.items() if key not in builders
        },
        refresh=refresh,
    )


def row(work: str, *sizes: Comparison, absent: dict[str, str] | None = None) -> list[str]:
    """The cells of a row of the table, without the work itself."""
    table = targets.markdown({one.counts["posts"]: one for one in sizes}, absent or {})
    (line,) = [line for line in table.splitlines() if line.startswith(f"| {work} |")]
    return [cell.strip() for cell in line.split("|")[2:-1]]


FULL = "full build, no cache, GitHub's Markdown"
TEXT = "one post's text changed, new process"


def test_a_full_build_is_held_against_hugos_of_the_same_turn() -> None:
    hugo, own = [cost(10), cost(20), cost(10)], [cost(8), cost(30), cost(9)]
    found = row(FULL, comparison(10_000, rostrum=own, hugo=hugo))
    assert found == ["1", "0.90 (0.80 to 1.50)", "met"]


def test_a_target_that_is_missed_says_by_how_much() -> None:
    found = row(TEXT, comparison(10_000, hugo=[cost(10)], text=[cost(5)]))
    assert found == ["0.25", "0.50", "missed: 2.00 × the limit"]


def test_the_check_is_measured_in_seconds_at_10000_posts() -> None:
    work, costs = "rostrum check, one post changed, 10,000 posts", [cost(1.5), cost(3), cost(2.5)]
    found = row(work, comparison(10_000, check=costs))
    assert found == ["2 s", "2.50 (1.50 to 3.00) s", "missed: 1.25 × the limit"]
    assert row(work, comparison(1_000, check=costs)) == ["2 s", "", "not measured"]


def test_a_publication_is_measured_in_seconds_at_10000_posts() -> None:
    work = "rostrum publish, one post changed, 10,000 posts"
    found = row(work, comparison(10_000, publish=[cost(0.5), cost(0.75)]))
    assert found == ["1 s", "0.62 (0.50 to 0.75) s", "met"]


def test_a_figure_at_the_limit_meets_it() -> None:
    assert targets.judge(Target("any", 0.25, lambda sizes: []), [0.25]) == "met"


def test_a_wrong_output_meets_nothing_however_quick_it_was() -> None:
    wrong = comparison(10_000, ("index.html differs",), hugo=[cost(10)], text=[cost(1)])
    assert row(TEXT, wrong)[-1] == "wrong output"


def test_without_hugo_there_is_no_ratio() -> None:
    assert row(TEXT, comparison(10_000, text=[cost(1)])) == ["0.25", "", "not measured"]


def test_benchmark_ratios_use_ten_thousand_posts_if_measured() -> None:
    small = comparison(1_000, hugo=[cost(10)], text=[cost(1)])
    right = comparison(10_000, hugo=[cost(10)], text=[cost(2)])
    large = comparison(100_000, hugo=[cost(10)], text=[cost(3)])
    assert row(TEXT, small, right, large)[1] == "0.20"
    assert row(TEXT, small)[1] == "0.10"
    assert "set for 10,000" in targets.markdown({1_000: small}, {})


def test_benchmark_memory_is_the_peak_of_all_builds() -> None:
    sizes = comparison(
        10_000,
        rostrum=[cost(1, 300, 200)],
        hugo=[cost(1, 1_000, 1_000)],
        text=[cost(1, 100, 400)],
    )
    assert row("peak memory, all processes, any build above", sizes)[1] == "0.40"
    assert row("the same, shared pages counted for each process", sizes)[1] == "0.30"


def test_benchmark_related_posts_compare_with_build_without_them() -> None:
    work = "related posts: CPU, with and without"
    bare = {"rostrum-unrelated": [cost(10), cost(20)]}
    measured = comparison(10_000, rostrum=[cost(11), cost(24)], **bare)
    assert row(work, measured) == ["1.15", "1.15 (1.10 to 1.20)", "met"]
    assert row(work, comparison(10_000, **bare)) == ["1.15", "", "not measured"]


def test_growth_is_a_ratio_of_medians_of_rostrum_alone() -> None:
    small = comparison(10_000, rostrum=[cost(9), cost(10), cost(12)])
    large = comparison(100_000, rostrum=[cost(108, 2_000)])
    assert row("100,000 posts against 10,000: time", small, large)[1] == "10.8"
    assert row("100,000 posts against 10,000: memory", small, large)[1:] == [
        "20.0",
        "missed: 1.82 × the limit",
    ]
    assert row("100,000 posts: memory", small, large)[1:] == ["2.00 GB", "met"]


def test_serving_is_judged_at_each_of_its_sizes() -> None:
    small = comparison(1_000, refresh=Refresh("Chromium", [0.2, 0.5, 0.28]))
    work = "serve: save to page refreshed, {} posts"
    assert row(work.format("1,000"), small)[1:] == ["0.28 (0.20 to 0.50) s", "met"]
    assert row(work.format("10,000"), small)[-1] == "not measured"


def test_every_row_is_there_with_its_limit() -> None:
    limits = [target.at_most for target in TARGETS]
    builds = [1.0, 1.8, 0.15, 0.25, 0.3, 0.6, 0.6, 1.15, 0.5, 0.5, 11, 11, 24]
    assert limits == [*builds, 2.0, 1.0, 0.3, 1.0]  # check, publish and serve in seconds


def test_turns_of_unequal_number_are_no_ratio() -> None:
    uneven = comparison(10_000, hugo=[cost(1)], text=[cost(1), cost(1)])
    with pytest.raises(ValueError, match=r"shorter|longer"):
        turn_ratios(uneven, ["text"], targets.WALL)


def test_benchmark_hundred_thousand_compares_with_ten_thousand() -> None:
    small, large = plans(arguments(["--posts", "100000"]))
    assert (small.posts, large.posts) == (10_000, 100_000)
    for plan in (small, large):
        assert (plan.peers, plan.changes, plan.saves) == (["rostrum"], [], 0)


def test_quick_is_quick_unless_told_otherwise() -> None:
    (plan,) = plans(arguments(["--quick", "--saves", "1"]))
    assert (plan.posts, plan.runs, plan.saves) == (200, 1, 1)
    changes = ["nothing", "check", "text", "publish", "post", "template", "setting"]
    assert plan.changes == changes


def test_usually_two_sizes_are_measured_with_every_builder() -> None:
    found = plans(arguments([]))
    assert [plan.posts for plan in found] == [1_000, 10_000]
    own = ["rostrum", "rostrum-python-markdown", "rostrum-unrelated"]
    assert found[1].peers == [*own, "hugo", "pelican", "eleventy"]
