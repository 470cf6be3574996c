"""A Neutron of dicts, just faithful enough to test what our types do when it refuses."""

import itertools
import json
from types import SimpleNamespace

import pytest
import requests

from gcloud.provider.call import Call, Shared

MEMBERS = {
    "networks": "network",
    "subnets": "subnet",
    "routers": "router",
    "ports": "port",
    "security-groups": "security_group",
    "security-group-rules": "security_group_rule",
    "address-groups": "address_group",
    "floatingips": "floatingip",
}


class Neutron:
    """Answers like openstacksdk's network proxy; `fail(method, path, status, …)` makes the next call fail."""

    def __init__(self):
        self.members = {name: {} for name in MEMBERS}
        self.calls = []
        self._failures = []
        self._ids = itertools.count(1)

    def fail(self, method, path, status, message="", times=1):
        self._failures += [(method, path, status, message)] * times

    def request(self, path, method, json=None, params=None, **_):
        self.calls.append((method, path))
        for failure in self._failures:
            if failure[0] == method and failure[1] in path:
                self._failures.remove(failure)
                body = {"NeutronError": {"message": failure[3], "type": "Refused", "detail": ""}}
                return answer(failure[2], body)
        return self._serve(method, path.strip("/").split("/"), json or {}, params or {})

    def _serve(self, method, parts, body, params):  # noqa: PLR0911 - one line a call reads best
        collection = self.members[parts[0]]
        member = MEMBERS[parts[0]]
        if len(parts) == 1 and method == "GET":
            wanted = {key: value for key, value in params.items() if key != "limit"}
            found = [raw for raw in collection.values() if all(raw.get(k) == v for k, v in wanted.items())]
            return answer(200, {parts[0].replace("-", "_"): found})
        if len(parts) == 1:
            id_ = f"id-{next(self._ids)}"
            raw = {"id": id_, "tags": [], "project_id": "project", "tenant_id": "project", **body[member]}
            if parts[0] == "security-groups":
                rules = [{"id": f"{id_}-{way}", "security_group_id": id_} for way in ("IPv4", "IPv6")]
                self.members["security-group-rules"] |= {rule["id"]: rule for rule in rules}
                raw["security_group_rules"] = rules
            collection[id_] = raw
            return answer(201, {member: raw})
        if parts[1] not in collection:
            return answer(404, {"NeutronError": {"message": "not found"}})
        if len(parts) == 3 and parts[2] == "tags":
            collection[parts[1]]["tags"] = body["tags"]
            return answer(200, body)
        if len(parts) == 3:
            raw = collection[parts[1]]
            change = set(body[member]["addresses"])
            both = (
                set(raw["addresses"]) | change
                if parts[2].startswith("add")
                else set(raw["addresses"]) - change
            )
            raw["addresses"] = sorted(both)
            return answer(200, {member: raw})
        if method == "DELETE":
            del collection[parts[1]]
            return answer(204, None)
        if method == "PUT":
            collection[parts[1]] |= body[member]
        return answer(200, {member: collection[parts[1]]})


def answer(status, body):
    response = requests.Response()
    response.status_code = status
    response.url = "http://neutron.example/"
    response.headers["Content-Type"] = "application/json"
    response._content = b"" if body is None else json.dumps(body).encode()
    return response


@pytest.fixture
def neutron():
    return Neutron()


@pytest.fixture
def call(neutron):
    cloud = SimpleNamespace(network=neutron, current_project_id="project")
    return Call(cloud, "RegionOne", 5, Shared())
