"""The columns of this room that hold ciphertext.

What belongs to one appeal is bound to the appeal's root; a row that has no root of its own takes it from there.
"""

from typing import Final

from answerable.base.sealed import SealedField, Under

_OF_APPEAL: Final = "appeal__root"

APPEAL_GIST: Final = SealedField(table="appeals_appeal", column="gist")
APPEAL_WHEREABOUTS: Final = SealedField(table="appeals_appeal", column="whereabouts")
APPEAL_CHOSEN: Final = SealedField(table="appeals_appeal", column="chosen")
SENDER_NAME: Final = SealedField(table="appeals_sender", column="name", ref="appeal")
SENDER_ADDRESS: Final = SealedField(table="appeals_sender", column="address", ref="appeal")
# what a letter needs while nobody's key is open
SENDER_CONTACT: Final = SealedField(table="appeals_sender", column="contact", ref="appeal", under=Under.SERVER)
REASON_TEXT: Final = SealedField(table="appeals_reason", column="text", ref="entry")
ANSWER_TEXT: Final = SealedField(table="appeals_answer", column="text", root=_OF_APPEAL)
POINT_TEXT: Final = SealedField(table="appeals_point", column="text", root=_OF_APPEAL)
POINT_REPLY: Final = SealedField(table="appeals_point", column="reply", root=_OF_APPEAL)
DRAFT_BODY: Final = SealedField(table="appeals_draft", column="body", root=_OF_APPEAL)
# many appeals' at once, none of them sealed
INCIDENT_TITLE: Final = SealedField(table="appeals_incident", column="title", under=Under.SERVER)
MAILING_TEXT: Final = SealedField(table="appeals_mailing", column="text", under=Under.SERVER)

SEALED: Final = (
    APPEAL_GIST,
    APPEAL_WHEREABOUTS,
    APPEAL_CHOSEN,
    SENDER_NAME,
    SENDER_ADDRESS,
    SENDER_CONTACT,
    REASON_TEXT,
    ANSWER_TEXT,
    POINT_TEXT,
    POINT_REPLY,
    DRAFT_BODY,
    INCIDENT_TITLE,
    MAILING_TEXT,
)
