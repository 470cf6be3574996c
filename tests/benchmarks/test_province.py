"""A synthetic province is a site like any other: nothing is wrong with it, and it is the same each time."""

import subprocess

import pytest

from benchmarks import province
from gcloud.deploy.examine import examine
from gcloud.plan.tenants.build import shard_plans

TENANTS = 7


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("province")
    province.write(folder, TENANTS)
    return folder


def write(folder, number, *, changed):
    for name, text in province.files("bench", number, changed=changed):
        (folder / name).write_text(text, encoding="utf-8")


def test_nothing_is_wrong_with_it_and_every_tenant_is_planned(site):
    found = examine(site)
    assert found.problems == ()
    plans = shard_plans(found.loaded)
    names = sorted(tenant.name for shard in plans for tenant in shard.tenants)
    assert names == [province.tenant_name("bench", number) for number in range(TENANTS)]


def test_a_further_request_changes_one_tenant_in_one_shard(site):
    before = {plan.shard: plan for plan in shard_plans(examine(site).loaded)}
    write(site, 3, changed=True)
    try:
        found = examine(site)
        assert found.problems == ()
        after = {plan.shard: plan for plan in shard_plans(found.loaded)}
    finally:
        (site / "requests" / "r-2027-0004.yaml").unlink()
        (site / "requests" / "r-2027-0004.approval.yaml").unlink()
        write(site, 3, changed=False)
    assert len([shard for shard, plan in after.items() if before[shard] != plan]) == 1


def test_the_same_number_gives_the_same_bytes(site, tmp_path):
    province.write(tmp_path, TENANTS)
    texts = [
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*.yaml")} for top in (site, tmp_path)
    ]
    assert texts[0] == texts[1]


@pytest.mark.process
def test_its_signatures_are_what_ssh_keygen_takes(site, tmp_path):
    """OpenSSH's own tool judges what is signed here without it."""
    from base64 import b64decode, encodebytes  # noqa: PLC0415 - this test's alone

    from gcloud.plan.tenants.digest import NAMESPACE, statement  # noqa: PLC0415 - as above

    loaded = examine(site).loaded
    approval = loaded.site.approvals[0]
    (tmp_path / "allowed").write_text(f"approver {province.public_key()}\n")
    armoured = encodebytes(b64decode(approval.signature)).decode()
    (tmp_path / "sig").write_text(f"-----BEGIN SSH SIGNATURE-----\n{armoured}-----END SSH SIGNATURE-----\n")
    done = subprocess.run(
        [
            *("ssh-keygen", "-Y", "verify", "-f", tmp_path / "allowed", "-I", "approver"),
            *("-n", NAMESPACE, "-s", tmp_path / "sig"),
        ],
        input=statement(loaded.site.name, approval),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
