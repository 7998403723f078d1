/* soi map: what a map holds, in figures and pictures. */
#include "map_draw.h"
#include "map_figures.h"
#include "osm_write.h"
#include "output.h"
#include "session.h"
#include "terminal.h"
#include "tool.h"

/* A map on its way into a file, and why it could not go there. */
typedef struct drawing {
  tool_session *session;
  const char *path; /* of the map */
  const char **why;
} drawing;

static bool put_svg(const void *context, soi_writer writer) {
  map_draw_svg(((const drawing *)context)->session->model, &writer);
  return true;
}

static bool put_geojson(const void *context, soi_writer writer) {
  map_draw_geojson(((const drawing *)context)->session->model, &writer);
  return true;
}

static bool put_osm(const void *context, soi_writer writer) {
  const drawing *const self = context;
  *self->why = osm_write(self->session->model, self->path, &writer, &self->session->arena);
  return *self->why == NULL;
}

/* Writes the map to the file that an option names; true where it is not given. */
static bool write_to(tool_session *session, const tool_arguments *arguments, option_id option, output_fill put) {
  const char *why = NULL;
  const drawing self = {session, arguments->operands[0], &why};
  const bool written = output_write(arguments->values[option].text, put, &self);
  if (why != NULL) { terminal_complain("map", "%s", why); }
  return written;
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
