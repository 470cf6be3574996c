"""What Keystone's resource types have in common.

A collection, members, PATCH with what changed. Keystone's objects belong to a
domain, not to a project: listing gives those of the whole cloud that the user
may see.

Source: Identity API v3 reference; facts of order and tolerance from
terraform-provider-openstack 3.4.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import boolean, string, zero

REGION: Final = string(computed=True, replaces=True)
NAME: Final = string(autoname=True)
DESCRIPTION: Final = string()
DOMAIN: Final = string(computed=True, replaces=True)
ENABLED: Final = boolean(default=True)


class KeystoneType(ResourceType):
    """A resource type that is one member of one of Keystone's collections.

    Class attributes:
        collection: the collection in the path and in a listing, `projects`.
        member: the key of a member in a body, `project`.
        attributes: for each property that is one attribute, the attribute's name.
    """

    services = ("identity",)
    contained = False
    key: ClassVar[tuple[str, ...]] = ("name", "domainId")
    collection: ClassVar[str]
    member: ClassVar[str]
    attributes: ClassVar[Mapping[str, str]]

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the object."""
        body = {name: value for name, value in self.body(inputs).items() if value not in ("", None)}
        raw = self.send(call, "POST", f"/{self.collection}", f"creating {self.title(inputs)}", body)
        return CreateResult(raw["id"], self.outputs(raw["id"], self.reported(call, raw, inputs), inputs))

    def body(self, inputs: Json) -> Json:
        """Give the attributes to create a member with; what is empty is not sent."""
        return {there: self.wanted(inputs, here) for here, there in self.attributes.items() if here in inputs}

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the member by its id."""
        doing = f"reading {self.title(given)}"
        answer = rest.lookup(call.cloud.identity, f"/{self.collection}/{id_}", doing=doing)
        return None if answer is None else answer[self.member]

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Patch the changed attributes."""
        title, path = self.title(inputs), f"/{self.collection}/{id_}"
        if body := self.changes(changed, inputs, old):
            raw = self.send(call, "PATCH", path, f"changing {title}", body)
        else:
            raw = self.send(call, "GET", path, f"reading {title}")
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    def changes(self, changed: frozenset[str], inputs: Json, old: Json) -> Json:  # noqa: ARG002 - for types that need it
        """Give the attributes to change a member by."""
        return {
            there: self.wanted(inputs, here) for here, there in self.attributes.items() if here in changed
        }

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the member."""
        doing = f"deleting {self.title(outputs)}"
        try:
            rest.call(call.cloud.identity, "DELETE", f"/{self.collection}/{id_}", doing=doing)
        except NotFoundError:
            return

    def owner(self, call: Call, given: Json) -> str:  # noqa: ARG002 - the base's signature
        """Nobody: they belong to no project."""
        return ""

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - there is only one list
        """List every member that the user may see, in one call."""
        doing = f"listing the {self.noun}s"
        found = rest.listing(call.cloud.identity, f"/{self.collection}", self.collection, doing=doing)
        for raw in found:
            yield raw["id"], raw

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the same for all
        """Say that it is nothing that a project contains."""
        return "it belongs to the whole cloud"

    def send(self, call: Call, method: str, path: str, doing: str, body: Json | None = None) -> Json:
        """Send or get one member."""
        json = None if body is None else {self.member: body}
        member: Json = rest.call(call.cloud.identity, method, path, doing=doing, json=json)[self.member]
        return member

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - for types that need it
        """Give the properties that the API reports; an absent attribute counts as empty."""
        report: Json = {"region": call.region}
        for name, attribute in self.attributes.items():
            value = raw.get(attribute)
            report[name] = zero(self.schema.properties[name]) if value is None else value
        return report
