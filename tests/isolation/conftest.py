"""The two tenants, once for all tests."""

import secrets

import pytest

from tests.isolation.tenants import Tenants
from tests.lab.cloud import administrator


@pytest.fixture(scope="package")
def tenants(lab):
    admin = administrator(lab)
    made = Tenants(admin, admin.config.get_auth_args()["auth_url"], f"isolation-{secrets.token_hex(3)}")
    yield made
    made.remove()
