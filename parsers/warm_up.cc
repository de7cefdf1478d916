#include "parsers/warm_up.h"

#include <array>
#include <string_view>

#include "parsers/document/document_reader.h"
#include "parsers/parse_message.h"

namespace parsers {
namespace {

class Nowhere : public Sink {
 public:
    void headers(const Parsed& /*parsed*/) override {}
    void begin_document(const Document& /*document*/) override {}
    void bytes(std::string_view /*chunk*/) override {}
    void end_document(const Document& /*document*/) override {}
    void problem(const Problem& /*problem*/) override {}
};

// Patterns are built when they are first used: between them the samples hold a report, a decision,
// links, a quoted mail, a name card and a short letter. All names are invented.
constexpr std::array<std::string_view, 6> kSamples{
    R"(From: =?gb18030?B?sOy5q8rS?= <office@unit.example>
To: desk@county.example
Subject: =?utf-8?B?5pyI5oql?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

各位领导:
现将样例镇2024年6月行政执法工作月报报送如下,统计期间:2024年6月1日至6月30日。
填报单位:样例镇人民政府
填报日期:2024年7月5日
详见 https://news.example/2024/1.html

样例镇人民政府
2024年7月5日

联系人:某某 电话:000-0000000
-----原始邮件-----
发件人: desk@county.example
发送时间: 2024年7月1日 8:30
收件人: office@unit.example
主题: 转发:月报

On Mon, Jul 1, 2024, desk wrote:
> 请按时报送
--b
Content-Type: text/plain; charset=utf-8; name*=utf-8''%E6%9C%88%E6%8A%A5.txt
Content-Disposition: attachment; filename*=utf-8''%E6%9C%88%E6%8A%A5.txt

样例镇行政执法工作月报
(2024年6月)
填报单位:样例镇人民政府	统计时间:2024年6月
一、办结情况:本月办理行政处罚案件3件,罚款1.2万元,行政许可12件,行政检查20次。
二、证明事项告知承诺:适用2件。四张清单:1件。经济影响评估:0件。
1月至6月累计:处罚10件,罚没金额 35,000.00 元。
--b--
)",
    R"(From: office@unit.example
Subject: decision
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename=1.txt

样例镇人民政府
行政处罚决定书
样镇综执罚决字〔2024〕第1号
当事人:样例商贸有限公司 统一社会信用代码:91000000000000000X
法定代表人:某某 身份证号:000000000000000000 住址:样例路1号
经查,当事人于2024年5月1日占道经营,违反了《样例条例》第十条第一款的规定。
依据《中华人民共和国行政处罚法》第八十五条,决定如下:
1.警告;2.罚款人民币贰拾万元整(¥200000.00元);3.没收违法所得3,500元;4.责令停产停业;5.吊销许可证件。
没收非法财物和违法所得;给予20元的罚款;合计:罚款(大写)贰拾万元整。
限你自收到本决定书之日起十五日内缴纳罚款。如不服本决定,可在六十日内申请行政复议。
样例镇人民政府
二〇二四年六月十七日
)",
    // Unsigned, with a number that is none.
    R"(From: office@unit.example
Subject: decision
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename=2.txt

样例镇人民政府行政处罚决定书
样镇罚决〔2024〕甲乙号
当事人:某某,罚款共计200元。
)",
    R"(From: office@unit.example
Subject: page
Content-Type: text/html; charset=utf-8

<p>关于报送2024年度工作计划的报告</p><table><tr><td>单位</td><td>数量</td></tr></table>
<blockquote>&gt; 原邮件</blockquote><a href="http://news.example/a">公示链接</a>
)",
    // A short letter, as most are.
    R"(From: office@unit.example
Subject: reply
Content-Type: text/plain; charset=utf-8

县局领导:已收悉,2024年第一季度的见 http://news.example/2024/
page.html

从网盘发来的超大附件
月报.zip (128.03M, 2024年7月27日 21:59 到期)
http://news.example/ftn?k=1
)",
    // A decision as a Word file (tests/data/demo/paper.py makes such).
    R"(From: office@unit.example
Subject: paper
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=1.docx

UEsDBBQAAAAIAAAAIVjMVIwQ4AAAAJwBAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbH2Qy07DMBBF
f8XyFsUTukAIJekCyhJYlA+w7Eli4Zc8bil/z6QtXaDC0r6PM7rd+hC82GMhl2Ivb1UrBUaTrItT
L9+3z829XA/d9isjCbZG6uVca34AIDNj0KRSxsjKmErQlZ9lgqzNh54QVm17BybFirE2demQQ/eE
o975KjYH/j5hC3qS4vFkXFi91Dl7Z3RlHfbR/qI0Z4Li5NFDs8t0wwYJVwmL8jfgnHvlHYqzKN50
qS86sAs+U7Fgk9kFTqr/a67cmcbRGbzkl7ZckkEiHjh4dVGCdvHnfjjOPXwDUEsDBBQAAAAIAAAA
IVg2V97cogAAABgBAAALAAAAX3JlbHMvLnJlbHONzzsOwjAMBuCrRN6pCwNCqGkXhNQVlQNEiZtG
NA8l4XV7MjBQxMBo+/dnuekedmY3isl4x2Fd1cDISa+M0xzOw3G1g65tTjSLXBJpMiGxsuIShynn
sEdMciIrUuUDuTIZfbQilzJqDEJehCbc1PUW46cBS5P1ikPs1RrY8Az0j+3H0Ug6eHm15PKPE1+J
IouoKXO4+6hQvdtVYQHbBhcvti9QSwMEFAAAAAgAAAAhWIHyfTVpAwAANAkAABEAAAB3b3JkL2Rv
Y3VtZW50LnhtbLVW23LaVhT9FY/eG2HadFrGONOXvnUmD+0HEFlN3DGXkajdvgnHgDEQQS3XYy6D
iYNJMlTg4hRZgPgYzj7n8JRf6JbkkHQmTl2Nqwddz1l7raW9jrT24Jf41sq2rKibyURUWL0XElbk
hJTc2Ew8jgo/fP/tZ18JD9bXdiIbSennuJxIr+D4hBrZiQpP0ulURBRV6Ykcj6n3kik5gc9+TCrx
WBovlcfiTlLZSClJSVZVhItvieFQ6EsxHttMCC7ko+TGr+4x5e0eKu7hJ2llJ7Id24oKEhaTFUFc
XxOXT72dRyGipmKSHBVSiqzKyrYsrNPTEXGKYO1Cw2b1KmueMbPNKjm40FyEtIej+Gh3V5W3S9SY
wYs9Nq1BbghmjVyd/4/1UCVKRH1+yblmhEPhL+baUfg+6KObC38KE6aHxC4S2347qV27eJRDYcHQ
iDUm00P+Zo+eTng/w7JdqJRZd4DgvNIhVo0WungzGDgbt4ilsRcOmdTIrM2Ml2R8xk4zCP71asjb
vvsmdL0F5D/VaUFbWsFH/XBgZ9lYp63O20lpafHC0MAw+SxPG63FWQsOkXqJX3ZBmyzy1cXzJrEK
7MSB7FO8TxsF9mzg9nPPgOnRXMvw/vPFsbm8RB9ZIU8sG412cWZN0MvEzs21A2L9AeVnWJEOqpC9
gN9KUJ/6FcEsQPYlHSJCkfV6WBHKGajXabPNanu8u4ddPNd2g0mmjR5t2JAdEqeJJaBSfa8d+TsO
0vtHaKoHrNXB0HzoEjRcekjDdemkArks/bONblC9Anl7cbLPZwNXvjHkziucSK5a/gB+nqEXu1Dp
oSGBJSBzNJZYB1jFd8Pl5oX7mvP5LrGK2CIBu2Jaoz3nPnao95rrLnXjL3x5qBlbD5zjz71HNwlI
P9ryDn4N6XYZt/WPd7H4DuKWQKzwClvoDoDo0WCR128GEpcK/4vO1TtgtuiY9PeTOwBaDf+rPHH5
Om+/TION8T/k+dfYNbA/wMQtvzzkqkiPO/zNCBNNbAPPMTtscsnsod912FPEKtNGeTkLI++2t94n
4w7mDrK4bmSuJ2K++qN3aS1z0/Sz9uFgYr2mjX03oXoF6/qDeb/AzUnwNSTIp/yTibZLcy2Pe1zl
4OqSWE+Rs+/PRwFVWUo/VPyPsv+XIr7/A1r/G1BLAQIUAxQAAAAIAAAAIVjMVIwQ4AAAAJwBAAAT
AAAAAAAAAAAAAACAAQAAAABbQ29udGVudF9UeXBlc10ueG1sUEsBAhQDFAAAAAgAAAAhWDZX3tyi
AAAAGAEAAAsAAAAAAAAAAAAAAIABEQEAAF9yZWxzLy5yZWxzUEsBAhQDFAAAAAgAAAAhWIHyfTVp
AwAANAkAABEAAAAAAAAAAAAAAIAB3AEAAHdvcmQvZG9jdW1lbnQueG1sUEsFBgAAAAADAAMAuQAA
AHQFAAAAAA==
)"};

}  // namespace

void warm_up() {
    document::warm_up();
    Nowhere nowhere;
    for (const std::string_view sample : kSamples) parse_message(sample, Limits(), nowhere);
}

}  // namespace parsers
