"""REFI-QDA 1.5: codebooks (QDC) and projects (QDPX) out and in, after the schemas of 2019 (urn:QDA-XML:project:1.0).

`project` is what a project holds, `writing` its bytes, `reading` the way back from anybody's file.
"""
