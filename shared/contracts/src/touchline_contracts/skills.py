"""What the skills service decides, on ``touchline.skills``: the catalogue, and who holds what."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from touchline_contracts.event import Event, Identifier, LongText, Revision, ShortText, Value

LevelValue = Annotated[int, Field(ge=0)]
EvidenceKind = Literal["proposal", "assessment", "course", "hand", "import"] | str


class Level(Value):
    """One step of a level type; higher values mean more proficiency."""

    value: LevelValue
    name: ShortText


class Evidence(Value):
    """Why a person holds a skill: the kind of evidence and the id of the thing itself."""

    kind: EvidenceKind
    id: Identifier | None = None


class SkillEvent(Event):
    """About a skill of the catalogue. ``revision`` counts its changes, from 1."""

    TOPIC: ClassVar[str] = "touchline.skills"

    skill_id: Identifier
    revision: Revision

    def key(self) -> str:
        return f"skill:{self.skill_id}"


class SkillDescribed(SkillEvent):
    """A skill's full state. ``levels`` are in ascending order of value and never empty."""

    name: ShortText
    description: LongText = ""
    skill_type: ShortText | None = None
    category: ShortText | None = None
    parent_id: Identifier | None = None
    levels: tuple[Level, ...]


class SkillDefined(SkillDescribed):
    """A skill joined the catalogue."""

    TYPE: ClassVar[str] = "skill.defined.v1"


class SkillChanged(SkillDescribed):
    """A skill was renamed, moved or otherwise changed."""

    TYPE: ClassVar[str] = "skill.changed.v1"


class SkillMerged(SkillEvent):
    """A skill was merged into another: its id is an alias from now on."""

    TYPE: ClassVar[str] = "skill.merged.v1"

    into_skill_id: Identifier


class SkillRetired(SkillEvent):
    """A skill is no longer given to anybody."""

    TYPE: ClassVar[str] = "skill.retired.v1"


class PersonSkillEvent(Event):
    """About one person and one skill. ``revision`` counts the person's skill decisions, from 1."""

    TOPIC: ClassVar[str] = "touchline.skills"

    person_id: Identifier
    skill_id: Identifier
    revision: Revision
    decided_by: Identifier | None = None
    decided_at: AwareDatetime

    def key(self) -> str:
        return f"person:{self.person_id}"


class SkillApproved(PersonSkillEvent):
    """A manager approved a proposed skill."""

    TYPE: ClassVar[str] = "skill.approved.v1"

    proposal_id: Identifier


class SkillRejected(PersonSkillEvent):
    """A manager rejected a proposed skill: it is not proposed again until the rejection is lifted."""

    TYPE: ClassVar[str] = "skill.rejected.v1"

    proposal_id: Identifier


class DecisionUndone(PersonSkillEvent):
    """An approval or rejection was taken back: the proposal waits again."""

    TYPE: ClassVar[str] = "skill.decision_undone.v1"

    proposal_id: Identifier


class RejectionLifted(PersonSkillEvent):
    """The skill may be proposed for the person again."""

    TYPE: ClassVar[str] = "skill.rejection_lifted.v1"


class HeldSkillEvent(PersonSkillEvent):
    """A change of what a person holds."""

    level: LevelValue
    level_name: ShortText
    evidence: Evidence


class SkillAssigned(HeldSkillEvent):
    """A person holds a skill that they did not hold before."""

    TYPE: ClassVar[str] = "skill.assigned.v1"


class SkillLevelChanged(HeldSkillEvent):
    """A person holds a skill at another level."""

    TYPE: ClassVar[str] = "skill.level_changed.v1"

    previous_level: LevelValue


class SkillRemoved(PersonSkillEvent):
    """A person no longer holds a skill."""

    TYPE: ClassVar[str] = "skill.removed.v1"

    reason: LongText = ""


class SkillExpired(PersonSkillEvent):
    """A skill that was held until a date is no longer held."""

    TYPE: ClassVar[str] = "skill.expired.v1"
