"""Figures about people: five or more, also when two figures are taken from each other."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.programme.groups import ALL, FEWEST, REST, Cell, Contribution, edition

DIMENSIONS = ("theme", "language")


def given_by(people: range, theme: str = "care", language: str = "nl", posts: int = 1) -> list[Contribution]:
    return [
        Contribution(
            f"p{number}", f"{theme}{language}{number}", {"theme": theme, "language": language}, {"posts": posts}
        )
        for number in people
    ]


def shown(cells: list[Cell], dimension: str) -> dict[str, tuple[int, int]]:
    return {cell.key: (cell.people, cell.numbers["posts"]) for cell in cells if cell.dimension == dimension}


def test_four_people_are_not_counted_and_five_are() -> None:
    assert edition(given_by(range(4), posts=50), DIMENSIONS) == []
    assert shown(edition(given_by(range(5), posts=2), DIMENSIONS), ALL) == {REST: (5, 10)}


def test_many_posts_of_few_people_are_still_few_people() -> None:
    cells = edition([*given_by(range(6)), *given_by(range(3), "food", posts=90)], DIMENSIONS)
    assert shown(cells, "theme") == {REST: (6, 276)}


def test_a_small_key_does_not_stand_alone_in_the_rest() -> None:
    """8 people on care, 6 on food, 2 on music: shown apart, the total would tell the two."""
    cells = edition(
        [*given_by(range(8)), *given_by(range(8, 14), "food"), *given_by(range(14, 16), "music")], DIMENSIONS
    )
    assert shown(cells, "theme") == {"care": (8, 8), REST: (8, 8)}
    assert shown(cells, ALL) == {REST: (16, 16)}


def test_small_keys_together_may_be_the_rest() -> None:
    small = [one for key in range(3) for one in given_by(range(10 + 2 * key, 12 + 2 * key), f"small{key}")]
    cells = edition([*given_by(range(7)), *small], DIMENSIONS)
    assert shown(cells, "theme") == {"care": (7, 7), REST: (6, 6)}


def test_no_difference_between_two_views_tells_about_one() -> None:
    """All of "care" is in French but for one more French post: French minus care would be that one."""
    lone = given_by(range(20, 21), "food", "fr")
    cells = edition([*given_by(range(6), "care", "fr"), *lone, *given_by(range(30, 36), "food", "nl")], DIMENSIONS)
    assert shown(cells, "theme") == {REST: (13, 13)}
    assert shown(cells, "language") == {"fr": (7, 7), "nl": (6, 6)}


contributions = st.lists(
    st.builds(
        lambda person, theme, language, month, posts: Contribution(
            f"p{person}", "", {"theme": theme, "language": language, "month": month}, {"posts": posts}
        ),
        st.integers(0, 14),
        st.sampled_from(["care", "food", "music", "green"]),
        st.sampled_from(["nl", "fr", "en"]),
        st.sampled_from(["2026-06", "2026-07"]),
        st.integers(1, 9),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(contributions)
def test_every_cell_and_every_rest_is_about_five(given_ones: list[Contribution]) -> None:
    cells = edition(given_ones, ("theme", "language", "month"))
    assert all(cell.people >= FEWEST for cell in cells)
    everything = sum(one.numbers["posts"] for one in given_ones)
    for dimension in ("theme", "language", "month", ALL) if cells else ():
        assert sum(posts for _, posts in shown(cells, dimension).values()) == everything


@settings(max_examples=150, deadline=None)
@given(contributions)
def test_no_cell_minus_a_cell_within_it_is_about_fewer(given_ones: list[Contribution]) -> None:
    dimensions = ("theme", "language", "month")
    cells = edition(given_ones, dimensions)
    keys = {dimension: {cell.key for cell in cells if cell.dimension == dimension} for dimension in dimensions}

    def members(cell: Cell) -> set[int]:
        """Who a reader of the tables can work out to be in this cell."""
        return {
            number
            for number, one in enumerate(given_ones)
            if (one.keys[cell.dimension] if one.keys[cell.dimension] in keys[cell.dimension] else REST) == cell.key
        }

    named = [(cell, members(cell)) for cell in cells if cell.dimension != ALL]
    for (one, inner), (other, outer) in permutations(named, 2):
        if one.dimension != other.dimension and inner < outer:
            assert len({given_ones[number].participant for number in outer - inner}) >= FEWEST
