import type { TeamCall } from '../contract/team-result.js';
import { formatHost } from '../model/endpoint.js';
import { isPractice } from './queries.js';
import { openPayment, unsettledPayment } from './reduce.js';
import type { Replayed } from './store.js';
import type { SessionState } from './reduce.js';
import { statusOf } from './status.js';
import type { SessionStatus } from './status.js';

/** What a team's list is ordered and searched by; everything else is in the entries. */
interface TeamRow {
  readonly agent: string | undefined;
  readonly practice: boolean;
  readonly clinic: string | undefined;
  readonly desk: string | undefined;
  readonly host: string;
  readonly posxmlPort: number | undefined;
  readonly logPort: number | undefined;
  readonly terminalId: string | undefined;
  readonly stage: SessionStatus;
  readonly openMoney: boolean;
  readonly unsettled: boolean;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly exitCode: number | undefined;
  /** The order of the list: open money, what is left, what is done. */
  readonly rank: number;
  /** What a search finds it by, in small letters. */
  readonly words: string;
}

export function teamRow(state: SessionState): TeamRow {
  const { agent, answers, terminal, registration, target, openedAt, changedAt, exitCode } = state;
  const openMoney = openPayment(state) !== undefined;
  return {
    agent,
    practice: isPractice(state),
    clinic: registration?.departmentName ?? terminal?.ownerName,
    desk: answers.name,
    host: target.host,
    posxmlPort: target.posxmlPort,
    logPort: target.logPort,
    terminalId: terminal?.terminalId,
    stage: statusOf(state),
    openMoney,
    unsettled: unsettledPayment(state) !== undefined,
    openedAt,
    changedAt,
    exitCode,
    rank: openMoney ? 0 : exitCode === 0 ? 2 : 1,
    words: searchWords(state),
  };
}

/** What a search finds a call by, in small letters. */
export function searchWords({
  id,
  answers,
  terminal,
  registration,
  target,
  agent,
  notes,
  steps,
  ended,
}: SessionState): string {
  const { host, posxmlPort, logPort } = target;
  const texts = [
    ...[id, registration?.departmentName, terminal?.ownerName, terminal?.terminalId, answers.name, answers.bank],
    ...[
      `${formatHost(host)}:${[posxmlPort, logPort].filter((port) => port !== undefined).join(',')}`,
      agent,
      ended?.why,
    ],
    ...notes.flatMap(({ text, callBack, ticket, telephone }) => [text, callBack, ticket, telephone]),
    ...Object.values(steps).flatMap(({ codes }) => codes),
  ];
  return texts
    .filter((text) => text !== undefined)
    .join(' ')
    .toLowerCase();
}

/** What a lead counts. */
interface SessionSummary {
  readonly bank: string | null;
  /** What was found, each once. */
  readonly codes: readonly string[];
  /** How often work on it came to an end: a call that was done at the first one has 1. */
  readonly ends: number;
}

export function sessionSummary({ state, entries }: Replayed): SessionSummary {
  const found = entries.flatMap(({ event }) => (event.type === 'step.ended' ? event.codes : []));
  return {
    bank: state.answers.bank ?? null,
    codes: [...new Set(found)],
    ends: entries.filter(({ event }) => event.type === 'session.closed').length,
  };
}

/** A call as it is counted. */
export function teamCall(replayed: Replayed): TeamCall {
  const { clinic, desk, agent, host, posxmlPort, terminalId, stage, openMoney, openedAt, changedAt } = teamRow(
    replayed.state,
  );
  return {
    session: replayed.state.id,
    ...{ clinic: clinic ?? null, desk: desk ?? null, agent: agent ?? null, terminalId: terminalId ?? null },
    ...{ host, posxmlPort: posxmlPort ?? null, stage, openMoney, openedAt, changedAt },
    ...sessionSummary(replayed),
  };
}
