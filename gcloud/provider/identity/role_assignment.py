"""`openstack:identity/roleAssignment:RoleAssignment`.

Source: Identity API v3, "Assign role to user on project" and its kin, "List role
assignments"; terraform-provider-openstack, openstack_identity_role_assignment_v3.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CheckFailure, CheckResult, CreateResult
from gcloud.provider.call import Call
from gcloud.provider.identity import keystone
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, string

_PARTS: Final = ("domainId", "projectId", "groupId", "userId", "roleId")
"""The parts of an id, in their order; those that an assignment has not are empty."""

_DOMAIN: Final = "domain "


class RoleAssignment(ResourceType):
    """A role of a user or a group in a project or a domain. Its id is `DOMAIN/PROJECT/GROUP/USER/ROLE`."""

    type_ = "openstack:identity/roleAssignment:RoleAssignment"
    noun = "role assignment"
    services = ("identity",)
    contained = False
    key = ("roleId", "userId", "groupId", "projectId", "domainId")
    schema = Schema(
        {
            **{name: string(replaces=True) for name in _PARTS if name != "roleId"},
            "region": keystone.REGION,
            "roleId": string(required=True, replaces=True),
        },
        conflicts=(("domainId", "projectId"), ("groupId", "userId")),
    )

    def check(
        self, logical_name: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """An assignment needs somebody and somewhere; Keystone would only say that the address is wrong."""
        found = super().check(logical_name, olds, news)
        missing = [
            CheckFailure(one, f"is missing; it or {other} must be given")
            for one, other in (("projectId", "domainId"), ("userId", "groupId"))
            if one not in found.inputs and other not in found.inputs
        ]
        return CheckResult(found.inputs, (*found.failures, *missing))

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Assign the role; if it is assigned already, it is done."""
        id_ = "/".join(inputs.get(name) or "" for name in _PARTS)
        rest.call(call.cloud.identity, "PUT", _path(id_), doing=f"creating {self.title(inputs)}")
        return CreateResult(id_, self.outputs(id_, self.reported(call, _raw(id_), inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Look whether the role is still assigned; it goes with any of its ends."""
        try:
            rest.call(call.cloud.identity, "HEAD", _path(id_), doing=f"reading {self.title(given)}")
        except NotFoundError:
            return None
        return _raw(id_)

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - the base's signature
        """Give the parts of the id."""
        return {**raw, "region": call.region}

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Take the role away."""
        try:
            rest.call(call.cloud.identity, "DELETE", _path(id_), doing=f"deleting {self.title(outputs)}")
        except NotFoundError:
            return

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the same for all
        """Nothing can be mistaken for it: the same ends make the same assignment."""
        return frozenset()

    def owner(self, call: Call, given: Json) -> str:
        """The project, or the domain."""
        domain = given.get("domainId")
        return f"{_DOMAIN}{domain}" if domain else super().owner(call, given)

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List the assignments in a project or a domain in one call, without inherited ones."""
        is_domain = owner.startswith(_DOMAIN)
        scope = "scope.domain.id" if is_domain else "scope.project.id"
        found = rest.listing(
            call.cloud.identity,
            "/role_assignments",
            "role_assignments",
            doing="listing the role assignments",
            params={scope: owner.removeprefix(_DOMAIN)},
        )
        for item in found:
            if "OS-INHERIT:inherited_to" in item["scope"]:
                continue
            ends = {**item["scope"], **item}
            id_ = "/".join(ends.get(name.removesuffix("Id"), {}).get("id", "") for name in _PARTS)
            yield id_, _raw(id_)

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the same for all
        """Say that nobody misses it in a project's own state."""
        return "who may use a project is said where the project is made"

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the assignment by its ends."""
        known = (f"{name.removesuffix('Id')} {inputs[name]}" for name in self.key if inputs.get(name))
        return f"{self.noun} ({', '.join(known)})"


def _path(id_: str) -> str:
    domain, project, group, user, role = id_.split("/")
    where = f"domains/{domain}" if domain else f"projects/{project}"
    who = f"groups/{group}" if group else f"users/{user}"
    return f"/{where}/{who}/roles/{role}"


def _raw(id_: str) -> Json:
    return dict(zip(_PARTS, id_.split("/"), strict=True))
