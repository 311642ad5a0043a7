"""Workers killed at random moments, again and again: `python3 dev.py bench kill`, `python -m bench.kill --rounds 200`.

Each round puts out letters, lets four workers send them to a mail server that is slow, refuses, and hangs up, and kills
one worker after another with SIGKILL at any moment. At the end nothing may be lost and nothing doubled; a kill may
leave at most the letter unknown that was in flight. The balance must add up.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL

from flask_migrate import upgrade

from core.db import db
from core.outbox.models import PENDING, MessageState
from tests.conftest import fresh_database
from tests.outbox.mail_server import DROP, DROP_AFTER_ANSWER, MailServer, Misbehaviour, mail_server
from tests.outbox.workers import Nursery, Office, Orders, put_out, states_of

WORKERS = 4
LETTERS = 12
KILLS = 3
NEXT_DAYS = timedelta(days=2)  # when every lease has ended and every letter deferred is due again
WRONG = (
    Misbehaviour(at_recipient=["451 4.7.1 Later"]),
    Misbehaviour(at_recipient=["550 5.1.1 Nobody"]),
    Misbehaviour(at_data=[DROP]),
    Misbehaviour(at_end=[DROP]),
    Misbehaviour(at_end=["452 4.3.1 No room"]),
    Misbehaviour(at_end=[DROP_AFTER_ANSWER]),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    failed = [each for each in asked.database or ("sqlite", "postgresql") if not _survives(each, asked)]
    sys.exit(f"FAILED on {', '.join(failed)}" if failed else 0)


def _survives(database: str, asked: argparse.Namespace) -> bool:
    chance = random.Random(asked.seed)
    total: Counter[str] = Counter()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        mail_server() as server,
        fresh_database(database, Path(folder), "kill") as url,
    ):
        office = Office(url, Path(folder), server.url)
        app = office.open()
        with app.app_context():
            upgrade()
            workers = Nursery(office)
            for _ in range(asked.rounds):
                total.update(_round(workers, server, chance))
            workers.close()
            db.session.remove()
            db.engine.dispose()
    total["seconds"] = round(time.monotonic() - began)
    print(f"{database}: " + ", ".join(f"{name} {count}" for name, count in total.items()))
    return total["lost"] == total["doubled"] == total["unknown too many"] == total["balance wrong"] == 0


def _round(workers: Nursery, server: MailServer, chance: random.Random) -> Counter[str]:
    server.received.clear()
    server.delay_seconds = chance.choice((0, 0.002, 0.01))
    mailing = put_out(LETTERS)
    addresses = list(states_of(mailing))
    dropped = 0
    for address in chance.sample(addresses, 3):
        wrong = chance.choice(WRONG)
        dropped += wrong.at_end == [DROP]
        server.misbehaviours[address] = Misbehaviour(*map(list, (wrong.at_recipient, wrong.at_data, wrong.at_end)))
    running = [workers.start(Orders(until_stopped=True)) for _ in range(WORKERS)]
    for _ in range(KILLS):
        time.sleep(chance.random() * 0.15)
        place = chance.randrange(WORKERS)
        os.kill(running[place], SIGKILL)
        workers.ended(running[place])
        running[place] = workers.start(Orders(until_stopped=True))
    for worker in running:
        workers.stop(worker)
    for day in range(1, 4):
        workers.send(Orders(ahead=day * NEXT_DAYS), Orders(ahead=day * NEXT_DAYS))
    return _judged(states_of(mailing), server, kills=KILLS, dropped=dropped)


def _judged(states: dict[str, MessageState], server: MailServer, *, kills: int, dropped: int) -> Counter[str]:
    counts = server.counts()
    unknown = [address for address, state in states.items() if state is MessageState.UNKNOWN]
    accepted = [address for address, state in states.items() if state is MessageState.ACCEPTED]
    others = [address for address in states if address not in unknown and address not in accepted]
    return Counter(
        {
            "letters": len(states),
            "kills": kills,
            "accepted": len(accepted),
            "unknown": len(unknown),
            "refused": sum(state is MessageState.REFUSED for state in states.values()),
            "lost": sum(counts[address] == 0 for address in accepted)
            + sum(states[address] in PENDING for address in others),
            "doubled": sum(count > 1 for count in counts.values()) + sum(counts[address] for address in others),
            "unknown too many": max(0, len(unknown) - kills - dropped),
            "balance wrong": len(states) != LETTERS,
        }
    )


if __name__ == "__main__":
    main()
