const UNITS: readonly [seconds: number, word: string][] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** How long ago, in a word: `12 min`. */
export function agoWords(at: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - at.getTime()) / 1000);
  for (const [size, word] of UNITS) {
    if (seconds >= size) {
      return `${Math.floor(seconds / size)} ${word}`;
    }
  }
  return `${Math.floor(seconds)} s`;
}

/** A clock that runs: `2:41`, `1:02:41`. */
export function clockWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, "0");
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, "0")}:${tail}`;
}

/** How long a step took: `0.4 s`, `6.1 s`, `2:34`. */
export function lengthWords(milliseconds: number): string {
  return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : clockWords(milliseconds);
}
