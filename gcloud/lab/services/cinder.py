"""Cinder: volumes, as files on a file system of its own, and their backups, as files beside it.

Debian's kernels may lack device-mapper and an NFS server, so the NFS driver
is given a share that is already mounted: a loop-mounted ext4. It never calls
mount.nfs, but it insists that there is one.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.ini import Sections, merge
from gcloud.lab.run import run
from gcloud.lab.service import Command, Endpoint, Process, Question, Service
from gcloud.lab.services.common import (
    api,
    api_process,
    client,
    database,
    policy,
    policy_file,
    reporting,
    uwsgi,
)

SHARE = "127.0.0.1:/lab"
SIZE = "200G"
BACKUP_FILE = 64 * 1024**2
"""Bytes that a backup's file holds before compression; each worker has so much in memory."""
DAEMONS = ("cinder-scheduler", "cinder-volume", "cinder-backup")

# The snapshot of an attached volume is Nova's to make, beside what the guest writes. A fake hypervisor has no
# guest, and never says that it has made one: so it is made as if the volume were not attached.
DRIVER = """from cinder import exception
from cinder.volume.drivers import nfs


class Driver(nfs.NfsDriver):
    def _is_volume_attached(self, volume):
        return False

    def extend_volume(self, volume, new_size):
        if super()._is_volume_attached(volume):
            raise exception.ExtendVolumeError(reason="it is attached")
        super().extend_volume(volume, new_size)
"""
DRIVER_MODULE = "govcloud_lab_volumes"

# Everything runs as root here: what the services ask of sudo and rootwrap is simply done.
SUDO = """#!/bin/sh
while [ "${1#-}" != "$1" ]; do shift; done
case "$1" in *-rootwrap) shift 2 ;; esac
exec "$@"
"""


class Cinder(Service):
    """Volumes."""

    name = "cinder"
    packages = ("qemu-utils",)
    databases = ("cinder",)
    endpoint = Endpoint("block-storage", 8776, "/v3")
    ports = (8776,)

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """State, the share's mount point and the backups."""
        return (lab.settings.data / "cinder", mount_point(lab), backups(lab))

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """One backend, `local`."""
        etc = lab.venv / "etc/cinder"
        return {
            "cinder.conf": merge(
                api(lab, self.name),
                policy(lab, self.name),
                {
                    "DEFAULT": {
                        "host": "lab",
                        "my_ip": "127.0.0.1",
                        "auth_strategy": "keystone",
                        "api_paste_config": str(etc / "api-paste.ini"),
                        "resource_query_filters_file": str(etc / "resource_filters.json"),
                        "state_path": str(lab.settings.data / "cinder"),
                        "enabled_backends": "local",
                        "default_volume_type": "__DEFAULT__",
                        "glance_api_servers": "http://127.0.0.1:9292",
                        "osapi_volume_workers": 1,
                        "report_interval": 3,  # the first report is as late as that
                        # the lab's own limit is the machine; a project that wants a small quota sets it
                        **{f"quota_{name}": 100_000 for name in ("volumes", "snapshots", "backups")},
                        **{f"quota_{name}": 10_000_000 for name in ("gigabytes", "backup_gigabytes")},
                        "backup_driver": "cinder.backup.drivers.posix.PosixBackupDriver",
                        "backup_posix_path": str(backups(lab)),
                        "backup_file_size": BACKUP_FILE,
                        "backup_compression_algorithm": "zstd",
                        "backup_enable_progress_timer": False,
                    },
                    "local": {
                        "volume_driver": f"{DRIVER_MODULE}.Driver",
                        "volume_backend_name": "local",
                        "nfs_shares_config": str(lab.etc(self.name) / "shares"),
                        "nfs_mount_point_base": str(lab.settings.run / "cinder"),
                        "nas_secure_file_operations": False,
                        "nas_secure_file_permissions": False,
                        "nfs_sparsed_volumes": True,
                        "nfs_qcow2_volumes": True,
                        "nfs_snapshot_support": True,
                    },
                    "nova": client(lab, "cinder"),
                    "service_user": {**client(lab, "cinder"), "send_service_user_token": True},
                },
                database(lab, "cinder"),
            ),
            "uwsgi.ini": uwsgi(
                lab,
                port=self.endpoint.port,
                module="cinder.wsgi.api:application",
                arguments=f"--config-file {lab.etc(self.name)}/cinder.conf",
            ),
        }

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """The policy, the share's address, the driver and two stubs."""
        return {
            lab.etc(self.name) / f"{DRIVER_MODULE}.py": DRIVER,
            **policy_file(lab, self.name),
            lab.etc(self.name) / "shares": f"{SHARE}\n",
            lab.settings.bin / "mount.nfs": "#!/bin/sh\nexit 0\n",
            lab.settings.bin / "sudo": SUDO,
        }

    def prepare(self, lab: Lab) -> None:
        """Make and mount the file system."""
        point = mount_point(lab)
        if point.is_mount():
            return
        image = lab.settings.data / "cinder" / "volumes.img"
        if not image.exists():
            new = image.with_suffix(".new")
            new.unlink(missing_ok=True)
            run(lab, Command("cinder-image", ("truncate", "-s", SIZE, str(new))))
            options = "lazy_itable_init=1,lazy_journal_init=1"
            run(
                lab,
                Command("cinder-mkfs", ("mkfs.ext4", "-q", "-O", "^has_journal", "-E", options, str(new))),
            )
            new.rename(image)
        run(lab, Command("cinder-mount", ("mount", "-o", "loop,noatime", str(image), str(point))))

    def clean(self, lab: Lab) -> None:
        """Unmount."""
        if mount_point(lab).is_mount():
            run(lab, Command("cinder-unmount", ("umount", str(mount_point(lab)))))

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        config = str(lab.etc(self.name) / "cinder.conf")
        return (
            Command("cinder-db-sync", (lab.program("cinder-manage"), "--config-file", config, "db", "sync")),
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """API, scheduler, and those that make the volumes and their backups."""
        config = str(lab.etc(self.name) / "cinder.conf")
        needs = ("cinder:migrated", "memcached")
        return (
            api_process(lab, self.name, port=self.endpoint.port, needs=needs),
            *(
                Process(
                    name=name,
                    command=(lab.program(name), "--config-file", config),
                    needs=(*needs, "rabbitmq"),
                    environment={"PYTHONPATH": str(lab.etc(self.name))},
                    stop="KILL",
                )
                for name in DAEMONS
            ),
        )

    def questions(self, lab: Lab) -> tuple[Question, ...]:  # noqa: ARG002 - the interface's
        """Scheduler, backend and backups are up."""
        return (
            Question(
                "cinder's services are up",
                lambda cloud, since: (
                    set(DAEMONS) <= reporting(cloud.block_storage.services(), "binary", since)
                ),
            ),
        )


def mount_point(lab: Lab) -> Path:
    """Where the NFS driver looks for its share."""
    return lab.settings.run / "cinder" / hashlib.md5(SHARE.encode(), usedforsecurity=False).hexdigest()


def backups(lab: Lab) -> Path:
    """Where the backups are."""
    return lab.settings.data / "cinder" / "backups"
