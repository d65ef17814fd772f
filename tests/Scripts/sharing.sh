# Two starts: on the same port the second is refused, on another port they share PostgreSQL.

as_anyone
title "A second start on the same port"
port=$(free_port)
start
first=$run; first_out=$out
check "a first start is ready" is_ready_within 20
check "it has an account" gives_a_guest_account
is_refused_with() { ends_with 2 && prints "$1"; }
start
check "a second start is refused with exit code 2" is_refused_with "run.sh: port $port is in use by another run.sh (process $first)"
here_before=("${place[@]}"); data_before=$data
at_fresh elsewhere
start
check "also with other data" is_refused_with "run.sh: port $port is in use by something else"
place=("${here_before[@]}"); data=$data_before
check "the first one still serves" knows_the_guest

title "A second start on another port"
port_before=$port
server=$(postgres_process)
port=$(free_port)
start
second=$run; second_out=$out
check "it is ready" is_ready_within 20
shares_the_data() { knows_the_guest && [ "$(postgres_process)" = "$server" ]; }
check "it shares PostgreSQL, and so the accounts" shares_the_data
first_ends() { kill -TERM "$first"; watched=$first; ends_with 0; }
check "the first ends" first_ends
check "the second still serves" shares_the_data
watched=$second; run=$second; out=$second_out
check "when the second ends, too, nothing is left" stops
