"""An identity provider, its mapping and its protocol in Keystone, brought to what is planned.

Source: Identity API v3 extensions, "OS-FEDERATION".
"""

import openstack

from gcloud.cloud import rest
from gcloud.cloud.tenants.kinds import Json
from gcloud.plan.tenants.federation import ISSUER, PROTOCOL, Federation

_ROOT = "/OS-FEDERATION"


def federate(cloud: openstack.connection.Connection, plan: Federation) -> tuple[str, ...]:
    """Make or change what is not as planned.

    Args:
        cloud: an administrator's connection.
        plan: the provider.

    Returns:
        What was made or changed, in words; nothing if all was as planned.
    """
    provider, mapping = f"identity_providers/{plan.provider}", f"mappings/{plan.mapping}"
    done = [
        _bring(cloud, mapping, "mapping", {"rules": plan.rules}, _shown(cloud, mapping, "mapping")),
        _bring(
            cloud,
            provider,
            "identity_provider",
            {"remote_ids": [plan.issuer], "enabled": True},
            _shown(cloud, provider, "identity_provider"),
        ),
        _bring(
            cloud,
            f"{provider}/protocols/{PROTOCOL}",
            "protocol",
            {"mapping_id": plan.mapping, "remote_id_attribute": ISSUER},
            _listed(cloud, f"{provider}/protocols"),
        ),
    ]
    return tuple(filter(None, done))


def _shown(cloud: openstack.connection.Connection, path: str, member: str) -> Json | None:
    answer = rest.lookup(cloud.identity, f"{_ROOT}/{path}", doing=f"reading the {_words(member, path)}")
    return None if answer is None else answer[member]


def _listed(cloud: openstack.connection.Connection, path: str) -> Json | None:
    """Find the protocol in the list: Keystone 30 shows what it takes the issuer from there only."""
    answer = rest.call(cloud.identity, "GET", f"{_ROOT}/{path}", doing="listing the provider's protocols")
    return next((one for one in answer["protocols"] if one["id"] == PROTOCOL), None)


def _words(member: str, path: str) -> str:
    return f"{member.replace('_', ' ')} {path.rpartition('/')[2]}"


def _bring(
    cloud: openstack.connection.Connection, path: str, member: str, wanted: Json, there: Json | None
) -> str:
    what, address = _words(member, path), f"{_ROOT}/{path}"
    if there is None:
        rest.call(cloud.identity, "PUT", address, doing=f"making the {what}", json={member: wanted})
        return f"made the {what}"
    if all(there.get(name) == value for name, value in wanted.items()):
        return ""
    rest.call(cloud.identity, "PATCH", address, doing=f"changing the {what}", json={member: wanted})
    return f"changed the {what}"
