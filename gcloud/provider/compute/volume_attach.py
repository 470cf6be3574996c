"""`openstack:compute/volumeAttach:VolumeAttach`.

Source: Compute API v2.1, "Servers with volume attachments"; Block Storage API
v3, "Volumes"; terraform-provider-openstack, openstack_compute_volume_attach_v2.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import ConflictError, NotFoundError
from gcloud.engine.interface import CreateResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.blockstorage import cinder
from gcloud.provider.call import Call
from gcloud.provider.compute import nova
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, boolean, string, structure

BUSY_SECONDS: Final = 90.0
"""How long a detachment waits for a server that Nova calls busy."""


class VolumeAttach(ResourceType):
    """A volume in a server. Its id is `SERVER/VOLUME`."""

    type_ = "openstack:compute/volumeAttach:VolumeAttach"
    noun = "volume attachment"
    services = ("compute", "block_storage")
    page = cinder.PAGE
    key = ("instanceId", "volumeId")
    delete_before_replace = True
    schema = Schema(
        {
            "device": string(computed=True),
            "instanceId": string(required=True, replaces=True),
            "multiattach": boolean(replaces=True),
            "region": string(computed=True, replaces=True),
            "tag": string(replaces=True),
            "vendorOptions": structure({"ignoreVolumeConfirmation": boolean(unset=False)}, replaces=True),
            "volumeId": string(required=True, replaces=True),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Attach the volume and wait until Cinder calls it in use."""
        server, volume, title = inputs["instanceId"], inputs["volumeId"], self.title(inputs)
        body: Json = {"volumeId": volume}
        if inputs.get("device"):
            body["device"] = inputs["device"]
        if inputs.get("tag"):
            body["tag"] = inputs["tag"]
        version = "2.60" if inputs.get("multiattach") else "2.49" if inputs.get("tag") else None
        rest.call(
            call.cloud.compute,
            "POST",
            f"/servers/{server}/os-volume_attachments",
            doing=f"attaching {title}",
            json={"volumeAttachment": body},
            microversion=version,
        )
        id_ = f"{server}/{volume}"
        try:
            if not (inputs.get("vendorOptions") or {}).get("ignoreVolumeConfirmation"):
                call.wait(f"{title} to be attached", lambda: self._attached(call, id_, title))
            made = call.wait(f"{title} to be attached", lambda: self.read(call, id_, inputs))
        except NotFoundError:
            raise  # nothing was made
        except CloudError as error:
            known = self.outputs(id_, {"device": "", "region": call.region}, inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint) from error
        return CreateResult(id_, made)

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the attachment; it is gone with its server."""
        server, volume = _ids(id_)
        answer = rest.lookup(
            call.cloud.compute,
            f"/servers/{server}/os-volume_attachments/{volume}",
            doing=f"reading {self.title(given)}",
        )
        return None if answer is None else answer["volumeAttachment"]

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:  # noqa: ARG002 - nothing of it can change
        """Wait until it is attached; a device's name is a wish at attaching, Nova can't change it later."""
        title = self.title(inputs)
        made = self.read(call, id_, inputs)
        if made is None:
            raise NotFoundError(f"{title} is gone.", hint="Run again: it is made anew.")
        call.wait(f"{title} to be attached", lambda: self._attached(call, id_, title))
        return self.read(call, id_, inputs) or made

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Detach the volume and wait until it is free; a server in the middle of something is waited for.

        A server in ERROR lets go of nothing, however long one waits: its volumes go free when it is
        deleted itself, which is next if it was to be deleted; else its volume can't be, and says so.
        """
        server, volume = _ids(id_)
        title = self.title(outputs)
        path = f"/servers/{server}/os-volume_attachments/{volume}"

        def asked() -> bool | None:
            try:
                rest.call(call.cloud.compute, "DELETE", path, doing=f"detaching {title}")
            except NotFoundError:
                return True
            except ConflictError:
                raw = nova.server(call, server, title)
                if raw is None or raw["status"] == nova.FAILED:
                    return False
                if call.seconds - call.left() >= min(BUSY_SECONDS, call.seconds):
                    raise
                return None
            return True

        def detached() -> bool | None:
            there = rest.lookup(call.cloud.compute, path, doing=f"detaching {title}")
            return True if there is None and self._free(call, server, volume, title) else None

        if call.wait(f"{title} to be detached", asked):
            call.wait(f"{title} to be detached", detached)

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the attachments of all the project's volumes: Cinder has all of them in one list."""
        for volume, raw in cinder.volumes(call, owner):
            for item in raw["attachments"]:
                if server := item.get("server_id"):
                    there = {"device": item.get("device"), "serverId": server, "volumeId": volume}
                    there["boots"] = raw.get("bootable") == "true" and str(there["device"]).endswith("da")
                    yield f"{server}/{volume}", there

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give both ends and the device."""
        return {
            "device": raw.get("device") or "",
            "instanceId": raw["serverId"],
            "region": call.region,
            "volumeId": raw["volumeId"],
        }

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name both ends."""
        return f"{named(outputs['volumeId'])} in {named(outputs['instanceId'])}"

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """A server is made with the volume that it boots from."""
        return "the server boots from it" if raw.get("boots") else ""

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the attachment by its two ends."""
        return f"volume {inputs.get('volumeId')} in server {inputs.get('instanceId')}"

    @staticmethod
    def _attached(call: Call, id_: str, title: str) -> bool | None:
        server, volume = _ids(id_)
        doing = f"waiting for {title}"
        raw = rest.call(call.cloud.block_storage, "GET", f"/volumes/{volume}", doing=doing)["volume"]
        if raw["status"].startswith("error"):
            raise CloudError(
                f"Attaching {title} failed: the volume is in status {raw['status']}.",
                hint="See the logs of nova-compute and cinder-volume; then run again.",
            )
        path = f"/servers/{server}/os-volume_attachments/{volume}"
        if raw["status"] == "available" and rest.lookup(call.cloud.compute, path, doing=doing) is None:
            raise NotFoundError(
                f"Attaching {title} failed: Nova let it go again.",
                hint="See nova-compute's log on the server's hypervisor; then run again.",
            )
        return True if raw["status"] == "in-use" else None

    @staticmethod
    def _free(call: Call, server: str, volume: str, title: str) -> bool:
        doing = f"waiting for {title}"
        answer = rest.lookup(call.cloud.block_storage, f"/volumes/{volume}", doing=doing)
        if answer is None:
            return True
        raw = answer["volume"]
        ours = any(item.get("server_id") == server for item in raw["attachments"])
        return not ours and raw["status"] != "detaching"


def _ids(id_: str) -> tuple[str, str]:
    server, _, volume = id_.partition("/")
    return server, volume
