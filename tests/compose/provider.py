"""An OpenID Connect provider of an organisation: it publishes its key and signs tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from joserfc.jwk import KeySet

from touchline_runtime.testing.callers import Issuer


@contextmanager
def publishing_keys(issuer: Issuer) -> Iterator[str]:
    """Serves the issuer's keys; gives their URL."""
    body = json.dumps(KeySet([issuer.key]).as_dict()).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/keys"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
