"""Promise 14: logs are one JSON object a line, ours and the libraries', with the correlation id."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import logging, structlog
from touchline_runtime import logs
logs.configure("coaching", "INFO")
log = structlog.get_logger("coaching.assessments")
with structlog.contextvars.bound_contextvars(correlation_id="c-1"):
    log.info("opened", assessment="a-1", ids={1: object})
    logging.getLogger("library").warning("odd %s", "thing")
log.debug("unseen")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
"""


def test_every_line_is_an_object_with_time_level_service_and_correlation() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    ours, library, failed = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ours["event"], ours["assessment"], ours["correlation_id"]) == ("opened", "a-1", "c-1")
    assert (ours["level"], ours["service"], ours["logger"]) == ("info", "coaching", "coaching.assessments")
    assert ours["timestamp"].endswith("Z")
    assert (library["event"], library["correlation_id"]) == ("odd thing", "c-1")
    assert "ZeroDivisionError" in failed["exception"]
