"""What is told of a drift, and which exit code it makes; the looking itself is the engine's."""

import pytest

from gcloud.cli.drift import _code, drift_json, show_drift
from gcloud.cli.surface import Surface
from gcloud.engine.drift import Drift, Drifted, Foreign, Unseen
from gcloud.engine.events import Change
from gcloud.errors import CloudError, ExitCode

NET = "openstack:networking/network:Network"
URN = f"urn:pulumi:s::datacenter::{NET}::dmz"
CHANGED = Drifted(URN, NET, "dmz", "id-1", "changed", (Change("mtu", 1442, 1400),))
GONE = Drifted(URN, NET, "dmz", "id-1", "missing")
FOREIGN = Foreign(NET, "id-9", "a[0]", "urn:pulumi:s::datacenter::pulumi:providers:openstack::main")
UNSEEN = Unseen("openstack:images/image:Image", CloudError("no right", hint="ask for it"))


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        (Drift((), (), (), 7), ExitCode.OK, "No drift: 7 objects as they should be"),
        (Drift((CHANGED,), (), (), 1), ExitCode.CHANGES, "network dmz  (id-1)\n      mtu: 1442 → 1400"),
        (Drift((GONE,), (), (), 1), ExitCode.CHANGES, "(id-1)  is gone"),
        (Drift((), (FOREIGN,), (), 1), ExitCode.CHANGES, "a[0]"),
        (Drift((GONE,), (), (UNSEEN,), 1), ExitCode.INCOMPLETE, "Not seen: image: no right"),
    ],
)
def test_each_finding_is_told_and_has_its_exit_code(found, code, said, capsys):
    show_drift(Surface("drift"), found)
    assert said in capsys.readouterr().out
    assert _code(found) == code


def test_the_json_form_has_everything():
    document = drift_json(Drift((CHANGED,), (FOREIGN,), (UNSEEN,), 3))
    assert document["seen"] == 3
    assert document["drifted"][0]["changes"] == (
        {"path": "mtu", "old": 1442, "new": 1400, "replaces": False},
    )
    assert document["foreign"][0]["id"] == "id-9"
    assert document["unseen"] == [{"what": UNSEEN.what, "error": "no right", "hint": "ask for it"}]
