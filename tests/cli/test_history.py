import pytest

from tests.cli.estate import passphrase_known, saved


@pytest.fixture
def edited(govcloud, site, monkeypatch):
    passphrase_known(monkeypatch)
    saved(site)
    for old, new in (("web", "dmz"), ("dmz", "dmz[1]"), ("dmz[1]", "dmz")):
        assert govcloud("state", "move", site, old, new, "--yes").code == 0
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    return site


def test_the_newest_first_without_a_passphrase(govcloud, edited):
    found = govcloud("history", edited, "--limit", "2", "--output", "json").document["result"]
    assert found["total"] == 3
    assert [one["number"] for one in found["runs"]] == [3, 2]
    assert {one["result"] for one in found["runs"]} == {"succeeded"}
    assert found["runs"][0]["user"]


def test_as_a_table_with_names_as_they_are(govcloud, edited):
    ran = govcloud("history", edited)
    assert "dmz[1]" in ran.out
    assert "3 runs." in ran.out


def test_a_stack_that_never_ran(govcloud, site):
    assert "0 runs." in govcloud("history", site).out
