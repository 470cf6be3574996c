"""`openstack:networking/secGroupRule:SecGroupRule`.

Source: Networking API v2.0, "Security group rules"; terraform-provider-openstack,
openstack_networking_secgroup_rule_v2.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from gcloud.cloud import rest
from gcloud.engine.interface import DiffResult
from gcloud.engine.values import Value
from gcloud.provider.call import Call
from gcloud.provider.forms import canonical_network, range_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.networking.sec_group import DEFAULT_GROUP, allows_all_out
from gcloud.provider.resource import Json
from gcloud.provider.schema import Property, Schema, integer, string

_PROTOCOLS: Final = (
    "ah",
    "dccp",
    "egp",
    "esp",
    "gre",
    "icmp",
    "igmp",
    "ipip",
    "ipv6-encap",
    "ipv6-frag",
    "ipv6-icmp",
    "ipv6-nonxt",
    "ipv6-opts",
    "ipv6-route",
    "ospf",
    "pgm",
    "rsvp",
    "sctp",
    "tcp",
    "udp",
    "udplite",
    "vrrp",
)
_HIGHEST_PROTOCOL: Final = 255
_AT_ONCE: Final = timedelta(seconds=2)
"""How far apart Neutron may date a group and the rules that it makes with it."""


def _protocol_complaint(value: Value) -> str:
    if value in {"", "any", *_PROTOCOLS} or (value.isdigit() and int(value) <= _HIGHEST_PROTOCOL):
        return ""
    near = " (ICMP for IPv6 is ipv6-icmp)" if value == "icmpv6" else ""
    return f"{value!r} is no IP protocol{near}; use one of {', '.join(_PROTOCOLS)}, or a number up to 255"


def _port() -> Property:
    return integer(replaces=True, bounds=(0, 65535))


class SecGroupRule(neutron.NeutronType):
    """A rule of a security group. Neutron can't change one, and refuses two that say the same."""

    type_ = "openstack:networking/secGroupRule:SecGroupRule"
    noun = "security group rule"
    collection = "security-group-rules"
    member = "security_group_rule"
    key = (
        "securityGroupId",
        "direction",
        "ethertype",
        "protocol",
        "portRangeMin",
        "portRangeMax",
        "remoteAddressGroupId",
        "remoteGroupId",
        "remoteIpPrefix",
    )
    schema = Schema(
        {
            "description": string(replaces=True),
            "direction": string(required=True, replaces=True, choices=("ingress", "egress")),
            "ethertype": string(required=True, replaces=True, choices=("IPv4", "IPv6")),
            "portRangeMax": _port(),
            "portRangeMin": _port(),
            "protocol": string(replaces=True, complaint=_protocol_complaint),
            "region": neutron.REGION,
            "remoteAddressGroupId": string(computed=True, replaces=True),
            "remoteGroupId": string(computed=True, replaces=True),
            "remoteIpPrefix": string(
                computed=True, replaces=True, complaint=range_complaint, canonical=canonical_network
            ),
            "securityGroupId": string(required=True, replaces=True),
            "tenantId": neutron.TENANT,
        },
        conflicts=(("remoteAddressGroupId", "remoteGroupId", "remoteIpPrefix"),),
        together={
            "portRangeMin": ("protocol", "portRangeMax"),
            "portRangeMax": ("protocol", "portRangeMin"),
        },
    )
    attributes: ClassVar = {
        "description": "description",
        "direction": "direction",
        "ethertype": "ethertype",
        "portRangeMax": "port_range_max",
        "portRangeMin": "port_range_min",
        "protocol": "protocol",
        "remoteAddressGroupId": "remote_address_group_id",
        "remoteGroupId": "remote_group_id",
        "remoteIpPrefix": "remote_ip_prefix",
        "securityGroupId": "security_group_id",
        "tenantId": "tenant_id",
    }

    def diff(
        self,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Delete first if only the description differs: for Neutron the new rule says the same as the old."""
        found = super().diff(old_inputs, old_outputs, new_inputs, ignore_changes)
        only_words = {change.path for change in found.changes} == {"description"}
        return DiffResult(found.changes, only_words)

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the base's signature
        """Nothing: a second rule that says the same is refused."""
        return frozenset()

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:
        """Look among the group's rules for the one that says the same."""
        there = self.query(call, security_group_id=inputs["securityGroupId"])
        return next((id_ for id_, raw in there if id_ not in not_ids and self.fits(call, inputs, raw)), None)

    def near(self, call: Call, inputs: Json) -> Sequence[tuple[str, Json]]:
        """List the group's rules, in whatever project it is."""
        group = inputs["securityGroupId"]
        return call.shared.once(
            f"rules of {group} {call.region}", lambda: [*self.query(call, security_group_id=group)]
        )

    def fits(self, call: Call, inputs: Json, raw: Json) -> bool:
        """Compare all of the key: tcp 22 from everywhere isn't tcp 22 from one network."""
        return super().fits(call, {name: self.wanted(inputs, name) for name in self.key}, raw)

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Say what the rule says, and of which group."""
        given = {name: value for name, value in outputs.items() if value}
        other = given.get("remoteIpPrefix")
        for name in ("remoteGroupId", "remoteAddressGroupId"):
            other = named(given[name]) if name in given else other
        way = "from" if outputs["direction"] == "ingress" else "to"
        whom = f" {way} {other}" if other else ""
        return f"{self._what(given)} {outputs['ethertype']}{whom} in {named(outputs['securityGroupId'])}"

    def automatic(self, call: Call, raw: Json) -> str:
        """Neutron puts rules of its own into a group when it makes it; later ones are somebody's."""
        group = _groups(call, raw["project_id"]).get(raw["security_group_id"])
        if group is None or "created_at" not in raw or not _together(group, raw):
            return ""
        inside = group["name"] == DEFAULT_GROUP and raw.get("remote_group_id") == group["id"]
        return "Neutron puts it into every new group" if inside or allows_all_out(raw) else ""

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Say what the rule says."""
        return f"rule {self._what(inputs)} of security group {inputs.get('securityGroupId')}"

    @staticmethod
    def _what(inputs: Mapping[str, Any]) -> str:
        ports = (
            f" {inputs.get('portRangeMin')}-{inputs.get('portRangeMax')}" if "portRangeMin" in inputs else ""
        )
        return f"{inputs.get('direction')} {inputs.get('protocol') or 'any'}{ports}"


def _groups(call: Call, project: str) -> dict[str, Json]:
    query = {"project_id": project, "fields": ["id", "name", "created_at"]}
    path, doing = "/security-groups", "listing the security groups"
    return call.shared.once(
        f"groups of {project} {call.region}",
        lambda: {
            raw["id"]: raw
            for raw in rest.listing(call.cloud.network, path, "security_groups", doing=doing, params=query)
        },
    )


def _together(group: Json, rule: Json) -> bool:
    made = [datetime.fromisoformat(raw["created_at"]) for raw in (group, rule)]
    return abs(made[1] - made[0]) <= _AT_ONCE
