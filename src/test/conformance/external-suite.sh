#!/usr/bin/env bash
# Redis 7.0.15's own test suite, through the gateway, with a real redis-server behind it:
#   src/test/conformance/external-suite.sh                          # all of it, five minutes and more
#   src/test/conformance/external-suite.sh --single unit/type/string --single unit/multi
#   src/test/conformance/external-suite.sh --units src/test/conformance/external-part.txt
#   src/test/conformance/external-suite.sh --direct                 # redis-server alone, to compare
#   src/test/conformance/external-suite.sh --single unit/multi -- --loglevel debug
#
#   --single UNIT   run this unit; may be repeated
#   --units FILE    run the units of a file, one a line
#   --direct        run against redis-server, without the gateway
#   --keep          keep the folder with the logs of the suite, the gateway and redis-server
#   --fetch         fetch the suite's archive, say where it is, and end; REDIS_SRC takes it from there
#   -- ...          more directives for the gateway
#
# Prints what failed, then "N passed, M failed". Ends with 0 if none failed, 1 if some did, and 2 if
# the suite could not run. Tests of external-not-applicable.txt are left out, and counted.
#
# Needs redis-server, redis-cli, redis-benchmark and tclsh; for the gateway target/ostiary.jar
# (./mvnw -q -DskipTests package), or another one in GATEWAY_JAR. The suite is the source package of
# Debian, fetched each time with lists of its own, so apt's configuration is only read; REDIS_SRC
# names an archive or a folder of it instead. LONGEST_S (1500) bounds the run in seconds; a test that
# does nothing for two minutes ends it, too.
set -uo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
jar=${GATEWAY_JAR:-$root/target/ostiary.jar}
direct=no keep=no fetch_only=no units=() directives=()

fail() { echo "external-suite: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
  case $1 in
    --single) units+=("${2:?a unit}"); shift ;;
    --units)
      [ -r "${2:-}" ] || fail "cannot read the units of '${2:-}'"
      mapfile -t -O "${#units[@]}" units < <(grep -v '^ *\(#\|$\)' "$2")
      shift ;;
    --direct) direct=yes ;;
    --keep) keep=yes ;;
    --fetch) fetch_only=yes ;;
    --) shift; directives=("$@"); break ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "unknown option $1; --help tells" ;;
  esac
  shift
done

needed=(apt-get sha256sum)
[ -n "${REDIS_SRC:-}" ] && needed=()
[ $fetch_only = yes ] || needed+=(redis-server redis-cli redis-benchmark tclsh timeout)
for tool in ${needed[@]+"${needed[@]}"}; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
[ $direct$fetch_only != nono ] || [ -r "$jar" ] ||
  fail "there is no $jar; build it first: ./mvnw -q -DskipTests package"

work=$(mktemp -d "${TMPDIR:-/tmp}/external-suite.XXXXXX") || fail "no temporary folder"

# shellcheck source=servers.sh
. "$here/servers.sh"

# shellcheck source=sources.sh
. "$here/sources.sh"

[ -n "${REDIS_SRC:-}" ] || { echo "fetching Redis's sources ..." >&2; fetch; }
if [ $fetch_only = yes ]; then
  # Out of the folder that goes with this script; the name says which it is.
  fetched=${TMPDIR:-/tmp}/${REDIS_SRC##*/}
  case $REDIS_SRC in "$work"/*) mv "$REDIS_SRC" "$fetched" && REDIS_SRC=$fetched ;; esac
  echo "$REDIS_SRC"
  exit 0
fi
suite=$work/redis
mkdir "$suite"
if [ -d "$REDIS_SRC" ]; then
  cp -r "$REDIS_SRC/." "$suite"
else
  tar -xf "$REDIS_SRC" -C "$suite" --strip-components 1
fi || fail "cannot unpack $REDIS_SRC"
[ -x "$suite/runtest" ] || fail "there is no test suite in $REDIS_SRC"
for tool in redis-cli redis-server redis-benchmark; do
  ln -sf "$(command -v $tool)" "$suite/src/$tool"
done

mkdir "$work/data"
start "$work/redis-server.log" redis-server --dir "$work/data" --save '' \
  --enable-debug-command yes --enable-protected-configs yes --enable-module-command yes
if [ $direct = no ]; then
  cd "$root" || fail "there is no $root"
  start "$work/gateway.log" java @conf/jvm.options -jar "$jar" \
    --upstream "redis://127.0.0.1:$port" --upstream-pubsub pinned --upstream-auth passthrough \
    ${directives[@]+"${directives[@]}"}
fi

# The suite takes an empty line for the name of a test: none at the end.
left_out=$(grep -v '^ *\(#\|$\)' "$here/external-not-applicable.txt" | cut -f 1)
printf '%s' "$left_out" >"$work/left-out"
# Where the suite listens itself: two of them at once would not see that a port is taken.
own_port=$((20032 + RANDOM % 300 * 32))
options=(--host 127.0.0.1 --port "$port" --baseport "$own_port" --clients 1 --durable)
options+=(--timeout 120 --tags '-needs:debug -slow')
[ $direct = yes ] || options+=(--skipfile "$work/left-out")
for unit in ${units[@]+"${units[@]}"}; do
  [ -r "$suite/tests/$unit.tcl" ] || fail "the suite has no unit $unit"
  options+=(--single "$unit")
done

cd "$suite" || fail "there is no $suite"
timeout "${LONGEST_S:-1500}" ./runtest "${options[@]}" >"$work/suite.log" 2>&1 &
started+=($!)
wait $!

cd "$work" || fail "there is no $work"
sed -i 's/\x1b\[[0-9;]*m//g' suite.log
grep -E '^\[(err|exception)\]' suite.log | sort -u
passed=$(grep -c '^\[ok\]' suite.log)
failed=$(grep -cE '^\[(err|exception)\]' suite.log)
skipped=$(grep -c '^\[skip\]' suite.log)
if grep -q '^\[TIMEOUT\]' suite.log || ! grep -q '^ *The End$' suite.log; then
  # The suite names the test that hangs as the one in progress.
  grep '(IN PROGRESS)' suite.log || tail -n 5 suite.log
  echo "the suite stopped before its end"
  failed=$((failed + 1))
fi
if [ $direct = no ] && ! kill -0 "${started[1]}" 2>/dev/null; then
  tail -n 20 gateway.log
  echo "the gateway has ended"
  failed=$((failed + 1))
fi
[ "$skipped" = 0 ] || echo "$skipped left out as not applicable"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
