"""A stranger's monthly reports, and what is no monthly report though it looks like one."""
import mailroom
import monthly
import paper
import places
import strangers_paper as sp
from desk import Filing, moment
from desk_helpers import numbers
from mailroom import File

END = {"01": "31", "02": "28", "03": "31", "04": "30", "05": "31", "06": "30", "07": "31", "08": "31", "09": "30", "10": "31", "11": "30", "12": "31"}


def report(d, unit, period, when, make, names, subject, body="", head="", told="", foot="", sender=None, shown="", zero=False, wide=False,
           sealed=True, traits=(), also_ok=(), rivals=(), undecided=(), container=None, more=(), program="163", extra=(), **entry):
    n = numbers(f"stranger {unit} {period}")
    blocks = make(unit, n, head, told, foot, *extra) if callable(make) else make
    fields = {"period": period, "zero_report": True} if zero else monthly.fields(period, n, all(not v for v in n.values()))
    files, docs = [], []
    for name in names:
        data = sp.made(name, blocks, sealed, wide)
        pdf = name.lower().endswith("pdf")
        files.append(File(name, data))
        docs.append((data, ("stamped-pdf" if sealed else "other") if pdf else "word"))
    files += more
    filing = Filing(unit, "monthly-report", period, docs, fields, undecided=list(undecided))
    return d.mail(when, sender or places.address(unit), subject, body, [container(files)] if container else files, shown=shown, program=program,
                  filings=[filing], traits=["stranger-monthly", *traits], also_ok=also_ok, candidates=[filing.key, *rivals] if also_ok else [],
                  why=f"{places.short(unit)} {period}", **entry)


def usual(d):
    report(d, "futu", "2025-01", "2025-02-08 10:12", sp.stat, ("浮屠镇行政执法情况统计表2025.1.docx", "浮屠镇行政执法情况统计表2025.1.pdf"), "浮屠2025.1", "领导好，表已填好，请查阅。",
           "行政执法情况统计表", "　　所属时期：2025年1月", "2025.2.7", wide=True, shown="浮屠镇党政办")
    report(d, "sanxi", "2025-02", "2025-03-07 15:44", sp.cells, ("三溪镇二月份.docx", "三溪镇二月份盖章.pdf"), "三溪二月份执法月报", "发您了，麻烦接收一下[抱拳]", "三溪镇行政执法月报表",
           "2025年2月份", "2025年3月7日", program="qq", shown="三溪-小柯")
    report(d, "longgang", "2025-03", "2025-04-09 08:31", sp.ledger, ("龙港3月执法月报表（定）.docx", "龙港3月执法月报表（定）.pdf"), "龙港镇报送3月份行政执法月报", "",
           "行政执法工作月报表", "填报单位：阳新县龙港镇人民政府　　　　填报月份：2025年3月", "2025年4月8日", extra=("3月", "1—3月"), program="foxmail")
    report(d, "yanggang", "2025-01", "2025-02-10 17:20", sp.prose, ("洋港元月份执法报告.docx", "扫描_20250210.pdf"), "洋港镇元月份月报", "附件请收",
           "洋港镇2025年元月份行政执法工作月报", "元月份", "2025年2月10日")
    report(d, "paishi", "2025-02", "2025-03-10 09:01", sp.pairs, ("二月.docx", "二月.pdf"), "排市镇2月行政执法工作月报", "", "行政执法工作月报", "统计期：二〇二五年二月", "2025年3月10日",
           program="outlook")
    report(d, "mugang", "2025-03", "2025-04-10 11:11", sp.pairs, ("木港.docx", "木港.pdf"), "木港镇执法月报", "3月份的，请审核。", "木港镇2025年三月份行政执法工作月报", "", "2025年4月9日")
    report(d, "fenglin", "2025-04", "2025-05-09 14:14", sp.stat, ("枫林镇4月行政执法情况统计表.xlsx", "枫林镇4月行政执法情况统计表.pdf"), "枫林镇4月份行政执法统计表上报", "", "行政执法情况统计表",
           "　　统计时间：2025年4月1日至4月30日", "填报日期：2025年5月8日", wide=True, program="mailmaster")
    report(d, "taizi", "2025-05", "2025-06-06 09:45", sp.prose, ("太子镇五月工作情况.docx", "太子镇五月工作情况.pdf"), "太子镇2025年五月行政执法工作月报", "按时报送，请查收！",
           "太子镇2025年五月行政执法工作月报", "2025年五月", "二〇二五年六月五日", program="139")
    report(d, "dawang", "2025-05", "2025-06-09 20:20", sp.cells, ("大王镇执法月报（5月）.rtf", "大王镇执法月报（5月）.pdf"), "【大王】执法月报（5月）", "", "行政执法月报", "5月1日至31日",
           "2025年6月9日", traits=["rtf"])
    report(d, "health", "2024-09", "2024-10-08 10:00", sp.ledger, ("卫健2024年九月月报.docx", "卫健2024年九月月报.pdf"), "卫健2024年九月月报", "国庆快乐！",
           "卫健系统行政执法工作月报", "单位：县卫生健康局　　月份：2024年九月", "2024年10月8日", extra=("本月数", "累计数"), program="gov", shown="卫健局法规股")
    report(d, "water", "2024-11", "2024-12-09 16:35", sp.stat, ("县水利局2024.11.docx", "县水利局2024.11.pdf"), "水利局2024.11统计表", "", "阳新县水利和湖泊局行政执法情况统计表",
           "　　期间：2024.11.1-2024.11.30", "2024.12.9", wide=True)
    report(d, "agriculture", "2024-11", "2024-12-10 18:02", sp.prose, ("农业执法月报.docx", "农业执法月报.pdf"), "11月份农业执法月报", "补充说明：数据已与执法大队核对。",
           "关于报送2024年11月份行政执法工作情况的报告", "2024年11月", "2024年12月10日", program="qq", shown="清风徐来", sender="nyj_fgk@qq.example")
    report(d, "housing", "2024-12", "2025-01-10 08:08", sp.cells, ("住建局执法月报第12期.docx", "住建局执法月报第12期.pdf"), "住建局行政执法工作月报（2024年第12期）", "",
           "县住房和城乡建设局行政执法工作月报\n= 2024年第12期", "", "2025年1月9日", traits=["issue-number"], also_ok=["review"])
    report(d, "civil-affairs", "2024-10", "2024-11-08 10:05", sp.pairs, ("行政执法工作月报模板.docx", "民政局盖章版.pdf"), "民政局10月月报", "", "行政执法工作月报",
           "填报单位：阳新县民政局　　统计期间：2024年10月", "2024年11月8日", traits=["template-name"])
    report(d, "education", "2025-03", "2025-04-08 09:09", sp.cells, ("教育局3月份行政执法月报（终版）.docx", "CamScanner 04-08-2025 09.01.pdf"), "教育局三月执法月报",
           "发自我的iPhone", "教育局行政执法月报（2025年3月）", "", "2025年4月8日", program="iphone")
    report(d, "culture-tourism", "2025-01", "2025-02-10 23:50", sp.ledger, ("文旅局1月.docx", "文旅局1月.pdf"), "文旅1月份月报", "", "文化市场行政执法月报表",
           "报送单位：阳新县文化和旅游局　　所属月份：2025年1月", "2025年2月10日", extra=("本期", "上期"))
    report(d, "ecology", "2025-02", "2025-03-10 10:10", sp.stat, ("生态环境分局2月统计表.docx", "生态环境分局2月统计表.pdf"), "生态环境阳新分局2月行政执法统计表", "", "2025年2月行政执法情况统计表", "",
           "2025年3月6日", wide=True)
    report(d, "commerce", "2024-08", "2024-11-21 10:10", sp.prose, ("商务局8月份月报（补）.docx", "商务局8月份月报（补）.pdf"), "迟报说明及商务局8月份月报", "因人员调整，8月份月报漏报，现补报，深表歉意。",
           "县商务局2024年8月份行政执法工作月报", "8月份", "2024年11月20日", traits=["late"])


def zeros(d):
    text = sp.doc("""# 零报告
县司法局：
2025年1月，我局未发生行政执法案件，涉企行政执法立案、办结均为零，未适用“四张清单”，未办理告知承诺事项，无需开展经济影响评估。
特此报告。
> 阳新县交通运输局
> 2025年2月6日""")
    report(d, "transport", "2025-01", "2025-02-06 10:00", text, ("1月零报告.docx", "1月零报告.pdf"), "交通局1月行政执法月报（零报告）", "", zero=True, traits=["monthly-zero"])
    table = sp.doc("""# 白沙镇行政执法工作月报表（2025年1月）
@
> 白沙镇人民政府
> 2025年2月7日""", [["项目", "数量"], ["涉企案件立案", "无"], ["涉企案件办结", "无"], ["罚没金额", "无"], ["移送", "无"], ["经济影响评估应评估", "无"], ["已评估", "无"], ["采取措施", "无"], ["不予处罚", "无"],
                                ["从轻处罚", "无"], ["减轻处罚", "无"], ["免予强制", "无"], ["告知承诺办件数", "无"], ["核查数", "无"], ["失信数", "无"]])
    report(d, "baisha", "2025-01", "2025-02-07 10:00", table, ("白沙1月.docx", "白沙1月.pdf"), "白沙镇1月", "", zero=True, traits=["monthly-zero"])
    d.mail("2025-03-04 09:30", places.address("audit"), "审计局2月份行政执法月报", "县司法局：\n我局2025年2月份无行政执法案件，无涉企案件，证明事项告知承诺、四张清单、经济影响评估均无，特此零报告。\n\n阳新县审计局\n2025年3月4日",
           filings=[Filing("audit", "monthly-report", "2025-02", [("1", "document")], {"period": "2025-02", "zero_report": True})],
           traits=["stranger-monthly", "monthly-zero", "body-only"], also_ok=["review"], candidates=[("audit", "monthly-report", "2025-02")],
           tree=mailroom.Leaf("text/plain", "县司法局：\n我局2025年2月份无行政执法案件，无涉企案件，证明事项告知承诺、四张清单、经济影响评估均无，特此零报告。\n\n阳新县审计局\n2025年3月4日\n".encode("gb18030"),
                              charset="gb18030"), why="told in the mail alone: neither Word nor sealed PDF")


def halves_and_corrections(d):
    n = numbers("stranger wangying 4")
    blocks = sp.cells("wangying", n, "王英镇四月份行政执法月报", "2025年4月", "2025年5月6日")
    word, sealed = sp.docx(blocks), paper.pdf(sp.plain_cells(blocks))
    for when, sender, subject, body, file, piece in (
            ("2025-05-06 09:00", places.address("wangying"), "王英镇4月月报电子版", "先发电子版，纸质盖章后由司法所补发。", File("王英4月.docx", word), "word"),
            ("2025-05-08 16:00", "wysfs_2025@163.example", "盖了章的", "王英司法所：补镇政府4月份月报盖章件。", File("20250508155612.pdf", sealed), "stamped-pdf")):
        d.mail(when, sender, subject, body, [File(file.name, file.data)], filings=[Filing("wangying", "monthly-report", "2025-04", [(file.data, piece)],
               monthly.fields("2025-04", n))], traits=["stranger-monthly", "halves-two-senders"], why="one half of 王英镇 2025-04")
    bad = numbers("stranger tobacco 2")
    for when, n, names, subject, body, again in (
            ("2025-03-05 09:00", bad, ("烟草2月.docx", "烟草2月.pdf"), "烟草局2月份月报", "", False),
            ("2025-03-06 09:00", {**bad, "closed": bad["closed"] + 1, "opened": bad["opened"] + 1}, ("烟草2月（以此为准）.docx", "烟草2月（以此为准）.pdf"), "烟草局2月份月报重新报送",
             "前一封邮件中办结数填写有误，以本次报送为准，给您添麻烦了。", True)):
        blocks = sp.ledger("tobacco", n, "烟草专卖行政执法工作月报", "2025年2月　填报单位：阳新县烟草专卖局", "2025年3月5日", "当月", "当年累计")
        files = [File(x, sp.made(x, blocks)) for x in names]
        d.mail(when, places.address("tobacco"), subject, body, files, supersedes=again, traits=["stranger-monthly", "correction"] if again else ["stranger-monthly"],
               filings=[Filing("tobacco", "monthly-report", "2025-02", [(files[0].data, "word"), (files[1].data, "stamped-pdf")],
                               monthly.fields("2025-02", n))], why="烟草局 2025-02" + (", corrected" if again else ""))
    # a PDF without a seal, then the sealed one with "盖章重发"
    n = numbers("stranger fire 2")
    blocks = sp.prose("fire-rescue", n, "消防救援大队2025年2月行政执法工作月报", "2月份", "2025年3月3日")
    word, bare, sealed = sp.docx(blocks), paper.pdf(blocks, sealed=False), paper.pdf(blocks)
    for when, subject, body, files, docs in (
            ("2025-03-03 09:00", "消防2月月报", "", [File("消防2月.docx", word), File("消防2月.pdf", bare)], [(word, "word"), (bare, "other")]),
            ("2025-03-04 09:00", "消防2月月报盖章重发", "上午那份没盖公章，重发盖章PDF。", [File("消防2月-公章.pdf", sealed)], [(sealed, "stamped-pdf")])):
        d.mail(when, places.address("fire-rescue"), subject, body, files, filings=[Filing("fire-rescue", "monthly-report", "2025-02", docs,
               monthly.fields("2025-02", n))], traits=["stranger-monthly", "seal-later"], why="消防 2025-02, sealed later")
    report(d, "taogang", "2025-04", "2025-05-06 10:00", sp.pairs, ("陶港4月.docx", "陶港4月.pdf"), "陶港镇4月份行政执法月报", "", "陶港镇行政执法工作月报", "2025年4月", "2025年5月6日",
           undecided=["status", "on_time"], filing_also_ok=["withdrawn"])
    d.mail("2025-05-06 16:00", places.address("taogang"), "申请撤回", "县司法局：上午发的月报还没经领导审定，申请撤回，审定后再发。陶港镇。", outcome="review", also_ok=["filed", "not_a_filing"],
           candidates=[("taogang", "monthly-report", "2025-04")], if_filed=[("taogang", "monthly-report", "2025-04")], traits=["withdrawal"], reason="withdrawal",
           why="asks to take back, names neither month nor paper exactly")


def forwards(d):
    head = "城东新区2025年4月份行政执法工作月报"
    n = numbers("stranger chengdong 4")
    blocks = sp.ledger("chengdong", n, head, "2025年4月", "2025年5月7日", "4月", "年度累计")
    quoted = ("\n\n\n---------- 转发的邮件 ----------\n发件人： 城东新区司法所 <cdxq_sfs@139.example>\n日期： 2025年5月7日 17:03\n主题： 城东新区4月份月报\n收件人： liu_sfj@139.example\n\n刘科，城东新区月报请查收。\n")
    files = [File("城东4月月报.docx", sp.docx(blocks)), File("城东4月月报.pdf", paper.pdf(sp.plain_cells(blocks)))]
    d.mail("2025-05-08 08:40", "liu_sfj@139.example", "Fw: 城东新区4月份月报", "归档。" + quoted, files, program="139", traits=["stranger-monthly", "forward-inline"],
           filings=[Filing("chengdong", "monthly-report", "2025-04", [(files[0].data, "word"), (files[1].data, "stamped-pdf")], monthly.fields("2025-04", n))],
           why="forwarded by a colleague")
    n = numbers("stranger huangsangkou 4")
    blocks = sp.stat("huangsangkou", n, "行政执法情况统计表", "　　2025年4月", "2025年5月9日")
    files = [File("附件1.docx", sp.docx(blocks)), File("附件2.pdf", paper.pdf(sp.plain_cells(blocks), landscape=True))]
    quoted = ("\n发自我的小米\n\n在 2025年5月9日 12:01，\"黄颡口镇政府\" <hskz@126.example> 写道：\n> 转给司法局哈\n>\n> 在 2025年5月9日 11:50，\"石晚舟\" <shiwz@qq.example> 写道：\n>> 黄颡口镇4月份执法统计表，Word和盖章PDF\n")
    d.mail("2025-05-09 14:00", "hsk_2025@126.example", "转发：Fw：黄颡口镇4月", quoted, files, traits=["stranger-monthly", "forward-inline"],
           filings=[Filing("huangsangkou", "monthly-report", "2025-04", [(files[0].data, "word"), (files[1].data, "stamped-pdf")],
                           monthly.fields("2025-04", n))], why="forwarded twice")
    quoted = ("\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人: \"阳新县司法局执法监督\" <yxfazhi@163.example>;\n发送时间: 2025年4月7日(星期一) 上午8:30\n收件人: \"气象局\" <%s>;\n"
              "主题: 月报提醒：贵单位2025年2月份、3月份行政执法工作月报未报送\n\n请尽快报送2月份、3月份月报。" % places.address("meteorology"))
    report(d, "meteorology", "2025-03", "2025-04-07 10:40", sp.cells, ("气象局.docx", "气象局.pdf"), "回复：月报提醒：贵单位2025年2月份、3月份行政执法工作月报未报送", "三月份的先交，二月份稍后补。" + quoted,
           "气象局三月份行政执法月报", "2025年三月", "2025年4月7日", program="qq")


def one_person_for_two(d):
    entries, filings = [], []
    for unit in ("lvzhou", "jingtoushan"):
        n = numbers("stranger 3 " + unit)
        blocks = sp.pairs(unit, n, f"{places.short(unit)}行政执法工作月报", "2025年3月1日至3月31日", "2025年4月8日")
        word, sealed = sp.docx(blocks), paper.pdf(blocks)
        entries += [(f"{places.short(unit)}/月报.docx".encode("gb18030"), word), (f"{places.short(unit)}/月报盖章.pdf".encode("gb18030"), sealed)]
        filings.append(Filing(unit, "monthly-report", "2025-03", [(word, "word"), (sealed, "stamped-pdf")], monthly.fields("2025-03", n)))
    d.mail("2025-04-08 15:15", "nongchang_fz@qq.example", "两个管理区3月执法月报", "率洲、荆头山管理区的都在压缩包里。", [File("两区月报.zip", paper.packed(entries), entries)], program="qq",
           filings=filings, traits=["stranger-monthly", "two-units", "zip-gbk"], why="one person sends for two areas")
    for unit, when in (("human-resources", "2025-03-07 10:00"), ("medical-insurance", "2025-03-07 10:07")):
        report(d, unit, "2025-02", when, sp.prose, ("2月份报告.docx", "2月份报告（盖章）.pdf"), {"human-resources": "人社局2月月报", "medical-insurance": "医保局2月月报"}[unit], "",
               f"{places.short(unit)}2025年2月行政执法工作月报", "2025年2月", "2025年3月7日", sender="wenyin_dayinbu@163.example", shown="政务中心打印部",
               traits=["one-person-several-units"])
    rows = [["⇓单位", ("涉企案件", 3), ("四张清单", 4), ("告知承诺", 2)], ["⇑", "立案", "办结", "罚没金额（元）", "不予处罚", "从轻处罚", "减轻处罚", "免予强制", "办件数", "核查数"],
            ["白沙镇", 3, 2, 1500, 1, 0, 0, 0, 12, 4], ["排市镇", 5, 5, 4200, 2, 1, 0, 0, 8, 3], ["合计", 8, 7, 5700, 3, 1, 0, 0, 20, 7]]
    blocks = sp.doc("# 白沙镇、排市镇2025年4月行政执法工作月报\n@\n> 2025年5月8日", rows)
    files = [File("两镇月报.docx", sp.docx(blocks)), File("两镇月报.pdf", paper.pdf(sp.plain_cells(blocks)))]
    both = [("baisha", "monthly-report", "2025-04"), ("paishi", "monthly-report", "2025-04")]
    d.mail("2025-05-08 10:00", "pianqu_zfd@163.example", "两镇4月执法月报", "片区中队统一汇总。", files, outcome="review", also_ok=["filed"], candidates=both, if_filed=both,
           traits=["two-units-one-table"], reason="two units in one table", why="one table for two towns: nobody's own report")
    rows = [["指标", "1月", "2月"], ["立案", 2, 3], ["办结", 1, 3], ["不予处罚", 0, 1], ["经济影响评估已评估", 1, 1], ["告知承诺办件数", 9, 4]]
    blocks = sp.doc("# 统计局行政执法工作月报（2025年1月、2月）\n@\n> 阳新县统计局\n> 2025年3月6日", rows)
    files = [File("统计局1、2月月报.docx", sp.docx(blocks)), File("统计局1、2月月报.pdf", paper.pdf(blocks))]
    both = [("statistics", "monthly-report", "2025-01"), ("statistics", "monthly-report", "2025-02")]
    d.mail("2025-03-06 10:00", places.address("statistics"), "统计局1、2月月报", "春节放假，两个月合并报。", files, outcome="review", also_ok=["filed"], candidates=both, if_filed=both,
           traits=["two-months-one-table"], reason="two months in one table", why="one table for two months")


def no_months(d):
    """Reports of other stretches of time, and monthly reports of other work."""
    n = numbers("stranger q1")
    def out(when, unit, blocks, names, subject, trait, why, body="请查收。", also=("not_a_filing",), candidates=()):
        d.mail(when, places.address(unit), subject, body, [File(x, sp.made(x, blocks)) for x in names], outcome="review", also_ok=list(also),
               candidates=list(candidates), traits=["stranger-look-alike", trait], reason=trait, why=why)
    out("2025-04-07 09:00", "xingguo", sp.stat("xingguo", n, "2025年第一季度行政执法情况统计表", "", "2025年4月3日"), ("一季度.docx", "一季度.pdf"), "兴国镇一季度行政执法统计表", "quarter",
        "a quarter is no month")
    out("2025-07-08 09:00", "fuchi", sp.ledger("fuchi", n, "富池镇上半年行政执法工作情况表", "时间：2025年1—6月", "2025年7月7日", "上半年", "去年同期"), ("富池上半年.docx",),
        "富池镇上半年执法情况", "half-year", "half a year is no month")
    out("2024-10-10 09:00", "dawang", sp.prose("dawang", n, "大王镇2024年前三季度行政执法工作报告", "今年1至9月", "2024年10月9日"), ("前三季度.docx", "前三季度.pdf"), "大王镇前三季度执法报告",
        "three-quarters", "nine months are no month")
    safety = sp.doc("""# 2024年12月安全生产执法月报
本月共检查企业42家次，下达整改指令书19份，立案6起，罚款18.4万元，停产整改1家。
> 阳新县应急管理局
> 2025年1月3日""")
    out("2025-01-03 09:00", "emergency", safety, ("12月安全生产执法月报.docx", "12月安全生产执法月报.pdf"), "12月安全生产执法月报", "other-monthly", "a monthly report of other work",
        candidates=[("emergency", "monthly-report", "2024-12")])
    out("2025-02-05 09:00", "banbishan", sp.doc("""# 普法依法治理工作月报（2025年1月）
本月开展法治讲座2场，发放宣传资料300余份，调解矛盾纠纷7件。
> 半壁山管理区
> 2025年2月5日"""), ("普法月报.docx",), "半壁山普法月报", "other-monthly", "a monthly report of legal education")
    out("2025-03-05 09:00", "veterans", sp.doc("""# 信访维稳工作月报表
填报单位：阳新县退役军人事务局　　2025年2月
@
> 2025年3月4日""", [["来访批次", "来信件数", "办结件数", "化解率"], [6, 3, 8, "89%"]]), ("2月信访月报.docx", "2月信访月报.pdf"), "2月月报", "other-monthly", "petitions, not enforcement",
        candidates=[("veterans", "monthly-report", "2025-02")])
    safety = sp.doc("""# 阳新县林业局森林防火工作月报
2025年3月，全县未发生森林火灾，开展巡查46次，查处野外用火行政案件2起。
> 2025年4月2日""")
    report(d, "forestry", "2025-03", "2025-04-02 09:00", sp.cells, ("执法月报.docx", "执法月报.pdf"), "林业局3月两个月报", "执法月报和防火月报一并报送。", "林业局行政执法月报", "2025年3月",
           "2025年4月2日", more=[File("防火月报.docx", sp.docx(safety))], also_ok=["review"], traits=["other-monthly-beside"])


def put(d):
    for scene in (usual, zeros, halves_and_corrections, forwards, one_person_for_two, no_months):
        scene(d)
