# Ctrl-C in a terminal, at any moment, leaves no process behind.

ends_all_within() { press_ctrl_c; ends_with 0 "$1" && nothing_left; }
is_pressed_thrice() { press_ctrl_c; sleep 0.1; press_ctrl_c; sleep 0.1; ends_all_within 15; }

for who in as_root as_ordinary; do
  if [ "$who" = as_root ] && ! is_root; then skip "root: Ctrl-C" "only root can show it"; continue; fi
  "$who"
  title "Ctrl-C, ${who/as_/as }"
  port=$(free_port)
  start_in_terminal
  check "a start in a terminal is ready" is_ready_within 20
  check "Ctrl-C ends all of it with exit code 0" ends_all_within 15
done

as_anyone
title "Ctrl-C at other moments"
start_in_terminal
check "a start is ready once more" is_ready_within 20
check "Ctrl-C pressed three times ends all of it" is_pressed_thrice

at_fresh stopped-early
start_in_terminal
check "a first start begins to make a database" says 20 "starting PostgreSQL"
ends_without_complaint() { ends_all_within 15 && ! prints "failed"; }
check "Ctrl-C then ends all of it without a complaint" ends_without_complaint
start_in_terminal
check "a start comes to the studio" says 60 "starting the studio"
check "Ctrl-C then ends all of it" ends_all_within 15

start_in_terminal
check "a start after them is ready" is_ready_within 20
closes_the_terminal() { kill -KILL "$terminal"; wait "$terminal" 2>/dev/null; eventually 15 is_alone || nothing_left; }
check "a terminal that is closed ends all of it" closes_the_terminal
exec 4>&-
