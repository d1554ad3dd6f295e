"""What the web server calls."""

import gc
import logging
import os
import signal

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from answerable.base import measures
from answerable.site import timekeeping
from answerable_host.cluster.processes import die_with_this_parent
from answerable_host.config import POOLED

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.site.settings")
if POOLED in os.environ:  # a process of `answerable web`: it must not outlive a web server that was killed
    # SIGKILL: an orphan that only half ends keeps the port and lets visitors wait; what was acknowledged is durable
    die_with_this_parent(signal.SIGKILL, parent=int(os.environ[POOLED]))
application = get_wsgi_application()
if POOLED in os.environ:
    from answerable.ledger import waking  # it knows models, which are there only now

    timekeeping.keep_time()
    waking.begin()
    measures.begin(settings.ANSWERABLE.home, "web")
    logging.getLogger(__name__).info("the web process starts")
# what is loaded stays: the collector need not walk over it again and again while appeals come in
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
