"""What is checked of an answer before it is signed."""

import pytest

from answerable.appeals.rules.signing import Check, CheckOutcome, DraftedReply, checks, copied_share, replies_in

TEMPLATE = "Thank you for writing to us about this matter, which we have looked into with care."


def test_a_draft_is_read_point_by_point() -> None:
    typed = {
        "text": "All in all.",
        "point_7_outcome": "promised",
        "point_7_text": " On Monday. ",
        "point_7_due_on": "2026-03-09",
        "point_7_owner": "12",
        "point_9_outcome": "refused",
        "point_9_ground": "secret",
        "point_9_text": None,
    }
    assert replies_in(typed, [9, 7]) == [
        DraftedReply(outcome="refused", ground="secret"),
        DraftedReply(outcome="promised", text="On Monday.", due_on="2026-03-09", owner="12"),
    ]


def test_a_whole_answer_holds() -> None:
    replies = [
        DraftedReply("answered", "The lamp was mended on Tuesday."),
        DraftedReply("refused", "It is a secret.", ground="secret"),
        DraftedReply("promised", "We will come.", due_on="2026-03-09", owner="12"),
    ]
    assert checks("We looked.", replies, templates=[TEMPLATE]) == [
        CheckOutcome(Check.POINTS, holds=True, met=3, of=3),
        CheckOutcome(Check.GROUNDS, holds=True, met=1, of=1),
        CheckOutcome(Check.PROMISES, holds=True, met=1, of=1),
        CheckOutcome(Check.OWN_WORDS, holds=True, share=0.0),
    ]


@pytest.mark.parametrize(
    ("reply", "check"),
    [
        (DraftedReply("answered", ""), Check.POINTS),
        (DraftedReply("", "Some word."), Check.POINTS),
        (DraftedReply("refused", "No."), Check.GROUNDS),
        (DraftedReply("promised", "Soon.", owner="12"), Check.PROMISES),
        (DraftedReply("promised", "Soon.", due_on="2026-03-09"), Check.PROMISES),
        (DraftedReply("answered", TEMPLATE), Check.OWN_WORDS),
    ],
)
def test_what_lacks_is_named(reply: DraftedReply, check: Check) -> None:
    assert [one.check for one in checks("", [reply], templates=[TEMPLATE]) if not one.holds] == [check]


def test_an_answer_without_points_does_not_hold() -> None:
    assert checks("We looked.", [], templates=[])[0] == CheckOutcome(Check.POINTS, holds=False)


def test_the_share_of_a_template_is_counted_in_runs_of_five_words() -> None:
    assert copied_share("too short", [TEMPLATE]) == 0.0
    assert copied_share(TEMPLATE.upper(), ["another one of five words", TEMPLATE]) == 1.0
    half = "Thank you for writing to him on Monday last week."  # 10 words, 6 runs: the first is the template's
    assert copied_share(half, [TEMPLATE]) == pytest.approx(1 / 6)
