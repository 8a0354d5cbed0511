"""HTTP for every service: a table of routes becomes a web application with problem documents."""

from touchline_runtime.http.app import create_app
from touchline_runtime.http.cursor import decode_cursor, encode_cursor
from touchline_runtime.http.messages import Command, Page, PageQuery, Query
from touchline_runtime.http.route import Route, command, query

__all__ = [
    "Command",
    "Page",
    "PageQuery",
    "Query",
    "Route",
    "command",
    "create_app",
    "decode_cursor",
    "encode_cursor",
    "query",
]
