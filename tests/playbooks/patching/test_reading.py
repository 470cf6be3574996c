from pathlib import Path

import pytest
import yaml

from govcloud.patching import packages, policy, updates

DATA = Path(__file__).parent / "data"
WANTED = yaml.safe_load((DATA / "updates.yaml").read_text())


def installed():
    return packages.parse((DATA / "packages.txt").read_text(), "amd64")


@pytest.mark.parametrize("name", WANTED)
def test_what_is_open_is_told_with_its_archive_and_why_it_stays(name):
    case = WANTED[name]
    archives = policy.archives((DATA / "archives.txt").read_text())
    offers = policy.offers((DATA / "offers.txt").read_text())
    found = updates.find(installed(), offers, archives, case["suites"])
    assert [[one.package, one.new, one.origin, one.security, one.held] for one in found] == case["open"]


def test_what_is_left_half_way_is_told_and_what_is_removed_is_not_there():
    found = {one.name: one.broken for one in installed()}
    assert found["site-agent"] == "half configured"
    assert found["vim-tiny"] == "must be installed again"
    assert "was-here" not in found
    assert "never-there" not in found


def test_sources_are_named_once():
    named = [(one["source"], one["version"]) for one in packages.sources(installed())]
    assert named.count(("glibc", "2.36-9+deb12u7")) == 1


def test_a_value_with_a_comma_stays_whole():
    archives = policy.archives((DATA / "archives.txt").read_text())
    assert archives["file:/srv/own ./ Packages"].origin == "Ha Tinh, tinh"
