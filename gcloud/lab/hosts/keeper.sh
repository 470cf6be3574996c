#!/bin/sh
# Runs one container, and starts it again for as long as it reboots itself (nspawn then ends with 133), each time in a
# network made anew: firewall rules and kernel settings of the network must not outlive a reboot.
# What it works on is in the variables LAB_*: see gcloud/lab/hosts/container.py.
set -eu
reboots=133

mkdir -p "$LAB_GROUP/keeper" "$LAB_GROUP/box"
echo $$ >"$LAB_GROUP/keeper/cgroup.procs"
while :; do
  ip netns del "$LAB_SPACE" 2>/dev/null || true
  ip -n "$LAB_BRIDGE_SPACE" link del "$LAB_PORT" 2>/dev/null || true
  ip netns add "$LAB_SPACE"
  ip -n "$LAB_SPACE" link set lo up
  ip -n "$LAB_BRIDGE_SPACE" link add "$LAB_PORT" type veth \
    peer name host0 netns "$LAB_SPACE" address "$LAB_MAC"
  ip -n "$LAB_BRIDGE_SPACE" link set "$LAB_PORT" master hosts up
  ip netns exec "$LAB_SPACE" sh -c "while read -r key value; do sysctl -q -w \$key=\$value || true; done" <"$LAB_NET_SETTINGS"
  ended=0
  sh -c 'echo $$ >"$LAB_GROUP/box/cgroup.procs"; exec systemd-nspawn "$@"' nspawn \
    --quiet --directory="$LAB_ROOT" --machine="$LAB_NAME" --register=no --keep-unit \
    --resolv-conf=off --timezone=off --link-journal=no --kill-signal=SIGRTMIN+3 \
    --network-namespace-path="/run/netns/$LAB_SPACE" --capability=CAP_NET_ADMIN \
    --bind-ro="$LAB_FIRST:/run/host/lab-init" --bind-ro="$LAB_SYS:/run/host/lab-sys" \
    /run/host/lab-init </dev/null >>"$LAB_CONSOLE" 2>&1 || ended=$?
  [ $ended -eq $reboots ] || exit $ended
done
