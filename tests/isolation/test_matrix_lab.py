"""Neither tenant sees, attaches or routes to anything of the other, and each role does what is its own."""

from pathlib import Path

import pytest
import yaml

from tests.isolation.operations import OPERATIONS, crossings
from tests.isolation.tenants import Tenant
from tests.isolation.trial import ALLOWED, outcome

pytestmark = pytest.mark.lab

MATRIX = yaml.safe_load(Path(__file__).with_name("matrix.yaml").read_text())
PEOPLE, GROUPS = MATRIX["people"], MATRIX["groups"]
NOWHERE = Tenant("", "", {})


def allowed(endings):
    return {who for who, ended in endings.items() if ended == ALLOWED}


@pytest.mark.parametrize("row", MATRIX["operations"], ids=lambda row: row["do"])
def test_an_operation(tenants, row):
    operation = OPERATIONS[row["do"]]
    for whose, tenant in (("own", tenants.tenant), ("foreign", tenants.neighbour)):
        if row[whose] == "-":
            continue
        endings = {who: outcome(operation, tenants.actors[who], tenant) for who in PEOPLE}
        assert allowed(endings) == set(GROUPS[row[whose]]), f"{whose}: {endings}"


@pytest.mark.parametrize("name", MATRIX["crossings"])
def test_nobody_joins_what_is_his_with_what_is_not(tenants, name):
    crossing = crossings(tenants.tenant, tenants.neighbour)[name]
    endings = {who: outcome(crossing, tenants.actors[who]) for who in PEOPLE}
    assert allowed(endings) == set(), endings


def test_every_operation_is_in_the_matrix_once():
    assert sorted(row["do"] for row in MATRIX["operations"]) == sorted(OPERATIONS)
    assert sorted(MATRIX["crossings"]) == sorted(crossings(NOWHERE, NOWHERE))
