/** The tables in an order in which each comes after those that its rows refer to. Throws where there is none. */
export function orderTables<Table extends { name: string }>(
  tables: readonly Table[],
  references: readonly { from: string; to: string }[],
): Table[] {
  const ordered: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const waiting = new Set(references.filter(({ to }) => names.has(to)).map(({ from }) => from));
    const next = left.filter(({ name }) => !waiting.has(name));
    if (next.length === 0) {
      throw new Error(`these tables refer to each other in a circle: ${[...names].join(", ")}`);
    }
    ordered.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return ordered;
}
