#!/usr/bin/env bash
# What the harness of Redis's test suite starts in place of redis-server. It becomes $SERVER_CMD, so
# that signals to its process id reach the server.
#
# The harness waits for two lines in the server's log, with the process id and with the end of the
# start. A child that is left behind writes them when the server listens, which it asks the kernel
# about, so that no connection is opened.

announce() {
  local server=$1 log begin state
  log=$(readlink "/proc/$server/fd/1")
  begin=$2
  for ((i = 0; i < 2400; i++)); do
    sleep 0.05
    state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$server/status" 2>/dev/null)
    case $state in
      '' | Z | X) # It has ended: the harness need not wait two minutes for the line.
        says "Failed listening on port" || echo "### PID: $server Server initialized (it has ended)"
        return ;;
    esac
    if listens "$server"; then
      sleep 0.15
      says " PID: $server" || echo "### PID: $server Server initialized"
      says "Ready to accept" || echo "### Ready to accept connections"
      return
    fi
  done
}

says() { tail -c +$((begin + 1)) "$log" | grep -q -- "$1"; }

listens() {
  local sockets
  sockets=$(readlink /proc/"$1"/fd/* 2>/dev/null | sed -n 's/^socket:\[\(.*\)\]$/\1/p')
  [ -n "$sockets" ] || return 1
  awk -v sockets="$sockets" '
    BEGIN { n = split(sockets, all, "\n"); for (i = 1; i <= n; i++) mine[all[i]] = 1 }
    FILENAME ~ /unix/ { if ($4 == "00010000" && ($7 in mine)) found = 1; next }
    $4 == "0A" && ($10 in mine) { found = 1 }
    END { exit !found }' /proc/net/tcp /proc/net/tcp6 /proc/net/unix 2>/dev/null
}

if [ -f /proc/self/fd/1 ]; then
  # Twice a child: the suite looks whether the server has children.
  ( (announce $$ "$(stat -Lc %s /proc/self/fd/1)") 2>/dev/null </dev/null & )
fi
# shellcheck disable=SC2086 # A command and its arguments.
exec $SERVER_CMD "$@"
