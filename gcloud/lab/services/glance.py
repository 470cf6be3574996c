"""Glance: images, in files."""

from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.ini import Sections, merge
from gcloud.lab.service import Command, Endpoint, Process, Question, Service
from gcloud.lab.services.common import api, api_process, database, policy, policy_file, uwsgi


class Glance(Service):
    """Images."""

    name = "glance"
    databases = ("glance",)
    endpoint = Endpoint("image", 9292)
    ports = (9292,)

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """Images, and those on their way."""
        return tuple(store(lab, name) for name in ("images", "staging", "tasks"))

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """One store."""
        return {
            "glance-api.conf": merge(
                api(lab, self.name),
                policy(lab, self.name),
                {
                    "DEFAULT": {
                        "enabled_backends": "file:file",
                        "worker_self_reference_url": self.endpoint.url,
                    },
                    "glance_store": {"default_backend": "file"},
                    "file": {"filesystem_store_datadir": str(store(lab, "images"))},
                    "os_glance_staging_store": {"filesystem_store_datadir": str(store(lab, "staging"))},
                    "os_glance_tasks_store": {"filesystem_store_datadir": str(store(lab, "tasks"))},
                    "paste_deploy": {
                        "flavor": "keystone",
                        "config_file": str(lab.venv / "etc/glance/glance-api-paste.ini"),
                    },
                },
                database(lab, "glance"),
            ),
            "uwsgi.ini": uwsgi(lab, port=self.endpoint.port, module="glance.wsgi.api:application"),
        }

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """The policy."""
        return policy_file(lab, self.name)

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        config = str(lab.etc(self.name) / "glance-api.conf")
        return (
            Command("glance-db-sync", (lab.program("glance-manage"), "--config-file", config, "db_sync")),
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The API."""
        return (
            api_process(
                lab,
                self.name,
                port=self.endpoint.port,
                needs=("glance:migrated", "memcached"),
                environment={"OS_GLANCE_CONFIG_DIR": str(lab.etc(self.name))},
            ),
        )

    def questions(self, lab: Lab) -> tuple[Question, ...]:  # noqa: ARG002 - the interface's
        """It answers who comes with a token."""
        return (Question("images are listed", lambda cloud, _: list(cloud.image.images()) is not None),)


def store(lab: Lab, name: str) -> Path:
    """A folder of image data."""
    return lab.settings.data / "glance" / name
