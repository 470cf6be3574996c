"""Open vSwitch with its userspace datapath: no kernel module is needed.

One switch carries every compute host of the lab. Each host's ovn-controller
finds its own settings there, by the suffix of its name.
"""

import socket
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.run import run
from gcloud.lab.service import Command, Process, Service, SocketReady, Step

EXTERNAL_BRIDGE = "br-ex"
PHYSICAL_NETWORK = "physnet1"


def integration_bridge(number: int) -> str:
    """Name of a host's integration bridge; the first has OVN's usual one."""
    return "br-int" if number == 1 else f"br-int{number}"


def devices(lab: Lab) -> frozenset[str]:
    """Network devices that the switch makes in the kernel."""
    bridges = (integration_bridge(n) for n in range(1, len(lab.settings.hosts) + 1))
    return frozenset({"ovs-netdev", EXTERNAL_BRIDGE, *bridges})


def present() -> frozenset[str]:
    """Network devices that there are."""
    return frozenset(name for _, name in socket.if_nameindex())


class OpenVSwitch(Service):
    """The switch and its database."""

    name = "ovs"
    packages = ("openvswitch-switch", "iproute2")

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """Database and control sockets."""
        return (lab.settings.data / "ovs", lab.settings.run / "ovs")

    def prepare(self, lab: Lab) -> None:
        """An empty database."""
        create_database(
            lab, lab.settings.data / "ovs" / "conf.db", "/usr/share/openvswitch/vswitch.ovsschema"
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """Database server, then the switch, which waits for its settings."""
        run_ = lab.settings.run
        return (
            Process(
                name="ovsdb-server",
                command=(
                    "/usr/sbin/ovsdb-server",
                    str(lab.settings.data / "ovs" / "conf.db"),
                    f"--remote=punix:{run_}/ovs.sock",
                    "--remote=db:Open_vSwitch,Open_vSwitch,manager_options",
                    f"--unixctl={run_}/ovs/ovsdb-server.ctl",
                    "--no-chdir",
                    "-vfile:off",
                    "-vsyslog:off",
                    "-vconsole:warn",
                ),
                ready=SocketReady(run_ / "ovs.sock"),
            ),
            Process(
                name="ovs-vswitchd",
                command=(
                    "/usr/sbin/ovs-vswitchd",
                    lab.ovs,
                    f"--unixctl={run_}/ovs/ovs-vswitchd.ctl",
                    "--no-chdir",
                    "-vfile:off",
                    "-vsyslog:off",
                    "-vconsole:warn",
                ),
                ready=SocketReady(run_ / "ovs" / "ovs-vswitchd.ctl"),
                needs=("ovs:settings",),
            ),
        )

    def clean(self, lab: Lab) -> None:
        """Remove the bridges' network devices, which outlive the switch."""
        if not (lab.settings.data / "ovs" / "conf.db").exists():
            return
        for device in devices(lab) & present():
            run(lab, Command(f"remove-{device}", ("ip", "link", "delete", device)))

    def steps(self, lab: Lab) -> tuple[Step, ...]:
        """The switch's settings."""
        return (Step("ovs:settings", lambda: write_settings(lab), needs=("ovsdb-server",)),)


def create_database(lab: Lab, path: Path, schema: str) -> None:
    """An empty OVSDB file, complete or not at all."""
    if path.exists():
        return
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    run(lab, Command(f"create-{path.stem}", ("ovsdb-tool", "create", str(new), schema)))
    new.rename(path)


def write_settings(lab: Lab) -> None:
    """Bridges, and for every host what its ovn-controller must know."""
    arguments: list[str] = ["--no-wait", "init", "--"]
    common = {"ovn-remote": lab.southbound, "ovn-encap-type": "geneve"}
    external = {"system-id": lab.settings.hosts[0], **common}
    for number, host in enumerate(lab.settings.hosts, start=1):
        external |= {
            f"{key}-{host}": value
            for key, value in {
                **common,
                "hostname": host,
                "ovn-encap-ip": f"127.0.0.{number}",
                "ovn-bridge": integration_bridge(number),
                "ovn-bridge-datapath-type": "netdev",
                **(
                    {
                        "ovn-cms-options": "enable-chassis-as-gw",
                        "ovn-bridge-mappings": f"{PHYSICAL_NETWORK}:{EXTERNAL_BRIDGE}",
                    }
                    if number == 1
                    else {}
                ),
            }.items()
        }
    arguments += ["set", "open", "."] + [f'external-ids:{key}="{value}"' for key, value in external.items()]
    bridges = [EXTERNAL_BRIDGE, *(integration_bridge(n) for n in range(1, len(lab.settings.hosts) + 1))]
    for bridge in bridges:
        arguments += [
            "--",
            "--may-exist",
            "add-br",
            bridge,
            "--",
            "set",
            "bridge",
            bridge,
            "datapath_type=netdev",
        ]
        if bridge != EXTERNAL_BRIDGE:
            arguments += ["fail-mode=secure", "other-config:disable-in-band=true"]
    run(lab, Command("ovs-settings", ("ovs-vsctl", f"--db={lab.ovs}", *arguments)))
