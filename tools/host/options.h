/* The one table of what the command understands: its subcommands and their options. Parsing, help, the man page and the shell
 * completions are all made from it, so that none of them can lag behind. */
#ifndef SOI_TOOL_OPTIONS_H
#define SOI_TOOL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* X(SYMBOL, "name", "operands", least, most operands, completion, "words", "summary", "description") */
#define COMMANDS(X) \
  X(RUN, "run", "SCENARIO", 0, 1, FILE, NULL, "simulate a scenario and judge its expectations", \
    "Simulates the scenario from its start to its end, prints a report and judges the expectations that the scenario states. " \
    "The reports are written also when the run is stopped by a signal or a time limit. With --from the scenario is the one in a " \
    "recording, and the run goes on from a moment of it: without --set it comes to the same end.") \
  X(TEST, "test", "PATH...", 1, UINT32_MAX, FILE, NULL, "run many scenarios, each in a process of its own, to one verdict", \
    "Runs every scenario named, and every scenario in the directories named, each in a child process. With several seeds an " \
    "expectation holds when both the median and the worst value over the seeds hold. In a directory, maps and scenarios " \
    "without a map (parts that others extend) are passed over. Progress goes to stderr: a line a run as it ends, and one a minute " \
    "at least. Ends with one line: N passed, N failed, N inconclusive. The " \
    "exit code is the first that applies of 3, 2, 4, 1, 5 and 0: what kept soi from judging comes before what it judged.") \
  X(COMPARE, "compare", "A [B]", 1, 2, FILE, NULL, "two scenarios, or one with and without a change, on the same seeds", \
    "Runs two scenarios, or one without and with --set (of two scenarios it changes both), with the same seeds and prints by how much " \
    "the " \
    "figures of their expectations differ: means over seeds, the difference paired by seed, and intervals that hold together at 95 % " \
    "(Holm). Then " \
    "who gained and who lost: the waits of the same passengers, those of one flow who came at the same moment of the same seed.") \
  X(SWEEP, "sweep", "PLAN.yaml [FOLDER...]", 1, UINT32_MAX, FILE, NULL, \
    "run a scenario over values of its keys and seeds, and collect the figures", \
    "A plan names a scenario, factors (any key that --set takes, with a list of values, a range in steps, or a range of a Latin " \
    "hypercube) " \
    "and seeds. Each run is kept in a file of its own under its key: hashes of what was set and of the sources, and the seed. What is " \
    "there " \
    "is not run again, so a sweep may be killed at any time and go on, here or elsewhere. Further folders hold runs that were made " \
    "elsewhere.") \
  X(FAN, "fan", "FILE@TIME", 1, 1, FILE, NULL, "many futures of one moment of a recording, and how far they spread", \
    "Goes on from a moment of a recording many times, such as run.mcap@08:00: the state is the same, also what each agent drew at " \
    "its birth, and all that is drawn from there on is another seed's. Prints mean, standard deviation, percentiles over the futures " \
    "and the 95 % interval of the mean of each figure of the expectations, or of each --metric. Figures are of the time from the " \
    "moment on. With the recording's own seed it comes to what was recorded.") \
  X(REPLAY, "replay", "FILE.mcap", 1, 1, FILE, NULL, "look into a recording, prove it, or extract from it", \
    "Says what is in a recording. With --verify the run is simulated again and its hash compared at each step: identical, or the " \
    "first tick and field that differ, with exit code 1. With --json or --csv it writes what there was to see, frame by frame.") \
  X(DIFF, "diff", "A.mcap B.mcap", 2, 2, FILE, NULL, "compare two recordings: their figures, and where they part", \
    "Prints the metrics of two recordings that differ, side by side, and the first tick and field in which the runs part. Exit " \
    "code 1 when anything differs.") \
  X(WHY, "why", "CART|PASSENGER [TIME] FILE.mcap", 2, 3, FILE, NULL, "say what held a cart or a passenger, then or over the run", \
    "With a time of day: what held the cart at that moment, who was behind it, and for how long. Without one: the time it lost " \
    "over the recording, by cause. A passenger goes by the number in trips.csv: the parts of its trip, and what held the cart that came " \
    "and the cart it rode.") \
  X(CHECK, "check", "FILE...", 1, UINT32_MAX, FILE, NULL, "say what is wrong with maps and scenarios, without running them", \
    "Reads maps and scenarios, builds the model of each, and reports every mistake with its place: file:line:column.") \
  X(DESCRIBE, "describe", "[KEY]", 0, 1, NONE, NULL, "explain the keys of map and scenario files", \
    "Prints the reference of a key, such as fleet.charge or map.roads; without a key, the whole reference.") \
  X(SCHEMA, "schema", "map|scenario", 1, 1, WORDS, "map scenario", "print the JSON Schema of map or scenario files", \
    "Prints the JSON Schema (draft 2020-12) by which editors complete and check map and scenario files.") \
  X(METRICS, "metrics", "", 0, 0, NONE, NULL, "list the metrics that a scenario can state expectations over", \
    "Lists every metric with its unit, definition and source. A distribution has the figures .mean .p50 .p90 .p95 .p99 .max .min " \
    ".count.") \
  X(BENCH, "bench", "[SCENARIO|FILE.mcap...]", 0, UINT32_MAX, FILE, NULL, "measure how fast scenarios run on one core", \
    "Runs each scenario once as a whole, then repeats one stretch of it from a snapshot and reports the median. Without a " \
    "scenario it takes scenarios/bangsue/weekday-morning.yaml. Of a recording it reports how long it takes to go to any moment.") \
  X(VIEW, "view", "SCENARIO|FILE.mcap [PICTURE]", 1, 2, FILE, NULL, "show a scenario or a recording in a window", \
    "Opens a window on the running scenario (the program soi-view), or on a recording, which is simulated again. What is done after " \
    "going " \
    "back makes another future; of a recording it is recorded in a file beside it (FILE-2.mcap), which names its parent. With " \
    "--screenshot it writes one picture instead, with --video a film; neither needs a display. Press F1 in the window for all keys.") \
  X(IMPORT, "import", "osm|gtfs FILE", 2, 2, FILE, NULL, "draw a map from OpenStreetMap, or take timetables from GTFS", \
    "Reads an extract (.osm, .osm.gz, .osm.pbf) and writes a map that builds: roads with lanes, junctions and signals, ways on foot, " \
    "crossings, " \
    "gates, buildings. What the data does not say is guessed, and every guess is listed. A patch file has the shape of a map and holds " \
    "corrections by hand: a key replaces what was imported, a new id is added, an id with null is taken out. --propose N writes such a " \
    "patch " \
    "with N stops near where people are, a depot and a loop that carts can drive, for you to move, and applies it. With gtfs it reads a " \
    "feed " \
    "(a folder or a .zip) and writes a scenario with the arrivals of one day at the gates of the map given by --near.") \
  X(MAP, "map", "MAP", 1, 1, FILE, NULL, "say what a map holds, and draw it", \
    "Prints the figures of a map: lengths by class, junctions, signals, crossings, what hangs together and what does not. Draws its " \
    "lanes, " \
    "connectors, conflicts, crossings and ways on foot.") \
  X(NEW, "new", "scenario", 1, 1, WORDS, "scenario", "write a starting point for a scenario on a map", \
    "Writes a commented scenario for any map: carts where it has a route and a depot, traffic between the ends of its greatest roads, " \
    "people between its gates, and expectations. Every count is a guess. It is run first: flows without a way are left out and told, and " \
    "traffic is made less until it holds.") \
  X(COMPLETION, "completion", "bash|zsh", 1, 1, WORDS, "bash zsh", "print the completion script of a shell", \
    "Prints a script that completes soi's command lines. Try: source <(soi completion bash)") \
  X(HELP, "help", "[COMMAND]", 0, 1, WORDS, \
    "run test compare sweep fan replay diff why check describe schema metrics bench view import map new completion help", \
    "explain a subcommand, or print the manual page", "Explains a subcommand. With --man it prints soi's manual page as roff.")

/* What --show can name: the rows of tools/view/scene/overlays.h. */
#define OVERLAY_NAMES "route paths sensors speeds density queues zones lanes ids lost"

/* X(SYMBOL, commands that take it, short letter or 0, "long", "argument" or NULL, kind, completion, "words", "default" or NULL,
 *   hidden, "help") */
#define OPTIONS(X) \
  X(HELP_ME, ON_ALL, 'h', "help", NULL, FLAG, NONE, NULL, NULL, false, "print this help") \
  X(VERSION, ON_ROOT, 'V', "version", NULL, FLAG, NONE, NULL, NULL, false, "print the version") \
  X(SEED, ON_RUN | ON_VIEW, 's', "seed", "N", COUNT, NONE, NULL, "the scenario's", false, "seed of all random draws") \
  X(SEEDS, ON_TEST | ON_SWEEP, 's', "seeds", "LIST", SEEDS, NONE, NULL, "the scenario's", false, \
    "seeds to run each scenario with: 1..20, or 1,2,5") \
  X(PAIR_SEEDS, ON_COMPARE, 's', "seeds", "LIST", SEEDS, NONE, NULL, "1..20", false, "seeds to run both with: 1..20, or 1,2,5") \
  X(FUTURES, ON_FAN, 0, "futures", "N", POSITIVE, NONE, NULL, "20", false, "how many futures: seeds 1, 2, 3 ... but the recording's own") \
  X(FAN_SEEDS, ON_FAN, 's', "seeds", "LIST", SEEDS, NONE, NULL, NULL, false, \
    "seeds of the futures, in place of --futures: 1..20, or 1,2,5") \
  X(METRIC, ON_FAN, 0, "metric", "NAME", METRIC, NONE, NULL, "those of the expectations", false, \
    "a metric whose spread is wanted (soi metrics lists them); may be given many times") \
  X(WATCH, ON_COMPARE | ON_TEST, 0, "watch", "METRIC", METRIC, NONE, NULL, NULL, false, \
    "compare also this metric (soi metrics lists them), with a baseline or each other; may be given many times") \
  X(FORK, ON_RUN, 0, "from", "FILE@TIME", TEXT, FILE, NULL, NULL, false, "go on from a moment of a recording, such as run.mcap@08:10") \
  X(VERIFY, ON_REPLAY, 0, "verify", NULL, FLAG, NONE, NULL, NULL, false, "simulate again and compare each step") \
  X(EXTRACT_FROM, ON_REPLAY, 0, "from", "TIME", TEXT, NONE, NULL, "the beginning", false, "where the extract begins, such as 08:10") \
  X(EXTRACT_TO, ON_REPLAY, 0, "to", "TIME", TEXT, NONE, NULL, "the end", false, "where it ends") \
  X(EVERY, ON_REPLAY, 0, "every", "DURATION", DURATION, NONE, NULL, "each frame", false, \
    "frames of the extract so far apart, such as 1 s; events are not thinned") \
  X(EQUAL_TOO, ON_DIFF, 'a', "all", NULL, FLAG, NONE, NULL, NULL, false, "print also the metrics that are equal") \
  X(SET, ON_RUN | ON_TEST | ON_COMPARE | ON_SWEEP | ON_FAN | ON_BENCH | ON_CHECK | ON_VIEW, 0, "set", "KEY=VALUE", SET, NONE, NULL, NULL, \
    false, "set a key of the scenario, checked like the file's own; may be given many times") \
  X(TICKS, ON_RUN, 'n', "ticks", "N", COUNT, NONE, NULL, "to the end", false, \
    "stop after so many steps, with --from counted from that moment, and judge what was seen") \
  X(FOR, ON_RUN | ON_FAN, 0, "for", "DURATION", DURATION, NONE, NULL, "to the end", false, \
    "simulate for so long, such as 10min, and judge what was seen; from a moment of a recording on, figures and verdict are of that " \
    "time alone, as if a warm-up ended then") \
  X(TIME_LIMIT, ON_RUN, 't', "time-limit", "DURATION", DURATION, NONE, NULL, "none", false, \
    "stop after so much real time, such as 90 s or 5 min, with exit code 4") \
  X(CHILD_LIMIT, ON_TEST | ON_COMPARE | ON_SWEEP | ON_FAN, 't', "time-limit", "DURATION", DURATION, NONE, NULL, "10 min", false, \
    "real time each run may take, such as 90 s or 5 min") \
  X(SUMMARY, ON_TEST, 0, "markdown", "FILE", TEXT, FILE, NULL, NULL, false, "write a summary as Markdown, for a job's page") \
  X(ANNOTATIONS, ON_TEST, 0, "annotations", NULL, FLAG, NONE, NULL, NULL, false, \
    "print what did not hold as annotations for GitHub, too; where GITHUB_ACTIONS is true, this is so by itself") \
  X(SHARD, ON_TEST, 0, "shard", "I/N", SHARD, NONE, NULL, NULL, false, \
    "run only the I-th of N parts of all runs, each part on a machine of its own") \
  X(SAVE_BASELINE, ON_TEST, 0, "save-baseline", "FILE", TEXT, FILE, NULL, NULL, false, \
    "keep what each run came to, for --baseline of a later program") \
  X(BASELINE, ON_TEST, 0, "baseline", "FILE", TEXT, FILE, NULL, NULL, false, \
    "compare with what --save-baseline kept: runs that behave the same are proved unchanged, the figures of others compared seed by seed") \
  X(WORSE, ON_TEST, 0, "worse", "SHARE", SHARE, NONE, NULL, "5 %", false, "how much worse than in the baseline a figure may be") \
  X(BUDGET, ON_TEST, 0, "budget", "DURATION", DURATION, NONE, NULL, "none", false, \
    "real time for all runs together, such as 10 min; what is not done by then is undecided, exit code 5") \
  X(HASH_EVERY, ON_RUN, 0, "hash-every", "N", POSITIVE, NONE, NULL, NULL, false, \
    "print the tick and the hash of the state every so many ticks, and at the end") \
  X(BEHAVIOUR_HASH, ON_RUN, 0, "behaviour-hash", NULL, FLAG, NONE, NULL, NULL, false, \
    "print a hash of all that was to be seen, independent of how the state is stored, and one of all metrics") \
  X(THREADS, ON_RUN, 0, "threads", "N", POSITIVE, NONE, NULL, "1", false, "threads that share each step; the result is the same") \
  X(JOBS, ON_TEST | ON_COMPARE | ON_SWEEP | ON_FAN, 'j', "jobs", "N", POSITIVE, NONE, NULL, "one a processor", false, \
    "runs at the same time") \
  X(LIST, ON_SWEEP, 0, "list", NULL, FLAG, NONE, NULL, NULL, false, "print the key of each run") \
  X(ONE, ON_SWEEP, 0, "one", "KEY", TEXT, NONE, NULL, NULL, false, "make the run with this key, unless it is there") \
  X(RUNS, ON_SWEEP, 0, "runs", "FOLDER", TEXT, DIRECTORY, NULL, "PLAN-runs", false, "where runs are kept") \
  X(REPORT, ON_SWEEP, 0, "report", "FOLDER", TEXT, DIRECTORY, NULL, NULL, false, \
    "make no runs; collect those that are there: a table, CSV by run, stop, hour and point, an SQLite database") \
  X(OUTPUT, ON_IMPORT | ON_NEW, 'o', "output", "FILE", TEXT, FILE, NULL, NULL, false, "the file to write") \
  X(MAP_FILE, ON_NEW, 'm', "map", "MAP", TEXT, FILE, NULL, NULL, false, "the map it plays on") \
  X(NEAR, ON_IMPORT, 0, "near", "MAP", TEXT, FILE, NULL, NULL, false, "gtfs: the map at whose gates arrivals are wanted") \
  X(DATE, ON_IMPORT, 0, "date", "DATE", TEXT, NONE, NULL, "a usual Wednesday", false, "gtfs: the day, such as 2026-11-28") \
  X(EXTENDS, ON_NEW | ON_IMPORT, 0, "extends", "FILE", TEXT, FILE, NULL, "scenarios/common/vehicles.yaml", false, \
    "where the kinds of vehicles stand") \
  X(BBOX, ON_IMPORT, 0, "bbox", "W,S,E,N", TEXT, NONE, NULL, "the file's", false, \
    "the box to import, in degrees: west, south, east, north") \
  X(DRIVE_ON, ON_IMPORT, 0, "drive-on", "SIDE", TEXT, WORDS, "left right", "by place", false, "the side traffic keeps to: left or right") \
  X(PATCH, ON_IMPORT, 0, "patch", "FILE", TEXT, FILE, NULL, NULL, false, "corrections by hand, a YAML file in the shape of a map") \
  X(PROPOSE, ON_IMPORT, 0, "propose", "N", POSITIVE, NONE, NULL, NULL, false, \
    "osm: propose a first route with so many stops, written into a patch beside the map (town.yaml: town-patch.yaml) or into the file of " \
    "--patch where there is none yet") \
  X(GUESSES, ON_IMPORT, 0, "guesses", "FILE", TEXT, FILE, NULL, NULL, false, \
    "write the list of guesses: .txt, .json, or .geojson to see them on a map") \
  X(SVG, ON_MAP, 0, "svg", "FILE", TEXT, FILE, NULL, NULL, false, "draw the map as SVG, a metre a unit") \
  X(GEOJSON, ON_MAP, 0, "geojson", "FILE", TEXT, FILE, NULL, NULL, false, "draw the map as GeoJSON, for other mapping tools") \
  X(OSM, ON_MAP, 0, "osm", "FILE", TEXT, FILE, NULL, NULL, false, \
    "write the map as OpenStreetMap data, for JOSM; soi import osm reads it back") \
  X(JSON, ON_RUN | ON_TEST | ON_COMPARE | ON_FAN | ON_REPLAY, 0, "json", "FILE", TEXT, FILE, NULL, NULL, false, \
    "write the report, or the extract, as JSON") \
  X(JUNIT, ON_RUN | ON_TEST, 0, "junit", "FILE", TEXT, FILE, NULL, NULL, false, "write the verdict as JUnit XML, a case an expectation") \
  X(CSV_FILE, ON_COMPARE | ON_FAN, 0, "csv", "FILE", TEXT, FILE, NULL, NULL, false, \
    "write it as CSV: of a comparison a row a figure and one a flow of passengers, of futures a row each") \
  X(CSV, ON_RUN | ON_REPLAY, 0, "csv", "DIR", TEXT, DIRECTORY, NULL, NULL, false, \
    "write tables into a directory: trips, stops, carts and hours of a run; agents, carts and events of a recording") \
  X(RECORD, ON_RUN | ON_VIEW, 0, "record", "FILE.mcap", TEXT, FILE, NULL, NULL, false, \
    "record the run; the file grows as the run goes, and can be read also when it was cut off") \
  X(HZ, ON_RUN, 0, "hz", "N", POSITIVE, NONE, NULL, "10", false, "frames of the recording a simulated second") \
  X(REPEAT, ON_BENCH, 'r', "repeat", "N", POSITIVE, NONE, NULL, "5", false, "repetitions from the snapshot") \
  X(WARMUP, ON_BENCH, 'w', "warmup", "DURATION", DURATION, NONE, NULL, "30 min", false, "simulated time before the snapshot") \
  X(STRETCH, ON_BENCH, 0, "stretch", "DURATION", DURATION, NONE, NULL, "10 min", false, "simulated time of one repetition") \
  X(SCREENSHOT, ON_VIEW, 0, "screenshot", "TIME", TEXT, NONE, NULL, NULL, false, \
    "write the picture at a time of day, such as 08:05, into PICTURE (a PNG) and end") \
  X(VIDEO, ON_VIEW, 0, "video", "FILE", TEXT, FILE, NULL, NULL, false, "write a film with ffmpeg and end, see --from, --to and --speed") \
  X(FROM, ON_VIEW, 0, "from", "TIME", TEXT, NONE, NULL, "the start", false, "time of day at which it begins") \
  X(TO, ON_VIEW, 0, "to", "TIME", TEXT, NONE, NULL, "a minute later", false, "time of day at which the film ends") \
  X(SPEED, ON_VIEW, 0, "speed", "N", TEXT, NONE, NULL, "1", false, "simulated seconds a second, such as 0.5 or 8") \
  X(FRAME_RATE, ON_VIEW, 0, "frame-rate", "N", POSITIVE, NONE, NULL, "30", false, "pictures a second of the film") \
  X(SIZE, ON_VIEW, 0, "size", "WxH", TEXT, NONE, NULL, "1280x720", false, "size of the picture in pixels") \
  X(CAMERA, ON_VIEW, 0, "camera", "NAME", TEXT, WORDS, "map oblique follow ride street", "oblique", false, \
    "where to look from: map, oblique, follow, ride or street; follow:2 is the second cart, and " \
    "street:X,Y,HEADING,DISTANCE,PITCH a place of the map in metres and degrees") \
  X(QUALITY, ON_VIEW, 0, "quality", "N", COUNT, NONE, NULL, "by the time it takes; a film 2, a picture 0", false, \
    "how well to draw: 0 is the best, 6 the quickest") \
  X(MEASURE, ON_VIEW, 0, "measure", "N", POSITIVE, NONE, NULL, NULL, false, \
    "draw so many pictures without a display, from --from on, and print how long they take") \
  X(THEME, ON_VIEW, 0, "theme", "NAME", TEXT, WORDS, "light dark", "light", false, "light or dark") \
  X(LANGUAGE, ON_VIEW, 0, "language", "NAME", TEXT, WORDS, "en th ja", "en", false, "language of captions and panels: en, th or ja") \
  X(PANELS, ON_VIEW, 0, "panels", "NAME", TEXT, WORDS, "audience engineer none", "audience", false, \
    "what stands around the picture: audience, engineer (lists, energy, lost time) or none") \
  X(SHOW, ON_VIEW, 0, "show", "LIST", TEXT, WORDS, OVERLAY_NAMES, "nothing", false, \
    "what is drawn into the picture, with commas between: some of " OVERLAY_NAMES " (lost: time by cause where it was lost)") \
  X(BESIDE, ON_VIEW, 0, "beside", "CHANGE", TEXT, NONE, NULL, NULL, false, \
    "show a second run at the right, with a change: KEY=VALUE of the scenario, or another scenario's file") \
  X(DISPLAY, ON_VIEW, 0, "display", "N", POSITIVE, NONE, NULL, "the system's choice", false, "the display to open the window on, from 1") \
  X(TOUR, ON_VIEW, 0, "tour", NULL, FLAG, NONE, NULL, NULL, false, "begin with the scenario's tour") \
  X(KIOSK, ON_VIEW, 0, "kiosk", NULL, FLAG, NONE, NULL, NULL, false, "full screen, with the tour, from the start to the end and again") \
  X(MARKDOWN, ON_DESCRIBE | ON_METRICS, 'm', "markdown", NULL, FLAG, NONE, NULL, NULL, false, "print Markdown tables") \
  X(MAN, ON_HELP, 0, "man", NULL, FLAG, NONE, NULL, NULL, false, "print the manual page, as roff") \
  X(QUIET, ON_RUN | ON_TEST | ON_COMPARE | ON_SWEEP | ON_FAN | ON_REPLAY | ON_CHECK | ON_IMPORT, 'q', "quiet", NULL, FLAG, NONE, NULL, \
    NULL, false, "print errors and nothing else") \
  X(NO_PROGRESS, ON_RUN | ON_TEST | ON_COMPARE | ON_SWEEP | ON_FAN, 0, "no-progress", NULL, FLAG, NONE, NULL, NULL, false, \
    "print no progress") \
  X(VERBOSE, ON_RUN | ON_TEST, 'v', "verbose", NULL, FLAG, NONE, NULL, NULL, false, \
    "also print what each thread did, or each expectation that held") \
  X(INJECT_FAULT, ON_RUN | ON_TEST | ON_FAN, 0, "inject-fault", "TICK[:KIND]", TEXT, NONE, NULL, NULL, true, \
    "for tests of the faults' handling")

typedef enum command_id {
#define ROW(symbol, ...) COMMAND_##symbol,
  COMMANDS(ROW)
#undef ROW
      COMMAND_COUNT,
  COMMAND_NONE = COMMAND_COUNT
} command_id;

/* Bits of option.commands. ON_ROOT: soi itself, before a subcommand. */
enum {
#define ROW(symbol, ...) ON_##symbol = 1 << COMMAND_##symbol,
  COMMANDS(ROW)
#undef ROW
      ON_ROOT = 1 << COMMAND_NONE,
  ON_ALL = (1 << (COMMAND_NONE + 1)) - 1
};

/* clang-format off */
typedef enum option_id {
#define ROW(symbol, ...) OPTION_##symbol,
  OPTIONS(ROW)
#undef ROW
  OPTION_COUNT_
} option_id;
/* What an option's argument must be. COUNT: a whole number from 0; POSITIVE: from 1; DURATION: with a unit; SHARD: "2/4"; SHARE: "5 %". */
typedef enum option_kind {
  KIND_FLAG, KIND_TEXT, KIND_COUNT, KIND_POSITIVE, KIND_DURATION, KIND_SEEDS, KIND_SET, KIND_METRIC, KIND_SHARD, KIND_SHARE,
} option_kind;
/* clang-format on */

typedef enum completion_kind { COMPLETE_NONE, COMPLETE_FILE, COMPLETE_DIRECTORY, COMPLETE_WORDS } completion_kind;

typedef struct tool_command {
  const char *name, *operands;
  uint32_t least, most;
  completion_kind completion;
  const char *words, *summary, *description;
} tool_command;

typedef struct tool_option {
  unsigned commands;
  char letter;
  const char *name, *argument;
  option_kind kind;
  completion_kind completion;
  const char *words, *initial;
  bool hidden;
  const char *help;
} tool_option;

extern const tool_command commands[COMMAND_COUNT];
extern const tool_option options[OPTION_COUNT_];

/* What the exit codes mean, in the order of the codes, up to a null. */
extern const char *const exit_codes[];

/* A command line and what it does, up to one that is null. */
typedef struct tool_example {
  const char *line, *meaning;
} tool_example;
extern const tool_example examples[];

/* True when the option is to be shown for the command (or for soi itself, COMMAND_NONE). */
bool option_shown(option_id option, command_id command);

/* The value of an option as given, or its default: text as written, number for COUNT and POSITIVE, seconds for DURATION, number of so
 * many for SHARD, share (0..1) for SHARE. */
typedef struct option_value {
  bool given;
  const char *text;
  uint64_t number, of;
  double seconds, share;
} option_value;

/* A parsed command line. The lists are owned; release them with arguments_release. */
typedef struct tool_arguments {
  command_id command;
  option_value values[OPTION_COUNT_];
  const char **sets; /* of --set, in their order */
  uint32_t set_count;
  const char **watches; /* of --watch */
  uint32_t watch_count;
  uint64_t *seeds; /* of --seeds, in their order */
  uint32_t seed_count;
  const char **operands;
  uint32_t operand_count;
  char **words; /* the line as given, with a null at its end */
} tool_arguments;

/* Reads a command line. False when something is wrong with it; every mistake has then been printed to stderr. */
bool arguments_parse(tool_arguments *arguments, int count, char **words);
void arguments_release(tool_arguments *arguments);
#define SEEDS_MOST 100000u
/* Reads "1..20" or "1,2,5" into the seeds. False when it is none of that. */
bool arguments_read_seeds(tool_arguments *arguments, const char *text);

/* True when the flag or option was given. */
bool arguments_given(const tool_arguments *arguments, option_id option);

#endif
