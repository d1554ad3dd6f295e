"""Questionnaires: an XLSForm read in a limited process, and the form that comes out of it, judged and shown by one rule.

Pure: no Django, no database, no clock. A form is data that strangers wrote, so are the answers to it.

    workbook    the child that turns a spreadsheet into an XForm, or into faults by sheet, row and cure
    document    XML of strangers, within limits
    expression  the part of XPath that forms may use, read once
    scope       what an expression is evaluated on: the answers, where it stands
    form        an XForm as a tree of groups, repeats and questions, with its texts by language
    judging     which answers hold: relevance, constraints, choices, calculations
    submission  what a phone sends, as answers
    screens     the same form in steps that need no script
"""
