type Import = readonly [from: string, to: string];

/** Folders whose own folders are rooms, each with rules of its own. */
const HALLS = ['cli', 'flows'];

/** The room of a file below `src/`: `connection`, `cli/output`. Undefined for what is not of this program. */
function roomOf(path: string): string | undefined {
  const [top = '', room = ''] = path.startsWith('src/') ? path.split('/').slice(1) : [];
  return HALLS.includes(top) ? `${top}/${room}` : top === '' ? undefined : top;
}

/** Rooms that lead back to themselves, though no two files need do so: a line of rooms for each circle that is found. */
export function circlesIn(imports: readonly Import[]): readonly (readonly string[])[] {
  const uses = new Map<string, Set<string>>();
  for (const [from, to] of imports.map((pair) => pair.map(roomOf))) {
    if (from !== undefined && to !== undefined && from !== to) uses.set(from, (uses.get(from) ?? new Set()).add(to));
  }
  const circles: (readonly string[])[] = [];
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): void => {
    if (way.includes(room)) circles.push([...way.slice(way.indexOf(room)), room]);
    if (way.includes(room) || done.has(room)) return;
    for (const next of uses.get(room) ?? []) walk(next, [...way, room]);
    done.add(room);
  };
  for (const room of uses.keys()) walk(room, []);
  return circles;
}
