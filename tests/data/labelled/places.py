"""Units of the county, the due rules of the plan, and invented identities. Shared by the set and by its variants."""
import datetime
import functools

DAY = datetime.timedelta(days=1)

# id: (full name, name in daily use)
TOWNS = {
    "xingguo": "兴国镇", "fuchi": "富池镇", "huangsangkou": "黄颡口镇", "weiyuankou": "韦源口镇", "taizi": "太子镇",
    "dawang": "大王镇", "taogang": "陶港镇", "baisha": "白沙镇", "futu": "浮屠镇", "sanxi": "三溪镇", "longgang": "龙港镇",
    "yanggang": "洋港镇", "paishi": "排市镇", "mugang": "木港镇", "fenglin": "枫林镇", "wangying": "王英镇"}
AREAS = {"lvzhou": "率洲管理区", "banbishan": "半壁山管理区", "jingtoushan": "荆头山管理区", "jinhai": "金海管理区",
         "chengdong": "城东新区管理委员会"}
OFFICES = {
    "public-security": ("阳新县公安局", "县公安局"), "health": ("阳新县卫生健康局", "县卫健局"),
    "urban-management": ("阳新县城市管理执法局", "县城管执法局"), "market-supervision": ("阳新县市场监督管理局", "县市场监管局"),
    "transport": ("阳新县交通运输局", "县交通运输局"), "natural-resources": ("阳新县自然资源和规划局", "县自然资源局"),
    "forestry": ("阳新县林业局", "县林业局"), "water": ("阳新县水利和湖泊局", "县水利局"),
    "agriculture": ("阳新县农业农村局", "县农业农村局"), "housing": ("阳新县住房和城乡建设局", "县住建局"),
    "emergency": ("阳新县应急管理局", "县应急局"), "culture-tourism": ("阳新县文化和旅游局", "县文旅局"),
    "human-resources": ("阳新县人力资源和社会保障局", "县人社局"), "medical-insurance": ("阳新县医疗保障局", "县医保局"),
    "education": ("阳新县教育局", "县教育局"), "civil-affairs": ("阳新县民政局", "县民政局"), "finance": ("阳新县财政局", "县财政局"),
    "development-reform": ("阳新县发展和改革局", "县发改局"), "industry-it": ("阳新县科学技术和经济信息化局", "县科经局"),
    "commerce": ("阳新县商务局", "县商务局"), "statistics": ("阳新县统计局", "县统计局"), "audit": ("阳新县审计局", "县审计局"),
    "veterans": ("阳新县退役军人事务局", "县退役军人事务局"), "ethnic-religious": ("阳新县民族宗教事务局", "县民宗局"),
    "archives": ("阳新县档案局", "县档案局"), "data-bureau": ("阳新县政务服务和大数据管理局", "县数据局"),
    "ecology": ("黄石市生态环境局阳新县分局", "市生态环境局阳新县分局"), "tax": ("国家税务总局阳新县税务局", "县税务局"),
    "fire-rescue": ("阳新县消防救援大队", "县消防救援大队"), "tobacco": ("阳新县烟草专卖局", "县烟草局"),
    "meteorology": ("阳新县气象局", "县气象局")}


def full(unit):
    if unit in TOWNS:
        return f"阳新县{TOWNS[unit]}人民政府"
    return f"阳新县{AREAS[unit]}" if unit in AREAS else OFFICES[unit][0]


def short(unit):
    """As people call it."""
    return TOWNS.get(unit) or AREAS.get(unit) or OFFICES[unit][1]


UNITS = [*TOWNS, *AREAS, *OFFICES]
DEPARTMENTS = list(OFFICES)

# id: (nature, who, required pieces, due); dates without a year's rule are of 2024.
DATED = {"training-report": "2024-07-01", "rectification-report": "2024-09-15", "commitment-list": "2024-07-15",
         "minor-violation-plan": "2024-06-15", "device-additions": "2024-12-15", "discretion-benchmark": "2024-08-15",
         "enforcement-matters-list": "2024-11-15"}
UNDATED = ["device-cleanup", "inspection-plan"]
NO_DUTY = ["qualification-cleanup", "rotation-training", "new-enforcement-modes", "no-penalty-list", "impact-assessment",
           "township-pilot", "rectification-inspection", "case-file-review", "coordination-mechanisms",
           "delegated-matters-review", "annual-assessment", "supervision-case-info"]
REQUIRES = {"monthly-report": ["word", "stamped-pdf"], "commitment-list": ["document", "link"],
            "discretion-benchmark": ["document", "link"], "inspection-plan": ["document", "link"],
            "major-penalty-decision": ["decision"], "enforcement-matters-list": ["link"]}
TITLES = {}


def requires(obligation):
    return REQUIRES.get(obligation, ["document"])


def bound(unit, obligation):
    """Whether the plan lays the item on this unit."""
    if obligation == "minor-violation-plan":
        return unit in ("public-security", "health", "urban-management")
    return unit in OFFICES if obligation == "enforcement-matters-list" else obligation not in NO_DUTY


def span(first, last):
    first, last = (datetime.date.fromisoformat(d) for d in (first, last))
    return {first + DAY * i for i in range((last - first).days + 1)}


OFF = set().union(*(span(a, b) for a, b in [
    ("2024-01-01", "2024-01-01"), ("2024-02-10", "2024-02-17"), ("2024-04-04", "2024-04-06"), ("2024-05-01", "2024-05-05"),
    ("2024-06-10", "2024-06-10"), ("2024-09-15", "2024-09-17"), ("2024-10-01", "2024-10-07"), ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06"), ("2025-05-01", "2025-05-05"), ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"), ("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"), ("2026-10-01", "2026-10-07")]))
ON = {datetime.date.fromisoformat(d) for d in (
    "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 2025-01-26 2025-02-08 "
    "2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10").split()}


@functools.cache
def working(day):
    return day in ON or (day not in OFF and day.weekday() < 5)


def rolled(day):
    while not working(day):
        day += DAY
    return day


def due(unit, obligation, period, decision_date=None, major=True):
    """(nominal, rolled), or two None."""
    nominal = None
    if obligation == "monthly-report":
        year, month = map(int, period.split("-"))
        nominal = datetime.date(year + month // 12, month % 12 + 1, 10) if period >= "2024-06" else None
    elif obligation == "training-plan":
        leap = int(period) % 4 == 0
        nominal = datetime.date(int(period), 2, 29 if leap else 28) if period >= "2025" else None
    elif obligation == "major-penalty-decision":
        nominal = datetime.date.fromisoformat(decision_date) + 15 * DAY if major and decision_date else None
    elif obligation in DATED and bound(unit, obligation) and period == "2024":
        nominal = datetime.date.fromisoformat(DATED[obligation])
    return (nominal, rolled(nominal)) if nominal else (None, None)


REGION = "420299"  # no county has it


def credit_code(serial, wrong=False):
    """A 统一社会信用代码 with both check characters right, or the last one wrong."""
    body = f"MA{serial:06d}"
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = 11 - sum(digits.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    code = "91" + REGION + body + {10: "X", 11: "0"}.get(rest, str(rest))
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = [pow(3, i, 31) for i in range(17)]
    check = (31 - sum(alphabet.index(c) * w for c, w in zip(code, weights)) % 31) % 31
    return code + alphabet[(check + 5) % 31 if wrong else check]


def telephone(serial):
    return f"0714-0{serial % 1000000:06d}"


SURNAMES, GIVEN = "闵邬柏鄢阮瞿荣裴郝顾", ["世宽", "巧云", "启航", "若谷", "春生", "佩文", "长林", "雨桐", "立夏", "德馨", "小满", "望舒"]


def person(serial):
    return SURNAMES[serial % len(SURNAMES)] + GIVEN[serial // 3 % len(GIVEN)]


def company(serial):
    heads = ["禾田", "沐阳", "鼎固", "云栖", "百川", "青瓦", "合兴", "远瞻", "朴石", "清漪"]
    tails = ["建材有限公司", "食品商行", "物流有限公司", "矿业有限责任公司", "医疗器械经营部", "水产养殖专业合作社", "装饰工程有限公司",
             "环保科技有限公司", "餐饮管理有限公司", "木业加工厂", "口腔门诊部", "液化气供应站"]
    return f"阳新{heads[serial % 10]}{tails[serial * 7 // 3 % 12]}"

DOMAINS = ["163.example", "qq.example", "126.example", "yxzw.example"]


def address(unit):
    """The unit's own mailbox."""
    return f"{unit.replace('-', '_')}_bgs@{DOMAINS[UNITS.index(unit) % 4]}"


def known(unit):
    """Whether the directory has the address: of two units in three."""
    return UNITS.index(unit) % 3 != 2


def directory(shipped):
    """The shipped units with the invented addresses put in."""
    out = []
    for line in shipped.splitlines():
        out.append(line)
        if line.startswith("id = "):
            unit = line.split('"')[1]
        elif line.startswith("class = ") and unit in UNITS and known(unit):
            out += [f'addresses = ["{address(unit)}"]', f'remind = ["{address(unit)}"]']
    return "\n".join(out) + "\n"
