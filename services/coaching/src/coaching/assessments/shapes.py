"""What requests write on an assessment's form."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coaching.assessments.edit import EditAssessment
from coaching.assessments.form import Form
from coaching.surveys.survey import Rating
from touchline_contracts.coaching import SkillToAdd
from touchline_runtime.http import Identifier, LongText, SkillAtLevel


class WriteForm(EditAssessment):
    """What is left out stays as it was saved; null empties it. ``rating`` only where no survey gives it.
    ``training`` are course ids.
    """

    rating: Rating | None = None
    comments: LongText | None = None
    skills_to_add: Annotated[list[SkillAtLevel], Field(max_length=50)] | None = None
    training: Annotated[list[Identifier], Field(max_length=50)] | None = None

    def form(self) -> Form:
        """The fields that were given."""
        form = Form()
        if "rating" in self.model_fields_set:
            form["rating"] = self.rating
        if "comments" in self.model_fields_set:
            form["comments"] = self.comments or None
        if "skills_to_add" in self.model_fields_set:
            form["skills_to_add"] = tuple(
                SkillToAdd(skill_id=skill.skill_id, level=skill.level) for skill in self.skills_to_add or ()
            )
        if "training" in self.model_fields_set:
            form["training"] = tuple(self.training or ())
        return form
