"""One resource of every type on a real cloud: what is done behind our back is found, named, and mended."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gcloud.engine.deployment import Deployment
from gcloud.engine.interface import Known
from gcloud.engine.marks import plain
from gcloud.engine.scope import Scope
from gcloud.engine.state.store import StackStore
from gcloud.provider.openstack import OpenStackProvider
from gcloud.provider.registry import RESOURCES
from tests.provider.behind import BEHIND

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

PROGRAM = Path(__file__).parent / "everything"
EXTRAS = {"dns", "load-balancer"}
OF = {"Zone": "dns", "RecordSet": "dns", "dns-quota": "dns", "Quota": "load-balancer"}
"""What is of a service that the cloud may lack."""
VERIFIED = Scope(verify=True)


@dataclass
class Everything:
    """The program's stack, and the cloud it is on."""

    folder: Path
    prefix: str
    cloud: Any

    @property
    def services(self):
        return {name for name in EXTRAS if self.cloud.has_service(name)}

    @property
    def rows(self):
        return {name: row for name, row in BEHIND.items() if OF.get(name) in {None, *self.services}}

    def open(self):
        return StackStore.open(self.folder / "state", "everything", "s", "pass")

    def run(self, operation, *arguments):
        config = {
            "everything:prefix": self.prefix,
            "everything:cloud": "lab",
            "everything:extras": " ".join(self.services),
            "everything:file": str(self.folder / "blank.img"),
        }
        with self.open() as store:
            deployment = Deployment(
                PROGRAM, "everything", "s", config=config, store=store, providers=lambda _: self.provider()
            )
            return getattr(deployment, operation)(*arguments)

    def up(self):
        """Put right what is not as the program wants it."""
        result = self.run("up", None, VERIFIED)
        assert not result.failures
        return result

    def drift(self):
        """Tell by the resources' names what differs: "missing", or the properties."""
        found = self.run("drift")
        assert not found.unseen
        drifted = {
            one.name: "missing"
            if one.kind == "missing"
            else frozenset(re.split(r"[.\[]", change.path)[0] for change in one.changes)
            for one in found.drifted
        }
        return drifted, found.foreign

    def provider(self):
        provider = OpenStackProvider(lambda *_: self.cloud)
        provider.configure({"cloud": "lab"})
        return provider

    @property
    def states(self):
        with self.open() as store:
            return {
                state.urn.rpartition("::")[2]: state
                for state in store.snapshot()
                if state.custom and not state.is_provider and ":get" not in state.type
            }


@pytest.fixture(scope="module")
def everything(tenant, tmp_path_factory):
    _, admin, project = tenant
    folder = tmp_path_factory.mktemp("everything")
    (folder / "blank.img").write_bytes(bytes(1024 * 1024))
    cloud = admin.connect_as_project(admin.identity.get_project(project))
    made = Everything(folder, f"t-{secrets.token_hex(3)}", cloud)
    try:
        made.up()
        yield made
    finally:
        assert not made.run("destroy").failures


def known(states):
    return {
        name: Known(state.type, state.urn, state.id, plain(state.inputs), plain(state.outputs))
        for name, state in states.items()
    }


def test_there_is_one_of_every_type(everything):
    lacking = {f"openstack:{name.replace('-', '')}/" for name in EXTRAS - everything.services}
    types = {type_ for type_, _ in RESOURCES if not type_.startswith(tuple(lacking))}
    assert {state.type for state in everything.states.values()} == types


def test_looking_at_all_at_once_tells_the_same_as_reading_each(everything):
    provider, objects = everything.provider(), known(everything.states)
    seen = dict(zip(objects, provider.observe(list(objects.values())), strict=True))
    # Listed even if there is one of it: a listing must be as good as a read for every type.
    for name, one in objects.items():
        kind = provider._type(one.type)
        call = provider._call(kind, 60, one.outputs, one.urn)
        listed = dict(kind.members(call, kind.owner(call, dict(one.outputs))))
        among = dict(kind.among(call, kind.owner(call, dict(one.outputs)), [one.id]))
        read = provider.read(one.type, one.urn, one.id, one.inputs, one.outputs)
        assert seen[name].live == read
        assert kind.live(call, one.id, listed[one.id], dict(one.outputs)) == read.outputs
        assert kind.live(call, one.id, among[one.id], dict(one.outputs)) == read.outputs


OF_ANOTHER_PROJECT = {
    "FlavorAccess",
    "LimitV3",
    "Quota",
    "QuotaSetV2",
    "QuotaV2",
    "QuoteSetV3",
    "RoleAssignment",
    "VolumeTypeAccessV3",
    "dns-quota",
}
"""What is about the project that the program makes, which is not the one that it works in."""


def test_a_survey_names_all_of_it_and_what_the_cloud_made_by_itself(everything):
    survey = everything.provider().survey([type_ for type_, _ in RESOURCES])
    assert not survey.unseen
    ours = {(state.type, state.id): name for name, state in everything.states.items()}
    names = {ours[live.type, live.id]: live.name for live in survey.objects if (live.type, live.id) in ours}
    assert names.keys() == set(ours.values()) - OF_ANOTHER_PROJECT
    assert all(names.values())
    prefix, address = everything.prefix, everything.states["FloatingIp"].outputs["address"]
    assert names["SecGroupRule"] == f"ingress tcp 443-443 IPv4 from {prefix} in {prefix}"
    assert names["RouterInterface"] == f"{prefix} to {prefix}"
    assert names["FloatingIpAssociate"] == f"{address} at {prefix}"
    others = [live for live in survey.objects if (live.type, live.id) not in ours]
    assert [live for live in others if not live.automatic] == []
    assert "Neutron makes one for each project" in {live.automatic for live in others}
    assert "Neutron puts it into every new group" in {live.automatic for live in others}
    if "dns" in everything.services:
        assert names["RecordSet"] == f"www.{prefix}.example. A"
        assert "Designate makes it for each zone" in {live.automatic for live in others}


def test_a_stranger_s_object_is_found(everything):
    group = everything.cloud.network.create_security_group(name="theirs")
    rule = everything.cloud.network.create_security_group_rule(
        security_group_id=everything.states["SecGroup"].id, direction="egress", ethertype="IPv4"
    )
    try:
        drifted, foreign = everything.drift()
    finally:
        everything.cloud.network.delete_security_group(group)
        everything.cloud.network.delete_security_group_rule(rule)
    assert drifted == {}
    # Opened to all again, long after the group was made with that shut.
    assert sorted(one.name for one in foreign) == [f"egress any IPv4 in {everything.prefix}", "theirs"]


FORGOTTEN = {
    "User": {"password"},
    "Zone": {"disableStatusCheck"},
    "RecordSet": {"disableStatusCheck"},
}
"""What no cloud remembers of how a thing was made."""


def test_a_stranger_s_reading_shows_what_the_program_would_have_made(everything):
    provider = everything.provider()
    for name, one in known(everything.states).items():
        hinted = provider.read(one.type, one.urn, one.id, one.inputs, None)
        stranger = provider.read(one.type, one.urn, one.id, None, None)
        for live, forgotten in ((hinted, frozenset()), (stranger, FORGOTTEN.get(name, frozenset()))):
            news = provider.check(one.type, one.urn, live.inputs, one.inputs).inputs
            changes = provider.diff(one.type, one.id, live.inputs, live.outputs, news, ()).changes
            assert {change.path for change in changes} == forgotten, name


def test_what_the_program_wants_is_recognised_among_what_is_there(everything):
    provider = everything.provider()
    for name, one in known(everything.states).items():
        assert provider.candidates(one.type, one.inputs) == {one.id}, name


def test_what_was_changed_behind_our_back_is_found_and_put_right(everything):
    expected = {}
    for name, row in everything.rows.items():
        if row.change is not None:
            row.change(everything.cloud, everything.states[name])
            expected[name] = row.changed
    drifted, foreign = everything.drift()
    assert drifted == expected
    assert [one.name for one in foreign] == ["theirs"]
    everything.up()
    everything.cloud.network.delete_port(foreign[0].id)
    assert everything.drift() == ({}, ())


def test_what_was_deleted_behind_our_back_is_found_and_made_anew(everything):
    states = everything.states
    assert states.keys() == everything.rows.keys()
    deleted = {name: row.delete for name, row in everything.rows.items() if row.delete is not None}
    for name, delete in deleted.items():
        delete(everything.cloud, states[name])
    # Nova is the only one that asks whether a quota's project is there.
    assert everything.drift()[0] == dict.fromkeys([*deleted, "QuotaSetV2"], "missing")
    everything.up()
    assert everything.drift()[0] == {}
    # A key's id is its name.
    assert all(state.id != states[name].id for name, state in everything.states.items() if name != "Keypair")
