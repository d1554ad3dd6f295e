"""The columns of this room that hold ciphertext."""

from typing import Final

from answerable.base.sealed import SealedField, Under

DRAFT: Final = SealedField(table="surveys_unit", column="draft", under=Under.SERVER)
TELEPHONE: Final = SealedField(table="surveys_unit", column="telephone", under=Under.SERVER)
ANSWERS: Final = SealedField(table="surveys_response", column="answers", under=Under.SERVER)
RAW: Final = SealedField(table="surveys_submission", column="raw", under=Under.SERVER)
TYPED: Final = SealedField(table="surveys_paper_entry", column="answers", under=Under.SERVER)
CONTACT: Final = SealedField(table="surveys_volunteer", column="contact", under=Under.SERVER)

SEALED: Final = (DRAFT, TELEPHONE, ANSWERS, RAW, TYPED, CONTACT)
