"""Penalty decisions and what looks like one. `decision` gives blocks and the fields a reader must find."""
import dataclasses
import unicodedata

import numerals
import places
from numerals import date, money


@dataclasses.dataclass
class Party:
    name: str
    id: str = ""
    head: str = ""          # 法定代表人
    person: bool = False
    penalties: list = dataclasses.field(default_factory=list)  # of this party alone, where several are punished


def firm(serial, wrong=False):
    return Party(places.company(serial), places.credit_code(serial, wrong), places.person(serial + 5))


def human(serial):
    return Party(places.person(serial), "", "", True)


# kind: (wording …); {} is the sum or the thing
WORDING = {
    "fine": ["处以罚款{}", "罚款{}", "处{}罚款", "处罚款{}", "给予{}的罚款"],
    "confiscate-income": ["没收违法所得{}", "没收违法所得计{}", "没收其违法所得{}"],
    "confiscate-property": ["没收{}", "将{}予以没收"], "suspend-permit": ["暂扣{}"], "lower-qualification": ["降低资质等级：{}"],
    "revoke-permit": ["吊销{}", "吊销其{}"], "restrict-operations": ["限制开展生产经营活动{}"],
    "order-suspend-business": ["责令停产停业{}", "责令停业整顿{}", "责令停产停业整顿{}"], "order-close": ["责令关闭{}"],
    "bar-from-trade": ["{}", "限制从业：{}"], "warning": ["警告", "给予警告"], "criticism": ["通报批评", "予以通报批评"],
    "detention": ["行政拘留{}日"], "order": ["{}"]}
MAJOR_KINDS = {"confiscate-income", "confiscate-property", "suspend-permit", "lower-qualification", "revoke-permit",
               "restrict-operations", "order-suspend-business", "order-close", "bar-from-trade"}


def clause(penalty, style, variant):
    kind, value = penalty[0], penalty[1] if len(penalty) > 1 else ""
    shown = money(value, penalty[2] if len(penalty) > 2 else style) if isinstance(value, int) and kind != "detention" else value
    return WORDING[kind][variant % len(WORDING[kind])].format(shown)


def total(penalties, kind):
    found = [p[1] for p in penalties if p[0] == kind and len(p) > 1 and isinstance(p[1], int)]
    return f"{sum(found)}.00" if found else None


def normal(number):
    """prefix|year|serial; None without a year in brackets."""
    text = "".join(unicodedata.normalize("NFKC", number).split())
    for mark in "〔〕[]()【】﹝﹞〈〉":
        text = text.replace(mark, "|") if f"{mark}" in "〔〕[]【】﹝﹞〈〉" else text
    if "|" not in text:
        left = text.rfind("(20")
        if left < 0:
            return None  # a printed ticket's number
        text = text[:left] + "|" + text[left + 1:left + 5] + "|" + text[left + 6:]
    prefix, year, serial = text.split("|")
    return f"{prefix}|{year}|{serial.removeprefix('第').removesuffix('号').lstrip('0')}"


FACTS = {  # topic: (what was found, what law says, the words of law)
    "food": ("在其经营场所查获超过保质期的调味品27瓶，其中9瓶已用于加工菜品", "《中华人民共和国食品安全法》第三十四条第（十）项", "并处五万元以上十万元以下罚款；货值金额一万元以上的，并处货值金额十五倍以上三十倍以下罚款；情节严重的，吊销许可证"),
    "price": ("对同一商品标示两种价格，诱导消费者交易", "《中华人民共和国价格法》第十四条第（四）项", "没收违法所得，可以并处违法所得五倍以下的罚款；情节严重的，责令停业整顿"),
    "road": ("指派未取得从业资格证的人员驾驶道路货物运输车辆从事经营活动", "《中华人民共和国道路运输条例》第六十三条", "处2万元以上10万元以下的罚款；情节严重的，吊销道路运输经营许可证"),
    "dust": ("露天堆放砂石料约900立方米未采取有效覆盖措施防治扬尘污染", "《中华人民共和国大气污染防治法》第七十二条第一款", "处一万元以上十万元以下的罚款；拒不改正的，责令停工整治或者停业整治"),
    "water": ("通过私设暗管向富水支流排放选矿废水，经监测悬浮物超标2.4倍", "《中华人民共和国水污染防治法》第三十九条", "处十万元以上一百万元以下的罚款；情节严重的，报经有批准权的人民政府批准，责令停业、关闭"),
    "safety": ("未对从业人员进行安全生产教育和培训，特种作业人员无证上岗", "《中华人民共和国安全生产法》第二十八条", "责令限期改正，处十万元以下的罚款；逾期未改正的，责令停产停业整顿，并处十万元以上二十万元以下的罚款"),
    "land": ("未经批准擅自占用土地1260平方米建设仓储用房", "《中华人民共和国土地管理法》第七十七条", "没收在非法占用的土地上新建的建筑物和其他设施，可以并处罚款"),
    "clinic": ("使用未取得执业资质的人员独立开展口腔诊疗活动", "《医疗机构管理条例》第二十七条", "处以一万元以上十万元以下的罚款；情节严重的，吊销其执业许可证"),
    "build": ("未取得施工许可证擅自开工建设，工程合同价款贰佰万元", "《建设工程质量管理条例》第五十七条", "责令停止施工，限期改正，处工程合同价款百分之一以上百分之二以下的罚款"),
    "tobacco": ("无烟草专卖零售许可证经营卷烟，货值23万元", "《中华人民共和国烟草专卖法实施条例》第五十七条", "没收违法所得，处以违法经营总额20%以上50%以下的罚款"),
    "fire": ("占用疏散通道堆放杂物，消防控制室无人值守", "《中华人民共和国消防法》第十六条第一款", "责令改正，处五千元以上五万元以下罚款"),
    "street": ("擅自占用人行道搭建经营棚户，经劝导后仍未拆除", "《城市市容和环境卫生管理条例》第十七条", "可以并处罚款"),
    "brawl": ("因债务纠纷在集镇殴打他人致轻微伤", "《中华人民共和国治安管理处罚法》第四十三条第一款", "处五日以上十日以下拘留，并处二百元以上五百元以下罚款"),
    "net": ("未按规定核对上网消费者身份信息并接纳未成年人进入", "《互联网上网服务营业场所管理条例》第三十一条", "给予警告，可以并处15000元以下的罚款；情节严重的，责令停业整顿，直至吊销许可证"),
    "wage": ("未按规定存储农民工工资保证金", "《保障农民工工资支付条例》第五十五条", "责令限期改正；逾期不改正的，责令项目停工，并处5万元以上10万元以下的罚款"),
    "fund": ("通过重复收费、分解住院等方式违规使用医疗保障基金支付", "《医疗保障基金使用监督管理条例》第三十八条", "责令退回，处造成损失金额1倍以上2倍以下的罚款"),
    "tree": ("未办理林木采伐许可证采伐杉木18立方米", "《中华人民共和国森林法》第五十六条", "处滥伐林木价值三倍以上五倍以下的罚款"),
    "fish": ("在富河禁渔区使用电鱼器具捕捞", "《中华人民共和国渔业法》第三十条", "没收渔获物和违法所得，处五万元以下的罚款；情节严重的，没收渔具，吊销捕捞许可证"),
    "sand": ("未取得河道采砂许可证在富水河段采砂640吨", "《中华人民共和国长江保护法》第九十一条", "没收违法所得以及用于违法活动的船舶、设备、工具，并处货值金额二倍以上二十倍以下罚款；货值金额不足十万元的，并处二十万元以上二百万元以下罚款"),
    "tax": ("采取虚假纳税申报手段少缴增值税", "《中华人民共和国税收征收管理法》第六十三条第一款", "由税务机关追缴其不缴或者少缴的税款、滞纳金，并处不缴或者少缴的税款百分之五十以上五倍以下的罚款"),
}
TITLE = ["行政处罚决定书", "行 政 处 罚 决 定 书", "行政处罚决定书", "处罚决定书"]
LEADS = ["根据上述事实和依据，本机关作出如下行政处罚决定：", "综上，决定对当事人处罚如下：", "本机关决定给予当事人以下行政处罚：",
         "经本机关负责人集体讨论，现决定给予你（单位）如下处罚："]


def party_lines(party, variant, mask):
    """A block of lines, one paragraph, or a form of address without a label."""
    label = ["当事人", "被处罚人", "被处罚单位", "当事人"][variant % 4]
    code = party.id[:8] + "*" * 10 if mask and party.id else party.id
    place = f"阳新县经一路{len(party.name) * 7}号"
    if party.person:
        label = "当事人" if variant % 2 else "被处罚人"
        return [("p", f"{label}：{party.name}，男，身份证件号码：4202991979********1X，住址：阳新县某街道")]
    if variant in (6, 9):
        return [("p", f"{label}：{party.name}，统一社会信用代码：{code}，住所：{place}，法定代表人：{party.head}。")]
    if variant in (8, 11):
        return [("p", f"{party.name}："), ("p", f"统一社会信用代码：{code}"), ("p", f"地址：{place}"), ("p", f"法定代表人：{party.head}　职务：总经理")]
    return [("p", f"{label}：{party.name}"), ("p", f"统一社会信用代码：{code}"), ("p", f"住所：{place}"), ("p", f"法定代表人（负责人、经营者）：{party.head}")]


MARKS = {0: "{}.", 1: "{}、", 3: "（{}）", 5: "({})"}


def ruling(parties, penalties, style, variant):
    """The operative part: a list, one sentence, or a paragraph for each party."""
    if any(p.penalties for p in parties):
        lines = [("p", "本机关作出如下行政处罚决定：")]
        for i, party in enumerate(parties):
            said = "，".join(clause(x, style, variant + i) for x in party.penalties)
            lines.append(("p", f"{numerals.MONTHS[i + 1]}、对{party.name}{'' if said.startswith(('处', '给')) else '作出'}{said}的处罚；"))
        return lines
    said = [clause(x, style, variant) for x in penalties]
    lead = LEADS[variant % len(LEADS)]
    if variant in (4, 10):
        said = [clause(x, style, 1 if x[0] == "fine" else 0).removeprefix("将").removeprefix("给予") for x in penalties]
        return [("p", f"鉴于以上情节，本机关决定对{parties[0].name}作出{'、'.join(said)}的行政处罚。")]
    if variant % 3 == 2:
        return [("p", lead), ("p", "；".join(said) + "。")]
    mark = MARKS.get(variant % 6, "{}.")
    lines = [("p", lead), *(("p", f"{mark.format(numerals.MONTHS[i] if variant % 6 in (1, 3) else i)}{x}；") for i, x in enumerate(said, 1))]
    sums = [x[1] for x in penalties if len(x) > 1 and isinstance(x[1], int)]
    if variant in (7, 9) and len(sums) > 1:
        lines.append(("p", f"以上罚没款合计{money(sum(sums), 'num')}，上缴国库。"))
    return lines


def history(variant, what):
    """Sums a reader must not take for the fine: an earlier case, the notice, an unpaid price."""
    return {5: f"另查明，{what}2023年曾因同类行为被处以罚款30000元。", 7: f"本机关此前告知{what}拟处罚款350000元，经复核其申辩理由后予以调整。",
            10: f"案涉合同价款26万元，{what}已收取8万元。", 11: f"{what}若逾期不改正，可处二十万元以上五十万元以下罚款。"}.get(variant, "")


def decision(unit, number, topic, penalties, when, parties, authority=None, style="num", variant=0, dated="plain", mask=False,
             number_first=True, headed=False, extra=(), kinds=None):
    """variant moves the wording; `headed` puts headings between; `extra` blocks stand between remedies and signature."""
    authority = authority or places.full(unit)
    facts, article, words = FACTS[topic]
    head = [("t", authority), ("t", TITLE[variant % len(TITLE)])]
    line = ("r" if variant % 2 else "c", number)
    head = [*head, line] if number_first else [head[0], line, head[1]]
    blocks = [*head]
    for party in parties:
        blocks += party_lines(party, variant, mask)
    what = "你单位" if variant % 2 and not parties[0].person else "当事人"
    def heading(text):
        return [("h", text)] if headed else []

    blocks += [
        *heading("一、违法事实和证据"),
        ("p", f"{date(when)[:5]}本机关执法人员检查发现，{what}{facts}。以上事实有现场笔录、询问笔录、影像资料等证据证实。{history(variant, what)}"),
        *heading("二、处罚依据和告知情况"),
        ("p", f"{what}的行为违反了{article}的规定。依照相关罚则“{words}”的规定，本机关已向{what}送达行政处罚告知书，告知拟作出处罚的内容及陈述、申辩权利，"
              f"{what}在规定期限内未提出陈述申辩。"),
        *heading("三、处罚的种类"), *ruling(parties, penalties, style, variant),
        *heading("四、履行方式和期限"),
        ("p", f"{what}应当自收到本决定书之日起十五日内将罚没款缴至指定银行，到期不缴纳的，每日按罚款数额的百分之三加处罚款。"),
        *heading("五、救济途径"),
        ("p", "如不服本决定，可以自收到本决定书之日起六十日内向阳新县人民政府申请行政复议，或者在六个月内向有管辖权的人民法院提起行政诉讼。"),
        *extra, ("r", authority), ("r", date(when, dated))]
    return blocks, fields(number, authority, parties, penalties, when, kinds)


def fields(number, authority, parties, penalties, when, kinds=None):
    every = [x for p in parties for x in p.penalties] or penalties
    found = kinds or sorted({x[0] for x in every if x[0] != "order"})
    fine, income = total(every, "fine"), total(every, "confiscate-income")
    each = [{"name": p.name, "id": p.id or None, "fine": total(p.penalties or penalties, "fine"),
             "confiscated": total(p.penalties or penalties, "confiscate-income")} for p in parties]
    alone = max((float(p["fine"] or 0) for p in each), default=0)
    major = "yes" if set(found) & MAJOR_KINDS or alone >= 200000 else "uncertain" if float(fine or 0) >= 200000 else "no"
    made = {"decision_number": number, "decision_number_normal": normal(number), "authority": authority, "party": parties[0].name,
            "party_id": parties[0].id or None, "fine": fine, "confiscated": income, "kinds": found, "decision_date": when,
            "major": major}
    if len(parties) == 1 or any(p.penalties for p in parties):
        made["parties"] = each
    if major == "yes":
        import datetime
        nominal = datetime.date.fromisoformat(when) + 15 * places.DAY
        made |= {"filing_due_nominal": nominal.isoformat(), "filing_due": places.rolled(nominal).isoformat()}
    return made


def look_alike(kind, unit, serial, when, number=None):
    """Papers of a case that are no decision to be filed."""
    name, code = places.company(serial), places.credit_code(serial)
    body = f"{name}（统一社会信用代码：{code}）"
    u = places.full(unit)
    end = [("r", u), ("r", date(when))]
    y = when[:4]
    texts = {
        "告知书": [("t", "行政处罚告知书"), ("r", number or f"阳罚告〔{y}〕{serial}号"), ("p", f"{body}：经查，你单位涉嫌违法。本机关拟对你单位处罚款250000元、没收违法所得18000元。"
                 "你单位有权进行陈述申辩，并可以自收到本告知书之日起五日内要求听证。"), *end],
        "听证告知书": [("t", "行政处罚听证告知书"), ("r", f"阳听告字〔{y}〕{serial}号"), ("p", f"{body}：本机关拟作出吊销许可证件的行政处罚，你单位有要求举行听证的权利。"), *end],
        "不予处罚": [("t", "不予行政处罚决定书"), ("r", f"阳不罚〔{y}〕{serial}号"), ("p", f"当事人：{body}。当事人初次违法且危害后果轻微并及时改正，依据《中华人民共和国行政处罚法》第三十三条，"
                 "本机关决定不予行政处罚。"), *end],
        "当场": [("t", "当场行政处罚决定书"), ("c", f"编号：4202990{serial:08d}"),
               ("p", f"当事人{places.person(serial)}于{date(when)}在集贸市场占道经营。依据有关规定当场处以罚款50元。"), *end],
        "责令改正": [("t", "责令改正违法行为通知书"), ("r", f"阳责改〔{y}〕{serial}号"), ("p", f"{body}：你单位存在未公示安全风险的行为，现责令你单位于七日内改正。逾期不改正的，将依法处二万元以上二十万元以下罚款。"),
                 *end],
        "限期拆除": [("t", "责令限期拆除决定书"), ("r", f"阳责拆决字〔{y}〕{serial}号"), ("p", f"{body}：责令你单位自收到本决定书之日起十日内自行拆除违法搭建的钢架棚310平方米。"), *end],
        "查封": [("t", "实施行政强制措施决定书"), ("r", f"阳强制〔{y}〕{serial}号"), ("p", f"{body}：本机关决定对涉案物品予以查封（扣押），期限三十日。"), *end],
        "催告": [("t", "履行行政处罚决定催告书"), ("r", f"阳催〔{y}〕{serial}号"), ("p", f"{body}：本机关作出的行政处罚决定（罚款260000元）已经生效，你单位逾期未履行，现催告你单位十日内缴纳罚款及加处罚款。"),
               *end],
        "强制执行": [("t", "行政强制执行决定书"), ("r", f"阳强执决字〔{y}〕{serial}号"), ("p", f"{body}：经催告仍未履行，本机关决定自{date(when)}起强制执行。"), *end],
        "送达回证": [("t", "送达回证"), ("tab", [["案由", "违法占地案"], ["受送达人", name], ["送达文书名称及文号", f"行政处罚决定书 阳罚决〔{y}〕{serial}号"],
                   ["送达方式", "直接送达"], ["收件人签名", places.person(serial)], ["送达时间", date(when)]])],
        "送达公告": [("t", "公告送达行政处罚决定书"), ("p", f"{name}：因采用其他方式无法送达，现依法向你公告送达《行政处罚决定书》（阳罚决〔{y}〕{serial}号）。决定内容：“罚款人民币贰拾贰万元整。”"
                   "自本公告发布之日起经过三十日即视为送达。"), *end],
        "结案": [("t", "行政处罚案件结案报告"), ("p", f"案件名称：{name}未批先建案。处罚内容：罚款230000元，已缴纳。执行完毕，建议结案。"),
               ("p", f"承办人：{places.person(serial)}　{date(when)}")],
        "立案": [("t", "立案审批表"), ("tab", [["案由", "涉嫌超范围经营"], ["当事人", name], ["承办人意见", "建议立案调查"], ["负责人意见", f"同意立案。{date(when)}"]])],
        "法制审核": [("t", "重大行政执法决定法制审核意见书"), ("p", f"你科报送的{name}一案，拟处罚款280000元，经审核，事实清楚、证据确凿，同意拟作出的处理意见。"), *end],
        "讨论": [("t", "行政处罚案件集体讨论记录"), ("p", f"案由：{name}涉嫌无证经营。汇报人：{places.person(serial)}。讨论结果：一致同意处罚款210000元，没收违法所得。"), ("p", date(when))],
        "许可": [("t", "不予行政许可决定书"), ("r", f"阳不许可〔{y}〕{serial}号"), ("p", f"{body}：你单位提出的申请不符合法定条件，本机关决定不予许可。"), *end],
        "复议": [("t", "行政复议决定书"), ("r", f"阳政复决字〔{y}〕{serial}号"), ("p", f"申请人{name}不服行政处罚决定申请复议。本机关决定：维持被申请人作出的行政处罚决定（罚款220000元）。"),
               ("r", "阳新县人民政府"), ("r", date(when))],
        "税务处理": [("t", "税务处理决定书"), ("r", f"阳税处〔{y}〕{serial}号"), ("p", f"{body}：经检查，你单位应补缴增值税325000元，并加收滞纳金。"), *end],
        "公示表": [("t", "行政处罚结果信息公示表"), ("tab", [["当事人", "决定书文号", "违法事实", "处罚内容", "决定日期"], [name, f"阳罚决〔{y}〕{serial}号", "虚假宣传", "罚款12000元",
                                                                                          date(when)]])],
        "台账": [("t", f"{y}年行政处罚案件台账"), ("tab", [["序号", "案由", "当事人", "文号", "罚款（元）", "没收（元）", "结案日期"]]
                 + [[i, "无照经营", places.company(serial + i), f"阳罚决〔{y}〕{serial + i}号", 1000 * i, 0, date(when)] for i in range(1, 7)])],
        "模板": [("t", "XX局"), ("t", "行政处罚决定书"), ("r", "XX处罚〔    〕   号"), ("p", "当事人：{{当事人名称}}　　统一社会信用代码：{{代码}}"),
               ("p", "经查，________________________。依据________，决定处罚如下：1.罚款______元；2.没收违法所得______元。"), ("r", "（印章）"), ("r", "    年  月  日")],
        "封面": [("t", "行政处罚案卷"), ("tab", [["题名", f"{name}涉嫌违法占地案"], ["案卷号", f"{y}-{serial}"], ["保管期限", "长期"], ["归档日期", date(when)]]),
               ("t", "卷内目录"), ("tab", [["序号", "文书名称", "页号"], [1, "立案审批表", 1], [2, "现场勘验笔录", 2], [3, "行政处罚决定书", 9]])]}
    return texts[kind]


LOOK_ALIKES = ["告知书", "听证告知书", "不予处罚", "当场", "责令改正", "限期拆除", "查封", "催告", "强制执行", "送达回证", "送达公告", "结案", "立案", "法制审核",
               "讨论", "许可", "复议", "税务处理", "公示表", "台账", "模板", "封面"]
