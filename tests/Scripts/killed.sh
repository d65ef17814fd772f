# Whatever is killed, a new start recovers, and what was stored before is still there.

# "wait" takes note of our own children without a word about their death.
kills() { kill -KILL "$@"; wait "$@" 2>/dev/null; eventually 5 are_dead "$@"; }
are_dead() { local process; for process in "$@"; do [ ! -e "/proc/$process" ] || gone_but_for_its_parent "$process" || return 1; done; }
gone_but_for_its_parent() { grep -qs '^State:.Z' "/proc/$1/status"; }

is_ready_to_be_killed() {
  start
  is_ready_within 20 && gives_a_guest_account && server=$(postgres_process) && web=$(its_child)
}
recovers() { start; is_ready_within 30 && knows_the_guest; }
still_serves() { answers_200 /health/ready; }
has_server() { [ -n "$(postgres_process)" ] && [ "$(postgres_process)" "$1" "$server" ]; }

as_anyone
port=$(free_port)

title "run.sh alone is killed"
check "a start is ready" is_ready_to_be_killed
check "run.sh is killed" kills "$run"
check "the studio and PostgreSQL still serve" still_serves
check "a new start is ready and knows what was stored" recovers
check "it has stopped the studio that was left" are_dead "$web"
check "it has taken over the PostgreSQL that was left" has_server =
check "it ends cleanly" stops

title "The studio is killed"
check "a start is ready" is_ready_to_be_killed
check "the studio is killed" kills "$web"
ends_by_itself() { ends_with 1 && prints "run.sh: the studio ended by itself (exit code 137)" && nothing_left; }
check "run.sh says so and ends all of it with exit code 1" ends_by_itself
check "a new start is ready and knows what was stored" recovers

title "PostgreSQL is killed"
server=$(postgres_process)
check "its first process is killed" kills "$server"
serves_again() { answers_200 /health/ready && knows_the_guest; }
check "run.sh starts it again" says 20 "PostgreSQL ended by itself; starting it again"
check "the studio is ready again and knows what was stored" eventually 20 serves_again
check "it is another PostgreSQL" has_server !=
check "all of it ends cleanly" stops

title "run.sh and PostgreSQL are killed"
check "a start is ready" is_ready_to_be_killed
check "both are killed" kills "$run" "$server"
check "a new start is ready and knows what was stored" recovers
check "it has stopped the studio that was left" are_dead "$web"

title "run.sh and the studio are killed"
server=$(postgres_process); web=$(its_child)
check "both are killed" kills "$run" "$web"
check "a new start is ready and knows what was stored" recovers
check "it has taken over the PostgreSQL that was left" has_server =

title "All are killed"
everything_is_killed() { kills $(processes); }
check "every process is killed at once" everything_is_killed
check "a new start is ready and knows what was stored" recovers
check "it ends cleanly" stops

title "A first start is killed while it makes the database"
at_fresh killed-early
is_killed_at_once() { start; says 20 "starting PostgreSQL" && kills "$run"; }
check "run.sh is killed" is_killed_at_once
is_ready_and_has_accounts() { start; is_ready_within 60 && gives_a_guest_account; }
check "a new start is ready" is_ready_and_has_accounts
nothing_half_made() { [ -z "$(find "$data" -maxdepth 1 -name "*.new*")" ]; }
check "nothing half made is left beside the data" nothing_half_made
check "it ends cleanly" stops
