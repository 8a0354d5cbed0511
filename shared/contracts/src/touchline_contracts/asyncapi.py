"""The AsyncAPI 3 document of the whole project, made from the catalogue of topics.

Sources: AsyncAPI specification 3.0.0 and its Kafka bindings 0.5.0.
"""

from __future__ import annotations

from typing import Any

from touchline_contracts.catalogue import TOPICS, Topic
from touchline_contracts.event import Event
from touchline_contracts.registry import EVENTS

Document = dict[str, Any]
_BINDINGS = "0.5.0"
_TRAIT = "cloudEvent"


def document() -> Document:
    """Channels by topic, messages by event type, operations by service. Schemas are files beside it."""
    messages = {event_type: _message(model) for event_type, model in sorted(EVENTS.items())}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Touchline events",
            "version": "1.0.0",
            "description": "Every event is a CloudEvents 1.0 event over Kafka, in binary mode (ce_* headers) "
            "or structured mode. Within a version, changes are additive.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {_channel_id(topic): _channel(topic) for topic in TOPICS},
        "operations": {name: body for topic in TOPICS for name, body in _operations(topic).items()},
        "components": {"messages": messages, "messageTraits": {_TRAIT: _trait()}},
    }


def _channel_id(topic: Topic) -> str:
    return topic.name.replace(".", "-")


def _channel(topic: Topic) -> Document:
    kept = "for ever" if topic.retention is None else f"for {topic.retention.days} days"
    compacted = ", compacted to the last event of each key" if topic.compacted else ""
    return {
        "address": topic.name,
        "title": topic.name,
        "description": f"Published by {topic.publisher}, kept {kept}{compacted}. Key: {topic.key}.",
        "messages": {model.TYPE: {"$ref": f"#/components/messages/{model.TYPE}"} for model in topic.events},
        "bindings": {"kafka": _topic_binding(topic)},
    }


def _topic_binding(topic: Topic) -> Document:
    milliseconds = -1 if topic.retention is None else int(topic.retention.total_seconds() * 1_000)
    return {
        "topic": topic.name,
        "partitions": topic.partitions,
        "topicConfiguration": {
            "cleanup.policy": ["compact" if topic.compacted else "delete"],
            "retention.ms": milliseconds,
        },
        "bindingVersion": _BINDINGS,
    }


def _operations(topic: Topic) -> dict[str, Document]:
    channel = {"$ref": f"#/channels/{_channel_id(topic)}"}
    publisher = topic.publisher.replace("'s", "").replace(" ", "-")
    sends = {"action": "send", "channel": channel, "summary": f"{topic.publisher} publishes {topic.name}"}
    found = {f"{publisher}-publishes-{_channel_id(topic)}": sends}
    for service in topic.subscribers:
        summary = f"{service} subscribes to {topic.name}"
        receives = {"action": "receive", "channel": channel, "summary": summary}
        found[f"{service}-subscribes-to-{_channel_id(topic)}"] = receives
    return found


def _message(model: type[Event]) -> Document:
    topic = next(topic for topic in TOPICS if topic.name == model.TOPIC)
    return {
        "name": model.TYPE,
        "title": model.TYPE,
        "summary": " ".join((model.__doc__ or "").split()),
        "traits": [{"$ref": f"#/components/messageTraits/{_TRAIT}"}],
        "payload": {"$ref": f"./schemas/{model.TYPE}.json"},
        "bindings": {
            "kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": _BINDINGS}
        },
    }


def _trait() -> Document:
    text = {"type": "string", "minLength": 1, "maxLength": 1_000}
    return {
        "contentType": "application/json",
        "correlationId": {
            "description": "The id of the event that started the chain.",
            "location": "$message.header#/ce_correlationid",
        },
        "headers": {
            "type": "object",
            "required": ["ce_specversion", "ce_id", "ce_source", "ce_type"],
            "properties": {
                "ce_specversion": {"const": "1.0"},
                "ce_id": text
                | {"description": "With ce_source it identifies the event: repeats count once."},
                "ce_source": text | {"description": "Who publishes, as a URI reference."},
                "ce_type": text | {"description": "The event type with its version: the message's name."},
                "ce_time": {"type": "string", "format": "date-time", "description": "When it happened."},
                "ce_subject": text,
                "ce_sequence": text | {"description": "Orders snapshots whose data has no revision."},
                "ce_correlationid": text,
                "ce_causationid": text | {"description": "The id of the event that this one follows from."},
                "ce_traceparent": text | {"description": "W3C trace context."},
            },
        },
    }
