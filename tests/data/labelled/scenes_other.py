"""Mail that files nothing: machines, newsletters, people; and notices from above and of the office itself."""
import mailroom
import paper
import places
from mailroom import File, Leaf, Node

THEIRS = "msg@notice.example"


def put(d):
    def none(when, sender, subject, body, trait, **more):
        d.mail(when, sender, subject, body, outcome="not_a_filing", traits=[trait], reason=trait,
               why=more.pop("why", trait.replace("-", " ")), **more)

    none("2024-07-05 09:13", "xingguo_bgs@qq.example", "自动回复：关于报送6月份行政执法工作月报的提醒",
         "这是来自QQ邮箱的假期自动回复邮件。\n您好，我最近正在休假中，无法亲自回复您的邮件。我将在假期结束后，尽快给您回复。", "auto-reply", program="qq")
    none("2024-08-06 10:01", places.address("health"), "自动回复: 行政执法月报催报通知", "您好，来信已收到，我会尽快处理。", "auto-reply",
         headers=["Auto-Submitted: auto-replied"])
    none("2024-10-01 09:00", places.address("water"), "Automatic reply: 重大行政处罚备案", "国庆期间外出，急事请打办公室电话。", "auto-reply", program="outlook",
         headers=["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"])
    status = "Reporting-MTA: dns; mx.mail.example\n\nFinal-Recipient: rfc822; nobody@qq.example\nAction: failed\nStatus: 5.1.1\n"
    report = Node('report; report-type="delivery-status"', [Leaf("text/plain", "您的邮件被退回：收件人不存在。原邮件主题：7月行政执法工作月报催报".encode(),
                                                                 charset="utf-8", cte="8bit"),
                                                           Leaf("message/delivery-status", status.encode(), cte="7bit")])
    none("2024-08-06 10:05", "postmaster@mail.example", "系统退信", "", "bounce", tree=report, shown="系统退信")
    none("2024-09-05 10:05", "mailer-daemon@qq.example", "来自qq.example的退信", "很抱歉您的邮件被退回，您可以尝试重发。错误原因：对方邮箱已满。", "bounce", program="qq",
         shown="PostMaster")
    read = Node('report; report-type="disposition-notification"', [Leaf("text/plain", "这是您发送的邮件的阅读回执。".encode(), charset="utf-8",
                                                                        cte="8bit"),
                                                                 Leaf("message/disposition-notification",
                                                                      b"Reporting-UA: example\nDisposition: manual-action/MDN-sent-manually; displayed\n",
                                                                      cte="7bit")])
    none("2024-09-06 12:00", places.address("futu"), "已读: 关于8月份月报的提醒", "", "read-receipt", tree=read, program="outlook")
    none("2024-08-15 07:00", "news@fazhi-daily.example", "法治早报｜行政执法“四张清单”怎么用", "", "newsletter",
         page="<h1>法治早报</h1><p>多地推行行政处罚裁量权基准。</p><p><a href='http://news.fazhi-daily.example/u?id=9'>退订</a></p>",
         headers=["List-Unsubscribe: <mailto:off@fazhi-daily.example>", "Precedence: bulk"])
    none("2024-11-03 07:00", "edu@peixun.example", "2024年行政执法人员资格考试培训班火热报名中", "学时不够？证书延期？一站式解决！联系电话%s，退订请回复TD。" % places.telephone(77),
         "newsletter", headers=["Precedence: bulk"])
    none("2024-08-21 22:10", "safe@notice.example", "邮箱登录提醒", "您的邮箱于2024年8月21日22:08在新设备登录。如非本人操作，请及时修改密码。", "system-notice", program="163",
         shown="网易邮箱账号安全")
    none("2024-09-21 22:10", "code@notice.example", "验证码", "您的验证码为 048213，10分钟内有效。", "system-notice")
    calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:执法监督工作例会\nDTSTART:20240910T010000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    none("2024-09-09 08:00", places.address("audit"), "会议邀请：执法监督工作例会", "", "calendar-invitation", program="outlook",
         tree=Node("alternative", [Leaf("text/plain", "例会".encode("gb18030"), charset="gb2312"), Leaf("text/calendar; method=REQUEST",
                                                                                                      calendar.encode(), charset="utf-8")]))
    none("2024-07-15 18:30", "laopeng@qq.example", "周末钓鱼", "老地方，周六早上六点，别忘了带饵料。", "personal", program="qq")
    none("2024-12-24 18:30", "tongxue_hj@163.example", "照片", "上次聚会的照片，挑了两张。", "personal",
         files=[File("IMG_20241223_201530.jpg", paper.page_picture(9))], also_ok=["review"])
    none("2024-07-10 15:00", places.address("fuchi"), "Re: 收到", "收到，谢谢！", "thanks", program="foxmail")
    none("2024-09-09 15:00", places.address("tobacco"), "回复：月报收件回执",
         "谢谢，辛苦了。\n\n在 2024-09-09 11:20:00，\"yxfazhi\" <yxfazhi@163.example> 写道：\n> 贵单位8月份行政执法工作月报已收到，材料齐全。", "thanks")
    none("2024-08-02 15:00", places.address("baisha"), "请教月报填报问题", "请问“采取措施件数”包括延期缴纳罚款的吗？月报模板能否再发一份？", "question", also_ok=["review"])
    none("2024-08-13 15:00", "new_clerk@163.example", "咨询", "您好，我刚接手这块工作，请问裁量权基准什么时候报、报给谁？", "question", also_ok=["review"])
    notice = paper.docx([("t", "黄石市司法局关于开展2024年行政执法案卷评查的通知"), ("p", "大冶市、阳新县、各区司法局："), ("p", "现就案卷评查有关事项通知如下：请于9月30日前报送案卷目录。"),
                         ("r", "黄石市司法局"), ("r", "2024年9月2日")])
    none("2024-09-02 16:00", "hssfj_zfjd@yxzw.example", "关于开展案卷评查的通知", "请按要求落实。", "superior-notice", files=[File("通知.docx", notice)],
         also_ok=["review"], program="gov")
    plan = paper.pdf([("t", "黄石市2024年度行政执法人员培训计划"), ("p", "各县（市、区）司法局："), ("p", "现将全市行政执法人员培训计划印发给你们。"), ("r", "黄石市司法局"),
                      ("r", "2024年6月18日")])
    none("2024-06-19 16:00", "hssfj_zfjd@yxzw.example", "转发全市行政执法人员培训计划", "请组织学习。", "superior-notice", files=[File("市培训计划.pdf", plan)],
         also_ok=["review"], program="gov")
    own = paper.docx([("t", "阳新县司法局关于报送行政执法工作月报的通知"), ("p", "各镇（场、区），县直各行政执法单位："), ("p", "请于次月10日前报送上月行政执法工作月报WORD版和加盖公章PDF扫描版。"),
                      ("r", "阳新县司法局"), ("r", "2024年6月24日")])
    none("2024-06-24 09:00", mailroom.OURS, "关于报送月报的通知", "请各单位按时报送。", "own-notice", files=[File("通知.docx", own)], also_ok=["review"],
         to="undisclosed-recipients:;")
    template = paper.docx([("t", "行政执法工作月报表"), ("p", "填报单位（盖章）：          统计期间：    年  月"),
                           ("tab", [["事项数", "办件数", "立案", "办结"], ["", "", "", ""]])])
    none("2024-06-25 09:00", mailroom.OURS, "月报模板", "模板见附件。", "own-notice", files=[File("月报模板.docx", template)], also_ok=["review"])
    none("2024-11-01 09:00", places.address("commerce"), "参会回执", "商务局参会人员：%s，副局长。" % places.person(8), "personal", also_ok=["review"],
         why="a reply about a meeting")
    none("2024-10-20 03:00", "admin@verify-mail.example", "【重要】您的邮箱即将停用，请立即升级", "点击链接完成验证：http://verify-mail.example/login?u=yxfazhi",
         "phishing")
    d.mail("2024-11-07 10:00", places.address("health"), "超大附件：卫健局10月月报", "",
           page="<p>请下载</p><div><b>从QQ邮箱发来的超大附件</b></div><p>卫健局10月月报.zip (61.20M, 2024年12月7日 10:00 到期)进入下载页面："
           "<a href='https://mail.qq.example/cgi-bin/ftnExs_download?k=3d&amp;t=exs_ftn_download&amp;code=9a1b2c3d'>下载</a></p>",
           program="qq", outcome="review",
           candidates=[("health", "monthly-report", "2024-10")], traits=["huge-attachment-link"], reason="the file lies behind a link",
           why="nothing to file in the mail itself")
    d.mail("2024-09-30 10:00", places.address("tax"), "加密文件", "密码电话告知。", [File("材料.zip", ENCRYPTED)], outcome="review",
           traits=["encrypted-zip"], reason="encrypted", why="cannot be read")


def _encrypted():
    """A zip whose one entry carries the encryption flag and noise for content."""
    import struct
    import zlib
    noise = bytes((i * 73 + 41) % 256 for i in range(140))
    name = "10月月报.docx".encode("gb18030")
    head = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0x4000, 0x5821, zlib.crc32(noise), len(noise), len(noise) - 12, len(name), 0)
    local = b"PK\3\4" + head + name + noise
    central = b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


ENCRYPTED = _encrypted()
