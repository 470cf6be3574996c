"""What Neutron's resource types have in common.

Neutron's API is regular: a collection, members, tags below a member, 409 while
something else uses a member. So a type says its collection and which attribute
each property is, and adds what is peculiar to it.

Source: OpenStack Networking API v2.0 reference; facts of order and tolerance
from terraform-provider-openstack 3.4.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import BusyError, ConflictError, NotFoundError
from gcloud.engine.interface import CreateResult, PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import boolean, string, string_map, string_set, zero

AT_ONCE: Final = 150
"""Ids in one query: with them the address stays under 8,000 characters, which every web server takes."""

IN_USE_SECONDS: Final = 90.0
"""How long a deletion waits for what still uses the object (ports that vanish with their server)."""

REGION: Final = string(computed=True, replaces=True)
NAME: Final = string(autoname=True)
DESCRIPTION: Final = string()
TENANT: Final = string(computed=True, replaces=True)
UP: Final = boolean(computed=True)
TAGS: Final = string_set()
ALL_TAGS: Final = string_set(output=True)
VALUE_SPECS: Final = string_map(replaces=True)

_COMING: Final = frozenset({"BUILD", "PENDING_CREATE", "PENDING_UPDATE"})


class NeutronType(ResourceType):
    """A resource type that is one member of one of Neutron's collections.

    Class attributes:
        collection: the collection in the path, `security-groups`.
        member: the key of a member in a body, `security_group`.
        attributes: for each property that is one attribute, the attribute's name.
        nullable: attributes that are emptied by null, not by an empty string.
        settled: properties that come true only after the object was made.
        answers_whole: the answer to a change says all that the member has then.
    """

    services = ("network",)
    at_once = AT_ONCE
    collection: ClassVar[str]
    member: ClassVar[str]
    attributes: ClassVar[Mapping[str, str]]
    nullable: ClassVar[frozenset[str]] = frozenset()
    settled: ClassVar[frozenset[str]] = frozenset({"tags"})
    answers_whole: ClassVar[bool] = True

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the object, then do what Neutron can't do in the same call."""
        raw = self.post(call, inputs)
        id_ = str(raw["id"])
        try:
            raw = self.settle(call, raw, inputs)
        except CloudError as error:
            # What wasn't reached counts as not given, so that the next plan shows it as a change.
            missed = {n: zero(self.schema.properties[n]) for n in self.settled if n in inputs}
            known = self.outputs(id_, {**self.report(call, raw), **missed}, inputs)
            raise PartialFailure(id_, known, error.message, hint=error.hint) from error
        return CreateResult(id_, self.outputs(id_, self.reported(call, raw, inputs), inputs))

    def post(self, call: Call, inputs: Json) -> Json:
        """Send the creation and give the new member."""
        return self.send(
            call, "POST", f"/{self.collection}", f"creating {self.title(inputs)}", self.body(inputs)
        )

    def body(self, inputs: Json) -> Json:
        """Give the attributes to create a member with; an empty string is not sent."""
        body: Json = dict(inputs.get("valueSpecs") or {})
        for name, attribute in self.attributes.items():
            value = self.wanted(inputs, name)
            if name in inputs and value not in ("", None):
                body[attribute] = value
        return body

    def settle(self, call: Call, raw: Json, inputs: Json) -> Json:
        """Wait until a new member can be used and set its tags."""
        title, path = self.title(inputs), f"/{self.collection}/{raw['id']}"
        if raw.get("status") in _COMING:
            raw = call.wait(f"{title} to become ready", lambda: self._ready(call, path, title))
        if tags := inputs.get("tags"):
            raw = {**raw, "tags": self._put_tags(call, raw["id"], title, tags)}
            raw = raw if self.answers_whole else self.send(call, "GET", path, f"reading {title}")
        return raw

    def _ready(self, call: Call, path: str, title: str) -> Json | None:
        raw = self.send(call, "GET", path, f"looking at {title}")
        return None if raw.get("status") in _COMING else raw

    def _put_tags(self, call: Call, id_: str, title: str, tags: list[str]) -> list[str]:
        # Neutron knows tagged collections by their last name alone: /policies, not /qos/policies.
        path, doing = f"/{self.collection.rpartition('/')[2]}/{id_}/tags", f"setting tags of {title}"
        answer = rest.call(call.cloud.network, "PUT", path, doing=doing, json={"tags": tags})
        kept: list[str] = answer.get("tags", tags)
        return kept

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:
        """Find the object of an unanswered creation and do what the creation hadn't come to."""
        id_ = super().find(call, inputs, not_ids)
        if id_ is not None and self.settled & inputs.keys() and (raw := self.fetch(call, id_, inputs)):
            self.settle(call, raw, inputs)
        return id_

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the member by its id."""
        path = f"/{self.collection}/{id_}"
        answer = rest.lookup(call.cloud.network, path, doing=f"reading {self.title(given)}")
        return None if answer is None else answer[self.member]

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Put the changed attributes, then the tags."""
        title, path = self.title(inputs), f"/{self.collection}/{id_}"
        if body := self.changes(changed, inputs):
            raw = self.send(call, "PUT", path, f"changing {title}", body)
        else:
            raw = self.send(call, "GET", path, f"reading {title}")
        if "tags" in changed:
            # Tags that somebody else put there stay; only ours change.
            kept = set(raw.get("tags", ())) - set(old.get("tags") or ())
            tags = sorted(kept | set(self.wanted(inputs, "tags")))
            raw = {**raw, "tags": self._put_tags(call, raw["id"], title, tags)}
        if not self.answers_whole:
            raw = self.send(call, "GET", path, f"reading {title}")
        return self.outputs(id_, self.reported(call, raw, inputs), inputs)

    def changes(self, changed: frozenset[str], inputs: Json) -> Json:
        """Give the attributes to change a member by."""
        body: Json = {}
        for name, attribute in self.attributes.items():
            if name in changed:
                value = self.wanted(inputs, name)
                body[attribute] = None if value == "" and attribute in self.nullable else value
        return body

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the member; while something uses it, wait for that to go."""
        title = self.title(outputs)
        patiently(
            call,
            f"{title} to be free",
            lambda: rest.call(
                call.cloud.network, "DELETE", f"/{self.collection}/{id_}", doing=f"deleting {title}"
            ),
        )

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the project's members in one call."""
        return self.query(call, project_id=owner)

    def among(self, call: Call, owner: str, ids: Sequence[str]) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - ids are enough
        """Ask for the members by their ids, whatever project they are in."""
        return self.query(call, id=list(ids))

    def query(self, call: Call, **query: str | list[str]) -> Iterator[tuple[str, Json]]:
        """List members as the API has them, by id."""
        doing = f"listing the {self.noun}s"
        key = self.collection.rpartition("/")[2].replace("-", "_")
        for raw in rest.listing(call.cloud.network, f"/{self.collection}", key, doing=doing, params=query):
            yield raw["id"], raw

    def send(self, call: Call, method: str, path: str, doing: str, body: Json | None = None) -> Json:
        """Send or get one member."""
        json = None if body is None else {self.member: body}
        answer = rest.call(call.cloud.network, method, path, doing=doing, json=json)
        member: Json = answer[self.member]
        return member

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Add to what the API reports the part of the wanted tags that is there."""
        report = self.report(call, raw)
        if "tags" in self.schema.properties:
            there = report["allTags"]
            report["tags"] = [tag for tag in given.get("tags") or () if tag in there] if given else there
        return report

    def report(self, call: Call, raw: Json) -> Json:
        """Give the properties that the API reports; an absent attribute counts as empty."""
        properties = self.schema.properties
        report: Json = {"region": call.region}
        for name, attribute in self.attributes.items():
            value = raw.get(attribute)
            report[name] = zero(properties[name]) if value is None else value
        if "allTags" in properties:
            report["allTags"] = raw.get("tags", [])
        return report


def patiently(call: Call, what: str, attempt: Callable[[], object]) -> None:
    """Try to delete until it is done or gone, as long as something else still uses the object.

    Raises:
        ConflictError: it is still used when the patience is over; the message says by what.
    """
    patience = min(IN_USE_SECONDS, call.seconds)

    def done() -> bool | None:
        try:
            attempt()
        except NotFoundError:
            return True
        except (ConflictError, BusyError):
            if call.seconds - call.left() >= patience:
                raise
            return None
        return True

    call.wait(what, done)
