"""The columns of this room that hold ciphertext."""

from typing import Final

from answerable.base.sealed import SealedField, Under

INSTRUCTION_TEXT: Final = SealedField(table="oversight_instruction", column="text")
INSTRUCTION_EXPLANATION: Final = SealedField(table="oversight_instruction", column="explanation")
MEASURE_TEXT: Final = SealedField(table="oversight_measure", column="text")
COMMENDATION_TEXT: Final = SealedField(table="oversight_commendation", column="text")
SAMPLE_SECRET: Final = SealedField(table="oversight_sample", column="secret", under=Under.SERVER)

SEALED: Final = (INSTRUCTION_TEXT, INSTRUCTION_EXPLANATION, MEASURE_TEXT, COMMENDATION_TEXT, SAMPLE_SECRET)
