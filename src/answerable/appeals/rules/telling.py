"""Which way is left to tell a sender that there is news, where a letter or a call could not be delivered. Pure."""

from collections.abc import Collection

from answerable.appeals.terms import NextWay


def next_way(tried: Collection[tuple[str, str]], *, way: str, contact: str, has_address: bool) -> NextWay:
    """The next way that the sender named: a contact left since, then the postal address, then nothing but the code.

    tried        ways with their addresses, all of them given up
    way, contact how the sender wants to be told now; both empty when they left nothing
    has_address  whether there is a postal address
    """
    if way and (way, contact) not in tried:
        return NextWay.CONTACT
    return NextWay.POST if has_address else NextWay.NONE
