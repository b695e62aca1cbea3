import type { SessionEvent } from '../../../src/session/events.js';

export const TARGET = { host: '127.0.0.1', posxmlPort: 4445, logPort: 5551 } as const;

export const opened = (id = 's1'): Extract<SessionEvent, { type: 'session.opened' }> => ({
  type: 'session.opened',
  id,
  command: 'test',
  target: TARGET,
  sandbox: false,
  program: '0.1.0',
});
