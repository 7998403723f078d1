#!/bin/sh
# Starts a Slurm of one node in a folder of its own, runs a command with it, and ends it:
#   tests/sweep/slurm.sh FOLDER COMMAND...
# Exit code 77 when Slurm is not here or may not be started. It needs no systemd, and no accounting.
set -eu
folder=$1
shift
for program in munged mungekey slurmctld slurmd sinfo; do
  command -v $program >/dev/null || [ -x /usr/sbin/$program ] || { echo "slurm: $program is missing (Debian: slurm-wlm)"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "slurm: only root may start it"; exit 77; }
PATH=$PATH:/usr/sbin
mkdir -p "$folder/state" "$folder/spool"
folder=$(cd "$folder" && pwd)
chmod 755 "$folder"
host=$(hostname -s)

# Munge has its own key and socket here.
mungekey -c -f -k "$folder/key"
chmod 400 "$folder/key"
munged --force --key-file="$folder/key" --socket="$folder/munge.socket" --pid-file="$folder/munge.pid" --log-file="$folder/munge.log" --seed-file="$folder/munge.seed"

cat >"$folder/slurm.conf" <<CONF
ClusterName=sweep
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$folder/slurm.conf"
finish() {
  for name in slurmd slurmctld munge; do
    [ ! -s "$folder/$name.pid" ] || kill "$(cat "$folder/$name.pid")" 2>/dev/null || true
  done
}
trap finish EXIT
slurmctld -f "$SLURM_CONF"
slurmd -f "$SLURM_CONF"
tries=0
until sinfo -h -o %t 2>/dev/null | grep -q -E '^(idle|mix|alloc)'; do
  tries=$((tries + 1))
  [ $tries -le 60 ] || { echo "slurm: the node did not come up"; tail -n 5 "$folder"/*.log; exit 77; }
  sleep 1
done
"$@"
