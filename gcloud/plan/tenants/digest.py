"""What is hashed and signed of requests, tenants and approvals: canonical JSON.

Two texts that mean the same have the same hash: order, comments, notation and
fields that stand at their default do not count, and text counts in Unicode's NFC.
The form is part of the interface: what was signed years ago must still verify, so
a field that is added later gets a default that means what was meant before.
"""

import hashlib
import json
import unicodedata
from typing import Final

from pydantic import BaseModel

from gcloud.model.base import plain
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import GrantedTenant, Tenant
from gcloud.plan.tenants.quotas import Quota

NAMESPACE: Final = "govcloud-approval"
"""The namespace of the signatures (`ssh-keygen -Y sign -n`), so that none can be used for anything else."""

STATEMENT: Final = 1
"""Version of what is signed."""

_OF_THE_SIGNATURE: Final = frozenset({"signature", "kind"})


def canonical(value: object) -> bytes:
    """The one text of a JSON-able value: sorted keys, no spaces, UTF-8, NFC."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def tenant_digest(tenant: Tenant) -> str:
    """The hash of what was asked for; that of a granted tenant is the same as that of the wish.

    Args:
        tenant: the tenant.

    Returns:
        64 hexadecimal digits.
    """
    wish = tenant.wish if isinstance(tenant, GrantedTenant) else tenant
    return _digest(wish)


def request_digest(request: Request) -> str:
    """The hash of a request, its answers and its base included: 64 hexadecimal digits."""
    return _digest(request)


def class_digest(quota: Quota) -> str:
    """The hash of what a quota class says, name and label aside: 64 hexadecimal digits.

    Args:
        quota: its figures, with those that it takes from the classes it extends.
    """
    said = {service: dict(figures) for service, figures in quota.figures.items() if figures}
    return _hash({"figures": said, "volume_types": dict(quota.volume_types)})


def statement(site: str, approval: Approval) -> bytes:
    """What the approver signs: the whole decision, for this site and no other.

    Args:
        site: the site's name.
        approval: the decision; what its signature holds doesn't count.
    """
    decided = {key: value for key, value in plain(approval).items() if key not in _OF_THE_SIGNATURE}
    return canonical({"statement": STATEMENT, "site": site, **decided})


def _digest(model: BaseModel) -> str:
    return _hash(plain(model))


def _hash(value: object) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
