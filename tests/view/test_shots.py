"""What single pictures show, measured in their pixels."""

import shutil
import sys
import unittest

from shots import Case, SCENARIOS

SKIPPED = 77
BANGSUE = SCENARIOS / "bangsue" / "weekday-morning.yaml"


class ShotsTest(Case):
    def test_rain_does_not_take_the_city_away(self):
        shower = ("--set", "incidents.shower={kind: rain, at: 07:04, duration: 60 min, rain: 35 mm/h, visibility: 120 m}")
        for camera in ("oblique", "map"):
            dry, wet = (self.shot(BANGSUE, "07:06", "--panels", "none", "--camera", camera, *rain) for rain in ((), shower))
            print(f"{camera}: luminance deviates by {dry.deviation():.1f} dry, {wet.deviation():.1f} in rain")
            self.assertGreater(wet.deviation(), 0.6 * dry.deviation(), camera)


if __name__ == "__main__":
    if shutil.which("ffmpeg") is None:
        print("skipped: ffmpeg is missing")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
