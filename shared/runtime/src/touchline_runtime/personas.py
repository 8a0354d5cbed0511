"""The five people that the embedded issuer and the tests sign in, with their roles."""

from __future__ import annotations

from touchline_runtime.auth import Role

PERSONAS: dict[str, tuple[Role, ...]] = {
    "admin": tuple(Role),
    "manager": (Role.SKILL_MANAGER, Role.COACH, Role.TASK_CREATOR, Role.CATALOG_MANAGER),
    "coach": (Role.COACH,),
    "agent": (Role.TRAINEE,),
    "operator": (Role.OPERATOR,),
}
"""Roles by person id. In the demo all but the admin belong to its first team, ``payments``."""
