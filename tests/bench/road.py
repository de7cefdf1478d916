"""scripts/bench road: filingd against mbsync on a real Dovecot over TLS, alternating, on one disk.

Three times of filingd are told apart. fetch: from the start to the last body received (daemon/imap alone, bodies hashed and
written, nothing synced; against mbsync without fsync). safe: until the raw bytes are synced and the ledger has committed (the
program's own log line, with the rest of the road running beside; against mbsync with fsync). settled: the whole run.
"""
import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import corpus  # noqa: E402
import measure  # noqa: E402
from dovecot import Dovecot  # noqa: E402
from office import Office, programs  # noqa: E402

SAFE = r" new in INBOX"


def clear(*folders):
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    os.sync()  # what earlier runs left dirty is not this run's


# --- the programs ---
class Bench:
    def __init__(self, root, dovecot):
        self.root, self.dovecot = root, dovecot

    def fill(self, user, mails):
        begun = time.monotonic()
        count, size = corpus.fill(self.dovecot.maildir(user=user), mails,
                                  self.dovecot.mail_owner if self.dovecot.as_root else None)
        print(f"  {user}: {count} mails, {size / count / 1e3:.1f} KB each, made in {time.monotonic() - begun:.0f} s", flush=True)
        return count

    def mbsync(self, user, fsync):
        target = self.root / "mbsync"
        clear(target)
        target.mkdir()
        (target / "rc").write_text(f"""FSync {"yes" if fsync else "no"}
IMAPStore far
Host localhost
Port {self.dovecot.port}
User {user}
Pass {self.dovecot.password}
SSLType IMAPS
CertificateFile {self.dovecot.ca_file}

MaildirStore near
Path {target}/box/
Inbox {target}/box/INBOX

Channel bench
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync PullNew
SyncState *
""")
        (target / "box").mkdir()
        return measure.run(["mbsync", "-q", "-c", str(target / "rc"), "bench"])

    def fetch(self, user):
        target = self.root / "fetch"
        clear(target)
        target.mkdir()
        cost = measure.run([str(programs() / "bench_fetch"), self.dovecot.url, user, self.dovecot.password, self.dovecot.ca_file, str(target)])
        cost.wall = float(cost.output.split()[0])
        return cost

    def filingd(self, user, interval=0.1):
        target = self.root / "office"
        clear(target)
        self.dovecot.user = user
        office = Office(target, self.dovecot, units=corpus.units_toml())
        return measure.run(office.command("filingd", "--once"), interval)


# --- what is shown ---
def best(costs, key=lambda c: c.wall):
    return min(map(key, costs))


def row(name, values, against=None):
    ratio = f"{min(against) / min(values):7.2f} x" if against else " " * 9
    print(f"  {name:34} {min(values):8.2f} s {statistics.median(values):8.2f} s {ratio}", flush=True)


def disk(folder):
    """What this disk takes for one durable file of 20 KB, and for a hundred synced together."""
    folder = pathlib.Path(folder)
    data, single = os.urandom(20_000), []
    for number in range(50):
        file = os.open(folder / f"single{number}", os.O_WRONLY | os.O_CREAT)
        os.write(file, data)
        begun = time.monotonic()
        os.fdatasync(file)
        single.append(time.monotonic() - begun)
        os.close(file)
    for number in range(100):
        (folder / f"many{number}").write_bytes(data)
    begun = time.monotonic()
    os.sync()
    many = time.monotonic() - begun
    for file in folder.iterdir():
        file.unlink()
    return statistics.median(single) * 1e3, many * 1e3


def papers(bench, rounds, count):
    user = "papers@mail.test"
    count = bench.fill(user, corpus.papers(count))
    bench.fetch(user)  # Dovecot's index is made here, once
    plain, synced, fetch, whole, syncs = [], [], [], [], []
    for number in range(rounds):
        with tempfile.TemporaryDirectory(dir=bench.root) as folder:
            syncs.append(disk(folder))
        plain.append(bench.mbsync(user, False))
        fetch.append(bench.fetch(user))
        synced.append(bench.mbsync(user, True))
        whole.append(bench.filingd(user))
        print(f"  round {number + 1}: mbsync {plain[-1].wall:.2f} s, fetch {fetch[-1].wall:.2f} s, mbsync with fsync {synced[-1].wall:.2f} s, "
              f"safe {whole[-1].when(SAFE):.2f} s, settled {whole[-1].wall:.2f} s; load {os.getloadavg()[0]:.1f}", flush=True)
    walls = lambda costs: [cost.wall for cost in costs]  # noqa: E731
    print(f"\n{count} mails of about 20 KB{'':13} best     median   speed, mbsync = 1")
    row("mbsync, FSync no", walls(plain))
    row("fetch (nothing synced)", walls(fetch), walls(plain))
    row("mbsync, FSync yes", walls(synced))
    row("safe", [cost.when(SAFE) for cost in whole], walls(synced))
    row("settled", walls(whole), walls(synced))
    print(f"  settled / mbsync: {best(whole) / best(synced):.2f} with fsync, {best(whole) / best(plain):.2f} without; "
          f"{count / best(whole):.0f} mails/s")
    print(f"  disk: fdatasync of 20 KB {min(s for s, _ in syncs):.2f} ms, sync of a hundred {min(m for _, m in syncs):.1f} ms")
    show_cpu(min(whole, key=lambda cost: cost.cpu), count)
    print(f"  for comparison: mbsync {best(synced, lambda c: c.cpu) / count * 1e3:.2f} ms CPU a mail; daemon/imap alone "
          f"{best(fetch, lambda c: c.cpu) / count * 1e3:.2f} ms")


def show_cpu(cost, count):
    each = 1e3 / count
    print(f"  CPU a mail: {cost.cpu * each:.2f} ms = mailbox thread {cost.main * each:.2f} + pipeline thread {cost.others * each:.2f} "
          f"+ parser with its children {cost.children * each:.2f}")
    print(f"  peak memory: filingd {cost.peak:.0f} MiB, filing-parser's server {cost.server_peak:.0f} MiB, its largest child "
          f"{cost.child_peak:.0f} MiB")


def large(bench, rounds, count):
    user = "large@mail.test"
    count = bench.fill(user, corpus.large(count))
    bench.fetch(user)
    synced, whole = [], []
    for _ in range(rounds):
        synced.append(bench.mbsync(user, True))
        whole.append(bench.filingd(user, interval=0.01))
    print(f"\n{count} mails of about 20 MB{'':13} best     median   speed, mbsync = 1")
    row("mbsync, FSync yes", [cost.wall for cost in synced])
    row("safe", [cost.when(SAFE) for cost in whole], [cost.wall for cost in synced])
    row("settled", [cost.wall for cost in whole], [cost.wall for cost in synced])
    show_cpu(max(whole, key=lambda cost: cost.child_peak), count)
    print(f"  the same of mbsync: {max(cost.peak for cost in synced):.0f} MiB")


def growth(bench, counts):
    print("\nCPU a mail as the ledger grows (mails of one small docx, each a filing)")
    first = None
    for count in counts:
        user = f"small{count}@mail.test"
        bench.fill(user, corpus.small(count))
        cost = bench.filingd(user)
        each = cost.cpu / count * 1e3
        first = first or each
        print(f"  {count:6} mails: {each:.2f} ms ({each / first:.2f} x), mailbox {cost.main / count * 1e3:.2f} + pipeline "
              f"{cost.others / count * 1e3:.2f} + parser {cost.children / count * 1e3:.2f}; {count / cost.wall:.0f} mails/s; filingd {cost.peak:.0f} MiB",
              flush=True)
        clear(bench.root / "office", bench.dovecot.maildir(user=user))


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    versions = [subprocess.run(command, capture_output=True, text=True).stdout.split("\n")[0]
                for command in (["dovecot", "--version"], ["mbsync", "--version"])]
    print(f"{os.cpu_count()} x {cpu}; Linux {os.uname().release}; dovecot {versions[0]}; {versions[1]}; load {os.getloadavg()[0]:.1f}")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench road", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mails", type=int, default=5000, help="of about 20 KB (default 5000)")
    parser.add_argument("--large", type=int, default=20, help="of about 20 MB (default 20; 0 leaves them out)")
    parser.add_argument("--growth", default="500,5000", help="sizes of the ledger (default 500,5000; the long form: 500,5000,50000; '' none)")
    parser.add_argument("--folder", default="/var/tmp", help="on the disk to measure (default /var/tmp)")
    return parser.parse_args()


def main():
    chosen = arguments()
    for end in (signal.SIGINT, signal.SIGTERM):  # also where a shell in the background ignores them
        signal.signal(end, lambda *_: sys.exit(143))
    root = pathlib.Path(tempfile.mkdtemp(prefix="filingd-bench-", dir=chosen.folder))
    root.chmod(0o755)
    counts = [int(each) for each in chosen.growth.split(",") if each]
    users = ["papers@mail.test", "large@mail.test", *(f"small{count}@mail.test" for count in counts)]
    machine()
    try:
        with Dovecot(root / "dovecot", users={user: "secret" for user in users}) as dovecot:
            bench = Bench(root, dovecot)
            if chosen.mails:
                papers(bench, chosen.rounds, chosen.mails)
            if chosen.large:
                large(bench, max(1, chosen.rounds // 2), chosen.large)
            if counts:
                growth(bench, counts)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
