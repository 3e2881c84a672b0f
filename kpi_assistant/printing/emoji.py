"""Emoji have no shape in the fonts of the paper; they are set as their names in brackets, as chat programs do."""

import re
import unicodedata

# What stands as a picture without being asked to, below the pictures' own planes.
_BASIC = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab"
    "\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
_PICTURE = f"(?:[{_BASIC}\U0001f000-\U0001faff]|[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299](?=\ufe0f))"
_TAIL = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}{_TAIL}(?:\u200d{_PICTURE}{_TAIL}|\u200d[\u2640\u2642]\ufe0f?)*"
)
"""One emoji as people see it: with its skin tone, its flag letters, or what it is joined with."""
_ANY = {"zh_CN": "表情", "en": "emoji"}
_CHINESE = {
    "👍": "赞", "👎": "踩", "👌": "好的", "🙏": "合十", "👏": "鼓掌", "💪": "加油", "🤝": "握手", "✌": "胜利", "👊": "碰拳",
    "🙂": "微笑", "😊": "微笑", "😀": "笑", "😁": "笑", "😄": "笑", "😃": "笑", "😆": "大笑", "😂": "笑哭", "🤣": "笑哭",
    "😅": "苦笑", "😓": "汗", "😭": "大哭", "😢": "流泪", "😡": "生气", "😠": "生气", "😱": "吓", "😰": "冷汗", "😴": "困",
    "🤔": "思考", "😎": "酷", "😉": "眨眼", "😍": "喜欢", "😘": "亲", "😳": "尴尬", "🙄": "白眼", "😤": "憋气", "😩": "累",
    "🤦": "捂脸", "🤷": "摊手", "❤": "心", "💔": "心碎", "🌹": "玫瑰", "🎉": "庆祝", "🎂": "蛋糕", "🔥": "火", "⭐": "星",
    "✅": "对勾", "❌": "叉", "❗": "感叹号", "❓": "问号", "⚡": "闪电", "☕": "咖啡", "🍻": "干杯", "📈": "上升", "📉": "下降",
    "💰": "钱袋", "📞": "电话", "🚀": "火箭", "⏰": "闹钟", "🌙": "月亮", "☀": "太阳", "💯": "满分", "👀": "眼睛",
}  # fmt: skip


def named(emoji: str, locale: str) -> str:
    """The emoji's name: a Chinese one where it is a common one, the standard's in English."""
    first = emoji[0]
    if locale != "en":
        return _CHINESE.get(first, _ANY["zh_CN"])
    if "\U0001f1e6" <= first <= "\U0001f1ff" or "\u20e3" in emoji:
        return _ANY["en"]
    return unicodedata.name(first, _ANY["en"]).lower().removesuffix(" sign")
