"""From a running cloud that nobody of ours made to the files of a new site; nothing there is changed."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from gcloud.cloud.beside import Beside
from gcloud.deploy.adopt_describe import Description, LeftOut, describe
from gcloud.deploy.adopt_text import adopted_text, site_text
from gcloud.deploy.adopt_words import INSTANCE, KEYPAIR
from gcloud.deploy.examine import usable
from gcloud.engine.interface import LiveObject, Provider, Survey
from gcloud.errors import GovCloudError, InputError
from gcloud.model.adopted import REFERENCE, AdoptedObject
from gcloud.model.provinces import PROVINCES
from gcloud.model.text import slug

PROFILE: Final = "tcvn14423-2026"
_NETWORK: Final = "openstack:networking/network:Network"
_SUBNET: Final = "openstack:networking/subnet:Subnet"
_ROUTER: Final = "openstack:networking/router:Router"
_FLOATING: Final = "openstack:networking/floatingIp:FloatingIp"


@dataclass(frozen=True)
class NewSite:
    """What is to become of a cloud.

    Args:
        cloud: the cloud's name in clouds.yaml.
        name: the site's name.
        province: the province's code.
    """

    cloud: str
    name: str
    province: str


@dataclass(frozen=True)
class Draft:
    """A new site, not written yet.

    Args:
        files: text by file name.
        description: its objects, and what is left out.
        unseen: by type, why its objects could not be listed.
        remarks: what could be told in the site's own words.
    """

    files: Mapping[str, str]
    description: Description
    unseen: Mapping[str, GovCloudError]
    remarks: tuple[str, ...]


def draft(what: NewSite, provider: Provider, others: Iterable[Beside] = ()) -> Draft:
    """Look at everything in a cloud's project and write it down.

    Args:
        what: the site to be.
        provider: configured for the cloud.
        others: what is there and has no resource type.

    Raises:
        CloudError: the cloud can't be reached.
    """
    survey = _with_keys(provider.survey(()), provider)
    if survey.unseen and not survey.objects:
        raise next(iter(survey.unseen.values()))
    found = describe(survey.objects, provider)
    remarks, unseen, strange = (*found.remarks, *_remarks(found.objects)), dict(survey.unseen), []
    for one in others:
        if one.error is not None:
            unseen[one.noun] = one.error
        else:
            strange.append(LeftOut(one.noun, one.id, one.name, "no resource type for it"))
    found = replace(found, left_out=(*found.left_out, *strange))
    files = {
        "site.yaml": site_text(_facts(what, survey.objects, provider)),
        "adopted.yaml": adopted_text(
            found.objects,
            cloud=what.cloud,
            left_out=found.left_out,
            unseen={type_: error.message for type_, error in unseen.items()},
            remarks=remarks,
        ),
    }
    return Draft(files, found, unseen, remarks)


def _with_keys(survey: Survey, provider: Provider) -> Survey:
    """Add the key pairs that the project's servers use: they belong to a user, not to the project."""
    used = {one.outputs.get("keyPair") for one in survey.objects if one.type == INSTANCE} - {None, ""}
    if not used:
        return survey
    keys = provider.survey((KEYPAIR,))
    mine = tuple(one for one in keys.objects if one.id in used)
    return Survey((*survey.objects, *mine), {**survey.unseen, **keys.unseen})


def write(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write a new site's files, after they were read back as a site.

    Args:
        folder: the site's folder; made if it is not there.
        files: text by file name.

    Raises:
        SiteInvalid: what would be written is no site; nothing was written.
        InputError: a file is there already, or the folder can't be written.
    """
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        raise InputError(
            f"{there[0]} is there already; nothing was written.", hint="Name a folder that is new."
        )
    with tempfile.TemporaryDirectory(prefix="govcloud-") as scratch:
        for name, text in files.items():
            (Path(scratch) / name).write_text(text, encoding="utf-8")
        usable(Path(scratch))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in files:
                shutil.copyfile(Path(scratch) / name, folder / name)
        except OSError as error:
            raise InputError(
                f"{error.filename} can't be written: {error.strerror}.", hint="Name a folder of yours."
            ) from error
    return tuple(folder / name for name in files)


def province_of(code: str) -> str:
    """Give a province's code as the site's files have it.

    Raises:
        InputError: there is no such province.
    """
    if code not in PROVINCES:
        raise InputError(
            f"There is no province {code!r}.", hint="Give its 2-digit code: --province 42 is Hà Tĩnh."
        )
    return code


def _facts(what: NewSite, objects: Iterable[LiveObject], provider: Provider) -> dict[str, Any]:
    every = list(objects)
    return {
        "name": what.name,
        "province": what.province,
        "profile": PROFILE,
        "location": f"{what.name}-centre",
        "label": f"Trung tâm dữ liệu {PROVINCES[what.province]}",
        "own_name": slug(what.cloud) or "cloud",
        "cloud": what.cloud,
        "region": next(
            (str(one.outputs["region"]) for one in every if one.outputs.get("region")), "RegionOne"
        ),
        "external": _external(every, provider),
    }


def _external(objects: Iterable[LiveObject], provider: Provider) -> str:
    """Name the network through which the project's traffic leaves; `public` if nothing of it leaves."""
    for one in objects:
        if one.type == _FLOATING:
            return str(one.outputs["pool"])
        if one.type == _ROUTER and one.outputs.get("externalNetworkId"):
            token = "openstack:networking/getNetwork:getNetwork"  # noqa: S105 - a data source's name
            return str(provider.invoke(token, {"networkId": one.outputs["externalNetworkId"]})["name"])
    return "public"


def _remarks(objects: Iterable[AdoptedObject]) -> Iterator[str]:
    """Say what fits the site's own model."""
    subnets: dict[str, list[AdoptedObject]] = defaultdict(list)
    every = list(objects)
    for one in every:
        network = one.properties.get("networkId")
        if one.type == _SUBNET and isinstance(network, Mapping):
            subnets[network[REFERENCE]].append(one)
    for one in every:
        inside = subnets.get(one.name, [])
        if one.type == _NETWORK and len(inside) == 1:
            block = inside[0].properties.get("cidr")
            yield f"{one.name} with {inside[0].name} could be a zone, its block {block} in a range"
    servers = [one for one in every if one.type == INSTANCE]
    if servers:
        yield f"{len(servers)} servers could be `servers`, their flavors and images `catalogue`"
