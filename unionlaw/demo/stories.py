"""What the demo's workers come with: invented people, kinds of trouble the field reports every month."""

from dataclasses import dataclass

from unionlaw.matters.models.dispute import Head

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
MALE = "伟强磊军洋勇涛明超刚建国志海鹏飞浩俊凯振永康少峰良锦荣卓越启航"
FEMALE = "芳娜秀敏静丽艳娟兰霞桂英华玉萍红春梅婷雪莹佳慧晓怡嘉欣碧瑶"
COINED = (
    "恒源 鑫盛 宏达 安泰 嘉和 永兴 利丰 天成 华信 金鼎 瑞祥 德昌 顺景 长青 云峰 九州 卓立 远航 启明 东升 "
).split()


@dataclass(frozen=True)
class Story:
    """One kind of trouble.

    Args:
        trade: the employer's line of business, in its name. industry: GB/T 4754 division.
        cause: name in the list of causes; else_cause where an older list lacks it.
        question: what is asked at the window. facts: what is written in the application.
        heads: head of claim → (least, most) yuan.
        groups: groups the workers belong to. eligibility: why they qualify.
        advice: what is answered.
        people: how many workers come together, as weights for 1, 2, 3 … persons.
    """

    trade: str
    industry: str
    cause: str
    question: str
    facts: str
    heads: dict[str, tuple[int, int]]
    groups: tuple[str, ...] = ()
    eligibility: str = "hardship"
    advice: str = "可先与单位协商，保留考勤、工资流水等证据；协商不成可申请调解或劳动仲裁，符合条件可申请工会法律援助。"
    else_cause: str = "劳动合同纠纷"
    people: tuple[int, ...] = (8, 1, 1)


PAY = "追索劳动报酬纠纷"
STORIES = (
    Story(
        "建筑劳务有限公司",
        "E47",
        PAY,
        "工地结束两个多月，工钱还没结清，包工头说总包没有拨款。",
        "申请人在工地从事木工，口头约定日薪，工程完工后被申请人以总包未付款为由拖欠工资。有考勤表和微信对账记录。",
        {Head.WAGES: (8_000, 60_000)},
        ("migrant",),
        "migrant",
        people=(4, 3, 3, 2, 2),
    ),
    Story(
        "餐饮管理有限公司",
        "H62",
        "经济补偿金纠纷",
        "餐厅突然停业，让我们自己找工作，没有任何补偿。",
        "被申请人因租约到期关闭门店，口头通知申请人离职，未支付经济补偿和最后一个月工资。",
        {Head.SEVERANCE: (6_000, 40_000), Head.WAGES: (3_000, 9_000)},
        people=(6, 2, 2),
    ),
    Story(
        "影视传媒有限公司",
        "R87",
        PAY,
        "做短视频剪辑，三个月没发工资，老板已经不回消息。",
        "申请人从事剪辑工作，未签书面劳动合同，被申请人连续拖欠工资。有打卡记录、成片交付记录和聊天记录。",
        {Head.WAGES: (9_000, 36_000), Head.DOUBLE_WAGE: (8_000, 40_000)},
    ),
    Story(
        "即时配送服务有限公司",
        "G60",
        "新就业形态用工合同纠纷",
        "跑外卖被站点扣了押金和超时罚款，想把钱要回来。",
        "申请人经站点招募从事外卖配送，接受排班和考核，离站时被扣发当月配送费和押金。",
        {Head.WAGES: (3_000, 12_000)},
        ("platform",),
        "platform",
        people=(7, 2, 1),
    ),
    Story(
        "电子科技有限公司",
        "C39",
        "劳动合同纠纷",
        "怀孕后被调去仓库，不同意就让我走人。",
        "申请人怀孕后被调整岗位并降低工资，拒绝后被解除劳动合同。被申请人未说明依据，也未通知工会。",
        {Head.DAMAGES: (20_000, 90_000)},
        (),
        "infringement",
        people=(1,),
    ),
    Story(
        "制衣有限公司",
        "C18",
        "社会保险纠纷",
        "在厂里干了八年，一直没有买社保，想补缴。",
        "申请人入职以来被申请人未依法缴纳社会保险费，申请人以此提出解除并请求经济补偿。",
        {Head.SEVERANCE: (15_000, 60_000)},
        ("migrant",),
        "migrant",
    ),
    Story(
        "物业服务有限公司",
        "K70",
        "福利待遇纠纷",
        "保洁夏天在室外做事，从来没有发过高温津贴。",
        "申请人在露天岗位工作，被申请人三年未发放高温津贴，也未支付周末加班工资。",
        {Head.HEAT_ALLOWANCE: (1_200, 4_500), Head.OVERTIME: (3_000, 20_000)},
        people=(4, 3, 2, 1),
    ),
    Story(
        "机械制造有限公司",
        "C34",
        "工伤保险待遇纠纷",
        "机器压伤手指，单位只付了前期医药费，后面不管了。",
        "申请人在操作冲床时受伤，已认定工伤，被申请人未参加工伤保险，拒付后续待遇。",
        {Head.INJURY: (30_000, 150_000), Head.MEDICAL: (3_000, 25_000)},
        ("migrant",),
        "migrant",
        people=(1,),
    ),
    Story(
        "网络科技有限公司",
        "I65",
        "竞业限制纠纷",
        "离职后公司不给竞业限制补偿，又不让去同行上班。",
        "双方约定竞业限制但被申请人离职后三个月未支付补偿，申请人请求解除限制并支付补偿。",
        {Head.OTHER: (15_000, 60_000)},
        (),
        "infringement",
        people=(1,),
    ),
)
ASIDE = (
    "想了解年休假没休完能不能折现。",
    "试用期被辞退，单位说不用给理由，对吗？",
    "单位让签空白合同，签了有什么风险？",
    "加班费按什么基数计算？",
    "离职证明迟迟不开，新单位等着要。",
    "工资用现金发，没有工资条，怎么留证据？",
)
