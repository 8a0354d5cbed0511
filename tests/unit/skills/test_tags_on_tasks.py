"""Which skills the tags on tasks name."""

from __future__ import annotations

from skills.catalogue.tags import first_named
from touchline_runtime.testing.events import a_task_closed, a_task_opened


def test_a_tag_names_a_skill_as_it_was_first_written() -> None:
    first = a_task_opened(skills=("Card Payments",), category="billing")
    second = a_task_closed(skills=("card-payments", "CARD payments"), category="other")
    named = first_named([first, second])
    assert list(named) == ["card-payments"]
    assert (named["card-payments"].name, named["card-payments"].category) == ("Card Payments", "billing")
    assert named["card-payments"].event is first


def test_skills_keep_the_order_in_which_they_were_first_named() -> None:
    named = first_named([a_task_opened(skills=("b", "a")), a_task_opened(skills=("c", "a"))])
    assert list(named) == ["b", "a", "c"]


def test_a_tag_without_letters_or_digits_names_no_skill() -> None:
    assert first_named([a_task_opened(skills=("!!!", "?"))]) == {}


def test_tasks_without_tags_name_nothing() -> None:
    assert first_named([a_task_opened(), a_task_closed()]) == {}
