"""What several mails make together: halves, corrections, withdrawals, duplicates; and mails that contradict themselves."""
import mailroom
import monthly
import paper
import places
import reports
from desk import Filing
from desk_helpers import item, month, numbers
from mailroom import File


def halves(d):
    """Word and sealed copy in different mails, also from different people."""
    rows = [("futu", "2024-08", "wide", "2024-09-06 09:00", "2024-09-09 10:00", None, ["halves"]),
            ("wangying", "2024-08", "form", "2024-09-09 09:00", "2024-09-10 23:58", "wy_sfs@qq.example", ["halves", "halves-two-senders"]),
            ("mugang", "2024-09", "quad", "2024-10-08 09:00", "2024-10-11 10:00", None, ["halves", "late-second-half"]),
            ("industry-it", "2024-09", "narrative", "2024-10-09 09:00", "2024-10-10 10:00", "kjj_wang@163.example",
             ["halves", "halves-two-senders"])]
    for i, (unit, period, layout, first, second, other, traits) in enumerate(rows):
        blocks, fields = monthly.report(unit, period, numbers(unit + period), layout, first[:10], title=1)
        word, sealed = paper.docx(blocks), paper.pdf(blocks, landscape=layout == "wide")
        u, m = places.short(unit), int(period[5:])
        order = [(word, "word", f"{u}{m}月.docx"), (sealed, "stamped-pdf", ["盖章页.pdf", "扫描件.pdf", f"{u}{m}月.pdf", "00012.pdf"][i])]
        if i == 3:
            order.reverse()
        for (data, piece, name), when, sender in zip(order, (first, second), (places.address(unit), other or places.address(unit))):
            d.mail(when, sender, [f"{u}{m}月月报", f"{u}盖章件", "补"][(i + (when == second)) % 3], "", [File(name, data)],
                   program=["163", "qq"][when == second],
                   filings=[Filing(unit, "monthly-report", period, [(data, piece)], fields)], traits=traits,
                   why=f"one half of {u} {period}")


def corrections(d):
    bad = numbers("corr")
    month(d, "fenglin", "2024-08", "2024-09-05 09:00", "wide", ("枫林镇8月.docx", "枫林镇8月.pdf"), "枫林镇8月月报", n=bad, title=1,
          traits=["to-be-corrected"])
    month(d, "fenglin", "2024-08", "2024-09-06 09:00", "wide", ("枫林镇8月（更正）.docx", "枫林镇8月（更正）.pdf"), "【更正】枫林镇8月月报", "昨天报的数据有误，请以此件为准。",
          n={**bad, "closed": bad["closed"] + 1, "opened": bad["opened"] + 2},
          title=1, traits=["correction"], entry={"supersedes": True})
    bad = numbers("corr2")
    month(d, "natural-resources", "2024-07", "2024-08-07 09:00", "form", ("自规局7月.docx", "自规局7月.pdf"), "自规局7月月报", n=bad, title=1,
          traits=["to-be-corrected"])
    month(d, "natural-resources", "2024-07", "2024-08-13 09:00", "form", ("自规局7月重报.docx", "自规局7月重报.pdf"), "重报：自规局7月月报",
          "罚没金额单位填错，重新报送，前件作废。", n={**bad, "amount": bad["amount"] + 60000},
          title=1, traits=["correction", "correction-after-due"], entry={"supersedes": True})
    # the correction of an unsealed copy completes it
    blocks, fields = monthly.report("paishi", "2024-07", numbers("ps7"), "quad", "2024-08-08", title=1)
    word, bare, sealed = paper.docx(blocks), paper.pdf(blocks, sealed=False), paper.pdf(blocks)
    d.mail("2024-08-08 11:00", places.address("paishi"), "排市镇7月月报", "", [File("7月.docx", word), File("7月.pdf", bare)], traits=["no-seal"],
           filings=[Filing("paishi", "monthly-report", "2024-07", [(word, "word"), (bare, "other")], fields)], why="the PDF has no seal")
    d.mail("2024-08-09 11:00", places.address("paishi"), "排市镇7月月报盖章件", "上次忘记盖章了", [File("7月盖章.pdf", sealed)], traits=["seal-later"],
           filings=[Filing("paishi", "monthly-report", "2024-07", [(sealed, "stamped-pdf")], fields)], why="the sealed copy completes it")
    # withdrawn, and sent anew in time
    month(d, "yanggang", "2024-09", "2024-10-08 09:00", "form", ("洋港镇9月.docx", "洋港镇9月.pdf"), "洋港镇9月月报", title=1, traits=["to-be-withdrawn"])
    d.mail("2024-10-08 15:00", places.address("yanggang"), "洋港镇9月月报请撤回", "我镇上午所报9月月报数据有误，请作废，核实后重报。", outcome="review",
           also_ok=["filed", "not_a_filing"],
           if_filed=[("yanggang", "monthly-report", "2024-09")], candidates=[("yanggang", "monthly-report", "2024-09")],
           traits=["withdrawal"], reason="withdrawal", why="asks to withdraw what came before")
    month(d, "yanggang", "2024-09", "2024-10-09 09:00", "form", ("洋港镇9月新.docx", "洋港镇9月新.pdf"), "洋港镇9月月报（重报）", seed="yg9new", title=1,
          traits=["sent-anew"], undecided=["on_time"], entry={"supersedes": True})
    d.mail("2024-09-06 10:00", places.address("fenglin"), "撤回: 枫林镇8月月报", "发件人将撤回邮件“枫林镇8月月报”。", program="outlook", outcome="not_a_filing",
           also_ok=["review"], traits=["recall"],
           candidates=[("fenglin", "monthly-report", "2024-08")], reason="recall notice",
           why="Outlook's recall notice is an event, the filing stays")


def duplicates(d):
    first = month(d, "mugang", "2024-06", "2024-07-05 09:00", "wide", ("木港镇6月.docx", "木港镇6月.pdf"), "木港镇6月月报", title=1)
    d.again("2024-07-06 09:00", first)
    first = month(d, "wangying", "2024-07", "2024-08-06 09:00", "letter", ("王英镇7月.docx", "王英镇7月.pdf"), "王英镇7月月报", title=1)
    d.again("2024-08-07 09:00", first, sender="wy_sfs@qq.example", subject="王英镇月报（不知收到没有，再发一次）")
    first = item(d, "training-report", "weiyuankou", "2024-06-25 09:00", 1, name="韦源口镇汇报.docx", subject="培训情况")
    d.again("2024-06-25 09:30", first)


def contradictions(d):
    """The month or the unit is said in two ways."""
    blocks, fields = monthly.report("huangsangkou", "2024-07", numbers("hsk7"), "wide", "2024-08-07", title=1)
    other, _ = monthly.report("huangsangkou", "2024-06", numbers("hsk6"), "wide", "2024-07-07", title=1)
    d.mail("2024-08-07 14:00", places.address("huangsangkou"), "黄颡口镇月报", "", [File("月报.docx", paper.docx(blocks)),
                                                                              File("月报.pdf", paper.pdf(other, landscape=True))],
           outcome="review",
           also_ok=["filed"], if_filed=[("huangsangkou", "monthly-report", "2024-07"), ("huangsangkou", "monthly-report", "2024-06")],
           candidates=[("huangsangkou", "monthly-report", "2024-07"), ("huangsangkou", "monthly-report", "2024-06")],
           traits=["word-and-pdf-differ"], reason="Word says July, PDF says June",
           why="the halves name different months: ask, or two incomplete reports")
    month(d, "sanxi", "2024-07", "2024-08-08 14:00", "form", ("三溪镇6月月报.docx", "三溪镇6月月报.pdf"), "三溪镇月报", title=1, told="full",
          traits=["name-says-other-month"], also_ok=["review"], rivals=[("sanxi", "monthly-report", "2024-06")])
    month(d, "dawang", "2024-07", "2024-08-09 14:00", "form", ("大王镇.docx", "大王镇.pdf"), "大王镇8月月报", title=1, told="full",
          traits=["subject-says-other-month"], also_ok=["review"], rivals=[("dawang", "monthly-report", "2024-08")])
    blocks, _ = monthly.report("taogang", "2024-10", numbers("tg10"), "wide", "2024-10-09", title=1)
    d.mail("2024-10-09 14:00", places.address("taogang"), "陶港镇10月月报", "", [File("陶港镇10月.docx", paper.docx(blocks)),
                                                                           File("陶港镇10月.pdf", paper.pdf(blocks, landscape=True))],
           outcome="review",
           candidates=[("taogang", "monthly-report", "2024-10"), ("taogang", "monthly-report", "2024-09")],
           if_filed=[("taogang", "monthly-report", "2024-10")],
           traits=["month-of-arrival"], reason="names a month that has not ended", why="on 9 October nobody can report October")
    # sent by one town, about another
    month(d, "xingguo", "2024-08", "2024-09-10 14:00", "form", ("月报.docx", "月报.pdf"), "月报", title=1, told="full",
          sender=places.address("fuchi"), traits=["sender-of-another-unit"], also_ok=["review"],
          rivals=[("fuchi", "monthly-report", "2024-08")])
    half = paper.docx([("t", "富池镇上半年行政执法工作总结"), ("p", "县司法局："), ("p", "今年1至6月，我镇共办理行政执法案件41件。"), ("r", "阳新县富池镇人民政府"), ("r", "2024年7月12日")])
    d.mail("2024-07-12 14:00", places.address("fuchi"), "富池镇上半年总结", "", [File("上半年总结.docx", half)], outcome="review",
           also_ok=["not_a_filing"], traits=["half-year"], reason="no item of the plan",
           why="a half-year summary is no monthly report")
    # one part belongs to nobody
    blocks, fields = monthly.report("xingguo", "2024-09", numbers("xg9"), "quad", "2024-10-08", title=1)
    pair = paper.docx(blocks), paper.pdf(blocks)
    lost = paper.docx([("t", "关于借用会议室的请示"), ("p", "拟于下周借用贵局三楼会议室一天，妥否，请批示。")])
    d.mail("2024-10-08 11:00", places.address("xingguo"), "兴国镇9月月报", "另附请示一份", [File("9月.docx", pair[0]), File("9月.pdf", pair[1]),
                                                                                File("请示.docx", lost)],
           filings=[Filing("xingguo", "monthly-report", "2024-09", [(pair[0], "word"), (pair[1], "stamped-pdf")], fields)],
           traits=["part-of-nobody"], also_ok=["review"],
           candidates=[("xingguo", "monthly-report", "2024-09")], why="the report is filed; the request beside it may be shown to a person")


def unknown(d):
    bare = [("t", "行政执法工作月报"), ("p", "统计期间：2024年8月"), ("tab", [["立案", "办结"], [3, 2]]), ("r", "2024年9月4日")]
    d.mail("2024-09-04 20:00", "fengyuan88@qq.example", "月报", "请收", [File("月报.docx", paper.docx(bare)), File("月报.pdf", paper.pdf(bare))],
           program="qq", shown="风雨同舟", outcome="review",
           traits=["unknown-unit"], reason="unit unknown", why="nothing says whose report it is")
    for unit, text, when in (("大冶市金湖街道办事处", "金湖街道8月行政执法月报", "2024-09-05 09:00"), ("黄石市西塞山区城市管理执法局", "西塞山区城管局9月月报", "2024-10-09 09:00")):
        blocks = [("t", text), ("p", f"填报单位：{unit}"), ("p", "立案4件，办结2件，罚没金额1.2万元。"), ("r", unit), ("r", f"{when[:4]}年{int(when[5:7])}月5日")]
        d.mail(when, "bgs_fz@163.example", text, "请查收", [File("月报.docx", paper.docx(blocks)), File("月报.pdf", paper.pdf(blocks))],
               outcome="review", also_ok=["not_a_filing"],
               traits=["wrong-county"], reason="not of this county", why=f"{unit} does not file here")
    from decisions import decision, firm
    blocks, _ = decision("market-supervision", "冶市监处罚〔2024〕88号", "food", [("fine", 300000)], "2024-10-11", [firm(90)],
                         authority="大冶市市场监督管理局")
    d.mail("2024-10-15 09:00", "dyscjg@163.example", "处罚决定书备案", "", [File("决定书.docx", paper.docx(blocks))], outcome="review",
           also_ok=["not_a_filing"], traits=["wrong-county", "wrong-county-decision"],
           reason="not of this county", why="a decision of another county's bureau")


def put(d):
    for scene in (halves, corrections, duplicates, contradictions, unknown):
        scene(d)
