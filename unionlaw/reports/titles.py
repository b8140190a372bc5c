"""The Chinese titles of the layouts that the product ships (data/layouts.toml), for their translation."""

from django.utils.translation import gettext_noop as _

SHIPPED = (
    _("工会法律服务月报"),
    _("各级工会每月报送的法律服务情况：总体、分单位、分案由、分来源、分行业、分地区和分人群。"),
    _("总体"),
    _("按下级工会"),
    _("按承办单位"),
    _("按案由"),
    _("按来源"),
    _("按行业"),
    _("按所在地"),
    _("职工群体"),
    _("一函两书"),
    _("三方联调"),
    _("时限与质量"),
    _("近十二个月受理和办结"),
    _("近十二个月挽回金额"),
    _("受理来源"),
    _("下级工会与案由"),
    _("各地受理"),
    _("站点办结率"),
    _("商、调、裁、诉、执"),
    _("办结用时"),
)
