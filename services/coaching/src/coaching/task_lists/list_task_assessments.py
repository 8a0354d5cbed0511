"""Query: the assessments about one task."""

from __future__ import annotations

from coaching.assessment_lists.list_assessments import ListAssessments, list_assessments
from coaching.assessment_lists.store import Order
from coaching.assessments.view import AssessmentView
from coaching.tasks.get_task import GetTask, get_task
from touchline_runtime.http import Page, PageQuery
from touchline_runtime.transaction import Connection


class ListTaskAssessments(PageQuery):
    """Of which task."""

    number: str


async def list_task_assessments(conn: Connection, query: ListTaskAssessments) -> Page[AssessmentView]:
    """What the caller may see of them, the last opened first. Raises NotFound, Forbidden as for the task."""
    await get_task(conn, GetTask(by=query.by, number=query.number))
    about = ListAssessments(
        by=query.by, task=query.number, order=Order.RECENT, after=query.after, limit=query.limit
    )
    return await list_assessments(conn, about)
