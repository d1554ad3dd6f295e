"""A thousand random submissions are judged alike by ours and by a second evaluator, which shares no line with it.

The second one is libxml2's XPath 1.0 over the bytes of the form itself: it reads binds, lists and controls with lxml, lays the answers
into the form's own instance, and asks each expression at its own element. Functions of XForms that XPath 1.0 lacks are
written here from the ODK XForms specification.
"""

import math
import random
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree

from answerable.surveys import testing
from answerable.surveys.questionnaire import judging, reading
from answerable.surveys.questionnaire.form import Control, Form, Node, NodeKind

NOW: Final = datetime(2026, 12, 1, 12, tzinfo=UTC)
CONFIDENCE: Final = Path(__file__).resolve().parents[6] / "shared" / "reference" / "surveys" / "confidence.xml"
SENT: Final = 500  # of each of the two forms
WORTH: Final = frozenset({"answer.missing", "answer.no-choice", "answer.constraint", "answer.type"})


class Second:
    """A form as libxml2 sees it."""

    def __init__(self, xform: bytes) -> None:
        tree = etree.fromstring(xform)
        for element in tree.iter(etree.Element):
            element.tag = etree.QName(element).localname
            for name in [each for each in element.attrib if "}" in each]:
                element.attrib[etree.QName(name).localname] = element.attrib.pop(name)
        model = tree.find(".//model")
        instances = model.findall("instance")
        self.template = instances[0][0]
        for turn in [each for each in self.template.iter() if "template" in each.attrib]:
            turn.getparent().remove(turn)
        self.root = f"/{self.template.tag}"
        self.lists = {each.get("id"): each for each in instances[1:]}
        self.binds = {each.get("nodeset"): each for each in model.findall("bind")}
        self.controls = {each.get("ref"): each for each in tree.iter("input", "select", "select1") if each.get("ref")}
        self.repeats = {each.get("nodeset"): each for each in tree.iter("repeat")}

    def judge(self, answers: Mapping[str, str]) -> tuple[set[tuple[str, str]], dict[str, str]]:
        """What is wrong, as (key, reason), and the values of what is worked out."""
        self.data = deepcopy(self.template)
        self.asked: dict[Any, bool] = {}
        for _ in range(20):
            before = etree.tostring(self.data)
            self._settle(self.data, answers, asked=True)
            if etree.tostring(self.data) == before:
                break
        wrong, worked = set(), {}
        for element, key in self._leaves():
            bind = self.binds.get(self._path(element))
            if bind is not None and self.asked.get(element):
                if bind.get("calculate") and element.text:
                    worked[key] = element.text
                if self._path(element) in self.controls:
                    wrong |= {(key, reason) for reason in self._faults(element, bind)}
        return wrong, worked

    def _settle(self, element: Any, answers: Mapping[str, str], *, asked: bool) -> None:
        for child in list(element):
            path = self._path(child)
            if path in self.repeats and path not in {self._path(each) for each in child.itersiblings(preceding=True)}:
                self._turn(element, child, path, asked=asked)
        for child in list(element):
            bind = self.binds.get(self._path(child))
            relevant = bind.get("relevant") if bind is not None else None
            here = asked and (relevant is None or bool(self._value(relevant, child)))
            self.asked[child] = here
            if self._path(child) in self.repeats and child.get("none"):
                here = self.asked[child] = False
            if not len(child):
                self._write(child, bind, answers, asked=here)
            self._settle(child, answers, asked=here)

    def _turn(self, above: Any, first: Any, path: str, *, asked: bool) -> None:
        turns = [each for each in above if each.tag == first.tag]
        wanted = self._value(self.repeats[path].get("count"), first) if asked else 0
        wanted = _number(self._text(wanted))
        wanted = int(min(wanted, judging.MOST_TURNS)) if wanted > 0 else 0
        for spare in turns[max(wanted, 1) :]:
            above.remove(spare)
        for _ in range(wanted - len(turns)):
            above.insert(above.index(turns[-1]) + 1, deepcopy(first))
        for each in above:
            if each.tag == first.tag:
                each.attrib.pop("none", None)
                if not wanted:
                    each.set("none", "1")  # an instance has one turn at least; none of it is asked

    def _write(self, element: Any, bind: Any, answers: Mapping[str, str], *, asked: bool) -> None:
        if not asked:
            element.text = None
        elif bind is not None and bind.get("calculate"):
            element.text = self._text(self._value(bind.get("calculate"), element)) or None
        else:
            element.text = answers.get(self._key(element)) or None

    def _faults(self, element: Any, bind: Any) -> Iterator[str]:
        value, kind = element.text or "", bind.get("type")
        if not value:
            if bind.get("required") and self._value(bind.get("required"), element):
                yield "answer.missing"
            return
        if not _typed(kind, value):
            yield "answer.type"
            return
        control = self.controls[self._path(element)]
        if control.tag != "input" and not self._chosen(control, element, value):
            yield "answer.no-choice"
        if bind.get("constraint"):
            if kind == "date":
                element.text = str(date.fromisoformat(value[:10]).toordinal())
            holds = self._value(bind.get("constraint"), element)
            element.text = value
            if not holds:
                yield "answer.constraint"

    def _chosen(self, control: Any, element: Any, value: str) -> bool:
        allowed = [each.findtext("value") for each in control.findall("item")]
        for itemset in control.findall("itemset"):
            allowed += [item.findtext("name") for item in self._value(itemset.get("nodeset"), element)]
        said = [value] if control.tag == "select1" else value.split()
        return set(said) <= set(allowed) and len(set(said)) == len(said)

    def _value(self, expression: str, element: Any) -> Any:
        said = re.sub(rf"(?<![\w)\]./*]){self.root}/", "$data/", expression)
        return element.xpath(said, data=[self.data], extensions=self._functions())

    def _functions(self) -> dict[tuple[None, str], Any]:
        text = self._text
        return {
            (None, "selected"): lambda _, said, one: text(one) in text(said).split(),
            (None, "count-selected"): lambda _, said: float(len(text(said).split())),
            (None, "if"): lambda _, holds, one, other: text(one) if _true(holds) else text(other),
            (None, "min"): lambda _, *values: _least([_number(text(each)) for each in values]),
            (None, "today"): lambda _: float(NOW.date().toordinal()),
            (None, "instance"): lambda _, name: [self.lists[text(name)]],
        }

    def _text(self, value: Any) -> str:
        if isinstance(value, list):
            return self._text(value[0]) if value else ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float) and math.isnan(value):
            return "NaN"
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() else str(value)
        return value.text or "" if isinstance(value, etree._Element) else str(value)

    def _leaves(self) -> Iterator[tuple[Any, str]]:
        for element in self.data.iter(etree.Element):
            if not len(element):
                yield element, self._key(element)

    def _path(self, element: Any) -> str:
        return "/" + "/".join(each.tag for each in (*list(element.iterancestors())[::-1], element))

    def _key(self, element: Any) -> str:
        parts = []
        for each in (*list(element.iterancestors())[::-1], element)[1:]:
            turn = 1 + sum(one.tag == each.tag for one in each.itersiblings(preceding=True))
            parts.append(f"{each.tag}[{turn}]" if self._path(each) in self.repeats else each.tag)
        return "/".join(parts)


def _true(value: Any) -> bool:
    return bool(value) and not (isinstance(value, float) and math.isnan(value))


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return math.nan


def _least(values: list[float]) -> float:
    return math.nan if any(map(math.isnan, values)) else min(values)


def _typed(kind: str | None, value: str) -> bool:
    if kind == "int":
        return re.fullmatch(r"[+-]?\d{1,15}", value) is not None
    if kind == "date":
        return re.fullmatch(r"\d{4}-(0\d|1[0-2])-[0-3]\d", value) is not None
    if kind == "geopoint":
        return re.fullmatch(r"-?\d+\.\d+ -?\d+\.\d+( -?[\d.]+){0,2}", value) is not None
    return True


ODD: Final[Mapping[str, tuple[str, ...]]] = {
    "int": ("-1", "0", "1", "2", "3", "15", "17", "18", "29", "30", "44", "45", "60", "110", "111", "400", "401", "abc", "3.5", ""),
    "date": ("2026-03-01", "2026-12-01", "2026-12-02", "2030-01-01", "2026-13-01", "yesterday", ""),
    "geopoint": ("49.83 36.68 0 12.5", "49.83 36.68", "north", ""),
    "string": ("", "Dogs", "Ґ" * 300, "x" * 301, "x" * 1001),
}  # fmt: skip


def random_answers(form: Form, chance: random.Random) -> dict[str, str]:
    """Answers of one submission: mostly sensible, some of them wrong, and with turns of repeats that nobody asked for."""
    said: dict[str, str] = {}
    for node in form.questions():
        repeat = next((path for path in form.repeats if node.path.startswith(f"{path}/")), "")
        for turn in (1, 2, 3) if repeat else (0,):
            value = _random_value(node, chance)
            if value:
                said[node.path.replace(repeat, f"{repeat}[{turn}]", 1) if turn else node.path] = value
    return said


def _random_value(node: Node, chance: random.Random) -> str:
    values = [choice.value for choice in node.choices]
    wrong = chance.random()
    if node.control is Control.ONE:
        return "zzz" if wrong < 0.03 else "" if wrong < 0.08 else chance.choice(values)
    if node.control is Control.SEVERAL:
        some = chance.sample(values, min(len(values), chance.choice((0, 1, 1, 2, 3, 4))))
        return " ".join([*some, *some[:1]] if wrong < 0.03 else [*some, "zzz"] if wrong < 0.06 else some)
    return chance.choice(ODD.get(node.type, ODD["string"]))


@pytest.mark.parametrize("which", ["ours", "confidence"])
def test_random_submissions_are_judged_alike(which: str) -> None:
    if which == "confidence" and not CONFIDENCE.exists():
        pytest.skip("the reference questionnaire is not beside this checkout")
    xform = testing.xform() if which == "ours" else CONFIDENCE.read_bytes()
    form, second, chance = reading.read_form(xform), Second(xform), random.Random(12)
    worked_out = {node.path for node in form.nodes() if node.calculate is not None and node.kind is NodeKind.HIDDEN}
    kinds: set[str] = set()
    for number in range(SENT):
        said = random_answers(form, chance)
        judged = judging.judge(form, said, now=NOW)
        ours = {(flag.key, flag.reason) for flag in judged.flags if flag.reason in WORTH}
        wrong, worked = second.judge(said)
        assert ours == wrong, f"submission {number}: {said}"
        told = {key: value for key, value in judged.answers.items() if key in worked_out}
        assert told == {key: value for key, value in worked.items() if key in worked_out}, (
            f"submission {number}: {said}"
        )
        kinds |= {reason for _, reason in ours}
    assert kinds == WORTH
