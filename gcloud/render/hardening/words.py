"""What results of hosts are called, in Vietnamese and in English."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from gcloud.plan.hardening.results import Words

Language = Literal["vi", "en"]

WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "audit": Words("Kết quả kiểm tra máy chủ theo chuẩn an toàn", "Hosts held against their baseline"),
        "harden": Words("Kết quả đưa máy chủ về chuẩn an toàn", "Hosts brought to their baseline"),
        "check": Words("Những gì một lần chạy sẽ thay đổi trên máy chủ", "What a run would change on hosts"),
        "comparison": Words("So sánh hai lần chạy", "Two runs compared"),
        "pass": Words("Đạt", "Pass"),
        "fail": Words("Không đạt", "Fail"),
        "waived": Words("Miễn trừ", "Waived"),
        "not-applicable": Words("Không áp dụng", "Not applicable"),
        "not-checked": Words("Chưa kiểm tra được", "Could not be checked"),
        "high": Words("Cao", "High"),
        "medium": Words("Trung bình", "Medium"),
        "low": Words("Thấp", "Low"),
        "authentication": Words("Xác thực", "Authentication"),
        "access": Words("Kiểm soát truy cập", "Access control"),
        "logging": Words("Nhật ký", "Logging"),
        "intrusion": Words("Phòng chống xâm nhập", "Intrusion prevention"),
        "malware": Words("Phòng chống mã độc", "Malware"),
        "updates": Words("Cập nhật", "Updates"),
        "wiping": Words("Xóa dữ liệu khi bàn giao", "Wiping at hand-over"),
        "worse": Words("Xấu đi", "Worse"),
        "better": Words("Tốt lên", "Better"),
        "other": Words("Khác trước", "Different"),
        "same": Words("Như cũ", "Same"),
        "new": Words("Mới", "New"),
        "gone": Words("Không còn", "Gone"),
    }
)
"""By the words of the documents."""

LEVEL: Final = Words("Cấp độ", "Level")
DEPTH: Final = Words("Chiều sâu kỹ thuật (CIS)", "Technical depth (CIS)")

UNKNOWN: Final = Words("chưa biết số điều khoản", "number not known")
"""What a clause says where its number is not known."""

CERTAINTY: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "V": Words("đã đọc văn bản gốc", "the primary text was read"),
        "S": Words(
            "theo một nguồn thứ cấp, chưa đọc văn bản gốc",
            "after a secondary source, the text itself was not read",
        ),
        "P": Words(
            "theo báo chí hoặc bên thứ ba, chưa đọc văn bản gốc",
            "after press or a third party, the text itself was not read",
        ),
        "I": Words("suy luận của dự án, không phải lời văn của điều khoản", "this project's inference"),
        "G": Words("kiến thức chung, chưa kiểm chứng", "general knowledge, not verified"),
    }
)
"""How sure this project is of a clause."""

SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pass": "✓",
        "fail": "✗",
        "waived": "◐",
        "not-applicable": "·",
        "not-checked": "?",
        "worse": "▼",
        "better": "▲",
        "other": "◆",
        "same": "=",
        "new": "+",
        "gone": "-",
    }
)
"""A sign for each, since paper may have no colour and eyes may see none."""


def word(key: str, language: Language) -> str:
    """A word of the documents in a language; what has none stays as it is.

    Args:
        key: the word as documents have it.
        language: of those who read it.
    """
    found = WORDS.get(key)
    return key if found is None else getattr(found, language)


def part(key: str) -> Words:
    """What a part of a score is called.

    Args:
        key: a level, "depth" or a family.
    """
    if key.isdecimal():
        return Words(f"{LEVEL.vi} {key}", f"{LEVEL.en} {key}")
    return DEPTH if key == "depth" else WORDS.get(key, Words(key, key))
