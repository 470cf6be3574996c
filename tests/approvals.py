"""Signs what a test's site asks for, by worthless keys of this process, as `ssh-keygen -Y sign` does."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.plan.tenants.digest import NAMESPACE, request_digest, statement
from gcloud.plan.tenants.ssh_wire import string

ON = "2026-11-03T02:10:00Z"


def enveloped(blob: bytes, namespace: bytes, message: bytes, made: Callable[[bytes], bytes]) -> bytes:
    """A signature as `ssh-keygen -Y sign` writes it (OpenSSH's PROTOCOL.sshsig), without armour.

    Args:
        blob: the public key in OpenSSH's form.
        namespace: what it is signed for.
        message: what is signed.
        made: signs what stands for the message.
    """
    parts = string(namespace) + string(b"") + string(b"sha512")
    signature = made(b"SSHSIG" + parts + string(hashlib.sha512(message).digest()))
    return b"SSHSIG" + (1).to_bytes(4, "big") + string(blob) + parts + string(signature)


class Signer:
    """Somebody's key."""

    def __init__(self) -> None:
        self._secret = Ed25519PrivateKey.generate()
        raw = self._secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.blob = string(b"ssh-ed25519") + string(raw)
        self.public = f"ssh-ed25519 {base64.b64encode(self.blob).decode()} worthless"

    def sign(self, message: bytes, namespace: str = NAMESPACE) -> str:
        """The signature in base64."""
        return base64.b64encode(enveloped(self.blob, namespace.encode(), message, self._made)).decode()

    def _made(self, signed: bytes) -> bytes:
        return string(b"ssh-ed25519") + string(self._secret.sign(signed))

    def key(self, **more: Any) -> dict[str, Any]:
        """The key as the roster has it."""
        return {
            "kind": "ssh",
            "public": self.public,
            "valid_from": "2026-01-01",
            "valid_until": "2030-12-31",
            **more,
        }

    def decide(self, site: str, request: dict[str, Any], by: str, **more: Any) -> dict[str, Any]:
        """A signed decision on a request, both as the site's files have them.

        Args:
            site: the site's name.
            request: the request.
            by: who decides.
            more: what else the decision says, or says otherwise; it is signed too.
        """
        decision = {
            "request": request["name"],
            "decision": "approve",
            "by": by,
            "on": ON,
            "digest": request_digest(Request.model_validate(request)),
            "kind": "ssh",
            **more,
        }
        unsigned = Approval.model_validate({**decision, "signature": "AAAA"})
        return {**decision, "signature": self.sign(statement(site, unsigned))}


DECIDER = Signer()


def approve_all(data: dict[str, Any], signer: Signer = DECIDER) -> dict[str, Any]:
    """Have all requests of a site made by somebody who may, and approved by somebody who may.

    Args:
        data: the site as its files have it; not changed.
        signer: the key of who approves.
    """
    bodies = [
        {"name": "askers", "label": "Askers", "kind": "province"},
        {"name": "deciders", "label": "Deciders", "kind": "department"},
    ]
    roster = [
        {"name": "asker", "label": "Asker", "organisation": "askers", "roles": ["requester"]},
        {
            "name": "decider",
            "label": "Decider",
            "organisation": "deciders",
            "roles": ["approver", "capacity", "retirement"],
            "keys": [signer.key()],
        },
    ]
    requests = [{**request, "requester": "asker"} for request in data.get("requests", [])]
    return {
        **data,
        "organisations": [*data.get("organisations", []), *bodies],
        "people": [*data.get("people", []), *({**one, "email": "x@x.example"} for one in roster)],
        "requests": requests,
        "approvals": [signer.decide(data["site"]["name"], request, "decider") for request in requests],
    }
