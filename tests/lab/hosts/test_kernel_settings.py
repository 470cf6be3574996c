from gcloud.lab.hosts.kernel_settings import emulate, network


def test_the_machines_keys_are_there_with_debians_values_but_not_the_networks(tmp_path):
    source = tmp_path / "proc"
    for key, value in (("kernel/sysrq", "16\n"), ("kernel/own", "7\n"), ("net/core", "1\n")):
        (source / key).parent.mkdir(parents=True, exist_ok=True)
        (source / key).write_text(value)
    made = tmp_path / "sys"
    emulate(made, source)
    emulate(made, source)
    assert (made / "kernel/sysrq").read_text() == "438\n"
    assert (made / "kernel/own").read_text() == "7\n"
    assert (made / "kernel/yama/ptrace_scope").read_text() == "0\n"
    assert not (made / "net").exists()


def test_the_networks_settings_are_a_line_each():
    assert "net.ipv4.ip_forward 0\n" in network()
