"""The renditions of a picture: which files it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.renditions.plan import Original, RenditionSet, Shape, plan_renditions


def plan(
    width: int, height: int, shape: Shape = Shape.WHOLE, fallback: str = "jpg"
) -> RenditionSet:
    """Return the renditions of a picture of a size."""
    planned = plan_renditions(Original("a", width, height, fallback), shape, True, lambda _: True)
    assert planned is not None
    return planned


def widths(planned: RenditionSet) -> dict[str, list[int]]:
    return {files[0].suffix: [file.width for file in files] for files in planned.formats}


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (4000, [480, 800, 1200, 1800]),
        (1800, [480, 800, 1200, 1800]),
        (1300, [480, 800, 1300]),
        (500, [500]),
        (200, [200]),
    ],
)
def test_widths_are_the_steps_below_the_original_and_its_own(
    width: int, expected: list[int]
) -> None:
    assert widths(plan(width, width // 2))["avif"] == expected


def test_the_fallback_is_as_large_as_networks_show() -> None:
    assert widths(plan(4000, 3000)) == {
        "avif": [480, 800, 1200, 1800],
        "webp": [480, 800, 1200, 1800],
        "jpg": [1200],
    }
    assert plan(4000, 3000).default.width == 1200
    assert plan(1300, 900).default.width == 1200
    assert plan(300, 200).default.width == 300


def test_a_face_is_a_square_for_one_two_and_three_device_pixels() -> None:
    planned = plan(3000, 2000, Shape.FACE)
    assert widths(planned) == {"webp": [64, 128, 192], "jpg": [192]}
    assert all(file.width == file.height for file in planned)


def test_a_portrait_is_a_larger_square() -> None:
    planned = plan(3000, 2000, Shape.PORTRAIT)
    assert widths(planned) == {"webp": [200, 400, 600], "jpg": [600]}
    assert all(file.width == file.height for file in planned)


def test_a_fallback_alone_has_all_widths() -> None:
    original = Original("a", 4000, 3000, "png")
    planned = plan_renditions(original, Shape.WHOLE, True, lambda suffix: suffix == "png")
    assert planned is not None
    assert widths(planned) == {"png": [480, 800, 1200]}


@pytest.mark.parametrize(
    ("size", "shape"), [((159, 9), Shape.WHOLE), ((63, 63), Shape.FACE), ((63, 63), Shape.PORTRAIT)]
)
def test_a_tiny_picture_is_shown_as_it_is(size: tuple[int, int], shape: Shape) -> None:
    assert plan_renditions(Original("a", *size, "png"), shape, True) is None


def test_a_format_that_pillow_does_not_write_is_left_out() -> None:
    original = Original("a", 1000, 500, "jpg")
    planned = plan_renditions(original, Shape.WHOLE, True, lambda suffix: suffix != "avif")
    assert planned is not None
    assert [*widths(planned)] == ["webp", "jpg"]


@pytest.mark.parametrize(
    ("height", "suffixes"),
    [
        (16_383, ["avif", "webp", "jpg"]),
        (16_384, ["avif", "jpg"]),
        (16_385, ["jpg"]),
        (65_500, ["jpg"]),
    ],
)
def test_a_format_that_allows_no_such_height_is_left_out(height: int, suffixes: list[str]) -> None:
    assert [*widths(plan(400, height))] == suffixes
    assert plan_renditions(Original("a", 400, 65_501, "jpg"), Shape.WHOLE, True) is None


@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from(Shape))
def test_no_rendition_is_larger_than_the_original(width: int, height: int, shape: Shape) -> None:
    planned = plan_renditions(Original("a", width, height, "png"), shape, True)
    for file in planned or ():
        assert 1 <= file.width <= width
        assert 1 <= file.height <= height
        expected = file.width * height / width if shape is Shape.WHOLE else file.width
        assert abs(file.height - max(1, expected)) <= 0.5
    paths = [file.path for file in planned or ()]
    assert len({*paths}) == len(paths)


def test_the_name_follows_from_picture_shape_and_credits() -> None:
    original, other = (Original(digest, 900, 900, "jpg") for digest in "ab")
    plans = [
        plan_renditions(original, Shape.WHOLE, True),
        plan_renditions(other, Shape.WHOLE, True),
        plan_renditions(original, Shape.FACE, True),
        plan_renditions(original, Shape.WHOLE, False),
    ]
    names = [planned.default.path.partition("-")[0] for planned in plans if planned]
    assert len({*names}) == 4
    assert plans[0] == plan_renditions(original, Shape.WHOLE, True)
