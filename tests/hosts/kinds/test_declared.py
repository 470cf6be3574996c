"""What a kind changes it has declared to the guard before, and the guard brings all of it back."""

import base64
import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gcloud.model.baseline.load import load_baselines
from gcloud.plan.hardening.compile import Compiler
from gcloud.plan.hardening.variables import wish_of
from gcloud.plan.tenants.roster import day_of

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[3]
GUARDED = ("accounts", "ssh", "firewall")
# Nothing is installed here: what needs these is refused, and nothing else.
MISSING = {"libpam-pwquality", "libpam-google-authenticator"}
WISH = {
    "govcloud_profile": "tcvn14423-2026",
    "govcloud_level": 4,
    "govcloud_depth": "cis-l2",
    "govcloud_operator": "govops",
    "govcloud_management": ["10.77.6.2/32"],
}


def everything() -> list[dict]:
    """The items of every control that can cut access."""
    compiler = Compiler(load_baselines(ROOT / "playbooks" / "baselines"), day_of(datetime.now(UTC)))
    items = compiler.compile(wish_of("host", WISH)).to_json()["items"]
    return [item for item in items if item["batch"] in GUARDED]


def code() -> str:
    """What runs on the host, as text."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.add(ROOT / "playbooks" / "module_utils" / "govcloud", "govcloud")
        tar.add(Path(__file__).with_name("declared.py"), "declared.py")
    return base64.b64encode(packed.getvalue()).decode()


@pytest.mark.parametrize("system", ["debian-12", "debian-13"])
def test_all_that_changes_was_declared_and_comes_back(fresh_hosts, system: str) -> None:
    (host,) = fresh_hosts(1, system)
    host.ssh("sudo sh -c 'mkdir -p /run/kinds && base64 -d | tar -C /run/kinds -xzf -'", text=code())

    told = host.ssh("sudo python3 -B /run/kinds/declared.py /run/kinds", text=json.dumps(everything()))

    batches = json.loads(told)
    for batch in GUARDED:
        assert batches[batch]["changed"], f"{batch} changed nothing: the test proves nothing"
        assert batches[batch]["undeclared"] == []
        assert batches[batch]["left"] == []
    refused = [why for batch in batches.values() for why in batch["refused"]]
    assert {why.partition(" is not on this host: package ")[2] for why in refused} == MISSING
    assert host.reachable(user="govops")
