"""HTTP for every service: a table of routes becomes a web application with problem documents."""

from touchline_runtime.http.app import create_app
from touchline_runtime.http.csv_body import FromCsv
from touchline_runtime.http.cursor import decode_cursor, encode_cursor, moment, read_cursor, whole_number
from touchline_runtime.http.if_match import IfMatch
from touchline_runtime.http.messages import (
    Command,
    Cursor,
    Page,
    PageQuery,
    Query,
    Sheet,
    TwoWayPage,
    TwoWayQuery,
)
from touchline_runtime.http.route import Route, command, query
from touchline_runtime.http.shapes import Identifier, LongText, SampleView, ShortText, SkillAtLevel
from touchline_runtime.http.two_way import Cut, Place, cut, place_of

__all__ = [
    "Command",
    "Cursor",
    "Cut",
    "FromCsv",
    "Identifier",
    "IfMatch",
    "LongText",
    "Page",
    "PageQuery",
    "Place",
    "Query",
    "Route",
    "SampleView",
    "Sheet",
    "ShortText",
    "SkillAtLevel",
    "TwoWayPage",
    "TwoWayQuery",
    "command",
    "create_app",
    "cut",
    "decode_cursor",
    "encode_cursor",
    "moment",
    "place_of",
    "query",
    "read_cursor",
    "whole_number",
]
