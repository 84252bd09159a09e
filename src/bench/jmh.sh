#!/bin/sh
# Measures single steps of Ostiary with JMH, in nanoseconds and in bytes of garbage:
#   src/bench/jmh.sh [JMH OPTION ...] [PATTERN ...]
# A pattern takes the benchmarks whose names it finds: Decode, DispatchBench.get; all unless told.
# JMH's own options: -h. Each class says how often and how long; -f 3 -i 10 measures more.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
built=$root/target/bench/jmh

cd "$root"
./mvnw -q -Pbench process-classes
# With the collector that conf/jvm.options chooses.
exec java -cp "$built/classes:target/classes:$(cat "$built/classpath")" \
  org.openjdk.jmh.Main -prof gc -jvmArgsAppend -XX:+UseSerialGC "$@"
