"""Chains of people: as good as trying every path, directed where it matters, beginning with somebody we know."""

import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_assistant.domain.reach import (
    MOST_HOPS,
    WIDEST,
    Chain,
    Link,
    Reach,
    Standing,
    choose_chains,
    floor_of,
    worth_asking,
)
from kpi_assistant.domain.vocabulary import TieKind, TieStrength, TrustStage

PEOPLE = [uuid.UUID(int=number) for number in range(9)]
TARGET, ANN, BEN, CAT, DAN = PEOPLE[:5]
FRIEND = Standing(TrustStage.S3, days=10)


def search(links, target=TARGET, floor=lambda reach: 0.0, widest=WIDEST):
    reach = Reach(target, widest)
    while not reach.is_done:
        reach.follow([link for link in links if {link.first, link.second} & set(reach.frontier(floor(reach)))])
    return reach


def tried_one_by_one(links, standings, target=TARGET):
    """The warmest warmth for every (first person, number of ties), by trying every simple path."""
    best = {}
    for hops in range(1, MOST_HOPS + 1):
        for path in itertools.permutations([person for person in PEOPLE if person != target], hops):
            if path[0] not in standings:
                continue
            warmth = standings[path[0]].warmth
            for here, there in itertools.pairwise((*path, target)):
                warmth *= max(
                    (link.warmth_from(here) for link in links if {link.first, link.second} == {here, there}), default=0
                )
            if warmth:
                best[path[0], hops] = max(best.get((path[0], hops), 0), warmth)
    return best


ties = st.lists(
    st.builds(
        lambda ends, kind, strength: Link(*ends, kind, strength),
        st.permutations(PEOPLE[:7]).map(lambda people: people[:2]),
        st.sampled_from([*TieKind, None]),
        st.sampled_from([*TieStrength, None]),
    ),
    max_size=16,
)


@given(ties, st.dictionaries(st.sampled_from(PEOPLE[1:7]), st.sampled_from([*TrustStage])))
def test_it_finds_what_trying_every_path_finds(links, stages):
    standings = {person: Standing(stage, days=5) for person, stage in stages.items()}
    found = {(chain.people[0], chain.hops): chain.warmth for chain in reversed(search(links).chains(standings))}
    assert found == pytest.approx(tried_one_by_one(links, standings))


@given(ties, st.dictionaries(st.sampled_from(PEOPLE[1:7]), st.sampled_from([*TrustStage])))
def test_leaving_out_who_cannot_win_changes_nothing_that_is_shown(links, stages):
    standings = {person: Standing(stage, days=5) for person, stage in stages.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kpi_assistant.domain.reach.SHOWN", 2)
        hurried = search(links, floor=lambda reach: floor_of(worth_asking(reach.chains(standings), standings)))
    shown = [
        choose_chains(worth_asking(reach.chains(standings), standings), most=2) for reach in (hurried, search(links))
    ]
    assert [chain.warmth for chain in shown[0]] == pytest.approx([chain.warmth for chain in shown[1]])


@given(ties)
def test_a_chain_is_made_of_real_ties_and_visits_nobody_twice(links):
    for chain in search(links).chains(dict.fromkeys(PEOPLE, FRIEND)):
        assert chain.people[-1] == TARGET
        assert len(set(chain.people)) == len(chain.people) == chain.hops + 1
        for here, there, link in zip(chain.people[:-1], chain.people[1:], chain.links, strict=True):
            assert link in links
            assert {link.first, link.second} == {here, there}


def test_nobody_further_than_three_ties_away_is_asked():
    line = [Link(a, b, TieKind.CLASSMATE) for a, b in itertools.pairwise((TARGET, *PEOPLE[1:6]))]
    assert {chain.people[0] for chain in search(line).chains(dict.fromkeys(PEOPLE, FRIEND))} == set(PEOPLE[1:4])


def test_a_boss_sends_us_on_more_easily_than_a_subordinate_asks_upwards():
    down = Link(TARGET, ANN, TieKind.REPORTS_TO)
    up = Link(BEN, TARGET, TieKind.REPORTS_TO)
    (first, second) = search([down, up]).chains({ANN: FRIEND, BEN: FRIEND})
    assert (first.people[0], second.people[0]) == (ANN, BEN)


def test_no_chain_begins_with_somebody_we_have_not_met():
    links = [Link(ANN, TARGET, TieKind.FAMILY)]
    assert search(links).chains({ANN: Standing(TrustStage.S0, days=1)}) == []


def test_a_late_promise_and_a_long_silence_cool_a_chain():
    assert (
        Standing(TrustStage.S3, 10).warmth > Standing(TrustStage.S3, 200).warmth > Standing(TrustStage.S3, 900).warmth
    )
    assert Standing(TrustStage.S3, None).warmth == Standing(TrustStage.S3, 900).warmth
    assert Standing(TrustStage.S3, 10, owing=True).warmth < Standing(TrustStage.S3, 900).warmth


def test_each_first_person_is_shown_once_and_the_shortest_is_never_missing():
    def chain(first, hops, warmth):
        links = tuple(Link(first, TARGET, TieKind.ACQUAINTED) for _ in range(hops))
        return Chain((first, *PEOPLE[6 : 5 + hops], TARGET), links, warmth)

    rows = [chain(ANN, 2, 0.9), chain(ANN, 3, 0.8), chain(BEN, 3, 0.7), chain(CAT, 2, 0.6), chain(DAN, 1, 0.1)]
    chosen = choose_chains(rows, most=3)
    assert [row.people[0] for row in chosen] == [ANN, BEN, DAN]
    assert choose_chains([]) == []


def test_a_connector_with_many_ties_does_not_stop_the_search():
    crowd = [uuid.UUID(int=100 + number) for number in range(50)]
    links = [Link(person, TARGET, TieKind.ACQUAINTED, TieStrength.WEAK) for person in crowd]
    links += [Link(ANN, TARGET, TieKind.FAMILY, TieStrength.STRONG), Link(BEN, ANN, TieKind.CLASSMATE)]
    assert {chain.people[0] for chain in search(links, widest=2).chains({BEN: FRIEND})} == {BEN}


def test_nobody_is_asked_to_ask_somebody_we_can_ask_ourselves():
    links = [Link(ANN, TARGET, TieKind.CLASSMATE), Link(BEN, ANN, TieKind.CLASSMATE)]
    standings = {ANN: FRIEND, BEN: FRIEND}
    chains = search(links).chains(standings)
    assert [chain.people[0] for chain in chains] == [ANN, BEN]
    assert [chain.people[0] for chain in worth_asking(chains, standings)] == [ANN]
    # An old friend who knows her well is the better way to somebody we hardly know ourselves.
    hardly = {ANN: Standing(TrustStage.S1, days=900, owing=True), BEN: FRIEND}
    assert len(worth_asking(search(links).chains(hardly), hardly)) == 2
