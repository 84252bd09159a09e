#!/usr/bin/env bash
# ioredis, a client of another language, at a redis-server through the gateway:
#   src/test/conformance/ioredis.sh                 # through the gateway
#   src/test/conformance/ioredis.sh --direct        # redis-server alone, to compare
#   src/test/conformance/ioredis.sh -- --upstream-pubsub pinned
#
#   --direct   run against redis-server, without the gateway
#   -- ...     more directives for the gateway
#
# Prints a line for each test, then "N passed, M failed". Ends with 0 if none failed, 1 if some did,
# and 2 if they could not run. It is no part of the build, which needs no Node.js.
#
# Needs redis-server, redis-cli, and node (20 or newer) with npm, which fetches ioredis into a
# temporary folder; for the gateway target/ostiary.jar (./mvnw -q -DskipTests package), or another
# one in GATEWAY_JAR.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
jar=${GATEWAY_JAR:-$root/target/ostiary.jar}
version=6.0.0
direct=no keep=no directives=()

fail() { echo "ioredis: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
  case $1 in
    --direct) direct=yes ;;
    --) shift; directives=("$@"); break ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "unknown option $1; --help tells" ;;
  esac
  shift
done

for tool in redis-server redis-cli node npm; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
[ $direct = yes ] || [ -r "$jar" ] ||
  fail "there is no $jar; build it first: ./mvnw -q -DskipTests package"

work=$(mktemp -d "${TMPDIR:-/tmp}/ioredis.XXXXXX") || fail "no temporary folder"

# shellcheck source=servers.sh
. "$here/servers.sh"

npm install --silent --no-audit --no-fund --prefix "$work" "ioredis@$version" >"$work/npm.log" 2>&1 ||
  { tail -n 3 "$work/npm.log" >&2; fail "npm did not bring ioredis $version"; }
cp "$here/ioredis.mjs" "$work"

start "$work/redis-server.log" redis-server --dir "$work" --save ''
if [ $direct = no ]; then
  cd "$root" || fail "there is no $root"
  start "$work/gateway.log" java @conf/jvm.options -jar "$jar" --event-loops 2 \
    --upstream "redis://127.0.0.1:$port" ${directives[@]+"${directives[@]}"}
fi
node "$work/ioredis.mjs" "$port"
