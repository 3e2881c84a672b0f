"""Which layer a sentence sounds like: a suggestion that is never taken without a tap, for a wrong guess hides work from the team.

"Take this job away: does the sentence still hold?" cannot be computed; what can is whether somebody speaks of themselves:
of their family, home and body (life), or of what they fear and want to be known for (mindset). A day, a place or a thing
alone says nothing: "switch over at the weekend" is work. Rules are read by Python and JavaScript alike, hence plain
groups instead of word boundaries and look-behinds, which the two (and old phones) do not share.
"""

import re

from kpi_assistant.domain.home_words import LIFE_EN, LIFE_ZH
from kpi_assistant.domain.vocabulary import Layer

# "I", not "we" nor "my office": who speaks for a house speaks of work.
_ME = "我(?![们院局司科厂校部区县市省方国行])"
_WITHIN = "[^。！？!?；;]"
_KIN = "(?:妈(?!祖)|爸|娘(?!家)|爹|老母亲|老父亲|母亲|父亲|老伴|爱人|老婆|老公|媳妇|孩子(?!们)|儿子|女儿|闺女|丫头|外孙|孙子|孙女|岳父|岳母)"
_START = "(?:^|[，。！？；、,;!?\\s])"
_WORD = "(?:^|[^a-z])"
_END = "(?![a-z])"

RULES: dict[Layer, str] = {
    Layer.LIFE: "|".join(
        (
            f"(?:{_ME}|我们家|咱家)(?:自己|家里|老家|家)?的?{_KIN}",
            f"{_START}(?:老父亲|老母亲|闺女|老伴|孩子(?!们)){_WITHIN}{{0,24}}(?:{_ME}|想在家|想回去|想陪|陪陪|陪她|陪他)",
            "家里(?:添丁|老人|孩子(?!们)|小的)",
            f"{_ME}(?:自己|也|就|真|只|都)*(?:想|盼着|得|要){_WITHIN}{{0,10}}(?:回家吃|回家陪|回家看|回老家|陪孩子|陪家人|陪老人|歇几天|休年假)",
            f"{_ME}(?:的|这|自己)*(?:老)?(?:颈椎|老腰|腰|膝盖)(?:疼|不行|不好|受不了|又)",
            *LIFE_ZH,
            *LIFE_EN,
            f"{_WORD}we['’]ve (?:got )?a (?:little one|baby){_END}",
            f"{_WORD}I(?:['’]d| would| just| only)* (?:like|want|need|love) to (?:be|get|go)(?: back)? home{_END}",
            f"{_WORD}my (?:bad )?(?:back|knees?) (?:hurts?|aches|is killing|won['’]t)",
        )
    ),
    Layer.MINDSET: "|".join(
        (
            f"{_ME}{_WITHIN}{{0,10}}(?:睡得着|睡不着|抬不起头|丢不起这个?[脸人]|背这?个?锅|一辈子的事|最后一个知道|被认可|留下点什么|留点什么)",
            f"{_ME}{_WITHIN}{{0,8}}不图什么",
            "背后说" + _ME,
            f"{_ME}{_WITHIN}{{0,20}}(?:退下来以后|人家提起我)",
            f"{_WORD}I (?:don['’]t want|do not want|hate|refuse) to be (?:the one|seen|remembered|blamed|the last){_END}",
            f"{_WORD}I(?:['’]d| would| just| only)* (?:like|want|need) to (?:be (?:remembered|respected|taken seriously)|sleep at night){_END}",
            f"{_WORD}I(?:['’]m| am) (?:always )?(?:the )?last to know{_END}",
            f"{_WORD}(?:don['’]t want (?:people|anyone|them) to (?:say|remember) (?:I|me|my)|behind my back|at my age){_END}",
        )
    ),
}
"""The layer heard most wins; each alternative counts once for every time it is heard."""


def guess_layer(text: str) -> Layer:
    """The layer the words sound like; work when nothing speaks for another."""
    heard = {layer: len(re.findall(rule, text, re.IGNORECASE)) for layer, rule in RULES.items()}
    best = max(heard, key=lambda layer: heard[layer])
    return best if heard[best] else Layer.WORK
