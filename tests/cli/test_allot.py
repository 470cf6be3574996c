import pytest


@pytest.fixture
def unrecorded(site):
    (site / "addresses.yaml").unlink(missing_ok=True)
    return site


def test_addresses_are_allotted_told_and_written_once(govcloud, unrecorded):
    first = govcloud("allot", unrecorded)
    assert first.code == 0
    assert "zone/dmz" in first.out
    assert (unrecorded / "addresses.yaml").exists()
    again = govcloud("allot", unrecorded)
    assert again.code == 0
    assert "Nothing to do" in again.out


def test_check_writes_nothing_and_tells_by_its_exit_code(govcloud, unrecorded):
    ran = govcloud("allot", unrecorded, "--check")
    assert ran.code == 3
    assert not (unrecorded / "addresses.yaml").exists()
    govcloud("allot", unrecorded)
    assert govcloud("allot", unrecorded, "--check").code == 0


def test_json(govcloud, unrecorded):
    document = govcloud("allot", unrecorded, "--output", "json").document
    assert document["result"]["written"] is True
    assert {"owner": "zone/dmz", "range": document["result"]["allotted"][0]["range"]}.items() <= next(
        line.items() for line in document["result"]["allotted"] if line["owner"] == "zone/dmz"
    )


def test_nobody_is_renumbered_when_a_server_goes(govcloud, unrecorded):
    govcloud("allot", unrecorded)
    before = (unrecorded / "addresses.yaml").read_text().splitlines()
    servers = unrecorded / "servers.yaml"
    parts = servers.read_text().split("\n  - ")
    servers.write_text("\n  - ".join([parts[0], *parts[2:]]))
    ran = govcloud("allot", unrecorded)
    assert ran.code == 0
    assert "held back for a year" in ran.out
    after = (unrecorded / "addresses.yaml").read_text().splitlines()
    gone = [line for line in before if line not in after]
    assert gone
    assert all(any(line[:-1] in new and "released_on" in new for new in after) for line in gone)


def test_site_with_problems_is_not_touched(govcloud, broken):
    before = sorted(path.name for path in broken.iterdir())
    ran = govcloud("allot", broken)
    assert ran.code == 2
    assert "kind cannot be" in ran.err
    assert sorted(path.name for path in broken.iterdir()) == before
