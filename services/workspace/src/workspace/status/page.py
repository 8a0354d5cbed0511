"""The status page as HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from workspace.status.figures import Figures, State, headline

_MARKS = {State.READY: "●", State.NOT_READY: "◐", State.STOPPED: "■", State.SILENT: "○"}
_CLASSES = {State.READY: "good", State.NOT_READY: "warn", State.STOPPED: "bad", State.SILENT: "bad"}


def page(board: Sequence[Figures]) -> str:
    """The whole page; its script puts ``live`` in again every few seconds."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Touchline</title>
<link rel="icon" href="/assets/mark.svg">
<link rel="stylesheet" href="/assets/status.css">
<script src="/assets/status.js" defer></script>
</head>
<body>
<header class="top">
<img src="/assets/mark.svg" alt="" width="28" height="28">
<div><h1>Touchline</h1><p>Coaching and skills for service teams</p></div>
</header>
<main>
<div id="live">
{live(board)}
</div>
<p class="fresh" id="fresh" role="status">Refreshed every few seconds while this page is open.</p>
<section class="next" aria-labelledby="next">
<h2 id="next">Call an API</h2>
<p>Every call needs a bearer token. On the embedded stack, take one as a persona:</p>
<pre><code>touchline token --as manager</code></pre>
<p>Personas: admin, manager, coach, agent and operator. Then open a service's API above
and choose <em>Authorize</em>.</p>
</section>
</main>
</body>
</html>
"""


def live(board: Sequence[Figures]) -> str:
    """The part of the page that changes."""
    cards = "\n".join(_card(one) for one in board)
    return f'<p class="headline">{escape(headline(board))}</p>\n<div class="services">\n{cards}\n</div>'


def _card(one: Figures) -> str:
    name, title = escape(one.upstream.name), escape(one.upstream.title)
    return f"""<section class="service" aria-labelledby="{name}">
<div class="head"><h2 id="{name}">{title}</h2>{_chip(one.state)}</div>
<p class="purpose">{escape(one.upstream.purpose)}</p>
{_body(one)}
<p class="links"><a href="{escape(one.upstream.prefix)}/docs">{title} API</a></p>
</section>"""


def _chip(state: State) -> str:
    mark = f'<span aria-hidden="true">{_MARKS[state]}</span>'
    return f'<span class="chip {_CLASSES[state]}">{mark} {state.capitalize()}</span>'


def _body(one: Figures) -> str:
    if one.state is State.SILENT:
        return '<p class="empty">It does not answer. Its figures are not known.</p>'
    counts = "".join(_row(label, count) for label, count in one.counts.items())
    return f'<dl class="counts">{counts}</dl>\n{_traffic(one)}{_stopped(one)}'


def _traffic(one: Figures) -> str:
    rows = [_row("events to read", one.to_read), _row("events to publish", one.to_publish)]
    rows.append(_row("set aside", one.set_aside, "bad" if one.set_aside else ""))
    if one.behind_them:
        rows.append(_row("waiting behind them", one.behind_them, "warn"))
    return f'<dl class="traffic">{"".join(rows)}</dl>'


def _stopped(one: Figures) -> str:
    if not one.stopped:
        return ""
    names = ", ".join(f"<code>{escape(name)}</code>" for name in one.stopped)
    return f'<p class="alarm">Stopped after too many failures: {names}</p>'


def _row(label: str, count: int, tone: str = "") -> str:
    return f'<div class="{tone}"><dt>{escape(label)}</dt><dd>{count:,}</dd></div>'
