"""The plan's other items, in several wordings; links in the ways people send them."""
import paper
import places
import reports
from desk import Filing
from desk_helpers import item, link_of
from mailroom import File


def dated(d):
    item(d, "training-report", "xingguo", "2024-06-28 10:00", 0, name="培训报告.docx", subject="兴国镇培训报告")
    item(d, "training-report", "education", "2024-07-01 22:00", 1, "pdf", "汇报.pdf", "公共法律知识培训")
    item(d, "training-report", "agriculture", "2024-07-02 08:00", 2, name="总结.docx", subject="学习总结", traits=["late"])
    item(d, "training-report", "sanxi", "2024-06-27 10:00", 0, "txt", "三溪镇培训情况.txt", "培训情况", entry={"program": "foxmail"})
    item(d, "training-report", "lvzhou", "2024-06-29 10:00", 2, "body", subject="率洲管理区公共法律知识培训", traits=["body-document"])
    item(d, "training-plan", "housing", "2024-06-20 10:00", 0, name="培训计划.docx", subject="2024年培训计划", traits=["no-duty"])
    item(d, "training-plan", "housing", "2025-02-20 10:00", 1, name="培训计划.docx", subject="培训计划备案", period="2025")
    item(d, "training-plan", "fuchi", "2025-02-28 18:00", 0, "pdf", "富池镇2025年培训计划.pdf", "富池镇培训计划", period="2025")
    item(d, "training-plan", "water", "2025-03-03 09:00", 2, name="学习培训工作计划.docx", subject="水利局培训计划", period="2025", traits=["late"])
    item(d, "rectification-report", "transport", "2024-09-12 10:00", 0, name="整治情况.docx", subject="专项整治情况")
    item(d, "rectification-report", "dawang", "2024-09-18 17:30", 1, "pdf", "大王镇报告.pdf", "大王镇专项整治报告", traits=["rolled-due"])
    item(d, "rectification-report", "public-security", "2024-09-19 09:00", 2, name="工作总结.docx", subject="公安局行政执法专项整治", traits=["late"])
    item(d, "rectification-report", "banbishan", "2024-09-11 09:00", 1, "html", "整治报告.html", "半壁山管理区专项整治", traits=["html-attachment"])
    for i, (unit, when) in enumerate([("health", "2024-06-14 10:00"), ("public-security", "2024-06-17 20:00"),
                                      ("urban-management", "2024-06-18 09:00")]):
        item(d, "minor-violation-plan", unit, when, i, ["docx", "pdf", "docx"][i], ["方案.docx", "通知.pdf", "轻微违法方案.docx"][i], "轻微违法告知承诺制方案",
             entry={"program": ["qq", "outlook", "139"][i]},
             traits=["late"] if i == 2 else [])
    item(d, "device-additions", "taizi", "2024-12-10 10:00", 0, name="新增设备.docx", subject="监控设备新增")
    item(d, "device-additions", "water", "2024-12-16 10:00", 1, name="监控设备情况.docx", subject="新增情况（无）", traits=["rolled-due", "zero"])
    item(d, "device-additions", "forestry", "2024-12-17 10:00", 2, "pdf", "说明.pdf", "林业局新增设备", traits=["late", "zero"])
    item(d, "device-additions", "jinhai", "2024-12-09 10:00", 1, "body", subject="金海管理区监控设备新增情况", traits=["zero", "body-document"])
    item(d, "device-cleanup", "transport", "2024-10-15 10:00", 0, name="清理报告.docx", subject="监控设备清理", traits=["undated"])
    item(d, "device-cleanup", "xingguo", "2024-10-18 10:00", 1, "xlsx", "清理表.xlsx", "兴国镇清理结果备案", traits=["undated", "xlsx"])
    item(d, "device-cleanup", "tobacco", "2024-11-18 10:00", 2, name="烟草局.docx", subject="清理结果", traits=["undated", "zero"])


def linked(d):
    item(d, "commitment-list", "human-resources", "2024-07-12 10:00", 0, "xlsx", "清单.xlsx", "告知承诺制证明事项清单", link=link_of(1, "2024-07-11"),
         traits=["xlsx"])
    item(d, "commitment-list", "medical-insurance", "2024-07-15 23:00", 1, name="医保局清单.docx", subject="清单备案", link=link_of(2, "2024-07-12"),
         link_in="hyperlink", traits=["hyperlink"])
    item(d, "commitment-list", "weiyuankou", "2024-07-16 09:00", 2, name="报告.docx", subject="韦源口镇证明事项", link=link_of(3, "2024-07-15"),
         link_in="glued", traits=["glued-link", "late"])
    item(d, "commitment-list", "baisha", "2024-07-10 09:00", 1, name="白沙镇清单.docx", subject="白沙镇证明事项清单", traits=["missing-link"])
    item(d, "discretion-benchmark", "market-supervision", "2024-08-14 09:00", 0, name="裁量基准.docx", subject="裁量基准", link=link_of(5),
         traits=["link-in-body"])
    item(d, "discretion-benchmark", "emergency", "2024-08-15 09:00", 1, name="印发通知.docx", subject="应急局裁量权基准", link=link_of(6, "2024-08-13"),
         link_in="text", traits=["link-in-text"])
    item(d, "discretion-benchmark", "taogang", "2024-08-13 09:00", 2, name="陶港镇裁量基准.docx", subject="陶港镇报裁量基准",
         link=link_of(7, "2024-08-12"), link_in="broken", traits=["link-broken"], entry={"program": "outlook"})
    item(d, "discretion-benchmark", "agriculture", "2024-08-16 09:00", 0, name="农业农村局.docx", subject="裁量基准及链接",
         link=link_of(8, "2024-08-15"), link_in="hyperlink", traits=["hyperlink", "late"])
    item(d, "discretion-benchmark", "longgang", "2024-08-09 09:00", 1, "pdf", "龙港镇.pdf", "龙港镇裁量权基准", traits=["missing-link"])
    url = "https://mp.weixin.qq.com/s/Qk3v_labelledExample01"
    item(d, "discretion-benchmark", "housing", "2024-08-12 09:00", 2, name="住建局.docx", subject="住建局裁量权基准制度", link=url,
         traits=["weixin-link"])
    item(d, "inspection-plan", "market-supervision", "2024-09-25 09:00", 0, name="涉企检查.docx", subject="涉企行政检查制度和计划",
         link=link_of(10, "2024-09-24"), traits=["undated"])
    item(d, "inspection-plan", "fire-rescue", "2024-09-26 09:00", 1, name="备案报告.docx", subject="涉企检查计划备案", link=link_of(11, "2024-09-25"),
         link_in="text", traits=["undated", "link-in-text"])
    item(d, "inspection-plan", "chengdong", "2024-09-27 09:00", 0, name="检查计划.docx", subject="城东新区涉企检查", traits=["undated", "missing-link"])
    item(d, "enforcement-matters-list", "natural-resources", "2024-11-14 09:00", 0, "xlsx", "事项清单.xlsx", "行政执法事项清单公布",
         link=link_of(13, "2024-11-12"), traits=["xlsx"])
    item(d, "enforcement-matters-list", "culture-tourism", "2024-11-15 09:00", 1, name="报告.docx", subject="文旅局执法事项清单",
         link=link_of(14, "2024-11-13"), link_in="hyperlink", traits=["hyperlink"])
    item(d, "enforcement-matters-list", "forestry", "2024-11-18 09:00", 1, name="报告.docx", subject="执法事项清单已公布",
         link=link_of(15, "2024-11-15"), link_in="glued", traits=["late", "glued-link"])
    # the link comes alone, later
    item(d, "discretion-benchmark", "health", "2024-08-08 09:00", 1, name="卫健局裁量基准.docx", subject="卫健局裁量权基准", traits=["link-later"])
    d.mail("2024-08-11 09:00", places.address("health"), "卫健局裁量权基准公示链接", f"前天所报裁量权基准制度已在网站公示，链接补上：{link_of(16)}", program="qq",
           filings=[Filing("health", "discretion-benchmark", "2024", [], {}, [link_of(16)])], traits=["link-alone"],
           why="the link completes what came before")
    # drafts and other people's benchmarks
    blocks = [("t", "阳新县林业局行政处罚裁量权基准（征求意见稿）"), *reports.paper("discretion-benchmark", "forestry", 0, "2024-08-05")[1:]]
    d.mail("2024-08-05 10:00", places.address("forestry"), "裁量基准征求意见稿", "请提意见。", [File("征求意见稿.docx", paper.docx(blocks))], outcome="review",
           also_ok=["not_a_filing"],
           candidates=[("forestry", "discretion-benchmark", "2024")], traits=["draft-benchmark"], reason="draft",
           why="a draft is not the formal text")
    d.mail("2024-08-14 10:00", places.address("commerce"), "关于裁量基准的说明",
           "我局未单独制定裁量权基准，执行省商务厅裁量基准：http://swt.hubei.gov.example/zfxxgk/202303/t20230310_4571120.html", outcome="review",
           candidates=[("commerce", "discretion-benchmark", "2024")], if_filed=[("commerce", "discretion-benchmark", "2024")],
           traits=["superior-benchmark"], reason="superior's benchmark", why="refers to the province's text only")


def no_duty(d):
    """Items of the plan that need no filing, and tasks of the office itself."""
    units = ["education", "fuchi", "transport", "market-supervision", "ecology", "futu", "mugang", "forestry", "emergency", "longgang",
             "tax", "public-security"]
    office = ("township-pilot", "rectification-inspection", "case-file-review", "coordination-mechanisms", "delegated-matters-review",
              "annual-assessment", "supervision-case-info")
    for i, obligation in enumerate(reports.OTHERS):
        day = ["2024-08-20", "2024-11-12", "2024-09-19", "2024-09-23", "2024-10-11", "2024-10-14", "2024-10-22", "2024-10-24", "2024-11-22",
               "2024-12-11", "2024-12-18", "2024-12-20"][i]
        item(d, obligation, units[i], f"{day} 14:3{i % 10}", 0, ["docx", "pdf", "docx"][i % 3], ["情况报告.docx", "报告.pdf", "材料.docx"][i % 3],
             ["报送材料", "情况汇报", "请收阅"][i % 3],
             traits=["no-duty"], also_ok=["review"] if obligation in office else [], entry={"program": ["163", "qq", "gov"][i % 3]})


def mixed(d):
    """Two items in one mail."""
    report = paper.docx(reports.paper("training-report", "paishi", 0, "2024-06-26"))
    plan = paper.docx(reports.paper("training-plan", "paishi", 0, "2024-06-26"))
    d.mail("2024-06-26 10:00", places.address("paishi"), "排市镇培训报告、培训计划", "两份材料请查收", [File("1.docx", report), File("2.docx", plan)],
           filings=[Filing("paishi", "training-report", "2024", [(report, "document")]), Filing("paishi", "training-plan", "2024",
                                                                                                [(plan, "document")])],
           traits=["two-items"], why="a report on training done and a plan")
    report = paper.pdf(reports.paper("rectification-report", "urban-management", 1, "2024-09-13"))
    annex = paper.xlsx([("t", "行政执法突出问题清单"), ("p", "单位：阳新县城市管理执法局"), ("tab", [["序号", "问题", "整改情况"], [1, "着装不规范", "已整改"]])])
    d.mail("2024-09-13 10:00", places.address("urban-management"), "专项整治情况及问题清单", "", [File("报告.pdf", report), File("问题清单.xlsx", annex)],
           filings=[Filing("urban-management", "rectification-report", "2024", [(report, "document"), (annex, "other")])],
           traits=["report-with-annex"], why="the report with its problem list")


def put(d):
    for scene in (dated, linked, no_duty, mixed):
        scene(d)
