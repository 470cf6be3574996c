"""The table of cases is whole: a type without a row, or a row without a record, fails here."""

import json
from pathlib import Path

import pytest

from gcloud.engine.state.store import StackStore
from gcloud.provider.openstack import OpenStackProvider
from gcloud.provider.registry import RESOURCES
from tests.provider.cases import PACKAGE, PHASES, ROWS, comparable, described, differences, recorded, urn

SAMPLES = Path(__file__).parents[1] / "engine" / "state" / "data"
KNOWN = {
    # The samples' program took a flavor that was there; the table makes its own.
    ("compute/instance:Instance::vm", ".dependencies"),
    ("compute/instance:Instance::vm", ".outputs.flavorId"),
    ("compute/instance:Instance::vm", ".property_dependencies.flavorName"),
    # The build of the official provider that recorded the table does not know this property yet.
    ("networking/router:Router::r", ".outputs.flavorId"),
    # The lab where the samples were made allowed fewer backups by itself.
    ("blockstorage/quoteSetV3:QuoteSetV3::q", ".outputs.backupGigabytes"),
    ("blockstorage/quoteSetV3:QuoteSetV3::q", ".outputs.backups"),
}


@pytest.mark.parametrize("type_", [type_ for type_, _ in RESOURCES])
def test_every_type_has_a_row(type_):
    assert type_ in {PACKAGE + row["type"] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=urn)
def test_every_row_was_recorded_from_the_official_engine(row):
    for phase in PHASES:
        assert urn(row) in recorded(phase)


@pytest.mark.parametrize("row", [row for row in ROWS if "change" in row], ids=urn)
def test_what_may_change_in_place_changes_in_place(row):
    """The official engine kept the id; ours plans the same from the same two states."""
    before, after = recorded("refreshed")[urn(row)], recorded("changed")[urn(row)]
    assert before["id"] == after["id"]
    old, new = (_plain(one) for one in (before, after))
    changes = (
        OpenStackProvider()
        .diff(old["type"], old["id"], old["inputs"], old["outputs"], new["inputs"], ())
        .changes
    )
    assert changes
    assert not any(change.replaces for change in changes)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("row", ROWS, ids=urn)
def test_what_the_official_engine_stored_is_no_change_to_ours(row, phase):
    state = _plain(recorded(phase)[urn(row)])
    wanted = _plain(recorded("changed" if phase == "changed" else "up")[urn(row)])["inputs"]
    found = OpenStackProvider().diff(
        state["type"], state["id"], state["inputs"], state["outputs"], wanted, ()
    )
    assert found.changes == ()


@pytest.mark.parametrize("row", ROWS, ids=urn)
def test_our_check_stores_the_inputs_that_the_official_provider_stores(row, monkeypatch):
    monkeypatch.setenv("HOME", "HOME")  # as the records write it
    monkeypatch.setattr("gcloud.provider.images.image.Path.is_file", lambda _: True)
    for phase in ("up", "changed"):
        stored = _plain(recorded(phase)[urn(row)])["inputs"]
        given = {name: value for name, value in stored.items() if name not in stored["__defaults"]}
        result = OpenStackProvider().check(PACKAGE + row["type"], urn(row), None, given)
        assert not result.failures
        assert result.inputs == stored


@pytest.mark.parametrize("phase", ["up", "refreshed"])
def test_the_records_are_the_samples_wherever_both_have_a_row(phase, tmp_path):
    """The samples were made on another cloud, by the same program."""
    name = {"up": "up", "refreshed": "refresh"}[phase]
    folder = tmp_path / ".pulumi" / "stacks" / "sample"
    folder.mkdir(parents=True)
    (tmp_path / ".pulumi" / "meta.yaml").write_text("version: 1\n")
    (folder / "s.json").write_text((SAMPLES / f"checkpoint-after-{name}.json").read_text())
    with StackStore.open(tmp_path, "sample", "s", "x") as store:
        sample = comparable(described(store.snapshot()))
    ours = comparable(recorded(phase))
    both = {key for key in sample.keys() & ours.keys() if PACKAGE in key}
    assert len(both) > 30
    found = differences({key: ours[key] for key in both}, {key: sample[key] for key in both})
    assert {(row, path) for row, path, _, _ in found} == KNOWN


def _plain(state):
    """Unwrap secrets, as the engine does for a provider."""

    def hook(value):
        return value["secret"] if value.keys() == {"secret"} else value

    return json.loads(json.dumps(state), object_hook=hook)
