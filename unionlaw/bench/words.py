"""What bulk matters are made of: invented names and phrases, common and rare as in the field."""

from itertools import accumulate
from random import Random

from monitoring_letters.models import Topic
from unionlaw.lib.text import fold, initials
from unionlaw.matters.models.dispute import Head

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文玉萍红建国志海春梅鹏飞婷宇浩然子轩思雨"
    "欣怡嘉豪俊凯雪莹佳慧晓东振林立新永康少峰家辉碧瑶绍良润泽锦荣卓越启航"
)
PLACES = ("羊城", "越山", "河南", "荔湾", "天河", "白云", "黄埔", "番禺", "花都", "南沙", "从化", "增城")
# With their division of GB/T 4754.
TRADES = {
    "建筑劳务": "E50",
    "餐饮管理": "H62",
    "物流": "G59",
    "网络科技": "I64",
    "影视传媒": "R87",
    "制衣": "C18",
    "电子": "C39",
    "物业服务": "K70",
    "家政": "O80",
    "快递": "G60",
    "汽车配件": "C36",
    "酒店": "H61",
}
FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "经营部", "分公司")
COINED = "恒源鑫盛宏达安泰嘉和永兴利丰天成华信金鼎瑞祥德昌顺景长青云峰九州卓立远航启明东升"

# Heading, how often, what is claimed, what a letter about it is about.
WHAT = (
    ("拖欠工资", 30, Head.WAGES, Topic.PAY),
    ("未签劳动合同要求双倍工资", 14, Head.DOUBLE_WAGE, Topic.CONTRACT),
    ("违法解除劳动关系", 14, Head.DAMAGES, Topic.DISMISSAL),
    ("未缴社会保险", 10, Head.SOCIAL_INSURANCE, Topic.INSURANCE),
    ("加班工资未付", 10, Head.OVERTIME, Topic.HOURS),
    ("工伤待遇未落实", 8, Head.INJURY, Topic.SAFETY),
    ("高温津贴未发", 5, Head.HEAT_ALLOWANCE, Topic.HEAT),
    ("未休年休假工资", 4, Head.ANNUAL_LEAVE, Topic.HOURS),
    ("外卖平台扣款争议", 2, Head.WAGES, Topic.PAY),
    ("女职工孕期调岗", 1.5, Head.OTHER, Topic.PROTECTION),
    ("竞业限制补偿", 1, Head.OTHER, Topic.CONTRACT),
    ("尘肺病职业病诊断受阻", 0.3, Head.INJURY, Topic.SAFETY),
    ("高处坠落致骨折", 0.2, Head.INJURY, Topic.SAFETY),
)
HEADS = {heading: head for heading, _weight, head, _topic in WHAT}
TOPICS = {heading: topic for heading, _weight, _head, topic in WHAT}
DETAIL = (
    "入职{months}个月，月薪{wage}元，至今未结清。",
    "单位口头通知不用再来，未出具书面证明。",
    "有考勤记录和微信聊天记录，没有书面合同。",
    "同班组共有{months}人情况相同，希望一并处理。",
    "曾向劳动监察投诉，单位承诺分期支付但未兑现。",
    "项目完工后总包与分包互相推诿。",
    "本人现已离职，急需生活费用。",
)


def people(count: int, rng: Random) -> list[tuple[str, str, str]]:
    """`count` people as (name, folded name, initials)."""
    found = []
    for _ in range(count):
        name = rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2, 2))))
        found.append((name, fold(name), initials(name)))
    return found


def companies(count: int, rng: Random) -> list[tuple[tuple[str, str, str], str]]:
    """`count` employers as ((name, folded name, initials), industry)."""
    found = []
    for _ in range(count):
        coined = "".join(rng.choice(COINED) for _ in range(2))
        trade = rng.choice(_TRADES)
        name = f"{rng.choice(PLACES)}{coined}{trade}{rng.choice(FORMS)}"
        found.append(((name, fold(name), initials(name, person=False)), TRADES[trade]))
    return found


def summary(rng: Random) -> tuple[str, str]:
    """What a matter is about, as (heading, two sentences)."""
    heading = rng.choices(_HEADINGS, cum_weights=_CUMULATIVE)[0]
    first, second = rng.sample(DETAIL, 2)
    months, wage = rng.randrange(2, 40), rng.randrange(25, 120) * 100
    return heading, f"{heading}。" + (first + second).format(months=months, wage=wage)


_TRADES = list(TRADES)
_HEADINGS = list(HEADS)
_CUMULATIVE = list(accumulate(weight for _heading, weight, _head, _topic in WHAT))
