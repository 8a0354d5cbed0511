"""The page around Swagger UI. Pure."""

from __future__ import annotations

from html import escape

from workspace.upstream import Upstream


def documentation_page(upstream: Upstream) -> str:
    """HTML; the script reads the document's address from the page."""
    title = escape(upstream.title)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} API · Touchline</title>
<link rel="icon" href="/assets/mark.svg">
<link rel="stylesheet" href="/swagger/swagger-ui.css">
<link rel="stylesheet" href="/assets/documentation.css">
</head>
<body>
<header><a href="/">Touchline</a><h1>{title} API</h1><p>{escape(upstream.purpose)}</p></header>
<div id="swagger" data-document="{escape(upstream.prefix)}/openapi.json"></div>
<noscript>This page needs JavaScript. The document itself: {escape(upstream.prefix)}/openapi.json</noscript>
<script src="/swagger/swagger-ui-bundle.js"></script>
<script src="/assets/documentation.js"></script>
</body>
</html>
"""
