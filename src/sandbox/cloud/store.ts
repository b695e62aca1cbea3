import type { StoredTerminal } from './types.js';
import type { Writable } from './serializer.js';

const MOST_RECORDS = 10_000;

export interface Store {
  readonly all: () => readonly StoredTerminal[];
  readonly get: (id: number) => StoredTerminal | undefined;
  /** Adds a record, whatever is in it. */
  readonly add: (fields: Partial<Writable>) => StoredTerminal;
  readonly change: (record: StoredTerminal, fields: Partial<Writable>) => StoredTerminal;
  readonly remove: (id: number) => void;
  /** Another record at the same address. */
  readonly occupant: (
    address: Pick<StoredTerminal, 'host' | 'posxml_port'>,
    except?: number,
  ) => StoredTerminal | undefined;
  readonly full: () => boolean;
}

export function createStore(api: string): Store {
  const records = new Map<number, StoredTerminal>();
  let lastId = 0;
  const keep = (record: StoredTerminal) => {
    records.set(record.id, record);
    return record;
  };
  return {
    all: () => [...records.values()],
    get: (id) => records.get(id),
    add(fields) {
      const id = (lastId += 1);
      const now = new Date().toISOString();
      return keep({
        ...BLANK,
        department: `${api}department/1/`,
        ...fields,
        id,
        url: `${api}paymentterminal/${id}/`,
        created: now,
        modified: now,
      });
    },
    change: (record, fields) => keep({ ...record, ...fields, modified: new Date().toISOString() }),
    remove: (id) => {
      records.delete(id);
    },
    occupant: ({ host, posxml_port }, except) =>
      [...records.values()].find(
        (record) =>
          record.id !== except &&
          record.posxml_port === posxml_port &&
          record.host.toLowerCase() === host.toLowerCase(),
      ),
    full: () => records.size >= MOST_RECORDS,
  };
}

const BLANK: Omit<Writable, 'department'> = {
  name: 'Reception',
  model: 'ingenico_desk3200',
  bank: 'swedbank',
  host: '127.0.0.1',
  posxml_port: 4445,
  log_port: null,
  terminal_id: '',
  serial_number: null,
  protocol_version: null,
  status: 'pending',
  last_test_at: null,
  last_test_outcome: null,
  last_test_reference: null,
};
