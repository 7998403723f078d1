/* soi map: what a map holds, in figures and pictures. */
#include "map_draw.h"
#include "map_figures.h"
#include "osm_write.h"
#include "session.h"
#include "terminal.h"
#include "tool.h"

static bool draw(const tool_session *session, const char *path, void (*put)(const soi_model *, const soi_writer *)) {
  soi_file file;
  soi_writer writer;
  if (!soi_file_begin(&file, path, &writer)) {
    terminal_complain("map", "cannot write %s", path);
    return false;
  }
  put(session->model, &writer);
  if (!soi_file_commit(&file)) {
    terminal_complain("map", "cannot write %s", path);
    return false;
  }
  return true;
}

static bool write_osm(tool_session *session, const char *map, const char *path) {
  soi_file file;
  soi_writer writer;
  const char *why = NULL;
  if (!soi_file_begin(&file, path, &writer)) {
    terminal_complain("map", "cannot write %s", path);
    return false;
  }
  if (!osm_write(session->model, map, &writer, &session->arena, &why)) {
    soi_file_abandon(&file);
    terminal_complain("map", "%s", why);
    return false;
  }
  if (!soi_file_commit(&file)) {
    terminal_complain("map", "cannot write %s", path);
    return false;
  }
  return true;
}

int map_command(const tool_arguments *arguments) {
  tool_session session;
  int code = SOI_VERDICT_HELD;
  if (!session_load_map(&session, arguments->operands[0])) {
    session_complain(&session);
    code = SOI_VERDICT_INPUT;
  } else {
    map_figures_print(session.model, stdout);
    const bool svg = !arguments_given(arguments, OPTION_SVG) || draw(&session, arguments->values[OPTION_SVG].text, map_draw_svg);
    const bool geojson = !arguments_given(arguments, OPTION_GEOJSON) || draw(&session, arguments->values[OPTION_GEOJSON].text, map_draw_geojson);
    const bool osm = !arguments_given(arguments, OPTION_OSM) || write_osm(&session, arguments->operands[0], arguments->values[OPTION_OSM].text);
    code = svg && geojson && osm ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
  }
  session_close(&session);
  return code;
}
