"""HTTP for every service: a table of routes becomes a web application with problem documents."""

from touchline_runtime.http.app import create_app
from touchline_runtime.http.cursor import decode_cursor, encode_cursor, moment, read_cursor, whole_number
from touchline_runtime.http.if_match import IfMatch
from touchline_runtime.http.messages import Command, Cursor, Page, PageQuery, Query
from touchline_runtime.http.route import Route, command, query
from touchline_runtime.http.shapes import Identifier, LongText, SampleView, ShortText, SkillAtLevel

__all__ = [
    "Command",
    "Cursor",
    "Identifier",
    "IfMatch",
    "LongText",
    "Page",
    "PageQuery",
    "Query",
    "Route",
    "SampleView",
    "ShortText",
    "SkillAtLevel",
    "command",
    "create_app",
    "decode_cursor",
    "encode_cursor",
    "moment",
    "query",
    "read_cursor",
    "whole_number",
]
