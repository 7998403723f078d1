/* Light is added up in squared colours and the root is taken at the end: near enough to linear light, and cheap. */
#include "shaders.h"

#define AIR \
  "uniform vec3 eye; uniform vec3 horizon; uniform float clear; uniform float visibility;\n" \
  "float through_air(vec3 place) {\n" \
  "  float far = max(distance(place, eye) - clear, 0.0) / visibility;\n" \
  "  return exp2(-2.3 * far * far);\n" \
  "}\n"

/* A body's row in the table: where it is, how it is turned, how large, how far into a stride, its paint and its lamps. */
#define BODY \
  "#ifdef BODIES\n" \
  "uniform usamplerBuffer bodies; uniform int first; uniform int last; uniform int copies;\n" \
  "vec3 at; vec4 turn; vec3 paint; uint lamps;\n" \
  "bool find_body(uint copy) {\n" \
  "  int row = first + gl_InstanceID * copies + int(copy);\n" \
  "  if (row >= last) return false;\n" \
  "  uvec4 a = texelFetch(bodies, 2 * row), b = texelFetch(bodies, 2 * row + 1);\n" \
  "  at = uintBitsToFloat(a.xyz); turn = vec4(uintBitsToFloat(a.w), uintBitsToFloat(b.xyz));\n" \
  "  paint = vec3(b.w & 255u, (b.w >> 8) & 255u, (b.w >> 16) & 255u) / 255.0; lamps = b.w >> 24;\n" \
  "  return true;\n" \
  "}\n" \
  "#endif\n"

/* BODIES: many of a mesh, with a part that swings with the stride and lamps that shine. SIMPLE: light, shadow and air are found at the
 * corners alone, for what is a few pixels large. FLAT: one colour a triangle, and paint that fades into the road far away. GRAIN: grounds
 * vary a little in tone. */
const char *const shader_solid_vertex =
    "layout(location = 0) in vec3 place;\n"
    "layout(location = 1) in vec3 normal;\n"
    "layout(location = 2) in uvec4 kind;\n" /* colour, shade, part, copy */
    "uniform mat4 both; uniform mat4 shadow_matrix; uniform vec4 palette[64];\n"
    "uniform vec3 sun; uniform vec3 sun_colour; uniform vec3 sky_colour; uniform vec3 ground_colour; uniform float wet; uniform float "
    "bias; uniform float reach; uniform float night;\n"
    "#ifdef SIMPLE\n"
    "uniform sampler2DShadow shadow_map; out vec3 tone;\n"
    "#else\n"
    "#ifdef FLAT\n"
    "#define LIGHT flat out\n"
    "#else\n"
    "#define LIGHT out\n"
    "#endif\n"
    "LIGHT vec3 lit; LIGHT vec3 sunlit; out vec3 world; out vec3 shadow_place;\n"
    "#endif\n"
    "#ifdef FACADE\n"
    "out vec3 light_here; out vec3 sun_here; flat out vec3 facing; flat out uint what;\n"
    "#endif\n"
    "#ifdef GRAIN\n"
    "flat out float grain;\n"
    "#endif\n" AIR BODY "void main() {\n"
    "  vec3 p = place; vec3 n = normal; vec3 albedo = palette[kind.x].rgb; float own = 0.0;\n"
    "#ifdef BODIES\n"
    "  if (!find_body(kind.w)) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }\n"
    "  if (kind.z >= 1u && kind.z <= 4u) {\n" /* legs and arms */
    "    float hinge = kind.z <= 2u ? 0.86 : 1.4;\n"
    "    float swing = sin(turn.w) * (kind.z <= 2u ? 0.5 : 0.42) * (kind.z == 1u || kind.z == 4u ? 1.0 : -1.0);\n"
    "    float hang = hinge - p.z;\n"
    "    p.x += sin(swing) * hang; p.z = hinge - cos(swing) * hang;\n"
    "  }\n"
    "  if (kind.x == 0u) albedo = paint;\n"
    "  if (kind.z == 16u) {\n" /* a wheel */
    "    mat2 roll = mat2(cos(turn.w), -sin(turn.w), sin(turn.w), cos(turn.w));\n"
    "    p.xz = roll * p.xz; n.xz = roll * n.xz;\n"
    "  } else if (kind.z >= 8u) {\n"
    "    own = float((lamps >> (kind.z - 8u)) & 1u);\n"
    "    if (kind.z == 8u) own = max(own, 0.7 * float((lamps >> 3) & 1u));\n" /* tail lamps, with the head lamps */
    "    albedo *= mix(0.3, 1.0, own);\n"
    "  } else if (lamps >= 128u && kind.x <= 1u) own = 0.4 * night;\n" /* so that a cart is known by its colour */
    "  p *= turn.z;\n"
    "  p = vec3(p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x, p.z) + at;\n"
    "  n = vec3(n.x * turn.x - n.y * turn.y, n.x * turn.y + n.y * turn.x, n.z);\n"
    "#endif\n"
    "#ifdef FLAT\n"
    "  if (kind.x == uint(MARKING)) albedo = mix(albedo, palette[ROAD].rgb, smoothstep(0.45 * reach, reach, distance(eye, p)));\n"
    "#endif\n"
    "#ifdef GRAIN\n"
    "  grain = kind.x == uint(GROUND) || kind.x == uint(GREEN) ? 1.0 : kind.x == uint(MARKING) ? 0.0 : 0.4;\n"
    "#endif\n"
    "  albedo *= albedo;\n"
    "  albedo *= mix(1.0, 0.72, wet * (n.z > 0.5 ? 1.0 : 0.3));\n"
    "  float shade = float(kind.y) / 255.0;\n"
    "  vec3 ambient = mix(ground_colour, sky_colour, 0.5 + 0.5 * n.z) * shade * shade;\n"
    "  vec3 direct = sun_colour * max(dot(n, sun), 0.0);\n"
    "  vec3 in_shadow_map = (shadow_matrix * vec4(p + n * bias, 1.0)).xyz;\n"
    "#ifdef SIMPLE\n"
    "  vec3 sum = albedo * mix(ambient + direct * textureLod(shadow_map, in_shadow_map, 0.0), vec3(1.15), own);\n"
    "  tone = mix(horizon, sqrt(sum), through_air(p));\n"
    "#else\n"
    "#ifdef FACADE\n"
    "  light_here = ambient; sun_here = direct; facing = n; what = kind.z;\n"
    "  lit = albedo; sunlit = albedo;\n"
    "#else\n"
    "  lit = albedo * mix(ambient, vec3(1.15), own); sunlit = albedo * direct * (1.0 - own);\n"
    "#endif\n"
    "  world = p; shadow_place = in_shadow_map;\n"
    "#endif\n"
    "  gl_Position = both * vec4(p, 1.0);\n"
    "}\n";

const char *const shader_plain_fragment = "in vec3 tone; out vec4 colour;\nvoid main() { colour = vec4(tone, 1.0); }\n";

const char *const shader_solid_fragment =
    "#ifdef FLAT\n"
    "#define LIGHT flat in\n"
    "#else\n"
    "#define LIGHT in\n"
    "#endif\n"
    "LIGHT vec3 lit; LIGHT vec3 sunlit; in vec3 world; in vec3 shadow_place;\n"
    "#ifdef FACADE\n"
    "in vec3 light_here; in vec3 sun_here; flat in vec3 facing; flat in uint what;\n"
    "uniform vec4 palette[64]; uniform vec3 zenith;\n"
    "#endif\n"
    "uniform float night;\n"
    "uniform sampler2DShadow shadow_map; uniform float texel;\n"
    "out vec4 colour;\n" AIR "float sun_reaches() {\n"
    "  vec3 s = shadow_place;\n"
    "#if TAPS == 1\n"
    "  return texture(shadow_map, s);\n"
    "#else\n"
    "  float sum = 0.0;\n"
    "  sum += texture(shadow_map, s + vec3(-0.9, -0.4, 0.0) * texel);\n"
    "  sum += texture(shadow_map, s + vec3(0.4, -0.9, 0.0) * texel);\n"
    "  sum += texture(shadow_map, s + vec3(0.9, 0.4, 0.0) * texel);\n"
    "  sum += texture(shadow_map, s + vec3(-0.4, 0.9, 0.0) * texel);\n"
    "#if TAPS > 4\n"
    "  sum += texture(shadow_map, s + vec3(-2.0, 0.7, 0.0) * texel);\n"
    "  sum += texture(shadow_map, s + vec3(-0.7, -2.0, 0.0) * texel);\n"
    "  sum += texture(shadow_map, s + vec3(2.0, -0.7, 0.0) * texel);\n"
    "  sum += texture(shadow_map, s + vec3(0.7, 2.0, 0.0) * texel);\n"
    "  return sum / 8.0;\n"
    "#endif\n"
    "  return sum / 4.0;\n"
    "#endif\n"
    "}\n"
    "#ifdef FACADE\n"
    "float draw(vec2 cell) { return fract(sin(dot(cell, vec2(12.9898, 78.233))) * 43758.5453); }\n"
    /* The share of a window's opening under a pixel: sharp near by, its mean far away. */
    "float opening(float f, float low, float high, float width) {\n"
    "  float sharp = smoothstep(low - width, low + width, f) * (1.0 - smoothstep(high - width, high + width, f));\n"
    "  return mix(sharp, high - low, clamp(width * 2.2 - 0.3, 0.0, 1.0));\n"
    "}\n"
    "#endif\n"
    /* What lies on the ground is of no one tone: waves of chance, each as long as it can be made out (value noise, five lengths). */
    "#ifdef GRAIN\n"
    "flat in float grain;\n"
    "float chance(vec2 p) { vec3 q = fract(p.xyx * 0.1031); q += dot(q, q.yzx + 33.33); return fract((q.x + q.y) * q.z); }\n"
    "float wave(vec2 p) {\n"
    "  vec2 i = floor(p), f = p - i; f *= f * (3.0 - 2.0 * f);\n"
    "  return mix(mix(chance(i), chance(i + vec2(1, 0)), f.x), mix(chance(i + vec2(0, 1)), chance(i + vec2(1, 1)), f.x), f.y) - 0.5;\n"
    "}\n"
    "float tone_here() {\n"
    "  float width = length(fwidth(world.xy)), sum = 0.0;\n"
    "  vec2 at = world.xy / 70.0; float length_of = 70.0;\n"
    "  for (int i = 0; i < 5; ++i, at = mat2(0.8, 0.6, -0.6, 0.8) * at * 4.7 + 17.0, length_of /= 4.7) sum += wave(at) * clamp(1.6 - 5.0 * "
    "width / length_of, 0.0, 1.0);\n"
    "  return 1.0 + 0.09 * grain * sum;\n"
    "}\n"
    "#endif\n"
    /* What lies on the ground fades to the paper that the map is drawn on, beyond the map's edge. */
    "#ifdef FLAT\n"
    "uniform vec4 map;\n"
    "float on_map() { vec2 off = max(map.xy - world.xy, world.xy - map.zw); return 1.0 - smoothstep(10.0, 200.0, max(off.x, off.y)); }\n"
    "#else\n"
    "float on_map() { return 1.0; }\n"
    "#endif\n"
    "void main() {\n"
    "  float reach = sun_reaches();\n"
    "#ifdef FACADE\n"
    "  vec3 albedo = lit; vec3 shine = vec3(0.0);\n"
    "  if (what == 5u) {\n"
    "    vec2 uv = vec2(dot(world.xy, vec2(-facing.y, facing.x)), world.z) / vec2(3.0, 3.7);\n"
    "    vec2 width = max(fwidth(uv), vec2(0.001)); vec2 cell = floor(uv), f = uv - cell;\n"
    "    float glass = opening(f.x, 0.14, 0.86, width.x) * opening(f.y, 0.3, 0.8, width.y);\n"
    "    glass *= world.z > 0.8 ? 1.0 : 0.0;\n"
    "    float on = step(1.0 - 0.42 * night, draw(cell + floor(facing.xy * 7.0)));\n"
    "    vec3 pane = palette[GLASS].rgb * palette[GLASS].rgb;\n"
    "    pane = mix(pane, zenith * zenith, 0.3);\n"
    "    vec3 lamp = palette[LIT].rgb * palette[LIT].rgb;\n"
    "    on = mix(on, 0.42 * night, clamp(max(width.x, width.y) * 2.2 - 0.3, 0.0, 1.0));\n"
    "    albedo = mix(albedo, pane, glass * 0.85);\n"
    "    shine = lamp * (glass * on * 0.9);\n"
    "  }\n"
    "  vec3 sum = albedo * (light_here + sun_here * reach) + shine;\n"
    "#else\n"
    "  vec3 sum = lit + sunlit * reach;\n"
    "#endif\n"
    "#ifdef GRAIN\n"
    "  sum *= tone_here();\n"
    "#endif\n"
    "  colour = vec4(mix(horizon, sqrt(sum), through_air(world) * on_map()), 1.0);\n"
    "}\n";

const char *const shader_depth_vertex = "layout(location = 0) in vec3 place;\n"
                                        "layout(location = 2) in uvec4 kind;\n"
                                        "uniform mat4 both;\n" BODY "void main() {\n"
                                        "  vec3 p = place;\n"
                                        "#ifdef BODIES\n"
                                        "  if (!find_body(kind.w)) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }\n"
                                        "  p *= turn.z;\n"
                                        "  p = vec3(p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x, p.z) + at;\n"
                                        "#endif\n"
                                        "  gl_Position = both * vec4(p, 1.0);\n"
                                        "}\n";

const char *const shader_depth_fragment = "void main() {}\n";

/* One triangle over the whole picture, at the far end. */
const char *const shader_sky_vertex = "out vec2 screen;\n"
                                      "void main() {\n"
                                      "  screen = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);\n"
                                      "  gl_Position = vec4(screen, 1.0, 1.0);\n"
                                      "}\n";

const char *const shader_sky_fragment = "in vec2 screen; out vec4 colour;\n"
                                        "uniform vec3 right; uniform vec3 up; uniform vec3 ahead; uniform vec3 zenith; uniform vec3 "
                                        "horizon; uniform vec3 sun; uniform vec3 sun_colour;\n"
                                        "void main() {\n"
                                        "  vec3 ray = normalize(ahead + right * screen.x + up * screen.y);\n"
                                        "  float high = clamp(ray.z, 0.0, 1.0);\n"
                                        "  vec3 sky = mix(horizon, zenith, 1.0 - exp(-high * 4.5));\n"
                                        "  float glow = max(dot(ray, sun), 0.0);\n"
                                        "  sky += sun_colour * (0.10 * pow(glow, 8.0) + 0.25 * pow(glow, 256.0));\n"
                                        "  colour = vec4(sky, 1.0);\n"
                                        "}\n";

/* A footprint drawn out along the sun's way: a swept box with a soft edge. */
const char *const shader_blob_vertex =
    "layout(location = 0) in vec4 place;\n"   /* x, y, z, cos */
    "layout(location = 1) in vec4 measure;\n" /* sin, half length, half width, height */
    "uniform mat4 both; uniform vec3 sun; uniform mat4 shadow_matrix;\n"
    "out vec2 local; flat out vec2 half_size; flat out vec2 drift; out vec3 shadow_place; out vec3 world;\n"
    "void main() {\n"
    "  vec2 axis = vec2(place.w, measure.x);\n"
    "  vec2 away = -sun.xy / max(sun.z, 0.12) * measure.w * 0.75;\n"
    "  drift = vec2(dot(away, axis), dot(away, vec2(-axis.y, axis.x)));\n"
    "  half_size = measure.yz;\n"
    "  vec2 low = min(vec2(0.0), drift) - half_size - 0.5, high = max(vec2(0.0), drift) + half_size + 0.5;\n"
    "  vec2 corner = vec2(gl_VertexID == 1 || gl_VertexID == 3 ? high.x : low.x, gl_VertexID >= 2 ? high.y : low.y);\n"
    "  local = corner;\n"
    "  world = vec3(place.xy + axis * corner.x + vec2(-axis.y, axis.x) * corner.y, place.z + 0.02);\n"
    "  shadow_place = (shadow_matrix * vec4(world, 1.0)).xyz;\n"
    "  gl_Position = both * vec4(world, 1.0);\n"
    "}\n";

const char *const shader_blob_fragment =
    "in vec2 local; flat in vec2 half_size; flat in vec2 drift; in vec3 shadow_place; in vec3 world;\n"
    "uniform float strength; uniform sampler2DShadow shadow_map; out vec4 colour;\n" AIR
    "float box(vec2 p, vec2 h) { vec2 q = abs(p) - h; return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0); }\n"
    "void main() {\n"
    "  float along = clamp(dot(local, drift) / max(dot(drift, drift), 1e-4), 0.0, 1.0);\n"
    "  float swept = box(local - drift * along, half_size * mix(1.0, 0.9, along));\n"
    "  float thrown = (1.0 - smoothstep(-0.15, 0.12 + 0.25 * along, swept)) * strength * texture(shadow_map, shadow_place);\n"
    "  float under = (1.0 - smoothstep(-0.35, 0.3, box(local, half_size))) * 0.42;\n"
    "  float dark = 1.0 - (1.0 - thrown) * (1.0 - under);\n"
    "  colour = vec4(0.04, 0.05, 0.09, dark * through_air(world));\n"
    "}\n";

const char *const shader_ribbon_vertex = "layout(location = 0) in vec3 place;\n"
                                         "layout(location = 1) in vec4 tint;\n"
                                         "uniform mat4 both; out vec4 shade;\n"
                                         "void main() { shade = tint; gl_Position = both * vec4(place, 1.0); }\n";

const char *const shader_ribbon_fragment = "in vec4 shade; out vec4 colour;\nvoid main() { colour = shade; }\n";

/* Streaks in a box round the eye: each drop falls through it again and again. */
const char *const shader_rain_vertex = "uniform mat4 both; uniform vec3 eye; uniform float clock; out float fade;\n"
                                       "float draw(float n) { return fract(sin(n * 91.3458) * 47453.5453); }\n"
                                       "void main() {\n"
                                       "  float drop = float(gl_InstanceID);\n"
                                       "  vec3 size = vec3(60.0, 60.0, 30.0);\n"
                                       "  vec3 p = vec3(draw(drop), draw(drop + 0.37), draw(drop + 0.73)) * size;\n"
                                       "  p.z -= clock * (9.0 + 3.0 * draw(drop + 0.11));\n"
                                       "  p = mod(p - eye, size) - 0.5 * size + eye;\n"
                                       "  fade = 0.0;\n"
                                       "  vec4 head = both * vec4(p, 1.0), tail = both * vec4(p + vec3(0.06, 0.02, 0.75), 1.0);\n"
                                       "  vec2 side = normalize(vec2(-(tail.y - head.y), tail.x - head.x) + vec2(1e-5, 0.0)) * 0.0011;\n"
                                       "  bool top = gl_VertexID >= 2;\n"
                                       "  vec4 q = top ? tail : head;\n"
                                       "  q.xy += side * (gl_VertexID % 2 == 0 ? 1.0 : -1.0) * q.w;\n"
                                       "  fade = top ? 0.0 : 1.0;\n"
                                       "  gl_Position = q;\n"
                                       "}\n";

const char *const shader_rain_fragment = "in float fade; out vec4 colour; uniform float strength;\n"
                                         "void main() { colour = vec4(0.85, 0.9, 0.95, fade * strength); }\n";

const char *const shader_ui_vertex = "layout(location = 0) in vec4 place;\n" /* pixels, place in the atlas */
                                     "layout(location = 1) in vec4 tint;\n"
                                     "uniform vec2 size; out vec2 glyph; out vec4 ink;\n"
                                     "void main() {\n"
                                     "  glyph = place.zw; ink = tint;\n"
                                     "  gl_Position = vec4(place.x / size.x * 2.0 - 1.0, 1.0 - place.y / size.y * 2.0, 0.0, 1.0);\n"
                                     "}\n";

const char *const shader_ui_fragment = "in vec2 glyph; in vec4 ink; out vec4 colour; uniform sampler2D atlas;\n"
                                       "void main() { colour = vec4(ink.rgb, ink.a * texture(atlas, glyph).r); }\n";

const char *const shader_over_fragment = "uniform sampler2D image; out vec4 colour;\n"
                                         "void main() { colour = texelFetch(image, ivec2(gl_FragCoord.xy), 0); }\n";

/* A pixel that differs from the mean of those around it is mixed with its neighbour across the edge (the sub-pixel part of T. Lottes,
 * FXAA, 2009). Texels are fetched unfiltered: on a software driver that costs a sixth of a filtered look. */
const char *const shader_smooth_fragment =
    "uniform sampler2D image; out vec4 colour; ivec2 last;\n"
    "vec4 look(ivec2 at) { vec4 seen = texelFetch(image, clamp(at, ivec2(0), last), 0); seen.a = dot(seen.rgb, vec3(0.3, 0.59, 0.11)); "
    "return seen; }\n"
    "void main() {\n"
    "  ivec2 at = ivec2(gl_FragCoord.xy); last = textureSize(image, 0) - 1;\n"
    "  vec4 m = look(at), n = look(at + ivec2(0, 1)), s = look(at - ivec2(0, 1)), e = look(at + ivec2(1, 0)), w = look(at - ivec2(1, 0));\n"
    "  float ne = look(at + ivec2(1, 1)).a, nw = look(at + ivec2(-1, 1)).a, se = look(at + ivec2(1, -1)).a, sw = look(at - ivec2(1, "
    "1)).a;\n"
    "  float low = min(m.a, min(min(n.a, s.a), min(e.a, w.a))), high = max(m.a, max(max(n.a, s.a), max(e.a, w.a)));\n"
    "  float range = high - low, mean = (2.0 * (n.a + s.a + e.a + w.a) + ne + nw + se + sw) / 12.0;\n"
    "  float away = smoothstep(0.0, 1.0, min(abs(mean - m.a) / max(range, 0.001), 1.0));\n"
    "  float flat_edge = abs(nw + sw - 2.0 * w.a) + 2.0 * abs(n.a + s.a - 2.0 * m.a) + abs(ne + se - 2.0 * e.a);\n"
    "  float steep_edge = abs(nw + ne - 2.0 * n.a) + 2.0 * abs(w.a + e.a - 2.0 * m.a) + abs(sw + se - 2.0 * s.a);\n"
    "  vec4 one = flat_edge >= steep_edge ? n : e, two = flat_edge >= steep_edge ? s : w;\n"
    "  vec4 across = abs(one.a - m.a) >= abs(two.a - m.a) ? one : two;\n"
    "  float share = range < max(0.03, 0.08 * high) ? 0.0 : 0.75 * away;\n"
    "  colour = vec4(mix(m.rgb, across.rgb, share), 1.0);\n"
    "}\n";

const char *const shader_stretch_fragment = "uniform sampler2D image; uniform vec2 pixel; out vec4 colour;\n"
                                            "void main() { colour = texture(image, gl_FragCoord.xy * pixel); }\n";
