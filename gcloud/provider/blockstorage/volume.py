"""`openstack:blockstorage/volume:Volume`.

Source: Block Storage API v3, "Volumes", "Volume actions" (extending a volume in
use since 3.42, from a backup since 3.47); terraform-provider-openstack,
openstack_blockstorage_volume_v3.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CheckFailure, CheckResult, CreateResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.blockstorage import cinder, holders
from gcloud.provider.blockstorage.volume_schema import SCHEMA
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType

FROM_BACKUP: Final = "3.47"
IN_USE: Final = "3.42"

_ATTRIBUTES: Final = {
    "availabilityZone": "availability_zone",
    "backupId": "backup_id",
    "consistencyGroupId": "consistencygroup_id",
    "description": "description",
    "imageId": "imageRef",
    "metadata": "metadata",
    "name": "name",
    "size": "size",
    "snapshotId": "snapshot_id",
    "sourceReplica": "source_replica",
    "sourceVolId": "source_volid",
    "volumeType": "volume_type",
}

_HINT_NAMES: Final = {
    "differentHosts": "different_host",
    "localToInstance": "local_to_instance",
    "query": "query",
    "sameHosts": "same_host",
}

_STILL: Final = {"available", "in-use"}


class Volume(ResourceType):
    """A disk that outlives its server. It can grow in place and never shrinks."""

    type_ = "openstack:blockstorage/volume:Volume"
    noun = "volume"
    services = ("block_storage", "compute")
    page = cinder.PAGE
    schema = SCHEMA

    def check(
        self, logical_name: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Validate; Cinder can't make a volume smaller, which is better known before anything is touched."""
        found = super().check(logical_name, olds, news)
        before, after = (olds or {}).get("size"), found.inputs.get("size")
        if isinstance(before, int) and isinstance(after, int) and after < before:
            reason = f"is {after}, but a volume of {before} GiB can't shrink; make a new one and copy"
            return CheckResult(found.inputs, (*found.failures, CheckFailure("size", reason)))
        return found

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Make the volume and wait until it is available; one that Cinder could not make is removed again."""
        title = self.title(inputs)
        fields = {there: inputs[here] for here, there in _ATTRIBUTES.items() if inputs.get(here)}
        body: Json = {"volume": fields}
        if hints := inputs.get("schedulerHints"):
            more = hints[0].get("additionalProperties") or {}
            named = {there: hints[0][here] for here, there in _HINT_NAMES.items() if hints[0].get(here)}
            body["OS-SCH-HNT:scheduler_hints"] = {**named, **more}
        answer = rest.call(
            call.cloud.block_storage,
            "POST",
            "/volumes",
            doing=f"creating {title}",
            json=body,
            microversion=FROM_BACKUP if inputs.get("backupId") else None,
        )
        id_ = str(answer["volume"]["id"])
        try:
            raw = cinder.reaches(call, id_, title, {"available"})
        except cinder.VolumeFailedError as error:
            raise self._given_up(call, id_, inputs, error) from error
        except CloudError as error:
            raise self._partial(call, id_, inputs, error) from error
        return CreateResult(id_, self.outputs(id_, self.reported(call, raw, inputs), inputs))

    def _given_up(self, call: Call, id_: str, inputs: Json, error: CloudError) -> CloudError:
        try:
            self.delete(call, id_, inputs)
        except CloudError as second:
            reason = f"{error.message} It could not be removed either: {second.message}"
            known = self._known(call, id_, inputs)
            return PartialFailure(id_, known, reason, hint=error.hint, replace=True)
        return cinder.VolumeFailedError(
            f"Creating {error.message} It was removed again.", hint=error.hint, data=error.data
        )

    def _partial(self, call: Call, id_: str, inputs: Json, error: CloudError) -> PartialFailure:
        return PartialFailure(id_, self._known(call, id_, inputs), error.message, hint=error.hint)

    def _known(self, call: Call, id_: str, inputs: Json) -> Json:
        return self.outputs(id_, {"attachments": [], "region": call.region}, inputs)

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the volume."""
        return cinder.volume(call, id_, self.title(given))

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:  # noqa: ARG002 - the live volume is looked at instead
        """Grow, retype, rename; each step looks first whether it is done."""
        title = self.title(inputs)
        raw = cinder.volume(call, id_, title)
        if raw is None:
            raise NotFoundError(f"Changing {title} failed: it is gone.", hint="Run again: it is made anew.")
        if raw["status"] == cinder.NOT_EXTENDED:
            raw = cinder.restored(call, raw, title)
        try:
            raw = cinder.reaches(call, id_, title, _STILL)  # an interrupted run may have left it on its way
        except cinder.VolumeFailedError as error:
            if changed or raw["attachments"]:
                raise
            # Nothing differs: it was never completely made, so there is nothing in it to lose.
            known = self._known(call, id_, inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint, replace=True) from error
        if "size" in changed and raw["size"] != inputs["size"]:
            self._grow(call, raw, title, inputs)
        if "volumeType" in changed and raw["volume_type"] != inputs.get("volumeType"):
            policy = inputs.get("volumeRetypePolicy") or "never"
            retype = {"os-retype": {"new_type": inputs["volumeType"], "migration_policy": policy}}
            cinder.act(call, id_, f"changing the type of {title}", retype)
            raw = cinder.reaches(call, id_, title, _STILL)
            if raw["volume_type"] != inputs["volumeType"]:
                raise CloudError(
                    f"Changing the type of {title} failed: Cinder kept type {raw['volume_type']}.",
                    hint='Most often the backend differs: set volumeRetypePolicy to "on-demand" to migrate.',
                )
        if changed & {"name", "description", "metadata"}:
            body = {name: self.wanted(inputs, name) for name in ("name", "description")}
            if "metadata" in changed:
                body["metadata"] = self.wanted(inputs, "metadata")
            path, doing = f"/volumes/{id_}", f"changing {title}"
            rest.call(call.cloud.block_storage, "PUT", path, doing=doing, json={"volume": body})
        raw = cinder.volume(call, id_, title) or raw
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    @staticmethod
    def _grow(call: Call, raw: Json, title: str, inputs: Json) -> None:
        attached = raw["status"] == "in-use"
        if attached and not inputs.get("enableOnlineResize"):
            raise CloudError(
                f"Growing {title} to {inputs['size']} GiB is not allowed while a server uses it.",
                hint="Set enableOnlineResize if the backend can do it, or detach the volume first.",
            )
        body = {"os-extend": {"new_size": inputs["size"]}}
        cinder.act(call, raw["id"], f"growing {title}", body, microversion=IN_USE if attached else None)
        try:
            cinder.reaches(call, raw["id"], title, _STILL)
        except cinder.VolumeFailedError as error:
            cinder.restored(call, raw, title)
            hint = "Most often the backend can't grow a volume that a server uses: detach it first."
            message = f"Growing {error.message} It was set back and has its old size."
            raise cinder.VolumeFailedError(message, hint=hint, data=error.data) from error

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the volume and wait until it is gone; what still holds it lets it go first."""
        title = self.title(outputs)
        raw = cinder.volume(call, id_, title)
        if raw is None:
            return
        raw = holders.released(call, raw, title)
        if raw["status"] != "deleting":
            try:
                rest.call(call.cloud.block_storage, "DELETE", f"/volumes/{id_}", doing=f"deleting {title}")
            except NotFoundError:
                return
        cinder.gone(call, id_, title)

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the project's volumes in one call."""
        return cinder.volumes(call, owner)

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """Nova makes a volume without a name for a server that boots from one of its own."""
        made = raw.get("bootable") == "true" and raw["attachments"] and not raw.get("name")
        return "Nova made it for a server to boot from" if made else ""

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Give what Cinder tells; which image a volume was made from is told in words of its own."""
        report = {
            "attachments": [
                {
                    "device": item.get("device") or "",
                    "id": item.get("id") or "",
                    "instanceId": item.get("server_id") or "",
                }
                for item in raw["attachments"]
            ],
            "availabilityZone": raw.get("availability_zone") or "",
            "backupId": raw.get("backup_id") or "",
            "description": raw.get("description") or "",
            "metadata": raw.get("metadata") or {},
            "name": raw.get("name") or "",
            "region": call.region,
            "size": raw["size"],
            "snapshotId": raw.get("snapshot_id") or "",
            "sourceVolId": raw.get("source_volid") or "",
            "volumeType": raw.get("volume_type") or "",
        }
        image = (raw.get("volume_image_metadata") or {}).get("image_id")
        copied = report["snapshotId"] or report["sourceVolId"] or report["backupId"]
        return report if given or copied or not image else {**report, "imageId": image}
