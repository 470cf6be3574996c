"""Whether PAM's modules are on the host: a stack that names a missing one lets nobody in."""

from __future__ import annotations

from ..errors import InapplicableError
from ..host import Host

_FOLDERS = ("/usr/lib/*/security", "/lib/*/security", "/usr/lib/security")


def has(host: Host, module: str) -> bool:
    """Whether the host has a module (``pam_faillock``)."""
    return any(host.glob(f"{folder}/{module}.so") for folder in _FOLDERS)


def needs(host: Host, module: str, package: str) -> None:
    """Refuse to name a module in a stack that isn't there.

    Raises:
        InapplicableError: The host doesn't have it.
    """
    if not has(host, module):
        raise InapplicableError(f"{module}.so is not on this host: package {package}")
