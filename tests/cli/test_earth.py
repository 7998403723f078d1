"""Maps at corners of the Earth: what is imported, drawn and written there lies where it should, over the date line too."""

import json
import math
import pathlib
import re

from command import MAP, PART, Case, main
from test_import import METRE, crossroads

# latitude, longitude: both hemispheres, both sides of Greenwich, on the date line and far north and south
CORNERS = [(13.8042, 100.5420), (-33.9180, 18.4230), (-54.8, -68.3), (64.15, -21.94), (-16.79, 180.0), (-16.79, -179.9995), (52.0, 179.9995), (78.22, 15.64), (-77.85, 166.67)]

AXIS, SQUARE = 6378137.0, 0.00669437999014  # WGS 84


def metres(latitude):
    """Metres of a degree east and north."""
    sine = math.sin(math.radians(latitude))
    across = AXIS / math.sqrt(1 - SQUARE * sine * sine)
    return math.radians(across) * math.cos(math.radians(latitude)), math.radians(across) * (1 - SQUARE) / (1 - SQUARE * sine * sine)


def wrapped(longitude):
    return (longitude + 180) % 360 - 180


class Earth(Case):
    def map_at(self, latitude, longitude):
        text = re.sub(r"(?m)^origin:.*\n", "", pathlib.Path(MAP).read_text(encoding="utf-8"))
        return self.write("map.yaml", text + f"origin: {{latitude: {latitude} deg, longitude: {longitude} deg}}\n")

    @staticmethod
    def place(latitude, longitude, x, y):
        east, north = metres(latitude)
        return latitude + y / north, longitude + x / east

    def feed(self, latitude, longitude, shift=0):
        """Stops at the block's gates (shop, school), 10 m beside them, and one that is elsewhere."""
        folder = self.folder / "feed"
        folder.mkdir(exist_ok=True)
        at = {"a": (5000, 0), "b": (-4.5, 50), "c": (90, 124.5), "d": (-4.5, 240)}
        places = {}
        for stop, point in at.items():
            lat, lon = self.place(latitude, longitude, *point)
            places[stop] = lat, wrapped(lon) + (shift if shift * wrapped(lon) < 0 else 0)
        tables = {
            "stops": "stop_id,stop_lat,stop_lon\n" + "".join(f"{stop},{lat:.7f},{lon:.7f}\n" for stop, (lat, lon) in places.items()),
            "trips": "route_id,service_id,trip_id\nr,s,t\n",
            "calendar_dates": "service_id,date,exception_type\ns,20260107,1\n",
            "stop_times": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + "".join(f"t,07:{i}0:00,07:{i}0:00,{stop},{i}\n" for i, stop in enumerate(at)),
        }
        for name, text in tables.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")

    def test_a_feed_is_found_at_every_corner(self):
        for latitude, longitude in CORNERS:
            for shift in (0, 360, -360):
                with self.subTest(latitude=latitude, longitude=longitude, shift=shift):
                    self.map_at(latitude, longitude)
                    self.feed(latitude, longitude, shift)
                    self.soi("import", "gtfs", "feed", "--near", "map.yaml", "--extends", PART, "-o", "out.yaml")
                    text = (self.folder / "out.yaml").read_text(encoding="utf-8")
                    self.assertEqual(re.findall(r"  (\w+)-\d+: .*times: \[(.*)\]", text), [("shop", "07:10"), ("school", "07:20,07:30")])

    def test_the_nearest_stop_is_told(self):
        self.map_at(-16.79, 180)
        self.feed(-16.75, -180)
        error = self.soi("import", "gtfs", "feed", "--near", "map.yaml", "--extends", PART, "-o", "out.yaml", code=2).stderr
        self.assertRegex(error, r"0 stops lie there, the nearest is 'b', 43\d\d m from gate 'school'")

    def test_a_town_is_imported_at_every_corner(self):
        """The crossroads are the same size everywhere, and come back from OpenStreetMap data and GeoJSON where they were."""
        expected = None
        for latitude, longitude in CORNERS:
            with self.subTest(latitude=latitude, longitude=longitude):
                east, north = metres(latitude)
                text = re.sub(r'lon="([-0-9.]+)" lat="([-0-9.]+)"', lambda m: 'lon="%.9f" lat="%.9f"' % (
                    wrapped(longitude + (float(m[1]) - 100) / METRE / east), latitude + (float(m[2]) - 0.5) / METRE / north), crossroads().text())
                self.write("town.osm", text)
                for box in ([], [f"--bbox={longitude - 0.05},{latitude - 0.01},{wrapped(longitude + 0.05) if longitude > 0 else longitude + 0.05},{latitude + 0.01}"]):
                    self.soi("import", "osm", "town.osm", "-o", "town.yaml", "--drive-on", "left", *box)
                    size = self.soi("map", "town.yaml").stdout
                    expected = expected or size
                    self.assertEqual(size, expected)
                self.soi("map", "town.yaml", "--geojson", "town.geojson", "--osm", "again.osm")
                for feature in json.loads((self.folder / "town.geojson").read_text())["features"]:
                    if feature["properties"]["kind"] == "junction":
                        lon, lat = feature["geometry"]["coordinates"]
                        self.assertLess(abs(wrapped(lon - longitude)) * east, 0.05)
                        self.assertLess(abs(lat - latitude) * north, 0.05)
                self.soi("import", "osm", "again.osm", "-o", "again.yaml")
                self.assertEqual(*(self.soi("map", name).stdout for name in ("town.yaml", "again.yaml")))

    def test_places_near_a_pole_are_refused(self):
        self.map_at(89, 0)
        self.assertRegex(self.soi("map", "map.yaml", code=2).stderr, r"map\.yaml:\d+:\d+: origin\.latitude: '89 deg' is out of range; expected -85 deg to 85 deg")
        self.write("town.osm", re.sub(r'lat="0', 'lat="89', crossroads().text()))
        error = self.soi("import", "osm", "town.osm", "-o", "pole.yaml", code=2).stderr
        self.assertRegex(error, r"town\.osm:1:1: it lies at a latitude of 89\.50 degrees, too near to a pole")

    def test_a_box_is_told_what_is_wrong_with_it(self):
        self.write("town.osm", crossroads().text())
        for box, words in (("100.1,0.4,99.9,0.6", "its west east of its east"), ("99.9,0.6,100.1,0.4", "its south north of its north"),
                           ("0.4,99.9,0.6,100.1", "a latitude beyond 90"), ("99.9,0.5,99.9,0.6", "no width"), ("99.9,0.5,100.1,0.5", "no height"),
                           ("-170,0.4,170,0.6", "reaches round half the Earth"), ("1,2,3", "is no box"), ("a,b,c,d", "is no box"), ("nan,0,1,1", "is no box"),
                           ("100.3,0.4,100.4,0.6", r"nothing of it lies in the box asked for; it reaches from 99\.9991,0\.4991 to 100\.0009,0\.5009"),
                           ("179.9,0.4,-179.9,0.6", "nothing of it lies in the box")):
            with self.subTest(box):
                self.assertRegex(self.soi("import", "osm", "town.osm", "-o", "box.yaml", f"--bbox={box}", code=2).stderr, words)
                self.assertFalse((self.folder / "box.yaml").exists())


if __name__ == "__main__":
    main()
