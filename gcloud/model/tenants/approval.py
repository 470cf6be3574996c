"""Approvals: a decision on a request, signed by a person's key.

What is signed is the canonical JSON of the decision with the hash of the request
(`gcloud.plan.tenants.digest`), never a file's bytes: comments and order may change,
what was decided may not.
"""

from typing import Annotated, Literal

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.notation import Base64
from gcloud.model.numbers import Instant
from gcloud.model.text import Name, Sha256, Text


class GrantedClass(Model):
    """A quota class as it was when tenants were granted by it."""

    name: Annotated[Name, Field(examples=["small"])]
    """The class."""
    digest: Sha256
    """The hash of its figures, with those that it takes from the classes it extends."""


class Approval(Model):
    """A signed decision on a request."""

    request: Annotated[Name, Field(examples=["r-2026-0001"])]
    """The request."""
    decision: Annotated[Literal["approve", "reject"], Field(examples=["approve"])]
    """What was decided."""
    by: Annotated[Name, Field(examples=["nguyen-van-an"])]
    """Who decided: somebody of the roster, never the requester."""
    on: Annotated[Instant, Field(examples=["2026-11-03T02:10:00Z"])]
    """When."""
    digest: Sha256
    """The hash of the request that was decided."""
    reason: Text | None = None
    """Why; needed for a rejection."""
    override: Text | None = None
    """Why a quota may go below usage or beyond capacity; needs the role `capacity`."""
    findings: tuple[Text, ...] = ()
    """The findings that were shown, by rule and subject."""
    classes: tuple[GrantedClass, ...] = ()
    """The classes that the request names, as they were; one that is left out may change under its tenants."""
    kind: Annotated[Literal["ssh", "openpgp"], Field(examples=["ssh"])]
    """How it is signed."""
    signature: Base64
    """The signature in base64: of `ssh-keygen -Y sign -n govcloud-approval`, or of gpg."""
