# What the files of this suite share. A file sets the scene with as_root or as_ordinary, starts run.sh with "start" or
# "start_in_terminal", and says with "check" what must hold then.

# ---- counting ----------------------------------------------------------------------------------------------------------

passed=0; failed=0; skipped=0; note=""

say() { printf '%s\n' "$*"; }
now() { printf '%s' "${EPOCHREALTIME/[.,]/}"; } # in microseconds
seconds_since() { local took=$((($(now) - $1) / 100000)); printf '%s.%s' "$((took / 10))" "$((took % 10))"; }
title() { say "$1"; last=$(now); }

# check SENTENCE COMMAND…: the time it prints is that since the check before; a command may leave a remark in $note.
check() {
  local sentence=$1 verdict=ok
  shift
  note=""
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); verdict=FAIL; fi
  printf '%-4s  %s (%s%s s)\n' "$verdict" "$sentence" "${note:+$note; }" "$(seconds_since "$last")"
  if [ "$verdict" = FAIL ] && [ -f "${out:-}" ]; then tail -n 15 "$out" | sed 's/^/        | /'; fi
  last=$(now)
}
skip() { skipped=$((skipped + 1)); say "skip  $1 ($2)"; }

# eventually SECONDS COMMAND…: until the command succeeds, or the time is over.
eventually() {
  local deadline=$(($(now) + $1 * 1000000))
  shift
  until "$@"; do
    [ "$(now)" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# ---- places and people -------------------------------------------------------------------------------------------------

is_root() { [ "$(id -u)" = 0 ]; }

prepare() {
  local tool name
  [ -d /proc/self ] || { say "this suite needs Linux" >&2; exit 2; }
  for tool in git node npm dotnet setsid script; do
    command -v "$tool" >/dev/null || { say "$tool is missing: install it" >&2; exit 2; }
  done
  # Settings of the caller are not those of a start, and run.sh must keep build servers away by itself.
  for name in $(compgen -e); do
    case "$name" in
      PORT|Data__*|Demo__*|ConnectionStrings__*|PublicUrl|ASPNETCORE_*|POSTGRES_SETTINGS|MSBUILD*|DOTNET_CLI_USE_MSBUILD_SERVER) unset "$name" ;;
    esac
  done
  # This name is in the environment of every process of a start, and in every path.
  mark="tesslate-check-$$-$RANDOM"
  work="${TMPDIR:-/tmp}/$mark"
  account=""; closed=""; outside=""
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  mkdir -m 755 "$work"
  if is_root; then
    closed="$HOME/.$mark"
    mkdir -m 700 "$closed"
    account=tl-check-$$
    useradd --system --user-group --no-create-home --home-dir "$work/home" --shell /bin/sh "$account"
    mkdir -m 700 "$work/home"
    hand_on_settings
    chown -R "$account:$account" "$work/home"
  fi
  starts=0
}

# The ordinary user gets the settings of this machine's registries.
hand_on_settings() {
  local file
  for file in .npmrc .nuget/NuGet/NuGet.Config .config/NuGet/NuGet.Config; do
    [ -f "$HOME/$file" ] || continue
    mkdir -p "$work/home/$(dirname "$file")"
    cp "$HOME/$file" "$work/home/$file"
  done
}

# Also what was downloaded: another 300 MB for each run of this suite would be a burden on the network.
hand_on_downloads() {
  local packages cache
  cache=$(npm config get cache)
  packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
  mkdir -p "$work/home/.npm" "$work/home/.nuget/packages"
  [ ! -d "$cache/_cacache" ] || cp -R "$cache/_cacache" "$work/home/.npm/"
  (cd "$packages" && grep -ho '"path": "[^"]*"' "$1"/src/*/obj/project.assets.json "$1"/build/*/obj/project.assets.json |
    cut -d'"' -f4 | sort -u | while read -r package; do [ ! -d "$package" ] || cp -R --parents "$package" "$work/home/.nuget/packages/"; done)
  chown -R "$account:$account" "$work/home/.npm" "$work/home/.nuget"
}

# What is committed, and over it what is changed and not committed yet: a developer tests what he has.
clone() {
  # No hard links: the clone may be given to another user.
  git clone --quiet --no-hardlinks "$root" "$1" 2>&1 || return 1
  git -C "$root" diff --quiet HEAD || git -C "$root" diff --binary HEAD | git -C "$1" apply --whitespace=nowarn
}

as_root() {
  checkout="$closed/tesslate-lite"
  as=(env)
  at "$work/data"
}
as_ordinary() {
  if is_root; then
    checkout="$work/home/tesslate-lite"
    as=(setpriv "--reuid=$account" "--regid=$account" --clear-groups env -u NUGET_PACKAGES -u npm_config_cache -u npm_config_userconfig
      "HOME=$work/home" "USER=$account" "LOGNAME=$account" "DOTNET_CLI_HOME=$work/home")
  else
    checkout="$work/tesslate-lite"
    as=(env)
  fi
  data="$checkout/.data"; place=()
}
as_anyone() { if is_root; then as_root; else as_ordinary; fi; }
# The next starts keep their data there.
at() { data=$1; place=("Data__Directory=$1"); }
# A data directory that is empty but for the binaries of PostgreSQL, which another start installed already.
at_fresh() {
  local from=$data binaries
  at "$work/$1"
  "${as[@]}" mkdir -p "$data" || return 1
  for binaries in "$from"/embedded-postgres-*; do "${as[@]}" cp -R "$binaries" "$data/"; done
}

free_port() { node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })'; }

# ---- starts ------------------------------------------------------------------------------------------------------------
# "start SETTING=value…" starts run.sh in $checkout at $port; $run is its process and $out what it prints.

# INT is ignored in what a shell starts in the background; a terminal would not do that.
launch() { exec env --default-signal=INT,QUIT "$@"; }

start() {
  out="$work/out.$((++starts))"; began=$(now); terminal=""
  : >"$out"
  (cd "$checkout" && launch setsid "${as[@]}" "TESSLATE_CHECK=$mark" "${place[@]}" "PORT=$port" "$@" ./run.sh) </dev/null >"$out" 2>&1 &
  run=$!; watched=$!
}

# The same in a terminal of its own, which is told what keys are pressed.
start_in_terminal() {
  local keys="$work/keys.$((++starts))" number="$work/run.$starts"
  out="$work/out.$starts"; began=$(now)
  : >"$out"
  mkfifo "$keys"
  exec 4<>"$keys"
  (cd "$checkout" && launch "${as[@]}" "TESSLATE_CHECK=$mark" "${place[@]}" "PORT=$port" "$@" SHELL=/bin/sh \
    script --quiet --return --command 'echo "$$"; exec ./run.sh' /dev/null) <&4 4>&- >"$out" 2>&1 &
  watched=$!; terminal=$!
  eventually 10 test -s "$out" || return 1
  run=$(head -n 1 "$out" | tr -d '\r')
}
press_ctrl_c() { printf '\003' >&4; }

prints() { grep -qF -- "$1" "$out"; }
gone() { ! kill -0 "$watched" 2>/dev/null; }
prints_or_is_gone() { prints "$1" || gone; }
# says SECONDS TEXT: the start prints it, and does not end before.
says() { eventually "$1" prints_or_is_gone "$2" && prints "$2"; }
is_ready_within() { says "$1" "ready: http://localhost:$port" && note="ready after $(seconds_since "$began") s"; }
# ends_with CODE [SECONDS]
ends_with() {
  local status=0
  eventually "${2:-20}" gone || { note="still runs"; return 1; }
  wait "$watched" || status=$?
  exec 4>&-
  [ "$status" = "$1" ] || { note="exit code $status"; return 1; }
}
stop() { kill -TERM "$run"; }
stops() { stop; ends_with 0 && nothing_left; }

# ---- processes ---------------------------------------------------------------------------------------------------------

# Every process of the starts: the mark is in its environment, its command line or the name of its directory. (The children
# of PostgreSQL overwrite their environment, but stay in the data directory.)
processes() {
  { grep -lsF "$mark" /proc/[0-9]*/environ /proc/[0-9]*/cmdline
    find /proc -maxdepth 2 -name cwd -lname "*$mark*" 2>/dev/null; } | cut -d/ -f3 | sort -un
}
is_alone() { [ -z "$(processes)" ]; }
nothing_left() {
  eventually 3 is_alone && return 0
  local process
  for process in $(processes); do note="$note left: $process $(tr '\0' ' ' <"/proc/$process/cmdline" 2>/dev/null)"; done
  return 1
}
postgres_process() { head -n 1 "${1:-$data/postgres}/postmaster.pid" 2>/dev/null; }
# What the start at $port runs: the build, or the studio.
its_child() { cut -d' ' -f3 "$data/run/port-$port" 2>/dev/null; }
user_of() { stat -c %U "/proc/$1" 2>/dev/null; }

clean_up() {
  local status=$?
  trap '' INT TERM HUP
  trap - EXIT
  while ! is_alone; do kill -KILL $(processes) 2>/dev/null; sleep 0.1; done
  [ -z "${listener:-}" ] || kill "$listener" 2>/dev/null
  [ -z "$outside" ] || Data__Directory="$outside" "$root/build/postgres.sh" stop "$outside/postgres" immediate
  [ -z "$account" ] || userdel "$account" 2>/dev/null
  rm -rf "$work" ${closed:+"$closed"} ${outside:+"$outside"}
  exit "$status"
}

# ---- what a visitor sees -----------------------------------------------------------------------------------------------

# ask METHOD PATH [COOKIE]: sets $status, $given (the cookie) and $body.
ask() {
  local answer
  answer=$(node "$here/http.mjs" "$1" "http://localhost:$port$2" "${3:-}")
  { IFS= read -r status; IFS= read -r given; body=$(cat); } <<<"$answer"
}
answers_200() { ask GET "$1" && [ "$status" = 200 ]; }
serves_the_page() {
  local script
  answers_200 / || return 1
  script=$(grep -o '/assets/index-[^"]*[.]js' <<<"$body" | head -n 1)
  [ -n "$script" ] && answers_200 "$script"
}
gives_a_guest_account() {
  ask POST /api/auth/session
  cookie=$given
  guest=$(grep -o '"id":"[^"]*"' <<<"$body")
  [ "$status" = 200 ] && [ -n "$cookie" ] && [ -n "$guest" ]
}
# The account that was made before, with the same cookie.
knows_the_guest() { ask GET /api/user "$cookie" && [ "$status" = 200 ] && [[ "$body" = *"$guest"* ]]; }
