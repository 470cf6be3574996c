"""What Keystone is told of an identity provider."""

import re

import pytest

from gcloud.errors import InputError
from gcloud.plan.tenants.federation import federation

OIDC = {"kind": "oidc", "provider": "province-sso", "issuer": "https://sso.hatinh.example"}


def site_of(load_site, base, accounts):
    return load_site({**base, "tenancy": {"domain": "ha-tinh", "accounts": accounts}}).site


def test_a_group_of_the_provider_is_the_tenant_s_group_of_that_name(load_site, base):
    plan = federation(site_of(load_site, base, {**OIDC, "group_claim": "roles"}))
    (rule,) = plan.rules
    assert rule["local"][1] == {"groups": "{1}", "domain": {"name": "ha-tinh"}}
    assert [one["type"] for one in rule["remote"]] == ["HTTP_OIDC_PREFERRED_USERNAME", "HTTP_OIDC_ROLES"]


@pytest.mark.parametrize(
    ("group", "ours"),
    [
        ("interior-documents.administrator", True),
        ("interior-documents.hired-operator", True),
        ("interior-documents.pipeline", False),
        ("admins", False),
        ("x.interior-documents.operator", False),
        ("interior-documents.operator.x", False),
    ],
)
def test_only_people_s_groups_of_tenants_mean_anything(load_site, base, group, ours):
    _, groups = federation(site_of(load_site, base, OIDC)).rules[0]["remote"]
    (pattern,) = groups["whitelist"]
    assert bool(re.search(pattern, group)) is ours


@pytest.mark.parametrize("accounts", [{"kind": "local"}, {"kind": "ldap", "domain": "people"}])
def test_a_site_without_an_identity_provider_has_nothing_to_tell(load_site, base, accounts):
    with pytest.raises(InputError, match="not at an identity provider"):
        federation(site_of(load_site, base, accounts))
