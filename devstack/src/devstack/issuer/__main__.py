"""``python -m devstack.issuer KEY-FILE PORT [HOST]`` serves the embedded issuer, on 127.0.0.1 if not told."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from devstack.issuer.app import create_issuer
from devstack.issuer.key import ensure_key
from devstack.ports import HOST


def main(key_file: str, port: str, host: str = HOST) -> None:
    """Serves until it is told to stop."""
    app = create_issuer(ensure_key(Path(key_file)))
    uvicorn.run(app, host=host, port=int(port), log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
