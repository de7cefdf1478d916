"""Monthly reports as they come: layouts, notations of the month, containers, zero reports, late ones."""
import mailroom
import monthly
import paper
import places
from desk import Filing, moment
from desk_helpers import month, numbers, zipped
from mailroom import File


def usual(d):
    """Word and PDF in one mail, every layout, many notations."""
    month(d, "xingguo", "2024-06", "2024-07-05 09:12", "wide", ("兴国镇6月月报.docx", "兴国镇6月月报.pdf"), "6月月报", "月报见附件，请查收，谢谢！", shown="兴国镇综合执法中心",
          entry={"program": "qq"})
    month(d, "fuchi", "2024-06", "2024-07-08 16:40", "form", ("富池镇六月份行政执法月报.docx", "扫描件.pdf"), "富池镇六月份月报", entry={"program": "foxmail"},
          told="zhfull", title=1)
    month(d, "taizi", "2024-06", "2024-07-09 10:02", "quad", ("附件：月报表.docx", "附件：月报表.pdf"), "【太子镇】行政执法工作月报", told="span", title=4,
          entry={"program": "outlook"})
    month(d, "dawang", "2024-06", "2024-07-10 23:41", "narrative", ("大王镇月报.docx", "大王镇月报（章）.pdf"), "大王镇202406", told="两位", title=3)
    month(d, "taogang", "2024-07", "2024-08-06 08:55", "letter", ("关于7月执法情况的函.docx", "关于7月执法情况的函.pdf"), "陶港镇来文", told="full份", title=3,
          entry={"program": "139"})
    month(d, "baisha", "2024-07", "2024-08-12 21:30", "cumulative", ("白沙镇2024.07.docx", "白沙镇2024.07.pdf"), "月报", told="dot", title=4,
          traits=["rolled-due"], unit_yuan=True)
    month(d, "health", "2024-07", "2024-08-07 11:20", "brief", ("卫健局7月份月报.docx", "卫健局7月份月报.pdf"), "卫健局7月执法月报", told="full", title=0)
    month(d, "market-supervision", "2024-07", "2024-08-09 17:25", "wide", ("1.docx", "1.pdf"), "材料", told="span3", title=4, unit_yuan=True,
          traits=["ambiguous-name"], entry={"program": "mailmaster"})
    month(d, "transport", "2024-08", "2024-09-03 15:00", "form", ("新建 DOCX 文档.docx", "新建 DOCX 文档.pdf"), "", told="full", title=2,
          traits=["empty-subject", "ambiguous-name"])
    month(d, "water", "2024-08", "2024-09-09 09:09", "quad", ("县水利局8月行政执法月报.docx", "县水利局8月行政执法月报.pdf"), "报送8月份行政执法工作月报", told="full",
          options={"split": True}, traits=["split-runs"])
    month(d, "forestry", "2024-08", "2024-09-10 18:00", "narrative", ("林业局.docx", "林业局.pdf"), "行政执法", told="zhfull", title=4, dated="zh",
          entry={"program": "163"})
    month(d, "agriculture", "2024-09", "2024-10-09 14:14", "letter", ("农业农村局月报9月.docx", "农业农村局月报9月.pdf"), "9月月报", told="full", title=1,
          unit_yuan=True, traits=["capital-amount"])
    month(d, "housing", "2024-09", "2024-10-10 08:30", "cumulative", ("住建局九月月报.docx", "住建局九月月报.pdf"), "住建局九月月报", told="full", title=2,
          entry={"program": "foxmail"})
    month(d, "emergency", "2024-09", "2024-10-08 19:05", "wide", ("应急局月报表（9月）.xlsx", "应急局月报表（9月）.pdf"), "应急局9月报表", told="full", title=1,
          traits=["xlsx"])
    month(d, "culture-tourism", "2024-09", "2024-10-09 09:31", "form", ("文旅.xlsx", "文旅.pdf"), "9月行政执法统计", told="span", title=2,
          traits=["xlsx"], entry={"program": "gov"})
    month(d, "tobacco", "2024-10", "2024-11-11 16:58", "cumulative", ("烟草局10月.xlsx", "烟草局10月.pdf"), "烟草局十月行政执法工作月报", told="full", title=4,
          unit_yuan=True, traits=["xlsx", "rolled-due"])
    month(d, "tax", "2024-10", "2024-11-08 10:10", "narrative", ("税务局10月份月报.docx", "税务局10月份月报.pdf"), "税务局月报", told="full", title=0,
          unit_yuan=True, dated="circle")
    month(d, "fire-rescue", "2024-10", "2024-11-07 20:20", "brief", ("消防大队月报.docx", "消防大队月报.pdf"), "消防救援大队10月份执法工作月报", told="dash", title=4,
          entry={"program": "iphone"}, body="发自我的iPhone")
    month(d, "ecology", "2024-10", "2024-11-06 09:45", "quad", ("生态环境分局10月份.docx", "生态环境分局10月份.pdf"), "10月份月报", told="full", title=1)
    month(d, "huangsangkou", "2024-11", "2024-12-05 10:00", "letter", ("黄颡口镇月报.docx", "黄颡口镇月报.pdf"), "黄颡口镇11月执法月报", told="full", title=1,
          entry={"program": "old", "raw_subject": True}, traits=["raw-gbk-header"])
    month(d, "weiyuankou", "2024-11", "2024-12-09 10:00", "form", ("韦源口11月.docx", "韦源口11月.pdf"), "十一月份月报", told="zhfull", title=4,
          unit_yuan=True)
    month(d, "chengdong", "2024-12", "2025-01-08 15:15", "wide", ("城东新区12月.docx", "城东新区12月.pdf"), "12月月报", told="full", title=1,
          traits=["year-end"])
    month(d, "wangying", "2024-12", "2025-01-09 16:06", "narrative", ("王英镇2024年12月份.docx", "王英镇2024年12月份.pdf"), "王英镇去年12月月报", told="full",
          title=0, traits=["year-end"], entry={"program": "qq"})


def usual_later(d):
    rows = [("fuchi", "2024-11", "grouped", "docx"), ("taizi", "2024-11", "sections", "docx"), ("dawang", "2024-11", "sections", "docx"),
            ("health", "2024-11", "grouped", "xlsx"),
            ("transport", "2024-11", "cumulative", "docx"), ("xingguo", "2024-11", "grouped", "docx")]
    for i, (unit, period, layout, form) in enumerate(rows):
        u = places.short(unit)
        month(d, unit, period, f"2024-12-{4 + i:02d} 1{i}:20", layout, (f"{u}报表.{form}", f"{u}报表.pdf"), ["11月份月报表", f"{u}11月执法月报",
                                                                                                         "月报"][i % 3],
              told=["span", "full", "dot", "full份", "zhfull", "span3"][i], title=[4, 1, 4, 2, 3, 0][i], unit_yuan=i % 2 == 0,
              entry={"program": ["qq", "gov", "139"][i % 3]})


def zero_reports(d):
    part = ["fields.commitment", "fields.four_lists", "fields.impact_assessment", "fields.cases"]
    month(d, "jinhai", "2024-06", "2024-07-04 09:00", zero=0, names=("零报告.docx", "零报告.pdf"), subject="金海管理区6月零报告", undecided=part)
    month(d, "lvzhou", "2024-07", "2024-08-05 09:00", zero=1, names=("率洲7月.docx", "率洲7月.pdf"), subject="率洲管理区7月", undecided=part, title=1)
    month(d, "banbishan", "2024-08", "2024-09-04 09:00", zero=2, names=("半壁山管理区八月份报告.docx", "半壁山管理区八月份报告.pdf"), subject="零报告",
          undecided=part, told="zhfull", title=3, entry={"program": "139"})
    month(d, "meteorology", "2024-09", "2024-10-10 17:59", "wide", ("气象局9月.docx", "气象局9月.pdf"), "气象局月报", n=monthly.ZERO, told="full",
          title=1, traits=["zero-cells"])
    month(d, "archives", "2024-10", "2024-11-04 11:00", "form", ("档案局.xlsx", "档案局.pdf"), "档案局10月月报（零报告）", n=monthly.ZERO, told="full",
          title=0, traits=["zero-cells", "xlsx"])
    blocks, _ = monthly.zero("jingtoushan", "2024-09", 1, "2024-10-08")
    d.mail("2024-10-08 10:30", places.address("jingtoushan"), "荆头山管理区9月零报告", paper.plain(blocks), program="iphone",
           filings=[Filing("jingtoushan", "monthly-report", "2024-09", [("1", "document")], {"period": "2024-09", "zero_report": True})],
           traits=["body-only", "monthly-zero"], why="a zero report in the mail alone: recorded, both files missing", also_ok=["review"],
           candidates=[("jingtoushan", "monthly-report", "2024-09")])


def containers(d):
    month(d, "sanxi", "2024-06", "2024-07-09 09:40", "wide", ("三溪镇6月.docx", "三溪镇6月盖章.pdf"), "三溪镇月报材料", container=zipped("三溪镇材料.zip"),
          traits=["zip-gbk"], told="full", title=1)
    month(d, "longgang", "2024-06", "2024-07-10 09:41", "quad", ("龙港镇6月.docx", "龙港镇6月.pdf"), "月报压缩包", container=zipped("新建文件夹.zip",
                                                                                                                       folder="新建文件夹/"),
          traits=["zip-gbk"], told="span", title=4)
    month(d, "education", "2024-07", "2024-08-08 10:00", "narrative", ("教育局7月月报.docx", "教育局7月月报.pdf"), "教育局7月", container=zipped("教育局.zip",
                                                                                                                                 "utf-8"),
          traits=["zip-utf8"], told="full", title=0)
    # forwarded as an attachment, by a colleague of the office
    blocks, fields = monthly.report("futu", "2024-07", numbers("futu7"), "form", "2024-08-06", title=1)
    word, stamped = paper.docx(blocks), paper.pdf(blocks)
    inner = mailroom.Mail(moment("2024-08-07 15:12"), places.address("futu"), "浮屠镇司法所", "浮屠镇7月月报",
                          mailroom.compose("163", "请审阅", [File("浮屠镇7月.docx", word), File("浮屠镇7月.pdf", stamped)]), "163", "inner-futu")
    d.mail("2024-08-09 08:20", "zhangyu_sfj@qq.example", "转发：浮屠镇7月月报", "发到我私人邮箱了，转一下。", [File("浮屠镇7月月报.eml", inner.write(), inner)],
           program="qq", traits=["forward-as-attachment"], filings=[Filing("futu", "monthly-report", "2024-07",
                                                                           [(word, "word"), (stamped, "stamped-pdf")], fields)],
           why="the unit stands in the attached message and in the documents")
    # forwarded inline: the unit's name stands in the quoted header
    blocks, fields = monthly.report("mugang", "2024-07", numbers("mugang7"), "wide", "2024-08-06", title=4)
    word, stamped = paper.docx(blocks), paper.pdf(blocks, landscape=True)
    text = ("\n\n------------------ 原始邮件 ------------------\n发件人: \"木港镇人民政府\" <%s>;\n发送时间: 2024年8月6日(星期二) 上午9:50\n收件人: \"周\"<zhou_sfj@qq.example>;\n"
            "主题: 木港镇7月执法月报\n\n请接收。" % places.address("mugang"))
    d.mail("2024-08-08 09:00", "zhou_sfj@qq.example", "转发：木港镇7月执法月报", text, [File("月报.docx", word), File("月报.pdf", stamped)], program="qq",
           traits=["forward-inline"], filings=[Filing("mugang", "monthly-report", "2024-07", [(word, "word"), (stamped, "stamped-pdf")],
                                                      fields)],
           why="forwarded inline")


def incomplete(d):
    month(d, "paishi", "2024-06", "2024-07-09 15:30", "wide", ("排市镇月报.docx",), "排市镇6月月报", told="full", title=1, traits=["word-only"])
    month(d, "yanggang", "2024-06", "2024-07-08 15:30", "form", ("洋港镇月报.pdf",), "洋港镇6月月报", told="full", title=1, traits=["pdf-only"])
    month(d, "fenglin", "2024-06", "2024-07-07 15:30", "quad", ("枫林镇月报.docx", "枫林镇月报.pdf"), "枫林镇6月月报", pdf=False, told="full", title=1,
          traits=["no-seal"])
    month(d, "commerce", "2024-08", "2024-09-10 12:30", "form", ("商务局8月.xlsx",), "商务局8月", told="full", title=1,
          traits=["word-only", "xlsx"])
    month(d, "finance", "2024-08", "2024-09-06 12:30", "brief", ("财政局8月月报.txt", "财政局8月月报.pdf"), "财政局8月月报", told="full", title=1,
          traits=["txt"])
    # the report in the mail's HTML
    blocks, fields = monthly.report("civil-affairs", "2024-08", numbers("ca8"), "wide", "2024-09-05", title=1)
    d.mail("2024-09-05 17:17", places.address("civil-affairs"), "民政局8月执法月报", tree=mailroom.only_html("163", paper.html(blocks)),
           program="163",
           filings=[Filing("civil-affairs", "monthly-report", "2024-08", [("1", "document")], fields)], traits=["html-body", "body-only"],
           why="a table in the mail's own HTML: told, but neither Word nor sealed PDF", also_ok=["review"],
           candidates=[("civil-affairs", "monthly-report", "2024-08")])


def late(d):
    month(d, "veterans", "2024-06", "2024-07-11 00:06", "narrative", ("退役军人事务局6月.docx", "退役军人事务局6月.pdf"), "退役军人事务局6月月报", told="full",
          title=1, traits=["late", "six-minutes-late"])
    month(d, "statistics", "2024-10", "2024-11-12 08:00", "form", ("统计局10月.docx", "统计局10月.pdf"), "统计局10月月报补报", told="full", title=1,
          traits=["late"])
    month(d, "audit", "2024-08", "2024-11-20 08:00", "quad", ("审计局8月.docx", "审计局8月.pdf"), "补报8月份月报", told="full", title=1, traits=["late"])


def pictures(d):
    """Sealed copies of which a program without eyes sees nothing."""
    for i, (unit, period, when) in enumerate([("xingguo", "2024-07", "2024-08-05 09:00"), ("fuchi", "2024-07", "2024-08-06 09:00"),
                                              ("health", "2024-08", "2024-09-06 10:00"), ("taizi", "2024-08", "2024-09-09 10:00")]):
        month(d, unit, period, when, ["wide", "form", "narrative", "quad"][i], ("月报.docx", ["扫描全能王 2024-8-5.pdf", "CCF20240806.pdf",
                                                                                            "盖章件.pdf", "IMG_0021.pdf"][i]),
              f"{places.short(unit)}{int(period[5:])}月月报", told="full", title=1, pdf=paper.picture_pdf(i), traits=["picture-pdf"],
              also_ok=["review"])


def personal_senders(d):
    month(d, "longgang", "2024-08", "2024-09-05 10:00", "wide", ("龙港.docx", "龙港.pdf"), "龙港8月", sender="xiaoyu0714@qq.example", told="full",
          title=1, traits=["private-address", "one-person-several-units"], shown="岁月静好", entry={"program": "qq"})
    month(d, "yanggang", "2024-08", "2024-09-05 10:06", "form", ("洋港.docx", "洋港.pdf"), "洋港8月", sender="xiaoyu0714@qq.example", told="full",
          title=1, traits=["private-address", "one-person-several-units"], shown="岁月静好", entry={"program": "qq"})
    month(d, "baisha", "2024-08", "2024-09-06 08:10", "letter", ("月报.docx", "月报.pdf"), "白沙司法所报月报", body="白沙司法所代镇政府报送。",
          sender="bs_sfs@163.example", told="full", title=1, traits=["justice-office-for-town"], shown="白沙司法所")
    month(d, "public-security", "2024-08", "2024-09-09 20:10", "narrative", ("法制大队月报.docx", "法制大队月报.pdf"), "公安局法制大队报8月月报",
          sender="fzdd_li@126.example", told="full", title=1, traits=["private-address"], shown="法制大队内勤")
    month(d, "urban-management", "2024-08", "2024-09-10 22:10", "cumulative", ("城管月报.docx", "城管月报.pdf"), "城管局",
          sender="cgj.bangong@qq.example", told="full", title=1, traits=["private-address", "weak-subject"], entry={"program": "qq"})
    # the subject says last month; a line of the report names it
    month(d, "human-resources", "2024-08", "2024-09-09 11:00", "brief", ("人社局月报.docx", "人社局月报.pdf"), "报送上月行政执法工作月报", told="full", title=4,
          traits=["last-month"], body="现报送我局上月行政执法工作月报。")


def several(d):
    """Two units, or two months, in one mail."""
    docs, files = {}, []
    for unit in ("sanxi", "mugang"):
        blocks, fields = monthly.report(unit, "2024-08", numbers(unit + "8"), "form", "2024-09-06", title=1)
        pair = paper.docx(blocks), paper.pdf(blocks)
        files += [File(f"{places.short(unit)}8月.docx", pair[0]), File(f"{places.short(unit)}8月.pdf", pair[1])]
        docs[unit] = Filing(unit, "monthly-report", "2024-08", [(pair[0], "word"), (pair[1], "stamped-pdf")], fields)
    d.mail("2024-09-10 16:00", "cgj_zhongdui@163.example", "三溪、木港两镇8月月报", "两个镇的一并报送。", files, filings=list(docs.values()),
           traits=["two-units"],
           why="two towns' reports in one mail")
    months, files = [], []
    for period in ("2024-06", "2024-07"):
        blocks, fields = monthly.report("data-bureau", period, numbers("db" + period), "quad", "2024-08-08", title=1)
        pair = paper.docx(blocks), paper.pdf(blocks)
        files += [File(f"数据局{int(period[5:])}月.docx", pair[0]), File(f"数据局{int(period[5:])}月.pdf", pair[1])]
        months.append(Filing("data-bureau", "monthly-report", period, [(pair[0], "word"), (pair[1], "stamped-pdf")], fields))
    d.mail("2024-08-08 16:30", places.address("data-bureau"), "6、7月月报", "6月份的补上。", files, filings=months, traits=["two-months", "late"],
           why="two months in one mail, the first late")


def put(d):
    for scene in (usual, usual_later, zero_reports, containers, incomplete, late, pictures, personal_senders, several):
        scene(d)
