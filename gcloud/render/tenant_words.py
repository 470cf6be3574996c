"""What the fields of a request are called for those who fill them in, in Vietnamese and English.

One table for the questions of `govcloud tenant request` and for the .xlsx form, so
that an officer meets the same words at both doors. A field of the model that stands in
no table here fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Language = Literal["vi", "en"]

Source = Literal[
    "requesters",
    "agencies",
    "organisations",
    "clouds",
    "classes",
    "policies",
    "levels",
    "data",
    "flags",
    "services",
    "roles",
]
"""Where the choices of a field come from (`gcloud.render.tenant_choices`)."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    vi: str
    en: str

    def by(self, language: Language) -> str:
        """The text in a language."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Field:
    """A field as people meet it.

    Attributes:
        path: the way to it in a tenant, `system.level`; of a table's column, in one entry.
        name: what it is called.
        help: what to write.
        source: what may be chosen; None where anything may be written.
        many: whether several may be chosen.
    """

    path: str
    name: Words
    help: Words
    source: Source | None = None
    many: bool = False


_BY_ITSELF: Final = Words("để trống thì tự đặt", "left empty, it is set by itself")
_DAY: Final = Words("năm-tháng-ngày, ví dụ 2028-12-31", "year-month-day, for example 2028-12-31")

ABOUT: Final = (
    Field("requester", Words("Người yêu cầu", "Requester"), Words("chọn", "choose"), "requesters"),
    Field(
        "reason",
        Words("Lý do", "Reason"),
        Words("vì sao cần, một dòng", "why it is needed, one line"),
    ),
)
"""Fields of the request itself."""

TENANT: Final = (
    Field(
        "label",
        Words("Tên vùng tài nguyên", "Label of the tenant"),
        Words("ví dụ: Hồ sơ địa chính của Sở Nội vụ", "as people call it"),
    ),
    Field(
        "name",
        Words("Tên viết tắt, không dấu", "Name"),
        Words(
            "a-z, 0-9, -; giữ mãi; để trống thì lấy theo tên", "a-z, 0-9, -; for ever; empty: from the label"
        ),
    ),
    Field("agency", Words("Cơ quan", "Agency"), Words("cơ quan sử dụng", "whose it is"), "agencies"),
    Field("purpose", Words("Mục đích sử dụng", "Purpose"), Words("một dòng", "one line")),
    Field("contact.name", Words("Đầu mối liên hệ", "Contact"), Words("họ và tên", "their name")),
    Field(
        "contact.email",
        Words("Thư điện tử đầu mối", "Contact's e-mail"),
        Words("nhận thông báo", "for notices"),
    ),
    Field(
        "contact.phone",
        Words("Điện thoại đầu mối", "Contact's phone"),
        Words("khi có sự cố", "for incidents"),
    ),
    Field("system.label", Words("Tên hệ thống thông tin", "Information system"), _BY_ITSELF),
    Field("system.name", Words("Mã hệ thống, không dấu", "System's name"), _BY_ITSELF),
    Field(
        "system.level",
        Words("Cấp độ an toàn hệ thống thông tin", "Security level"),
        Words("1 đến 5, theo hồ sơ cấp độ", "1 to 5, by the level dossier"),
        "levels",
    ),
    Field("system.owner", Words("Chủ quản hệ thống", "System's owner"), _BY_ITSELF, "organisations"),
    Field(
        "system.operator",
        Words("Đơn vị vận hành", "System's operator"),
        Words("có thể là doanh nghiệp được thuê", "may be a hired company"),
        "organisations",
    ),
    Field("system.purpose", Words("Chức năng của hệ thống", "System's purpose"), _BY_ITSELF),
    Field(
        "system.personal_data",
        Words("Dữ liệu cá nhân", "Personal data"),
        Words("mức nhạy cảm nhất", "the most sensitive"),
        "data",
    ),
    Field(
        "system.data_subjects",
        Words("Số chủ thể dữ liệu", "Data subjects"),
        Words("nếu có dữ liệu cá nhân", "where there is personal data"),
    ),
    Field(
        "system.state_secrets",
        Words("Có bí mật nhà nước", "State secrets"),
        Words("có hoặc không", "yes or no"),
        "flags",
    ),
    Field(
        "system.platform",
        Words("Là nền tảng dùng chung", "Shared platform"),
        Words("tỉnh cung cấp cho các cơ quan", "offered to all agencies"),
        "flags",
    ),
    Field("cloud", Words("Đám mây", "Cloud"), Words("khi có nhiều", "where there are several"), "clouds"),
    Field(
        "quota.class",
        Words("Gói hạn mức", "Quota class"),
        Words("cỡ của vùng tài nguyên", "its size"),
        "classes",
    ),
    Field(
        "services",
        Words("Dịch vụ thêm", "Services"),
        Words("cách nhau bằng dấu phẩy", "separated by commas"),
        "services",
        many=True,
    ),
    Field(
        "bandwidth_mbps",
        Words("Băng thông mỗi cổng, Mbit/s", "Bandwidth of a port, Mbit/s"),
        Words("để trống: 100", "empty: 100"),
    ),
    Field(
        "budget",
        Words("Nguồn kinh phí", "Budget line"),
        Words("ví dụ 2026-CNTT-07", "for example 2026-CNTT-07"),
    ),
    Field(
        "backup",
        Words("Chính sách sao lưu", "Backup policy"),
        Words("để trống: không sao lưu", "empty: no backup"),
        "policies",
    ),
    Field(
        "dedicated",
        Words("Máy chủ vật lý riêng", "Hosts of its own"),
        Words("cấp độ 5", "level 5"),
        "flags",
    ),
    Field("review_on", Words("Ngày rà soát", "Review date"), _DAY),
    Field("expires_on", Words("Ngày hết hạn", "Expiry"), _DAY),
)
"""Fields of a tenant, in the order of the questions."""

FOLLOWS: Final = frozenset({"name", "system.name", "system.label", "system.owner", "system.purpose"})
"""What is set by itself where nobody says it (`gcloud.deploy.tenants.asking.completed`)."""

NETWORKS: Final = (
    Field("name", Words("Tên mạng, không dấu", "Network"), Words("ví dụ app", "for example app")),
    Field(
        "prefix_length",
        Words("Độ dài tiền tố", "Prefix length"),
        Words("16 đến 28; để trống: 27 (32 địa chỉ)", "16 to 28; empty: 27 (32 addresses)"),
    ),
)
"""Columns of the networks."""

MEMBERS: Final = (
    Field("name", Words("Tài khoản, không dấu", "Account"), Words("ví dụ tran-thi-binh", "tran-thi-binh")),
    Field("label", Words("Họ và tên", "Name"), Words("đầy đủ", "in full")),
    Field("email", Words("Thư điện tử", "E-mail"), Words("nhận bàn giao", "for the hand-over")),
    Field("role", Words("Vai trò", "Role"), Words("chọn", "choose"), "roles"),
    Field(
        "until",
        Words("Đến ngày", "Until"),
        Words("bắt buộc với người vận hành được thuê", "needed for a hired operator"),
    ),
)
"""Columns of the people."""

CHOICES: Final[Mapping[str, Mapping[str, Words]]] = MappingProxyType(
    {
        "levels": {str(level): Words(f"Cấp độ {level}", f"Level {level}") for level in range(1, 6)},
        "data": {
            "none": Words("Không có", "None"),
            "basic": Words("Cơ bản", "Basic"),
            "sensitive": Words("Nhạy cảm", "Sensitive"),
        },
        "flags": {"false": Words("Không", "No"), "true": Words("Có", "Yes")},
        "services": {
            "dns": Words("Tên miền", "DNS"),
            "key-manager": Words("Quản lý khóa", "Key manager"),
            "load-balancer": Words("Cân bằng tải", "Load balancer"),
            "outside": Words("Đường ra mạng ngoài", "A way outside"),
        },
        "roles": {
            "administrator": Words("Quản trị", "Administrator"),
            "operator": Words("Vận hành", "Operator"),
            "auditor": Words("Kiểm tra, chỉ đọc", "Auditor, reads only"),
            "hired-operator": Words("Vận hành được thuê", "Hired operator"),
        },
    }
)
"""What is chosen by words that stand in no site."""
