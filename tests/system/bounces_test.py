#!/usr/bin/python3
"""A receipt comes back: a real Postfix writes the bounce, a real Dovecot keeps it, and mail to the address stops until a
person lets it go out again."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import mails  # noqa: E402
from dovecot import Dovecot  # noqa: E402
from office import Office  # noqa: E402
from postfix import Postfix  # noqa: E402


class Bounces(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        # harbour@mail.test is a unit's address in units.toml, and nobody's on the server.
        self.dovecot = Dovecot(self.root / "dovecot", users={u: "secret" for u in (mails.OFFICE, "willow@mail.test")})
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)
        self.postfix = Postfix(self.root / "postfix", self.dovecot, departed=["harbour@mail.test"])
        self.postfix.start()
        self.addCleanup(self.postfix.stop)

    def notices(self, office):
        return {(n["to"][0], n["state"]) for n in office.ctl("outbox", "list", "--json")}

    def dead(self, office):
        return {a["address"]: a["dead"] for a in office.ctl("address", "list", "--json") if a["dead"]}

    def test_a_bounce_stops_mail_to_the_address_until_a_person_lets_it_go(self):
        office = Office(self.root / "office", self.dovecot, smtp_url=self.postfix.url)
        office.once()
        self.dovecot.deliver(mails.report("柳树镇人民政府"))
        self.dovecot.deliver(mails.report("港口镇人民政府"))
        office.once()
        self.postfix.wait_delivered()
        self.assertEqual(self.notices(office), {("willow@mail.test", "sent"), ("harbour@mail.test", "sent")})
        office.once()  # takes the bounce
        self.assertEqual(self.notices(office), {("willow@mail.test", "sent"), ("harbour@mail.test", "refused")})
        bounce = [m for m in office.messages() if m["reason"] == "bounce"]
        self.assertEqual([m["outcome"] for m in bounce], ["not_a_filing"])
        self.assertEqual(list(self.dead(office)), ["harbour@mail.test"])
        self.assertIn("User", self.dead(office)["harbour@mail.test"]["cause"])

        self.dovecot.deliver(mails.report("港口镇人民政府", number=1))
        office.once()
        self.postfix.wait_delivered()
        self.assertIn(("harbour@mail.test", "cancelled"), self.notices(office))
        office.once()
        self.assertEqual(len([m for m in office.messages() if m["reason"] == "bounce"]), 1)

        office.run("filingctl", "address", "revive", "harbour@mail.test")
        self.assertEqual(self.dead(office), {})
        self.assertNotEqual(office.run("filingctl", "address", "revive", "harbour@mail.test", check=False).returncode, 0)
        self.dovecot.deliver(mails.report("港口镇人民政府", number=2))
        office.once()
        self.assertIn(("harbour@mail.test", "sent"), self.notices(office))
        office.verify()


if __name__ == "__main__":
    unittest.main()
