import { connectedTill } from '../background-clients.js';
import type { Scenario } from './scenario.js';

/** What is between here and the terminal, or stands in front of it. */
export const LINE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'till-connected',
    shows: "another till holds the terminal's one connection",
    finds: ['service.closes'],
    settings: { oneClient: true },
    company: connectedTill,
  },
  {
    name: 'closes-at-once',
    shows: 'the connection is closed immediately',
    finds: ['service.closes'],
    rules: { posxml: 'closes-at-once' },
  },
  {
    name: 'closes-on-data',
    shows: 'the connection is closed after the first data: inspection, or no XML mode',
    finds: ['service.closes'],
    rules: { posxml: 'closes-on-data' },
  },
  {
    name: 'resets-at-once',
    shows: 'the connection is reset immediately',
    finds: ['network.reset'],
    rules: { posxml: 'resets-at-once' },
  },
  {
    name: 'resets-on-data',
    shows: 'the connection is reset after the first data',
    finds: ['network.reset'],
    rules: { posxml: 'resets-on-data' },
  },
  {
    name: 'large-replies-stall',
    shows: 'short replies pass and long ones stop midway: a filter, or the packet size',
    finds: ['network.stalls'],
    settings: { faults: [{ kind: 'cut-reply', bytes: 536, ending: 'silence', request: 'GetParametersRequest' }] },
  },
  // A look takes two connections.
  {
    name: 'intermittent',
    shows: 'one check in five fails: visible with probe --watch',
    settings: { faults: [{ kind: 'reset-on-connect', every: 9 }] },
  },
  { name: 'slow-line', shows: 'every answer takes a second', settings: { faults: [{ kind: 'delay-reply', ms: 900 }] } },
  {
    name: 'half-document',
    shows: 'a filter cuts the answer',
    finds: ['service.garbled'],
    rules: { posxml: 'half-document' },
  },
  {
    name: 'garbled',
    shows: "the terminal's data is changed on the way",
    finds: ['service.garbled'],
    settings: { faults: [{ kind: 'garble-reply' }] },
  },
  { name: 'garbage', shows: 'bytes of no known protocol', finds: ['service.other'], rules: { posxml: 'garbage' } },
  { name: 'echo', shows: 'every request is sent back', finds: ['service.other'], rules: { posxml: 'echo' } },
  { name: 'echo-behind-log', shows: 'the same behind the log port', finds: ['service.other'], rules: { log: 'echo' } },
  {
    name: 'drip',
    shows: 'an endless answer, one letter at a time',
    finds: ['service.http'],
    rules: { posxml: 'drip' },
  },
];
