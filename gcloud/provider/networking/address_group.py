"""`openstack:networking/addressGroupV2:AddressGroupV2`.

Source: Networking API v2.0, "Address groups"; terraform-provider-openstack,
openstack_networking_address_group_v2.
"""

from typing import ClassVar

from gcloud.cloud import rest
from gcloud.provider.call import Call
from gcloud.provider.forms import canonical_network, range_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, set_of, string


class AddressGroup(neutron.NeutronType):
    """A named set of networks that security group rules refer to, so that a peer more is not a rule more."""

    type_ = "openstack:networking/addressGroupV2:AddressGroupV2"
    noun = "address group"
    collection = "address-groups"
    member = "address_group"
    schema = Schema(
        {
            "addresses": set_of(
                string(complaint=range_complaint, canonical=canonical_network), required=True
            ),
            "description": neutron.DESCRIPTION,
            "name": neutron.NAME,
            "projectId": string(computed=True, replaces=True),
            "region": neutron.REGION,
        }
    )
    attributes: ClassVar = {
        "addresses": "addresses",
        "description": "description",
        "name": "name",
        "projectId": "project_id",
    }

    def update(
        self,
        call: Call,
        id_: str,
        changed: frozenset[str],
        inputs: Json,
        old: Json,  # noqa: ARG002 - the base's signature
    ) -> Json:
        """Change name and description, then add and remove what the live group lacks or has too much.

        Compared with the live group, not with the state: so it can be repeated after a kill.
        """
        title, path = self.title(inputs), f"/{self.collection}/{id_}"
        if body := self.changes(changed - {"addresses"}, inputs):
            self.send(call, "PUT", path, f"changing {title}", body)
        raw = self.send(call, "GET", path, f"reading {title}")
        live = {canonical_network(address): address for address in raw["addresses"]}
        wanted = {canonical_network(address): address for address in inputs["addresses"]}
        # Added first: what both sets have is never out of reach, and the group is never empty.
        for verb, addresses in (
            ("add", [wanted[key] for key in wanted.keys() - live.keys()]),
            ("remove", [live[key] for key in live.keys() - wanted.keys()]),
        ):
            if addresses and "addresses" in changed:
                raw = rest.call(
                    call.cloud.network,
                    "PUT",
                    f"{path}/{verb}_addresses",
                    doing=f"changing {title}",
                    json={"addresses": sorted(addresses)},
                )[self.member]
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Keep the order in which the addresses were given: Neutron's means nothing and changes."""
        report = super().reported(call, raw, given)
        order = {
            canonical_network(address): place for place, address in enumerate(given.get("addresses") or ())
        }
        report["addresses"] = sorted(
            report["addresses"],
            key=lambda address: (order.get(canonical_network(address), len(order)), address),
        )
        return report
