#!/bin/sh
# Measures Ostiary beside redis-server, by turns, and prints a table of ratios:
#   src/bench/run.sh [--quick] [--rounds N] [--only 1,2,5] [--jar PATH] [--java PATH] [--out DIR]
# --quick    one round of short pieces
# --only     the measures with these numbers; README.md beside this file says which they are
# --jar      another jar to measure beside target/ostiary.jar, such as that of an earlier commit
# --java     the java command that runs the server; the one on the PATH unless told
# --out      where bench.txt, bench.json, bench.svg and the servers' logs go; target/bench unless told
# Needs target/ostiary.jar, and redis-server, redis-benchmark, openssl, gcc and a JDK (17 or newer).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
out=$root/target/bench
java=java
jar=

fail() {
  echo "bench: $1" >&2
  exit 1
}

need() {
  command -v "$1" >/dev/null 2>&1 || fail "there is no $1; install it: $2"
}

# The driver knows the options; only where to put things and which java is needed here.
previous=
for word in "$@"; do
  case $previous in
    --out) out=$word ;;
    --java) java=$word ;;
    --jar) jar=$word ;;
  esac
  case $word in
    -h | --help)
      sed -n '2,/^set/s/^# //p' "$0"
      exit 0
      ;;
  esac
  previous=$word
done
case $out in
  /*) ;;
  *) out=$PWD/$out ;;
esac

case $jar in
  '' | /*) ;;
  *) jar=$PWD/$jar ;;
esac

need redis-server "apt-get install redis-server"
need redis-benchmark "apt-get install redis-tools"
need openssl "apt-get install openssl"
need gcc "apt-get install gcc libc6-dev"
need javac "apt-get install openjdk-17-jdk-headless"
need jcmd "apt-get install openjdk-17-jdk-headless"
need "$java" "it was named with --java"
[ -r "$root/target/ostiary.jar" ] ||
  fail "there is no target/ostiary.jar; build it first: ./mvnw -q -DskipTests package"

[ -z "$jar" ] || [ -r "$jar" ] || fail "there is no $jar; it was named with --jar"

# What is compiled has one place, wherever the results go.
built=$root/target/bench
mkdir -p "$out" "$built/classes"
for program in load floor; do
  gcc -O2 -Wall -Wextra -Werror -o "$built/$program" "$root/src/bench/$program.c"
done
# -try: a full house is held open, and not used for anything else.
javac --release 17 -Xlint:all,-try -Werror -d "$built/classes" "$root"/src/bench/java/io/ostiary/bench/*.java

# 18,000 clients are 18,000 descriptors, here and in the servers.
ulimit -n "$(ulimit -Hn)"
cd "$root"
exec java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$built/classes" \
  "io.ostiary.bench.${BENCH:-Bench}" "$@" --out "$out" ${jar:+--jar "$jar"}
