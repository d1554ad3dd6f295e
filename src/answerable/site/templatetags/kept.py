"""Parts of a page that are the same for everybody: rendered once for a language and an order of things, then kept.

The page that answers a registration is the hottest of the system, and two thirds of it are its frame. What stands
between `kept` and `endkept` may depend on the language, on what the pack says, on the doors that are open and on the
words after the name (nothing is kept where one of them is None), and on nothing else: no nonce, no token, no name of a person.
"""

from typing import Any, Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from answerable.site import place

register = template.Library()
MOST: Final = 500  # parts; more come only when somebody asks for many addresses
_PARTS: Final[dict[tuple[object, ...], SafeString]] = {}


class Kept(template.Node):
    """One kept part. `args` are what it depends on beside language and revision."""

    def __init__(self, name: str, args: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.args, self.nodelist = name, args, nodelist

    def render(self, context: Context) -> SafeString:
        """The part as it was rendered before, or rendered now."""
        revision = place.revision()
        given = [arg.resolve(context) for arg in self.args]
        if revision is None or None in given:
            return self.nodelist.render(context)
        key = (self.name, get_language(), revision, *map(str, given))
        part = _PARTS.get(key)
        if part is None:
            part = self.nodelist.render(context)
            if len(_PARTS) >= MOST:
                _PARTS.clear()
            _PARTS[key] = part
        return part


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept "name" what.it depends.on %}…{% endkept %}`."""
    words: Any = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(words[1].strip("\"'"), [parser.compile_filter(word) for word in words[2:]], nodelist)
