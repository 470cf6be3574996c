"""A half-started cloud is found before anything is touched, with all its faults at once."""

import json

import pytest

from gcloud.cloud.connect import connect
from gcloud.cloud.patience import Patience
from gcloud.cloud.preflight import NotReadyError, Service, preflight, require

HURRIED = Patience(attempts=2, first=0.01, connect=0.5, answer=0.3)
SERVICES = {
    "compute": "/compute/v2.1",
    "network": "/network",
    "image": "/image/v2",
    "block-storage": "/volume/v3",
}
PUBLIC = {"id": "n", "name": "public", "router:external": True}


@pytest.fixture
def cloud(fake_cloud, answer):
    def start(services=SERVICES, networks=(PUBLIC,), broken=()):
        def script(_method, path):
            if any(path.startswith(prefix) for prefix in broken):
                return answer(503)
            for prefix, version in (
                ("/compute", "v2.1"),
                ("/image", "v2"),
                ("/volume", "v3"),
                ("/network", "v2.0"),
            ):
                if path.rstrip("/") in {prefix, f"{prefix}/{version}"}:
                    links = [{"rel": "self", "href": f"{prefix}/{version}/"}]
                    document = {"id": version, "status": "CURRENT", "links": links}
                    return answer(200, json.dumps({"versions": [document]}).encode())
            if "/networks" in path:
                return answer(200, json.dumps({"networks": networks}).encode())
            return answer(200, b'{"flavors": [], "images": [], "volumes": []}')

        fake_cloud(services, script)
        return connect("fake", patience=HURRIED)

    return start


def test_a_whole_cloud_is_ready(cloud):
    assert preflight(cloud(), external_network="public") == ()


def test_a_service_that_the_catalogue_lacks(cloud):
    connection = cloud({name: path for name, path in SERVICES.items() if name != "block-storage"})
    (problem,) = preflight(connection)
    assert problem.what == Service.VOLUME
    assert "no endpoint" in problem.message
    assert "RegionOne" in problem.message


def test_all_problems_are_told_at_once(cloud):
    connection = cloud(
        {name: path for name, path in SERVICES.items() if name != "image"}, broken=("/compute", "/volume")
    )
    with pytest.raises(NotReadyError) as caught:
        require(connection, external_network="public")
    assert [problem.what for problem in caught.value.problems] == ["compute", "image", "block-storage"]
    assert "fake is not ready" in caught.value.message
    json.dumps(caught.value.data)


@pytest.mark.parametrize(
    ("networks", "words"),
    [
        ([], "no such network"),
        ([{**PUBLIC, "router:external": False}], "not external"),
    ],
)
def test_the_external_network_must_be_there_and_external(cloud, networks, words):
    (problem,) = preflight(cloud(networks=networks), external_network="public")
    assert problem.what == "network public"
    assert words in problem.message
    assert problem.hint


def test_without_neutron_its_network_is_not_a_second_problem(cloud):
    (problem,) = preflight(cloud(broken=("/network",)), external_network="public")
    assert problem.what == Service.NETWORK
