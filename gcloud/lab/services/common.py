"""Sections of configuration that several OpenStack services share."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gcloud.lab.context import Lab
from gcloud.lab.ini import Section, Sections, merge
from gcloud.lab.service import Endpoint, HttpReady, Process
from gcloud.render import policies

IDENTITY = Endpoint("identity", 5000, "/v3")
MEMCACHED = "127.0.0.1:11211"
DOMAIN: Section = {"user_domain_name": "Default", "project_domain_name": "Default"}
POOL: Section = {"max_pool_size": 5, "max_overflow": 20}


def basics(lab: Lab, log_file: str) -> Sections:
    """Messages, locks and log."""
    return {
        "DEFAULT": {
            "transport_url": lab.transport_url,
            "use_stderr": True,
            "log_file": "",
            "log_date_format": "%Y-%m-%dT%H:%M:%S",
        },
        "oslo_concurrency": {"lock_path": str(lab.settings.run / "lock" / log_file)},
        "oslo_messaging_rabbit": {
            "rabbit_quorum_queue": False,
            "heartbeat_in_pthread": False,
            # Daemons start beside the broker: whoever is early asks again soon, and not ever more rarely.
            "rabbit_interval_max": 1,
        },
        "oslo_policy": {"enforce_scope": True},
    }


def login(lab: Lab, user: str) -> Section:
    """How a service identifies itself to Keystone."""
    return {
        "auth_url": IDENTITY.url,
        "auth_type": "password",
        "username": user,
        "password": lab.credentials.service,
        "project_name": "service",
        **DOMAIN,
    }


def client(lab: Lab, user: str) -> Section:
    """How a service calls another one."""
    return {**login(lab, user), "region_name": lab.settings.region, "valid_interfaces": "public"}


def api(lab: Lab, service: str, user: str | None = None) -> Sections:
    """A service whose callers bring Keystone's tokens."""
    return merge(
        basics(lab, service),
        {
            "keystone_authtoken": {
                "www_authenticate_uri": IDENTITY.url,
                **login(lab, user or service),
                "memcached_servers": MEMCACHED,
                "service_token_roles_required": True,
                "service_token_roles": "service",
            }
        },
    )


def policy(lab: Lab, service: str) -> Sections:
    """The library's own policy file of the service is read."""
    return {"oslo_policy": {"policy_file": str(policy_path(lab, service))}}


def policy_file(lab: Lab, service: str) -> dict[Path, str]:
    """That file."""
    return {policy_path(lab, service): policies.text(service)}


def policy_path(lab: Lab, service: str) -> Path:
    """Where the file is."""
    return lab.etc(service) / "policy.yaml"


def database(lab: Lab, name: str, section: str = "database") -> Sections:
    """The service's database."""
    return {section: {"connection": lab.database(name), **POOL}}


def uwsgi(lab: Lab, *, port: int, module: str, arguments: str = "") -> Sections:
    """One API under uWSGI: a worker of eight threads, so that the memory stays small."""
    return {
        "uwsgi": {
            "http-socket": f"127.0.0.1:{port}",
            "module": module,
            "venv": str(lab.venv),
            "master": True,
            "processes": 1,
            "threads": 8,
            "enable-threads": True,
            "thunder-lock": True,
            "lazy-apps": True,
            "need-app": True,
            "die-on-term": True,
            "buffer-size": 65535,
            "http-chunked-input": True,
            "http-raw-body": True,
            "add-header": "Connection: close",
            "so-keepalive": True,
            "start-time": "%t",
            "disable-logging": True,
            "log-5xx": True,
            **({"pyargv": arguments} if arguments else {}),
        }
    }


def api_process(
    lab: Lab,
    service: str,
    *,
    port: int,
    needs: tuple[str, ...],
    environment: dict[str, str] | None = None,
    path: str = "/",
) -> Process:
    """The process of an API whose uWSGI file is ``uwsgi.ini`` in the service's folder."""
    return Process(
        name=f"{service}-api",
        command=(lab.program("uwsgi"), "--ini", str(lab.etc(service) / "uwsgi.ini")),
        ready=HttpReady(f"http://127.0.0.1:{port}{path}"),
        port=port,
        needs=needs,
        # uWSGI's interpreter is up before it reads `env =`, so the variables must come from outside
        environment=environment or {},
        stop="KILL",
    )


def reporting(services: Iterable[Any], attribute: str, since: datetime) -> set[str]:
    """Hosts or binaries of the services that have reported since a moment.

    Args:
        services: Nova's or Cinder's services, as openstacksdk gives them.
        attribute: ``host`` or ``binary``.
        since: aware.
    """
    # A service counts as up for a minute after its last report, so after a quick restart all seem to be.
    return {
        getattr(service, attribute)
        for service in services
        if service.state == "up"
        and service.updated_at
        and datetime.fromisoformat(service.updated_at).replace(tzinfo=UTC) > since
    }
