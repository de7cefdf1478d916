"""What the demo's senders send: units, documents, and the list of mails with how each must end.

A row: what (for the README), outcome (acceptable ones, the expected first), filings after this mail, receipt (full, reserved, none).
Periods are written as last, before-last, year, or as they are; Desk.resolved puts the real ones in.
"""
import datetime
import email
import email.policy

from envelope import Mail, attachment, forwarded, split_words, text_part, word
from paper import docx, pdf, xlsx, zip_of

COUNTY = datetime.timezone(datetime.timedelta(hours=8))
PERIOD_WORDS = {"last": "last month", "before-last": "the month before", "year": "this year", "decision-1": "its number",
                "decision-2": "its number"}
NUMERALS = "〇一二三四五六七八九"

# id: full name, mail program, address, display name
UNITS = {
    "xingguo": ("兴国镇人民政府", "qq", "xingguo@qq.example", "兴国镇执法办"),
    "fuchi": ("富池镇人民政府", "foxmail", "fuchi@foxmail.example", "富池镇综合执法中心"),
    "huangsangkou": ("黄颡口镇人民政府", "163", "hskou@163.example", "黄颡口司法所"),
    "longgang": ("龙港镇人民政府", "139", "longgang@139.example", "龙港镇"),
    "yanggang": ("洋港镇人民政府", "outlook", "yanggang@dept.example", "洋港镇司法所"),
    "market-supervision": ("阳新县市场监督管理局", "outlook", "scjg@dept.example", "市监局法规股"),
    "health": ("阳新县卫生健康局", "163", "wjj@163.example", "卫健局"),
    "urban-management": ("阳新县城市管理执法局", "iphone", "cgj@mobile.example", "城管执法局"),
    "ecology": ("黄石市生态环境局阳新县分局", "foxmail", "hbj@foxmail.example", "生态环境分局"),
    "water": ("阳新县水利和湖泊局", "qq", "slj@qq.example", "水利和湖泊局"),
    "transport": ("阳新县交通运输局", "163", "jtj@163.example", "交通运输局"),
}
# Owe as the others do and send nothing; extra/late-report.eml is for whoever wants to send a mail by hand.
SILENT = {
    "fenglin": ("枫林镇人民政府", "qq", "fenglin@qq.example", "枫林镇司法所"),
    "public-security": ("阳新县公安局", "outlook", "gaj@dept.example", "县公安局法制大队"),
}
EVERYBODY = {**UNITS, **SILENT}
STRANGERS = ["laowang@qq.example", "neighbour@far.example", "friend@163.example", "news@list.example", "mailer-daemon@relay.example"]


class Desk:
    """The day the mails are written for, and what was written already."""

    def __init__(self, today, office):
        self.today, self.office = today, office
        self.last = today.replace(day=1) - datetime.timedelta(days=1)
        self.before_last = self.last.replace(day=1) - datetime.timedelta(days=1)
        self.sent = {}
        self.decided = today - datetime.timedelta(days=5)

    def address(self, unit):
        return EVERYBODY[unit][2]

    def period(self, word_):
        return {"last": f"{self.last:%Y-%m}", "before-last": f"{self.before_last:%Y-%m}", "year": str(self.today.year),
                "decision-1": f"阳市监处罚|{self.decided.year}|{self.serial(1)}",
                "decision-2": f"阳卫医罚|{self.decided.year}|{self.serial(2)}"}.get(word_, word_)

    def serial(self, which):
        return self.decided.timetuple().tm_yday * 2 + which

    def resolved(self, row):
        filings = [{**filing, "period": self.period(filing["period"])} for filing in row.get("filings", [])]
        return {**row, "filings": filings}

    def when(self, number):
        return datetime.datetime.combine(self.today, datetime.time(8, 0), COUNTY) + datetime.timedelta(minutes=number)


def han_date(day):
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    tens, ones = divmod(day.day, 10)
    number = (["", "十", "二十", "三十"][tens] + (NUMERALS[ones] if ones else "")) if tens else NUMERALS[ones]
    month = NUMERALS[day.month] if day.month < 10 else "十" + (NUMERALS[day.month - 10] if day.month > 10 else "")
    return f"{year}年{month}月{number}日"


# --- documents ---
def month_title(name, month):
    return f"{name}{month.year}年{month.month}月行政执法工作月报"


def monthly_table(desk, unit, month):
    seed = sum(map(ord, unit)) + month.month
    return [["填报单位", EVERYBODY[unit][0], "统计期间", f"{month.year}年{month.month}月1日至{month.year}年{month.month}月{month.day}日"],
            ["证明事项告知承诺", "事项数", "办件数", "核查数"], ["", 8 + seed % 5, 20 + seed % 17, 3 + seed % 4],
            ["包容审慎“四张清单”", "不予处罚", "从轻处罚", "减轻处罚"], ["", seed % 4, seed % 3, seed % 2],
            ["涉企案件经济影响评估", "应评", "已评", "采取措施"], ["", 1 + seed % 3, 1 + seed % 3, seed % 2],
            ["涉企行政执法案件办结情况", "立案", "办结", "罚没金额（元）"], ["", 2 + seed % 4, 1 + seed % 3, 1000 * (1 + seed % 6)]]


def monthly_blocks(desk, unit, month, note=""):
    name = EVERYBODY[unit][0]
    return [month_title(name, month), "阳新县司法局：", f"现将{month.month}月份行政执法工作情况报告如下：",
            "一、证明事项告知承诺制实行情况。窗口办件一律先问能否承诺，能承诺的不再要证明。",
            monthly_table(desk, unit, month), "二、存在的问题。执法记录仪不够用，已列入下季度采购。" + note,
            name, han_date(desk.today)]


def monthly_docx(desk, unit, month, note=""):
    return docx(monthly_blocks(desk, unit, month, note))


def monthly_pdf(desk, unit, month, seal=True):
    lines = []
    for block in monthly_blocks(desk, unit, month):
        if isinstance(block, str):
            lines += [block[at:at + 34] for at in range(0, len(block), 34)]
            continue
        lines += [f"{block[0][0]}：{block[0][1]}", f"{block[0][2]}：{block[0][3]}"]
        lines += ["  ".join(str(cell) for cell in row if cell != "") for row in block[1:]]
    return pdf(lines, seal)


def monthly_xlsx(desk, unit, month):
    return xlsx([[month_title(UNITS[unit][0], month)], *monthly_table(desk, unit, month)])


def decision_docx(desk, unit, number, party, facts, decides):
    name = UNITS[unit][0]
    return docx([name, "行政处罚决定书", number, f"当事人：{party}", "主体资格证照名称：营业执照", "住所：阳新县某街道",
                 "统一社会信用代码：91420299MA00000000", facts,
                 "本机关依法向当事人送达了行政处罚告知书，当事人在法定期限内没有提出陈述、申辩，也没有要求听证。",
                 "依照上述规定，本机关决定处罚如下：", decides,
                 "当事人应当自收到本决定书之日起十五日内缴纳罚款。不服本决定的，可以在六十日内申请行政复议，也可以在六个月内提起行政诉讼。",
                 name, han_date(desk.decided)], title_lines=3)


def plan_docx(desk, unit, year):
    name = UNITS[unit][0]
    return docx([f"{name}{year}年度行政执法人员培训计划", "一、培训对象：全体持证执法人员。", "二、培训内容：行政处罚法、行政强制法、本领域新规。",
                 f"三、培训时间：{year}年3月至11月，每月一次，全年不少于二十学时。", "四、培训方式：集中授课与网上学习结合。", name, han_date(desk.today)])


def benchmark_docx(unit, desk):
    name = UNITS[unit][0]
    return docx([f"{name}行政处罚裁量权基准制度（2024年版）", "第一条 为规范行使行政处罚裁量权，制定本制度。",
                 [["序号", "违法行为", "情节", "处罚幅度"], ["1", "占道经营", "轻微", "警告"], ["2", "占道经营", "一般", "罚款一百元以下"]],
                 "本制度自印发之日起施行。", name, "二〇二四年八月六日"])


# --- mails ---
def both(desk, unit, month, charset="gb18030", style="2047", note=""):
    stem = f"{month.month}月行政执法工作月报"
    return [attachment(stem + ".docx", monthly_docx(desk, unit, month, note), charset, style),
            attachment(stem + "（盖章）.pdf", monthly_pdf(desk, unit, month), charset, style)]


def mail(desk, name, number, unit, subject, parts, **options):
    _, program, address, display = EVERYBODY[unit]
    program, address, display = options.pop("program", program), options.pop("address", address), options.pop("display", display)
    return Mail(name, f"{display} {address}".strip(), desk.office, desk.when(number), program, subject, parts, **options)


def stranger(desk, name, number, address, display, program, subject, parts, **options):
    return Mail(name, f"{display} {address}", desk.office, desk.when(number), program, subject, parts, **options)


def monthly_qq(d, name, n):
    return mail(d, name, n, "xingguo", month_title("兴国镇", d.last), [text_part("请查收。\n", "gb18030"), *both(d, "xingguo", d.last)])


def monthly_word_only(d, name, n):
    stem = f"富池镇{d.last.month}月行政执法工作月报.docx"
    body = text_part("附件是上月月报，盖章件正在走流程，随后补上。\n富池镇综合执法中心\n", "gbk", "GB2312", encoding="8bit")
    return mail(d, name, n, "fuchi", f"{d.last.month}月月报", [body, attachment(stem, monthly_docx(d, "fuchi", d.last), "GB2312")])


def monthly_pdf_completes(d, name, n):
    pdf_part = attachment("月报盖章扫描件.pdf", monthly_pdf(d, "fuchi", d.last), "GB2312", media="application/pdf")
    return mail(d, name, n, "fuchi", f"补：富池镇{d.last.month}月行政执法月报盖章件",
                [text_part("补交盖章的一份。\n", "gbk", "GB2312", encoding="8bit"), pdf_part])


def monthly_zip(d, name, n):
    stem = f"黄颡口镇{d.last.month}月月报"
    inside = {f"{stem}/{stem}.docx": monthly_docx(d, "huangsangkou", d.last), f"{stem}/{stem}盖章.pdf": monthly_pdf(d, "huangsangkou", d.last)}
    return mail(d, name, n, "huangsangkou", f"{stem}报送", [text_part("见压缩包\n"), attachment(stem + ".zip", zip_of(inside), "UTF-8")])


def monthly_without_seal(d, name, n):
    stem = f"龙港镇{d.last.year}年{d.last.month}月行政执法工作月报"
    parts = [text_part("月报，请审阅\n", "gb18030"), attachment(stem + ".docx", monthly_docx(d, "longgang", d.last)),
             attachment(stem + ".pdf", monthly_pdf(d, "longgang", d.last, seal=False))]
    return mail(d, name, n, "longgang", stem, parts)


def monthly_forwarded(d, name, n):
    inner = mail(d, name + "-inner", n, "yanggang", month_title("洋港镇", d.last),
                 [text_part("请所里代转县局。\n", "gb18030", "gb2312"), *both(d, "yanggang", d.last, "gb2312")], program="outlook",
                 address="yg_zhengfu@dept.example", display="洋港镇政府").bytes()
    return mail(d, name, n, "yanggang", "转发: " + month_title("洋港镇", d.last),
                [text_part("转镇政府月报。\n", "gb18030", "gb2312"), forwarded(inner)])


def monthly_xlsx_pdf(d, name, n):
    stem = f"市场监管局{d.last.month}月执法月报"
    parts = [text_part("您好：月报表和盖章件见附件。喆、镕两位同志联系。\n", "gb18030", "gb2312"),
             attachment(stem + ".xlsx", monthly_xlsx(d, "market-supervision", d.last), "gb2312"),
             attachment(stem + ".pdf", monthly_pdf(d, "market-supervision", d.last), "gb2312")]
    subject = word("报送", "gb2312", "Q") + "\r\n " + word(stem, "gb2312")
    return mail(d, name, n, "market-supervision", "", parts, raw_subject=subject.encode())


def monthly_nested_zip(d, name, n):
    inner = zip_of({"月报.docx": monthly_docx(d, "health", d.last), "月报（章）.pdf": monthly_pdf(d, "health", d.last)})
    outer = zip_of({"内含材料.zip": inner, "说明.txt": "卫健局月报，共两件。".encode("gbk")})
    return mail(d, name, n, "health", f"卫健局{d.last.year}年{d.last.month}月行政执法工作月报", [text_part("材料打包\n"), attachment("报送材料.zip", outer, "UTF-8")])


def monthly_iphone(d, name, n):
    body = text_part("月报两份\n\n发自我的iPhone\n", encoding="quoted-printable")
    return mail(d, name, n, "urban-management", f"城管执法局{d.last.month}月月报", [body, *both(d, "urban-management", d.last, "utf-8", "2231")])


def monthly_mislabelled(d, name, n):
    body = text_part("月报报送，请查收，谢谢支持。生态环境分局法制股\n", "utf-8", "GB2312")
    return mail(d, name, n, "ecology", f"生态环境分局{d.last.month}月份行政执法工作月报", [body, *both(d, "ecology", d.last, "GB2312")])


def monthly_hz(d, name, n):
    body = text_part("水利和湖泊局月报，请查收。\n", "hz", "HZ-GB-2312", encoding="7bit")
    return mail(d, name, n, "water", month_title("水利和湖泊局", d.last), [body, *both(d, "water", d.last)])


def monthly_html(d, name, n):
    page = f"<html><head><meta charset=\"utf-8\"></head><body><div>各位领导：<br>交通运输局<b>{d.last.month}月</b>月报见附件。</div></body></html>\n"
    return mail(d, name, n, "transport", f"交通运输局{d.last.month}月行政执法月报", [text_part(page, subtype="html"), *both(d, "transport", d.last, "UTF-8")])


def monthly_late(d, name, n):
    return mail(d, name, n, "xingguo", f"补报兴国镇{d.before_last.year}年{d.before_last.month}月行政执法月报",
                [text_part("上次漏报，现补上。\n", "gb18030"), *both(d, "xingguo", d.before_last)])


def correction(d, name, n):
    stem = f"黄颡口镇{d.last.month}月月报更正版.docx"
    return mail(d, name, n, "huangsangkou", f"更正：黄颡口镇{d.last.year}年{d.last.month}月行政执法工作月报",
                [text_part("上一份里办件数填错，以此件为准。\n"),
                 attachment(stem, monthly_docx(d, "huangsangkou", d.last, "办件数已更正。"), "UTF-8")])


def late_report(d, name, n):
    return mail(d, name, n, "fenglin", f"枫林镇{d.last.month}月行政执法工作月报",
                [text_part("报送上月月报，请查收。\n", "gb18030"), *both(d, "fenglin", d.last)])


def again(d, name, n):
    return d.sent["monthly-qq"]


def resent(d, name, n):
    return mail(d, name, n, "urban-management", f"再发一次城管执法局{d.last.month}月月报",
                [text_part("怕没收到，再发一遍。\n"), *both(d, "urban-management", d.last, "utf-8")])


def decision_fine(d, name, n):
    number = f"阳市监处罚〔{d.decided.year}〕{d.serial(1)}号"
    file = decision_docx(d, "market-supervision", number, "湖北青禾调味食品有限公司",
                         "经查，当事人在生产的酱油中使用回收食品作为原料，货值金额三万一千元。上述行为违反了《中华人民共和国食品安全法》的规定。",
                         "1.没收违法所得人民币18600.00元；2.罚款人民币贰拾伍万元整（¥250000.00）。")
    return mail(d, name, n, "market-supervision", "重大行政处罚决定备案",
                [text_part("现将决定书报送备案。\n", "gb18030", "gb2312"), attachment("行政处罚决定书.docx", file, "gb2312")])


def decision_revocation(d, name, n):
    number = f"阳卫医罚〔{d.decided.year}〕{d.serial(2)}号"
    file = decision_docx(d, "health", number, "阳新县安和口腔门诊部", "经查，当事人多次使用非卫生技术人员从事诊疗活动，逾期没有改正。",
                         "吊销当事人的《医疗机构执业许可证》。")
    return mail(d, name, n, "health", f"行政处罚备案（{number}）", [text_part("请予备案\n"), attachment(f"决定书{d.serial(2)}号.docx", file, "UTF-8")])


def look_alike(d, name, n):
    name_ = UNITS["urban-management"][0]
    file = docx([name_, "行政处罚事先告知书", f"阳城管罚告字〔{d.decided.year}〕{d.serial(1)}号", "当事人：阳新县某建材经营部",
                 "你单位涉嫌未经批准占用城市道路。本机关拟对你单位作出罚款二十二万元的行政处罚。", "你单位有权在收到本告知书之日起五日内陈述、申辩，要求听证。",
                 name_, han_date(d.decided)], title_lines=3)
    return mail(d, name, n, "urban-management", "行政处罚备案材料", [text_part("请查收\n"), attachment("告知书.docx", file, "utf-8", "2231")])


def vacation(d, name, n):
    text = "这是来自QQ邮箱的假期自动回复邮件。\n\n您好，我正在外地学习，回来后尽快答复。\n"
    return mail(d, name, n, "water", "自动回复:回执", [text_part(text, "gb18030")])


def bounce(d, name, n):
    status = (b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\nFinal-Recipient: rfc822; "
              b"gone@town.example\r\nAction: failed\r\nStatus: 5.1.1\r\n")
    return stranger(d, name, n, "mailer-daemon@relay.example", "系统退信", "163", "系统退信/Undelivered Mail Returned to Sender",
                    [text_part("您的邮件没有送达：收件人不存在。\n"), status], headers=["Auto-Submitted: auto-replied"],
                    kind="multipart/report; report-type=delivery-status")


def read_receipt(d, name, n):
    note = (b"Content-Type: message/disposition-notification\r\n\r\nReporting-UA: dept.example; Outlook\r\nFinal-Recipient: rfc822; "
            b"scjg@dept.example\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n")
    return mail(d, name, n, "market-supervision", "已读: 关于报送月报的提醒", [text_part("您的邮件已阅读。\n", "gb18030", "gb2312"), note],
                kind="multipart/report; report-type=disposition-notification")


def newsletter(d, name, n):
    page = "<html><body><h1>本周法治资讯</h1><p>十二条新规下月起施行。点此退订。</p></body></html>\n"
    return stranger(d, name, n, "news@list.example", "法治资讯周刊", "163", "【法治资讯】本周要闻",
                    [text_part(page, subtype="html")], headers=["List-Unsubscribe: <https://list.example/leave>", "Precedence: bulk"])


def automatic_reply(d, name, n):
    return mail(d, name, n, "yanggang", f"自动答复: 关于{d.last.month}月月报的回执", [text_part("本人休假，急事请打办公室电话。\n", "gb18030", "gb2312")],
                headers=["Auto-Submitted: auto-replied (vacation)", "X-Auto-Response-Suppress: All"])


def unknown_unit(d, name, n):
    title = f"青石岭镇人民政府{d.last.year}年{d.last.month}月行政执法工作月报"
    blocks = [title, [["填报单位", "青石岭镇人民政府", "统计期间", f"{d.last.year}年{d.last.month}月"]], "本月无案件。", "青石岭镇人民政府", han_date(d.today)]
    return stranger(d, name, n, "neighbour@far.example", "青石岭镇", "163", title, [text_part("报送月报\n"), attachment("月报.docx", docx(blocks), "UTF-8")])


def huge_attachment(d, name, n):
    until = d.today + datetime.timedelta(days=30)
    page = ("<html><body><div>月报扫描件较大，请点击下载。</div><div><b>从QQ邮箱发来的超大附件</b></div>"
            f"<div>月报扫描.pdf (86.20M, {until.year}年{until.month}月{until.day}日 17:30 到期)"
            "<a href=\"https://wx.mail.qq.com/ftn/download?func=3&amp;key=0123456789abcdef&amp;code=a1b2c3d4\">进入下载页面</a></div></body></html>\n")
    return mail(d, name, n, "longgang", f"龙港镇{d.before_last.month}月行政执法月报扫描件", [text_part(page, "gb18030", subtype="html")], program="qq")


def encrypted(d, name, n):
    data = zip_of({"材料.docx": monthly_docx(d, "longgang", d.before_last)}, password=b"135790")
    return mail(d, name, n, "longgang", "报送材料", [text_part("密码另行电话告知。\n", "gb18030"), attachment("报送材料.zip", data)])


def broken_mime(d, name, n):
    file = attachment("年度培训计划.docx", plan_docx(d, "ecology", d.today.year), "GB2312")
    return mail(d, name, n, "ecology", f"生态环境分局{d.today.year}年度行政执法人员培训计划",
                [text_part("报送培训计划备案\n", "gbk", "GB2312", encoding="8bit"), file], closed=False)


def training_plan(d, name, n):
    return mail(d, name, n, "xingguo", f"兴国镇{d.today.year}年度行政执法人员培训计划",
                [text_part("请予备案。\n", "gb18030"), attachment("培训计划.docx", plan_docx(d, "xingguo", d.today.year))])


def benchmark(d, name, n):
    text = "裁量权基准制度已印发并公示，网址：https://www.county.example/zfxxgk/202408/t20240806_1000017.html\n请备案。\n"
    return mail(d, name, n, "urban-management", "城市管理执法局2024年裁量权基准制度备案", [text_part(text), attachment("裁量权基准制度.docx", benchmark_docx("urban-management", d), "utf-8", "2231")])


def benchmark_without_link(d, name, n):
    return mail(d, name, n, "health", "卫生健康局2024年裁量权基准制度", [text_part("文件见附件，公示后再报网址。\n"), attachment("裁量权基准.docx", benchmark_docx("health", d), "UTF-8")])


def private_sender(d, name, n):
    return stranger(d, name, n, "laowang@qq.example", "老王", "qq", "报表", [text_part("帮洋港镇代发\n", "gb18030"), *both(d, "yanggang", d.before_last)])


def raw_header(d, name, n):
    subject = f"交通运输局{d.before_last.year}年{d.before_last.month}月行政执法月报".encode("gbk")
    return mail(d, name, n, "transport", "", [text_part("补报\n", "gbk", "gb2312", encoding="8bit"), *both(d, "transport", d.before_last, style="raw")], raw_subject=subject)


def split_names(d, name, n):
    subject = split_words(f"卫生健康局{d.before_last.year}年{d.before_last.month}月行政执法工作月报", "gb18030").encode()
    return mail(d, name, n, "health", "", [text_part("补报上上月月报\n"), *both(d, "health", d.before_last, "utf-8", "2231-split")], raw_subject=subject)


def personal(d, name, n):
    return stranger(d, name, n, "friend@163.example", "小陈", "163", "周末打球", [text_part("周六下午老地方打羽毛球，去不去？\n")])


def filing(unit, obligation, period, *missing):
    return {"unit": unit, "obligation": obligation, "period": period, "missing": list(missing)}


def row(what, outcome, receipt, *filings):
    return {"what": what, "outcome": outcome.split("|"), "receipt": receipt, "filings": list(filings)}


def month(unit, *missing, period="last"):
    return filing(unit, "monthly-report", period, *missing)


MAILS = [
    ("monthly-qq", monthly_qq, row("QQ, gb18030; Word and PDF with a seal's picture", "filed", "full", month("xingguo"))),
    ("monthly-word-only", monthly_word_only, row("Foxmail, raw GBK body labelled GB2312; Word only", "filed", "full", month("fuchi", "stamped-pdf"))),
    ("monthly-pdf-completes", monthly_pdf_completes, row("Foxmail; the stamped PDF of the mail before", "filed", "full", month("fuchi"))),
    ("monthly-zip", monthly_zip, row("163; a zip with GBK names", "filed", "full", month("huangsangkou"))),
    ("monthly-without-seal", monthly_without_seal, row("139; Word and a text PDF without seal", "filed", "full", month("longgang", "stamped-pdf"))),
    ("monthly-forwarded", monthly_forwarded, row("Outlook; the report in an attached message", "filed", "full", month("yanggang"))),
    ("monthly-xlsx", monthly_xlsx_pdf, row("Outlook, gb2312 label beyond GB2312, mixed B and Q words; Excel and PDF", "filed", "full", month("market-supervision"))),
    ("monthly-nested-zip", monthly_nested_zip, row("163; a zip in a zip", "filed", "full", month("health"))),
    ("monthly-iphone", monthly_iphone, row("iPhone, quoted-printable, RFC 2231 names", "filed", "full", month("urban-management"))),
    ("monthly-mislabelled", monthly_mislabelled, row("Foxmail; UTF-8 body labelled GB2312", "filed", "full", month("ecology"))),
    ("monthly-hz", monthly_hz, row("QQ; body in HZ", "filed", "full", month("water"))),
    ("monthly-html", monthly_html, row("163; HTML body only", "filed", "full", month("transport"))),
    ("monthly-late", monthly_late, row("QQ; the report of the month before", "filed", "full", month("xingguo", period="before-last"))),
    ("correction", correction, row("163; a corrected Word file supersedes the first", "filed", "full", month("huangsangkou"))),
    ("again", again, row("the first mail delivered once more", "duplicate", "none", month("xingguo"))),
    ("resent", resent, row("iPhone; the same documents in a new mail", "duplicate", "full", month("urban-management"))),
    ("decision-fine", decision_fine, row("Outlook; a decision in Word, fine 250,000", "filed", "full", filing("market-supervision", "major-penalty-decision", "decision-1"))),
    ("decision-revocation", decision_revocation, row("163; a decision in Word, licence revoked", "filed", "full", filing("health", "major-penalty-decision", "decision-2"))),
    ("look-alike", look_alike, row("iPhone; a 事先告知书, no decision", "review", "full")),
    ("vacation", vacation, row("QQ holiday answer, no header says so", "not_a_filing", "none")),
    ("bounce", bounce, row("delivery status report", "not_a_filing", "none")),
    ("read-receipt", read_receipt, row("disposition notification", "not_a_filing", "none")),
    ("newsletter", newsletter, row("mailing list", "not_a_filing", "none")),
    ("automatic-reply", automatic_reply, row("Outlook out of office", "not_a_filing", "none")),
    ("unknown-unit", unknown_unit, row("a report of a town that is not the county's", "review", "reserved")),
    ("huge-attachment", huge_attachment, row("QQ; only the link of a huge attachment", "review", "full")),
    ("encrypted", encrypted, row("139; an encrypted zip", "review", "full")),
    ("broken-mime", broken_mime, row("Foxmail; the last delimiter is missing", "filed", "full", filing("ecology", "training-plan", "year"))),
    ("training-plan", training_plan, row("QQ; Word", "filed", "full", filing("xingguo", "training-plan", "year"))),
    ("benchmark", benchmark, row("iPhone; document and link", "filed", "full", filing("urban-management", "discretion-benchmark", "2024"))),
    ("benchmark-without-link", benchmark_without_link, row("163; document, link to follow", "filed", "full", filing("health", "discretion-benchmark", "2024", "link"))),
    ("private-sender", private_sender, row("a private address sends for a town", "filed", "reserved", month("yanggang", period="before-last"))),
    ("raw-header", raw_header, row("163; raw GBK subject and file names", "filed", "full", month("transport", period="before-last"))),
    ("split-names", split_names, row("163; words cut inside a character, names in two pieces", "filed", "full", month("health", period="before-last"))),
    ("personal", personal, row("a friend's mail", "not_a_filing|review", "none|reserved")),
]


def _headers(raw):
    return email.message_from_bytes(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=email.policy.compat32)


def message_id_of(raw):
    return _headers(raw)["Message-ID"]


def sender_of(raw):
    return _headers(raw)["From"].rpartition("<")[2].rstrip(">")
