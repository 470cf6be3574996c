"""The same conversation as the official engine's: what it was asked, what it asked, what it wrote.

The samples hold a program's run under the official CLI 3.260 with the provider 5.5.3: every call
with its answer. The program's calls are made again, to this engine; the provider's answers are
given by the record; what this engine asks of the provider and what it leaves in the state must be
what the official one asked and left.
"""

# ruff: noqa: ARG002, PLR0917 - the protocol's arguments

import json
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from google.protobuf import json_format
from pulumi.runtime.proto import resource_pb2

from gcloud.engine.deployment import Deployment
from gcloud.engine.interface import CheckResult, CreateResult, DiffResult, PropertyChange
from gcloud.engine.marks import plain
from gcloud.engine.state.store import StackStore
from gcloud.engine.values import Secret, reveal
from gcloud.engine.wire import from_struct, to_struct
from tests.engine.script import Context

DATA = Path(__file__).parent / "data"
STATE = Path(__file__).parent / "state" / "data" / "features"


def entries(name):
    return [json.loads(line) for line in (DATA / f"features-{name}.jsonl").read_text().splitlines()]


def properties(raw):
    return from_struct(json_format.ParseDict(raw or {}, resource_pb2.RegisterResourceRequest().object))


class Recorded:
    """A provider that answers as the official one did, and keeps what it is asked."""

    def __init__(self, record):
        self.answers = defaultdict(list)
        for entry in record:
            if entry["service"] == "ResourceProvider":
                key = entry["method"], entry["request"].get("urn") or entry["request"]["tok"]
                self.answers[key].append((entry["request"], entry["response"]))
        self.changes = []

    def _answer(self, method, urn, **asked):
        for request, response in self.answers[method, urn]:
            if all(reveal(properties(request.get(name))) == given for name, given in asked.items()):
                return response
        raise AssertionError((method, urn, asked, [request for request, _ in self.answers[method, urn]]))

    def unsupported(self, _):
        return None

    def configure(self, _):
        pass

    def secret_outputs(self, type_):
        return {"password"} if type_.endswith(":User") else frozenset()

    def check(self, _, urn, olds, news):
        given = {"news": news} if olds is None else {"news": news, "olds": olds}
        return CheckResult(reveal(properties(self._answer("Check", urn, **given)["inputs"])))

    def diff(self, type_, id_, old_inputs, old_outputs, new_inputs, ignore_changes):
        urn = next(urn for method, urn in self.answers if method == "Diff" and self._is(urn, id_))
        answer = self._answer("Diff", urn, oldInputs=old_inputs, news=new_inputs)
        changes = tuple(
            PropertyChange(name, None, None, name in answer.get("replaces", ()))
            for name in answer.get("diffs", ())
        )
        return DiffResult(changes, answer.get("deleteBeforeReplace", False))

    def _is(self, urn, id_):
        return any(request["id"] == id_ for request, _ in self.answers["Diff", urn])

    def existing(self, *_):
        return frozenset()

    def create(self, _, urn, inputs, timeout):
        self.changes.append(("create", urn))
        answer = self._answer("Create", urn, properties=inputs)
        return CreateResult(answer["id"], reveal(properties(answer["properties"])))

    def update(self, _, urn, id_, old_inputs, old_outputs, new_inputs, timeout):
        self.changes.append(("update", urn))
        answer = self._answer("Update", urn, news=new_inputs, oldInputs=old_inputs)
        return reveal(properties(answer["properties"]))

    def delete(self, _, urn, id_, inputs, outputs, timeout):
        self.changes.append(("delete", urn))
        assert self.answers["Delete", urn][0][0]["id"] == id_

    def invoke(self, token, args):
        return reveal(properties(self._answer("Invoke", token, args=args)["return"]))


def player(record):
    """A host that makes the program's calls again; ids that the engine gives anew are put in their place."""

    def host(run, monitor, engine, say, stopped):
        ours = {}
        for entry in record:
            if entry["service"] != "ResourceMonitor":
                continue
            text = json.dumps(entry["request"])
            for theirs, own in ours.items():
                text = text.replace(theirs, own)
            request = json.loads(text)
            if entry["method"] == "RegisterResource":
                answer = monitor.RegisterResource(
                    json_format.ParseDict(request, resource_pb2.RegisterResourceRequest()), Context()
                )
                if request["type"].startswith("pulumi:providers:"):
                    ours[entry["response"]["id"]] = answer.id
                if not run.preview:
                    same_answer(entry["response"], answer)
            elif entry["method"] == "RegisterResourceOutputs":
                monitor.RegisterResourceOutputs(
                    json_format.ParseDict(request, resource_pb2.RegisterResourceOutputsRequest()), Context()
                )
            elif entry["method"] == "Invoke":
                monitor.Invoke(
                    json_format.ParseDict(request, resource_pb2.ResourceInvokeRequest()), Context()
                )

    return host


def same_answer(theirs, ours):
    assert ours.result == resource_pb2.SUCCESS
    assert ours.urn == theirs["urn"]
    if "pulumi:providers:" not in ours.urn:
        assert ours.id == theirs.get("id", "")
    assert from_struct(ours.object) == properties(theirs["object"])


def run(store, name, provider):
    return Deployment(
        Path(),
        "features",
        "s",
        config={"features:tenant": "agency-feat", "features:password": Secret("Pass-word-1")},
        store=store,
        providers=lambda _: provider,
        host=player(entries(name)),
    )


def official_states(tmp_path):
    folder = tmp_path / "official" / ".pulumi" / "stacks" / "features"
    folder.mkdir(parents=True)
    shutil.copy(STATE / "checkpoint.json", folder / "s.json")
    (tmp_path / "official" / ".pulumi" / "meta.yaml").write_text("version: 1\n")
    return tmp_path / "official"


def _shown(secret):
    return {"secret": secret.value}


def comparable(states):
    """Give states as JSON-able data without what is each run's own: times, providers' ids, traces."""
    ids = {state.id: f"id of {state.urn}" for state in states if state.is_provider}
    result = {}
    for state in states:
        described = {
            name: getattr(state, name)
            for name in state.__dataclass_fields__
            if name not in {"created", "modified", "extra"}
        }
        # The official engine lists them by chance.
        described["dependencies"] = sorted(described["dependencies"])
        text = json.dumps(described, sort_keys=True, indent=1, default=_shown)
        for own, name in ids.items():
            text = text.replace(own, name)
        result[state.urn] = text
    return result


def test_a_first_up_leaves_the_official_state(tmp_path):
    provider = Recorded(entries("up"))
    with StackStore.open(tmp_path / "ours", "features", "s", "x") as store:
        result = run(store, "up", provider).up()
        assert result.failures == ()
        ours = store.snapshot()
    with StackStore.open(official_states(tmp_path), "features", "s", "x") as store:
        theirs = store.snapshot()
    for urn, text in comparable(theirs).items():
        assert comparable(ours)[urn] == text
    assert {state.urn for state in ours} == {state.urn for state in theirs}


def test_an_official_state_and_the_same_program_leave_everything_as_it_is(tmp_path):
    class Unchanged(Recorded):
        def check(self, type_, urn, olds, news):
            return super().check(type_, urn, None, news)

        def diff(self, *_):
            return DiffResult()

    folder = official_states(tmp_path)
    checkpoint = folder / ".pulumi/stacks/features/s.json"
    before = checkpoint.read_bytes()
    with StackStore.open(folder, "features", "s", "x") as store:
        deployment = run(store, "up", Unchanged(entries("up")))
        changes = deployment.preview()
        assert changes.counts == {"same": 14}
        assert not changes.touched
        assert deployment.up(changes).ok
    assert checkpoint.read_bytes() == before


def test_the_official_state_and_a_changed_program(tmp_path):
    provider = Recorded(entries("change"))
    with StackStore.open(official_states(tmp_path), "features", "s", "x") as store:
        result = run(store, "change", provider).up()
        assert result.failures == ()
        changes = [(verb, urn.rpartition("openstack:")[2]) for verb, urn in provider.changes]
        assert changes == [
            ("update", "identity/user:User::officer"),
            ("delete", "networking/subnet:Subnet::database"),
            ("create", "networking/subnet:Subnet::database"),
        ]
        officer = next(state for state in store.snapshot() if state.urn.endswith("User::officer"))
        assert officer.outputs["name"] == Secret("officer-feat2")
        assert plain(officer.inputs)["name"] == "officer-feat2"


def test_a_destroy_asks_for_the_same_deletions_in_a_right_order(tmp_path):
    deleted = []

    class Quiet(Recorded):
        def delete(self, type_, urn, id_, inputs, outputs, timeout):
            deleted.append(urn.rpartition("openstack:")[2])

    with StackStore.open(official_states(tmp_path), "features", "s", "x") as store:
        assert run(store, "change", Quiet([])).destroy().ok
        assert store.snapshot() == ()
    # The rule goes with its group (deleted_with), so the provider is not asked for it.
    assert len(deleted) == 8
    place = {name: index for index, name in enumerate(deleted)}
    assert place["identity/roleAssignment:RoleAssignment::officer"] < place["identity/user:User::officer"]
    assert place["identity/user:User::officer"] < place["identity/project:Project::tenant"]
    for zone in ("server", "database"):
        assert place[f"networking/subnet:Subnet::{zone}"] < place[f"networking/network:Network::{zone}"]
    assert place["networking/network:Network::database"] < place["networking/subnet:Subnet::server"]


@pytest.mark.parametrize("name", ["up", "change"])
def test_the_record_reads_as_it_was_written(name):
    for entry in entries(name):
        if "object" in entry["request"]:
            read = properties(entry["request"]["object"])
            assert from_struct(to_struct(read)) == read
