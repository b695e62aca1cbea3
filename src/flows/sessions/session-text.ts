import { formatHost } from '../../model/endpoint.js';
import { EXIT } from '../../contract/exit.js';
import { openPayment } from '../../session/reduce.js';
import type { SessionState } from '../../session/reduce.js';
import { isLeft } from '../../session/status.js';
import type { AskedCause, CauseAnswer, SessionNote } from '../../session/events.js';
import type { StepName } from '../../contract/step-name.js';

const TO_DO: Readonly<Record<StepName, string>> = {
  check: 'connect to the terminal',
  probe: 'identify the terminal',
  register: 'register it',
  test: 'make the test payment',
};

/** What is still to be done, in its order and in words; empty where nothing is. */
export function leftToDo(state: SessionState): readonly string[] {
  if (!isLeft(state)) return [];
  const steps: readonly StepName[] = state.command === 'test' ? ['test'] : ['check', 'probe', 'register', 'test'];
  const left = steps.filter((step) => state.steps[step]?.exitCode !== EXIT.done);
  const returned = state.payments.at(-1)?.stage === 'reconciled';
  const words = left.map((step) =>
    step === 'test' && returned ? 'report the test payment to the cloud' : TO_DO[step],
  );
  return [...(openPayment(state) ? ['resolve the open test payment'] : []), ...words];
}

/** The clinic as the cloud knows it, else as its terminal does, and the desk, and the terminal's id unless the desk is enough, as far as they are known. */
export function whoIs({ answers, terminal, registration }: SessionState, as: 'desk' | 'terminal' = 'terminal'): string {
  return [
    registration?.departmentName ?? terminal?.ownerName,
    answers.name,
    as === 'terminal' ? terminal?.terminalId : undefined,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

export function sessionAddress({ target: { host, posxmlPort, logPort } }: SessionState): string {
  const ports = [posxmlPort, logPort].filter((port) => port !== undefined);
  return `${formatHost(host)}:${ports.join(',')}`;
}

/** Why it stands where it stands, in a word or two: what was found last, else what comes next. */
export function whyStopped(state: SessionState): string {
  if (state.ended) return state.ended.why ?? `closed by ${state.ended.who}`;
  if (!isLeft(state)) return '';
  if (openPayment(state)) return 'a test payment is open';
  const failed = Object.values(state.steps).findLast(({ exitCode }) => exitCode !== EXIT.done);
  const [next = 'nothing'] = leftToDo(state);
  return failed?.codes[0] ?? `next: ${next}`;
}

/** The likely causes that were put to the clinic. */
export function askedWords({ asked }: SessionState): readonly string[] {
  return asked.map((one) => `Asked about: ${one.cause} (${one.code})${answerWords(one)}.`);
}

const CAUSE_ANSWERS: Readonly<Record<CauseAnswer, string>> = {
  helped: ': that was it',
  no: ': did not help',
  unknown: ': the clinic does not know',
};

function answerWords({ answer }: AskedCause): string {
  return answer === undefined ? '' : CAUSE_ANSWERS[answer];
}

/** What the notes of a call come to: of each kind the latest. */
export function latestNote({ notes }: SessionState): SessionNote {
  return Object.assign({}, ...notes) as SessionNote;
}

export function noteWords({ text, callBack, ticket, telephone }: SessionNote): string {
  return [
    text,
    callBack === undefined ? undefined : `call back ${callBack}`,
    ticket === undefined ? undefined : `ticket ${ticket}`,
    telephone === undefined ? undefined : `telephone ${telephone}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
