"""`openstack:networking/routerInterface:RouterInterface`: a subnet's connection to a router.

Neutron has no such object: it makes a port on the router, and that port's id is
ours. A router has at most one interface to a subnet, so an unanswered creation
is found by router and subnet.

Interfaces of one router are added side by side: Neutron orders what must be
ordered, and waits so much by itself that one after the other takes twice as long
(six interfaces: 71 s, side by side 34 s, on the lab with a gateway).

Source: Networking API v2.0, "Add interface to router";
terraform-provider-openstack, openstack_networking_router_interface_v2.
"""

import ipaddress
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import ConflictError
from gcloud.engine.interface import CreateResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.networking import neutron
from gcloud.provider.networking.neutron import patiently
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, boolean, string

_COMING: Final = frozenset({"BUILD", "PENDING_CREATE", "PENDING_UPDATE"})
_OWNERS: Final = (
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


class RouterInterface(ResourceType):
    """A subnet's connection to a router."""

    type_ = "openstack:networking/routerInterface:RouterInterface"
    noun = "router interface"
    services = ("network",)
    at_once = neutron.AT_ONCE
    key = ("routerId", "subnetId", "portId")
    delete_before_replace = True
    schema = Schema(
        {
            "forceDestroy": boolean(unset=False),
            "portId": string(computed=True, replaces=True),
            "region": neutron.REGION,
            "routerId": string(required=True, replaces=True),
            "subnetId": string(computed=True, replaces=True),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Add the interface and wait until its port is there."""
        router = inputs["routerId"]
        body = {
            attribute: inputs[name]
            for name, attribute in (("subnetId", "subnet_id"), ("portId", "port_id"))
            if inputs.get(name)
        }
        doing, path = f"adding {self.title(inputs)}", f"/routers/{router}/add_router_interface"
        id_ = str(rest.call(call.cloud.network, "PUT", path, doing=doing, json=body)["port_id"])
        try:
            raw = call.wait(f"{self.title(inputs)} to become ready", lambda: _ready_port(call, id_))
        except CloudError as error:
            known = self.outputs(id_, {"portId": id_, "region": call.region}, inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint) from error
        return CreateResult(id_, self.outputs(id_, self.reported(call, raw, inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the interface's port."""
        answer = rest.lookup(call.cloud.network, f"/ports/{id_}", doing=f"reading {self.title(given)}")
        return None if answer is None else answer["port"]

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give the port, and the subnet if there is only one."""
        addresses = raw.get("fixed_ips", [])
        report = {"portId": raw["id"], "region": call.region, "routerId": raw["device_id"]}
        return report | ({"subnetId": addresses[0]["subnet_id"]} if len(addresses) == 1 else {})

    def update(
        self,
        call: Call,  # noqa: ARG002 - the base's signature
        id_: str,
        changed: frozenset[str],
        inputs: Json,
        old: Json,
    ) -> Json:
        """Take over how it is to be deleted; all else replaces."""
        kept = {name: value for name, value in old.items() if name not in changed}
        return self.outputs(id_, kept, inputs)

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Remove the interface; while floating addresses or routes still use it, wait for them to go."""
        router, subnet = outputs["routerId"], outputs.get("subnetId")
        # A port may serve several subnets: naming the subnet takes away no more than this one.
        body = {"subnet_id": subnet} if subnet else {"port_id": id_}
        title = self.title(outputs)

        def remove() -> None:
            try:
                path = f"/routers/{router}/remove_router_interface"
                rest.call(call.cloud.network, "PUT", path, doing=f"removing {title}", json=body)
            except ConflictError:
                if outputs.get("forceDestroy") and subnet:
                    _drop_routes(call, router, subnet)
                raise

        patiently(call, f"{title} to be free", remove)

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the project's ports that are interfaces of routers."""
        return self._ports(call, project_id=owner, device_owner=list(_OWNERS))

    def among(self, call: Call, owner: str, ids: Sequence[str]) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - ids are enough
        """Ask for the ports by their ids."""
        return self._ports(call, id=list(ids))

    @staticmethod
    def _ports(call: Call, **query: str | list[str]) -> Iterator[tuple[str, Json]]:
        path, doing = "/ports", "listing router interfaces"
        for raw in rest.listing(call.cloud.network, path, "ports", doing=doing, params=query):
            yield raw["id"], raw

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the base's signature
        """Nothing: Neutron refuses a second interface to the same subnet."""
        return frozenset()

    def near(self, call: Call, inputs: Json) -> Sequence[tuple[str, Json]]:
        """List the router's ports, in whatever project it is."""
        return list(self._ports(call, device_id=inputs["routerId"]))

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:  # noqa: ARG002 - the base's signature
        """Find the port on the router; it may be known as a Port resource, so known ids don't exclude it."""
        there = self._ports(call, device_id=inputs["routerId"])
        return next((id_ for id_, raw in there if self.fits(call, inputs, raw)), None)

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name both ends."""
        return f"{named(outputs['routerId'])} to {named(outputs['subnetId'] or outputs['portId'])}"

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name router and subnet."""
        other = f"subnet {inputs['subnetId']}" if inputs.get("subnetId") else f"port {inputs.get('portId')}"
        return f"interface of router {inputs.get('routerId')} to {other}"


def _ready_port(call: Call, id_: str) -> Json | None:
    answer = rest.call(call.cloud.network, "GET", f"/ports/{id_}", doing=f"looking at port {id_}")
    raw: Json = answer["port"]
    return None if raw["status"] in _COMING else raw


def _drop_routes(call: Call, router: str, subnet: str) -> None:
    """Drop the router's routes through a subnet, and no others."""
    doing = f"dropping routes of router {router}"
    cidr = rest.call(call.cloud.network, "GET", f"/subnets/{subnet}", doing=doing)["subnet"]["cidr"]
    routes = rest.call(call.cloud.network, "GET", f"/routers/{router}", doing=doing)["router"]["routes"]
    inside = ipaddress.ip_network(cidr)
    kept = [route for route in routes if ipaddress.ip_address(route["nexthop"]) not in inside]
    if kept != routes:
        body = {"router": {"routes": kept}}
        rest.call(call.cloud.network, "PUT", f"/routers/{router}", doing=doing, json=body)
