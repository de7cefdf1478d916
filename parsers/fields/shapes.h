#pragma once
/// The shapes of lines in official papers (GB/T 9704-2012 and what units make of it): who ends like
/// an authority, what ends like a title, which line names a form's field. Tables and small
/// questions over one Line. Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "parsers/fields/lines.h"

namespace parsers::fields {

/// A name of an authority: ends in 局, 人民政府, 管理委员会, 大队 … and says nothing else.
bool is_authority(const Line& line);
/// A short line that ends like the name of a paper: …决定书, …月报表, …方案, …基准(2024年版).
bool is_title_like(const Line& line);
/// "县司法局：", a party's name before a colon: ends in a colon and holds no sentence.
bool is_addressee(const Line& line);
/// A heading inside a text: 一、 (二) 3. 第三条
bool is_numbered(const Line& line);
/// A line of running text: long, or ends like a sentence.
bool is_prose(const Line& line);
/// Lines below a signature that belong to nobody: 抄送, 联系人, 附件, 填表人 …
bool is_footer(const Line& line);
/// Title without the blanks of "行 政 处 罚 决 定 书" and without 附件1 before it.
std::string title_text(const Line& line);

/// Whether a page's edge parts the two, perhaps within an amount: a full line that ends no
/// sentence, and a next one that begins nothing.
bool is_broken(const Line& line, const Line& next);

}  // namespace parsers::fields
