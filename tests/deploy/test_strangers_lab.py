"""A project of a tenant's name that is not ours is found before anything is made."""

import secrets
from types import SimpleNamespace

import pytest

from gcloud.deploy.outcome import Outcome
from gcloud.deploy.strangers import PROJECT, StrangerError, require_no_strangers
from gcloud.engine.events import StepPlanned
from gcloud.engine.state import urn as urns
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.model.tenants.settings import Tenancy
from tests.shards.conftest import connect
from tests.tenants import granted

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def prefix():
    return f"t{secrets.token_hex(3)}"


@pytest.fixture(scope="module")
def site(prefix):
    cloud = Cloud(name="ha-tinh", cloud="lab", location="here", region="RegionOne")
    return Site.model_construct(
        identity=SimpleNamespace(name="ha-tinh"),
        clouds=(cloud,),
        tenancy=Tenancy(),
        tenants=tuple(granted(name=f"{prefix}-{index}") for index in range(12)),
    )


@pytest.fixture(autouse=True)
def clouds(lab, monkeypatch):
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))


@pytest.fixture(scope="module", autouse=True)
def projects(lab, prefix):
    """Somebody's project of a tenant's name, and one that this site made."""
    admin = connect(lab.clouds_file)
    made = [
        admin.identity.create_project(name=f"{prefix}-0", domain_id="default"),
        admin.identity.create_project(
            name=f"{prefix}-1", domain_id="default", tags=["govcloud", "site=ha-tinh"]
        ),
    ]
    yield made
    for project in made:
        admin.identity.delete_project(project)


def making(prefix, numbers, op="create"):
    names = [f"{prefix}-{number}" for number in numbers]
    steps = (
        StepPlanned(urns.make("ha-tinh-t07", "tenants", PROJECT, name), PROJECT, name, op) for name in names
    )
    return Outcome(planned=tuple(steps))


@pytest.mark.parametrize("numbers", [range(3), range(12)], ids=["few", "many"])
def test_somebody_else_s_project_is_refused_by_name_and_id(site, prefix, projects, numbers):
    with pytest.raises(StrangerError) as caught:
        require_no_strangers(making(prefix, numbers), site)
    assert caught.value.data == {"projects": [{"name": f"{prefix}-0", "id": projects[0].id}]}


def test_a_project_that_this_site_made_is_the_engine_s_business(site, prefix):
    require_no_strangers(making(prefix, [1, 2]), site)


def test_a_project_that_is_changed_is_ours(site, prefix):
    require_no_strangers(making(prefix, [0], op="update"), site)
