"""``python -m devstack.issuer.print_token KEY-FILE PERSONA`` prints a token that is good for a day."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from devstack.issuer.key import read_key
from devstack.issuer.token import sign
from touchline_runtime.personas import PERSONAS


def main(key_file: str, persona: str) -> None:
    """Raises NotRunning where the issuer never ran; KeyError for somebody who is no persona."""
    print(sign(read_key(Path(key_file)), persona, PERSONAS[persona], lifetime=timedelta(days=1)))


if __name__ == "__main__":
    main(*sys.argv[1:])
