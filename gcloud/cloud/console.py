"""What a server has said on its console at its first start: its host keys, told past every network.

cloud-init writes them there (its module keys-to-console); who reads the console
by the cloud's own interface knows that they are this server's.
"""

import re
from typing import Final

import openstack

from gcloud.cloud.errors import explained

_BLOCK: Final = re.compile(
    r"-----BEGIN SSH HOST KEY KEYS-----(.*?)-----END SSH HOST KEY KEYS-----", re.DOTALL
)
_KEY: Final = re.compile(r"\b((?:ssh|ecdsa)-[a-z0-9-]+) (AAAA[A-Za-z0-9+/]+={0,2})")


def console_text(connection: openstack.connection.Connection, server: str, cloud: str) -> str:
    """What is left of a server's console.

    Args:
        connection: to its cloud.
        server: its name.
        cloud: the cloud's, for errors.

    Returns:
        The text; empty if there is no such server, or it has said nothing.

    Raises:
        CloudError: the cloud refused or did not answer.
    """
    with explained(f"reading the console of {server}", cloud=cloud):
        found = connection.compute.find_server(server, ignore_missing=True)
        if found is None:
            return ""
        answer = connection.compute.get_server_console_output(found)
    return str((answer or {}).get("output") or "")


def host_keys_in(console: str) -> tuple[tuple[str, str], ...]:
    """The host keys that a console tells: type and base64 of each, of the last start that told them.

    Args:
        console: its text; lines may begin with a time or a program's name.
    """
    blocks = _BLOCK.findall(console.replace("\r", ""))
    return tuple(dict.fromkeys(_KEY.findall(blocks[-1]))) if blocks else ()
