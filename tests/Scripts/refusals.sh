# What is missing or in the way gets one clear sentence and exit code 2, and nothing is started.

# refuses SENTENCE SETTING…
refuses() {
  local sentence=$1
  shift
  start "$@"
  ends_with 2 60 || return 1
  # One line, and it begins with the sentence.
  [ "$(wc -l <"$out")" = 1 ] && prints "run.sh: $sentence" && nothing_left
}

# The commands of this machine but for one, or with another one before them.
path_without() {
  local directory place="$work/without-$1"
  mkdir -p "$place"
  for directory in ${PATH//:/ }; do ln -s "$directory"/* "$place/" 2>/dev/null; done
  rm -f "$place/$1"
  printf 'PATH=%s' "$place"
}
path_with() { # NAME SCRIPT
  mkdir -p "$work/with-$1"
  printf '#!/bin/sh\n%s\n' "$2" >"$work/with-$1/${1%%-*}"
  chmod 755 "$work/with-$1/${1%%-*}"
  printf 'PATH=%s:%s' "$work/with-$1" "$PATH"
}

as_anyone
port=$(free_port)
title "What is missing"
check "no dotnet" refuses "dotnet is missing: install the .NET 10 SDK." "$(path_without dotnet)"
check "an old SDK" refuses "the .NET SDK is too old or missing: install the .NET 10 SDK (found: 8.0.100)." \
  "$(path_with dotnet '[ "$PWD" = / ] && echo 8.0.100')"
check "no node" refuses "node is missing: install Node 20.19 or later." "$(path_without node)"
check "an old node" refuses "node is too old: install Node 20.19 or later (found: 18.0.0)." "$(path_with node 'echo v18.0.0')"
check "a node that is just too old" refuses "node is too old: install Node 20.19 or later (found: 20.18.3)." "$(path_with node-20 'echo v20.18.3')"
check "no npm" refuses "npm is missing: install it (it comes with Node)." "$(path_without npm)"
if is_root; then check "no setpriv, as root" refuses "setpriv is missing: install util-linux" "$(path_without setpriv)"
else skip "no setpriv, as root" "only root can show it"; fi

title "What is wrong"
for wrong in abc 0 -1 080 65536 99999999999999999999 "80 80"; do
  port=$wrong
  check "PORT=$wrong" refuses "PORT must be a number from 1 to 65535, not \"$wrong\"."
done
port=$(free_port)
: >"$work/file"
check "a data directory that cannot be made" refuses "$work/file/data cannot be written: set Data__Directory" "Data__Directory=$work/file/data"
if is_root; then
  as_ordinary
  mkdir -m 755 "$work/of-root"
  check "a data directory of somebody else" refuses "$work/of-root cannot be written: set Data__Directory" "Data__Directory=$work/of-root"
  as_root
  mkdir "$closed/data"
  cp -R "$data"/embedded-postgres-* "$closed/data/"
  is_refused_by_postgres() {
    start "Data__Directory=$closed/data"
    ends_with 2 60 && prints "the user tesslate cannot pass the directories above $closed/data/postgres: set Data__Directory" && nothing_left
  }
  check "as root, a data directory where PostgreSQL's user cannot go" is_refused_by_postgres
else
  skip "a data directory of somebody else" "only root can show it"
  skip "as root, a data directory where PostgreSQL's user cannot go" "only root can show it"
fi

title "A port that is in use"
listens() { grep -q listening "$work/listener"; }
for address in 127.0.0.1 ::1; do
  node -e "require('node:net').createServer().listen($port, '$address', () => console.log('listening'))" >"$work/listener" 2>&1 &
  listener=$!
  if eventually 10 listens; then
    check "by something else, on $address" refuses "port $port is in use by something else: set PORT to a free one, for example PORT=$((port + 1))"
  else skip "by something else, on $address" "this machine has no such address"; fi
  kill "$listener" 2>/dev/null; wait "$listener" 2>/dev/null
  listener=""
done
