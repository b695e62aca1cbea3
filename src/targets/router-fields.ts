/** A value of a rule that has a line of its own, by the names that routers give it. */
const SEPARATOR = String.raw`['"]?\s*[:=]?\s*['"]?`;
const field = (names: string): RegExp =>
  new RegExp(`(?:^|[\\s"'_.-])(?:${names})${SEPARATOR}(\\d{2,5})(?![\\d.])`, 'iu');

const OUTSIDE = field(
  [
    '(?:external|public|wan|global|original|outside|incoming)[-_ ]?(?:start[-_ ]?)?port',
    'extport|src_dport|dst_port|listenport|service port|(?<!inside-address )destination port',
    '(?:väli(?:ne|s)?|avalik)[- ]?port|внешний порт',
  ].join('|'),
);
const INSIDE = field(
  [
    '(?:internal|private|lan|local|inside|translated|mapped)[-_ ]?(?:start[-_ ]?)?port',
    'mappedport|dest_port|fwd_port|connectport|toport|forward-to port|inside-address port',
    'sise(?:mine)?[- ]?port|внутренний порт',
  ].join('|'),
);

/** What a line of fields came to: the rule that is whole with it, or a field that was read. */
type FieldLine = { readonly outside: string; readonly inside: string } | 'read';

/** Rules whose ports have a line each, in either order, by the lines that they are whole with. Fewer than one of them is none. */
export function fieldRules(lines: readonly string[]): ReadonlyMap<number, FieldLine> {
  const found = new Map<number, FieldLine>();
  let [outside, inside]: (string | undefined)[] = [];
  let rules = 0;
  for (const [at, line] of lines.entries()) {
    const [out, inner] = [OUTSIDE.exec(line)?.[1], INSIDE.exec(line)?.[1]];
    if ((out === undefined) === (inner === undefined)) continue;
    // A second port of the same side begins another rule.
    if (out !== undefined) [outside, inside] = [out, outside === undefined ? inside : undefined];
    if (inner !== undefined) [outside, inside] = [inside === undefined ? outside : undefined, inner];
    found.set(at, 'read');
    if (outside === undefined || inside === undefined) continue;
    found.set(at, { outside, inside });
    [outside, inside] = [undefined, undefined];
    rules += 1;
  }
  return rules === 0 || outside !== undefined || inside !== undefined ? new Map() : found;
}
