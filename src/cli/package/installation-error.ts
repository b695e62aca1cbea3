/** What the program itself consists of is not there, or not whole. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';
}
