"""People of a tenant log in to a real cloud, by what they were handed and by nothing less."""

import urllib.parse
from datetime import UTC, datetime
from types import SimpleNamespace

import openstack
import pytest
import requests
from keystoneauth1 import exceptions as refused
from keystoneauth1 import session
from keystoneauth1.identity import v3

from gcloud.cloud.tenants.accounts import code_of
from gcloud.deploy.tenants import people
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.model.tenants.settings import Tenancy
from gcloud.model.tenants.tenant import Member
from tests.people import until_the_next_second
from tests.shards.plans import shard, tenant
from tests.tenants import granted

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]
NEW = "a pass phrase of her own 7!"


@pytest.fixture(scope="module")
def site(bench, name, lab):
    """A site that has this one tenant, which runs."""
    bench.up(shard(tenant(name)))
    roles = {"binh": "administrator", "chi": "auditor", "dung": "operator"}
    members = tuple(
        Member(name=who, label=who.title(), email=f"{who}@hatinh.example", role=role)
        for who, role in roles.items()
    )
    cloud = Cloud(name="ha-tinh", cloud="lab", location="here", region="RegionOne")
    return Site.model_construct(
        identity=SimpleNamespace(name="ha-tinh"),
        clouds=(cloud,),
        tenancy=Tenancy(),
        tenants=(granted(name=name, members=members),),
    )


@pytest.fixture(scope="module")
def binh(site, name):
    """What the administrator was handed."""
    return people.hand_over(site, name, "binh")


def log_in(given, *methods, project=True):
    """Log in, and give the session."""
    scope = {"project_name": given.project, "project_domain_name": given.domain} if project else {}
    auth = v3.Auth(f"{given.address}/v3", list(methods), **scope)
    found = session.Session(auth=auth)
    found.get_token()
    return found


def password(given, text):
    return v3.PasswordMethod(username=given.account, user_domain_name=given.domain, password=text)


def code(given, text=None):
    secret = urllib.parse.parse_qs(urllib.parse.urlsplit(given.otpauth).query)["secret"][0]
    return v3.TOTPMethod(
        username=given.account, user_domain_name=given.domain, passcode=text or code_of(secret)
    )


def change(admin, given, new):
    """Change a password as its owner, who knows the old one and no more."""
    (user,) = admin.identity.users(name=given.account)
    body = {"user": {"original_password": given.password, "password": new}}
    address = f"{given.address}/v3/users/{user.id}/password"
    answer = requests.post(address, json=body, timeout=60).status_code
    until_the_next_second()
    return answer


def test_what_was_handed_over_is_of_no_use_until_it_is_changed(binh):
    assert binh.forced
    with pytest.raises(refused.Unauthorized, match=r"expired|changed"):
        log_in(binh, password(binh, binh.password), code(binh))


def test_an_administrator_logs_in_with_password_and_code(admin, binh, name):
    assert change(admin, binh, NEW) == 204
    own = log_in(binh, password(binh, NEW), code(binh))
    cloud = openstack.connection.Connection(session=own, region_name="RegionOne")
    assert [network.name for network in cloud.network.networks(is_router_external=False)] == [f"{name}.app"]


def test_a_password_alone_is_not_enough(binh):
    with pytest.raises((refused.MissingAuthMethods, refused.Unauthorized)):
        log_in(binh, password(binh, NEW))


def test_a_wrong_code_is_refused(binh):
    right = code_of(urllib.parse.parse_qs(urllib.parse.urlsplit(binh.otpauth).query)["secret"][0])
    wrong = f"{(int(right) + 500_000) % 1_000_000:06d}"
    with pytest.raises(refused.Unauthorized):
        log_in(binh, password(binh, NEW), code(binh, wrong))


def test_an_operator_needs_no_code(admin, site, name):
    dung = people.hand_over(site, name, "dung")
    assert dung.otpauth is None
    assert change(admin, dung, NEW) == 204
    log_in(dung, password(dung, NEW))


def test_a_second_hand_over_voids_the_first(site, name, binh):
    again = people.hand_over(site, name, "binh")
    assert again.otpauth != binh.otpauth
    with pytest.raises(refused.Unauthorized):
        log_in(binh, password(binh, NEW), code(binh))


def test_a_pipeline_logs_in_by_a_credential_of_its_own(admin, site, name):
    made = people.pipeline_access(site, name, 30, datetime.now(UTC))
    entry = made.clouds["clouds"][name]
    own = openstack.connection.Connection(
        session=session.Session(auth=v3.ApplicationCredential(**entry["auth"])), region_name="RegionOne"
    )
    access = own.session.auth.get_access(own.session)
    assert access.username == f"pipeline.{name}"
    assert "admin" not in access.role_names
    assert (made.expires - datetime.now(UTC)).days in {29, 30}
    assert not list(admin.identity.credentials(user_id=access.user_id, type="totp"))

    (told,) = people.pipeline_credentials(site, name)
    assert told["name"] == made.name
    assert people.revoke(site, name, frozenset({made.name})) == (made.name,)
    with pytest.raises(refused.ClientException):
        session.Session(auth=v3.ApplicationCredential(**entry["auth"])).get_token()
