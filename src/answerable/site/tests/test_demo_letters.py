"""The letters of the sample as they are written down: no two say the same, and each can be lived. No database."""

import re
from collections import Counter
from datetime import date

from answerable.law.queries import sets_volume_target
from answerable.site import packs
from answerable.site.demo import reading, threads

RUN = 8  # words in a row that no two letters share
LONGEST = 400  # lines of a file
MANY, SHORTEST = 400, 40  # letters, and words of one
LAWFUL = re.compile(r"^ua\.(point|forward|extend|393|return)\.[a-z_]+$")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w’'-]+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _originals() -> list[reading.Letter]:
    """Every letter that is nobody's copy: a campaign's letters are alike by nature, and are beyond the count."""
    return [one for one in reading.letters() if not one.copied]


def test_no_two_letters_share_eight_words_in_a_row() -> None:
    seen = Counter(run for one in _originals() for run in _runs(one.text))
    assert [" ".join(run) for run, times in seen.items() if times > 1] == []


def test_no_two_answers_share_eight_words_in_a_row() -> None:
    said = [" ".join((one.answer, *(point.text for point in one.points))) for one in _originals()]
    seen = Counter(run for text in said for run in _runs(text))
    assert [" ".join(run) for run, times in seen.items() if times > 1] == []


def test_there_are_many_letters_and_none_is_a_note() -> None:
    words = [len(one.text.split()) for one in _originals()]
    assert (len(words) >= MANY, min(words) >= SHORTEST, len(reading.voices())) == (True, True, 60)


def test_every_voice_writes_and_each_of_three_languages_is_heard() -> None:
    assert {one.voice.code for one in _originals()} == reading.voices().keys()
    assert {one.language for one in _originals()} == {"uk", "ru", "en"}


def test_each_letter_asks_something_and_what_is_answered_is_answered_point_by_point() -> None:
    unanswered = [
        (one.theme, one.voice.code, one.day)
        for one in reading.letters()
        if any(event.verb == "answer" for event in one.thread)
        and not (one.answer and one.points and all(point.text for point in one.points))
    ]
    assert unanswered == []
    assert [(one.theme, one.voice.code, one.day) for one in reading.letters() if not one.points] == []


def test_each_act_is_known_and_each_name_is_the_packs() -> None:
    pack = packs.check_pack(packs.find("raion"), on=date(2026, 11, 30))
    bodies, logins = {one.code for one in pack.bodies}, {one.login for one in pack.people}
    categories = {one.code for one in pack.law.categories}
    grounds = {one.code for one in pack.law.grounds}
    for one in reading.letters():
        where = (one.theme, one.voice.code, one.day)
        assert (where, one.category in categories) == (where, True)
        assert (where, {event.verb for event in one.thread} <= threads.ACTS.keys()) == (where, True)
        named = {one.more.get("against", "desk"), one.more.get("to", "desk")}
        assert (where, named <= bodies) == (where, True)
        assert (where, one.more.get("officer", "v.moroz") in logins) == (where, True)
        said = {word for event in one.thread for word in event.args} | {
            word for each in one.points for word in each.args
        }
        assert (where, {word for word in said if LAWFUL.match(word)} <= grounds) == (where, True)


def test_the_files_are_small_enough_to_be_read() -> None:
    long = [
        name
        for name in reading.themes()
        if len(reading.HERE.joinpath("letters", name).read_text().splitlines()) > LONGEST
    ]
    assert long == []


def test_the_chair_sets_nobody_a_count_to_reach() -> None:
    said = [str(one.more.get("chair", "")).rpartition(" | ")[2] for one in reading.letters()]
    said += [text for texts in reading.phrases()["instruct"].values() for text in texts]
    assert [text for text in said if text and sets_volume_target(text)] == []
