"""Directory files: tables and documents, and what is said of faults in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devstack.failures import StackError
from devstack.publishing.checking import check_event
from devstack.publishing.directory import DirectoryRefused, events_of
from devstack.publishing.directory_file import read_rows

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def imported(tmp_path: Path, text: str, name: str = "directory.csv") -> list[dict[str, object]]:
    file = tmp_path / name
    file.write_text(text)
    return events_of(read_rows(file), at=AT)


def faults(tmp_path: Path, text: str, name: str = "directory.csv") -> list[tuple[str, str, str]]:
    with pytest.raises(DirectoryRefused) as refused:
        imported(tmp_path, text, name)
    return [(fault.where, fault.column, fault.reason) for fault in refused.value.faults]


def test_a_table_of_persons_becomes_person_events(tmp_path: Path) -> None:
    events = imported(tmp_path, "\ufeffid,name,email,active\nann,Ann Lee,ann@example.com,true\nbob,Bob,,no\n")
    assert [event["type"] for event in events] == ["person.changed.v1"] * 2
    ann, bob = (event["data"] for event in events)
    assert isinstance(ann, dict)
    assert isinstance(bob, dict)
    assert (ann["name"], ann["email"], ann["active"]) == ("Ann Lee", "ann@example.com", True)
    assert (bob["email"], bob["active"], bob["time_zone"]) == (None, False, "UTC")


def test_a_table_of_teams_has_several_ids_in_a_cell(tmp_path: Path) -> None:
    (team,) = imported(tmp_path, "id,name,manager_id,member_ids\npay,Payments,meg,ann; bob;\n")
    assert team["type"] == "team.changed.v1"
    assert isinstance(team["data"], dict)
    assert team["data"]["member_ids"] == ["ann", "bob"]


def test_a_column_kind_lets_a_table_hold_all_and_persons_come_first(tmp_path: Path) -> None:
    text = (
        "kind,id,name,person_id,team_id,starts_at,ends_at,member_ids\n"
        "shift,s1,,ann,pay,2026-03-02T08:00Z,2026-03-02T16:00Z,\n"
        "team,pay,Payments,,,,,ann\n"
        "person,ann,Ann,,,,,\n"
    )
    types = [event["type"] for event in imported(tmp_path, text)]
    assert types == ["person.changed.v1", "team.changed.v1", "shift.scheduled.v1"]


def test_a_document_has_the_same_and_every_event_can_be_published(tmp_path: Path) -> None:
    document = {
        "persons": [{"id": "ann", "name": "Ann"}],
        "teams": [{"id": "pay", "name": "Payments", "member_ids": ["ann"]}],
    }
    events = imported(tmp_path, json.dumps(document), "directory.json")
    assert [check_event(event).key for event in events] == [b"person:ann", b"team:pay"]


def test_a_later_import_has_a_higher_revision_and_other_ids(tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text("id,name\nann,Ann\n")
    (first,) = events_of(read_rows(file), at=AT)
    (again,) = events_of(read_rows(file), at=AT)
    (later,) = events_of(read_rows(file), at=AT.replace(hour=10))
    assert first == again
    assert first["id"] != later["id"]
    assert isinstance(first["data"], dict)
    assert isinstance(later["data"], dict)
    assert first["data"]["revision"] < later["data"]["revision"]


@pytest.mark.parametrize(
    ("text", "where", "column", "reason"),
    [
        ("id,nmae\nann,Ann\n", "line 1", "nmae", "did you mean name?"),
        ("name\nAnn\n", "line 1", "id", "names no such column"),
        ("id,name,id\nann,Ann,x\n", "line 1", "id", "is there twice"),
        ("id,name\nann,Ann\nbob\n", "line 3", "name", "Field required"),
        ("id,name\nann,Ann,surplus\n", "line 2", "cell 3", "names no column"),
        ("id,name,active\nann,Ann,perhaps\n", "line 2", "active", "valid boolean"),
        ('id,name\nann,"Ann\nLee"\nbob,\n', "line 4", "name", "Field required"),
        ("id,name\nann,Ann\nann,Anna\n", "line 3", "id", "is also in line 2"),
        ("kind,id,name\npet,rex,Rex\n", "line 2", "kind", "must be person, team, shift"),
        ("kind,id,name,coach_ids\nperson,ann,Ann,bob\n", "line 2", "coach_ids", "unknown column"),
        ('id,name\nann,"Ann', "line 2", "row", "unexpected end"),
    ],
)
def test_a_fault_in_a_table_is_named_by_line_and_column(
    tmp_path: Path, text: str, where: str, column: str, reason: str
) -> None:
    found = faults(tmp_path, text)
    assert found[0][:2] == (where, column)
    assert reason in found[0][2]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, "id,name,active\nann,,perhaps\nbob,Bob,x\n")
    assert [(where, column) for where, column, _ in found] == [
        ("line 2", "name"),
        ("line 2", "active"),
        ("line 3", "active"),
    ]


@pytest.mark.parametrize(
    ("text", "where", "column"),
    [
        ('{"persons": [\n  {"id": "ann",}\n]}', "line 2", "column 16"),
        ('{"people": []}', "line 1", "document"),
        ('{"persons": {}}', "line 1", "persons"),
        ('{"persons": ["ann"]}', "persons[0]", "entry"),
        ('{"teams": [{"id": "a", "name": "A"}, {"id": "b"}]}', "teams[1]", "name"),
        ('{"teams": [{"id": "a", "name": "A", "member_ids": [1]}]}', "teams[0]", "member_ids.0"),
    ],
)
def test_a_fault_in_a_document_is_named_by_its_place(
    tmp_path: Path, text: str, where: str, column: str
) -> None:
    assert faults(tmp_path, text, "directory.json")[0][:2] == (where, column)


def test_bytes_that_are_no_text_and_other_endings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_bytes(b"id,name\nann,\xff\n")
    with pytest.raises(DirectoryRefused) as refused:
        read_rows(file)
    assert refused.value.faults[0].where == "line 2"
    with pytest.raises(StackError, match=r"must end in \.csv or \.json"):
        read_rows(file.with_suffix(".xlsx"))
    with pytest.raises(StackError, match="cannot be read"):
        read_rows(tmp_path / "none.csv")


def test_every_fault_of_a_row_is_named_bounds_too(tmp_path: Path) -> None:
    document = {"persons": [{"id": " ", "name": "x" * 1_001, "manager_id": "m" * 201, "active": "perhaps"}]}
    named = [column for _, column, _ in faults(tmp_path, json.dumps(document), "directory.json")]
    assert named == ["id", "name", "active", "manager_id"]


def test_text_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    named = faults(tmp_path, '{"persons": [{"id": "ann", "name": "A\\ud800"}]}', "directory.json")
    assert [column for _, column, _ in named] == ["name"]
