import { answeringService } from './service.js';
import type { Enter } from './service.js';

/** Bytes of no known protocol. */
export const garbage: Enter = answeringService(
  Uint8Array.of(0x00, 0xc3, 0x28, 0xfe, 0x9f, 0x01, 0x1b, 0x5b, 0x32, 0x4a, 0x80, 0xe2, 0x82, 0x07, 0xf7, 0x00),
);

/** Half of a PosXML document: a filter on the way has cut it. */
export const halfDocument: Enter = answeringService(
  'HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 412\r\n\r\n<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0"><GetTerminalStatusResponse><ReturnCode>0</ReturnCode><CardSt',
);

/** Sends back whatever comes. */
export const echoService: Enter = (socket) => {
  socket.pipe(socket);
};

/** A head that never ends, a byte at a time. */
export const dripService: Enter = (socket) => {
  socket.resume();
  socket.write('H');
  const head = 'TTP/1.1 200 OK\r\n';
  let at = 0;
  const timer = setInterval(() => {
    socket.write(at < head.length ? (head[at] ?? '') : ('X-Never: ends\r\n'[(at - head.length) % 15] ?? ''));
    at += 1;
  }, 20);
  socket.once('close', () => {
    clearInterval(timer);
  });
};

/** Announces an answer and never gives it. */
export const continueService: Enter = (socket) => {
  socket.once('data', () => socket.write('HTTP/1.1 100 Continue\r\n\r\n'));
  socket.resume();
};

/** Breaks off with a reset in the middle of an answer. */
export const brokenOff: Enter = (socket) => {
  socket.once('data', () => {
    socket.write(
      'HTTP/1.0 200 OK\r\nContent-Length: 412\r\n\r\n<?xml version="1.0" ?><PosXML version="7.1.0"><GetTermin',
    );
    setTimeout(() => socket.resetAndDestroy(), 20);
  });
};
