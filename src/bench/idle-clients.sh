#!/bin/sh
# Holds many idle clients in a small heap, and shows what they cost:
#   src/bench/idle-clients.sh [CLIENTS] [HEAP_MIB]      (10000 and 256 unless told)
# Needs target/ostiary.jar and an open-file limit above the number of clients (ulimit -n).
set -eu

clients=${1:-10000}
heap=${2:-256}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
jar=$root/target/ostiary.jar

[ -r "$jar" ] || {
  echo "idle-clients: there is no target/ostiary.jar; build it first: ./mvnw -q -DskipTests package" >&2
  exit 1
}
ulimit -n "$(ulimit -Hn)"
exec java "$root/src/bench/IdleClients.java" "$jar" "$clients" "$heap"
