"""A real Keystone is told of an identity provider, once; and maps what the provider says."""

import json
import secrets
import subprocess
from types import SimpleNamespace

import pytest

from gcloud.cloud.connect import connect
from gcloud.cloud.tenants.federation import federate
from gcloud.lab.venv import venv_folder
from gcloud.model.site import Site
from gcloud.model.tenants.settings import Tenancy
from gcloud.plan.tenants.federation import Federation, federation

pytestmark = pytest.mark.lab

MAPPED = """
import json, sys
from oslo_service import backend
backend.init_backend(backend.BackendType.THREADING)
import keystone.conf
from keystone.federation import utils
keystone.conf.configure()
rules, claims = map(json.loads, sys.argv[1:])
utils.validate_mapping_structure({"rules": rules})
print(json.dumps(utils.RuleProcessor("mapping", rules).process(claims)))
"""
"""What Keystone's own code makes of claims, as mod_auth_openidc hands them on."""


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


@pytest.fixture(scope="module")
def site():
    accounts = {"kind": "oidc", "provider": "province-sso", "issuer": "https://sso.hatinh.example"}
    return Site.model_construct(
        identity=SimpleNamespace(name="ha-tinh"), tenancy=Tenancy.model_validate({"accounts": accounts})
    )


def test_it_is_made_once_and_changed_when_it_differs(cloud, plan):
    assert [one.partition(" ")[0] for one in federate(cloud, plan)] == ["made"] * 3
    assert federate(cloud, plan) == ()
    moved = Federation(plan.provider, "https://moved.example", plan.mapping, plan.rules)
    assert federate(cloud, moved) == (f"changed the identity provider {plan.provider}",)


@pytest.mark.parametrize(
    ("groups", "ours"),
    [
        ("interior-documents.administrator;admins", ["interior-documents.administrator"]),
        ("a.operator;b.auditor", ["a.operator", "b.auditor"]),
        ("admins;a.pipeline;x.a.operator", []),
        ("", []),
    ],
)
def test_keystone_puts_a_person_into_tenants_groups_and_into_no_other(lab, site, groups, ours):
    claims = {
        "HTTP_OIDC_PREFERRED_USERNAME": "tran-thi-binh",
        "HTTP_OIDC_GROUPS": groups,
        "HTTP_OIDC_ISS": "https://sso.hatinh.example",
    }
    program = [venv_folder(lab) / "bin" / "python", "-W", "ignore", "-c", MAPPED]
    arguments = [json.dumps(federation(site).rules), json.dumps(claims)]
    said = subprocess.run([*program, *arguments], capture_output=True, text=True, check=True, cwd="/").stdout
    mapped = json.loads(said.splitlines()[-1])
    assert mapped["user"]["name"] == "tran-thi-binh"
    assert sorted(group["name"] for group in mapped["group_names"]) == ours
    assert {group["domain"]["name"] for group in mapped["group_names"]} <= {"Default"}
