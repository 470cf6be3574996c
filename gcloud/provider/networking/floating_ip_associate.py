"""`openstack:networking/floatingIpAssociate:FloatingIpAssociate`: which port a floating address points at.

Neutron has no such object; it is two attributes of the floating address, whose
id it shares. So creating it twice is the same as once, and whoever points the
address elsewhere meanwhile isn't undone by a deletion here.

Source: Networking API v2.0, "Update floating IP"; terraform-provider-openstack,
openstack_networking_floatingip_associate_v2.
"""

from collections.abc import Mapping
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
        return CreateResult(raw["id"], self.outputs(raw["id"], _report(call, raw), inputs))

    def read(self, call: Call, id_: str, given: Json) -> Json | None:
        """Read what the address points at; if at nothing, there is no association."""
        doing = f"reading {self.title(given)}"
        answer = rest.lookup(call.cloud.network, f"/floatingips/{id_}", doing=doing)
        if answer is None or not answer["floatingip"]["port_id"]:
            return None
        return self.outputs(id_, _report(call, answer["floatingip"]), given, live=True)

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
        return self.outputs(id_, _report(call, raw), inputs)

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

    def list_all(self, call: Call, project: str) -> dict[str, Json]:
        """List the floating addresses that point at something."""
        found = rest.listing(
            call.cloud.network,
            "/floatingips",
            "floatingips",
            doing="listing floating addresses",
            params={"project_id": project},
        )
        return {
            raw["id"]: self.outputs(raw["id"], _report(call, raw), {}, live=True)
            for raw in found
            if raw["port_id"]
        }

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the base's signature
        """Nothing: pointing the same address at the same port twice is the same as once."""
        return frozenset()

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:  # noqa: ARG002 - the base's signature
        """Look what the address points at. A FloatingIp has the same id: known ids don't exclude it."""
        raw = self._floating_ip(call, inputs)
        return None if raw is None or not self.matches(inputs, _report(call, raw)) else str(raw["id"])

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


def _report(call: Call, raw: Json) -> Json:
    return {
        "fixedIp": raw["fixed_ip_address"] or "",
        "floatingIp": raw["floating_ip_address"],
        "portId": raw["port_id"] or "",
        "region": call.region,
    }
