#!/usr/bin/python3
"""Makes unlabelled.tsv: charset, bytes in hex, the text. Texts as they stand in small files, from one character up."""
import os

SIMPLIFIED = ["无", "无。", "零报告", "已阅", "见附件", "收到，谢谢！", "石桥镇", "附件1", "张三丰", "朱镕基路", "本月无处罚案件。",
              "2024年7月", "共3件", "填报人：李四", "单位：石桥镇人民政府\r\n日期：2024年8月2日\r\n", "罚款3,000元", "①②③",
              "行政处罚决定书", "颡口镇", "㙍头村", "“双随机、一公开”", "序号\t案由\t当事人\n1\t占道经营\t样例商行\n",
              "一、本月办理行政处罚案件5件，其中警告2件、罚款3件，罚款金额合计人民币8,600.50元。", "ＡＢＣ１２３", "√", "……"]
TRADITIONAL = ["無。", "中文", "收到，謝謝！", "石橋鎮人民政府", "本月無處罰案件。", "2024年7月", "填報人：李四",
               "單位：石橋鎮\r\n日期：2024年8月2日\r\n", "關於報送行政執法情況的報告", "罰款三千元整",
               "一、本月辦理行政處罰案件五件，其中警告二件、罰款三件。"]
EACH = [("utf-8", SIMPLIFIED + TRADITIONAL), ("gb18030", SIMPLIFIED), ("big5", TRADITIONAL),
        ("hz", [t for t in SIMPLIFIED if "㙍" not in t and "镕" not in t and "颡" not in t])]
for wide in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
    # Nothing but Han characters can't be told from double bytes without a mark.
    EACH.append((wide, [t for t in SIMPLIFIED + TRADITIONAL if any(ord(c) < 128 for c in t)]))
    EACH.append((wide + " with mark", ["\ufeff" + t for t in SIMPLIFIED + TRADITIONAL]))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "unlabelled.tsv"), "w", encoding="utf-8", newline="") as out:
    for charset, texts in EACH:
        for text in texts:
            try:
                data = text.encode(charset.split(" ")[0])
            except UnicodeEncodeError:
                continue
            out.write("%s\t%s\t%s\n" % (charset, data.hex(), text.lstrip("\ufeff").encode("utf-8").hex()))
