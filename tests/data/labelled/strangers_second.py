"""The stranger's second bundle: written after the first was mended, scored once."""
import decisions
import monthly
import paper
import places
import strangers_paper as sp
from decisions import Party
from desk import Filing
from desk_helpers import numbers
from mailroom import File
from strangers_decisions import CODE, firm, ruled
from strangers_items import item
from strangers_monthly import report


def wrong(d, when, unit, name, subject, text, why, *tables, body="请查收。", also=("not_a_filing",), candidates=(), sender=None, more=(), sealed=True):
    d.mail(when, sender or places.address(unit), subject, body, [File(name, sp.made(name, sp.doc(text, *tables), sealed)), *more], outcome="review",
           also_ok=list(also), traits=["second", "look-alike"], reason="look-alike", why=why, candidates=list(candidates))


def months(d):
    n = numbers("second huangsangkou")
    rows = [["项　　目", "本年累计", "上月数", "本月数"], *[[a, n[k] * 4 + 1, n[k] + 2, n[k]] for a, k in (
        ("涉企案件立案（件）", "opened"), ("涉企案件办结（件）", "closed"), ("涉企案件移送（件）", "transferred"), ("罚没金额（元）", "amount"), ("应开展经济影响评估（件）", "due"),
        ("已开展经济影响评估（件）", "done"), ("采取措施（件）", "measures"), ("不予处罚（件）", "no_penalty"), ("从轻处罚（件）", "lighter"), ("减轻处罚（件）", "mitigated"), ("免予行政强制（件）", "no_coercion"),
        ("告知承诺证明事项（项）", "matters"), ("告知承诺办件（件）", "handled"), ("告知承诺核查（件）", "verified"), ("告知承诺失信（件）", "dishonest"))]]
    blocks = sp.doc("# 黄颡口镇行政执法工作情况月度统计\n（2025年6月）\n@\n> 黄颡口镇人民政府\n> 2025年7月4日", rows)
    for unit, period, when, blocks, n, names, subject in (
            ("huangsangkou", "2025-06", "2025-07-04 10:00", blocks, n, ("黄颡口镇月度统计6月.docx", "黄颡口镇月度统计6月.pdf"), "黄颡口镇6月行政执法月度统计"),):
        files = [File(x, sp.made(x, blocks)) for x in names]
        d.mail(when, places.address(unit), subject, "", files, traits=["second"], why=f"{unit} {period}",
               filings=[Filing(unit, "monthly-report", period, [(files[0].data, "word"), (files[1].data, "stamped-pdf")], monthly.fields(period, n))])
    report(d, "weiyuankou", "2025-06", "2025-07-07 10:00", sp.cells, ("韦源口.docx", "韦源口（签章）.pdf"), "韦源口镇报送", "韦源口镇关于6月份“四张清单”等行政执法数据的报送", "2025.06",
           "2025年7月6日", traits=["second"])
    report(d, "jinhai", "2025-06", "2025-07-08 10:00", sp.prose, ("金海区月报.docx", "金海区月报.pdf"), "金海管理区6月执法月报", "", "金海管理区综合执法中心2025年6月行政执法月报", "6月", "2025年7月7日",
           traits=["second"])
    report(d, "veterans", "2025-05", "2025-06-05 10:00", sp.pairs, ("5月.docx", "5月.pdf"), "退役军人局月报", "", "行政执法工作月报表", "（二〇二五年五月）", "2025年6月5日", traits=["second"])
    first = report(d, "archives", "2025-05", "2025-06-06 10:00", sp.ledger, ("档案局月报.docx", "档案局月报.pdf"), "档案局5月月报", "", "档案行政执法工作月报", "2025年5月　　填报单位：阳新县档案局",
                   "2025年6月5日", extra=("5月", "1-5月"), traits=["second"])
    entry = d.again("2025-07-07 10:00", first, subject="档案局6月月报", why="June's mail by mistake with May's files")
    entry.also_ok = ["review"]
    report(d, "ethnic-religious", "2025-06", "2025-07-09 10:00", sp.stat, ("民宗局2025年6月执法数据表.xlsx", "民宗局2025年6月执法数据表.pdf"), "民宗局执法数据（6月）", "",
           "民族宗教领域行政执法数据统计表", "　　2025年6月", "2025.7.8", wide=True, traits=["second"])
    n = numbers("second xingguo")
    word = sp.docx(sp.prose("xingguo", n, "兴国镇2025年6月行政执法工作月报", "6月份", "2025年7月5日"))
    pdf = paper.pdf(sp.prose("xingguo", {**n, "opened": n["opened"] + 4, "handled": n["handled"] + 30}, "兴国镇2025年6月行政执法工作月报", "6月份", "2025年7月5日"))
    key = ("xingguo", "monthly-report", "2025-06")
    d.mail("2025-07-07 11:00", places.address("xingguo"), "兴国镇6月月报", "", [File("6月.docx", word), File("6月.pdf", pdf)], outcome="review", also_ok=["filed"], candidates=[key],
           if_filed=[key], traits=["second"], reason="copies differ", why="Word and PDF tell different numbers")
    n = numbers("second industry")
    blocks = sp.ledger("industry-it", n, "科经局行政执法工作月报", "2024年12月", "2025年1月6日", "12月", "全年")
    files = [File("12月月报.docx", sp.docx(blocks)), File("12月月报.pdf", paper.pdf(sp.plain_cells(blocks)))]
    summary = sp.docx(sp.doc("# 县科经局2024年度行政执法工作总结\n一年来，我局落实“四张清单”，不予处罚3件；证明事项告知承诺办件41件；开展经济影响评估2件；涉企案件立案5件、办结5件。\n> 阳新县科学技术和经济信息化局\n> 2025年1月6日"))
    d.mail("2025-01-07 10:00", places.address("industry-it"), "科经局12月月报及全年总结", "两份材料", [*files, File("年度总结.docx", summary)], traits=["second"], also_ok=["review"],
           candidates=[("industry-it", "monthly-report", "2024-12")], why="the report beside a summary of the year",
           filings=[Filing("industry-it", "monthly-report", "2024-12", [(files[0].data, "word"), (files[1].data, "stamped-pdf")], monthly.fields("2024-12", n))])


def no_months(d):
    wrong(d, "2025-06-09 09:00", "market-supervision", "5月处罚统计.xlsx", "5月行政处罚统计", """# 2025年5月行政处罚情况统计表
填报单位：阳新县市场监督管理局
@""", "statistics of penalties, not the plan's report", [["案件类型", "立案", "结案", "罚款（万元）", "没收（万元）"], ["食品", 12, 9, 6.3, 0.4], ["药械", 3, 3, 1.2, 0]])
    wrong(d, "2025-01-10 09:00", "fuchi", "总结.docx", "富池镇年度执法总结", """# 富池镇2024年度行政执法工作总结
一年来，适用不予处罚12件、从轻处罚5件、减轻处罚2件、免予行政强制1件；告知承诺办件230件，核查41件；应评估6件，已评估6件；涉企案件立案9件，办结9件，罚没金额1.3万元。
> 富池镇人民政府
> 2025年1月9日""", "a summary of the year")
    for i, (unit, name, subject, text) in enumerate((
            ("longgang", "说明.docx", "关于月报迟报的说明", "# 关于2025年5月份行政执法工作月报迟报的情况说明\n县司法局：\n因经办人员休产假，我镇5月份行政执法工作月报未能按时报送，预计6月15日前补报。\n> 龙港镇人民政府\n> 2025年6月11日"),
            ("taizi", "函.docx", "请求延期", "# 关于请求延期报送2025年6月行政执法工作月报的函\n县司法局：\n因我镇遭遇洪涝灾害，恳请同意6月份月报延期至7月20日报送。\n> 太子镇人民政府\n> 2025年7月8日"),
            ("housing", "请示.docx", "关于填报口径的请示", "# 关于明确行政执法工作月报填报口径的请示\n县司法局：\n我局在填报2025年5月月报时，对经济影响评估应评估件数、四张清单适用件数的统计口径存在疑问，请予明确。\n> 阳新县住房和城乡建设局\n> 2025年6月6日"),
            ("urban-management", "通报.docx", "内部通报", "# 关于2025年5月各中队行政执法月报报送情况的通报\n各中队：\n5月份，一中队、三中队按时报送执法月报，二中队迟报1次，予以通报。\n> 阳新县城市管理执法局\n> 2025年6月12日"))):
        wrong(d, f"2025-0{6 + (i == 1)}-1{i} 15:00", unit, name, subject, text, "speaks of a report and is none")
    wrong(d, "2024-07-03 10:00", "paishi", "说明.docx", "培训报告的说明", """# 关于未按期报送公共法律知识培训报告的说明
县司法局：因培训尚未结束，我镇公共法律知识培训报告暂不能按期报送，拟于7月20日前补报。
> 排市镇人民政府
> 2024年7月2日""", "says that there is no report yet")
    wrong(d, "2025-03-10 10:00", "natural-resources", "废止通知.docx", "废止文件备案", """# 阳新县自然资源和规划局关于废止行政处罚裁量权基准（2019年版）的通知
各股室：经研究，决定废止《阳新县自然资源和规划局行政处罚裁量权基准（2019年版）》，自本通知印发之日起施行。
> 阳新县自然资源和规划局
> 2025年3月7日""", "a benchmark is repealed")
    wrong(d, "2024-10-24 10:00", "market-supervision", "检查结果.docx", "涉企检查结果", """# 关于2024年第三季度涉企行政检查结果的通报
本季度共检查企业86家，发现问题41个，已责令改正39个。
> 阳新县市场监督管理局
> 2024年10月22日""", "results of inspections, neither rule nor plan")
    wrong(d, "2024-09-12 10:00", "emergency", "专项整治.docx", "专项整治情况", """# 安全生产治本攻坚专项整治工作情况
今年以来，我局开展危险化学品、烟花爆竹专项整治，排查隐患312处，整改305处。
> 阳新县应急管理局
> 2024年9月11日""", "rectification of workplaces, not of enforcement", candidates=[("emergency", "rectification-report", "2024")])
    wrong(d, "2024-08-20 10:00", "public-security", "合同.pdf", "监控采购", """# 道路监控设备采购及安装合同
甲方：阳新县公安局
乙方：湖北某某智能科技有限公司
第一条　乙方向甲方提供电子监控设备12套，合同价款86万元。
> 2024年8月15日""", "a contract", sealed=False)
    wrong(d, "2024-07-12 10:00", "civil-affairs", "承诺书.docx", "告知承诺书格式", """# 证明事项告知承诺书（格式文本）
申请人：＿＿＿＿　　身份证号码：＿＿＿＿
本人已知晓告知内容，承诺所填信息真实，愿意承担不实承诺的法律责任。
申请人签名：　　　　　　年　　月　　日""", "a blank form of promise")


def rulings(d):
    p = firm("阳新县红旗采石场", 401)
    ruled(d, "2025-02-14 10:00", "emergency", "（阳）应急罚〔2025〕7号", f"""# 阳新县应急管理局
# 行政处罚决定书
> （阳）应急罚〔2025〕7号
被处罚单位：{p.name}，统一社会信用代码：{p.id}
2025年1月15日检查发现该场边坡存在重大事故隐患，经责令限期整改后拒不执行。
以上事实违反《中华人民共和国安全生产法》第四十一条，依据该法第一百零二条，现对你单位作出责令停产停业整顿的行政处罚决定。
> 阳新县应急管理局
> 2025年2月8日""", [("order-suspend-business",)], "2025-02-08", p, "红旗采石场.pdf", "红旗采石场停产整顿决定", traits=["second"])
    p = firm("阳新县四季青果蔬商行", 402)
    ruled(d, "2025-03-05 10:00", "market-supervision", "阳市监处罚〔2025〕31号", f"""# 行政处罚决定书
> 阳市监处罚〔2025〕31号
当事人：{p.name}
统一社会信用代码：{p.id}
当事人销售农药残留超标的豇豆，货值金额240元，获利80元。
本局决定对当事人作出如下处罚：
一、没收违法所得：¥80.00；
二、罚款：¥5000.00。
> 阳新县市场监督管理局
> 2025年2月26日""", [("confiscate-income", 80), ("fine", 5000)], "2025-02-26", p, "豇豆案.docx", "处罚决定一份", traits=["second"])
    a, b = Party("裴春生", "", "", True), Party("顾长林", "", "", True)
    a.penalties, b.penalties = [("fine", 30000), ("confiscate-property",)], [("fine", 30000), ("confiscate-property",)]
    ruled(d, "2025-05-08 10:00", "water", "阳水罚决〔2025〕4号", """# 阳新县水利和湖泊局行政处罚决定书
= 阳水罚决〔2025〕4号
当事人：裴春生，男，住阳新县富池镇
当事人：顾长林，男，住阳新县富池镇
两当事人于2025年3月29日夜间共同在长江富池段非法采砂。
决定如下：没收采砂船一艘；对裴春生、顾长林各处罚款30000元。
> 阳新县水利和湖泊局
> 2025年4月28日""", [], "2025-04-28", a, "采砂案.docx", "采砂处罚报备", parties=[a, b], undecided=["fields.parties", "fields.fine"], kinds=["confiscate-property", "fine"],
          traits=["second", "several-parties"])
    p = Party("郝小满", "", "", True)
    ruled(d, "2025-03-21 10:00", "public-security", "阳公交决字〔2025〕第4202991900012345号", """# 阳新县公安局交通警察大队
# 公安交通管理行政处罚决定书
> 阳公交决字〔2025〕第4202991900012345号
被处罚人：郝小满
被处罚人于2025年2月3日实施饮酒后驾驶营运机动车的违法行为，依据《中华人民共和国道路交通安全法》第九十一条第三款，决定处以五千元罚款，吊销机动车驾驶证，五年内不得重新取得机动车驾驶证。
> 阳新县公安局交通警察大队
> 2025年3月14日""", [("fine", 5000), ("revoke-permit",)], "2025-03-14", p, "决定书.pdf", "吊销驾照决定备案", authority="阳新县公安局交通警察大队", undecided=["fields.kinds"], traits=["second"])
    p = firm("阳新县康乐大药房", 405)
    cover = sp.docx(sp.doc("# 关于重大行政处罚决定备案的报告\n县司法局（县政府行政执法监督局）：\n现将阳医保罚〔2025〕6号行政处罚决定书报送备案。\n附件：行政处罚决定书\n> 阳新县医疗保障局\n> 2025年5月23日"))
    ruled(d, "2025-05-23 10:00", "medical-insurance", "阳医保罚〔2025〕6号", f"""# 阳新县医疗保障局
# 行政处罚决定书
> 阳医保罚〔2025〕6号
当事人：{p.name}　　统一社会信用代码：{p.id}　　负责人：{p.head}
经查，你药房串换药品刷卡，造成医保基金损失11.2万元。
本机关决定：处造成损失金额二倍的罚款计人民币贰拾贰万肆仟元整（224000元）；暂停涉及医疗保障基金使用的医药服务六个月。
> 阳新县医疗保障局
> 2025年5月19日""", [("fine", 224000)], "2025-05-19", p, "附件.docx", "重大处罚备案报告", more=[File("备案报告.docx", cover)], undecided=["fields.kinds"], traits=["second", "cover-letter"])
    wrong(d, "2025-05-26 10:00", "medical-insurance", "备案报告.docx", "重大行政处罚备案", """# 关于重大行政处罚决定备案的报告
县司法局（县政府行政执法监督局）：
我局于2025年5月20日对阳新县安康诊所作出罚款24万元的行政处罚决定（阳医保罚〔2025〕7号），现予备案。
> 阳新县医疗保障局
> 2025年5月26日""", "tells of a decision and doesn't bring it", also=(), candidates=[("medical-insurance", "major-penalty-decision", "阳医保罚|2025|7")])
    wrong(d, "2025-05-27 10:00", "transport", "备案表.docx", "重大处罚备案表", """# 重大行政处罚备案登记表
@""", "a form about a decision without the decision", [["报备单位", "阳新县交通运输局"], ["决定书文号", "鄂黄阳交罚〔2025〕77号"], ["当事人", "阳新县某物流公司"], ["处罚内容", "吊销道路运输经营许可证"], ["作出日期", "2025年5月19日"]])
    wrong(d, "2025-05-28 10:00", "natural-resources", "裁定书.pdf", "法院裁定", """# 阳新县人民法院
# 行政裁定书
> （2025）鄂0299行审12号
申请执行人：阳新县自然资源和规划局
本院认为，阳自然资规罚字〔2024〕61号行政处罚决定认定事实清楚。裁定如下：准予强制执行罚款312000元。
> 阳新县人民法院
> 2025年5月20日""", "a court's ruling")
    wrong(d, "2025-05-29 10:00", "ecology", "市局处罚.pdf", "市文旅局对我县企业的处罚", f"""# 黄石市文化和旅游局
# 行政处罚决定书
> 黄文综罚字〔2025〕第9号
当事人：阳新县某网吧　统一社会信用代码：{CODE(409)}
决定处罚如下：罚款30000元；责令停业整顿。
> 黄石市文化和旅游局
> 2025年5月22日""", "the city's bureau decided, not ours", sender="ls_yx@126.example")
    wrong(d, "2025-05-30 10:00", "market-supervision", "变更决定.docx", "变更处罚", """# 行政处罚决定变更决定书
> 阳市监变〔2025〕1号
阳新县某饭店：本局2025年4月2日作出的阳市监处罚〔2025〕40号行政处罚决定书中罚款60000元变更为罚款20000元。
> 阳新县市场监督管理局
> 2025年5月26日""", "a decision is changed: a person's matter")
    wrong(d, "2025-06-03 10:00", "tax", "简易处罚.docx", "税务处罚决定", """# 税务行政处罚决定书（简易）
> 阳税简罚〔2025〕188号
被处罚人：阳新县某五金店。因未按期申报，罚款50元。
> 国家税务总局阳新县税务局
> 2025年6月2日""", "the summary procedure")
    wrong(d, "2025-06-04 10:00", "culture-tourism", "申请书.docx", "撤销处罚申请", f"""# 行政复议申请书
申请人：阳新县某网咖
被申请人：阳新县文化和旅游局
请求撤销被申请人作出的（阳）文综罚字〔2025〕第5号行政处罚决定书（罚款15000元，停业整顿）。""", "an application for review of a decision", sender="wangka@qq.example")


def papers(d):
    item(d, "training-report", "jingtoushan", "2024-06-28 15:00", "学习情况.docx", "荆头山管理区学法情况", """# 荆头山管理区执法人员公共法律知识线上学习情况报告
县司法局：我区9名执法人员通过法宣在线平台完成公共法律知识学习，人均21学时，全部合格。
> 荆头山管理区
> 2024年6月27日""", traits=["second"])
    item(d, "device-additions", "natural-resources", "2024-12-11 10:00", "新增设备明细.xlsx", "自规局新增监控设备", """# 2024年新增执法监控设备明细表
填报单位：阳新县自然资源和规划局
@""", "新增2台，报告如表。", [["序号", "安装地点", "用途", "启用日期"], [1, "白沙镇矿区", "违法采矿监控", "2024-09-01"], [2, "富池镇码头", "耕地保护铁塔视频", "2024-10-08"]], traits=["second"])
    url = "https://www.yx.gov.example/xxgk/swj/ghjh/202409/t20240911_1188765.html"
    item(d, "inspection-plan", "commerce", "2024-09-12 10:00", "检查计划.docx", "商务局入企检查计划备案", f"""# 阳新县商务局2024年涉企行政检查工作计划
一、检查事项：成品油零售、单用途预付卡。
二、检查时间：9月至11月，每户不超过1次。
> 阳新县商务局
> 2024年9月11日""", f"计划及涉企检查制度已公开：{url} 请予备案审查", link=url, traits=["second"])
    key = ("finance", "rectification-report", "2024")
    blocks = sp.doc("# 县财政局行政执法突出问题专项整治工作方案\n各股室：根据县里部署，制定本方案。一、整治重点；二、时间安排：7月至8月自查自纠；三、工作要求。\n> 阳新县财政局\n> 2024年7月5日")
    d.mail("2024-07-08 10:00", places.address("finance"), "专项整治方案", "", [File("方案.docx", sp.docx(blocks))], outcome="review", also_ok=["not_a_filing"],
           candidates=[key], traits=["second"], reason="a plan", why="the plan of the work, not what came of it")
    item(d, "training-plan", "health", "2025-02-26 10:00", "卫健局.docx", "卫健局执法人员年度培训", """# 县卫生健康局2025年度卫生监督执法人员能力提升培训计划
全年举办培训班3期，每人不少于60学时，内容包括公共法律知识、卫生专业法、案卷制作。
> 阳新县卫生健康局
> 2025年2月25日""", period="2025", traits=["second"])
    for when, sender, subject, body, trait in (
            ("2025-06-10 08:00", "kf@mail-upgrade.example", "【通知】邮箱容量不足", "您的邮箱容量已达98%，请点击 http://mail-upgrade.example/x 扩容，否则将停止收信。", "phishing"),
            ("2025-06-10 09:00", "baoxian_wang@163.example", "团体意外险方案", "您好，附我司团体意外险报价，欢迎咨询。", "advertisement"),
            ("2025-06-10 10:00", places.address("dawang"), "回复：执法月报提醒", "收到，我们尽快。\n\n---- 原始邮件 ----\n发件人: 阳新县司法局<yxfazhi@163.example>\n主题: 执法月报提醒\n请报送5月月报", "reply"),
            ("2025-06-11 10:00", "laozhou1965@qq.example", "退休聚餐", "老李周五退休，大家凑个份子，中午食堂小包间。", "personal")):
        d.mail(when, sender, subject, body, outcome="not_a_filing", also_ok=["review"] if trait in ("advertisement", "reply") else [], traits=["second", trait], reason=trait, why=trait)


def put(d):
    for scene in (months, no_months, rulings, papers):
        scene(d)
