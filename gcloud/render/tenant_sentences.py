"""The sentences of the questions and of the form, in both languages."""

from typing import Final

from gcloud.render.tenant_words import Words

WELCOME: Final = Words(
    "Yêu cầu một vùng tài nguyên mới. Enter để nhận giá trị trong ngoặc vuông hoặc để trống; Ctrl-C để thôi.",
    "A new tenant. Enter takes what stands in brackets or leaves a field empty; Ctrl-C ends.",
)
NETWORKS: Final = Words("Mạng riêng", "Networks")
MEMBERS: Final = Words("Người sử dụng", "People")
FIGURES: Final = Words(
    "Con số khác với gói hạn mức, ví dụ compute.cores=32", "Figures other than the class's, compute.cores=32"
)
ANOTHER: Final = Words("Enter để kết thúc", "Enter ends the list")
NEEDED: Final = Words("Phải có.", "This is needed.")
NO_CHOICE: Final = Words("Không có trong danh sách.", "That is none of them.")
NOT_SO: Final = Words("Không hợp lệ", "Not so")
OPTIONAL: Final = Words("không bắt buộc", "optional")
AGAIN: Final = Words("Cần sửa:", "To be put right:")
WRITE: Final = Words("Ghi yêu cầu này?", "Write this request?")
