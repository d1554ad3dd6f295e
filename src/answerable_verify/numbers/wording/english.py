"""The words of each figure in English."""

from typing import Final

from answerable_verify.numbers.wording.shape import FigureWords

_CAME: Final = "Acts dated in the period."
_UNTIL: Final = "As it stood on the last day of the period."
_DATES: Final = "Dates by which an answer was owed that lie in the period, as they stood on its last day. A reopened appeal has a date more."
_EVERY_DATE: Final = "All of these dates: the unanswered and the withdrawn stay in."

TABLE: Final = {
    "time-to-answer": FigureWords(
        "Time to an answer",
        "Days from registration to the first answer or reasoned refusal; “we have received it” is no answer. Who still waits is counted as long as they wait; a withdrawal, a matter joined to another and, for one authority, sending on to another authority end the waiting without an answer (Aalen-Johansen, intervals by log-log).",
        "Appeals registered in the period. To an authority that got one from another it counts from the day it came there, on the resident's own clock.",
        _UNTIL,
        "Whether the answer was any good. Authorities have different matters: the times alone do not compare them.",
    ),
    "on-time": FigureWords(
        "Answered on time",
        "Dates by which an answer was owed and given, on that day or before.",
        _EVERY_DATE,
        _DATES,
        "Whether the answer was any good, and whether the date had been moved: that is a figure of its own.",
    ),
    "outcome": FigureWords(
        "Solved, by the senders' word",
        "Appeals of which the sender says of every point that it is solved. The body says of each of them that it has answered; the gap between the two is what this figure shows.",
        "Appeals answered in the period that the sender rated, by their own word. What an operator took down is counted apart.",
        _UNTIL,
        "What those think who have said nothing. They are told beside it.",
    ),
    "heard": FigureWords(
        "Senders who said how it ended",
        "Appeals of which the sender said, by their own word, whether a point was solved, answered or not answered.",
        "Appeals answered in the period. What an operator took down stands apart, and so do those who said nothing.",
        _UNTIL,
        "Why the others said nothing. Where few speak, “solved” speaks of few.",
    ),
    "waiting": FigureWords(
        "Still waiting beyond the date",
        "Appeals without an answer whose date has come or passed.",
        "All appeals that wait for an answer.",
        "The last day of the period.",
        "How hard these matters are.",
    ),
    "received": FigureWords(
        "Appeals received",
        "Appeals registered, by the way they came and by what they are about, as finely as the public log tells it.",
        "Each appeal once.",
        _CAME,
        "What happened in the community: who trusts more writes more. Never a target.",
    ),
    "points": FigureWords(
        "Points met",
        "Points of an answer that the body says it has met; what it promised and what it refused on a ground of law stand apart.",
        "Points of the answers given in the period, as the answer itself counts them.",
        _CAME,
        "Whether the sender sees it so: that is “solved, by the senders' word”.",
    ),
    "extended": FigureWords(
        "Dates that had been moved",
        "Dates by which an answer was owed that had been extended at least once.",
        _EVERY_DATE,
        _DATES,
        "Whether the reason was good: each extension names its ground in the log.",
    ),
    "forwarded": FigureWords(
        "Sent on to another authority",
        "Appeals that another authority was given; handing on inside one is not counted.",
        "Appeals registered in the period.",
        _UNTIL,
        "Whether it was right to send them on.",
    ),
    "disputed": FigureWords(
        "Answers disputed",
        "Appeals whose last answer the sender disputes by their own word. What an operator took down for them is a part of its own; what they said is not theirs is counted as not said.",
        "Appeals answered in the period. Who may still dispute counts as not having disputed.",
        _UNTIL,
        "Who was right.",
    ),
    "closing": FigureWords(
        "How close to their date answers came",
        "Answers by the days that were left: on the day of the asking, earlier, two to five days before, the day before, the last day, later. Where matters are closed for the count's sake, answers gather on the last days.",
        "Answers given in the period, a reopened matter's second one, too.",
        _CAME,
        "Whether an answer of the last day was a bad one. It accuses nobody.",
    ),
    "closing-days": FigureWords(
        "On which days of the month answers came",
        "Answers by the day of the month, each beside what chance alone would give if every day from Monday to Friday were alike: in 95 of 100 periods all days lie in that band. Where matters are closed for the count's sake, answers gather at the end of the month.",
        "Answers given in the period, a reopened matter's second one, too.",
        _CAME,
        "Days off: the log has no calendar, so a holiday counts as a working day. It accuses nobody.",
    ),
    "reopened": FigureWords(
        "Reopened after an answer",
        "Matters that were reopened within thirty days after their answer.",
        "Answers given in the period. What may still be reopened counts as not reopened.",
        _UNTIL,
        "Why they were reopened: each says so in the log.",
    ),
    "entered": FigureWords(
        "Answers to matters that were written in at a desk",
        "Of the answers, how many were to matters that an officer wrote in for somebody who called, came or sent a letter. Whoever closes what he wrote in himself can make many quick answers.",
        "Answers given in the period, a reopened matter's second one, too.",
        _CAME,
        "Whether somebody really called. Matters that their senders sent have a time to answer of their own.",
    ),
    "time-to-answer-sent": FigureWords(
        "Time to an answer, of what people sent themselves",
        "As the time to an answer, without what an officer wrote in at a desk and what was carried over from an earlier register.",
        "Appeals registered in the period that their senders sent themselves.",
        _UNTIL,
        "Whether the answer was any good, and how long those wait who call or come.",
    ),
    "endings": FigureWords(
        "How matters ended",
        "Matters closed, by the closed list of endings. Only the sender's word makes one solved.",
        "Matters closed in the period.",
        _CAME,
        "Matters that are still open.",
    ),
    "escalated": FigureWords(
        "Put before the leadership",
        "Times that an appeal went up because it was late, disputed or badly answered.",
        "Each time counts; one appeal can go up more than once.",
        _CAME,
        "What the leadership did about it.",
    ),
    "chair-reading": FigureWords(
        "Read by the leadership within a day",
        "Letters read by the leader whom they were put before, by the end of the next day.",
        "Letters addressed to a leader, thanks, and those that climbed, each time that they came before one. The unread and the withdrawn stay in.",
        "Letters whose next day lies in the period; as it stood on its last day.",
        "What the reader did about it.",
    ),
    "instructed": FigureWords(
        "Instructions of the leadership",
        "Instructions to answer, or to explain.",
        "Each instruction once.",
        _CAME,
        "Whether they were followed.",
    ),
    "instructions-done": FigureWords(
        "Instructions followed in time",
        "Instructions to answer after which the sender was answered by the day that was set.",
        "Instructions to answer whose day lies in the period; what was withdrawn before it stays in. Those to explain are not: the log doesn't have their end.",
        _UNTIL,
        "Whether the answer was any good.",
    ),
    "measures": FigureWords(
        "Measures after bad answers",
        "What was done in a body about a bad answer, by kind. Bodies, never persons.",
        "Each measure once.",
        _CAME,
        "Whether it helped. Never a target.",
    ),
    "commended": FigureWords(
        "Commendations",
        "Good answers, said so by the leadership. Bodies, never persons.",
        "Each commendation once.",
        _CAME,
        "Good answers that nobody spoke of. Never a target.",
    ),
    "promises": FigureWords(
        "Promises kept in time",
        "Promises of which the body showed, by the day that it had set itself, that they were kept.",
        "Promises whose day lies in the period: the broken and the open stay in.",
        _UNTIL,
        "What was promised: the log says that there is a promise and by when, and never to whom.",
    ),
}
