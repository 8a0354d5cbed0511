"""The commands together, and how failures end them."""

from __future__ import annotations

import sys

import typer
from rich.console import Console
from rich.markup import escape

from devstack.cli import demo, down, import_directory, publish, quarantine, status, token, up
from devstack.failures import PREFIX, StackError

EXIT_CODES = (
    "Exit codes: 0 done · 1 failed or a line was refused · 2 wrong usage · 3 already running · "
    "4 not running · 5 port taken · 6 a part did not start · 7 unusable state directory"
)

app = typer.Typer(
    name="touchline",
    help="Coaching and skills for service teams: run a stack on this machine, feed it, look into it.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("up")(up.up)
app.command("down")(down.down)
app.command("status")(status.status)
app.command("token")(token.token)
app.command("publish")(publish.publish)
app.command("import-directory")(import_directory.import_directory)
app.command("demo")(demo.demo)
app.add_typer(quarantine.app, name="quarantine")


def main() -> None:
    """Runs the command; a failure is one clear line and its exit code."""
    try:
        app()
    except StackError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]{PREFIX}[/] {escape(str(error))}")
        sys.exit(error.exit_code)
