"""What Keystone's two kinds of limits have in common.

A registered limit is what each project has of a service's resource; a limit is
what one project or domain has instead. The service itself asks Keystone for them
(oslo.limit), if it is configured to. Both are of a region and are made by posting
a list.

Source: Identity API v3, "Unified limits".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from gcloud.cloud import rest
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.identity import keystone
from gcloud.provider.resource import Json


class UnifiedLimit(keystone.KeystoneType):
    """A limit in one of the two collections. Only an administrator may set one."""

    key: ClassVar[tuple[str, ...]] = ("resourceName", "serviceId")

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post a list of one, for the connection's region."""
        body = {name: value for name, value in self.body(inputs).items() if value not in ("", None)}
        if call.region:
            body["region_id"] = call.region
        path, doing = f"/{self.collection}", f"creating {self.title(inputs)}"
        answer = rest.call(call.cloud.identity, "POST", path, doing=doing, json={self.collection: [body]})
        (raw,) = answer[self.collection]
        return CreateResult(raw["id"], self.outputs(raw["id"], self.reported(call, raw, inputs), inputs))

    def query(self, call: Call, **query: str) -> Iterator[tuple[str, Json]]:
        """List the region's limits in one call."""
        params = {"region_id": call.region} | query if call.region else query
        doing = f"listing the {self.noun}s"
        for raw in rest.listing(
            call.cloud.identity, f"/{self.collection}", self.collection, doing=doing, params=params
        ):
            yield raw["id"], raw

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - of no project
        """List all of the region."""
        return self.query(call)

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:  # noqa: ARG002 - it is called by what it limits
        """Name it by what it limits."""
        name: str = outputs["resourceName"]
        return name

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name it by what it limits."""
        return f'{self.noun} "{inputs.get("resourceName")}"'
