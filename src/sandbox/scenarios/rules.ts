import type { Scenario } from './scenario.js';

/** Rules of the router that are missing, or forward to a wrong port of a terminal. */
export const RULES_SCENARIOS: readonly Scenario[] = [
  {
    name: 'log-closed',
    shows: 'the rule for 5551 is missing',
    finds: ['ports.log-closed'],
    settings: { logForm: 'closed' },
  },
  {
    name: 'logging-off',
    shows: 'logging is switched off in the terminal, so that 5551 refuses',
    finds: ['ports.log-off'],
    settings: { logging: 'off', versions: ['7.1.0'] },
  },
  {
    name: 'posxml-closed',
    shows: 'the rule for 4445 is missing',
    finds: ['ports.posxml-closed'],
    settings: { posxmlForm: 'closed' },
  },
  {
    name: 'both-closed',
    shows: 'both ports refuse: wrong internal address, or no XML mode',
    finds: ['network.refused'],
    settings: { posxmlForm: 'closed', logForm: 'closed' },
  },
  {
    name: 'log-dropped',
    shows: 'packets to 5551 are dropped: no rule',
    finds: ['ports.log-closed'],
    rules: { log: 'nothing' },
  },
  {
    name: 'posxml-dropped',
    shows: 'packets to 4445 are dropped',
    finds: ['ports.posxml-closed'],
    rules: { posxml: 'nothing' },
  },
  {
    name: 'both-dropped',
    shows: 'both ports drop packets: the terminal is off, the address is wrong, or there is no rule',
    finds: ['network.timeout'],
    rules: { posxml: 'nothing', log: 'nothing' },
  },
  {
    name: 'both-silent',
    shows: 'both ports accept connections but never answer',
    finds: ['service.silent'],
    rules: { posxml: 'silent', log: 'silent' },
  },
  {
    name: 'swapped',
    shows: 'the internal ports of the two rules are swapped',
    finds: ['ports.swapped'],
    rules: { posxml: 'log', log: 'posxml' },
  },
  {
    name: 'swapped-log-speaks',
    shows: 'the same, and the log port sends first',
    finds: ['ports.swapped'],
    settings: { logForm: 'text-on-connect' },
    rules: { posxml: 'log', log: 'posxml' },
  },
  { name: 'same-port', shows: 'both rules forward to 4445', finds: ['ports.same-port'], rules: { log: 'posxml' } },
  {
    name: 'same-port-slow',
    shows: 'both rules forward to 4445, on a slow line',
    finds: ['ports.same-port'],
    settings: { faults: [{ kind: 'delay-reply', ms: 900 }] },
    rules: { log: 'posxml' },
  },
  {
    name: 'same-port-nameless',
    shows: 'both rules forward to 4445 of a terminal that does not report its ID',
    finds: ['ports.same-port'],
    settings: { parametersAbsent: 'all' },
    rules: { log: 'posxml' },
  },
  {
    name: 'two-terminals',
    shows: 'the rules forward to 4445 of two terminals',
    finds: ['ports.two-terminals'],
    rules: { log: 'other-posxml' },
  },
  {
    name: 'two-terminals-log',
    shows: "the right ports of two terminals: only the router's rules and the terminals' menus show it",
    rules: { log: 'other-log' },
  },
  {
    name: 'two-terminals-swapped',
    shows: 'the rules forward to the log of one terminal and to 4445 of another',
    finds: ['ports.swapped'],
    rules: { posxml: 'log', log: 'other-posxml' },
  },
  { name: 'log-alone', shows: 'both rules forward to 5551', finds: ['service.silent'], rules: { posxml: 'log' } },
  {
    name: 'posxml-behind-log',
    shows: 'the rule for 4445 is missing, and the rule for 5551 forwards to 4445',
    finds: ['ports.posxml-closed'],
    rules: { posxml: 'nobody', log: 'posxml' },
  },
];
