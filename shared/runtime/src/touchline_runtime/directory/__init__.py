"""The organisation as a service knows it: persons, teams and shifts, and who may see whom."""

from touchline_runtime.directory.projection import SUBSCRIPTIONS
from touchline_runtime.directory.scope import (
    require_manager_of,
    require_person,
    require_team,
    teams_in_scope,
    teams_managed,
)
from touchline_runtime.directory.store import (
    PersonRow,
    TeamRow,
    lock_directory,
    lock_directory_alone,
    persons_of,
    team_of,
)

__all__ = [
    "SUBSCRIPTIONS",
    "PersonRow",
    "TeamRow",
    "lock_directory",
    "lock_directory_alone",
    "persons_of",
    "require_manager_of",
    "require_person",
    "require_team",
    "team_of",
    "teams_in_scope",
    "teams_managed",
]
