"""OVN: the virtual networks behind Neutron, with one controller for each compute host."""

from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.run import run
from gcloud.lab.service import Command, Process, Service, SocketReady, Step
from gcloud.lab.services.ovs import create_database

SCHEMAS = {"ovnnb": "/usr/share/ovn/ovn-nb.ovsschema", "ovnsb": "/usr/share/ovn/ovn-sb.ovsschema"}


class OVN(Service):
    """Northbound and southbound databases, northd, controllers."""

    name = "ovn"
    packages = ("ovn-central", "ovn-host")

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """Databases, and a folder of control sockets for each controller."""
        return (
            lab.settings.data / "ovn",
            lab.settings.run / "ovn",
            *(lab.settings.run / f"ovn-{h}" for h in lab.settings.hosts),
        )

    def prepare(self, lab: Lab) -> None:
        """Two empty databases."""
        for name, schema in SCHEMAS.items():
            create_database(lab, lab.settings.data / "ovn" / f"{name}.db", schema)

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """Databases first, then who reads them."""
        run_ = lab.settings.run
        quiet = ("--no-chdir", "-vfile:off", "-vsyslog:off", "-vconsole:warn")
        databases = tuple(
            Process(
                name=name,
                command=(
                    "/usr/sbin/ovsdb-server",
                    str(lab.settings.data / "ovn" / f"{name}.db"),
                    f"--remote=punix:{run_}/{name}.sock",
                    f"--unixctl={run_}/ovn/{name}.ctl",
                    *quiet,
                ),
                ready=SocketReady(run_ / f"{name}.sock"),
            )
            for name in SCHEMAS
        )
        northd = Process(
            name="ovn-northd",
            command=(
                "/usr/bin/ovn-northd",
                f"--ovnnb-db={lab.northbound}",
                f"--ovnsb-db={lab.southbound}",
                f"--unixctl={run_}/ovn/ovn-northd.ctl",
                *quiet,
            ),
            needs=("ovn:settings",),
        )
        controllers = tuple(
            Process(
                name=f"ovn-controller-{host}",
                command=("/usr/bin/ovn-controller", "-n", host, lab.ovs, *quiet),
                environment={"OVN_RUNDIR": str(run_ / f"ovn-{host}")},
                needs=("ovs-vswitchd", "ovn:settings"),
            )
            for host in lab.settings.hosts
        )
        return (*databases, northd, *controllers)

    def steps(self, lab: Lab) -> tuple[Step, ...]:
        """First rows of the databases."""
        return (Step("ovn:settings", lambda: write_settings(lab), needs=tuple(SCHEMAS)),)


def write_settings(lab: Lab) -> None:
    """The databases' first rows."""
    run(lab, Command("ovn-nb-init", ("ovn-nbctl", f"--db={lab.northbound}", "--no-wait", "init")))
    run(lab, Command("ovn-sb-init", ("ovn-sbctl", f"--db={lab.southbound}", "init")))
