"""What Designate's resource types have in common.

An administrator works in another project by naming it in a header. A change is
accepted at once and done when the name servers have it: until then the object is
PENDING, and ERROR if they refuse it.

Source: DNS API v2 reference; facts of order and tolerance from
terraform-provider-openstack 3.4.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import boolean, integer, string, string_map, zero

REGION: Final = string(computed=True, replaces=True)
DESCRIPTION: Final = string()
PROJECT: Final = string(computed=True, replaces=True)
TTL: Final = integer(computed=True)
TYPE: Final = string(computed=True, replaces=True)
VALUE_SPECS: Final = string_map(replaces=True)
UNCHECKED: Final = boolean(unset=False)
"""Whether nobody waits until the name servers have it."""

_PENDING: Final = "PENDING"
_REFUSED: Final = "ERROR"


def acting_in(call: Call, project: str | None) -> dict[str, str]:
    """Give the headers by which an administrator works in a project that is not the connection's."""
    return {"X-Auth-Sudo-Project-ID": project} if project and project != call.project else {}


class DesignateType(ResourceType):
    """A resource type that is one member of one of Designate's collections.

    Class attributes:
        collection: the key of a listing, `zones`.
        attributes: for each property that is one attribute, the attribute's name.
        changeable: the attributes that a change may hold.
    """

    services = ("dns",)
    extra = True
    collection: ClassVar[str]
    attributes: ClassVar[Mapping[str, str]]
    changeable: ClassVar[frozenset[str]]

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the object and wait until the name servers have it."""
        body: Json = dict(inputs.get("valueSpecs") or {})
        for here, there in self.attributes.items():
            if here in inputs and self.wanted(inputs, here) not in ("", None, 0):
                body[there] = self.wanted(inputs, here)
        body.pop("project_id", None)
        body.pop("zone_id", None)
        path, doing = self.path_of_all(inputs), f"creating {self.title(inputs)}"
        raw = self.send(call, "POST", path, doing, inputs, body)
        id_ = self.id_of(raw)
        raw = self._settled(call, id_, raw, inputs)
        return CreateResult(id_, self.outputs(id_, self.reported(call, raw, inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the member; what is being deleted is gone."""
        try:
            raw = self.send(call, "GET", self.path(id_), f"reading {self.title(given)}", given)
        except NotFoundError:
            return None
        return None if raw.get("action") == "DELETE" and raw.get("status") != _REFUSED else raw

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:  # noqa: ARG002 - the state has nothing that the inputs lack
        """Change what differs and wait until the name servers have it."""
        body = {
            there: self.wanted(inputs, here)
            for here, there in self.attributes.items()
            if here in changed and there in self.changeable
        }
        verb, title = self.verb if body else "GET", self.title(inputs)
        doing = f"changing {title}" if body else f"reading {title}"
        raw = self.send(call, verb, self.path(id_), doing, inputs, body or None)
        raw = self._settled(call, id_, raw, inputs)
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the member and wait until the name servers have forgotten it."""
        title, path = self.title(outputs), self.path(id_)
        headers = acting_in(call, outputs.get("projectId"))
        try:
            rest.call(call.cloud.dns, "DELETE", path, doing=f"deleting {title}", headers=headers)
        except NotFoundError:
            return
        if not outputs.get("disableStatusCheck"):
            call.wait(f"{title} to be gone", lambda: self._gone(call, path, title, outputs))

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List a project's members in one call; what others share with it is not its own."""
        found = rest.listing(
            call.cloud.dns,
            f"/{self.collection}",
            self.collection,
            doing=f"listing the {self.noun}s",
            headers=acting_in(call, owner),
        )
        for raw in found:
            if raw["project_id"] == owner and raw.get("action") != "DELETE":
                yield self.id_of(raw), raw

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - for types that need it
        """Give the properties that the API reports; an absent attribute counts as empty."""
        report: Json = {"region": call.region}
        for here, there in self.attributes.items():
            value = raw.get(there)
            value = zero(self.schema.properties[here]) if value is None else value
            # Lists have no order in the DNS; the official provider sorts them.
            report[here] = sorted(value) if isinstance(value, list) else value
        return report

    def send(  # noqa: PLR0917 - what a call is made of
        self, call: Call, method: str, path: str, doing: str, given: Json, body: Json | None = None
    ) -> Json:
        """Send or get one member."""
        headers = acting_in(call, given.get("projectId"))
        return rest.call(call.cloud.dns, method, path, doing=doing, json=body, headers=headers)

    verb: ClassVar[str] = "PATCH"
    """How a member is changed."""

    def path_of_all(self, inputs: Json) -> str:  # noqa: ARG002 - for types that are below another
        """Give the collection that a new member is posted to."""
        return f"/{self.collection}"

    def path(self, id_: str) -> str:
        """Give a member's path."""
        return f"/{self.collection}/{id_}"

    def id_of(self, raw: Json) -> str:
        """Give a member's id as a resource's."""
        id_: str = raw["id"]
        return id_

    def _settled(self, call: Call, id_: str, raw: Json, inputs: Json) -> Json:
        if inputs.get("disableStatusCheck"):
            return raw
        title, path = self.title(inputs), self.path(id_)

        def looked() -> Json | None:
            now = self.send(call, "GET", path, f"looking at {title}", inputs)
            return None if now["status"] == _PENDING else now

        try:
            raw = raw if raw["status"] != _PENDING else call.wait(f"{title} to become active", looked)
        except CloudError as error:
            known = self.outputs(id_, self.reported(call, raw, inputs), inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint) from error
        if raw["status"] == _REFUSED:
            known = self.outputs(id_, self.reported(call, raw, inputs), inputs)
            hint = "Look at the logs of designate-worker and of the name servers, then run again."
            raise PartialFailure(id_, known, f"{title}: the name servers did not take it", hint=hint)
        return raw

    def _gone(self, call: Call, path: str, title: str, outputs: Json) -> bool | None:
        try:
            raw = self.send(call, "GET", path, f"looking at {title}", outputs)
        except NotFoundError:
            return True
        if raw["status"] == _REFUSED:
            raise CloudError(
                f"Deleting {title} failed: the name servers did not take it.",
                hint="Look at the logs of designate-worker and of the name servers, then run again.",
            )
        return None
