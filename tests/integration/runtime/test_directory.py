"""The directory's copy holds the newest snapshots, however they come, and says who may see whom."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest

from tests.integration.runtime.notebook import Notebook
from touchline_contracts.event import Snapshot
from touchline_runtime import directory
from touchline_runtime.auth import Principal, Role
from touchline_runtime.directory import lock_directory, persons_of, team_of, teams_in_scope
from touchline_runtime.errors import Forbidden
from touchline_runtime.testing import NOW, Api, outbox_of, react
from touchline_runtime.testing.databases import Migrated
from touchline_runtime.testing.events import a_cancelled_shift, a_person, a_shift, a_team
from touchline_runtime.transaction import Cause, Database

[KEEP_COPY] = directory.SUBSCRIPTIONS
ADMIN = Role.COACHING_ADMIN


async def tables(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything the projection wrote."""
    async with database.reading() as conn:
        return {
            name: [tuple(row) for row in await conn.fetch(f"SELECT * FROM {name} ORDER BY 1, 2, 3")]
            for name in KEEP_COPY.into
        }


def changes(seed: int) -> list[Snapshot]:
    """Many snapshots of few things, with repeats and stale ones among them."""
    chance = random.Random(seed)
    people = [f"p{number}" for number in range(6)]

    def some() -> tuple[str, ...]:
        return tuple(chance.sample(people, chance.randint(0, 4)))

    def one() -> Snapshot:
        revision = chance.randint(1, 8)
        team = f"t{chance.randint(1, 3)}"
        return chance.choice(
            [
                a_person(chance.choice(people), revision=revision, title=str(chance.random())),
                a_team(team, revision=revision, manager_id=chance.choice([*people, None]), member_ids=some()),
                a_team(team, revision=revision, coach_ids=some(), additional_manager_ids=some()),
                a_shift(revision=revision, ends_at=NOW + timedelta(hours=chance.randint(1, 9))),
                a_cancelled_shift(revision=revision),
            ]
        )

    return [one() for _ in range(500)]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_one_batch_of_500_equals_500_batches_of_one(
    service_database: Callable[[Migrated], Awaitable[Database]], seed: int
) -> None:
    events = changes(seed)
    at_once, one_by_one = await service_database(Notebook()), await service_database(Notebook())
    await react(at_once, KEEP_COPY, *events)
    for event in events:
        await react(one_by_one, KEEP_COPY, event)
    assert await tables(at_once) == await tables(one_by_one)
    assert await outbox_of(at_once) == []


@pytest.mark.parametrize("seed", [4, 5])
async def test_out_of_turn_and_twice_ends_the_same_where_revisions_differ(
    service_database: Callable[[Migrated], Awaitable[Database]], seed: int
) -> None:
    newest: dict[tuple[str, int], Snapshot] = {
        (event.key(), event.revision): event for event in changes(seed)
    }
    events = list(newest.values())
    in_turn, shuffled = await service_database(Notebook()), await service_database(Notebook())
    await react(in_turn, KEEP_COPY, *sorted(events, key=lambda event: event.revision))
    doubled = events * 2
    random.Random(seed).shuffle(doubled)
    await react(shuffled, KEEP_COPY, *doubled)
    assert await tables(in_turn) == await tables(shuffled)


async def test_a_person_who_left_the_team_is_out_of_it(database: Database) -> None:
    await react(database, KEEP_COPY, a_team(revision=1, member_ids=("ada", "bob")))
    await react(database, KEEP_COPY, a_team(revision=2, member_ids=("bob",)))
    members = [row for row in (await tables(database))["team_person"] if row[2] == "member"]
    assert members == [("payments", "bob", "member")]


async def test_a_cancelled_shift_is_not_brought_back_by_an_older_snapshot(database: Database) -> None:
    await react(database, KEEP_COPY, a_cancelled_shift(revision=2))
    await react(database, KEEP_COPY, a_shift(revision=1))
    assert (await tables(database))["shift"][0][1] is True


async def test_rows_come_back_typed(database: Database) -> None:
    await react(database, KEEP_COPY, a_person("ada", time_zone="Europe/Vienna"), a_team())
    async with database.reading() as conn:
        assert (await persons_of(conn, ["ada", "nobody"]))["ada"].time_zone == "Europe/Vienna"
        team = await team_of(conn, "payments")
        assert team is not None
        assert team.manager_id == "manager"
        assert await team_of(conn, "nowhere") is None


async def test_scope_is_the_teams_one_manages_additionally_manages_or_coaches(database: Database) -> None:
    await react(
        database,
        KEEP_COPY,
        a_team("a", manager_id="kim", member_ids=("ada",)),
        a_team("b", manager_id=None, additional_manager_ids=("kim",)),
        a_team("c", manager_id=None, coach_ids=("kim",)),
        a_team("d", manager_id=None, coach_ids=(), member_ids=("kim",)),
    )
    async with database.reading() as conn:
        assert await teams_in_scope(conn, Principal.of("kim", Role.COACH), ADMIN) == ["a", "b", "c"]
        assert await teams_in_scope(conn, Principal.of("ada", Role.COACH), ADMIN) == []
        assert await teams_in_scope(conn, Principal.of("ada", ADMIN), ADMIN) is None


async def test_another_managers_team_is_403_and_so_is_one_that_nobody_knows(
    notebook: Api, database: Database
) -> None:
    await react(
        database, KEEP_COPY, a_team(), a_team("claims", manager_id="other", coach_ids=(), member_ids=("eve",))
    )
    manager = notebook.as_("manager")
    assert (await manager.get("/teams/payments/notes")).status_code == 200
    for team in ("claims", "nowhere"):
        assert (await manager.get(f"/teams/{team}/notes")).status_code == 403
    assert (await notebook.as_("admin").get("/teams/nowhere/notes")).status_code == 200


async def test_a_person_is_seen_by_their_leaders_and_themselves_only(
    notebook: Api, database: Database
) -> None:
    await react(
        database, KEEP_COPY, a_team(), a_team("claims", manager_id="other", coach_ids=(), member_ids=("eve",))
    )
    expected = {("manager", "agent"): 200, ("coach", "agent"): 200, ("agent", "agent"): 200}
    expected |= {
        ("manager", "eve"): 403,
        ("agent", "coach"): 403,
        ("coach", "nobody"): 403,
        ("admin", "eve"): 200,
    }
    for (caller, person), status in expected.items():
        response = await notebook.as_(caller).get(f"/persons/{person}/notes")
        assert response.status_code == status, (caller, person)


async def test_an_unknown_person_is_forbidden_without_or_self(database: Database) -> None:
    async with database.reading() as conn:
        with pytest.raises(Forbidden):
            await directory.require_person(conn, Principal.of("ada"), "ada", ADMIN)


async def test_the_projection_waits_for_reactions_that_hold_the_directory_still(database: Database) -> None:
    async with database.transaction(Cause("c", "s")) as tx:
        await lock_directory(tx.conn)
        projecting = asyncio.ensure_future(react(database, KEEP_COPY, a_person("ada")))
        done, _ = await asyncio.wait((projecting,), timeout=0.3)
        assert not done
        assert await persons_of(tx.conn, ["ada"]) == {}
    await asyncio.wait_for(projecting, 5)
    async with database.reading() as conn:
        assert "ada" in await persons_of(conn, ["ada"])


async def test_two_reactions_hold_the_directory_at_the_same_time(database: Database) -> None:
    async with database.transaction(Cause("1", "s")) as one, database.transaction(Cause("2", "s")) as two:
        await asyncio.wait_for(asyncio.gather(lock_directory(one.conn), lock_directory(two.conn)), 2)


def test_the_projection_names_every_table_it_writes() -> None:
    assert isinstance(KEEP_COPY.into, Sequence)
    assert KEEP_COPY.effect == "projection"
    assert KEEP_COPY.consumer == "directory"
