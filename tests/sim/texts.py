"""What the year's papers and letters say: lists of lines, the title first, lines on the right with a tab before. Plain on
purpose: every paper names its item, its unit and its period, for the year tries duties and notices, not judging."""
import calendar


def day_of(date):
    return f"{date.year}年{date.month}月{date.day}日"


def signed(unit, date):
    return ["\t" + unit, "\t" + day_of(date)]


def monthly(unit, period, date, r, corrected=False, told="range"):
    year, month = map(int, period.split("-"))
    last = calendar.monthrange(year, month)[1]
    handled, due, opened = r.randint(0, 60), r.randint(0, 6), r.randint(0, 15)
    closed = r.randint(0, opened)
    span = f"{year}年{month}月1日至{year}年{month}月{last}日" if told == "range" else f"{year}年{month}月"
    return [
        f"{unit}{year}年{month}月行政执法工作月报{'（更正版）' if corrected else ''}",
        f"填报单位（盖章）：{unit}", f"统计期间：{span}",
        f"一、实行证明事项告知承诺制情况。事项数{r.randint(3, 30)}项，办件数{handled}件，核查数{handled // 2}件，失信数0件。",
        f"二、包容审慎行政执法四张清单情况。不予处罚{r.randint(0, 9)}件，从轻处罚{r.randint(0, 9)}件，减轻处罚{r.randint(0, 5)}件，"
        f"免予行政强制{r.randint(0, 3)}件。",
        f"三、涉企行政执法案件经济影响评估情况。应评估{due}件，已评估{due}件，采取措施{r.randint(0, due)}件。",
        f"四、涉企行政执法案件办结情况。立案{opened}件，办结{closed}件，罚没金额{closed * r.randint(1, 90) * 100}元，移送0件。",
        *signed(unit, date)]


def training_report(unit, date, r):
    people = r.randint(5, 60)
    return [f"{unit}2024年行政执法人员公共法律知识培训情况的报告", "县司法局：",
            f"我单位组织{people}名行政执法人员参加公共法律知识培训，人均完成20学时，参训人员考试全部合格。",
            "培训内容为行政处罚法、行政强制法、行政复议法和行政执法三项制度。", *signed(unit, date)]


def training_plan(unit, date, r):
    return [f"{unit}2025年度行政执法人员培训计划", "一、培训对象：全体持证行政执法人员。",
            f"二、培训内容和学时安排：全年集中培训{r.randint(2, 6)}期，公共法律知识20学时，专业法律知识40学时。",
            "三、培训时间：每季度第一个月。", "四、培训方式：集中授课与网络学习相结合。", *signed(unit, date)]


def rectification_report(unit, date, r):
    found = r.randint(1, 9)
    return [f"{unit}行政执法突出问题专项整治情况报告", "县司法局：",
            f"我单位开展行政执法突出问题专项整治，自查自纠发现突出问题{found}个，建立问题清单，明确整改措施、整改时限和责任人，已整改{found}个。",
            *signed(unit, date)]


def commitment_list(unit, date, r):
    names = ["无犯罪记录证明", "经营场所使用证明", "学历证明", "健康证明", "完税证明", "居住证明"]
    rows = [f"{i}．证明事项名称：{name}；证明用途：办理许可；设定依据：部门规章；核查方式：部门协查。"
            for i, name in enumerate(r.sample(names, 3), 1)]
    return [f"{unit}实行告知承诺制证明事项清单（2024年版）", "经梳理，我单位实行告知承诺制的证明事项如下，现报备案。", *rows, *signed(unit, date)]


def minor_violation_plan(unit, date, r):
    return [f"{unit}轻微违法告知承诺制工作方案", "为推行首违不罚、公益减罚、轻微速罚，结合实际制定本方案。",
            "一、适用范围：初次违法且危害后果轻微并及时改正的轻微违法行为。", f"二、组织领导：成立{r.randint(3, 9)}人工作专班。",
            "三、实施步骤：2024年6月起实施。", *signed(unit, date)]


def device_cleanup(unit, date, r):
    kept, stopped = r.randint(0, 9), r.randint(0, 4)
    return [f"{unit}电子技术监控设备清理结果报告", "县司法局：",
            f"我单位对用于行政执法的电子技术监控设备进行全面清理，保留{kept}处，停用{stopped}处，清理结果已经法制审核，现报备案。", *signed(unit, date)]


def device_additions(unit, date, r):
    return [f"{unit}2024年电子技术监控设备新增情况报告", "县司法局：",
            f"2024年我单位新增电子技术监控设备{r.randint(1, 9)}台，均已向社会公布设备编号和设置地点。", *signed(unit, date)]


def discretion_benchmark(unit, date, r):
    return [f"{unit}行政处罚裁量权基准（2024年版）", "为规范行使行政处罚裁量权，制定本裁量权基准。",
            f"一、违法行为名称：未按规定公示。裁量阶次：轻微。适用条件：首次且及时改正。裁量幅度：处{r.randint(1, 9)}百元以下罚款。",
            "二、违法行为名称：未按规定备案。裁量阶次：一般。适用条件：逾期三十日以内。裁量幅度：处一千元以下罚款。", *signed(unit, date)]


def inspection_plan(unit, date, r):
    return [f"{unit}2024年度涉企行政检查制度和计划", "第一条　为规范涉企行政检查，减少入企频次，制定本制度。",
            f"第二条　检查对象：规模以上企业{r.randint(2, 40)}家；检查事项：安全生产；检查时间：第四季度；检查频次：每年一次。", *signed(unit, date)]


def enforcement_matters_list(unit, date, r):
    return [f"{unit}行政执法事项清单", f"本部门行政执法事项共{r.randint(20, 90)}项，现予公布。执法事项名称、实施主体、设定依据见下。",
            f"一、事项名称：擅自改变用途的处罚。实施主体：{unit}。设定依据：条例第四十条。", *signed(unit, date)]


def qualification_cleanup(unit, date, r):
    return [f"{unit}行政执法人员资格清理情况报告", "县司法局：", f"我单位清理行政执法人员{r.randint(9, 60)}人，收回行政执法证2本，注销1本。",
            *signed(unit, date)]


PAPERS = {"training-report": training_report, "training-plan": training_plan, "rectification-report": rectification_report,
          "commitment-list": commitment_list, "minor-violation-plan": minor_violation_plan, "device-cleanup": device_cleanup,
          "device-additions": device_additions, "discretion-benchmark": discretion_benchmark, "inspection-plan": inspection_plan,
          "enforcement-matters-list": enforcement_matters_list, "qualification-cleanup": qualification_cleanup}
TITLES = {"training-report": "公共法律知识培训报告", "training-plan": "2025年度行政执法人员培训计划",
          "rectification-report": "行政执法突出问题专项整治情况报告", "commitment-list": "实行告知承诺制证明事项清单",
          "minor-violation-plan": "轻微违法告知承诺制工作方案", "device-cleanup": "电子技术监控设备清理结果",
          "device-additions": "电子技术监控设备新增情况", "discretion-benchmark": "行政处罚裁量权基准",
          "inspection-plan": "涉企行政检查制度和计划", "enforcement-matters-list": "行政执法事项清单",
          "qualification-cleanup": "行政执法人员资格清理情况"}
COMPANIES = ["禾田建材有限公司", "沐阳食品商行", "鼎固物流有限公司", "云栖矿业有限责任公司", "百川水产养殖专业合作社", "青瓦装饰工程有限公司",
             "合兴环保科技有限公司", "远瞻餐饮管理有限公司", "朴石木业加工厂", "清漪液化气供应站"]
# what was decided, and whether that alone makes the penalty a major one
MAJOR = ["罚款{big}元。", "没收违法所得{small}元。", "罚款{small}元，并没收违法所得{small}元。", "责令停产停业整顿三个月。", "吊销许可证。"]
MINOR = ["罚款{small}元。", "警告，并处罚款{small}元。"]


def decision(unit, number, date, r, major):
    ruling = r.choice(MAJOR if major else MINOR).format(big=r.randint(200, 900) * 1000, small=r.randint(5, 150) * 100)
    party = "阳新" + r.choice(COMPANIES)
    return [f"{unit}行政处罚决定书", "\t" + number, f"当事人：{party}", f"统一社会信用代码：91420299MA{r.randint(0, 99999999):08d}",
            "经查，当事人在生产经营中违反有关规定，以上事实有现场笔录、询问笔录等证据证实。",
            "本机关已告知当事人拟作出行政处罚的内容和陈述、申辩的权利，当事人未提出陈述申辩。",
            "依据有关规定，本机关作出如下行政处罚决定：", ruling,
            "当事人应当自收到本决定书之日起十五日内履行。",
            "如不服本决定，可以自收到本决定书之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。", *signed(unit, date)]


COURTESIES = ["收到，谢谢！", "好的，收到。", "已收悉，谢谢。", "知悉，辛苦了。", "收到，感谢！"]
NEWS = ["每周法治资讯第{n}期", "行业动态周刊第{n}期", "办公软件使用技巧第{n}讲", "会展信息简报第{n}期"]
SYSTEM = ["登录提醒：您的账号于近期登录", "系统通知：空间容量提醒", "验证码通知", "安全周报"]
VACATIONS = ["您好，我最近正在休假中，无法亲自回复您的邮件。我将在假期结束后，尽快给您回复。", "您的邮件我已收到，我会尽快处理。",
             "这是来自QQ邮箱的假期自动回复邮件。"]
