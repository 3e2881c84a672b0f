"""The worked example of the domain brief, section 8.3, built by hand from the sample data of both languages."""

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

from kpi_assistant.domain.brief import (
    Addressee,
    BriefRecord,
    CapabilityFacts,
    NextStep,
    PersonInvolved,
    PromiseFacts,
    ProofFacts,
    ReadyQuestion,
    ResponseFacts,
    Sender,
)
from kpi_assistant.domain.kpi import KpiFacts
from kpi_assistant.domain.text import Text
from kpi_assistant.domain.vocabulary import (
    Confidence,
    Facet,
    Fit,
    KpiStatus,
    Layer,
    ProofKind,
    RoleKind,
    Sensitivity,
    ShareScope,
    Source,
    TrustStage,
)

TODAY = dt.date(2026, 11, 23)
SAMPLE = Path(__file__).parent.parent.parent / "kpi_assistant" / "content" / "sample"
DEADLINES = {"K19": dt.date(2027, 6, 30), "K16": dt.date(2026, 11, 30), "K14": dt.date(2027, 3, 31)}
QUOTES = {
    "zh": {
        "K08": "……影像那边恢复用了六个多小时……",
        "K09": "……谁进来过、动了什么，我到现在拿不出一张清单。",
    },
    "en": {"K08": "…Imaging took more than six hours to come back…"},
}
RESPONSES: dict[str, dict[str, tuple[Any, ...]]] = {
    # KPI: fit, capabilities, do, show, expected, condition, needed
    "zh": {
        "K19": (
            Fit.DIRECT,
            ("C01", "C10"),
            "防篡改备份加恢复剧本，每半年真恢复一次，出实测报告。",
            "12 月 5 日当晚的恢复全程计时，您看录像和计时表。",
            "影像库分级后，恢复用时预计 1 至 2 小时",
            "12 月 5 日实测后才敢定；分级前不承诺一小时",
            "批两个周末夜间窗口，给备份单独机柜",
        ),
        "K08": (
            Fit.PARTIAL,
            ("C01",),
            "先把影像库分级，再按剧本恢复；6 月摸底的数以您手上那份报告为准。",
            "",
            "",
            "",
            "确认影像库目前的数据量",
        ),
        "K09": (
            Fit.DIRECT,
            ("C03",),
            "厂商先申请、限时开门、全程录屏，审计要清单时当场导出。",
            "先接两家厂商，给您看一周的清单。",
            "17 家厂商分两批接入，约 5 至 7 周",
            "厂商配合，院里发过通知",
            "发一次院内通知",
        ),
        "K15": (Fit.DIRECT, ("C05",), "给病历数据打标记，谁查、谁导、发到哪儿都能追。", "", "", "", "指定一位对接人"),
        "K16": (Fit.DIRECT, ("C08",), "每月一页纸，花多少、换什么、何时见效。", "办公会前给您样张。", "", "", ""),
        "K17": (Fit.PARTIAL, ("C01", "C02"), "备份和夜间值守一起上，先处置再报告。", "", "", "", ""),
        "K12": (Fit.DIRECT, ("C02",), "夜间窗口避开她回老家的周末，由我方先处置。", "", "", "", ""),
        "K14": (Fit.DIRECT, ("C12",), "摸底成功后，问她愿不愿意用院方名义做内部汇报。", "", "", "", ""),
    },
    "en": {
        "K19": (
            Fit.DIRECT,
            ("C01", "C10"),
            "Tamper-proof backups and a recovery script, a real restore every six months with a measured report.",
            "The restore on 5 December is timed from start to end; you get the recording and the time sheet.",
            "Restore time of 1 to 2 hours once the archive is tiered",
            "settled only after the test on 5 December; before tiering we do not promise one hour",
            "Two weekend night windows and a separate rack for the backup",
        ),
        "K08": (Fit.PARTIAL, ("C01",), "Tier the archive first, then restore by the script.", "", "", "", ""),
        "K09": (
            Fit.DIRECT,
            ("C03",),
            "Vendors ask, the door opens for a set time, everything is recorded.",
            "Two vendors first; you see their list for a week.",
            "17 vendors in two batches, about 5 to 7 weeks",
            "the vendors cooperate",
            "One notice within the hospital",
        ),
        "K15": (Fit.DIRECT, ("C05",), "Mark patient data and trace who looked and exported.", "", "", "", ""),
        "K16": (Fit.DIRECT, ("C08",), "One page a month: what it costs, what it buys, when it shows.", "", "", "", ""),
        "K17": (Fit.PARTIAL, ("C01", "C02"), "Backups and a night watch together.", "", "", "", ""),
        "K12": (Fit.DIRECT, ("C02",), "Night windows keep clear of her weekends; we act first.", "", "", "", ""),
        "K14": (Fit.DIRECT, ("C12",), "After the test, ask whether she wants an internal write-up.", "", "", "", ""),
    },
}
STEPS = {
    "zh": (
        NextStep("按分级后的剧本夜间再恢复一次，您不必到场", "我方 2 人，贵院当班同事", dt.date(2026, 12, 5)),
        NextStep("给您实测数和差距表", "我方", dt.date(2026, 12, 9)),
    ),
    "en": (
        NextStep("Restore once more at night by the tiered script; you need not be there", "Two of us, your duty staff",
                 dt.date(2026, 12, 5)),
        NextStep("You get the measured figures and the list of gaps", "We", dt.date(2026, 12, 9)),
    ),
}  # fmt: skip


def kpi_id(code: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, code)


def _sample(lang: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SAMPLE / f"demo-{lang}.json").read_text("utf-8"))
    return data


def both(lang: str, text: str) -> Text:
    return Text(text, "") if lang == "zh" else Text("", text)


def capability(lang: str, code: str) -> CapabilityFacts:
    row = next(each for each in _sample(lang)["seller"]["capabilities"] if each["id"] == code)
    return CapabilityFacts(both(lang, row["name"]), both(lang, row["description"]), both(lang, row["limits"]))


def proof(lang: str, code: str) -> ProofFacts:
    row = next(each for each in _sample(lang)["seller"]["capabilities"] if each["id"] == code)
    return ProofFacts(
        kind=ProofKind.FIGURE,
        statement=both(lang, row["proof"]),
        whose=both(
            lang, {"zh": "我方服务的单位，原始记录可查", "en": "Organisations we serve; records open to you"}[lang]
        ),
        how=both(lang, {"zh": "按工单和演练记录统计", "en": "counted from tickets and drill records"}[lang]),
        measured_on=dt.date(2025, 12, 20),
        valid_until=dt.date(2027, 12, 31),
    )


def facts(row: dict[str, Any], meetings: dict[str, Any], names: dict[str, str]) -> KpiFacts:
    return KpiFacts(
        id=kpi_id(row["id"]),
        person_id=kpi_id(row["person_id"]),
        layer=Layer(row["layer"]),
        words=row["verbatim"],
        observation=row["observation"] or "",
        told_by=names.get(row["told_by"], ""),
        source=Source(row["source"]),
        facets={Facet(name): value for name, value in row["facets"].items() if value},
        importance=row["importance"],
        confidence=Confidence(row["confidence"]),
        sensitivity=Sensitivity(row["sensitivity"]),
        share_scope=ShareScope(row["share_scope"]),
        status=KpiStatus(row["status"]),
        said_on=dt.date.fromisoformat(meetings[row["meeting_id"]]["date"]),
        deadline_on=DEADLINES.get(row["id"]),
        derived_from=kpi_id(row["derived_from"]) if row["derived_from"] else None,
    )


def record(lang: str, person: str) -> BriefRecord:
    """The record for one addressee ("P01" 庄敏 or "P02" 贺怀川) with everybody's KPIs in it."""
    data = _sample(lang)
    meetings = {meeting["id"]: meeting for meeting in data["meetings"]}
    organisations = {each["id"]: each["name"] for each in data["organisations"]}
    people = {each["id"]: each for each in data["people"]}
    names = {code: each["name"] for code, each in people.items()}
    kpis = tuple(facts(row, meetings, names) for row in data["kpis"])
    responses = tuple(
        ResponseFacts(
            kpi_id=kpi_id(code),
            fit=fit,
            say={"zh": "您上次讲的这件事，我们回去认真想了。", "en": "We thought hard about what you said."}[lang],
            do=do,
            show=show,
            quote=QUOTES[lang].get(code, ""),
            capabilities=tuple(capability(lang, each) for each in chosen),
            proofs=tuple(proof(lang, each) for each in chosen),
            expected=expected,
            condition=condition,
            needed=needed,
        )
        for code, (fit, chosen, do, show, expected, condition, needed) in RESPONSES[lang].items()
    )
    addressee = people[person]
    return BriefRecord(
        today=TODAY,
        number="2026-017",
        sender=Sender(
            name=data["seller"]["salesperson"],
            organisation=data["seller"]["name"],
            title={"zh": "客户经理", "en": "Account manager"}[lang],
            phone="138 0000 0000",
            email="lin@example.com",
        ),
        addressee=Addressee(
            kpi_id(person),
            addressee["name"],
            addressee["title"],
            organisations[addressee["org_id"]],
            {"P01": "庄主任", "P02": "贺院长"}[person] if lang == "zh" else "",
        ),
        kpis=kpis,
        responses=responses,
        people=tuple(
            PersonInvolved(
                kpi_id(code),
                each["name"],
                each["title"],
                organisations[each["org_id"]],
                TrustStage(each["stage"]),
                RoleKind(each["role_kind"]),
                max(
                    (dt.date.fromisoformat(m["date"]) for m in meetings.values() if code in m["attendees"]),
                    default=None,
                ),
                (each["notes"],),
            )
            for code, each in people.items()
        ),
        promises=tuple(
            PromiseFacts(
                promise["text"],
                names[meeting["attendees"][0]],
                dt.date.fromisoformat(promise["due"]),
                dt.date.fromisoformat(promise["due"]) if promise["done"] else None,
            )
            for meeting in meetings.values()
            for promise in meeting["promises"]
        ),
        next_steps=STEPS[lang],
        questions=(
            ReadyQuestion(
                Text("停机这块，您心里允许的上限是多少？", "What is the longest outage you would live with?"),
                names["P02"],
                kpi_id("K17"),
                Facet.TARGET,
            ),
        ),
    )
