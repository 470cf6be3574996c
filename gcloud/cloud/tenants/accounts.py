"""A tenant's accounts in Keystone: passwords and second factors.

Nothing here is kept: whoever asked for a secret has it once.

Source: Identity API v3, "Users", "Credentials"; Keystone administration guide,
"Multi-Factor Authentication" and "Security compliance".
"""

import base64
import secrets
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import openstack
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.cloud.tenants.projects import domain_of
from gcloud.errors import CloudError

SECRET_BYTES: Final = 20
"""Of a second factor's secret: as long as SHA-1's output (RFC 4226, 4, R6)."""

DIGITS: Final = 6
STEP: Final = 30
"""Digits and seconds of a code: what Keystone's TOTP method takes."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a tenant.

    Args:
        id: the user's id.
        name: its name.
        project: the tenant's project, by its id.
        mfa: whether a password alone is not enough.
    """

    id: str
    name: str
    project: str
    mfa: bool


def account_of(cloud: openstack.connection.Connection, name: str, project: str, domain: str) -> Account:
    """Find the account of somebody who works in a tenant.

    Args:
        cloud: an administrator's connection.
        name: the account's name.
        project: the tenant's name.
        domain: the domain's name.

    Raises:
        NotFoundError: there is no such domain, project or account.
        CloudError: the account is not the tenant's.
    """
    domain_id = domain_of(cloud, domain)
    owner = _one(cloud, "projects", project, {"domain_id": domain_id})
    user = _one(cloud, "users", name, {"domain_id": domain_id})
    if user.get("default_project_id") != owner["id"]:
        raise CloudError(
            f"The account {name} is not of the tenant {project}: it was made by somebody else.",
            hint="Look at it: openstack user show. Delete or rename it, then run `govcloud up`.",
        )
    rules = (user.get("options") or {}).get("multi_factor_auth_rules")
    return Account(user["id"], name, owner["id"], bool(rules))


def set_password(cloud: openstack.connection.Connection, account: Account, password: str) -> None:
    """Give an account a password; where Keystone is told so, it must be changed before it is of any use.

    Every token that was got with the old one ends.
    """
    path, doing = f"/users/{account.id}", f"setting the password of {account.name}"
    rest.call(cloud.identity, "PATCH", path, doing=doing, json={"user": {"password": password}})


def must_be_changed(cloud: openstack.connection.Connection, account: Account, password: str) -> bool:
    """Tell whether Keystone refuses a first password until it is changed, by trying it.

    Without `[security_compliance] change_password_upon_first_use` a cloud takes it as it is.
    """
    identity = {"methods": ["password"], "password": {"user": {"id": account.id, "password": password}}}
    answer = cloud.session.post(
        f"{address_of(cloud)}/auth/tokens",
        json={"auth": {"identity": identity}},
        authenticated=False,
        raise_exc=False,
    )
    # With a second factor a right password is answered by a receipt, whatever else is asked for.
    return answer.status_code == HTTPStatus.UNAUTHORIZED and "Openstack-Auth-Receipt" not in answer.headers


def set_second_factor(cloud: openstack.connection.Connection, account: Account) -> str:
    """Give an account a new second factor in the place of those that it has.

    Returns:
        Its secret in base32.
    """
    take_second_factors(cloud, account)
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    body = {"credential": {"user_id": account.id, "type": "totp", "blob": secret}}
    doing = f"setting the second factor of {account.name}"
    rest.call(cloud.identity, "POST", "/credentials", doing=doing, json=body)
    return secret


def take_second_factors(cloud: openstack.connection.Connection, account: Account) -> None:
    """Take an account's second factors."""
    doing = f"listing the second factors of {account.name}"
    query = {"user_id": account.id, "type": "totp"}
    for one in list(rest.listing(cloud.identity, "/credentials", "credentials", doing=doing, params=query)):
        doing = f"taking a second factor of {account.name}"
        rest.call(cloud.identity, "DELETE", f"/credentials/{one['id']}", doing=doing)


def provisioning_uri(secret: str, account: str, issuer: str) -> str:
    """Give the address that an authenticator reads as a QR code (otpauth).

    Args:
        secret: in base32.
        account: whose it is.
        issuer: who asks for it.
    """
    return _totp(secret).get_provisioning_uri(account, issuer)


def code_of(secret: str) -> str:
    """Give the code of this moment.

    Args:
        secret: in base32.
    """
    return _totp(secret).generate(int(time.time())).decode()


def address_of(cloud: openstack.connection.Connection) -> str:
    """Give the address of Keystone's API."""
    address: str = cloud.identity.get_endpoint_data().url.rstrip("/")
    return address if address.endswith("/v3") else f"{address}/v3"


def _one(
    cloud: openstack.connection.Connection, collection: str, name: str, query: dict[str, str]
) -> dict[str, Any]:
    noun, doing = collection.removesuffix("s"), f"looking for {name}"
    params = {"name": name, **query}
    found = list(rest.listing(cloud.identity, f"/{collection}", collection, doing=doing, params=params))
    if not found:
        raise NotFoundError(
            f"The cloud has no {noun} {name}.", hint="Run `govcloud up` first; it makes what was granted."
        )
    return found[0]


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303 - RFC 6238's and Keystone's
