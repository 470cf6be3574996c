"""BIND: the name server that answers for the zones of Designate. One of the extras."""

import base64
import secrets
from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.files import write
from gcloud.lab.service import Process, Service, TcpReady

PORT, CONTROL_PORT = 10053, 10953
"""Of questions, and of commands."""


class Bind(Service):
    """The name server."""

    name = "bind"
    packages = ("bind9",)
    ports = (PORT, CONTROL_PORT)

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """Zones."""
        return (zones(lab),)

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """It knows no zone of its own; Designate adds and removes them."""
        folder = zones(lab)
        return {
            configuration(lab): f"""include "{command_key(lab)}";
options {{
  directory "{folder}";
  listen-on port {PORT} {{ 127.0.0.1; }};
  listen-on-v6 {{ none; }};
  pid-file "{folder}/pid";
  session-keyfile "{folder}/session.key";
  managed-keys-directory "{folder}";
  allow-new-zones yes;
  allow-notify {{ 127.0.0.1; }};
  request-ixfr no;
  recursion no;
  minimal-responses yes;
  dnssec-validation no;
}};
controls {{
  inet 127.0.0.1 port {CONTROL_PORT} allow {{ 127.0.0.1; }} keys {{ lab; }};
}};
"""
        }

    def prepare(self, lab: Lab) -> None:
        """The key of who may command it."""
        key = command_key(lab)
        if not key.exists():
            secret = base64.b64encode(secrets.token_bytes(32)).decode()
            write(key, f'key "lab" {{ algorithm hmac-sha256; secret "{secret}"; }};\n')

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The server."""
        command = ("/usr/sbin/named", "-g", "-n", "1", "-c", str(configuration(lab)))
        return (Process(name="bind", command=command, ready=TcpReady(CONTROL_PORT), port=PORT, stop="KILL"),)


def zones(lab: Lab) -> Path:
    """Where the zones are kept."""
    return lab.settings.data / "bind"


def configuration(lab: Lab) -> Path:
    """What it reads at its start."""
    return lab.etc("bind") / "named.conf"


def command_key(lab: Lab) -> Path:
    """Key with which it is commanded; secret."""
    return zones(lab) / "command.key"
