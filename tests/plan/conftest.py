"""A small site that is right, as plain data for tests to spoil, and the folder made from it."""

import hashlib
from pathlib import Path

import pytest
import yaml

from gcloud.model.load import LoadedSite, load_with_positions

IMAGE = b"a system disk"
ZONES = (
    ("edge", "edge"),
    ("dmz", "dmz"),
    ("internal", "internal"),
    ("server", "server"),
    ("database", "database"),
    ("management", "management"),
    ("device-management", "device-management"),
    ("wireless", "wireless"),
)


@pytest.fixture
def base():
    """A site of one level-3 system on a cloud of its own."""
    return {
        "schema": 1,
        "site": {"name": "test", "province": "42", "profile": "tcvn14423-2026"},
        "locations": [{"name": "here", "label": "Here", "latitude": 18.342, "longitude": 105.906}],
        "clouds": [{"name": "own", "cloud": "test", "location": "here", "administrator": True}],
        "ranges": [
            {"name": "zones", "purpose": "zones", "cidr": "10.42.0.0/20", "fictional": True},
            {"name": "communes", "purpose": "peers", "cidr": "10.43.0.0/16", "fictional": True},
            {"name": "platform", "purpose": "peers", "cidr": "192.0.2.0/26", "fictional": True},
        ],
        "organisations": [{"name": "province", "label": "The province", "kind": "province"}],
        "zones": [{"name": name, "label": name, "kind": kind} for name, kind in ZONES],
        "systems": [
            {
                "name": "lgsp",
                "label": "LGSP",
                "level": 3,
                "owner": "province",
                "operator": "province",
                "purpose": "exchange",
            }
        ],
        "catalogue": {
            "flavors": [{"name": "small", "vcpus": 1, "ram_mb": 512, "disk_gb": 5}],
            "images": [
                {
                    "name": "debian",
                    "file": "debian.raw",
                    "format": "raw",
                    "sha256": hashlib.sha256(IMAGE).hexdigest(),
                    "os": "debian-12",
                }
            ],
            "volume_types": [{"name": "standard", "level": 3}],
        },
        "servers": [server("app", zone="server"), server("db", zone="database")],
        "flows": [flow(["server"], ["database"], ["postgresql"])],
    }


def server(name, **more):
    """A server's entry; a test says what matters."""
    return {"name": name, "system": "lgsp", "flavor": "small", "image": "debian", "purpose": "a test", **more}


def flow(sources, targets, services):
    """A flow's entry."""
    return {"from": sources, "to": targets, "services": services, "why": "a test"}


@pytest.fixture
def write_site(tmp_path):
    def write(data) -> Path:
        folder = tmp_path / "site"
        folder.mkdir(exist_ok=True)
        (folder / "debian.raw").write_bytes(IMAGE)
        (folder / "site.yaml").write_text(yaml.safe_dump(data, sort_keys=False))
        return folder

    return write


@pytest.fixture
def load_site(write_site):
    def loaded(data) -> LoadedSite:
        return load_with_positions(write_site(data))

    return loaded
