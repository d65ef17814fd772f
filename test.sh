#!/usr/bin/env bash
# Every check of the project: ./test.sh   One suite alone: ./test.sh Hub.Tests   Several: ./test.sh format Hub.Tests
# Ends with the line "N passed, N failed". Exit codes: 0 all passed, 1 something failed or ran no test, 2 something is missing.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" && root=$(pwd -P) || exit 2

# Every suite in the order of running, with its budget in seconds. An overrun counts as a failure.
suites="
  format             120
  hosts               30
  client-typecheck    60
  client-lint         90
  client-format       60
  client             180
  Architecture.Tests  60
  Decisions.Tests     60
  Projections.Tests  180
  Gateway.Tests      180
  Hub.Tests          300
  Web.Tests          240
  Faults.Tests       300
  Browser.Tests      540
  run.sh             420
"
build_budget=900
apt_packages="chromium fonts-liberation fonts-noto-color-emoji" # Browser.Tests
client=src/Web/client
results="$root/TestResults"

say() { printf '%s\n' "$*"; }
refuse() { printf 'test.sh: %s\n' "$1" >&2; exit 2; }

# ---- which suites ------------------------------------------------------------------------------------------------------

known() { say "$suites" | awk -v name="$1" '$1 == name { found = 1 } END { exit !found }'; }
budget_of() { say "$suites" | awk -v name="$1" '$1 == name { print $2 }'; }
for project in tests/*.Tests; do
  known "${project#tests/}" || refuse "${project#tests/} has no row in the table of suites at the top of this file."
done
if [ $# -gt 0 ]; then
  for name in "$@"; do known "$name" || refuse "there is no suite \"$name\"; there are: $(say "$suites" | awk '{ printf "%s ", $1 }')"; done
  chosen="$*"
else chosen=$(say "$suites" | awk 'NF { print $1 }'); fi
wanted() { local name; for name in $chosen; do case "$name" in $1) return 0 ;; esac; done; return 1; }

# ---- what the tests need -----------------------------------------------------------------------------------------------

command -v dotnet >/dev/null || refuse "dotnet is missing: install the .NET 10 SDK."
dotnet --version >/dev/null 2>&1 || refuse "the .NET SDK is too old: install the .NET 10 SDK."
command -v npm >/dev/null || refuse "npm is missing: install Node 20.19 or later."
for tool in timeout git; do command -v "$tool" >/dev/null || refuse "$tool is missing: install it."; done

install_apt_packages() {
  local missing="" package sudo=""
  for package in $apt_packages; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo true; }; }; then sudo=sudo
    else refuse "the browser tests need packages that only root may install: apt-get install -y --no-install-recommends$missing"; fi
  fi
  say "installing$missing"
  mkdir -p "$results"
  try_apt() { $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing </dev/null >"$results/apt.log" 2>&1; }
  # The package lists of a fresh machine are empty or old.
  try_apt || { $sudo apt-get update </dev/null >"$results/apt-update.log" 2>&1; try_apt; } ||
    { tail -n 5 "$results/apt.log" >&2; refuse "apt-get install -y --no-install-recommends$missing failed."; }
}

rm -rf "$results"
mkdir -p "$results"
if wanted Browser.Tests; then
  if command -v dpkg-query >/dev/null; then install_apt_packages
  else command -v chromium >/dev/null || refuse "the browser tests need Chromium: install it as \"chromium\"."; fi
fi
if wanted '*.Tests' && [ -z "${TESSLATE_TEST_POSTGRES:-}" ]; then
  build/postgres.sh install || exit $?
fi

# ---- build -------------------------------------------------------------------------------------------------------------

# Build servers would outlive this script and hold memory that the tests need.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# In the background, so that a signal to this shell is handed on to timeout, which ends its whole group.
limited() {
  local child
  timeout -k 10 "$budget" "$@" </dev/null &
  child=$!
  trap 'trap "" INT TERM; kill -TERM "$child" 2>/dev/null; wait "$child"; exit 143' INT TERM
  wait "$child"
}

build() {
  if wanted '*.Tests'; then
    say "building (log: TestResults/build.log)"
    limited dotnet build TesslateLite.sln -c Release -v:minimal -nodeReuse:false \
      -p:UseSharedCompilation=false -p:RestoreLockedMode=true >"$results/build.log" 2>&1 ||
      { grep -E 'error|warn' "$results/build.log" | sort -u | head -n 40 >&2; say "test.sh: the build failed: TestResults/build.log" >&2; return 1; }
  fi
  if wanted 'client*' && [ -f "$client/package-lock.json" ]; then npm_ci "$client" || return 1; fi
  # A provider that is not ours, for the tests of the gateway.
  if wanted Gateway.Tests || wanted Faults.Tests; then npm_ci tests/Support/aimock --ignore-scripts || return 1; fi
}

# npm writes the file in node_modules last; the .NET build may have installed already.
npm_ci() {
  local folder=$1
  shift
  if [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then return 0; fi
  (cd "$folder" && limited npm ci --no-audit --no-fund --loglevel=error "$@" >"$results/npm.log" 2>&1) ||
    { tail -n 20 "$results/npm.log" >&2; say "test.sh: npm ci failed: TestResults/npm.log" >&2; return 1; }
}

# ---- suites ------------------------------------------------------------------------------------------------------------
# Each writes its output to a log and "passed failed skipped" to $counts.

as_one_test() {
  local status=0
  "$@" || status=$?
  if [ "$status" = 0 ]; then say "1 0 0" >"$counts"; else say "0 1 0" >"$counts"; fi
  return "$status"
}

format() {
  limited dotnet format whitespace . --folder --verify-no-changes --exclude '**/bin/**' '**/obj/**' '**/node_modules/**' && return 0
  say "mend it with: dotnet format whitespace . --folder"
  return 1
}

# A registry's host in a file would tie a clone to one network. The configured hosts are asked for; the well-known ones are
# spelled so that this line is no hit itself.
hosts() {
  local pattern='registry[.]npmjs[.]|api[.]nuget[.]org|(deb|security)[.]debian[.]org|"resolved": *"http' host
  for host in $( (npm config get registry; dotnet nuget list source --format short) 2>/dev/null |
    sed -n 's|.*https\{0,1\}://\([^/@ ]*@\)\{0,1\}\([^/: ]*\).*|\2|p' | sort -u); do
    case "$host" in localhost|127.*) ;; *) pattern="$pattern|$(say "$host" | sed 's/[.]/[.]/g')" ;; esac
  done
  ! git grep -nIE "$pattern" -- .
}

client_script() { (cd "$client" && limited npm run --silent "$@"); }

vitest() {
  local report="$results/client.json" status=0
  client_script test -- --reporter=default --reporter=json --outputFile.json="$report" || status=$?
  number() { grep -o "\"$1\": *[0-9]*" "$report" | head -n 1 | grep -o '[0-9]*$'; }
  [ ! -f "$report" ] || say "$(number numPassedTests) $(number numFailedTests) $(number numPendingTests)" >"$counts"
  return "$status"
}

dotnet_suite() {
  local report="$results/$1.trx" status=0
  limited dotnet test "tests/$1/$1.csproj" --no-build -c Release --results-directory "$results" \
    --logger "trx;LogFileName=$1.trx" --logger "console;verbosity=normal" || status=$?
  number() { grep -o '<Counters [^>]*' "$report" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9][0-9]*'; }
  [ ! -f "$report" ] || say "$(number passed) $(($(number failed) + $(number error) + $(number timeout) + $(number aborted))) $(($(number total) - $(number executed)))" >"$counts"
  return "$status"
}

run_suite() {
  case "$1" in
    format|hosts) as_one_test "$1" ;;
    client-typecheck) as_one_test client_script typecheck ;;
    client-lint) as_one_test client_script lint ;;
    client-format) as_one_test client_script format:check ;;
    client) vitest ;;
    run.sh) limited tests/Scripts/suite.sh "$counts" ;;
    *) dotnet_suite "$1" ;;
  esac
}

passed=0; failed=0; skipped=0; all_began=$SECONDS

# timeout puts what it runs in a group of its own, which Ctrl-C does not reach.
suite=""
trap 'trap "" INT TERM; [ -z "$suite" ] || { kill -TERM "$suite" 2>/dev/null; wait "$suite"; }; exit 130' INT TERM

budget=$build_budget
build &
suite=$!
wait "$suite" || { say "0 passed, 1 failed"; exit 1; }

for name in $chosen; do
  budget=$(budget_of "$name"); counts="$results/$name.counts"; log="$results/$name.log"; began=$SECONDS; status=0; note=""
  run_suite "$name" >"$log" 2>&1 &
  suite=$!
  wait "$suite" || status=$?
  good=0; bad=0; left_out=0
  if [ -f "$counts" ]; then read -r good bad left_out <"$counts"; rm -f "$counts"; fi
  seconds=$((SECONDS - began))
  if [ "$seconds" -ge "$budget" ]; then note="over its budget of $budget s"
  elif [ $((good + bad)) = 0 ]; then note="ran no test"
  elif [ "$status" != 0 ] && [ "$bad" = 0 ]; then note="ended with exit code $status"; fi
  # What no test of its own can say counts as one failure.
  if [ -n "$note" ] && [ "$bad" = 0 ]; then bad=1; fi
  printf '%-18s %5s passed %3s failed %4s s  %s\n' "$name" "$good" "$bad" "$seconds" "$note"
  if [ "$bad" != 0 ]; then
    grep -hE '^ *Failed |error |Error Message|Long [Rr]unning|✗|×|FAIL' "$log" | head -n 30 | sed 's/^/    /'
    say "    the whole log: TestResults/$name.log"
  fi
  passed=$((passed + good)); failed=$((failed + bad)); skipped=$((skipped + left_out))
done

say "all suites: $((SECONDS - all_began)) s"
if [ "$skipped" = 0 ]; then say "$passed passed, $failed failed"; else say "$passed passed, $failed failed, $skipped skipped"; fi
[ "$failed" = 0 ]
