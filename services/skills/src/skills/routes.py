"""What the skills service answers over HTTP: path → function, and who may."""

from __future__ import annotations

from skills.catalogue.change_skill import change_skill
from skills.catalogue.define_level_type import define_level_type
from skills.catalogue.define_skill import define_skill
from skills.catalogue.history.list_history import list_history
from skills.catalogue.importing.import_skills import import_skills
from skills.catalogue.list_level_types import list_level_types
from skills.catalogue.list_skills import list_skills
from skills.catalogue.read_skill import read_skill
from skills.catalogue.retire_skill import restore_skill, retire_skill
from skills.coverage.list_coverage import list_coverage
from skills.coverage.read_coverage import read_coverage
from skills.experts.list_experts import list_experts
from skills.gaps.list_gaps_by_person import list_gaps_by_person
from skills.gaps.list_person_gaps import list_person_gaps
from skills.gaps.list_team_gaps import list_team_gaps
from skills.holdings.assign_skill import assign_skill
from skills.holdings.change_held_skill import change_held_skill
from skills.holdings.ledger.checking.list_differences import list_differences
from skills.holdings.ledger.checking.rebuild_held_skills import rebuild_held_skills
from skills.holdings.ledger.list_held_skills_at import list_held_skills_at
from skills.holdings.ledger.list_ledger import list_ledger
from skills.holdings.ledger.list_team_skills_at import list_team_skills_at
from skills.holdings.list_held_skills import list_held_skills
from skills.holdings.proposals.approve_proposal import approve_proposal
from skills.holdings.proposals.comment_on_proposal import comment_on_proposal
from skills.holdings.proposals.decide_many import approve_proposals, reject_proposals
from skills.holdings.proposals.ignored.list_ignored_predictions import list_ignored_predictions
from skills.holdings.proposals.lift_rejection import lift_rejection
from skills.holdings.proposals.list_proposals import list_proposals
from skills.holdings.proposals.read_proposal import read_proposal
from skills.holdings.proposals.reject_proposal import reject_proposal
from skills.holdings.proposals.undo.undo_decision import undo_decision
from skills.holdings.remove_skill import remove_skill
from skills.matrix.export_matrix import export_matrix
from skills.matrix.read_matrix import read_matrix
from skills.merging.merge_skills import merge_skills
from skills.merging.move_some_holders import move_some_holders
from skills.overview.get_overview import get_overview
from skills.overview.skills.list_overview import list_overview, read_tree
from touchline_runtime.auth import Role
from touchline_runtime.http import Route, command, query

EVERYBODY = (Role.TRAINEE,)
ADMINS = (Role.SKILL_ADMIN,)
MANAGERS = (Role.SKILL_MANAGER,)

ROUTES: tuple[Route, ...] = (
    query("/skills", list_skills, roles=EVERYBODY),
    command("POST", "/skills", define_skill, roles=ADMINS, status=201),
    command("POST", "/skills/import", import_skills, roles=ADMINS),
    query("/skills/{id}", read_skill, roles=EVERYBODY),
    query("/skills/{id}/history", list_history, roles=MANAGERS),
    command("PATCH", "/skills/{id}", change_skill, roles=ADMINS),
    command("POST", "/skills/{id}/merge", merge_skills, roles=ADMINS),
    command("POST", "/skills/{id}/move-holders", move_some_holders, roles=ADMINS),
    command("POST", "/skills/{id}/retire", retire_skill, roles=ADMINS),
    command("POST", "/skills/{id}/restore", restore_skill, roles=ADMINS),
    query("/level-types", list_level_types, roles=EVERYBODY),
    command("POST", "/level-types", define_level_type, roles=ADMINS, status=201),
    query("/persons/{id}/skills", list_held_skills, roles=EVERYBODY),
    command("POST", "/persons/{id}/skills", assign_skill, roles=MANAGERS),
    command("PATCH", "/persons/{id}/skills/{skill_id}", change_held_skill, roles=MANAGERS),
    command("POST", "/persons/{id}/skills/{skill_id}/remove", remove_skill, roles=MANAGERS),
    query("/persons/{id}/held-skills", list_held_skills_at, roles=EVERYBODY),
    query("/persons/{id}/ledger", list_ledger, roles=EVERYBODY),
    query("/teams/{id}/held-skills", list_team_skills_at, roles=MANAGERS),
    query("/teams/coverage", list_coverage, roles=MANAGERS),
    query("/teams/{id}/coverage", read_coverage, roles=MANAGERS),
    query("/teams/{id}/gaps", list_team_gaps, roles=MANAGERS),
    query("/persons/{id}/gaps", list_person_gaps, roles=EVERYBODY),
    query("/gaps/persons", list_gaps_by_person, roles=MANAGERS),
    query("/ledger/differences", list_differences, roles=ADMINS),
    command("POST", "/ledger/rebuild", rebuild_held_skills, roles=ADMINS),
    query("/matrix", read_matrix, roles=MANAGERS, file=export_matrix),
    query("/experts", list_experts, roles=MANAGERS),
    query("/overview", get_overview, roles=MANAGERS),
    query("/overview/skills", list_overview, roles=MANAGERS),
    query("/overview/tree", read_tree, roles=MANAGERS),
    query("/proposals", list_proposals, roles=MANAGERS),
    query("/ignored-predictions", list_ignored_predictions, roles=MANAGERS),
    query("/proposals/{id}", read_proposal, roles=MANAGERS),
    command("POST", "/proposals/approve", approve_proposals, roles=MANAGERS),
    command("POST", "/proposals/reject", reject_proposals, roles=MANAGERS),
    command("POST", "/proposals/{id}/approve", approve_proposal, roles=MANAGERS),
    command("POST", "/proposals/{id}/reject", reject_proposal, roles=MANAGERS),
    command("POST", "/proposals/{id}/comments", comment_on_proposal, roles=MANAGERS, status=201),
    command("POST", "/proposals/{id}/undo", undo_decision, roles=MANAGERS),
    command("POST", "/proposals/{id}/lift", lift_rejection, roles=MANAGERS),
)
