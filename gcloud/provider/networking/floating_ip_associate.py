"""`openstack:networking/floatingIpAssociate:FloatingIpAssociate`: which port a floating address points at.

Neutron has no such object; it is two attributes of the floating address, whose
id it shares. So creating it twice is the same as once, and whoever points the
address elsewhere meanwhile isn't undone by a deletion here.

Source: Networking API v2.0, "Update floating IP"; terraform-provider-openstack,
openstack_networking_floatingip_associate_v2.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.forms import address_complaint, canonical_address
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, string


class FloatingIpAssociate(ResourceType):
    """A floating address pointed at a port."""

    type_ = "openstack:networking/floatingIpAssociate:FloatingIpAssociate"
    noun = "floating address association"
    services = ("network",)
    at_once = neutron.AT_ONCE
    key = ("floatingIp", "portId", "fixedIp")
    delete_before_replace = True
    schema = Schema(
        {
            "fixedIp": string(computed=True, complaint=address_complaint, canonical=canonical_address),
            "floatingIp": string(
                required=True, replaces=True, complaint=address_complaint, canonical=canonical_address
            ),
            "portId": string(required=True),
            "region": neutron.REGION,
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Point the address at the port."""
        raw = self._floating_ip(call, inputs)
        if raw is None:
            raise NotFoundError(
                f"Pointing {self.title(inputs)} failed: the project has no such floating address",
                hint="Create it in the same program (FloatingIp) and hand over its address.",
            )
        raw = self._put(call, raw["id"], inputs, inputs["portId"], inputs.get("fixedIp"))
        return CreateResult(raw["id"], self.outputs(raw["id"], self.reported(call, raw, inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the address; if it points at nothing, there is no association."""
        doing = f"reading {self.title(given)}"
        answer = rest.lookup(call.cloud.network, f"/floatingips/{id_}", doing=doing)
        return answer["floatingip"] if answer and answer["floatingip"]["port_id"] else None

    def update(
        self,
        call: Call,
        id_: str,
        changed: frozenset[str],
        inputs: Json,
        old: Json,  # noqa: ARG002 - the base's signature
    ) -> Json:
        """Point the address elsewhere."""
        fixed = inputs.get("fixedIp") if "fixedIp" in changed or "portId" not in changed else None
        raw = self._put(call, id_, inputs, inputs["portId"], fixed)
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Point the address at nothing, if it still points at our port."""
        doing = f"reading {self.title(outputs)}"
        answer = rest.lookup(call.cloud.network, f"/floatingips/{id_}", doing=doing)
        if answer is None or answer["floatingip"]["port_id"] != outputs["portId"]:
            return
        try:
            self._put(call, id_, outputs, None, None)
        except NotFoundError:
            return

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the project's floating addresses that point at something."""
        return self._pointing(call, project_id=owner)

    def among(self, call: Call, owner: str, ids: Sequence[str]) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - ids are enough
        """Ask for the addresses by their ids."""
        return self._pointing(call, id=list(ids))

    @staticmethod
    def _pointing(call: Call, **query: str | list[str]) -> Iterator[tuple[str, Json]]:
        path, doing = "/floatingips", "listing floating addresses"
        for raw in rest.listing(call.cloud.network, path, "floatingips", doing=doing, params=query):
            if raw["port_id"]:
                yield raw["id"], raw

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give both ends."""
        return {
            "fixedIp": raw["fixed_ip_address"] or "",
            "floatingIp": raw["floating_ip_address"],
            "portId": raw["port_id"] or "",
            "region": call.region,
        }

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the base's signature
        """Nothing: pointing the same address at the same port twice is the same as once."""
        return frozenset()

    def near(self, call: Call, inputs: Json) -> Sequence[tuple[str, Json]]:
        """Look for the address, in whatever project it is."""
        return list(self._pointing(call, floating_ip_address=inputs["floatingIp"]))

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:  # noqa: ARG002 - the base's signature
        """Look what the address points at. A FloatingIp has the same id: known ids don't exclude it."""
        raw = self._floating_ip(call, inputs)
        return None if raw is None or not self.fits(call, inputs, raw) else str(raw["id"])

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name both ends."""
        return f"{outputs['floatingIp']} at {named(outputs['portId'])}"

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """It is no object of its own, but two attributes of one that is listed itself."""
        return "part of the floating address"

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name both ends."""
        return f"floating address {inputs.get('floatingIp')} at port {inputs.get('portId')}"

    def _floating_ip(self, call: Call, inputs: Json) -> Json | None:
        doing = f"looking for {self.title(inputs)}"
        query = {"floating_ip_address": inputs["floatingIp"]}
        found = rest.listing(call.cloud.network, "/floatingips", "floatingips", doing=doing, params=query)
        return next(found, None)

    def _put(self, call: Call, id_: str, inputs: Json, port: str | None, fixed: str | None) -> Json:
        body = {"port_id": port} | ({"fixed_ip_address": fixed} if fixed else {})
        doing = f"pointing {self.title(inputs)}" if port else f"releasing {self.title(inputs)}"
        try:
            answer = rest.call(
                call.cloud.network, "PUT", f"/floatingips/{id_}", doing=doing, json={"floatingip": body}
            )
        except NotFoundError as error:
            if "not reachable" not in error.message:
                raise
            raise NotFoundError(
                error.message,
                hint="Connect the port's subnet to the router first: give this resource a depends_on "
                "the RouterInterface.",
                data=error.data,
            ) from error
        raw: Json = answer["floatingip"]
        return raw
