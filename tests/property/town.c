/* Draws a small town: the variety lies in counts, widths, sides, rates and signals, not in geometry for its own sake. */
#include "town.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct town {
  uint64_t state;
  int columns, rows;
  double pitch[2]; /* m between nodes, east and north */
  bool left;       /* drives on the left */
  int lanes_east[4], lanes_north[4];
  double lane_width, median, sidewalk;
  FILE *map, *scenario;
} town;

/* splitmix64: the test's own numbers, independent of the library's. No two in one expression or call, whose order is the compiler's. */
static uint64_t draw(town *t) {
  uint64_t z = (t->state += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

static int whole(town *t, int low, int high) { return low + (int)(draw(t) % (uint64_t)(high - low + 1)); }
static double real(town *t, double low, double high) { return low + (high - low) * (double)(draw(t) >> 11) * 0x1p-53; }
static bool chance(town *t, double share) { return real(t, 0.0, 1.0) < share; }

static const char *const classes[] = {"service", "residential", "tertiary", "secondary", "primary", "trunk"};

/* Nodes: the grid's own n_c_r, and an end beyond each border node in each direction. */
static void write_nodes(const town *t) {
  fprintf(t->map, "nodes:\n");
  for (int c = -1; c <= t->columns; ++c) {
    for (int r = -1; r <= t->rows; ++r) {
      const bool corner = (c < 0 || c == t->columns) && (r < 0 || r == t->rows);
      if (!corner) { fprintf(t->map, "  n_%d_%d: {at: [%.1f, %.1f]}\n", c + 1, r + 1, c * t->pitch[0], r * t->pitch[1]); }
    }
  }
}

static void write_road(town *t, int c, int r, bool east, int lanes) {
  const int class = whole(t, 1, 4);
  fprintf(t->map,
          "  %c_%d_%d: {from: n_%d_%d, to: n_%d_%d, class: %s, lanes_forward: %d, lanes_backward: %d, lane_width: %.2f m, median: %.2f m, "
          "speed_limit: %d km/h, sidewalk_left: %.1f m, sidewalk_right: %.1f m}\n",
          east ? 'e' : 'v', c + 1, r + 1, c + 1, r + 1, c + 1 + (east ? 1 : 0), r + 1 + (east ? 0 : 1), classes[class], lanes, lanes,
          t->lane_width, t->median, 10 * whole(t, 3, 6), t->sidewalk, t->sidewalk);
}

static void write_roads(town *t) {
  fprintf(t->map, "roads:\n");
  for (int r = 0; r < t->rows; ++r) {
    for (int c = -1; c < t->columns; ++c) { write_road(t, c, r, true, t->lanes_east[r]); }
  }
  for (int c = 0; c < t->columns; ++c) {
    for (int r = -1; r < t->rows; ++r) { write_road(t, c, r, false, t->lanes_north[c]); }
  }
}

static void write_signals(town *t) {
  fprintf(t->map, "signals:\n");
  int count = 0;
  for (int c = 0; c < t->columns; ++c) {
    for (int r = 0; r < t->rows; ++r) {
      if (!chance(t, 0.4)) { continue; }
      const int offset = whole(t, 0, 40), all_red = whole(t, 1, 3);
      fprintf(t->map, "  s_%d_%d:\n    node: n_%d_%d\n    amber: 3 s\n    all_red: %d s\n    offset: %d s\n    stages:\n", c, r, c + 1,
              r + 1, all_red, offset);
      fprintf(t->map, "      - {roads: [e_%d_%d, e_%d_%d], green: %d s}\n", c, r + 1, c + 1, r + 1, whole(t, 10, 40));
      fprintf(t->map, "      - {roads: [v_%d_%d, v_%d_%d], green: %d s}\n", c + 1, r, c + 1, r + 1, whole(t, 10, 40));
      ++count;
    }
  }
  if (count == 0) { fprintf(t->map, "  {}\n"); }
}

/* A stop on each side of the first block, in one turning direction; a gate on the sidewalk near each. */
static void write_service_places(town *t) {
  const char *const roads[4] = {"e_1_1", "v_2_1", "e_1_2", "v_1_1"};
  const char *const directions[4] = {"forward", "forward", "backward", "backward"};
  fprintf(t->map, "stops:\n");
  for (int i = 0; i < 4; ++i) {
    const int berths = whole(t, 1, 2);
    const double bay = chance(t, 0.5) ? 2.6 : 0.0, at = t->pitch[i % 2] * real(t, 0.5, 0.6);
    fprintf(t->map, "  stop%d: {road: %s, direction: %s, at: %.1f m, bay: %.1f m, berths: %d}\n", i, roads[i], directions[i], at, bay,
            berths);
  }
  fprintf(t->map, "gates:\n");
  for (int i = 0; i < 4; ++i) {
    const double half = 0.5 * t->median + t->lane_width * (i % 2 == 0 ? t->lanes_east[i / 2] : t->lanes_north[i == 1]) + 0.5 * t->sidewalk;
    const double along = t->pitch[i % 2] * 0.3;
    /* the kerb the stop's lane keeps to: left of the direction of travel in left-hand places */
    const double side = (i < 2) == t->left ? 1.0 : -1.0;
    if (i % 2 == 0) {
      fprintf(t->map, "  gate%d: {at: [%.2f, %.2f], width: 2 m, kind: street}\n", i, along, (i / 2) * t->pitch[1] + side * half);
    } else {
      fprintf(t->map, "  gate%d: {at: [%.2f, %.2f], width: 2 m, kind: street}\n", i, (i == 1 ? t->pitch[0] : 0.0) - side * half, along);
    }
  }
  fprintf(t->map, "routes:\n  loop: {stops: [stop0, stop1, stop2, stop3], loop: yes}\n");
  /* before the stop, and far enough up the road: whoever turns into it has room to change to the kerb lane */
  fprintf(t->map, "depots:\n  depot: {road: e_1_1, direction: forward, at: %.1f m, places: 6}\n", t->pitch[0] * 0.42);
  fprintf(t->map, "chargers:\n  charger: {depot: depot, power: 7 kW, plugs: 2}\n");
}

/* Crossings near both ends of every road between junctions, so that people can get round. */
static void write_crossings(town *t) {
  fprintf(t->map, "crossings:\n");
  for (int r = 0; r < t->rows; ++r) {
    for (int c = 0; c < t->columns - 1; ++c) {
      const double at = t->pitch[0] * real(t, 0.2, 0.25);
      fprintf(t->map, "  x_e_%d_%d: {road: e_%d_%d, at: %.1f m, width: 4 m, kind: zebra, refuge: %s}\n", c, r, c + 1, r + 1, at,
              t->median > 1.5 ? "yes" : "no");
    }
  }
  for (int c = 0; c < t->columns; ++c) {
    for (int r = 0; r < t->rows - 1; ++r) {
      const double at = t->pitch[1] * real(t, 0.75, 0.8);
      fprintf(t->map, "  x_v_%d_%d: {road: v_%d_%d, at: %.1f m, width: 3 m, kind: %s}\n", c, r, c + 1, r + 1, at,
              chance(t, 0.7) ? "zebra" : "unmarked");
    }
  }
}

static void write_map(town *t) {
  fprintf(t->map, "name: A town drawn from a seed\norigin: {latitude: 13.8 deg, longitude: 100.5 deg}\ndrive_on: %s\n",
          t->left ? "left" : "right");
  write_nodes(t);
  write_roads(t);
  write_signals(t);
  write_crossings(t);
  write_service_places(t);
}

static void write_types(town *t) {
  const double battery = real(t, 0.4, 6.0);
  const int seats = whole(t, 2, 10);
  const bool filters = chance(t, 0.7);
  const int runs_red = whole(t, 0, 3), ignores_zebra = whole(t, 0, 100);
  fprintf(t->scenario,
          "vehicle_types:\n"
          "  car: {name: Car, body: {shape: car, top_speed: 120 km/h, length: 4.6 m, width: 1.8 m}, driver: {ignores_zebra: %d %%, "
          "runs_red: %d %%}}\n"
          "  bus: {name: Bus, body: {shape: bus, top_speed: 80 km/h, length: 11.8 m, width: 2.5 m}, driver: {acceleration: 0.9 m/s2}}\n"
          "  motorcycle: {name: Motorcycle, body: {shape: motorcycle, top_speed: 100 km/h, length: 1.9 m, width: 0.75 m}, "
          "driver: {acceleration: 1.8 m/s2, filters: %s}}\n"
          "  cart: {name: Cart, body: {shape: cart, length: 3.6 m, width: 1.3 m, mass: 600 kg, top_speed: 19 km/h}, places: {seats: %d}, "
          "powertrain: {battery: %.1f kWh}}\n",
          ignores_zebra, runs_red, filters ? "yes" : "no", seats, battery);
}

static void write_people(town *t) {
  for (int section = 0; section < 2; ++section) {
    fprintf(t->scenario, "%s:\n  flows:\n", section == 0 ? "passengers" : "pedestrians");
    for (int i = 0; i < 4; ++i) {
      const int to = section == 0 ? (i + 2) % 4 : (i + whole(t, 1, 3)) % 4; /* carts serve who goes to the other side of the block */
      const int patience = whole(t, 60, 900), rate = whole(t, 20, 400);
      fprintf(t->scenario, "    f%d: {from: gate%d, to: gate%d, by: %s, rate: %d /h, patience: %d s}\n", i, i, to,
              section == 0 ? "cart" : "walk", rate, patience);
    }
  }
}

/* From every end straight on to the opposite one, and some turning flows. */
static void write_traffic(town *t) {
  fprintf(t->scenario, "traffic:\n  mix:\n    - {type: car, share: 60 %%}\n    - {type: motorcycle, share: 30 %%}\n    - {type: bus, "
                       "share: 10 %%}\n  flows:\n");
  for (int r = 0; r < t->rows; ++r) {
    fprintf(t->scenario, "    east%d: {from: n_0_%d, to: n_%d_%d, rate: %d /h}\n", r, r + 1, t->columns + 1, r + 1, whole(t, 60, 500));
    const int rate = whole(t, 60, 400), to = whole(t, 1, t->rows);
    fprintf(t->scenario, "    west%d: {from: n_%d_%d, to: n_0_%d, rate: %d /h}\n", r, t->columns + 1, r + 1, to, rate);
  }
  for (int c = 0; c < t->columns; ++c) {
    const int rate = whole(t, 60, 400), to = whole(t, 1, t->columns);
    fprintf(t->scenario, "    north%d: {from: n_%d_0, to: n_%d_%d, rate: %d /h}\n", c, c + 1, to, t->rows + 1, rate);
  }
}

static void write_van(town *t, int i, double block) {
  const double offset = real(t, -0.8, 1.2), from = real(t, 0.0, 0.9 * block);
  const char *const road = chance(t, 0.5) ? "e_1_1" : "v_2_1";
  const int duration = whole(t, 20, 150), minute = whole(t, 1, 9);
  fprintf(t->scenario, "  van%d: {kind: parked_vehicle, at: 08:0%d, duration: %d s, road: %s, lane: 1, from: %.1f m, offset: %.2f m}\n", i,
          minute, duration, road, from, offset);
}

static void write_walker(town *t, int i) {
  const bool jaywalks = chance(t, 0.5);
  const double y = real(t, -6.0, 6.0), x = t->pitch[0] * real(t, 0.3, 0.85);
  fprintf(t->scenario, "  walker%d: {kind: pedestrian, at: 08:0%d, place: [%.1f, %.1f], jaywalks: %s}\n", i, whole(t, 1, 9), x, y,
          jaywalks ? "yes" : "no");
}

/* A few who are put into the town from outside: vans that stand in a lane for a while, people on foot. These beside the first block's road,
 * past its crossing: the sidewalks round the corner may lead nowhere. */
static void write_placed(town *t) {
  const double block = fmin(t->pitch[0], t->pitch[1]);
  for (int i = 0; i < 3; ++i) { write_van(t, i, block), write_walker(t, i); }
}

static void write_scenario(town *t) {
  const int step = chance(t, 0.8) ? 100 : 50;
  fprintf(t->scenario, "name: A drawn scenario\nmap: map.yaml\nstart: 08:00\nduration: 12 min\nwarmup: 2 min\nseed: %d\nstep: %d ms\n",
          whole(t, 1, 1000000), step);
  fprintf(t->scenario, "weather: {rain: %d mm/h}\ncapacity: {vehicles: 400, people: 600, allow_overflow: yes}\n",
          chance(t, 0.2) ? whole(t, 1, 40) : 0);
  write_types(t);
  fprintf(t->scenario, "fleet:\n");
  for (int i = 1, carts = whole(t, 1, 4); i <= carts; ++i) {
    fprintf(t->scenario, "  cart-%d: {type: cart, route: loop, depot: depot, start: 08:0%d, charge: %d %%}\n", i, i - 1, whole(t, 15, 100));
  }
  fprintf(t->scenario, "service: {hold_stop: stop0, hold: %s}\n", chance(t, 0.5) ? "even_headway" : "none");
  write_people(t);
  write_traffic(t);
  fprintf(t->scenario, "incidents:\n  breakdown: {kind: breakdown, at: 08:06, duration: %d s, cart: cart-1}\n", whole(t, 20, 200));
  if (chance(t, 0.4)) { fprintf(t->scenario, "  rain: {kind: rain, at: 08:07, duration: 2 min, rain: %d mm/h}\n", whole(t, 1, 60)); }
  write_placed(t);
}

bool town_write(const char *directory, uint64_t seed) {
  town t = {.state = seed * 0x2545f4914f6cdd1dull + 1};
  t.columns = whole(&t, 2, 3);
  t.rows = whole(&t, 2, 3);
  t.pitch[0] = real(&t, 130.0, 260.0);
  t.pitch[1] = real(&t, 130.0, 260.0);
  t.left = chance(&t, 0.6);
  for (int i = 0; i < 4; ++i) { t.lanes_east[i] = whole(&t, 1, 2), t.lanes_north[i] = whole(&t, 1, 2); }
  t.lane_width = real(&t, 3.0, 3.6);
  t.median = chance(&t, 0.5) ? real(&t, 0.5, 3.0) : 0.0;
  t.sidewalk = real(&t, 1.5, 4.0);
  char path[4096];
  snprintf(path, sizeof path, "%s/map.yaml", directory);
  t.map = fopen(path, "w");
  snprintf(path, sizeof path, "%s/scenario.yaml", directory);
  t.scenario = fopen(path, "w");
  const bool open = t.map != NULL && t.scenario != NULL;
  if (open) {
    write_map(&t);
    write_scenario(&t);
  }
  const bool map_good = t.map != NULL && fclose(t.map) == 0;
  const bool scenario_good = t.scenario != NULL && fclose(t.scenario) == 0;
  return open && map_good && scenario_good;
}
