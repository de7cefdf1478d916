"""What the pages say. Persons, companies, towns and counties are invented; the public units of config/units.toml are used by name."""
import calendar
import dataclasses
import datetime
import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[3]
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
NUMERALS = "〇一二三四五六七八九"


@dataclasses.dataclass(frozen=True)
class Unit:
    name: str
    prefixes: tuple
    county: str
    shipped: bool
    town: bool


def shipped_units():
    found = tomllib.loads((ROOT / "config" / "units.toml").read_text(encoding="utf-8"))["unit"]
    return [Unit(each["name"], tuple(each["number_prefixes"][:3]), "阳新县", True, each["class"] == "town")
            for each in found if each.get("number_prefixes") and "valid_to" not in each]


def invented_units():
    towns = ("柳湾", "石塘", "青坪", "南麓", "双岭", "望溪", "竹坝", "桃源铺", "新桥", "荷田")
    offices = (("市场监督管理局", "市监处罚"), ("城市管理执法局", "城管罚决字"), ("卫生健康局", "卫医罚"), ("应急管理局", "应急罚"),
               ("交通运输局", "交罚"), ("农业农村局", "农罚"), ("水利和湖泊局", "水罚决字"), ("文化和旅游局", "文综罚字"))
    out = []
    for county in ("云溪县", "临屏县"):
        out += [Unit(f"{town}镇人民政府", (f"{town[0]}政罚决字", f"{town[0]}镇综执罚决字"), county, False, True) for town in towns]
        out += [Unit(county + office, (county[0] + short,), county, False, False) for office, short in offices]
    return out


def units(which):
    return {"shipped": shipped_units, "invented": invented_units, "all": lambda: shipped_units() + invented_units()}[which]()


# --- amounts and dates ---
def capital_amount(yuan):
    """Whole yuan below 10^8 in 大写."""
    def four(number):
        out, gap = "", False
        for worth, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = number // worth % 10
            if digit:
                out += ("零" if gap and out else "") + CAPITALS[digit] + name
            gap = digit == 0
        return out
    high, low = divmod(yuan, 10000)
    words = four(high) + "万" if high else ""
    if low:
        words += ("零" if high and low < 1000 else "") + four(low)
    return words + "元整"


def grouped(yuan):
    return f"{yuan:,}"


def date_in_numerals(day, zero="〇"):
    def small(number):
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")
    return "".join(zero if c == "0" else NUMERALS[int(c)] for c in str(day.year)) + f"年{small(day.month)}月{small(day.day)}日"


def date_in_digits(day):
    return f"{day.year}年{day.month}月{day.day}日"


# --- who ---
FAMILY = "样石柏江林向卢纪宋章"
TRADES = ("餐饮店", "副食商行", "建材有限公司", "物流有限公司", "农资经营部", "大药房", "养殖专业合作社", "机械加工厂", "木业有限公司", "商贸有限公司")
INVENTED_NAMES = ("样例", "示范", "甲乙", "晨星样", "丰禾例", "云帆例", "恒样", "金穗样", "顺例", "百合样")


def person(dice):
    return dice.one_of(FAMILY) + dice.one_of(("某", "某某", "例一", "例二", "示甲", "示乙"))


def company(dice, unit):
    return unit.county + dice.one_of(INVENTED_NAMES) + dice.one_of(TRADES)


def credit_code(dice):
    return "9142" + "".join(dice.one_of("0123456789") for _ in range(4)) + "MA" + "".join(dice.one_of("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))


# --- decisions ---
CASES = (
    ("在其经营场所销售超过保质期的食品，现场查获过期饼干{n}袋、饮料{m}瓶", "《中华人民共和国食品安全法》第五十四条第一款", "《中华人民共和国食品安全法》第一百二十四条第一款第五项"),
    ("未经批准擅自占用城市道路堆放建筑材料，占用面积{n}平方米，持续{m}天", "《城市道路管理条例》第二十七条", "《城市道路管理条例》第四十二条"),
    ("未取得卫生许可证擅自从事住宿经营活动，共设客房{n}间，已营业{m}日", "《公共场所卫生管理条例》第八条", "《公共场所卫生管理条例实施细则》第三十五条第一款"),
    ("运输建筑垃圾的车辆未密闭，沿途遗撒约{n}米，影响路面{m}处", "《城市建筑垃圾管理规定》第十四条", "《城市建筑垃圾管理规定》第二十三条"),
    ("未对{n}名从业人员进行安全生产教育和培训，{m}台设备未设置安全警示标志", "《中华人民共和国安全生产法》第二十八条第一款", "《中华人民共和国安全生产法》第九十七条第三项"),
    ("经营的{n}袋复合肥料标签标注的登记证号与产品不符，另有{m}袋未建立进货台账", "《肥料登记管理办法》第二十二条", "《肥料登记管理办法》第二十七条"),
    ("在河道管理范围内倾倒弃土约{n}立方米，形成长{m}米的堆体", "《中华人民共和国水法》第三十七条第一款", "《中华人民共和国水法》第六十六条第一项"),
    ("在禁止垂钓的水域设置地笼{n}个，捕获渔获物{m}千克", "《中华人民共和国渔业法》第三十条第一款", "《中华人民共和国渔业法》第三十八条第一款"),
)
FILLERS = (
    "执法人员在检查中出示了执法证件，全程使用执法记录仪记录。当事人对现场检查情况无异议，并在笔录上签字确认。",
    "经查，当事人系首次实施该违法行为，案发后能够主动配合调查，如实陈述违法事实并提供证据材料，及时采取措施消除影响。",
    "参照本省行政处罚裁量权基准，当事人的违法行为属于一般违法情节，应当在法定幅度内予以处罚。",
    "案件调查终结后，本机关法制审核机构对案件的事实、证据、定性、程序和处理意见进行了审核，并经负责人集体讨论决定。",
)
RIGHTS = (
    "当事人应当自收到本决定书之日起十五日内到指定银行缴纳罚款。到期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。",
    "如不服本决定，可以自收到本决定书之日起六十日内申请行政复议，或者在六个月内向人民法院提起行政诉讼。行政复议或者行政诉讼期间，本决定不停止执行。",
)


@dataclasses.dataclass
class Decision:
    unit: Unit
    number: str
    party: str
    day: datetime.date
    day_words: str
    yuan: int
    amount: str         # as printed
    capital: str
    title: str
    person_label: str
    blocks: list        # of the party: (label, value)
    body: list
    confiscated: int

    def fields(self):
        return {"document_number": self.number, "unit": self.unit.name, "date": self.day_words, "date_iso": self.day.isoformat(), "amount": self.amount,
                "amount_yuan": f"{self.yuan}.00", "amount_capital": self.capital, "title": self.title, "party": self.party}


def decision(dice, unit, long=False):
    day = datetime.date(2023, 1, 3) + datetime.timedelta(days=dice.whole(0, 1080))
    serial = dice.whole(1, 480)
    prefix = dice.one_of(unit.prefixes)
    form = dice.one_of(("〔{y}〕{s}号",) * 5 + ("〔{y}〕第{s}号", "〔{y}〕{s:03d}号", "[{y}]{s}号"))
    number = prefix + form.format(y=day.year, s=serial)
    yuan = dice.one_of((500, 800, 1000, 1500, 2000, 3000, 4800, 5000, 6500, 8600, 10000, 12500, 20000, 36000, 50000, 85000, 120000, 200000, 263500))
    amount = dice.one_of((f"{yuan}元", f"{yuan}元", f"{grouped(yuan)}元", f"{yuan}.00元", f"{grouped(yuan)}.00元"))
    capital = capital_amount(yuan)
    firm = dice.chance(0.7)
    party = company(dice, unit) if firm else person(dice)
    label = dice.one_of(("当事人", "当事人", "被处罚人" if not firm else "被处罚单位"))
    facts, broken, basis = dice.one_of(CASES)
    facts = facts.format(n=dice.whole(3, 90), m=dice.whole(2, 60))
    checked = day - datetime.timedelta(days=dice.whole(20, 60))
    told = day - datetime.timedelta(days=dice.whole(6, 12))
    notice = f"{prefix.replace('决字', '').replace('决', '')}告〔{told.year}〕{max(1, serial - 1)}号"
    confiscated = dice.whole(2, 60) * 50 if dice.chance(0.2) else 0
    blocks = [(label, party)]
    if firm:
        blocks += [("统一社会信用代码", credit_code(dice)), ("住所", unit.county + dice.one_of(("样板路", "示例街", "模范大道")) + f"{dice.whole(1, 220)}号"), ("法定代表人", person(dice))]
    else:
        blocks += [("身份证件号码", dice.one_of(("420222XXXXXXXXXXXX", "420222********0000"))), ("住址", unit.county + dice.one_of(("样板村", "示例村", "模范社区")) + f"{dice.whole(1, 14)}组")]
    body = [f"{date_in_digits(checked)}，本机关执法人员依法进行检查时发现，{label}{facts}。本机关于同日立案调查。"]
    body += dice.some_of(FILLERS, dice.whole(3, 4) if long else dice.whole(0, 2))
    body += ["上述事实，有现场检查笔录、询问笔录、现场照片等证据证明。" if dice.chance(0.6) else "以上事实有现场检查（勘验）笔录、询问笔录、照片及当事人提供的证照复印件为证。",
             f"{date_in_digits(told)}，本机关向{label}送达了《行政处罚告知书》（{notice}），{label}在法定期限内未提出陈述、申辩意见。",
             f"{label}的行为违反了{broken}的规定。依据{basis}的规定，" + dice.one_of(("本机关决定处罚如下：", "现决定给予如下行政处罚：", "本机关决定作出如下行政处罚："))]
    money = dice.one_of((f"罚款人民币{amount}（大写：{capital}）", f"处以罚款{amount}（大写：{capital}）", f"罚款人民币{capital}（￥{amount}）"))
    orders = [money]
    if confiscated:
        orders.insert(0, f"没收违法所得{confiscated}元")
    if dice.chance(0.3):
        orders.insert(0, "警告")
    body += [f"{n}、{each}。" for n, each in zip("一二三", orders)] if len(orders) > 1 else [orders[0] + "。"]
    body += RIGHTS
    if long:
        body.append("本决定书一式三份，一份送达当事人，一份归档，一份报县司法局备案。")
    words = date_in_digits(day) if dice.chance(0.6) else date_in_numerals(day, dice.one_of("〇〇○"))
    return Decision(unit, number, party, day, words, yuan, amount, capital, "行政处罚决定书", label, blocks, body, confiscated)


# --- monthly reports ---
INDICATORS = (
    ("证明事项告知承诺制", ("告知承诺事项数（项）", "办件数（件）", "核查数（件）", "失信数（件）")),
    ("四张清单", ("不予处罚（件）", "从轻处罚（件）", "减轻处罚（件）", "免予行政强制（件）")),
    ("经济影响评估", ("应评估案件（件）", "已评估案件（件）", "采取措施（件）")),
    ("涉企案件办结情况", ("立案（件）", "办结（件）", "罚没金额（万元）", "移送（件）")),
)


@dataclasses.dataclass
class Monthly:
    unit: Unit
    title: str
    period: str
    stretch: str
    day: datetime.date
    day_words: str
    values: list        # as printed, by group
    story: list
    clerk: str
    checker: str

    def fields(self):
        return {"unit": self.unit.name, "title": self.title, "period": self.period, "date": self.day_words, "date_iso": self.day.isoformat(),
                "values": [value for group in self.values for value in group]}


def monthly(dice, unit):
    year, month = dice.whole(2023, 2025), dice.whole(1, 12)
    last = calendar.monthrange(year, month)[1]
    day = datetime.date(year + month // 12, month % 12 + 1, dice.whole(1, 10))
    nothing = dice.chance(0.1)
    n = (lambda low, high: 0) if nothing else dice.whole
    opened = n(1, 30)
    closed = n(0, opened)
    handled, due = n(2, 190), n(0, 9)
    values = [[n(2, 40), handled, n(0, handled), n(0, 2)], [n(0, 14), n(0, 6), n(0, 4), n(0, 3)], [due, due, n(0, due)],
              [opened, closed, f"{n(2, 900) / 100:.2f}" if closed else 0, n(0, 1)]]
    values = [[str(value) for value in group] for group in values]
    (a, b, c, d), (e, f, g, h), (i, j, k), (o, p, q, r) = values
    month_words = f"{year}年{month}月"
    story = [f"现将我单位{month_words}份行政执法工作情况报告如下：",
             f"一、证明事项告知承诺制实行情况。本月实行告知承诺的证明事项{a}项，办件{b}件，核查{c}件，发现失信{d}件。",
             f"二、“四张清单”落实情况。本月不予处罚{e}件，从轻处罚{f}件，减轻处罚{g}件，免予行政强制{h}件。",
             f"三、涉企行政执法案件经济影响评估情况。应评估案件{i}件，已评估{j}件，采取措施{k}件。",
             f"四、涉企行政执法案件办结情况。本月立案{o}件，办结{p}件，罚没金额{q}万元，移送司法机关{r}件。"
             + ("本月无涉企行政执法案件，实行零报告。" if nothing else "")]
    if dice.chance(0.5):
        story.append("五、存在的问题和下一步打算。" + dice.one_of(("个别案卷文书填写不够规范，下一步将组织集中评查，限期整改。", "基层执法人员偏少，下一步将加强业务培训，落实行政执法三项制度。")))
    title = dice.one_of((f"{month_words}行政执法工作月报", f"{month_words}份行政执法工作月报表", "行政执法工作月报表"))
    return Monthly(unit, title, f"{year}-{month:02d}", f"{month_words}1日至{month}月{last}日", day, date_in_digits(day), values, story, person(dice), person(dice))
