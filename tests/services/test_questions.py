"""Own questions as the rules take them."""

from sqlalchemy.orm import Session

from kpi_assistant.content.question_bank import load_question_bank
from kpi_assistant.models import Member, OwnQuestion
from kpi_assistant.services.questions import keep_question, question_of, values_of


def test_a_shipped_question_worded_anew_differs_in_nothing_but_the_words(app, alice):
    with Session(app.extensions["database"].engine) as session:
        member = session.get_one(Member, alice.id)
        for shipped in load_question_bank().questions:
            row = keep_question(session, member, OwnQuestion(replaces=shipped.id), values_of(shipped))
            row.created_by_id = member.id
            assert question_of(row, member) == shipped


def test_a_follow_up_left_out_takes_what_it_asked_for_along(app, alice):
    shipped = next(one for one in load_question_bank().questions if len(set(one.follow_ups_ask)) > 1)
    with Session(app.extensions["database"].engine) as session:
        member = session.get_one(Member, alice.id)
        values = values_of(shipped)
        for name in ("follow_ups_zh", "follow_ups_en"):
            values[name] = "\n".join(values[name].splitlines()[1:])
        row = keep_question(session, member, OwnQuestion(replaces=shipped.id), values)
        row.created_by_id = member.id
        made = question_of(row, member)
        assert made.follow_ups == shipped.follow_ups[1:]
        assert made.follow_ups_ask == shipped.follow_ups_ask[1:]
