"""The conversation: greeted once, gathered, asked which kind, sent by a press; nothing typed is lost, and no code is kept."""

import json
from dataclasses import replace

from answerable.base.incoming import IncomingFile, Words
from answerable.base.subject import KindName, Subject
from answerable.channels.bots.conversing import contact_in, conversation
from answerable.channels.integration import Chat, Turn

CONVERSE = conversation("Telegram")
MATTER = Subject(KindName("appeal"), 5)


class Talk:
    """A conversation as the letterbox has it: each turn begins where the last one ended."""

    def __init__(self, language: str = "en", subject: Subject | None = None, *, window: bool = False) -> None:
        self.chat, self.language, self.count = Chat(subject=subject), language, 0
        self.converse = conversation("Facebook", window=True) if window else CONVERSE

    def hear(self, text: str = "", *, external: str = "", files: tuple[str, ...] = (), **facts: str) -> Turn:
        self.count += 1
        words = Words(
            external=external or f"7/{self.count}",
            sender="main/7",
            text=text,
            language=self.language,
            refers=("chat",),
            files=tuple(IncomingFile(name=f"{name}.jpg", remote=name) for name in files),
            proof="proven",
            facts=facts,
        )
        turn = self.converse(self.chat, words)
        self.chat = replace(self.chat, state=turn.state, language=turn.language)
        return turn

    def press(self, *buttons: str) -> Turn:
        return [self.hear(button=button, query="q") for button in buttons][-1]


def said(turn: Turn) -> list[str]:
    return [say.text for say in turn.says]


def buttons(turn: Turn) -> list[str]:
    return [button for say in turn.says for button in say.buttons]


NOTHING = ["There is nothing to send yet. Write what happened, in your own words."]


def test_before_the_first_word_it_says_who_reads_and_what_a_code_opens() -> None:
    talk = Talk()
    first, second = talk.hear("/start"), talk.hear("The lamp is dark.")
    (greeting,) = said(first)
    assert ("call 112" in greeting, "A code that was ever written in a chat" in greeting) == (True, True)
    assert buttons(first) == ["lang:uk", "lang:en", "lang:ru"]
    assert said(second) == ["Your message so far: 4 words. Add more, or send it."]


def test_words_pictures_and_a_place_are_gathered_and_sent_by_a_press() -> None:
    talk = Talk()
    talk.hear("The lamp is dark.")
    talk.hear("At the school.", files=("f1",))
    turn = talk.hear(place="49.8, 36.6")
    assert said(turn) == ["Your message so far: 7 words, 1 file, a place. Add more, or send it."]
    asked = talk.press("send")
    kinds = ["kind:complaint", "kind:report", "kind:request", "kind:proposal", "kind:thanks"]
    assert (asked.submit, buttons(asked), {say.answers for say in asked.says}) == (None, kinds, {"query/q"})
    sent = talk.press("kind:report").submit
    assert sent is not None
    assert (sent.text, sent.refers, dict(sent.facts), [file.remote for file in sent.files]) == (
        "The lamp is dark.\n\nAt the school.",
        (),
        {"place": "49.8, 36.6", "kind": "report"},
        ["f1"],
    )
    assert said(talk.press("kind:report")) == NOTHING


def test_of_an_album_only_the_first_part_is_answered_and_every_part_is_kept() -> None:
    talk = Talk()
    talk.hear("/start")
    turns = [talk.hear(files=(f"f{place}",), album="a") for place in range(3)]
    assert [len(turn.says) for turn in turns] == [1, 0, 0]
    sent = talk.press("send", "kind:report").submit
    assert sent is not None
    assert (sent.text, [file.remote for file in sent.files]) == ("No words: see the files.", ["f0", "f1", "f2"])


def test_a_change_of_a_draft_takes_its_place_and_one_of_what_is_sent_is_added() -> None:
    talk = Talk()
    talk.hear("The lmap", external="7/10")
    assert talk.hear("The lamp", external="7/10/99", edited="99").state["pieces"] == [["7/10", "The lamp"]]
    later = Talk(subject=MATTER)
    later.hear("/start")
    added = later.hear("The lamp at number 5", external="7/10/99", edited="99").submit
    assert added is not None
    assert (added.text, added.refers) == ("The lamp at number 5", ("chat",))


def test_what_may_belong_to_the_last_matter_is_asked() -> None:
    talk = Talk(subject=MATTER)
    talk.hear("/start")
    assert buttons(talk.hear("Still dark.")) == ["to:more", "to:new"]
    more = talk.press("to:more").submit
    assert more is not None
    assert (more.text, more.refers, dict(more.facts)) == ("Still dark.", ("chat",), {})
    talk.hear("A hole in the road.")
    assert buttons(talk.press("to:new")) == ["send", "cancel"]
    new = talk.press("send", "kind:report").submit
    assert new is not None
    assert new.refers == ()


def test_an_answer_is_rated_in_two_taps() -> None:
    talk = Talk(subject=MATTER)
    talk.hear("/start")
    assert buttons(talk.press("rate")) == ["rate:solved", "rate:answered", "rate:not_answered"]
    rated = talk.press("rate:solved").submit
    assert rated is not None
    assert (rated.refers, dict(rated.facts)) == (("chat",), {"rate": "solved"})
    assert Talk().press("rate:solved").submit is None


def test_a_code_is_never_kept_and_says_so() -> None:
    talk = Talk()
    talk.hear("/start")
    turn = talk.hear("1234 5678 9012 3456 7890 1234")
    assert ("Never write your code in a chat" in said(turn)[0], turn.state["pieces"]) == (True, [])


def test_the_language_is_the_senders_and_can_be_changed() -> None:
    assert Talk("uk-UA").hear("/start").language == "uk"
    talk = Talk("de")
    talk.hear("Лампа.")
    turn = talk.press("lang:ru")
    assert (turn.language, said(turn)[0].partition(".")[0]) == ("ru", "Здравствуйте")
    assert talk.hear("/help").language == "ru"
    assert buttons(talk.hear("/language")) == ["lang:uk", "lang:en", "lang:ru"]
    assert turn.state["pieces"] == [["7/1", "Лампа."]]


def test_commands_and_what_is_no_words_are_answered_and_a_draft_is_thrown_away_when_asked() -> None:
    talk = Talk()
    talk.hear("The lamp.")
    assert "Write in words" in said(talk.hear(odd="sticker"))[0]
    assert "with your code" in said(talk.hear("/status"))[0]
    assert said(talk.hear("/cancel@bot")) == ["Thrown away. Nothing of it was sent."]
    assert said(talk.press("send")) == NOTHING
    assert said(talk.press("cancel")) == ["Thrown away. Nothing of it was sent."]


def test_in_a_group_it_refuses_once_and_takes_nothing() -> None:
    talk = Talk()
    turns = [talk.hear("hi all", group="group") for _ in range(2)]
    assert [(len(turn.says), turn.submit) for turn in turns] == [(1, None), (0, None)]


def test_the_state_is_plain_json() -> None:
    state = dict(Talk().hear("The lamp.", files=("f",), phone="+380501112233").state)
    assert json.loads(json.dumps(state)) == state


def test_where_the_network_lets_us_speak_for_a_day_another_way_is_asked_for_and_said_why() -> None:
    talk = Talk(window=True)
    talk.hear("The lamp is dark.")
    asked = talk.press("send", "kind:report")
    assert (asked.submit is None, "for one day after your last message" in said(asked)[-1]) == (False, True)
    talk.chat = replace(talk.chat, subject=MATTER)
    assert said(talk.hear("+38 (050) 123-45")) == ["Noted. There we say that there is news, and nothing more."]
    assert buttons(talk.hear("anna@example.org"))[:1] == ["to:more"]  # asked once: later it is words


def test_an_address_or_a_number_alone_is_another_way_and_words_are_words() -> None:
    given = ["anna@example.org", "+380 50 123 45 67", "Call me: 0501234567", "102", "a@b", "it is 5 o'clock"]
    assert [contact_in(each) for each in given] == ["anna@example.org", "+380501234567", "", "", "", ""]


def test_whoever_asks_is_told_where_to_look_and_how_it_stands() -> None:
    talk = Talk(subject=MATTER)
    turn = talk.hear("/status")
    assert turn.submit is not None
    assert (turn.submit.refers, turn.submit.facts, "/en/follow/" in said(turn)[-1]) == (
        ("chat",),
        {"ask": "stage"},
        True,
    )
    assert Talk().hear("/status").submit is None


def test_how_it_was_handled_is_said_in_three_taps() -> None:
    talk = Talk(subject=MATTER)
    talk.hear("/start")
    assert buttons(talk.press("how")) == [f"how:{mark}" for mark in (5, 4, 3, 2, 1)]
    assert buttons(talk.press("how:4")) == [f"how:4{mark}" for mark in (5, 4, 3, 2, 1)]
    assert buttons(talk.press("how:45")) == ["how:453", "how:452", "how:451"]
    said_all = talk.press("how:453").submit
    assert said_all is not None
    assert (said_all.refers, dict(said_all.facts)) == (("chat",), {"how": "453"})
    assert Talk().press("how:453").submit is None
