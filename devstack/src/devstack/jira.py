"""Turns resolved issues of a tracker into directory and task events, for ``touchline publish``.

``python -m devstack.jira FILE.jsonl.gz > events.jsonl``. A row has number, project, assignee, components,
labels, priority, resolution, created, resolved, summary and description. A project becomes a team with an
invented manager and coach, an assignee a person, a component a skill tag.
"""

from __future__ import annotations

import gzip
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from devstack.demo.vocabulary import names
from touchline_contracts.event import skill_id_of

SOURCE = "/jira"
CLOSED_AFTER = timedelta(days=1)
_SUMMARY, _TEXT = 1_000, 50_000  # the contracts' bounds, in characters

Row = dict[str, Any]
Event = dict[str, Any]
Moment = tuple[datetime, str, dict[str, object]]


def convert(
    rows: Iterable[Row], *, hide_tags: float = 0.0, seed: int = 7, team_manager: str | None = None
) -> Iterator[Event]:
    """Directory events first, then task events in order of time; the same for the same arguments.

    ``hide_tags`` (0 to 1) is the share of cases in the second half of the rows that lose their skill tags;
    ``team_manager`` is a person who manages every team.
    """
    issues = list(rows)
    yield from _directory(issues, team_manager)
    tasks = [_Case(issue) for issue in issues]
    rng = random.Random(seed)
    for case in tasks[len(tasks) // 2 :]:
        case.hidden = rng.random() < hide_tags
    moments = sorted(
        (at, number, place)
        for number, case in enumerate(tasks)
        for place, (at, _, _) in enumerate(case.moments)
    )
    for _, number, place in moments:
        yield tasks[number].event(place)


def read(path: Path) -> Iterator[Row]:
    """The rows of a JSON Lines file, gzipped or not."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            yield orjson.loads(line)


class _Case:
    """One issue as a task: its fields, and the moments at which they changed."""

    def __init__(self, row: Row) -> None:
        self.hidden = False
        self._row = row
        self._tags = [name for name in row["components"] if skill_id_of(name)]
        opened, resolved = _time(row["created"]), _time(row["resolved"])
        worked: dict[str, object] = {
            "state": "resolved",
            "resolved_at": resolved.isoformat(),
            "resolution_notes": _ending(row),
        }
        closed = resolved + CLOSED_AFTER
        self.moments: list[Moment] = [
            (opened, "opened", {"state": "new"}),
            (opened + (resolved - opened) * 0.1, "assigned", {"state": "open", "agent_id": row["assignee"]}),
            (resolved, "resolved", worked),
            (closed, "closed", {"state": "closed", "closed_at": closed.isoformat()}),
        ]

    def event(self, place: int) -> Event:
        """The event of the moment at ``place``, with the snapshot as it was then."""
        row, (at, kind, _) = self._row, self.moments[place]
        snapshot: dict[str, object] = {
            "number": row["number"],
            "revision": place + 1,
            "kind": "case",
            "priority": (row["priority"] or "normal").lower(),
            "short_description": row["summary"][:_SUMMARY],
            "description": (row["description"] or "")[:_TEXT],
            "product": row["project"],
            "team_id": skill_id_of(row["project"]),
            "skills": [] if self.hidden else self._tags,
            "opened_at": self.moments[0][0].isoformat(),
            "attributes": {"labels": " ".join(row["labels"]), "resolution": row["resolution"]},
        }
        for _, _, changes in self.moments[: place + 1]:
            snapshot |= changes
        # untagged events are other events than the same ones with their tags
        id = f"{row['number']}.{place + 1}" + (".untagged" if self.hidden and self._tags else "")
        return _structured(f"task.{kind}.v1", id, at, snapshot)


def _directory(issues: Sequence[Row], team_manager: str | None) -> Iterator[Event]:
    began = min((_time(issue["created"]) for issue in issues), default=datetime.now(UTC))
    members: dict[str, dict[str, None]] = {}
    for issue in issues:
        members.setdefault(issue["project"], {})[issue["assignee"]] = None
    leads = {project: _leads(project, team_manager) for project in members}
    titles = {id: "Developer" for assignees in members.values() for id in assignees}
    for manager, coach in leads.values():
        titles |= {manager: "Team Manager", coach: "Coach"}
    for id, title in sorted(titles.items()):
        person = {"id": id, "name": _name(id), "title": title, "revision": 1}
        yield _structured("person.changed.v1", _content_id(person), began, person)
    for project, assignees in sorted(members.items()):
        manager, coach = leads[project]
        team = {"id": skill_id_of(project), "name": project.capitalize(), "revision": 1}
        team |= {"manager_id": manager, "coach_ids": [coach], "member_ids": sorted({*assignees, coach})}
        yield _structured("team.changed.v1", _content_id(team), began, team)


def _leads(project: str, team_manager: str | None) -> tuple[str, str]:
    team_id = skill_id_of(project)
    return team_manager or f"{team_id}-manager", f"{team_id}-coach"


def _name(person_id: str) -> str:
    rng = random.Random(person_id)
    return f"{rng.choice(names().first)} {rng.choice(names().last)}"


def _ending(row: Row) -> str:
    return f"Ended as {row['resolution'].lower()}. Worked on by {row['assignee']} for {row['project']}."


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _content_id(fields: dict[str, Any]) -> str:
    return f"{fields['id']}.{sha256(orjson.dumps(fields)).hexdigest()[:16]}"


def _structured(type: str, id: str, at: datetime, fields: dict[str, object]) -> Event:
    envelope = {"specversion": "1.0", "id": id, "source": SOURCE, "type": type, "time": at.isoformat()}
    return {**envelope, "datacontenttype": "application/json", "data": fields}


def main(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON Lines, gzipped or not.")],
    first: Annotated[int | None, typer.Option(help="Only so many rows.", min=1)] = None,
    hide_tags: Annotated[float, typer.Option(help="Share of later cases without tags.", min=0, max=1)] = 0.0,
    team_manager: Annotated[str | None, typer.Option(help="Person id who manages all teams.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed hides other tags.")] = 7,
) -> None:
    """Writes one CloudEvent a line, in structured JSON form, to standard output."""
    rows = islice(read(file), first)
    for event in convert(rows, hide_tags=hide_tags, seed=seed, team_manager=team_manager):
        sys.stdout.buffer.write(orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    typer.run(main)
