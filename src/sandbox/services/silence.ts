import type { Enter } from './service.js';

/** Takes the connection and whatever comes, and never says a word. */
export const silentService: Enter = (socket) => {
  socket.resume();
  socket.once('end', () => socket.end());
};

export const closesAtOnce: Enter = (socket) => {
  socket.resume();
  socket.end();
};

export const closesOnData: Enter = (socket) => {
  socket.once('data', () => socket.end());
};

export const resetsAtOnce: Enter = (socket) => {
  socket.resetAndDestroy();
};

export const resetsOnData: Enter = (socket) => {
  socket.once('data', () => socket.resetAndDestroy());
};
