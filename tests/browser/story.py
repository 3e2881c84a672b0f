"""One salesperson's first customer, told in either language: what a new user types, from the offering to the brief."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """One KPI as it was said, and how it is answered: ``fit`` as the form's value, "" where it gets no answer.

    ``facets`` by their names; ``do`` and ``promise`` as typed.
    """

    words: str
    layer: str = "work"
    facets: tuple[tuple[str, str], ...] = ()
    fit: str = ""
    do: str = ""
    promise: str = ""


@dataclass(frozen=True)
class Story:
    """What is typed in one language. ``marks`` stand on every page of the internal edition, without spaces."""

    locale: str
    browser: str
    lang: str
    member: str
    workspace: str
    capability: dict[str, str]
    proof: dict[str, str]
    organisation: str
    person: str
    title: str
    purpose: str
    wishes: tuple[Wish, ...]
    next_step: str
    mark: str

    @property
    def work(self) -> list[Wish]:
        return [wish for wish in self.wishes if wish.layer == "work"]

    @property
    def private(self) -> list[Wish]:
        return [wish for wish in self.wishes if wish.layer != "work"]


CAPABILITY = {
    "name_zh": "防篡改备份与恢复演练",
    "name_en": "Tamper-proof backup and restore drills",
    "description_zh": "核心系统做不可改写的备份，每半年真恢复一次。",
    "description_en": "Backups that nobody can alter, restored for real twice a year.",
    "limits_zh": "影像库超过 80TB 时，首次恢复不保证一小时内。",
    "limits_en": "Above 80 TB the first restore may take longer than an hour.",
    "sayings_zh": "系统一停，大厅里全是人\n备份有没有用，谁也没试过",
    "sayings_en": "When it stops, the hall is full of people\nNobody has ever tried the backup",
}
PROOF = {
    "statement_zh": "影像系统恢复由 6 小时 10 分降到 38 分钟",
    "statement_en": "Restoring the imaging system fell from 6 h 10 min to 38 minutes",
    "whose_zh": "某三级医院",
    "whose_en": "a tertiary hospital",
    "how_measured_zh": "两次实演，院方计时",
    "how_measured_en": "two live drills, timed by the hospital",
    "measured_on": "2025-09-01",
    "valid_until": "2099-12-31",
}

CHINESE = Story(
    locale="zh_CN",
    browser="zh-CN",
    lang="zh-CN",
    member="林序",
    workspace="衡屿信安",
    capability=CAPABILITY,
    proof=PROOF,
    organisation="霁州市第二人民医院",
    person="庄旻𠮷",
    title="信息科主任",
    purpose="新院区机房",
    wishes=(
        Wish(
            "院长给我的期限是明年六月底，核心系统恢复要压到 ≤1 小时，<b>他</b>要“亲自”到场看 & 计时。",
            facets=(("metric", "核心系统恢复时间"), ("target", "一小时以内"), ("judge", "院长")),
            fit="direct",
            do="先按剧本恢复一次影像系统，再定全院的顺序。",
        ),
        Wish(
            "平均住院日压不到 7.5 天，床就周转不开；{{ 7*7 }} 张床也不够，100% 是真话。",
            facets=(("metric", "平均住院日"), ("baseline", "8.1 天")),
            fit="not_yet",
            promise="问清楚医务处是怎么算平均住院日的",
        ),
        Wish(
            "八个平台八套账号——领导要个数，我得一个个登进去抄……",
            fit="partial",
            do="先把八套账号合成一个登录口。",
            promise="给出合并登录口的清单",
        ),
        Wish("老母亲独居乡下，但愿周六清早赶得上那趟绿皮火车。", layer="life"),
        Wish("别拿我们当修打印机的，盼有人夸句漂亮！", layer="mindset"),
    ),
    next_step="按剧本实演一次恢复",
    mark="内部资料·含个人信息·不得外发",
)

ENGLISH = Story(
    locale="en",
    browser="en-GB",
    lang="en",
    member="Sean O’Leary",
    workspace="Hollins Secure Operations",
    capability=CAPABILITY,
    proof=PROOF,
    organisation="Marsh & Vale General Hospital",
    person="Zoë D'Angelo-Müller",
    title="Head of IT",
    purpose="Machine room of the new site",
    wishes=(
        Wish(
            "The board gave me until June: the core systems back in ≤1 hour, and <b>they</b> will “watch the clock” & note it.",
            facets=(
                ("metric", "time to restore the core systems"),
                ("target", "under an hour"),
                ("judge", "the board"),
            ),
            fit="direct",
            do="First one drill on the imaging system, then the order for the whole site.",
        ),
        Wish(
            "Our length of stay won't go below 7.5 days; {{ 7*7 }} more beds would not be enough, and that's 100% true.",
            facets=(("metric", "mean length of stay"), ("baseline", "8.1 days")),
            fit="not_yet",
            promise="Find out how the length of stay is counted",
        ),
        Wish(
            "Eight platforms — eight logins; when somebody wants a figure I copy it out one by one…",
            fit="partial",
            do="One sign-in page for the eight platforms.",
            promise="The list of platforms that can share one sign-in",
        ),
        Wish("Grandma dwells upcountry unaided; Saturdays I'd love catching that dawn ferry.", layer="life"),
        Wish("Treating us like printer mechanics stings; praise delights me.", layer="mindset"),
    ),
    next_step="One restore drill by the book",
    mark="Internal·containspersonaldata·donotpasson",
)
