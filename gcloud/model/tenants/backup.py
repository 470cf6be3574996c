"""Backup policies: how often, how long kept, how often a restore is tried."""

from typing import Annotated

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.numbers import Whole
from gcloud.model.text import Name, Text


class BackupPolicy(Model):
    """How volumes are backed up."""

    name: Annotated[Name, Field(examples=["daily-30"])]
    """How tenants call it."""
    label: Annotated[Text, Field(examples=["Hằng ngày, giữ 30 ngày"])]
    """How people call it."""
    every_hours: Annotated[Whole, Field(ge=1, le=24 * 31, examples=[24])]
    """Hours between two backups."""
    full_every: Annotated[Whole, Field(ge=1, le=60)] = 7
    """Each so-many-th backup is a full one, the others hold what changed."""
    keep: Annotated[Whole, Field(ge=1, le=1000, examples=[30])]
    """Backups kept of each volume."""
    snapshots_keep: Annotated[Whole, Field(ge=0, le=100)] = 0
    """Snapshots kept of each volume beside them."""
    restore_test_days: Annotated[Whole, Field(ge=1, le=366)] = 180
    """Days between two tried restores (TCVN 14423:2026: level 4 half a year, 5 a quarter; S)."""
