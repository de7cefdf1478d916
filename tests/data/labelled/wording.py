"""Lists from which the variants draw."""
PERIODS = [f"{y}-{m:02d}" for y in (2024, 2025, 2026) for m in range(1, 13) if "2024-06" <= f"{y}-{m:02d}" <= "2026-08"]
OFFICE = {"township-pilot", "rectification-inspection", "case-file-review", "coordination-mechanisms", "delegated-matters-review",
          "annual-assessment", "supervision-case-info"}
FILE_NAMES = [("{u}{m}行政执法月报", "{u}{m}行政执法月报（盖章）"), ("1", "2"), ("新建 DOCX 文档", "扫描件"), ("{u}", "{u}"), ("附件1：月报表", "附件2：盖章件"),
              ("{m}月报 定稿", "{m}月报 定稿"), ("{u}月报-{m}", "SCAN_0031"), ("执法月报(1)", "执法月报(1)"), ("报{m}数据", "盖章扫描"), ("最终版", "最终版（章）")]
SUBJECTS = ["{u}{m}月报", "{m}行政执法工作月报", "报送{m}执法月报", "{u}", "月报", "", "【{u}】{m}执法工作情况", "请查收", "行政执法", "关于报送{m}行政执法工作月报的函", "{u}报表"]
BODIES = ["", "请查收。", "见附件", "领导好，材料已报，请审阅。", "您好：\n　　现将材料报上，请查收！\n　　祝工作顺利。", "附件已上传，收到请回复，谢谢", "发自我的iPhone",
          "报送材料，烦请接收。\n\n----\n联系人：小闵\n电话：0714-0112233"]
ARCHIVES = ["材料.zip", "报送.zip", "新建文件夹.zip", "压缩包(1).zip"]
LOCAL_PARTS = ["fazhi", "lan", "bgs_x", "qing", "zfd", "wenshu", "hy", "sfs"]
NICKNAMES = ["云淡风轻", "小邬", "阮", "法制股", "wenshu", "山高水长", ""]
HOSTS = ["www.yx.gov.example", "yxzfb.yx.gov.example", "zwgk.yx.gov.example"]
DECISION_NAMES = ["行政处罚决定书（{p}）", "处罚决定书{n}", "{p}", "决定书", "{n}号", "附件", "扫描{n}"]
DECISION_SUBJECTS = ["处罚决定书备案", "重大行政处罚备案", "报备", "案件材料", "决定书", "报送处罚文书", "材料"]
DECISION_BODIES = ["现报送行政处罚决定书，请备案。——{u}", "{u}报备材料，请查收。", "备案材料一份。{u}", "{u}：按规定报备。"]
NOTHING = [
    ("自动回复：{m}月月报催报", "您好，我正在出差，稍后回复您。", ["Auto-Submitted: auto-replied"], "auto-reply", []),
    ("自动回复: 关于报送月报的提醒", "这是来自QQ邮箱的假期自动回复邮件。你好，我正在休假中。", [], "auto-reply", []),
    ("Automatic reply: 收件回执", "已收到您的邮件。", ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"], "auto-reply", []),
    ("系统退信", "您的邮件未能送达，原因：收件人邮箱空间不足。", ["Auto-Submitted: auto-replied"], "bounce", []),
    ("法治资讯第{m}期", "本期导读：行政执法三项制度。退订请点击链接。", ["List-Unsubscribe: <mailto:off@news.example>", "Precedence: bulk"], "newsletter", []),
    ("收到", "收到，谢谢！", [], "thanks", []), ("回复：收件回执", "好的，辛苦了！", [], "thanks", []),
    ("周末聚餐", "周六中午老地方，{m}个人，别迟到。", [], "personal", []), ("孩子上学的事", "上次托你打听的事怎么样了？", [], "personal", []),
    ("请教", "您好，{u}想请教一下月报里的核查数怎么统计？", [], "question", ["review"]), ("邮箱安全提醒", "您的邮箱密码将于近期过期，请及时修改。", [], "system-notice", [])]


def quoted(unit, address, when, subject):
    """The block a program puts under a forwarded mail."""
    return (f"\n\n-------- 转发邮件信息 --------\n发件人：\"{unit}\" <{address}>\n发送日期：{when}:00\n收件人：zhuanfa@qq.example\n主题：{subject}\n\n请接收")


# Said otherwise, the same thing. Only in bodies, never in titles.
SYNONYMS = [
    ("罚没金额", ["罚没款金额", "罚没金额", "罚没款"]), ("不实承诺（失信）", ["失信", "不实承诺"]), ("告知承诺制办件数", ["告知承诺办件数", "以告知承诺方式办件数"]),
    ("移送司法机关", ["移送公安机关", "移送司法"]), ("采取减缓措施", ["采取措施", "落实减缓措施"]), ("事中事后核查数", ["核查数", "事后核查数"]),
    ("涉企案件立案", ["涉企案件立案数", "涉企行政执法案件立案"]), ("涉企案件办结", ["涉企案件办结数", "涉企行政执法案件办结"]), ("适用不予处罚", ["不予行政处罚", "适用不予处罚"]),
    ("新立案", ["立案", "新增立案"]), ("现有事项", ["纳入目录的事项", "列入清单事项"]), ("四张清单方面", ["“四张清单”执行方面", "包容审慎监管方面"]), ("我单位", ["本单位", "我单位"]),
    ("本机关执法人员检查发现", ["本机关在执法检查中查明", "执法人员现场检查时发现"]), ("未提出陈述申辩", ["没有提出陈述、申辩意见", "未行使陈述申辩权"]),
    ("综上，决定对当事人处罚如下", ["据此，决定处罚如下", "综合以上情节，决定对当事人作出以下行政处罚"]), ("现决定给予你（单位）如下处罚", ["决定给予如下行政处罚"]),
    ("缴至指定银行", ["缴至财政非税专户", "交至代收银行"]), ("请予备案", ["请审查备案", "特此报备"]), ("现报备案", ["现予报备", "请予备案"])]


def reworded(blocks, r, movable=False):
    """Some words exchanged; of a monthly report (`movable`) also the sections or the rows in another order."""
    chosen = [(old, r.choice(new)) for old, new in SYNONYMS if r.random() < .4]

    def said(text):
        if not isinstance(text, str):
            return text
        for old, new in chosen:
            text = text.replace(old, new)
        return text

    def cell(c):
        return (said(c[0]), c[1]) if isinstance(c, tuple) else said(c)

    out = []
    for block in blocks:
        if block[0] == "tab":
            out.append(("tab", [[cell(c) for c in row] for row in block[1]]))
        else:
            out.append((block[0], said(block[1]) if block[0] != "t" else block[1], *block[2:]))
    return reordered(out, r) if movable and r.random() < .4 else out


def reordered(blocks, r):
    numbers = "一二三四"
    heads = [i for i, b in enumerate(blocks) if b[0] == "h" and b[1][0] in numbers]
    if len(heads) == 4:  # a narrative: heading and paragraph go together
        pairs = [(blocks[i][1][1:], blocks[i + 1]) for i in heads]
        r.shuffle(pairs)
        moved = [x for n, (head, text) in zip(numbers, pairs) for x in (("h", n + head), text)]
        return [*blocks[:heads[0]], *moved, *blocks[heads[3] + 2:]]
    out = []
    for block in blocks:
        if block[0] == "tab" and block[1][0][0] == "序号" and "指标名称" in block[1][0]:
            rows = [row[1:] for row in block[1][1:]]
            r.shuffle(rows)
            block = ("tab", [block[1][0], *([i, *row] for i, row in enumerate(rows, 1))])
        out.append(block)
    return out
