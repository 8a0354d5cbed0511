"""Pages that lead on and back through a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline_runtime.errors import Invalid
from touchline_runtime.http import Cut, cut, encode_cursor, place_of


def page(names: list[str], limit: int, *, after: str | None = None, before: str | None = None) -> Cut[str]:
    """A page of names, read as a store does: from the place on, away from it, and one more than is shown."""
    place = place_of(after, before, 1)
    key = place.parts[0] if place.parts else ""
    found = [name for name in names if (name < key if place.back else name > key)]
    return cut((found[::-1] if place.back else found)[: limit + 1], place, limit, encode_cursor)


NAMES = st.lists(st.text("abc", min_size=1), unique=True, max_size=20).map(sorted)


@given(NAMES, st.integers(1, 7))
def test_pages_on_and_the_pages_back_from_the_last_show_the_same(names: list[str], limit: int) -> None:
    pages = [page(names, limit)]
    while (after := pages[-1].next) is not None:
        pages.append(page(names, limit, after=after))
    assert [name for shown in pages for name in shown.items] == names
    back = [pages[-1]]
    while (before := back[-1].previous) is not None:
        back.append(page(names, limit, before=before))
    assert [shown.items for shown in reversed(back)] == [shown.items for shown in pages]


@given(NAMES, st.integers(1, 7), st.text("abc", min_size=1))
def test_a_page_before_a_place_has_what_stands_right_before_it(
    names: list[str], limit: int, place: str
) -> None:
    earlier = [name for name in names if name < place]
    assert page(names, limit, before=encode_cursor(place)).items == earlier[-limit:]


def test_both_directions_at_once_are_refused() -> None:
    with pytest.raises(Invalid, match="leave one of them out"):
        place_of(encode_cursor("a"), encode_cursor("b"), 1)
