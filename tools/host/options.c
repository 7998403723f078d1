/* The tables as data, and the reader of command lines: long and short options, "--" and operands in any order. Every mistake of
 * a line is reported, not only the first. */
#include "options.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <soi/metrics.h>

#include "terminal.h"

const tool_command commands[COMMAND_COUNT] = {
#define ROW(symbol, name, operands, least, most, completion, words, summary, description) \
  {name, operands, least, most, COMPLETE_##completion, words, summary, description},
    COMMANDS(ROW)
#undef ROW
};

const tool_option options[OPTION_COUNT_] = {
#define ROW(symbol, commands, letter, name, argument, kind, completion, words, initial, hidden, help) \
  {commands, letter, name, argument, KIND_##kind, COMPLETE_##completion, words, initial, hidden, help},
    OPTIONS(ROW)
#undef ROW
};

const char *const exit_codes[] = {
    "every expectation held",
    "some expectation did not hold",
    "the input is wrong: a file, or the command line",
    "a fault in soi, or in what it writes to (full disk, closed pipe)",
    "out of time: stopped by a signal or a time limit",
    "inconclusive: a metric without samples, a table that was full, seeds or a budget too few to decide",
    NULL,
};

const tool_example examples[] = {
    {"soi run scenarios/bangsue/weekday-morning.yaml", "five carts on a weekday morning, with a report"},
    {"soi run --seed 7 --set traffic.scale=1.5 --json out.json scenarios/bangsue/rain.yaml", "another seed, half as much traffic again"},
    {"soi test --seeds 1..40 --junit verdict.xml scenarios", "every scenario with forty seeds, for CI"},
    {"soi check maps/*.yaml scenarios/*/*.yaml", "every mistake in the files, with its place"},
    {"soi describe fleet", "what the fleet section of a scenario can say"},
    {NULL, NULL},
};

/* The words of a line still to be read, and how many mistakes there were. */
typedef struct line_reader {
  tool_arguments *arguments;
  char **words;
  int count, next;
  unsigned mistakes;
} line_reader;

bool option_shown(option_id id, command_id command) { return !options[id].hidden && (options[id].commands & (1u << command)) != 0; }

bool arguments_given(const tool_arguments *arguments, option_id id) { return arguments->values[id].given; }

/* "soi run: ..." for a mistake in the options of run. */
static void mistake(line_reader *reader, const char *format, ...) SOI_FORMAT(2, 3);
static void mistake(line_reader *reader, const char *format, ...) {
  const command_id command = reader->arguments->command;
  va_list list;
  va_start(list, format);
  terminal_complain_list(command == COMMAND_NONE ? NULL : commands[command].name, format, list);
  va_end(list);
  ++reader->mistakes;
}

/* A whole number of digits only. */
static bool read_whole(const char *text, uint64_t *number) {
  uint64_t value = 0;
  if (*text == '\0') { return false; }
  for (; *text != '\0'; ++text) {
    const uint64_t digit = (uint64_t)(unsigned char)*text - '0';
    if (digit > 9 || value > (UINT64_MAX - digit) / 10) { return false; }
    value = value * 10 + digit;
  }
  *number = value;
  return true;
}

/* --- the kinds of arguments ------------------------------------------------------------------------------------------- */

static bool add_seeds(tool_arguments *arguments, uint64_t first, uint64_t last) {
  if (last < first || last - first >= SEEDS_MOST - arguments->seed_count) { return false; }
  const uint32_t more = (uint32_t)(last - first) + 1;
  arguments->seeds = terminal_grow(arguments->seeds, (arguments->seed_count + more) * sizeof *arguments->seeds);
  for (uint32_t i = 0; i < more; ++i) { arguments->seeds[arguments->seed_count++] = first + i; }
  return true;
}

/* One part of a list of seeds: "7" or "1..20". */
static bool read_seed_part(tool_arguments *arguments, char *part) {
  uint64_t first = 0, last = 0;
  char *const dots = strstr(part, "..");
  if (dots != NULL) { *dots = '\0'; }
  if (!read_whole(part, &first) || !read_whole(dots == NULL ? part : dots + 2, &last)) { return false; }
  return add_seeds(arguments, first, last);
}

static int compare_seeds(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* The same seed twice is the same run twice: it would count double. */
static bool seeds_differ(const tool_arguments *arguments) {
  uint64_t *const sorted = terminal_grow(NULL, arguments->seed_count * sizeof *sorted);
  memcpy(sorted, arguments->seeds, arguments->seed_count * sizeof *sorted);
  qsort(sorted, arguments->seed_count, sizeof *sorted, compare_seeds);
  bool differ = true;
  for (uint32_t i = 1; i < arguments->seed_count; ++i) { differ = differ && sorted[i] != sorted[i - 1]; }
  free(sorted);
  return differ;
}

bool arguments_read_seeds(tool_arguments *arguments, const char *text) {
  char *const copy = terminal_copy(text);
  bool good = true;
  arguments->seed_count = 0;
  for (char *part = copy; part != NULL && good;) {
    char *const comma = strchr(part, ',');
    if (comma != NULL) { *comma = '\0'; }
    good = read_seed_part(arguments, part);
    part = comma == NULL ? NULL : comma + 1;
  }
  free(copy);
  return good && seeds_differ(arguments);
}

static bool read_set(tool_arguments *arguments, const char *text) {
  const char *const equals = strchr(text, '=');
  if (equals == NULL || equals == text) { return false; }
  arguments->sets[arguments->set_count++] = text;
  return true;
}

static bool read_metric(tool_arguments *arguments, const char *text) {
  soi_unit unit = SOI_UNIT_NONE;
  arguments->watches[arguments->watch_count++] = text;
  return soi_metric_find(text, &unit, NULL);
}

/* "2/4": the second of four. */
static bool read_shard(const char *text, option_value *value) {
  char *const first = terminal_copy(text), *const slash = strchr(first, '/');
  if (slash != NULL) { *slash = '\0'; }
  const bool good = slash != NULL && read_whole(first, &value->number) && read_whole(slash + 1, &value->of);
  free(first);
  return good && value->number >= 1 && value->number <= value->of && value->of <= UINT32_MAX;
}

static bool read_share(const char *text, double *share) { return soi_unit_read(SOI_UNIT_SHARE, text, share) && *share >= 0; }

static bool read_duration(const char *text, double *seconds) { return soi_unit_read(SOI_UNIT_TIME, text, seconds) && *seconds > 0; }

static const char *const kind_wants[] = {
    [KIND_FLAG] = "no argument",
    [KIND_TEXT] = "a text that is not empty",
    [KIND_COUNT] = "a whole number",
    [KIND_POSITIVE] = "a whole number from 1 to 4294967295",
    [KIND_DURATION] = "a time greater than 0 with its unit, such as 90 s or 5 min",
    [KIND_SEEDS] = "seeds such as 1..20 or 1,2,5, each once, at most 100000 of them",
    [KIND_SET] = "KEY=VALUE, such as traffic.scale=1.5",
    [KIND_SHARE] = "a share such as 5 %",
    [KIND_SHARD] = "a part of so many, such as 2/4",
    [KIND_METRIC] = "a metric such as wait.p90; soi metrics lists them",
};

/* Takes the argument of an option; a mistake when it is not of the option's kind. */
static void take_argument(line_reader *reader, option_id id, const char *text) {
  tool_arguments *const arguments = reader->arguments;
  option_value *const value = &arguments->values[id];
  bool good = true;
  switch (options[id].kind) {
    case KIND_FLAG: break;
    case KIND_TEXT: good = *text != '\0'; break;
    case KIND_COUNT: good = read_whole(text, &value->number); break;
    case KIND_POSITIVE: good = read_whole(text, &value->number) && value->number > 0 && value->number <= UINT32_MAX; break;
    case KIND_DURATION: good = read_duration(text, &value->seconds); break;
    case KIND_SEEDS: good = arguments_read_seeds(arguments, text); break;
    case KIND_SET: good = read_set(arguments, text); break;
    case KIND_METRIC: good = read_metric(arguments, text); break;
    case KIND_SHARE: good = read_share(text, &value->share); break;
    case KIND_SHARD: good = read_shard(text, value); break;
  }
  value->given = true;
  value->text = text;
  if (!good) { mistake(reader, "--%s: '%s' is wrong; expected %s", options[id].name, text, kind_wants[options[id].kind]); }
}

/* --- options ---------------------------------------------------------------------------------------------------------- */

/* The option of this command by its long name (length bytes of it) or, when name is null, by its letter; OPTION_COUNT_: none. */
static option_id find_option(command_id command, const char *name, size_t length, char letter) {
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    const tool_option *const row = &options[id];
    if ((row->commands & (1u << command)) == 0) { continue; }
    if (name != NULL ? strlen(row->name) == length && strncmp(row->name, name, length) == 0 : row->letter == letter && letter != 0) {
      return id;
    }
  }
  return OPTION_COUNT_;
}

/* The other subcommand that knows this option, for a hint; COMMAND_NONE when there is none. */
static command_id find_owner(const char *name, size_t length) {
  for (command_id id = 0; id < COMMAND_COUNT; ++id) {
    const option_id option = find_option(id, name, length, 0);
    if (option != OPTION_COUNT_ && !options[option].hidden) { return id; }
  }
  return COMMAND_NONE;
}

static void unknown_option(line_reader *reader, const char *name, size_t length) {
  const command_id command = reader->arguments->command;
  const char *candidates[OPTION_COUNT_];
  unsigned count = 0;
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    if (option_shown(id, command)) { candidates[count++] = options[id].name; }
  }
  /* A near name is the likeliest; else it may belong to another subcommand. */
  char *const word = terminal_copy(name);
  word[length] = '\0';
  const char *const nearest = soi_text_nearest(word, candidates, count);
  const command_id owner = find_owner(name, length);
  if (nearest != NULL) {
    mistake(reader, "unknown option '--%s'; did you mean '--%s'?", word, nearest);
  } else if (owner != COMMAND_NONE) {
    mistake(reader, "unknown option '--%s'; it is an option of 'soi %s'", word, commands[owner].name);
  } else {
    mistake(reader, "unknown option '--%s'", word);
  }
  free(word);
}

/* The next word as the argument of an option. */
static void take_next(line_reader *reader, option_id id) {
  if (reader->next >= reader->count) {
    mistake(reader, "--%s: its argument %s is missing; expected %s", options[id].name, options[id].argument, kind_wants[options[id].kind]);
    return;
  }
  take_argument(reader, id, reader->words[reader->next++]);
}

/* "--name", "--name=value" or "--name value". */
static void read_long(line_reader *reader, const char *word) {
  const char *const equals = strchr(word, '=');
  const size_t length = equals == NULL ? strlen(word) : (size_t)(equals - word);
  const option_id id = find_option(reader->arguments->command, word, length, 0);
  if (id == OPTION_COUNT_) {
    unknown_option(reader, word, length);
  } else if (options[id].kind == KIND_FLAG && equals != NULL) {
    mistake(reader, "--%s takes no argument, but got '%s'", options[id].name, equals + 1);
  } else if (options[id].kind == KIND_FLAG) {
    take_argument(reader, id, "");
  } else if (equals != NULL) {
    take_argument(reader, id, equals + 1);
  } else {
    take_next(reader, id);
  }
}

/* "-q", "-qv", "-s 3" or "-s3". */
static void read_short(line_reader *reader, const char *letters) {
  for (; *letters != '\0'; ++letters) {
    const option_id id = find_option(reader->arguments->command, NULL, 0, *letters);
    if (id == OPTION_COUNT_) {
      mistake(reader, "unknown option '-%c'", *letters);
      return;
    }
    if (options[id].kind == KIND_FLAG) {
      take_argument(reader, id, "");
    } else {
      if (letters[1] != '\0') {
        take_argument(reader, id, letters + 1);
      } else {
        take_next(reader, id);
      }
      return;
    }
  }
}

/* --- subcommands and operands ----------------------------------------------------------------------------------------- */

static void read_command(line_reader *reader, const char *word) {
  const char *names[COMMAND_COUNT];
  for (command_id id = 0; id < COMMAND_COUNT; ++id) {
    names[id] = commands[id].name;
    if (strcmp(word, names[id]) == 0) {
      reader->arguments->command = id;
      return;
    }
  }
  const char *const nearest = soi_text_nearest(word, names, COMMAND_COUNT);
  if (nearest != NULL) {
    mistake(reader, "unknown subcommand '%s'; did you mean '%s'?", word, nearest);
  } else {
    mistake(reader, "unknown subcommand '%s'; 'soi --help' lists them", word);
  }
}

static void check_operands(line_reader *reader) {
  const tool_arguments *const arguments = reader->arguments;
  const tool_command *const row = &commands[arguments->command];
  if (arguments->command == COMMAND_RUN && (arguments->operand_count == 0) != arguments_given(arguments, OPTION_FORK)) {
    mistake(reader,
            arguments->operand_count == 0 ? "SCENARIO is missing" : "--from takes the scenario from the recording; expected no SCENARIO");
  } else if (arguments->operand_count < row->least) {
    mistake(reader, "%s is missing", row->operands);
  } else if (arguments->operand_count > row->most) {
    mistake(reader, "'%s' is one operand too many; expected %s", arguments->operands[row->most], *row->operands ? row->operands : "none");
  }
}

/* Reads one word; returns false after "--", from where all are operands. */
static bool read_word(line_reader *reader) {
  tool_arguments *const arguments = reader->arguments;
  const char *const word = reader->words[reader->next++];
  if (strcmp(word, "--") == 0) { return false; }
  if (strncmp(word, "--", 2) == 0) {
    read_long(reader, word + 2);
  } else if (word[0] == '-' && word[1] != '\0') {
    read_short(reader, word + 1);
  } else if (arguments->command == COMMAND_NONE) {
    read_command(reader, word);
  } else {
    arguments->operands[arguments->operand_count++] = word;
  }
  return true;
}

/* The table's defaults are values where they read as such; where they are words ("to the end") the value stays zero. */
static void set_defaults(tool_arguments *arguments) {
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    const char *const text = options[id].initial;
    option_value value = {.text = text};
    if (text != NULL && (options[id].kind == KIND_DURATION ? read_duration(text, &value.seconds)
                         : options[id].kind == KIND_SHARE  ? read_share(text, &value.share)
                                                           : read_whole(text, &value.number))) {
      arguments->values[id] = value;
    }
  }
}

bool arguments_parse(tool_arguments *arguments, int count, char **words) {
  *arguments = (tool_arguments){.command = COMMAND_NONE, .words = words};
  set_defaults(arguments);
  arguments->operands = terminal_grow(NULL, ((size_t)count + 1) * sizeof *arguments->operands);
  arguments->sets = terminal_grow(NULL, ((size_t)count + 1) * sizeof *arguments->sets);
  arguments->watches = terminal_grow(NULL, ((size_t)count + 1) * sizeof *arguments->watches);
  line_reader reader = {arguments, words, count, 1, 0};

  /* Without a subcommand nothing after a mistake can be understood. */
  bool more = true;
  while (reader.next < count && more && (arguments->command != COMMAND_NONE || reader.mistakes == 0)) { more = read_word(&reader); }
  while (reader.next < count && arguments->command != COMMAND_NONE) {
    arguments->operands[arguments->operand_count++] = words[reader.next++];
  }

  /* A call for help is granted whatever else is missing. */
  if (arguments_given(arguments, OPTION_HELP_ME) || arguments_given(arguments, OPTION_VERSION)) { return reader.mistakes == 0; }
  if (arguments->command != COMMAND_NONE && reader.mistakes == 0) {
    check_operands(&reader);
  } else if (arguments->command == COMMAND_NONE && reader.mistakes == 0) {
    mistake(&reader, "a subcommand is missing; 'soi --help' lists them");
  }
  if (reader.mistakes > 0 && arguments->command != COMMAND_NONE) {
    terminal_complain(NULL, "'soi %s --help' explains its options", commands[arguments->command].name);
  }
  return reader.mistakes == 0;
}

void arguments_release(tool_arguments *arguments) {
  free(arguments->operands);
  free(arguments->sets);
  free(arguments->watches);
  free(arguments->seeds);
  *arguments = (tool_arguments){.command = COMMAND_NONE};
}
