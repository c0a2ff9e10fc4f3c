/** How urgent something is: the smaller, the more. */
export type Band = 0 | 1 | 2;

/** Keys in three rows, each once: in the most urgent row that it was put in. */
export function keyedBands() {
  const rows: Record<Band, Set<string>> = { 0: new Set(), 1: new Set(), 2: new Set() };
  const bands: readonly Band[] = [0, 1, 2];
  return {
    put(key: string, band: Band): void {
      const known = bands.find((one) => rows[one].has(key));
      if (known !== undefined && known <= band) {
        return;
      }
      if (known !== undefined) {
        rows[known].delete(key);
      }
      rows[band].add(key);
    },
    /** The one that has waited longest of the most urgent; null: there is none. */
    take(): string | null {
      for (const band of bands) {
        const [key] = rows[band];
        if (key !== undefined) {
          rows[band].delete(key);
          return key;
        }
      }
      return null;
    },
    size: () => bands.reduce<number>((sum, band) => sum + rows[band].size, 0),
  };
}
