"""`openstack:blockstorage/volumeTypeV3:VolumeTypeV3`.

Source: Block Storage API v3, "Volume types", "Extra specs"; terraform-provider-
openstack, openstack_blockstorage_volume_type_v3.
"""

from collections.abc import Iterator

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, boolean, string, string_map


class VolumeType(ResourceType):
    """A kind of storage; its name is unique in the cloud. Only an administrator may make one."""

    type_ = "openstack:blockstorage/volumeTypeV3:VolumeTypeV3"
    noun = "volume type"
    services = ("block_storage",)
    contained = False
    delete_before_replace = True
    schema = Schema(
        {
            "description": string(computed=True),
            "extraSpecs": string_map(computed=True),
            "isPublic": boolean(computed=True),
            "name": string(autoname=True),
            "region": string(computed=True, replaces=True),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the type with its extra specs; it is private unless the program says otherwise."""
        body: Json = {
            "name": inputs["name"],
            "os-volume-type-access:is_public": self.wanted(inputs, "isPublic"),
            "extra_specs": self.wanted(inputs, "extraSpecs"),
        }
        if inputs.get("description"):
            body["description"] = inputs["description"]
        doing = f"creating {self.title(inputs)}"
        answer = rest.call(
            call.cloud.block_storage, "POST", "/types", doing=doing, json={"volume_type": body}
        )
        raw = answer["volume_type"]
        return CreateResult(raw["id"], self.outputs(raw["id"], self.reported(call, raw, inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the type with its extra specs."""
        doing = f"reading {self.title(given)}"
        answer = rest.lookup(call.cloud.block_storage, f"/types/{id_}", doing=doing)
        return None if answer is None else answer["volume_type"]

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Change name, description and visibility, and those extra specs that differ."""
        title, cinder = self.title(inputs), call.cloud.block_storage
        names = {"name": "name", "description": "description", "isPublic": "is_public"}
        if body := {there: self.wanted(inputs, here) for here, there in names.items() if here in changed}:
            rest.call(cinder, "PUT", f"/types/{id_}", doing=f"changing {title}", json={"volume_type": body})
        if "extraSpecs" in changed:
            wanted: Json = self.wanted(inputs, "extraSpecs")
            before: Json = old.get("extraSpecs") or {}
            doing = f"setting extra specs of {title}"
            for key in sorted(before.keys() - wanted.keys()):
                self._drop_spec(call, id_, key, doing)
            if new := {key: value for key, value in wanted.items() if before.get(key) != value}:
                rest.call(cinder, "POST", f"/types/{id_}/extra_specs", doing=doing, json={"extra_specs": new})
        made = self.read(call, id_, inputs)
        if made is None:
            raise NotFoundError(f"Changing {title} failed: it is gone.", hint="Run again: it is made anew.")
        return made

    @staticmethod
    def _drop_spec(call: Call, id_: str, key: str, doing: str) -> None:
        try:
            rest.call(call.cloud.block_storage, "DELETE", f"/types/{id_}/extra_specs/{key}", doing=doing)
        except NotFoundError:
            return

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the type; Cinder refuses while a volume has it."""
        doing = f"deleting {self.title(outputs)}"
        try:
            rest.call(call.cloud.block_storage, "DELETE", f"/types/{id_}", doing=doing)
        except NotFoundError:
            return

    def owner(self, call: Call, given: Json) -> str:  # noqa: ARG002 - the base's signature
        """Nobody: types belong to the cloud."""
        return ""

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - there is only one list
        """List every type of the cloud in one call; without administrator's rights those we may use."""
        found = rest.listing(
            call.cloud.block_storage,
            "/types",
            "volume_types",
            doing="listing the volume types",
            params={"is_public": "None"},
        )
        for raw in found:
            yield raw["id"], raw

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """They belong to the cloud, not to the project, whoever made them."""
        return "shared by the whole cloud"

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give everything."""
        return {
            "description": raw.get("description") or "",
            "extraSpecs": raw.get("extra_specs") or {},
            "isPublic": raw.get("os-volume-type-access:is_public", raw.get("is_public", True)),
            "name": raw["name"],
            "region": call.region,
        }
