"""All kinds of items, told apart by their field `kind`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, Union, get_args

from pydantic import Field

from gcloud.model.baseline.items.access import AccountItem, NftablesItem, PamItem, SshdItem, SudoItem
from gcloud.model.baseline.items.base import ItemBase
from gcloud.model.baseline.items.kernel import BootItem, ModuleItem, MountItem, SysctlItem
from gcloud.model.baseline.items.system import (
    AbsentItem,
    FileItem,
    PackageItem,
    PermissionItem,
    ScanItem,
    ServiceItem,
    SettingItem,
)
from gcloud.model.baseline.items.watch import AgentItem, AideItem, ApparmorItem, AuditItem, UpdatesItem

Item = Annotated[
    Union[  # noqa: UP007 - the classes are taken out of it below
        PackageItem,
        ServiceItem,
        FileItem,
        AbsentItem,
        SettingItem,
        PermissionItem,
        ScanItem,
        SysctlItem,
        ModuleItem,
        MountItem,
        BootItem,
        SshdItem,
        PamItem,
        AccountItem,
        SudoItem,
        NftablesItem,
        AuditItem,
        ApparmorItem,
        AideItem,
        AgentItem,
        UpdatesItem,
    ],
    Field(discriminator="kind"),
]
"""An item of any kind."""

KINDS: Final[Mapping[str, type[ItemBase]]] = MappingProxyType(
    {get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in get_args(get_args(Item)[0])}
)
"""The classes, by kind."""
