"""What is kept of a task: the last notes, and as many as there is room for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coaching.tasks.kept import MOST_LETTERS, MOST_NOTES, last_notes
from touchline_contracts.tasks import Note

NOTES = st.lists(st.integers(0, 20_000).map(lambda length: Note(text="x" * length)), max_size=120)


@given(NOTES)
def test_the_last_notes_are_kept_that_there_is_room_for(notes: list[Note]) -> None:
    kept = list(last_notes(notes))
    assert kept == notes[len(notes) - len(kept) :]
    assert len(kept) <= MOST_NOTES
    assert sum(len(note.text) for note in kept) <= MOST_LETTERS
    if len(kept) < min(len(notes), MOST_NOTES):
        assert sum(len(note.text) for note in notes[len(notes) - len(kept) - 1 :]) > MOST_LETTERS


def test_a_hundred_short_notes_are_kept_and_no_more() -> None:
    notes = [Note(text=str(number)) for number in range(150)]
    assert [note.text for note in last_notes(notes)] == [str(number) for number in range(50, 150)]
