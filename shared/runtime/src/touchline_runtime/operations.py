"""What an operator does over HTTP in every service: quarantined events, and subscriptions that stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from touchline_runtime import quarantine, replay, stops
from touchline_runtime.auth import Role
from touchline_runtime.errors import Conflict, NotFound
from touchline_runtime.http import Page, Route, command, decode_cursor, encode_cursor, query
from touchline_runtime.operator_messages import (
    DiscardEvent,
    ListQuarantine,
    ListSubscriptions,
    QuarantinedEvent,
    QuarantinedEventWithContent,
    ReadQuarantined,
    ReplayEvent,
    ResumeSubscription,
    Settled,
    SubscriptionView,
)
from touchline_runtime.subscription import Subscription
from touchline_runtime.transaction import Connection, Transaction

Settle = Callable[[Transaction, Sequence[Subscription], int, str], Awaitable[replay.Outcome]]


async def list_quarantine(conn: Connection, query: ListQuarantine) -> Page[QuarantinedEvent]:
    """Events that could not be applied and those that wait behind them, oldest first."""
    after = int(_digits(decode_cursor(query.after, 1)[0])) if query.after else 0
    states = [query.state] if query.state else ["quarantined", "parked"]
    rows = await quarantine.list_events(
        conn,
        after=after,
        states=states,
        subscription=query.subscription,
        key=query.key,
        limit=query.limit + 1,
    )
    items = [QuarantinedEvent.of(row) for row in rows[: query.limit]]
    return Page(items=items, next=encode_cursor(items[-1].id) if len(rows) > query.limit else None)


async def read_quarantined(conn: Connection, query: ReadQuarantined) -> QuarantinedEventWithContent:
    """One event set aside, with the bytes it came with."""
    row = await quarantine.get(conn, query.number)
    if row is None:
        raise NotFound("event in the quarantine", str(query.number))
    return QuarantinedEventWithContent.of(row)


def routes_of(subscriptions: Sequence[Subscription]) -> tuple[Route, ...]:
    """The operator's routes of a service with these subscriptions."""

    async def replay_event(tx: Transaction, command: ReplayEvent) -> Settled:
        """Applies a quarantined event, and those that wait behind it, in their order."""
        return await _settle(replay.replay, tx, subscriptions, command)

    async def discard_event(tx: Transaction, command: DiscardEvent) -> Settled:
        """Gives a quarantined event up and applies those that wait behind it."""
        return await _settle(replay.discard, tx, subscriptions, command)

    async def list_subscriptions(conn: Connection, query: ListSubscriptions) -> Page[SubscriptionView]:
        """What this service reacts to, and what stopped."""
        found = {row["subscription"]: row for row in await stops.stopped(conn)}
        return Page(items=[SubscriptionView.of(one, found.get(one.name)) for one in subscriptions])

    async def resume_subscription(tx: Transaction, command: ResumeSubscription) -> SubscriptionView:
        """Lets a stopped subscription go on, once its fault is mended."""
        found = [one for one in subscriptions if one.name == command.name]
        if not found:
            raise NotFound("subscription", command.name)
        if not await stops.resume(tx.conn, command.name, tx.now):
            raise Conflict("not-stopped", f"The subscription {command.name} is not stopped.")
        return SubscriptionView.of(found[0], None)

    operator = (Role.OPERATOR,)
    return (
        query("/quarantine", list_quarantine, roles=operator),
        query("/quarantine/{number}", read_quarantined, roles=operator),
        command("POST", "/quarantine/{number}/replay", replay_event, roles=operator),
        command("POST", "/quarantine/{number}/discard", discard_event, roles=operator),
        query("/subscriptions", list_subscriptions, roles=operator),
        command("POST", "/subscriptions/{name}/resume", resume_subscription, roles=operator),
    )


async def _settle(
    settle: Settle, tx: Transaction, subscriptions: Sequence[Subscription], command: ReplayEvent
) -> Settled:
    try:
        outcome = await settle(tx, subscriptions, command.number, command.by.person_id)
    except replay.NotOpen as error:
        if await quarantine.get(tx.conn, command.number) is None:
            raise NotFound("event in the quarantine", str(command.number)) from None
        raise Conflict("not-open", f"{error}.") from None
    return Settled(
        id=str(command.number), state=outcome.state, applied=outcome.applied, reason=outcome.reason
    )


def _digits(text: str) -> str:
    return text if text.isdecimal() and len(text) < 19 else "0"
