"""Damaged and mismatched files: what is moved where, what is put back, how the next run goes on."""

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcloud.engine.state.backend import UpdateRecord
from gcloud.engine.state.entries import line_of
from gcloud.engine.state.errors import StateCorruptError, StateError
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import read_stack
from gcloud.errors import ExitCode

EXAMPLES = 10
RUN = UpdateRecord(kind="update", started=0, ended=1, succeeded=True)


def ids(resources) -> list[str]:
    return sorted(state.id for state in resources)


def aside(path, why: str) -> list[bytes]:
    return [other.read_bytes() for other in sorted(path.parent.glob(f"{path.name}.{why}-*"))]


@pytest.fixture
def two_runs(open_store, network):
    """A stack after two finished runs: a, then a and b."""
    for names in (("a",), ("a", "b")):
        with open_store() as store:
            store.save([network(name, name) for name in names])
            store.record(RUN)


DAMAGE = {
    "cut": lambda content: content[: len(content) // 2],
    "empty": lambda _: b"",
    "zeros": lambda content: bytes(len(content)),
    "other version under the same magic": lambda content: content.replace(b"v3.260.0", b"v3.261.0"),
}


@pytest.mark.usefixtures("two_runs")
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_state_is_put_back_from_a_copy_that_is_known_to_be_the_same(
    damage, open_store, checkpoint_file
):
    sound = checkpoint_file.read_bytes()
    checkpoint_file.write_bytes(damage(sound))
    damaged = checkpoint_file.read_bytes()
    with open_store() as store:
        assert ids(store.resources) == ["a", "b"]
        (notice,) = store.notices
        assert "was damaged" in notice
        assert "backups" in notice
    assert checkpoint_file.read_bytes() == sound
    assert aside(checkpoint_file, "corrupt") == [damaged]


@pytest.mark.usefixtures("two_runs")
def test_a_damaged_state_with_a_journal_on_top_is_put_back_whole(open_store, checkpoint_file, network):
    store = open_store()
    store.journal.end(store.journal.begin("create", network("c")), put=[network("c", "c")])
    store._lock.release()  # as a kill would
    checkpoint_file.write_bytes(b"")
    with open_store() as store:
        assert ids(store.resources) == ["a", "b", "c"]


@pytest.mark.usefixtures("two_runs")
def test_without_proof_nothing_is_put_back_and_every_run_refuses(open_store, checkpoint_file, journal_file):
    journal_file.unlink()
    checkpoint_file.write_bytes(b"{")
    with pytest.raises(StateCorruptError, match=r"is damaged: it is not JSON .* moved to") as first:
        open_store()
    assert first.value.exit_code == ExitCode.USAGE
    assert "backups" in first.value.hint
    assert aside(checkpoint_file, "corrupt") == [b"{"]
    assert not checkpoint_file.exists()
    with pytest.raises(StateCorruptError, match="The stack has no state") as second:
        open_store()
    assert str(checkpoint_file) in second.value.hint
    newest = sorted((checkpoint_file.parents[2] / "backups/demo/dev").iterdir())[-1]
    assert str(newest) in second.value.hint
    shutil.copy(newest, checkpoint_file)  # what the hint says
    with open_store() as store:
        assert ids(store.resources) == ["a", "b"]


@pytest.mark.usefixtures("two_runs")
def test_a_copy_is_not_trusted_when_another_engine_ran_since(open_store, checkpoint_file):
    backups = checkpoint_file.parents[2] / "backups/demo/dev"
    (backups / "dev.9000000000000000000.json").write_text("{}")
    checkpoint_file.write_bytes(b"")
    with pytest.raises(StateCorruptError):
        open_store()


@pytest.mark.usefixtures("two_runs")
def test_a_view_of_a_damaged_state_changes_nothing(tmp_path, checkpoint_file):
    checkpoint_file.write_bytes(b"{")
    with pytest.raises(StateCorruptError, match="can't be used: it is not JSON") as error:
        read_stack(tmp_path / "state", "demo", "dev", "x")
    assert "Nothing was changed" in error.value.hint
    assert checkpoint_file.read_bytes() == b"{"


def test_a_state_that_does_not_fit_together_is_left_for_repair(open_store, network, checkpoint_file):
    with open_store() as store:
        store.save([network("a", "1")])
    whole = json.loads(checkpoint_file.read_text())
    whole["checkpoint"]["latest"]["resources"] *= 2
    checkpoint_file.write_text(json.dumps(whole))
    before = checkpoint_file.read_bytes()
    with pytest.raises(StateCorruptError, match="twice") as error:
        open_store()
    assert "pulumi state repair" in error.value.hint
    assert checkpoint_file.read_bytes() == before


def killed_journal(open_store, network, count: int) -> None:
    """Leave the journal of a killed run: creates 1…count answered, one more not."""
    store = open_store()
    for number in range(1, count + 1):
        name = str(number)
        store.journal.end(store.journal.begin("create", network(name)), put=[network(name, name)])
    store.journal.begin("create", network("open"), existing=["9"])
    store._lock.release()


def spoil(path, line: int) -> None:
    """Change one byte in the middle of a line (counted from 1)."""
    lines = path.read_bytes().splitlines(keepends=True)
    middle = len(lines[line - 1]) // 2
    spoilt = bytearray(lines[line - 1])
    spoilt[middle] ^= 1
    path.write_bytes(b"".join([*lines[: line - 1], bytes(spoilt), *lines[line:]]))


def test_a_damaged_end_makes_its_operation_unanswered(open_store, network, journal_file):
    killed_journal(open_store, network, 2)
    spoil(journal_file, 5)  # the end of the first create
    damaged = journal_file.read_bytes()
    with pytest.raises(StateCorruptError, match=r"was damaged \(line 5\)") as error:
        open_store()
    assert "run the same command again" in error.value.hint
    assert aside(journal_file, "corrupt") == [damaged]
    with open_store() as store:
        assert ids(store.resources) == ["2"]
        assert [open_.state.urn for open_ in store.unanswered] == [network("1").urn, network("open").urn]


def test_a_damaged_begin_costs_nothing_when_its_end_is_there(open_store, network, journal_file):
    killed_journal(open_store, network, 2)
    spoil(journal_file, 4)
    with pytest.raises(StateCorruptError) as error:
        open_store()
    assert error.value.data["lost_operations"] == 0
    with open_store() as store:
        assert ids(store.resources) == ["1", "2"]


def test_operations_of_which_nothing_is_left_are_counted(open_store, network, journal_file):
    killed_journal(open_store, network, 3)
    spoil(journal_file, 6)
    spoil(journal_file, 7)
    with pytest.raises(StateCorruptError, match="may be lost: 1;") as error:
        open_store()
    assert error.value.data["lost_operations"] == 1
    with open_store() as store:
        assert ids(store.resources) == ["1", "3"]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@pytest.mark.usefixtures("quick")
def test_whatever_byte_of_a_journal_is_damaged_the_second_run_goes_on(where, flip, network):
    with tempfile.TemporaryDirectory(prefix="govcloud-state-") as folder:  # a new one for each example
        journal_file = Path(folder, ".pulumi/govcloud/demo/dev.journal")

        def open_store() -> StackStore:
            return StackStore.open(folder, "demo", "dev", "x")

        killed_journal(open_store, network, 3)
        content = bytearray(journal_file.read_bytes())
        content[int(where * len(content))] ^= flip
        journal_file.write_bytes(content)
        try:
            open_store().close()
        except StateCorruptError as error:
            lost = error.data["lost_operations"]
            assert aside(journal_file, "corrupt") == [bytes(content)]
        else:
            lost = 0
        with open_store() as store:
            names = {state.id for state in store.resources}
            open_ = {operation.state.urn.rpartition("::")[2] for operation in store.unanswered}
    assert len({"1", "2", "3"} & (names | open_)) >= 3 - lost, "what is lost is told"
    assert names <= {"1", "2", "3"}


def test_a_torn_last_line_is_no_damage(open_store, network, journal_file):
    killed_journal(open_store, network, 1)
    content = journal_file.read_bytes()
    journal_file.write_bytes(content[:-5])
    with open_store() as store:
        assert (ids(store.resources), store.unanswered) == (["1"], ())
        store.journal.begin("create", network("next"))
    with open_store() as store:
        assert [open_.state.urn for open_ in store.unanswered] == [network("next").urn]


def test_a_journal_never_applies_to_another_checkpoint(open_store, network, journal_file, checkpoint_file):
    killed_journal(open_store, network, 1)
    journal = journal_file.read_bytes()
    whole = json.loads(checkpoint_file.read_text())
    whole["checkpoint"]["latest"]["manifest"]["time"] = "2026-01-01T00:00:00Z"  # another engine wrote it
    checkpoint_file.write_text(json.dumps(whole))
    with pytest.raises(StateError, match="does not belong to the state") as error:
        open_store()
    assert f"{network('1').urn} (1)" in error.value.message
    assert f"{network('open').urn} (sent, not answered)" in error.value.message
    assert aside(journal_file, "stale") == [journal]
    with open_store() as store:
        assert (store.resources, store.unanswered) == ((), ())


def test_a_journal_whose_objects_the_other_checkpoint_knows_is_only_noted(
    open_store, network, journal_file, checkpoint_file
):
    store = open_store()
    store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
    store._lock.release()
    journal = journal_file.read_bytes()
    whole = json.loads(checkpoint_file.read_text())
    known = {"urn": network("a").urn, "custom": True, "id": "1", "type": network("a").type}
    whole["checkpoint"]["latest"]["resources"] = [known]
    checkpoint_file.write_text(json.dumps(whole))
    with open_store() as store:
        assert ids(store.resources) == ["1"]
        assert any("The state knows all that it made" in notice for notice in store.notices)
    assert aside(journal_file, "stale") == [journal]


def test_a_state_that_the_official_engine_changed_since_is_simply_taken(open_store, network, checkpoint_file):
    with open_store() as store:
        store.save([network("a", "1")])
    whole = json.loads(checkpoint_file.read_text())
    whole["checkpoint"]["latest"]["resources"][0]["id"] = "2"
    checkpoint_file.write_text(json.dumps(whole, indent=4))
    with open_store() as store:
        assert (ids(store.resources), store.notices) == (["2"], ())


def test_a_damaged_first_line_does_not_lose_the_journal(open_store, network, journal_file):
    killed_journal(open_store, network, 1)
    spoil(journal_file, 1)
    with pytest.raises(StateCorruptError, match=r"line 1\)"):
        open_store()
    with open_store() as store:
        assert ids(store.resources) == ["1"]


def test_without_its_opening_a_journal_is_taken_for_another_states(open_store, network, journal_file):
    killed_journal(open_store, network, 1)
    spoil(journal_file, 1)
    spoil(journal_file, 3)
    with pytest.raises(StateError, match="does not belong"):
        open_store()
    with open_store() as store:
        assert store.resources == ()


def test_a_journal_of_another_version_is_left_alone(open_store, journal_file):
    with open_store():
        pass
    journal_file.write_bytes(line_of({"do": "open", "format": 2, "base": ""}))
    before = journal_file.read_bytes()
    with pytest.raises(StateError, match="another version"):
        open_store()
    assert journal_file.read_bytes() == before


def test_a_removed_stack_can_be_made_again(open_store, network, checkpoint_file):
    with open_store() as store:
        store.save([network("a", "1")])
    checkpoint_file.rename(checkpoint_file.with_name("dev.json.bak"))  # as `pulumi stack rm` does
    with open_store() as store:
        assert store.resources == ()


def test_a_replaced_state_that_waits_survives_the_round(open_store, network):
    old = replace(network("a", "old"), delete=True)
    with open_store() as store:
        store.save([network("a", "new"), old])
    with open_store() as store:
        assert [(state.id, state.delete) for state in store.resources] == [("new", False), ("old", True)]
        assert isinstance(store, StackStore)
