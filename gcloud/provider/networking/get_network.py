"""`openstack:networking/getNetwork:getNetwork`: one network that exists already.

Source: Networking API v2.0, "List networks"; terraform-provider-openstack,
data source openstack_networking_network_v2.
"""

from typing import Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.networking.network import segments_of
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, integer, string, string_set
from gcloud.provider.source import DataSource

_QUERY: Final = {
    "networkId": "id",
    "name": "name",
    "description": "description",
    "tenantId": "tenant_id",
    "status": "status",
    "external": "router:external",
    "transparentVlan": "vlan_transparent",
    "mtu": "mtu",
}


class GetNetwork(DataSource):
    """Look for exactly one network by its properties."""

    type_ = "openstack:networking/getNetwork:getNetwork"
    noun = "a network"
    services = ("network",)
    schema = Schema(
        {
            "description": string(),
            "external": boolean(),
            "matchingSubnetCidr": string(),
            "mtu": integer(),
            "name": string(),
            "networkId": string(),
            "region": string(),
            "status": string(),
            "tags": string_set(),
            "tenantId": string(),
            "transparentVlan": boolean(),
        }
    )

    def answer(self, call: Call, args: Json) -> Json:
        """List the networks that fit; there must be one."""
        query = {
            attribute: str(args[name]).lower() if isinstance(args[name], bool) else args[name]
            for name, attribute in _QUERY.items()
            if args.get(name) not in {None, ""}
        }
        if args.get("tags"):
            query["tags"] = ",".join(args["tags"])
        wanted = ", ".join(f"{name} {value}" for name, value in args.items()) or "no condition"
        doing = f"looking for a network with {wanted}"
        found = [*rest.listing(call.cloud.network, "/networks", "networks", doing=doing, params=query)]
        if cidr := args.get("matchingSubnetCidr"):
            found = [raw for raw in found if _has_subnet(call, raw, cidr, doing)]
        if not found:
            raise NotFoundError(
                f"There is no network with {wanted}",
                hint="Create it, or correct its name in the site's files.",
            )
        if len(found) > 1:
            ids = [raw["id"] for raw in found]
            raise CloudError(
                f"There are {len(found)} networks with {wanted}: {', '.join(ids)}",
                hint="Rename one of them, or ask for it by its id (network_id).",
                data={"ids": ids},
            )
        return _result(call, found[0], args)


def _has_subnet(call: Call, raw: Json, cidr: str, doing: str) -> bool:
    params = {"network_id": raw["id"], "cidr": cidr}
    return any(rest.listing(call.cloud.network, "/subnets", "subnets", doing=doing, params=params))


def _result(call: Call, raw: Json, args: Json) -> Json:
    return {
        "adminStateUp": "true" if raw["admin_state_up"] else "false",
        "allTags": raw.get("tags", []),
        "availabilityZoneHints": raw.get("availability_zone_hints", []),
        "description": raw.get("description", ""),
        "dnsDomain": raw.get("dns_domain") or "",
        "external": raw.get("router:external", False),
        "id": raw["id"],
        "matchingSubnetCidr": args.get("matchingSubnetCidr"),
        "mtu": raw.get("mtu") or 0,
        "name": raw["name"],
        "networkId": args.get("networkId"),
        "region": call.region,
        "segments": segments_of(raw),
        "shared": "true" if raw.get("shared") else "false",
        "status": args.get("status"),
        "subnets": raw.get("subnets", []),
        "tags": args.get("tags"),
        "tenantId": raw["tenant_id"],
        "transparentVlan": raw.get("vlan_transparent") or False,
    }
