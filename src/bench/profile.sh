#!/bin/sh
# Where the time of the serving thread goes under a load, as Flight Recorder sees it:
#   src/bench/profile.sh storm                  # connect, PING, close; 50 at a time
#   src/bench/profile.sh pipe --pipeline 16     # any mode of load, and its options
# Prints which method was on top in how many of a hundred samples, native ones (system calls) too,
# and which of our classes was at work. PROFILE.md beside this file explains two of them.
# Needs target/ostiary.jar, and what src/bench/run.sh compiled: target/bench/load.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
load=$root/target/bench/load
port=${PORT:-7979}
[ $# -gt 0 ] || { sed -n '2,/^set/s/^# //p' "$0"; exit 2; }
[ -x "$load" ] || { echo "profile: there is no $load; src/bench/run.sh --quick --only 1 makes it" >&2; exit 1; }
mode=$1
shift

out=$(mktemp -d)
cd "$root"
java @conf/jvm.options -jar target/ostiary.jar --port "$port" --bind 127.0.0.1 >"$out/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$out"' EXIT
sleep 2
"$load" "$mode" "$port" --seconds 10 "$@" >/dev/null
jcmd "$server" JFR.start name=profile settings=default \
  jdk.ExecutionSample#period=10ms jdk.NativeMethodSample#period=10ms >/dev/null
"$load" "$mode" "$port" --seconds 20 "$@"
jcmd "$server" JFR.stop name=profile filename="$out/profile.jfr" >/dev/null

jfr print --events ExecutionSample,NativeMethodSample --stack-depth 64 "$out/profile.jfr" |
  awk '
    /^jdk\./                     { frame = 0; station = ""; serving = 0; top = "" }
    /sampledThread = .*eventloop/ { serving = 1 }
    /stackTrace = \[/            { inside = 1; next }
    inside && /^ *\]/            { inside = 0
                                   if (serving && top != "") {
                                     all++; tops[top]++; stations[station == "" ? "(none)" : station]++ } }
    inside && /line:/            { name = $1; sub(/\(.*/, "", name)
                                   if (frame++ == 0) top = name
                                   if (station == "" && name ~ /^io\.ostiary\./) {
                                     station = name; sub(/^io\.ostiary\./, "", station) } }
    END {
      printf "\n%d samples. On top:\n", all
      for (t in tops) if (tops[t] * 200 >= all) printf "%5.1f %%  %s\n", 100 * tops[t] / all, t | "sort -rn"
      close("sort -rn")
      printf "\nOf ours, nearest to the top:\n"
      for (s in stations) if (stations[s] * 200 >= all) printf "%5.1f %%  %s\n", 100 * stations[s] / all, s | "sort -rn"
    }'
