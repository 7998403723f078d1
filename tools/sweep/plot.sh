#!/bin/sh
# Plots of a sweep's report with gnuplot, each as SVG and PNG in the report's folder:
#   tools/sweep/plot.sh REPORT response METRIC FACTOR           the mean over seeds with its 95 % band
#   tools/sweep/plot.sh REPORT boxes METRIC FACTOR              the runs, as boxes by the factor's value
#   tools/sweep/plot.sh REPORT heat METRIC FACTOR FACTOR        the mean over both factors
#   tools/sweep/plot.sh REPORT trade METRIC METRIC              one metric against the other, a point a run
set -eu
usage() {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
[ $# -ge 4 ] || usage
command -v gnuplot >/dev/null || { echo "plot: gnuplot is missing (Debian: gnuplot-nox)" >&2; exit 2; }
report=$1 kind=$2 first=$3 second=$4 third=${5:-}
data=$(mktemp)
trap 'rm -f "$data"' EXIT

# Named columns of a table as fields between tabs, empty ones as NaN; rows only where the column METRIC, if there is one, is the metric.
columns() {
  table=$1 metric=$2
  shift 2
  tr -d '\r' <"$report/$table.csv" | awk -F, -v OFS='\t' -v metric="$metric" -v wanted="$*" '
    NR == 1 {
      for (i = 1; i <= NF; ++i) at[$i] = i
      n = split(wanted, names, " ")
      for (k = 1; k <= n; ++k) if (!(names[k] in at)) { print "plot: no column " names[k] > "/dev/stderr"; exit 2 }
      next
    }
    !("metric" in at) || $at["metric"] == metric {
      for (k = 1; k <= n; ++k) printf "%s%s", $at[names[k]] == "" ? "NaN" : $at[names[k]], k < n ? "\t" : "\n"
    }' >"$data"
  [ -s "$data" ] || { echo "plot: nothing to plot of $metric in $report/$table.csv" >&2; exit 2; }
}

# What gnuplot draws, in both formats. Values of factors such as "3 min" are read up to their unit.
draw() {
  for format in svg png; do
    case $format in
    svg) terminal="svg size 800,500 font 'sans,12'" ;;
    png) terminal="pngcairo size 800,500 font 'sans,11'" ;;
    esac
    gnuplot <<GNUPLOT
set terminal $terminal
set output "$report/$name.$format"
set datafile separator "\t"
set grid
set key off
$1
GNUPLOT
  done
  echo "$report/$name.svg $report/$name.png"
}

case $kind in
response)
  name="response-$first-$second"
  columns points "$first" "$second" mean low high
  draw "set xlabel '$second' noenhanced
set ylabel '$first' noenhanced
plot '$data' using 1:3:4 with filledcurves fillcolor rgb '#aaccee', '' using 1:2 with linespoints linecolor rgb '#114477' pointtype 7"
  ;;
boxes)
  name="boxes-$first-$second"
  columns runs "$first" "$second" "$first"
  draw "set xlabel '$second' noenhanced
set ylabel '$first' noenhanced
set style fill solid 0.4
set style boxplot nooutliers sorted
plot '$data' using (1):2:(0.5):1 with boxplot linecolor rgb '#114477', '' using (NaN):2"
  ;;
heat)
  [ -n "$third" ] || usage
  name="heat-$first-$second-$third"
  columns points "$first" "$second" "$third" mean
  draw "set xlabel '$second' noenhanced
set ylabel '$third' noenhanced
set cblabel '$first' noenhanced
set offsets graph 0.15, graph 0.15, graph 0.15, graph 0.15
plot '$data' using 1:2:3 with points pointtype 5 pointsize 6 linecolor palette, '' using 1:2:(sprintf('%.3g', \$3)) with labels"
  ;;
trade)
  name="trade-$first-$second"
  columns runs "$first" "$first" "$second"
  draw "set xlabel '$first' noenhanced
set ylabel '$second' noenhanced
plot '$data' using 1:2 with points pointtype 7 linecolor rgb '#114477'"
  ;;
*) usage ;;
esac
