#!/bin/sh
# Makes of a bare Debian what a cloud's image is, and lets it run in a container. mmdebstrap calls it: customise.sh ROOT
set -eu
root=$1

chroot "$root" systemctl --quiet enable systemd-networkd ssh
chroot "$root" useradd --create-home --shell /bin/bash --groups adm,sudo debian
chroot "$root" useradd --create-home --shell /bin/bash --groups adm,sudo govops
echo 'debian ALL=(ALL) NOPASSWD:ALL' >"$root/etc/sudoers.d/90-cloud-init-users"
chmod 0440 "$root/etc/sudoers.d/90-cloud-init-users"
for user in debian govops; do
  chroot "$root" install -d -m 0700 -o "$user" -g "$user" "/home/$user/.ssh"
done

printf 'GRUB_DEFAULT=0\nGRUB_TIMEOUT=0\nGRUB_CMDLINE_LINUX_DEFAULT=""\nGRUB_CMDLINE_LINUX="console=ttyS0"\n' \
  >"$root/etc/default/grub"
mkdir -p "$root/boot/grub"

# The kernel's log is the machine's, not the container's: rsyslog would turn round on it for ever.
sed -i 's/^module(load="imklog".*/# &/' "$root/etc/rsyslog.conf"
# There is no audit netlink in a container: the service is there, its rules and log files too, the daemon is not.
mkdir -p "$root/etc/systemd/system/auditd.service.d"
cat >"$root/etc/systemd/system/auditd.service.d/lab.conf" <<'UNIT'
[Unit]
ConditionVirtualization=
[Service]
Type=simple
PIDFile=
ExecStart=
ExecStart=/bin/sleep infinity
ExecStartPost=
UNIT
# A container may not set the machine's clock: chronyd follows its servers and leaves the clock alone.
mkdir -p "$root/etc/systemd/system/chrony.service.d"
printf '[Unit]\nConditionCapability=\n' >"$root/etc/systemd/system/chrony.service.d/lab.conf"
sed -i 's/^DAEMON_OPTS=.*/DAEMON_OPTS="-F 1 -x"/' "$root/etc/default/chrony"

# Hosts are tried many times: what hardening installs is there to be installed.
chroot "$root" apt-get -q -y --no-install-recommends --download-only install $GOVCLOUD_LAB_WARM
rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/hostname" "$root/etc/resolv.conf"
: >"$root/etc/machine-id"
