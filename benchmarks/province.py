"""A synthetic province with any number of tenants, each asked for and approved with a signature.

The same number gives the same bytes, so that two runs measure the same: nothing here
is drawn by chance, and the approver's key is made from a sentence. It is worth as
little as that sounds; such a site is for measuring only.
"""

import base64
import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gcloud.deploy.tenants.files import approval_file, request_file, tenant_file
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.quota import QuotaClass
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import GrantedTenant, Tenant
from gcloud.plan.tenants.digest import NAMESPACE, request_digest, statement, tenant_digest
from gcloud.plan.tenants.granted_classes import granted_classes
from gcloud.plan.tenants.ssh_wire import string
from gcloud.render.yaml_text import yaml_text

DEPARTMENTS: Final = 20
COMMUNES: Final = 75
SHARDS: Final = 128
"""Eight tenants of a thousand share a stack: what one change runs; see docs/reference/tenant-figures.md."""
_SENTENCE: Final = b"the key of a benchmark, known to everybody"
_LEVELS: Final = (1, 2, 2, 2, 3)
_CLASSES: Final = ("small", "small", "medium", "large")
_MADE_ON: Final = datetime.date(2026, 11, 2)
_DECIDED: Final = datetime.datetime(2026, 11, 3, 2, 10, tzinfo=datetime.UTC)


def write(folder: Path, tenants: int, *, name: str = "bench", cloud: str = "lab") -> None:
    """Write the site's files; what is there of the same names is replaced.

    Args:
        folder: the site's folder.
        tenants: how many there are.
        name: the site's; whatever is made in the cloud is called by it.
        cloud: its name in clouds.yaml.
    """
    _put(folder / "site.yaml", yaml_text(_site(name, cloud)))
    for number in range(tenants):
        for file in files(name, number):
            _put(folder / file[0], file[1])


def files(site: str, number: int, *, changed: bool = False) -> Iterator[tuple[str, str]]:
    """Give a tenant's files: path in the site's folder, and text.

    Args:
        site: the site's name.
        number: the tenant's.
        changed: a second request has changed its bandwidth.
    """
    wish = _tenant(site, number)
    asked = [_request(f"r-2026-{number + 1:04d}", "create", wish)]
    if changed:
        before, wish = wish, wish.model_copy(update={"bandwidth_mbps": 200})
        asked.append(_request(f"r-2027-{number + 1:04d}", "change", wish, before))
    for request in asked:
        for file in (request_file(request), approval_file(_approved(site, request))):
            yield file.name, file.text
    granted = GrantedTenant(**dict(wish), request=asked[-1].name)
    file = tenant_file(granted)
    yield file.name, file.text


def tenant_name(site: str, number: int) -> str:
    """Give a tenant's name."""
    return f"{site}-{number:04d}"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _agency(number: int) -> str:
    place = number % (DEPARTMENTS + COMMUNES)
    return f"department-{place:02d}" if place < DEPARTMENTS else f"commune-{place - DEPARTMENTS:02d}"


def _tenant(site: str, number: int) -> Tenant:
    name, agency, round_ = tenant_name(site, number), _agency(number), number // (DEPARTMENTS + COMMUNES)
    return Tenant.model_validate(
        {
            "name": name,
            "label": f"Hệ thống {round_ + 1} của {agency}",
            "agency": agency,
            "system": {
                "name": f"system-{number:04d}",
                "label": f"Hệ thống thông tin số {number}",
                "level": _LEVELS[number % len(_LEVELS)],
                "owner": agency,
                "operator": "operator",
                "purpose": f"Task {number} of the agency",
            },
            "purpose": f"Task {number} of the agency",
            "contact": {"name": f"Cán bộ {number}", "email": f"contact-{number}@bench.example"},
            "quota": {"class": _CLASSES[number % len(_CLASSES)]},
            "networks": [{"name": "app", "prefix_length": 28}],
            "services": [],
            "members": [
                {
                    "name": f"admin-{number:04d}",
                    "label": f"Quản trị {number}",
                    "email": f"admin-{number}@bench.example",
                    "role": "administrator",
                },
                {
                    "name": f"auditor-{number:04d}",
                    "label": f"Kiểm toán {number}",
                    "email": f"auditor-{number}@bench.example",
                    "role": "auditor",
                },
            ],
            "budget": f"2026-CNTT-{number:04d}",
            "backup": "daily",
            "review_on": "2027-06-30",
            "expires_on": "2028-12-31",
        }
    )


def _request(name: str, kind: str, wish: Tenant, before: Tenant | None = None) -> Request:
    return Request.model_validate(
        {
            "name": name,
            "kind": kind,
            "made_on": _MADE_ON,
            "requester": f"requester-{wish.agency}",
            "reason": "For a benchmark",
            "tenants": (wish,),
            "base": () if before is None else ({"tenant": wish.name, "digest": tenant_digest(before)},),
        }
    )


def _approved(site: str, request: Request) -> Approval:
    unsigned = Approval.model_validate(
        {
            "request": request.name,
            "decision": "approve",
            "by": "approver",
            "on": _DECIDED,
            "digest": request_digest(request),
            "classes": granted_classes(request, map(QuotaClass.model_validate, _classes())),
            "kind": "ssh",
            "signature": "AA==",
        }
    )
    return unsigned.model_copy(update={"signature": _signature(statement(site, unsigned))})


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(_SENTENCE).digest())


def public_key() -> str:
    """Give the line of the approver's .pub file."""
    return _key().public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _signature(message: bytes) -> str:
    """Sign as `ssh-keygen -Y sign` does (OpenSSH's PROTOCOL.sshsig); in base64, without armour."""
    key = _key()
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    purpose = string(NAMESPACE.encode()) + string(b"") + string(b"sha512")
    signed = key.sign(b"SSHSIG" + purpose + string(hashlib.sha512(message).digest()))
    whole = (
        b"SSHSIG"
        + (1).to_bytes(4, "big")
        + string(string(b"ssh-ed25519") + string(raw))
        + purpose
        + string(string(b"ssh-ed25519") + string(signed))
    )
    return base64.b64encode(whole).decode()


def _site(name: str, cloud: str) -> dict[str, Any]:
    departments = [(f"department-{number:02d}", "department") for number in range(DEPARTMENTS)]
    communes = [(f"commune-{number:02d}", "commune") for number in range(COMMUNES)]
    bodies = [("committee", "province"), *departments, *communes, ("operator", "company")]
    return {
        "schema": 1,
        "site": {"name": name, "province": "42", "profile": "tcvn14423-2026"},
        "locations": [
            {"name": "here", "label": "Trung tâm dữ liệu", "latitude": 18.342, "longitude": 105.906}
        ],
        "clouds": [
            {
                "name": "province",
                "cloud": cloud,
                "region": "RegionOne",
                "location": "here",
                "external_network": "public",
                "administrator": True,
            }
        ],
        "ranges": [
            {"name": "zones", "purpose": "zones", "cidr": "10.42.0.0/20", "fictional": True},
            {"name": "agencies", "purpose": "agencies", "cidr": "10.64.0.0/14", "fictional": True},
        ],
        "organisations": [{"name": body, "label": body, "kind": kind} for body, kind in bodies],
        "catalogue": {"volume_types": [{"name": "bench-standard"}]},
        "zones": [{"name": "server", "label": "Vùng máy chủ", "kind": "server"}],
        "tenancy": {"domain": "Default", "shards": SHARDS},
        "quota_classes": _classes(),
        "backup_policies": [{"name": "daily", "label": "Hằng ngày", "every_hours": 24, "keep": 14}],
        "capacity": [
            {
                "name": "general",
                "levels": [1, 2, 3, 4],
                "vcpu_overcommit": 4.0,
                "ram_overcommit": 1.5,
                "storage_overcommit": 2.0,
                "hypervisors": [
                    {"name": f"host-{number}", "vcpus": 256, "ram_mb": 4194304} for number in range(60)
                ],
                "storage": [{"volume_type": "bench-standard", "gigabytes": 2000000}],
                "floating_ips": 2000,
            }
        ],
        "people": [
            *(_person(f"requester-{body}", body, ["requester"]) for body, _ in (*departments, *communes)),
            {
                **_person("approver", "committee", ["approver", "capacity", "retirement"]),
                "keys": [
                    {
                        "kind": "ssh",
                        "public": public_key(),
                        "valid_from": "2026-01-01",
                        "valid_until": "2030-12-31",
                    }
                ],
            },
        ],
    }


def _person(name: str, body: str, roles: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "label": name,
        "organisation": body,
        "email": f"{name}@bench.example",
        "roles": roles,
    }


def _classes() -> list[dict[str, Any]]:
    small = {
        "name": "small",
        "label": "Nhỏ",
        "compute": {
            "cores": 8,
            "ram": 16384,
            "instances": 4,
            "key_pairs": 10,
            "metadata_items": 64,
            "server_groups": 4,
            "server_group_members": 4,
        },
        "network": {
            "network": 2,
            "subnet": 4,
            "subnetpool": 0,
            "port": 40,
            "router": 1,
            "floatingip": 2,
            "security_group": 8,
            "security_group_rule": 100,
            "rbac_policy": 4,
        },
        "volume": {
            "volumes": 8,
            "gigabytes": 200,
            "per_volume_gigabytes": 100,
            "snapshots": 8,
            "backups": 16,
            "backup_gigabytes": 400,
            "groups": 2,
        },
    }
    medium = {
        "name": "medium",
        "label": "Vừa",
        "extends": "small",
        "compute": {"cores": 16, "ram": 32768, "instances": 8},
        "volume": {"gigabytes": 400, "backup_gigabytes": 800},
    }
    large = {
        "name": "large",
        "label": "Lớn",
        "extends": "medium",
        "compute": {"cores": 32, "ram": 65536, "instances": 16},
        "volume": {"volumes": 16, "gigabytes": 800, "backup_gigabytes": 1600},
    }
    return [small, medium, large]
