import pytest

from gcloud.cli.changes import show_changes, summary_line
from gcloud.cli.surface import Surface
from gcloud.deploy.outcome import Outcome
from gcloud.engine.events import Change, StepPlanned

PREFIX = "urn:pulumi:s::datacenter::"
ZONE_DMZ = f"{PREFIX}govcloud:datacenter:Zone::dmz"


def step(op, type_, name, changes=(), *, parent=ZONE_DMZ, reason=""):
    return StepPlanned(
        urn=f"{PREFIX}{type_}::{name}",
        type=type_,
        name=name,
        op=op,
        changes=tuple(changes),
        parent=parent,
        reason=reason,
    )


NETWORK = "openstack:networking/network:Network"
RULE = "openstack:networking/secGroupRule:SecGroupRule"
SERVER = "openstack:compute/instance:Instance"


@pytest.fixture
def shown(capsys):
    def show(outcome, **options):
        show_changes(Surface("plan"), outcome, **options)
        return capsys.readouterr().out

    return show


def test_new_things_are_grouped_by_the_part_of_the_site(shown):
    outcome = Outcome(
        planned=(
            step("create", NETWORK, "dmz"),
            step("create", RULE, "dmz-in-1"),
            step("create", RULE, "dmz-in-2"),
            step("create", NETWORK, "alone", parent=f"{PREFIX}pulumi:pulumi:Stack::datacenter-s"),
        ),
        counts={"create": 4},
    )
    assert shown(outcome) == (
        "+ 4 resources to be created\n"
        "  + zone dmz        network, 2 security rules\n"
        "  + the whole site  network\n"
        "\n"
        "Plan: 4 to create; 0 unchanged.\n"
    )
    assert "  + security rule dmz-in-2  (zone dmz)\n" in shown(outcome, details=True)


def test_changes_and_replacements_show_old_new_and_why(shown):
    outcome = Outcome(
        planned=(
            step("update", SERVER, "web-1", [Change("flavorName", "small", "large")]),
            step("replace", NETWORK, "dmz", [Change("cidr", "10.0.0.0/24", "10.0.1.0/24", replaces=True)]),
            step("replace", SERVER, "web-2", reason="what it depends on is replaced"),
        ),
        counts={"update": 1, "replace": 2, "same": 9},
    )
    text = shown(outcome)
    assert "~ server web-1  (zone dmz)\n      flavorName: small → large\n" in text
    assert "± network dmz\n      cidr: 10.0.0.0/24 → 10.0.1.0/24  (this forces the replacement)\n" in text
    assert "± server web-2  (zone dmz)\n      what it depends on is replaced\n" in text
    assert text.index("replaced") < text.index("changed")


def test_deletions_come_first_and_one_by_one(shown):
    outcome = Outcome(
        planned=(step("create", NETWORK, "new"), step("delete", NETWORK, "old")),
        counts={"create": 1, "delete": 1},
    )
    text = shown(outcome)
    assert text.startswith("- 1 resource to be deleted\n  - network old")


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({"same": 12}, "Nothing to do: 12 resources as described."),
        ({"same": 1, "update": 1}, "Plan: 1 to change; 1 unchanged."),
        (
            {"create": 2, "update": 1, "replace": 3, "delete": 4, "same": 5},
            "Plan: 2 to create, 1 to change, 3 to replace, 4 to delete; 5 unchanged.",
        ),
    ],
)
def test_summary_line(counts, line):
    assert summary_line(Outcome(counts=counts)) == line


def test_absent_long_and_hidden_values(shown):
    outcome = Outcome(
        planned=(
            step(
                "update",
                SERVER,
                "web-1",
                [Change("a", None, ["x"]), Change("b", "y" * 200, "(secret)"), Change("c", "1\n2", None)],
            ),
        ),
        counts={"update": 1},
    )
    text = shown(outcome)
    assert 'a: (none) → ["x"]' in text
    assert "…" in text
    assert "→ (secret)" in text
    assert "c: 1⏎2 → (none)" in text
