# Sourced by the scripts beside it, not run: fetches Redis's sources, whose test suite they run. The
# script must have made a temporary folder, $work, and have fail().

original=4b1dc4ee6d622a09fff9c6777191209750fb5e5a725ef78ea012d6eef4c22982

# Sets REDIS_SRC to the archive of Redis's sources.
fetch() {
  local apt=$work/apt file options
  mkdir -p "$apt"/{parts,lists/partial,archives/partial,package}
  # The system's sources of packages as sources of source packages, in both forms of writing.
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -r "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" >"$apt/parts/${file##*/}"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -r "$file" ] && sed -n 's/^deb /deb-src /p' "$file" >"$apt/parts/${file##*/}.list"
  done
  find "$apt/parts" -size 0 -delete
  options=(-q -o "Dir::Etc::sourceparts=$apt/parts" -o Dir::Etc::sourcelist=/dev/null
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache::archives=$apt/archives"
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
  (cd "$apt/package" && apt-get "${options[@]}" update &&
    apt-get "${options[@]}" source --download-only redis) >"$apt/log" 2>&1 ||
    { tail -n 3 "$apt/log" >&2; fail "the source package did not come; REDIS_SRC can name it"; }
  REDIS_SRC=$(find "$apt/package" -name 'redis_*.orig.tar.gz' | head -n 1)
  [ -n "$REDIS_SRC" ] || fail "no redis_*.orig.tar.gz came; REDIS_SRC can name one"
  echo "$original  $REDIS_SRC" | sha256sum --status -c - ||
    echo "${REDIS_SRC##*/} is not Redis 7.0.15, for which this is made" >&2
}
