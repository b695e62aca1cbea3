/** A word of the field, as docs/glossary.md has it. */
interface Term {
  /** The word to use, then others that people have for it. */
  readonly names: readonly [string, ...string[]];
  readonly meaning: string;
}

/** What `terminal explain` answers to besides codes. */
export const TERMS: readonly Term[] = [
  {
    names: ['STAN', 'trace number', 'systems trace audit number'],
    meaning:
      'The number that the terminal gives each transaction in turn. The bank finds a payment by STAN, TID and time.',
  },
  {
    names: ['TID', 'terminal ID', 'terminal number'],
    meaning: 'The number by which the bank knows the terminal. It is on every receipt.',
  },
  {
    names: ['authorisation code', 'approval code', 'autor. kood'],
    meaning: "The bank's number for an approved payment. It is on the receipt.",
  },
  {
    names: ['PosXML', 'LAN XML', 'eXML', 'XML mode'],
    meaning:
      'The till interface of these terminals. The cloud uses it to start payments. The bank switches it on. Banks call it LAN XML, older guides eXML.',
  },
  {
    names: ['posxml port', '4445'],
    meaning: 'The port forwarding rule to port 4445 of the terminal, for payments.',
  },
  {
    names: ['log port', '5551'],
    meaning: "The port forwarding rule to port 5551 of the terminal, for the terminal's log. Payments work without it.",
  },
  {
    names: ['port forwarding rule', 'port forwarding', 'NAT rule'],
    meaning: 'A rule on the router: what comes to an external port goes to an internal address and port.',
  },
  { names: ['external port', 'outside port'], meaning: 'The port on the public address of the clinic.' },
  { names: ['internal port', 'inside port'], meaning: 'The port on the terminal itself: 4445 or 5551.' },
  {
    names: ['public IP address', 'public address', 'external IP address', 'outside address'],
    meaning: "The clinic's address on the internet. A what-is-my-IP page shows it. It must be fixed (static).",
  },
  {
    names: ['internal IP address', 'internal address', 'inside address', 'local address'],
    meaning: "The terminal's own address in the clinic's network. Its menu shows it.",
  },
  {
    names: ['private address', 'RFC 1918'],
    meaning: 'An address that works only inside a network: 10.x, 172.16 to 172.31, 192.168.x.',
  },
  {
    names: ['CGNAT', 'carrier-grade NAT', 'shared address'],
    meaning:
      'The provider shares one public address among customers. No port forwarding rule can work: the clinic needs its own fixed address.',
  },
  {
    names: ['NAT loopback', 'hairpin', 'hairpin NAT'],
    meaning:
      'A router that answers its own public address from inside. Few do, so a test from inside the clinic does not count.',
  },
  {
    names: ['DHCP'],
    meaning:
      'The router gives the terminal its internal address. Without a reservation the address can change, and the rules then fail.',
  },
  {
    names: ['client mode'],
    meaning: 'The terminal calls a till by itself and has no open port. The bank must change the mode.',
  },
  {
    names: ['PIN pad'],
    meaning: 'A device without its own network address, such as an iPP320 that is connected to another device.',
  },
  {
    names: ['instance', 'tenant'],
    meaning: "The clinic's cloud address, https://host/id. A browser shows it when you are logged in.",
  },
  { names: ['department'], meaning: 'The part of the clinic that a terminal belongs to in the cloud.' },
  {
    names: ['registration'],
    meaning: 'What the cloud knows of a terminal: address, ports, TID and desk. It is pending, active or disabled.',
  },
  {
    names: ['onboarding'],
    meaning: 'The work on one terminal: check, probe, register, test. It can be resumed.',
  },
  {
    names: ['session', 'session ID', 'session file'],
    meaning:
      'One onboarding as it is saved on this computer. Its ID looks like 20260214-bcdfg. See: terminal sessions list.',
  },
  {
    names: ['test payment', 'sale'],
    meaning: 'A payment of 0.01 EUR with a bank card, reversed immediately with the same card.',
  },
  {
    names: ['reversal'],
    meaning: 'It undoes an approved payment before the batch is sent. It frees the reservation: no money moves.',
  },
  { names: ['void'], meaning: "A reversal in the terminal's own menu, with the same card." },
  { names: ['refund'], meaning: 'Money paid back to the card later, after settlement, by a payment of its own.' },
  {
    names: ['pre-authorisation', 'preauthorisation', 'reservation'],
    meaning: 'An amount reserved on a card and not charged yet.',
  },
  {
    names: ['unsent batch', 'batch'],
    meaning:
      'The payments of the day that the terminal has not sent to the bank yet. After it is sent, a payment cannot be reversed.',
  },
  { names: ['settlement'], meaning: 'The bank moves the money of the sent payments to the merchant.' },
  {
    names: ["terminal's records", 'transaction records', 'record'],
    meaning: 'What the terminal remembers of its payments. A test payment ends only when these records agree.',
  },
  {
    names: ['open payment', 'open money'],
    meaning: 'A test payment that may have been charged, and whose reversal is not confirmed: exit status 10.',
  },
  { names: ['merchant'], meaning: 'Who takes the money: the name that the terminal prints on receipts.' },
  { names: ['cardholder'], meaning: 'Who has the card.' },
  {
    names: ['another network', '--via', 'vantage point'],
    meaning: 'A second check through a proxy: what it reaches, the cloud reaches most likely, too.',
  },
  { names: ['credential store', 'keyring', 'keychain'], meaning: 'Where the system saves passwords.' },
];

/** The term of a word as a person types it. */
export function findTerm(text: string): Term | undefined {
  const typed = plain(text);
  return TERMS.find(({ names }) => names.some((name) => plain(name) === typed));
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
