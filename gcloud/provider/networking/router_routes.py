"""`openstack:networking/routerRoutesV2:RouterRoutesV2`.

Source: Networking API v2.0, "Add extra routes to router"; terraform-provider-
openstack, openstack_networking_router_routes_v2.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.forms import address_complaint, canonical_address, canonical_network, range_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, set_of, string, structure

_ROUTE: Final = structure(
    {
        "destinationCidr": string(required=True, complaint=range_complaint, canonical=canonical_network),
        "nextHop": string(required=True, complaint=address_complaint, canonical=canonical_address),
    }
)


class RouterRoutes(ResourceType):
    """Static routes of a router. Its id is the router's; routes that others put there stay."""

    type_ = "openstack:networking/routerRoutesV2:RouterRoutesV2"
    noun = "routes"
    services = ("network",)
    key = ("routerId",)
    schema = Schema(
        {
            "region": neutron.REGION,
            "routerId": string(required=True, replaces=True),
            "routes": set_of(_ROUTE, block=True),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Add the routes; those that are there already are no error."""
        router, routes = inputs["routerId"], inputs.get("routes") or []
        raw = self._change(call, router, "add", routes, f"creating {self.title(inputs)}")
        return CreateResult(router, self.outputs(router, self.reported(call, raw, inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the router; routes are gone with it, or when none of ours is left."""
        answer = rest.lookup(call.cloud.network, f"/routers/{id_}", doing=f"reading {self.title(given)}")
        return None if answer is None else answer["router"]

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Report of the router's routes those that were asked for, all if nothing is known."""
        there = [
            {"destinationCidr": item["destination"], "nextHop": item["nexthop"]} for item in raw["routes"]
        ]
        asked = [_plain(route) for route in given.get("routes") or ()]
        routes = [route for route in there if route in asked] if given else there
        return {"region": call.region, "routerId": raw["id"], "routes": routes}

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Take out what is no longer wanted, then add what is new."""
        title = self.title(inputs)
        if "routes" in changed:
            wanted = [_plain(route) for route in inputs.get("routes") or ()]
            gone = [route for route in old.get("routes") or () if _plain(route) not in wanted]
            if gone:
                self._change(call, id_, "remove", gone, f"changing {title}")
            self._change(call, id_, "add", wanted, f"changing {title}")
        raw = self.fetch(call, id_, inputs)
        if raw is None:
            raise NotFoundError(f"{title} are gone with their router.", hint="Run again: all is made anew.")
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Take the routes out."""
        try:
            self._change(call, id_, "remove", outputs.get("routes") or [], f"deleting {self.title(outputs)}")
        except NotFoundError:
            return

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the same for all
        """Nothing can be mistaken for it: a route may be added twice."""
        return frozenset()

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the routers of a project that have routes."""
        params = {"project_id": owner}
        doing = "listing the routes"
        for raw in rest.listing(call.cloud.network, "/routers", "routers", doing=doing, params=params):
            if raw["routes"]:
                yield raw["id"], raw

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name the router."""
        return f"routes of {named(outputs['routerId'])}"

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the routes by their router."""
        return f"routes of router {inputs.get('routerId')}"

    @staticmethod
    def _change(call: Call, router: str, verb: str, routes: Iterable[Json], doing: str) -> Json:
        body = [{"destination": one["destinationCidr"], "nexthop": one["nextHop"]} for one in routes]
        answer = rest.call(
            call.cloud.network,
            "PUT",
            f"/routers/{router}/{verb}_extraroutes",
            doing=doing,
            json={"router": {"routes": body}},
        )
        raw: Json = answer["router"]
        return raw


def _plain(route: Json) -> Json:
    """Give a route in the form that Neutron reports."""
    return {
        "destinationCidr": canonical_network(route["destinationCidr"]),
        "nextHop": canonical_address(route["nextHop"]),
    }
