/* The panels as people use them: what a click chooses, what a drag seeks, what a tool does to the run, what a key means. */
#include "window.h"

#include "options.h"
#include "shared.h"

static test_window *open_town(void) {
  place *town = place_open("crossroads-morning.yaml", NULL);
  assert_non_null(town->model);
  test_window *self = window_open_on(town, 1280, 720, 1.0f);
  if (self == NULL) { skip(); }
  window_frame(self);
  return self;
}

/* A cart on the road is clicked: it is chosen; once more: followed. */
static void a_click_chooses_what_is_there(void **state) {
  (void)state;
  test_window *self = open_town();
  window_seek(self, 8.0 * 3600.0 + 240.0);
  window_frame(self);
  const soi_world *world = self->panels.frame->now;
  assert_int_not_equal(world->cart_vehicle[1], 0);
  double at[3];
  float x, y;
  window_vehicle_at(self, world->cart_vehicle[1], at);
  window_project(self, at, &x, &y);
  /* the map is moved so that the cart is in the middle, where no panel is */
  self->left += (x - 640.0) / self->metre;
  self->top -= (y - 360.0) / self->metre;
  window_click(self, 640.0f, 360.0f);
  assert_int_equal(self->panels.chosen.kind, PANELS_CART);
  assert_int_equal(self->panels.chosen.row, 1);
  assert_false(self->panels.following);
  window_click(self, 640.0f, 360.0f);
  assert_true(self->panels.following && self->panels.wishes.shoot);
  assert_true(panels_key(&self->panels, "Escape", false));
  assert_int_equal(self->panels.chosen.kind, PANELS_NOTHING);
  window_close_it(self);
}

/* Dragging the timeline seeks back and forth; the picture follows. */
static void the_timeline_is_dragged(void **state) {
  (void)state;
  test_window *self = open_town();
  const float y = 720.0f - 12.0f - 58.0f + 21.0f;
  const float shares[] = {0.8f, 0.2f, 0.5f};
  window_move(self, 300.0f, y, false);
  window_move(self, 300.0f, y, true);
  for (int i = 0; i < 3; ++i) {
    self->input.time += 0.2;
    window_move(self, 193.0f + shares[i] * (1246.0f - 193.0f), y, true);
    play_settle(self->run);
    window_frame(self);
    const double share = self->panels.frame->time / 1200.0;
    print_message("dragged to %.2f: at %.3f of the run\n", (double)shares[i], share);
    assert_true(fabs(share - (double)shares[i]) < 0.03);
  }
  window_move(self, 700.0f, y, false);
  assert_false(self->panels.chosen.kind != PANELS_NOTHING);
  window_close_it(self);
}

/* A van parked and somebody dropped by clicking the map; the commands stand in the run. */
static void tools_make_commands(void **state) {
  (void)state;
  test_window *self = open_town();
  window_seek(self, 8.0 * 3600.0 + 60.0);
  window_frame(self);
  const soi_lane_id lane = soi_lane_of(self->town->model, 2, SOI_FORWARD, 1);
  const soi_point in_lane = soi_lane_at(self->town->model, lane, 100.0, 0.0, NULL);
  self->left = in_lane.x - 640.0 / self->metre;
  self->top = in_lane.y + 360.0 / self->metre;
  assert_true(panels_key(&self->panels, "V", false));
  assert_int_equal(self->panels.tool, TOOL_VAN);
  window_click(self, 640.0f, 360.0f);
  assert_int_equal(self->panels.tool, TOOL_NONE);
  assert_true(panels_key(&self->panels, "P", false));
  window_click(self, 640.0f, 360.0f - (float)(7.0 * self->metre));
  assert_true(panels_key(&self->panels, "Escape", false));
  assert_true(panels_key(&self->panels, "W", false));
  const play_frame *frame = play_take(self->run);
  assert_int_equal(frame->command_count, 3);
  assert_int_equal(frame->commands[0].kind, SOI_COMMAND_PARK);
  assert_int_equal(frame->commands[0].target, lane);
  assert_int_equal(frame->commands[1].kind, SOI_COMMAND_PEDESTRIAN);
  assert_int_equal(frame->commands[2].kind, SOI_COMMAND_RAIN);
  window_seek(self, 8.0 * 3600.0 + 70.0);
  window_frame(self);
  assert_true(self->panels.frame->now->rain[0] > 0.0);
  window_close_it(self);
}

/* Nothing is left of the panels when they are hidden, and the pointer is the camera's everywhere. */
static void hidden_panels_are_gone(void **state) {
  (void)state;
  test_window *self = open_town();
  assert_true(panels_key(&self->panels, "1", false)); /* no labels */
  window_move(self, 640.0f, 30.0f, false);
  window_frame(self);
  assert_true(panels_have_pointer(&self->panels, &self->kit));
  assert_true(panels_key(&self->panels, "H", false));
  window_seek(self, 8.0 * 3600.0 + 600.0);
  window_frame(self);
  window_frame(self);
  assert_false(panels_have_pointer(&self->panels, &self->kit));
  assert_int_equal(window_frame(self)->index_count, 0);
  window_close_it(self);
}

/* What a list draws: the box around its corners from a corner on. */
static ui_rect box_of(const ui_list *list, uint32_t from) {
  ui_rect box = {1e9f, 1e9f, -1e9f, -1e9f};
  for (uint32_t i = from; i < list->vertex_count; ++i) {
    const ui_vertex *const v = &list->vertices[i];
    box = (ui_rect){fminf(box.left, v->x), fminf(box.top, v->y), fmaxf(box.right, v->x), fmaxf(box.bottom, v->y)};
  }
  return box;
}

/* A label whose place is at the window's edge is whole; one behind a building is not shown, nor one whose place is outside. */
static void labels_are_whole_or_hidden(void **state) {
  (void)state;
  test_window *self = open_town();
  assert_true(panels_key(&self->panels, "H", false));
  const soi_point stop = self->town->model->stops[1].queue;
  self->metre = 20.0; /* one stop in sight */
  self->left = stop.x - 6.0 / self->metre, self->top = stop.y + 300.0 / self->metre;
  window_frame(self);
  const ui_rect at_edge = box_of(window_frame(self), 0);
  print_message("a label spans %.0f to %.0f\n", (double)at_edge.left, (double)at_edge.right);
  assert_true(at_edge.right > 40.0f && at_edge.left > -6.0f); /* its shadow may be cut */
  self->behind = true;
  assert_int_equal(window_frame(self)->index_count, 0);
  self->behind = false;
  self->left = stop.x + 6.0 / self->metre;
  assert_int_equal(window_frame(self)->index_count, 0);
  window_close_it(self);
}

/* Ids are for files: whoever has no name is called by what it is and its number, in each language. */
static void nobody_is_called_by_an_id(void **state) {
  (void)state;
  test_window *self = open_town();
  char text[192];
  soi_world *world = place_world(self->town);
  while (world->tick[0] < 3000) { soi_world_step(world); }
  for (panels_language language = PANELS_EN; language < PANELS_LANGUAGES; ++language) {
    for (soi_cart_id cart = 1; cart <= self->town->model->cart_count; ++cart) {
      assert_string_not_equal(cart_name(language, self->town->model, cart), self->town->model->carts[cart].id);
    }
    for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
      if (!soi_person_lives(world, row)) { continue; }
      describe_person(language, world, row, text, sizeof text);
      assert_null(strstr(text, "gate"));
    }
  }
  assert_string_equal(cart_name(PANELS_EN, self->town->model, 2), "Cart 2");
  assert_string_equal(cart_name(PANELS_JA, self->town->model, 2), "カート2");
  soi_world_release(world);
  window_close_it(self);
}

/* While the timeline is dragged its aim is shown where the pointer is, though the run has not got there, and over all else when. */
static void a_dragged_timeline_shows_its_aim(void **state) {
  (void)state;
  test_window *self = open_town();
  const float y = 720.0f - 12.0f - 58.0f + 21.0f, x = 193.0f + 0.7f * (1246.0f - 193.0f);
  window_move(self, 300.0f, y, false);
  window_move(self, 300.0f, y, true);
  window_move(self, x, y, true);
  assert_true(self->kit.over.index_count > 0); /* the time, over the credit */
  raster picture = window_picture(self, "aim");
  const uint8_t *const pixel = picture.pixels + 3 * ((size_t)(y - 12.0f) * 1280 + (size_t)x);
  print_message("over the track at the aim: %u, %u, %u\n", pixel[0], pixel[1], pixel[2]);
  assert_true(pixel[2] > pixel[0] + 80); /* blue */
  free(picture.pixels);
  window_close_it(self);
}

/* Units and counts are those of the language. */
static void units_are_translated(void **state) {
  (void)state;
  char text[64];
  static const char *const spans[PANELS_LANGUAGES][2] = {{"42 s", "3:07 min"}, {"42 วินาที", "3:07 นาที"}, {"42秒", "3:07分"}};
  for (panels_language language = PANELS_EN; language < PANELS_LANGUAGES; ++language) {
    span_text(language, 42.0, text, sizeof text);
    assert_string_equal(text, spans[language][0]);
    span_text(language, 187.0, text, sizeof text);
    assert_string_equal(text, spans[language][1]);
  }
  for (uint32_t i = 0; i < WORD_COUNT; ++i) { assert_null(strstr(word_of(PANELS_TH, (word)i), "/h")); }
  assert_string_equal(word_of(PANELS_EN, WORD_VEHICLE_UNIT), "vehicle");
  assert_string_equal(word_of(PANELS_EN, WORD_WAITING_NOW), "Waiting for a cart"); /* and not at a crossing */
}

/* What cannot be done is told with its reason. */
static void refusals_have_reasons(void **state) {
  (void)state;
  test_window *self = open_town();
  const soi_model *const model = self->town->model;
  static const panels_target nothing = {PANELS_NOTHING, 0, 0};
  const soi_point off = {model->bounds.left - 500.0, model->bounds.bottom - 500.0};
  self->panels.tool = TOOL_VAN;
  assert_false(use_tool_at(&self->panels, off, nothing));
  assert_string_equal(self->panels.said, word_of(PANELS_EN, WORD_NO_LANE));
  self->panels.tool = TOOL_PEDESTRIAN;
  assert_false(use_tool_at(&self->panels, off, nothing));
  assert_string_equal(self->panels.said, word_of(PANELS_EN, WORD_NO_WALK));
  self->panels.tool = TOOL_BREAKDOWN; /* at the start all carts are in their depot */
  assert_false(use_tool_at(&self->panels, off, (panels_target){PANELS_CART, 1, 0}));
  assert_string_equal(self->panels.said, word_of(PANELS_EN, WORD_IN_DEPOT));
  window_close_it(self);
}

/* A change is told in words of the language, a difference with its sign and whether it is good; each half has its card, of one size. */
static void two_runs_are_compared_in_words(void **state) {
  (void)state;
  test_window *self = open_town();
  char text[160];
  static const char *const changes[] = {"service.hold=none", "service.headway=3 min", "traffic.scale=1.5", "fleet.cart-1.start=08:02:30"};
  for (size_t i = 0; i < 4; ++i) {
    char english[160];
    panels_change_words(PANELS_EN, changes[i], NULL, english, sizeof english);
    print_message("%s\n", english);
    assert_null(strpbrk(english, "=_"));
    for (panels_language language = PANELS_TH; language < PANELS_LANGUAGES && i < 3; ++language) {
      panels_change_words(language, changes[i], NULL, text, sizeof text);
      assert_string_not_equal(text, english);
    }
  }
  panels_change_words(PANELS_JA, "other.yaml", &(soi_name){.en = "Rain", .ja = "雨"}, text, sizeof text);
  assert_string_equal(text, "雨");
  assert_int_equal(difference_text(0, 120.0, 75.0, text, sizeof text), UI_GOOD); /* a shorter wait */
  assert_string_equal(text, "\xe2\x80\x93"
                            "0:45");
  assert_int_equal(difference_text(3, 2.0, 14.0, text, sizeof text), UI_BAD); /* more gave up */
  assert_string_equal(text, "+12");
  difference_text(0, -1.0, 75.0, text, sizeof text);
  assert_string_equal(text, "");
  self->panels.halves = true;
  ui_begin(&self->kit, &self->input);
  panels_frame(&self->panels, &self->kit, play_take(self->run), &self->scene);
  const uint32_t first = self->kit.area_count;
  panels_compare(&self->panels, play_take(self->run), "service.hold=none", self->input.width);
  const ui_rect left = self->kit.areas[first], right = self->kit.areas[first + 1];
  (void)ui_end(&self->kit);
  assert_true(left.right < 640.0f && right.left > 640.0f && left.top == right.top && rect_width(left) == rect_width(right));
  for (uint32_t i = 0; i < first; ++i) { /* nothing else stands over the runs */
    assert_true(self->kit.areas[i].bottom < left.top || self->kit.areas[i].top > 600.0f);
  }
  window_close_it(self);
}

/* Every key has one meaning, and each is accepted. */
static void every_key_means_something(void **state) {
  (void)state;
  test_window *self = open_town();
  for (uint32_t i = 0; panels_key_at(i) != NULL; ++i) {
    const panels_key_row *row = panels_key_at(i);
    for (int language = 0; language < PANELS_LANGUAGES; ++language) { assert_true(row->words[language][0] != '\0'); }
    for (uint32_t k = 0; k < i; ++k) {
      assert_false(strcmp(panels_key_at(k)->key, row->key) == 0 && panels_key_at(k)->shift == row->shift);
    }
    assert_true(panels_key(&self->panels, row->key, row->shift));
    window_frame(self);
  }
  assert_false(panels_key(&self->panels, "F7", false));
  window_close_it(self);
}

/* What is on says what its colours mean; the list of all of it is switched with the mouse. */
static void what_is_shown_has_a_legend(void **state) {
  (void)state;
  test_window *self = open_town();
  const uint32_t plain = window_frame(self)->index_count;
  assert_true(panels_key(&self->panels, "D", false));
  assert_true((self->panels.overlays & OVERLAY_DENSITY) != 0);
  const uint32_t legend = window_frame(self)->index_count;
  assert_true(legend > plain + 200);
  assert_true(panels_key(&self->panels, "D", false));
  assert_true(panels_key(&self->panels, "K", false));
  assert_int_equal(self->panels.overlays, OVERLAYS_USUAL);
  window_frame(self);
  /* rows of 24 points end over the credit's line */
  const float bottom = 720.0f - 12.0f - 58.0f - 12.0f - 26.0f - 9.0f,
              row = bottom - 24.0f * ((float)(OVERLAY_COUNT - OVERLAY_ROW_DENSITY) - 0.5f);
  window_click(self, 12.0f + 216.0f + 12.0f + 48.0f + 12.0f + 60.0f, row);
  assert_int_equal(self->panels.overlays, OVERLAYS_USUAL | OVERLAY_DENSITY);
  window_close_it(self);
}

/* An overlay is one row: the command line knows its name, a key of its own switches it, and it says what it is in three languages. */
static void every_overlay_is_one_row(void **state) {
  (void)state;
  test_window *self = open_town();
  char names[256] = "";
  uint32_t count = 0;
  for (const panels_overlay_row *row; (row = panels_overlay_at(count)) != NULL; ++count) {
    char tip[96];
    const unsigned before = self->panels.overlays;
    assert_true(panels_key(&self->panels, row->key, false));
    assert_int_equal(self->panels.overlays ^ before, 1u << count);
    for (int language = 0; language < PANELS_LANGUAGES; ++language) {
      self->panels.language = (panels_language)language;
      assert_true(row->words[language][0] != '\0');
      key_tip(&self->panels, row->key, false, tip, sizeof tip);
      assert_non_null(strstr(tip, row->words[language]));
      for (int k = 0; k < OVERLAY_MARKS && row->marks[k].words[0] != NULL; ++k) { assert_true(row->marks[k].words[language][0] != '\0'); }
    }
    if (row->name != NULL) {
      snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", names[0] != '\0' ? " " : "", row->name);
    }
  }
  assert_int_equal(count, OVERLAY_COUNT);
  assert_string_equal(names, OVERLAY_NAMES);
  window_close_it(self);
}

/* Why a cart is slow is told in words, in three languages. */
static void causes_are_told_in_words(void **state) {
  (void)state;
  test_window *self = open_town();
  bool people = false;
  char text[192];
  soi_world *world = place_world(self->town);
  while (world->tick[0] < self->town->model->end) {
    soi_world_step(world);
    if (world->cart_errand[1] != SOI_CART_DRIVING || world->vehicle_cause[world->cart_vehicle[1]] != SOI_CAUSE_PEOPLE) { continue; }
    const uint32_t count = people_ahead(world, 1);
    if (count == 0) { continue; }
    char expected[64];
    snprintf(expected, sizeof expected, count == 1 ? "yielding to %u person" : "yielding to %u people", count);
    describe_cart(PANELS_EN, world, 1, text, sizeof text);
    assert_string_equal(text, expected);
    people = true;
  }
  assert_true(people);
  for (panels_language language = PANELS_EN; language < PANELS_LANGUAGES; ++language) {
    for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { assert_true(strlen(soi_cause_words_in(language, cause)) > 3); }
    for (uint32_t i = 0; i < WORD_COUNT; ++i) { assert_true(word_of(language, (word)i)[0] != '\0'); }
  }
  soi_world_release(world);
  window_close_it(self);
}

static void assert_told(panels_language language, const test_window *self, soi_event event, const char *expected) {
  char text[192];
  describe_event(language, self->town->model, &event, text, sizeof text);
  assert_string_equal(text, expected);
}

/* What happened is told in words, in three languages, with names and figures in the places that the rows give them. */
static void events_are_told_in_words(void **state) {
  (void)state;
  test_window *self = open_town();
  for (panels_language language = PANELS_EN; language < PANELS_LANGUAGES; ++language) {
    for (uint32_t kind = 1; kind < SOI_EVENT_KINDS; ++kind) {
      char text[192];
      describe_event(language, self->town->model, &(soi_event){.kind = kind, .a = 1, .b = 1, .value = 7.25}, text, sizeof text);
      assert_true(text[0] != '\0');
      if (strpbrk(text, "{}[]|") != NULL) { fail_msg("%s in language %u: '%s'", soi_event_name(kind), language, text); }
    }
  }
  const char *const cart = cart_name(PANELS_EN, self->town->model, 1);
  char text[192];
  snprintf(text, sizeof text, "%s brakes hard, 3.1 m/s2", cart);
  assert_told(PANELS_EN, self, (soi_event){.kind = SOI_EVENT_HARD_BRAKE, .a = 1, .b = 3, .value = 3.14}, text);
  snprintf(text, sizeof text, "%s begins to charge", cart);
  assert_told(PANELS_EN, self, (soi_event){.kind = SOI_EVENT_CHARGE_STARTED, .a = 1, .b = 1}, text);
  assert_told(PANELS_EN, self, (soi_event){.kind = SOI_EVENT_RAIN, .value = 12.0}, "Rain, 12 mm/h");
  assert_told(PANELS_EN, self, (soi_event){.kind = SOI_EVENT_RAIN}, "The rain ends");
  assert_told(PANELS_JA, self, (soi_event){.kind = SOI_EVENT_COLLISION, .flags = SOI_EVENT_WITH_CART}, "カートとの接触");
  assert_told(PANELS_EN, self, (soi_event){.kind = SOI_EVENT_COLLISION}, "Collision in the traffic");
  assert_told(PANELS_TH, self, (soi_event){.kind = SOI_EVENT_DEADLOCK, .b = 4}, "รถติดวน 4 คัน");
  assert_told(PANELS_EN, self, (soi_event){.kind = SOI_EVENT_COMMAND, .a = 1, .b = SOI_COMMAND_BREAKDOWN}, "Presenter: breakdown");
  assert_told(PANELS_EN, self, (soi_event){.kind = SOI_EVENT_LATE, .value = 84.0}, "Presenter, 84 s late");
  window_close_it(self);
}

/* Causes that have a colour of their own can be told apart in both themes: by 40 of 255 in some channel at least. */
static void causes_have_colours_of_their_own(void **state) {
  (void)state;
  static const uint32_t causes[] = {SOI_CAUSE_STOP,   SOI_CAUSE_HOLD,    SOI_CAUSE_SIGNAL,    SOI_CAUSE_LEADER,
                                    SOI_CAUSE_PEOPLE, SOI_CAUSE_WEATHER, SOI_CAUSE_BREAKDOWN, SOI_CAUSE_CURVE};
  for (int dark = 0; dark < 2; ++dark) {
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; ++i) {
      for (size_t k = 0; k < i; ++k) {
        const uint32_t a = panels_cause_colour(causes[i], dark), b = panels_cause_colour(causes[k], dark);
        int apart = 0;
        for (int shift = 0; shift < 24; shift += 8) {
          const int by = abs((int)(a >> shift & 255u) - (int)(b >> shift & 255u));
          apart = by > apart ? by : apart;
        }
        if (apart < 40) { fail_msg("causes %u and %u are #%06x and #%06x", causes[k], causes[i], b, a); }
      }
    }
  }
}

/* The tour shows its stops at their times, and sets the speed. */
static void the_tour_goes_its_way(void **state) {
  (void)state;
  const char *const tour[] = {
      "tour=[{at: 08:00, whole: yes, speed: 4}, {at: 08:03, camera: follow, cart: cart-2, text: {en: Hello, ja: こんにちは}}]", NULL};
  place *town = place_open("crossroads-morning.yaml", tour);
  assert_non_null(town->model);
  test_window *self = window_open_on(town, 1280, 720, 1.0f);
  if (self == NULL) { skip(); }
  window_frame(self);
  panels_set_tour(&self->panels, true);
  window_frame(self);
  assert_true(self->panels.wishes.shoot && self->panels.tour_stop == 1);
  assert_true(play_take(self->run)->speed == 4.0);
  self->panels.wishes.shoot = false;
  window_seek(self, 8.0 * 3600.0 + 181.0);
  window_frame(self);
  assert_true(self->panels.wishes.shoot && self->panels.wishes.shot.camera == SOI_CAMERA_FOLLOW && self->panels.wishes.shot.row == 2);
  window_close_it(self);
}

/* A caption is not told to somebody who comes when it is over. */
static void a_caption_has_its_time(void **state) {
  (void)state;
  const char *const captions[] = {"captions=[{at: 08:00, duration: 10 s, text: {en: Hello}}]", NULL};
  for (int late = 0; late < 2; ++late) {
    place *town = place_open("crossroads-morning.yaml", captions);
    assert_non_null(town->model);
    test_window *self = window_open_on(town, 1280, 720, 1.0f);
    if (self == NULL) { skip(); }
    window_seek(self, 8.0 * 3600.0 + (late == 1 ? 60.0 : 5.0));
    window_frame(self);
    assert_int_equal(self->panels.caption_at.right > self->panels.caption_at.left, late == 0);
    window_close_it(self);
  }
}

/* What a stop of the tour says is told when it is so, and no longer than some seconds. */
static void the_tour_tells_what_is_to_be_seen(void **state) {
  (void)state;
  const char *const tour[] = {
      "tour=[{at: 08:00, whole: yes}, {at: 08:00:05, stop: main, shows: {serving: main}, text: {en: A cart stands here}}]", NULL};
  place *town = place_open("crossroads-morning.yaml", tour);
  assert_non_null(town->model);
  test_window *self = window_open_on(town, 1280, 720, 1.0f);
  if (self == NULL) { skip(); }
  uint32_t told = 0, early = 0, late = 0;
  double served = 0.0;
  panels_set_tour(&self->panels, true);
  for (int second = 6; second < 300; ++second) {
    window_seek(self, 8.0 * 3600.0 + second);
    self->input.time += 1.0;
    window_frame(self);
    const soi_claim_definition *const claim = &town->model->definition->scenario.tour.items[1].shows;
    const bool so = claim_holds(self->panels.frame->now, claim), shown = self->panels.caption_at.right > self->panels.caption_at.left;
    served = so ? second : served;
    told += so && shown;
    early += shown && served == 0.0;
    late += shown && second - served > 7.0;
    assert_true(!so || shown);
    assert_int_equal(self->panels.tour_stop, served > 0.0 ? 2 : 1);
  }
  print_message("told for %u s, %u too early, %u too late\n", told, early, late);
  assert_true(told > 3 && early == 0 && late == 0);
  window_close_it(self);
}

/* Each stop of the shipped tour that claims something finds it before the next one's time. */
static void the_shipped_tour_finds_what_it_shows(void **state) {
  (void)state;
  const bool all = getenv("SOI_LONG") != NULL;
  for (int seed = 1; seed <= (all ? 5 : 1); ++seed) {
    char text[16];
    snprintf(text, sizeof text, "seed=%d", seed);
    place *town = place_open("../../scenarios/bangsue/weekday-morning.yaml", (const char *const[]){text, NULL});
    assert_non_null(town->model);
    soi_world *world = place_world(town);
    const soi_scenario_definition *const scenario = &town->model->definition->scenario;
    uint32_t claims = 0, row = 0;
    for (bool found = true; row + 1 < scenario->tour.count && (all || row < 5);) { /* the rest are later in the morning */
      const double clock = soi_clock(town->model, world->tick[0]);
      if (clock >= scenario->tour.items[row + 1].at) {
        if (!found) { fail_msg("seed %d: what stop %u shows is not found before the next one", seed, row + 1); }
        found = false;
        ++row;
      }
      if (!found && claim_holds(world, &scenario->tour.items[row].shows)) {
        found = true;
        ++claims;
      }
      soi_world_step(world);
    }
    print_message("seed %d: %u stops found\n", seed, claims);
    soi_world_release(world);
    place_close(town);
  }
}

/* The whole set of a busy morning, in both themes, languages and sizes, for people to look at; no text runs over a panel's edge. */
static void pictures_for_people(void **state) {
  (void)state;
  if (getenv("SOI_UI_PICTURES") == NULL) { skip(); }
  const struct {
    const char *name;
    int width, height;
    panels_set set;
    panels_language language;
    bool dark;
    double clock;
  } shots[] = {{"lay-720", 1280, 720, PANELS_LAY, PANELS_EN, false, 7.0 * 3600.0 + 2290.0},
               {"engineer-720", 1280, 720, PANELS_ENGINEER, PANELS_EN, false, 8.0 * 3600.0 + 1200.0},
               {"engineer-1080-dark", 1920, 1080, PANELS_ENGINEER, PANELS_JA, true, 8.0 * 3600.0 + 1200.0},
               {"lay-1080-th", 1920, 1080, PANELS_LAY, PANELS_TH, false, 7.0 * 3600.0 + 600.0}};
  for (size_t i = 0; i < sizeof shots / sizeof shots[0]; ++i) {
    place *town = place_open("../../scenarios/bangsue/weekday-morning.yaml", NULL);
    test_window *self = window_open_on(town, shots[i].width, shots[i].height, panels_scale(shots[i].width, shots[i].height, 1.0f));
    self->panels.set = shots[i].set;
    self->panels.language = shots[i].language;
    self->panels.dark = shots[i].dark;
    window_seek(self, shots[i].clock);
    if (i != 3) { self->panels.chosen = (panels_target){PANELS_CART, 2, 0}; }
    self->panels.tab = i == 2 ? 2 : 0;
    window_frame(self);
    raster picture = window_picture(self, shots[i].name);
    free(picture.pixels);
    if (i == 0) {
      panels_key(&self->panels, "F1", false);
      window_frame(self);
      picture = window_picture(self, "help");
      free(picture.pixels);
    }
    window_close_it(self);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_click_chooses_what_is_there),
      cmocka_unit_test(the_timeline_is_dragged),
      cmocka_unit_test(tools_make_commands),
      cmocka_unit_test(hidden_panels_are_gone),
      cmocka_unit_test(what_is_shown_has_a_legend),
      cmocka_unit_test(every_key_means_something),
      cmocka_unit_test(every_overlay_is_one_row),
      cmocka_unit_test(causes_are_told_in_words),
      cmocka_unit_test(events_are_told_in_words),
      cmocka_unit_test(causes_have_colours_of_their_own),
      cmocka_unit_test(labels_are_whole_or_hidden),
      cmocka_unit_test(nobody_is_called_by_an_id),
      cmocka_unit_test(a_dragged_timeline_shows_its_aim),
      cmocka_unit_test(units_are_translated),
      cmocka_unit_test(refusals_have_reasons),
      cmocka_unit_test(two_runs_are_compared_in_words),
      cmocka_unit_test(the_tour_goes_its_way),
      cmocka_unit_test(a_caption_has_its_time),
      cmocka_unit_test(the_tour_tells_what_is_to_be_seen),
      cmocka_unit_test(the_shipped_tour_finds_what_it_shows),
      cmocka_unit_test(pictures_for_people),
  };
  return cmocka_run_group_tests_name("panels", tests, NULL, NULL);
}
