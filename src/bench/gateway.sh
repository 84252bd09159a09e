#!/bin/sh
# Measures Ostiary as a gateway beside redis-server alone, nutcracker and haproxy (TCP mode), by
# turns, and prints a table:
#   src/bench/gateway.sh [--quick] [--rounds N] [--only 1,2,5] [--java PATH] [--out DIR]
# --quick    one round of short pieces
# --only     the measures with these numbers; README.md beside this file says which they are
# --java     the java command that runs Ostiary; the one on the PATH unless told
# --out      where gateway.txt, gateway.json and the servers' logs go; target/bench unless told
# Needs what run.sh needs, and nutcracker and haproxy. What apt starts of them is to be stopped, as
# it would take time from what is measured: systemctl stop nutcracker haproxy.
set -eu

for word in "$@"; do
  case $word in
    -h | --help)
      sed -n '2,/^set/s/^# //p' "$0"
      exit 0
      ;;
    --jar)
      echo "gateway: there is no --jar; --help tells" >&2
      exit 2
      ;;
  esac
done
# Debian puts them where only root's PATH looks.
PATH=$PATH:/usr/sbin
for program in nutcracker haproxy; do
  command -v "$program" >/dev/null 2>&1 || {
    echo "gateway: there is no $program; install it: apt-get install $program" >&2
    exit 1
  }
done
BENCH=GatewayBench
export PATH BENCH
exec "$(dirname -- "$0")/run.sh" "$@"
