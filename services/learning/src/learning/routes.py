"""What the learning service answers over HTTP: path → function, and who may."""

from __future__ import annotations

from learning.catalogs.create_catalog import create_catalog
from learning.catalogs.list_catalogs import list_catalogs
from learning.courses.list_courses import list_courses
from learning.courses.publish_course import publish_course
from learning.courses.read_course import read_course
from learning.learning_tasks.assign_course import assign_course
from learning.learning_tasks.cancel_task import cancel_task
from learning.learning_tasks.complete_task import complete_task
from learning.learning_tasks.list_tasks import list_tasks
from learning.learning_tasks.start_task import start_task
from touchline_runtime.auth import Role
from touchline_runtime.http import Route, command, query

EVERYBODY = (Role.TRAINEE,)

ROUTES: tuple[Route, ...] = (
    query("/courses", list_courses, roles=EVERYBODY),
    command("POST", "/courses", publish_course, roles=(Role.CONTENT_CREATOR,), status=201),
    query("/courses/{id}", read_course, roles=EVERYBODY),
    query("/catalogs", list_catalogs, roles=EVERYBODY),
    command("POST", "/catalogs", create_catalog, roles=(Role.CATALOG_MANAGER,), status=201),
    query("/tasks", list_tasks, roles=EVERYBODY),
    command("POST", "/tasks", assign_course, roles=(Role.TASK_CREATOR,), status=201),
    command("POST", "/tasks/{id}/start", start_task, roles=EVERYBODY),
    command("POST", "/tasks/{id}/complete", complete_task, roles=EVERYBODY),
    command("POST", "/tasks/{id}/cancel", cancel_task, roles=(Role.TASK_CREATOR,)),
)
