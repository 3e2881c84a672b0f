"""Who may see what, as conditions on tables (product rules 5 and 7)."""

from sqlalchemy import ColumnElement, and_, exists, or_, select

from kpi_assistant.domain.vocabulary import Edition, Layer
from kpi_assistant.models import (
    Birthday,
    Brief,
    CirclePlace,
    Guide,
    HiddenQuestion,
    Kpi,
    KpiDraft,
    Member,
    Note,
    OwnQuestion,
    Promise,
    Reaction,
    RejectedProposal,
    Response,
    ResponseDraft,
    SelfCheck,
)
from kpi_assistant.models.base import InWorkspace


def visible(entity: type[InWorkspace], member: Member) -> ColumnElement[bool]:
    """The rows of a table this member may read: their workspace's, less what is somebody's alone."""
    same_workspace = entity.workspace_id == member.workspace_id
    if entity is Kpi:
        return and_(same_workspace, _kpi_is_readable(member))
    if entity is Note:
        return and_(same_workspace, or_(Note.created_by_id == member.id, Note.shared_at.is_not(None)))
    if entity is Brief:
        is_the_teams = and_(Brief.edition == Edition.CUSTOMER, ~Brief.holds_private)
        return and_(same_workspace, or_(Brief.created_by_id == member.id, is_the_teams))
    if entity is Birthday:
        return and_(same_workspace, or_(Birthday.created_by_id == member.id, Birthday.shared_at.is_not(None)))
    if entity is OwnQuestion:
        return and_(same_workspace, or_(OwnQuestion.created_by_id == member.id, OwnQuestion.shared_at.is_not(None)))
    if entity in (CirclePlace, Guide, HiddenQuestion, KpiDraft, ResponseDraft, SelfCheck):
        return and_(same_workspace, entity.created_by_id == member.id)
    if entity is Response:
        return and_(same_workspace, _about_readable_kpi(Response.kpi_id == Kpi.id, member))
    if entity is RejectedProposal:
        return and_(same_workspace, _about_readable_kpi(RejectedProposal.kpi_id == Kpi.id, member))
    if entity is Reaction:
        return and_(
            same_workspace,
            exists(select(Response.id).where(Response.id == Reaction.response_id, visible(Response, member))),
        )
    if entity is Promise:
        return and_(
            same_workspace,
            or_(
                Promise.response_id.is_(None),
                exists(select(Response.id).where(Response.id == Promise.response_id, visible(Response, member))),
            ),
        )
    return same_workspace


def _kpi_is_readable(member: Member) -> ColumnElement[bool]:
    """Work KPIs are the team's; life and mindset ones their author's until shared."""
    return or_(Kpi.layer == Layer.WORK, Kpi.created_by_id == member.id, Kpi.shared_at.is_not(None))


def _about_readable_kpi(link: ColumnElement[bool], member: Member) -> ColumnElement[bool]:
    return exists(select(Kpi.id).where(link, _kpi_is_readable(member)))
