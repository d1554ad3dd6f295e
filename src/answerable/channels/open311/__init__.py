"""Open311 GeoReport v2 as it goes over the wire: what may be asked, and how an answer is written in XML and in JSON.

Who registers, and what is shown, is for the rooms above (`appeals.views.open311`).
"""
