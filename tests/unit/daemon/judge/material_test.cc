#include "daemon/judge/material.h"

#include <gtest/gtest.h>

namespace judge {
namespace {

TEST(Material, TakesTheStackOfPrefixesOffASubject) {
    bool reply = false;
    bool forward = false;
    EXPECT_EQ(bare_subject("转发：回复: Fw: RE：答复:6月月报", &reply, &forward), "6月月报");
    EXPECT_TRUE(reply);
    EXPECT_TRUE(forward);
    EXPECT_EQ(bare_subject("关于报送月报的报告"), "关于报送月报的报告");
}

TEST(Material, AWordFileAndItsScanShareAStem) {
    EXPECT_EQ(stem_of("兴国镇6月月报.docx"), stem_of("兴国镇6月月报（盖章）.pdf"));
    EXPECT_EQ(stem_of("兴国镇6月月报.docx"), stem_of("兴国镇6月月报 扫描件.PDF"));
    EXPECT_NE(stem_of("兴国镇6月月报.docx"), stem_of("兴国镇5月月报.docx"));
}

TEST(Material, AMachinesNameIsNone) {
    for (const char* name : {"扫描件.pdf", "扫描0001.pdf", "IMG_20240708_103045.jpg",
                             "微信图片_20240708.jpg", "mmexport1720405845123.jpg",
                             "CamScanner 07-08-2024.pdf", "新建 Microsoft Word 文档.doc", "1.doc"})
        EXPECT_EQ(stem_of(name), "") << name;
}

TEST(Material, AFileNameLosesFolderAndExtension) {
    EXPECT_EQ(base_name("月报/兴国镇6月月报.docx"), "兴国镇6月月报");
    EXPECT_EQ(base_name("阳市监处罚〔2024〕1号"), "阳市监处罚〔2024〕1号");
}

}  // namespace
}  // namespace judge
