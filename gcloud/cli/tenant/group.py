"""``govcloud tenant``: the sub-commands about agencies' tenants, in a table."""

import click

from gcloud.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "request": ("gcloud.cli.tenant.request:request", "Ask for new tenants."),
    "form": ("gcloud.cli.tenant.form:form", "Write the .xlsx form of a request, for those without git."),
    "check": ("gcloud.cli.tenant.check:check", "Check requests against the whole site and today's date."),
    "answer": ("gcloud.cli.tenant.answer:answer", "Answer what was found about a request."),
    "approve": ("gcloud.cli.tenant.approve:approve", "Grant a request, by a signature."),
    "reject": ("gcloud.cli.tenant.reject:reject", "Refuse a request, by a signature."),
    "change": ("gcloud.cli.tenant.change:change", "Ask for a tenant to be otherwise."),
    "renew": ("gcloud.cli.tenant.renew:renew", "Ask for tenants to be granted longer."),
    "transfer": ("gcloud.cli.tenant.transfer:transfer", "Ask for tenants to belong to another agency."),
    "merge": ("gcloud.cli.tenant.merge:merge", "Ask for agencies' tenants to belong to one."),
    "split": ("gcloud.cli.tenant.split:split", "Ask for an agency's tenants to belong to several."),
    "suspend": ("gcloud.cli.tenant.states:suspend", "Ask for access to be taken away."),
    "resume": ("gcloud.cli.tenant.states:resume", "Ask for access to be given again."),
    "retire": ("gcloud.cli.tenant.states:retire", "Ask for a tenant's end."),
    "federation": (
        "gcloud.cli.tenant.federation:federation",
        "Tell Keystone of the site's identity provider.",
    ),
    "handover": ("gcloud.cli.tenant.handover:handover", "Give somebody their account."),
    "credential": (
        "gcloud.cli.tenant.credential:credential",
        "Make, list or take what a tenant's pipeline logs in with.",
    ),
    "retirement": (
        "gcloud.cli.tenant.retirement:retirement",
        "Carry out a tenant's approved end, as far as it may go today.",
    ),
    "backup": ("gcloud.cli.tenant.backup:backup", "Back tenants' volumes up, as their policies ask."),
    "restore": ("gcloud.cli.tenant.restore:restore", "Bring the data of one server back, as new volumes."),
    "restore-test": (
        "gcloud.cli.tenant.restore_test:restore_test",
        "Try whether backups come back, and keep the result.",
    ),
    "list": ("gcloud.cli.tenant.list_:list_", "List the tenants, or the requests that wait."),
    "history": (
        "gcloud.cli.tenant.history:history",
        "Show every change of a tenant: who, when, why, old, new.",
    ),
    "usage": ("gcloud.cli.tenant.usage:usage", "Show what tenants use of what they were granted."),
    "cost": ("gcloud.cli.tenant.cost:cost", "Show what tenants cost by the declared prices."),
    "notices": ("gcloud.cli.tenant.notices:notices", "Tell people what they must know, once."),
    "show": ("gcloud.cli.tenant.show:show", "Show a tenant or a request, whole."),
}
"""Name → where the command is, and the line that ``govcloud tenant --help`` shows."""

HELP = """Tenants: the agencies' parts of the cloud, from request to end.

Everything is a file of the site in git: a request in requests/, its signed
approval beside it, what holds now in tenants/. These commands write small,
reviewable diffs; the cloud changes only by `govcloud up`.

\b
  govcloud tenant request examples/ha-tinh
  govcloud tenant list    examples/ha-tinh
"""


@click.command(cls=LazyGroup, table=COMMANDS, help=HELP, no_args_is_help=True)
def tenant() -> None:
    """The group itself does nothing; its help is HELP."""
