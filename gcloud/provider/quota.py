"""The quotas of a project in one service.

Each service has a set of limits for every project, whether anybody set them or
not. So a quota resource is never made, only set; its id is `PROJECT/REGION`; it
is gone when its project is. Deleting it changes nothing in the cloud, as in the
official provider: the limits stay. Lowering or lifting them is a decision, never
the side effect of a resource that leaves a program.

Only the keys that the program gives are sent. The others keep the cloud's limit,
which the outputs hold; in old versions of the official provider a key that was
not given became 0.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Final

from openstack.proxy import Proxy

from gcloud.cloud import rest
from gcloud.engine.interface import CreateResult
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Property, integer, string

LIMIT: Final = integer(computed=True)
"""A limit; -1 is none."""

BELOW: Final = "must be greater than or equal to already used"
"""What Nova (quota_sets.py) and Neutron (quotasv2.py) say to a limit below what is used."""


def limits(attributes: Mapping[str, str]) -> dict[str, Property]:
    """Give a quota's properties: one for each limit, the project and the region."""
    return {
        **dict.fromkeys(attributes, LIMIT),
        "projectId": string(required=True, replaces=True),
        "region": string(computed=True, replaces=True),
    }


class QuotaType(ResourceType):
    """The limits of a project in one service.

    Class attributes:
        attributes: for each property that is a limit, the API's name for it.
        path: of a project's limits, without the project's id.
        member: the limits' name in the body.
        forced: whether the service knows the word for a limit below what is used.
    """

    key = ("projectId",)
    contained = False
    attributes: ClassVar[Mapping[str, str]]
    path: ClassVar[str] = "/quotas"
    member: ClassVar[str] = "quota"
    forced: ClassVar[bool] = False

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Set the limits that were given."""
        project = inputs["projectId"]
        raw = self.put(call, project, self.sent(inputs), f"setting {self.title(inputs)}")
        id_ = f"{project}/{call.region}"
        return CreateResult(id_, self.outputs(id_, self.reported(call, _of(project, raw), inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the limits; older states have the project alone as the id."""
        project = id_.partition("/")[0]
        raw = self.get(call, project, f"reading {self.title(given)}")
        return None if raw is None else _of(project, raw)

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:  # noqa: ARG002 - the state has nothing that the inputs lack
        """Set the limits that changed."""
        project = inputs["projectId"]
        body = self.sent({name: value for name, value in inputs.items() if name in changed})
        if body:
            raw = self.put(call, project, body, f"changing {self.title(inputs)}")
        else:
            raw = self.get(call, project, f"reading {self.title(inputs)}") or {}
        return self.outputs(id_, self.reported(call, _of(project, raw), inputs), inputs)

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Leave the limits as they are."""

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """Give the limits of one project: there is no list of them."""
        id_ = f"{owner}/{call.region}"
        if raw := self.fetch(call, id_, {"projectId": owner}):
            yield id_, raw

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the same for all
        """Say that they are there in any case."""
        return "every project has limits"

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the same for all
        """Nothing can be mistaken for it: limits may be set twice."""
        return frozenset()

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the quota by its project."""
        return f"{self.noun} of project {inputs.get('projectId')}"

    def sent(self, inputs: Json) -> Json:
        """Give the body of the limits that the inputs give."""
        return {there: inputs[here] for here, there in self.attributes.items() if here in inputs}

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name it by its project."""
        return f"of {named(outputs['projectId'])}"

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - for types that need it
        """Give the properties that the API reports."""
        limits = {here: raw.get(there, -1) for here, there in self.attributes.items()}
        return {**limits, "projectId": raw["project_id"], "region": call.region}

    def put(self, call: Call, project: str, body: Json, doing: str) -> Json:
        """Set some limits; give all that the project has then, with which most services answer.

        Nova and Neutron refuse a limit below what is used unless it is forced. Whether it may go
        there was asked before the run (`gcloud.deploy.tenants.lowering`), with the figures.
        """
        path = f"{self.path}/{project}"
        try:
            answer = rest.call(self._proxy(call), "PUT", path, doing=doing, json={self.member: body})
        except CloudError as error:
            if not self.forced or BELOW not in error.message:
                raise
            sent = {self.member: {**body, "force": True}}
            answer = rest.call(self._proxy(call), "PUT", path, doing=doing, json=sent)
        limits: Json = answer[self.member]
        return limits

    def get(self, call: Call, project: str, doing: str) -> Json | None:
        """Give all limits of a project; None if the service says that there is no such project."""
        answer = rest.lookup(self._proxy(call), f"{self.path}/{project}", doing=doing)
        return None if answer is None else answer[self.member]

    def _proxy(self, call: Call) -> Proxy:
        (service,) = self.services
        proxy: Proxy = getattr(call.cloud, service)
        return proxy


def _of(project: str, limits: Json) -> Json:
    return {**limits, "project_id": project}
