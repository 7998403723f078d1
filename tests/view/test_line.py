"""Lines that cannot be carried out are refused, and before the work: wrong ones with 2, a file that cannot be written with 3."""

import shutil
import sys
import time
import unittest

from shots import Case, PLACES, SCENARIOS

SKIPPED = 77
TOWN, EMPTY = PLACES / "crossroads-morning.yaml", PLACES / "crossroads-traffic.yaml"  # two carts; none
PICTURE = ("--screenshot", "08:00:01", "a.png", "--size", "160x120")


class LineTest(Case):
    def refused(self, told, *line, code=2):
        began = time.monotonic()
        self.assertIn(told, self.view(*line, code=code))
        self.assertLess(time.monotonic() - began, 3.0, "told before the work")
        self.assertFalse((self.folder / "a.png").exists())

    def test_there_must_be_such_a_cart(self):
        for camera in ("follow", "ride", "follow:1"):
            self.refused("the scenario has no cart;", EMPTY, *PICTURE, "--camera", camera)
        for camera in ("follow:9", "ride:99", "follow:0"):
            self.refused("the scenario has no cart of this number; expected map, oblique, follow or ride (follow:2 for the second of 2 carts)", TOWN, *PICTURE,
                         "--camera", camera)
        for camera in ("follow:", "follow:x", "ride:1x", "follow:-1"):
            self.refused("a cart's number must follow the colon", TOWN, *PICTURE, "--camera", camera)
        self.refused("there is no such camera", TOWN, *PICTURE, "--camera", "map:2")

    def test_a_street_is_a_place_of_the_map(self):
        for numbers in ("nan,0,0,50,30", "0,0,inf,50,30", "0,0,0,50", "0,0,0,50,30,9", "0,0,0,50,30x", ""):
            self.refused("street needs X,Y,HEADING,DISTANCE,PITCH", TOWN, *PICTURE, "--camera", f"street:{numbers}")
        self.refused("the distance must be above 0", TOWN, *PICTURE, "--camera", "street:0,0,0,0,30")
        self.refused("the pitch must be 0 to 90", TOWN, *PICTURE, "--camera", "street:0,0,0,50,300")
        self.refused("the place lies off the map", TOWN, *PICTURE, "--camera", "street:99999,0,0,50,30")
        self.view(TOWN, *PICTURE, "--camera", "street:0,0,0,50,90")

    def test_times_lie_in_the_run(self):
        for clock in ("05:00", "07:59:59", "23:00"):
            self.refused(f"--screenshot: {clock if len(clock) > 5 else clock + ':00'} is not in the run; expected 08:00:00 to 08:20:00", TOWN, "--screenshot", clock, "a.png")
        film = ("--video", "a.mp4")
        self.refused("--from: 05:00:00 is not in the run", TOWN, *film, "--from", "05:00")
        self.refused("--to: 09:00:00 is not in the run", TOWN, *film, "--to", "09:00")
        self.refused("the film would end before it begins", TOWN, *film, "--from", "08:05", "--to", "08:04")
        self.refused("--from: 05:00:00 is not in the run", TOWN, "--measure", 2, "--from", "05:00")

    def test_what_is_not_heeded_is_not_taken(self):
        self.refused("expected one of --screenshot, --video and --measure", TOWN, *PICTURE, "--video", "a.mp4")
        self.refused("--to is of a film", TOWN, *PICTURE, "--to", "08:05")
        self.refused("--frame-rate is of a film", TOWN, *PICTURE, "--frame-rate", 10)

    def test_a_file_that_cannot_be_written_is_told_before_the_work(self):
        bangsue = SCENARIOS / "bangsue" / "weekday-morning.yaml"
        self.refused("no/a.png", bangsue, "--screenshot", "08:50", "no/a.png", code=3)
        self.refused("no/a.mp4", bangsue, "--video", "no/a.mp4", "--from", "08:50", code=3)
        self.refused("no/a.mcap", bangsue, "--screenshot", "08:50", "a.png", "--record", "no/a.mcap", code=3)


if __name__ == "__main__":
    if shutil.which("ffmpeg") is None:
        print("skipped: ffmpeg is missing")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
