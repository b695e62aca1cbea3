/** Loaded into a program that meets a defect, where nobody waits for it, as soon as its command begins. */
const on = process.on.bind(process);
process.on = (name, listener) => {
  if (name === 'uncaughtException')
    queueMicrotask(() => {
      listener(new TypeError('made on purpose'));
    });
  return on(name, listener);
};
