"""Who handles, who must not: on any tree, at every hand-over."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.verdict import NotNowError
from answerable.law.rules.routing import (
    Bars,
    Because,
    Competence,
    Judge,
    Routed,
    RoutingOrder,
    RoutingQuestion,
    bars,
    competent,
    handed_to,
    held_by,
    may_lie_with,
    recused,
    route,
    specialist,
)
from answerable.people.rules import CommandTree

# directorate 1 > inspection 2, department 3 > patrols 4 and 5, desk 6; prosecutor 7; monitor 8; chair of all 1
TREE = CommandTree({1: None, 2: 1, 3: 1, 4: 3, 5: 3, 6: 3, 7: None, 8: None})
RAION, COMMUNITY, TOWN = 100, 101, 102
CONDUCT, TRAFFIC, PARKING = 200, 201, 202
ORDER = RoutingOrder(
    competences=(
        Competence(3, RAION),
        Competence(2, None, CONDUCT),
        Competence(5, RAION, TRAFFIC),
        Competence(4, COMMUNITY),
        Competence(7, RAION, care="victim"),
        Competence(8, care="child"),
    ),
    fallback=6,
    named=(7, 8),
    answering=frozenset(TREE.parents),
    unsuitable=frozenset({4, 5, 6}),
)
NOBODY = Bars()


def test_the_nearest_place_goes_before_the_narrowest_category() -> None:
    asked = RoutingQuestion(territories=(TOWN, COMMUNITY, RAION), categories=(PARKING, TRAFFIC))
    assert competent(ORDER.competences, asked, ORDER.answering) == Competence(4, COMMUNITY)
    raion_only = RoutingQuestion(territories=(RAION,), categories=(PARKING, TRAFFIC))
    assert competent(ORDER.competences, raion_only, ORDER.answering) == Competence(5, RAION, TRAFFIC)


def test_nothing_known_goes_to_the_fallback() -> None:
    assert route(TREE, ask=RoutingQuestion(), order=ORDER, barred=NOBODY) == Routed(
        6, [{"step": "fallback", "body": 6}]
    )


def test_what_is_addressed_goes_to_whom_it_is_addressed() -> None:
    routed = route(
        TREE, ask=RoutingQuestion(addressed_to=1, territories=(TOWN, COMMUNITY, RAION)), order=ORDER, barred=NOBODY
    )
    assert routed == Routed(1, [{"step": "addressed", "body": 1}])


def test_a_complaint_about_a_patrol_goes_above_it_and_not_to_its_neighbour() -> None:
    about = bars(TREE, about_body=5)
    asked = RoutingQuestion(territories=(COMMUNITY, RAION))
    assert route(TREE, ask=asked, order=ORDER, barred=about) == Routed(
        3,
        [
            {"step": "competent", "body": 4, "territory": COMMUNITY},
            {"step": "unsuitable", "body": 4},
            {"step": "above", "body": 3},
        ],
    )


def test_a_complaint_about_the_department_climbs_over_it() -> None:
    about = bars(TREE, about_body=3)
    routed = route(TREE, ask=RoutingQuestion(territories=(COMMUNITY, RAION)), order=ORDER, barred=about)
    assert routed.body == 1
    assert routed.why[1] == {"step": "barred", "body": 4, "because": "commanded_by", "by": 3}


def test_a_complaint_of_conduct_goes_to_the_inspection() -> None:
    about = bars(TREE, about_body=3)
    assert route(TREE, ask=RoutingQuestion(territories=(), categories=(CONDUCT,)), order=ORDER, barred=about).body == 2


def test_with_nobody_above_the_pack_names_who() -> None:
    about = bars(TREE, about_body=1)
    routed = route(TREE, ask=RoutingQuestion(addressed_to=3), order=ORDER, barred=about)
    assert (routed.body, routed.why[-1]) == (7, {"step": "named", "body": 7})
    both = about | bars(TREE, about_body=7)
    assert route(TREE, ask=RoutingQuestion(addressed_to=3), order=ORDER, barred=both).body == 8


def test_when_everybody_is_complained_about_nobody_gets_it() -> None:
    everybody = bars(TREE, about_body=1) | bars(TREE, about_body=7) | bars(TREE, about_body=8)
    with pytest.raises(NotNowError) as refusal:
        route(TREE, ask=RoutingQuestion(), order=ORDER, barred=everybody)
    assert refusal.value.reason == "law.nobody-may-handle"


def test_an_officer_bars_the_own_unit_and_a_head_the_whole_command() -> None:
    rank = bars(TREE, about_person=900, serves_in=[(4, False)])
    assert (rank.bodies, rank.persons, rank.why(4).because) == (frozenset({4}), frozenset({900}), Because.SAME_UNIT)
    head = bars(TREE, about_person=901, serves_in=[(3, True)])
    assert (head.bodies, head.why(6).because) == (frozenset({3, 4, 5, 6}), Because.COMMANDED)
    lenient = bars(TREE, about_person=900, serves_in=[(4, False)], same_unit=False)
    assert (lenient.bodies, lenient.persons) == (frozenset(), frozenset({900}))


def test_a_recusal_bars_one_person_and_no_body() -> None:
    assert recused(900) == Bars(persons=frozenset({900}))
    assert [bool(bars) for bars in (recused(900), NOBODY)] == [True, False]


def test_a_body_that_takes_no_appeals_is_passed_over() -> None:
    order = RoutingOrder((), fallback=6, answering=frozenset({1, 6}))
    assert handed_to(TREE, 3, order=order, barred=NOBODY).why == [
        {"step": "not_answering", "body": 3},
        {"step": "above", "body": 1},
    ]


def test_the_specialist_is_the_nearest_named_for_that_care() -> None:
    assert specialist(ORDER.competences, care="victim", territories=(TOWN, RAION)) == 7
    assert specialist(ORDER.competences, care="victim", territories=()) is None
    assert specialist(ORDER.competences, care="child", territories=()) == 8
    assert specialist(ORDER.competences, care="veteran", territories=(RAION,)) is None


# --- on any tree -----------------------------------------------------------------------------------------------------


@st.composite
def trees(draw: st.DrawFn) -> CommandTree:
    """Any forest: each body stands under an earlier one or under nobody."""
    size = draw(st.integers(1, 24))
    return CommandTree({n: draw(st.one_of(st.none(), st.integers(0, n - 1))) if n else None for n in range(size)})


@st.composite
def situations(draw: st.DrawFn) -> tuple[CommandTree, RoutingOrder, RoutingQuestion, Bars, frozenset[int]]:
    """A tree, an order of it, what is asked, and bars with the bodies that were complained about."""
    tree = draw(trees())
    body = st.sampled_from(sorted(tree.parents))
    competences = draw(
        st.lists(
            st.builds(
                Competence, body, st.one_of(st.none(), st.integers(0, 3)), st.one_of(st.none(), st.integers(0, 3))
            ),
            max_size=6,
        )
    )
    order = RoutingOrder(
        competences=competences,
        fallback=draw(body),
        named=draw(st.lists(body, max_size=3, unique=True)),
        answering=draw(st.frozensets(body)),
        unsuitable=draw(st.frozensets(body, max_size=4)),
    )
    line = st.lists(st.integers(0, 3), unique=True, max_size=3)
    ask = RoutingQuestion(draw(st.one_of(st.none(), body)), draw(line), draw(line))
    about = draw(st.frozensets(body, max_size=3))
    heads = draw(st.lists(st.tuples(body, st.booleans()), max_size=2))
    union = bars(tree, about_person=7000, serves_in=heads)
    for one in about:
        union |= bars(tree, about_body=one)
    return tree, order, ask, union, about | {one for one, _ in heads}


@given(situations())
def test_nobody_complained_about_nor_anybody_they_command_ever_gets_it(
    situation: tuple[CommandTree, RoutingOrder, RoutingQuestion, Bars, frozenset[int]],
) -> None:
    tree, order, ask, barred, about = situation
    forbidden = {body for body in tree.parents if about & set(tree.upwards(body))}
    assert barred.bodies == forbidden
    try:
        routed = route(tree, ask=ask, order=order, barred=barred)
    except NotNowError:
        assert not any(may_lie_with(body, order=order, barred=barred) for body in tree.upwards(order.fallback)) or ask
        return
    assert routed.body not in forbidden
    assert routed.body in order.answering
    assert routed.why[-1]["body"] == routed.body


@given(situations(), st.data())
def test_every_hand_over_keeps_the_bar(
    situation: tuple[CommandTree, RoutingOrder, RoutingQuestion, Bars, frozenset[int]], data: st.DataObject
) -> None:
    tree, order, _, barred, about = situation
    candidate = data.draw(st.sampled_from(sorted(tree.parents)))
    try:
        given_to = handed_to(tree, candidate, order=order, barred=barred).body
    except NotNowError:
        assert not any(may_lie_with(body, order=order, barred=barred) for body in tree.upwards(candidate))
        return
    assert not about & set(tree.upwards(given_to))


@given(situations(), situations())
def test_a_merge_bars_whoever_either_bars(
    one: tuple[CommandTree, RoutingOrder, RoutingQuestion, Bars, frozenset[int]],
    other: tuple[CommandTree, RoutingOrder, RoutingQuestion, Bars, frozenset[int]],
) -> None:
    both = one[3] | other[3]
    assert both.bodies == one[3].bodies | other[3].bodies
    assert both.persons == one[3].persons | other[3].persons
    assert all(both.why(body) is not None for body in both.bodies)


@given(situations())
def test_routing_does_not_change_its_mind(
    situation: tuple[CommandTree, RoutingOrder, RoutingQuestion, Bars, frozenset[int]],
) -> None:
    tree, order, ask, barred, _ = situation
    try:
        first = route(tree, ask=ask, order=order, barred=barred)
    except NotNowError:
        with pytest.raises(NotNowError):
            route(tree, ask=ask, order=order, barred=barred)
        return
    assert route(tree, ask=ask, order=order, barred=barred) == first
    assert handed_to(tree, first.body, order=order, barred=barred).body == first.body or first.body in order.named


@pytest.mark.parametrize(
    ("holding", "barred", "expected"), [((8, 7), (), 8), ((8, 7), (8,), 7), ((), (), 7), ((9,), (7,), 8)]
)
def test_what_may_be_about_somebody_is_held_by_the_first_outside_of_them(
    holding: tuple[int, ...], barred: tuple[int, ...], expected: int
) -> None:
    order = replace(ORDER, holding=holding)
    assert held_by(order, Bars(bodies=frozenset(barred))) == Routed(expected, [{"step": "held", "body": expected}])


def test_nobody_holds_what_may_be_about_everybody() -> None:
    with pytest.raises(NotNowError):
        held_by(ORDER, Bars(bodies=frozenset(TREE.parents)))


# KPA art. 229: about the mayor decides the council, in a matter delegated by the government the voivode; about the council the voivode
TOWN_HALL = CommandTree({1: None, 2: 1, 3: None, 4: None, 5: None})
DELEGATED, EVENTS = 300, 301
KPA = RoutingOrder(
    competences=(Competence(2),),
    fallback=2,
    named=(5,),
    answering=frozenset(TOWN_HALL.parents),
    judges=(Judge(1, 3), Judge(1, 4, DELEGATED), Judge(3, 4)),
)


@pytest.mark.parametrize(
    ("about", "categories", "steps"),
    [
        (1, (), [("judged", 3)]),
        (1, (EVENTS, DELEGATED), [("judged", 4)]),
        (3, (EVENTS, DELEGATED), [("judged", 4)]),
        (2, (), [("competent", 2), ("barred", 2), ("above", 1)]),
    ],
)
def test_the_law_says_who_judges_whom_in_which_matter(
    about: int, categories: tuple[int, ...], steps: list[tuple[str, int]]
) -> None:
    routed = route(
        TOWN_HALL, ask=RoutingQuestion(categories=categories), order=KPA, barred=bars(TOWN_HALL, about_body=about)
    )
    assert (routed.body, [(step["step"], step["body"]) for step in routed.why]) == (steps[-1][1], steps)


def test_whoever_heads_a_body_is_judged_as_it_is_and_whoever_serves_in_it_is_not() -> None:
    head = bars(TOWN_HALL, about_person=900, serves_in=[(1, True)])
    assert route(TOWN_HALL, ask=RoutingQuestion(), order=KPA, barred=head).body == 3
    clerk = bars(TOWN_HALL, about_person=901, serves_in=[(2, False)])
    assert route(TOWN_HALL, ask=RoutingQuestion(), order=KPA, barred=clerk).body == 1


def test_a_judge_goes_before_whom_it_is_addressed_to_only_where_that_may_not_have_it() -> None:
    about = bars(TOWN_HALL, about_body=1)
    asked = RoutingQuestion(addressed_to=1)
    assert route(TOWN_HALL, ask=asked, order=KPA, barred=about).why == [
        {"step": "addressed", "body": 1},
        {"step": "barred", "body": 1, "because": "complained_about", "by": 1},
        {"step": "judged", "body": 3, "by": 1},
    ]
    assert route(TOWN_HALL, ask=RoutingQuestion(addressed_to=5), order=KPA, barred=about).body == 5


def test_a_judge_who_is_complained_about_too_or_takes_nothing_is_passed_by() -> None:
    both = bars(TOWN_HALL, about_body=1) | bars(TOWN_HALL, about_body=3)
    assert route(TOWN_HALL, ask=RoutingQuestion(), order=KPA, barred=both).body == 4
    silent = replace(KPA, answering=frozenset({1, 2, 5}))
    assert route(TOWN_HALL, ask=RoutingQuestion(), order=silent, barred=both).body == 5
