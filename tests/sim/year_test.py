#!/usr/bin/python3
"""The simulated year in its short form: two months of all units, run through and with downtimes, each held against the model; the
model's days against the facts of the domain; and that a difference is found where there is one."""
import datetime
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import compare  # noqa: E402
import model  # noqa: E402
import simulate  # noqa: E402

UNTIL = datetime.date(2024, 8, 16)
MAILS = 6000  # of the whole year; some 700 until then
date = datetime.date.fromisoformat


class Year(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = simulate.scratch()
        cls.plan = cls.root / "plan"
        simulate.Simulation.tool(sys.executable, HERE / "generate.py", 7, cls.plan, "--until", UNTIL, "--mails", MAILS)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def live(self, name, lives):
        one = simulate.Simulation(self.root, self.plan, name, lives, UNTIL)
        self.assertTrue(one.run(simulate.KINDS), f"{name}: the program and the model differ")
        return one

    def test_two_months_equal_the_model_and_a_false_model_is_noticed(self):
        one = self.live("through", simulate.through(simulate.BEGIN, UNTIL))
        self.assert_noticed(one, self.without_a_reminder)
        self.assert_noticed(one, self.with_another_stage)
        self.assert_noticed(one, self.with_another_list)

    def test_downtimes_change_no_state_and_bring_no_second_reminder(self):
        self.live("downtimes", simulate.with_downtimes(4, UNTIL))

    def test_a_first_start_between_reminds_of_nothing_due_before(self):
        start = datetime.datetime(2024, 7, 8, 10, 0, tzinfo=simulate.CHINA)
        one = self.live("first-start", simulate.through(start, UNTIL))
        reminders = [n for n in compare.rows(one.expected / "notices.jsonl") if n["kind"] == "reminder"]
        self.assertGreater(len(reminders), 20)
        self.assertNotIn("training-report", {item[0] for n in reminders for item in n["items"]})

    # --- controls ---
    def assert_noticed(self, one, change):
        kept = (one.expected / "notices.jsonl").read_text(encoding="utf-8")
        notices = [json.loads(line) for line in kept.splitlines()]
        change(notices)
        (one.expected / "notices.jsonl").write_text("".join(json.dumps(n) + "\n" for n in notices), encoding="utf-8")
        differences = compare.Differences()
        compare.compare_notices(one.run_folder, one.expected, simulate.KINDS.split(","), differences)
        (one.expected / "notices.jsonl").write_text(kept, encoding="utf-8")
        self.assertEqual(sum(map(len, differences.found.values())), 1, f"{change.__name__}: {dict(differences.found)}")

    @staticmethod
    def without_a_reminder(notices):
        notices.remove(next(n for n in notices if n["kind"] == "reminder"))

    @staticmethod
    def with_another_stage(notices):
        next(n for n in notices if n["kind"] == "reminder" and len(n["items"]) > 1)["items"].pop()

    @staticmethod
    def with_another_list(notices):
        next(n for n in reversed(notices) if n["kind"] == "digest" and n["owed"]["overdue"])["owed"]["overdue"].pop()


class Days(unittest.TestCase):
    """Days computed by hand in the domain's facts, and the stages that follow from them."""

    @classmethod
    def setUpClass(cls):
        cls.rules = model.Rules({})

    def test_due_dates_roll_over_holidays_and_stay_on_working_weekends(self):
        for obligation, period, nominal, rolled in [
                ("minor-violation-plan", "2024", "2024-06-15", "2024-06-17"), ("rectification-report", "2024", "2024-09-15", "2024-09-18"),
                ("device-additions", "2024", "2024-12-15", "2024-12-16"), ("training-plan", "2025", "2025-02-28", "2025-02-28"),
                ("training-plan", "2026", "2026-02-28", "2026-02-28"), ("monthly-report", "2024-07", "2024-08-10", "2024-08-12"),
                ("monthly-report", "2024-10", "2024-11-10", "2024-11-11"), ("monthly-report", "2025-04", "2025-05-10", "2025-05-12"),
                ("monthly-report", "2026-09", "2026-10-10", "2026-10-10")]:
            self.assertEqual(self.rules.due(obligation, period), (date(nominal), date(rolled)), f"{obligation} {period}")
        for decided, nominal, rolled in [("2024-09-20", "2024-10-05", "2024-10-08"), ("2024-12-17", "2025-01-01", "2025-01-02"),
                                         ("2025-01-13", "2025-01-28", "2025-02-05"), ("2026-09-25", "2026-10-10", "2026-10-10")]:
            self.assertEqual(self.rules.due("major-penalty-decision", decided, decided), (date(nominal), date(rolled)), decided)

    def test_stages_count_working_days_before_the_nominal_and_after_the_rolled_day(self):
        days = {stage: str(day) for day, stage in self.rules.stages("rectification-report", "2024")}
        # 15 September 2024 is a Sunday and a holiday until the 17th; Saturday the 14th is worked, and so is Sunday the 29th.
        self.assertEqual(days, {"before:5": "2024-09-10", "before:1": "2024-09-14", "due": "2024-09-14", "after:1": "2024-09-20",
                                "after:2": "2024-09-24", "after:3": "2024-09-26", "after:4": "2024-09-29", "after:5": "2024-10-08"})


class OneUnit(unittest.TestCase):
    """The model itself, on a unit that files nothing: days counted by hand."""

    def reminders(self, *lives):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "config").mkdir()
            (root / "config/filingd.toml").write_text('[notices]\nstaff = ["staff@desk.example"]\n')
            (root / "config/units.toml").write_text('[[unit]]\nid = "fuchi"\nname = "富池镇人民政府"\nclass = "town"\naddresses = ["fuchi@unit.example"]\n')
            for name in ("plan.jsonl", "acts.jsonl"):
                (root / name).write_text("")
            (root / "lives.json").write_text(json.dumps([{"start": f"{a}+08:00", "stop": f"{b}+08:00"} for a, b in lives]))
            one = model.Model(root, root / "lives.json")
            one.run()
        return {n["at"][:16]: {item[0] + " " + item[2] for item in n["items"]} for n in one.notices if n["kind"] == "reminder"}

    def test_one_mail_a_day_lists_what_has_a_stage_that_day(self):
        found = self.reminders(("2024-06-17T08:00:00", "2024-07-16T00:00:00"))
        report, month, promises = "training-report", "monthly-report", "commitment-list"
        self.assertEqual(found, {f"2024-{day}T09:00": items for day, items in {
            "06-24": {f"{report} before:5"}, "06-28": {f"{report} before:1"}, "07-01": {f"{report} due"},
            "07-03": {f"{report} after:1", f"{month} before:5"}, "07-05": {f"{report} after:2"}, "07-08": {f"{promises} before:5"},
            "07-09": {f"{report} after:3", f"{month} before:1"}, "07-10": {f"{month} due"}, "07-11": {f"{report} after:4"},
            "07-12": {f"{month} after:1", f"{promises} before:1"}, "07-15": {f"{report} after:5", f"{promises} due"}}.items()})

    def test_after_downtime_the_latest_stage_goes_once_and_not_at_night(self):
        found = self.reminders(("2024-06-17T08:00:00", "2024-07-02T12:00:00"), ("2024-07-12T12:10:00", "2024-07-13T00:00:00"))
        self.assertEqual(found["2024-07-12T12:10"], {"training-report after:4", "monthly-report after:1", "commitment-list before:1"})
        found = self.reminders(("2024-06-17T08:00:00", "2024-07-02T12:00:00"), ("2024-07-12T20:10:00", "2024-07-15T10:00:00"))
        self.assertNotIn("2024-07-12", {at[:10] for at in found})
        self.assertEqual(found["2024-07-15T09:00"], {"training-report after:5", "monthly-report after:1", "commitment-list due"})

    def test_what_was_due_before_the_first_start_is_history(self):
        found = self.reminders(("2024-07-12T08:00:00", "2024-07-16T00:00:00"))
        self.assertEqual(found, {"2024-07-12T09:00": {"commitment-list before:1"}, "2024-07-15T09:00": {"commitment-list due"}})


if __name__ == "__main__":
    unittest.main(verbosity=2)
