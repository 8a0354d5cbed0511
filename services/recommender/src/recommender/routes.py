"""Which path answers what, and for whom."""

from __future__ import annotations

from recommender.predictions.list_predictions import list_predictions
from recommender.status.show_status import show_status
from touchline_runtime.auth import Role
from touchline_runtime.http import Route, query

ROUTES: tuple[Route, ...] = (
    query("/status", show_status, roles=(Role.OPERATOR, Role.SKILL_MANAGER)),
    query("/predictions", list_predictions, roles=(Role.SKILL_MANAGER,)),
)
