"""What is kept of pages is what would be made anew, however little room there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rostrum.rendering.fragment_cache import Fragments


def test_the_same_views_are_rendered_once() -> None:
    made: list[object] = []
    fragments = Fragments()

    def macro(view: object, heading: str) -> str:
        made.append(view)
        return f"<{heading}>"

    view, other = object(), object()
    asked = [(view, "h2"), (view, "h2"), (other, "h2"), (view, "h3"), (view, "h2")]
    assert [fragments.once(macro, *ask) for ask in asked] == [
        "<h2>",
        "<h2>",
        "<h2>",
        "<h3>",
        "<h2>",
    ]
    assert made == [view, other, view]


def test_two_macros_are_two_parts() -> None:
    fragments, view = Fragments(), "Halle"
    assert [fragments.once(macro, view) for macro in (str.upper, str.lower)] == ["HALLE", "halle"]


@given(st.lists(st.integers(0, 9)), st.integers(0, 12))
def test_a_view_is_never_taken_for_another_that_is_gone(numbers: list[int], room: int) -> None:
    fragments = Fragments(room)
    # Each list is gone before the next one is made, which is likely to get its place in memory.
    shown = [fragments.once(lambda view: str(view[0]), [number]) for number in numbers]
    assert shown == [str(number) for number in numbers]


def test_there_is_an_end_to_what_is_kept() -> None:
    made: list[str] = []
    fragments = Fragments(room=10)

    def macro(view: str) -> str:
        made.append(view)
        return view

    for view in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa"):
        fragments.once(macro, view)
    assert made == ["aaaa", "bbbb", "cccc", "aaaa"]
