/** What was typed means, or undefined where it is neither. */
export function yesOrNo(line: string, usual: boolean): boolean | undefined {
  const text = line.trim().toLowerCase();
  if (text === '') return usual;
  if (/^y(es?)?$/.test(text)) return true;
  return /^no?$/.test(text) ? false : undefined;
}
