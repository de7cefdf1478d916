"""A stranger's papers for the plan's other items, and mail that files nothing."""
import mailroom
import paper
import places
import strangers_paper as sp
from desk import Filing
from mailroom import File


def item(d, obligation, unit, when, name, subject, text, body="请查收。", *tables, link=None, period="2024", traits=(), also_ok=(), document=True,
         sender=None, more=(), program="163", outcome="filed", piece="document", **entry):
    data = sp.made(name, sp.doc(text, *tables))
    filing = Filing(unit, obligation, period, [(data, piece)], {}, [link] if link else [])
    return d.mail(when, sender or places.address(unit), subject, body, [File(name, data), *more], program=program, outcome=outcome,
                  filings=[filing] if outcome == "filed" else [], traits=["stranger-item", obligation, *traits], also_ok=also_ok,
                  candidates=[filing.key] if also_ok or outcome != "filed" else [], if_filed=[filing.key] if outcome == "review" else [],
                  why=f"{obligation} of {places.short(unit)}", **entry)


def papers(d):
    item(d, "training-report", "finance", "2024-06-27 16:10", "公共法律知识集中培训班工作小结.docx", "培训小结", """# 县财政局2024年执法人员公共法律知识集中培训班工作小结
6月17日至21日，我局在干部学校举办执法人员公共法律知识集中培训班，全局29名执法人员脱产参训，累计授课20个学时，结业考试平均91分。
> 阳新县财政局
> 2024年6月26日""")
    item(d, "training-report", "wangying", "2024-06-28 09:00", "王英镇.pdf", "王英镇关于公共法律知识培训的报告", """# 关于完成20学时公共法律知识培训的报告
县司法局：
按文件要求，王英镇持证执法人员8人通过“学习强国+现场授课”方式完成20学时公共法律知识培训，现将有关情况报告如下。
> 阳新县王英镇人民政府
> 2024年6月27日""")
    item(d, "training-plan", "transport", "2025-02-24 09:00", "附件：2025年培训安排表.xlsx", "交通局2025年执法培训计划", """# 2025年度交通运输执法人员培训安排表
@
制表单位：阳新县交通运输局""", "2025年度的，报备。", [["期次", "培训内容", "时间", "学时", "参训对象"], ["第一期", "公共法律知识", "4月", 20, "全体执法人员"], ["第二期", "专业法律知识", "7月", 24, "一线执法人员"],
                                                                ["第三期", "执法办案系统操作", "10月", 16, "内勤"]], period="2025")
    item(d, "training-plan", "mugang", "2025-02-27 17:00", "木港镇培训方案.docx", "木港镇行政执法人员培训方案（2025）", """# 木港镇2025年行政执法人员学习培训实施方案
为提升镇综合执法队伍业务水平，根据县司法局要求，制定本年度培训计划：
一、培训目标：全年人均培训不少于60学时。
二、时间安排：二季度集中学法，三季度案卷制作，四季度以考促学。
> 木港镇人民政府
> 2025年2月26日""", period="2025")
    item(d, "training-plan", "data-bureau", "2025-02-28 10:00", "报告.docx", "关于报备2025年执法人员年度培训计划的报告", """# 关于报备2025年度执法人员培训计划的报告
县司法局：我局现有持证执法人员3人，拟于2025年组织参加省市线上培训各1次、自办培训2次，计划学时60学时。
> 阳新县政务服务和大数据管理局
> 2025年2月28日""", period="2025")
    item(d, "rectification-report", "education", "2024-09-13 10:00", "教育局整治报告.docx", "执法领域突出问题整治情况", """# 关于教育行政执法领域突出问题专项整治工作的情况报告
县司法局：
根据工作部署，我局聚焦乱收费、乱罚款、乱检查等突出问题开展专项整治，共排查问题3个，完成整改3个。附：突出问题整改清单。
> 阳新县教育局
> 2024年9月12日""")
    item(d, "rectification-report", "fenglin", "2024-09-14 10:00", "枫林镇突出问题清单.xlsx", "枫林镇行政执法专项整治问题清单", """# 枫林镇行政执法突出问题专项整治问题清单及整改台账
填报单位：枫林镇人民政府
@""", "专项整治情况见表，报告后面不再单独报。", [["序号", "突出问题", "责任人", "整改措施", "完成时限", "整改结果"], [1, "执法记录仪使用不规范", WHO, "完善制度", "9月10日", "已整改"], [2, "案卷装订不齐", WHO, "专人装订", "9月12日", "已整改"]],
         also_ok=["review"])
    url = "http://www.yx.gov.example/zwgk/bmxxgk/jgsw/202407/t20240712_1183344.html"
    item(d, "commitment-list", "natural-resources", "2024-07-12 10:00", "证明事项目录.docx", "告知承诺制证明事项目录", f"""# 阳新县自然资源和规划局实行告知承诺制的证明事项目录（2024年版）
@
> 阳新县自然资源和规划局
> 2024年7月11日""", f"已公示，网址{url}", [["编号", "证明名称", "索要单位", "承诺方式"], ["01", "不动产权属证明", "登记中心", "告知承诺"], ["02", "婚姻状况证明", "登记中心", "告知承诺"]], link=url)
    url = "http://yxwjj.example.gov.example/gsgg/2024/0809/88123.shtml"
    item(d, "discretion-benchmark", "health", "2024-08-09 11:00", "自由裁量基准表.xlsx", "卫生行政处罚自由裁量基准", """# 阳新县卫生健康局行政处罚自由裁量基准表（2024年）
@""", f"基准表已在我局门户网站公开：\n{url}\n请备案", [["项目", "违法情形", "档次", "处罚标准"], ["未取得健康证上岗", "1人", "轻", "警告"], ["未取得健康证上岗", "2人以上", "重", "警告，罚款500元以上1000元以下"]], link=url)
    item(d, "discretion-benchmark", "urban-management", "2024-08-14 10:00", "城管裁量.docx", "报送裁量基准文件", """# 关于印发《阳新县城市管理行政处罚裁量基准实施办法》的通知
各中队：
现将《阳新县城市管理行政处罚裁量基准实施办法》印发给你们，请遵照执行。
第一条　为规范城市管理行政处罚裁量权的行使，制定本办法。
第二条　裁量基准分为从轻、一般、从重三个等级。
> 阳新县城市管理执法局
> 2024年8月8日""", "网站公示链接待信息中心发布后补报。", traits=["missing-link"])
    item(d, "discretion-benchmark", "veterans", "2024-08-13 10:00", "征求意见.docx", "征求意见", """# 阳新县退役军人事务局行政处罚裁量权基准（征求意见稿）
一、对骗取优抚待遇的处罚：轻微的，警告；较重的，处骗取金额一倍罚款。
> 2024年8月12日""", "请贵局法制审核并提出修改意见。", outcome="review", traits=["draft"])
    url = "https://www.yxsj.gov.example/art/2024/9/20/art_5127_2094133.html"
    item(d, "inspection-plan", "emergency", "2024-09-24 10:00", "应急检查计划.docx", "2024年度监督检查计划备案", f"""# 阳新县应急管理局2024年度涉企安全生产监督检查计划
一、检查对象：危险化学品、非煤矿山、工贸企业，共计64家。
二、检查频次：重点企业每年不超过2次。
三、涉企检查实行扫码登记制度。
~本计划及涉企行政检查制度公开网址：|{url}|。
> 阳新县应急管理局
> 2024年9月20日""", link=url)
    url = "http://www.yx.gov.example/bmdt/202411/t20241108_1199001.html"
    item(d, "enforcement-matters-list", "agriculture", "2024-11-12 10:00", "事项目录.xlsx", "农业综合行政执法事项目录公布", """# 阳新县农业农村局行政执法事项目录（2024年版）
@""", f"已在政府网站公布：{url}", [["序号", "执法事项", "类别", "层级"], [1, "对生产经营假种子的处罚", "行政处罚", "县级"], [2, "对农药经营的检查", "行政检查", "县级"]], link=url, piece="document")
    item(d, "device-cleanup", "public-security", "2024-09-25 10:00", "清理情况.docx", "电子警察清理情况", """# 交通技术监控设备清理情况的报告
县司法局：
按照要求，我局对全县用于采集交通违法的电子监控设备（电子警察、测速卡口）逐一清理，共清理83处，其中保留76处、停用撤除7处，清理结果已公示，现报备案。
> 阳新县公安局
> 2024年9月24日""")
    item(d, "device-cleanup", "housing", "2024-10-10 10:00", "住建局.pdf", "关于执法监控设备清理的回复", """# 县住建局关于利用电子技术监控设备执法情况清理结果的函
县司法局：经清理，我局未设置用于行政执法的电子技术监控设备。
> 阳新县住房和城乡建设局
> 2024年10月9日""")
    item(d, "device-additions", "urban-management", "2024-12-13 10:00", "新增.docx", "城管局2024年监控新增", """# 关于2024年度新增执法监控设备情况的报告
县司法局：2024年，我局在步行街、城东市场新装违停抓拍摄像头5个，设置前已组织法制审核和技术审核，地点已公告。
> 阳新县城市管理执法局
> 2024年12月12日""")
    item(d, "device-additions", "longgang", "2024-12-12 10:00", "龙港镇说明.docx", "龙港镇监控设备情况说明", """# 情况说明
县司法局：
我镇2024年度未新增用于行政执法的电子技术监控设备。
特此说明。
> 阳新县龙港镇人民政府
> 2024年12月11日""")
    item(d, "no-penalty-list", "market-supervision", "2024-10-11 10:00", "免罚.docx", "免罚清单报送", """# 阳新县市场监督管理局涉企轻微违法行为免罚清单
1.首次未按规定公示年度报告且及时补报的；2.初次发布违法广告且危害后果轻微的。
> 阳新县市场监督管理局
> 2024年10月10日""")
    item(d, "qualification-cleanup", "tobacco", "2024-09-09 10:00", "持证人员清理.docx", "执法证清理", """# 县烟草局行政执法人员资格清理工作情况
县司法局：经逐人核对，我局持执法证25人，其中退休2人、调离1人，已收回执法证件3本并申请注销。
> 阳新县烟草专卖局
> 2024年9月6日""")
    item(d, "rotation-training", "futu", "2024-11-14 10:00", "轮训.docx", "浮屠镇轮训报告", """# 浮屠镇关于行政执法人员全员轮训工作完成情况的报告
县司法局：11月4日至6日，我镇组织11名执法人员参加全员轮训，完成率100%。
> 浮屠镇人民政府
> 2024年11月13日""")


WHO = "裴若谷"


def nothing(d):
    def none(when, sender, subject, body, trait, also_ok=(), **more):
        d.mail(when, sender, subject, body, outcome="not_a_filing", traits=["stranger-nothing", trait], reason=trait, also_ok=list(also_ok),
               why=more.pop("why", trait), **more)

    invoice = sp.made("发票.pdf", sp.doc("# 湖北增值税电子普通发票\n购买方：阳新县司法局\n@\n开票人：管理员", [["货物名称", "数量", "金额"], ["办公用纸", 20, "3600.00"], ["价税合计", "", "¥3636.00"]]), False)
    none("2025-03-11 10:10", "kaipiao@wenju.example", "您有一张电子发票【阳新晨光文具】", "尊敬的客户：您的电子发票已开具，请下载附件。", "invoice", ["review"], files=[File("发票.pdf", invoice)])
    none("2025-03-12 08:00", "digest@lawnews.example", "每周法治资讯第11期：行政处罚法新解读", "本期导读：一、多地公布行政处罚裁量权基准；二、涉企行政检查新规；三、重大行政处罚备案怎么报。退订请点击底部链接。", "newsletter",
         headers=["List-Unsubscribe: <https://lawnews.example/u>", "List-Id: <digest.lawnews.example>"])
    none("2025-03-13 20:30", "zhaomei88@qq.example", "同学会通知", "老同学，五一聚会定在富池江边农家乐，AA制，能来的回个信。", "personal", program="qq")
    none("2025-03-14 09:30", "gonghui@yxzw.example", "关于组织干部职工健康体检的通知", "各科室：定于3月下旬组织体检，请携带身份证按批次参加。", "notice", ["review"])
    meeting = sp.made("会议通知.docx", sp.doc("""# 阳新县司法局关于召开行政执法协调监督工作推进会的通知
各镇（场、区），县直各行政执法单位：
定于3月20日上午9:00在县政府三楼会议室召开推进会，通报行政执法工作月报、重大行政处罚备案情况，请分管负责人参加。
> 阳新县司法局
> 2025年3月17日"""))
    none("2025-03-17 15:00", mailroom.OURS, "关于召开行政执法协调监督工作推进会的通知", "请各单位准时参会，会议通知见附件。", "own-notice", ["review"], files=[File("会议通知.docx", meeting)])
    none("2025-03-17 16:00", places.address("sanxi"), "回复：关于召开行政执法协调监督工作推进会的通知", "三溪镇参会：郝立夏 副镇长。\n\n------------------ 原始邮件 ------------------\n发件人: \"阳新县司法局\" <yxfazhi@163.example>\n主题: 关于召开行政执法协调监督工作推进会的通知\n\n请各单位准时参会，通报行政执法工作月报报送情况。",
         "meeting-reply", ["review"], program="qq")
    roster = sp.made("值班表.xlsx", sp.doc("# 木港镇清明节假期值班表\n@", [["日期", "带班领导", "值班人员"], ["4月4日", "郝立夏", "顾小满"], ["4月5日", "阮春生", "裴雨桐"]]))
    none("2025-04-01 10:00", places.address("mugang"), "木港镇清明值班表", "请查收值班表。", "roster", ["review"], files=[File("值班表.xlsx", roster)])
    none("2025-04-02 10:00", "peixun_zb@edu.example", "2025年行政执法人员轮训班招生简章", "开设公共法律知识20学时、案卷制作等班次，三人以上团报优惠，详询0714-0445566。", "advertisement", ["review"])
    city = sp.made("通知.pdf", sp.doc("""# 黄石市司法局关于报送2025年第一季度重大行政处罚备案统计的通知
各县（市、区）司法局：
请于4月15日前报送一季度重大行政处罚决定备案情况统计表。
> 黄石市司法局
> 2025年4月1日"""))
    none("2025-04-02 16:00", "hs_zfjd@hssf.example", "转：关于报送一季度重大行政处罚备案统计的通知", "请各县市区按时报送。", "superior-notice", ["review"], files=[File("通知.pdf", city)])
    none("2025-04-03 22:00", "noreply@express.example", "您的快递已放入驿站", "取件码 12-4-3371，请及时领取。", "system-notice")
    none("2025-04-08 11:30", "xiaoqu_wy@163.example", "物业费催缴", "尊敬的业主：您2025年第一季度物业费逾期未缴，请于4月15日前缴纳，逾期加收滞纳金。", "personal", ["review"])
    none("2025-04-10 09:10", places.address("weiyuankou"), "请问", "请问4月份的月报是不是还用去年的表？我们镇换人了，没有找到模板，麻烦发一份，谢谢。", "question", ["review"])
    none("2025-04-11 13:00", "xmt_jizhe@media.example", "采访提纲", "您好，我是县融媒体中心记者，想就包容审慎监管“四张清单”做一期报道，附采访提纲。", "interview", ["review"])
    none("2025-04-28 10:00", places.address("commerce"), "自动回复：催报通知", "我正在外出差，邮件已收到，回来后处理。", "auto-reply", headers=["X-Autoreply: yes", "Auto-Submitted: auto-replied (vacation)"])
    none("2025-05-13 10:00", "wl_citizen@qq.example", "举报", "举报阳新县某加油站缺斤少两，市监局去年罚过5000元还不改，望严查。", "complaint", ["review"], program="qq")
    resume = sp.made("个人简历.docx", sp.doc("# 个人简历\n姓名：顾小满\n求职意向：行政执法辅助人员\n工作经历：2021年至2024年在浮屠镇综合执法中心从事协管工作。"))
    none("2025-05-14 10:00", "guxiaoman@126.example", "应聘执法辅助人员-顾小满", "您好，附件为我的简历，请查阅。", "resume", ["review"], files=[File("个人简历.docx", resume)])
    contract = sp.made("合同.docx", sp.doc("# 行政执法监督平台运维服务合同\n甲方：阳新县司法局\n乙方：湖北某某信息技术有限公司\n合同金额：人民币贰拾万元整。\n甲方逾期付款的，按日万分之五支付违约金。"))
    none("2025-05-15 10:00", "sales@it-vendor.example", "运维合同电子版", "合同请盖章后寄回两份。", "contract", ["review"], files=[File("合同.docx", contract)])


def put(d):
    for scene in (papers, nothing):
        scene(d)
