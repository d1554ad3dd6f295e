"""The process that spells the catalogue: one rdflib graph, read from JSON-LD, as Turtle, JSON-LD and RDF/XML."""

import json
import sys


def main() -> None:
    """Spell what is given."""
    from rdflib import Graph

    said = sys.stdin.buffer.read()
    graph = Graph().parse(data=said, format="json-ld")
    context = json.loads(said)["@context"]
    spelled = {
        "ttl": graph.serialize(format="turtle"),
        "jsonld": graph.serialize(format="json-ld", context=context, auto_compact=True, sort_keys=True),
        "rdf": graph.serialize(format="pretty-xml"),
    }
    sys.stdout.write(json.dumps(spelled))


if __name__ == "__main__":
    main()
