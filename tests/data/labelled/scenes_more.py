"""Odd ones: pages without letters, tickets without a year in the number, case files, wrong clocks and charsets, replies."""
import datetime

import decisions
import mailroom
import monthly
import paper
import places
from decisions import firm, look_alike
from desk import Filing, moment, sha
from desk_helpers import month, numbers
from mailroom import File, Leaf, Node


def pictures(d):
    d.mail("2024-10-09 10:00", places.address("longgang"), "龙港镇9月月报", "", [File("扫描件.pdf", paper.picture_pdf(5))], outcome="review",
           also_ok=["filed"],
           if_filed=[("longgang", "monthly-report", "2024-09")], candidates=[("longgang", "monthly-report", "2024-09")],
           traits=["picture-pdf", "picture-alone"],
           reason="nothing in it can be read", why="a page without letters; only the subject speaks")
    d.mail("2024-10-10 10:00", places.address("transport"), "处罚决定", "", [File("CCF_000123.pdf", paper.picture_pdf(6))], outcome="review",
           candidates=[],
           traits=["picture-pdf", "picture-alone"], reason="nothing in it can be read", why="may be a decision, nobody can tell")
    blocks, fields = monthly.report("xingguo", "2024-10", numbers("xg10"), "form", "2024-11-05", title=1)
    word, photo = paper.docx(blocks), paper.page_picture(3)
    d.mail("2024-11-06 10:00", places.address("xingguo"), "兴国镇10月月报", "盖章件拍的照片", [File("兴国镇10月.docx", word), File("微信图片_20241106095812.jpg",
                                                                                                                  photo)], program="iphone",
           filings=[Filing("xingguo", "monthly-report", "2024-10", [(word, "word"), (photo, "stamped-pdf")], fields)], traits=["photo"],
           also_ok=["review"],
           candidates=[("xingguo", "monthly-report", "2024-10")], why="a photograph stands for the sealed PDF")


def tickets(d):
    blocks, fields = decisions.decision("public-security", "编号：4202991000012345", "road", [("revoke-permit", "机动车驾驶证")], "2024-09-05",
                                        [decisions.human(95)], variant=1,
                                        authority="阳新县公安局交通警察大队")
    data = paper.docx(blocks)
    fields = {k: v for k, v in fields.items() if v is not None and not k.startswith("decision_number")} | {"fine": None,
                                                                                                           "confiscated": None}
    d.mail("2024-09-14 10:00", places.address("public-security"), "交警大队处罚决定", "吊销驾驶证案件一件，报备。", [File("决定书.docx", data)],
           filings=[Filing("public-security", "major-penalty-decision", "sha:" + sha(data)[:12], [(data, "decision")], fields,
                           undecided=["fields.party_id", "fields.parties", "fields.authority"],
                           decision_date="2024-09-05")], traits=["number-without-year"], also_ok=["review"],
           why="a ticket's number has no year: the period is the document's hash")
    old, _ = decisions.decision("forestry", "阳林罚决字〔2023〕第41号", "tree", [("fine", 45000), ("confiscate-property", "原木")], "2023-08-14",
                                [firm(96)], variant=0)
    pages = [*look_alike("封面", "forestry", 96, "2023-12-20"), *look_alike("立案", "forestry", 96, "2023-07-02"), *old,
             *look_alike("送达回证", "forestry", 96, "2023-08-16")]
    d.mail("2024-10-17 10:00", places.address("forestry"), "评查案卷1宗", "按案卷评查通知报送2023年案卷。", [File("案卷.pdf", paper.pdf(pages))],
           outcome="review", also_ok=["not_a_filing", "filed"],
           if_filed=[("forestry", "case-file-review", "2024")], traits=["case-file"], reason="case file",
           why="a case file of 2023 for the review of files is no filing of its decision")


def odd_mails(d):
    # UTF-8 under a GB2312 label
    blocks, fields = monthly.report("fuchi", "2024-10", numbers("fc10"), "quad", "2024-11-07", title=1)
    pair = paper.docx(blocks), paper.pdf(blocks)
    files = [File("富池镇10月.docx", pair[0]), File("富池镇10月.pdf", pair[1])]
    tree = Node("mixed", [Leaf("text/plain", "富池镇10月月报，请查收。".encode(), charset="gb2312"),
                          *(mailroom.attached(f, "foxmail") for f in files)])
    d.mail("2024-11-07 10:00", places.address("fuchi"), "富池镇10月月报", tree=tree, program="foxmail",
           filings=[Filing("fuchi", "monthly-report", "2024-10", [(pair[0], "word"), (pair[1], "stamped-pdf")], fields)],
           traits=["mislabelled-charset"], why="the body's label is wrong")
    month(d, "education", "2024-06", "2024-07-10 15:00", "form", ("教育局6月.docx", "教育局6月.pdf"), "7月上报6月行政执法月报", title=1,
          traits=["subject-two-months"])
    month(d, "health", "2024-06", "2024-07-09 15:00", "letter", ("卫健局.docx", "卫健局.pdf"), "卫健局6月月报", title=1, traits=["wrong-clock"],
          entry={"date": moment("2020-01-01 00:03")})
    quoted = ("\n\n---- 回复的原邮件 ----\n| 发件人 | 阳新县司法局执法监督<yxfazhi@163.example> |\n| 日期 | 2024年11月05日 09:00 |\n| 收件人 | %s |\n| 主题 | 请报送9月、10月行政执法工作月报 |\n"
              "贵单位9月月报尚缺盖章件，10月月报请于11月11日前报送。" % places.address("tobacco"))
    month(d, "transport", "2024-10", "2024-11-08 10:00", "narrative", ("交通局10月.docx", "交通局10月.pdf"), "回复：请报送9月、10月行政执法工作月报",
          "10月的先报。" + quoted, title=1, traits=["reply-with-quote"])
    month(d, "market-supervision", "2024-10", "2024-11-09 10:00", "wide", ("市监局10月（终稿）(2) - 副本.docx", "市监局10月.pdf"), "市监局10月月报", title=1,
          traits=["odd-name"])
    blocks, fields = monthly.report("longgang", "2024-11", numbers("lg11"), "wide", "2024-12-06", title=1)
    word, sealed = paper.docx(blocks), paper.pdf(blocks, landscape=True)
    inner = [("盖章件.pdf".encode("gb18030"), sealed)]
    outer = [("月报.docx".encode("gb18030"), word), ("盖章.zip".encode("gb18030"), paper.packed(inner))]
    d.mail("2024-12-06 10:00", places.address("longgang"), "龙港镇11月月报", "", [Nested("龙港镇.zip", paper.packed(outer), outer, "盖章.zip", inner)],
           filings=[Filing("longgang", "monthly-report", "2024-11", [(word, "word"), (sealed, "stamped-pdf")], fields)],
           traits=["nested-zip", "zip-gbk"], why="a zip in a zip")
    logo = paper.page_picture(8)
    month(d, "emergency", "2024-10", "2024-11-06 16:00", "cumulative", ("应急局10月.docx", "应急局10月.pdf"), "应急局10月月报", title=1,
          traits=["inline-logo"],
          entry={"pictures": [("image001.png", logo, "image001.png@01DB2E")]})
    first = month(d, "water", "2024-10", "2024-11-08 09:00", "brief", ("水利局10月.docx", "水利局10月.pdf"), "水利局10月月报", title=1,
                  traits=["word-later-corrected"], n=numbers("wt"))
    fresh, fields = monthly.report("water", "2024-10", {**numbers("wt"), "handled": numbers("wt")["handled"] + 5}, "brief", "2024-11-08",
                                   title=1, serial=len("water") + 10)
    pair = paper.docx(fresh), paper.pdf(fresh)
    d.mail(str(first.mail.moment + datetime.timedelta(hours=5))[:16], places.address("water"), "水利局10月月报更正版", "核查后办件数有变，更正如下。",
           [File("更正版.docx", pair[0]), File("更正版.pdf", pair[1])],
           filings=[Filing("water", "monthly-report", "2024-10", [(pair[0], "word"), (pair[1], "stamped-pdf")], fields)], supersedes=True,
           traits=["correction"], why="corrected the same day")


class Nested(File):
    """A zip in which an entry is a zip."""

    def __init__(self, name, data, entries, inner_name, inner):
        below = [(inner_name.encode("gb18030") + b"!/" + n, x) for n, x in inner]
        super().__init__(name, data, [*entries, *below])


def put(d):
    for scene in (pictures, tickets, odd_mails):
        scene(d)
