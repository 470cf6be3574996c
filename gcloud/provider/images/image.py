"""`openstack:images/image:Image`.

Source: Image service API v2, "Images", "Image data", "Image import";
terraform-provider-openstack, openstack_images_image_v2.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotAllowedError, NotFoundError
from gcloud.engine.interface import CheckFailure, CheckResult, CreateResult, DiffResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.images.image_schema import (
    ATTRIBUTES,
    SCHEMA,
    of_glance,
    properties,
    property_steps,
    replaced,
)
from gcloud.provider.images.origin import never_told, with_cache
from gcloud.provider.images.upload import Fingerprint, fingerprint, settled, upload
from gcloud.provider.resource import Json, ResourceType, Timeouts

_PATCH: Final = {"Content-Type": "application/openstack-images-v2.1-json-patch"}

_GONE: Final = frozenset({"deleted", "pending_delete"})

_COMING: Final = frozenset({"queued", "saving", "importing", "uploading"})


class Image(ResourceType):
    """An image to boot servers from, uploaded from a file of this machine and checked against it.

    It refuses what the site never needs and a closed network can't do: downloads by Glance or
    by this machine (imageSourceUrl, webDownload, decompress).
    """

    type_ = "openstack:images/image:Image"
    noun = "image"
    services = ("image",)
    timeouts = Timeouts(create=1800)
    schema = SCHEMA

    def check(
        self, logical_name: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Validate; a file that is not there is found before anything is touched."""
        found = super().check(logical_name, olds, news)
        failures = list(found.failures)
        for name in ("imageSourceUrl", "webDownload", "decompress"):
            if found.inputs.get(name):
                reason = "is not supported by the embedded engine; download the file and give localFilePath"
                failures.append(CheckFailure(name, reason))
        path = found.inputs.get("localFilePath")
        # Of a relative path only the program knows where it begins.
        new = not olds or olds.get("localFilePath") != path
        if isinstance(path, str) and new and Path(path).is_absolute() and not Path(path).is_file():
            failures.append(CheckFailure("localFilePath", f"names {path}, and there is no such file"))
        return CheckResult(with_cache(found.inputs, olds or {}), tuple(failures))

    def diff(
        self,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Compare; an image that was found in the cloud is told from its file by its content."""
        found = super().diff(old_inputs, old_outputs, new_inputs, ignore_changes)
        if not found.changes:
            return found
        old = {**old_inputs, **{name: value for name, value in old_outputs.items() if value is not None}}
        never = never_told(old, new_inputs)
        changes = tuple(change for change in found.changes if change.path not in never)
        anew = any(change.replaces for change in changes)
        return DiffResult(changes, found.delete_before_replace and anew)

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Register the image, upload the file, compare what arrived; a failed image is removed again."""
        title = self.title(inputs)
        path = inputs.get("localFilePath")
        if not path:
            raise CloudError(f"Creating {title} failed: it has no file.", hint="Give localFilePath.")
        body = {there: inputs[here] for here, there in ATTRIBUTES.items() if inputs.get(here)}
        body |= {key: value for key, value in (inputs.get("properties") or {}).items() if not of_glance(key)}
        body["tags"] = list(inputs.get("tags") or ())
        if inputs.get("imageId"):
            body["id"] = inputs["imageId"]
        raw = rest.call(call.cloud.image, "POST", "/images", doing=f"creating {title}", json=body)
        id_ = str(raw["id"])
        try:
            raw = self._fill(call, id_, inputs)
        except CloudError as error:
            raise self._given_up(call, raw, inputs, error) from error
        return CreateResult(id_, self.outputs(id_, self.reported(call, raw, inputs), inputs))

    def _fill(self, call: Call, id_: str, inputs: Json) -> Json:
        title = self.title(inputs)
        arrived = upload(call, id_, Path(inputs["localFilePath"]), title)
        raw = call.wait(f"{title} to become active", lambda: self._active(call, id_, title))
        if inputs.get("verifyChecksum") is not False:
            _compare(title, arrived, raw)
        return raw

    def _completed(self, call: Call, id_: str, inputs: Json) -> Json:
        """Finish what an interrupted run began; what can't be finished is made anew by the next run."""
        title = self.title(inputs)
        raw: Json = {}
        try:
            raw = settled(call, id_, title)
            if raw["status"] == "queued":
                return self._fill(call, id_, inputs)
            if inputs.get("verifyChecksum") is not False:
                _compare(title, fingerprint(Path(inputs["localFilePath"]), title), raw)
        except CloudError as error:
            known = self.outputs(id_, self.reported(call, raw, inputs) if raw else {}, inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint, replace=True) from error
        return raw

    def _active(self, call: Call, id_: str, title: str) -> Json | None:
        raw = rest.call(call.cloud.image, "GET", f"/images/{id_}", doing=f"waiting for {title}")
        if raw["status"] in _COMING:
            return None
        if raw["status"] != "active":
            raise CloudError(
                f"Creating {title} failed: it went to status {raw['status']}.", hint="See Glance's log."
            )
        return raw

    def _given_up(self, call: Call, raw: Json, inputs: Json, error: CloudError) -> CloudError:
        """Remove an image without its data, so that the next run begins anew."""
        id_ = str(raw["id"])
        try:
            if raw.get("protected"):
                self._patch(call, id_, self.title(inputs), [replaced("protected", value=False)])
            self.delete(call, id_, {"name": inputs["name"]})
        except CloudError as second:
            known = self.outputs(id_, self.reported(call, raw, inputs), inputs)
            reason = f"{error.message} It could not be removed either: {second.message}"
            return PartialFailure(id_, known, reason, hint=error.hint, replace=True)
        return CloudError(f"{error.message} It was removed again.", hint=error.hint, data=error.data)

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the image."""
        raw = rest.lookup(call.cloud.image, f"/images/{id_}", doing=f"reading {self.title(given)}")
        return None if raw is None or raw["status"] in _GONE else raw

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:  # noqa: ARG002 - the live image is looked at instead
        """Change attributes, tags and properties in one patch; fill an image that was left without data."""
        title = self.title(inputs)
        raw = rest.lookup(call.cloud.image, f"/images/{id_}", doing=f"reading {title}")
        if raw is None:
            raise NotFoundError(f"Changing {title} failed: it is gone.", hint="Run again: it is made anew.")
        if raw["status"] in {*_COMING, "killed"} and inputs.get("localFilePath"):
            raw = self._completed(call, id_, inputs)
        steps = [
            replaced(there, value=self.wanted(inputs, here))
            for here, there in sorted(ATTRIBUTES.items())
            if here in changed
        ]
        if "tags" in changed:
            steps.append(replaced("tags", value=list(inputs.get("tags") or ())))
        if "properties" in changed:
            steps += property_steps(properties(raw), self.wanted(inputs, "properties"))
        if steps:
            raw = self._patch(call, id_, title, steps)
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    @staticmethod
    def _patch(call: Call, id_: str, title: str, steps: list[Json]) -> Json:
        doing = f"changing {title}"
        return rest.call(call.cloud.image, "PATCH", f"/images/{id_}", doing=doing, json=steps, headers=_PATCH)

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the image; servers made from it stay.

        Raises:
            NotAllowedError: it is protected, and the program did not lift that first.
        """
        title = self.title(outputs)
        try:
            rest.call(call.cloud.image, "DELETE", f"/images/{id_}", doing=f"deleting {title}")
        except NotFoundError:
            return
        except NotAllowedError as error:
            if not outputs.get("protected"):
                raise
            raise NotAllowedError(
                f"{error.message} ({title} is protected)",
                hint="Set protected to false, run `up`, then delete it.",
                data=error.data,
            ) from error

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the project's images; Glance shows hidden ones in a list of their own."""
        for hidden in ("false", "true"):
            query = {"owner": owner, "os_hidden": hidden}
            found = rest.listing(
                call.cloud.image, "/images", "images", doing="listing the images", params=query
            )
            yield from ((raw["id"], raw) for raw in found if raw["status"] not in _GONE)

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give everything but what only the program knows: its file."""
        return {
            "checksum": raw.get("checksum") or "",
            "containerFormat": raw.get("container_format") or "",
            "createdAt": raw["created_at"],
            "diskFormat": raw.get("disk_format") or "",
            "file": raw.get("file") or "",
            "hidden": bool(raw.get("os_hidden")),
            "imageId": raw["id"],
            "metadata": {},
            "minDiskGb": raw.get("min_disk") or 0,
            "minRamMb": raw.get("min_ram") or 0,
            "name": raw.get("name") or "",
            "owner": raw.get("owner") or "",
            "properties": properties(raw),
            "protected": bool(raw.get("protected")),
            "region": call.region,
            "schema": raw.get("schema") or "",
            "sizeBytes": raw.get("size") or 0,
            "status": raw["status"],
            "tags": list(raw.get("tags") or ()),
            "updatedAt": raw["updated_at"],
            "visibility": raw["visibility"],
        }


def _compare(title: str, arrived: Fingerprint, raw: Json) -> None:
    if wrong := arrived.disagreement(raw):
        raise CloudError(
            f"Creating {title} failed: what arrived is not the file: {wrong}.",
            hint="Run again; if it stays, check the disk of Glance and of this machine.",
        )
