"""`openstack:networking/secGroup:SecGroup`.

Source: Networking API v2.0, "Security groups"; terraform-provider-openstack,
openstack_networking_secgroup_v2.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.provider.call import Call
from gcloud.provider.networking import neutron
from gcloud.provider.networking.neutron import patiently
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, string

DEFAULT_GROUP: Final = "default"


class SecGroup(neutron.NeutronType):
    """A security group: a set of rules that ports refer to.

    Neutron puts rules of its own into a new group (at least: all may leave). With
    `deleteDefaultRules` they are deleted before the group counts as made; a group
    that keeps them because the run was cut off is completed when it is found again,
    or replaced.
    """

    type_ = "openstack:networking/secGroup:SecGroup"
    noun = "security group"
    collection = "security-groups"
    member = "security_group"
    schema = Schema(
        {
            "allTags": neutron.ALL_TAGS,
            "deleteDefaultRules": boolean(replaces=True),
            "description": string(computed=True),
            "name": string(autoname=True, required=True),
            "region": neutron.REGION,
            "stateful": boolean(computed=True),
            "tags": neutron.TAGS,
            "tenantId": neutron.TENANT,
        }
    )
    attributes: ClassVar = {
        "description": "description",
        "name": "name",
        "stateful": "stateful",
        "tenantId": "tenant_id",
    }
    settled = frozenset({"tags", "deleteDefaultRules"})

    def settle(self, call: Call, raw: Json, inputs: Json) -> Json:
        """Delete the rules that Neutron put in."""
        if inputs.get("deleteDefaultRules"):
            what = f"the default rules of {self.title(inputs)} to go"
            for rule in raw["security_group_rules"]:
                patiently(call, what, partial(_delete_rule, call, rule["id"], self.title(inputs)))
        return super().settle(call, raw, inputs)

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Tell of a group that nobody knew whether Neutron's own rules were deleted."""
        report = super().reported(call, raw, given)
        rules = raw.get("security_group_rules")
        if not given and rules is not None and not any(allows_all_out(rule) for rule in rules):
            report["deleteDefaultRules"] = True
        return report

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """The default group is there before anybody asks for it."""
        return "Neutron makes one for each project" if raw["name"] == DEFAULT_GROUP else ""

    def among(self, call: Call, owner: str, ids: Sequence[str]) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - ids are enough
        """Ask for the groups without their rules, which take Neutron seven times as long to tell."""
        return self.query(call, id=list(ids), fields=["id", "tags", *self.attributes.values()])

    def report(self, call: Call, raw: Json) -> Json:
        """A cloud without stateless groups doesn't say that a group is stateful."""
        return super().report(call, {"stateful": True, **raw})


def allows_all_out(rule: Json) -> bool:
    """Tell whether a rule says what Neutron's own rules in a new group say: all may leave."""
    narrower = (
        "protocol",
        "port_range_min",
        "remote_ip_prefix",
        "remote_group_id",
        "remote_address_group_id",
    )
    return rule.get("direction") == "egress" and not any(rule.get(name) for name in narrower)


def _delete_rule(call: Call, id_: str, title: str) -> None:
    path = f"/security-group-rules/{id_}"
    rest.call(call.cloud.network, "DELETE", path, doing=f"deleting a default rule of {title}")
