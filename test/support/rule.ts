import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { cleanUp } from './clean-up.js';
import { closedPort } from './closed-port.js';

/** Where a rule leads: to nobody, who refuses; to what accepts and says nothing; or to a port. */
type Leads = 'nobody' | 'silence' | number;

/** An external port on loopback, with a rule that the clinic can change during the call. */
interface Rule {
  readonly port: number;
  lead(to: Leads): Promise<void>;
}

export async function ruleTo(first: Leads): Promise<Rule> {
  const sockets = new Set<Socket>();
  const port = await closedPort();
  let [server, to]: [Server | undefined, Leads] = [undefined, first];
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    return socket;
  };
  const shut = async (): Promise<void> => {
    sockets.forEach((socket) => socket.destroy());
    if (!server) return;
    server.close();
    await once(server, 'close');
    server = undefined;
  };
  const open = async (): Promise<void> => {
    server = createServer((guest) => {
      keep(guest).resume();
      if (typeof to !== 'number') return;
      const inside = keep(connect(to, '127.0.0.1'));
      guest.pipe(inside).pipe(guest);
      guest.on('close', () => inside.destroy());
      inside.on('close', () => guest.destroy());
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const lead = async (next: Leads): Promise<void> => {
    await shut();
    to = next;
    if (to !== 'nobody') await open();
  };
  await open();
  await lead(first);
  cleanUp(shut);
  return { port, lead };
}
