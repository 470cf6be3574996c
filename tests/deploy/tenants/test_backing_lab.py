"""Volumes of a tenant are backed up by policy, lost, and brought back byte for byte."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gcloud.cloud.connect import connect
from gcloud.cloud.patience import Patience
from gcloud.deploy.tenants.backing import Case, bring_back, carry_out, try_restore, wanted
from gcloud.deploy.tenants.restore_tests import keep, last_passed
from gcloud.deploy.tenants.whereabouts import Whereabouts
from gcloud.model.load import load
from gcloud.model.tenants.backup import BackupPolicy
from tests import tenants

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

EXAMPLE = Path(__file__).parents[3] / "examples" / "ha-tinh"
WRITTEN = "-P 0x5a 1M 3M"
"""Pattern, place and length of what is in the volume."""


@pytest.fixture
def case(lab, admin, agencies, monkeypatch):
    """An agency with one volume that holds something, and the province's project for backups."""
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
    agency, keeper = agencies(), agencies()
    role = admin.identity.find_role("admin")
    admin.identity.assign_project_role_to_user(keeper.project, admin.current_user_id, role)
    volume = agency.cloud.block_storage.create_volume(name="register", size=1)
    agency.cloud.block_storage.wait_for_status(volume, "available", interval=0.5, wait=120)
    _qemu_io(f"write {WRITTEN}", _file(lab, volume.id))
    (cloud,) = load(EXAMPLE).clouds
    tenant = tenants.granted(name=agency.name, backup="daily")
    policy = BackupPolicy(name="daily", label="Hằng ngày", every_hours=24, keep=2, snapshots_keep=1)
    where = Whereabouts(tenant, cloud, admin, "default")
    project = connect("lab", project=keeper.project, patience=Patience())
    return Case(where, agency.project, project, policy), agency, volume


def test_a_volume_is_backed_up_lost_and_brought_back(lab, case, tmp_path):
    case, agency, volume = case
    now = datetime.now(UTC)
    first = carry_out(case, now)
    assert [(one.name, one.incremental, one.status) for one in first.made] == [
        ("register", False, "available")
    ]
    assert len(list(agency.cloud.block_storage.snapshots())) == 1
    # Nothing is due again before its time; a day later only what changed is kept.
    assert wanted(case, now).due == ()
    assert [one.full for one in wanted(case, now + timedelta(days=1)).due] == [False]

    result = try_restore(case, now)
    assert result["passed"], result
    file = keep(tmp_path, result)
    assert last_passed(tmp_path, agency.name) == now
    assert file.is_file()
    assert list(case.keeper.block_storage.volumes()) == [], "what was tried is gone again"

    # The agency deletes it by mistake; the backup is out of its reach.
    for snapshot in agency.cloud.block_storage.snapshots():
        agency.cloud.block_storage.delete_snapshot(snapshot)
        agency.cloud.block_storage.wait_for_delete(snapshot, interval=0.5, wait=120)
    agency.cloud.block_storage.delete_volume(volume)
    (back,) = bring_back(case, "", None, "restored")
    found = agency.cloud.block_storage.get_volume(back.volume)
    assert (found.name, found.size, found.status) == ("register restored", 1, "available")
    _qemu_io(f"read {WRITTEN}", _file(lab, back.volume))
    admin = case.where.connection
    mine = admin.identity.role_assignments(scope_project_id=agency.project, user_id=admin.current_user_id)
    assert list(mine) == [], "the role that was taken for it is given back"


def _file(lab, volume):
    (found,) = (lab.run / "cinder").rglob(f"volume-{volume}")
    return found


def _qemu_io(what, file):
    """Write to a volume as a guest does, or read it: that fails if the pattern is another one."""
    said = subprocess.run(
        ["/usr/bin/qemu-io", "-c", what, file], check=True, capture_output=True, text=True
    ).stdout
    assert "failed" not in said, said
