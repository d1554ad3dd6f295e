"""Where the modules of the witness are tried.

client.py: test_two_servers.py
judge.py: test_witness.py
memory.py: test_witness.py
server.py: test_witness.py test_two_servers.py
"""
