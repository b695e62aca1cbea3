/** Without a shell that controls jobs the signal does not stop the program: after this it continues. Milliseconds. */
const STOPPED_WITHIN = 50;

/**
 * Ctrl-Z: the shell has the window until it gives it back. Windows has no shell that it could be given to.
 * @param leave leaves the window as it was found
 * @param comeBack takes it again, also where there was no shell to stop for
 */
export function suspendJob(leave: () => void, comeBack: () => void): void {
  if (process.platform === 'win32') return;
  leave();
  const again = (): void => {
    process.off('SIGCONT', again);
    clearTimeout(timer);
    comeBack();
  };
  process.once('SIGCONT', again);
  process.kill(process.pid, 'SIGTSTP');
  const timer = setTimeout(again, STOPPED_WITHIN);
}
