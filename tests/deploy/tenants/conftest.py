"""Agencies' projects in the lab, as in tests/cloud/tenants."""

from tests.cloud.tenants.conftest import admin, agencies  # noqa: F401 - fixtures
