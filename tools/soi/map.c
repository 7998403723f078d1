/* soi map: what a map holds, in figures and pictures. */
#include "map_draw.h"
#include "map_figures.h"
#include "osm_write.h"
#include "session.h"
#include "terminal.h"
#include "tool.h"

/* What puts a map into a file: null, or why it could not. */
typedef const char *put_map(tool_session *session, const char *path, const soi_writer *writer);

static const char *put_svg(tool_session *session, const char *path, const soi_writer *writer) {
  (void)path;
  map_draw_svg(session->model, writer);
  return NULL;
}

static const char *put_geojson(tool_session *session, const char *path, const soi_writer *writer) {
  (void)path;
  map_draw_geojson(session->model, writer);
  return NULL;
}

static const char *put_osm(tool_session *session, const char *path, const soi_writer *writer) {
  return osm_write(session->model, path, writer, &session->arena);
}

/* Writes the map to the file that an option names; true where it is not given. */
static bool write_to(tool_session *session, const tool_arguments *arguments, option_id option, put_map *put) {
  if (!arguments_given(arguments, option)) return true;
  const char *const path = arguments->values[option].text;
  soi_file file;
  soi_writer writer;
  const bool begun = soi_file_begin(&file, path, &writer);
  const char *const why = begun ? put(session, arguments->operands[0], &writer) : NULL;
  if (why != NULL) {
    soi_file_abandon(&file);
    terminal_complain("map", "%s", why);
    return false;
  }
  if (begun && soi_file_commit(&file)) return true;
  terminal_complain("map", "cannot write %s", path);
  return false;
}

int map_command(const tool_arguments *arguments) {
  tool_session session;
  int code = SOI_VERDICT_HELD;
  if (!session_load_map(&session, arguments->operands[0])) {
    session_complain(&session);
    code = SOI_VERDICT_INPUT;
  } else {
    map_figures_print(session.model, stdout);
    const bool svg = write_to(&session, arguments, OPTION_SVG, put_svg);
    const bool geojson = write_to(&session, arguments, OPTION_GEOJSON, put_geojson);
    const bool osm = write_to(&session, arguments, OPTION_OSM, put_osm);
    code = svg && geojson && osm ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
  }
  session_close(&session);
  return code;
}
