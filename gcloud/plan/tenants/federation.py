"""What Keystone must know so that people of an identity provider get their tenants' roles.

The provider says in a token which groups a person is in; one that is called like a
tenant's group, `TENANT.ROLE`, is that group, and every other one is left out. So who may
do what stays in the tenant's groups, and the provider decides only who is in them.

Source: Keystone administration guide, "Mapping Combinations" (groups with a domain).
"""

from dataclasses import dataclass
from typing import Any, Final

from gcloud.errors import InputError
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import MemberRole

PROTOCOL: Final = "openid"
"""The protocol's name in Keystone for OpenID Connect."""

_CLAIM: Final = "HTTP_OIDC_"
"""Before a claim's name, as mod_auth_openidc hands it on with `OIDCClaimPrefix "OIDC-"` (Keystone
administration guide, "Configuring Keystone for Federation")."""

ISSUER: Final = f"{_CLAIM}ISS"
"""Where the web server says who made a token. Keystone holds it against the provider's issuer only
where it is told of it, and takes anybody's token else."""

_OURS: Final = r"^[a-z][a-z0-9-]*\.({roles})$"
"""Tenants' groups; any other group of the provider means nothing here."""


@dataclass(frozen=True, slots=True)
class Federation:
    """An identity provider as Keystone is told of it.

    Args:
        provider: its name.
        issuer: what stands in its tokens.
        mapping: the mapping's name.
        rules: the mapping's rules.
    """

    provider: str
    issuer: str
    mapping: str
    rules: list[dict[str, Any]]


def federation(site: Site) -> Federation:
    """Plan a site's identity provider.

    Args:
        site: the site.

    Raises:
        InputError: the site's accounts are not at an identity provider.
    """
    accounts = site.tenancy.accounts
    if accounts.kind != "oidc" or accounts.provider is None or accounts.issuer is None:
        raise InputError(
            f"The accounts of {site.name} are not at an identity provider, but {accounts.kind}.",
            hint="Write tenancy: accounts: {kind: oidc, provider: NAME, issuer: https://…}.",
        )
    rule = {
        "local": [
            {"user": {"name": "{0}", "type": "ephemeral"}},
            {"groups": "{1}", "domain": {"name": site.tenancy.domain}},
        ],
        "remote": [
            {"type": f"{_CLAIM}PREFERRED_USERNAME"},
            {
                "type": f"{_CLAIM}{accounts.group_claim.upper()}",
                "whitelist": [_OURS.format(roles="|".join(sorted(MemberRole)))],
                "regex": True,
            },
        ],
    }
    return Federation(accounts.provider, accounts.issuer, f"{accounts.provider}-{site.name}", [rule])
