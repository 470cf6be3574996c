"""The worked example is what the project promises of it."""

from pathlib import Path

from gcloud.model.load import load
from gcloud.model.provinces import PROVINCES

HA_TINH = load(Path(__file__).parents[2] / "examples" / "ha-tinh")


def test_it_is_ha_tinh():
    assert PROVINCES[HA_TINH.province] == "Hà Tĩnh"


def test_it_has_all_of_a_real_data_centre():
    assert len(HA_TINH.zones) == 8
    assert {system.level for system in HA_TINH.systems} == {1, 2, 3, 4}
    assert len(HA_TINH.systems) == 6
    assert sum(len(server.instances) for server in HA_TINH.servers) == 15


def test_a_ministry_owns_a_system_and_a_hired_company_operates_one():
    kinds = {organisation.name: organisation.kind for organisation in HA_TINH.organisations}
    assert "central" in {kinds[system.owner] for system in HA_TINH.systems}
    assert "company" in {kinds[system.operator] for system in HA_TINH.systems}


def test_all_its_addresses_are_marked_as_invented():
    assert all(block.fictional for block in HA_TINH.ranges)


def test_it_is_modest_enough_for_one_machine():
    assert all(f.vcpus <= 8 and f.ram_mb <= 16384 and f.disk_gb <= 40 for f in HA_TINH.catalogue.flavors)
    assert all(v.size_gb <= 4 for server in HA_TINH.servers for v in server.volumes)
