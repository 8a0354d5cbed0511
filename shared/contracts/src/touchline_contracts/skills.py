"""What the skills service decides, on ``touchline.skills``: the catalogue, and who holds what."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from touchline_contracts.event import Event, Identifier, LongText, Moment, Revision, ShortText, Value

LevelValue = Annotated[int, Meta(ge=0)]


class Level(Value, frozen=True, kw_only=True):
    """One step of a level type; higher values mean more proficiency."""

    value: LevelValue
    name: ShortText


class Evidence(Value, frozen=True, kw_only=True):
    """Why a person holds a skill: the kind of evidence and the id of the thing itself.

    Kinds today: proposal, assessment, course, hand, import, expiry, merge (the id of the other skill).
    """

    kind: str
    id: Identifier | None = None


class SkillEvent(Event, frozen=True, kw_only=True):
    """About a skill of the catalogue. ``revision`` counts its changes, from 1."""

    TOPIC: ClassVar[str] = "touchline.skills"

    skill_id: Identifier
    revision: Revision

    def key(self) -> str:
        return f"skill:{self.skill_id}"


class SkillDescribed(SkillEvent, frozen=True, kw_only=True):
    """A skill's full state. ``levels`` are in ascending order of value and never empty;
    ``tags`` are free words."""

    name: ShortText
    description: LongText = ""
    skill_type: ShortText | None = None
    category: ShortText | None = None
    parent_id: Identifier | None = None
    tags: tuple[ShortText, ...] = ()
    levels: tuple[Level, ...]


class SkillDefined(SkillDescribed, frozen=True, kw_only=True):
    """A skill joined the catalogue."""

    TYPE: ClassVar[str] = "skill.defined.v1"


class SkillChanged(SkillDescribed, frozen=True, kw_only=True):
    """A skill was renamed, moved or otherwise changed."""

    TYPE: ClassVar[str] = "skill.changed.v1"


class SkillMerged(SkillEvent, frozen=True, kw_only=True):
    """A skill was merged into another: its id is an alias from now on."""

    TYPE: ClassVar[str] = "skill.merged.v1"

    into_skill_id: Identifier


class SkillRetired(SkillEvent, frozen=True, kw_only=True):
    """A skill is no longer given to anybody."""

    TYPE: ClassVar[str] = "skill.retired.v1"


class PersonSkillEvent(Event, frozen=True, kw_only=True):
    """About one person and one skill. ``revision`` counts the person's skill decisions, from 1."""

    TOPIC: ClassVar[str] = "touchline.skills"

    person_id: Identifier
    skill_id: Identifier
    revision: Revision
    decided_by: Identifier | None = None
    decided_at: Moment

    def key(self) -> str:
        return f"person:{self.person_id}"


class SkillApproved(PersonSkillEvent, frozen=True, kw_only=True):
    """A manager approved a proposed skill."""

    TYPE: ClassVar[str] = "skill.approved.v1"

    proposal_id: Identifier


class SkillRejected(PersonSkillEvent, frozen=True, kw_only=True):
    """A manager rejected a proposed skill: it is not proposed again until the rejection is lifted."""

    TYPE: ClassVar[str] = "skill.rejected.v1"

    proposal_id: Identifier


class DecisionUndone(PersonSkillEvent, frozen=True, kw_only=True):
    """An approval or rejection was taken back: the proposal waits again."""

    TYPE: ClassVar[str] = "skill.decision_undone.v1"

    proposal_id: Identifier


class RejectionLifted(PersonSkillEvent, frozen=True, kw_only=True):
    """The skill may be proposed for the person again."""

    TYPE: ClassVar[str] = "skill.rejection_lifted.v1"


class HeldSkillEvent(PersonSkillEvent, frozen=True, kw_only=True):
    """A change of what a person holds. ``valid_until``: when it ends, null for no end."""

    level: LevelValue
    level_name: ShortText
    evidence: Evidence
    valid_until: Moment | None = None


class SkillAssigned(HeldSkillEvent, frozen=True, kw_only=True):
    """A person holds a skill that they did not hold before."""

    TYPE: ClassVar[str] = "skill.assigned.v1"


class SkillLevelChanged(HeldSkillEvent, frozen=True, kw_only=True):
    """A person holds a skill at another level."""

    TYPE: ClassVar[str] = "skill.level_changed.v1"

    previous_level: LevelValue


class SkillValidityChanged(HeldSkillEvent, frozen=True, kw_only=True):
    """A person holds a skill, at the same level, until another time; ``evidence`` is why."""

    TYPE: ClassVar[str] = "skill.validity_changed.v1"


class SkillRemoved(PersonSkillEvent, frozen=True, kw_only=True):
    """A person no longer holds a skill.

    Causes today: hand (somebody took it away), undone (the approval that gave it was undone), merged (it was
    merged into another skill, which the person holds instead).
    """

    TYPE: ClassVar[str] = "skill.removed.v1"

    reason: LongText = ""
    cause: str = "hand"


class SkillExpired(PersonSkillEvent, frozen=True, kw_only=True):
    """A skill that was held until a date is no longer held."""

    TYPE: ClassVar[str] = "skill.expired.v1"
