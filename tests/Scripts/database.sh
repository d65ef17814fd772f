# With ConnectionStrings__Postgres no PostgreSQL is started; when it is wrong, one sentence says so.

as_anyone
title "A database that is given"
# Without the mark in its name: it is no process of a start.
outside="${TMPDIR:-/tmp}/tesslate-outside-$$"
mkdir -m 755 "$outside"
cp -R "$data"/embedded-postgres-* "$outside/"
connection=$(Data__Directory="$outside" "$checkout/build/postgres.sh" start "$outside/postgres")
server=$(postgres_process "$outside/postgres")

at_fresh with-given-database
port=$(free_port)
start "ConnectionStrings__Postgres=$connection"
check "a start is ready" is_ready_within 30
check "it keeps its accounts there" gives_a_guest_account
no_postgres_of_its_own() { [ ! -e "$data/postgres" ] && ! prints "starting PostgreSQL"; }
check "no PostgreSQL is started" no_postgres_of_its_own
leaves_it_alone() { stops && [ "$(postgres_process "$outside/postgres")" = "$server" ] && [ -e "/proc/$server" ]; }
check "it ends cleanly and leaves that PostgreSQL alone" leaves_it_alone

# ends_saying CODE SENTENCE SETTING…: after the sentence nothing but where the log is, and no process.
ends_saying() {
  local code=$1 sentence=$2
  shift 2
  start "$@"
  ends_with "$code" 60 && prints "$sentence" && ! grep -q '^   at ' "$out" && nothing_left
}
title "A wrong one"
check "no connection string at all: a sentence and exit code 1" \
  ends_saying 1 "ConnectionStrings__Postgres is not a valid Npgsql connection string." "ConnectionStrings__Postgres=nonsense"
check "nobody listens there: a sentence and exit code 1" \
  ends_saying 1 "PostgreSQL cannot be used: Connection refused" "ConnectionStrings__Postgres=Host=127.0.0.1;Port=$(free_port);Database=tesslate;Username=tesslate;Password=x"
check "a wrong password: a sentence and exit code 1" \
  ends_saying 1 "PostgreSQL cannot be used: 28P01: password authentication failed" "ConnectionStrings__Postgres=${connection%Password=*}Password=wrong"
check "a database that is not there: a sentence and exit code 1" \
  ends_saying 1 'PostgreSQL cannot be used: 3D000: database "nowhere" does not exist' "ConnectionStrings__Postgres=${connection/Database=tesslate/Database=nowhere}"
Data__Directory="$outside" "$checkout/build/postgres.sh" stop "$outside/postgres"
