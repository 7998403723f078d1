"""soi import gtfs: feeds that differ in kind, each as others publish or spoil them, at the gates of the block."""

import codecs
import os
import pathlib
import signal
import unittest
import zipfile

from command import MAP, PART, Case, main
import test_gtfs
from test_gtfs import METRE

CASES = pathlib.Path(__file__).resolve().parents[3] / "shared/data/cases"
STOPS = f"stop_id,stop_name,stop_lat,stop_lon\nfar,Far,0.5,0.5\nshop,Shop,{45 * METRE:.7f},{-5 * METRE:.7f}\nschool,School,{120 * METRE:.7f},{82 * METRE:.7f}\n"
DAILY = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nd,1,1,1,1,1,1,1,20260101,20261231\n"
TRIPS = "route_id,service_id,trip_id\nr,d,t\n"
HEAD = "trip_id,arrival_time,departure_time,stop_id,stop_sequence"
PLAIN = f"{HEAD}\nt,07:00:00,07:00:00,far,1\nt,07:10:00,07:10:00,shop,2\nt,07:20:00,07:20:00,school,3\n"


class Feeds(Case):
    def feed(self, **tables):
        """A feed of its own in a folder: one trip a day, with tables replaced, added or (None) left out."""
        folder = self.folder / "feed"
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for name, text in {"stops": STOPS, "calendar": DAILY, "trips": TRIPS, "stop_times": PLAIN, **tables}.items():
            if text is not None:
                (folder / f"{name}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
        return "feed"

    times = test_gtfs.Gtfs.times

    def gates(self, *arguments, path="feed"):
        """Times by gate."""
        return {gate: times for (gate, _), times in self.times(path, *arguments).items()}

    def told(self, *arguments):
        return self.soi("import", "gtfs", "feed", "--near", MAP, "--extends", PART, "-o", "out.yaml", *arguments).stdout

    def refused(self, words, *arguments, path="feed"):
        error = self.soi("import", "gtfs", path, "--near", MAP, "-o", "bad.yaml", *arguments, code=2).stderr
        self.assertRegex(error, words)
        self.assertEqual(len(error.splitlines()), 1, error)
        self.assertFalse((self.folder / "bad.yaml").exists())

    # --- five kinds of feed ---------------------------------------------------------------------------------------------

    def test_a_feed_of_frequencies(self):
        """A trip stands for many, in two windows, one of them past midnight; its own times begin where they like."""
        self.feed(stop_times=f"{HEAD}\nt,00:00:00,00:00:30,far,5\nt,,,shop,10\nt,00:10:30,00:10:30,school,15\n",
                  frequencies="trip_id,start_time,end_time,headway_secs,exact_times\nt,07:00:00,07:20:00,600,1\nt,24:30:00,24:31:00,3600,\n"
                              "t,08:00:00,09:00:00,0,\nt,08:00:00,later,60,\nother,08:00:00,09:00:00,60,\n")
        out = self.told("--date", "2026-03-05")
        self.assertRegex(out, r"1 stops without a time, interpolated between timed ones \(stop_times.txt:3\)")
        self.assertRegex(out, r"2 frequencies without a trip, times or headway, left out \(frequencies.txt:4\)")
        self.assertEqual(self.gates("--date", "2026-03-05"), {"shop": "00:35,07:05,07:15,24:35", "school": "00:40,07:10,07:20,24:40"})

    def test_a_feed_of_single_dates(self):
        """No calendar.txt; the first dates are days off, and what is added and taken away again does not run."""
        self.feed(calendar=None, calendar_dates="service_id,date,exception_type\nd,20260301,1\nd,20260310,1\nd,20260311,1\nd,20260311,2\nd,20260318,1\nx,20260304,1\n")
        self.assertIn("2 timetables of 20260318", self.told())
        self.refused(r"on 20260311 \(2 stops lie there, with service between 20260301 and 20260318\)", "--date", "2026-03-11")
        self.refused(r"on 20270101 \(2 stops lie there, with service between 20260301 and 20260318\)", "--date", "2027-01-01")
        self.feed(calendar=None, calendar_dates="service_id,date,exception_type\nd,20260314,1\n")
        self.assertIn("2 timetables of 20260314", self.told())

    def test_a_feed_as_spreadsheets_write_them(self):
        """A mark of byte order, CR LF, quotes and spaces wherever they may be, commas at the ends, lines in any order, times beyond 24 h."""
        def crlf(text):
            return codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode()

        self.feed(stops=crlf(' stop_id, "stop_name" ,\tstop_lat , stop_lon,,\n' + "\n".join(f"{line},," for line in STOPS.splitlines()[1:]) + "\n\n"),
                  trips=crlf('"route_id" ,"service_id", "trip_id"\n "r" , "d","t"\n'),
                  routes=crlf('route_id,route_short_name,route_long_name\nr,"",\"The \"\"old\"\"\nline, by night\"\n'),
                  stop_times=crlf(f"{HEAD},x\nt, 24:20:00 ,24:20:00,school,30\nt,23:50:00,23:50:00,far, 7\nt,\"24:05:00\",\"24:06:00\",\"shop\",\"10\",\"a, b\"\n"))
        self.assertEqual(self.times("feed", "--date", "20260305"), {("shop", '"The \\"old\\" line, by night"'): "00:05,24:05",
                                                                     ("school", '"The \\"old\\" line, by night"'): "00:20,24:20"})

    def test_a_feed_of_platforms_and_piers(self):
        """Platforms have their station's place; entrances have no arrivals; a pier at sea and a stop without a place are left out."""
        self.feed(stops=f"stop_id,stop_lat,stop_lon,location_type,parent_station\np1,,,0,st\np2,,,,st\nin,,,2,st\nst,{45 * METRE:.7f},{-5 * METRE:.7f},1,\n"
                        f"pier,{45 * METRE:.7f},{-600 * METRE:.7f},0,\nlost,,,0,\nodd,north,1,0,\nbeyond,95,1,0,\n",
                  stop_times=f"{HEAD}\nt,07:00:00,07:00:00,pier,1\nt,07:10:00,07:10:00,p1,2\nt,07:15:00,07:15:00,pier,3\nt,07:20:00,07:20:00,p2,4\nt,07:30:00,07:30:00,in,5\n")
        self.assertEqual(self.gates(), {"shop": "07:10,07:20"})
        self.assertRegex(self.told(), r"3 stops without a place on Earth, left out \(stops.txt:7\)")

    def test_a_zip_file_with_a_folder_and_capitals(self):
        self.feed()
        for name, inside in (("feed.ZIP", "export/"), ("feed.bin", ""), ("deep.zip", "a/b/"), ("windows.zip", "export\\")):
            with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("__MACOSX/stops.txt", "no table")
                archive.writestr("readme.txt", "not one either")
                for path in sorted((self.folder / "feed").iterdir()):
                    archive.write(path, inside + (path.name.upper() if inside else path.name))
            with self.subTest(name):
                result = self.soi("import", "gtfs", name, "--near", MAP, "-o", "x.yaml", code=None)
                if "reads no .zip" in result.stderr:
                    self.skipTest("this build reads no zip files")
                self.assertEqual(self.gates(path=name), {"shop": "07:10", "school": "07:20"})
        (self.folder / "feed/stops.txt").rename(self.folder / "feed/Stops.TXT")
        self.assertEqual(self.gates(), {"shop": "07:10", "school": "07:20"})

    def test_a_folder_that_holds_the_folder_of_a_feed(self):
        """As a zip file leaves it when it is unpacked; what lies beside the tables of a feed is another matter."""
        self.feed()
        (self.folder / "feed/old").mkdir()
        (self.folder / "feed/old/stops.txt").write_text("no table")
        self.assertEqual(self.gates(), {"shop": "07:10", "school": "07:20"})
        (self.folder / "outer/__MACOSX").mkdir(parents=True)
        (self.folder / "outer/__MACOSX/stops.txt").write_text("no table")
        (self.folder / "feed").rename(self.folder / "outer/export")
        self.assertEqual(self.gates(path="outer"), {"shop": "07:10", "school": "07:20"})
        (self.folder / "deep").mkdir()
        (self.folder / "outer").rename(self.folder / "deep/outer")
        self.assertEqual(self.gates(path="deep"), {"shop": "07:10", "school": "07:20"})
        self.feed()
        (self.folder / "feed").rename(self.folder / "deep/outer/second")
        self.refused(r"^deep/outer:1:1: there is more than one feed in it \('deep/outer/(export|second)' and 'deep/outer/(export|second)'\)", path="deep/outer")

    def test_blank_lines_before_the_names_of_the_columns(self):
        self.feed(stops="\n" + STOPS, trips="\r\n  \n" + TRIPS, stop_times=",,\n" + PLAIN)
        self.assertEqual(self.gates(), {"shop": "07:10", "school": "07:20"})
        self.feed(stops="\n\n" + STOPS.replace("stop_lat", "lat"))
        self.refused(r"^feed/stops\.txt:3:1: there is no column 'stop_lat'")

    # --- what is left open ----------------------------------------------------------------------------------------------

    def test_untimed_stops_are_interpolated_and_counted(self):
        """Evenly by stop, or where shapes say how far each lies, by that; before the first and after the last time nothing is known."""
        trip = "t,07:00:00,07:00:00,far,1{}\nt,,,shop,2{}\nt,,,school,3{}\nt,07:30:00,07:40:00,far,4{}\n"
        self.feed(stop_times=f"{HEAD}\n" + trip.format(*[""] * 4))
        self.assertEqual(self.gates(), {"shop": "07:10", "school": "07:20"})
        self.assertRegex(self.told(), r"2 stops without a time, interpolated")
        self.assertIn("# 2 stops without a time, interpolated between timed ones.", (self.folder / "out.yaml").read_text())
        self.feed(stop_times=f"{HEAD},shape_dist_traveled\n" + trip.format(",0", ",5.0", ",20.0", ",30.0"))
        self.assertEqual(self.gates(), {"shop": "07:05", "school": "07:20"})
        self.feed(stop_times=f"{HEAD},shape_dist_traveled\n" + trip.format(",0", ",5.0", ",", ",30.0"))
        self.assertEqual(self.gates(), {"shop": "07:10", "school": "07:20"})
        self.feed(stop_times=f"{HEAD}\nt,,,school,0\nt,,,shop,1\nt,,07:00:00,far,2\nt,07:20:00,,school,3\nt,,,shop,4\n")
        self.assertEqual(self.gates(), {"school": "07:20"})
        self.assertRegex(self.told(), r"2 stops without a time before a trip's first or after its last one, left out \(stop_times.txt:3\)")

    def test_times_of_a_clock_of_24_hours_and_no_times(self):
        self.feed(stop_times=f"{HEAD}\nt,23:50:00,23:50:00,far,1\nt,00:10:00,00:11:00,shop,2\nt,7h,00:20:00,school,3\n")
        self.assertEqual(self.gates(), {"shop": "00:10,24:10", "school": "00:20,24:20"})
        out = self.told()
        self.assertRegex(out, r"2 times that go back by half a day or more, taken as after midnight \(stop_times.txt:3\)")
        self.assertRegex(out, r"1 times that cannot be read, taken as none \(stop_times.txt:4\)")

    def test_lines_that_stand_twice_or_belong_to_nothing(self):
        self.feed(stops=STOPS + STOPS.splitlines()[-1] + "\n", trips=TRIPS + "r,d,t\nr,never,u\n,d,v\n",
                  stop_times=PLAIN + "t,07:20:00,07:20:00,school,3\nu,07:00:00,07:00:00,far,1\nu,07:11:00,07:11:00,shop,2\nv,08:00:00,08:00:00,far,1\nv,08:30:00,08:30:00,shop,2\n")
        self.assertEqual(self.times("feed"), {("shop", '"r"'): "07:10", ("shop", '"unnamed"'): "08:30", ("school", '"r"'): "07:20"})
        out = self.told()
        self.assertRegex(out, r"3 lines that stand twice, one kept \(stops.txt:5\)")
        self.assertRegex(out, r"1 trips of a service that has no days, left out \(trips.txt:4\)")

    def test_a_quote_that_is_never_closed_loses_no_other_line(self):
        self.feed(stop_times=PLAIN.replace("t,07:10:00", '"t,07:10:00') + "t,08:00:00,08:00:00,shop,4\n")
        self.assertEqual(self.gates(), {"shop": "08:00", "school": "07:20"})
        self.assertRegex(self.told(), r"1 quotes that are never closed, read as letters \(stop_times.txt:3\)")

    def test_evening_service_is_run_in_the_evening(self):
        self.feed(stop_times=PLAIN.replace(",07:", ",18:"))
        self.gates()
        self.assertIn("\nstart: 18:00\n", (self.folder / "out.yaml").read_text())
        self.assertIn("held: 3 of 3", self.soi("run", "--no-progress", "out.yaml").stdout)

    # --- the date -------------------------------------------------------------------------------------------------------

    def test_the_default_date_has_service(self):
        holidays = "".join(f"d,202601{day:02},2\n" for day in (7, 14, 21))
        self.feed(calendar_dates="service_id,date,exception_type\n" + holidays)
        self.assertIn("timetables of 20260128", self.told())
        # a holiday with fewer trips is not what a Wednesday is like
        self.feed(calendar=DAILY + "sun,0,0,0,0,0,0,1,20260101,20261231\n", trips=TRIPS + "r,sun,u\nr,d,w\n",
                  calendar_dates="service_id,date,exception_type\nd,20260107,2\nsun,20260107,1\n",
                  stop_times=PLAIN + "".join(PLAIN.split("\n", 1)[1].replace("t,", f"{trip},").replace(",07:", ",09:") for trip in "uw"))
        self.assertIn("timetables of 20260114", self.told())
        # service elsewhere, and service that ended before, count for nothing; nor does a beginning in the past
        self.feed(calendar=DAILY.replace("20260101", "20000101"), feed_info="feed_publisher_name,feed_start_date\nx,20260601\n")
        self.assertIn("timetables of 20260603", self.told())
        self.feed(calendar=DAILY.replace("d,1,1,1,1,1,1,1", "d,0,0,0,0,0,1,1"))
        self.assertIn("timetables of 20260103", self.told())

    def test_impossible_dates_are_refused(self):
        self.feed()
        for date in ("2026-02-30", "20260431", "2026-02-29", "2026-13-01", "2026-00-10", "20260100", "2026-1-1", "+2026101", " 20260101", "2026/01/01", "202601011"):
            with self.subTest(date):
                self.refused(r"--date .* is no day of the calendar; expected one such as 2026-11-28", "--date", date)
        self.assertEqual(len(self.gates("--date", "20260228")), 2)
        self.feed(calendar=DAILY.replace("20260101", "20250101").replace("20261231", "20281231"))
        self.assertEqual(len(self.gates("--date", "2028-02-29")), 2)
        self.feed(calendar=DAILY + "d,1,1,1,1,1,1,1,20260230,20261231\n")
        self.assertRegex(self.told(), r"1 dates that are no day of the calendar, left out with their lines \(calendar.txt:3\)")

    def test_a_service_that_ends_before_it_begins_is_named(self):
        self.feed(calendar=DAILY + "back,1,1,1,1,1,1,1,20261231,20260101\n", trips=TRIPS + "r,back,u\n")
        out = self.told()
        self.assertRegex(out, r"1 services that end before they begin, left out \(calendar.txt:3\)")
        self.assertRegex(out, r"1 trips of a service that has no days, left out \(trips.txt:3\)")
        self.feed(calendar=DAILY.replace("20260101,20261231", "20261231,20260101"))
        error = self.soi("import", "gtfs", "feed", "--near", MAP, "-o", "bad.yaml", code=2).stderr
        self.assertIn("1 services that end before they begin, left out (calendar.txt:2)", error)

    # --- what is no feed ------------------------------------------------------------------------------------------------

    def test_what_is_no_feed_is_named_as_what_it_is(self):
        self.refused(r"^absent:1:1: No such file or directory; a GTFS feed expected, a \.zip or a folder$", path="absent")
        self.refused(r"^absent\.zip:1:1: No such file or directory", path="absent.zip")
        self.write("feed.txt", "stop_id\n")
        self.refused(r"^feed\.txt:1:1: this is neither a folder nor a zip file", path="feed.txt")
        self.write("bad.ZIP", "stop_id\n")
        self.refused(r"^bad\.ZIP:1:1: (the zip file cannot be opened: |this build reads no \.zip)", path="bad.ZIP")
        self.feed(stops=None)
        self.refused(r"^feed/stops\.txt:1:1: there is no such table")
        self.feed(stops="")
        self.refused(r"^feed/stops\.txt:1:1: there is no column 'stop_id'; the names of the columns expected in the first line")
        self.feed(stops=STOPS.replace("stop_lat", "lat"))
        self.refused(r"^feed/stops\.txt:1:1: there is no column 'stop_lat'; the columns of a GTFS feed expected")
        for separator, words in ((";", "its columns end in ';'"), ("\t", "its columns end in tabs")):
            self.feed(stop_times=PLAIN.replace(",", separator))
            self.refused(rf"^feed/stop_times\.txt:1:1: there is no column 'trip_id': {words}; commas expected")

    def test_another_encoding_is_named(self):
        for table, text in (("stops", STOPS), ("stop_times", PLAIN), ("trips", TRIPS)):
            for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
                self.feed(**{table: text.encode(encoding)})
                self.refused(rf"^feed/{table}\.txt:1:1: the table is UTF-16; UTF-8 expected, as by: iconv")
            for encoding in ("utf-32", "utf-32-be"):
                self.feed(**{table: text.encode(encoding)})
                self.refused(rf"^feed/{table}\.txt:1:1: the table is UTF-32; UTF-8 expected, as by: iconv")
        self.feed(stops=STOPS.replace("School", "\u00c9cole").encode("latin-1"))
        self.refused(r"^feed/stops\.txt:4:1: the byte c9 is not UTF-8: the table is in another encoding")
        self.feed(routes="route_id,route_short_name\nr,\u0e40\u0e23\u0e37\u0e2d\n".encode("tis-620"))
        self.refused(r"^feed/routes\.txt:2:1: the byte e0 is not UTF-8")
        self.feed(routes="route_id,route_short_name\nr,\u0e23\u0e16\n")
        self.assertIn(("shop", '"\u0e23\u0e16"'), self.times("feed"))
        self.feed(stops=STOPS.replace("\n", "\r"))
        self.refused(r"^feed/stops\.txt:1:1: its lines end in CR alone")

    def test_a_damaged_or_swollen_zip_file_is_refused(self):
        self.feed()
        with zipfile.ZipFile(self.folder / "good.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((self.folder / "feed").iterdir()):
                archive.write(path, path.name)
        if "reads no .zip" in self.soi("import", "gtfs", "good.zip", "--near", MAP, "-o", "x.yaml", code=None).stderr:
            self.skipTest("this build reads no zip files")
        data = bytearray((self.folder / "good.zip").read_bytes())
        data[data.index(b"stop_times.txt") + 30] ^= 0x55
        (self.folder / "hurt.zip").write_bytes(data)
        self.refused(r"^hurt\.zip/stop_times\.txt:\d+:1: it cannot be (read on|unpacked): ", path="hurt.zip")
        (self.folder / "cut.zip").write_bytes(data[:-40])
        self.refused(r"^cut\.zip:1:1: the zip file cannot be opened: ", path="cut.zip")
        with zipfile.ZipFile(self.folder / "two.zip", "w") as archive:
            for name in ("a/stops.txt", "b/stops.txt"):
                archive.writestr(name, STOPS)
        self.refused(r"^two\.zip:1:1: there is more than one feed in it \('a/' and 'b/'\)", path="two.zip")
        with zipfile.ZipFile(self.folder / "outer.zip", "w") as archive:
            archive.write(self.folder / "good.zip", "gtfs/Good.ZIP")
        self.refused(r"^outer\.zip:1:1: there is no stops\.txt in it, but another zip file \('gtfs/Good\.ZIP'\)", path="outer.zip")
        with zipfile.ZipFile(self.folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((self.folder / "feed").iterdir()):
                archive.write(path, path.name)
            with archive.open("shapes.txt", "w") as stream:  # not read, so of no matter
                stream.write(b"0" * (80 << 20))
            with archive.open("frequencies.txt", "w") as stream:
                stream.write(b"trip_id,start_time,end_time,headway_secs\n")
                for _ in range(80):
                    stream.write(b"\n" * (1 << 20))
        self.refused(r"^bomb\.zip/frequencies\.txt:\d+:1: 0\.1 MB unpack to more than 64 MB, which no timetable does", path="bomb.zip")
        self.feed(frequencies="trip_id,start_time,end_time,headway_secs\n" + "t,00:00:00,96:00:00,1\n" * 9)
        self.refused(r"^feed/frequencies\.txt:1:1: a million arrivals in a day and more")

    def test_the_first_signal_stops_an_import(self):
        """While it waits for a table, or for an extract: nothing is left but the exit code."""
        self.feed()
        (self.folder / "feed/stop_times.txt").unlink()
        for number, kind, pipe in ((signal.SIGINT, "gtfs", "feed/stop_times.txt"), (signal.SIGTERM, "osm", "town.osm")):
            os.mkfifo(self.folder / pipe)
            near = ("--near", MAP, "--extends", PART) if kind == "gtfs" else ()
            process = self.start("import", kind, pipe.split("/")[0], "-o", "stopped.yaml", *near)
            with open(self.folder / pipe, "w", encoding="utf-8"):  # it has opened the other end
                process.send_signal(number)
                self.assertEqual(process.wait(60), 4)
            self.assertEqual(process.stderr.read(), f"soi: stopped by {number.name}\n")
            self.assertFalse((self.folder / "stopped.yaml").exists())
            self.assertEqual(self.leftovers(), [])

    def test_many_services_take_no_time(self):
        """60,000 services and trips, each with an exception: what is looked up is found at once, or this test takes minutes."""
        every = range(60000)
        self.feed(calendar=None, calendar_dates="service_id,date,exception_type\n" + "".join(f"s{i},20260107,1\n" for i in every),
                  trips="route_id,service_id,trip_id\n" + "".join(f"r{i % 50},s{i},t{i}\n" for i in every),
                  frequencies="trip_id,start_time,end_time,headway_secs\n" + "".join(f"t{i},07:00:00,07:01:00,60\n" for i in every),
                  stop_times=f"{HEAD}\n" + "".join(f"t{i},07:00:00,07:00:00,far,1\nt{i},07:10:00,07:10:00,shop,2\n" for i in every))
        self.assertIn("50 timetables of 20260107", self.told())

    @unittest.skipUnless(CASES.is_dir(), "the data beside the project is absent")
    def test_feeds_that_failed(self):
        root = pathlib.Path(__file__).resolve().parents[2]
        near = ("--near", root / "maps/bangsue.yaml", "--extends", root / "scenarios/common/vehicles.yaml")
        self.assertIn("2 timetables of 20260107", self.soi("import", "gtfs", CASES / "gtfs-bangsue", *near, "-o", "bangsue.yaml").stdout)
        for name, expected, words in (("gtfs-untimed", {"shop": "07:10"}, "1 stops without a time, interpolated"),
                                      ("gtfs-holiday-first", {"shop": "07:10,09:10"}, "1 timetables of 20250108")):
            self.assertEqual(self.gates(path=CASES / name), expected)
            self.assertIn(words, self.soi("import", "gtfs", CASES / name, "--near", MAP, "--extends", PART, "-o", "out.yaml").stdout)


if __name__ == "__main__":
    main()
