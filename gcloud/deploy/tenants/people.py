"""The accounts of a tenant: hand-over to a person, what its pipeline logs in with, and taking both away."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gcloud.deploy.tenants.named import tenant_named
from gcloud.errors import InputError
from gcloud.model.near import suggest
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant, Member
from gcloud.plan.tenants.people import PIPELINE, WITH_MFA, account_of
from gcloud.render.handover import HandedOver

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"
_DIGITS: Final = "23456789"
"""Without those that look alike on paper."""

_GROUPS, _LONG = 5, 4


@dataclass(frozen=True, slots=True)
class PipelineAccess:
    """What a tenant's pipeline logs in with.

    Args:
        name: the credential's name.
        expires: when it ends.
        clouds: a clouds.yaml that holds it, as data.
    """

    name: str
    expires: datetime
    clouds: dict[str, Any]


def hand_over(site: Site, tenant: str, person: str) -> HandedOver:
    """Give a person's account a first password and, where it needs one, a second factor.

    Whatever it had before is void: so a lost telephone is mended too.

    Args:
        site: the site.
        tenant: the tenant's name.
        person: the member's name.

    Raises:
        InputError: no such tenant or member; it is suspended; the account is a directory's.
        CloudError: the cloud refuses, or the account is not there yet.
    """
    from gcloud.cloud.connect import connect  # noqa: PLC0415 - half a second of imports, as below
    from gcloud.cloud.tenants import accounts  # noqa: PLC0415

    granted = tenant_of(site, tenant)
    member = _member(granted, person)
    if site.tenancy.accounts.kind != "local":
        raise InputError(
            f"The account of {person} is kept by the province's directory or identity provider.",
            hint="Its password and second factor are set there.",
        )
    where = site.cloud_of(granted)
    cloud = connect(where.cloud, region=where.region)
    name = account_of(granted, member, site.tenancy.accounts)
    account = accounts.account_of(cloud, name, granted.name, site.tenancy.domain)
    second = accounts.set_second_factor(cloud, account) if member.role in WITH_MFA else None
    password = one_time_password()
    accounts.set_password(cloud, account, password)
    return HandedOver(
        account=name,
        person=member.label,
        domain=site.tenancy.domain,
        project=granted.name,
        address=_address(cloud),
        password=password,
        otpauth=accounts.provisioning_uri(second, name, site.name) if second is not None else None,
        forced=accounts.must_be_changed(cloud, account, password),
    )


def pipeline_access(site: Site, tenant: str, days: int, now: datetime) -> PipelineAccess:
    """Make an application credential for a tenant's pipeline.

    Args:
        site: the site.
        tenant: the tenant's name.
        days: for how long; never longer than the tenant is granted.
        now: UTC.

    Raises:
        InputError: no such tenant, it is suspended, or it has expired.
        CloudError: the cloud refuses, or the account is not there yet.
    """
    granted = tenant_of(site, tenant)
    end = datetime.combine(granted.expires_on, datetime.min.time(), UTC) + timedelta(days=1)
    expires = min(now + timedelta(days=days), end)
    if expires <= now:
        raise InputError(
            f"The tenant {tenant} is granted until {granted.expires_on}.",
            hint="Ask for it longer: govcloud tenant renew.",
        )
    from gcloud.cloud.tenants import app_credentials  # noqa: PLC0415 - half a second of imports

    where, cloud, account = _pipeline(site, granted)
    name = f"{PIPELINE}-{now:%Y%m%dT%H%M%S}"
    made = app_credentials.make(cloud, account, name, expires)
    entry = {
        "auth_type": "v3applicationcredential",
        "auth": {
            "auth_url": _address(cloud),
            "application_credential_id": made.id,
            "application_credential_secret": made.secret,
        },
        "region_name": where.region,
    }
    return PipelineAccess(name, expires, {"clouds": {granted.name: entry}})


def pipeline_credentials(site: Site, tenant: str) -> tuple[dict[str, Any], ...]:
    """List the application credentials of a tenant's pipeline: name, id and end of each, no secrets.

    Raises:
        InputError: no such tenant.
        CloudError: the cloud refuses, or the account is not there yet.
    """
    from gcloud.cloud.tenants import app_credentials  # noqa: PLC0415 - half a second of imports

    _, cloud, account = _pipeline(site, tenant_named(site, tenant))
    return tuple(
        {"name": one["name"], "id": one["id"], "expires_at": one.get("expires_at")}
        for one in app_credentials.listed(cloud, account)
    )


def revoke(site: Site, tenant: str, names: frozenset[str]) -> tuple[str, ...]:
    """Take application credentials of a tenant's pipeline; also of one that is suspended.

    Args:
        site: the site.
        tenant: the tenant's name.
        names: which; all that there are if empty.

    Returns:
        The names of those that were taken.

    Raises:
        InputError: no such tenant, or no such credential.
        CloudError: the cloud refuses, or the account is not there yet.
    """
    from gcloud.cloud.tenants import app_credentials  # noqa: PLC0415 - half a second of imports

    _, cloud, account = _pipeline(site, tenant_named(site, tenant))
    there = {one["name"]: one["id"] for one in app_credentials.listed(cloud, account)}
    for name in sorted(names - there.keys()):
        raise InputError(
            f"The pipeline of {tenant} has no credential {name}.",
            hint=suggest(name, there, f"See `govcloud tenant credential SITE {tenant} --list`."),
        )
    for name in (taken := sorted(names or there)):
        app_credentials.revoke(cloud, account, there[name])
    return tuple(taken)


def tenant_of(site: Site, name: str) -> GrantedTenant:
    """Find a tenant that may be used.

    Raises:
        InputError: there is none of that name, or it is not active.
    """
    found = tenant_named(site, name)
    if found.state != "active":
        raise InputError(
            f"The tenant {name} is {found.state}: nobody has access to it.",
            hint="Ask for it to be resumed: govcloud tenant resume.",
        )
    return found


def one_time_password() -> str:
    """Make a password that can be read aloud: 20 characters in groups, of four classes, 98 bits."""
    while True:
        signs = [secrets.choice(_LETTERS + _DIGITS) for _ in range(_GROUPS * _LONG)]
        groups = ["".join(signs[at : at + _LONG]) for at in range(0, len(signs), _LONG)]
        text = "-".join([*groups[:-1], groups[-1].upper()])
        if any(sign.isupper() for sign in text) and set(text) & set(_DIGITS) and set(text) & set(_LETTERS):
            return text


def _member(tenant: GrantedTenant, name: str) -> Member:
    found = {one.name: one for one in tenant.members}
    if name not in found:
        raise InputError(
            f"{name} is no member of the tenant {tenant.name}.",
            hint=suggest(name, found, "Ask for them to become one: govcloud tenant change."),
        )
    return found[name]


def _pipeline(site: Site, tenant: GrantedTenant) -> tuple[Cloud, Any, Any]:
    from gcloud.cloud.connect import connect  # noqa: PLC0415 - half a second of imports, as below
    from gcloud.cloud.tenants import accounts  # noqa: PLC0415

    where = site.cloud_of(tenant)
    cloud = connect(where.cloud, region=where.region)
    name = f"{PIPELINE}.{tenant.name}"
    return where, cloud, accounts.account_of(cloud, name, tenant.name, site.tenancy.domain)


def _address(cloud: Any) -> str:  # noqa: ANN401 - openstacksdk carries no types
    return str(cloud.config.get_auth_args()["auth_url"]).rstrip("/").removesuffix("/v3")
