"""`openstack:compute/aggregateV2:AggregateV2`.

Source: Compute API v2.1, "Host aggregates"; terraform-provider-openstack,
openstack_compute_aggregate_v2.
"""

from collections.abc import Iterator
from typing import Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, string, string_map, string_set

_ZONE: Final = "availability_zone"
_NAMES: Final = {"name": "name", "zone": _ZONE}


class Aggregate(ResourceType):
    """Hosts that belong together, as far as the scheduler is concerned. Only an administrator may make one.

    As the official provider does, a creation or change leaves in the state what the program gave;
    what Nova says of it is seen at the next refresh.
    """

    type_ = "openstack:compute/aggregateV2:AggregateV2"
    noun = "host aggregate"
    contained = False
    services = ("compute",)
    delete_before_replace = True
    schema = Schema(
        {
            "hosts": string_set(default=[]),
            "metadata": string_map(default={}),
            "name": string(autoname=True, required=True),
            "region": string(computed=True, replaces=True),
            "zone": string(),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the aggregate, then put the hosts in and set the metadata."""
        title = self.title(inputs)
        body: Json = {"name": inputs["name"]}
        if inputs.get("zone"):
            body[_ZONE] = inputs["zone"]
        doing = f"creating {title}"
        raw = rest.call(call.cloud.compute, "POST", "/os-aggregates", doing=doing, json={"aggregate": body})
        id_ = str(raw["aggregate"]["id"])
        try:
            for host in inputs.get("hosts") or ():
                self._act(call, id_, f"adding host {host} to {title}", {"add_host": {"host": host}})
            if metadata := inputs.get("metadata"):
                self._set_metadata(call, id_, title, metadata)
        except CloudError as error:
            known = self.outputs(id_, {"hosts": [], "metadata": {}}, inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint) from error
        return CreateResult(id_, self._given(id_, inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the aggregate."""
        doing = f"reading {self.title(given)}"
        answer = rest.lookup(call.cloud.compute, f"/os-aggregates/{id_}", doing=doing)
        return None if answer is None else answer["aggregate"]

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Change name and zone, then the hosts, then the metadata."""
        title = self.title(inputs)
        raw = self.fetch(call, id_, inputs)
        if raw is None:
            raise NotFoundError(f"Changing {title} failed: it is gone.", hint="Run again: it is made anew.")
        body = {there: inputs.get(here) or None for here, there in _NAMES.items() if here in changed}
        if body:
            path, doing = f"/os-aggregates/{id_}", f"changing {title}"
            rest.call(call.cloud.compute, "PUT", path, doing=doing, json={"aggregate": body})
        if "hosts" in changed:
            there, wanted = set(raw["hosts"]), set(self.wanted(inputs, "hosts"))
            for host in sorted(there - wanted):
                self._act(call, id_, f"taking host {host} out of {title}", {"remove_host": {"host": host}})
            for host in sorted(wanted - there):
                self._act(call, id_, f"adding host {host} to {title}", {"add_host": {"host": host}})
        if "metadata" in changed:
            gone = dict.fromkeys(old.get("metadata") or ())
            self._set_metadata(call, id_, title, {**gone, **self.wanted(inputs, "metadata")})
        zone = "" if "zone" in changed else old.get("zone")
        return self._given(id_, {"zone": zone, **inputs, "region": old.get("region")})

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Take the hosts out, for Nova refuses to delete an aggregate that has some; then delete it."""
        title = self.title(outputs)
        raw = self.fetch(call, id_, outputs)
        if raw is None:
            return
        try:
            for host in raw["hosts"]:
                self._act(call, id_, f"taking host {host} out of {title}", {"remove_host": {"host": host}})
            rest.call(call.cloud.compute, "DELETE", f"/os-aggregates/{id_}", doing=f"deleting {title}")
        except NotFoundError:
            return

    def owner(self, call: Call, given: Json) -> str:  # noqa: ARG002 - the base's signature
        """Nobody: aggregates belong to the cloud."""
        return ""

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - there is only one list
        """List every aggregate of the cloud in one call."""
        doing = "listing the host aggregates"
        for raw in rest.listing(call.cloud.compute, "/os-aggregates", "aggregates", doing=doing):
            yield str(raw["id"]), raw

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the same for all
        """Say that it is nothing that a project contains."""
        return "it belongs to the whole cloud"

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give everything; the zone is among Nova's metadata a second time."""
        return {
            "hosts": raw.get("hosts") or [],
            "metadata": {key: value for key, value in raw.get("metadata", {}).items() if key != _ZONE},
            "name": raw["name"],
            "region": call.region,
            "zone": raw.get(_ZONE) or "",
        }

    def _given(self, id_: str, inputs: Json) -> Json:
        known = self.outputs(id_, {}, inputs)
        return {**known, "hosts": known["hosts"] or None}

    @staticmethod
    def _act(call: Call, id_: str, doing: str, body: Json) -> None:
        rest.call(call.cloud.compute, "POST", f"/os-aggregates/{id_}/action", doing=doing, json=body)

    def _set_metadata(self, call: Call, id_: str, title: str, metadata: Json) -> None:
        self._act(call, id_, f"setting metadata of {title}", {"set_metadata": {"metadata": metadata}})
