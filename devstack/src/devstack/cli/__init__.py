"""The ``touchline`` command, one module a subcommand."""
