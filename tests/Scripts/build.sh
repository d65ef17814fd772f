# A checkout that was moved must build again; what disturbs a build does no harm.

as_anyone
port=$(free_port)
mv "$checkout" "$checkout-moved"
checkout="$checkout-moved"
[ "${#place[@]}" != 0 ] || data="$checkout/.data"
builds() { says 20 "building" && eventually 5 has_a_child; }
has_a_child() { [ -n "$(its_child)" ]; }

title "Ctrl-C during a build"
start_in_terminal
check "a checkout that was moved builds" builds
check "Ctrl-C then ends all of it" ends_all_within 15

title "Two starts at once, after one that was killed during the build"
start
check "another start builds" builds
build=$(its_child)
check "run.sh alone is killed" kills "$run"
start
first=$run; first_out=$out; first_port=$port
port=$(free_port)
start
check "a start on another port is ready" is_ready_within 120
check "it serves the page" serves_the_page
second=$run; second_out=$out
run=$first; watched=$first; out=$first_out; port=$first_port
check "the one on the same port is ready, too" is_ready_within 120
check "it serves the page, too" serves_the_page
check "the build that was left has been ended" are_dead "$build"
built_once() { [ "$(cat "$first_out" "$second_out" | grep -c "^building")" = 1 ]; }
check "one of them built, the other waited for it" built_once
kill -TERM "$first" "$second"
check "nothing is left" nothing_left
