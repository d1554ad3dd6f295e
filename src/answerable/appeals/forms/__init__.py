"""What residents fill in: the two screens of writing, and what somebody who follows an appeal may send.

`fields` are the boxes, `writing` and `following` the forms, `offering` the lists to choose from, `sheet` what has been
typed so far: it alone makes the forms of writing, and one `Intake` out of them.
"""
