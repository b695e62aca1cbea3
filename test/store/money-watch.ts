import { connect } from 'node:net';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { cleanUp } from '../support/clean-up.js';
import { listen } from '../support/listen.js';

const MONEY = /<(?:Reverse)?TransactionRequest[\s>]/;

/** Ways to one terminal, each with a port of its own: how many requests that move money are under way on all of them. */
export class MoneyWatch {
  /** The most at any one time. */
  most = 0;
  sent = 0;
  readonly #terminal: VirtualTerminal;
  #underWay = 0;

  constructor(terminal: VirtualTerminal) {
    this.#terminal = terminal;
  }

  /** The address of one more way. */
  async way(): Promise<string> {
    const door = await listen('127.0.0.1', (client) => {
      const terminal = connect({ port: this.#terminal.posxmlPort, host: '127.0.0.1', noDelay: true });
      let text = '';
      let isMoney = false;
      client.on('data', (chunk) => {
        text += chunk.toString('latin1');
        if (!isMoney && MONEY.test(text)) {
          isMoney = true;
          this.sent += 1;
          this.#underWay += 1;
          this.most = Math.max(this.most, this.#underWay);
        }
      });
      terminal.once('close', () => {
        if (isMoney) this.#underWay -= 1;
        client.destroy();
      });
      client.once('close', () => terminal.end());
      terminal.on('error', () => undefined);
      client.pipe(terminal).pipe(client);
    });
    cleanUp(() => door.close());
    return `127.0.0.1:${String(door.port)}`;
  }

  /** What the merchant would keep, before each of the sales and in the end. */
  balances(): readonly number[] {
    let sum = 0;
    const before: number[] = [];
    for (const { kind, amount } of this.#terminal.ledger.entries) {
      if (kind === 'sale') before.push(sum);
      sum += kind === 'sale' ? amount : -amount;
    }
    return [...before, sum];
  }
}
