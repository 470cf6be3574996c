"""Is all of the cloud there, before anything is touched?

A cloud that is half started fails at the fortieth resource, with whatever the
service in question happens to say. One cheap call to each service that the
plan needs finds it beforehand, all at once, and every problem is told, not
only the first.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

import openstack

from gcloud.cloud.errors import LIBRARY_ERRORS, explain, explained
from gcloud.cloud.patience import UNAVAILABLE
from gcloud.cloud.rest import call
from gcloud.errors import CloudError


class Service(StrEnum):
    """A service of the cloud, by its type in the service-types authority."""

    COMPUTE = "compute"
    NETWORK = "network"
    IMAGE = "image"
    VOLUME = "block-storage"


DATACENTER = (Service.COMPUTE, Service.NETWORK, Service.IMAGE, Service.VOLUME)
"""What the datacenter stack needs, besides Keystone."""


@dataclass(frozen=True)
class CloudProblem:
    """One thing that is missing or does not answer.

    Attributes:
        what: the service or network.
        message: what is wrong with it, as a sentence.
        hint: what to do next.
    """

    what: str
    message: str
    hint: str


class NotReadyError(CloudError):
    """The cloud lacks something that the plan needs; `problems` names all of it."""

    def __init__(self, cloud: str, problems: tuple[CloudProblem, ...]) -> None:
        lines = "\n".join(f"  {p.what}: {p.message}" for p in problems)
        hints = dict.fromkeys(p.hint for p in problems if p.hint)
        super().__init__(
            f"Cloud {cloud} is not ready:\n{lines}",
            hint=" ".join(hints),
            data={"problems": [{"what": p.what, "message": p.message, "hint": p.hint} for p in problems]},
        )
        self.problems = problems


def preflight(
    connection: openstack.connection.Connection,
    *,
    services: Iterable[Service] = DATACENTER,
    external_network: str | None = None,
) -> tuple[CloudProblem, ...]:
    """Ask each service for something small, all at once.

    Args:
        connection: from `gcloud.cloud.connect.connect`.
        services: what is needed.
        external_network: the provider network that the edge routers use; it must exist and be external.

    Returns:
        What is wrong, in the order of `services`; nothing if all is well.
    """
    questions: list[tuple[str, Callable[[], CloudProblem | None]]] = [
        (service.value, lambda service=service: _service(connection, service))  # type: ignore[misc]  # mypy can't infer it
        for service in services
    ]
    if external_network is not None:
        name = external_network
        questions.append((f"network {name}", lambda: _external(connection, name)))
    with ThreadPoolExecutor(max_workers=max(1, len(questions))) as pool:
        answers = list(pool.map(lambda question: _ask(*question), questions))
    found = tuple(problem for problem in answers if problem)
    if any(problem.what == Service.NETWORK for problem in found):
        # The network can't be looked up where the service is missing: one problem, not two.
        found = tuple(problem for problem in found if not problem.what.startswith("network "))
    return found


def require(
    connection: openstack.connection.Connection,
    *,
    services: Iterable[Service] = DATACENTER,
    external_network: str | None = None,
) -> None:
    """Do nothing if the cloud is ready.

    Raises:
        NotReadyError: with every problem that `preflight` found.
    """
    problems = preflight(connection, services=services, external_network=external_network)
    if problems:
        raise NotReadyError(connection.config.name, problems)


def _ask(what: str, question: Callable[[], CloudProblem | None]) -> CloudProblem | None:
    try:
        return question()
    except CloudError as error:
        return CloudProblem(what, error.message, error.hint)
    except LIBRARY_ERRORS as error:
        told = explain(error, "asking it")
        return CloudProblem(what, told.message, told.hint)


_PROXIES = {
    Service.COMPUTE: "compute",
    Service.NETWORK: "network",
    Service.IMAGE: "image",
    Service.VOLUME: "block_storage",
}

_QUESTIONS = {
    Service.COMPUTE: "/flavors?limit=1",
    Service.NETWORK: "/networks?limit=1&fields=id",
    Service.IMAGE: "/images?limit=1",
    Service.VOLUME: "/volumes?limit=1",
}


def _service(connection: openstack.connection.Connection, service: Service) -> CloudProblem | None:
    address = connection.config.get_endpoint_from_catalog(service.value)
    if address is None:
        region = connection.config.get_region_name() or "any region"
        return CloudProblem(
            service.value,
            f"the catalogue has no endpoint of this service in {region}.",
            "Register the missing services with Keystone, or correct the region in clouds.yaml.",
        )
    doing = f"asking the {service.value} service"
    with explained(doing):
        greeting = connection.session.get(address, authenticated=False, raise_exc=False)
    if greeting.status_code in UNAVAILABLE:
        return CloudProblem(
            service.value,
            f"it is not ready: {address} answers {greeting.status_code}.",
            "Wait until the cloud has started (the service's log tells more), then run again.",
        )
    call(getattr(connection, _PROXIES[service]), "GET", _QUESTIONS[service], doing=doing)
    return None


def _external(connection: openstack.connection.Connection, name: str) -> CloudProblem | None:
    body = call(
        connection.network,
        "GET",
        "/networks",
        params={"name": name, "fields": ["id", "router:external"]},
        doing=f"looking for network {name}",
    )
    networks = body["networks"]
    if not networks:
        return CloudProblem(
            f"network {name}",
            "there is no such network, or it is not shared with this project.",
            "Correct external_network in the site's files, or have whoever runs the cloud make it.",
        )
    if not any(network.get("router:external") for network in networks):
        return CloudProblem(
            f"network {name}",
            "it exists but is not external, so no router can use it as its gateway.",
            "Name an external network (openstack network list --external).",
        )
    return None
