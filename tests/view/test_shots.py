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

    def test_the_dark_theme_makes_no_night(self):
        light, dark = (self.shot(TOWN, "08:04", "--panels", "none", "--theme", theme) for theme in ("light", "dark"))
        self.assertEqual(light.pixels, dark.pixels)

    def test_a_cart_is_known_by_its_colour_and_its_lamps_at_night(self):
        evening = ("--set", "start=20:00", "--set", "fleet.cart-1.start=20:00", "--set", "fleet.cart-2.start=20:02")
        night = self.shot(TOWN, "20:04", "--camera", "follow:1", "--panels", "none", *evening, size=(1280, 720))
        (red, green, _), lamp = night.at(640, 410), night.at(607, 526)
        print(f"the roof at night: {red}, {green}; a tail lamp: {lamp}")
        self.assertTrue(red > 150 and red > 2 * green)
        self.assertTrue(lamp[0] > 140 and lamp[0] > 2 * lamp[1])

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
