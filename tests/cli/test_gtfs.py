"""soi import gtfs: a small feed with every turn of the format that matters here, at the gates of the block."""

import re
import zipfile

from command import MAP, PART, Case, main

# The block's origin is 0, 0: metres are degrees nearly alike in both directions there.
METRE = 1 / 110574

FEED = {
    # shop 40 m north of the origin, school in the north, nowhere far off; an entrance has no arrivals
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,location_type\n"
    f's1,"Shop, front",{45 * METRE:.7f},{-5 * METRE:.7f},\n'
    f"s2,School,{120 * METRE:.7f},{82 * METRE:.7f},0\n"
    f"s3,Nowhere,0.5,0.5,\n"
    f"s4,Entrance,{45 * METRE:.7f},{-5 * METRE:.7f},2\n",
    "routes.txt": 'route_id,route_short_name,route_long_name\nr1,"He said ""7""",\nr2,,Night line\n',
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "weekdays,1,1,1,1,1,0,0,20260101,20261231\nsaturday,0,0,0,0,0,1,0,20260101,20261231\n",
    # on 3 March, a Tuesday, Saturday's timetable holds
    "calendar_dates.txt": "service_id,date,exception_type\nweekdays,20260303,2\nsaturday,20260303,1\n",
    "trips.txt": "route_id,service_id,trip_id\nr1,weekdays,t1\nr1,saturday,t2\nr2,weekdays,t3\nr1,weekdays,t4\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence,drop_off_type\n"
    "t1,07:00:00,07:00:00,s3,1,\nt1,07:10:00,07:11:00,s1,2,\nt1,07:20:30,07:21:00,s2,3,\n"
    "t2,09:00:00,09:00:00,s3,1,\nt2,09:10:00,09:10:00,s1,2,\n"
    # past midnight: it arrives on the next day, too
    "t3,25:00:00,25:00:00,s3,1,\nt3,25:10:00,25:10:00,s1,2,\n"
    # begins at the shop, where nobody arrives; every ten minutes
    "t4,08:00:00,08:00:00,s1,1,\nt4,08:05:00,08:05:00,s2,2,\nt4,08:06:00,08:06:00,s1,3,1\n",
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt4,10:00:00,10:30:00,600\n",
}


class Gtfs(Case):
    def feed(self, **changes):
        """Writes the feed into a folder; tables given as None are left out."""
        folder = self.folder / "feed"
        folder.mkdir(exist_ok=True)
        for name, text in {**FEED, **{f"{key}.txt": text for key, text in changes.items()}}.items():
            (folder / name).unlink(missing_ok=True)
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        return folder

    def times(self, path, *arguments):
        """Imports and returns the times by route and gate."""
        self.soi("import", "gtfs", path, "--near", MAP, "--extends", PART, "-o", "out.yaml", *arguments)
        self.soi("check", "out.yaml")
        text = (self.folder / "out.yaml").read_text(encoding="utf-8")
        return {(gate, name): times for gate, name, times in re.findall(r"^  (\w+)-\d+: \{name: (.*), times: \[(.*)\]\}$", text, re.MULTILINE)}

    def test_a_weekday_has_its_trips_and_last_nights(self):
        self.assertEqual(self.times(self.feed(), "--date", "2026-03-05"), {
            ("shop", r'"He said \"7\""'): "07:10",
            ("shop", '"Night line"'): "01:10,25:10",
            ("school", r'"He said \"7\""'): "07:20:30,10:05,10:15,10:25",
        })

    def test_exceptions_change_a_day(self):
        found = self.times(self.feed(), "--date", "20260303")
        # the night before was a weekday's
        self.assertEqual(found, {("shop", r'"He said \"7\""'): "09:10", ("shop", '"Night line"'): "01:10"})
        self.assertEqual(self.times(self.feed(calendar_dates=None), "--date", "20260303")["shop", r'"He said \"7\""'], "07:10")

    def test_without_a_date_it_is_the_first_wednesday(self):
        self.feed()
        out = self.soi("import", "gtfs", "feed", "--near", MAP, "--extends", PART, "-o", "out.yaml").stdout
        self.assertIn("3 timetables of 20260107", out)

    def test_the_scenario_runs(self):
        self.times(self.feed(), "--date", "2026-03-05")
        self.assertIn("held: 3 of 3", self.soi("run", "--no-progress", "out.yaml").stdout)

    def test_a_zip_file_is_a_feed(self):
        with zipfile.ZipFile(self.folder / "feed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(self.feed().iterdir()):
                archive.write(path, path.name)
        result = self.soi("import", "gtfs", "feed.zip", "--near", MAP, "--extends", PART, "-o", "zipped.yaml", "--date", "2026-03-05", code=None)
        if "reads no .zip" in result.stderr:
            self.skipTest("this build reads no zip files")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.times("feed", "--date", "2026-03-05")
        bodies = [(self.folder / name).read_text(encoding="utf-8").split("\n", 1)[1] for name in ("zipped.yaml", "out.yaml")]
        self.assertEqual(*bodies)

    def test_odd_tables_do_no_harm(self):
        text = FEED["stops.txt"].replace("\n", "\r\n")
        self.assertEqual(len(self.times(self.feed(stops="\ufeff" + text), "--date", "2026-03-05")), 3)
        self.assertEqual(len(self.times(self.feed(stop_times=FEED["stop_times.txt"] + 'x\n"unclosed,\n,,,,,,,\n'), "--date", "2026-03-05")), 3)

    def test_what_is_missing_is_told(self):
        for changes, words in (({"stops": None}, r"feed/stops\.txt:1:1: there is no such table"), ({"trips": None}, r"feed/trips\.txt:1:1: "),
                               ({"stop_times": None}, r"feed/stop_times\.txt:1:1: "),
                               ({"calendar": None, "calendar_dates": None}, r"feed/calendar\.txt:1:1: no day has any service"),
                               ({"stops": "stop_id,stop_lat,stop_lon\ns1,50,50\n"}, r"arrives within 150 m of a gate")):
            with self.subTest(words):
                self.feed(**changes)
                error = self.soi("import", "gtfs", "feed", "--near", MAP, "--extends", PART, "-o", "bad.yaml", code=2).stderr
                self.assertRegex(error, words)
                self.assertFalse((self.folder / "bad.yaml").exists())
        for arguments in (("feed", "-o", "bad.yaml"), ("feed", "--near", MAP), ("feed", "--near", MAP, "-o", "bad.yaml", "--date", "soon"),
                          ("absent.zip", "--near", MAP, "-o", "bad.yaml")):
            self.soi("import", "gtfs", *arguments, code=2)


if __name__ == "__main__":
    main()
