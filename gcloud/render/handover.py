"""What a person is handed, as a sheet to be read on a terminal or printed."""

from dataclasses import dataclass

from gcloud.render.tenant_words import Language


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a person is given, once.

    Args:
        account: the account's name.
        person: whose it is.
        domain: the Keystone domain.
        project: the tenant's project.
        address: Keystone's.
        password: to be changed at first use.
        otpauth: what an authenticator reads; None where a password is enough.
        forced: whether the cloud itself asks for the change.
    """

    account: str
    person: str
    domain: str
    project: str
    address: str
    password: str
    otpauth: str | None
    forced: bool


def handover_text(given: HandedOver, language: Language) -> str:
    """The sheet.

    Args:
        given: what is handed over.
        language: of the reader.
    """
    from gcloud.render.environment import environment  # noqa: PLC0415 - Jinja costs who hands nothing over

    return environment().get_template(f"handover/{language}.txt.j2").render(given=given)
