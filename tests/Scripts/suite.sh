#!/usr/bin/env bash
# Shows what ./run.sh promises, with clones of this checkout that are built and started for real: ./test.sh run.sh
# Needs Linux. As root it plays an ordinary user, too; what only root can show is skipped for anybody else.
# The one argument is a file for "passed failed skipped".
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/tests/Scripts}

. "$here/support.sh"
prepare

. "$here/start.sh"
. "$here/stop.sh"
. "$here/killed.sh"
. "$here/sharing.sh"
. "$here/database.sh"
. "$here/refusals.sh"
. "$here/build.sh"

say "$passed passed, $failed failed, $skipped skipped in $SECONDS s"
[ $# = 0 ] || say "$passed $failed $skipped" >"$1"
[ "$failed" = 0 ]
