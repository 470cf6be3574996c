"""`openstack:compute/serverGroup:ServerGroup`.

Source: Compute API v2.1, "Server groups" (one policy and rules since 2.64);
terraform-provider-openstack, openstack_compute_servergroup_v2.
"""

from collections.abc import Iterator
from typing import Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, integer, string, string_map, strings, structure

WITH_RULES: Final = "2.64"


class ServerGroup(ResourceType):
    """Servers that the scheduler places apart or together."""

    type_ = "openstack:compute/serverGroup:ServerGroup"
    noun = "server group"
    services = ("compute",)
    schema = Schema(
        {
            "members": strings(output=True),
            "name": string(autoname=True, replaces=True),
            "policies": string(replaces=True),
            "region": string(computed=True, replaces=True),
            "rules": structure({"maxServerPerHost": integer(computed=True)}, computed=True, replaces=True),
            "valueSpecs": string_map(replaces=True),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the group."""
        policy = self.wanted(inputs, "policies")
        body: Json = {**(inputs.get("valueSpecs") or {}), "name": inputs["name"], "policy": policy}
        most = (inputs.get("rules") or {}).get("maxServerPerHost")
        if most and policy == "anti-affinity":
            body["rules"] = {"max_server_per_host": most}
        answer = rest.call(
            call.cloud.compute,
            "POST",
            "/os-server-groups",
            doing=f"creating {self.title(inputs)}",
            json={"server_group": body},
            microversion=WITH_RULES,
        )
        raw = answer["server_group"]
        return CreateResult(raw["id"], self.outputs(raw["id"], self.reported(call, raw, inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the group and its members."""
        answer = rest.lookup(
            call.cloud.compute,
            f"/os-server-groups/{id_}",
            doing=f"reading {self.title(given)}",
            microversion=WITH_RULES,
        )
        return None if answer is None else answer["server_group"]

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the group; its servers stay where they are."""
        doing = f"deleting {self.title(outputs)}"
        try:
            rest.call(call.cloud.compute, "DELETE", f"/os-server-groups/{id_}", doing=doing)
        except NotFoundError:
            return

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the project's groups in one call; other projects' only as an administrator."""
        found = rest.listing(
            call.cloud.compute,
            "/os-server-groups",
            "server_groups",
            doing="listing the server groups",
            params={} if owner == call.project else {"all_projects": "true"},
            microversion=WITH_RULES,
        )
        for raw in found:
            if raw.get("project_id", owner) == owner:
                yield raw["id"], raw

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give the group with its members."""
        rules = raw.get("rules") or {}
        return {
            "members": raw.get("members") or [],
            "name": raw["name"],
            "policies": raw["policy"],
            "region": call.region,
            "rules": {"maxServerPerHost": rules.get("max_server_per_host", 0)},
        }
