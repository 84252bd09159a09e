# Sourced by the scripts beside it, not run: servers on free ports of 127.0.0.1, which end with the
# script. It must have made a temporary folder, $work, and have fail(); with keep=yes the folder stays.

started=()

clean_up() {
  trap - EXIT
  local process
  # The gateway before the server behind it: it would only complain of its loss.
  for process in $(printf '%s\n' ${started[@]+"${started[@]}"} | tac); do
    kill "$process" 2>/dev/null
    # A server that a failed test left in an endless script does not end by that.
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      kill -0 "$process" 2>/dev/null || break
      sleep 0.3
    done
    kill -KILL "$process" 2>/dev/null
    wait "$process" 2>/dev/null
  done
  if [ $keep = yes ]; then echo "logs: $work" >&2; else rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

answers() { [ "$(redis-cli -h 127.0.0.1 -p "$1" ping 2>/dev/null)" = PONG ]; }

# Starts "$@ --port N" with a free port, waits until it answers, and sets $port.
start() {
  local log=$1 attempt process
  shift
  # Another program may take the port between the look and the start; below the ephemeral ones.
  for attempt in 1 2 3 4 5; do
    port=$((12000 + RANDOM % 8000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
    "$@" --port "$port" --bind 127.0.0.1 >"$log" 2>&1 &
    process=$!
    for ((i = 0; i < 300; i++)); do
      kill -0 "$process" 2>/dev/null || break
      if answers "$port"; then started+=("$process"); return; fi
      sleep 0.1
    done
    kill "$process" 2>/dev/null
    wait "$process"
  done
  tail -n 20 "$log" >&2
  fail "$1 does not answer"
}
