"""The words of classified advertisements and of small notices, by section. Patterns as in `words.py`; all invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from samples.words import render

PHONES = ("{n:130-189}{n:10000000-99999999}", "{n:6-8}{n:100000-999999}{n:1-9}", "0{n:510-599}-{n:80000000-89999999}")

# section -> patterns; "first words|text" with the first words set bold
ADVERTS: Mapping[str, tuple[str, ...]] = {
    "房屋租售": (
        "急售|{street}{n:60-140}平方米，{n:2-6}楼，精装修，满五唯一，{n:38-190}万元，价可议。{tel}",
        "出租|{street}沿街店面{n:40-300}平方米，适合餐饮、超市、药店，租金面议。{tel}",
        "厂房出租|{town}工业区有标准厂房{n:800-6000}平方米，水电齐全，可分租，大车进出方便。联系人{person} {tel}",
        "求租|本公司求租市区{n:100-400}平方米办公用房，带停车位。{tel}",
        "好房|近{school}，{n:2-3}室2厅，朝南，拎包入住，月租{n:12-46}00元。{tel}",
        "车库出售|{street}小区地下车库，产权清晰，低价出售。{tel}",
        "写字楼|{street}中心位置，{n:50-900}平方米起租，物业好，交通便利，免租期长，欢迎看房。{tel}",
        "换房|本人有城西{n:70-110}平方米住房一套，愿换城东同等面积住房。{tel}",
    ),
    "招聘": (
        "诚聘|{firm}因业务发展需要，招普工{n:10-60}名，男女不限，{n:18-20}至{n:45-55}岁，月薪{n:38-72}00元以上，包吃住。{tel}",
        "招聘|{street}某酒店招服务员、厨师、收银员、保安数名，待遇优。地址：{street}{n:1-99}号 {tel}",
        "急聘|会计一名，有证，三年以上经验，熟悉电脑操作，待遇面议。{tel}",
        "招驾驶员|A2、B2证，熟悉省内路线，工资{n:6-11}000元左右。{tel}",
        "家政公司|长期招住家保姆、月嫂、钟点工，免费培训，介绍工作。{tel}",
        "招学徒|学习电焊、钳工，包教包会，学成月薪{n:5-9}000元。{tel}",
        "店长|连锁超市招店长{n:2-9}名，有经验者优先，{n:22-28}至{n:38-45}岁，做六休一，交五险。{tel}",
        "保洁|写字楼招保洁员，时间自由，月薪{n:24-36}00元。{tel}",
    ),
    "转让": (
        "旺铺转让|{street}{n:30-180}平方米餐馆，设备齐全，客源稳定，因有事无人经营，低价转让。{tel}",
        "转让|营业中宾馆，{n:18-60}间客房，接手即可盈利，非诚勿扰。{tel}",
        "低价转让|棋牌室、茶楼，装修新，租期长。{tel}",
        "美容院转让|地段好，老顾客多，证照齐全，价格面谈。{tel}",
        "设备转让|数控车床{n:2-9}台、冲床{n:3-20}台，九成新，整体转让价优。{tel}",
    ),
    "二手车": (
        "出售|{n:2012-2019}年轿车，行驶{n:2-12}万公里，车况好，手续齐全，{ff:2-16}万元。{tel}",
        "高价收车|收购各类二手车、事故车、报废车，当场付款，代办过户。{tel}",
        "货车出售|{n:4-9}米厢式货车一辆，带货源。{tel}",
    ),
    "家政服务": (
        "搬家|居民搬家、单位搬迁、空调拆装、长短途运输，服务好价格低。{tel}",
        "疏通|专业疏通下水道、马桶，清理化粪池，修水管，随叫随到，不通不收费。{tel}",
        "家电维修|修空调、冰箱、洗衣机、热水器，加氟清洗，上门快。{tel}",
        "开锁|开锁、换锁、修锁，公安备案，{n:15-30}分钟到。{tel}",
        "补漏|承接屋面、卫生间、地下室防水补漏，质保五年，免费上门看现场。{tel}",
        "打井|专业打井、降水、修水泵。{tel}",
        "清洗|油烟机、地毯、玻璃幕墙清洗，{n:2-9}年经验。{tel}",
        "回收|高价回收旧家具、旧电器、空调、电脑、废铁、仓库积压物资。{tel}",
    ),
    "教育培训": (
        "小学托管|{school}旁，辅导作业，管接送、晚餐，小班{n:8-15}人。{tel}",
        "学车|随到随学，一人一车，费用全包{n:28-49}00元，分期付款。{tel}",
        "书法班|老师{person}执教{n:10-30}年，硬笔、软笔，周末开班，免费试听。{tel}",
        "会计培训|零基础学做账，晚班、周末班滚动开课，推荐就业。{tel}",
        "成人高考|专科、本科报名即将截止，两年半毕业。{tel}",
        "家教|名校在读大学生上门辅导初中、高中数学、物理、英语。{tel}",
    ),
    "婚介交友": (
        "女|{n:28-45}岁，高1.{n:58-69}米，离异无孩，有房，教师，温柔善良，寻有责任心的男士为伴。{tel}",
        "男|{n:30-55}岁，高1.{n:68-82}米，丧偶，自营小企业，经济条件好，觅年龄相当、诚实顾家的女士。{tel}",
        "鹊桥|{town}大龄青年相亲会本周六举行，名额有限，欢迎报名。{tel}",
    ),
    "商务信息": (
        "代理记账|注册公司、变更注销、税务申报、商标申请，一条龙服务。{tel}",
        "寻合作|本公司有矿泉水源一处，寻求投资合作，前景广阔。{tel}",
        "供应|长年供应优质水稻秧苗、果树苗、绿化苗木，量大优惠，送货上门。{tel}",
        "收购|大量收购陈酒、邮票、银元、旧字画、红木家具。{tel}",
        "印刷|画册、不干胶、手提袋、包装盒，{n:3-5}天交货。{tel}",
        "养殖技术|提供黄鳝、泥鳅、小龙虾种苗，传授技术，签订回收合同。{tel}",
    ),
}
LOST: tuple[str, ...] = (
    "{person}遗失身份证，号码3{n:10000-39999}19{n:60-99}{n:1000-1299}{n:1000-9999}，声明作废。",
    "{firm}遗失营业执照副本一本，注册号33{n:1000000-9999999}{n:1000-9999}，声明作废。",
    "{street}{n:1-99}号{person}遗失房屋所有权证，证号{n:100000-999999}，声明作废。",
    "{person}遗失机动车驾驶证，档案编号33{n:10000000-99999999}，特此声明。",
    "{town}{person}遗失出生医学证明一份，编号H33{n:1000000-9999999}，声明作废。",
    "{firm}遗失公章、财务专用章各一枚，声明作废。",
    "{person}遗失道路运输从业资格证，证号{n:100000-999999}，声明作废。",
    "{person}、{person}遗失结婚证一份，声明作废。",
    "{firm}遗失空白收款收据{n:2-6}份，号码{n:10000-49999}至{n:50000-99999}，声明作废。",
    "{school}{person}遗失学生证、毕业证书各一本，声明作废。",
    "{person}遗失银行存折一本，账号尾数{n:1000-9999}，现已挂失。",
    "{person}遗失保险代理人执业证一张，编号{n:10000-99999}，声明作废。",
)
NOTICES: Mapping[str, tuple[str, ...]] = {
    "注销公告": (
        "{firm}有限公司经股东会决议解散，已成立清算组，请债权人自公告之日起45日内向清算组申报债权。联系人：{person}，电话：{num}",
        "{city}{street}商店（个人独资）经投资人决定拟向登记机关申请注销，请债权人于{n:30-60}日内前来办理有关手续。特此公告。",
    ),
    "减资公告": (
        "{firm}有限公司经股东会决议，注册资本由{n:1000-5000}万元减至{n:100-900}万元，债权人可自公告之日起45日内要求清偿债务或提供担保。",
    ),
    "招标公告": (
        "{town}{village}文化礼堂工程现面向社会公开招标，预算价{n:60-480}万元，凡具备三级以上资质的单位，请于{date}前到镇招标中心报名。电话：{num}",
        "{school}食堂大宗食品配送项目公开招标，有意者请于{date}17时前携有关证件报名。联系电话：{num}",
    ),
    "停电通知": (
        "因线路检修，{date}7:30至17:00，{town}、{street}部分用户停电，请做好准备。如遇雨天顺延，送电时间可能提前，恕不另行通知。",
    ),
    "寻人启事": (
        "{person}，女，{n:66-84}岁，高1.{n:50-60}米，{date}从{street}家中走失，身穿蓝色外套、黑色布鞋，说话带{town}口音。知情者请电{num}，面谢。",
    ),
    "认领启事": (
        "{date}在{street}捡到一名男婴，随身有奶瓶一个、衣物一包。请其亲生父母自公告之日起60日内持有效证件前来认领，联系电话：{num}，逾期将依法安置。",
    ),
    "送达公告": (
        "{person}：本院受理{person}诉你民间借贷纠纷一案，现依法向你公告送达起诉状副本、应诉通知书及开庭传票，自公告之日起经过60日即视为送达。",
    ),
    "迁坟公告": (
        "因{street}延伸工程建设需要，请{village}地段内坟主于{date}前自行迁移，逾期按无主坟处理。联系人：{person} {tel}",
    ),
    "更正": (
        "本报{date}第{n:2-8}版《{town}开通公交》一文中，“{n:2-9}公里”应为“{n:10-20}公里”，特此更正，并向读者致歉。",
    ),
    "拍卖公告": (
        "受委托，我公司定于{date}上午10时在{street}{n:1-200}号二楼公开拍卖旧空调{n:20-90}台、办公桌椅一批，即日起展样报名。{tel}",
    ),
}
SIGNERS = (
    "{city}市公证处",
    "{city}市人民法院",
    "{firm}有限公司",
    "{town}人民政府",
    "{city}供电公司",
    "{city}市民政局",
    "{school}",
)


@dataclass(frozen=True, slots=True)
class SmallAd:
    """One small item: kind, its first words (set bold in the text, or as a title), its text, who signed it and when."""

    kind: str
    first: str
    text: str
    signed: tuple[str, ...] = ()


def _filled(pattern: str, rng: Random, city: str) -> str:
    number = render(rng.choice(PHONES), rng, {})
    called = rng.choice(("电话：", "电话", "热线：", "咨询：", "", "", "联系电话：")) + number
    return render(pattern, rng, {"tel": called, "num": number, "city": city})


def adverts(rng: Random, city: str, section: str) -> list[SmallAd]:
    """One item for every pattern of a section, in any order."""
    made = []
    for pattern in rng.sample(ADVERTS[section], len(ADVERTS[section])):
        first, _, text = pattern.partition("|")
        made.append(SmallAd("advertisement", first, _filled(text, rng, city)))
    return made


def lost(rng: Random, city: str) -> list[SmallAd]:
    """Declarations that something was lost, some of them under one title word."""
    first = rng.choice(("", "遗失声明", "声明", "遗失"))
    return [SmallAd("notice", first, _filled(pattern, rng, city)) for pattern in rng.sample(LOST, len(LOST))]


def notices(rng: Random, city: str) -> list[SmallAd]:
    """Notices with a title, half of them signed."""
    made = []
    titles: Sequence[str] = rng.sample(sorted(NOTICES), len(NOTICES))
    for title in titles:
        for pattern in NOTICES[title]:
            text = _filled(pattern, rng, city)
            signed: tuple[str, ...] = ()
            if rng.random() < 0.5:
                day = f"{rng.randint(2006, 2022)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
                signed = (render(rng.choice(SIGNERS), rng, {"city": city}), day)
            made.append(SmallAd("notice", title, text, signed))
    return made
