"""The same on a real cloud: what it answers to a wrong password, a wrong region, a wrong network."""

import pytest
import yaml

from gcloud.cloud import errors
from gcloud.cloud.connect import connect
from gcloud.cloud.patience import HASTY
from gcloud.cloud.preflight import preflight
from gcloud.errors import CloudError

pytestmark = pytest.mark.lab


@pytest.fixture(autouse=True)
def the_lab_s_clouds(lab, monkeypatch):
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))


@pytest.fixture
def altered(lab, tmp_path, monkeypatch):
    """Write the lab's clouds.yaml with another password or user."""

    def write(**auth):
        clouds = yaml.safe_load(lab.clouds_file.read_text())
        clouds["clouds"]["lab"]["auth"] |= auth
        path = tmp_path / "clouds.yaml"
        path.write_text(yaml.safe_dump(clouds))
        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))

    return write


@pytest.mark.parametrize(
    "auth",
    [{"password": "wrong-Secret"}, {"username": "nobody"}, {"project_name": "no-such-project"}],
)
def test_wrong_credentials(altered, auth):
    altered(**auth)
    with pytest.raises(errors.CredentialsError) as caught:
        connect("lab", patience=HASTY)
    assert "cloud lab" in caught.value.message
    assert "wrong-Secret" not in f"{caught.value.message}{caught.value.hint}{caught.value.data}"


def test_the_lab_is_ready():
    assert preflight(connect("lab", patience=HASTY), external_network="public") == ()


def test_a_region_that_the_cloud_lacks():
    with pytest.raises(CloudError, match="Region Nowhere is not a valid region name for cloud lab"):
        connect("lab", region="Nowhere", patience=HASTY)


def test_an_external_network_that_the_cloud_lacks():
    (problem,) = preflight(connect("lab", patience=HASTY), external_network="no-such-network")
    assert "no such network" in problem.message
