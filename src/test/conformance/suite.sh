#!/usr/bin/env bash
# Redis 7.0.15's own tests of what concerns connections, run on Ostiary itself:
#   src/test/conformance/suite.sh                        # those that pass
#   src/test/conformance/suite.sh --all                  # those that are still open, too
#   src/test/conformance/suite.sh --all unit/acl         # of one unit, or several
#   src/test/conformance/suite.sh --direct               # on redis-server, to compare
#
#   --all      also the tests that suite-tests.txt calls open
#   --direct   run on redis-server
#   --keep     keep the folder with the logs of the suite and of the servers
#
# Prints what failed, then "N passed, M failed". Ends with 0 if none failed, 1 if some did, and 2 if
# the suite could not run. suite-tests.txt lists all tests of this kind.
#
# Needs redis-cli, redis-benchmark, tclsh and setsid, tcl-tls for the unit tls, and
# target/ostiary.jar (./mvnw -q -DskipTests package), or another one in SERVER_JAR. The suite comes from
# Debian's source package, or from REDIS_SRC; see external-suite.sh. It runs in a network namespace
# of its own where it may make one, which has an address beside loopback. JOBS (2) units run at once.
set -uo pipefail
export LC_ALL=C TERM=dumb

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
jar=${SERVER_JAR:-$root/target/ostiary.jar}
arguments=("$@")
states=pass direct=no keep=no units=()

fail() { echo "suite: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
  case $1 in
    --all) states='pass|open' ;;
    --direct) direct=yes states='pass|open' ;;
    --keep) keep=yes ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) fail "unknown option $1; --help tells" ;;
    *) units+=("$1") ;;
  esac
  shift
done

for tool in redis-cli redis-benchmark redis-server tclsh setsid; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
if [ $direct = yes ]; then
  SERVER_CMD=$(command -v redis-server)
else
  [ -r "$jar" ] || fail "there is no $jar; build it first: ./mvnw -q -DskipTests package"
  # The suite starts servers in folders of its own, where the archive of classes has to be found.
  SERVER_CMD="java @$root/conf/jvm.options -XX:SharedArchiveFile=${jar%.jar}.jsa -jar $jar"
fi
export SERVER_CMD

work=${SUITE_WORK:-$(mktemp -d "${TMPDIR:-/tmp}/suite.XXXXXX")} || fail "no temporary folder"

# Ends whatever an interrupted run has left: each pass of the harness is a process group.
end_passes() {
  trap - EXIT
  local file process
  for file in "$work"/units/*/driver.pid; do
    process=$(cat "$file" 2>/dev/null) && kill -KILL "$process" 2>/dev/null
  done
  for file in "$work"/units/*/pass.pid; do
    process=$(cat "$file" 2>/dev/null) && kill -KILL -- "-$process" 2>/dev/null
  done
  wait
}

clean_up() {
  end_passes
  if [ $keep = yes ]; then echo "logs: $work" >&2; else rm -rf "$work"; fi
}

# shellcheck source=sources.sh
. "$here/sources.sh"

# Once outside, to fetch what comes from elsewhere; then again in a network of its own, whose second
# address is the only one that is not loopback.
if [ -z "${SUITE_WORK:-}" ]; then
  trap clean_up EXIT
  [ -n "${REDIS_SRC:-}" ] || { echo "fetching Redis's sources ..." >&2; fetch; }
  network='ip link set lo up && ip link add suite0 type veth peer name suite1 &&
    ip address add 10.231.77.1/30 dev suite0 && ip link set suite0 up && ip link set suite1 up'
  for unshare in "unshare -n" "unshare -rn"; do
    if $unshare sh -c "$network" 2>/dev/null; then
      export REDIS_SRC SUITE_WORK=$work
      $unshare sh -c "$network;"' exec "$@"' sh "$0" "${arguments[@]+"${arguments[@]}"}" &
      inner=$!
      trap 'kill -TERM $inner 2>/dev/null; wait $inner; exit 143' INT TERM
      wait $inner
      exit $?
    fi
  done
  echo "no network namespace: tests that need a second address fail" >&2
else
  trap end_passes EXIT
fi
trap 'exit 130' INT
trap 'exit 143' TERM

# The harness, with one line for each event in $SUITE_EVENTS. Where a server block fails, --durable
# takes one server too many off its stack, which would fail the rest of the unit.
prepare() {
  suite=$work/suite
  mkdir -p "$suite/src" "$work/units"
  if [ -d "$REDIS_SRC" ]; then
    cp -r "$REDIS_SRC/tests" "$REDIS_SRC/utils" "$suite"
  else
    tar -xf "$REDIS_SRC" -C "$suite" --strip-components 1 --wildcards '*/tests/*' '*/utils/*'
  fi || fail "cannot unpack $REDIS_SRC"
  cp "$here/suite-server.sh" "$suite/src/redis-server"
  ln -s "$(command -v redis-cli)" "$(command -v redis-benchmark)" "$suite/src"
  local event='    if {[info exists ::env(SUITE_EVENTS)]} { set events [open $::env(SUITE_EVENTS) a];
      fconfigure $events -encoding binary; puts $events [join [list [clock milliseconds] $status
      $elapsed [string map [list \\n \\x01 \\t { } \\r {}] $data]] \\t]; close $events }'
  sed -i -e '0,/^package require Tcl/s//fconfigure stdout -buffering line\npackage require Tcl/' \
    -e "/^    foreach {status data elapsed} \\\$payload break/a\\$(tr '\n' ' ' <<<"$event")" \
    "$suite/tests/test_helper.tcl"
  sed -i '/^            if {!\$assertion && \$::durable} {/,/^            } else {/{
    s/if {!\$assertion && \$::durable}/if {$::durable \&\& (!$assertion || ![info exists ::cur_test] || $::cur_test eq "")}/
    /send_data_packet .* err /a\                set ::tags [lrange $::tags 0 end-[llength $tags]]; return ""
  }' "$suite/tests/support/server.tcl"
  grep -q SUITE_EVENTS "$suite/tests/test_helper.tcl" &&
    grep -q 'lrange $::tags 0 end-' "$suite/tests/support/server.tcl" ||
    fail "$REDIS_SRC is not Redis 7.0.15, for which this is made"
}

# Runs the listed tests of a unit, in a copy of the suite.
run_unit() {
  local unit=$1 slot=$2 folder=$work/units/${1//\//_} tls=no
  [ "$unit" != unit/tls ] || tls=yes
  cp -r "$suite" "$folder"
  awk -F'\t' -v unit="$unit" '$1 == unit { print $2 }' "$work/tests" >"$folder/list"
  cd "$folder" || exit 2
  [ $tls = no ] || bash utils/gen-test-certs.sh >certs.log 2>&1
  exec tclsh "$here/suite-driver.tcl" "$unit" list $((21111 + slot * 800)) $tls results
}

prepare
awk -F'\t' -v states="^($states)$" '!/^#/ && $3 ~ states' "$here/suite-tests.txt" >"$work/tests"
[ ${#units[@]} -gt 0 ] || mapfile -t units < <(cut -f 1 "$work/tests" | awk '!seen[$0]++')

declare -A slots=()
for unit in "${units[@]}"; do
  grep -q "^$unit	" "$work/tests" || fail "suite-tests.txt has no such tests of $unit"
  free=
  while [ -z "$free" ]; do
    for ((slot = 0; slot < ${JOBS:-2}; slot++)); do
      kill -0 "${slots[$slot]:-x}" 2>/dev/null || { free=$slot; break; }
    done
    [ -n "$free" ] || wait -n 2>/dev/null
  done
  (run_unit "$unit" "$free") >"$work/${unit//\//_}.out" 2>&1 &
  slots[$free]=$!
done
wait

for unit in "${units[@]}"; do cat "$work/${unit//\//_}.out"; done
cat "$work"/units/*/results >"$work/results" 2>/dev/null
passed=$(grep -c '^ok' "$work/results")
failed=$(($(grep -c . "$work/tests") - passed))
[ ${#units[@]} = "$(cut -f 1 "$work/tests" | sort -u | wc -l)" ] ||
  failed=$(grep -vc '^ok' "$work/results")
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
