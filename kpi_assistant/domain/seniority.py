"""Who sits at the head of a table, as far as title and role tell."""

import re
from functools import lru_cache

from kpi_assistant.domain.vocabulary import RoleKind

_DEPUTY = re.compile(r"副|代理|助理|\bdeputy\b|\bvice\b|\bassistant\b|\bassociate\b", re.IGNORECASE)
_RANKS = (
    (
        5,
        r"市长|厅长|局长|院长|校长|行长|厂长|总经理|董事长|总裁|书记|区长|县长|理事长|会长"
        r"|\b(ceo|chief executive|president|managing director|general manager|principal|head ?teacher|chair(man|woman)?)\b",
    ),
    (
        4,
        r"总工程师|总监|处长|支队长|首席|部长|总会计师"
        r"|\b(c[fiot]o|chief|director|head of|plant manager|commissioner|superintendent)\b",
    ),
    (3, r"主任(?!工程师|医师|护师)|科长|大队长|所长|经理|护士长|队长|\b(manager|supervisor|lead)\b"),
    (2, r"主管|组长|班长|教授|高工|高级工程师|主任工程师|主任医师|\b(senior|professor|engineer|officer|buyer)\b"),
)
_PATTERNS = tuple((rank, re.compile(words, re.IGNORECASE)) for rank, words in _RANKS)
_OF_ROLE = {
    RoleKind.DECISION_MAKER: 4,
    RoleKind.EXPERT: 3,
    RoleKind.TECH_GATEKEEPER: 3,
    RoleKind.PROCUREMENT: 2,
    RoleKind.INTEGRATOR: 2,
    RoleKind.FEASIBILITY_CONSULTANT: 2,
    RoleKind.BID_AGENT: 2,
    RoleKind.CONNECTOR: 2,
    RoleKind.USER: 1,
    RoleKind.JUNIOR_TECHNICIAN: 1,
}


_LEADS = re.compile(
    r"长(?!期)|主任(?!工程师|医师|护师|科员)|经理|总监|总裁|主管|书记|总工"
    r"|\b(manager|director|head|chief|c[efit]o|supervisor|team lead|leader|principal|superintendent|president)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"助理|秘书|(客户|产品|大堂)经理|\b(account|product|case) manager\b|\bassistant\b", re.IGNORECASE)
"""Titles that sound like leading others and are one person's desk."""
_LEADING_ROLES = frozenset({RoleKind.DECISION_MAKER, RoleKind.TECH_GATEKEEPER, RoleKind.INTEGRATOR})


def leads_others(title: str, role_kind: RoleKind | None) -> bool:
    """Whether people work for whoever holds such a post: as the title says, and where there is none as the role does."""
    if role_kind is RoleKind.DECISION_MAKER or not title.strip():
        return role_kind in _LEADING_ROLES
    return bool(_LEADS.search(title)) and not _ALONE.search(title)


@lru_cache(maxsize=1024)
def seniority(title: str, role_kind: RoleKind | None) -> tuple[int, int]:
    """Comparable: the greater sits higher. What they decide goes before what they are called; a deputy sits lower."""
    rank = 2 * next((rank for rank, pattern in _PATTERNS if pattern.search(title)), 1)
    if _DEPUTY.search(title):
        rank -= 1
    of_role = _OF_ROLE.get(role_kind, 2) if role_kind is not None else 2
    return (1 if role_kind is RoleKind.DECISION_MAKER else 0), 2 * of_role + rank
