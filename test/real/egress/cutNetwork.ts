import { readFileSync } from 'node:fs';
import { runToEnd } from '../../process/runToEnd.ts';

/**
 * A private network namespace for an unprivileged user. Only addresses of this machine can be reached;
 * other packets, also to name servers, go to a dead-end interface that counts them. If they were
 * refused instead, they could not be counted.
 */
const SETUP = `
ip link set lo up
ip link add out type veth peer name nowhere
sysctl -qw net.ipv6.conf.out.disable_ipv6=1 net.ipv6.conf.nowhere.disable_ipv6=1
ip address add 10.99.0.2/24 dev out
ip link set nowhere up
ip link set out up
ip neighbour add 10.99.0.1 lladdr 02:00:00:00:00:01 dev out
ip route add default via 10.99.0.1
echo 'nameserver 198.51.100.53' > /tmp/resolv.conf.$$
mount --bind /tmp/resolv.conf.$$ /etc/resolv.conf
rm /tmp/resolv.conf.$$
exec "$@"
`;

/** The number of packets that left the network of this process; throws outside of a private network. */
export function sentPackets(): number {
  const line = /^\s*out:(.*)$/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1];
  if (line === undefined) throw new Error('This process is not in a private network.');
  // Eight numbers for received packets, then bytes and packets sent.
  return Number(line.trim().split(/\s+/)[9]);
}

/** Runs a program in such a network until it exits. */
export function runCutOff(command: readonly string[]) {
  return runToEnd('unshare', ['-rnm', 'sh', '-ec', SETUP, 'sh', ...command], { env: process.env });
}

/** Whether this machine supports such networks. */
export async function hasCutNetworks(): Promise<boolean> {
  try {
    return (await runCutOff(['grep', '-q', 'out:', '/proc/net/dev'])).code === 0;
  } catch {
    return false;
  }
}
