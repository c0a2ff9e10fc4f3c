#!/bin/sh
# Joins the control groups, which the kernel takes its time for, and waits for an empty line on standard input: by then
# there is what the environment writes to. Then gathers what it may see where an account without rights can reach it,
# and becomes bubblewrap under that account, with an empty environment. Without the line it ends.
#
# launch.sh GROUPS UID MOUNTS COMMAND...
#   GROUPS     cgroup.procs files, separated by blanks; may be empty
#   UID        the account; empty: stay what we are and gather nothing
#   MOUNTS     what to gather, as an fstab; the caller's mount namespace is the environment's alone. Empty: it is there
set -eu
groups=$1 uid=$2 mounts=$3
shift 3
for group in $groups; do
  echo $$ > "$group"
done
ulimit -c 0
# When the machine has no memory left, an environment ends before what serves all of them.
echo 500 > /proc/$$/oom_score_adj
cd /
read -r _
if [ -n "$uid" ]; then
  if [ -n "$mounts" ]; then
    mount --all --fstab "$mounts"
  fi
  exec env -i /usr/bin/setpriv --reuid "$uid" --regid "$uid" --clear-groups --bounding-set -all --inh-caps -all --no-new-privs -- "$@"
fi
exec env -i "$@"
