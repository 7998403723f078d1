#!/bin/sh
# Plots of a sweep's report with gnuplot, each as SVG and PNG in the report's folder:
#   tools/sweep/plot.sh REPORT response METRIC FACTOR [LIMIT]   the mean over seeds with its 95 % band, a curve a value of other factors
#   tools/sweep/plot.sh REPORT boxes METRIC FACTOR [LIMIT]      the runs, a box for each value of the factor
#   tools/sweep/plot.sh REPORT heat METRIC FACTOR FACTOR        the mean over both factors
#   tools/sweep/plot.sh REPORT trade METRIC METRIC [FACTOR]     one metric against the other, a point a run, coloured by the factor
# Times from 5 min are drawn in minutes, distances from 5 km in km, energy in kWh; LIMIT is a number in the unit of its axis.
set -eu
usage() {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
[ $# -ge 4 ] || usage
command -v gnuplot >/dev/null || { echo "plot: gnuplot is missing (Debian: gnuplot-nox)" >&2; exit 2; }
report=$1 kind=$2 first=$3 second=$4 third=${5:-}
folder=$(mktemp -d)
data=$folder/data
trap 'rm -rf "$folder"' EXIT

# Named columns of a table as fields between tabs, empty ones as NaN; rows only where the column metric, if there is one, is METRIC.
# The name "others" stands for all factors but those named in OMIT, as one text.
columns() {
  table=$1 metric=$2 omit=$3
  shift 3
  [ -s "$report/$table.csv" ] || { echo "plot: $report/$table.csv is missing; expected the folder of soi sweep --report" >&2; exit 2; }
  tr -d '\r' <"$report/$table.csv" | awk -v OFS='\t' -v metric="$metric" -v wanted="$*" -v omit=" key seed $omit " '
    # Cuts a line of CSV, quotes undone, into cell[1..].
    function cut(line,   n, c, quoted, text) {
      for (n = 1; line != ""; line = substr(line, 2)) {
        c = substr(line, 1, 1)
        if (c == "\"" && quoted && substr(line, 2, 1) == "\"") { text = text c; line = substr(line, 2) }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { cell[n++] = text; text = "" }
        else text = text c
      }
      cell[n] = text
      return n
    }
    { count = cut($0) }
    NR == 1 {
      for (i = 1; i <= count; ++i) {
        at[cell[i]] = i
        if (cell[i] == "metric" || cell[i] == "verdict") ended = 1
        if (!ended && index(omit, " " cell[i] " ") == 0) factor[++factors] = i
      }
      n = split(wanted, names, " ")
      for (k = 1; k <= n; ++k) if (names[k] != "others" && !(names[k] in at)) { print "plot: no column " names[k] > "/dev/stderr"; exit 2 }
      next
    }
    !("metric" in at) || cell[at["metric"]] == metric {
      others = ""
      for (i = 1; i <= factors; ++i) others = others (i > 1 ? ", " : "") cell[factor[i]]
      for (k = 1; k <= n; ++k) {
        value = names[k] == "others" ? others : cell[at[names[k]]]
        printf "%s%s", value == "" && names[k] != "others" ? "NaN" : value, k < n ? "\t" : "\n"
      }
    }'
}

# The unit of a metric's axis and what its values are multiplied with, as "scale label".
axis() {
  columns points "$1" "" mean unit | awk -F'\t' -v name="$1" '
    { unit = $2; size = $1 < 0 ? -$1 : $1; if (size > most) most = size }
    END {
      scale = 1
      if (unit == "s" && most >= 300) { scale = 1 / 60; unit = "min" }
      if (unit == "m" && most >= 5000) { scale = 0.001; unit = "km" }
      if (unit == "m/s") { scale = 3.6; unit = "km/h" }
      if (unit == "J") { scale = 1 / 3600000; unit = "kWh" }
      if (unit == "J/m") { scale = 1 / 3600; unit = "kWh/km" }
      printf "%.12g %s\n", scale, name (unit == "" || unit == "NaN" ? "" : " in " unit)
    }'
}

# The values of column COLUMN of the data in their order, a line each: numbers by their size, texts as texts.
values() { cut -f "$1" "$data" | LC_ALL=C sort -u | LC_ALL=C sort -s -g; }

# Replaces column COLUMN by the place of its value among all, from 0; and says what stands there: ("a" 0, "b" 1).
places() {
  values "$1" >"$folder/values"
  awk -F'\t' -v OFS='\t' -v column="$1" 'NR == FNR { at[$0] = n++; next } { $column = at[$column]; print }' "$folder/values" "$data" >"$folder/placed"
  mv "$folder/placed" "$data"
  awk '{ gsub(/"/, ""); printf "%s\"%s\" %d", NR == 1 ? "(" : ", ", $0, NR - 1 } END { print ")" }' "$folder/values"
}

# What gnuplot draws, in both formats.
draw() {
  [ -s "$data" ] || { echo "plot: nothing to plot of $first in $report" >&2; exit 2; }
  for format in svg png; do
    case $format in
    svg) terminal="svg size 800,500 font 'sans,13' background '#ffffff'" ;;
    png) terminal="pngcairo size 1200,750 font 'sans,15'" ;;
    esac
    gnuplot <<GNUPLOT
set terminal $terminal
set output "$report/$name.$format"
set datafile separator "\t"
set border 3
set tics nomirror
set grid ytics linecolor rgb '#dddddd' linetype 1
set key off
set linetype 1 linecolor rgb '#1f5fa8'
set linetype 2 linecolor rgb '#d1601f'
set linetype 3 linecolor rgb '#2f8f4e'
set linetype 4 linecolor rgb '#9a3d9a'
set linetype 5 linecolor rgb '#8c6d1f'
set linetype 6 linecolor rgb '#4a4a4a'
set linetype 7 linecolor rgb '#c23b5a'
set linetype 8 linecolor rgb '#2a9fb0'
set linetype cycle 8
set style fill transparent solid 0.25 noborder
set title font ',13' noenhanced
$1
GNUPLOT
  done
  echo "$report/$name.svg $report/$name.png"
}

limit() {
  [ -n "$third" ] || return 0
  case $y in *" in "*) unit=" ${y##* in }" ;; *) unit="" ;; esac
  echo "set arrow from graph 0, first $third to graph 1, first $third nohead linecolor rgb '#aa2222' dashtype 2 linewidth 1.5 front
set label 'limit $third$unit' at graph 0.99, first $third right offset 0, 0.6 textcolor rgb '#aa2222'"
}

# A note on the other factors, if there are some.
others() { columns points "$first" "$second $third" others | sort -u | grep -q . && echo "$1" || true; }

other_names() {
  head -n 1 "$report/points.csv" | tr -d '\r' | tr , '\n' | sed '/^metric$/,$d' | grep -vxF "$second" | paste -s -d , - | sed 's/,/, /g'
}

case $kind in
response)
  name="response-$first-$second"
  y=$(axis "$first")
  columns points "$first" "$second" others "$second" mean low high n | sort -t "$(printf '\t')" -k 1,1 -k 2,2g >"$data"
  seeds=$(awk -F'\t' 'NR == 1 || $6 < least { least = $6 } { if ($6 > most) most = $6 } END { print least == most ? most : least " to " most }' "$data")
  ticks=""
  # Numbers stand at their place, and say their unit once; texts stand side by side.
  if cut -f 2 "$data" | grep -qv '^[-+.0-9]'; then ticks="set xtics $(places 2)"; unit=""; else unit=$(cut -f 2 "$data" | sed -n '1s/^[-+.0-9eE]* *//p'); fi
  cut -f 1 "$data" | uniq >"$folder/curves"
  curves=$(wc -l <"$folder/curves")
  awk -F'\t' 'NR > 1 && $1 != last { print "\n" } { last = $1; print }' "$data" >"$folder/blocks"
  awk '{ gsub(/"/, ""); printf "title[%d] = \"%s\"\n", NR, $0 }' "$folder/curves" >"$folder/titles"
  draw "set title '$first: mean over $seeds seeds, with its 95 % band'
set xlabel '$second${unit:+ in $unit}' noenhanced
set ylabel '${y#* }' noenhanced
set autoscale xfix
set offsets graph 0.03, graph 0.03, 0, 0
stats '$folder/blocks' using (\$5 * ${y%% *}) nooutput
if (STATS_min >= 0) set yrange [0:*]
$ticks
$(limit)
array title[$curves]
$(cat "$folder/titles")
$([ "$curves" -eq 1 ] || echo "set key outside right top noenhanced title '$(other_names)' noenhanced")
plot for [i = 1:$curves] '$folder/blocks' index (i - 1) using 2:(\$4 * ${y%% *}):(\$5 * ${y%% *}) with filledcurves linetype i notitle, \
     for [i = 1:$curves] '' index (i - 1) using 2:(\$3 * ${y%% *}) with linespoints linetype i linewidth 2 pointtype 7 pointsize 0.7 title title[i]"
  ;;
boxes)
  name="boxes-$first-$second"
  y=$(axis "$first")
  columns runs "" "" "$second" "$first" >"$data"
  ticks=$(places 1)
  count=$(wc -l <"$folder/values")
  draw "set title '$first: all runs, half of them in the box$(others ', over all values of the other factors')'
set xlabel '$second' noenhanced
set ylabel '${y#* }' noenhanced
set style fill solid 0.4 border
set style boxplot outliers pointtype 7 candlesticks
set pointsize 0.6
set xtics $ticks
set xrange [-0.6:$count - 0.4]
$(limit)
plot for [i = 0:$count - 1] '$data' using (i):(\$1 == i ? \$2 * ${y%% *} : NaN):(0.5) with boxplot linetype 1 linewidth 1.5"
  ;;
heat)
  [ -n "$third" ] || usage
  name="heat-$first-$second-$third"
  z=$(axis "$first")
  columns points "$first" "" "$second" "$third" mean | awk -F'\t' -v OFS='\t' '
    { key = $1 OFS $2; if (!(key in n)) order[++count] = key; ++n[key]; sum[key] += $3 }
    END { for (i = 1; i <= count; ++i) print order[i], sum[order[i]] / n[order[i]] }' >"$data"
  x_ticks=$(places 1)
  wide=$(wc -l <"$folder/values")
  y_ticks=$(places 2)
  high=$(wc -l <"$folder/values")
  draw "stats '$data' using (\$3 * ${z%% *}) nooutput
set title '$first: mean over seeds$(others ' and the other factors')'
set xlabel '$second' noenhanced
set ylabel '$third' noenhanced
set cblabel '${z#* }' noenhanced
set border 0
set tics scale 0
set colorbox noborder
set cbtics scale 1
unset grid
set xtics $x_ticks
set ytics $y_ticks
set xrange [-0.5:$wide - 0.5]
set yrange [-0.5:$high - 0.5]
set palette defined (0 '#f7fbff', 0.5 '#6baed6', 1 '#08306b')
middle = STATS_min + 0.55 * (STATS_max - STATS_min)
text(z) = abs(z) >= 1000 ? sprintf('%.0f', z) : sprintf('%.3g', z)
set style fill solid border rgb '#ffffff'
plot '$data' using 1:2:(0.5):(0.5):(\$3 * ${z%% *}) with boxxyerror linecolor palette, \
     '' using 1:2:(\$3 * ${z%% *} < middle ? text(\$3 * ${z%% *}) : '') with labels textcolor rgb '#08306b', \
     '' using 1:2:(\$3 * ${z%% *} >= middle ? text(\$3 * ${z%% *}) : '') with labels textcolor rgb '#ffffff'"
  ;;
trade)
  name="trade-$first-$second"
  x=$(axis "$first") y=$(axis "$second")
  factor=${third:-$(head -n 1 "$report/runs.csv" | tr -d '\r' | cut -d, -f 2)}
  [ "$factor" != seed ] || factor=verdict
  columns runs "" "" "$factor" "$first" "$second" >"$data"
  ticks=$(places 1)
  count=$(wc -l <"$folder/values")
  awk '{ gsub(/"/, ""); printf "title[%d] = \"%s\"\n", NR, $0 }' "$folder/values" >"$folder/titles"
  draw "set title '$first against $second: a point a run'
set xlabel '${x#* }' noenhanced
set ylabel '${y#* }' noenhanced
set grid xtics
set autoscale fix
set offsets graph 0.03, graph 0.03, graph 0.03, graph 0.03
array title[$count]
$(cat "$folder/titles")
set key outside right top noenhanced title '$factor' noenhanced
plot for [i = 1:$count] '$data' using (\$1 == i - 1 ? \$2 * ${x%% *} : NaN):(\$3 * ${y%% *}) with points linetype i pointtype 7 pointsize 0.8 title title[i]"
  ;;
*) usage ;;
esac
