"""`openstack:networking/qosBandwidthLimitRule:QosBandwidthLimitRule`.

Source: Networking API v2.0, "QoS bandwidth limit rules"; terraform-provider-
openstack, openstack_networking_qos_bandwidth_limit_rule_v2.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, integer, string

_ATTRIBUTES: Final = {"direction": "direction", "maxBurstKbps": "max_burst_kbps", "maxKbps": "max_kbps"}


class QosBandwidthLimitRule(ResourceType):
    """A limit of a QoS policy, at most one a direction. Its id is `POLICY/RULE`."""

    type_ = "openstack:networking/qosBandwidthLimitRule:QosBandwidthLimitRule"
    noun = "bandwidth limit"
    services = ("network",)
    key = ("qosPolicyId", "direction")
    schema = Schema(
        {
            "direction": string(default="egress", choices=("egress", "ingress")),
            "maxBurstKbps": integer(),
            "maxKbps": integer(required=True),
            "qosPolicyId": string(required=True, replaces=True),
            "region": neutron.REGION,
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the rule."""
        body = {there: inputs[here] for here, there in _ATTRIBUTES.items() if here in inputs}
        policy = inputs["qosPolicyId"]
        raw = self._send(call, "POST", policy, f"creating {self.title(inputs)}", body)
        id_ = f"{policy}/{raw['id']}"
        return CreateResult(id_, self.outputs(id_, self.reported(call, _of(policy, raw), inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the rule; it is gone with its policy."""
        policy = id_.partition("/")[0]
        try:
            return _of(policy, self._send(call, "GET", id_, f"reading {self.title(given)}"))
        except NotFoundError:
            return None

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:  # noqa: ARG002 - the inputs say everything
        """Put the changed attributes."""
        policy = id_.partition("/")[0]
        body = {there: self.wanted(inputs, here) for here, there in _ATTRIBUTES.items() if here in changed}
        verb, doing = ("PUT", "changing") if body else ("GET", "reading")
        raw = self._send(call, verb, id_, f"{doing} {self.title(inputs)}", body or None)
        return self.outputs(id_, self.reported(call, _of(policy, raw), inputs), inputs)

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the rule."""
        try:
            rest.call(call.cloud.network, "DELETE", _path(id_), doing=f"deleting {self.title(outputs)}")
        except NotFoundError:
            return

    def owner(self, call: Call, given: Json) -> str:
        """The policy, if it is known: Neutron lists rules by policy."""
        policy: str = given.get("qosPolicyId") or f"all of {super().owner(call, given)}"
        return policy

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the limits of a policy, or of all policies of a project; policies hold their rules."""
        query = {"project_id": owner[7:]} if owner.startswith("all of ") else {"id": owner}
        found = rest.listing(
            call.cloud.network,
            "/qos/policies",
            "policies",
            doing="listing the bandwidth limits",
            params=query,
        )
        for policy in found:
            for rule in policy.get("rules") or ():
                if rule["type"] == "bandwidth_limit":
                    yield f"{policy['id']}/{rule['id']}", _of(policy["id"], rule)

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give everything."""
        limits = {here: raw.get(there) for here, there in _ATTRIBUTES.items()}
        return {**limits, "qosPolicyId": raw["policy"], "region": call.region}

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name the limit by its direction and policy."""
        return f"{outputs['direction']} limit of {named(outputs['qosPolicyId'])}"

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the limit by its direction and policy."""
        return f"{inputs.get('direction', '')} {self.noun} of QoS policy {inputs.get('qosPolicyId')}".strip()

    @staticmethod
    def _send(call: Call, method: str, where: str, doing: str, body: Json | None = None) -> Json:
        json = None if body is None else {"bandwidth_limit_rule": body}
        raw: Json = rest.call(call.cloud.network, method, _path(where), doing=doing, json=json)[
            "bandwidth_limit_rule"
        ]
        return raw


def _path(where: str) -> str:
    policy, _, rule = where.partition("/")
    return f"/qos/policies/{policy}/bandwidth_limit_rules{'/' if rule else ''}{rule}"


def _of(policy: str, raw: Json) -> Json:
    return {**raw, "policy": policy}
