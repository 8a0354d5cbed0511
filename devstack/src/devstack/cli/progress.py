"""A progress bar on stderr, drawn only where somebody looks."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Bar:
    """Shows how much of ``total`` is done; without a total, only how many events so far."""

    def __init__(self, console: Console, label: str, total: int | None) -> None:
        columns = (SpinnerColumn(), TextColumn(label), BarColumn(), TextColumn("{task.fields[count]} events"))
        self._progress = Progress(
            *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
        )
        self._task = self._progress.add_task(label, total=total, count=0)

    def at(self, done: int, count: int) -> None:
        """Moves the bar."""
        self._progress.update(self._task, completed=done, count=count)

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
