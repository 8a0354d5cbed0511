"""Route tables are checked when they are read; cursors survive anything that callers do to them."""

from __future__ import annotations

from inspect import Parameter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline_runtime.auth import Principal, Role
from touchline_runtime.errors import Invalid
from touchline_runtime.http import (
    Command,
    Query,
    command,
    decode_cursor,
    encode_cursor,
    moment,
    query,
    read_cursor,
    whole_number,
)
from touchline_runtime.http.signature import parameters_of
from touchline_runtime.transaction import Connection, Transaction


class Rename(Command):
    """Renames a thing."""

    thing_id: str
    name: str = "new"


async def rename(tx: Transaction, command: Rename) -> None:
    """Renames a thing."""


async def lost(tx: Transaction, command: Transaction) -> None:
    """Takes no command."""


async def look(conn: Connection, query: Query) -> Rename:
    """Takes nothing but who asks."""
    raise NotImplementedError


def test_a_command_is_split_into_path_and_body() -> None:
    route = command("post", "/things/{thing_id}/name", rename, roles=(Role.COACH,))
    assert (route.method, route.name, route.tag, route.status) == ("POST", "rename", "things", 204)
    assert [parameter.name for parameter in parameters_of(route)] == ["thing_id", "message"]
    assert parameters_of(route)[1].default is None


def test_a_required_field_makes_the_body_required() -> None:
    route = command("POST", "/names", rename, roles=())
    assert [p.default for p in parameters_of(route)] == [Parameter.empty]


def test_a_query_with_nothing_to_ask_has_no_parameters() -> None:
    assert parameters_of(query("/things", look, roles=())) == []


def test_a_path_that_names_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="rename: Rename has no field thingid"):
        parameters_of(command("POST", "/things/{thingid}", rename, roles=()))


def test_a_use_case_without_a_message_is_refused() -> None:
    with pytest.raises(TypeError, match="must take a Command"):
        command("POST", "/lost", lost, roles=())
    with pytest.raises(TypeError, match="must take a Query"):
        query("/rename", rename, roles=())  # type: ignore[arg-type]  # the planted mistake


def test_who_asks_cannot_be_changed_afterwards() -> None:
    made = Rename(by=Principal.of("ada"), thing_id="1")
    with pytest.raises(ValueError, match="frozen"):
        made.by = Principal.of("admin", Role.SKILL_ADMIN)  # type: ignore[misc]  # the planted mistake


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=4
    )
)
def test_a_cursor_comes_back_as_it_was(parts: list[str]) -> None:
    cursor = encode_cursor(*parts)
    assert decode_cursor(cursor, len(parts)) == parts
    assert cursor.replace("-", "").replace("_", "").isalnum()


@given(st.text())
def test_any_other_text_is_refused_by_name(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode_cursor(text, 9)
    assert refused.value.errors[0]["field"] == "after"


@pytest.mark.parametrize("text", [encode_cursor("a"), encode_cursor("a", "\0"), "WzEsMl0", "W10", "e30", "é"])
def test_a_cursor_of_another_list_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(text, 2)


@given(
    parts=st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=3
    )
)
def test_what_a_list_makes_of_a_cursor_is_refused_unless_it_is_what_the_list_sorts_by(
    parts: list[str],
) -> None:
    text = encode_cursor(*parts)
    assert read_cursor(text, len(parts), lambda *each: list(each)) == parts
    with pytest.raises(Invalid, match="earlier page"):
        read_cursor(text, len(parts) + 1, lambda *each: each)


@pytest.mark.parametrize("part", ["", "soon", "2026-01-01T00:00:00", "-1", "١", str(2**63), "9" * 5000])
def test_a_cursor_of_no_moment_and_no_number_is_refused(part: str) -> None:
    for reader in (moment, whole_number):
        with pytest.raises(Invalid, match="earlier page"):
            read_cursor(encode_cursor(part), 1, reader)


def test_the_first_page_has_no_cursor_and_an_empty_one_is_none() -> None:
    assert read_cursor(None, 1, moment) is None
    with pytest.raises(Invalid, match="earlier page"):
        read_cursor("", 1, moment)
