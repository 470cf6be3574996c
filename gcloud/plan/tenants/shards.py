"""Over which stacks tenants are spread.

By the tenant's name alone: its name never changes, while its agency, level and size
may; so a tenant stays in its stack as long as it lives.
"""

import re
import zlib
from typing import Final

_STACK: Final = re.compile(r"(?P<site>.+)-t(?P<shard>\d{2,3})")


def shard_of(tenant: str, shards: int) -> int:
    """The number of the shard that a tenant is in.

    Args:
        tenant: its name.
        shards: how many there are.
    """
    return zlib.crc32(tenant.encode()) % shards


def stack_name(site: str, shard: int) -> str:
    """The name of a shard's stack: SITE-tNN."""
    return f"{site}-t{shard:02d}"


def shard_in(stack: str, site: str) -> int | None:
    """The number of the shard that a stack is; None if it is no shard of this site.

    Args:
        stack: the stack's name.
        site: the site's name.
    """
    found = _STACK.fullmatch(stack)
    return int(found["shard"]) if found and found["site"] == site else None
