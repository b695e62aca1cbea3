import { BANKS, MODELS } from '../model/catalog.js';
import type { Bank, Model } from '../model/catalog.js';
import type { components, operations } from './api-types.js';

/**
 * Every path, field and value of docs/cloud-api.yaml that this program uses. To fit it to a cloud that names
 * things otherwise, change that page, run `npm run generate:api`, and change this file until it compiles.
 */
type WireTerminal = components['schemas']['PaymentTerminal'];
type WireFilter = NonNullable<operations['listPaymentTerminals']['parameters']['query']>;

/** Relative to `https://host/id/`. */
export const PATHS = {
  token: 'oauth2/token/',
  terminals: 'api/0.1/paymentterminal/',
  terminal: (id: string) => `api/0.1/paymentterminal/${encodeURIComponent(id)}/`,
  departments: 'api/0.1/department/',
  department: (id: string) => `api/0.1/department/${encodeURIComponent(id)}/`,
  /** What the credentials may do. */
  permissions: 'api/0.1/user/current/active_permissions/',
  /** The read-only resource of clouds without `terminals`. */
  enteredByHand: 'api/0.1/transaction_terminal/',
} as const;

/** The right that the cloud's own pages name for terminals. */
export const TERMINAL_RIGHT = 'Settings: Integration settings';

export const TOKEN_REQUEST = {
  grant_type: 'client_credentials',
  scope: 'restapi',
} as const satisfies components['schemas']['TokenRequest'];

/** This program's names of a record's fields, and the cloud's. */
export const FIELDS = {
  id: 'id',
  name: 'name',
  departmentId: 'department',
  model: 'model',
  bank: 'bank',
  host: 'host',
  posxmlPort: 'posxml_port',
  logPort: 'log_port',
  terminalId: 'terminal_id',
  serialNumber: 'serial_number',
  protocolVersion: 'protocol_version',
  status: 'status',
  lastTestAt: 'last_test_at',
  lastTestOutcome: 'last_test_outcome',
  lastTestReference: 'last_test_reference',
  created: 'created',
  modified: 'modified',
} as const satisfies Record<string, keyof WireTerminal>;
export type FieldName = keyof typeof FIELDS;

export const FILTERS = {
  host: 'host',
  posxmlPort: 'posxml_port',
  terminalId: 'terminal_id',
  status: 'status',
  departmentId: 'department',
} as const satisfies Record<string, keyof WireFilter>;
export type FilterName = keyof typeof FILTERS;

export const STATUSES = {
  pending: 'pending',
  active: 'active',
  disabled: 'disabled',
} as const satisfies Record<string, WireTerminal['status']>;
export type Status = keyof typeof STATUSES;

/** `open`: the test is being made. The others are how a test ends. */
export const OUTCOMES = {
  open: 'open',
  returned: 'returned',
  declined: 'declined',
  'no-card': 'no_card',
  cancelled: 'cancelled',
  'not-made': 'not_made',
  unknown: 'unknown',
  'not-returned': 'not_returned',
} as const satisfies Record<string, NonNullable<WireTerminal['last_test_outcome']>>;
export type TestOutcome = keyof typeof OUTCOMES;

/** The cloud's value of each row of the catalog. */
function valuesOf<Id extends string, Value>(
  rows: Readonly<Record<Id, { readonly cloudValue: Value }>>,
): Readonly<Record<Id, Value>> {
  const values = Object.entries<{ readonly cloudValue: Value }>(rows).map(([id, { cloudValue }]) => [id, cloudValue]);
  return Object.fromEntries(values) as Record<Id, Value>;
}

/** Fields whose values have other names in the cloud. */
export const ENUMS: Partial<Record<FieldName, Readonly<Record<string, string>>>> = {
  model: valuesOf<Model, WireTerminal['model']>(MODELS),
  bank: valuesOf<Bank, WireTerminal['bank']>(BANKS),
  status: STATUSES,
  lastTestOutcome: OUTCOMES,
};

/** The most characters that the contract lets a field have. */
export const MAX_LENGTH = { name: 100, terminalId: 8, serialNumber: 64, lastTestReference: 64 } as const;
