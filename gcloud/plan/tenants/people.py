"""Who may log in to a tenant, and what each role may do there."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from gcloud.model.tenants.settings import Accounts
from gcloud.model.tenants.tenant import Member, MemberRole, Tenant, TenantService
from gcloud.plan.tenants.model import AccountPlan, GroupPlan

PIPELINE: Final = "pipeline"
"""The role of the tenant's pipeline, which works by an application credential of its service user."""

ROLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        MemberRole.ADMINISTRATOR: ("manager",),
        MemberRole.OPERATOR: ("member",),
        MemberRole.AUDITOR: ("reader",),
        MemberRole.HIRED_OPERATOR: ("member",),
        PIPELINE: ("member",),
    }
)
"""Role → its roles in Keystone, which all have since 2023.2; manager implies member, member reader."""

_BALANCER: Final[Mapping[str, str]] = MappingProxyType(
    {"manager": "load-balancer_member", "member": "load-balancer_member", "reader": "load-balancer_observer"}
)
"""What Octavia asks for beside: it has roles of its own (Octavia, "Octavia API policies")."""

WITH_MFA: Final = frozenset({MemberRole.ADMINISTRATOR, MemberRole.HIRED_OPERATOR})
"""For whom a password is not enough: administrators and third parties (TCVN 14423:2026, 3.6.2.4; S)."""


def accounts(tenant: Tenant, where: Accounts) -> tuple[AccountPlan, ...]:
    """Everybody who may log in, and the tenant's pipeline, sorted by name.

    A local account belongs to one tenant, so that whoever leaves one agency keeps nothing
    there; an account of a directory or an identity provider is the person's own.

    Args:
        tenant: the tenant.
        where: where the people's accounts are.
    """
    local = where.kind == "local"
    people = (
        AccountPlan(
            name=account_of(tenant, member, where),
            label=member.label,
            email=member.email,
            kind="person",
            role=member.role.value,
            mfa=local and member.role in WITH_MFA,
            local=local,
        )
        for member in tenant.members
    )
    pipeline = AccountPlan(
        name=f"{PIPELINE}.{tenant.name}",
        label=tenant.label,
        email="",
        kind="service",
        role=PIPELINE,
        mfa=False,
        local=True,
    )
    return tuple(sorted((*people, pipeline), key=lambda one: one.name))


def account_of(tenant: Tenant, member: Member, where: Accounts) -> str:
    """The name of somebody's account; a dot, which no name of the site holds, keeps any two apart."""
    return f"{member.name}.{tenant.name}" if where.kind == "local" else member.name


def groups(tenant: Tenant, everybody: Iterable[AccountPlan]) -> tuple[GroupPlan, ...]:
    """One group for each role, with or without members, sorted by name.

    All of them are made at once: somebody who comes later is then a membership and nothing more.

    Args:
        tenant: the tenant.
        everybody: who may log in.
    """
    there = tuple(everybody)
    balancer = TenantService.LOAD_BALANCER in tenant.services
    return tuple(
        GroupPlan(
            name=f"{tenant.name}.{role}",
            description=f"{tenant.label}: {role}",
            roles=tuple(sorted({*given, *(_BALANCER[one] for one in given if balancer)})),
            members=tuple(one.name for one in there if one.role == role),
        )
        for role, given in sorted(ROLES.items())
    )
