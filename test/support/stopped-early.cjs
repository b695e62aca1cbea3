/** Loaded into a program that is stopped while it is being loaded: STOPPED names the signal, which comes as soon as the program listens for it. */
const signal = process.env['STOPPED'];
const on = process.on.bind(process);
let sent = false;
process.on = (name, listener) => {
  on(name, listener);
  if (name === signal && !sent) {
    sent = true;
    queueMicrotask(() => process.emit(signal, signal));
  }
  return process;
};
