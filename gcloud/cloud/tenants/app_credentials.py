"""What a tenant's pipeline logs in with: application credentials of its own account.

An application credential has the rights of whoever makes it: one made by an
administrator is an administrator's. So the account itself makes it, and is given
what it needs to log in for that moment only.

Source: Identity API v3, "Application credentials".
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import openstack
from keystoneauth1 import exceptions as auth_errors
from keystoneauth1 import session as auth_session
from keystoneauth1.identity import v3

from gcloud.cloud import rest
from gcloud.cloud.tenants.accounts import (
    Account,
    address_of,
    code_of,
    set_password,
    set_second_factor,
    take_second_factors,
)
from gcloud.errors import CloudError

_TRIES: Final = 5
_SECOND: Final = 1.0


@dataclass(frozen=True, slots=True)
class AppCredential:
    """What a pipeline logs in with.

    Args:
        id: its id.
        secret: its secret, told by Keystone once.
        name: its name.
        expires: when it ends.
    """

    id: str
    secret: str
    name: str
    expires: datetime


def make(
    cloud: openstack.connection.Connection, account: Account, name: str, expires: datetime
) -> AppCredential:
    """Make an application credential for a tenant's pipeline, as its own account.

    An application credential has the rights of whoever makes it, so the account itself
    must: it is given a password and a second factor for this moment, which nobody sees,
    and which it has lost when this returns.

    Args:
        cloud: an administrator's connection.
        account: the tenant's service user.
        name: of the credential.
        expires: when it ends, UTC.

    Raises:
        CloudError: Keystone refused.
    """
    password = _momentary_password()
    try:
        secret = set_second_factor(cloud, account)
        set_password(cloud, account, password)
        body = {
            "name": name,
            "description": "Made by govcloud for the tenant's pipeline",
            "expires_at": expires.strftime("%Y-%m-%dT%H:%M:%S"),
            "unrestricted": False,
        }
        made = _asked_for(cloud, account, lambda: _log_in(cloud, account, password, secret), body)
    finally:
        set_password(cloud, account, _momentary_password())
        take_second_factors(cloud, account)
    time.sleep(
        _SECOND
    )  # the new password voids tokens of its second: whoever uses the credential at once got one
    return AppCredential(made["id"], made["secret"], name, expires)


def listed(cloud: openstack.connection.Connection, account: Account) -> tuple[dict[str, Any], ...]:
    """List an account's application credentials, without their secrets."""
    path, doing = f"/users/{account.id}/application_credentials", f"listing the credentials of {account.name}"
    return tuple(rest.listing(cloud.identity, path, "application_credentials", doing=doing))


def revoke(cloud: openstack.connection.Connection, account: Account, id_: str) -> None:
    """Take an application credential; tokens that were got by it end with it."""
    path, doing = f"/users/{account.id}/application_credentials/{id_}", f"taking the credential {id_}"
    rest.call(cloud.identity, "DELETE", path, doing=doing)


def _asked_for(
    cloud: openstack.connection.Connection,
    account: Account,
    log_in: Callable[[], auth_session.Session],
    body: dict[str, Any],
) -> dict[str, Any]:
    """Post a credential as its owner.

    A new password voids the tokens of its second, too, for Keystone counts them in seconds:
    so a refused one is followed by another a second later.
    """
    address = f"{address_of(cloud)}/users/{account.id}/application_credentials"
    for left in reversed(range(_TRIES)):
        time.sleep(_SECOND)
        try:
            answer = log_in().post(address, json={"application_credential": body})
        except auth_errors.Unauthorized as error:
            if not left:
                raise _failed(body["name"], error) from error
        except auth_errors.ClientException as error:
            raise _failed(body["name"], error) from error
        else:
            made: dict[str, Any] = answer.json()["application_credential"]
            return made
    raise AssertionError("unreachable")


def _failed(name: str, error: Exception) -> CloudError:
    return CloudError(
        f"Making the application credential {name} failed: {error}",
        hint="Keystone must take the methods password, totp and application_credential.",
    )


def _momentary_password() -> str:
    """Make a password of four classes that nobody has to type: 256 random bits."""
    return f"{secrets.token_urlsafe(32)}aA1!"


def _log_in(
    cloud: openstack.connection.Connection, account: Account, password: str, secret: str
) -> auth_session.Session:
    methods = [
        v3.PasswordMethod(user_id=account.id, password=password),
        v3.TOTPMethod(user_id=account.id, passcode=code_of(secret)),
    ]
    auth = v3.Auth(address_of(cloud), methods, project_id=account.project)
    there = cloud.session
    return auth_session.Session(auth=auth, verify=there.verify, cert=there.cert, session=there.session)
