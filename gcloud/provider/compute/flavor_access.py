"""`openstack:compute/flavorAccess:FlavorAccess`.

Source: Compute API v2.1, "Flavors access"; terraform-provider-openstack,
openstack_compute_flavor_access_v2.
"""

from collections.abc import Iterator

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.provider.call import Call
from gcloud.provider.compute.flavor import flavors
from gcloud.provider.pair import PairType
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, string


class FlavorAccess(PairType):
    """A project's access to a private flavor. Its id is `FLAVOR/PROJECT`."""

    type_ = "openstack:compute/flavorAccess:FlavorAccess"
    noun = "flavor access"
    nouns = ("flavor", "project")
    key = ("flavorId", "tenantId")
    services = ("compute",)
    schema = Schema(
        {
            "flavorId": string(required=True, replaces=True),
            "region": string(computed=True, replaces=True),
            "tenantId": string(required=True, replaces=True),
        }
    )

    def join(self, call: Call, one: str, other: str, doing: str) -> None:
        """Let a project use a flavor."""
        self._act(call, one, doing, {"addTenantAccess": {"tenant": other}})

    def joined(self, call: Call, one: str, other: str, doing: str) -> bool:
        """Tell whether a project may use a private flavor."""
        return any(project == other for project in self._projects(call, one, doing))

    def part(self, call: Call, one: str, other: str, doing: str) -> None:
        """Let a project use a flavor no longer; its servers keep running."""
        self._act(call, one, doing, {"removeTenantAccess": {"tenant": other}})

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List a project's accesses: one call for each private flavor."""
        for raw in flavors(call):
            if raw.get("os-flavor-access:is_public", True):
                continue
            for project in self._projects(call, raw["id"], "listing the flavor accesses"):
                if project == owner:
                    yield f"{raw['id']}/{project}", {"flavorId": raw["id"], "tenantId": project}

    @staticmethod
    def _act(call: Call, flavor: str, doing: str, body: Json) -> None:
        rest.call(call.cloud.compute, "POST", f"/flavors/{flavor}/action", doing=doing, json=body)

    @staticmethod
    def _projects(call: Call, flavor: str, doing: str) -> list[str]:
        path = f"/flavors/{flavor}/os-flavor-access"
        try:
            answer = rest.call(call.cloud.compute, "GET", path, doing=doing)
        except NotFoundError:
            return []  # it is gone, or public
        return [item["tenant_id"] for item in answer["flavor_access"]]
