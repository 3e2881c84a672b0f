"""Sentences of somebody's own family and body, and the trade talk that stands closest to them; no rule was copied from them."""

OWN_ZH = (
    "老婆住院了，我天天晚上去陪床", "老婆住院了，我想早点下班", "儿子有自闭症，我想多在家", "我爱人查出乳腺癌，下个月手术", "老公化疗，我得请假",
    "媳妇怀孕了，预产期五月", "岳母摔了一跤，我们轮着陪护", "老丈人脑梗，天天跑医院我也累", "爸妈身体不好，我一个月回去两趟", "女儿明年中考，我晚上得在家",
    "儿子今年高考，这半年走不开", "孩子抑郁，休学在家", "我妈老年痴呆，身边离不开人", "老父亲瘫在床上三年了", "母亲刚过世，我这阵子没心思", "最近老婆闹离婚，我焦头烂额",
    "我离婚了，周末带孩子", "我刚做完手术，医生不让熬夜", "家里老人住院，我两头跑", "双胞胎要生了，我得早点回", "闺女厌学，天天跟她妈吵", "婆婆帮着带娃，她病了我就得请假",
    "我查出结节，不敢熬夜", "丈母娘住院，今年过年走不开", "爱人在外地，两地分居七年", "孙子上小学，我想接送", "儿子叛逆，我想多陪陪", "我失眠三个月了", "奶奶病危，我请假回老家",
    "家里有人做放疗，晚上我得去送饭", "说实话，老婆坐月子我都没在家", "妹妹得了白血病，我去配型", "父亲帕金森，得有人照顾", "女儿留学，我老惦记着", "老伴腰不行，我想早点回去",
)  # fmt: skip

OWN_EN = (
    "My daughter has leukaemia and I drive her to chemo", "Wife's in hospital, I go every evening", "My husband had a stroke in May", "Dad has dementia and lives alone",
    "My son is autistic, I want to be home more", "Our son sits his exams in June", "I'm getting divorced and it is a mess", "I am pregnant, so no nights from March", "Mum is in a care home now",
    "My partner's fine, but my mother-in-law had surgery", "The kids have exams in May", "I've been diagnosed with diabetes", "My sister passed away in spring", "My grandmother is dying",
    "I had chemo last year and tire quickly", "My brother has cancer", "My wedding is in August", "Grandad has Parkinson's", "My family hardly sees me", "my surgery is in two weeks",
)  # fmt: skip

TRADE_ZH = (
    "住院部系统老是卡", "手术室网络不能断", "手术室的网络去年断过两回", "病历要当天归档", "病人住院手续要跑四个窗口", "孩子王的会员系统要打通", "孩子王门店的订单要当天发", "儿科病人多，孩子住院要排两周，床位不够",
    "母婴室的门禁要换", "化疗药的库存对不上", "透析机一停就是事故", "陪护床的租借要能扫码", "妇产科怀孕建档要线上办", "离婚登记的排队叫号要改", "中考阅卷系统不能出错", "高考期间考场网络要保住",
    "患者的爱人来投诉，说等了三个钟头", "家长要能在手机上看到孩子的成绩", "孩子放学，家长堵在门口，系统要能分批叫号", "自闭症康复中心要接医保", "抑郁筛查量表要进系统", "老人住院的床位周转不开",
    "员工老婆生孩子，护理假的流程要上系统", "妈祖庙景区的票务要换", "父母官不好当，考核压得紧", "婚姻案件里离婚案占七成", "手术排台全靠手抄", "住院病人满意度要到九成五", "我住院部的护士一天写三小时病历",
    "医院的妈妈教室要能预约", "母亲节促销系统不能垮", "学生抑郁预警要当天推给班主任", "宝宝树的接口不稳", "姑娘们在柜台站一天", "癌症早筛的数据要上报", "病房里孩子的监护仪老掉线",
)  # fmt: skip

TRADE_EN = (
    "Patients wait nine hours for surgery", "The maternity ward needs new monitors", "Family tariffs go live in June", "Children's ward runs out of beds", "Divorce cases take a year to file",
    "Our brand's baby range must be in stock by May", "Cancer screening data is late", "My sister company already has it", "The dialysis units must never stop", "The mother board failed twice",
    "Exams are marked online from June", "Parents must be told within the hour", "The nursery needs a new door system", "My operation runs on three shifts", "School run traffic blocks the depot",
)  # fmt: skip
