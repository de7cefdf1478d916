"""Months, dates and sums in the notations people use."""
DIGITS, CAPITALS = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def spoken(number, digits, units, zero):
    """An integer below 10^8 in Chinese."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        rest = spoken(low, digits, units, zero) if low else ""
        return spoken(high, digits, units, zero) + "万" + (zero if low and low < 1000 else "") + rest
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10 ** place % 10
        if digit:
            out += (zero if gap and out else "") + digits[digit] + units[place]
            gap = False
        else:
            gap = True
    return out


def capital(yuan, cents=0, end="整"):
    """人民币 in 大写."""
    out = spoken(yuan, CAPITALS, ["", "拾", "佰", "仟"], "零") + "元"
    if not cents:
        return out + end
    jiao, fen = divmod(cents, 10)
    return out + (CAPITALS[jiao] + "角" if jiao else "零") + (CAPITALS[fen] + "分" if fen else "")


def common(number):
    text = spoken(number, DIGITS, ["", "十", "百", "千"], "零")
    return text[1:] if text.startswith("一十") else text


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.," else c for c in text)


def money(yuan, style):
    """A sum; `style` of num, comma, wan, capital, both, full, common, bare-wan."""
    wan = f"{yuan / 10000:.4f}".rstrip("0").rstrip(".")
    return {"num": f"{yuan}元", "comma": f"{yuan:,}.00元", "wan": f"{wan}万元", "capital": f"人民币{capital(yuan)}",
            "both": f"人民币{capital(yuan, end='正')}（¥{yuan:,}.00）", "full": full_width(f"{yuan}") + "元",
            "common": f"{common(yuan)}元", "paren": f"人民币（大写）{capital(yuan)}（小写：￥{yuan}.00元）"}[style]


MONTHS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
DAYS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def month(period, style):
    """A month as it stands in a report or a name."""
    y, m = map(int, period.split("-"))
    last = 29 if m == 2 and y % 4 == 0 else DAYS[m]
    return {"full": f"{y}年{m}月", "short": f"{m}月", "份": f"{m}月份", "zh": f"{MONTHS[m]}月", "zh份": f"{MONTHS[m]}月份",
            "dot": f"{y}.{m:02d}", "run": f"{y}{m:02d}", "两位": f"{y % 100}年{m}月", "zhfull": f"二〇二{DIGITS[y % 10]}年{MONTHS[m]}月",
            "span": f"{y}年{m}月1日至{m}月{last}日", "span2": f"{m}月1日-{last}日", "full份": f"{y}年{m}月份",
            "dash": f"{y}-{m:02d}", "span3": f"{y}.{m:02d}.01—{y}.{m:02d}.{last}"}[style]


def date(iso, style="plain"):
    y, m, d = map(int, iso.split("-"))
    def zh(n):
        return common(n)
    year = "".join(DIGITS[int(c)] for c in str(y))
    return {"plain": f"{y}年{m}月{d}日", "wide": f"{y} 年 {m} 月 {d} 日", "zh": f"{year}年{zh(m)}月{zh(d)}日",
            "circle": f"{year}年{zh(m)}月{zh(d)}日".replace("〇", "○"), "zero": f"{year}年{zh(m)}月{zh(d)}日".replace("〇", "零"),
            "digit0": f"{year}年{zh(m)}月{zh(d)}日".replace("〇", "0"), "padded": f"{y}年{m:02d}月{d:02d}日",
            "dot": f"{y}.{m}.{d}"}[style]
