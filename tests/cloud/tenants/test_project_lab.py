"""Two agencies' projects on a real cloud: what one uses is counted, one goes, the other stays as it is."""

from operator import itemgetter

import pytest

from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.holdings import holdings
from gcloud.cloud.tenants.inside import inside
from gcloud.cloud.tenants.listings import listings
from gcloud.cloud.tenants.purge import LeftError, TooManyError, purge
from gcloud.cloud.tenants.secrets import SERVICE, forget, kept
from gcloud.cloud.tenants.usage import usage
from tests.cloud.tenants.filled import fill

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

PER_OBJECT = {"metadata_items", "server_group_members", "per_volume_gigabytes", "key_pairs"}
"""Limits of each object or user: the services tell no usage of them for a project."""


@pytest.fixture(scope="module")
def flavor(admin, agencies):
    made = admin.compute.create_flavor(name="of-tenants-tests", ram=64, vcpus=1, disk=1)
    yield made.id
    admin.compute.delete_flavor(made.id)


ELSEWHERE = ["key-manager"]
"""Barbican shows its secrets inside the project only; they are looked after first."""


def test_a_project_is_counted_and_purged_and_the_one_beside_it_is_not_touched(
    admin, agencies, within, flavor
):
    ours, beside = agencies(), agencies()
    fill(ours.cloud, ours.name, flavor, beside.project, admin)
    _live_beside(beside)
    before = _everything(admin, beside.project)

    _counted_as_the_services_count(admin, ours.project)

    if admin.has_service(SERVICE):
        _secrets_go_and_the_project_is_closed_again(admin, ours.project, within)

    held = holdings(admin, ours.project, [ours.user])
    with pytest.raises(TooManyError):
        purge(admin, ours.project, [ours.user], max_deletes=len(held.objects) - 1, besides=ELSEWHERE)
    assert holdings(admin, ours.project, [ours.user]).numbers() == held.numbers()

    # The neighbour has a port in the network that was shared with it: that network stays, and it is said why.
    (shared,) = ours.cloud.network.networks(name=f"{ours.name}-2")
    port = beside.cloud.network.create_port(network_id=shared.id, name="guest")
    with pytest.raises(LeftError) as caught:
        purge(admin, ours.project, [ours.user], max_deletes=len(held.objects), besides=ELSEWHERE)
    left = {row["kind"]: row["because"] for row in caught.value.data["left"]}
    assert left.keys() == {"networks", "subnets", "rbac-policies"}
    assert port.id in left["subnets"] or port.id in left["networks"]

    beside.cloud.network.delete_port(port)
    gone = purge(admin, ours.project, [ours.user], max_deletes=10, besides=ELSEWHERE)
    assert gone == {"rbac-policies": 1, "subnets": 1, "networks": 1}
    assert holdings(admin, ours.project, [ours.user]).objects == ()
    assert _everything(admin, beside.project) == before


def _secrets_go_and_the_project_is_closed_again(admin, project, within):
    admin.identity.update_project(project, is_enabled=False)
    with inside(admin, project, within) as cloud:
        assert [name for name, _ in kept(cloud)] == ["containers", "secrets"]
        forget(cloud)
        assert kept(cloud) == ()
    assert not admin.identity.get_project(project).is_enabled
    assert (
        list(admin.identity.role_assignments(scope_project_id=project, user_id=admin.current_user_id)) == []
    )
    admin.identity.update_project(project, is_enabled=True)


def _live_beside(beside):
    network = beside.cloud.network.create_network(name="beside")
    beside.cloud.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.77.0.0/24")
    beside.cloud.block_storage.create_volume(name="beside", size=1)
    volume = next(beside.cloud.block_storage.volumes())
    beside.cloud.block_storage.wait_for_status(volume, "available", interval=0.5, wait=120)


def _everything(admin, project):
    found = listings(admin, kinds.OF_PROJECTS, [project]).objects
    for group in found["security-groups"]:
        group.pop("security_group_rules")  # told in any order; they are a kind of their own
    return {kind: sorted(objects, key=itemgetter("id")) for kind, objects in found.items()}


def _counted_as_the_services_count(admin, project):
    used = usage(admin, [project])
    assert used.listings.unseen == {}
    answers = {
        "compute": admin.compute.get(f"/os-quota-sets/{project}/detail", microversion="2.60"),
        "network": admin.network.get(f"/quotas/{project}/details.json"),
        "volume": admin.block_storage.get(f"/os-quota-sets/{project}?usage=true"),
    }
    compared = 0
    for service, answer in answers.items():
        for key, figures in next(iter(answer.json().values())).items():
            ours = used.of(project, service, key)
            if isinstance(figures, dict) and key not in PER_OBJECT and ours is not None:
                assert ours == figures.get("in_use", figures.get("used")), (service, key)
                compared += 1
    assert compared >= 19
    assert used.of(project, "compute", "server_group_members") == 2
