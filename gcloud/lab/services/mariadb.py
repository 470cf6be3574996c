"""MariaDB: every service's database, on a UNIX socket only.

Durability is off: a machine that loses power loses its lab. A killed process
loses nothing, because the kernel still has what was written.
"""

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.run import run
from gcloud.lab.service import Command, Process, Service, SocketReady


class MariaDB(Service):
    """The database server."""

    name = "mariadb"
    packages = ("mariadb-server-core", "mariadb-client")
    urgent = True

    def prepare(self, lab: Lab) -> None:
        """Make an empty data folder, complete or not at all."""
        data = lab.settings.data / "mariadb"
        if data.is_dir():
            return
        new = lab.settings.data / "mariadb.new"
        shutil.rmtree(new, ignore_errors=True)
        run(
            lab,
            Command(
                "mariadb-install",
                (
                    "mariadb-install-db",
                    "--no-defaults",
                    "--user=root",
                    f"--datadir={new}",
                    "--auth-root-authentication-method=socket",
                    "--skip-test-db",
                    "--skip-name-resolve",
                ),
            ),
        )
        new.rename(data)

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The server."""
        return (
            Process(
                name="mariadb",
                command=(
                    "/usr/sbin/mariadbd",
                    "--no-defaults",
                    "--user=root",
                    f"--datadir={lab.settings.data}/mariadb",
                    f"--socket={lab.database_socket}",
                    f"--pid-file={lab.settings.run}/mariadb.pid",
                    "--skip-networking",
                    "--max-connections=2000",
                    "--skip-name-resolve",
                    "--skip-log-bin",
                    "--innodb-buffer-pool-size=256M",
                    "--innodb-flush-log-at-trx-commit=0",
                    "--innodb-doublewrite=0",
                    "--innodb-flush-method=nosync",
                    "--innodb-log-file-size=256M",
                    "--character-set-server=utf8mb4",
                    "--collation-server=utf8mb4_general_ci",
                    "--performance-schema=OFF",
                ),
                ready=SocketReady(lab.database_socket),
                stop_wait=15,
            ),
        )


def sql(lab: Lab, statements: str) -> str:
    """Run statements as the database's administrator; returns the rows, tab-separated."""
    return run(
        lab,
        Command(
            f"sql-{threading.get_native_id()}",
            (
                "mariadb",
                "--no-defaults",
                "-u",
                "root",
                "-N",
                "-B",
                "-S",
                str(lab.database_socket),
                "-e",
                statements,
            ),
        ),
    )


def dump(lab: Lab, databases: Sequence[str]) -> str:
    """Text that makes the databases again, as they are now."""
    options = ("--no-defaults", "--single-transaction", "--skip-comments", "--skip-dump-date")
    server = ("-u", "root", "-S", str(lab.database_socket))
    return run(
        lab, Command(f"dump-{databases[0]}", ("mariadb-dump", *options, *server, "--databases", *databases))
    )


def load(lab: Lab, databases: Sequence[str], file: Path) -> None:
    """Make the databases again from such a text."""
    client = ("mariadb", "--no-defaults", "-u", "root", "-S", str(lab.database_socket))
    run(lab, Command(f"load-{databases[0]}", client, stdin=file))
