"""The columns of a roster, with the headings that payrolls and complaints use for them."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.models.dispute import Head
from unionlaw.rosters.purposes import SheetColumn

WHO = _("职工")
CLAIM = _("请求（每行一项）")
AMOUNTS = _("请求（每项一列）")

_ALSO = {
    Head.WAGES: ("欠薪金额", "拖欠工资", "欠薪", "工资", "未付工资", "拖欠工资金额", "劳动报酬金额"),
    Head.OVERTIME: ("加班费", "加班工资金额"),
    Head.DOUBLE_WAGE: ("双倍工资", "二倍工资"),
    Head.SEVERANCE: ("经济补偿金", "补偿金"),
    Head.DAMAGES: ("赔偿金", "违法解除赔偿"),
    Head.NOTICE_PAY: ("代通知金额",),
    Head.ANNUAL_LEAVE: ("年休假工资", "年假工资"),
    Head.HEAT_ALLOWANCE: ("高温补贴",),
    Head.INJURY: ("工伤赔偿", "工伤"),
    Head.SOCIAL_INSURANCE: ("社保", "社保补缴"),
}
AMOUNT_OF = "amount_of_"
"""Begins the keys of columns that hold the amounts of one head of claim."""

ROSTER_COLUMNS = (
    SheetColumn("name", _("姓名"), ("职工姓名", "工人姓名", "申请人", "员工姓名", "name"), True, "张三", WHO),
    SheetColumn(
        "id_number",
        _("证件号码"),
        ("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号", "id number"),
        example="440104199003071234",
        group=WHO,
    ),
    SheetColumn("id_kind", _("证件类型"), ("证件种类",), group=WHO),
    SheetColumn(
        "phone", _("手机号码"), ("电话", "联系电话", "手机", "手机号", "phone"), example="13812345678", group=WHO
    ),
    SheetColumn("address", _("住址"), ("地址", "联系地址", "家庭住址", "现住址"), group=WHO),
    SheetColumn("sex", _("性别"), group=WHO),
    SheetColumn("birth_date", _("出生日期"), ("生日",), group=WHO),
    SheetColumn("consented_on", _("同意代表日期"), ("同意推举日期", "授权日期"), group=WHO),
    SheetColumn("head", _("请求项目"), ("请求", "诉求", "仲裁请求", "项目"), group=CLAIM),
    SheetColumn(
        "amount", _("请求金额"), ("金额", "数额", "应付金额", "请求数额", "amount"), example="12,000.00", group=CLAIM
    ),
    SheetColumn("from_on", _("起"), ("开始日期", "起始日期", "欠薪起", "自"), group=CLAIM),
    SheetColumn("to_on", _("止"), ("结束日期", "截止日期", "欠薪止", "至"), group=CLAIM),
    SheetColumn("basis", _("依据"), ("备注", "说明", "理由"), group=CLAIM),
    *(
        SheetColumn(f"{AMOUNT_OF}{head.value}", head.label, _ALSO.get(head, ()), group=AMOUNTS)
        for head in Head
        if head not in (Head.EMPLOYMENT,)
    ),
)
