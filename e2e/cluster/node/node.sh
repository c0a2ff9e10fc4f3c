#!/usr/bin/env bash
# The first process of a node's own mount, process and network namespaces: whatever is made in them ends with it.
# usage: node.sh NODE_ADDRESS METADATA_ADDRESS HOST_ADDRESS DISK
# It says "made" once they are its own, and "ready" once its end of the link has come and is set up.
set -euo pipefail
node_address=$1 metadata_address=$2 host_address=$3 disk=$4

mount --make-rprivate /
mount --make-rshared /
mount -t proc proc /proc
# The machine's own are neither seen nor written.
for folder in /run /var/lib /var/log; do
  mount -t tmpfs -o mode=755,size=6g tmpfs $folder
done
# What pods write is on a disk, as memory would count as what their containers use of that.
mkdir -p /var/lib/kubelet
mount --bind "$disk" /var/lib/kubelet
mkdir -p /run/pids /run/settings /var/log/pods /var/log/containers
echo "nameserver 10.96.0.10" >/run/resolv.conf
# A kubelet sets these for the whole machine: here it finds them as it wants them, and writes into files.
while read -r name value; do
  [ -e "/proc/sys/$name" ] || continue
  place="/run/settings/${name//\//.}"
  echo "$value" >"$place"
  mount --bind "$place" "/proc/sys/$name"
done <<'SETTINGS'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SETTINGS
echo made

ip link set lo up
until ip link show eth0 >/dev/null 2>&1; do sleep 0.02; done
ip addr add "$node_address/24" dev eth0
ip link set eth0 up
# Where everything leads that is nobody's: a bridge on which there is nothing, but an address as clouds have for metadata.
ip link add outside type bridge
ip addr add 10.88.0.1/24 dev outside
ip addr add "$metadata_address/32" dev outside
ip link set outside up
ip route add default via 10.88.0.254 dev outside
# Of this machine pods reach the ports that are opened for them, and no other.
nft -f - <<RULES
table inet fence {
  set opened { type inet_service; }
  chain forward {
    type filter hook forward priority -10;
    ct state established,related accept
    oifname "eth0" ip daddr $host_address tcp dport @opened accept
    oifname "eth0" reject
  }
}
RULES
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.forwarding=1
echo ready

# Whatever ends here without a parent is taken leave of.
while :; do
  sleep 3600 &
  wait -n || true
done
