"""What a long test is at, said each minute."""

import atexit
import sys
import threading

EVERY = 60  # s


def tell(what):
    """Prints each minute what `what` returns then, to stderr, from a thread that ends with the program."""
    ended = threading.Event()

    def loop():
        while not ended.wait(EVERY):
            print(f"still at {what()}", file=sys.stderr, flush=True)
    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    # A thread that prints while the interpreter closes its streams would abort it.
    atexit.register(lambda: (ended.set(), thread.join()))
