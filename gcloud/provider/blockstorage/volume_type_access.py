"""`openstack:blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3`.

Source: Block Storage API v3, "Volume type access"; terraform-provider-openstack,
openstack_blockstorage_volume_type_access_v3.
"""

from collections.abc import Iterator

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.provider.call import Call
from gcloud.provider.pair import PairType
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, string


class VolumeTypeAccess(PairType):
    """A project's access to a private volume type. Its id is `TYPE/PROJECT`."""

    type_ = "openstack:blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3"
    noun = "volume type access"
    nouns = ("volume type", "project")
    key = ("volumeTypeId", "projectId")
    services = ("block_storage",)
    schema = Schema(
        {
            "projectId": string(required=True, replaces=True),
            "region": string(computed=True, replaces=True),
            "volumeTypeId": string(required=True, replaces=True),
        }
    )

    def join(self, call: Call, one: str, other: str, doing: str) -> None:
        """Let a project use a volume type."""
        self._act(call, one, doing, {"addProjectAccess": {"project": other}})

    def joined(self, call: Call, one: str, other: str, doing: str) -> bool:
        """Tell whether a project may use a private volume type."""
        return any(project == other for project in self._projects(call, one, doing))

    def part(self, call: Call, one: str, other: str, doing: str) -> None:
        """Let a project use a volume type no longer; its volumes stay."""
        self._act(call, one, doing, {"removeProjectAccess": {"project": other}})

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List a project's accesses: one call for each private type."""
        cinder, doing = call.cloud.block_storage, "listing the volume type accesses"
        private = rest.listing(cinder, "/types", "volume_types", doing=doing, params={"is_public": "false"})
        for raw in private:
            for project in self._projects(call, raw["id"], doing):
                if project == owner:
                    yield f"{raw['id']}/{project}", {"volumeTypeId": raw["id"], "projectId": project}

    @staticmethod
    def _act(call: Call, type_id: str, doing: str, body: Json) -> None:
        rest.call(call.cloud.block_storage, "POST", f"/types/{type_id}/action", doing=doing, json=body)

    @staticmethod
    def _projects(call: Call, type_id: str, doing: str) -> list[str]:
        path = f"/types/{type_id}/os-volume-type-access"
        try:
            answer = rest.call(call.cloud.block_storage, "GET", path, doing=doing)
        except NotFoundError:
            return []  # it is gone, or public
        return [item["project_id"] for item in answer["volume_type_access"]]
