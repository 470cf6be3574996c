#!/bin/sh
# What a container runs before its init: a /proc/sys of its own. A container sees the machine's kernel settings and may
# not write them; here they are files with Debian's values (/run/host/lab-sys), for it alone and until it reboots.
# The network's settings are truly its own, as its network is.
set -e
s=/run/.sys
mkdir $s
mount -t tmpfs -o size=16m,mode=0555,nosuid,nodev,noexec proc-sys $s
cp -r /run/host/lab-sys/. $s/
mkdir -p $s/net $s/kernel/random
mount --rbind /proc/sys/net $s/net
mount -o remount,bind,rw $s/net
mount --rbind /proc/sys/kernel/random $s/kernel/random
mount --make-rprivate $s # or what follows would take the two away again
mount --rbind $s /proc/sys
umount -l $s
rmdir $s
umount /run/host/lab-sys
exec /lib/systemd/systemd
