import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from gcloud.model.errors import SiteInvalid
from gcloud.model.load import LoadedSite, load_with_positions
from gcloud.plan.addresses import addresses
from gcloud.plan.build import build
from gcloud.plan.check import check, remarks
from gcloud.plan.record_text import header_of, record_text
from gcloud.plan.text import to_json

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "ha-tinh"
GOLDEN = Path(__file__).parent / "data" / "ha-tinh.plan.json"
PRINT = """
import pathlib, sys
from gcloud.model.load import load_with_positions
from gcloud.plan.build import build
from gcloud.plan.text import to_json
sys.stdout.buffer.write(to_json(build(load_with_positions(pathlib.Path(sys.argv[1])))).encode())
"""


@pytest.fixture(scope="module")
def example() -> LoadedSite:
    return load_with_positions(EXAMPLE)


# The example.


def test_the_example_is_right(example):
    assert check(example) == ()
    assert remarks(example) == ()


def test_every_address_of_the_example_is_on_record(example):
    assert build(example).unrecorded == ()
    text = (EXAMPLE / "addresses.yaml").read_text()
    assert text == record_text(addresses(example.site).record, header=header_of(text))


def test_the_plan_of_the_example_is_the_golden_one(example):
    """After a change that is meant: GOVCLOUD_REFRESH=1 pytest tests/plan/test_build.py, and read the diff."""
    plan = json.loads(to_json(build(example)))
    text = json.dumps(plan, indent=1, sort_keys=True, ensure_ascii=False) + "\n"  # for who reads the diff
    if os.environ.get("GOVCLOUD_REFRESH"):
        GOLDEN.write_text(text)
    assert text == GOLDEN.read_text()


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_the_plan_is_the_same_byte_for_byte_in_any_process(example, seed):
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(EXAMPLE)],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati"},
        cwd="/",
        capture_output=True,
        check=True,
    )
    assert done.stdout == to_json(build(example)).encode()


# What a plan is made of.


def test_a_plan_takes_addresses_from_the_record_and_says_which_are_not_on_it(base, load_site):
    base["addresses"] = [{"owner": "zone/dmz", "range": "zones", "block": "10.42.15.0/24"}]
    plan = build(load_site(base))
    zones = {zone.name: zone for zone in plan.clouds[0].zones}
    assert zones["dmz"].cidr == "10.42.15.0/24"
    assert zones["database"].cidr == "10.42.0.0/24"
    assert "zone/dmz" not in {line.owner for line in plan.unrecorded}
    assert "zone/database" in {line.owner for line in plan.unrecorded}


def test_a_plan_is_refused_with_the_places_of_what_is_wrong(base, load_site):
    base["addresses"] = [{"owner": "zone/dmz", "range": "zones", "block": "10.99.0.0/24"}]
    with pytest.raises(SiteInvalid) as caught:
        build(load_site(base))
    (problem,) = caught.value.problems
    assert problem.rule == "addresses.outside"
    assert problem.line > 0


def test_a_zone_that_is_not_routed_has_no_gateway_and_no_interface(base, load_site):
    base["zones"][7]["routed"] = False
    (cloud,) = build(load_site(base)).clouds
    wireless = next(zone for zone in cloud.zones if zone.name == "wireless")
    assert wireless.gateway is None
    assert "wireless" not in cloud.edge.zones


def test_several_instances_are_apart_and_have_their_own_volumes(base, load_site):
    base["servers"][0] |= {"count": 2, "volumes": [{"name": "data", "size_gb": 3, "type": "standard"}]}
    (cloud,) = build(load_site(base)).clouds
    apps = [server for server in cloud.servers if server.name.startswith("app")]
    assert [(s.name, s.server_group, [v.name for v in s.volumes]) for s in apps] == [
        ("app-1", "app", ["app-1.data"]),
        ("app-2", "app", ["app-2.data"]),
    ]
    assert [(group.name, group.members) for group in cloud.server_groups] == [("app", ("app-1", "app-2"))]


def test_on_a_hired_cloud_only_what_is_used_is_looked_up_and_images_are_private(base, load_site):
    base["clouds"][0] |= {"administrator": False, "capabilities": ["address-groups"]}
    base["catalogue"]["flavors"].append({"name": "unused", "vcpus": 1, "ram_mb": 512, "disk_gb": 5})
    (cloud,) = build(load_site(base)).clouds
    assert [(flavor.name, flavor.created) for flavor in cloud.flavors] == [("small", False)]
    assert [(image.name, image.visibility) for image in cloud.images] == [("debian", "private")]
    assert cloud.volume_types == ()


def test_on_a_cloud_of_our_own_the_whole_catalogue_is_made(base, load_site):
    base["catalogue"]["flavors"].append({"name": "unused", "vcpus": 1, "ram_mb": 512, "disk_gb": 5})
    (cloud,) = build(load_site(base)).clouds
    assert [(flavor.name, flavor.created) for flavor in cloud.flavors] == [("small", True), ("unused", True)]
    assert [image.visibility for image in cloud.images] == ["public"]
    assert [(kind.name, kind.created) for kind in cloud.volume_types] == [("standard", True)]


def test_two_clouds_get_each_its_own_part(base, load_site):
    base["clouds"].append({"name": "hired", "cloud": "other", "location": "here"})
    for zone in base["zones"]:
        zone["cloud"] = "hired" if zone["name"] == "database" else "own"
    own, hired = build(load_site(base)).clouds
    assert [server.name for server in own.servers] == ["app"]
    assert [server.name for server in hired.servers] == ["db"]
    assert own.edge.name != hired.edge.name


@pytest.mark.parametrize(
    ("profile", "level", "asked"),
    [
        ("tcvn14423-2026", 3, ("logical", True, "V")),
        ("tcvn14423-2026", 4, ("logical", True, "V")),
        ("tcvn11930-2017", 3, ("logical", True, "V")),
        ("tcvn11930-2017", 4, ("physical", False, "S")),
    ],
)
def test_physical_separation_is_reported_and_never_pretended(base, load_site, profile, level, asked):
    base["site"]["profile"] = profile
    base["systems"][0]["level"] = level
    (row,) = build(load_site(base)).separations
    assert (row.kind, row.provided, row.certainty) == asked


# Size.


def test_a_thousand_zones_with_a_server_each_are_planned_in_well_under_a_second(example):
    site = example.site
    zone, server = site.zones[1], site.servers[-1]
    large = site.model_copy(
        update={
            "ranges": (
                site.ranges[0].model_copy(update={"cidr": ip_network("10.0.0.0/12")}),
                *site.ranges[3:],
            ),
            "zones": tuple(zone.model_copy(update={"name": f"z{i}"}) for i in range(1000)),
            "servers": tuple(
                server.model_copy(update={"name": f"s{i}", "zone": f"z{i}"}) for i in range(1000)
            ),
            "flows": (),
            "addresses": (),
            "tenants": (),
        }
    )
    start = time.process_time()
    plan = build(replace(example, site=large))
    assert time.process_time() - start < 1.0
    assert len(plan.unrecorded) == 2000
