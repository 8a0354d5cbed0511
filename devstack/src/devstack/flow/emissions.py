"""Reads from the code which events a use case may emit.

It follows the names that a function calls, through the modules of its own service, to the event classes
that are constructed. A method whose object is not known by name is looked up in the service's classes.
What it finds may be more than what is emitted in one run, never another service's event.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

from touchline_contracts.event import Event

_NEVER_EMITS = ("store", "routes", "subscriptions", "main")


def emitted(publisher: str, *use_cases: Callable[..., Any]) -> frozenset[type[Event]]:
    """The events on the publisher's topic that use cases may construct; the publisher is a service."""
    seen: set[object] = set()
    found: set[type[Event]] = set()
    waiting: list[object] = list(use_cases)
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if isinstance(current, type) and issubclass(current, Event):
            found.add(current)
        else:
            waiting += [target for target in _called(current) if _followed(target, publisher)]
    return frozenset(event for event in found if f"touchline.{publisher}" == event.TOPIC)


def _followed(target: object, service: str) -> bool:
    if isinstance(target, type) and issubclass(target, Event):
        return hasattr(target, "TYPE")
    module = getattr(target, "__module__", None) or ""
    inside = module == service or module.startswith(f"{service}.")
    return inside and module.rpartition(".")[2] not in _NEVER_EMITS and isinstance(target, FunctionType)


def _called(current: object) -> Iterator[object]:
    if not isinstance(current, FunctionType) or current.__code__.co_filename.startswith("<"):
        return  # what dataclasses write has no source
    scope = current.__globals__
    tree = ast.parse(textwrap.dedent(inspect.getsource(current)))
    asked = {id(part) for node in ast.walk(tree) for part in _only_asked(node)}
    for node in ast.walk(tree):
        if id(node) in asked:
            continue
        if isinstance(node, ast.Name):
            yield _plain(scope.get(node.id))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = scope.get(node.value.id)
            if isinstance(owner, ModuleType | type):
                yield _plain(getattr(owner, node.attr, None))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from _methods(node.func, scope, current.__module__.partition(".")[0])


def _only_asked(node: ast.AST) -> Iterator[ast.AST]:
    """Parts that name a class without making one: annotations, isinstance, patterns."""
    named = [getattr(node, field, None) for field in ("annotation", "returns")]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
        named += node.args[1:]
    if isinstance(node, ast.MatchClass):
        named.append(node.cls)
    for part in named:
        if part is not None:
            yield from ast.walk(part)


def _methods(called: ast.Attribute, scope: dict[str, Any], service: str) -> Iterator[object]:
    """The methods of that name, where the object is not one that the module knows by name."""
    if isinstance(called.value, ast.Name) and called.value.id in scope:
        return
    yield from (_plain(vars(kind)[called.attr]) for kind in _classes(service) if called.attr in vars(kind))


def functions_in(package: str) -> Iterator[Callable[..., Any]]:
    """Every function and method that the modules of a package define, as far as they are imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{package}."):
            owners = [module, *(kind for kind in vars(module).values() if isinstance(kind, type))]
            for found in (_plain(part) for owner in owners for part in vars(owner).values()):
                if isinstance(found, FunctionType) and found.__module__ == name:
                    yield found


def _classes(service: str) -> Iterator[type]:
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{service}.") and name.rpartition(".")[2] not in _NEVER_EMITS:
            yield from (
                kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == name
            )


def _plain(found: object) -> object:
    """The function under a classmethod, a property or a decorator that keeps it."""
    inner = getattr(found, "fget", None) or getattr(found, "__func__", found)
    return inspect.unwrap(inner) if callable(inner) else inner
