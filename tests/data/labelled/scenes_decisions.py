"""Penalty decisions: kinds, forms of 文号, sums, parties, several in one file, and their look-alikes."""
import decisions
import paper
import places
from decisions import LOOK_ALIKES, Party, firm, human, look_alike
from desk import Filing
from desk_helpers import decide, penal, zipped
from mailroom import File


def kinds(d):
    """Each kind of the plan's list, numbers written in many ways."""
    f = firm
    decide(d, "2024-07-12 10:00", "market-supervision", "阳市监处罚〔2024〕118号", "food", [("confiscate-income", 1860), ("fine", 52000)],
           "2024-07-03", [f(1)], "pdf", variant=0, style="comma")
    decide(d, "2024-07-19 10:00", "urban-management", "阳综执罚决字[2024]第0036号", "street", [("fine", 200000)], "2024-07-04", [f(2)], variant=1,
           style="capital", dated="zh", traits=["exactly-200000", "ascii-brackets", "last-day"])
    decide(d, "2024-07-22 10:00", "transport", "鄂黄阳交罚（2024）第00215号", "road", [("fine", 30000), ("suspend-permit", "《道路运输经营许可证》三十日")],
           "2024-07-08", [f(3)], "pdf", variant=2, style="num", traits=["round-brackets"])
    decide(d, "2024-07-25 10:00", "health", "阳卫医罚〔2024〕12号", "clinic", [("fine", 40000), ("revoke-permit", "《医疗机构执业许可证》")], "2024-07-11",
           [f(4)], variant=3, style="both", number_first=False, dated="circle")
    decide(d, "2024-08-01 10:00", "ecology", "黄环罚〔2024〕47号", "water", [("fine", 365000), ("order-suspend-business", "，期限三个月")],
           "2024-07-18", [f(5)], "pdf", authority="黄石市生态环境局", variant=0, style="wan", traits=["city-authority"],
           body="黄石市生态环境局阳新县分局报送行政处罚决定书一份。")
    decide(d, "2024-08-02 10:00", "emergency", "（阳）应急罚〔２０２４〕９号", "safety", [("fine", 150000), ("order-suspend-business", "")], "2024-07-24",
           [f(6)], variant=2, style="common", traits=["full-width-number", "leading-parenthesis"])
    decide(d, "2024-08-13 10:00", "natural-resources", "阳自然资罚决〔2024〕033号", "land", [("order", "责令退还非法占用的1260平方米土地"),
                                                                                    ("confiscate-property", "在非法占用的土地上新建的建筑物和其他设施")],
           "2024-08-05", [f(7)], "pdf", variant=0, traits=["leading-zeros", "buildings-confiscated"])
    decide(d, "2024-08-16 10:00", "housing", "阳建罚决字〔2024〕第007号", "build", [("fine", 40000, "capital"),
                                                                           ("lower-qualification", "将建筑装修装饰工程专业承包资质由一级降为二级")], "2024-08-01",
           [f(8)], variant=1, traits=["contract-price-trap", "last-day"])
    decide(d, "2024-08-20 10:00", "tobacco", "阳烟处〔2024〕第56号", "tobacco", [("confiscate-income", 8600), ("fine", 69000)], "2024-08-09",
           [f(9)], "pdf", variant=0, style="both", dated="plain", traits=["goods-value-trap"])
    decide(d, "2024-08-22 10:00", "fire-rescue", "阳消行罚决字〔2024〕第0019号", "fire", [("fine", 20000), ("order-suspend-business", "")],
           "2024-08-14", [f(10)], variant=1, style="num")
    decide(d, "2024-08-26 10:00", "agriculture", "阳农（渔政）罚〔2024〕21号", "fish", [("confiscate-property", "电鱼器具一套、渔获物36千克"), ("fine", 9000)],
           "2024-08-16", [human(11)], "pdf", variant=1, style="capital", traits=["parenthesis-inside", "natural-person"])
    decide(d, "2024-09-02 10:00", "water", "阳水罚决字〔2024〕8号", "sand", [("confiscate-income", 96000, "wan"), ("fine", 420000, "wan")],
           "2024-08-19", [f(12)], variant=0, traits=["wan-yuan"])
    decide(d, "2024-09-05 10:00", "culture-tourism", "（阳）文综罚字〔2024〕第4号", "net", [("fine", 12000), ("order-suspend-business", "十五日")],
           "2024-08-22", [f(13)], variant=3, style="num", mask=True, traits=["masked-code"])
    decide(d, "2024-09-06 10:00", "forestry", "阳林罚决字【2024】第62号", "tree", [("fine", 31500), ("confiscate-property", "滥伐的杉木原木18立方米")],
           "2024-08-29", [human(14)], "docx", variant=0, style="num", traits=["square-brackets", "natural-person"])
    decide(d, "2024-09-10 10:00", "public-security", "阳公（治）行罚决字〔2024〕1873号", "net", [("restrict-operations", "六个月")], "2024-09-02", [f(15)],
           "pdf", variant=0)
    decide(d, "2024-09-12 10:00", "medical-insurance", "阳医保罚〔2024〕3号", "fund", [("fine", 238460)], "2024-09-03", [f(16)], variant=1,
           style="paren", traits=["capital-amount"])
    decide(d, "2024-09-20 10:00", "tax", "阳税稽罚〔2024〕16号", "tax", [("fine", 1284500)], "2024-09-09", [f(17)], "pdf", variant=0,
           style="comma")
    decide(d, "2024-10-09 08:00", "human-resources", "阳人社监罚〔2024〕11号", "wage", [("fine", 260000)], "2024-09-20", [f(18)], variant=2,
           style="wan", traits=["late", "rolled-due"])
    decide(d, "2024-10-08 23:30", "market-supervision", "阳市监价处〔2024〕7号", "price", [("confiscate-income", 43215), ("fine", 86430),
                                                                                   ("order-suspend-business", "七日")], "2024-09-21", [f(19)],
           variant=1, style="num", traits=["rolled-due"])
    decide(d, "2024-10-21 10:00", "market-supervision", "阳市监处罚〔2024〕160号", "food",
           [("fine", 100000), ("bar-from-trade", "自决定作出之日起五年内不得从事食品生产经营管理工作")], "2024-10-11", [f(20)], "pdf", variant=0, style="capital")
    decide(d, "2024-10-28 10:00", "ecology", "黄环罚〔2024〕81号", "dust", [("order-close", "")], "2024-10-15", [f(21)], variant=3,
           authority="黄石市生态环境局", body="阳新县分局报送。", traits=["city-authority"])
    decide(d, "2024-11-04 10:00", "longgang", "龙镇综执罚决字〔2024〕第02号", "street", [("confiscate-property", "违法设置的广告牌3块"), ("fine", 800)],
           "2024-10-25", [f(22)], variant=1, style="num", traits=["town-decision"], sender="lgz_zfd@qq.example")
    decide(d, "2024-11-15 10:00", "transport", "阳交运罚 〔2024〕 331 号", "road", [("fine", 50000), ("revoke-permit", "道路货物运输经营许可证")],
           "2024-11-06", [f(23)], variant=0, style="full", traits=["blanks-in-number", "full-width-amount"])
    decide(d, "2025-01-02 10:00", "emergency", "（阳）应急罚〔2024〕31号", "safety", [("fine", 210000)], "2024-12-17", [f(24)], "pdf", variant=2,
           style="capital", traits=["rolled-due", "year-end"])
    decide(d, "2025-01-03 00:10", "health", "阳卫公罚〔2024〕77号", "clinic", [("fine", 15000), ("confiscate-income", 2300)], "2024-12-17",
           [f(25)], variant=1, style="num", traits=["late", "ten-minutes-late"])
    decide(d, "2024-11-25 10:00", "chengdong", "城东综执罚决字〔2024〕5号", "street", [("fine", 230000)], "2024-11-14", [f(26)], variant=0,
           style="num", traits=["town-decision"])


def minor(d):
    """Not major: filed as sent, makes no duty."""
    decide(d, "2024-07-30 09:00", "urban-management", "阳综执罚决字〔2024〕第0041号", "street", [("fine", 199999)], "2024-07-22", [firm(30)],
           variant=0, style="num", traits=["just-below-200000", "minor"])
    decide(d, "2024-08-21 09:00", "fire-rescue", "阳消行罚决字〔2024〕第0021号", "fire", [("fine", 5000)], "2024-08-15", [firm(31)], "pdf", variant=1,
           style="capital", traits=["minor"])
    decide(d, "2024-09-11 09:00", "public-security", "阳公（治）行罚决字〔2024〕1902号", "brawl", [("detention", "七"), ("fine", 300)], "2024-09-04",
           [human(32)], variant=0, traits=["minor", "detention", "natural-person"])
    decide(d, "2024-10-16 09:00", "transport", "鄂黄阳交罚〔2024〕00298号", "road", [("warning",), ("fine", 20000)], "2024-10-09", [firm(33)],
           variant=0, style="wan", traits=["minor", "warning"])
    decide(d, "2024-11-06 09:00", "emergency", "（阳）应急罚〔2024〕22号", "safety", [("criticism",), ("fine", 180000)], "2024-10-30", [firm(34)],
           variant=2, style="wan", traits=["minor", "legal-range-trap"])
    decide(d, "2024-11-20 09:00", "housing", "阳建罚决字〔2024〕第019号", "build", [("fine", 36800, "both")], "2024-11-12", [firm(35)], variant=1,
           traits=["minor", "contract-price-trap"])


def parties(d):
    a, b = firm(40), firm(41)
    a.penalties, b.penalties = [("fine", 260000)], [("fine", 30000)]
    decide(d, "2024-08-28 09:00", "market-supervision", "阳市监处罚〔2024〕139号", "price", [], "2024-08-20", [a, b], variant=0, style="num",
           traits=["several-parties"])
    c, e = firm(42), Party(places.person(43), "", "", True)
    c.penalties, e.penalties = [("fine", 230000), ("confiscate-income", 51000)], [("fine", 23000)]
    decide(d, "2024-09-13 09:00", "emergency", "（阳）应急罚〔2024〕17号", "safety", [], "2024-09-04", [c, e], "pdf", variant=0, style="wan",
           traits=["several-parties"])
    g, h = firm(44), firm(45)
    g.penalties, h.penalties = [("fine", 120000)], [("fine", 110000)]
    decide(d, "2024-10-18 09:00", "housing", "阳建罚决字〔2024〕第015号", "build", [], "2024-10-10", [g, h], variant=0, style="num",
           traits=["several-parties", "only-total-200000"], outcome="review")
    decide(d, "2024-12-03 09:00", "agriculture", "阳农（种子）罚〔2024〕6号", "fish", [("confiscate-property", "假冒种子240公斤"),
                                                                             ("confiscate-income", 3120), ("fine", 27000)], "2024-11-26",
           [firm(46, wrong=True)], variant=0, style="num", traits=["invalid-code"])


def several(d):
    """Several decisions in one mail, in one file, in a zip; and with papers of the case beside them."""
    spec = [("阳市监处罚〔2024〕171号", 50), ("阳市监处罚〔2024〕172号", 51), ("阳市监处罚〔2024〕175号", 52)]
    made = [penal("market-supervision", n, "food", [("confiscate-income", 900 + i), ("fine", 50000 + i * 10)], "2024-11-04", [firm(i)],
                  variant=i % 3) for n, i in spec]
    files = []
    for (blocks, filing), (number, _) in zip(made, spec):
        data = paper.docx(blocks)
        files.append(File(f"{number}.docx", data))
        filing.docs = [(data, "decision")]
    d.mail("2024-11-13 09:00", places.address("market-supervision"), "11月处罚决定书3份", "报备三份。", files, program="foxmail",
           filings=[f for _, f in made],
           traits=["several-decisions-one-mail"], why="three files, three decisions")
    made = [penal("transport", f"鄂黄阳交罚〔2024〕{n}号", "road", [("fine", 20000), ("suspend-permit", "道路运输证六十日")], "2024-11-18", [firm(n)],
                  variant=0) for n in (401, 402)]
    data = paper.docx([*made[0][0], *made[1][0]])
    for _, filing in made:
        filing.docs = [(data, "decision")]
    d.mail("2024-11-28 09:00", places.address("transport"), "处罚决定书", "两份决定书在一个文档里。", [File("决定书汇总.docx", data)], program="163",
           filings=[f for _, f in made],
           traits=["several-decisions-one-file"], why="two decisions in one file are two filings")
    made = [penal("natural-resources", f"阳自然资罚决〔2024〕0{n}号", "land", [("confiscate-property", "新建的厂房412平方米"), ("fine", 24720)],
                  "2024-11-20", [firm(n)], variant=0, style="num") for n in (51, 52)]
    entries = [(f"决定书/{f.fields['party']}.pdf".encode("gb18030"), paper.pdf(b)) for b, f in made]
    for (_, filing), (_, data) in zip(made, entries):
        filing.docs = [(data, "decision")]
    d.mail("2024-12-02 09:00", places.address("natural-resources"), "备案", "", [File("备案.zip", paper.packed(entries), entries)],
           program="qq", filings=[f for _, f in made],
           traits=["decisions-in-zip", "zip-gbk"], why="two decisions in a zip with GBK names")
    blocks, filing = penal("urban-management", "阳综执罚决字〔2024〕第0077号", "street", [("fine", 280000)], "2024-12-04", [firm(60)], variant=0)
    data = paper.pdf(blocks)
    filing.docs = [(data, "decision")]
    others = [File("送达回证.docx", paper.docx(look_alike("送达回证", "urban-management", 60, "2024-12-05"))),
              File("处罚告知书.docx", paper.docx(look_alike("告知书", "urban-management", 60, "2024-11-20")))]
    d.mail("2024-12-12 09:00", places.address("urban-management"), "阳综执罚决字〔2024〕第0077号备案", "案件材料三份", [*others, File("处罚决定书.pdf", data)],
           filings=[filing], traits=["decision-among-look-alikes"], why="the decision among papers of the case")


def announcements(d):
    """A short announcement that carries the decision: the decision counts."""
    blocks, filing = penal("market-supervision", "阳市监处罚〔2024〕166号", "price", [("confiscate-income", 61000), ("fine", 122000)], "2024-10-24",
                           [firm(70)], variant=0)
    data = paper.docx(blocks)
    note = paper.docx([("t", "阳新县市场监督管理局公告"), ("p", f"我局对{places.company(70)}价格违法行为作出行政处罚决定，现予公告。附件：行政处罚决定书（阳市监处罚〔2024〕166号）"),
                       ("r", "阳新县市场监督管理局"), ("r", "2024年10月25日")])
    filing.docs = [(data, "decision")]
    d.mail("2024-10-30 09:00", places.address("market-supervision"), "处罚公告", "公告及附件。", [File("公告.docx", note), File("附件.docx", data)],
           filings=[filing],
           traits=["announcement-with-decision"], why="the announcement's annex is the decision")
    blocks, filing = penal("health", "阳卫传罚〔2024〕9号", "clinic", [("fine", 8000), ("suspend-permit", "《医疗机构执业许可证》三个月")], "2024-10-29",
                           [firm(71)], variant=0)
    data = paper.docx([("t", "行政处罚决定公告"), ("p", "现将我局作出的行政处罚决定全文公告如下："), *blocks])
    filing.docs = [(data, "decision")]
    d.mail("2024-11-05 09:00", places.address("health"), "决定公告", "报备案。", [File("公告全文.docx", data)], filings=[filing],
           traits=["announcement-with-decision"],
           why="the announcement carries the decision whole", also_ok=["review"], candidates=[filing.key])
    # the decision typed into the mail
    blocks, filing = penal("xingguo", "兴镇综执罚决字〔2024〕第011号", "street", [("fine", 600), ("confiscate-property", "占道经营的炉具2台")], "2024-09-24",
                           [firm(72)], variant=0)
    filing.docs = [("1", "decision")]
    import mailroom
    d.mail("2024-10-01 09:00", places.address("xingguo"), "决定书", tree=mailroom.Leaf("text/plain", mailroom.encoded(paper.plain(blocks),
                                                                                                                   "gb18030"),
                                                                                    charset="gbk"),
           filings=[filing], traits=["decision-in-body", "town-decision"], why="the decision is the mail's text", also_ok=["review"],
           candidates=[filing.key])


def copies(d):
    """The same number again: a second copy, a corrected one."""
    blocks, filing = penal("water", "阳水罚决字〔2024〕11号", "sand", [("confiscate-income", 31000), ("fine", 222000)], "2024-10-22", [firm(80)],
                           variant=0)
    word, sealed = paper.docx(blocks), paper.pdf(blocks)
    filing.docs = [(word, "decision")]
    first = d.mail("2024-10-31 09:00", places.address("water"), "决定书", "电子稿。", [File("决定书.docx", word)], filings=[filing],
                   traits=["decision-word-then-pdf"], why="the Word copy first")
    second = Filing(**{**vars(filing), "docs": [(sealed, "decision")]})
    d.mail("2024-11-01 09:00", places.address("water"), "盖章件补上", "", [File("决定书（盖章）.pdf", sealed)], filings=[second],
           traits=["decision-second-copy"],
           why="another copy of a decision already filed: the same filing")
    d.again("2024-11-02 09:00", first, subject="决定书（再发一次）")
    wrong, filing = penal("fire-rescue", "阳消行罚决字〔2024〕第0033号", "fire", [("fine", 30000), ("order-suspend-business", "")], "2024-11-07",
                          [firm(81)], variant=0)
    data = paper.docx(wrong)
    filing.docs = [(data, "decision")]
    d.mail("2024-11-14 09:00", places.address("fire-rescue"), "处罚决定备案", "", [File("0033.docx", data)], filings=[filing],
           traits=["decision-to-be-corrected"], why="the first version")
    right, filing = penal("fire-rescue", "阳消行罚决字〔2024〕第0033号", "fire", [("fine", 50000), ("order-suspend-business", "")], "2024-11-07",
                          [firm(81)], variant=0)
    data = paper.docx(right)
    filing.docs = [(data, "decision")]
    d.mail("2024-11-15 09:00", places.address("fire-rescue"), "更正：处罚决定备案", "昨天所报决定书罚款金额有误，以此件为准。", [File("0033更正.docx", data)],
           filings=[filing],
           traits=["decision-correction"], supersedes=True, also_ok=["review"], why="the corrected decision replaces the first")


def alone(d):
    """Each look-alike alone in a mail."""
    units = ["market-supervision", "transport", "health", "urban-management", "ecology", "natural-resources", "tax", "emergency"]
    for i, kind in enumerate(LOOK_ALIKES):
        unit = "tax" if kind == "税务处理" else units[i % 8] if units[i % 8] != "tax" or kind == "税务处理" else "water"
        when = f"2024-{8 + i % 4:02d}-{3 + i:02d}"
        blocks = look_alike(kind, unit, 200 + i, when)
        data = paper.pdf(blocks) if i % 3 == 1 else paper.xlsx(blocks) if kind in ("台账", "公示表") else paper.docx(blocks)
        form = "pdf" if i % 3 == 1 else "xlsx" if kind in ("台账", "公示表") else "docx"
        d.mail(f"{when} 11:{i:02d}", places.address(unit), ["处罚材料", "报送文书", "行政处罚文书备案", f"{kind}"][i % 4], "请查收。",
               [File(["材料", kind, "文书"][i % 3] + "." + form, data)],
               outcome="review", also_ok=["not_a_filing"], traits=["look-alike", f"look-alike-{kind}"], reason="look-alike",
               why=f"{kind}, not a decision to be filed")


def put(d):
    for scene in (kinds, minor, parties, several, announcements, copies, alone):
        scene(d)
