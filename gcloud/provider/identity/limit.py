"""`openstack:identity/limitV3:LimitV3`.

Source: Identity API v3, "Limits"; terraform-provider-openstack,
openstack_identity_limit_v3.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from gcloud.engine.interface import CheckFailure, CheckResult, DiffResult
from gcloud.provider.call import Call
from gcloud.provider.identity import keystone
from gcloud.provider.identity.unified import UnifiedLimit
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, integer, string

_DOMAIN: Final = "domain "
_WHOSE: Final = ("projectId", "domainId")
_UNLESS_EMPTY: Final = frozenset({"resourceLimit", "description"})
"""Keystone changes these in place, but takes 0 and "" for not given and answers that all is well."""


class Limit(UnifiedLimit):
    """What one project, or one domain, has of a service's resource.

    There must be a registered limit of that resource; Keystone deletes a project's limits with it.
    """

    type_ = "openstack:identity/limitV3:LimitV3"
    noun = "limit"
    collection = "limits"
    member = "limit"
    key = ("resourceName", "serviceId", *_WHOSE)
    at_once = 1000
    delete_before_replace = True
    schema = Schema(
        {
            "description": keystone.DESCRIPTION,
            "domainId": keystone.DOMAIN,
            "projectId": string(computed=True, replaces=True),
            "region": keystone.REGION,
            "resourceLimit": integer(required=True),
            "resourceName": string(required=True, replaces=True),
            "serviceId": string(required=True, replaces=True),
        },
        conflicts=(_WHOSE,),
    )
    attributes: ClassVar = {
        "description": "description",
        "domainId": "domain_id",
        "projectId": "project_id",
        "resourceLimit": "resource_limit",
        "resourceName": "resource_name",
        "serviceId": "service_id",
    }

    def check(
        self, logical_name: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """A limit is somebody's; Keystone would only say that the body matches no schema."""
        found = super().check(logical_name, olds, news)
        if any(name in found.inputs for name in _WHOSE):
            return found
        missing = CheckFailure("projectId", "is missing; it or domainId must be given")
        return CheckResult(found.inputs, (*found.failures, missing))

    def diff(
        self,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """A limit becomes 0, or loses its description, by being made anew."""
        found = super().diff(old_inputs, old_outputs, new_inputs, ignore_changes)
        changes = tuple(
            replace(change, replaces=True) if change.path in _UNLESS_EMPTY and not change.new else change
            for change in found.changes
        )
        return DiffResult(changes, any(change.replaces for change in changes))

    def owner(self, call: Call, given: Json) -> str:
        """The project, or the domain."""
        project, domain = given.get("projectId"), given.get("domainId")
        return f"{_DOMAIN}{domain}" if domain and not project else project or call.project

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List what one project or domain has, in one call."""
        if owner.startswith(_DOMAIN):
            return self.query(call, domain_id=owner.removeprefix(_DOMAIN))
        return self.query(call, project_id=owner)

    def among(self, call: Call, owner: str, ids: Sequence[str]) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - all are in one list
        """List the limits of all projects in one call; an older Keystone shows those of one project."""
        return self.query(call)

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name it by what it limits, and whose."""
        return f"{outputs['resourceName']} of {named(outputs['projectId'] or outputs['domainId'])}"
