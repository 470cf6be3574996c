"""`govcloud hosts list` and `inventory`: what is there, and by which words."""

import yaml


def test_hosts_are_servers_and_machines_with_their_groups(govcloud, site):
    ran = govcloud("hosts", "list", "--site", site, "--output", "json")
    assert ran.code == 0
    hosts = {one["name"]: one for one in ran.document["result"]["hosts"]}
    assert len(hosts) == 17
    assert hosts["one-stop-web-2"]["groups"] == ["server/one-stop-web", "system/one-stop", "zone/dmz"]
    assert hosts["hypervisor-1"]["roles"] == ["hypervisor"]


def test_a_word_that_means_none_is_told_with_the_near_one(govcloud, site):
    ran = govcloud("hosts", "list", "one-stop-wep-1", "@dmx", "--site", site, "--output", "json")
    assert ran.code == 2
    error = ran.document["error"]
    assert "did you mean one-stop-web-1?" in error["message"]
    assert "did you mean @dmz?" in error["message"]
    assert error["data"]["unknown"] == ["one-stop-wep-1", "@dmx"]


def test_the_inventory_is_what_ansible_reads(govcloud, site, tmp_path):
    file = tmp_path / "hosts.yml"
    ran = govcloud("hosts", "inventory", "@system/soc", "--site", site, "--to", file, "--output", "json")
    assert ran.code == 0
    assert ran.document["result"]["inventory"] == yaml.safe_load(file.read_text())
    hosts = ran.document["result"]["inventory"]["all"]["hosts"]
    assert set(hosts) == {"edge-waf", "soc-collector", "soc-jump", "hypervisor-1", "hypervisor-2"}


def test_without_a_site_it_is_said_how_to_name_one(govcloud, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = govcloud("hosts", "list")
    assert ran.code == 2
    assert "--site" in ran.err


def test_in_a_sites_folder_it_need_not_be_named(govcloud, site, monkeypatch):
    monkeypatch.chdir(site)
    assert govcloud("hosts", "list", "all").code == 0
