"""How full the example is, as people, machines and spreadsheets read it."""

import pytest
import yaml


def test_the_example_s_machines_hold_what_is_promised(govcloud, site):
    ran = govcloud("capacity", site)
    assert ran.code == 0
    assert "general" in ran.out
    assert "gov-level-4, GiB" in ran.out
    assert ran.out.splitlines()[-1] == "All fits; 0 lines at 80 % or more."


def test_the_figures_as_json(govcloud, site):
    lines = govcloud("capacity", site, "--output", "json").document["result"]["lines"]
    processors = next(line for line in lines if line["what"] == "vcpus")
    assert processors["there"] == 3 * 64 * 4
    # Fifteen servers: two of 1 processor, six of 2, five of 4 and two of the guarded 4.
    assert processors["datacenter"] == 2 * 1 + 6 * 2 + 5 * 4 + 2 * 4
    assert processors["free"] == processors["there"] - processors["datacenter"] - processors["tenants"]


def test_more_promised_than_there_is_is_a_finding(govcloud, site):
    file = site / "capacity.yaml"
    capacity = yaml.safe_load(file.read_text(encoding="utf-8"))
    capacity["capacity"][0]["vcpu_overcommit"] = 1
    capacity["capacity"][0]["hypervisors"] = capacity["capacity"][0]["hypervisors"][:1]
    capacity["capacity"][0]["hypervisors"][0]["vcpus"] = 20
    file.write_text(yaml.safe_dump(capacity), encoding="utf-8")

    ran = govcloud("capacity", site)
    assert ran.code == 6
    assert "beyond" in ran.out
    assert "More is promised than there is in 1 line." in ran.out
    assert govcloud("check", site).code == 2


def test_a_site_without_declared_machines_says_so(govcloud, site):
    (site / "capacity.yaml").unlink()
    ran = govcloud("capacity", site)
    assert (ran.code, ran.out.strip()) == (0, "No machines are declared: write the section capacity.")


@pytest.mark.parametrize("ending", [".csv", ".html", ".xlsx"])
def test_the_table_is_written_as_asked(govcloud, site, tmp_path, ending):
    file = tmp_path / f"full{ending}"
    assert govcloud("capacity", site, "--to", file).code == 0
    assert file.stat().st_size > 400
    if ending != ".xlsx":
        assert "Trung tâm dữ liệu" in file.read_text(encoding="utf-8")
