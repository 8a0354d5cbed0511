"""``python -m <service> rebuild [NAME …]``: what an operator types to build projections anew."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from touchline_runtime.rebuild import NotAProjection, NotRebuilt, rebuild
from touchline_runtime.settings import Settings
from touchline_runtime.subscription import Subscription


async def rebuild_as_told(
    service: str, settings: Settings, subscriptions: Sequence[Subscription], names: Sequence[str]
) -> int:
    """Rebuilds the named projections, all when none is named.

    Returns the exit code: 2 for a wrong name, 1 where the projections had to be left as they were.
    """
    try:
        read = await rebuild(settings.database_url, service, settings.kafka_bootstrap, subscriptions, names)
    except NotAProjection as error:
        print(error, file=sys.stderr)
        return 2
    except NotRebuilt as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{read} records read")
    return 0
