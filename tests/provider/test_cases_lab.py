"""Every type once through the embedded engine on a real cloud, beside what the official engine stored.

One program, one state: up, refresh, change, destroy; the tests of this file are run in their order.
Where the official CLI is on PATH, it looks at the same state in between and must find nothing to do.
"""

import secrets
import shutil

import pytest

from tests.provider.cases import ROWS, comparable, differences, recorded, urn
from tests.provider.workbench import Workbench

pytestmark = [pytest.mark.lab, pytest.mark.timeout(600)]

official = pytest.mark.official
present = pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official pulumi CLI on PATH: not run")
QUIET = ("--yes", "--skip-preview")

KNOWN = {
    # The build of the official provider that recorded the table does not know this property yet.
    "up": {("networking/router:Router::r", ".outputs.flavorId")},
    "refreshed": {("networking/router:Router::r", ".outputs.flavorId")},
    "changed": {
        ("networking/router:Router::r", ".outputs.flavorId"),
        # The official provider takes groups from a server that its port has given it.
        ("compute/instance:Instance::vm", ".outputs.securityGroups"),
        # After a change of tags the official provider says what all tags were before it.
        ("networking/network:Network::n", ".outputs.allTags"),
        ("networking/port:Port::p", ".outputs.allTags"),
        ("networking/subnetPool:SubnetPool::sp", ".outputs.allTags"),
    },
}
"""Where the official engine is wrong, or was too old: ours differs there on purpose, and nowhere else."""

FLAW = {"urn:pulumi:s::sample::openstack:compute/instance:Instance::vm": "update"}
"""What the official preview always wants: to take from a server the groups that its port has."""


@pytest.fixture(scope="module")
def bench(lab, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OS_CLIENT_CONFIG_FILE", "OS_CLOUD", "PULUMI_HOME"):
            patch.setenv(name, "")
        patch.chdir(".")
        folder = tmp_path_factory.mktemp("cases")
        patch.setenv("PULUMI_HOME", str(folder / "home"))
        made = Workbench(folder, lab.clouds_file, f"-{secrets.token_hex(3)}")
        yield made
        made.close()


def alike(bench, phase):
    loaded = phase == "refreshed"
    ours = comparable(bench.states(), bench.run, loaded=loaded)
    left_out = {urn(row) for row in ROWS} - bench.rows
    every = comparable(recorded(phase), loaded=loaded)
    theirs = {name: row for name, row in every.items() if name not in left_out}
    found = differences(ours, theirs)
    return [one for one in found if (one[0], one[1]) not in KNOWN[phase]]


def test_up_stores_what_the_official_engine_stores(bench):
    result = bench.ours("up")
    assert result.failures == ()
    assert alike(bench, "up") == []


@official
@present
def test_the_official_engine_has_nothing_to_do_but_its_known_flaw(bench):
    assert bench.official_plan() == FLAW


def test_a_refresh_stores_what_the_official_refresh_stores(bench):
    assert bench.ours("refresh").failures == ()
    assert alike(bench, "refreshed") == []


@official
@present
def test_the_official_refresh_finds_nothing_new(bench):
    bench.official("refresh", *QUIET)
    assert alike(bench, "refreshed") == []
    assert bench.official_plan() == FLAW


def test_a_second_run_has_nothing_to_do_and_nothing_drifted(bench):
    assert bench.ours("up").summary.counts.keys() == {"same"}
    assert bench.ours("drift").drifted == ()


def test_changes_in_place_store_what_the_official_engine_stores(bench):
    result = bench.ours("up", changed=True)
    assert result.failures == ()
    assert set(result.summary.counts) == {"same", "update"}
    assert alike(bench, "changed") == []
    assert bench.ours("up", changed=True).summary.counts.keys() == {"same"}


def test_destroy_leaves_nothing(bench):
    assert bench.ours("destroy").failures == ()
    assert bench.states() == {}
