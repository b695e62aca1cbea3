import { expect, test } from 'vitest';
import { noteSignals } from '../../../../src/cli/process/early-signals.js';
import { listenForInterrupts } from '../../../../src/cli/process/interrupt.js';

test('a signal that comes while the program is loaded is not lost', () => {
  noteSignals();
  process.emit('SIGTERM');
  const interrupt = listenForInterrupts();
  expect(interrupt.signal.reason).toMatchObject({ signalName: 'SIGTERM' });
  interrupt.stop();
  expect(listenForInterrupts().signal.aborted).toBe(false);
});

test('Ctrl-Break on Windows counts as Ctrl-C', () => {
  const interrupt = listenForInterrupts();
  process.emit('SIGBREAK');
  expect(interrupt.signal.reason).toMatchObject({ signalName: 'SIGINT' });
  interrupt.stop();
});
