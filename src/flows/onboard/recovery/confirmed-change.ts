/**
 * Tells what is new and lasts: gives true once for a finding that is another than the last one told, and was made twice
 * in a row. While a router takes its new rules, one look may see half of each.
 */
export function confirmedChanges(told: string | undefined): (found: string | undefined) => boolean {
  let before: string | undefined;
  return (found) => {
    const isNew = found !== told && found === before;
    before = found;
    if (isNew) told = found;
    return isNew;
  };
}
