"""Finds what would break somebody when one JSON Schema of an event replaces another.

Two readers count: one that reads retained events with the new schema (so nothing may be narrowed or
newly required), and one that still has the old schema (so nothing may vanish or change its type).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
_FLOORS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_CEILINGS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_EXACT = ("pattern", "format", "multipleOf", "uniqueItems")


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """Each breaking change as a sentence that names the field; empty when the change is additive."""
    return list(_compare("data", _inlined(old, old), _inlined(new, new)))


def _inlined(node: Any, root: Schema) -> Any:
    """The schema without references. Event schemas are never recursive."""
    if isinstance(node, list):
        return [_inlined(part, root) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        return _inlined(root["$defs"][name], root)
    return {key: _inlined(part, root) for key, part in node.items() if key != "$defs"}


def _compare(where: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = _alternatives(old), _alternatives(new)
    kinds_before, kinds_after = {_kind(part) for part in before}, {_kind(part) for part in after}
    if kinds_before != kinds_after:
        yield f"{where}: the type changed from {_listed(kinds_before)} to {_listed(kinds_after)}"
        return
    for part in before:
        candidates = [list(_narrowed(where, part, other)) for other in after if _kind(other) == _kind(part)]
        yield from min(candidates, key=len)


def _alternatives(schema: Schema) -> list[Schema]:
    return [part for option in schema.get("anyOf", [schema]) for part in _by_type(option)]


def _by_type(schema: Schema) -> list[Schema]:
    kind = schema.get("type")
    return [schema | {"type": one} for one in kind] if isinstance(kind, list) else [schema]


def _kind(schema: Schema) -> str:
    return str(schema.get("type", "anything"))


def _listed(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds))


def _narrowed(where: str, old: Schema, new: Schema) -> Iterator[str]:
    yield from _bounds(where, old, new)
    yield from _values(where, old, new)
    yield from _fields(where, old, new)
    for inner in ("items", "additionalProperties"):
        if isinstance(old.get(inner), dict) and isinstance(new.get(inner), dict):
            yield from _compare(f"{where}[]", old[inner], new[inner])
        elif isinstance(new.get(inner), dict) or (new.get(inner) is False and old.get(inner) is not False):
            yield f"{where}: {inner} was narrowed"


def _bounds(where: str, old: Schema, new: Schema) -> Iterator[str]:
    for name in _FLOORS:
        if name in new and (name not in old or new[name] > old[name]):
            yield f"{where}: {name} was raised to {new[name]}"
    for name in _CEILINGS:
        if name in new and (name not in old or new[name] < old[name]):
            yield f"{where}: {name} was lowered to {new[name]}"
    for name in _EXACT:
        if name in new and new[name] != old.get(name):
            yield f"{where}: {name} became {new[name]}"


def _values(where: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = _allowed(old), _allowed(new)
    if after is None:
        return
    if before is None:
        yield f"{where}: is now one of a fixed list"
        return
    for value in before:
        if value not in after:
            yield f"{where}: the value {value!r} is no longer allowed"


def _allowed(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _fields(where: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    needed_before, needed_after = set(old.get("required", ())), set(new.get("required", ()))
    for name in before:
        if name not in after:
            yield f"{where}.{name}: the field was removed"
        else:
            yield from _compare(f"{where}.{name}", before[name], after[name])
    for name in sorted(needed_after - needed_before):
        yield f"{where}.{name}: is now required"
    for name in sorted(needed_before - needed_after):
        if name in after:
            yield f"{where}.{name}: is no longer required"
