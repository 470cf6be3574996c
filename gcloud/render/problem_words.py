"""What is wrong, in Vietnamese, for those who fill in questions and forms.

By the rule that is broken; the exact words (which name, which figure) follow in the
form that all commands use.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gcloud.model.problem import Problem
from gcloud.render.tenant_words import Language

VIETNAMESE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "date": "ngày phải viết năm-tháng-ngày",
        "email": "thư điện tử không đúng",
        "file.": "tệp không đúng",
        "form.": "biểu mẫu không đúng",
        "key.missing": "còn thiếu",
        "key.unknown": "không có mục này",
        "level.": "cấp độ không phù hợp",
        "member.until": "người vận hành được thuê phải có ngày kết thúc",
        "name": "tên chỉ gồm a-z, 0-9 và dấu -, bắt đầu bằng chữ cái",
        "name.asked": "một yêu cầu khác đang chờ duyệt dùng tên này",
        "name.dns": "hệ thống tên miền không nhận tên này",
        "name.held": "tên này của vùng tài nguyên đã kết thúc, còn trong thời gian giữ tên",
        "name.like": "quá giống một tên đã có",
        "name.reserved": "tên này dành cho hệ thống",
        "name.taken": "tên này đã có",
        "name.twice": "tên này viết hai lần",
        "quota.none": "chưa chọn hạn mức",
        "reference.unknown": "không có trong danh mục",
        "request.past": "ngày đã qua",
        "request.requester": "người này không được quyền yêu cầu",
        "request.stranger": "chỉ được yêu cầu cho cơ quan của mình",
        "system.personal-data": "dữ liệu cá nhân và số chủ thể không khớp nhau",
        "system.differs": "hệ thống này đã được mô tả khác",
        "tenant.company": "doanh nghiệp không thể là cơ quan sử dụng",
        "tenant.dates": "ngày rà soát phải trước ngày hết hạn",
        "text.": "có ký tự không dùng được",
        "value.choice": "không có trong danh sách",
        "value.empty": "còn trống",
        "value.least": "nhỏ quá",
        "value.long": "dài quá",
        "value.most": "lớn quá",
        "value.number": "phải là số nguyên",
        "value.text": "phải là chữ",
    }
)
"""By rule; a key that ends in a dot stands for all rules that begin with it."""


def told(problem: Problem, language: Language) -> str:
    """A problem without its place, in a language.

    Args:
        problem: the problem.
        language: of those who read it.
    """
    words = f"{problem.what}; {problem.instead}" if problem.instead else problem.what
    if language == "en":
        return words
    group = problem.rule.partition(".")[0] + "."
    found = VIETNAMESE.get(problem.rule) or VIETNAMESE.get(group)
    return f"{found} ({words})" if found else words
