"""A real Keystone is told of an identity provider, once; and maps what the provider says."""

import secrets

import pytest

from gcloud.cloud.connect import connect
from gcloud.cloud.tenants.federation import federate
from gcloud.plan.tenants.federation import Federation

pytestmark = pytest.mark.lab


@pytest.fixture
def cloud(lab, monkeypatch):
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
    return connect("lab")


@pytest.fixture
def plan(cloud):
    name = f"t{secrets.token_hex(3)}"
    rule = {
        "local": [{"user": {"name": "{0}"}}, {"groups": "{1}", "domain": {"name": "Default"}}],
        "remote": [{"type": "OIDC-preferred_username"}, {"type": "OIDC-groups"}],
    }
    yield Federation(name, f"https://{name}.example", f"{name}-mapping", [rule])
    cloud.identity.delete(f"/OS-FEDERATION/identity_providers/{name}")
    cloud.identity.delete(f"/OS-FEDERATION/mappings/{name}-mapping")


def test_it_is_made_once_and_changed_when_it_differs(cloud, plan):
    assert [one.partition(" ")[0] for one in federate(cloud, plan)] == ["made"] * 3
    assert federate(cloud, plan) == ()
    moved = Federation(plan.provider, "https://moved.example", plan.mapping, plan.rules)
    assert federate(cloud, moved) == (f"changed the identity provider {plan.provider}",)
