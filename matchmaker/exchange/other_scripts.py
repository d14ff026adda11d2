"""Headers in other scripts: what Russian, Arabic and Chinese columns are called, and names said twice in two scripts.

A stem stands for a field wherever it stands in a folded header; the first field that fits counts, so that "country of
the donor" is a donor.
"""

import re
from functools import cache

SURE = 0.85

_STEMS: tuple[tuple[str, str], ...] = (
    ("provider", "донор финансир инвестор спонсор المانح الممول التمويل 援助方 援助国 捐助 捐赠 资金来源 出资 资助"),
    ("ended", "окончан заверш закрыт الانتهاء النهاية نهاية الإنجاز الاختتام 结束 完成日期 完工 截止 终止"),
    ("started", "начал старт подписан одобрен البدء البداية بداية التوقيع الانطلاق 开始 启动 起始 签署"),
    ("partner", "стран государств البلد الدولة المستفيد 受援 受惠 国家 国别"),
    ("types", "вид_помощ вид_содейств тип_помощ نوع_المساعدة 援助类型 援助方式"),
    ("institution", "исполн организац ведомств министерств учрежден реализующ المنفذ التنفيذ الوزارة المؤسسة المنظمة "
                    "الجهة 实施 执行 承担 主管 机构"),
    ("status", "статус состояни этап الحالة حالة 状态 进展 阶段"),
    ("sector", "сектор отрасл тематик направлен القطاع قطاع المجال 领域 部门 行业"),
    ("contact", "контакт телефон почт الاتصال البريد 联系 电话"),
    ("link", "ссылк сайт رابط الموقع 链接 网址"),
    ("title", "назван наименован عنوان اسم 名称 标题 题目"),
    ("text", "описан цел задач содержан аннотац резюме الوصف وصف الهدف أهداف ملخص 内容 描述 简介 目标 说明 概述"),
    ("id", "номер код идентификатор الرقم رقم رمز المعرف 编号 序号 代码 项目号"),
)  # fmt: skip
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile("[\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _stems() -> tuple[tuple[str, tuple[str, ...]], ...]:
    from matchmaker.exchange.columns import folded_header

    return tuple((field, tuple(folded_header(stem) for stem in stems.split())) for field, stems in _STEMS)


def latin_part(header: str) -> str:
    """The words in Latin letters of a header that is said in two scripts; "" for any other header."""
    if not _OTHER.search(header) or not _LATIN.search(header):
        return ""
    return " ".join(word for word in re.split(r"[\s/|]+", header) if not _OTHER.search(word))


def field_of(name: str) -> str:
    """The field that a folded header in another script speaks for; "" when it speaks for none."""
    if not _OTHER.search(name):
        return ""
    return next((field for field, stems in _stems() if any(stem in name for stem in stems)), "")
