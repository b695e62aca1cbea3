import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { VirtualTerminal } from './terminal/virtual-terminal.js';

/** What others do beside the terminal while it runs; resolves, once they have begun, with how they stop. */
export type Company = (terminal: VirtualTerminal) => Promise<() => void>;

/** A till that keeps its connection to the terminal, and comes back whenever it is cut off. */
export const connectedTill: Company = async ({ host, posxmlPort }) => {
  let stopped = false;
  const open = (): Socket => {
    const opened = connect({ host, port: posxmlPort });
    opened.on('error', () => undefined);
    opened.once('close', () => {
      if (!stopped) socket = open();
    });
    return opened;
  };
  let socket = open();
  await once(socket, 'connect');
  return () => {
    stopped = true;
    socket.destroy();
  };
};

/** A person pays at the terminal by hand, and is done so many milliseconds after the first question that comes. */
export function payerUntil(ms: number): Company {
  return (terminal) => {
    let timer: NodeJS.Timeout | undefined;
    const leave = terminal.on((event) => {
      if (event.kind !== 'request') return;
      timer ??= setTimeout(() => {
        terminal.settings.occupied = false;
      }, ms);
    });
    return Promise.resolve(() => {
      leave();
      clearTimeout(timer);
    });
  };
}
