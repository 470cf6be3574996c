"""An identity provider, its mapping and its protocol in Keystone, brought to what is planned.

Source: Identity API v3 extensions, "OS-FEDERATION".
"""

import openstack

from gcloud.cloud import rest
from gcloud.plan.tenants.federation import PROTOCOL, Federation

_ROOT = "/OS-FEDERATION"


def federate(cloud: openstack.connection.Connection, plan: Federation) -> tuple[str, ...]:
    """Make or change what is not as planned.

    Args:
        cloud: an administrator's connection.
        plan: the provider.

    Returns:
        What was made or changed, in words; nothing if all was as planned.
    """
    provider = f"{_ROOT}/identity_providers/{plan.provider}"
    return tuple(
        done
        for done in (
            _bring(cloud, f"{_ROOT}/mappings/{plan.mapping}", "mapping", {"rules": plan.rules}),
            _bring(cloud, provider, "identity_provider", {"remote_ids": [plan.issuer], "enabled": True}),
            _bring(cloud, f"{provider}/protocols/{PROTOCOL}", "protocol", {"mapping_id": plan.mapping}),
        )
        if done
    )


def _bring(cloud: openstack.connection.Connection, path: str, member: str, wanted: dict[str, object]) -> str:
    what = f"{member.replace('_', ' ')} {path.rpartition('/')[2]}"
    there = rest.lookup(cloud.identity, path, doing=f"reading the {what}")
    if there is None:
        rest.call(cloud.identity, "PUT", path, doing=f"making the {what}", json={member: wanted})
        return f"made the {what}"
    if all(there[member].get(name) == value for name, value in wanted.items()):
        return ""
    rest.call(cloud.identity, "PATCH", path, doing=f"changing the {what}", json={member: wanted})
    return f"changed the {what}"
