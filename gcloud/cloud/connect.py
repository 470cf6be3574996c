"""A connection to a cloud of clouds.yaml, or the reason why there is none.

openstacksdk looks for clouds.yaml in five places, falls back silently and
connects at the first call. A person who mistyped a name then reads a traceback
about a plugin. So what can be known is checked here, and the first token is
asked for before anything else is done.
"""

import functools
import logging
import os
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path

import openstack
import requests
import yaml
from keystoneauth1 import session
from openstack import exceptions as sdk
from openstack.config import cloud_region, loader
from rapidfuzz import process

from gcloud.cloud.errors import UnreachableError, explained
from gcloud.cloud.gate import Gate
from gcloud.cloud.patience import Patience, PatientAdapter
from gcloud.errors import CloudError

NEAR = 60
"""How similar (0-100) a name must be to be suggested."""


def connect(
    cloud: str | None = None,
    *,
    region: str | None = None,
    project: str | None = None,
    patience: Patience | None = None,
    gate: Gate | None = None,
    authenticate: bool = True,
) -> openstack.connection.Connection:
    """Connect to a cloud of clouds.yaml.

    The connection may be shared by threads. Calls are repeated as `patience` allows.

    Args:
        cloud: the name in clouds.yaml; without it OS_CLOUD, or the OS_* variables.
        region: the region; without it the cloud's only one.
        project: the id of a project to work in instead of the one in clouds.yaml.
        patience: how long to wait for a cloud that does not answer.
        gate: what all calls go through, which may be shared with other connections.
        authenticate: ask for a token at once, so that a wrong password shows here.

    Raises:
        CloudError: no clouds.yaml, no such cloud, nobody answers, wrong credentials, no secure connection.
    """
    for name in ("keystoneauth", "openstack", "urllib3"):
        # Without a handler, Python prints libraries' warnings in the middle of our display.
        logging.getLogger(name).addHandler(logging.NullHandler())
    patience = patience or Patience()
    web = requests.Session()
    adapter = PatientAdapter(patience, gate=gate)
    web.mount("https://", adapter)
    web.mount("http://", adapter)
    config = _configuration(functools.partial(session.Session, session=web))
    label = cloud or config.default_cloud
    if label not in _names(config):
        raise _no_such_cloud(cloud, config)
    try:
        settings = config.get_one(
            cloud=cloud,
            region_name=region,
            api_timeout=patience.answer,
            # The SDK's default for images is five: it would send a creation again that may have arrived.
            image_status_code_retries=0,
            **({"auth": {"project_id": project}} if project else {}),
        )
        connection = openstack.connection.Connection(config=settings)
    except sdk.ConfigException as error:
        raise CloudError(
            f"Cloud {label} can't be used: {error}",
            hint=f"Correct its entry in {config.config_filename or 'clouds.yaml'}.",
        ) from error
    _complete(label, settings)
    if authenticate:
        with explained("signing in", cloud=label):
            _greet(connection, label)
            connection.session.get_token()
    return connection


def _complete(label: str, settings: cloud_region.CloudRegion) -> None:
    # keystoneauth finds these out late, and tells them in a bare Exception.
    auth = settings.get_auth_args()
    address, kind = str(auth.get("auth_url", "")), str(settings.config.get("auth_type", "password"))
    hint = "Complete its entry in clouds.yaml."
    if not address.startswith(("http://", "https://")):
        raise CloudError(f"Cloud {label} can't be used: auth_url {address!r} is no web address.", hint=hint)
    if kind in {"password", "v3password"} and not auth.get("password"):
        raise CloudError(f"Cloud {label} can't be used: its entry has no password.", hint=hint)


def _greet(connection: openstack.connection.Connection, label: str) -> None:
    # A server that asks for a password before it tells its versions makes keystoneauth wait for itself.
    address = connection.config.get_auth_args()["auth_url"]
    greeting = connection.session.get(address, authenticated=False, raise_exc=False)
    if greeting.status_code == HTTPStatus.UNAUTHORIZED:
        raise UnreachableError(
            f"Signing in on cloud {label} failed: what answers at {address} is not Keystone.",
            hint="Check auth_url in clouds.yaml, and that no proxy stands in between.",
        )


def _configuration(constructor: "functools.partial[session.Session]") -> loader.OpenStackConfig:
    named = os.environ.get("OS_CLIENT_CONFIG_FILE")
    if named and not Path(named).is_file():
        raise CloudError(
            f"OS_CLIENT_CONFIG_FILE names {named}, and there is no such file.",
            hint="Correct or unset the variable; `govcloud lab env` prints the lab's.",
            data={"looked": [named]},
        )
    _readable([named] if named else loader.CONFIG_FILES)
    try:
        return loader.OpenStackConfig(
            session_constructor=constructor, app_name="govcloud", app_version=version("govcloud")
        )
    except sdk.ConfigException as error:
        raise CloudError(f"clouds.yaml can't be used: {error}", hint="Correct the file.") from error


def _readable(candidates: list[str]) -> None:
    # openstacksdk skips a file that it can't read, and then knows no cloud of that name.
    path = next((Path(name) for name in candidates if Path(name).exists()), None)
    if path is None:
        return
    try:
        yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it can't be parsed"
        raise CloudError(f"{path} is not valid YAML{where}: {problem}.", hint="Correct the file.") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CloudError(
            f"{path} can't be read: {reason}.", hint="Check the file and who may read it."
        ) from error


def _names(config: loader.OpenStackConfig) -> list[str]:
    # Where nothing is configured, openstacksdk invents a cloud "defaults" that leads nowhere.
    return sorted(
        str(name) for name in config.cloud_config["clouds"] if config.config_filename or name != "defaults"
    )


def _no_such_cloud(cloud: str | None, config: loader.OpenStackConfig) -> CloudError:
    wanted = f"cloud {cloud!r}" if cloud else "a cloud"
    if not config.config_filename:
        looked = list(dict.fromkeys(path for path in loader.CONFIG_FILES if path.endswith(".yaml")))
        return CloudError(
            f"No clouds.yaml was found for {wanted}; looked for {', '.join(looked)}.",
            hint='Set OS_CLIENT_CONFIG_FILE; for the built-in cloud: eval "$(govcloud lab env)".',
            data={"looked": looked},
        )
    names = _names(config)
    if cloud is None:
        return CloudError(
            f"{config.config_filename} has several clouds and none was chosen.",
            hint=f"Name one of: {', '.join(names)} (or set OS_CLOUD).",
            data={"clouds": names},
        )
    near = process.extractOne(cloud, names, score_cutoff=NEAR)
    has = f"It has: {', '.join(names)}." if names else "It has none."
    return CloudError(
        f"{config.config_filename} has no cloud {cloud!r}.",
        hint=f"Did you mean {near[0]!r}? {has}" if near else has,
        data={"clouds": names},
    )
