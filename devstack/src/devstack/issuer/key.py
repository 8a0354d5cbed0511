"""The issuer's key pair, kept in the state directory, readable by its owner only."""

from __future__ import annotations

import json
import os
from pathlib import Path

from joserfc.jwk import ECKey

from devstack.failures import NotRunning

ALGORITHM = "ES256"


def ensure_key(file: Path) -> ECKey:
    """The key in this file, made first if there is none."""
    if not file.exists():
        key = ECKey.generate_key("P-256", private=True, auto_kid=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump(key.as_dict(private=True), out)
    return read_key(file)


def read_key(file: Path) -> ECKey:
    """The key in this file. Raises NotRunning if no stack was ever started there."""
    try:
        return ECKey.import_key(json.loads(file.read_text()))
    except FileNotFoundError:
        raise NotRunning(f"no stack was started in {file.parent}: run `touchline up` first") from None


def published(key: ECKey) -> dict[str, list[dict[str, object]]]:
    """The public half, as a JSON Web Key Set."""
    return {"keys": [{**key.as_dict(private=False), "alg": ALGORITHM, "use": "sig"}]}
