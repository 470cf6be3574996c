"""A small site with agencies and quota classes; a test adds the tenants that matter."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent / "data"
MORE = yaml.safe_load((HERE / "site.yaml").read_text())
TENANT = yaml.safe_load((HERE / "tenant.yaml").read_text())


def tenant(name, *, agency="interior", level=2, **more):
    """A tenant's entry; a test says what matters."""
    system = {
        **TENANT["system"],
        "name": f"{name}-system",
        "level": level,
        "owner": agency,
        "operator": "hired",
    }
    return {**deepcopy(TENANT), "name": name, "agency": agency, "system": system, "services": [], **more}


@pytest.fixture
def province(base):
    """The data of a site that is ready for tenants."""
    for section, value in deepcopy(MORE).items():
        if isinstance(value, list):
            base[section] = [*base.get(section, []), *value]
        elif section == "catalogue":
            base[section] = {key: [*base[section][key], *value.get(key, [])] for key in base[section]}
        else:
            base[section] = value
    return base


@pytest.fixture
def with_tenants(province, load_site):
    """Load the site with tenants, each asked for by a request of its own."""

    def loaded(*tenants, **sections):
        data = {**province, **sections}
        data["tenants"] = [{**one, "request": f"r-{index}"} for index, one in enumerate(tenants)]
        data["requests"] = [
            {
                "name": f"r-{index}",
                "kind": "create",
                "made_on": "2026-11-02",
                "requester": "binh",
                "reason": "a test",
                "tenants": [one],
            }
            for index, one in enumerate(tenants)
        ]
        return load_site(data)

    return loaded
