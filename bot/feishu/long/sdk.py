"""The SDK's WebSocket client without the rest of the SDK: 36 MB and half a second instead of 170 MB and three.

Its `__init__` files import every API there is, and the client imports a dispatcher only to name its type. Here empty
packages stand in their places, so this may be done in a process only that needs nothing else of the SDK.
"""

import logging
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

TIMEOUTS: Final = (5.0, 10.0)
"""Seconds to connect and to read when asking where to connect; the SDK itself would wait for ever."""


class _Patient:
    """Stands where the SDK's client expects the `requests` module."""

    def post(self, url: str, **how: Any) -> Any:
        """Post with an end to it, and without following anybody elsewhere with the app's secret."""
        import requests

        return requests.post(url, timeout=TIMEOUTS, allow_redirects=False, **how)


def client_module() -> Any:
    """`lark_oapi.ws.client`, silent: the SDK would log addresses that let anybody in, and print to standard output."""
    found = find_spec("lark_oapi")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(name="lark_oapi")
    home = Path(found.submodule_search_locations[0])
    for name in ("", ".ws", ".event"):
        _empty(f"lark_oapi{name}").__path__ = [str(home / name[1:])]
    vars(_empty("lark_oapi.event.dispatcher_handler"))["EventDispatcherHandler"] = object
    from lark_oapi.ws import client

    logger = logging.getLogger("Lark")
    logger.handlers.clear()
    logger.propagate = False
    logger.disabled = True
    client.requests = _Patient()
    return client


def _empty(name: str) -> ModuleType:
    sys.modules[name] = ModuleType(name)
    return sys.modules[name]
