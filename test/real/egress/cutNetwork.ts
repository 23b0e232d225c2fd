import { readFileSync } from 'node:fs';
import { runToEnd } from '../../process/runToEnd.ts';

/**
 * A network of its own, without rights that this user has not. This machine's own addresses are all
 * that can be reached; whatever goes anywhere else, to a name server too, is sent out by an
 * interface that leads nowhere and counts: refused at once, it could not be counted.
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

/** Packets that have left the network that this process is in; fails outside of such a one. */
export function sentPackets(): number {
  const line = /^\s*out:(.*)$/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1];
  if (line === undefined) throw new Error('This is not a network of its own.');
  // Eight figures of what came, then bytes and packets of what went.
  return Number(line.trim().split(/\s+/)[9]);
}

/** Runs a program in such a network, to its end. */
export function runCutOff(command: readonly string[]) {
  return runToEnd('unshare', ['-rnm', 'sh', '-ec', SETUP, 'sh', ...command], { env: process.env });
}

/** Whether this machine has such networks. */
export async function hasCutNetworks(): Promise<boolean> {
  try {
    return (await runCutOff(['grep', '-q', 'out:', '/proc/net/dev'])).code === 0;
  } catch {
    return false;
  }
}
