"""What makes a course complete."""

from __future__ import annotations

import pytest

from learning.courses.course import Course, Source, publish, reading_minutes
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.refusal import Refusal

KNOWN = {"refunds": [1, 2, 3]}


def course(
    source: Source = "free_form", *skills: SkillToAdd, url: str | None = None, text: str | None = None
) -> Course:
    text = "Read this." if url is None and text is None else text
    return Course("c1", "Refunds", source, url=url, text=text, skills=skills)


def test_a_published_course_names_the_skills_it_awards() -> None:
    event = publish(course("free_form", SkillToAdd(skill_id="refunds", level=2)), KNOWN)
    assert (event.course_id, event.revision) == ("c1", 1)
    assert event.skills == (SkillToAdd(skill_id="refunds", level=2),)


@pytest.mark.parametrize(
    ("source", "content", "field"),
    [
        ("video", {"text": "no url"}, "url"),
        ("external", {"text": "no url"}, "url"),
        ("free_form", {"url": "https://example.org"}, "text"),
        ("free_form", {"text": "  "}, "text"),
        ("article", {"text": " "}, "url"),
    ],
)
def test_a_course_needs_the_content_of_its_source(
    source: Source, content: dict[str, str], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        publish(course(source, **content), KNOWN)
    assert refused.value.field == field


@pytest.mark.parametrize("content", [{"text": "words"}, {"url": "https://example.org"}])
def test_an_article_has_a_text_or_a_url(content: dict[str, str]) -> None:
    assert publish(course("article", **content), KNOWN).source == "article"


@pytest.mark.parametrize(
    ("skills", "field"),
    [
        ([SkillToAdd(skill_id="refunds"), SkillToAdd(skill_id="nobody")], "skills.1.skill_id"),
        ([SkillToAdd(skill_id="refunds", level=9)], "skills.0.level"),
        ([SkillToAdd(skill_id="refunds"), SkillToAdd(skill_id="refunds", level=2)], "skills"),
    ],
)
def test_a_course_awards_known_skills_at_known_levels_once(skills: list[SkillToAdd], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        publish(course("free_form", *skills), KNOWN)
    assert refused.value.field == field


def test_without_the_skills_service_every_skill_passes() -> None:
    assert publish(course("free_form", SkillToAdd(skill_id="anything")), None).skills


@pytest.mark.parametrize(
    ("text", "minutes"), [(None, None), ("", None), ("one", 1), ("w " * 238, 1), ("w " * 239, 2)]
)
def test_reading_time_follows_from_the_number_of_words(text: str | None, minutes: int | None) -> None:
    assert reading_minutes(text) == minutes
