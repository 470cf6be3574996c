"""`openstack:compute/instance:Instance`.

Source: Compute API v2.1, "Servers", "Server run an action"; terraform-provider-
openstack, openstack_compute_instance_v2.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult, DiffResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.compute import instance_change, instance_networks, nova
from gcloud.provider.compute.instance_body import creation
from gcloud.provider.compute.instance_origin import as_made, kept_metadata, origin
from gcloud.provider.compute.instance_schema import SCHEMA, digest
from gcloud.provider.networking.neutron import AT_ONCE
from gcloud.provider.resource import Json, ResourceType, Timeouts

NO_IMAGE: Final = "Attempt to boot from volume - no image supplied"
"""What the official provider stores as the image of a server that boots from a volume."""

_HALF_AN_HOUR: Final = 1800.0


class Instance(ResourceType):
    """A server. Its ports, image, flavor and group exist before it."""

    type_ = "openstack:compute/instance:Instance"
    noun = "server"
    services = ("compute", "image", "network")
    timeouts = Timeouts(create=_HALF_AN_HOUR, update=_HALF_AN_HOUR, delete=_HALF_AN_HOUR)
    page = AT_ONCE
    delete_before_replace = True
    schema = SCHEMA

    def diff(
        self,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Compare; a server whose flavor was deleted can't be resized, only replaced.

        What a server has of networks and groups is not known as long as it is being built.
        """
        found = super().diff(old_inputs, old_outputs, new_inputs, ignore_changes)
        building = old_outputs.get("powerState") == "build"
        changes = tuple(
            replace(change, replaces=True)
            if change.path in {"flavorId", "flavorName"} and old_outputs.get(change.path) == ""
            else change
            for change in found.changes
            if not (building and change.path.startswith(("networks", "securityGroups")))
        )
        anew = any(change.replaces for change in changes)
        return replace(found, changes=changes, delete_before_replace=anew and self.delete_before_replace)

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Make the server and wait until it is active.

        A server that Nova could not build is of no use to anybody: it is deleted again, so
        that its name, ports and place are free for the next run, and the error says why it failed.
        """
        title = self.title(inputs)
        networks = instance_networks.resolved(call, inputs.get("networks") or (), title)
        body, version = creation(
            {**inputs, "networks": networks},
            instance_change.image(call, inputs, title),
            instance_change.flavor(call, inputs, title),
        )
        answer = rest.call(
            call.cloud.compute,
            "POST",
            "/servers",
            doing=f"creating {title}",
            json=body,
            microversion=version,
        )
        id_ = str(answer["server"]["id"])
        try:
            raw = nova.built(call, id_, title)
        except nova.ServerFailedError as error:
            raise self._given_up(call, id_, inputs, error) from error
        except CloudError as error:
            raise self._partial(call, id_, inputs, error) from error
        try:
            if inputs.get("powerState", "active") != "active":
                instance_change.power(call, raw, title, inputs)
                raw = nova.server(call, id_, title) or raw
            return CreateResult(id_, self._made(call, raw, inputs))
        except CloudError as error:
            raise self._partial(call, id_, inputs, error) from error

    def _given_up(self, call: Call, id_: str, inputs: Json, error: nova.ServerFailedError) -> CloudError:
        try:
            self.delete(call, id_, {"name": inputs["name"]})
        except CloudError as second:
            reason = f"{error.message} It could not be removed either: {second.message}"
            known = self.outputs(id_, {"powerState": "error", "region": call.region}, inputs)
            return PartialFailure(id_, known, reason, hint=error.hint, replace=True)
        return nova.ServerFailedError(
            f"Creating {error.message} It was removed again.", hint=error.hint, data=error.data
        )

    def _partial(self, call: Call, id_: str, inputs: Json, error: CloudError) -> PartialFailure:
        known = self.outputs(id_, {"powerState": "build", "region": call.region}, inputs)
        return PartialFailure(id_, known, error.message, hint=error.hint)

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the server and its ports; of one that nobody knew also what it was made with."""
        raw = nova.server(call, id_, self.title(given))
        if raw is None:
            return None
        raw = next(instance_networks.with_ports(call, [raw]))
        return raw if given else {**raw, "origin": origin(call, raw)}

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Change what can be changed on a living server; each step looks first whether it is done.

        A server that was never built, because the run that made it was interrupted, is beyond
        mending: the next run replaces it. One that ran and fell into ERROR is left to people.
        """
        title = self.title(inputs)
        raw = nova.server(call, id_, title)
        if raw is None:
            raise NotFoundError(f"Changing {title} failed: it is gone.", hint="Run again: it is made anew.")
        if raw["status"] == "BUILD" or nova.never_ran(raw):
            raw = self._finished(call, id_, inputs)
        instance_change.apply(call, raw, title, changed=changed, inputs=inputs, old=old)
        raw = nova.server(call, id_, title)
        if raw is None:
            raise NotFoundError(f"{title} disappeared while it was changed.", hint="Run again.")
        return self._made(call, raw, inputs)

    def _finished(self, call: Call, id_: str, inputs: Json) -> Json:
        try:
            return nova.built(call, id_, self.title(inputs))
        except nova.ServerFailedError as error:
            failed = self.read(call, id_, inputs) or {}
            raise PartialFailure(id_, failed, error.message, hint=error.hint, replace=True) from error

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the server and wait until it is gone."""
        title = self.title(outputs)
        try:
            if outputs.get("stopBeforeDestroy"):
                self._stop(call, id_, title)
            if (outputs.get("vendorOptions") or {}).get("detachPortsBeforeDestroy"):
                instance_change.detach_ports(call, id_, title)
            if outputs.get("forceDelete"):
                nova.act(call, id_, title, "deleting", {"forceDelete": None})
            else:
                rest.call(call.cloud.compute, "DELETE", f"/servers/{id_}", doing=f"deleting {title}")
        except NotFoundError:
            return
        nova.gone(call, id_, title)

    @staticmethod
    def _stop(call: Call, id_: str, title: str) -> None:
        raw = nova.server(call, id_, title)
        if raw is not None and raw["status"] == "ACTIVE":
            nova.act(call, id_, title, "stopping", {"os-stop": None})
            nova.reaches(call, id_, title, {"SHUTOFF", nova.FAILED})

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the project's servers in one call, and their ports in another for each page."""
        whose = {} if owner == call.project else {"all_tenants": "1", "project_id": owner}
        found = rest.listing(
            call.cloud.compute,
            "/servers/detail",
            "servers",
            doing="listing the servers",
            params={"limit": self.page, **whose},
            microversion=nova.WITH_TAGS,
        )
        while page := list(islice(found, self.page)):
            for raw in instance_networks.with_ports(call, page):
                yield raw["id"], raw

    def _made(self, call: Call, raw: Json, inputs: Json) -> Json:
        (raw,) = instance_networks.with_ports(call, [raw])
        return self.outputs(raw["id"], self.reported(call, raw, inputs), inputs)

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Give the server, its ports, and the names of its flavor and image."""
        title, image = self.title(given), (raw.get("image") or {}).get("id", "")
        networks = instance_networks.reported(
            given.get("networks") or [], raw.get("addresses") or {}, raw["ports"]
        )
        four, six = instance_networks.best(networks)
        report = {
            "accessIpV4": four or raw.get("accessIPv4") or "",
            "accessIpV6": six or raw.get("accessIPv6") or "",
            "allMetadata": raw.get("metadata") or {},
            "allTags": sorted(raw.get("tags") or ()),
            "availabilityZone": raw.get("OS-EXT-AZ:availability_zone") or "",
            "created": _moment(raw["created"]),
            "flavorId": raw["flavor"]["id"],
            "flavorName": instance_change.flavor_name(call, raw["flavor"]["id"], title),
            "hypervisorHostname": raw.get("OS-EXT-SRV-ATTR:hypervisor_hostname") or "",
            "imageId": image,
            "keyPair": raw.get("key_name") or "",
            "name": raw["name"],
            "networks": networks,
            "powerState": raw["status"].lower(),
            "region": call.region,
            "securityGroups": list(dict.fromkeys(item["name"] for item in raw.get("security_groups") or ())),
            "tags": [tag for tag in given.get("tags") or () if tag in raw.get("tags", ())],
            **kept_metadata(given, raw),
            "updated": _moment(raw["updated"]),
        }
        if instance_change.boots_from_image(given) if given else image:
            report["imageName"] = instance_change.image_name(call, image, title)
        else:
            report["imageId"] = NO_IMAGE
        if user_data := given.get("userData"):
            report["userData"] = digest(user_data)
        return report if given else {**report, **as_made(raw, networks)}


def _moment(text: str) -> str:
    """Give a moment of the API (`2026-11-23T05:29:04Z`) as the official provider writes it."""
    return text.replace("T", " ").removesuffix("Z") + " +0000 UTC"
