"""The `state` commands on a state of six resources; no cloud is asked."""

import json
import os
import socket
from dataclasses import replace

import pytest

from gcloud.engine.state.integrity import problems
from gcloud.engine.state.urn import parse
from tests.cli.estate import (
    ESTATE,
    KEY,
    NET,
    PASSPHRASE,
    PLANTED,
    PORT,
    ROOT,
    ZONE,
    held,
    opened,
    passphrase_known,
    saved,
)


@pytest.fixture(autouse=True)
def ground(site, monkeypatch):
    """The example site with a small state."""
    passphrase_known(monkeypatch)
    return saved(site)


@pytest.fixture
def state(govcloud, site):
    """Run `govcloud state VERB SITE …`; JSON, its result."""

    def run(verb, *arguments, code=0):
        ran = govcloud("state", verb, site, *arguments, "--output", "json")
        assert ran.code == code, ran.out + ran.err
        return ran.document["result"] if ran.document["result"] is not None else ran.document["error"]

    return run


@pytest.fixture
def history(site):
    folder = site / ".govcloud/state/.pulumi/history/datacenter/ha-tinh"

    def read():
        entries = [json.loads(path.read_text()) for path in sorted(folder.glob("*.history.json"))]
        return [(entry["kind"], entry["message"]) for entry in entries]

    return read


def names(resources):
    return [parse(one["urn"]).name for one in resources]


class TestList:
    def test_everything_with_its_flags(self, state):
        listed = state("list")
        assert names(listed["resources"]) == ["datacenter-ha-tinh", "main", "web", "front", "front", "ops"]
        assert [one["flags"] for one in listed["resources"]] == [
            ["component"], ["provider"], ["component"], [], [], ["protected"]
        ]  # fmt: skip

    def test_by_type_as_a_table(self, govcloud, site):
        ran = govcloud("state", "list", site, "--type", "port")
        assert "port-1" in ran.out
        assert "net-1" not in ran.out

    def test_of_a_site_whose_files_are_wrong(self, govcloud, broken):
        assert govcloud("state", "list", broken).code == 2
        assert govcloud("state", "list", broken, "--stack", "ha-tinh").code == 0

    @pytest.mark.parametrize("stack", ["datacenter", "datacenter/ha-tinh", "ha-tinh"])
    def test_of_a_stack_that_is_named(self, state, stack):
        assert len(state("list", "--stack", stack)["resources"]) == 6

    @pytest.mark.parametrize(
        ("stack", "hint"), [("adopted", "It has: datacenter"), ("datacentre/x", "did you mean datacenter")]
    )
    def test_of_a_stack_that_is_not_there(self, state, stack, hint):
        assert hint in state("list", "--stack", stack, code=2)["hint"]

    def test_without_secrets_it_needs_no_passphrase(self, state, site, monkeypatch):
        saved(site, ESTATE[:-1])
        monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
        assert len(state("list")["resources"]) == 5


class TestShow:
    def test_secrets_are_hidden(self, govcloud, state, site):
        assert state("show", "ops")["outputs"] == {"privateKey": "(secret)"}
        assert PLANTED not in govcloud("state", "show", site, "ops").out

    def test_secrets_are_shown_to_who_asks_and_confirms(self, state):
        assert "--yes" in state("show", "ops", "--show-secrets", code=2)["hint"]
        assert state("show", "ops", "--show-secrets", "--yes")["outputs"] == {"privateKey": PLANTED}

    def test_a_near_name_is_suggested(self, state):
        assert "Did you mean ops" in state("show", "opz", code=2)["hint"]

    def test_an_ambiguous_name_lists_what_it_could_be(self, state):
        assert set(state("show", "front", code=2)["data"]["urns"]) == {NET.urn, PORT.urn}


class TestRemove:
    def test_forgotten_and_recorded(self, state, site, history):
        assert names(state("remove", "Port::front", "--yes")["removed"]) == ["front"]
        assert PORT.urn not in {one.urn for one in held(site)}
        assert history() == [("remove", "state remove Port::front")]

    def test_not_without_a_yes(self, state, ground):
        before = ground.read_bytes()
        state("remove", "Port::front", code=2)
        assert ground.read_bytes() == before

    def test_what_others_need_only_with_them(self, state, site):
        assert "depend on front" in state("remove", "Network::front", "--yes", code=2)["message"]
        state("remove", "Network::front", "--dependents", "--yes")
        assert {one.id for one in held(site)} == {"", "p-1", "key-1"}

    def test_bounded(self, state, ground):
        before = ground.read_bytes()
        assert (
            "--max-deletes 3"
            in state("remove", "web", "--dependents", "--max-deletes", "2", "--yes", code=6)["hint"]
        )
        assert ground.read_bytes() == before

    def test_while_another_run_holds_the_state(self, state, site):
        with opened(site):
            assert "locked" in state("remove", "ops", "--yes", code=5)["message"]


class TestMove:
    def test_a_new_name_takes_references_along(self, state, site, history):
        moved = state("move", "web", "dmz", "--yes")["moved"]
        assert [parse(one["new"]).name for one in moved] == ["dmz"]
        states = held(site)
        assert problems(states) == ()
        assert next(one for one in states if one.id == "net-1").parent == moved[0]["new"]
        assert history() == [("rename", f"state move {ZONE.urn}")]

    def test_a_new_parent(self, state, site):
        moved = state("move", "ops", "--parent", "web", "--yes")["moved"]
        assert parse(moved[0]["new"]).qualified_type == "gov:zone:Zone$openstack:compute/keypair:Keypair"
        assert next(one for one in held(site) if one.id == "key-1").outputs == KEY.outputs

    def test_the_same_name_changes_nothing(self, state, ground):
        before = ground.read_bytes()
        assert state("move", "web", "web")["moved"] == []
        assert ground.read_bytes() == before

    def test_to_another_stack_and_the_same_again_after_a_kill_between_the_files(self, state, site, ground):
        before = ground.read_bytes()
        done = state("move", "web", "--to", "datacenter/other", "--yes")
        assert names([{"urn": one["new"]} for one in done["moved"]]) == ["web", "front", "front"]
        there = held(site, "other")
        assert [one.id for one in there] == ["", "p-1", "", "net-1", "port-1"]
        assert {one.id for one in held(site)} == {"", "p-1", "key-1"}
        ground.write_bytes(before)
        state("move", "web", "--to", "datacenter/other", "--yes")
        assert held(site, "other") == there
        assert {one.id for one in held(site)} == {"", "p-1", "key-1"}

    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("x", "--to", "datacenter/other"),
            ("--to", "other"),
            ("--to", "datacenter/ha-tinh"),
            ("--parent", "nobody"),
            ("urn:pulumi:ha-tinh::datacenter::other:type:T::x",),
        ],
    )
    def test_wishes_that_make_no_sense(self, state, ground, arguments):
        before = ground.read_bytes()
        state("move", "web", *arguments, "--yes", code=2)
        assert ground.read_bytes() == before


class TestExportAndImport:
    def test_there_and_back_again(self, state, site, tmp_path, ground):
        file = tmp_path / "state.json"
        state("export", "--to", file)
        whole = json.loads(file.read_text())
        assert whole["version"] == 3
        assert whole["deployment"] == json.loads(ground.read_text())["checkpoint"]["latest"]
        state("remove", "Port::front", "--yes")
        assert state("import", file, "--yes")["forgotten"] == []
        assert held(site) == ESTATE

    def test_secrets_stay_encrypted_and_need_no_passphrase(self, govcloud, site, monkeypatch):
        monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
        ran = govcloud("state", "export", site)
        assert ran.code == 0
        assert len(json.loads(ran.out)["deployment"]["resources"]) == 6
        assert PLANTED not in ran.out

    def test_open_secrets_are_asked_for_and_come_back_encrypted(self, state, site, tmp_path, ground):
        file = tmp_path / "state.json"
        state("export", "--to", file, "--show-secrets", code=2)
        assert not file.exists()
        state("export", "--to", file, "--show-secrets", "--yes")
        assert PLANTED in file.read_text()
        assert file.stat().st_mode & 0o077 == 0
        state("import", file, "--yes")
        assert held(site) == ESTATE
        assert PLANTED not in ground.read_text()

    def test_what_a_killed_run_left_is_exported_too(self, state, site):
        store = opened(site)
        store.journal.end(store.journal.begin("update", NET), put=[replace(NET, id="net-2")])
        store._lock.release()  # as a kill would
        exported = state("export")["export"]["deployment"]["resources"]
        assert [one["id"] for one in exported if one["type"] == NET.type] == ["net-2"]

    def test_the_state_before_is_kept(self, state, site, tmp_path, ground):
        file, before = tmp_path / "state.json", ground.read_bytes()
        state("export", "--to", file)
        (notice,) = state("import", file, "--yes")["notices"]
        backups = site / ".govcloud/state/.pulumi/backups/datacenter/ha-tinh"
        assert str(backups) in notice
        assert before in {path.read_bytes() for path in backups.iterdir()}

    def test_over_a_damaged_state(self, state, site, tmp_path, ground):
        file = tmp_path / "state.json"
        state("export", "--to", file)
        ground.write_bytes(b"{")
        state("import", file, "--yes")
        assert held(site) == ESTATE

    def test_another_passphrase_s_secrets(self, state, site, tmp_path, monkeypatch):
        file, old = tmp_path / "state.json", tmp_path / "old"
        state("export", "--to", file)
        (site / ".govcloud" / "state").rename(tmp_path / "away")
        old.write_text(PASSPHRASE + "\n")
        monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "a new one")
        assert "passphrase" in state("import", file, "--yes", code=2)["message"]
        state("import", file, "--passphrase-file", old, "--yes")
        assert state("show", "ops", "--show-secrets", "--yes")["outputs"] == {"privateKey": PLANTED}

    def test_more_would_be_forgotten_than_may(self, state, tmp_path, ground):
        file = tmp_path / "state.json"
        state("export", "--to", file)
        whole = json.loads(file.read_text())
        whole["deployment"]["resources"] = whole["deployment"]["resources"][:1]
        file.write_text(json.dumps(whole))
        before = ground.read_bytes()
        assert state("import", file, "--max-deletes", "4", "--yes", code=6)["data"]["destructive"] == 5
        assert ground.read_bytes() == before

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "not JSON"),
            ("[]", "can't be used"),
            ('{"version": 3}', "can't be used"),
            ('{"version": 9, "deployment": {}}', "version 9"),
        ],
    )
    def test_files_that_are_no_export(self, state, tmp_path, ground, text, said):
        file, before = tmp_path / "state.json", ground.read_bytes()
        file.write_text(text)
        assert said in state("import", file, "--yes", code=2)["message"]
        assert ground.read_bytes() == before

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"urn": ""}, "no urn"),
            ({"urn": "urn:pulumi:s::p::a:b:C::x"}, "of the stack p/s"),
            ({"parent": f"{ZONE.urn}-2"}, "does not fit together"),
            ({"urn": ROOT.urn}, "does not fit together"),
            ({"inputs": []}, "not an object"),
        ],
    )
    def test_files_that_hold_what_can_not_be(self, state, tmp_path, ground, change, said):
        file, before = tmp_path / "state.json", ground.read_bytes()
        state("export", "--to", file)
        whole = json.loads(file.read_text())
        whole["deployment"]["resources"][-1] |= change
        file.write_text(json.dumps(whole))
        assert said in state("import", file, "--yes", code=2)["message"]
        assert ground.read_bytes() == before


class TestRepair:
    def test_a_sound_state(self, state):
        assert state("repair")["findings"] == []

    def test_a_damaged_state_is_restored_from_the_chosen_copy(self, state, site, ground, history):
        saved(site, ESTATE[:-1])
        ground.write_bytes(b"{")
        found = state("repair", "--yes", code=6)
        assert [one["mend"] for one in found["findings"]] == ["restore"]
        assert {"name": "bak", "resources": 6}.items() <= found["copies"][0].items()
        assert state("repair", "--restore", "bak", "--yes")["findings"] == []
        assert held(site) == ESTATE
        assert history() == [("repair", "state repair: restored bak")]

    def test_a_copy_that_is_not_there(self, state):
        assert "bak" in state("repair", "--restore", "back", "--yes", code=2)["hint"]

    def test_disorder_and_loose_ends(self, state, site, ground):
        whole = json.loads(ground.read_text())
        resources = whole["checkpoint"]["latest"]["resources"]
        resources.insert(2, resources.pop(4))  # the port before its net
        resources[-1]["dependencies"] = ["urn:pulumi:ha-tinh::datacenter::a:b:C::gone"]
        ground.write_text(json.dumps(whole))
        found = state("repair", "--check", code=6)
        assert {one["kind"] for one in found["findings"]} == {"unsound"}
        assert state("repair", "--yes")["findings"] == []
        assert {one.key for one in held(site)} == {one.key for one in ESTATE}

    def test_what_a_killed_run_left_is_settled_by_what_people_say(self, state, site):
        store = opened(site)
        made = replace(NET, id="", urn=NET.urn.replace("::front", "::new"))
        lost = replace(NET, id="", urn=NET.urn.replace("::front", "::lost"))
        for one in (made, lost):
            store.journal.begin("create", one)
        store._lock.release()  # as a kill would
        found = state("repair", "--check", code=6)
        assert {one["kind"] for one in found["findings"]} == {"journal", "pending"}
        done = state("repair", "--made", "new=net-7", "--not-made", "lost", "--yes")
        assert (done["findings"], done["pending"]) == ([], [])
        assert "net-7" in {one.id for one in held(site)}

    def test_a_dead_lock_of_the_official_cli_goes_when_that_is_said(self, state, site):
        lock = site / ".govcloud/state/.pulumi/locks/organization/datacenter/ha-tinh/other.json"
        lock.parent.mkdir(parents=True, exist_ok=True)
        dead = {"pid": 2**22 + 1, "username": "u", "hostname": socket.gethostname(), "timestamp": "2026"}
        lock.write_text(json.dumps(dead))
        state("repair", "--yes", code=6)
        assert lock.exists()
        assert state("repair", "--unlock", "--yes")["findings"] == []
        assert not lock.exists()

    def test_a_living_lock_stays(self, state, site):
        lock = site / ".govcloud/state/.pulumi/locks/organization/datacenter/ha-tinh/other.json"
        lock.parent.mkdir(parents=True, exist_ok=True)
        lives = {"pid": os.getppid(), "username": "u", "hostname": socket.gethostname(), "timestamp": "2026"}
        lock.write_text(json.dumps(lives))
        state("repair", "--unlock", "--yes", code=6)
        assert lock.exists()


def test_the_whole_estate_is_sound():
    assert problems(ESTATE) == ()
    assert ROOT in ESTATE
