"""What quotas are called in Vietnamese, for officers who ask for figures of their own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gcloud.render.tenant_words import Words

SERVICES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "compute": Words("Máy chủ ảo", "Servers"),
        "network": Words("Mạng", "Network"),
        "volume": Words("Lưu trữ khối", "Volumes"),
        "load_balancer": Words("Cân bằng tải", "Load balancers"),
        "dns": Words("Tên miền", "DNS"),
        "key_manager": Words("Quản lý khóa", "Key manager"),
        "image": Words("Ảnh đĩa", "Images"),
    }
)
"""By the quota's group."""

KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "compute.cores": "Số vCPU",
        "compute.ram": "Bộ nhớ, MiB",
        "compute.instances": "Số máy chủ ảo",
        "compute.key_pairs": "Cặp khóa của mỗi người",
        "compute.metadata_items": "Mục siêu dữ liệu của mỗi máy",
        "compute.server_groups": "Nhóm máy chủ",
        "compute.server_group_members": "Máy trong mỗi nhóm",
        "network.network": "Số mạng",
        "network.subnet": "Mạng con",
        "network.subnetpool": "Nhóm mạng con",
        "network.port": "Cổng mạng",
        "network.router": "Bộ định tuyến",
        "network.floatingip": "Địa chỉ mạng ngoài",
        "network.security_group": "Nhóm bảo mật",
        "network.security_group_rule": "Luật của các nhóm bảo mật",
        "network.rbac_policy": "Luật chia sẻ",
        "volume.volumes": "Số ổ đĩa",
        "volume.gigabytes": "Dung lượng ổ đĩa và bản chụp, GiB",
        "volume.per_volume_gigabytes": "Dung lượng một ổ đĩa, GiB",
        "volume.snapshots": "Bản chụp",
        "volume.backups": "Bản sao lưu",
        "volume.backup_gigabytes": "Dung lượng sao lưu, GiB",
        "volume.groups": "Nhóm ổ đĩa",
        "load_balancer.loadbalancer": "Bộ cân bằng tải",
        "load_balancer.listener": "Cổng nghe",
        "load_balancer.pool": "Nhóm máy đích",
        "load_balancer.member": "Máy đích",
        "load_balancer.health_monitor": "Bộ kiểm tra",
        "load_balancer.l7_policy": "Chính sách lớp 7",
        "load_balancer.l7_rule": "Luật lớp 7",
        "dns.zones": "Vùng tên miền",
        "dns.zone_recordsets": "Bộ bản ghi mỗi vùng",
        "dns.zone_records": "Bản ghi mỗi vùng",
        "dns.recordset_records": "Bản ghi mỗi bộ",
        "dns.api_export_size": "Bộ bản ghi trong một lần xuất",
        "key_manager.secrets": "Bí mật",
        "key_manager.orders": "Yêu cầu tạo khóa",
        "key_manager.containers": "Hộp chứa",
        "key_manager.consumers": "Nơi dùng mỗi hộp chứa",
        "key_manager.cas": "Cơ quan chứng thực",
        "image.image_size_total": "Dung lượng ảnh đĩa, MiB",
        "image.image_stage_total": "Dung lượng đang nhập, MiB",
        "image.image_count_total": "Số ảnh đĩa",
        "image.image_count_uploading": "Ảnh đĩa đang tải lên",
    }
)
"""By service and key."""


def quota_words(key: str) -> Words:
    """What a key is called: `compute.cores`; in English as OpenStack calls it."""
    return Words(KEYS[key], key.partition(".")[2].replace("_", " "))
