"""What single pictures show, measured in their pixels."""

import shutil
import sys
import unittest

from shots import Case, PLACES, SCENARIOS

SKIPPED = 77
TOWN = PLACES / "crossroads-morning.yaml"
BANGSUE = SCENARIOS / "bangsue" / "weekday-morning.yaml"


class ShotsTest(Case):
    def test_rain_does_not_take_the_city_away(self):
        shower = ("--set", "incidents.shower={kind: rain, at: 07:04, duration: 60 min, rain: 35 mm/h, visibility: 120 m}")
        for camera in ("oblique", "map"):
            dry, wet = (self.shot(BANGSUE, "07:06", "--panels", "none", "--camera", camera, *rain) for rain in ((), shower))
            print(f"{camera}: luminance deviates by {dry.deviation():.1f} dry, {wet.deviation():.1f} in rain")
            self.assertGreater(wet.deviation(), 0.6 * dry.deviation(), camera)

    def test_the_credit_is_translated(self):
        english, thai = (self.shot(BANGSUE, "07:00:01", "--language", language, size=(1280, 720)) for language in ("en", "th"))
        self.assertGreater(english.other(thai, box=(520, 618, 1260, 636)), 0.05)

    def test_pictures_and_films_are_as_good_as_they_are_asked_to_be(self):
        best, asked, quickest = (self.shot(TOWN, "08:01", "--panels", "none", *quality) for quality in ((), ("--quality", 0), ("--quality", 6)))
        self.assertEqual(best.pixels, asked.pixels)
        self.assertGreater(best.other(quickest, by=8), 0.01, "half the pixels a side are no match for the best")
        films = {}
        for quality in (None, 2, 6):
            self.view(TOWN, "--video", "a.mp4", "--from", "08:01", "--to", "08:01:01", "--frame-rate", 4, "--size", "320x180", *(() if quality is None else ("--quality", quality)))
            films[quality] = (self.folder / "a.mp4").read_bytes()
        self.assertTrue(films[None] == films[2] != films[6])


if __name__ == "__main__":
    if shutil.which("ffmpeg") is None:
        print("skipped: ffmpeg is missing")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
