/* Scenarios that extend others, and overrides. */
#include "reading.h"

#define BASE "extends: scenario.yaml\n"

static void mappings_merge_and_lists_replace(void **state) {
  (void)state;
  reading *const r = read_scenario_text(BASE "duration: 2 h\n"
                                             "fleet:\n"
                                             "  cart-2: {charge: 50 %}\n"
                                             "  cart-3: {type: cart, route: line, depot: shed}\n"
                                             "service: {hold_limit: 90 s}\n"
                                             "expect: [collisions == 0]\n",
                                        NULL, 0);
  expect_good(r);
  const soi_scenario_definition *const s = &r->definition.scenario;
  assert_true(s->duration == 7200.0 && s->start == 25200.0);
  assert_string_equal(s->name.en, "Crossroads");
  /* The base's carts come first and keep what is not said anew. */
  assert_int_equal(s->fleet.count, 3);
  assert_string_equal(s->fleet.items[1].record.id, "cart-2");
  assert_true(s->fleet.items[1].row.charge == 0.5 && s->fleet.items[1].row.start == 25800.0);
  assert_string_equal(s->fleet.items[2].record.id, "cart-3");
  assert_int_equal(s->service.row.hold, SOI_HOLD_EVEN_HEADWAY);
  assert_true(s->service.row.hold_limit == 90.0);
  assert_int_equal(s->expect.count, 4); /* one of its own, and what every scenario expects */
  end_reading(r);
}

/* Values keep the file they were written in. */
static void places_name_the_right_file(void **state) {
  (void)state;
  reading *const r = read_scenario_text(BASE "fleet: {cart-2: {charge: 50 %}}\n", NULL, 0);
  expect_good(r);
  const soi_cart_definition *const cart = &r->definition.scenario.fleet.items[1];
  const char *const charge = r->definition.files.items[cart->record.marks[6].file - 1].path;
  const char *const start = r->definition.files.items[cart->record.marks[4].file - 1].path;
  assert_non_null(strstr(charge, "in-memory.yaml"));
  assert_non_null(strstr(start, "base/scenario.yaml"));
  end_reading(r);
}

static void a_part_is_good_alone(void **state) {
  (void)state;
  reading *const r = read_scenario_text("fleet: {cart-9: {type: nobody, charge: 50 %}}\nservice: {hold_stop: nowhere}\n", NULL, 0);
  expect_good(r);
  assert_int_equal(r->definition.map.roads.count, 0);
  assert_int_equal(r->definition.scenario.fleet.items[0].row.type, 0);
  end_reading(r);
  /* But what is wrong in itself is wrong in a part too. */
  reading *const bad = read_scenario_text("fleet: {cart-9: {charge: 50}}\n", NULL, 0);
  expect_error(bad, 0, "in-memory.yaml:1:26: fleet.cart-9.charge: '50' has no unit; expected a share in %, 0 % to 100 %");
  end_reading(bad);
}

static void circles_are_found(void **state) {
  char folder[] = "/tmp/soi-extends-XXXXXX";
  char path[3][64];
  (void)state;
  assert_non_null(mkdtemp(folder));
  for (int i = 0; i < 3; ++i) {
    snprintf(path[i], sizeof path[i], "%s/%d.yaml", folder, i);
    FILE *const file = fopen(path[i], "w");
    assert_non_null(file);
    fprintf(file, "seed: %d\nextends: ../%s/%d.yaml\n", i, strrchr(folder, '/') + 1, (i + 1) % 3);
    fclose(file);
  }
  reading *const r = read_scenario_file(path[0], NULL, 0);
  assert_int_equal(r->errors.count, 1);
  assert_non_null(strstr(error_text(r, 0), "2.yaml:2:10: "));
  assert_non_null(strstr(error_text(r, 0), "extends itself"));
  end_reading(r);
  for (int i = 0; i < 3; ++i) { remove(path[i]); }
  remove(folder);
}

static void overrides_win(void **state) {
  static const char *const overrides[] = {"seed=18446744073709551615",
                                          "service.hold=none",
                                          "traffic.flows.through.rate=600 /h",
                                          "name.th=สี่แยก",
                                          "weather.rain=5 mm/h",
                                          "expect=[wait.p90 <= 1 min]",
                                          "traffic.mix.1.share=100 %",
                                          "captions.1.text={en: Hello, ja: こんにちは}",
                                          "fleet.cart-3={type: cart, route: line, depot: shed}",
                                          "seed=9"};
  (void)state;
  reading *const r = read_scenario_text(BASE, overrides, sizeof overrides / sizeof overrides[0]);
  assert_false(r->good); /* a name with th alone lacks en */
  expect_error(r, 0, "--set name.th:1:1: name: 'en' is missing; expected a text, or {en: ..., th: ..., ja: ...}");
  assert_int_equal(r->errors.count, 1);
  const soi_scenario_definition *const s = &r->definition.scenario;
  assert_true(s->seed == 9);
  assert_int_equal(s->service.row.hold, SOI_HOLD_NONE);
  assert_true(s->traffic.flows.items[0].rate == 600.0 / 3600.0);
  assert_true(s->weather.row.rain == 5.0);
  assert_int_equal(s->expect.count, 4); /* one of its own, and what every scenario expects */
  assert_string_equal(s->captions.items[0].text.ja, "こんにちは");
  assert_int_equal(s->fleet.count, 3);
  assert_true(s->captions.items[0].at == 25200.0);
  end_reading(r);
}

static void wrong_overrides_have_a_place(void **state) {
  static const struct {
    const char *override, *message;
  } rows[] = {
      {"sed=3", "--set sed:1:1: unknown key 'sed'; did you mean 'seed'?"},
      {"service.hold=nome",
       "--set service.hold:1:1: service.hold: 'nome' is not known; expected one of none, even_headway; did you mean 'none'?"},
      {"fleet.cart-11.charge=50 %", "--set fleet.cart-11.charge:1:1: fleet: there is no cart 'cart-11'; expected one of cart-1, cart-2; "
                                    "did you mean 'cart-1'?"},
      {"seed", "--set seed:1:1: no '=' in it; expected key=value, such as seed=3"},
      {"seed=", "--set seed:1:1: nothing after '='; expected a value"},
      {"=3", "--set :1:1: '' cannot be found in ''; expected a key, or the number of an item from 1"},
      {"a..b=3", "--set a..b:1:1: '' cannot be found in 'a..b'; expected a key, or the number of an item from 1"},
      {"traffic.mix.2.share=1 %", "--set traffic.mix.2.share:1:1: '2' cannot be found in 'traffic.mix.2.share'; expected a key, or "
                                  "the number of an item from 1"},
      {"duration=1 h 30 min", "--set duration:1:1: duration: '1 h 30 min' has an unknown unit 'h 30 min'; expected a time in ms, "
                              "s, min, h or d, 1 s to 48 h"},
      {"expect=[wait.p90 <= 6]", "--set expect:1:2: expect.1: '6' has no unit; expected a time in ms, s, min, h or d"},
      {"expect=[", "--set expect:2:1: YAML: did not find expected node content, while parsing a flow node that begins in line 2"},
      {"extends=other.yaml", "--set extends:1:1: 'extends' cannot be overridden; expected another key"},
      {"map=nowhere.yaml", "--set map:1:1: '" SOI_SOURCE_DIR "/tests/corpus/base/nowhere.yaml' cannot be read: there is no such file"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    reading *const r = read_scenario_text(BASE, &rows[i].override, 1);
    char text[4096];
    assert_true(r->errors.count > 0);
    soi_error_text(&r->definition, &r->errors.items[0], text, sizeof text);
    assert_string_equal(text, rows[i].message);
    assert_int_equal(r->errors.count, 1);
    end_reading(r);
  }
}

static void a_deep_override_is_refused(void **state) {
  char *const override = calloc(1, 200010);
  (void)state;
  assert_non_null(override);
  memset(override, '.', 200000);
  memcpy(override + 200000, "=3", 3);
  const char *const overrides[] = {override};
  reading *const r = read_scenario_text(BASE, overrides, 1);
  assert_int_equal(r->errors.count, 1);
  end_reading(r);
  free(override);
}

/* What a reading kept is enough to read it again without a file: the chain, the map, the overrides, and the places of mistakes. */
static void a_reading_repeats_from_its_sources(void **state) {
  static const char *const overrides[] = {"service.hold=none", "weather.rain=5 mm/h"}, *const more = "seed=9";
  (void)state;
  reading *const r = read_scenario_text(BASE "duration: 2 h\nseed: 3\n", overrides, 2);
  expect_good(r);
  assert_int_equal(r->definition.files.count, 5); /* the scenario, its base, two overrides, the map */
  assert_string_equal(r->definition.files.items[2].path, "--set service.hold");
  assert_string_equal(r->definition.files.items[2].text, "none");

  soi_definition again = {0};
  soi_errors errors = {.arena = &again.arena};
  assert_true(soi_load_scenario_sources(&again, r->definition.files.items, r->definition.files.count, &more, 1, &errors));
  assert_int_equal(again.files.count, r->definition.files.count + 1);
  assert_true(again.scenario.seed == 9 && again.scenario.duration == 7200.0 && again.scenario.weather.row.rain == 5.0);
  assert_int_equal(again.scenario.service.row.hold, SOI_HOLD_NONE);
  assert_int_equal(again.map.roads.count, r->definition.map.roads.count);

  /* Without the map's text: the same place, another reason. */
  char text[4096];
  assert_false(soi_load_scenario_sources(&again, r->definition.files.items, 2, NULL, 0, &errors));
  assert_int_equal(errors.count, 1);
  soi_error_text(&again, &errors.items[0], text, sizeof text);
  assert_non_null(strstr(text, "base/scenario.yaml:3:6: "));
  assert_non_null(strstr(text, "cannot be read: it is not among the texts given"));
  soi_definition_release(&again);
  end_reading(r);
}

/* What is not beside the file is looked for among the parts that all share; so it is again from the texts that were kept. */
static void parts_are_found_in_the_share(void **state) {
  static const char text[] = "extends: base/scenario.yaml\nseed: 4\n", absent[] = "extends: base/absent.yaml\n";
  static const char *const shares[] = {NULL, SOI_SOURCE_DIR "/tests/corpus"};
  (void)state;
  for (int i = 0; i < 2; ++i) {
    soi_definition definition = {.share = shares[i]}, again = {0};
    soi_errors errors = {.arena = &definition.arena}, later = {.arena = &again.arena};
    assert_int_equal(soi_load_scenario_text(&definition, "/nowhere/mine.yaml", text, strlen(text), NULL, 0, &errors), i == 1);
    if (i == 1) {
      assert_string_equal(definition.files.items[1].path, SOI_SOURCE_DIR "/tests/corpus/base/scenario.yaml");
      assert_true(soi_load_scenario_sources(&again, definition.files.items, definition.files.count, NULL, 0, &later));
      assert_int_equal(again.map.roads.count, definition.map.roads.count);
      assert_false(soi_load_scenario_text(&definition, "/nowhere/mine.yaml", absent, strlen(absent), NULL, 0, &errors));
    }
    assert_non_null(strstr(errors.items[0].message, i == 0 ? "'/nowhere/base/scenario.yaml' cannot be read: there is no such file"
                                                           : "'/nowhere/base/absent.yaml' cannot be read: there is no such file"));
    soi_definition_release(&again);
    soi_definition_release(&definition);
  }
}

static void circles_among_sources_are_found(void **state) {
  static const soi_source circle[] = {{"a.yaml", "extends: b.yaml\n", 16}, {"b.yaml", "extends: a.yaml\n", 16}};
  soi_definition definition = {0};
  soi_errors errors = {.arena = &definition.arena};
  (void)state;
  assert_false(soi_load_scenario_sources(&definition, circle, 2, NULL, 0, &errors));
  assert_non_null(strstr(errors.items[0].message, "'a.yaml' extends itself"));
  soi_definition_release(&definition);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(mappings_merge_and_lists_replace),
      cmocka_unit_test(places_name_the_right_file),
      cmocka_unit_test(a_part_is_good_alone),
      cmocka_unit_test(circles_are_found),
      cmocka_unit_test(overrides_win),
      cmocka_unit_test(wrong_overrides_have_a_place),
      cmocka_unit_test(a_deep_override_is_refused),
      cmocka_unit_test(a_reading_repeats_from_its_sources),
      cmocka_unit_test(parts_are_found_in_the_share),
      cmocka_unit_test(circles_among_sources_are_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
