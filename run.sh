#!/usr/bin/env bash
# From a clone to the running studio: ./run.sh   (PORT=5081 ./run.sh for another port; Ctrl-C stops all it started)
# Exit codes: 0 stopped as asked, 1 something failed, 2 something that is needed is missing or in the way.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
cd "$root"

PORT=${PORT:-5080}
url="http://localhost:$PORT"
ready_within=120 # seconds for the web process; the first start makes the database schema
stop_within=10   # seconds for a clean end before SIGKILL

say() { printf '%s\n' "$*"; }
refuse() { printf 'run.sh: %s\n' "$1" >&2; exit 2; }
is_root() { [ "$(id -u)" = 0 ]; }

if [ -n "${Data__Directory:-}" ]; then data=$Data__Directory
elif is_root; then data=/var/lib/tesslate-lite
else data="$root/.data"; fi
case "$data" in /*) ;; *) data="$root/$data" ;; esac
export Data__Directory="$data"
# The models. Set to nothing there is the demo alone.
if [ -z "${Gateway__ConfigFile+set}" ] && [ -f "$root/litellm.config.yaml" ]; then export Gateway__ConfigFile="$root/litellm.config.yaml"; fi
notes="$data/run"
log="$data/web-$PORT.log"
postgres="$data/postgres"

# ---- what must be there ------------------------------------------------------------------------------------------------

check_prerequisites() {
  local version
  is_port "$PORT" || refuse "PORT must be a number from 1 to 65535, not \"$PORT\"."
  command -v dotnet >/dev/null || refuse "dotnet is missing: install the .NET 10 SDK."
  # global.json asks for 10.0; the command fails when no such SDK is there.
  version=$(dotnet --version 2>/dev/null) || refuse "the .NET SDK is too old or missing: install the .NET 10 SDK (found: $(cd / && dotnet --version 2>/dev/null || echo none))."
  sdk=$version
  command -v node >/dev/null || refuse "node is missing: install Node 20.19 or later."
  version=$(node --version 2>/dev/null | tr -d v)
  at_least_20_19 "$version" || refuse "node is too old: install Node 20.19 or later (found: $version)."
  command -v npm >/dev/null || refuse "npm is missing: install it (it comes with Node)."
  if is_root && [ -z "${ConnectionStrings__Postgres:-}" ]; then
    command -v setpriv >/dev/null || refuse "setpriv is missing: install util-linux (as root PostgreSQL must run as another user)."
  fi
}
is_port() { case "$1" in ''|0*|*[!0-9]*|??????*) return 1 ;; esac; [ "$1" -le 65535 ]; }
at_least_20_19() {
  local major=${1%%.*} rest=${1#*.}
  case "$major" in ''|*[!0-9]*) return 1 ;; esac
  [ "$major" -gt 20 ] || { [ "$major" -eq 20 ] && [ "${rest%%.*}" -ge 19 ]; }
}

# ---- processes ---------------------------------------------------------------------------------------------------------

# When a process began: with its number it names one process for ever, so that a recycled number is never taken for it.
began() {
  if [ -r "/proc/$1/stat" ]; then sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
  else ps -o lstart= -p "$1" 2>/dev/null | tr -d ' '; fi
}
lives() { [ -n "$1" ] && [ -n "$2" ] && [ "$(began "$1")" = "$2" ] && ! ended "$1"; }
ended() { [ -r "/proc/$1/stat" ] && [ "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c1)" = Z ]; }

# Ends a process group that began at a known time: asks first, then insists.
end_process() {
  local pid=$1 since=$2 tick=0
  lives "$pid" "$since" || return 0
  kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || true
  while lives "$pid" "$since" && [ "$tick" -lt $((stop_within * 10)) ]; do sleep 0.1; tick=$((tick + 1)); done
  kill -KILL -- "-$pid" 2>/dev/null || true
}

# Each run leaves a note of its own process and of the build or the web process it started; what a run that was killed left
# behind is cleared up.
note_run() { noted=yes; printf '%s %s %s\n' "$$" "$(began $$)" "$*" >"$notes/port-$PORT"; }
clear_up_after_killed_runs() {
  local note run run_since left left_since
  for note in "$notes"/port-*; do
    [ -e "$note" ] || continue
    run=""; run_since=""; left=""; left_since=""
    read -r run run_since left left_since <"$note" || true
    if ! lives "$run" "$run_since"; then
      if lives "$left" "$left_since"; then
        say "stopping what a killed run left behind (process $left)"
        end_process "$left" "$left_since"
      fi
      rm -f "$note"
    elif [ "${note##*/port-}" = "$PORT" ]; then
      refuse "port $PORT is in use by another run.sh (process $run): stop that one or set PORT."
    fi
  done
}

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$PORT") 2>/dev/null; }

# In a process of its own: bash 5.2 crashes now and then when a trap ends the script in the middle of "read -t".
is_ready() (
  { exec 3<>"/dev/tcp/127.0.0.1/$PORT"; } 2>/dev/null || exit 1
  printf 'GET /health/ready HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$PORT" >&3 2>/dev/null || true
  IFS= read -r -t 5 status <&3 2>/dev/null || true
  case "${status:-}" in "HTTP/1.1 200"*) exit 0 ;; *) exit 1 ;; esac
)

# ---- build -------------------------------------------------------------------------------------------------------------

output=src/Web/bin/Release/net10.0
web_dll="$output/TesslateLite.Web.dll"
stamp="$output/.built-from"

# Name, size and time of every source, the SDK, and the place (a build names its files by their full paths, so a checkout that
# was moved or copied must build again): equal to what the last build saw means nothing to build.
sources() {
  say "$sdk $root"
  find src build Directory.Build.props Directory.Packages.props global.json \
    \( -name bin -o -name obj -o -name node_modules -o -name wwwroot -o -name dist -o -name coverage \) -prune -o -type f "${print_file[@]}" | sort
}
if find "$root/run.sh" -printf '' 2>/dev/null; then print_file=(-printf '%p %s %T@\n'); else print_file=(-exec stat -f '%N %z %m' '{}' +); fi

is_built() { [ -f "$web_dll" ] && [ -f "$stamp" ] && [ "$1" = "$(cat "$stamp" 2>/dev/null)" ]; }

build() {
  local before building building_since build_log="$data/build.log" seconds=0
  before=$(sources)
  if is_built "$before"; then return 0; fi
  # Another run.sh may be building this checkout. Without flock (macOS) nobody waits.
  if command -v flock >/dev/null; then
    mkdir -p src/Web/obj
    exec 9>src/Web/obj/build.lock
    flock -n 9 || say "waiting for another build of this checkout"
    until flock -w 1 9; do :; done
    before=$(sources)
    if is_built "$before"; then exec 9>&-; return 0; fi
  fi
  say "building (the first time takes a minute or two; log: $build_log)"
  rm -f "$stamp"
  # No build servers: they would outlive this script.
  set -m
  MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 \
    dotnet build src/Web/Web.csproj -c Release --nologo -v:minimal -nodeReuse:false -p:UseSharedCompilation=false \
    >"$build_log" 2>&1 </dev/null 9>&- &
  building=$!
  set +m
  building_since=$(began "$building")
  note_run "$building" "$building_since"
  while lives "$building" "$building_since"; do
    sleep 0.5
    seconds=$((seconds + 1))
    if [ $((seconds % 20)) = 0 ]; then say "  still building ($((seconds / 2)) s)"; fi
  done
  if ! wait "$building"; then
    tail -n 30 "$build_log" >&2
    say "run.sh: the build failed; the whole log is $build_log" >&2
    exit 1
  fi
  # A source that changed during the build must build again: keep the list from before.
  printf '%s\n' "$before" >"$stamp"
  exec 9>&-
  note_run
}

# ---- stop --------------------------------------------------------------------------------------------------------------

web=""; web_since=""; postgres_ours=""; noted=""

stop_all() {
  local status=$? process
  trap '' INT TERM HUP
  trap - EXIT
  # What runs in the background: the build or the web process, also one that was started this very moment.
  for process in $(jobs -p); do end_process "$process" "$(began "$process")"; done
  [ -z "$noted" ] || rm -f "$notes/port-$PORT"
  if [ -n "$postgres_ours" ] && ! others_run; then build/postgres.sh stop "$postgres" || true; fi
  exit "$status"
}
# The last run of a data directory stops its PostgreSQL.
others_run() {
  local note other since
  for note in "$notes"/port-*; do
    [ -e "$note" ] || continue
    other=""; since=""
    read -r other since _ <"$note" || true
    if lives "$other" "$since"; then return 0; fi
  done
  return 1
}
trap stop_all EXIT
trap 'echo; say "stopping"; exit 0' INT TERM HUP

# ---- the start itself --------------------------------------------------------------------------------------------------

check_prerequisites
if ! mkdir -p "$notes" 2>/dev/null || ! [ -w "$notes" ]; then refuse "$data cannot be written: set Data__Directory to a place of your own."; fi
clear_up_after_killed_runs
! port_in_use || refuse "port $PORT is in use by something else: set PORT to a free one, for example PORT=$((PORT + 1)) ./run.sh."
note_run
if git rev-parse --is-inside-work-tree >/dev/null 2>&1 && [ -z "$(git config core.hooksPath 2>/dev/null)" ]; then
  git config core.hooksPath .githooks 2>/dev/null || true
fi

build

if [ -z "${ConnectionStrings__Postgres:-}" ]; then
  say "starting PostgreSQL (data: $postgres)"
  postgres_ours=yes
  ConnectionStrings__Postgres=$(build/postgres.sh start "$postgres") || exit $?
  export ConnectionStrings__Postgres
fi

say "starting the studio"
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
export ASPNETCORE_URLS=$url
export ASPNETCORE_CONTENTROOT="$root/src/Web"
# The log of the run before is kept: it may tell why that one ended.
if [ -f "$log" ]; then mv -f "$log" "$log.old"; fi
(umask 077; : >"$log")
set -m # a process group of its own: Ctrl-C reaches this script only, which stops things in order
dotnet "$web_dll" >>"$log" 2>&1 </dev/null &
web=$!
set +m
web_since=$(began "$web")
note_run "$web" "$web_since"

web_died() {
  local status=0
  wait "$web" 2>/dev/null || status=$?
  tail -n 30 "$log" >&2
  printf 'run.sh: the studio ended by itself (exit code %s); the whole log is %s\n' "$status" "$log" >&2
  exit 1
}

deadline=$((SECONDS + ready_within))
until is_ready; do
  lives "$web" "$web_since" || web_died
  if [ "$SECONDS" -ge "$deadline" ]; then
    tail -n 30 "$log" >&2
    printf 'run.sh: the studio was not ready within %s s; the whole log is %s\n' "$ready_within" "$log" >&2
    exit 1
  fi
  sleep 0.1
done

# The single-use link that signs the local operator in is in the log; show it where people look.
operator=$(grep -o 'https\{0,1\}://[^ "]*/operator?token=[^ "]*' "$log" | tail -n 1 || true)
[ -z "$operator" ] || say "operator: $operator"
say "log: $log"
say "ready: $url"

# Waits for the end, and brings a PostgreSQL that was killed back on its port.
server=""
while kill -0 "$web" 2>/dev/null; do
  if [ -n "$postgres_ours" ] && ! { [ -n "$server" ] && kill -0 "$server" 2>/dev/null; }; then
    if [ -n "$server" ]; then
      say "PostgreSQL ended by itself; starting it again (log: $postgres.log)"
      build/postgres.sh start "$postgres" >/dev/null || exit 1
    fi
    server=$(build/postgres.sh status "$postgres" | cut -d' ' -f2) || server=""
  fi
  sleep 1
done
web_died
