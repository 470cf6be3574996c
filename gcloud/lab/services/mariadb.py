"""MariaDB: every service's database, on a UNIX socket only.

Durability is off: a machine that loses power loses its lab. A killed process
loses nothing, because the kernel still has what was written.
"""

import shutil
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.run import run
from gcloud.lab.service import Command, Process, Service, SocketReady


class MariaDB(Service):
    """The database server."""

    name = "mariadb"
    packages = ("mariadb-server-core", "mariadb-client-core")

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
                    "mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={new}",
                    "--auth-root-authentication-method=socket", "--skip-test-db", "--skip-name-resolve",
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
                    "/usr/sbin/mariadbd", "--no-defaults", "--user=root", f"--datadir={lab.settings.data}/mariadb",
                    f"--socket={lab.database_socket}", f"--pid-file={lab.settings.run}/mariadb.pid",
                    "--skip-networking", "--max-connections=2000", "--skip-name-resolve", "--skip-log-bin",
                    "--innodb-buffer-pool-size=256M", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0",
                    "--innodb-flush-method=nosync", "--innodb-log-file-size=256M", "--character-set-server=utf8mb4",
                    "--collation-server=utf8mb4_general_ci", "--performance-schema=OFF",
                ),
                ready=SocketReady(lab.database_socket),
                stop_wait=15,
            ),
        )


def sql(lab: Lab, statements: str) -> str:
    """Run statements as the database's administrator; returns the rows, tab-separated."""
    return run(
        lab,
        Command("sql", ("mariadb", "--no-defaults", "-u", "root", "-N", "-B", "-S", str(lab.database_socket), "-e", statements)),
    )


def data_folder(lab: Lab) -> Path:
    """Where the tables are."""
    return lab.settings.data / "mariadb"
