"""The circle: silent after a contact, due by its rhythm, the board with its gaps, and reasons a friend would give."""

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.circle import (
    RHYTHM,
    Friend,
    Place,
    SeeReason,
    balance,
    board,
    due,
    is_tilted,
    worth_seeing,
)
from kpi_assistant.domain.vocabulary import Band, Industry, RoleKind, TrustStage

TODAY = dt.date(2026, 11, 25)


def ago(days):
    return TODAY - dt.timedelta(days=days)


def friend(name="庄敏", band=Band.B, days=None, **more):
    return Friend(
        **{
            "id": uuid.uuid4(), "name": name, "band": band, "stage": TrustStage.S2, "since": ago(1000),
            "last": None if days is None else ago(days),
        } | more
    )  # fmt: skip


def test_a_logged_contact_makes_them_silent_for_one_rhythm():
    for band, days in RHYTHM.items():
        assert due([friend(band=band, days=days - 1)], RHYTHM, TODAY) == []
        assert len(due([friend(band=band, days=days)], RHYTHM, TODAY)) == 1


def test_somebody_new_is_not_due_on_the_first_day():
    assert due([friend(since=TODAY)], RHYTHM, TODAY) == []
    assert len(due([friend(since=ago(91))], RHYTHM, TODAY)) == 1


def test_the_nearest_band_comes_first_and_in_it_the_longest_overdue():
    rows = [friend("c", Band.C, 900), friend("a1", Band.A, 40), friend("a2", Band.A, 90), friend("b", Band.B, 900)]
    assert [row.name for row in due(rows, RHYTHM, TODAY)] == ["a2", "a1", "b", "c"]


def test_the_rhythm_is_the_members_own():
    assert due([friend(band=Band.A, days=40)], {**RHYTHM, Band.A: 60}, TODAY) == []


def test_it_gives_different_reasons_when_it_can():
    rows = [
        friend("moved", days=300, moved_on=ago(200)),
        friend("moved too", days=310, moved_on=ago(200)),
        friend("opened", days=120, doors_opened=2),
        friend("old", days=120, stage=TrustStage.S4),
    ]
    assert [(row.friend.name, row.reason) for row in worth_seeing(rows, TODAY)] == [
        ("moved too", SeeReason.MOVED), ("opened", SeeReason.OPENED_DOORS), ("old", SeeReason.OLD_FRIEND),
    ]  # fmt: skip


def test_it_suggests_nobody_with_a_live_project_and_nobody_heard_of_lately():
    rows = [
        friend("busy", days=900, has_project=True),
        friend("fresh", days=20),
        friend("moved", days=3, moved_on=ago(9)),
    ]
    assert worth_seeing(rows, TODAY) == []


def test_a_move_is_a_reason_until_they_have_spoken_since():
    assert worth_seeing([friend(days=30, moved_on=ago(40))], TODAY) == []
    assert worth_seeing([friend(days=40, moved_on=ago(40))], TODAY)[0].reason is SeeReason.MOVED


@given(st.lists(st.integers(0, 900), max_size=8))
def test_it_names_at_most_three_and_nobody_twice(silences):
    chosen = worth_seeing([friend(str(n), days=days) for n, days in enumerate(silences)], TODAY)
    assert len(chosen) == min(3, sum(days > 183 for days in silences))
    assert len({row.friend.id for row in chosen}) == len(chosen)


def test_the_board_shows_empty_cells_and_counts_a_person_once_in_each():
    one, two = uuid.uuid4(), uuid.uuid4()
    places = [
        Place(one, Industry.FINANCE, RoleKind.USER), Place(one, Industry.FINANCE, RoleKind.USER),
        Place(one, Industry.HEALTHCARE, RoleKind.EXPERT), Place(two, Industry.HEALTHCARE, RoleKind.EXPERT),
    ]  # fmt: skip
    cells = board(places)
    assert list(cells) == [Industry.HEALTHCARE, Industry.FINANCE]
    assert cells[Industry.HEALTHCARE][RoleKind.EXPERT] == 2
    assert cells[Industry.FINANCE][RoleKind.USER] == 1
    assert cells[Industry.HEALTHCARE][RoleKind.FEASIBILITY_CONSULTANT] == 0
    assert set(cells[Industry.FINANCE]) == set(RoleKind)


def test_the_balance_leans_only_outside_forty_to_sixty():
    assert balance(0, 0) is None
    assert (balance(2, 3), balance(3, 2)) == (40, 60)
    assert [is_tilted(each) for each in (None, 39, 40, 60, 61)] == [False, True, False, False, True]
