"""``python -m devstack`` is the ``touchline`` command."""

from devstack.cli.app import main

main()
