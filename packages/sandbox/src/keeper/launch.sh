#!/bin/sh
# Joins the control groups, gathers what the environment may see where an account without rights can reach it,
# then becomes bubblewrap under that account, with an empty environment.
#
# launch.sh GROUPS PROCESSES UID STAGE [SOURCE NAME]... -- COMMAND...
#   GROUPS     cgroup.procs files, separated by blanks; may be empty
#   PROCESSES  a limit for the account, where control groups can't limit; may be empty
#   UID        the account; empty: stay what we are and gather nothing
#   STAGE      an existing folder to gather in; the caller's mount namespace is the environment's alone
set -eu
groups=$1 processes=$2 uid=$3 stage=$4
shift 4
umask 022
for group in $groups; do
  echo $$ > "$group"
done
ulimit -c 0
if [ -n "$processes" ]; then
  ulimit -p "$processes"
fi
if [ -n "$uid" ]; then
  mount -t tmpfs -o mode=0755,nosuid,nodev,size=1m catalyst "$stage"
fi
while [ "$1" != "--" ]; do
  if [ -d "$1" ]; then
    mkdir "$stage/$2"
  else
    : > "$stage/$2"
  fi
  mount --bind -- "$1" "$stage/$2"
  shift 2
done
shift
cd /
if [ -n "$uid" ]; then
  exec env -i /usr/bin/setpriv --reuid "$uid" --regid "$uid" --clear-groups --bounding-set -all --inh-caps -all --no-new-privs -- "$@"
fi
exec env -i "$@"
