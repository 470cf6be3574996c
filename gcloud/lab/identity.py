"""Users of the services and their entries in the catalogue."""

from pathlib import Path
from typing import Any

from gcloud.lab.cloud import ask
from gcloud.lab.context import Lab
from gcloud.lab.files import write
from gcloud.lab.service import Service

SERVICE_PROJECT = "service"
ROLES = ("admin", "service")
INTERFACES = ("public", "internal", "admin")


def make_service_project(lab: Lab) -> None:
    """The project and the role that all services' users have."""

    def make(cloud: Any) -> None:  # noqa: ANN401 - openstacksdk has no types
        identity = cloud.identity
        if identity.find_project(SERVICE_PROJECT) is None:
            identity.create_project(name=SERVICE_PROJECT, domain_id="default")
        if identity.find_role("service") is None:
            identity.create_role(name="service")

    done = lab.settings.data / "registered" / "project"
    if not done.exists():
        ask(lab, "service-project", make)
        write(done, "")


def register(lab: Lab, service: Service) -> None:
    """A service's user with its roles, its endpoints, and the roles that its policy knows."""

    def make(cloud: Any) -> None:  # noqa: ANN401 - openstacksdk has no types
        identity = cloud.identity
        project = identity.find_project(SERVICE_PROJECT, ignore_missing=False)
        user = identity.find_user(service.name) or identity.create_user(
            name=service.name,
            domain_id="default",
            default_project_id=project.id,
            password=None,
            options={"ignore_change_password_upon_first_use": True},
        )
        # Keystone heeds a user's options from the second call on: a password given with them is expired
        identity.update_user(user.id, password=lab.credentials.service)
        for role in ROLES:
            identity.assign_project_role_to_user(
                project, user, identity.find_role(role, ignore_missing=False)
            )
        for role in service.roles:
            if identity.find_role(role) is None:
                identity.create_role(name=role)
        endpoint = service.endpoint
        if endpoint is None:
            return
        entry = identity.find_service(service.name) or identity.create_service(
            name=service.name, type=endpoint.type
        )
        have = {known.interface for known in identity.endpoints(service_id=entry.id)}
        for interface in INTERFACES:
            if interface not in have:
                identity.create_endpoint(
                    service_id=entry.id, interface=interface, region_id=lab.settings.region, url=endpoint.url
                )

    url = service.endpoint.url if service.endpoint else ""
    wanted = " ".join((lab.settings.region, url, *service.roles))
    done = _mark(lab, service)
    if done.is_file() and done.read_text() == wanted:
        return
    ask(lab, f"{service.name}:registered", make)
    write(done, wanted)


def unregister(lab: Lab, service: Service) -> None:
    """Take a service that is left off out of the catalogue, so that nobody calls it."""

    def remove(cloud: Any) -> None:  # noqa: ANN401 - openstacksdk has no types
        entry = cloud.identity.find_service(service.name)
        if entry is not None:
            cloud.identity.delete_service(entry)  # and with it its endpoints

    done = _mark(lab, service)
    if done.is_file():
        ask(lab, f"{service.name}:unregistered", remove)
        done.unlink()


def _mark(lab: Lab, service: Service) -> Path:
    return lab.settings.data / "registered" / service.name
