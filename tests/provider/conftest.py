"""A Neutron of dicts, just faithful enough to test what our types do when it refuses."""

import itertools
import json
import secrets
from types import SimpleNamespace

import pytest
import requests
import yaml

from gcloud.engine.interface import CreateResult, Known
from gcloud.provider import look
from gcloud.provider.call import Call, Shared
from tests.people import user_with_password

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
        parts = path.strip("/").split("/")
        if path.endswith("_router_interface"):
            return self._interface(parts, json)
        return self._serve(method, parts, json or {}, params or {})

    def _serve(self, method, parts, body, params):  # noqa: PLR0911 - one line a call reads best
        collection = self.members[parts[0]]
        member = MEMBERS[parts[0]]
        if len(parts) == 1 and method == "GET":
            wanted = {
                k: v if isinstance(v, list) else [v]
                for k, v in params.items()
                if k not in {"limit", "fields"}
            }
            found = [raw for raw in collection.values() if all(raw.get(k) in v for k, v in wanted.items())]
            return answer(200, {parts[0].replace("-", "_"): found})
        if len(parts) == 1:
            id_ = f"id-{next(self._ids)}"
            raw = {"id": id_, "tags": [], "project_id": "project", "tenant_id": "project", **body[member]}
            if parts[0] == "security-groups":
                rules = [{"id": f"{id_}-{way}", "security_group_id": id_} for way in ("IPv4", "IPv6")]
                self.members["security-group-rules"] |= {rule["id"]: rule for rule in rules}
                raw["security_group_rules"] = rules
            if parts[0] == "floatingips":
                raw = {"floating_ip_address": "203.0.113.7", "port_id": None, "fixed_ip_address": None, **raw}
            collection[id_] = raw
            return answer(201, {member: raw})
        if parts[1] not in collection:
            return answer(404, {"NeutronError": {"message": "not found"}})
        if len(parts) == 3 and parts[2] == "tags":
            collection[parts[1]]["tags"] = body["tags"]
            return answer(200, body)
        if len(parts) == 3:
            raw = collection[parts[1]]
            change = set(body["addresses"])
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

    def _interface(self, parts, body):
        ports = self.members["ports"]
        if parts[2].startswith("remove"):
            ports.pop(next(id_ for id_, raw in ports.items() if raw["fixed_ips"] == [body]))
            return answer(200, {})
        id_ = f"id-{next(self._ids)}"
        ports[id_] = {"id": id_, "device_id": parts[1], "fixed_ips": [body], "status": "ACTIVE"}
        return answer(200, {"port_id": id_, "id": parts[1]})


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


class Program:
    """Runs resources through the provider's verbs, as the engine does, and remembers them.

    It works in a Keystone project of its own; `admin` is a connection outside of it.
    """

    def __init__(self, provider, admin, project):
        self.provider, self.admin, self.project = provider, admin, project
        self._made = []

    def create(self, type_, logical_name, /, **news):
        urn = f"urn:pulumi:s::p::{type_}::{logical_name}"
        checked = self.provider.check(type_, urn, None, news)
        assert not checked.failures
        known = self.provider.existing(type_, checked.inputs)
        created = self.provider.create(type_, urn, checked.inputs, None)
        self._made.append([created, type_, urn, checked.inputs, created.outputs])
        assert self.provider.find(type_, checked.inputs, known) == created.id
        assert self._unchanged(type_, created.id, checked.inputs, created.outputs)
        return created

    def adopt(self, type_, urn, id_, inputs, outputs):
        """Take over an object that somebody else made, so that it is removed at the end."""
        self._made.append([CreateResult(id_, outputs), type_, urn, inputs, outputs])

    def _unchanged(self, type_, id_, inputs, outputs):
        return self.provider.diff(type_, id_, inputs, outputs, inputs, ()).changes == ()

    def _row(self, created):
        return next(row for row in self._made if row[0] is created)

    def inputs(self, created):
        return self._row(created)[3]

    def state(self, created):
        """Give what a deletion is told: type, urn, id, inputs, outputs."""
        _, type_, urn, inputs, outputs = self._row(created)
        return type_, urn, created.id, inputs, outputs

    def read(self, created):
        _, type_, urn, inputs, outputs = self._row(created)
        live = self.provider.read(type_, urn, created.id, inputs, outputs)
        assert live is not None
        assert self._unchanged(type_, created.id, inputs, live.outputs)
        return live

    def update(self, created, /, **news):
        row = self._row(created)
        _, type_, urn, inputs, outputs = row
        checked = self.provider.check(type_, urn, inputs, news)
        assert not checked.failures
        changes = self.provider.diff(type_, created.id, inputs, outputs, checked.inputs, ()).changes
        assert changes
        assert not any(change.replaces for change in changes)
        new = self.provider.update(type_, urn, created.id, inputs, outputs, checked.inputs, None)
        assert self._unchanged(type_, created.id, checked.inputs, new)
        again = self.provider.update(type_, urn, created.id, inputs, outputs, checked.inputs, None)
        assert {**again, "updated": 0, "updatedAt": 0} == {**new, "updated": 0, "updatedAt": 0}
        row[3:] = [checked.inputs, again]
        return again

    def looks_alike(self):
        """Hold what a listing shows of everything against what a read of each shows."""
        states = [self.state(row[0]) for row in self._made]
        known = [Known(type_, urn, id_, inputs, outputs) for type_, urn, id_, inputs, outputs in states]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(look, "FEW", 0)
            seen = self.provider.observe(known)
        assert [one.problem for one in seen] == [None] * len(known)
        assert [one.live for one in seen] == [self.provider.read(*state) for state in states]

    def destroy(self):
        for row in reversed(self._made):
            state = self.state(row[0])
            self.provider.delete(*state, None)
            self.provider.delete(*state, None)  # gone is done
            assert self.provider.read(*state) is None
        self._made.clear()


@pytest.fixture(scope="module")
def tenant(lab):
    """A provider in a Keystone project of its own, which is removed afterwards."""
    from gcloud.cloud.connect import connect  # noqa: PLC0415 - only where there is a lab
    from gcloud.provider.openstack import OpenStackProvider  # noqa: PLC0415 - only where there is a lab

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
        admin = connect("lab")
    project = admin.identity.create_project(name=f"test-{secrets.token_hex(3)}", domain_id="default")
    user = admin.current_user_id
    for role in admin.identity.role_assignments(user_id=user, scope_project_id=admin.current_project_id):
        admin.identity.assign_project_role_to_user(project.id, user, role.role["id"])
    provider = OpenStackProvider(lambda *_: admin.connect_as_project(project))
    provider.configure({"cloud": "lab"})
    yield provider, admin, project.id
    for group in provider.list_all("openstack:networking/secGroup:SecGroup"):
        admin.network.delete_security_group(group)  # Neutron's own default group
    admin.identity.delete_project(project)


@pytest.fixture
def program(tenant):
    running = Program(*tenant)
    yield running
    running.destroy()


@pytest.fixture
def member(tenant, lab, tmp_path, monkeypatch):
    """A provider of a user without administrator's rights, in the same project."""
    from gcloud.provider.openstack import OpenStackProvider  # noqa: PLC0415 - only where there is a lab

    _, admin, project = tenant
    name, password = f"member-{secrets.token_hex(3)}", secrets.token_hex(16)
    user = user_with_password(admin, name, password)
    admin.identity.assign_project_role_to_user(project, user, admin.identity.find_role("member"))
    clouds = yaml.safe_load(lab.clouds_file.read_text())["clouds"]
    auth = {"username": name, "password": password, "project_id": project, "user_domain_name": "Default"}
    clouds["lab"]["auth"] = {"auth_url": clouds["lab"]["auth"]["auth_url"], **auth}
    path = tmp_path / "clouds.yaml"
    path.write_text(yaml.safe_dump({"clouds": {"hired": clouds["lab"]}}))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))
    provider = OpenStackProvider()
    provider.configure({"cloud": "hired"})
    yield provider
    admin.identity.delete_user(user)


class Service:
    """A service that answers what a test has written down: (method, part of the path) → answers in turn.

    Each answer is (status, body); the last one stays. What is not written down is a 404.
    """

    def __init__(self):
        self.answers = []
        self.calls = []
        self.headers = []

    def on(self, method, path, *answers):
        self.answers.append((method, path, list(answers)))
        return self

    def request(self, path, method, json=None, data=None, headers=None, **_):
        self.headers.append({name: value for name, value in (headers or {}).items() if name != "Accept"})
        body = json if data is None else b"".join(iter(lambda: data.read(65536), b""))
        self.calls.append((method, path, body))
        for wanted, part, answers in self.answers:
            if wanted == method and path.endswith(part):
                found = answers.pop(0) if len(answers) > 1 else answers[0]
                if isinstance(found, Exception):
                    raise found
                return answer(*found)
        return answer(404, {"itemNotFound": {"message": f"no {method} {path}"}})

    def put(self, path, **given):
        return self.request(path, "PUT", **given)

    def sent(self, method, part=""):
        return [body for verb, path, body in self.calls if verb == method and part in path]


@pytest.fixture
def service():
    return Service


@pytest.fixture
def calling(monkeypatch):
    """Make a `Call` to a cloud of scripted services, in which nobody waits long."""
    monkeypatch.setattr("gcloud.provider.call.time.sleep", lambda _seconds: None)

    def make(seconds=5, **services):
        cloud = SimpleNamespace(current_project_id="project", **services)
        return Call(cloud, "RegionOne", seconds, Shared())

    return make
