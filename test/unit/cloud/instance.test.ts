import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstance } from '../../../src/cloud/instance.js';

const reason = (url: string) => {
  const reading = readInstance(url);
  return reading.ok ? undefined : reading.reason;
};

describe('readInstance', () => {
  test.each([
    ['http://cloud.example/clinic', /plain http/],
    ['http://192.168.1.5/clinic', /plain http/],
    ['http://localhost.evil.example/clinic', /plain http/],
    ['http://127.0.0.1.evil.example/clinic', /plain http/],
    ['https://user:pass-word@cloud.example/clinic', /password/],
    ['https://cloud.example/clinic?x=1', /query/],
    ['https://cloud.example/clinic#x', /fragment/],
    ['https://cloud.example', /ID of the instance is missing/],
    ['https://cloud.example/', /ID of the instance is missing/],
    ['https://cloud.example/clinic/api', /one ID/],
    ['https://cloud.example/..', /characters/],
    ['https://cloud.example/%2e%2e', /characters/],
    ['https://cloud.example//', /one ID|missing/],
    ['https://cloud.example\\clinic', /backslash/],
    ['https://cloud .example/clinic', /spaces/],
    ['https://cloud.example:99999/clinic', /not valid/],
    ['http://127.1/clinic', /four numbers with dots/],
    ['https://84.111.222/clinic', /four numbers with dots/],
    ['https://0x7f.0.0.1/clinic', /four numbers with dots/],
    ['ftp://cloud.example/clinic', /https/],
    ['cloud.example/clinic', /https/],
    ['', /https/],
  ])('readInstance refuses %s', (url, why) => {
    expect(reason(url)).toMatch(why);
  });

  test('never repeats what was written', () => {
    expect(reason('https://agent:pass-word@cloud.example/clinic')).not.toContain('pass-word');
  });

  test.each([
    ['https://cloud.example/clinic', 'https://cloud.example/clinic', false],
    ['https://cloud.example/clinic/', 'https://cloud.example/clinic', false],
    ['  HTTPS://Cloud.Example/Clinic ', 'https://cloud.example/Clinic', false],
    ['https://cloud.example:8443/clinic', 'https://cloud.example:8443/clinic', false],
    ['https://[2001:db8::1]/clinic', 'https://[2001:db8::1]/clinic', false],
    ['http://127.0.0.1:8080/sandbox', 'http://127.0.0.1:8080/sandbox', true],
    ['http://localhost:8080/sandbox/', 'http://localhost:8080/sandbox', true],
    ['http://[::1]:8080/sandbox', 'http://[::1]:8080/sandbox', true],
  ])('readInstance reads %s', (text, url, loopback) => {
    expect(readInstance(text)).toMatchObject({ ok: true, instance: { url, loopback } });
  });

  test('accepts nothing that leads elsewhere than it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })), (text) => {
        const reading = readInstance(text);
        if (!reading.ok) return true;
        const { protocol, username, search, hash, pathname } = new URL(text.trim());
        return (
          (protocol === 'https:' || reading.instance.loopback) &&
          username === '' &&
          search === '' &&
          hash === '' &&
          pathname.replace(/\/$/, '') === `/${reading.instance.id}`
        );
      }),
      { numRuns: 500 },
    );
  });
});
