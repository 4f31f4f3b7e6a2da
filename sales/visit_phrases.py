"""The words in which people tell of a visit: who, how, what for, what came of it, what comes next."""

from sales.phrases import COUNTED, NUMERALS, STEP, WEEK_WORD

SPACES = " \t\n\r"
SEPARATOR = (
    r"(?<![0-9a-z])[/+-]+(?![0-9])|[/+](?![0-9a-z])|—+|–|[\s、，。；！？~()\[\]【】《》“”" + r'"…;!?:|\u0000]'
    r"|,(?![0-9]{3})|(?<!(?<![a-z])mr)(?<!(?<![a-z])ms)(?<!(?<![a-z])dr)(?<!mrs)(?<!prof)\.(?![0-9])"
)
"""What parts two phrases: not the comma or point inside a number, nor the point behind a title."""
TRIMMED = SPACES + '/+—–-、，。；！？,;.!?:：~()（）[]【】《》“”"…|\u0000了'

WILLINGNESS = (
    r"(?:对方)?(?:的)?(?:意愿度?|意向度?|willingness)\s*(?:是|为|is)?\s*[:：=]?\s*(?:大概|大约|差不多|约|about"
    r"|around)?\s*"
    rf"(?!一般|十分[一-龥])(?:百分之)?(?P<score>-?[0-9]+(?:\.[0-9]+)?"
    rf"|[{NUMERALS}]+)(?![0-9成星级颗])(?!\s*[-~到至]\s*[0-9])\s*(?:分|%)?"
)

_ACCOMPANY = "陪访|陪同|同行|随行|一起|一同|一块儿?|together"
COMPANION_BEFORE = rf"(?:(?:和|跟|与|同|由|with)\s*)?(?P<who>{{names}})\s*(?:也|都)?(?:{_ACCOMPANY})"
COMPANION_GOING = r"(?:和|跟|与|同)\s*(?P<who>{names})\s*(?=去|到|拜访|走访)"
COMPANION_AFTER = (
    r"(?:陪访人?|陪同人?|同行人?|随行|带着|带上|带了|带|陪|with"
    r"|accompanied by)\s*[:：]?\s*(?P<who>{names})(?:\s*(?:一起|一同|同去))?"
)
NAMES_JOINED = r"\s*(?:[、,，和与&]|and)\s*|\s+"

# A contact: surname and title, with the department before them.

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅卞齐康伍余卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝臧戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻"
    "贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘丁宣邓洪包左石崔吉龚程邢裴陆荣翁甄曲封储靳段焦谷车侯全班仲"
    "宁仇栾祖武符刘景詹束龙叶司黎薄白蒲从索赖卓蔺屠蒙池乔闻党翟谭劳冉桑桂牛温庄晏柴瞿阎慕连习艾向古易廖耿匡文寇广欧聂关荆游权岳肖简曾涂佟麦闫覃阳尚饶沙宫甘伊巫富惠成宗应丰鞠牟佘代查商计戎芮井巴苟隋冼晁敖丘缪钮冷谌逄"
)
_SURNAME = f"(?:欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|慕容|令狐|夏侯|[{SURNAMES}])"
_TITLES = (
    "总经理|总工程师|总工|总监|总裁|总助|副总|董事长|董秘|老板娘|老板|护士长|主任|主管|主席|主编|经理|部长|科长"
    "|处长|局长|所长|站长|店长"
    "|厂长|校长|院长|队长|班长|组长|馆长|园长|行长|社长|会长|村长|镇长|县长|司长|台长|场长|课长|股长|厅长|书记"
    "|会计|出纳|助理|秘书|教授|博士|硕士"
    "|老师|师傅|医生|大夫|医师|药师|女士|先生|小姐|同学|工程师|技术员|采购员|专员|采购|护士|律师|代表|顾问|领导"
    "|师父|师兄|大哥|大姐|哥|姐|叔|姨"
    "|总(?![部结量价额共体包会计是])|工(?![程厂作艺具序人业地期装会])|董(?!事)|局(?!部)|处(?!理)"
)
ROLE = f"(?:{_TITLES})"
_LONG_TITLES = "|".join(title for title in _TITLES.split("|") if len(title) > 1 and "(" not in title)
_AREAS = (
    "采购|工程|设备|技术|生产|质量|质检|品质|品管|仓库|仓储|财务|行政|人事|市场|销售|研发|物流|后勤|基建|信息"
    "|总务|供应链?|物资|运营|项目|车间"
    "|护理|药剂|检验|总装|机修|维修|电气|工艺|商务|法务|办公|装备|动力|安全|计划|储运|外协|资材|综合|教务|器械"
    "|药械|医务|门诊|前台|食堂|客房|餐饮|客服|售后|服务|IT"
)
_DEPARTMENT = f"(?:(?:{_AREAS})(?:部门|部|科|处|室|组|中心|办)?的?)"
_PERSON = (
    rf"(?!施工|加工|化工|代工)(?:副?{_SURNAME}(?:{_TITLES})(?:助理|秘书)?|[老小]{_SURNAME}(?![一-龥]*(?:公司|厂"
    rf"|店))|{_SURNAME}老(?=[\s，,、]|$))"
)
_LONG_PERSON = rf"(?:{_SURNAME}[一-龥]{{1,2}}(?:{_LONG_TITLES}))"
_ENGLISH_PERSON = r"(?:(?<![a-z])(?:mr|ms|mrs|dr|prof|miss)(?![a-z])\.?\s*[a-z][a-z'-]*(?:\s+(?-i:[A-Z])[a-z'-]+)?)"
_ONE = (
    rf"(?:{_DEPARTMENT}?(?:{_PERSON}|{_LONG_PERSON})|[一-龥]{{1,4}}[部科处室组]的?{_PERSON}"
    rf"|(?:{_LONG_TITLES}){_SURNAME}[一-龥]{{1,2}}(?=[\s，,、；。]|$)|{_ENGLISH_PERSON})"
)
CONTACT = rf"{_ONE}(?:\s*(?:[、和与及&/]|and)\s*{_ONE})*"
CONTACT_INSIDE = rf"{_DEPARTMENT}?{_PERSON}|{_ENGLISH_PERSON}"
"""A contact in the middle of a phrase: only the surest forms, for a company's name may hold a surname too."""
BARE_NAME = rf"{_SURNAME}[一-龥]{{1,2}}|{ROLE}|(?:{_DEPARTMENT})?[老小]{_SURNAME}"
ENGLISH_NAME = r"(?-i:[A-Z])[a-z'-]+(?:\s+(?-i:[A-Z])[a-z'-]+)?"

# How they met.

KINDS = {
    "on_site": "上门|线下|现场|到访|实地|on[ -]?site|in person",
    "phone": (
        r"(?:打|通|接|用|回)?(?:了|过)?(?:个|一个|一通)?电话(?:会议|联系)?|致电|去电|来电|called|phoned|(?:phone"
        r"|by phone|call with)\b"
    ),
    "online": (
        r"(?:开|用|通过|进行|在)?(?:了|过)?(?:个|一个)?(?:线上会议|线上|远程会议|远程|视频会议|视频通话|视频连线|视频"
        r"|腾讯会议|飞书会议|钉钉会议|企业微信|微信|网络会议)"
        r"(?:联系|会议)?|online|(?:by )?video call|video meeting|wechat|remote(?:ly)?\b"
    ),
    "care": "客户关怀|节日关怀|关怀",
}
KIND = "|".join(rf"(?P<{name}>{words})" for name, words in KINDS.items())
KIND = rf"(?:{KIND})(?![没不未无]|打不)"
CARE = "拜年|慰问|探望|探视|送节礼|送月饼|送粽子|节日问候|问候"
GOING = r"(?:去了|去|到了|到达|到|在|前往|赶到|赶去|来到|跑了|跑|赴|去往|(?:went to|at|to)\b)\s*(?:一?趟)?\s*"
VISITING = (
    r"拜访了?|走访了?|回访了(?=[一-龥])|访|visited|visit to|visit\b|跟|和|与|给|向|同|对|with\b|联系了?(?!人)"
    r"|约了?"
)
MEETING = (
    r"(?:见到了?|见了?面?|会见了?|约见了?|碰了?|找到?了?|联系人|对接人|(?:met with|met|meet|saw"
    r"|contact)\b)\s*[:：]?\s*(?:是)?"
)
PARTICLES = r"的?时候?|[的了过又也还并是]|去|and\b|then\b|for\b|to\b|the\b|about\b"
LINKS = r"然后|并且|顺便|顺带|之后|随后|主要是?|and\b|then\b|also\b"
SUBJECTS = r"对方|他们|她们|客户方?|他|她|甲方|(?:they|he|she|(?:the )?customer|client)\b"
LABELS = r"(?:结果|反馈|结论|成果|情况|客户反馈|(?:outcome|result|feedback)\b)\s*[:：]?\s*(?:是|为)?"
LATER = r"下次|后续|接下来|下回"
PLANNED = r"(?:下一步|下步)(?:计划|工作|打算|安排|行动)?(?:是|要)?|(?:next step|next)(?=\s*:|\s+[a-z])"
ABOUT_TO = (
    r"(?:下次|约好了?|约在|约定|约了?|后续|接下来|计划|打算|准备|定于|定在|预计|我们?|将于|将在|暂定|争取|还?要"
    r"|then|will|by|on)"
)
"""Words before the date of our next step that are no part of it."""
DAY_PARTS = (
    r"(?:\s*(?:一早|早上|早晨|上午|中午|下午|傍晚|晚上|am\b|pm\b|morning|afternoon))?"
    rf"(?:\s*(?:[0-9]{{1,2}}:[0-9]{{2}}|(?:[0-9]{{1,2}}|[{COUNTED}]{{1,2}})点(?:半|钟|[0-9]{{1,2}}分?)?))?"
)
DAY_TAIL = DAY_PARTS + r"(?:\s*(?:之前|以前|前|左右))?"
TO_DO = r"(?:\s|[，,:：])*(?:去|will |we )?\s*"
NO_SINGLE_DAY = (
    r"(?:春节|清明|端午|中秋|国庆|元旦|五一|十一|劳动节|元宵|双十一|年|节|假期|长假|放假)(?:节|假期?"
    r"|长假)?(?:之?前|之?后|以后|期间)"
    r"|过(?:两|几|些)天|过一?阵子?|过段时间|改天|改日|过后|近期|近日|尽快|回头"
    rf"|{STEP}(?:{WEEK_WORD}|月)(?:内|之?前|(?=\s|[送签寄发报交再回谈出]))|[0-9]{{1,2}}月(?:份|内|之?前|(?=\s))"
    r"|next (?:week|month)|asap\b|soon\b|later\b"
)

# What was done, and what came of it.

_SINGLE_VERBS = "谈|聊|催|送|签(?!到)|递|量|收|拿|交|测|装|修|换|补|退|查|看|推|请|做|开|发|寄|报|改|出|办|讲|教|取|问"
_VERBS = (
    "递交|递样|催单|催货|交样|收样|采样|拜会|请教|试装|试饮|试吃|试驾|试运行|联调|验厂|审厂|看厂|建档|询价|报备|核价|定样|定价|定稿|订货|补样|补单|退货"
    "|换货|换样|索赔|理赔|结算|结款|对单|开票|巡访|客诉|致谢|感谢|宴请|招待|上货|抢修|排障|调整|调价|调货|续费|续保|扩容|开户|竞价|路演|宣传|挽回|说服|碰头|碰面|"
    "介绍|演示|展示|对账|核账|对帐|报价|报方案|签约|签订|签合同|续签|续约|培训|回访|处理|试机|试样|试产|试用|打样"
    "|讨论|沟通|商谈|洽谈|洽商|协商|商量"
    "|商讨|交流|汇报|推荐|推广|推介|调试|安装|装机|维修|检修|维护|维保|保养|验收|复测|复检|检测|测试|测量|取样"
    "|交付|收款|催款|催收|要账|收账|了解|调研"
    "|参观|考察|巡检|巡视|跟进|跟踪|确认|核对|核实|协调|解决|投标|竞标|讲标|答疑|售后|宣讲|讲解|邀请|邀约|勘察"
    "|勘测|踏勘|查看|检查|更换|提货|送货|交货"
    "|对接|摸底|盘点|盘货|陈列|铺货|理货|促销|探讨|解释|说明|答复|回复|道歉|致歉|摸排|排查|踩点|签收|补货|配合"
    "|指导|辅导|熟悉|拓展|开发|询问|征询|征求|对样"
    "|看样|选型|选样|比价|议价|压价|谈判|磋商|梳理|复盘|规划|设计|测绘|校准|标定|升级|改造|巡店|初次接触|初访"
    "|首访|预约|约见|建立联系|接洽|陪同参观|赔礼"
)
_ENGLISH_VERBS = (
    r"\b(?:discuss|negotiat|demo|present|train|collect|introduc|sign|follow|deliver|send|quot|install|review"
    r"|inspect|test|check|handl|resolv"
    r"|product|site|pric|contract|talk|renew|propos|explain|show|sampl|survey|audit|repair|fix|pitch|plan"
    r"|complaint|invoice|payment|kick|onboard"
    r"|reconcil|measur|maint|support|update|annual|new model|trial)[a-z-]*"
    r"|\b[a-z]+ (?:review|visit|meeting|check|inspection|discussion|demo|training|survey|negotiation)s?\b"
)
_FIELDS_OF_WORK = (
    "技术|需求|合同|产品|方案|设备|新品|商务|项目|样品|订单|质量|业务|客情|日常|定期|例行|季度|年度|月度|价格"
    "|货款|账目|发票|交期|图纸|工艺|安全|操作|使用"
    "|软件|系统|库存|市场|招标|标书|前期|初步|二期|一期|三期|初次|首次|款项|账期|付款|尾款|节日|节前|合作|售前"
    "|框架|年度框架|维保|采购"
)
PURPOSE = (
    rf"(?:{_FIELDS_OF_WORK})(?:{_VERBS})|(?:再|又|一起|重新|继续|顺便)?(?:{_VERBS}|{CARE}|{_SINGLE_VERBS})"
    rf"|{_ENGLISH_VERBS}"
)
PURPOSE_INSIDE = (
    rf"(?:{_FIELDS_OF_WORK})?(?:{_VERBS})|[做谈聊催送签量看收报交拿开装取测修换补退查推问发](?:了|过)|{CARE}"
    rf"|[谈聊催]|送(?=样|货|资料|合同|发票|礼|方案|图|书)|签(?=合同|单|约|协议)|量(?=尺寸|房|场|数据)|看(?=产线|样"
    rf"|货|场|现场|设备|机)"
    rf"|(?-i:{_ENGLISH_VERBS})"
    r"|收(?=款|货|尾款)|报(?=方案|价)|交(?=货|方案|图|流|付)|拿(?=样|合同|货)|开(?=会)|装(?=机)|取(?=样|货)"
)
"""A purpose in the middle of a phrase: only words that do not also make up names."""
SURE_PURPOSE = rf"[谈聊催送看]|{_VERBS}|{CARE}"
QUANTITY = r"\s+[0-9]+\s*(?:台|套|件|个|箱|吨|支|只|米|批|份|公斤|kg|pcs|条|块|桶|卷|盒|瓶|辆|张|根|片|组|t)(?![一-龥])"
STANDS_IN_PURPOSE = r"(?:谈|聊|聊了|谈了|讨论|about|for)\s*$"
NOUNS_GONE_WRONG = (
    r"(?:报价|价格|培训|试机|对账|试用|试样|打样|样品|演示|装机|安装|调试|交货|签约|测试|验收|维修"
    r"|送货)(?:(?:效果|结果|过程)(?=好|不错|一般|差|理想|正)|(?:效果|结果|过程)?"
    r"(?:太|偏|过|很|非常|比较|高|低|贵|通过|不|没|未|失败|成功|顺利|正常|完成|合格|被|已|还))"
    r"|(?:price|pricing|delivery|quality|samples?|demo|trial|training)\b[^,;.\u0000]*\b(?:too|is|was|not|ok|passed|failed"
    r"|high|low|good)\b"
)
PROMISES = (
    r"(?:也|都|已|已经|口头|初步|基本|原则上)?(?:答应|承诺|同意|要求|说|表示|保证|提出|声称|告知|透露|反映|回应"
    r"|promised|agreed|said|asked|promises|agrees|says|asks|committed)"
)
DEMANDS = r"希望|想要?|需要?|要(?![账款])|打算|计划|预计|争取|最快|最晚|最迟|至少|可能|would like|wants?|needs?"
STATEMENT = (
    r"出差|请假|开会|休假|对我们|对产品|对此|离职|调走|外出|在忙|走流程|反应|态度|"
    rf"(?:{PROMISES})|(?:{DEMANDS})"
    r"|已|没|不(?!锈|二)|未(?!来)|无(?![锡线])|很|太(?![原平阳仓和古湖])|非常|比较|挺|十分|特别|极|有点|有些|有意"
    r"|嫌|觉得|认为|感觉|担心|抱怨|投诉(?!处理)|满意|感兴趣|兴趣|愿意|拒绝|取消|推迟|延期|延后|暂|可以|可能"
    r"|还(?!款)"
    r"|预算|对手|竞品|竞争|正在|在等|在走|在考虑|在比|等(?=[^级])|再考虑|考虑|认可|肯定|看好|喜欢|接受|确定|决定"
    r"|批了|通过|合格|解决|搞定|完成|谈成|成交|中标|丢标|欠|差[0-9]"
    r"|少[了一二两三四五六七八九十几0-9]|多[了一二两三四五六七八九十几0-9]|缺|账对上|被|把|下了?单|付了|付款|意愿"
    r"|意向|在谈"
    r"|(?:价格|质量|交期|温度|效果|样品|界面|设备|产品|货|颜色|尺寸|精度|噪音|速度|价钱|试用"
    r"|账)(?=[^\s，,。；;]*[已没不未太很偏高低贵好差少多快慢过格清对坏错了满慢长短])"
    r"|too\b|very\b|not\b|no\b|already\b|likes?\b|interested|satisfied|happy|unhappy|budget|signed\b|accepted"
    r"|refused|rejected|considering|has\b|have\b|is\b|are\b|was\b|will\b|cannot|can't|can\b|prefers?|complain(?:s"
    r"|ed)|ordered|approved|passed|resolved|solved|done\b|needs\b|wants\b|waiting|undecided|nobody|reviewing"
    r"|still\b"
)
STATEMENT_INSIDE = (
    r"嫌|很感兴趣|很满意|不满意|没见到|没人|已签|已经|同意|答应|承诺|拒绝|说(?!明)|\b(?:too|very|not|promised"
    r"|agreed|wants|needs|asked|likes|interested|satisfied|budget|already)\b"
)
STATED = (
    r"一般|不错|还行|反应|反馈|积极|冷淡|热情|棒|知道|清楚|出差|请假|忙|人|离职|流程|审批|领导|研究|评估|对比|内部"
    r"|排期|排产|下单|追加|减|压|拖|卡|停|[已没不未无很太嫌偏]|贵|便宜|高|低|慢|快|坏|好|差|少|多|缺|欠|超|够|满意"
    r"|兴趣|考虑|通过|合格|解决|预算|供应商|同意|答应|确认|愿意|拒绝|取消|推迟|延期|可以|能|有|试|让"
    r"|要|想|希望|需|觉得|认为|欢迎|对上|完|成|正常|顺利|成功|失败|故障|报错|漏|裂|断|超差|偏差|等|批|定|付|退|签"
    r"|接受|认可|支持|反对|犹豫|换|涨|降|对手|竞|折|中标|库存|在|了$|过$"
    r"|\b(?:well|good|bad|high|low|late|ok|okay|fine|great|poor|expensive|cheap|issues?|problems?|delay(?:ed)?"
    r"|failed|overdue|open)\b"
)
ASIDE = (
    r"#\S+|@\S+|(?:停车费?|油费|加油|打车费?|车费|路费|过路费|过桥费|餐费|餐饮费?|午餐|晚餐|饭费|饭钱|住宿费?"
    r"|酒店费?|高铁票?|机票|车票|招待费?|茶歇|礼品费?|出租车费?|交通费?|快递费?|报销|费用|公里)(?:了"
    r"|约)?\s*[0-9.]+\s*(?:元|块|km|公里)?"
    r"|(?:花了?|用了?)[0-9.]+(?:元|块)|(?:请客|吃饭|请吃饭|午饭|晚饭)[^\s，,。；;]*[0-9]+(?:元|块)?"
    r"|(?:路上|高速|市区|路况|一路)?(?:有点|很|非常|严重|又)?(?:堵车|塞车|堵了|修路|限行|封路|拥堵)[^\s，,。；;]*"
    r"|(?:高铁|火车|飞机|航班|动车|地铁)(?:晚点|延误|取消|误点)[^\s，,。；;]*"
    r"|(?:外面|路上|一直|又|天|有点|突然|当地)?(?:下着?(?:大|小|暴|中)?(?:雨|雪)|大雨|暴雨|小雨|下雨|下雪|大雪"
    r"|大雾|雾霾|台风|降温|刮风|大风|天气|天热|天冷|气温)[^\s，,。；;]*|雨[天大]|雪大"
    r"|(?:parking|taxi|fuel|toll|lunch|dinner|hotel)\s*(?:fee)?\s*[0-9.]+|(?:heavy )?(?:traffic(?: jam)?|rain|snow)\b"
)
FIRMS = (
    r"(?:公司|集团|厂|医院|附院|学校|中学|小学|大学|学院|酒店|宾馆|研究所|研究院|设计院|商行|商场|超市|中心|银行"
    r"|包装|电子|机械|科技|精工|轴承|电器|物流|物业|药业|化工|家纺"
    r"|纺织|船舶|建材|文具|木业|茶业|农业|仓储|乳业|食品|教育|花卉|汽车|汽配|五金|塑料|塑胶|印刷|服装|能源|环保"
    r"|光电|重工|制造|实业|贸易|股份|有限|gmbh|ltd|inc|ab|co|ag|bv|corp|llc)\.?$"
)
AFTER_NAME = rf"的|那边|那里|路上(?=堵|塞)|[和跟与](?={CONTACT_INSIDE})"
MEETS_SOMEBODY = rf"(?:的?时候?)?(?:见到?了?|找|给|跟|和)(?={CONTACT_INSIDE})"
AFTER_FIRM = rf"{CONTACT_INSIDE}|{PURPOSE_INSIDE}|{'|'.join(KINDS.values())}|见了|见到|找|拜访|没见到|已签|嫌"
ALSO_IN_NAMES = "和与向同对约访"
"""Words for `with` and `to` that firms' names begin with, too."""
WENT = r"\s*(?:去了|到了|拜访了|见了|走访了)"
