"""Sentences no rule was written from, with the layer they are of; read by the tests in Python and in the browser."""

WORK = (
    "周五之前要把验收报告交给集团信息部", "周末切换，周一早上八点必须能用", "得让院长放心", "说句实话，你们报价高了",
    "房贷审批要从五天压到一天", "高铁站闸机不能停", "假期客流翻倍，系统不能垮", "家里那套旧系统年底下线",
    "孩子们的饭菜要能追溯到供应商", "病人的爱人来投诉，说等了三个钟头", "回家隔离的人要每天报体温",
    "我们科最怕背锅，日志要留全", "我们孩子多，食堂要分批", "我想回去看看数据再定", "我要陪他们跑完验收",
    "我院儿子病房的床位要周转", "我科颈椎手术一年三百台", "我们局的名声不能坏在这个系统上", "面子工程我们不做，要看实效",
    "凭什么他们的接口先通", "马拉松当天网络要保住", "接送车的定位要准到十米", "退休人员的账号要当天停",
    "我得让领导服气这个数", "最后一个知道故障的总是运维", "我负责的三个县年底都要上线", "海边的机房要防潮",
    "周日夜里割接，人要到齐", "被认可的供应商才能进名单", "我把老系统的家底摸清了", "我妈祖庙景区的票务要换",
    "Holiday traffic must not bring the site down", "Our reputation score has to reach 4.5", "They respect the deadline or we stop",
    "The weekend cutover must be done by six", "Mortgage approvals take nine days", "Our parent company signs in March",
    "The family tariff has to be live in June", "My back office needs a single login", "Blame the old router for it",
    "We are proud of the uptime", "The marathon needs coverage on the whole route", "My team has eleven sites to migrate",
    "Parents must be told within the hour", "The home page loads in nine seconds", "Mother boards fail after two years",
    "I want to be the first site with the new version", "Sleep mode drains the battery", "The last to know is always the help desk",
)  # fmt: skip

LIFE = (
    "我女儿明年高考，晚上得早点回去", "我爱人在外地，一个月见一面", "老母亲一个人在县城，我放心不下", "我就想回老家过个年",
    "闺女刚上初中，想陪陪她", "我颈椎不行了，坐不住", "我家老父亲住院了", "孩子发烧，我得去医院",
    "My wife says I live at the office", "I'd like to be home before eight for once", "My father is ill and two hours away",
    "Our daughter starts school in September", "my back hurts after every shift", "We've got a baby due in March",
)  # fmt: skip

MINDSET = (
    "我晚上睡不着，就怕出事", "我可不想背这个锅", "我总是最后一个知道", "我想给后来的人留下点什么", "我到这个岁数不图什么",
    "背后说我没本事的人不少", "I don't want to be the one who signed it", "I just want to sleep at night",
    "I'd like to be remembered for something good", "They laugh behind my back", "At my age I only want to teach",
)  # fmt: skip

TABLE = [(text, layer) for layer, said in (("work", WORK), ("life", LIFE), ("mindset", MINDSET)) for text in said]
