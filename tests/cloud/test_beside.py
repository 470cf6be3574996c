"""What a project holds that there is no resource type for."""

import json
from types import SimpleNamespace

import pytest
import requests

from gcloud.cloud.beside import KINDS, Beside, beside


class Proxy:
    """A service of openstacksdk that answers what a test says."""

    def __init__(self, answers):
        self.answers = answers

    def request(self, path, method, **_):
        status, body = self.answers.get(path, (404, {}))
        response = requests.Response()
        response.status_code, response._content = status, json.dumps(body).encode()
        response.url, response.headers["Content-Type"] = f"http://cloud{path}", "application/json"
        response.request = requests.Request(method, response.url).prepare()
        return response


@pytest.fixture
def cloud():
    """Make a connection to a cloud of these services, each with its answers by path."""

    def make(**services):
        known = {kind.service: kind.proxy for kind in KINDS}
        return SimpleNamespace(
            current_project_id="mine",
            has_service=lambda service: known.get(service, service.replace("-", "_")) in services,
            **{name: Proxy(answers) for name, answers in services.items()},
        )

    return make


def test_the_projects_own_are_named(cloud):
    snapshots = [
        {"id": "1", "name": "friday"},
        {"id": "2", "name": "theirs", "project_id": "other"},
        {"id": "3", "name": "", "project_id": "mine"},
    ]
    found = list(beside(cloud(block_storage={"/snapshots": (200, {"snapshots": snapshots})})))
    assert found == [Beside("volume snapshot", "1", "friday"), Beside("volume snapshot", "3", "")]


def test_a_service_that_is_not_there_or_does_not_know_the_kind_holds_nothing(cloud):
    assert list(beside(cloud(network={}))) == []


def test_a_kind_that_may_not_be_listed_is_told(cloud):
    (found,) = beside(cloud(load_balancer={"/lbaas/loadbalancers": (403, {})}))
    assert found.noun == "load balancer"
    assert "listing each load balancer" in found.error.message.lower()


def test_a_service_that_is_not_looked_into_is_told(cloud):
    (found,) = beside(cloud(object_store={}))
    assert found == Beside("whatever the service object-store holds")
