"""What a long test is at, said each minute."""

import sys
import threading
import time

EVERY = 60  # s


def tell(what):
    """Prints each minute what `what` returns then, to stderr, from a thread that ends with the program."""
    def loop():
        while True:
            time.sleep(EVERY)
            print(f"still at {what()}", file=sys.stderr, flush=True)
    threading.Thread(target=loop, daemon=True).start()
