"""The embedded stack's own issuer of tokens: a key, a persona for each role, discovery over HTTP."""
