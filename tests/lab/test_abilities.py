"""What the lab's services are set up for: backups, first passwords, second factors, hosts of one's own."""

import base64
import secrets
import time

import openstack
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from openstack.exceptions import HttpException, SDKException

from tests.lab.cloud import administrator
from tests.people import until_the_next_second

pytestmark = pytest.mark.lab

ONCE, OWN = "given-once", "chosen-by-myself"


@pytest.fixture(scope="module")
def admin(lab):
    return administrator(lab)


@pytest.fixture(scope="module")
def url(admin):
    return admin.config.get_auth_args()["auth_url"]


@pytest.fixture(scope="module")
def name():
    return f"ability-{secrets.token_hex(3)}"


@pytest.fixture(scope="module")
def project(admin, name):
    made = admin.identity.create_project(name=name, domain_id="default")
    yield made
    admin.identity.delete_project(made)


@pytest.fixture
def user(admin, name, project):
    made = admin.identity.create_user(name=name, domain_id="default", password=None)
    admin.identity.assign_project_role_to_user(project, made, admin.identity.find_role("member"))
    yield admin.identity.update_user(made.id, password=ONCE)
    admin.identity.delete_user(made)


@pytest.fixture
def login(url, name):
    """Connect as the user."""

    def connect(password, **more):
        auth = {"username": name, "user_domain_name": "Default", "password": password} | more
        auth |= {"auth_url": url, "project_name": name, "project_domain_name": "Default"}
        kind = {"auth_type": "v3multifactor"} if "auth_methods" in more else {}
        connection = openstack.connection.Connection(auth=auth, region_name="RegionOne", **kind)
        connection.authorize()
        return connection

    return connect


def changed(url, user):
    """Choose a password of one's own, as one may without being logged in."""
    passwords = {"user": {"original_password": ONCE, "password": OWN}}
    anybody = openstack.connection.Connection(auth_type="none", endpoint=url, region_name="RegionOne")
    answer = anybody.session.post(f"{url}/users/{user.id}/password", json=passwords)
    assert answer.status_code == 204
    until_the_next_second()


def test_a_first_password_serves_only_to_choose_another(url, user, login):
    with pytest.raises(SDKException, match="password is expired"):
        login(ONCE)
    changed(url, user)
    assert login(OWN).current_user_id == user.id


def test_a_second_factor_is_asked_of_whom_a_rule_asks_it(admin, url, user, login):
    changed(url, user)
    key = secrets.token_bytes(20)
    code = base64.b32encode(key).decode()
    admin.identity.create_credential(type="totp", blob=code, user_id=user.id)
    rule = {"multi_factor_auth_enabled": True, "multi_factor_auth_rules": [["password", "totp"]]}
    admin.identity.update_user(user.id, options=rule)
    with pytest.raises(SDKException, match="Not all required auth rules"):
        login(OWN)
    passcode = TOTP(key, 6, SHA1(), 30).generate(time.time()).decode()  # noqa: S303 - RFC 6238
    both = login(OWN, auth_methods=["v3password", "v3totp"], passcode=passcode)
    assert both.current_user_id == user.id


def test_a_program_logs_in_by_an_application_credential_that_makes_no_other(url, user, login):
    changed(url, user)
    made = login(OWN).identity.create_application_credential(user.id, "pipeline", roles=[{"name": "member"}])
    auth = {
        "auth_url": url,
        "application_credential_id": made.id,
        "application_credential_secret": made.secret,
    }
    pipeline = openstack.connection.Connection(
        auth_type="v3applicationcredential", auth=auth, region_name="RegionOne"
    )
    assert list(pipeline.block_storage.volumes()) == []
    with pytest.raises(HttpException) as refused:
        pipeline.identity.create_application_credential(user.id, "another")
    assert refused.value.status_code == 403


def test_an_administrator_backs_up_a_volume_of_any_project_and_restores_it(admin, url, user, login):
    changed(url, user)
    theirs, ours = login(OWN).block_storage, admin.block_storage
    volume = theirs.wait_for_status(theirs.create_volume(size=1), "available", interval=0.2)
    backup = ours.wait_for_status(ours.create_backup(volume_id=volume.id), "available", interval=0.2)
    assert list(theirs.backups()) == []
    assert ours.restore_backup(backup, volume_id=volume.id).volume_id == volume.id
    ours.wait_for_status(ours.get_backup(backup), "available", interval=0.2)
    ours.delete_backup(backup)
    ours.wait_for_delete(backup, interval=0.2)
    theirs.delete_volume(volume)
    theirs.wait_for_delete(volume, interval=0.2)
