"""`openstack:identity/applicationCredential:ApplicationCredential`.

Source: Identity API v3, "Application credentials"; terraform-provider-openstack,
openstack_identity_application_credential_v3.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotAllowedError, NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.engine.values import Value
from gcloud.provider.call import Call
from gcloud.provider.identity import keystone
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, boolean, set_of, string, string_set, structure

_METHODS: Final = ("POST", "GET", "HEAD", "PATCH", "PUT", "DELETE")
_RULE: Final = ("path", "method", "service")


def _moment(text: str) -> datetime:
    """Read a moment; Keystone's own have no zone and are UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment_complaint(value: Value) -> str:
    try:
        if datetime.fromisoformat(value).tzinfo is not None:
            return ""
    except ValueError:
        pass
    return f"{value!r} is no moment with a zone (RFC 3339), like 2030-01-31T00:00:00Z"


def _canonical_moment(value: Value) -> Value:
    return f"{_moment(value).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if value else value


class ApplicationCredential(ResourceType):
    """A credential with which programs act as its user in one project, without the user's password.

    It belongs to the user of the connection and to the connection's project. Its secret is told
    once, when it is made, and is in the state only. Keystone takes it away with its user, the
    user's roles in the project, or the project.
    """

    type_ = "openstack:identity/applicationCredential:ApplicationCredential"
    noun = "application credential"
    services = ("identity",)
    contained = False
    schema = Schema(
        {
            "accessRules": set_of(
                structure(
                    {
                        "id": string(output=True),
                        "method": string(required=True, replaces=True, choices=_METHODS),
                        "path": string(required=True, replaces=True),
                        "service": string(required=True, replaces=True),
                    }
                ),
                replaces=True,
                block=True,
            ),
            "description": string(replaces=True),
            "expiresAt": string(replaces=True, complaint=_moment_complaint, canonical=_canonical_moment),
            "name": string(autoname=True, replaces=True),
            "projectId": string(output=True),
            "region": keystone.REGION,
            "roles": string_set(computed=True, replaces=True),
            "secret": string(computed=True, replaces=True, secret=True),
            "unrestricted": boolean(replaces=True, unset=False),
        }
    )
    attributes: ClassVar = {"description": "description", "name": "name", "projectId": "project_id"}

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the credential; without a secret Keystone makes one and tells it this once."""
        body: Json = {"name": inputs["name"], "unrestricted": bool(inputs.get("unrestricted"))}
        body |= {name: inputs[name] for name in ("description", "secret") if inputs.get(name)}
        if inputs.get("expiresAt"):
            body["expires_at"] = _canonical_moment(inputs["expiresAt"]).removesuffix("Z")
        if inputs.get("roles"):
            body["roles"] = [{"name": role} for role in inputs["roles"]]
        if inputs.get("accessRules"):
            body["access_rules"] = [{part: rule[part] for part in _RULE} for rule in inputs["accessRules"]]
        raw = rest.call(
            call.cloud.identity,
            "POST",
            _path(call),
            doing=f"creating {self.title(inputs)}",
            json={"application_credential": body},
        )["application_credential"]
        known = {**self.reported(call, raw, inputs), "secret": raw["secret"]}
        return CreateResult(raw["id"], self.outputs(raw["id"], known, inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the credential; its secret is known from the state only."""
        doing = f"reading {self.title(given)}"
        answer = rest.lookup(call.cloud.identity, f"{_path(call)}/{id_}", doing=doing)
        return None if answer is None else answer["application_credential"]

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:
        """Find the credential of an unanswered creation; one whose secret nobody was told is removed."""
        id_ = super().find(call, inputs, not_ids)
        if id_ is not None and not inputs.get("secret"):
            self.delete(call, id_, inputs)
            return None
        return id_

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the credential, then its access rules unless another credential has them, too."""
        title = self.title(outputs)
        with suppress(NotFoundError):
            rest.call(call.cloud.identity, "DELETE", f"{_path(call)}/{id_}", doing=f"deleting {title}")
        for rule in outputs.get("accessRules") or ():
            if not rule.get("id"):
                continue
            path = f"{_path(call, 'access_rules')}/{rule['id']}"
            with suppress(NotAllowedError, NotFoundError):
                rest.call(call.cloud.identity, "DELETE", path, doing=f"deleting an access rule of {title}")

    def owner(self, call: Call, given: Json) -> str:  # noqa: ARG002 - the base's signature
        """The connection's user: Keystone takes a credential from nobody else."""
        user: str = call.cloud.current_user_id
        return user

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List a user's credentials, whatever project they are for, in one call."""
        path = f"/users/{owner}/application_credentials"
        doing = f"listing the {self.noun}s"
        for raw in rest.listing(call.cloud.identity, path, "application_credentials", doing=doing):
            yield raw["id"], raw

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the same for all
        """Credentials are their user's, as key pairs are."""
        return "belongs to a user, not to the project"

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give what Keystone tells of it afterwards: all but the secret."""
        rules = raw.get("access_rules") or ()
        return {
            **{here: raw.get(there) or "" for here, there in self.attributes.items()},
            "accessRules": [{part: rule[part] for part in ("id", *_RULE)} for rule in rules],
            "expiresAt": _canonical_moment(raw.get("expires_at") or ""),
            "region": call.region,
            "roles": sorted(role["name"] for role in raw.get("roles") or ()),
            "unrestricted": bool(raw.get("unrestricted")),
        }


def _path(call: Call, collection: str = "application_credentials") -> str:
    return f"/users/{call.cloud.current_user_id}/{collection}"
