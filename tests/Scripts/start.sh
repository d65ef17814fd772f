# From a clean clone to a page, as root and as an ordinary user; and the second start.

runs_as() { [ "$(user_of "$(postgres_process)")" = "$1" ]; }
web_runs_as() { [ "$(user_of "$(its_child)")" = "$1" ]; }
has_the_hooks() { [ "$(git -C "$checkout" -c safe.directory='*' config core.hooksPath)" = .githooks ]; }
untracked() { git -C "$checkout" -c safe.directory='*' status --porcelain | grep -c '^??'; }
git_sees_nothing_new() { [ "$(untracked)" = "$untracked_before" ]; }

# serves_from_a_clean_clone WHO ITS-USER THE-USER-OF-POSTGRESQL
serves_from_a_clean_clone() {
  untracked_before=$(untracked)
  port=$(free_port)
  start
  check "$1: a clean clone is built, started and ready" is_ready_within 300
  check "$1: /health/ready answers 200" answers_200 /health/ready
  check "$1: the page and its script are served" serves_the_page
  check "$1: a visitor gets a guest account" gives_a_guest_account
  check "$1: PostgreSQL runs as $3" runs_as "$3"
  check "$1: the studio runs as $2" web_runs_as "$2"
  check "$1: the git hooks are switched on" has_the_hooks
  check "$1: git sees no new file in the checkout" git_sees_nothing_new
  check "$1: SIGTERM ends all of it with exit code 0" stops
  start
  check "$1: a second start is ready within 8 s" is_ready_within 8
  check "$1: what was stored before is still there" knows_the_guest
  check "$1: the second start ends as cleanly" stops
}

title "A clean clone as root, under a home that is closed to others"
if is_root; then
  as_root
  clone "$checkout"
  serves_from_a_clean_clone "root" root tesslate

  # In a name space of its own the place for the data is an empty one, whatever this machine has there.
  place=()
  port=$(free_port)
  default=/var/lib/tesslate-lite
  if mkdir -p "$default" && unshare --mount true 2>/dev/null; then
    mkdir -m 755 "$work/default"
    cp -R "$work"/data/embedded-postgres-* "$work/default/"
    as=(unshare --mount env "INSTEAD=$work/default" bash -c 'mount --bind "$INSTEAD" /var/lib/tesslate-lite && exec env "$@"' mounted)
    start
    check "root: without Data__Directory a start is ready" is_ready_within 60
    check "root: and keeps its data in $default" test -s "$work/default/postgres/PG_VERSION"
    check "root: and ends cleanly" stops
  else
    skip "root: without Data__Directory the data are in $default" "this machine allows no mount name space"
  fi
  rmdir "$default" 2>/dev/null # only when it is empty, so made here
else
  skip "root: a clean clone, the place of the data, the user of PostgreSQL" "only root can show it"
fi

title "A clean clone as an ordinary user"
as_ordinary
clone "$checkout"
if is_root; then
  hand_on_downloads "$closed/tesslate-lite"
  chown -R "$account:$account" "$checkout"
fi
serves_from_a_clean_clone "ordinary user" "${account:-$(id -un)}" "${account:-$(id -un)}"
check "ordinary user: the data are in .data of the checkout" test -s "$checkout/.data/postgres/PG_VERSION"
