"""Who works in a tenant: groups with their roles, accounts, and who is in which group."""

import secrets

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import AccountPlan, GroupPlan, TenantPlan
from stacks.components.ground import Ground
from stacks.components.refusal import RefusedError

PASSWORD_AND_CODE = ["password", "totp"]
"""What a person with a second factor logs in with."""

CREDENTIAL = ["application_credential"]
"""What a pipeline logs in with."""


class People(pulumi.ComponentResource):
    """The people of one tenant, and its pipeline.

    Creates a group for each role and gives it its roles in the project; rights are
    given to groups, but for people of a directory. Creates the accounts that Keystone
    keeps, each with a password that nobody is told: no secret of a person is ever in a
    stack. `govcloud tenant handover` sets the one that a person gets, and this stack never
    touches it. Where there is a second factor, a password alone is not enough.

    The pipeline's account never logs in by a password alone: by an application
    credential, which `govcloud tenant credential` makes with password and code of its
    own that nobody keeps.

    People whom a directory keeps are looked up by their names, and have the roles of their
    groups themselves: Keystone lets a directory's users into no group but the directory's
    own, and never changes it (Keystone, "Integrate Identity with LDAP": it is read only).
    Those of an identity provider come by its mapping. Neither's accounts are made.

    Refuses a group with a member that has no account.

    Args:
        plan: the tenant.
        project: the id of its project.
        ground: the cloud.
        opts: parent, and what must be there before.

    Raises:
        RefusedError: see above.
    """

    def __init__(
        self, plan: TenantPlan, project: pulumi.Input[str], ground: Ground, opts: pulumi.ResourceOptions
    ) -> None:
        _judge(plan)
        super().__init__("govcloud:tenants:People", plan.name, None, opts)
        self._within = pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on)
        self._ground = ground
        accounts = {one.name: self._account(one, project) for one in plan.accounts if one.local}
        for group in plan.groups:
            made = openstack.identity.GroupV3(
                group.name,
                name=group.name,
                description=group.description,
                domain_id=ground.domain,
                opts=self._within,
            )
            for role in group.roles:
                openstack.identity.RoleAssignment(
                    f"{group.name}.{role}",
                    group_id=made.id,
                    project_id=project,
                    role_id=ground.role(role),
                    opts=self._within,
                )
            for member in group.members:
                if member not in accounts and ground.cloud.directory is not None:
                    self._of_a_directory(member, group, project)
                elif member in accounts:
                    openstack.identity.UserMembershipV3(
                        f"{group.name}.{member}",
                        group_id=made.id,
                        user_id=accounts[member].id,
                        opts=self._within,
                    )
        service = next((one.name for one in plan.accounts if one.kind == "service"), None)
        self.service_user = accounts[service].id if service in accounts else None
        self.register_outputs({})

    def _of_a_directory(self, member: str, group: GroupPlan, project: pulumi.Input[str]) -> None:
        for role in group.roles:
            openstack.identity.RoleAssignment(
                f"{group.name}.{role}.{member}",
                user_id=self._ground.person(member),
                project_id=project,
                role_id=self._ground.role(role),
                opts=self._within,
            )

    def _account(self, plan: AccountPlan, project: pulumi.Input[str]) -> openstack.identity.User:
        service = plan.kind == "service"
        ways = [CREDENTIAL, PASSWORD_AND_CODE] if service else [PASSWORD_AND_CODE]
        strong = service or plan.mfa
        return openstack.identity.User(
            plan.name,
            name=plan.name,
            description=plan.label,
            domain_id=self._ground.domain,
            default_project_id=project,
            extra={"email": plan.email} if plan.email else None,
            # Keystone 30 can't make a user without one where first passwords are to be changed (500).
            password=pulumi.Output.secret(_nobody_s_password()),
            # Nobody is there to change a pipeline's first password, and none of its passwords lasts.
            ignore_change_password_upon_first_use=True if service else None,
            multi_factor_auth_enabled=True if strong else None,
            multi_factor_auth_rules=[
                openstack.identity.UserMultiFactorAuthRuleArgs(rules=way) for way in ways
            ]
            if strong
            else None,
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=self._within.depends_on, ignore_changes=["password"]
            ),
        )


def _nobody_s_password() -> str:
    """Make a password of four classes, as a cloud's rules may ask for, from 256 random bits."""
    return f"{secrets.token_urlsafe(32)}aA1!"


def _judge(plan: TenantPlan) -> None:
    known = {account.name for account in plan.accounts}
    for group in plan.groups:
        for member in group.members:
            if member not in known:
                raise RefusedError(f"the group {group.name} has the member {member}, who has no account")
