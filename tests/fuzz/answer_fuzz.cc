// Any text as the letter of a reply: both readers keep their limits, an answer that is clear names
// what the rulebook knows, and no line decides a question that was not asked, or two.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "daemon/answers/own_words.h"
#include "daemon/answers/staff_answer.h"
#include "daemon/answers/unit_answer.h"
#include "parsers/fields/segments.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

config::Rulebook small_rulebook() {
    config::Rulebook rulebook;
    for (const auto& [id, name] : {std::pair{"lake", "湖畔镇"}, {"hill", "山前镇"}}) {
        config::Unit unit;
        unit.id = id;
        unit.name = name;
        rulebook.units.push_back(unit);
    }
    config::Obligation monthly;
    monthly.id = "monthly";
    monthly.title = "工作月报";
    monthly.due.form = config::DueRule::Form::EveryMonth;
    monthly.recognise.titles = {"=月报"};
    rulebook.obligations.push_back(monthly);
    auto& words = rulebook.judging.answers;
    words.quote_begins = {"原始邮件"};
    words.tails = {"发自我的"};
    words.agree = {"同意", "是", "ok"};
    words.dismiss = {"不是", "不是报送"};
    words.deny = {"不是"};
    words.become = {"应为", "改为"};
    words.object = {"有误", "不同意"};
    words.ask = {"?", "吗"};
    words.around = {"这", "是", "的", "月报", "单位"};
    words.salutations = {"科长"};
    rulebook.judging.courtesy_words = {"谢谢", "收到"};
    return rulebook;
}

void read_unit(const answers::Lexicon& lexicon, const std::vector<std::string>& lines) {
    const auto answer = answers::read_unit_answer(lexicon, lines);
    require(base::is_utf8(answer.sentence));
    if (answer.kind != answers::UnitAnswer::Kind::Clear) return;
    require(!answer.unit.empty() || answer.period);
    require(answer.unit.empty() || config::find_unit(lexicon.rulebook(), answer.unit));
    if (answer.period) require(answer.period->month <= 12);
    if (answer.period && answer.period->month == 0) require(answer.period->year.has_value());
}

void read_staff(const answers::Lexicon& lexicon, const std::vector<std::string>& lines) {
    const std::vector<storage::DigestQuestion> asked = {
        {1, base::MessageId{11}, {{"lake", "monthly", "2024-05", 0.8}}},
        {2, base::MessageId{12}, {}},
        {12, base::MessageId{13}, {{"lake", "monthly", "2024-05", 0.8}}}};
    const auto read = answers::read_staff_lines(lexicon, lines);
    require(read.size() <= lines.size());
    std::set<std::int64_t> decided;
    for (const auto& one :
         answers::decide_all(lexicon.rulebook(), read, asked,
                             [](base::MessageId) { return *base::parse_date("2024-06-09"); })) {
        require(base::is_utf8(one.decision.words) && base::is_utf8(one.line.text));
        if (one.decision.kind == answers::Decision::Kind::Nothing) continue;
        require(std::ranges::any_of(asked, [&](const auto& question) {
            return question.number == one.line.number && question.message == one.message;
        }));
        require(decided.insert(one.message.value).second);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const config::Rulebook rulebook = small_rulebook();
    static const answers::Lexicon lexicon(rulebook);
    parsers::Parsed parsed;
    parsers::Document body;
    body.role = parsers::Role::Body;
    body.part = "1";
    body.text = base::repaired_utf8({reinterpret_cast<const char*>(data), size});
    parsers::fields::read_fields(body);
    parsed.documents.push_back(std::move(body));
    const auto lines =
        answers::own_lines(parsed, rulebook.judging.answers, "收文汇总 2024年6月9日");
    require(lines.size() <= answers::kMostLines);
    for (const auto& line : lines)
        require(base::is_utf8(line) && base::count_code_points(line) <= answers::kLongestLine);
    read_unit(lexicon, lines);
    read_staff(lexicon, lines);
    return 0;
}
