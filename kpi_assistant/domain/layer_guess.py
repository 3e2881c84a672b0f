"""Which layer a sentence sounds like, for a chip that the salesperson confirms or changes with one tap.

"Take this job away: does the sentence still hold?" cannot be computed; what can is whether it speaks of home, body and
free time (life) or of fear, face and meaning (mindset). Work is what everything else is.
"""

import re

from kpi_assistant.domain.vocabulary import Layer

RULES: dict[Layer, str] = {
    Layer.LIFE: (
        r"老父亲|老母亲|老伴|爱人|孩子|闺女|儿子|女儿|回家|回老家|离家|家里|周末|周五|周日|年假|歇过|海边|接送|热饭|高铁|房贷"
        r"|颈椎|岁数大|夜路|马拉松|两地分居|跑起来"
        r"|\b(my|our) (kids?|son|daughter|wife|husband|mother|father|parents|family|back|knees?)\b|\bat home\b|\bweekends?\b"
        r"|\brecital\b|\bholiday\b|\bmarathon\b|\bmortgage\b"
    ),
    Layer.MINDSET: (
        r"没人替我们|别把我们当|睡得着|干干净净|一辈子的事|跑腿|拿出来.{0,4}服气|总得有人接|什么都不会|凭什么|信我一回|说句|放心"
        r"|最后一个知道|背锅|留下点|后人|名声|面子|丢脸|脸都|被认可|替我们说"
        r"|\b(i|we) don't want to be (the one|seen|remembered)\b|\bblamed?\b|\brespect(ed)?\b|\breputation\b|\bproud\b"
        r"|\blast to know\b|\bremembered\b|\bsleep at night\b"
    ),
}
"""The layer heard most wins; each alternative counts once for every time it is heard."""


def guess_layer(text: str) -> Layer:
    """The layer the words sound like; work when nothing speaks for another."""
    heard = {layer: len(re.findall(rule, text, re.IGNORECASE)) for layer, rule in RULES.items()}
    best = max(heard, key=lambda layer: heard[layer])
    return best if heard[best] else Layer.WORK
