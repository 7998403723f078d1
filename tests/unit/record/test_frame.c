/* Frames of older recordings: columns under the names that they had then. */
#include "recorded.h"

#include "frame.h"

/* "cart_mode" told of the errand, and of a breakdown instead of it. */
static void test_modes_of_old(void **state) {
  (void)state;
  place *const here = place_open("crossroads-morning.yaml", NULL);
  soi_world *const then = place_world(here), *const now = place_world(here);
  soi_frame_codec *const codec = soi_frame_create(here->model, soi_memory_libc(), "cart_mode 1 0 0\ncart_mode_tick 1 0 0\n");
  assert_non_null(codec);
  static const struct {
    uint8_t mode, errand;
    soi_automation_state automation;
  } cases[] = {{0, SOI_CART_IN_DEPOT, SOI_AUTOMATED},  {1, SOI_CART_DRIVING, SOI_AUTOMATED}, {2, SOI_CART_SERVING, SOI_AUTOMATED},
               {3, SOI_CART_HOLDING, SOI_AUTOMATED},   {4, SOI_CART_LEAVING, SOI_AUTOMATED}, {5, SOI_CART_RETURNING, SOI_AUTOMATED},
               {6, SOI_CART_DRIVING, SOI_BROKEN_DOWN}, {3, SOI_CART_HOLDING, SOI_AUTOMATED}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    /* as that version had them: modes where the errands are now */
    then->cart_errand[1] = cases[i].mode;
    then->cart_errand_tick[1] = 70 + i;
    unsigned char *const bytes = malloc(soi_frame_most(codec));
    const size_t count = soi_frame_pack(codec, then, true, bytes);
    assert_true(soi_frame_unpack(codec, (soi_cursor){bytes, bytes + count, false}));
    soi_frame_show(codec, now);
    assert_int_equal(now->cart_errand[1], cases[i].errand);
    assert_int_equal(now->cart_automation[1], cases[i].automation);
    assert_int_equal(now->cart_errand_tick[1], 70 + i);
    free(bytes);
  }
  soi_frame_release(codec);
  soi_world_release(then);
  soi_world_release(now);
  place_close(here);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_modes_of_old)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
