"""`openstack:compute/keypair:Keypair`.

Source: Compute API v2.1, "Keypairs" (of another user since 2.10, in pages since 2.35);
terraform-provider-openstack, openstack_compute_keypair_v2.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType
from gcloud.provider.schema import Schema, string, string_map

OF_A_USER: Final = "2.10"
PAGED: Final = "2.35"


class Keypair(ResourceType):
    """A public key that new servers get; it belongs to a user, and its name is its id."""

    type_ = "openstack:compute/keypair:Keypair"
    noun = "key pair"
    services = ("compute",)
    contained = False
    delete_before_replace = True
    schema = Schema(
        {
            "fingerprint": string(output=True),
            "name": string(autoname=True, replaces=True),
            "privateKey": string(output=True, secret=True),
            "publicKey": string(computed=True, replaces=True),
            "region": string(computed=True, replaces=True),
            "userId": string(computed=True, replaces=True),
            "valueSpecs": string_map(replaces=True),
        }
    )

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the key; without a public key Nova makes a pair and tells the private key this once."""
        user = inputs.get("userId")
        body: Json = {**(inputs.get("valueSpecs") or {}), "name": inputs["name"]}
        if inputs.get("publicKey"):
            body["public_key"] = inputs["publicKey"]
        if user:
            body["user_id"] = user
        answer = rest.call(
            call.cloud.compute,
            "POST",
            "/os-keypairs",
            doing=f"creating {self.title(inputs)}",
            json={"keypair": body},
            microversion=OF_A_USER if user else None,
        )
        raw = answer["keypair"]
        known = self.reported(call, raw, inputs) | {
            "privateKey": raw.get("private_key") or "",
            "userId": user or "",
        }
        return CreateResult(raw["name"], self.outputs(raw["name"], known, inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Get the key; the private one is known from the state only."""
        path, version = _path(id_, given)
        doing = f"reading {self.title(given)}"
        answer = rest.lookup(call.cloud.compute, path, doing=doing, microversion=version)
        return None if answer is None else answer["keypair"]

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the key; servers that have it keep it."""
        path, version = _path(id_, outputs)
        try:
            rest.call(
                call.cloud.compute,
                "DELETE",
                path,
                doing=f"deleting {self.title(outputs)}",
                microversion=version,
            )
        except NotFoundError:
            return

    def owner(self, call: Call, given: Json) -> str:  # noqa: ARG002 - the base's signature
        """Give the user, "" for the one who asks."""
        user: str = given.get("userId") or ""
        return user

    def members(self, call: Call, owner: str) -> Iterator[tuple[str, Json]]:
        """List a user's keys in one call."""
        found = rest.listing(
            call.cloud.compute,
            "/os-keypairs",
            "keypairs",
            doing="listing the key pairs",
            params={"user_id": owner} if owner else {},
            microversion=PAGED,
        )
        for item in found:
            yield item["keypair"]["name"], item["keypair"]

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """Keys are their user's, whatever project that user works in."""
        return "belongs to a user, not to the project"

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - all of it is reported
        """Give what anybody may know of it."""
        return {
            "fingerprint": raw["fingerprint"],
            "name": raw["name"],
            "publicKey": raw["public_key"],
            "region": call.region,
        }


def _path(name: str, given: Json) -> tuple[str, str | None]:
    user = given.get("userId")
    path = f"/os-keypairs/{quote(name, safe='')}"
    return (f"{path}?user_id={user}", OF_A_USER) if user else (path, None)
