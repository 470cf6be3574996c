"""What happens behind our back on a real cloud is found, told, mended or taken over; parts of a stack."""

import pytest

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def province(provinces):
    made = provinces()
    made.command("up", str(made.site), "--yes")
    return made


@pytest.fixture
def checkpoint(province):
    (path,) = (province.site / ".govcloud/state/.pulumi/stacks").rglob("*.json")
    return path


def found(province, code):
    """Give what `drift` tells, by name."""
    result = province.command("drift", str(province.site), code=code)
    assert result["unseen"] == []
    drifted = {(one["kind"], one["name"]) for one in result["drifted"]}
    return drifted | {("foreign", one["name"]) for one in result["foreign"]}


def one_of(listed):
    (only,) = listed
    return only


def lan(province, name):
    return one_of(province.cloud.network.networks(name=name, project_id=province.cloud.current_project_id))


def ops(result):
    return {(change["op"], change["name"]) for change in result["plan"]["changes"]}


def test_right_after_up_nothing_differs_and_a_second_refresh_writes_nothing(province, checkpoint):
    assert found(province, 0) == set()
    # What servers did to their ports and disks after those were made is seen by the first look.
    province.command("refresh", str(province.site), "--yes")
    before = checkpoint.read_bytes()
    province.command("refresh", str(province.site), "--yes")
    assert checkpoint.read_bytes() == before


def test_what_was_done_behind_our_back_is_found_and_mended(province):
    network = province.cloud.network
    network.update_network(lan(province, "dmz"), description="changed by hand")
    rule = next(network.security_group_rules(project_id=province.cloud.current_project_id, protocol="udp"))
    network.delete_security_group_rule(rule)
    stranger = network.create_network(name="not-ours")
    server = one_of(s for s in province.cloud.compute.servers() if s.name == "documents-app")
    province.cloud.compute.delete_server(server)
    province.cloud.compute.wait_for_delete(server)

    told = found(province, 3)
    assert {("changed", "dmz"), ("missing", "documents-app"), ("foreign", "not-ours")} <= told
    # The disk's attachment went with its server; the rule has a name of the program's own.
    assert len(told) == 5
    done = province.command("up", str(province.site), "--verify", "--yes")
    assert {("update", "dmz"), ("create", "documents-app")} <= ops(done)
    assert lan(province, "dmz").description != "changed by hand"
    assert found(province, 3) == {("foreign", "not-ours")}
    network.delete_network(stranger)


def test_a_part_is_changed_replaced_and_destroyed(province):
    site = str(province.site)
    province.cloud.network.update_network(lan(province, "dmz"), description="changed by hand")
    province.command("refresh", site, "--yes")
    before = one_of(s for s in province.cloud.compute.servers() if s.name == "lgsp-gateway").id
    server = "*Instance::lgsp-gateway"
    done = province.command("up", site, "--target", server, "--replace", server, "--yes")
    assert ops(done) == {("replace", "lgsp-gateway")}
    assert one_of(s for s in province.cloud.compute.servers() if s.name == "lgsp-gateway").id != before
    assert lan(province, "dmz").description == "changed by hand"

    refused = province.command("down", site, "--target", "dmz", "--yes", code=2)
    assert "not among the targets" in refused["run"]["failed"][0]["error"]
    province.command("down", site, "--target", "*documents-app*", "--yes")
    assert [s.name for s in province.cloud.compute.servers() if s.name == "documents-app"] == []
    province.command("up", site, "--yes")
    assert found(province, 0) == set()
